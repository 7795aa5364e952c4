"""The pages of the inbox, made of components, in the words of the application at work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, Literal
from urllib.parse import urlencode

from markupsafe import Markup

from citydesign import ui
from citydesign.calls import given
from citydesign.exchange import Page
from citydesign.forms import sheet, thread
from citydesign.forms.core.handling import RESIDENT, Act, Entry, State
from citydesign.forms.core.journey import Journey
from citydesign.forms.journey.pages import copy_button, message
from citydesign.forms.store.cases import Handled
from citydesign.forms.words import explain, for_staff, language
from citydesign.fragments import hidden as fields_of
from citydesign.fragments import lines, paragraph
from citydesign.fragments import title as title_of
from citydesign.identity import Person
from citydesign.staff import Column, List, Shell, log
from citydesign.tags import match

__all__ = ["message"]

#: Names of what a form of the inbox sends.
TOKEN, SEQUENCE, TEXT = "city-token", "city-sequence", "text"
#: As what all of a form is taken out: the endings of files, and their types.
KINDS: Mapping[str, str] = {"csv": "text/csv", "json": "application/json"}
#: As many people can be seen at once.
_FEW = 7
#: How the tag of a state looks.
_STATUS: Mapping[State, Literal["neutral", "info", "success", "warning"]] = {
    State.RECEIVED: "info",
    State.ASSIGNED: "neutral",
    State.ASKED: "warning",
    State.ANSWERED: "info",
    State.DECIDED: "success",
}
#: What each act leads to, and how its button looks.
_BUTTONS: Mapping[Act, Literal["primary", "secondary"]] = {
    Act.ASSIGN: "secondary",
    Act.ASK: "secondary",
    Act.DECIDE: "primary",
}


@dataclass(frozen=True, slots=True)
class View:
    """What the words of the pages need.

    Attributes:
        root: The address below which the inbox is.
        journeys: The declarations, by name.
        people: Names of people by their ids.
        zone: The time zone of the city.
    """

    root: str
    journeys: Mapping[str, Journey]
    people: Mapping[str, str]
    zone: tzinfo

    def tag(self, journey: Journey) -> str:
        """Give the language of a journey that fits the page best."""
        return match([language().locale], journey.languages) or journey.languages[0]

    def title(self, name: str) -> str:
        """Give the title of a form; its name if it is declared no more."""
        journey = self.journeys.get(name)
        return journey.text(journey.title, self.tag(journey)) if journey else name

    def person(self, id: str) -> str:
        """Give who did something, as colleagues know them."""
        return for_staff("resident") if id == RESIDENT else self.people.get(id, id)

    def local(self, at: datetime) -> datetime:
        """Give an instant on the clock of the city."""
        return at.astimezone(self.zone)

    def moment(self, at: datetime, style: str = "long") -> str:
        """Give an instant in words; in a column, in the `short` style."""
        wall = self.local(at)
        day = language().date(wall.date(), style)
        return for_staff("at", date=day, time=language().time(wall))

    def changed(self, entry: Entry) -> str:
        """Say what somebody else did meanwhile."""
        what = self.done(entry)
        return for_staff("changed", what=what, who=self.person(entry.by), at=self.moment(entry.at))

    def done(self, entry: Entry) -> str:
        """Say what was done."""
        if entry.act is Act.ASSIGN:
            return for_staff("log_assign", name=self.person(entry.text or ""))
        if entry.act is Act.READ and entry.text:
            return for_staff("log_read_file", name=entry.text)
        return for_staff(f"log_{entry.act.value}")


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the list.

    Attributes:
        chosen: What of the query differs from the list as it opens.
        forms: The titles of the forms that can be chosen, by name.
        found: What is on this page.
        count: How many there are on all pages.
        page: Which page it is.
        per_page: How many a page has.
    """

    chosen: Mapping[str, str]
    forms: Mapping[str, str]
    found: Sequence[Handled]
    count: int
    page: int
    per_page: int


