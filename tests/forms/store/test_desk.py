"""What the city does with a form that was sent: who may, what is logged, and when it is gone."""

from __future__ import annotations

import csv
import io
import json
import threading
from datetime import timedelta
from typing import Any

import pytest

pytest.importorskip("sqlalchemy")
pytest.importorskip("wtforms")

from sqlalchemy import Engine
from tests.booking.conftest import cluster, database, migrated_template  # noqa: F401
from tests.forms.browser import Browser, straight, to_check
from tests.forms.permit import permit
from tests.forms.store.test_sql_store import (  # noqa: F401
    SECRET,
    Clock,
    clock,
    engine,
    opened,
    store,
    whole,
)

from citydesign.errors import CityDesignError
from citydesign.forms.core.handling import Act, Case, Refusal, State
from citydesign.forms.journey import Flow, Submission
from citydesign.forms.store import Desk, Filter, Letter, Replies, SqlStore
from citydesign.forms.store.schema import journey, metadata
from citydesign.identity import NotAllowed, Person
from citydesign.store import send_due

DAY = timedelta(days=1)
LIISA = Person("p-1", "Liisa", {"daycare"})
OTTO = Person("p-2", "Otto", {"daycare", "parking"})
EVE = Person("p-3", "Eve", {"parking"})
AUDITOR = Person("p-4", "Anu", {"audit"})
BOSS = Person("p-5", "Bo", {"lead"})


@pytest.fixture
def desk(engine: Engine, clock: Clock) -> Desk:  # noqa: F811
    roles = {"decider": {"daycare", "lead"}, "admin": {"daycare"}, "reader": {"audit"}}
    return Desk(engine, SECRET, {"permit": roles}, sent_days=90, clock=clock)


@pytest.fixture
def replies(engine: Engine, clock: Clock) -> Replies:  # noqa: F811
    return Replies(engine, SECRET, sent_days=90, clock=clock)


def letters(replies: Replies) -> list[Letter]:
    """Send what is due to residents, and give it."""
    found: list[Letter] = []
    send_due(replies.due, found.append, replies.sent)
    return found


def letter_again(replies: Replies, address: str = " AINO@example.fi ") -> str:
    """Ask for a new link; the token of the letter."""
    replies.remind("permit", address)
    (found,) = letters(replies)
    assert (found.kind, found.to) == ("reply", "aino@example.fi")
    assert found.token is not None
    return found.token


def let_in(replies: Replies, token: str | None = None) -> tuple[str, str]:
    """Open the newest link with its code; the id of the case and the cookie."""
    if token is None:
        token = letters(replies)[-1].token
    assert token is not None
    assert replies.ask_code("permit", token)
    (code,) = letters(replies)
    assert code.code is not None
    found = replies.resume("permit", token, code.code)
    assert not isinstance(found, int)
    return found[0].id, found[1]


def sent(store: SqlStore, clock: Clock, number: int = 1) -> None:  # noqa: F811
    for _ in range(number):
        browser, _ = opened(store, clock)
        to_check(browser)
        browser.press()
        assert browser.at == "receipt"
        clock.now += timedelta(minutes=1)


def test_what_is_sent_is_in_the_inbox_of_those_who_may_handle_it(
    store: SqlStore,  # noqa: F811
    clock: Clock,  # noqa: F811
    desk: Desk,
) -> None:
    sent(store, clock, 3)
    found = desk.inbox(LIISA)
    assert [one.sent.at for one in found] == sorted(one.sent.at for one in found)
    assert {one.case.state for one in found} == {State.RECEIVED}
    assert found[0].sent.data["guardian"]["name"] == ["Aino"]
    assert desk.inbox(LIISA, limit=1, skip=1) == found[1:2]
    assert desk.inbox(EVE) == []
    with pytest.raises(NotAllowed):
        desk.look(EVE, found[0].sent.id)
    assert desk.look(LIISA, "0" * 32) is None


