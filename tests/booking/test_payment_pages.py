"""A resident pays for a time on the pages of a payment service, and comes back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("wtforms")

from tests.booking.core.city import NOW, city, minutes
from tests.booking.test_visits import ROOT, SECRET, Browser, text
from tests.test_appointments import parse

from citydesign import use_locale
from citydesign.booking import Fee, Policy, Resource, Service, State
from citydesign.booking.core.fee import Price
from citydesign.booking.core.payment import PaymentState
from citydesign.booking.fake_gateway import FakeGateway
from citydesign.booking.journey import Journey
from citydesign.booking.provider import Field
from citydesign.booking.store import Store, Till, TillProvider, booking_engine
from citydesign.exchange import Page, Redirect, Request

SITE, PAY = "https://city.example", "https://pay.example/"
NAMES = {"room": "Room", "hall": "Hall", "desk": "Desk", "kallio": "Kallio"}
NAMES |= {"course": "Course", "rows": "Rows"}
VAT = Decimal("25.5")
PLAN = city(
    Resource("room", "kallio", {"room"}),
    Resource("hall", "kallio", {"hall"}),
    Resource("desk", "kallio", {"desk"}),
    services=(
        Service(
            "room",
            ("room",),
            minutes(30),
            longer=(minutes(60),),
            policy=Policy(hold=minutes(15), refund_until=timedelta(hours=2)),
            fee=Fee(1250, VAT),
        ),
        Service("hall", ("hall",), minutes(60), policy=Policy(weeks=4), fee=Fee(1000)),
        Service("desk", ("desk",), minutes(30)),
    ),
)


@dataclass
class Site:
    """A city with a payment service."""

    url: str
    heard: bool = True
    down: set[str] = field(default_factory=set)
    clock: SimpleNamespace = field(default_factory=lambda: SimpleNamespace(now=NOW))

    def __post_init__(self) -> None:
        self.store = Store(booking_engine(self.url), PLAN, SECRET, clock=lambda: self.clock.now)
        self.gateway = FakeGateway(
            SECRET, PAY, tell=self.hear, faults=lambda call: call in self.down
        )
        self.till = Till(self.store, self.gateway, SITE)
        provider = TillProvider(
            self.store,
            self.till,
            name=lambda name, locale: NAMES[name],
            fields=lambda service, locale: [
                Field("name", "Name"),
                Field("email", "E-mail address", "email"),
            ],
        )
        self.journey = Journey(provider, SECRET, clock=lambda: self.clock.now)

    def hear(self, address: str, sent: Mapping[str, str]) -> None:
        if self.heard:
            assert self.notice(address, sent) == 200

    def notice(self, address: str, sent: Mapping[str, str]) -> int:
        path = address.removeprefix(f"{SITE}{ROOT}")
        answer = self.journey.answer(Request(ROOT, path, {}, dict(sent), genuine=False))
        assert isinstance(answer, Page)
        return answer.status

    def at_service(self, link: str, act: str) -> str:
        """What the payment service leads to, when a resident does something on its page."""
        path = link.removeprefix(PAY)
        assert path != link, "the resident is led to the payment service"
        with use_locale("en"):
            shown = self.gateway.answer(Request("/", path))
            assert isinstance(shown, Page)
            assert "No money moves" in shown.content
            went = self.gateway.answer(Request("/", path, form={"act": act}))
        assert isinstance(went, Redirect)
        return went.location.removeprefix(SITE)

    def kept(self) -> list[Any]:
        found = self.store.bookings("kallio", NOW, NOW + timedelta(days=40))
        return [one for one in found if one.state is State.CONFIRMED]


@pytest.fixture
def site(url: str) -> Iterator[Site]:
    found = Site(url)
    yield found
    found.store.engine.dispose()


def link(browser: Browser) -> str:
    """The link of the page that leads to the payment service."""
    (found,) = [
        a.get("href") or ""
        for a in parse(str(browser.page.content)).iter("a")
        if (a.get("href") or "").startswith(PAY)
    ]
    return found


def press(browser: Browser, words: str) -> Page:
    """Press the button with these words."""
    for form in parse(str(browser.page.content)).iter("form"):
        for button in form.iter("button"):
            if words in "".join(button.itertext()):
                return browser.ask(form.get("action") or "", {})
    raise AssertionError(f"no button {words!r} in {text(browser.page)}")


def to_pay(site: Site, product: str = "room", number: int = 0) -> Browser:
    """A resident who has given their details."""
    browser = Browser(site.journey)
    browser.ask(f"{ROOT}?product={product}&place=kallio")
    browser.send(time=browser.times()[number][0])
    browser.send()
    return browser


def test_a_time_is_booked_when_it_is_paid(site: Site) -> None:
    browser = Browser(site.journey)
    browser.ask(ROOT)
    assert "€12.50" in text(browser.page)
    browser.ask(f"{ROOT}?product=room/60&place=kallio")
    browser.send(time=browser.times()[0][0])
    assert "Price: €25.00 (includes VAT 25.5%: €5.08)" in text(browser.page)
    assert "Book the time" not in text(browser.page)
    browser.send()
    assert browser.page.title == "Pay to confirm the booking"
    assert "Pay at the latest Monday, 1 March 2027 at 8:15" in text(browser.page)
    assert not site.kept()
    browser.ask(site.at_service(link(browser), "pay"))
    assert browser.page.title == "Your appointment is booked"
    assert "Paid" in text(browser.page)
    assert "€25.00" in text(browser.page)
    (kept,) = site.kept()
    (order,) = site.gateway.orders.values()
    assert kept.reference in order.text
    assert "Aino" not in str(order)
    assert "Room" not in str(order), "the payment service learns no affair"
    (letter,) = site.store.due()
    assert (letter.kind, letter.payment and letter.payment.state) == ("confirmed", "paid")


def options(page: Page, name: str) -> dict[str, str]:
    """What a select offers: the values, and what the page says of each."""
    (box,) = [e for e in parse(str(page.content)).iter("select") if e.get("name") == name]
    return {o.get("value") or "": "".join(o.itertext()).strip() for o in box.iter("option")}


def test_each_length_says_what_the_till_will_ask_for_it(site: Site) -> None:
    (room, hall, desk) = PLAN.services
    course = Service("course", ("desk",), minutes(30), fee=Fee(500), policy=Policy(group=3))
    # Forty minutes are 16.666… euros, and half a cent of tax.
    room = replace(room, longer=(minutes(40), minutes(60)), policy=Policy(hold=minutes(15)))
    hall = replace(hall, longer=(minutes(90),))
    rows = replace(room, id="rows", policy=Policy(weeks=2))
    site.store.plan = replace(PLAN, services=(room, hall, desk, course, rows))
    browser = Browser(site.journey)
    said = options(browser.ask(f"{ROOT}?product=room"), "length")
    assert said == {
        "room": "30 minutes, €12.50",
        "room/40": "40 minutes, €16.67",
        "room/60": "1 hour, €25.00",
    }
    assert "€12.50" in text(browser.ask(ROOT)), "the list of services has the usual length"
    for number, (name, words) in enumerate(said.items()):
        browser = to_pay(site, name, number)
        asked = [*site.gateway.orders.values()][-1].price
        assert f"€{asked.cents / 100:.2f}" == words.partition(", ")[2]
        assert f"Price {words.partition(', ')[2]}" in text(browser.page)
        site.at_service(link(browser), "pay")
    # Of a series it is the price of each time, and of a course that of each person.
    assert options(browser.ask(f"{ROOT}?product=rows"), "length")["rows/60"] == (
        "1 hour, €25.00 a time"
    )
    for tag, price in (("fi", "15,00\xa0€ kerralta"), ("sv", "15,00\xa0€ per gång")):
        with use_locale(tag):
            page = browser.ask(f"{ROOT}?product=hall")
        assert price in options(page, "length")["hall/90"]
    assert "€5.00 each" in text(browser.ask(f"{ROOT}?product=course"))
    # What is free of charge says nothing of money.
    site.store.plan = replace(PLAN, services=(replace(room, fee=None),))
    assert options(browser.ask(f"{ROOT}?product=room"), "length")["room/40"] == "40 minutes"


def test_the_address_on_the_way_back_is_no_news(site: Site) -> None:
    site.heard = False
    browser = to_pay(site)
    page = browser.url
    paid = site.at_service(link(browser), "pay")
    # The service has not reported yet, and anybody can write an address.
    browser.ask(paid)
    assert "has not confirmed your payment yet" in text(browser.page)
    browser.ask(f"{page}?status=ok&cents=1250")
    assert browser.page.title == "Pay to confirm the booking"
    assert not site.kept()
    press(browser, "I have paid")
    assert browser.page.title == "Your appointment is booked"
    assert len(site.kept()) == 1


def test_who_breaks_off_can_pay_again_or_release_the_time(site: Site) -> None:
    browser = to_pay(site)
    first = link(browser)
    browser.ask(site.at_service(first, "break-off"))
    assert browser.page.title == "Nothing was paid"
    assert "Pay €12.50" not in text(browser.page)
    press(browser, "Try to pay again")
    assert link(browser) != first
    press(browser, "I have paid")
    assert "has not confirmed your payment yet" in text(browser.page)
    browser.ask(site.at_service(link(browser), "pay"))
    assert browser.page.title == "Your appointment is booked"
    # What was paid on the first page after all comes back.
    site.at_service(first, "pay")
    (late,) = [one for one in site.store.due() if one.kind.startswith("returned-")]
    assert late.payment
    assert late.payment.state is PaymentState.RETURNING
    assert site.till.work() == 1
    assert list(site.gateway.refunded.values()) == [late.payment.price]
    other = to_pay(site)
    press(other, "Release this time")
    assert other.page.title == "You have released the time"
    assert len(site.kept()) == 1


def test_money_that_comes_after_the_end_goes_back(site: Site) -> None:
    site.heard = False
    browser = to_pay(site)
    page, paid = browser.url, link(browser)
    site.clock.now += timedelta(minutes=16)
    site.store.tend()
    assert browser.ask(page).status == 410
    assert "your money is returned" in text(browser.page)
    browser.ask(site.at_service(paid, "pay"))
    site.clock.now += timedelta(minutes=30)
    # Nobody reported: the till asks, and gives back.
    assert site.till.work() == 1
    assert site.till.work() == 1
    assert len(site.gateway.refunded) == 1
    browser.ask(page)
    assert browser.page.title == "We could not book the time"
    assert "We have returned €12.50 to you." in text(browser.page)
    (letter,) = site.store.due()
    assert letter.details
    assert letter.details["email"] == "aino@example.fi"
    assert not site.kept()


def test_who_cancels_in_time_gets_the_fee_back_and_who_is_late_does_not(site: Site) -> None:
    early, late = to_pay(site, number=5), to_pay(site)
    for browser in (early, late):
        browser.ask(site.at_service(link(browser), "pay"))
    for browser, said in ((early, "You get €12.50 back."), (late, "too late to get your payment")):
        browser.ask(f"{browser.url}cancel")
        assert said in text(browser.page)
        browser.send()
    assert site.till.work() == 1
    assert len(site.gateway.refunded) == 1
    tokens = {one.kind: one for one in site.store.due() if one.kind == "cancelled"}
    assert tokens["cancelled"].payment
    early.ask(f"{ROOT}booking/{tokens['cancelled'].token}/")
    assert early.page.title == "Your appointment is cancelled"


def test_nothing_is_cancelled_for_a_refund_that_ended_while_the_page_was_open(site: Site) -> None:
    browser = to_pay(site, number=5)
    browser.ask(site.at_service(link(browser), "pay"))
    (booked,) = site.kept()
    browser.ask(f"{browser.url}cancel")
    assert "You get €12.50 back." in text(browser.page)
    site.clock.now = booked.start - timedelta(hours=1)
    page = browser.send()
    assert (page.status, page.title) == (422, "Do you want to cancel your appointment?")
    assert "Nothing has been cancelled." in text(page)
    assert "You get" not in text(page)
    assert len(site.kept()) == 1
    # Whoever cancels all the same knows it now.
    assert browser.send().title == "Your appointment is cancelled"
    assert not site.kept()
    assert site.till.work() == 0
    assert not site.gateway.refunded


def test_an_earlier_time_takes_the_place_of_what_was_paid(site: Site) -> None:
    browser = to_pay(site, number=3)
    browser.ask(site.at_service(link(browser), "pay"))
    browser.ask(f"{browser.url}earlier")
    browser.send()
    site.store.offer("kallio")
    (offer,) = [one for one in site.store.due() if one.kind == "offered"]
    browser.ask(f"{ROOT}booking/{offer.token}/")
    browser.send()
    assert browser.page.title == "Your appointment has been moved"
    assert "Payment Paid" in text(browser.page)
    # Nothing is paid a second time, and nothing goes back.
    assert site.till.work() == 0
    assert len(site.gateway.orders) == 1


def test_a_forged_or_altered_notice_changes_nothing(site: Site) -> None:
    to_pay(site)
    (name,) = site.gateway.orders
    right = site.gateway.sign(name, "ok", Price(1250, "EUR"))
    for changed in (
        {"signature": "0" * 64},
        {"signature": "ö"},
        {"cents": "1"},
        {"status": "fail"},
        {"payment": "0" * 32},
    ):
        assert site.notice(f"{SITE}{ROOT}paid", {**right, **changed}) == 404
    assert site.notice(f"{SITE}{ROOT}paid", {}) == 404
    unknown = site.gateway.sign("0" * 32, "ok", Price(1250, "EUR"))
    assert site.notice(f"{SITE}{ROOT}paid", unknown) == 404
    assert not site.kept()
    assert [site.notice(f"{SITE}{ROOT}paid", right) for _ in range(3)] == [200] * 3
    assert len(site.kept()) == 1


def test_another_sum_than_was_asked_books_nothing_and_goes_back(site: Site) -> None:
    browser = to_pay(site)
    (name,) = site.gateway.orders
    site.hear(f"{SITE}{ROOT}paid", site.gateway.pay(name, Price(1249, "EUR")))
    browser.ask(browser.url)
    assert browser.page.title == "We could not book the time"
    assert site.till.work() == 1
    assert site.gateway.refunded == {name: Price(1249, "EUR")}
    assert not site.kept()


def test_dates_that_were_left_out_stay_out_while_the_payment_service_is_down(site: Site) -> None:
    site.down = {"begin"}
    browser = Browser(site.journey)
    browser.ask(f"{ROOT}?product=weekly%7Chall%7Chall%7Chall&place=kallio")
    browser.send(time=browser.times()[0][0])
    assert "Price: €30.00" in text(browser.page)
    # The price of a page that comes back is that of the dates that are ticked on it.
    browser.send(without="1", email="")
    assert browser.page.status == 422
    assert "Price: €20.00" in text(browser.page)
    browser.send(without="1", email="aino@example.fi")
    for _ in range(2):
        assert (browser.page.status, browser.page.title) == (503, "Your details")
        assert "Price: €20.00" in text(browser.page)
        browser.send()
    site.down = set()
    browser.send()
    assert browser.page.title == "Pay to confirm the booking"
    assert "Pay €20.00" in text(browser.page)
    assert "8 March" not in text(browser.page)
    browser.ask(site.at_service(link(browser), "pay"))
    assert [slot.start.day for slot in site.kept()[0].slots] == [1, 15]


def test_a_payment_service_that_is_down_loses_nothing(site: Site) -> None:
    site.down = {"begin"}
    browser = to_pay(site)
    assert (browser.page.status, browser.page.title) == (503, "Your details")
    assert "aino@example.fi" in browser.page.content
    site.down = {"look"}
    browser.send()
    assert browser.page.title == "Pay to confirm the booking"
    press(browser, "I have paid")
    assert browser.page.status == 503
    site.down = {"refund"}
    browser.ask(site.at_service(link(browser), "pay"))
    browser.ask(f"{browser.url}cancel")
    site.clock.now -= timedelta(days=1)
    browser.send()
    assert site.till.work() == 0
    site.down = set()
    assert site.till.work() == 0, "another worker may have it still"
    site.clock.now += timedelta(minutes=5)
    assert site.till.work() == 1
    assert len(site.gateway.refunded) == 1


def test_of_a_series_only_the_dates_that_are_wanted_are_paid(site: Site) -> None:
    browser = Browser(site.journey)
    visit = "hall*4~w"
    browser.ask(f"{ROOT}?product=hall")
    browser.send(weeks="3")
    browser.send()
    browser.send(time=browser.times()[0][0])
    assert "Price: €30.00" in text(browser.page), visit
    browser.send(without="1")
    assert "Pay €20.00" in text(browser.page)
    browser.ask(site.at_service(link(browser), "pay"))
    (kept,) = site.kept()
    assert len(kept.slots) == 2


def test_a_series_that_is_chosen_again_asks_again_which_dates_are_wanted(site: Site) -> None:
    browser = Browser(site.journey)
    browser.ask(f"{ROOT}?product=weekly%7Chall%7Chall%7Chall&place=kallio")
    browser.send(time=browser.times()[0][0])
    site.clock.now += timedelta(minutes=16)
    assert browser.send(without="1").status == 422
    assert "no longer holding" in text(browser.page)
    page = browser.send(time=browser.times()[0][0], name="Choir")
    assert (page.status, page.title) == (422, "Your details")
    assert "It is not booked yet" in text(page)
    assert "Choir" in str(page.content)
    browser.send(without="1")
    assert browser.page.title == "Pay to confirm the booking"
    assert "Pay €20.00" in text(browser.page)
    browser.ask(site.at_service(link(browser), "pay"))
    (booked,) = site.kept()
    assert [slot.start.day for slot in booked.slots] == [1, 15]


def test_what_is_free_of_charge_is_booked_as_ever_and_old_forms_change_nothing(site: Site) -> None:
    browser = to_pay(site, "desk")
    assert browser.page.title == "Your appointment is booked"
    assert "Payment" not in text(browser.page)
    paying = to_pay(site)
    for act in ("look", "again", "release"):
        path = f"{paying.url.removeprefix(ROOT)}{act}"
        answer = site.journey.answer(Request(ROOT, path, {}, {}, genuine=False))
        assert isinstance(answer, Page)
        assert answer.status == 422
        read = site.journey.answer(Request(ROOT, path))
        assert isinstance(read, Page)
        assert read.status == 404
    assert paying.ask(paying.url).title == "Pay to confirm the booking"
    assert paying.ask(f"{ROOT}pay/nonsense/").status == 404


def test_an_offer_from_the_waiting_list_is_paid_before_it_is_booked(site: Site) -> None:
    other = Browser(site.journey)
    other.ask(f"{ROOT}wait?product=room&place=kallio")
    other.send()
    assert other.page.title == "You are on the waiting list"
    site.store.offer("kallio")
    (offer,) = [one for one in site.store.due() if one.kind == "offered"]
    page = other.ask(f"{ROOT}booking/{offer.token}/")
    assert page.title == "A time has become free for you"
    other.send()
    assert other.page.title == "Pay to confirm the booking"
    held = site.store.booking(offer.booking.id)
    assert held
    assert held.state is State.HELD
    assert held.expires == offer.booking.expires, "an offer is longer than a hold, and stays so"
    other.ask(site.at_service(link(other), "pay"))
    assert other.page.title == "Your appointment is booked"
    booked = site.store.booking(offer.booking.id)
    assert booked
    assert booked.state is State.CONFIRMED


def test_a_page_that_is_left_open_past_the_end_says_what_is_so(site: Site) -> None:
    browser = to_pay(site)
    page = browser.url
    site.clock.now += timedelta(minutes=15)
    for act in ("look", "again", "release"):
        answer = browser.ask(f"{page}{act}", {})
        assert (answer.status, answer.title) == (
            410,
            "We are no longer holding this time for you",
        ), act
    assert not site.kept()
