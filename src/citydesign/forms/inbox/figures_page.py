"""The page of figures: how many forms were begun and sent, where others stopped, which errors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from citydesign import ui
from citydesign.calls import given
from citydesign.exchange import Page
from citydesign.forms.core.figures import Figures
from citydesign.forms.core.journey import Journey
from citydesign.forms.journey import figures
from citydesign.forms.words import for_staff, language
from citydesign.fragments import lines, paragraph
from citydesign.staff import Shell

#: How many days can be summed up, the usual first.
PERIODS = (30, 90, 365)


@dataclass(frozen=True, slots=True)
class Asked:
    """What figures are asked for.

    Attributes:
        form: Name of the form.
        days: How many days, one of `PERIODS`.
        since: The first of them, in UTC.
        until: The last.
    """

    form: str
    days: int
    since: date
    until: date


def asked(query: Mapping[str, str], forms: Mapping[str, str], today: date) -> Asked:
    """Read what is asked for; what can't be had is as if nothing were asked.

    Args:
        query: Of the address.
        forms: Titles of the forms that can be chosen, by name; at least one.
        today: The present day, in UTC.
    """
    form, number = query.get("form", ""), query.get("days", "")
    days = next((one for one in PERIODS if number == str(one)), PERIODS[0])
    name = form if form in forms else next(iter(forms))
    return Asked(name, days, today - timedelta(days=days - 1), today)


def show(
    shell: Shell,
    here: str,
    forms: Mapping[str, str],
    chosen: Asked,
    found: Figures,
    journey: Journey,
) -> Page:
    """Show the figures of a form, and ask which others are wanted."""
    periods = {str(days): for_staff("last_days", count=days) for days in PERIODS}
    fields = [("days", for_staff("period"), periods, str(chosen.days))]
    if len(forms) > 1:
        fields.insert(0, ("form", for_staff("form"), dict(forms), chosen.form))
    selects = [
        ui.select(
            name,
            label,
            given([{"value": value, "label": text} for value, text in items.items()]),
            value=value,
        )
        for name, label, items, value in fields
    ]
    form = ui.form_wrapper(
        here, lines(*selects), method="get", button_text=for_staff("figures_button")
    )
    first, last = (language().date(day, "long") for day in (chosen.since, chosen.until))
    return shell.page(
        for_staff("figures"),
        form,
        Markup("<h2>{}</h2>").format(forms[chosen.form]),
        paragraph(for_staff("figures_days", least=first, most=last)),
        figures.show(found, journey),
        paragraph(for_staff("figures_stopped")),
    )
