"""Whole pages and letters as staff and residents hear them, compared with what was proofread."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("wtforms")
pytest.importorskip("sqlalchemy")

from tests.clock import Clock
from tests.forms import read_aloud
from tests.forms.browser import CHILD, Browser, begin, straight, to_check
from tests.forms.office import ADA, ANU, LIISA, OTTO, PEOPLE, office, signed_in
from tests.forms.permit import permit
from tests.forms.test_form_letters import plain, writer
from tests.forms.test_inbox import ask, receive

from citydesign.forms.core.handling import MOST
from citydesign.forms.journey import Flow, MemoryStore
from citydesign.identity import Person
from citydesign.locale import use_locale
from citydesign.store import send_due

NOW = datetime(2027, 3, 1, 22, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def city(tmp_path: Path) -> Any:
    made = office(tmp_path, permit(next=["Wait.", "Read"]), Clock(NOW), sms="FI")
    yield made
    made.engine.dispose()


def post(city: SimpleNamespace) -> list[Any]:
    found: list[Any] = []
    for outbox in (city.store, city.replies):
        send_due(outbox.due, found.append, outbox.sent)
    return found


def sends(city: SimpleNamespace, tag: str = "en", **guardian: Any) -> str:
    """A resident sends the form; gives its id."""
    with use_locale(tag):
        browser = Browser(straight(city.flow))
        to_check(browser)
        if guardian:
            browser.ask(f"{browser.url.removesuffix('check')}guardian?change")
            browser.press(**guardian)
        browser.press()
    return str(city.desk.inbox(OTTO, newest=True)[0].sent.id)


def test_staff_hear_what_was_proofread(city: Any) -> None:
    said = read_aloud.Reading("staff.txt")
    send, clock = ask(city), city.store._clock
    first = sends(city)
    clock.now += HOUR
    second = sends(city, "sv", name="=Bo", email="bo@example.fi")
    clock.now += HOUR
    third = sends(city)
    otto, liisa, ada = (signed_in(send, one, "/staff/") for one in (OTTO, LIISA, ADA))
    liisa.ask("/staff/")
    said.page("the list, as it opens", liisa)
    liisa.ask("/staff/nowhere")
    said.page("no such case", liisa)
    liisa.ask(f"/staff/{first}")
    said.page("a case that nobody has", liisa)
    liisa.ask(f"/staff/{first}/assign")
    said.page("who will handle it", liisa)
    liisa.press(text="p-99")
    said.page("nobody of those", liisa)
    liisa.press(text=OTTO.id)
    clock.now += HOUR
    otto.ask(f"/staff/{first}/assign")
    said.page("who will handle it, if somebody has it", otto)
    liisa.ask(f"/staff/{first}/assign")
    said.page("who will handle it, if a colleague has it", liisa)
    otto.ask(f"/staff/{first}/ask")
    said.page("a question", otto)
    otto.press(text="")
    said.page("a question without words", otto)
    otto.press(text="Which <b>days</b>?\r\n\r\nAnd when?")
    said.page("a case with a question", otto)
    post(city)
    otto.ask(f"/staff/{first}/decide")
    said.page("a decision", otto)
    otto.press(text="a" * (MOST + 1))
    assert otto.reply.status == 422
    otto.press(text="Granted.\r\nFrom Monday.")
    said.page("a decision, once more", otto)
    late = signed_in(send, LIISA, f"/staff/{first}/ask")
    late.ask(late.url)
    data = late.fill(text="And the diet?")
    clock.now += HOUR
    otto.press()
    said.page("a case that is decided", otto)
    late.ask(late.url, data)
    said.page("a question that comes too late", late)
    anu = signed_in(send, ANU, "/staff/")
    anu.ask(f"/staff/{second}")
    said.page("a case for who only reads", anu)
    liisa.ask("/staff/?state=all&sort=newest&who=anybody&reference=")
    said.page("the list of all, the newest first", liisa)
    liisa.ask("/staff/?state=decided&who=me&reference=zz")
    said.page("a list with nothing in it", liisa)
    ada.ask("/staff/export")
    said.page("taking all out", ada)
    ada.press(kind=[])
    said.page("taking all out, as nothing", ada)
    for kind in ("csv", "json"):
        ada.ask("/staff/export")
        ada.press(form="permit", kind=kind)
        file = city.files[-1]
        lines = read_aloud.text(file.content.decode("utf-8-sig"))
        said.lines(f"the file {file.name}, {file.type}", lines)
    clock.now += HOUR
    otto.ask(f"/staff/{third}")
    said.page("a case that was taken out", otto)
    otto.ask(f"/staff/{receive(city, 1, contact=None)}")
    otto.press()
    said.page("a case without an address", otto)
    more = [Person(f"q-{number}", f"Colleague {number}", {"handlers"}) for number in range(5)]
    city.inbox._people = lambda: [LIISA, OTTO, *more]
    otto.ask(f"/staff/{third}/assign")
    said.page("who will handle it, of seven", otto)
    city.inbox._people = lambda: [LIISA, OTTO, ADA, *more]
    otto.ask(f"/staff/{third}/assign")
    said.page("who will handle it, of eight", otto)
    city.inbox._people = lambda: PEOPLE
    for tag in ("fi", "sv"):
        with use_locale(tag):
            for what, url in (
                ("the list", "/staff/?state=all"),
                ("a case", f"/staff/{first}"),
                ("a question", f"/staff/{second}/ask"),
                ("taking all out", "/staff/export"),
                ("figures", "/staff/figures"),
            ):
                ada.ask(url)
                said.page(f"{what}, {tag}", ada)
    said.ends()


def test_residents_hear_what_was_proofread(city: Any) -> None:
    said = read_aloud.Reading("residents.txt")
    clock = city.store._clock
    browser = Browser(straight(city.flow))
    browser.ask("/apply/")
    said.page("the start", browser)
    begin(browser)
    said.page("the first page", browser)
    browser.press(where="there")
    said.page("a stop", browser)
    browser.ask(browser.url.replace("elsewhere", "home"))
    browser.press(where="here")
    browser.press(**{**CHILD, "name": "", "born_month": "13"})
    said.page("a page with errors", browser)
    browser.press(**{**CHILD, "diet": "yes"})
    browser.press(kind=["vegan", "milk"])
    said.page("a group", browser)
    browser.press(action="add")
    browser.press(**CHILD)
    said.page("a group that is full", browser)
    browser.follow("Remove")
    said.page("removing one", browser)
    browser.press()
    old, other = browser.fill(), browser.tab()
    browser.press()
    browser.press(when=["days", "nights"])
    browser.press(both="no")
    late = browser.fill(name="Bo", email="bo@example.fi", consent="y")
    tab = browser.tab()
    browser.press(name="Aino", email="aino@example.fi")
    said.page("the check", browser)
    tab.ask(tab.url, late)
    said.page("another tab had other answers", tab)
    other.ask(other.url, {**old, "city-token": ["x"]})
    said.page("a page that is too old", other)
    browser.ask(browser.url.replace("check", "save"))
    said.page("save for later", browser)
    browser.press(email="aino")
    said.page("save for later, without an address", browser)
    browser.press(email="aino@example.fi")
    said.page("saved", browser)
    (link,) = post(city)
    away = Browser(browser.send)
    away.ask(f"/apply/resume/{link.token}")
    said.page("the link", away)
    away.press()
    said.page("the code is sent", away)
    for wrong in range(5):
        away.press(code="1")
        if wrong in (0, 3, 4):
            said.page(f"a wrong code, number {wrong + 1}", away)
    away.ask("/apply/resume")
    said.page("another link", away)
    away.press(email="aino@example.fi")
    said.page("another link is sent", away)
    away.ask("/apply/" + "0" * 32 + "/home")
    said.page("nothing is found", away)
    browser.ask(browser.url.replace("save", "check"))
    twice = browser.tab()
    again = browser.fill()
    browser.press()
    said.page("the receipt", browser)
    twice.ask(twice.url, again)
    assert twice.at == "receipt"
    # What became of it.
    case = city.desk.inbox(OTTO)[0].case
    letters = post(city)
    door = Browser(straight(city.reply, "/sent/"), "/sent/")
    door.ask(f"/sent/resume/{letters[-1].token}")
    said.page("the link to what was sent", door)
    door.press()
    door.press(code=post(city)[-1].code)
    said.page("what was sent", door)
    city.desk.assign(LIISA, case.id, 0, LIISA.id)
    door.ask(door.url)
    said.page("it is being handled", door)
    city.desk.ask(LIISA, case.id, 1, "Which <b>days</b>?")
    door.ask(door.url)
    said.page("a question", door)
    door.press(text="")
    said.page("an answer without words", door)
    clock.now += timedelta(minutes=1)
    data = door.fill(text="Mondays")
    door.press(text="Mondays")
    said.page("it is answered", door)
    door.ask(f"{door.url}answer", {**data, "text": ["Fridays"]})
    said.page("a second answer", door)
    city.desk.decide(OTTO, case.id, 3, "Granted")
    door.ask(f"/sent/{case.id}/")
    said.page("it is decided", door)
    twice = Browser(straight(city.flow))
    to_check(twice)
    tab = twice.tab()
    twice.ask(twice.url.replace("check", "hours?change"))
    twice.press(when=["nights"])
    late = twice.tab(), twice.fill(both="yes")
    twice.ask(twice.url.replace("shifts", "hours"))
    twice.press(when=["days"])
    late[0].ask(late[0].url, late[1])
    said.page("a page that is not asked any more", late[0])
    late[0].ask(late[0].url, {**late[1], "city-token": ["x"]})
    said.page("a page that is not asked any more, and too old", late[0])
    twice.ask(tab.url)
    data = twice.fill()
    tab.ask(tab.url, {**data, "city-token": ["x"]})
    said.page("a check that is too old", tab)
    store = MemoryStore(debug=True)
    tasks = Browser(straight(Flow(permit(tasks=True), store, store.receive, b"s" * 32)))
    begin(tasks)
    said.page("tasks", tasks)
    tasks.follow("Start")
    tasks.press(where="here")
    said.page("tasks, one done", tasks)
    tasks.follow("Family")
    tasks.press(**CHILD)
    tasks.ask(tasks.url.rpartition("/")[0] + "/tasks")
    said.page("tasks, one begun", tasks)
    for tag in ("fi", "sv"):
        with use_locale(tag):
            visit = Browser(straight(city.flow))
            begin(visit)
            visit.press(where="here")
            visit.press()
            said.page(f"errors, {tag}", visit)
            visit.press(**CHILD)
            said.page(f"a group, {tag}", visit)
            visit.ask(visit.url.replace("children", "save"))
            said.page(f"save for later, {tag}", visit)
            door.ask(f"/sent/{case.id}/")
            said.page(f"it is decided, {tag}", door)
    clock.now += timedelta(minutes=30)
    door.ask(f"/sent/{case.id}/")
    assert door.reply.status == 404
    said.ends()


@pytest.mark.parametrize("tag", ["en", "fi", "sv"])
def test_letters_say_what_was_proofread(city: Any, tag: str) -> None:
    said = read_aloud.Reading(f"letters-{tag}.txt")

    def letters(what: str) -> list[Any]:
        found = post(city)
        for one in found:
            if one.by == "sms":
                said.lines(
                    f"{what}: {one.kind} to {one.to}",
                    [writer().text(one).replace(one.code, "CODE")],
                )
                continue
            made = writer().message(one)
            head = [
                f"{name}: {made[name]}" for name in ("From", "To", "Subject", "Content-Language")
            ]
            body = plain(made).replace(one.code or "\0", "CODE")
            said.lines(f"{what}: {one.kind}", read_aloud.text("\n".join([*head, "", body])))
        return found

    with use_locale(tag):
        browser = Browser(straight(city.flow))
        to_check(browser)
        browser.ask(browser.url.replace("check", "save"))
        browser.press(email="aino@example.fi", phone="040 123 4567")
        (link,) = letters("saved")
        browser.ask(f"/apply/resume/{link.token}")
        browser.press()
        letters("asked for a code")
    id = sends(city, tag)
    sent = letters("sent")
    city.desk.assign(LIISA, id, 0, LIISA.id)
    city.desk.ask(LIISA, id, 1, "Which days?")
    letters("asked")
    city.desk.decide(OTTO, id, 2, "Granted")
    letters("decided")
    city.replies.remind("permit", "aino@example.fi")
    (link,) = letters("asked for again")
    city.replies.ask_code("permit", link.token)
    letters("asked for a code to it")
    assert [one.kind for one in sent] == ["submission", "received"]
    said.ends()
