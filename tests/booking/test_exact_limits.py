"""What is so at the very second of a limit, and a second later; and who is written down for it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

pytest.importorskip("wtforms")

from tests.booking.core.city import NOW, hours, minutes
from tests.booking.test_page_outlines import (
    HOUR,
    ROOT,
    TICK,
    Town,
    nth,
    reference,
    said,
    town,
)
from tests.booking.test_visits import SECRET, Browser
from tests.test_appointments import parse

from citydesign.booking import Booking, Code, Plan, Policy, Resource, Slot, State
from citydesign.booking.abilities import Visitor
from citydesign.booking.core.distance import Point
from citydesign.booking.core.payment import PaymentState
from citydesign.booking.journey import Journey
from citydesign.booking.provider import ProviderDown, ProviderRefusal, Time
from citydesign.booking.store import Cause, TillProvider

__all__ = ["town"]
DAY = timedelta(days=1)
ANNA = Cause("anna", "She rang us")
TOLD = {"name": "Aino", "email": "aino@example.fi"}


def slot(town: Town, day: int, clock: str, service: str = "passport") -> Slot:
    """A time in March, on the clock of the office."""
    start = datetime.fromisoformat(f"2027-03-{day:02} {clock}").replace(tzinfo=NOW.tzinfo)
    return town.store.plan.slot("kallio", service, start - 2 * HOUR)


def booked(town: Town, day: int, clock: str, service: str = "passport", who: str = "a") -> Booking:
    made = town.store.book([slot(town, day, clock, service)], who, f"{day}{clock}", TOLD)
    assert isinstance(made, Booking), made
    return made


def with_policy(town: Town, policy: Policy) -> None:
    passport, *others = town.store.plan.services
    town.store.plan = replace(town.store.plan, services=(replace(passport, policy=policy), *others))


def test_a_hold_lives_up_to_its_end_and_the_time_is_free_from_it(town: Town) -> None:
    browser, other = Browser(town.journey), Browser(town.journey)
    times = f"{ROOT}?product=passport&place=kallio&from=2027-03-04"
    browser.ask(times)
    chosen = nth(browser, "2027-03-04", "09:00")
    browser.send(time=chosen)
    hold, ends = browser.url, NOW + minutes(15)
    town.clock.now = ends - TICK
    assert "We are holding this time for you until 8:15" in said(browser.ask(hold))
    other.ask(times)
    assert chosen not in [value for value, _ in other.times()]
    town.clock.now = ends
    other.ask(times)
    assert chosen in [value for value, _ in other.times()]
    page = browser.ask(f"{hold}time", {})
    assert (page.status, page.title) == (410, "We are no longer holding this time for you")
    page = browser.ask(hold)
    assert page.status == 422
    assert said(page).startswith("We are no longer holding this time for you")
    # Three times that are near, the one itself among them; with it, one press books.
    assert [said[:5] for _, said in browser.times()] == ["9:00", "9:30", "10:00"]
    assert browser.send(time=chosen).title == "Your appointment is booked"
    assert reference(browser.page)


def test_moving_and_cancelling_end_with_the_second_of_their_limit(town: Town) -> None:
    browser = Browser(town.journey)
    mine = booked(town, 4, "09:00")
    here = f"{ROOT}booking/{town.store.token(mine)}/"
    town.clock.now = mine.start - 3 * HOUR
    browser.ask(f"{here}move?from=2027-03-05")
    chosen = nth(browser, "2027-03-05", "09:00")
    town.clock.now += TICK
    page = browser.send(time=chosen)
    assert page.status == 422
    assert said(page).startswith(
        "It is too late to move the appointment online It is too late to move this booking "
        "online. It remains as it was. Contact the service point. Move your appointment Your time "
        "now: Thursday, 4 March 2027 at 9:00"
    )
    assert "Tell me if an earlier time" not in said(browser.ask(here))
    town.clock.now -= TICK
    assert "Tell me if an earlier time" in said(browser.ask(here))
    browser.ask(f"{here}move?from=2027-03-05")
    assert browser.send(time=chosen).title == "Your appointment has been moved"
    (moved,) = town.store.bookings("kallio", NOW, NOW + 9 * DAY)
    assert moved.start == mine.start + DAY
    # Cancelling: two hours before.
    town.clock.now = moved.start - 2 * HOUR + TICK
    browser.ask(f"{here}cancel")
    page = browser.send()
    assert page.status == 422
    assert said(page).startswith(
        "It is too late to cancel online It is too late to cancel this booking online. Contact "
        "the service point. Do you want to cancel your appointment?"
    )
    assert town.store.booking(mine.id) == moved
    town.clock.now -= TICK
    browser.ask(f"{here}cancel")
    assert browser.send().title == "Your appointment is cancelled"


def test_a_reminder_comes_to_those_who_booked_before_it_was_due(town: Town) -> None:
    # Tuesday at ten is 26 hours ahead; a day before that is in two hours.
    late, soon = booked(town, 2, "10:00"), booked(town, 2, "10:30", who="b")
    for message in town.store.due():
        town.store.sent(message)
    town.clock.now = late.start - DAY
    exact = town.store.book([slot(town, 2, "10:00", "club")], "c", "k", TOLD)
    assert isinstance(exact, Booking)
    found = town.store.due()
    kinds = [(one.kind, one.booking.id) for one in found]
    # Booked at the very second, there is nothing to be reminded of.
    assert sorted(kinds) == sorted([("reminder-1440", late.id), ("confirmed", exact.id)])
    for message in found:
        town.store.sent(message)
    town.clock.now = soon.start - DAY
    assert ("reminder-1440", soon.id) in [(m.kind, m.booking.id) for m in town.store.due()]
    town.clock.now = exact.start
    assert exact.id not in [message.booking.id for message in town.store.due()]


def test_the_log_says_who_did_it_and_why(town: Town) -> None:
    store = town.store
    with_policy(town, Policy(approval=4 * HOUR))
    asked, forgotten = booked(town, 4, "09:00"), booked(town, 4, "09:30", who="b")
    assert asked.state is State.PENDING
    gone = booked(town, 4, "11:00", who="c")
    store.approve(gone.id)
    store.approve(asked.id, cause=ANNA)
    store.reschedule(asked.id, [slot(town, 4, "10:00")], staff=True)
    closed = replace(town.store.plan.offices[0], hours=hours("9:00-12:00", days={0, 1}))
    before = store.plan
    store.plan = replace(before, offices=(closed, *before.offices[1:]))
    store.recheck("kallio", NOW + 30 * DAY, cause=ANNA)
    page = Browser(town.journey).ask(f"{ROOT}booking/{store.token(asked)}/")
    flagged = store.booking(asked.id)
    assert flagged is not None
    assert flagged.flag is not None
    assert (
        "Something may change Something has come up at the service point. We will call you. Your "
        "appointment is valid until then."
    ) in said(page)
    # Of what is cancelled nothing can change any more.
    store.cancel(gone.id, cause=ANNA)
    over = store.booking(gone.id)
    assert over is not None
    page = Browser(town.journey).ask(f"{ROOT}booking/{store.token(over)}/")
    assert page.title == "Your appointment is cancelled"
    assert "Something may change" not in said(page)
    store.plan = before
    store.recheck("kallio", NOW + 30 * DAY)
    town.clock.now = NOW + 4 * HOUR
    assert store.tend() == 1
    town.clock.now = asked.start + 2 * HOUR
    store.miss(asked.id, cause=ANNA)
    # Approved, moved by staff, flagged and cleared, and in the end nobody came.
    log = [(one.kind.value, one.by, one.sequence) for one in store.log(asked.id)]
    assert log == [
        ("held", "resident", 0),
        ("submitted", "resident", 0),
        ("confirmed", "anna", 0),
        ("rescheduled", "staff", 1),
        ("flagged", "anna", 1),
        ("unflagged", "staff", 1),
        ("no-show", "anna", 1),
    ]
    why = {one.kind.value: one.reason for one in store.log(asked.id)}
    assert why["confirmed"] == why["no-show"] == "She rang us"
    assert why["flagged"] == flagged.flag
    assert [(one.kind.value, one.by) for one in store.log(forgotten.id)][-1] == (
        "expired", "system"
    )  # fmt: skip


def test_an_offer_is_made_by_the_system_and_waits_for_a_year(town: Town) -> None:
    store, visitor = town.store, Visitor("0" * 32)
    first = booked(town, 1, "11:30")
    town.provider.join("passport", "kallio", TOLD, visitor)
    (entry,) = store.waiting(store.secret.pseudonym(visitor.browser))
    assert (entry.earliest, entry.latest) == (NOW, NOW + timedelta(days=365))
    # Whatever is free is offered; it ends a day later, or with the start of the time.
    store.tend()
    (message,) = [one for one in store.due() if one.kind == "offered"]
    assert [(one.kind.value, one.by) for one in store.log(message.booking.id)] == [
        ("held", "system")
    ]  # fmt: skip
    assert message.booking.start != first.start


def test_one_person_is_one_however_the_address_is_written(town: Town) -> None:
    with_policy(town, Policy(per_person=1))
    one, other = (Time.of(slot(town, 4, clock)) for clock in ("09:00", "10:00"))
    town.provider.create("passport", "kallio", one, TOLD, "k")
    with pytest.raises(ProviderRefusal) as refused:
        town.provider.create(
            "passport", "kallio", other, {**TOLD, "email": " AINO@Example.FI "}, "l"
        )
    assert refused.value.code is Code.TOO_MANY_BOOKINGS
    town.provider.create("passport", "kallio", other, {**TOLD, "email": "eino@example.fi"}, "m")


def test_a_browser_holds_three_times_and_a_house_ten(town: Town) -> None:
    held = [("passport", "09:00"), ("video", "09:00"), ("room", "10:00"), ("club", "09:00")]

    def hold(browser: str, service: str, clock: str, address: str) -> None:
        time = Time.of(slot(town, 4, clock, service))
        town.provider.hold(service, "kallio", time, service, Visitor(browser, address))

    for service, clock in held[:3]:
        hold("0" * 32, service, clock, "2001:db8::1")
    with pytest.raises(ProviderRefusal) as refused:
        hold("0" * 32, *held[3], "2001:db8::1")
    assert refused.value.code is Code.TOO_MANY_HOLDS
    # Another device of the same household, until the address has ten.
    clocks = [f"{hour:02}:{minute}" for hour in (9, 10, 11) for minute in ("00", "30")]
    free = [("passport", clock) for clock in clocks[1:]] + [("video", "11:00"), ("video", "11:30")]
    for number, (service, clock) in enumerate(free, 1):
        hold(f"{number:032x}", service, clock, f"2001:db8:0:0:{number}::1")
    assert len(free) == 7
    with pytest.raises(ProviderRefusal):
        hold("a" * 32, "club", "10:00", "2001:db8::ffff:1")
    hold("b" * 32, "club", "10:00", "2001:db8:0:1::1")


def test_what_staff_cancel_is_paid_back_after_the_limit_too(town: Town) -> None:
    browser, ids = Browser(town.journey), []
    for clock in ("09:00", "10:00"):
        browser.ask(f"{ROOT}?product=room&place=kallio&from=2027-03-04")
        browser.send(time=nth(browser, "2027-03-04", clock))
        browser.send()
        browser.ask(town.at_service(browser.page, "pay"))
        (made,) = [
            one for one in town.store.bookings("kallio", NOW, NOW + 9 * DAY) if one.id not in ids
        ]
        ids.append(made.id)
        assert town.store.log(made.id)[-1].by == "resident"
    town.clock.now = datetime(2027, 3, 4, 6, 50, tzinfo=NOW.tzinfo)
    mine, theirs = ids
    town.store.cancel(mine)
    town.store.cancel(theirs, cause=ANNA)
    states = [town.till.bill(one) for one in ids]
    assert [bill and bill.payment.state for bill in states] == [
        PaymentState.PAID, PaymentState.RETURNING
    ]  # fmt: skip
    # Whoever cancels shortly before can read for a day what became of it.
    gone = town.store.booking(theirs)
    assert gone is not None
    address = f"{ROOT}booking/{town.store.token(gone)}/"
    town.clock.now += DAY - TICK
    assert browser.ask(address).title == "Your appointment is cancelled"
    town.clock.now += TICK
    assert browser.ask(address).status == 404


def test_nobody_hears_that_nothing_changed_where_the_answer_was_lost(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Browser(town.journey)
    browser.ask(f"{ROOT}?product=passport&place=kallio&from=2027-03-05")
    here = {"product": "passport", "place": "kallio"}
    time = nth(browser, "2027-03-05", "09:00")
    browser.send(time=time)
    hold = browser.url
    browser.ask(f"{ROOT}?product=room&place=kallio&from=2027-03-05")
    browser.send(time=nth(browser, "2027-03-05", "09:00"))
    browser.send()
    pay = browser.url
    mine = f"{ROOT}booking/{town.store.token(booked(town, 4, '09:00'))}/"
    weeks = [slot(town, day, "09:00", "club") for day in (4, 11)]
    club = town.store.book(weeks, "c", "club", TOLD)
    assert isinstance(club, Booking)
    date = f"{ROOT}booking/{town.store.token(club)}/date"
    other = Time.of(slot(town, 5, "10:00", "club")).key
    for method, url, form in (
        ("hold", ROOT, {**here, "time": time, "key": "k"}),
        ("extend", f"{hold}time", {}),
        ("release", f"{hold}release", {**here, "time": time}),
        ("release", f"{pay}release", {}),
        ("join", f"{ROOT}wait", {**here, **TOLD}),
        ("waits", f"{ROOT}wait/leave", here),
        ("join_earlier", f"{mine}earlier", {}),
        ("leave_earlier", f"{mine}earlier-leave", {}),
        ("move", f"{mine}move", {"time": time}),
        ("move_date", date, {"number": "1", "act": "move", "time": other}),
        ("drop_date", date, {"number": "1", "act": "drop"}),
        ("delete", f"{mine}cancel", {}),
    ):
        for sent in (True, False):

            def away(*asked: object, sent: bool = sent, **more: object) -> None:
                raise ProviderDown("away", sent=sent)

            with monkeypatch.context() as patch:
                patch.setattr(town.provider, method, away)
                page = browser.ask(url, form)
            assert page.status == 503, (method, page.title)
            assert ("We got no answer, so" in said(page)) is sent, (method, said(page))
            assert ("Nothing was changed" in said(page)) is not sent, (method, said(page))


def test_a_choice_that_got_no_answer_is_sent_again(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Browser(town.journey)
    browser.ask(f"{ROOT}?product=passport&place=kallio&from=2027-03-05")
    hold = town.provider.hold

    def lost(*asked: Any) -> None:
        # It is held, and nobody hears of it.
        hold(*asked)
        raise ProviderDown("away", sent=True)

    with monkeypatch.context() as patch:
        patch.setattr(town.provider, "hold", lost)
        for _ in range(2):
            chosen = nth(browser, "2027-03-05", "09:30") if browser.times() else ""
            page = browser.send(**({"time": chosen} if chosen else {}))
            assert (page.status, page.title) == (503, "Booking is not working right now")
            assert "Passport, Kallio: Friday, 5 March 2027 at 9:30" in said(page)
    page = browser.send()
    assert page.title == "Your details"
    assert browser.send().title == "Your appointment is booked"
    (made,) = town.store.bookings("kallio", NOW, NOW + 9 * DAY)
    assert made.start == slot(town, 5, "09:30").start


def test_five_other_places_are_named_the_nearest_first(town: Town) -> None:
    names = ["malmi", *(f"p{number}" for number in range(1, 7))]
    kallio, malmi = town.store.plan.offices
    closed = replace(kallio, hours=hours("9:00-12:00", days={6}))
    others = [replace(malmi, id=name) for name in names]
    desks = [Resource(f"desk-{name}", name, {"desk"}) for name in names]
    passport, *_ = town.store.plan.services
    desks.append(Resource("desk", "kallio", {"desk"}))
    town.store.plan = Plan((closed, *others), tuple(desks), (passport,))
    # As the numbers go, each is farther away; the one without a point comes last.
    points = {f"p{number}": Point(60.18 + number / 100, 24.95) for number in range(1, 7)}
    provider = TillProvider(
        town.store,
        town.till,
        name=lambda name, locale: name.title(),
        fields=lambda service, locale: [],
        points={"kallio": Point(60.18, 24.95), **points},
    )
    browser = Browser(Journey(provider, SECRET, clock=lambda: town.clock.now, ahead=3))
    page = browser.ask(f"{ROOT}?product=passport&place=kallio")
    near = said(page).partition("Free times at other service points")[2]
    assert re.findall(r"\bP\d\b|Malmi", near) == ["P1", "P2", "P3", "P4", "P5"]
    # Three days ahead are looked at: today, and the last of them too.
    browser.ask(f"{ROOT}?product=passport&place=malmi")
    assert {value[:10] for value, _ in browser.times()} == {
        f"2027-03-0{day}" for day in (1, 2, 3, 4)
    }


def test_who_came_keeps_the_entry_and_can_change_nothing(town: Town) -> None:
    browser = Browser(town.journey)
    with_policy(town, Policy())
    mine = booked(town, 1, "09:00")
    here = f"{ROOT}booking/{town.store.token(mine)}/"
    browser.ask(here)
    assert b"BEGIN:VEVENT" in browser.file("calendar.ics")
    assert browser.ask(f"{here}calendar.ics", {}).status == 404
    # From its beginning nothing earlier can be had.
    town.clock.now = mine.start - TICK
    assert "Tell me if an earlier time" in said(browser.ask(here))
    town.clock.now = mine.start
    assert "Tell me if an earlier time" not in said(browser.ask(here))
    town.store.attend(mine.id)
    page = said(browser.ask(here))
    assert "Add to your calendar" in page
    assert "Cancel the appointment" not in page
    assert "Move the appointment" not in page
    assert b"STATUS:CONFIRMED" in browser.file("calendar.ics")


def test_one_person_is_chosen_first_and_no_more_weeks_than_there_are(town: Town) -> None:
    with_policy(town, Policy(group=3))
    browser = Browser(town.journey)
    page = browser.ask(f"{ROOT}?product=passport")
    (box,) = parse(str(page.content)).iter("select")
    people = [
        ("".join(o.itertext()).strip(), o.get("selected") is not None) for o in box.iter("option")
    ]
    assert people == [
        ("No one", False), ("1 person", True), ("2 people", False), ("3 people", False)
    ]  # fmt: skip
    assert browser.ask(f"{ROOT}?product=club&weeks=5&order=weekly").title == "Where?"
    assert "weekly" not in said(browser.page)
    browser.ask(f"{ROOT}?product=club&weeks=4&order=weekly")
    assert "weekly for 4 weeks" in said(browser.page)
