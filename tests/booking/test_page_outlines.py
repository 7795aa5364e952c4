"""Each page of a booking, word for word and door by door: what it says, and where it leads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("wtforms")

from tests.booking.core.city import NOW, city, hours, minutes
from tests.booking.test_visits import ROOT, SECRET, Browser, text
from tests.test_appointments import parse

from citydesign import use_locale
from citydesign.booking import Fee, Meeting, Office, Policy, Resource, Service
from citydesign.booking.calendar import Organiser
from citydesign.booking.core.visit import Order, Visit
from citydesign.booking.fake_gateway import FakeGateway
from citydesign.booking.journey import COOKIE, Journey
from citydesign.booking.provider import Field
from citydesign.booking.store import Invitation, Store, Till, TillProvider, booking_engine
from citydesign.exchange import Page, Redirect, Request

SITE, PAY = "https://city.example", "https://pay.example/"
NAMES = {"passport": "Passport", "video": "Advice", "room": "Room", "club": "Club room"}
NAMES |= {"kallio": "Kallio", "malmi": "Malmi"}
HOUR, TICK = timedelta(hours=1), timedelta(seconds=1)
LIMIT = Policy(cancel_until=timedelta(hours=2), reschedule_until=timedelta(hours=3))
PLAN = city(
    Resource("desk", "kallio", {"desk"}),
    Resource("room", "kallio", {"room"}),
    Resource("club", "kallio", {"club"}),
    services=(
        Service("passport", ("desk",), minutes(30), policy=LIMIT),
        Service("video", ("room",), minutes(30), by=Meeting.VIDEO),
        Service(
            "room",
            ("room",),
            HOUR,
            policy=Policy(hold=minutes(15), refund_until=timedelta(hours=4)),
            fee=Fee(1250, Decimal("25.5")),
        ),
        Service("club", ("club",), HOUR, policy=Policy(weeks=4, reschedule_until=2 * HOUR)),
    ),
)
PLAN = replace(
    PLAN,
    offices=(*PLAN.offices, Office("malmi", "Europe/Helsinki", hours("9:00-12:00"))),
    resources=(*PLAN.resources, Resource("desk-2", "malmi", {"desk"})),
)


@dataclass
class Town:
    """A store with a till, and its pages."""

    url: str
    clock: SimpleNamespace = field(default_factory=lambda: SimpleNamespace(now=NOW))
    rooms: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.store = Store(booking_engine(self.url), PLAN, SECRET, clock=lambda: self.clock.now)
        self.gateway = FakeGateway(SECRET, PAY, tell=self.hear, faults=lambda call: False)
        self.till = Till(self.store, self.gateway, SITE)
        self.provider = TillProvider(
            self.store,
            self.till,
            name=lambda name, locale: NAMES[name],
            fields=lambda service, locale: [
                Field("name", "Name"),
                Field("email", "E-mail address", "email"),
            ],
            address=lambda office, locale: "Toinen linja 4" if office == "kallio" else "",
            invitation=Invitation(
                Organiser("City", "a@example.fi"), "example.fi", lambda tag: f"Visit ({tag})"
            ),
            meeting=self.rooms.get,
        )
        self.journey = Journey(self.provider, SECRET, clock=lambda: self.clock.now)

    def hear(self, address: str, sent: Any) -> None:
        path = address.removeprefix(f"{SITE}{ROOT}")
        answer = self.journey.answer(Request(ROOT, path, {}, dict(sent), genuine=False))
        assert isinstance(answer, Page)
        assert answer.status == 200

    def at_service(self, page: Page, act: str) -> str:
        (link,) = re.findall(rf'href="{PAY}([0-9a-f]+)"', str(page.content))
        with use_locale("en"):
            went = self.gateway.answer(Request("/", link, form={"act": act}))
        assert isinstance(went, Redirect)
        return went.location.removeprefix(SITE)


@pytest.fixture
def town(migrated: Any) -> Iterator[Town]:
    found = Town(migrated("sqlite"))
    with use_locale("en"):
        yield found
    found.store.engine.dispose()


def doors(page: Page) -> list[str]:
    """Where a page leads: its links, its forms and their buttons; addresses without their secret."""
    found = []
    for element in parse(str(page.content)).iter():
        words = " ".join("".join(element.itertext()).split())
        if element.tag == "a":
            found.append(f"{words} -> {element.get('href')}")
        elif element.tag == "form":
            found.append(f"{element.get('method')} {element.get('action')}")
        elif element.tag == "button":
            own = element.get("formaction")
            found.append(f"[{words}]" + (f" {own}" if own else ""))
    return [re.sub(r"(hold|booking|pay)/[\w.-]{20,}", r"\1/…", door) for door in found]


def said(page: Page) -> str:
    """All that a page says, but for the web calendars and the second form for more time."""
    words = re.sub(r" Other calendars .*Microsoft 365 \(opens in a new tab\)", "", text(page))
    words = re.sub(r"(We are holding this time .*? kept\.) Get .*? Continue", r"\1", words)
    return words.replace("\u00ad", "")


def facts(service: str, time: str, *, state: str = "", more: str = "", name: str = "") -> str:
    """The facts of a booking, as a page says them."""
    status = f"Booking status {state} " if state else ""
    people = f" For {name}" if name else ""
    place = "By video" if service == "Advice" else "Kallio, Toinen linja 4"
    return f"{status}Service {service} Time {time} Place {place}{people}{more}"


INTO = (
    "Downloads a file (.ics). When you open it, the time goes into the calendar of your phone or "
    "computer. Add to your calendar"
)
OUT_OF = (
    "Downloads a file (.ics). When you open it, the time is removed from your calendar. "
    "Remove it from your calendar"
)
KEEP = (
    "Save the address of this page. You can use it to move or cancel your appointment. "
    "Share it only with people you trust. Move the appointment"
)
EARLIER = "Tell me if an earlier time becomes free"
HELD = "We are holding this time for you until {}. What you have typed is kept."
HERE = f"{ROOT}booking/…/"
MANAGED = [
    f"Move the appointment -> {HERE}move",
    f"{EARLIER} -> {HERE}earlier",
    f"Cancel the appointment -> {HERE}cancel",
]


def local(page: Page) -> list[str]:
    """The doors within the site."""
    return [door for door in doors(page) if "https://" not in door]


def reference(page: Page) -> str:
    return re.search(r"Reference number : ([0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{2})", text(page))[1]  # type: ignore[index]


def nth(browser: Browser, day: str, clock: str) -> str:
    """The value of a time of a day, on the clock of the place (two hours before UTC)."""
    wanted = datetime.fromisoformat(f"{day} {clock}") - timedelta(hours=2)
    (found,) = [v for v, _ in browser.times() if v.startswith(f"{wanted:%Y-%m-%dT%H:%M}")]
    return found


def test_the_way_to_a_booking_and_out_of_it_says_this_and_leads_there(town: Town) -> None:
    browser = Browser(town.journey)
    page = browser.ask(ROOT)
    assert said(page) == (
        "What is it about? Passport 30 minutes Advice 30 minutes Room 60 minutes €12.50 "
        "Club room 60 minutes Continue"
    )
    page = browser.send(product="passport")
    assert said(page) == (
        "Where? Passport At any service point Kallio Toinen linja 4 Malmi Show free times"
    )
    page = browser.send(place="kallio")
    times = f"{ROOT}?product=passport&place=kallio"
    assert said(page).startswith(
        "Choose a time Passport, Kallio, Toinen linja 4 Times are on the clock of this place: "
        "Kallio. Choose a day in a calendar Monday, 1 March , 6 times free 9:00 9:30 10:00"
    )
    assert local(page) == [
        f"post {ROOT}?from=2027-03-01",
        f"Choose a day in a calendar -> {times}&month=2027-03-01",
        "[Continue with this time]",
        f"Later days -> {times}&from=2027-03-08",
        f"Tell me if another time becomes free -> {ROOT}wait?product=passport&place=kallio",
    ]
    page = browser.send(time=nth(browser, "2027-03-02", "09:30"))
    hold = browser.url
    assert said(page) == (
        f"Your details Passport, Kallio: Tuesday, 2 March 2027 at 9:30 {HELD.format('8:15')} "
        "Name E-mail address Book the time Release this time"
    )
    held = f"{ROOT}hold/…/"
    assert local(page)[-3:] == [
        f"post {held}", "[Book the time]", f"[Release this time] {held}release"
    ]  # fmt: skip
    # More time, in a tab of its own: the end moves by as much as the clock has.
    when = "Tuesday, 2 March 2027, 9:30 to 10:00"
    tab = f"{{}} {facts('Passport', when, state='Not booked yet')} Go back to the form where you were typing."
    assert said(browser.ask(f"{hold}time")) == tab.format(
        f"The time we are holding for you {HELD.format('8:15')}"
    )
    town.clock.now += minutes(2)
    assert said(browser.ask(f"{hold}time", {})) == tab.format(
        f"You have more time {HELD.format('8:17')}"
    )
    browser.ask(hold)
    page = browser.send()
    mine, number = browser.url, reference(page)
    # Until three hours before, it can be moved; so an earlier time can be had as well.
    assert said(page) == (
        f"Your appointment is booked Reference number : {number} "
        f"{facts('Passport', when, state='Booked', name='Aino')} {INTO} {KEEP} {EARLIER} "
        "Cancel the appointment"
    )
    assert local(page) == [f"Add to your calendar -> {HERE}calendar.ics", *MANAGED]
    (booking,) = town.store.bookings("kallio", NOW, NOW + 30 * timedelta(days=1))
    assert town.store.referred(number) == booking
    page = browser.ask(f"{mine}move")
    assert said(page).startswith(
        "Move your appointment Your time now: Tuesday, 2 March 2027 at 9:30 Choose a time Times "
        "are on the clock of this place: Kallio. Choose a day in a calendar Monday, 1 March"
    )
    assert local(page)[0] == f"post {HERE}move?from=2027-03-01"
    assert local(page)[2] == "[Move to this time]"
    assert local(page)[-1] == f"Keep the appointment -> {HERE}"
    page = browser.send(time=nth(browser, "2027-03-02", "10:00"))
    when = "Tuesday, 2 March 2027, 10:00 to 10:30"
    update = (
        "Your appointment has been moved "
        f"Reference number : {number} {facts('Passport', when, state='Booked', name='Aino')} "
    )
    assert said(page).startswith(update)
    assert said(page).endswith(f"Update your calendar {KEEP} {EARLIER} Cancel the appointment")
    assert local(page) == [f"Update your calendar -> {HERE}calendar.ics", *MANAGED]
    kept = facts("Passport", when, state="Booked", name="Aino")
    page = browser.ask(f"{mine}earlier")
    assert said(page) == (
        "Wait for an earlier time You keep the appointment you have. If an earlier time becomes "
        "free, we will offer it to you. Your appointment moves only if you accept. "
        f"{kept} Join the waiting list Go back"
    )
    assert local(page) == [
        f"post {HERE}earlier", "[Join the waiting list]", f"Go back -> {HERE}"
    ]  # fmt: skip
    page = browser.send()
    assert said(page) == (
        "You are waiting for an earlier time We will write to you when one becomes free. "
        f"You keep the appointment you have. {kept} Leave the waiting list Go back"
    )
    assert local(page) == [
        f"post {HERE}earlier-leave", "[Leave the waiting list]", f"Go back -> {HERE}"
    ]  # fmt: skip
    page = browser.ask(f"{mine}cancel")
    assert said(page) == (
        f"Do you want to cancel your appointment? {facts('Passport', when)} Someone else can then "
        "have the time. You can book a new one straight away. Cancel the appointment "
        "Keep the appointment"
    )
    assert local(page) == [
        f"post {HERE}cancel", "[Cancel the appointment]", f"Keep the appointment -> {HERE}"
    ]  # fmt: skip
    page = browser.send()
    assert said(page) == (
        "Your appointment is cancelled Someone else can now have the time. "
        f"{facts('Passport', when, state='Cancelled', name='Aino')} {OUT_OF} Book a new time"
    )
    assert local(page) == [
        f"Remove it from your calendar -> {HERE}calendar.ics", f"Book a new time -> {ROOT}"
    ]  # fmt: skip
    # Who did what, and that it was a resident.
    assert [
        (one.kind.value, one.by, one.reason, one.sequence) for one in town.store.log(booking.id)
    ] == [
        ("held", "resident", None, 0),
        ("extended", "resident", None, 0),
        ("confirmed", "resident", None, 0),
        ("rescheduled", "resident", None, 1),
        ("cancelled", "resident", None, 2),
    ]


def test_those_who_wait_are_asked_in_order_and_the_pages_say_so(town: Town) -> None:
    wait = f"{ROOT}wait?product=passport&place=malmi"
    first, second = Browser(town.journey), Browser(town.journey)
    page = first.ask(wait)
    assert said(page) == (
        "Wait for a time If somebody cancels, we offer the time to those who wait, in order. The "
        "offer says until when you can accept it. Passport, Malmi Name E-mail address "
        "Join the waiting list Show free times"
    )
    times = f"Show free times -> {ROOT}?product=passport&place=malmi"
    assert local(page) == [f"post {ROOT}wait", "[Join the waiting list]", times]
    third = Browser(town.journey)
    # One time, on Friday.
    policy = replace(LIMIT, horizon=timedelta(days=6), offer=timedelta(hours=12))
    passport = replace(PLAN.services[0], policy=policy)
    malmi = replace(PLAN.offices[1], hours=hours("9:00-9:30", days={4}))
    town.store.plan = replace(
        PLAN, offices=(PLAN.offices[0], malmi), services=(passport, *PLAN.services[1:])
    )
    third.ask(f"{ROOT}?product=passport&place=malmi")
    third.send(time=nth(third, "2027-03-05", "09:00"))
    third.send()
    first.send()
    town.clock.now += TICK
    second.ask(wait)
    second.send()
    page = second.ask(wait)
    assert said(page) == (
        "You are on the waiting list We will write to you when a time becomes free. Until then "
        "you have no appointment. Passport, Malmi Leave the waiting list Show free times"
    )
    assert local(page) == [f"post {ROOT}wait/leave", "[Leave the waiting list]", times]

    def offer(whose: Browser) -> str:
        """The address in the only new offer, which is for this browser."""
        (message,) = [one for one in town.store.due() if one.kind == "offered"]
        person = town.store.secret.pseudonym(whose.cookies[COOKIE])
        assert message.booking.person == person
        town.store.sent(message)
        return f"{ROOT}booking/{message.token}/"

    third.ask(f"{third.url}cancel")
    third.send()
    address = offer(first)
    when = "Friday, 5 March 2027, 9:00 to 9:30"
    what = f"Booking status Offered to you Service Passport Time {when} Place Malmi For Aino"
    page = first.ask(address)
    assert said(page) == (
        "A time has become free for you We are holding it for you until Monday, 1 March 2027 at "
        f"20:00. It is not booked before you accept it. {what} Name E-mail address "
        "Accept this time Decline the offer"
    )
    assert local(page) == [
        f"post {HERE}accept", "[Accept this time]", f"Decline the offer -> {HERE}cancel"
    ]  # fmt: skip
    page = first.ask(f"{address}cancel")
    assert said(page) == (
        f"Decline this time? Service Passport Time {when} Place Malmi Someone else can then have "
        "the time. You can book a new one straight away. Decline the offer Go back"
    )
    assert "[Decline the offer]" in local(page)
    assert said(first.send()) == "You have declined the time Book a new time"
    address = offer(second)
    # The last instant at which it can be accepted, and the one after.
    ends = town.clock.now + timedelta(hours=12)
    town.clock.now = ends - TICK
    assert said(second.ask(address)).startswith("A time has become free for you")
    town.clock.now = ends
    page = second.send()
    assert (page.status, said(page)[:22]) == (404, "The link does not work")
    assert not town.store.bookings("malmi", NOW, NOW + timedelta(days=7))


def test_money_is_said_to_the_cent_and_comes_back_up_to_the_limit(town: Town) -> None:
    browser = Browser(town.journey)
    price = "€12.50 (includes VAT 25.5%: €2.54)"

    def pay(clock: str) -> str:
        browser.ask(f"{ROOT}?product=room&place=kallio&from=2027-03-04")
        page = browser.send(time=nth(browser, "2027-03-04", clock))
        assert said(page).endswith(
            f"Name E-mail address Price: {price} Continue to payment Release this time"
        )
        browser.send()
        browser.ask(town.at_service(browser.page, "pay"))
        return browser.url

    browser.ask(f"{ROOT}?product=room&place=kallio")
    browser.send(time=nth(browser, "2027-03-04", "09:00"))
    held = town.clock.now
    town.clock.now += minutes(5)
    page = browser.send()
    when = "Thursday, 4 March 2027, 9:00 to 10:00"
    # The hold has its whole length again from the moment at which somebody begins to pay.
    due = facts(
        "Room", when, state="Not booked yet",
        more=f" Pay at the latest Monday, 1 March 2027 at 8:20 Price {price}",
    )  # fmt: skip
    assert town.clock.now == held + minutes(5)
    where = "You pay on the site of our payment service. We see neither your card nor your bank details."
    whole = f"The time is yours when you have paid. {due} {where}"
    assert said(page) == (
        f"Pay to confirm the booking {whole} Pay €12.50 I have paid Release this time"
    )
    at = f"{ROOT}pay/…/"
    look, give_up = f"post {at}look", f"post {at}release"
    assert local(page) == [look, "[I have paid]", give_up, "[Release this time]"]
    page = browser.ask(town.at_service(page, "break-off"))
    assert said(page) == f"Nothing was paid {whole} Try to pay again Release this time"
    assert local(page) == [f"post {at}again", "[Try to pay again]", give_up, "[Release this time]"]
    browser.ask(f"{browser.url.partition('?')[0]}release", {})
    assert said(browser.page).startswith("You have released the time")

    one, other = pay("09:00"), pay("10:00")
    when = "Thursday, 4 March 2027, 10:00 to 11:00"
    paid = facts("Room", when, state="Booked", name="Aino", more=f" Payment Paid Price {price}")
    assert said(browser.page) == (
        f"Your appointment is booked Reference number : {reference(browser.page)} {paid} {INTO} "
        f"{KEEP} {EARLIER} Cancel the appointment"
    )
    ask = (
        "Do you want to cancel your appointment? {} Someone else can then have the time. You can "
        "book a new one straight away. {} Cancel the appointment Keep the appointment"
    )
    first = facts("Room", "Thursday, 4 March 2027, 9:00 to 10:00")
    start = datetime(2027, 3, 4, 7, tzinfo=NOW.tzinfo)
    town.clock.now = start - 4 * HOUR
    assert said(browser.ask(f"{one}cancel")) == ask.format(first, "You get €12.50 back.")
    page, back = browser.send(), browser.url
    assert "Payment Being returned to you" in said(page)
    town.clock.now = start - 3 * HOUR
    browser.ask(f"{other}cancel")
    town.clock.now += TICK
    page = browser.send()
    over = "It is too late to get your payment of €12.50 back."
    assert page.status == 422
    assert said(page).endswith(
        "Nothing has been cancelled. While this page was open, it became too late to get your "
        "payment of €12.50 back. " + ask.format(facts("Room", when), over)
    )
    page = browser.send()
    late = facts("Room", when, state="Cancelled", name="Aino", more=f" Payment Paid Price {price}")
    assert said(page) == (
        f"Your appointment is cancelled Someone else can now have the time. {late} {OUT_OF} "
        "Book a new time"
    )
    assert town.till.work() == 1
    assert [price.cents for price in town.gateway.refunded.values()] == [1250]
    assert "Payment Returned" in said(browser.ask(back))


def test_who_meets_by_video_reads_where_and_nobody_else_does(town: Town) -> None:
    browser = Browser(town.journey)
    browser.ask(f"{ROOT}?product=video&place=kallio&from=2027-03-04")
    page = browser.send(time=nth(browser, "2027-03-04", "09:00"))
    assert said(page).startswith("Your details Advice, by video: Thursday, 4 March 2027 at 9:00")
    page = browser.send()
    where = facts("Advice", "Thursday, 4 March 2027, 9:00 to 9:30", state="Booked", name="Aino")
    head = f"Your appointment is booked Reference number : {reference(page)} {where}"
    rest = f"{INTO} {KEEP} {EARLIER} Cancel the appointment"
    later = "The link to the video meeting will be on the page of your booking before it begins."
    assert said(page) == f"{head} {later} {rest}"
    (booking,) = town.store.bookings("kallio", NOW, NOW + timedelta(days=7))
    town.rooms[booking.id] = "https://meet.example/room"
    page = browser.ask(browser.url)
    assert "https://meet.example/room" in str(page.content)
    assert later not in said(page)
    # Nowhere else, and no longer than it lasts.
    assert "meet.example" not in str(browser.ask(f"{browser.url}cancel").content)
    town.clock.now = booking.slots[0].end
    assert "meet.example" not in str(browser.ask(browser.url.removesuffix("cancel")).content)


def test_dates_of_a_series_are_named_in_order_and_one_goes_alone(town: Town) -> None:
    browser = Browser(town.journey)
    series = Visit(("club",) * 3, Order.WEEKLY).key.replace("|", "%7C")
    browser.ask(f"{ROOT}?product={series}&place=kallio&from=2027-03-04")
    page = browser.send(time=nth(browser, "2027-03-04", "09:00"))
    dates = [f"Thursday, {day} March 2027" for day in (4, 11, 18)]
    assert said(page) == (
        "Your details Club room, weekly for 3 weeks, Kallio: Thursday, 4 March 2027 at 9:00 "
        f"{HELD.format('8:15')} Dates Leave out the dates that you don't need. {' '.join(dates)} "
        "Name E-mail address Book the time Release this time"
    )
    page = browser.send()
    mine, each = browser.url, " ".join(f"{date} 9:00 to 10:00" for date in dates)
    whole = facts(
        "Club room, weekly for 3 weeks", f"{dates[0]}, 9:00 to 10:00",
        state="Booked", name="Aino", more=f" {each}",
    )  # fmt: skip
    assert said(page) == (
        f"Your appointment is booked Reference number : {reference(page)} {whole} {INTO} {KEEP} "
        "Change one date Cancel the appointment"
    )
    page = browser.ask(f"{mine}date")
    assert said(page) == (
        "Which date do you want to change? Your other dates stay as they are. "
        f"{' '.join(dates)} Move this date Cancel this date Go back"
    )
    page = browser.send(number="1", act="drop")
    assert said(page) == (
        "Do you want to cancel this date? Thursday, 11 March 2027 at 9:00 Your other dates stay "
        "as they are. Cancel this date Go back"
    )
    assert local(page) == [
        f"post {HERE}date", "[Cancel this date]", f"Go back -> {HERE}"
    ]  # fmt: skip
    page = browser.send()
    (left,) = town.store.bookings("kallio", NOW, NOW + timedelta(days=30))
    assert [f"{slot.wall:%d.%m.}" for slot in left.slots] == ["04.03.", "18.03."]
    assert "11 March" not in said(page)
    page = browser.ask(f"{mine}date?number=2&act=move")
    assert said(page).startswith(
        "Move one date Your time now: Thursday, 18 March 2027 at 9:00 Your other dates stay as "
        "they are. Choose a time"
    )
    entry = town.store.log(left.id)[-1]
    assert (entry.kind.value, entry.by, entry.sequence) == ("shortened", "resident", 1)
