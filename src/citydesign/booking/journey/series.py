"""One date of a series: chosen, then moved or cancelled while the others stay."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from markupsafe import Markup

from citydesign import ui
from citydesign.booking.abilities import DateChanger
from citydesign.booking.journey.counter import Counter
from citydesign.booking.journey.parts import (
    address,
    first,
    form,
    moment,
    problem,
    slots,
    summary,
)
from citydesign.booking.journey.tried import instead, time_of, tried
from citydesign.booking.provider import Part, Place, Receipt
from citydesign.booking.shown import day_of
from citydesign.booking.words import sentence, spoken
from citydesign.exchange import Answer, Page, Redirect, Request
from citydesign.forms.words import explain
from citydesign.fragments import hidden, lead, lines, paragraph, title

#: The fields of the address: which date, and what becomes of it.
NUMBER, ACT = "number", "act"


class Series:
    """Answers at the address of the dates of a booking.

    Args:
        counter: what all pages ask.
        changer: the provider.
    """

    def __init__(self, counter: Counter, changer: DateChanger) -> None:
        self._counter, self._changer = counter, changer

    def answer(self, asked: Request, receipt: Receipt, place: Place) -> Answer:
        """Ask which date, move it or cancel it."""
        sent: Mapping[str, str] = asked.query if asked.form is None else asked.form
        number, act = sent.get(NUMBER, ""), sent.get(ACT, "")
        part = next((p for n, p in receipt.dates if str(n) == number), None)
        if part is None and asked.form is not None:
            # It was changed in another window: the booking says what is so.
            return Redirect(_here(asked))
        if act not in ("move", "drop") or (act == "drop" and "drop-date" not in receipt.can):
            return self._choose(asked, receipt, place)
        if part is None:
            return self._choose(asked, receipt, place, missing=NUMBER not in sent)
        if act == "drop":
            return self._drop(asked, receipt, place, int(number), part)
        return self._move(asked, receipt, place, int(number), part)

    def _choose(
        self, asked: Request, receipt: Receipt, place: Place, *, missing: bool = False
    ) -> Page:
        said = spoken("date")
        error = explain("required_choice", label=said) if missing else None
        question = ui.radios(
            NUMBER,
            said,
            [{"value": str(n), "label": day_of(part, place)} for n, part in receipt.dates],
            heading=True,
            hint=spoken("date-rest"),
            error=error,
        )
        buttons = [ui.button(spoken("date-move"), name=ACT, value="move")]
        if "drop-date" in receipt.can:
            buttons.append(
                ui.button(spoken("date-drop"), name=ACT, value="drop", variant="secondary")
            )
        content = lines(
            summary([{"text": error, "url": f"#{NUMBER}"}] if error else []),
            form(_here(asked, "date"), question, ui.button_group(lines(*buttons))),
            _back(asked),
        )
        return Page(said, content, 422 if error else 200, bool(error))

    def _drop(
        self, asked: Request, receipt: Receipt, place: Place, number: int, part: Part
    ) -> Answer:
        it = tried(
            asked,
            lambda: self._changer.drop_date(receipt.reference, number),
            "unsure-cancel",
        )
        if it.done:
            return Redirect(_here(asked))
        said, now = spoken("date-drop-title"), moment(part.start, place)
        problems = problem(it.code, it.trouble, None)
        button = ui.button(spoken("date-drop"), variant="danger", loading_text=spoken("cancelling"))
        content = lines(
            summary(problems, it.code),
            title(said),
            lead(now[:1].upper() + now[1:]),
            paragraph(spoken("date-rest")),
            form(
                _here(asked, "date"),
                hidden(**{NUMBER: str(number), ACT: "drop"}),
                button,
                method="post",
            ),
            _back(asked),
        )
        return Page(said, content, it.status, bool(problems))

    def _move(
        self, asked: Request, receipt: Receipt, place: Place, number: int, part: Part
    ) -> Answer:
        product = self._counter.product(part.product)
        if product is None:
            return self._counter.neutral(asked)
        it = tried(
            asked, lambda: self._changer.move_date(receipt.reference, number, time_of(asked))
        )
        if it.done:
            return Redirect(_here(asked))
        here = {NUMBER: str(number), ACT: "move"}

        def url(day: date) -> str:
            return address(_here(asked, "date"), **here, **{"from": day.isoformat()})

        week = self._counter.week(asked, product, [place], url, receipt.reference)
        others = instead(asked, it.refusal, place)
        said = spoken("date-move-title")
        problems = problem(it.code, it.trouble, first(others or week.days))
        content = lines(
            summary(problems, it.code),
            title(said),
            lead(f"{spoken('move-now')}: {moment(part.start, place)}"),
            paragraph(spoken("date-rest")),
            form(
                url(week.first),
                hidden(**here),
                slots(
                    spoken("time"),
                    place,
                    week,
                    others,
                    error=sentence(it.code) if it.code else None,
                    value=(asked.form or {}).get("time"),
                    other=address(_here(asked, "date"), **here),
                    button=ui.button(spoken("move-do"), loading_text=spoken("moving")),
                    month_url=None,
                ),
                method="post",
            ),
            _back(asked),
        )
        return Page(said, content, it.status, bool(problems))


def _back(asked: Request) -> Markup:
    return paragraph(ui.button(spoken("back"), url=_here(asked), variant="quiet"))


def _here(asked: Request, act: str = "") -> str:
    """The address of the booking that the request is about."""
    return f"{asked.root}{'/'.join(asked.path.split('/')[:2])}/{act}"
