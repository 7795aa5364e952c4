"""A city that handles what was sent, and the walk of its staff and a resident on every host."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from tests.forms.browser import Browser, Send, straight, to_check
from tests.forms.permit import permit

from citydesign.forms.inbox import Inbox
from citydesign.forms.journey import Flow
from citydesign.forms.replies import ReplyFlow
from citydesign.forms.store import Desk, Letter, Replies, SqlStore, migrate
from citydesign.identity import FAKE_COOKIE, FakeIdentity, Person
from citydesign.store import send_due, store_engine

SECRET = b"s" * 32
LIISA = Person("p-1", "Liisa Laine", {"handlers"})
OTTO = Person("p-2", "Otto <b>", {"leads"})
ANU = Person("p-3", "Anu", {"auditors"})
EVE = Person("p-4", "Eve", {"parking"})
ADA = Person("p-5", "Ada", {"admins"})
PEOPLE = [LIISA, OTTO, ANU, EVE, ADA]
ROLES = {
    "permit": {
        "handler": {"handlers"}, "decider": {"leads"}, "reader": {"auditors"}, "admin": {"admins"},
    }
}  # fmt: skip
#: With what the three hosts answer where nobody may.
SIGN_IN, FORBIDDEN = 401, 403


def office(folder: Path, journey: Any = None, clock: Any = None, **more: Any) -> SimpleNamespace:
    """What a city sets up, on a database of its own."""
    journey = journey or permit()
    ticking = {"clock": clock} if clock else {}
    engine = store_engine(f"sqlite:///{folder / 'office.db'}")
    migrate(engine)
    store = SqlStore(engine, SECRET, days=30, sent_days=90, **ticking, **more)
    desk = Desk(engine, SECRET, {journey.name: ROLES["permit"]}, sent_days=90, **ticking)
    replies = Replies(engine, SECRET, sent_days=90, **ticking)
    zone = ZoneInfo("Europe/Helsinki")
    return SimpleNamespace(
        engine=engine,
        store=store,
        desk=desk,
        replies=replies,
        flow=Flow(journey, store, store.receive, SECRET, **ticking),
        inbox=Inbox(desk, [journey], SECRET, people=lambda: PEOPLE, zone=zone, files=store.files),
        reply=ReplyFlow(journey, replies, SECRET, zone=zone),
        who=FakeIdentity(PEOPLE, debug=True),
    )


def fill_in(city: SimpleNamespace) -> str:
    """A resident sends the form; gives its reference."""
    browser = Browser(straight(city.flow))
    to_check(browser)
    browser.press()
    assert browser.at == "receipt"
    return str(city.desk.inbox(OTTO, newest=True)[0].sent.reference)


def letters(city: SimpleNamespace) -> list[Letter]:
    found: list[Letter] = []
    send_due(city.replies.due, found.append, city.replies.sent)
    return found


def signed_in(send: Send, person: Person, root: str) -> Browser:
    return Browser(send, root, {FAKE_COOKIE: (person.id, "/")})


def said(browser: Browser) -> str:
    from tests.test_appointments import parse

    return " ".join(" ".join(parse(browser.reply.html).itertext()).split())


def walk(city: SimpleNamespace, send: Send, staff: str, sent: str) -> None:
    """Take, ask, answer, decide, export; two at once; who may not; all by what the pages offer."""
    reference = fill_in(city)
    assert Browser(send, staff).ask(staff).status == SIGN_IN
    assert signed_in(send, EVE, staff).ask(staff).status == FORBIDDEN
    liisa = signed_in(send, LIISA, staff)
    liisa.ask(staff)
    assert liisa.title == "Sent forms"
    liisa.follow(reference)
    case = liisa.url
    assert "Äiti &lt;b&gt;" in liisa.reply.html
    assert "Decide" not in liisa.links()
    assert liisa.ask(f"{case}/decide").status == FORBIDDEN
    anu = signed_in(send, ANU, case)
    anu.ask(case)
    assert not {"Ask the resident", "Choose the handler"} & set(anu.links())
    assert anu.ask(f"{case}/ask", {}).status == FORBIDDEN
    # By one press, which is not sent from elsewhere.
    liisa.ask(case)
    assert "Choose the handler" in liisa.links(), "nobody has it yet"
    assert "Change the handler" not in liisa.links()
    liisa.press(headers={"Sec_Fetch_Site": "cross-site"})
    assert liisa.reply.status == 422
    liisa.ask(case)
    liisa.press()
    assert (liisa.url, liisa.reply.status) == (case, 200)
    assert "Being handled" in said(liisa)
    assert "Change the handler" in liisa.links()
    assert "Choose the handler" not in liisa.links()
    otto = signed_in(send, OTTO, case)
    otto.ask(case)
    otto.follow("Ask the resident")
    # She asks first; what he wrote meanwhile is kept, and he hears who did what.
    liisa.follow("Ask the resident")
    liisa.press(text=" \r\n")
    assert (liisa.reply.status, 'href="#text"' in liisa.reply.html) == (422, True)
    again = liisa.fill(text="Which <b>days</b>?\r\nAnd when?")
    liisa.press(text="Which <b>days</b>?\r\nAnd when?")
    assert liisa.url == case
    assert "Which &lt;b&gt;days&lt;/b&gt;?<br>And when?" in liisa.reply.html
    liisa.ask(f"{case}/ask", again)
    assert (liisa.url, said(liisa).count("Question sent")) == (case, 1), "pressed twice, sent once"
    otto.press(text="And the diet?")
    assert otto.reply.status == 409
    assert "Question sent: Liisa Laine," in said(otto)
    assert otto.fill()["text"] == ["And the diet?"]
    # The resident.
    link = letters(city)[-1]
    assert (link.kind, link.to) == ("question", "aino@example.fi")
    stranger = Browser(send, sent)
    assert stranger.ask(f"{sent}resume/{link.token}x").status == 404
    aino = Browser(send, sent)
    aino.ask(f"{sent}resume/{link.token}")
    aino.press()
    aino.press(code="12345")
    assert aino.reply.status == 422
    aino.press(code=letters(city)[-1].code)
    assert aino.title == f"Your form {reference}"
    assert "Which &lt;b&gt;days&lt;/b&gt;?<br>And when?" in aino.reply.html
    for text in ("Äiti <b>", "What you sent", "Handler"):
        assert text in said(aino), text
    assert "Liisa" not in said(aino)
    assert stranger.ask(aino.url).status == 404
    aino.press(text="")
    assert aino.reply.status == 422
    aino.press(text="Mondays", headers={"Sec_Fetch_Site": "cross-site"})
    assert (aino.reply.status, aino.fill()["text"]) == (422, ["Mondays"])
    twice = aino.fill()
    page = aino.url
    aino.press(text="Mondays")
    assert aino.reply.status == 200
    aino.ask(page, twice)
    assert said(aino).count("Mondays") == 1
    # He goes on from what is true now: the resident has answered.
    otto.press()
    assert otto.reply.status == 409
    assert "Answer received: The resident," in said(otto)
    otto.ask(case)
    assert "Mondays" in said(otto)
    otto.follow("Decide")
    otto.press(text="Granted.\r\n<script>")
    assert otto.title == "Send this decision?"
    assert city.desk.look(OTTO, case.rpartition("/")[2]).case.state == "answered"
    data = {**otto.fill(), "again": ["1"]}
    otto.ask(f"{case}/decide", data)
    assert otto.fill()["text"] == ["Granted.\n<script>"]
    otto.press()
    otto.press()
    assert otto.url == case
    assert "Decided" in said(otto)
    assert not {"Decide", "Ask the resident", "Change the handler"} & set(otto.links())
    assert otto.ask(f"{case}/ask").status == 409
    liisa.ask(f"{case}/ask", {**again, "text": ["Late"]})
    assert liisa.reply.status == 409
    assert "Late" in said(liisa)
    assert [one.kind for one in letters(city)] == ["decision"]
    aino.ask(aino.url.removesuffix("answer"))
    assert "Granted.<br>&lt;script&gt;" in aino.reply.html
    # Out of the house.
    otto.ask(staff)
    otto.follow("Figures")
    assert (otto.url, otto.title) == (f"{staff}figures", "Figures")
    assert "Forms sent fewer than 5" in said(otto)
    otto.press(days="365")
    assert otto.fill()["days"] == ["365"]
    assert otto.ask(f"{staff}export").status == 404
    ada = signed_in(send, ADA, staff)
    ada.ask(staff)
    ada.follow("Export to a file")
    ada.press()
    assert ada.reply.status == 422
    ada.press(form="permit", kind="csv", headers={"Sec_Fetch_Site": "cross-site"})
    assert ada.reply.status == 422
    ada.ask(f"{staff}export")
    ada.press(form="permit", kind="csv")
    assert ada.reply.html.startswith("\ufeffreference,"), ada.reply.html[:80]
    assert reference in ada.reply.html
    ada.ask(case)
    assert "Exported to a file" in said(ada)
