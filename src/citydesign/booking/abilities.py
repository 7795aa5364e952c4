"""What a booking provider may be able to do beyond the port.

A provider has an ability when its class has the methods. The pages of the journey then offer what
it adds, and do without where it is missing. Every call may raise ProviderDown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar

from citydesign.booking.core.diary import Booking, State
from citydesign.booking.core.fee import Price
from citydesign.booking.core.payment import PaymentState
from citydesign.booking.core.plan import Plan
from citydesign.booking.offering import product_of
from citydesign.booking.provider import Field, Place, Product, Provider, Receipt, Time

_Ability = TypeVar("_Ability", bound=Provider)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks, as far as a site knows without a sign-in.

    ``browser``: an opaque key that stays the same while the browser is open. ``address``: the IP
    address that the request comes from; empty when the host does not say. Keep neither as it is.
    """

    browser: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Hold:
    """A time that is kept for a visitor while they give their details.

    ``state``: `State.HELD` while it lasts; then what became of it. ``until``: when it ends by
    itself, None once it is over. ``extendable``: can there be more time?
    """

    reference: str
    product: str
    place: str
    time: Time
    state: State
    until: datetime | None = None
    extendable: bool = False

    @classmethod
    def of(cls, booking: Booking, plan: Plan, now: datetime) -> Hold:
        """A hold of the core as the pages want it.

        Args:
            booking: The hold, or what became of it.
            plan: What there is.
            now: The present instant.
        """
        policies = [plan.policy(name) for name in booking.services]
        lives = booking.state is State.HELD and booking.lives(now)
        over = booking.state is State.HELD and not lives
        return cls(
            booking.id,
            product_of(booking.slots),
            booking.office,
            Time.of(*booking.slots),
            State.EXPIRED if over else booking.state,
            booking.expires if lives else None,
            lives and booking.extensions < min(policy.extensions for policy in policies),
        )


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be paid for a time that is held, and how far that has come.

    ``url``: the page of the payment service. ``until``: when the hold ends; None once it is over,
    or booked. ``booked``: is the time the resident's?
    """

    reference: str
    product: str
    place: str
    time: Time
    price: Price
    state: PaymentState
    url: str | None
    until: datetime | None
    booked: bool


class Aside(Provider, Protocol):
    """Gives the free times as they would be without a hold or a booking: what it takes is free."""

    def dates(
        self, product: str, place: str, first: date, last: date, *, without: str | None = None
    ) -> Sequence[date]:
        """The days with a free time; ``without``: a reference."""

    def times(
        self, product: str, place: str, day: date, *, without: str | None = None
    ) -> Sequence[Time]:
        """The free times of a day; ``without``: a reference."""


class VisitBooker(Provider, Protocol):
    """Books several things in one go, or a thing in a length that the resident chooses.

    Other matters, more people, many weeks: a visit is a product. Its id, which is `Visit.key`, goes
    wherever that of a product goes; so does that of a length.
    """

    def people(self, product: str) -> int:
        """How many people can come for a product in one booking."""

    def beside(self, product: str, locale: str) -> Sequence[Product]:
        """What else can be done on the same visit."""

    def lengths(self, product: str) -> Mapping[str, int]:
        """The ids of a product in each length that can be chosen, with their minutes."""

    def weeks(self, product: str) -> int:
        """Over how many weeks one booking can repeat a time of a product."""

    def confirm_some(
        self, reference: str, answers: Mapping[str, str], keep: Sequence[int]
    ) -> Receipt:
        """As `Holder.confirm`, of those parts of the time that has these numbers, from 0."""

    def composed(self, name: str, locale: str) -> Product | None:
        """The visit or the length of that id; None for what one booking can't be for."""


class DayCounter(Aside, Protocol):
    """Knows how many times are free on each day of a month without being asked for each."""

    def counts(
        self, product: str, place: str, first: date, last: date, *, without: str | None = None
    ) -> Mapping[date, int]:
        """The days of `dates`, each with the number of its free times."""


class Holder(Aside, Protocol):
    """Keeps a time for a visitor who is still typing."""

    def hold(self, product: str, place: str, time: Time, key: str, visitor: Visitor) -> Hold:
        """Keep a time; another one of the product that the visitor holds is given up by it.

        The same ``key`` never holds twice. Raises ProviderRefusal; `Code.TOO_MANY_HOLDS` when the
        visitor, or the address, holds as many as it may.
        """

    def held(self, reference: str, visitor: Visitor) -> Hold | None:
        """A hold of the visitor as it is now, over or not; None for anybody else's."""

    def holding(self, product: str, visitor: Visitor) -> Hold | None:
        """What the visitor holds of a product now."""

    def extend(self, reference: str) -> Hold:
        """Give a hold its full length again. Raises ProviderRefusal."""

    def release(self, reference: str) -> None:
        """Give a hold up, and nothing that it has become meanwhile. Raises ProviderRefusal."""

    def confirm(self, reference: str, answers: Mapping[str, str]) -> Receipt:
        """Book what is held. A second time changes nothing.

        Raises MissingField, and ProviderRefusal with `Code.EXPIRED` when it is held no longer.
        """


