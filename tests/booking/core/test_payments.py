"""What a booking costs, and what comes of the money."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.booking.core.city import NOW, booked, city, keep, minutes

from citydesign.booking import (
    BadRule,
    Code,
    Days,
    Diary,
    Fee,
    Meeting,
    Policy,
    Refusal,
    Resource,
    Service,
    State,
    cancel,
    confirm,
    expire,
    extend,
    hold,
    reschedule,
)
from citydesign.booking.core.fee import Price
from citydesign.booking.core.payment import (
    Payment,
    PaymentState,
    begin,
    end,
    fail,
    receive,
    refundable,
)
from citydesign.booking.core.price import listed, price

VAT = Decimal("25.5")
LENGTH, HOLD = minutes(30), minutes(15)


def priced(fee: Fee | None, *, longer: tuple[timedelta, ...] = (), **policy: Any) -> Any:
    return city(
        Resource("desk", "kallio", {"desk"}),
        Resource("other", "kallio", {"desk"}),
        services=(
            Service("room", ("desk",), LENGTH, policy=Policy(**policy), longer=longer, fee=fee),
            Service("free", ("desk",), LENGTH),
        ),
    )


# What it costs


@given(
    st.lists(st.sampled_from([30, 45, 50, 90]), min_size=1, max_size=4),
    st.integers(1, 99_999),
    st.sampled_from(["0", "10", "13.5", "14", "25.5"]),
)
def test_a_price_is_the_sum_of_its_times_and_the_tax_is_in_it(
    lengths: list[int], cents: int, rate: str
) -> None:
    longer = tuple(minutes(length) for length in (45, 50, 90))
    plan = priced(Fee(cents, Decimal(rate)), longer=longer)
    names = ["room" if length == 30 else f"room/{length}" for length in lengths]
    slots = [plan.slot("kallio", name, NOW + timedelta(hours=n)) for n, name in enumerate(names)]
    found = price(plan, slots)
    assert found

    def whole(exact: Fraction) -> int:
        return int(exact + Fraction(1, 2))

    total = sum(whole(Fraction(cents * length, 30)) for length in lengths)
    tax = whole(total * Fraction(rate) / (100 + Fraction(rate)))
    assert found == Price(total, "EUR", ((Decimal(rate), tax),) if rate != "0" else ())


def test_what_has_no_fee_costs_nothing_and_what_is_gone_too() -> None:
    plan = priced(Fee(500, VAT))
    free = plan.slot("kallio", "free", NOW + timedelta(hours=1))
    room = plan.slot("kallio", "room", NOW + timedelta(hours=1))
    assert price(plan, [free]) is None
    assert price(plan, [free, room]) == Price(500, "EUR", ((VAT, 102),))
    gone = replace(plan, services=plan.services[1:])
    assert price(gone, [room]) is None


@pytest.mark.parametrize(
    ("fee", "said"),
    [
        (Fee(0), "fee of 0 cents"),
        (Fee(12.5), "fee of 12.5 cents"),  # type: ignore[arg-type]
        (Fee(True), "fee of True cents"),
        (Fee(1, 25.5), "vat is 25.5"),  # type: ignore[arg-type]
        (Fee(1, Decimal(-1)), "vat is Decimal('-1')"),
        (Fee(1, Decimal("NaN")), "vat is Decimal('NaN')"),
        (Fee(1, Decimal(100)), "vat is Decimal('100')"),
        (Fee(1, currency="eur"), "'eur' is no code of ISO 4217"),
        (Fee(1, currency="EURO"), "'EURO' is no code"),
    ],
)
def test_a_fee_that_nobody_can_be_asked_for_is_refused(fee: Fee, said: str) -> None:
    with pytest.raises(BadRule, match="service 'room'") as caught:
        priced(fee)
    assert said in str(caught.value)


def test_a_plan_has_one_currency_and_no_negative_limit() -> None:
    services = (
        Service("a", ("desk",), LENGTH, fee=Fee(1)),
        Service("b", ("desk",), LENGTH, fee=Fee(1, currency="SEK")),
    )
    with pytest.raises(BadRule, match="fees are in EUR and SEK"):
        city(services=services)
    with pytest.raises(BadRule, match="refund_until is negative"):
        priced(None, refund_until=timedelta(-1))


# What comes of the money


def held(plan: Any, diary: Diary, name: str = "b", hours: int = 1) -> None:
    slot = plan.slot("kallio", "room", NOW + timedelta(hours=hours))
    keep(diary, hold(plan, diary, name, name, [slot], NOW))


def begun(found: Any) -> Payment:
    assert not isinstance(found, Refusal), found
    payment, _ = found
    return payment  # type: ignore[no-any-return]


def test_what_costs_something_is_not_booked_before_it_is_paid() -> None:
    plan, diary = priced(Fee(500)), Diary()
    held(plan, diary)
    assert confirm(plan, diary, "b", NOW) == Refusal(Code.UNPAID)
    keep(diary, confirm(plan, diary, "b", NOW, paid=True))
    assert begin(plan, diary, [], "p", "b", NOW) == Refusal(Code.NOT_POSSIBLE_NOW)


def test_nobody_pays_for_what_is_free_over_or_not_chosen() -> None:
    plan, diary = priced(None), Diary()
    held(plan, diary)
    assert begin(plan, diary, [], "p", "b", NOW) == Refusal(Code.NOT_POSSIBLE_NOW)
    assert begin(plan, diary, [], "p", "x", NOW) == Refusal(Code.UNKNOWN)
    assert begin(plan, diary, [], "p", "b", NOW, []) == Refusal(Code.NOT_CHOSEN)
    over = begin(plan, diary, [], "p", "b", NOW + HOLD)
    assert isinstance(over, Refusal)
    assert over.code is Code.EXPIRED


def test_a_request_that_is_paid_waits_for_approval_and_its_money_goes_back_with_it() -> None:
    plan, diary = priced(Fee(500), approval=timedelta(hours=2)), Diary()
    held(plan, diary)
    payment, outcome = receive(
        plan, diary, begun(begin(plan, diary, [], "p", "b", NOW)), Price(500, "EUR"), NOW
    )
    keep(diary, outcome)
    pending = diary.get("b")
    assert pending
    assert (pending.state, payment.state) == (State.PENDING, PaymentState.PAID)
    # Nobody is asked to pay for it again while it waits.
    assert begin(plan, diary, [payment], "q", "b", NOW) == Refusal(Code.NOT_POSSIBLE_NOW)
    late = NOW + timedelta(hours=2)
    assert end(plan, payment, pending, late, city=True).state is PaymentState.RETURNING
    assert end(plan, payment, pending, late, city=False).state is PaymentState.RETURNING


def test_another_sum_or_another_currency_pays_nothing() -> None:
    plan, diary = priced(Fee(500)), Diary()
    held(plan, diary)
    payment = begun(begin(plan, diary, [], "p", "b", NOW))
    for wrong in (Price(499, "EUR"), Price(500, "SEK")):
        after, outcome = receive(plan, diary, payment, wrong, NOW)
        assert (after.state, after.price, outcome) == (PaymentState.RETURNING, wrong, ())


def test_a_booking_that_is_paid_moves_only_to_a_time_that_costs_the_same() -> None:
    plan, diary = priced(Fee(500), longer=(minutes(60),)), Diary()
    held(plan, diary)
    keep(diary, confirm(plan, diary, "b", NOW, paid=True))
    longer = [plan.slot("kallio", "room/60", NOW + timedelta(hours=2))]
    assert reschedule(plan, diary, "b", longer, NOW) == Refusal(Code.NOT_OFFERED)
    same = [plan.slot("kallio", "room", NOW + timedelta(hours=2))]
    keep(diary, reschedule(plan, diary, "b", same, NOW))
    keep(diary, reschedule(plan, diary, "b", longer, NOW, staff=True))


@pytest.mark.parametrize(
    ("limit", "before", "comes_back"),
    [
        (timedelta(hours=24), timedelta(hours=24), True),
        (timedelta(hours=24), timedelta(hours=24, seconds=-1), False),
        (Days(1), timedelta(hours=13), True),
        (Days(1), timedelta(hours=11), False),
        (None, timedelta(days=30), False),
        (timedelta(0), timedelta(seconds=1), True),
    ],
)
def test_the_fee_comes_back_up_to_the_limit(
    limit: Any, before: timedelta, comes_back: bool
) -> None:
    plan = priced(Fee(500), refund_until=limit)
    slot = plan.slot("kallio", "room", NOW + timedelta(days=30, hours=3))
    kept = booked("b", slot, on=(("desk",),))
    now = slot.start - before
    paid = Payment("p", "b", Price(500, "EUR"), PaymentState.PAID, NOW)
    assert refundable(plan, kept, now) is comes_back
    after = PaymentState.RETURNING if comes_back else PaymentState.PAID
    assert end(plan, paid, kept, now, city=False).state is after
    assert end(plan, paid, kept, now, city=True).state is PaymentState.RETURNING
    gone = replace(plan, offices=(), resources=(), services=())
    assert refundable(gone, kept, now)


@dataclass
class Naive:
    """What a cashier with a list would do: one time, one fee of 500."""

    ends: dict[str, datetime] = field(default_factory=dict)
    begun: dict[str, bool] = field(default_factory=dict)
    extended: dict[str, int] = field(default_factory=dict)
    over: set[str] = field(default_factory=set)
    bought: dict[str, str] = field(default_factory=dict)
    of: dict[str, str] = field(default_factory=dict)
    money: dict[str, str] = field(default_factory=dict)

    def lives(self, name: str, now: datetime) -> bool:
        held = name in self.ends and name not in self.over and name not in self.bought
        return held and now < self.ends[name]

    def pay(self, attempt: str, now: datetime) -> None:
        if attempt in self.money:
            return
        name = self.of[attempt]
        if self.lives(name, now):
            self.bought[name] = attempt
            self.money[attempt] = "paid"
        else:
            self.money[attempt] = "returning"


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("hold"), st.integers(0, 1), st.integers(0, 2)),
        st.tuples(st.just("begin"), st.integers(0, 5), st.booleans()),
        st.tuples(st.sampled_from(["pay", "fail"]), st.integers(0, 5), st.just(0)),
        st.tuples(st.just("wait"), st.integers(1, 16), st.just(0)),
        st.tuples(st.sampled_from(["cancel", "extend"]), st.integers(0, 5), st.booleans()),
        st.tuples(st.just("tend"), st.just(0), st.just(0)),
    ),
    max_size=25,
)


@given(STEPS)
def test_each_booking_is_paid_once_and_all_other_money_goes_back(
    steps: list[tuple[str, int, Any]],
) -> None:
    plan, diary, now = priced(Fee(500), hold=HOLD, refund_until=minutes(70)), Diary(), NOW
    payments: dict[str, Payment] = {}
    naive = Naive()
    start = NOW + timedelta(hours=2)
    for act, number, extra in steps:
        names = sorted(naive.ends)
        if act == "wait":
            now += minutes(number)
        elif act == "tend":
            for event in expire(diary, now):
                diary.put(event.booking)
        elif act == "hold":
            slot = plan.slot("kallio", "room", start + extra * LENGTH)
            name = f"b{len(naive.ends)}"
            outcome = hold(plan, diary, name, f"person {number}", [slot], now)
            if not isinstance(outcome, Refusal):
                for event in outcome:
                    if event.booking.id != name:  # type: ignore[union-attr]
                        naive.over.add(event.booking.id)  # type: ignore[union-attr]
                keep(diary, outcome)
                naive.ends[name] = now + HOLD
        elif act in ("pay", "fail") and payments:
            attempt = sorted(payments)[number % len(payments)]
            if act == "fail":
                payments[attempt] = fail(payments[attempt])
                continue
            for _ in range(2):
                payments[attempt], outcome = receive(
                    plan, diary, payments[attempt], Price(500, "EUR"), now
                )
                keep(diary, outcome)
            naive.pay(attempt, now)
        elif names and act in ("begin", "cancel", "extend"):
            name = names[number % len(names)]
            mine = [one for one in payments.values() if one.booking == name]
            before = diary.get(name)
            assert before
            if act == "extend":
                outcome = extend(plan, diary, name, now)
                if not isinstance(outcome, Refusal):
                    keep(diary, outcome)
                    assert naive.lives(name, now)
                    naive.ends[name] = max(naive.ends[name], now + HOLD)
            elif act == "begin":
                found = begin(plan, diary, mine, f"p{len(payments)}", name, now)
                assert isinstance(found, Refusal) is not naive.lives(name, now)
                if not isinstance(found, Refusal):
                    payment, outcome = found
                    keep(diary, outcome)
                    assert payment.price == Price(500, "EUR")
                    if not mine:
                        naive.ends[name] = max(naive.ends[name], now + HOLD)
                    payments[payment.id] = payment
                    naive.of[payment.id] = name
            else:
                outcome = cancel(plan, diary, name, now, staff=extra)
                if isinstance(outcome, Refusal) or not outcome:
                    continue
                keep(diary, outcome)
                for one in mine:
                    payments[one.id] = end(plan, one, before, now, city=extra)
                if name in naive.bought and (extra or now <= before.start - minutes(70)):
                    naive.money[naive.bought[name]] = "returning"
                naive.over.add(name)
        for attempt, payment in payments.items():
            expected = naive.money.get(attempt)
            assert payment.state.value == expected if expected else payment.state in ("open", "off")
        for name in naive.ends:
            booking = diary.get(name)
            assert booking
            assert (booking.state is State.CONFIRMED) == (
                name in naive.bought and name not in naive.over
            )
            used = [
                p for p in payments.values() if p.booking == name and p.state is PaymentState.PAID
            ]
            assert len(used) <= 1
            if booking.state is State.CONFIRMED:
                assert used


def test_what_is_open_is_paid_once_whoever_asks_and_reports_again() -> None:
    plan, diary = priced(Fee(500), group=2), Diary()
    slots = [plan.slot("kallio", "room", NOW + timedelta(hours=hours)) for hours in (1, 2)]
    keep(diary, hold(plan, diary, "b", "b", slots, NOW))
    first = begun(begin(plan, diary, [], "p1", "b", NOW, [1]))
    assert (first.keep, first.price.cents) == ((1,), 500)
    second = begun(begin(plan, diary, [first], "p2", "b", NOW))
    assert (second.id, second.keep, second.price.cents) == ("p2", None, 1000)
    assert begin(plan, diary, [first, second], "p3", "b", NOW) == (second, ())
    assert begin(plan, diary, [first, second], "p3", "b", NOW, [1, 0]) == (second, ())
    paid, outcome = receive(plan, diary, first, Price(500, "EUR"), NOW)
    keep(diary, outcome)
    booking = diary.get("b")
    assert booking
    assert booking.slots == (slots[1],)
    assert receive(plan, diary, paid, Price(500, "EUR"), NOW) == (paid, ())
    assert fail(paid) == paid
    assert fail(second).state is PaymentState.OFF
    back, outcome = receive(plan, diary, second, Price(1000, "EUR"), NOW)
    assert (back.state, outcome) == (PaymentState.RETURNING, ())
    assert end(plan, back, booking, NOW, city=True) == back
    lost, outcome = receive(plan, Diary(), second, Price(1000, "EUR"), NOW)
    assert (lost.state, outcome) == (PaymentState.RETURNING, ())


def test_money_at_the_very_end_of_a_hold_goes_back_and_a_moment_before_it_does_not() -> None:
    plan, diary = priced(Fee(500), hold=HOLD), Diary()
    held(plan, diary)
    payment = begun(begin(plan, diary, [], "p", "b", NOW))
    late, outcome = receive(plan, diary, payment, Price(500, "EUR"), NOW + HOLD)
    assert (late.state, outcome) == (PaymentState.RETURNING, ())
    again = begin(plan, diary, [], "q", "b", NOW + HOLD / 3)
    assert not isinstance(again, Refusal)
    (longer,) = again[1]
    assert longer.booking.expires == NOW + HOLD + HOLD / 3  # type: ignore[union-attr]
    tick = timedelta(milliseconds=1)
    paid, outcome = receive(plan, diary, payment, Price(500, "EUR"), NOW + HOLD - tick)
    assert paid.state is PaymentState.PAID
    assert outcome


def test_a_longer_time_is_listed_in_proportion_half_a_cent_rounded_up() -> None:
    lengths = LENGTH * 4 / 3, LENGTH * 3 / 2
    room = Service("room", ("desk",), LENGTH, fee=Fee(501, VAT), longer=lengths)
    plan = city(services=(room, replace(room, id="free", fee=None)))
    first, longer, longest = (listed(plan, one.id) for one in room.lengths)
    assert first == Price(501, "EUR", ((VAT, 102),))
    assert longer == Price(668, "EUR", ((VAT, 136),))
    # 751.5 cents, and the tax of 752: 152.8.
    assert longest == Price(752, "EUR", ((VAT, 153),))
    assert listed(plan, "free") is None


def test_what_is_done_on_one_visit_is_done_in_one_way() -> None:
    services = (
        Service("desk", ("desk",), LENGTH, beside={"call"}),
        Service("call", ("desk",), LENGTH, by=Meeting.PHONE),
    )
    with pytest.raises(BadRule, match="beside names 'call', which is by phone"):
        city(services=services)