def test_who_reads_a_case_is_in_its_log_as_long_as_it_is_kept(
    store: SqlStore,  # noqa: F811
    clock: Clock,  # noqa: F811
    desk: Desk,
    engine: Engine,  # noqa: F811
) -> None:
    sent(store, clock)
    id = desk.inbox(LIISA)[0].sent.id
    begun = clock.now

    def reads() -> list[tuple[str, timedelta, str | None]]:
        found = desk.look(LIISA, id)
        assert found is not None
        assert found.last.act is Act.RECEIVE
        return [(one.by, one.at - begun, one.text) for one in found.log if one.act is Act.READ]

    minute = timedelta(minutes=1)
    read = desk.read(LIISA, id)
    assert read is not None
    assert (read.log[-1].act, read.log[-1].by) == (Act.READ, "p-1"), "whoever reads sees it too"
    clock.now += minute
    desk.read(AUDITOR, id)
    desk.read(LIISA, id, "rota.pdf")
    desk.read(LIISA, id)
    noted = [("p-1", timedelta(0), None), ("p-4", minute, None), ("p-1", minute, "rota.pdf")]
    assert reads() == noted
    clock.now = begun + timedelta(minutes=30) - timedelta(milliseconds=1)
    desk.read(LIISA, id)
    assert reads() == noted
    clock.now = begun + timedelta(minutes=30)
    desk.read(LIISA, id)
    assert reads() == [*noted, ("p-1", timedelta(minutes=30), None)], "after half an hour, again"
    with pytest.raises(NotAllowed):
        desk.read(EVE, id)
    assert desk.read(LIISA, "0" * 32) is None
    assert len(reads()) == 4
    # Nobody has to read who read it before they act.
    assert isinstance(desk.assign(OTTO, id, 0, LIISA.id), Case)
    clock.now += 91 * DAY
    assert desk.read(LIISA, id) is None
    store.forget()
    assert "p-4" not in whole(engine)


def test_a_case_goes_from_hand_to_hand_and_each_act_has_its_actor(
    store: SqlStore,  # noqa: F811
    clock: Clock,  # noqa: F811
    desk: Desk,
    replies: Replies,
) -> None:
    sent(store, clock, 2)
    id = desk.inbox(LIISA)[0].sent.id
    assert desk.assign(OTTO, id, 0, LIISA.id) == Case(id, State.ASSIGNED, LIISA.id, 1)
    assert [one.sent.id for one in desk.inbox(OTTO, Filter(assignee=LIISA.id))] == [id]
    clock.now += DAY
    desk.ask(LIISA, id, 1, "Which <b>days</b>? \U0001f642")
    _, cookie = let_in(replies)
    seen = replies.look("permit", id, cookie)
    assert seen is not None
    assert seen.log[-1].text == "Which <b>days</b>? \U0001f642"
    replies.answer("permit", id, cookie, 2, "Mondays")
    assert [one.sent.id for one in desk.inbox(OTTO, Filter(states=[State.ANSWERED]))] == [id]
    desk.decide(OTTO, id, 3, "Granted")
    found = desk.look(LIISA, id)
    assert found is not None
    assert [(one.act, one.by, one.text) for one in found.log] == [
        (Act.RECEIVE, "resident", None),
        (Act.ASSIGN, "p-2", "p-1"),
        (Act.ASK, "p-1", "Which <b>days</b>? \U0001f642"),
        (Act.ANSWER, "resident", "Mondays"),
        (Act.DECIDE, "p-2", "Granted"),
    ]
    assert found.log[2].at == clock.now
    seen = replies.look("permit", id, cookie)
    assert seen is not None
    assert [one.act for one in seen.log] == [Act.RECEIVE, Act.ASK, Act.ANSWER, Act.DECIDE]
    assert replies.look("permit", "0" * 32, cookie) is None


def test_who_may_not_and_what_is_out_of_turn_change_nothing(
    store: SqlStore,  # noqa: F811
    clock: Clock,  # noqa: F811
    desk: Desk,
    replies: Replies,
    engine: Engine,  # noqa: F811
) -> None:
    sent(store, clock)
    id = desk.inbox(LIISA)[0].sent.id
    _, cookie = let_in(replies)
    before = whole(engine)
    acts: list[Any] = [desk.assign, desk.ask, desk.decide]
    for act in acts:
        with pytest.raises(NotAllowed):
            act(EVE, id, 0, "x")
        assert act(LIISA, "0" * 32, 0, "x") is None
    with pytest.raises(NotAllowed):
        desk.export(EVE, "permit", "json")
    with pytest.raises(NotAllowed):
        desk.export(LIISA, "other", "json")
    assert desk.decide(LIISA, id, 0, "Granted") is Refusal.NOT_NOW
    for act in acts:
        with pytest.raises(NotAllowed):
            act(AUDITOR, id, 0, "x")
    assert desk.look(AUDITOR, id) is not None
    with pytest.raises(NotAllowed):
        desk.export(BOSS, "permit", "json")
    assert replies.answer("permit", id, cookie, 0, "I was not asked") is Refusal.NOT_NOW
    assert replies.answer("other", id, cookie, 0, "x") is None
    assert replies.answer("permit", id, "guess", 0, "x") is None
    assert desk.assign(LIISA, id, 0, "x" * 20_001) is Refusal.TOO_LONG
    assert desk.assign(LIISA, id, 1, "p-1") is Refusal.CHANGED
    assert desk.assign(LIISA, id, 0, "\x00") is Refusal.UNREADABLE
    assert whole(engine) == before