def inbox(shell: Shell, view: View, listed: Listed) -> Page:
    """The list of what was sent."""
    chosen = listed.chosen

    def address(**changes: str | None) -> str:
        query = {name: value for name, value in {**chosen, **changes}.items() if value}
        return f"{view.root}?{urlencode(query)}" if query else view.root

    states = [("open", for_staff("open")), *((one.value, _state(one)) for one in State)]
    states.append(("all", for_staff("all")))
    asked = [
        ui.select("state", for_staff("state"), _items(states), value=chosen.get("state", "open")),
        ui.select(
            "who",
            for_staff("who"),
            _items([("anybody", for_staff("anybody")), ("me", for_staff("me"))]),
            value=chosen.get("who", "anybody"),
        ),
        ui.text_input(
            "reference", for_staff("reference"), value=chosen.get("reference", ""), optional=True
        ),
    ]
    several = len(listed.forms) > 1
    if several:
        items = [("", for_staff("every_form")), *listed.forms.items()]
        asked.insert(
            0,
            ui.select("form", for_staff("form"), _items(items), value=chosen.get("form", "")),
        )
    if "sort" in chosen:
        asked.append(fields_of(sort=chosen["sort"]))
    words = {
        "form": listed.forms.get(chosen.get("form", "")),
        "state": dict(states).get(chosen.get("state", "")),
        "who": for_staff("me") if "who" in chosen else None,
        "reference": chosen.get("reference"),
    }
    narrowed = [
        {"text": text, "url": address(**{name: None})} for name, text in words.items() if text
    ]
    newest = "sort" in chosen
    shown = List(
        view.root,
        for_staff("title"),
        lines(*asked),
        narrowed,
        [
            Column(for_staff("reference")),
            *([Column(for_staff("form"))] if several else []),
            Column(
                for_staff("sent"),
                address(sort=None if newest else "newest"),
                "descending" if newest else "ascending",
            ),
            Column(for_staff("state")),
            Column(for_staff("who")),
        ],
        [_row(view, one, several) for one in listed.found],
        listed.count,
        listed.page,
        listed.per_page,
        # The number is put in by the component.
        address(page="{page}").replace("%7Bpage%7D", "{page}"),
    )
    return shell.page(for_staff("title"), shown.content)


def _row(view: View, one: Handled, several: bool) -> list[Any]:
    link = Markup('<a href="{}">{}</a>').format(f"{view.root}{one.case.id}", one.sent.reference)
    assignee = one.case.assignee
    return [
        link,
        *([view.title(one.sent.journey)] if several else []),
        view.moment(one.sent.at, "short"),
        _tag(one.case.state),
        view.person(assignee) if assignee else for_staff("none_yet"),
    ]


def case(
    shell: Shell,
    view: View,
    found: Handled,
    acts: Iterable[Act],
    hidden: Mapping[str, str],
    has_address: bool,
    *,
    notice: str | None = None,
    status: int = 200,
    copied: bool = False,
) -> Page:
    """One case: what was sent, what was said, and what can be done."""
    sent, handled = found.sent, found.case
    here = f"{view.root}{handled.id}"
    title = for_staff("case", reference=sent.reference)
    facts: list[dict[str, Any]] = [
        {"label": for_staff("form"), "value": view.title(sent.journey)},
        {"label": for_staff("sent"), "value": view.moment(sent.at)},
        {"label": for_staff("state"), "value": _tag(handled.state)},
        {
            "label": for_staff("who"),
            "value": view.person(handled.assignee) if handled.assignee else for_staff("none_yet"),
        },
        {"label": for_staff("language"), "value": language().name_of(sent.language)},
    ]
    if found.ends is not None:
        day = language().date(view.local(found.ends).date())
        facts.append({"label": for_staff("ends"), "value": day})
    journey = view.journeys.get(sent.journey)
    answers = [paragraph(for_staff("no_answers"))]
    if journey is not None:
        answers = sheet.cards(
            journey, sent.data, view.tag(journey), lambda number: f"{here}/file/{number}"
        )
    content = lines(
        ui.back_link(view.root, text=for_staff("title")),
        title_of(title),
        ui.notification(notice, status="warning") if notice else None,
        ui.summary_list(given(facts), id="case"),
        None if has_address else _no_address(),
        _thread(view, found),
        _acts(shell, here, acts, hidden, found),
        Markup("<h2>{}</h2>").format(for_staff("answers")),
        *answers,
        copy_button(f"{here}/copy" if copied else None),
        Markup("<h2>{}</h2>").format(for_staff("log")),
        _log(view, (one for one in found.log if one.act is not Act.READ)),
        # Who only looked would hide what was done.
        ui.details(
            for_staff("readers"), _log(view, (one for one in found.log if one.act is Act.READ))
        ),
    )
    return shell.around(title, content, status=status)


