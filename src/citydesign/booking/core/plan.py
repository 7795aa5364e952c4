"""What a city offers: offices, what can be taken there, services and their policies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from citydesign.booking.core.buffers import Buffers
from citydesign.booking.core.diary import Slot
from citydesign.booking.core.fee import Fee
from citydesign.booking.core.meeting import Meeting
from citydesign.booking.core.timetable import Timetable
from citydesign.errors import CityDesignError, nearest
from citydesign.hours import BadRule, Hours, Rule, SpecialDays


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


_Item = TypeVar("_Item", bound=_HasId)

MINUTE = timedelta(minutes=1)


class UnknownIdError(CityDesignError, KeyError):
    """The plan has no office, resource or service of that id."""

    def __str__(self) -> str:
        return str(self.args[0])


class _Named(dict[str, _Item]):
    """Items by id; a wrong id is answered with the nearest one."""

    def __init__(self, kind: str, items: Iterable[_Item]) -> None:
        super().__init__({item.id: item for item in items})
        self._kind = kind

    def __missing__(self, name: str) -> _Item:
        raise UnknownIdError(f"plan: no {self._kind} {name!r}{nearest(str(name), self)}")

    def __reduce__(self) -> tuple[type[_Named[_Item]], tuple[str, list[_Item]]]:
        return _Named, (self._kind, list(self.values()))


@dataclass(frozen=True, slots=True)
class Days:
    """Calendar days on the office's calendar, where a timedelta is elapsed time.

    "24 hours before" is ``timedelta(hours=24)``; "two days before" is ``Days(2)``.
    """

    count: int

    def __post_init__(self) -> None:
        if self.count < 0:
            raise BadRule(f"Days({self.count})", "is negative", "Count days from 0")


Limit = timedelta | Days


@dataclass(frozen=True, slots=True)
class Policy:
    """What a resident may do, and until when.

    ``lead`` and ``horizon``: how soon and how late a time may begin, from now.
    ``cancel_until`` and ``reschedule_until``: how long before the start that is still possible.
    ``per_person``: most bookings of a service that one person may have ahead, None for no limit.
    ``cool_down``: least time between the starts of two bookings of one person.
    ``group``: most times in one booking.
    ``hold``: how long a hold lives, and how much an extension gives from the moment it is asked.
    ``extensions``: how often a hold may be extended.
    ``approval``: how long staff have to approve; None when no approval is needed.
    ``offer``: how long a person from the waiting list has to accept.
    ``rest``: how long a time that a resident gives up stays unseen before others can have it, so
    that nobody can hand it on.
    ``pause``: how long somebody may have to wait for the service after another part of their visit.
    ``weeks``: over how many weeks one booking can repeat a time.
    ``refund_until``: how long before the start who cancels gets the fee back; None for never. What
    the city gives up it always pays back.
    """

    lead: Limit = timedelta(0)
    horizon: Limit = Days(90)
    cancel_until: Limit = timedelta(0)
    reschedule_until: Limit = timedelta(0)
    per_person: int | None = None
    cool_down: Limit = timedelta(0)
    group: int = 1
    hold: timedelta = timedelta(minutes=15)
    extensions: int = 10
    approval: timedelta | None = None
    offer: timedelta = timedelta(hours=24)
    rest: timedelta = timedelta(0)
    pause: timedelta = timedelta(minutes=30)
    weeks: int = 1
    refund_until: Limit | None = timedelta(0)

    def check(self, rule: str) -> None:
        """Raise BadRule, naming ``rule``, when the policy contradicts itself."""
        limits = ("lead", "horizon", "cancel_until", "reschedule_until", "cool_down")
        for name in (*limits, "refund_until"):
            limit = getattr(self, name)
            if isinstance(limit, timedelta) and limit < timedelta(0):
                raise BadRule(rule, f"{name} is negative", "Use a length of time from 0")
        if _most(self.horizon) < _least(self.lead):
            raise BadRule(
                rule,
                "horizon ends before lead, so no time could ever be booked",
                "Make the horizon longer or the lead shorter",
            )
        for name in ("hold", "approval", "offer"):
            length = getattr(self, name)
            if length is not None and length <= timedelta(0):
                raise BadRule(rule, f"{name} has no length", "Give it a length above 0")
        for name in ("rest", "pause"):
            if getattr(self, name) < timedelta(0):
                raise BadRule(rule, f"{name} is negative", "Use 0 for none")
        if self.per_person is not None and self.per_person < 1:
            raise BadRule(rule, "per_person lets nobody book", "Use 1 or more, or None")
        if self.group < 1:
            raise BadRule(rule, "group allows no time in a booking", "Use 1 or more")
        if self.weeks < 1:
            raise BadRule(rule, "weeks allows no time in a booking", "Use 1 for no series")
        if self.extensions < 0:
            raise BadRule(rule, "extensions is negative", "Use 0 for none")


def _most(limit: Limit) -> timedelta:
    return timedelta(days=limit.count + 1) if isinstance(limit, Days) else limit


def _least(limit: Limit) -> timedelta:
    return timedelta(days=max(0, limit.count - 1)) if isinstance(limit, Days) else limit


class ZoneChange(StrEnum):
    """What becomes of booked times when a country changes its clock."""

    KEEP_CLOCK = "keep clock"
    """Ten o'clock stays ten o'clock; the instant moves."""
    KEEP_INSTANT = "keep instant"
    """The instant stays; the clock will show something else."""


@dataclass(frozen=True, slots=True)
class Office:
    """A place that opens and closes. ``zone`` is an IANA name ("Europe/Helsinki")."""

    id: str
    zone: str
    hours: Hours
    zone_change: ZoneChange = ZoneChange.KEEP_CLOCK

    def __post_init__(self) -> None:
        try:
            ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise BadRule(
                f"office {self.id!r}",
                f"time zone {self.zone!r} is unknown",
                'Use a name like "Europe/Helsinki"',
            ) from None

    @property
    def tz(self) -> ZoneInfo:
        """The zone itself (ZoneInfo keeps its own cache)."""
        return ZoneInfo(self.zone)


@dataclass(frozen=True, slots=True)
class Resource:
    """What is taken: a desk, a room, an official, a session.

    ``roles``: the needs of services that it can meet. ``capacity``: how many at the same time.
    ``hours``: when narrower than those of the office; None means as the office.
    ``parent``: the space this is part of. A space with parts is booked whole: taking it takes all
    its parts, and a taken part keeps it from being booked. So its capacity is 1.
    """

    id: str
    office: str
    roles: Set[str]
    capacity: int = 1
    parent: str | None = None
    hours: Hours | None = None

    def __post_init__(self) -> None:
        if isinstance(self.roles, str):
            raise BadRule(f"resource {self.id!r}", "roles is one text", f"Write {{{self.roles!r}}}")
        object.__setattr__(self, "roles", frozenset(self.roles))
        if self.capacity < 0:
            raise BadRule(
                f"resource {self.id!r}",
                f"capacity {self.capacity} is negative",
                "Use 0 to take it out of use",
            )


@dataclass(frozen=True, slots=True)
class Service:
    """What residents come for.

    ``needs``: the roles that one appointment takes, one resource for each. ``duration`` is what
    the resident sees; ``before`` and ``after`` keep the resources free around it, and may lie
    outside opening hours. Times begin every ``step`` from each opening (None: so that times with
    their buffers follow each other without a gap). ``buffers``: whether what is kept free after one
    may be the time that is kept free before the next, "overlap", or comes before it, "stack"; it
    may only where both neighbours say so. ``beside``: the services that can be had on the
    same visit, in one booking; it is enough that one of two names the other. ``longer``: the other
    lengths that a resident may choose, each beyond ``duration``; where they begin stays the same.
    ``fee``: what it costs; a hold of it becomes a booking when it is paid. None for nothing.
    ``by``: how people meet. What can be had in two ways is two services, since each way needs
    something else: a call no room, a visit at home the time of the way there.
    """

    id: str
    needs: tuple[str, ...]
    duration: timedelta
    before: timedelta = timedelta(0)
    after: timedelta = timedelta(0)
    step: timedelta | None = None
    policy: Policy = field(default_factory=Policy)
    beside: Set[str] = frozenset()
    longer: tuple[timedelta, ...] = ()
    fee: Fee | None = None
    by: Meeting = Meeting.PLACE
    buffers: Buffers = Buffers.STACK

    def __post_init__(self) -> None:
        rule = f"service {self.id!r}"
        if isinstance(self.needs, str):
            raise BadRule(rule, "needs is one text", f"Write ({self.needs!r},)")
        if isinstance(self.beside, str):
            raise BadRule(rule, "beside is one text", f"Write {{{self.beside!r}}}")
        object.__setattr__(self, "beside", frozenset(self.beside))
        for name in ("duration", "before", "after", "step"):
            length = getattr(self, name)
            if not isinstance(length, timedelta) and (name, length) != ("step", None):
                raise BadRule(rule, f"{name} is {length!r}", "Write timedelta(minutes=30)")
        if not self.needs:
            raise BadRule(rule, "needs nothing, so nothing limits it", "Name at least one role")
        if self.duration <= timedelta(0):
            raise BadRule(rule, "duration is not above 0", "Give the minutes one time lasts")
        if self.before < timedelta(0) or self.after < timedelta(0):
            raise BadRule(rule, "a buffer is negative", "Use 0 for none")
        if self.buffers not in list(Buffers):
            known = " or ".join(f'"{one}"' for one in Buffers)
            close = nearest(str(self.buffers), [one.value for one in Buffers])
            raise BadRule(rule, f"buffers is {self.buffers!r}{close}", f"Write {known}")
        object.__setattr__(self, "buffers", Buffers(self.buffers))
        if self.step is not None and self.step <= timedelta(0):
            raise BadRule(rule, "step is not above 0", "Give the minutes between two starts")
        object.__setattr__(self, "longer", tuple(self.longer))
        for earlier, length in pairwise((self.duration, *self.longer)):
            if not isinstance(length, timedelta) or length <= earlier:
                raise BadRule(
                    rule,
                    f"longer has {length!r} after {earlier}",
                    "Write lengths of time in order, each beyond the duration",
                )
        if self.fee is not None:
            self.fee.check(rule)
        self.policy.check(rule)

    @property
    def rhythm(self) -> timedelta:
        """The time from one start to the next."""
        if self.step is not None:
            return self.step
        if self.buffers is Buffers.OVERLAP:
            return self.duration + max(self.before, self.after)
        return self.before + self.duration + self.after

    @property
    def kind(self) -> str:
        """The id of the service, whatever length was chosen of it."""
        return kind(self.id)

    @property
    def lengths(self) -> tuple[Service, ...]:
        """The service in each length that can be chosen, the shortest first.

        The usual length has the id of the service; of the others each has its minutes behind it:
        "room/90".
        """
        return (
            replace(self, longer=()),
            *(
                replace(
                    self,
                    id=f"{self.id}/{length // MINUTE}",
                    duration=length,
                    step=self.rhythm,
                    longer=(),
                )
                for length in self.longer
            ),
        )


def kind(service: str) -> str:
    """The id of a service without the length that was chosen of it."""
    return service.partition("/")[0]


@dataclass(frozen=True)
class Plan:
    """Everything a city offers, checked as a whole.

    ``bucket`` is the grain of time in which spaces are taken: a divisor of 15 minutes, since
    every zone of today lies a multiple of 15 minutes from UTC. All lengths and openings are
    multiples of it.
    """

    offices: tuple[Office, ...]
    resources: tuple[Resource, ...]
    services: tuple[Service, ...]
    bucket: timedelta = timedelta(minutes=5)

    def __post_init__(self) -> None:
        if self.bucket < MINUTE or timedelta(minutes=15) % self.bucket or self.bucket % MINUTE:
            raise BadRule("plan", "bucket does not divide 15 minutes", "Use 1, 3, 5 or 15 minutes")
        for kind in ("offices", "resources", "services"):
            _check_ids(kind, [item.id for item in getattr(self, kind)])
        for office in self.offices:
            self._check_grain(f"office {office.id!r}", office.hours)
        for resource in self.resources:
            self._check_resource(resource)
        currencies = sorted({one.fee.currency for one in self.services if one.fee})
        if len(currencies) > 1:
            raise BadRule(
                "plan",
                f"fees are in {' and '.join(currencies)}",
                "Use one currency, so that one booking has one sum",
            )
        played = {role for resource in self.resources for role in resource.roles}
        for service in self.services:
            rule = f"service {service.id!r}"
            for name in ("duration", "before", "after", "rhythm"):
                if getattr(service, name) % self.bucket:
                    raise BadRule(
                        rule,
                        f"{name} is not a multiple of {self.bucket // MINUTE} minutes",
                        "Round it, or give the plan a smaller bucket",
                    )
            if any(length % self.bucket for length in service.longer):
                raise BadRule(
                    rule,
                    f"longer is not in steps of {self.bucket // MINUTE} minutes",
                    "Round it, or give the plan a smaller bucket",
                )
            for role in service.needs:
                if role not in played:
                    raise BadRule(
                        rule,
                        f"no resource has the role {role!r}{nearest(role, sorted(played))}",
                        "Give the role to a resource",
                    )
            for name in sorted(service.beside):
                if name not in self.service:
                    raise BadRule(
                        rule,
                        f"beside names no service {name!r}{nearest(name, self.service)}",
                        "Name services of the plan",
                    )
                if self.service[name].by is not service.by:
                    raise BadRule(
                        rule,
                        f"beside names {name!r}, which is by {self.service[name].by}",
                        "Name services that are given in the same way",
                    )

    def _check_resource(self, resource: Resource) -> None:
        rule = f"resource {resource.id!r}"
        if resource.office not in self.office:
            raise BadRule(rule, f"office {resource.office!r} is unknown", "Add it to the plan")
        if resource.hours:
            self._check_grain(rule, resource.hours)
        above = {resource.id}
        part = resource
        while part.parent is not None:
            if part.parent in above:
                raise BadRule(rule, "is a part of itself", "Break the circle of parents")
            if part.parent not in self.resource:
                raise BadRule(rule, f"parent {part.parent!r} is unknown", "Add it to the plan")
            part = self.resource[part.parent]
            if part.office != resource.office:
                raise BadRule(rule, "its parent is in another office", "Keep a space in one office")
            if part.capacity != 1:
                raise BadRule(
                    f"resource {part.id!r}",
                    "has parts, so it is booked whole",
                    "Leave its capacity at 1",
                )
            above.add(part.id)

    def _check_grain(self, rule: str, hours: Hours) -> None:
        parts: tuple[Rule | SpecialDays, ...] = (*hours.rules, *hours.special_days)
        for part in parts:
            for opening in part.openings:
                for clock in (opening.opens, opening.closes):
                    into = timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)
                    if clock.microsecond or into % self.bucket:
                        raise BadRule(
                            f"{rule}, {part.name!r}",
                            f"{opening} is not in steps of {self.bucket // MINUTE} minutes",
                            "Round it, or give the plan a smaller bucket",
                        )
        eve = hours.eve_closes or time()
        if timedelta(hours=eve.hour, minutes=eve.minute, seconds=eve.second) % self.bucket:
            raise BadRule(
                rule,
                f"eve_closes {eve} is not in steps of {self.bucket // MINUTE} minutes",
                "Round it, or give the plan a smaller bucket",
            )

    @cached_property
    def office(self) -> Mapping[str, Office]:
        """Offices by id; another id raises `UnknownIdError`."""
        return _Named("office", self.offices)

    @cached_property
    def resource(self) -> Mapping[str, Resource]:
        """Resources by id; another id raises `UnknownIdError`."""
        return _Named("resource", self.resources)

    @cached_property
    def service(self) -> Mapping[str, Service]:
        """Services by id, those in a longer length too; another id raises `UnknownIdError`."""
        found: list[Service] = []
        for service in self.services:
            found += (service, *service.lengths[1:])
        return _Named("service", found)

    def policy(self, service: str) -> Policy:
        """The policy of a service that was booked, also when it, or its length, is offered no more.

        What is offered in no length any more has no policy of its own left: a new `Policy`.
        """
        found = self.service.get(service) or self.service.get(kind(service))
        return found.policy if found else Policy()

    @cached_property
    def seats(self) -> Mapping[str, Mapping[str, int]]:
        """What taking a resource once takes: seats by the id of an undivided resource.

        A resource without parts takes one seat of itself; a space with parts takes every seat of
        every part.
        """
        parts: dict[str, list[str]] = {}
        for resource in self.resources:
            if resource.parent is not None:
                parts.setdefault(resource.parent, []).append(resource.id)

        def whole(name: str) -> dict[str, int]:
            if name not in parts:
                return {name: self.resource[name].capacity}
            return {leaf: n for part in parts[name] for leaf, n in whole(part).items()}

        return {
            resource.id: whole(resource.id) if resource.id in parts else {resource.id: 1}
            for resource in self.resources
        }

    def options(self, office: str, role: str) -> tuple[str, ...]:
        """The resources of an office that can meet a need, in the order of the plan."""
        return self._options.get((office, role), ())

    @cached_property
    def _options(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        found: dict[tuple[str, str], tuple[str, ...]] = {}
        for resource in self.resources:
            for role in resource.roles:
                key = (resource.office, role)
                found[key] = (*found.get(key, ()), resource.id)
        return found

    @cached_property
    def above(self) -> Mapping[str, tuple[str, ...]]:
        """For each undivided resource, those that take seats of it: itself and the spaces above."""
        found: dict[str, tuple[str, ...]] = {}
        for resource, seats in self.seats.items():
            for leaf in seats:
                found[leaf] = (*found.get(leaf, ()), resource)
        return found

    def kin(self, office: str, role: str) -> frozenset[str]:
        """The undivided resources that bookings could move among to make room for a need."""
        return self._kin.get((office, role), frozenset())

    def even(self, office: str, role: str) -> bool:
        """Does a booking that moves among the kin of a need always take as many seats as before?

        It takes fewer when it moves from a whole hall, which will do, to a half, which will do.
        """
        return (office, role) not in self._uneven

    @cached_property
    def _kin(self) -> Mapping[tuple[str, str], frozenset[str]]:
        found: dict[tuple[str, str], frozenset[str]] = {}
        for office in self.offices:
            leaves = {key: self._leaves(key) for key in self._options if key[0] == office.id}
            for key in leaves:
                family, size = set(leaves[key]), 0
                while len(family) > size:
                    size = len(family)
                    for others in leaves.values():
                        if not family.isdisjoint(others):
                            family |= others
                found[key] = frozenset(family)
        return found

    @cached_property
    def _uneven(self) -> frozenset[tuple[str, str]]:
        uneven = [
            (key[0], self._leaves(key))
            for key, options in self._options.items()
            if len({sum(self.seats[option].values()) for option in options}) > 1
        ]
        return frozenset(
            key
            for key, kin in self._kin.items()
            if any(office == key[0] and not kin.isdisjoint(leaves) for office, leaves in uneven)
        )

    def _leaves(self, key: tuple[str, str]) -> set[str]:
        return {leaf for option in self._options.get(key, ()) for leaf in self.seats[option]}

    def apart(self, office: str, needs: tuple[str, ...]) -> bool:
        """Can these needs never want the same seat?"""
        seats = [self._leaves((office, role)) for role in needs]
        return sum(map(len, seats)) == len(set().union(*seats))

    def shared(self, office: str, service: str) -> bool:
        """Do several people come to the same time: is there room for more than one in a resource?

        Of a course or a group people ask how many places are left; of desks nobody does.
        """
        return any(
            self.resource[option].capacity > 1
            for role in self.service[service].needs
            for option in self.options(office, role)
        )

    @cached_property
    def timetable(self) -> Timetable:
        """What was worked out before about days and times."""
        return Timetable()

    @cached_property
    def longest(self) -> timedelta:
        """The longest time that one slot takes, buffers included."""
        lengths = (item.before + item.duration + item.after for item in self.service.values())
        return max(lengths, default=timedelta(0))

    @cached_property
    def overlaps(self) -> bool:
        """Are there services whose buffers overlap?"""
        return any(service.buffers is Buffers.OVERLAP for service in self.services)

    @cached_property
    def buffer(self) -> timedelta:
        """The longest buffer."""
        lengths = (max(item.before, item.after) for item in self.services)
        return max(lengths, default=timedelta(0))

    def slot(self, office: str, service: str, start: datetime, resource: str | None = None) -> Slot:
        """The time of a service that begins at an aware ``start``, offered or not.

        Raises `UnknownIdError`, and ValueError for a start without a time zone.
        """
        what = self.service[service]
        if resource is not None:
            _ = self.resource[resource]
        if not isinstance(start, datetime) or start.tzinfo is None:
            raise ValueError(f"start is {start!r}: pass an aware datetime.")
        start = start.astimezone(UTC)
        wall = start.astimezone(self.office[office].tz).replace(tzinfo=None)
        end = start + what.duration
        around = what.before, what.after
        return Slot(office, service, start, end, wall, *around, resource, what.buffers)

    def slot_of(self, key: str) -> Slot | None:
        """The slot that a `Slot.key` names, offered or not; None for anything else."""
        try:
            moment, service, office, *resource = key.split("|")
            start = datetime.strptime(moment, "%Y%m%dT%H%MZ").replace(tzinfo=UTC)
            slot = self.slot(office, service, start, *resource)
        except (KeyError, TypeError, ValueError, OverflowError):
            return None
        return slot if slot.key == key else None


def _check_ids(kind: str, ids: list[str]) -> None:
    for name in ids:
        if not name or not name.isascii() or any(mark in name for mark in " /|"):
            raise BadRule(
                f"{kind} {name!r}", "is not usable as an id", "Use letters, digits and hyphens"
            )
        if ids.count(name) > 1:
            raise BadRule(f"{kind} {name!r}", "is there twice", "Give each its own id")


def buckets(slot: Slot, bucket: timedelta) -> tuple[range, range]:
    """The numbers, counted from 1970 in UTC, of the buckets that a slot takes on each line."""
    first, second = slot.lines
    taken = _buckets(*first, bucket)
    return taken, taken if second is first else _buckets(*second, bucket)


def _buckets(start: datetime, end: datetime, bucket: timedelta) -> range:
    grain = bucket.total_seconds()
    return range(int(start.timestamp() // grain), int(-(-end.timestamp() // grain)))