def test_of_two_who_take_it_at_once_one_gets_it(
    store: SqlStore,  # noqa: F811
    clock: Clock,  # noqa: F811
    desk: Desk,
) -> None:
    sent(store, clock)
    id = desk.inbox(LIISA)[0].sent.id
    found: list[Any] = []

    def take(person: Person) -> None:
        found.append(desk.assign(person, id, 0, person.id))

    threads = [threading.Thread(target=take, args=(one,)) for one in [LIISA, OTTO] * 5]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert found.count(Refusal.CHANGED) == 9
    (winner,) = [one for one in found if isinstance(one, Case)]
    look = desk.look(LIISA, id)
    assert look is not None
    assert look.case == winner
    assert [one.act for one in look.log] == [Act.RECEIVE, Act.ASSIGN]


def test_what_was_sent_is_exported_and_each_form_says_by_whom(
    store: SqlStore,  # noqa: F811
    clock: Clock,  # noqa: F811
    desk: Desk,
) -> None:
    sent(store, clock, 2)
    first, second = json.loads(desk.export(LIISA, "permit", "json"))
    assert first["answers"]["guardian"]["email"] == ["aino@example.fi"]
    assert first["reference"] != second["reference"]
    rows = list(csv.DictReader(io.StringIO(desk.export(OTTO, "permit", "csv"))))
    assert [row["reference"] for row in rows] == [first["reference"], second["reference"]]
    assert rows[0]["answers.guardian.name"] == "Aino"
    for one in desk.inbox(LIISA):
        look = desk.look(LIISA, one.sent.id)
        assert look is not None
        assert [(entry.act, entry.by) for entry in look.log[1:]] == [
            (Act.EXPORT, "p-1"),
            (Act.EXPORT, "p-2"),
        ]
        assert look.case.sequence == 0, "nobody has to read it again for that"


def test_what_another_program_gets_of_a_form_is_all_of_it_by_the_same_names(
    store: SqlStore,  # noqa: F811
    clock: Clock,  # noqa: F811
    desk: Desk,
) -> None:
    visit = store.begin("permit", "fi", "2")[0]
    data = {"guardian": {"name": ["Aino", "A."]}}
    made = Submission(visit.id, "permit", "AAAAA-BBBBB", "fi", data, clock.now, "2")
    assert store.receive(made)
    known = {
        "reference": "AAAAA-BBBBB", "version": "2", "language": "fi",
        "sent": "2027-03-01T09:00:00+00:00",
    }  # fmt: skip
    (letter,) = store.due()
    name, content = letter.document
    kind = {"kind": "submission", "journey": "permit"}
    assert (name, json.loads(content)) == ("AAAAA-BBBBB", {**kind, **known, "answers": data})
    desk.assign(OTTO, visit.id, 0, LIISA.id)
    handled = {"state": "assigned", "assignee": LIISA.id}
    (record,) = json.loads(desk.export(LIISA, "permit", "json"))
    assert record == {**known, **handled, "answers": data}
    (row,) = csv.DictReader(io.StringIO(desk.export(LIISA, "permit", "csv")))
    assert row == {**known, **handled, "answers.guardian.name": "Aino\nA."}
    head = desk.export(LIISA, "permit", "csv").splitlines()[0]
    assert head.startswith("reference,version,sent,language,state,assignee,"), "as people read it"
    assert store.received(visit.id) == made


def test_an_export_begins_with_what_has_waited_longest(
    store: SqlStore,  # noqa: F811
    clock: Clock,  # noqa: F811
    desk: Desk,
) -> None:
    ids = sorted(store.begin("permit", "fi")[0].id for _ in range(3))
    for number, id in enumerate(reversed(ids)):
        at = clock.now + timedelta(minutes=number)
        assert store.receive(Submission(id, "permit", f"AAAAA-0000{number}", "fi", {}, at))
    found = json.loads(desk.export(LIISA, "permit", "json"))
    assert [one["reference"] for one in found] == ["AAAAA-00000", "AAAAA-00001", "AAAAA-00002"]


