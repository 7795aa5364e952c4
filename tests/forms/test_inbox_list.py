"""The list of the inbox: of several forms, narrowed and sorted, and who may do what from there."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit
from zoneinfo import ZoneInfo

import pytest

pytest.importorskip("wtforms")
pytest.importorskip("sqlalchemy")

import wtforms
from tests.clock import Clock
from tests.forms.browser import Browser
from tests.forms.office import ADA, LIISA, OTTO, PEOPLE, SECRET, office, said, signed_in
from tests.forms.permit import asks, form, permit
from tests.forms.store.test_desk import let_in
from tests.forms.test_inbox import NOW, ask, receive
from tests.test_appointments import parse

from citydesign.forms.core.handling import Case
from citydesign.forms.core.journey import Journey, Page
from citydesign.forms.inbox import Inbox
from citydesign.forms.journey import Submission
from citydesign.forms.store import Desk, Replies
from citydesign.identity import NotAllowed, Person
from citydesign.locale import use_locale

TITLES = {"en": "Parking permit", "fi": "Pysäköintilupa"}
PARKING = replace(permit(), name="parking", title="Parking permit")


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Any]:
    """A city with two forms: Otto decides on both, Liisa handles the first."""
    made = office(tmp_path, clock=Clock(NOW))
    roles = {
        "permit": {"handler": {"handlers"}, "decider": {"leads"}},
        "parking": {"decider": {"leads"}, "admin": {"admins"}},
    }
    made.desk = Desk(made.engine, SECRET, roles, sent_days=90, clock=Clock(NOW))
    zone = ZoneInfo("Europe/Helsinki")
    made.inbox = Inbox(made.desk, [permit(), PARKING], SECRET, people=lambda: PEOPLE, zone=zone)
    yield made
    made.engine.dispose()


def rows(browser: Browser) -> list[dict[str, str]]:
    """The table as its reader has it: each cell under the name of its column."""
    page = parse(browser.reply.html)

    def words(one: Any) -> str:
        return " ".join("".join(one.itertext()).split())

    table = [[words(one) for one in row if one.tag in ("th", "td")] for row in page.iter("tr")]
    head, *body = table
    return [dict(zip(head, row, strict=True)) for row in body]


def narrowed(browser: Browser) -> dict[str, dict[str, str]]:
    """What each choice of the list would leave, if it were removed."""
    return {
        name.removesuffix(", remove this choice"): dict(parse_qsl(urlsplit(url).query))
        for name, url in browser.links().items()
        if name.endswith(", remove this choice")
    }


def test_a_list_of_several_forms_says_of_each_row_what_it_is(city: SimpleNamespace) -> None:
    first, second = receive(city, 1), receive(city, 2, "parking")
    city.desk.assign(OTTO, second, 0, LIISA.id)
    city.desk.assign(OTTO, second, 1, OTTO.id)
    otto = signed_in(ask(city), OTTO, "/staff/")
    otto.ask("/staff/")
    assert rows(otto) == [
        {
            "Reference number": "AAAAA-00001", "Form": "Apply for a place",
            "Sent": "01/03/2027 at 11:01", "Stage": "New", "Handler": "Nobody yet",
        },
        {
            "Reference number": "AAAAA-00002", "Form": "Parking permit",
            "Sent": "01/03/2027 at 11:02", "Stage": "Being handled", "Handler": "Otto <b>",
        },
    ]  # fmt: skip
    assert otto.links()["AAAAA-00001"] == f"/staff/{first}"
    liisa = signed_in(ask(city), LIISA, "/staff/")
    liisa.ask("/staff/")
    (row,) = rows(liisa)
    assert row["Reference number"] == "AAAAA-00001", "of the other form she sees nothing"
    assert "Form" not in row, "who has one form is not asked which"
    assert "form" not in liisa.fill()
    liisa.ask("/staff/?form=parking")
    assert (len(rows(liisa)), narrowed(liisa)) == (1, {})
    ada = signed_in(ask(city), ADA, "/staff/")
    ada.ask("/staff/?form=permit")
    assert [one["Reference number"] for one in rows(ada)] == ["AAAAA-00002"]


@pytest.mark.parametrize(
    ("tag", "title"), [("en", "Parking permit"), ("fi", "Pysäköintilupa"), ("sv", "Parking permit")]
)
def test_staff_read_the_name_of_a_form_in_their_language_or_its_first(
    city: SimpleNamespace, tag: str, title: str
) -> None:
    asks_it = form(it=asks(wtforms.StringField, "It"))
    city.inbox._journeys["parking"] = Journey(
        name="parking",
        title=TITLES,
        languages=["en", "fi"],
        pages=[Page(name="a", title={"en": "A", "fi": "A"}, form=asks_it)],
    )
    id = receive(city, 1, "parking")
    otto = signed_in(ask(city), OTTO, "/staff/")
    with use_locale(tag):
        for page in ("", id):
            otto.ask(f"/staff/{page}")
            assert title in said(otto)
            assert [one for one in TITLES.values() if one in said(otto)] == [title]


def test_each_choice_of_the_list_is_kept_by_the_others_and_removed_alone(
    city: SimpleNamespace,
) -> None:
    for number in range(3):
        id = receive(city, number, "parking")
        city.desk.assign(OTTO, id, 0, OTTO.id)
    receive(city, 3, "parking")
    receive(city, 4)
    otto = signed_in(ask(city), OTTO, "/staff/")
    otto.ask("/staff/")
    opened = {"form": [""], "state": ["open"], "who": ["anybody"], "reference": [""]}
    assert otto.fill() == opened, "as it opens"
    assert narrowed(otto) == {}
    chosen = {
        "form": ("parking", "Parking permit"), "state": ("assigned", "Being handled"),
        "who": ("me", "Me"), "reference": ("aaaaa-0000", "aaaaa-0000"),
    }  # fmt: skip
    query = {name: value for name, (value, _) in chosen.items()}
    for more in ({}, {"sort": "newest"}):
        otto.ask(f"/staff/?{urlencode({**query, **more})}")
        order = ["AAAAA-00000", "AAAAA-00001", "AAAAA-00002"]
        assert [one["Reference number"] for one in rows(otto)] == order[:: -1 if more else 1]
        assert {name: given[0] for name, given in otto.fill().items()} == {**query, **more}
        assert narrowed(otto) == {
            words: {one: value for one, value in {**query, **more}.items() if one != name}
            for name, (_, words) in chosen.items()
        }
        turned = dict(parse_qsl(urlsplit(otto.links()["Sent"]).query))
        assert turned == query | ({} if more else {"sort": "newest"})
        (sorted_by,) = [one for one in parse(otto.reply.html).iter("th") if one.get("aria-sort")]
        assert "".join(sorted_by.itertext()) == "Sent"
        assert sorted_by.get("aria-sort") == ("descending" if more else "ascending")
    otto.ask("/staff/?state=all&who=anybody&form=&reference=")
    assert narrowed(otto) == {"All": {}}, "what is as it opens is no choice"


def test_what_a_list_is_narrowed_by_goes_with_it_from_page_to_page(city: SimpleNamespace) -> None:
    for number in range(60):
        receive(city, number, "parking")
    receive(city, 70)
    otto = signed_in(ask(city), OTTO, "/staff/")
    otto.ask("/staff/?form=parking&sort=newest&reference=AAAAA")
    seen = [rows(otto)]
    for _ in range(2):
        otto.follow("Next")
        seen.append(rows(otto))
    assert [len(one) for one in seen] == [25, 25, 10]
    references = [row["Reference number"] for one in seen for row in one]
    assert references == [f"AAAAA-{number:05}" for number in reversed(range(60))]
    assert "60 results" in said(otto)
    otto.ask("/staff/?page=99")
    assert len(rows(otto)) == 11, "beyond the last page is the last"
    for first in ("0", "-1", "x"):
        otto.ask(f"/staff/?page={first}")
        assert rows(otto)[0]["Reference number"] == "AAAAA-00000"


def at_once(city: SimpleNamespace, number: int) -> list[str]:
    """Keep forms that came at one instant; their ids."""
    ids = [city.store.begin("parking", "fi")[0].id for _ in range(number)]
    for one in ids:
        assert city.store.receive(Submission(one, "parking", one[:11], "fi", {}, NOW))
    return sorted(ids)


def test_what_came_at_one_instant_is_on_one_page_and_has_one_order(city: SimpleNamespace) -> None:
    ids = at_once(city, 6)
    paged = [city.desk.inbox(OTTO, limit=2, skip=skip) for skip in (0, 2, 4)]
    assert [one.case.id for page in paged for one in page] == ids
    assert [one.case.id for one in city.desk.inbox(OTTO, newest=True)] == ids[::-1]
    records = json.loads(city.desk.export(ADA, "parking", "json"))
    assert [one["reference"] for one in records] == [one[:11] for one in ids]
    table = csv.DictReader(io.StringIO(city.desk.export(ADA, "parking", "csv")))
    assert [one["reference"] for one in table] == [one[:11] for one in ids]


def test_who_is_in_no_directory_is_named_and_may_take_a_case(city: SimpleNamespace) -> None:
    city.inbox._people = lambda: [LIISA]
    id = receive(city, 1)
    otto = signed_in(ask(city), OTTO, "/staff/")
    otto.ask(f"/staff/{id}/assign")
    choices = [
        " ".join("".join(one.itertext()).split()) for one in parse(otto.reply.html).iter("label")
    ]
    assert choices == ["Otto <b> (you)", "Liisa Laine"], "whoever asks is the first"
    assert otto.fill()["text"] == [OTTO.id]
    otto.press()
    otto.ask("/staff/")
    assert rows(otto)[0]["Handler"] == "Otto <b>"
    otto.ask(f"/staff/{id}/assign")
    otto.press(text=LIISA.id)
    otto.ask(f"/staff/{id}/assign")
    assert otto.fill()["text"] == [LIISA.id], "who has it now"


def test_a_case_is_told_with_its_newest_act_first_and_its_first_message_first(
    city: SimpleNamespace,
) -> None:
    id, clock = receive(city, 0), city.desk._clock
    replies = Replies(city.engine, SECRET, sent_days=90, clock=clock)
    acts = [
        lambda: city.desk.assign(OTTO, id, 0, LIISA.id),
        lambda: city.desk.ask(LIISA, id, 1, "Which days?"),
        lambda: replies.answer("permit", id, let_in(replies)[1], 2, "Mondays"),
        lambda: city.desk.export(OTTO, "permit", "json"),
        lambda: city.desk.decide(OTTO, id, 3, "Granted"),
    ]
    roles = {"permit": {"decider": {"handlers", "leads"}, "admin": {"leads"}}}
    city.desk = Desk(city.engine, SECRET, roles, sent_days=90, clock=clock)
    for act in acts:
        clock.now += timedelta(hours=1)
        assert act()
    otto = signed_in(ask(city), OTTO, "/staff/")
    otto.ask(f"/staff/{id}")
    told = said(otto).partition("What has been done ")[2]
    order = [
        "Decision sent 1 March 2027, 16:00 Otto <b>",
        "Exported to a file 1 March 2027, 15:00 Otto <b>",
        "Answer received 1 March 2027, 14:00 The resident",
        "Question sent 1 March 2027, 13:00 Liisa Laine",
        "Given to Liisa Laine 1 March 2027, 12:00 Otto <b>",
        "Received 1 March 2027, 11:00 The resident",
    ]
    assert told.startswith(" ".join(order)), told
    messages = [
        "Liisa Laine 1 March 2027, 13:00 Question Which days?",
        "The resident 1 March 2027, 14:00 Answer Mondays",
        "Otto <b> 1 March 2027, 16:00 Decision Granted",
    ]
    assert f"Questions and decision {' '.join(messages)}" in said(otto)


def test_who_exports_one_form_alone_is_not_asked_which(city: SimpleNamespace) -> None:
    ada = signed_in(ask(city), ADA, "/staff/")
    ada.ask("/staff/export")
    assert ada.fill()["form"] == ["parking"]
    roles = {name: {"admin": {"admins"}} for name in ("permit", "parking")}
    city.inbox._desk = Desk(city.engine, SECRET, roles, sent_days=90, clock=Clock(NOW))
    ada.ask("/staff/export")
    assert "form" not in ada.fill(), "who has two chooses"
    ada.press(kind="json")
    assert ada.reply.status == 422
    ada.press(form="permit")
    assert city.files[-1].name == "permit.json", "what was chosen before is kept"


def test_a_stage_looks_alike_in_the_list_and_at_the_top_of_a_case(city: SimpleNamespace) -> None:
    id = receive(city, 1)
    otto = signed_in(ask(city), OTTO, "/staff/")
    acts = [
        ("info", lambda: None),
        ("neutral", lambda: city.desk.assign(OTTO, id, 0, OTTO.id)),
        ("warning", lambda: city.desk.ask(OTTO, id, 1, "Which days?")),
        ("success", lambda: city.desk.decide(OTTO, id, 2, "Yes")),
    ]
    for look, act in acts:
        act()
        for page in ("/staff/?state=all", f"/staff/{id}"):
            otto.ask(page)
            seen = [one.get("class") for one in parse(otto.reply.html).iter("strong")]
            tags = [one for one in seen if one and one.startswith("city-tag")]
            assert tags == [f"city-tag city-tag--{look}"], page


#: What each role may do besides reading, in the words of its pages.
MAY = {
    "reader": set(),
    "handler": {"assign", "ask"},
    "decider": {"assign", "ask", "decide"},
    "admin": {"assign", "ask", "export"},
}
BUTTONS = {"assign": "Change the handler", "ask": "Ask the resident", "decide": "Decide"}


@pytest.mark.parametrize("role", MAY)
def test_each_role_is_offered_what_it_may_do_and_can_do_nothing_else(
    city: SimpleNamespace, role: str
) -> None:
    may, somebody = MAY[role], Person("p-9", "Somebody", {"these"})
    boss = Person("p-8", "Boss", {"all"})
    every = {name: {"all"} for name in MAY}
    roles = {"permit": {**every, role: {"all", "these"}}, "parking": every}
    desk = city.desk = city.inbox._desk = Desk(
        city.engine, SECRET, roles, sent_days=90, clock=Clock(NOW)
    )
    id, other = receive(city, 1), receive(city, 2, "parking")
    for one in (id, other):
        desk.assign(boss, one, 0, boss.id)
    page, send = f"/staff/{id}", ask(city, [*PEOPLE, somebody, boss])
    browser = signed_in(send, somebody, "/staff/")
    assert browser.ask("/staff/").status == 200
    assert "Figures" in browser.links(), "numbers are about nobody"
    assert ("Export to a file" in browser.links()) == ("export" in may)
    assert browser.ask("/staff/export").status == (200 if "export" in may else 404)
    assert browser.ask(page).status == 200
    assert set(browser.links()) & set(BUTTONS.values()) == {
        words for act, words in BUTTONS.items() if act in may
    }
    for act in BUTTONS:
        if act in may:
            assert browser.ask(f"{page}/{act}").status == 200
        else:
            with pytest.raises(NotAllowed):
                browser.ask(f"{page}/{act}")
            with pytest.raises(NotAllowed):
                browser.ask(f"{page}/{act}", {"text": ["x"]})
    for name in ("assign", "ask", "decide"):
        act = getattr(desk, name)
        with pytest.raises(NotAllowed):
            act(somebody, other, 1, "x")
        if name in may:
            now = desk.look(boss, id).case.sequence
            assert isinstance(act(somebody, id, now, boss.id), Case)
        else:
            with pytest.raises(NotAllowed):
                act(somebody, id, 1, "x")
    for name in ("permit", "parking"):
        if name == "permit" and "export" in may:
            assert len(json.loads(desk.export(somebody, name, "json"))) == 1
        else:
            with pytest.raises(NotAllowed):
                desk.export(somebody, name, "json")
    dates = (NOW.date(), NOW.date())
    assert desk.figures(somebody, permit(), *dates)
    for refused in (
        lambda: desk.look(somebody, other),
        lambda: desk.read(somebody, other),
        lambda: desk.copy(somebody, other, lambda _: b""),
        lambda: desk.figures(somebody, PARKING, *dates),
    ):
        with pytest.raises(NotAllowed):
            refused()
    done = [entry.act for entry in desk.look(boss, other).log]
    assert done == ["receive", "assign"], "nothing that was refused is in its log"


def test_the_same_words_of_a_colleague_are_not_taken_for_a_second_press(
    city: SimpleNamespace,
) -> None:
    id = receive(city, 1)
    city.desk.assign(LIISA, id, 0, LIISA.id)
    liisa, otto = (signed_in(ask(city), one, "/staff/") for one in (LIISA, OTTO))
    for act, words, before in (
        ("assign", OTTO.id, "Given to Otto <b>: Liisa Laine,"),
        ("ask", "Which days?", "Question sent: Liisa Laine,"),
    ):
        for one in (liisa, otto):
            one.ask(f"/staff/{id}/{act}")
        liisa.press(text=words)
        assert liisa.url == f"/staff/{id}"
        otto.press(text=words)
        assert otto.reply.status == 409, act
        assert said(otto).count(before) == 1, "above the form: the words are not wrong"
    done = [(one.act, one.by) for one in city.desk.look(LIISA, id).log if one.act != "read"]
    assert done[2:] == [("assign", LIISA.id), ("ask", LIISA.id)]
    # Nor is another act with the same words.
    otto.ask(f"/staff/{id}/decide")
    asks_again = otto.fill(text="Yes")
    assert otto.press(text="Yes").status == 200
    assert otto.title == "Send this decision?"
    otto.ask(f"/staff/{id}/decide", asks_again)
    liisa.ask(f"/staff/{id}/ask")
    liisa.press(text="Yes")
    otto.press()
    assert otto.reply.status == 409


def test_a_case_is_offered_to_those_who_handle_its_own_form(city: SimpleNamespace) -> None:
    roles = {"permit": {"handler": {"handlers"}}, "parking": {"handler": {"admins"}}}
    desk = Desk(city.engine, SECRET, roles, sent_days=90, clock=Clock(NOW))
    forms = [permit(), PARKING]
    zone = ZoneInfo("Europe/Helsinki")
    city.inbox = Inbox(desk, forms, SECRET, people=lambda: PEOPLE, zone=zone)
    cases = [(LIISA, ADA, receive(city, 1)), (ADA, LIISA, receive(city, 2, "parking"))]
    for handler, other, id in cases:
        browser = signed_in(ask(city), handler, "/staff/")
        assert browser.ask(f"/staff/{id}").status == 200
        browser.follow("Choose the handler")
        assert handler.name in said(browser)
        assert other.name not in browser.reply.html
        browser.ask(browser.url, {**browser.fill(), "text": [other.id]})
        assert browser.reply.status == 422
        assert desk.look(handler, id).case.assignee is None
        with pytest.raises(NotAllowed):
            signed_in(ask(city), other, "/staff/").ask(f"/staff/{id}")
