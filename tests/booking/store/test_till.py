"""Fees raced by real processes on both databases: nobody pays twice, and nothing is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import select, text
from tests.booking.racing import racers
from tests.booking.store.test_races import whole
from tests.booking.store.world import FREE, NOW, connect, plan, slot, store
from tests.clock import Clock

from citydesign.booking.core.diary import Booking, State
from citydesign.booking.core.fee import Fee, Price
from citydesign.booking.core.outcome import Code, Refusal
from citydesign.booking.core.payment import Payment, PaymentState
from citydesign.booking.core.plan import Plan
from citydesign.booking.fake_gateway import FakeGateway
from citydesign.booking.gateway import GatewayDown, Notice
from citydesign.booking.store import Bill, Till
from citydesign.booking.store.migration import configuration, migrate
from citydesign.booking.store.payments import of
from citydesign.booking.store.schema import detail
from citydesign.booking.store.schema import payment as payments

Ready = Callable[[], Any]
Race = Callable[..., list[Any]]
SECRET = b"the secret of a payment service!"
TOLD = {"name": "Aino", "email": "aino@example.fi", "language": "en"}
PRICE = Price(1200, "EUR", ((Decimal("25.5"), 244),))


def paid_city(**policy: Any) -> Plan:
    city = plan()
    policy_of = replace(FREE, **policy)
    return replace(
        city,
        services=tuple(
            replace(one, fee=Fee(1200, Decimal("25.5")), policy=policy_of) for one in city.services
        ),
    )


class Counting(FakeGateway):
    """Writes down each time that it is asked to give money back, in a file of all processes."""

    def __init__(self, log: Path) -> None:
        super().__init__(SECRET, "https://pay.example/")
        self._log = log

    def refund(self, payment: Payment) -> None:
        with self._log.open("a") as log:
            log.write(f"{payment.id}\n")


def till(url: str, city: Plan, gateway: Any = None, after: timedelta = timedelta(0)) -> Till:
    kept = store(url, city, Clock(NOW + after))
    return Till(kept, gateway or FakeGateway(SECRET, "https://pay.example/"), "https://a.example")


def begin(
    url: str, city: Plan, number: int = 0, keep: list[int] | None = None, times: int = 1
) -> Bill:
    """A hold whose resident is on the page of the payment service."""
    own = till(url, city)
    slots = [slot(city, number + extra) for extra in range(times)]
    held = own._store.hold(slots, f"p{number}", "k")
    assert isinstance(held, Booking), held
    bill = own.begin(held.id, TOLD, "/b", "/n", text="Booking", language="en", keep=keep)
    assert isinstance(bill, Bill), bill
    return bill


def states(url: str, city: Plan, name: str) -> Counter[str]:
    with store(url, city).engine.begin() as connection:
        return Counter(one.state.value for one in of(connection, name))


def notice(bill: Bill, status: str = "ok") -> dict[str, str]:
    gateway = FakeGateway(SECRET, "")
    return gateway.sign(bill.payment.id, status, PRICE)


# Races


def tell(number: int, ready: Ready, url: str, city: Plan, sent: list[dict[str, str]]) -> bool:
    own = till(url, city)
    own._store.booking("warm")
    ready()
    answer = own.noticed(sent[number % len(sent)])
    own._store.engine.dispose()
    return answer


@pytest.mark.parametrize("racers", racers(16))
def test_two_payments_told_many_times_pay_for_one_booking(
    url: str, race: Race, racers: int
) -> None:
    city = paid_city()
    first = begin(url, city)
    name = first.booking.id
    own = till(url, city)
    own.noticed(notice(first, "fail"))
    second = own.begin(name, TOLD, "/b", "/n", text="Booking", language="en")
    assert isinstance(second, Bill)
    assert second.payment.id != first.payment.id
    sent = [notice(first), notice(second), notice(first, "fail"), notice(second, "fail")]
    assert all(race(tell, racers, url, city, sent))
    assert states(url, city, name) == Counter(paid=1, returning=1)
    kept = store(url, city)
    mail = Counter(one.kind.partition("-")[0] for one in kept.due() if "reminder" not in one.kind)
    assert mail == Counter(confirmed=1, returned=1)
    whole(url, city)


def at_the_end(
    number: int, ready: Ready, url: str, city: Plan, sent: dict[str, str], after: timedelta
) -> str:
    own = till(url, city, after=after)
    own._store.booking("warm")
    ready()
    if number == 0:
        answer: Any = own.noticed(sent)
    elif number == 1:
        answer = own._store.tend()
    else:
        answer = own._store.hold([slot(city)], f"other {number}", "k")
    own._store.engine.dispose()
    return "won" if isinstance(answer, Booking) else "-"


@pytest.mark.parametrize(
    "after", [timedelta(minutes=15), timedelta(minutes=15) - timedelta(milliseconds=1)]
)
def test_at_the_end_of_a_hold_the_payer_or_another_has_the_time_and_the_money_follows(
    url: str, race: Race, after: timedelta
) -> None:
    city = paid_city()
    bill = begin(url, city)
    results = race(at_the_end, 8, url, city, notice(bill), after)
    in_time = after < timedelta(minutes=15)
    assert results.count("won") == (0 if in_time else 1)
    assert states(url, city, bill.booking.id) == Counter({"paid" if in_time else "returning": 1})
    now_is = store(url, city).booking(bill.booking.id)
    assert now_is
    assert (now_is.state is State.CONFIRMED) == in_time
    whole(url, city)


def work(number: int, ready: Ready, url: str, city: Plan, log: Path) -> int:
    own = till(url, city, Counting(log), timedelta(minutes=1))
    own._store.booking("warm")
    ready()
    done = own.work()
    own._store.engine.dispose()
    return done


def test_many_workers_give_each_sum_back_once(url: str, race: Race, tmp_path: Path) -> None:
    city, log = paid_city(), tmp_path / "refunds"
    bills = [begin(url, city, number) for number in range(6)]
    own = till(url, city)
    for bill in bills:
        own.noticed(notice(bill))
        own._store.cancel(bill.booking.id, staff=True)
        own._store.cancel(bill.booking.id)
    results = race(work, 8, url, city, log)
    assert sum(results) == 6
    assert sorted(log.read_text().split()) == sorted(bill.payment.id for bill in bills)
    assert all(states(url, city, bill.booking.id) == Counter(returned=1) for bill in bills)
    assert till(url, city, Counting(log), timedelta(days=1)).work() == 0


def pay_or_cancel(
    number: int, ready: Ready, url: str, city: Plan, name: str, sent: dict[str, str]
) -> str:
    own = till(url, city)
    own._store.booking("warm")
    ready()
    if number % 3 == 0:
        own.noticed(sent)
    elif number % 3 == 1:
        own._store.release(name)
    else:
        own._store.cancel(name)
    own._store.engine.dispose()
    return ""


@pytest.mark.parametrize("turn", range(3))
def test_who_gives_up_while_they_pay_has_the_money_or_the_time(
    url: str, race: Race, turn: int
) -> None:
    city = paid_city(cancel_until=timedelta(hours=12))
    bill = begin(url, city)
    race(pay_or_cancel, 9, url, city, bill.booking.id, notice(bill))
    booking = store(url, city).booking(bill.booking.id)
    assert booking
    kept = booking.state is State.CONFIRMED
    assert kept or booking.state is State.CANCELLED
    assert states(url, city, bill.booking.id) == Counter({"paid" if kept else "returning": 1})
    whole(url, city)


def begin_again(number: int, ready: Ready, url: str, city: Plan, name: str) -> str:
    own = till(url, city)
    own._store.booking("warm")
    ready()
    bill = own.begin(name, TOLD, "/b", "/n", text="Booking", language="en")
    assert isinstance(bill, Bill)
    own._store.engine.dispose()
    return bill.payment.id


def test_who_presses_twice_has_one_payment_and_the_hold_is_longer_once(
    url: str, race: Race
) -> None:
    city = paid_city()
    kept = store(url, city)
    held = kept.hold([slot(city)], "p", "k")
    assert isinstance(held, Booking)
    assert len(set(race(begin_again, 8, url, city, held.id))) == 1
    later = till(url, city, after=timedelta(minutes=10))
    bill = later.begin(held.id, TOLD, "/b", "/n", text="Booking", language="en")
    assert isinstance(bill, Bill)
    assert bill.booking.expires == NOW + timedelta(minutes=15)


# One at a time


def test_a_store_books_nothing_unpaid_but_what_staff_book(url: str) -> None:
    city = paid_city()
    kept = store(url, city)
    assert kept.book([slot(city)], "p", "k", TOLD) == Refusal(Code.UNPAID)
    held = kept.hold([slot(city)], "p", "k")
    assert isinstance(held, Booking)
    assert kept.confirm(held.id, TOLD) == Refusal(Code.UNPAID)
    booked = kept.book([slot(city, 1)], "q", "k", TOLD, staff=True)
    assert isinstance(booked, Booking)
    assert booked.state is State.CONFIRMED


def test_an_unpaid_hold_leaves_no_personal_data_once_nothing_can_come(url: str) -> None:
    city = paid_city()
    gateway = FakeGateway(SECRET, "https://pay.example/")
    bill = begin(url, city)
    clock = Clock(NOW + timedelta(minutes=16))
    kept = store(url, city, clock)
    own = Till(kept, gateway, "https://a.example")

    def told() -> int:
        with kept.engine.begin() as connection:
            return len(connection.execute(select(detail)).all())

    kept.tend()
    found = kept.booking(bill.booking.id)
    assert found
    assert (found.state, found.person, told()) == (State.EXPIRED, "", 1)
    clock.now += timedelta(days=400)
    assert kept.forget(timedelta(days=30)) == 0, "money may still come"
    gateway.orders[bill.payment.id] = None  # type: ignore[assignment]
    gateway.broken_off.add(bill.payment.id)
    assert own.work() == 1
    assert told() == 0
    assert kept.forget(timedelta(days=30)) == 1
    with kept.engine.begin() as connection:
        assert not connection.execute(select(payments)).all()


def test_who_may_still_pay_is_known_until_they_did_not(url: str) -> None:
    city = paid_city(group=2)
    first = begin(url, city, times=2)
    clock = Clock(NOW + timedelta(minutes=1))
    kept = store(url, city, clock)
    own = Till(kept, FakeGateway(SECRET, "https://pay.example/"), "https://a.example")
    some = own.begin(first.booking.id, TOLD, "/b", "/n", text="Booking", language="en", keep=[0])
    assert isinstance(some, Bill), some
    assert some.payment.id != first.payment.id
    clock.now += timedelta(minutes=40)
    kept.tend()
    for bill, known in ((first, True), (some, False)):
        own._settle(Notice(bill.payment.id, None))
        assert bool(kept.details(bill.booking.id)) is known


def test_a_page_that_nobody_ever_got_is_off_and_a_service_that_is_down_is_asked_again(
    url: str,
) -> None:
    city, clock = paid_city(), Clock(NOW)
    down = {"begin"}
    gateway = FakeGateway(SECRET, "", faults=lambda call: call in down)
    kept = store(url, city, clock)
    own = Till(kept, gateway, "https://a.example")
    held = kept.hold([slot(city)], "p", "k")
    assert isinstance(held, Booking)
    with pytest.raises(GatewayDown):
        own.begin(held.id, TOLD, "/b", "/n", text="Booking", language="en")
    down.add("look")
    clock.now += timedelta(minutes=31)
    assert own.work() == 0
    down.clear()
    assert own.work() == 0
    clock.now += timedelta(minutes=5)
    assert own.work() == 1
    assert states(url, city, held.id) == Counter(off=1)
    assert own.bill("nobody") is None
    assert own.look("nobody") is None


def test_dates_that_are_not_paid_are_offered_to_those_who_wait(url: str) -> None:
    city = paid_city(group=2)
    bill = begin(url, city, keep=[1], times=2)
    kept = store(url, city)
    window = (slot(city).start, slot(city).start + timedelta(minutes=5))
    kept.join("q", "kallio", "passport", window, {"email": "q@example.fi"})
    own = till(url, city)
    assert own.noticed(notice(bill))
    booking = kept.booking(bill.booking.id)
    assert booking
    assert booking.slots == (slot(city, 1),)
    assert [one.kind for one in kept.due() if one.booking.person == "q"] == ["offered"]


def test_a_filled_database_of_the_version_before_is_upgraded(url: str) -> None:
    city = plan()
    kept = store(url, city)
    made = kept.book([slot(city)], "p", "k", TOLD)
    assert isinstance(made, Booking)
    engine = connect(url)
    with engine.begin() as connection:
        command.downgrade(configuration(connection), "0003")
        assert "payment" not in _tables(connection)
    migrate(engine)
    assert kept.booking(made.id) == made
    assert states(url, city, made.id) == Counter()
    priced = paid_city()
    bill = begin(url, priced, 1)
    assert till(url, priced).noticed(notice(bill))
    assert states(url, priced, bill.booking.id) == Counter(paid=1)


def _tables(connection: Any) -> set[str]:
    sqlite = connection.dialect.name == "sqlite"
    found = (
        "SELECT name FROM sqlite_master WHERE type = 'table'"
        if sqlite
        else "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    )
    return set(connection.execute(text(found)).scalars())


def test_what_was_paid_is_read_back_as_it_was_written(url: str) -> None:
    city = paid_city()
    bill = begin(url, city)
    assert bill.payment.price == PRICE
    assert bill.payment.known_as == f"fake-{bill.payment.id[:8]}"
    again = till(url, city).bill(bill.booking.id)
    assert again
    assert (again.payment, again.payment.state) == (bill.payment, PaymentState.OPEN)