def test_what_was_asked_and_decided_goes_with_the_answers_on_its_day(
    store: SqlStore,  # noqa: F811
    clock: Clock,  # noqa: F811
    desk: Desk,
    engine: Engine,  # noqa: F811
) -> None:
    # A browser may stay open to the last day.
    replies = Replies(engine, SECRET, sent_days=90, open_for=100 * DAY, clock=clock)
    sent(store, clock)
    one = desk.inbox(LIISA)[0]
    assert one.ends == one.sent.at + 90 * DAY
    desk.assign(LIISA, one.sent.id, 0, "p-1")
    desk.ask(LIISA, one.sent.id, 1, "Which days?")
    _, cookie = let_in(replies)
    token = letter_again(replies)
    clock.now = one.sent.at + 90 * DAY
    assert desk.inbox(LIISA) == []
    assert desk.look(LIISA, one.sent.id) is None
    assert desk.count(LIISA) == 0
    assert replies.look("permit", one.sent.id, cookie) is None
    assert replies.answer("permit", one.sent.id, cookie, 2, "Mondays") is None
    assert desk.export(LIISA, "permit", "json") == "[]\n"
    assert not replies.knows("permit", token)
    assert replies.resume("permit", token, "000000") == 0
    replies.remind("permit", "aino@example.fi")
    assert letters(replies) == []
    store.forget()
    with engine.begin() as connection:
        left = {t.name for t in metadata.sorted_tables if connection.execute(t.select()).first()}
    assert left == {"form_count"}, "numbers, and nobody in them"


def test_what_was_sent_before_this_version_is_in_the_inbox(
    store: SqlStore,  # noqa: F811
    clock: Clock,  # noqa: F811
    desk: Desk,
    engine: Engine,  # noqa: F811
) -> None:
    from alembic import command

    from citydesign.forms.store.migration import SCHEMA, migrate

    sent(store, clock, 2)
    before = desk.inbox(LIISA)
    with engine.begin() as connection:
        command.downgrade(SCHEMA.configuration(connection), "0001")
    migrate(engine)
    assert desk.inbox(LIISA) == before
    look = desk.look(LIISA, before[0].sent.id)
    assert look is not None
    (entry,) = look.log
    assert (entry.act, entry.by, entry.at) == (Act.RECEIVE, "resident", before[0].sent.at)
    assert desk.assign(LIISA, before[0].sent.id, 0, "p-1")


def test_each_thing_that_happens_is_one_letter_and_the_newest_link_alone_works(
    store: SqlStore,  # noqa: F811
    clock: Clock,  # noqa: F811
    desk: Desk,
    replies: Replies,
) -> None:
    sent(store, clock)
    id = desk.inbox(LIISA)[0].sent.id
    (first,) = letters(replies)
    assert (first.kind, first.to, first.language) == ("received", "aino@example.fi", "en")
    assert letters(replies) == []
    desk.assign(LIISA, id, 0, "p-1")
    assert letters(replies) == [], "who has it is the city's own matter"
    desk.ask(LIISA, id, 1, "Which days?")
    (question,) = letters(replies)
    assert question.kind == "question"
    assert first.token
    assert question.token
    assert not replies.knows("permit", first.token)
    assert replies.knows("permit", question.token)
    assert not replies.knows("other", question.token)
    desk.ask(LIISA, id, 2, "And which hours?")
    desk.decide(OTTO, id, 3, "Granted")
    (decision,) = letters(replies)
    assert decision.kind == "decision", "a question that was decided meanwhile is not sent"
    _, cookie = let_in(replies, decision.token)
    assert decision.token
    assert not replies.knows("permit", decision.token), "a link works once"
    assert replies.look("permit", id, cookie) is not None
    clock.now += timedelta(minutes=30)
    assert replies.look("permit", id, cookie) is None, "the browser was left alone"
    assert let_in(replies, letter_again(replies))[0] == id


def test_a_question_that_is_answered_before_its_letter_went_out_is_not_sent(
    store: SqlStore,  # noqa: F811
    clock: Clock,  # noqa: F811
    desk: Desk,
    replies: Replies,
) -> None:
    sent(store, clock)
    id, cookie = let_in(replies)
    desk.assign(LIISA, id, 0, "p-1")
    desk.ask(LIISA, id, 1, "Which days?")
    replies.answer("permit", id, cookie, 2, "Mondays")
    assert letters(replies) == []


def test_wrong_codes_lock_the_link_and_say_nothing(
    store: SqlStore,  # noqa: F811
    clock: Clock,  # noqa: F811
    replies: Replies,
) -> None:
    sent(store, clock)
    (first,) = letters(replies)
    assert first.token
    assert replies.ask_code("permit", first.token)
    (code,) = letters(replies)
    assert code.code
    wrong = f"{(int(code.code) + 1) % 1_000_000:06}"
    assert [replies.resume("permit", first.token, wrong) for _ in range(6)] == [4, 3, 2, 1, 0, 0]
    assert replies.resume("permit", first.token, code.code) == 0
    assert not replies.ask_code("permit", first.token)
    replies.remind("permit", "nobody@example.fi")
    assert letters(replies) == []
    token = letter_again(replies)
    replies.ask_code("permit", token)
    clock.now += timedelta(minutes=15)
    assert letters(replies) == [], "a code that is too old is never sent"