class AnywhereHolder(Holder, Protocol):
    """Keeps a time at whichever of several places still has it."""

    def hold_any(
        self, product: str, times: Sequence[tuple[str, Time]], key: str, visitor: Visitor
    ) -> Hold:
        """Keep the first of these that can be had, each a place and a time; else as `hold`."""


class Payer(Holder, Protocol):
    """Books what costs something when it is paid, on the pages of a payment service."""

    def price(
        self, product: str, place: str, time: Time, keep: Sequence[int] | None = None
    ) -> Price | None:
        """What a time costs; None for nothing. Raises ProviderRefusal for what is none.

        ``keep``: as for `pay`.
        """

    def pay(
        self,
        reference: str,
        answers: Mapping[str, str],
        back: str,
        notice: str,
        keep: Sequence[int] | None = None,
    ) -> Due:
        """Let a visitor pay for what is held. A second time changes nothing.

        ``back``: the path to which they come back from the payment service. ``notice``: that to
        which it reports. ``keep``: as for `VisitBooker.confirm_some`, None for all. Raises
        MissingField and ProviderRefusal.
        """

    def pay_again(self, reference: str, back: str, notice: str) -> Due:
        """Let them try again, with what they said before. Raises ProviderRefusal."""

    def due(self, reference: str) -> Due | None:
        """What is to be paid for a time; None where nobody began to pay."""

    def look(self, reference: str) -> Due | None:
        """The same, after asking the payment service."""

    def noticed(self, sent: Mapping[str, str]) -> bool:
        """Take a notice of the payment service; False for what is none, and changes nothing."""


class Mover(Aside, Protocol):
    """Moves a booking to another time in one step."""

    def move(self, reference: str, time: Time) -> Receipt:
        """Move it; the old time stays the resident's when this is refused by ProviderRefusal."""


class DateChanger(Mover, Protocol):
    """Moves or cancels one date of a series, by its number in `Receipt.dates`."""

    def move_date(self, reference: str, number: int, time: Time) -> Receipt:
        """Move it; the others keep their times. Raises ProviderRefusal."""

    def drop_date(self, reference: str, number: int) -> Receipt:
        """Cancel it, and no other. A second time changes nothing. Raises ProviderRefusal."""


class WaitingList(Provider, Protocol):
    """Knows who waits for a time, and offers them what becomes free."""

    def waiting_fields(self, product: str, locale: str) -> Sequence[Field]:
        """What must be asked for, so that an offer reaches who waits."""

    def join(self, product: str, place: str, answers: Mapping[str, str], visitor: Visitor) -> None:
        """Put a visitor on the list, once. Raises MissingField and ProviderRefusal."""

    def waits(self, product: str, place: str, visitor: Visitor) -> bool:
        """Is the visitor on the list?"""

    def leave(self, product: str, place: str, visitor: Visitor) -> None:
        """Take the visitor off the list, and forget what they said."""

    def told(self, reference: str) -> Mapping[str, str]:
        """What the resident said about themselves when they joined, by the name of the field."""

    def accept(self, reference: str, answers: Mapping[str, str]) -> Receipt:
        """Book what is offered. Raises MissingField and ProviderRefusal. `delete` declines it."""


class EarlierList(WaitingList, Protocol):
    """Offers an earlier time to who has one; `accept` then moves the booking in one step."""

    def join_earlier(self, reference: str) -> None:
        """Let a booking wait for an earlier time, once. Raises ProviderRefusal."""

    def waits_earlier(self, reference: str) -> bool:
        """Does it wait, or is an earlier time offered?"""

    def leave_earlier(self, reference: str) -> None:
        """Let it wait no longer. An offer that is open is declined by `delete`."""


class CalendarWriter(Provider, Protocol):
    """Writes a booking for the resident's own calendar."""

    def calendar(self, reference: str, locale: str) -> bytes:
        """The ``.ics`` file of a booking as it is now; of a cancelled one, what takes it out."""


class NameKeeper(Provider, Protocol):
    """Knows what was booked by name, whether or not it is still offered."""

    def named(self, product: str, place: str, locale: str) -> tuple[Product, Place] | None:
        """The product and the place of a booking; None for what it has no name for."""


class LinkKeeper(Provider, Protocol):
    """Has links of its own to what is booked: it sends them by mail and lets them end."""

    def token(self, reference: str) -> str:
        """The token that opens a booking as it is now: 20 to 100 letters, digits, "-" and "_"."""

    def opened(self, token: str) -> str | None:
        """The reference that a token opens; None when it is wrong, altered, used or over."""

    def past(self, reference: str) -> Receipt | None:
        """What was cancelled or expired, as long as a link still shows it."""


def able(provider: Provider, ability: Callable[..., _Ability]) -> _Ability | None:
    """The provider as one that has an ability; None when a method of it is missing."""
    names = [name for name in vars(ability) if not name.startswith("_")]
    return provider if all(hasattr(provider, name) for name in names) else None  # type: ignore[return-value]