def _log(view: View, entries: Iterable[Entry]) -> Markup:
    newest_first = reversed(list(entries))
    return log(
        (view.done(one), view.local(one.at), view.person(one.by), None) for one in newest_first
    )


def _no_address() -> Markup:
    return ui.notification(
        for_staff("no_address"), content=for_staff("no_address_text"), id="no-address"
    )


def _acts(
    shell: Shell, here: str, acts: Iterable[Act], hidden: Mapping[str, str], found: Handled
) -> Markup | None:
    acts, is_free = list(acts), found.case.assignee is None
    names = {act: act.value for act in _BUTTONS}
    if is_free:
        names[Act.ASSIGN] = "assign_first"
    buttons = [
        ui.button(for_staff(names[act]), url=f"{here}/{act.value}", variant=_BUTTONS[act])
        for act in (Act.DECIDE, Act.ASK, Act.ASSIGN)
        if act in acts
    ]
    if not buttons:
        return None
    take = None
    if Act.ASSIGN in acts and is_free:
        # The first thing that anybody does with a case, by one press.
        take = ui.form_wrapper(
            f"{here}/{Act.ASSIGN.value}",
            fields=fields_of(**hidden, **{TEXT: shell.person.id}),
            button_text=for_staff("take"),
        )
    return lines(take, ui.button_group(lines(*buttons)))


def _thread(view: View, found: Handled) -> Markup | None:
    items = thread.messages(found.log, view.person, view.local)
    if not items:
        return None
    return ui.message_thread(for_staff("said"), given(items), id="said")


def assign(
    shell: Shell,
    view: View,
    found: Handled,
    hidden: Mapping[str, str],
    people: Sequence[Person],
    me: Person,
    notice: str | None,
    status: int,
    wrong: bool,
) -> Page:
    """Asks who gets a case; `wrong` if the notice is about the choice."""
    names = {
        one.id: for_staff("yourself", name=one.name) if one.id == me.id else one.name
        for one in people
    }
    # Who has it may have left.
    likely = [id for id in (found.case.assignee, me.id) if id in names]
    show = ui.select if len(names) > _FEW else ui.radios
    asked = show(
        TEXT,
        for_staff("assign_to"),
        _items(names.items()),
        error=notice if wrong else None,
        value=likely[0] if likely else "",
    )
    return _form(shell, view, found, Act.ASSIGN, asked, hidden, notice, status)


def write(
    shell: Shell,
    view: View,
    found: Handled,
    hidden: Mapping[str, str],
    act: Act,
    text: str,
    notice: str | None,
    status: int,
    wrong: bool,
) -> Page:
    """Asks for the words of a question or a decision; `wrong` if the notice is about them."""
    asked = ui.textarea(
        TEXT,
        for_staff(f"{act.value}_label"),
        hint=for_staff(f"{act.value}_hint"),
        error=notice if wrong else None,
        value=text,
        rows=8,
    )
    return _form(shell, view, found, act, asked, hidden, notice, status)