def test_what_nobody_can_be_written_about_is_decided_but_not_asked(
    store: SqlStore,  # noqa: F811
    clock: Clock,  # noqa: F811
    desk: Desk,
    replies: Replies,
) -> None:
    flow = Flow(permit(contact=None), store, store.receive, SECRET, clock=clock)
    browser = Browser(straight(flow))
    to_check(browser)
    browser.press()
    id = desk.inbox(LIISA)[0].sent.id
    assert not desk.has_address(id)
    desk.assign(LIISA, id, 0, "p-1")
    assert desk.ask(LIISA, id, 1, "Which days?") is Refusal.NO_ADDRESS
    assert isinstance(desk.decide(OTTO, id, 1, "Granted"), Case)
    assert letters(replies) == []


def test_a_list_is_narrowed_sorted_and_counted(
    store: SqlStore,  # noqa: F811
    clock: Clock,  # noqa: F811
    desk: Desk,
) -> None:
    sent(store, clock, 3)
    oldest = desk.inbox(LIISA)
    assert desk.inbox(LIISA, newest=True) == oldest[::-1]
    desk.assign(LIISA, oldest[1].sent.id, 0, "p-2")
    received = Filter(states=[State.RECEIVED])
    assert (desk.count(LIISA), desk.count(LIISA, received), desk.count(EVE)) == (3, 2, 0)
    assert desk.count(LIISA, Filter(journey="permit", assignee="p-2")) == 1
    assert desk.count(LIISA, Filter(journey="other")) == 0
    reference = oldest[2].sent.reference
    (found,) = desk.inbox(LIISA, Filter(reference=reference[:6].lower()))
    assert found.sent.reference == reference
    assert desk.count(LIISA, Filter(reference="%")) == 0
    assert (desk.journeys(LIISA), desk.journeys(EVE)) == (["permit"], [])


@pytest.mark.parametrize("roles", [{"handlers": {"a"}}, {"handler": "daycare"}])
def test_roles_that_nobody_could_have_are_refused_at_the_start(
    engine: Engine,  # noqa: F811
    roles: Any,
) -> None:
    with pytest.raises(CityDesignError, match="handler"):
        Desk(engine, SECRET, {"permit": roles}, sent_days=90)


def test_a_code_goes_by_text_message_where_a_number_was_given(
    engine: Engine,  # noqa: F811
    clock: Clock,  # noqa: F811
    replies: Replies,
) -> None:
    texting = SqlStore(engine, SECRET, days=30, sent_days=90, sms="FI", clock=clock)
    for number, phone in enumerate(("040 123 4567", "none of yours")):
        sent = Submission(f"{number:032}", "permit", f"R{number}", "fi", {}, clock.now,
                          contact="aino@example.fi", phone=phone)  # fmt: skip
        with engine.begin() as connection:
            row = {"id": sent.id, "journey": "permit", "browser": "", "language": "fi",
                   "data": "{}", "revision": 0, "expires": 2**50, "links": 0, "codes": 0,
                   "code_expires": 0, "asked": 0, "tries": 0}  # fmt: skip
            connection.execute(journey.insert(), row)
        assert texting.receive(sent)
        (link,) = letters(replies)
        assert link.token
        replies.ask_code("permit", link.token)
        (code,) = letters(replies)
        by_text = ("sms", "+358401234567")
        assert (code.by, code.to) == (("mail", "aino@example.fi") if number else by_text)


def test_one_form_is_written_as_a_document_and_its_log_says_by_whom(
    store: SqlStore,  # noqa: F811
    clock: Clock,  # noqa: F811
    desk: Desk,
) -> None:
    sent(store, clock)
    id = desk.inbox(LIISA)[0].sent.id
    assert desk.copy(LIISA, id, lambda one: one.sent.reference.encode()) == (
        desk.inbox(LIISA)[0].sent.reference.encode()
    )
    found = desk.look(LIISA, id)
    assert found is not None
    assert [(one.act, one.by) for one in found.log][1:] == [(Act.EXPORT, LIISA.id)]
    with pytest.raises(NotAllowed):
        desk.copy(EVE, id, lambda one: b"")
    assert desk.copy(LIISA, "0" * 32, lambda one: one.sent.reference.encode()) is None
