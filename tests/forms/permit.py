"""A journey with forms of WTForms, in three languages, for tests of its pages."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import wtforms

from citydesign.forms.core.journey import Group, Journey, Page, Section, Stop
from citydesign.forms.wtforms import CityMeta, DatePartsField, Email, MaxLength, Optional, Required

YES_NO = [("yes", "Yes & yes"), ("no", "No")]
CITY = {"en": "City", "fi": "Kunta", "sv": "Kommun"}


def form(**fields: Any) -> Callable[[str], type[wtforms.Form]]:
    """Give what makes the form in a language: its first label begins with the tag."""

    def make(tag: str) -> type[wtforms.Form]:
        made = {name: kind(f"{label} ({tag})", *more, **options)
                for name, (kind, label, more, options) in fields.items()}  # fmt: skip
        meta = type("Meta", (CityMeta, wtforms.Form.Meta), {})
        return type("Made", (wtforms.Form,), {"Meta": meta, **made})

    return make


def asks(kind: Any, label: str, *validators: Any, **options: Any) -> Any:
    if "choices" in options:
        options["choices"] = [wtforms.SelectChoice(*one) for one in options["choices"]]
    return kind, label, [list(validators or [Required()])], options


def radios(label: str, *choices: tuple[str, str]) -> Any:
    return asks(wtforms.RadioField, label, choices=list(choices or YES_NO))


PAGES = {
    "home": form(where=radios("Where do you live", ("here", "Here"), ("there", "Elsewhere"))),
    "child": form(
        name=asks(wtforms.StringField, "Name", Required(), MaxLength(200)),
        born=asks(DatePartsField, "Date of birth"),
        diet=radios("Special diet"),
    ),
    "diet": form(
        kind=asks(
            wtforms.SelectMultipleField,
            "Diet",
            choices=[("vegan", "Vegan"), ("milk", "No <milk>")],
        ),
        note=asks(wtforms.TextAreaField, "More about it", Optional()),
    ),
    "hours": form(
        when=asks(
            wtforms.SelectMultipleField,
            "When is care needed",
            choices=[("days", "Days"), ("nights", "Nights")],
        )
    ),
    "shifts": form(both=radios("Do both guardians work shifts")),
    "guardian": form(
        name=asks(wtforms.StringField, "Your name"),
        email=asks(wtforms.EmailField, "Your email", Required(), Email()),
        consent=asks(wtforms.BooleanField, "We may call", Optional()),
    ),
}


def permit(
    tasks: bool = False, forms: Any = PAGES, without: Collection[str] = (), **more: Any
) -> Journey:
    def page(name: str, section: str, **options: Any) -> Page:
        return Page(
            name=name,
            title={tag: f"{name.capitalize()} {tag}" for tag in CITY},
            form=forms[name],
            section=section,
            **options,
        )

    pages = [
        page("home", "start"),
        Stop(
            name="elsewhere",
            title="Ask your own municipality",
            text="Not here.",
            url="https://city.example/",
            link="Municipalities",
            when={"home.where": "there"},
            section="start",
        ),
        page("child", "family", group="children"),
        page("diet", "family", group="children", when={"child.diet": "yes"}),
        page("hours", "care"),
        page("shifts", "care", when={"hours.when": "nights"}),
        page("guardian", "people"),
    ]
    return Journey(
        name="permit",
        title="Apply for a place",
        pages=[one for one in pages if one.name not in without],
        groups=[Group(name="children", title="Your children", entry=CITY | {"en": "Child"}, most=2)],
        sections=[
            Section(name=name, title=name.capitalize())
            for name in ("start", "family", "care", "people")
        ],
        tasks=tasks,
        languages=["en", "fi", "sv"],
        **{"contact": "guardian.email", **more},
    )  # fmt: skip
