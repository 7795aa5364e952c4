"""Answers as residents read them on the check and staff in the inbox: one of each kind of field."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from markupsafe import Markup
from tests.forms.core.daycare import daycare, page
from tests.forms.core.test_way import kepts

from citydesign.forms.core.fields import Choice, Field, Kind
from citydesign.forms.core.journey import Journey, Kept, Section, Way
from citydesign.forms.journey import shown
from citydesign.locale import use_locale

CHOICES = (Choice("", "Choose one"), Choice("a", "A <b>"), Choice("b", "B"), Choice("c", "C"))
DATE = {"day": "1", "month": "5", "year": "2024"}
#: What no summary shows: hidden things, and what a journey asks nobody.
NOT_SHOWN = {Kind.HIDDEN, Kind.SUBMIT, Kind.PASSWORD, Kind.FILE, Kind.OTHER}


def field(kind: Kind, value: Any, **more: Any) -> Field:
    return Field(kind, "it", "It", "it", value=value, **more)


def chosen(kind: Kind, *values: str) -> Field:
    return field(kind, values[0] if kind is not Kind.CHECKBOXES else values, choices=CHOICES)


def text(label: str, value: str = "x", kind: Kind = Kind.TEXT) -> Field:
    return Field(kind, label, label, label, value=value)


#: A field, and its lines in English and in Finnish.
ANSWERS: list[tuple[Field, list[str], list[str] | None]] = [
    *((field(kind, "12"), ["12"], None) for kind in (Kind.INTEGER, Kind.DECIMAL)),
    *((field(kind, "é <b>"), ["é <b>"], None) for kind in (Kind.TEXT, Kind.EMAIL, Kind.TEL, Kind.URL)),
    (field(Kind.TEXTAREA, "One\r\n\r\ntwo"), ["One", "", "two"], None),
    (field(Kind.DATE, "1.5.2024"), ["1 May 2024"], ["1. toukokuuta 2024"]),
    (field(Kind.DATE, "sometime"), ["sometime"], None),
    (field(Kind.DATE_PARTS, DATE), ["1 May 2024"], ["1. toukokuuta 2024"]),
    (field(Kind.DATE_PARTS, {"day": "32", "year": "x"}), ["32.x"], None),
    (field(Kind.TIME, "915"), ["9:15"], ["9.15"]),
    (field(Kind.TIME, "noon"), ["noon"], None),
    (field(Kind.CHECKBOX, True), ["Yes"], ["Kyllä"]),
    (field(Kind.CHECKBOX, False), ["No"], ["Ei"]),
    (chosen(Kind.RADIOS, "b"), ["B"], None),
    (chosen(Kind.SELECT, "a"), ["A <b>"], None),
    (chosen(Kind.CHECKBOXES, "c", "a"), ["A <b>", "C"], None),
    (field(Kind.FILES, (), limits={"files": [{"name": "a.pdf"}, {"name": "b.pdf"}]}), ["a.pdf", "b.pdf"], None),
    *(
        (
            field(kind, "", fields=(
                text("One"),
                text("Token", kind=Kind.HIDDEN),
                text("Go", kind=Kind.SUBMIT),
                text("Empty", " "),
                text("Two", "y\nz", Kind.TEXTAREA),
            )),
            ["One: x", "Two: y, z"],
            None,
        )
        for kind in (Kind.GROUP, Kind.LIST)
    ),
]  # fmt: skip
#: The same left empty.
EMPTY = [
    *(field(kind, "") for kind in Kind if kind not in (*NOT_SHOWN, Kind.CHECKBOX, Kind.DATE_PARTS, Kind.FILES)),
    field(Kind.TEXTAREA, "\r\n \u200b"),
    field(Kind.DATE_PARTS, {"day": "", "month": " "}),
    field(Kind.FILES, (), limits={"files": []}),
    *(chosen(kind, "") for kind in (Kind.RADIOS, Kind.SELECT, Kind.CHECKBOXES)),
    field(Kind.LIST, "", fields=(text("One", ""), text("Two", " "))),
]  # fmt: skip


def test_an_answer_of_each_kind_is_tried() -> None:
    for tried in (ANSWERS, [(one,) for one in EMPTY]):
        assert {one[0].kind for one in tried} >= {*Kind} - NOT_SHOWN - {Kind.CHECKBOX}
    assert Kind.CHECKBOX in {one.kind for one, *_ in ANSWERS}, "a box left empty says no"


@pytest.mark.parametrize(
    ("asked", "english", "finnish"), ANSWERS, ids=lambda one: getattr(one, "kind", "")
)
def test_an_answer_reads_as_people_say_it(
    asked: Field, english: list[str], finnish: list[str] | None
) -> None:
    for tag, lines in (("en", english), ("fi", finnish or english)):
        with use_locale(tag):
            assert shown.answer_lines(asked) == lines
            whole = shown.answer(asked)
            assert Markup.escape(whole) == Markup("<br>").join(lines)


@pytest.mark.parametrize("asked", EMPTY, ids=lambda one: one.kind)
def test_what_was_not_answered_has_no_lines(asked: Field) -> None:
    assert shown.answer_lines(asked) == []
    assert shown.answer(asked) is None


# What is done and what comes next.

DAYCARE = daycare()
TASKS = daycare(tasks=True)


def way(journey: Journey, *keys: str) -> Way:
    """The way of somebody who has answered these places, and whose child eats everything."""
    kept = Kept()
    for key in keys:
        kept = kept.answered(key, {"where": ["here"], "diet": ["no"]})
    return Way(journey, kept)


@given(kepts())
def test_a_step_leads_to_its_first_page_and_is_reached_when_that_is_open(kept: Kept) -> None:
    on = Way(DAYCARE, kept)
    for here in (*on.places, None):
        shown_steps = shown.steps(DAYCARE, on, here, lambda key: f"/{key}", "en")
        titles = {one.name: one.title for one in DAYCARE.sections}
        firsts: dict[str, str] = {}
        for place in on.places:
            firsts.setdefault(titles[DAYCARE.section_names[place.part.name]], f"/{place.key}")
        firsts["Check your answers"] = "/check"
        assert [(one["text"], one["url"]) for one in shown_steps["items"]] == list(firsts.items())
        name = titles[DAYCARE.section_names[here.part.name]] if here else "Check your answers"
        assert list(firsts)[shown_steps["current"] - 1] == name
        opens = [on.is_open(url.removeprefix("/")) for url in firsts.values()]
        furthest = max(number for number, one in enumerate(opens, 1) if one)
        assert shown_steps["reached"] == max(furthest, shown_steps["current"])


def test_a_form_without_sections_and_one_of_tasks_has_no_steps() -> None:
    plain = Journey(name="plain", title="Plain", pages=[page("only")])
    for journey in (plain, TASKS):
        on = way(journey)
        assert shown.steps(journey, on, on.places[0], str, "en") == {}


CHILD = "children/1/child"


@pytest.mark.parametrize(
    ("answered", "items"),
    [
        ([], [("Home", "municipality", "todo"), ("Child", CHILD, "todo"),
              ("Care", "hours", "todo"), ("People", "guardian", "todo")]),
        ([CHILD, "guardian"],
             [("Home", "municipality", "todo"), ("Child", "children", "started"),
              ("Care", "hours", "todo"), ("People", "guardian", "done")]),
        (["municipality", CHILD, "children"],
             [("Home", "municipality", "done"), ("Child", CHILD, "done"),
              ("Care", "hours", "todo"), ("People", "guardian", "todo")]),
    ],
    ids=["nothing", "a part", "a group"],
)  # fmt: skip
def test_a_task_leads_to_what_is_left_of_it(answered: list[str], items: list[Any]) -> None:
    found = shown.tasks(TASKS, way(TASKS, *answered), str, "en")
    assert [(one["text"], one["url"], one["status"]) for one in found] == items


def test_a_task_that_asks_nothing_of_this_resident_is_not_listed() -> None:
    pages = [
        page("care", section="first"),
        page("shifts", section="last", when={"care.hours": "nights"}),
    ]
    sections = [Section(name=name, title=name) for name in ("first", "last")]
    for tasks in (True, False):
        journey = Journey(name="a", title="A", pages=pages, sections=sections, tasks=tasks)
        on = Way(journey, Kept())
        listed = (
            shown.tasks(journey, on, str, "en")
            if tasks
            else shown.steps(journey, on, on.places[0], str, "en")["items"]
        )
        assert [one["text"] for one in listed] == [
            "first",
            *([] if tasks else ["Check your answers"]),
        ]