def _form(
    shell: Shell,
    view: View,
    found: Handled,
    act: Act,
    asked: Markup,
    hidden: Mapping[str, str],
    notice: str | None,
    status: int,
) -> Page:
    here = f"{view.root}{found.case.id}"
    title = for_staff(f"{act.value}_title", reference=found.sent.reference)
    errors = [{"text": notice, "url": f"#{TEXT}"}] if notice else []
    content = ui.form_wrapper(
        f"{here}/{act.value}",
        asked,
        heading=title,
        errors=given(errors),
        fields=fields_of(**hidden),
        button_text=for_staff(f"{act.value}_button"),
    )
    back = ui.back_link(here)
    return shell.around(title, back, content, status=status, failed=bool(notice))


def sure(shell: Shell, view: View, found: Handled, hidden: Mapping[str, str], text: str) -> Page:
    """Shows a decision before it is sent, because nobody can take it back."""
    here = f"{view.root}{found.case.id}"
    title = for_staff("sure_title")
    content = ui.form_wrapper(
        f"{here}/decide",
        lines(paragraph(for_staff("sure_text")), ui.callout(thread.broken(text))),
        heading=title,
        fields=fields_of(**hidden, **{TEXT: text, "sure": "1"}),
        button_text=for_staff("decide_send"),
        buttons=ui.button(for_staff("decide_change"), name="again", value="1", variant="secondary"),
    )
    return shell.around(title, ui.back_link(here), content)


def too_late(shell: Shell, view: View, found: Handled, notice: str, text: str | None) -> Page:
    """Says that something can't be done any more, with what was written for it."""
    here = f"{view.root}{found.case.id}"
    title = for_staff("too_late")
    kept = thread.kept(text, for_staff("you_wrote"))
    on = paragraph(ui.button(for_staff("to_case"), url=here, variant="secondary"))
    return shell.page(title, paragraph(notice), kept, on, status=409)


def gone(root: str, text: str | None) -> Page:
    """Says that there is no such case, with what was written for it."""
    kept = thread.kept(text, for_staff("you_wrote"))
    return message(for_staff("gone"), for_staff("gone_text"), root, for_staff("title"), 404, kept)


def export(
    shell: Shell,
    here: str,
    forms: Mapping[str, str],
    hidden: Mapping[str, str],
    typed: Mapping[str, str] | None = None,
    notice: str | None = None,
) -> Page:
    """Asks what is taken out as a file, and how; `typed` is what can't be done as it is."""
    only = next(iter(forms)) if len(forms) == 1 else ""
    offered = {
        "form": (for_staff("form"), forms, only),
        "kind": (for_staff("export_as"), KINDS, ""),
    }
    chosen, errors = {}, {}
    for name, (label, values, first) in offered.items():
        value = first if typed is None else typed.get(name, "")
        if value in values:
            chosen[name] = value
        elif typed is not None:
            errors[name] = explain("required_choice", label=label)
    kinds = [
        {"value": kind, "label": for_staff(f"export_{kind}"),
         "hint": for_staff(f"export_{kind}_hint")}
        for kind in KINDS
    ]  # fmt: skip
    items = {"form": _items(forms.items()), "kind": given(kinds)}
    asked = [
        ui.radios(name, label, items[name], value=chosen.get(name), error=errors.get(name))
        for name, (label, _, _) in offered.items()
    ]
    notices: list[dict[str, Any]] = [{"text": notice}] if notice else []
    notices += [{"text": text, "url": f"#{name}"} for name, text in errors.items()]
    content = ui.form_wrapper(
        here,
        lines(paragraph(for_staff("export_text")), *asked),
        heading=for_staff("export"),
        errors=given(notices),
        fields=fields_of(**hidden),
        button_text=for_staff("export_button"),
    )
    failed = typed is not None
    return shell.around(for_staff("export"), content, status=422 if failed else 200, failed=failed)


def _items(pairs: Iterable[tuple[str, str]]) -> Any:
    return given([{"value": value, "label": label} for value, label in pairs])


def _state(state: State) -> str:
    return for_staff(f"state_{state.value}")


def _tag(state: State) -> Markup:
    return ui.tag(_state(state), status=_STATUS[state])
