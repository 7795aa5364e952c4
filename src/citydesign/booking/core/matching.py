"""Which appointment sits on which resource, found without moving any in time.

Appointments of one length that begin together are matched with resources by augmenting paths
(Kuhn 1955), which is exact. Where lengths differ and appointments overlap in part, the question is
colouring an interval graph from lists, which is NP-complete in general (Biró, Hujter and Tuza
1992): here a search, exact until `PATIENCE` is spent, over groups of interchangeable resources.

Where buffers overlap each resource has two lines (see `Buffers`), and what must not share a
resource is no interval graph any more: three appointments can meet in pairs, one of the pairs only
on one line and the next only on the other, so that three resources are needed where each line
counts two. Then each resource is a group of its own, unless one line says all that the other says.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Generic, TypeVar

#: How many placements a search tries before it gives up and calls the time taken.
PATIENCE = 20_000

Seats = Mapping[str, int]
K = TypeVar("K", bound=Hashable)

#: For each line of a group, and for each number of seats from one: until when so many are taken.
_Taken = tuple[tuple[int, ...], ...]
#: An option, and how many seats of which group it takes.
_Choice = tuple[str, dict[int, int]]


@dataclass(frozen=True, slots=True)
class Task(Generic[K]):
    """Something that needs one of ``options`` in [start, end); the first is the one it has.

    ``before`` and ``after``: how long around that its resource is kept free, in time that may
    also be kept free for another.
    """

    key: K
    start: int
    end: int
    options: tuple[str, ...]
    before: int = 0
    after: int = 0

    @property
    def lines(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """What it takes on each line of a resource."""
        return (self.start, self.end + self.after), (self.start - self.before, self.end)

    def meets(self, other: Task[K]) -> bool:
        """Can one seat not be for both?"""
        first, then = (self, other) if self.start < other.start else (other, self)
        return then.start < first.end + first.after or then.start - then.before < first.end


def assign(
    tasks: Sequence[Task[K]], seats: Mapping[str, Seats], capacity: Mapping[str, int]
) -> dict[K, str] | None:
    """Give each task one of its options so that no capacity is passed; None when none fits.

    ``seats``: how many seats of which undivided resource an option takes; ``capacity``: how many
    each of those has. On each line of such a resource no more seats are taken at once than it has.
    Tasks keep what they have where that is possible without search.
    """
    if not tasks:
        return {}
    order, lines = _ordered(tasks)
    alike = _alike(order, seats)
    groups = alike if lines == 1 else {leaf: number for number, leaf in enumerate(alike)}
    room: dict[int, int] = {}
    for leaf, group in groups.items():
        room[group] = room.get(group, 0) + capacity[leaf]
    kinds = {groups[leaf]: (kind, room[groups[leaf]]) for leaf, kind in alike.items()}
    found = _Search(order, lines, seats, groups, room, kinds).run()
    if found is None:
        return None
    if lines > 1:
        return {task.key: option for task, option in zip(order, found, strict=True)}
    return _spread(order, found, seats, groups, capacity)


def _ordered(tasks: Sequence[Task[K]]) -> tuple[list[Task[K]], int]:
    """The tasks in order of start, and how many lines must be looked at: two, or one for both.

    Where everybody keeps at least as long free after as anybody before, what meets on the second
    line meets on the first one; then the time after belongs to the task. The other way round alike.
    """
    before, after = [task.before for task in tasks], [task.after for task in tasks]
    lines = 2
    if max(*before, *after) == 0:
        lines = 1
    elif max(before) <= min(after):
        tasks, lines = [replace(t, end=t.end + t.after, before=0, after=0) for t in tasks], 1
    elif max(after) <= min(before):
        tasks, lines = [replace(t, start=t.start - t.before, before=0, after=0) for t in tasks], 1
    return sorted(tasks, key=lambda task: (task.start, task.end)), lines


def _alike(tasks: Sequence[Task[K]], seats: Mapping[str, Seats]) -> dict[str, int]:
    """Number the resources so that interchangeable ones share a number.

    Two are interchangeable when the same tasks could use either, alone. An interval graph needs
    no more colours than its largest clique, so on one line a group of them is as good as one larger
    resource.
    """
    users: dict[str, set[int]] = {}
    divided: set[str] = set()
    for number, task in enumerate(tasks):
        for option in task.options:
            leaves = seats[option]
            for leaf in leaves:
                users.setdefault(leaf, set()).add(number)
            if list(leaves) != [option]:
                divided.update(leaves)
    numbers: dict[Hashable, int] = {}
    return {
        leaf: numbers.setdefault(leaf if leaf in divided else frozenset(by), len(numbers))
        for leaf, by in users.items()
    }


class _Search(Generic[K]):
    """Picks an option (of interchangeable ones, any) for each task, in order of start.

    What was taken by tasks that begin earlier is all under way at the start of the next one, or
    over: on each line it can be told by the instant until which so many seats of a group are taken,
    for each number of seats.
    """

    def __init__(
        self,
        tasks: Sequence[Task[K]],
        lines: int,
        seats: Mapping[str, Seats],
        groups: Mapping[str, int],
        room: Mapping[int, int],
        kinds: Mapping[int, Hashable],
    ) -> None:
        self._tasks, self._room, self._kinds = tasks, room, kinds
        self._spans = [task.lines[:lines] for task in tasks]
        self._choices = [_choices(task, seats, groups) for task in tasks]
        # From when on it matters what is taken, to the task of that number and those after it.
        horizon = self._spans[-1]
        self._horizons = [tuple(start for start, _ in horizon)]
        for spans in reversed(self._spans[:-1]):
            earliest = zip(spans, self._horizons[-1], strict=True)
            self._horizons.append(tuple(min(span[0], least) for span, least in earliest))
        self._horizons.reverse()

    def run(self) -> list[str] | None:
        """The option of each task; None when there is no way."""
        popularity: dict[int, int] = {}
        for own in self._choices:
            for group in {group for _, takes in own for group in takes}:
                popularity[group] = popularity.get(group, 0) + 1
        for together in self._cliques():
            chosen = _match(together, self._choices, self._room)
            if chosen is None:
                return None
            if len(together) == len(self._tasks) and all(
                sum(takes.values()) == 1 for own in self._choices for _, takes in own
            ):
                return [chosen[n] for n in range(len(self._tasks))]
        for own in self._choices:
            own.sort(key=lambda choice: sum(popularity[group] for group in choice[1]))
        return self._walk()

    def _cliques(self) -> Iterator[list[int]]:
        """On each line, the largest sets of tasks that take some instant together, by number."""
        for line in range(len(self._horizons[0])):
            spans = [own[line] for own in self._spans]
            together: list[int] = []
            for number in sorted(range(len(spans)), key=lambda n: spans[n]):
                still = [n for n in together if spans[n][1] > spans[number][0]]
                if len(still) < len(together):
                    yield together
                together = [*still, number]
            yield together

    def _walk(self) -> list[str] | None:
        """Depth first through the tasks; a position known to fail is not walked into again."""
        none: _Taken = ((),) * len(self._horizons[0])
        positions: list[dict[int, _Taken]] = [dict.fromkeys(self._room, none)]
        picks: list[int] = []
        ways = [self._ways(0, positions[0])]
        failed: set[Hashable] = set()
        patience = PATIENCE
        while ways:
            number = len(ways) - 1
            if number == len(self._tasks):
                return [self._choices[n][pick][0] for n, pick in enumerate(picks)]
            patience -= 1
            if patience < 0:
                return None
            del picks[number:], positions[number + 1 :]
            for pick in ways[number]:
                position = self._taking(number, pick, positions[number])
                if self._known(number + 1, position) not in failed:
                    picks.append(pick)
                    positions.append(position)
                    last = number + 1 == len(self._tasks)
                    ways.append(iter(()) if last else self._ways(number + 1, position))
                    break
            else:
                failed.add(self._known(number, positions[number]))
                ways.pop()
        return None

    def _ways(self, number: int, position: Mapping[int, _Taken]) -> Iterator[int]:
        """The choices of a task for which there is room, only one of those that come to the same.

        Resources that are alike and taken alike come to the same.
        """
        starts = [start for start, _ in self._spans[number]]
        seen: set[Hashable] = set()
        for pick, (_, takes) in enumerate(self._choices[number]):
            same = tuple(
                sorted((self._kinds[group], position[group], n) for group, n in takes.items())
            )
            if same in seen:
                continue
            seen.add(same)
            if all(
                _room(taken, self._room[group], n) <= start
                for group, n in takes.items()
                for taken, start in zip(position[group], starts, strict=True)
            ):
                yield pick

    def _taking(self, number: int, pick: int, position: Mapping[int, _Taken]) -> dict[int, _Taken]:
        """What is taken with a task, as far as it matters to the tasks after it."""
        found = dict(position)
        for group, n in self._choices[number][pick][1].items():
            found[group] = tuple(
                _added(taken, span, n)
                for taken, span in zip(found[group], self._spans[number], strict=True)
            )
        if number + 1 < len(self._tasks):
            horizon = self._horizons[number + 1]
            for group, lines in found.items():
                if any(taken and taken[-1] <= on for taken, on in zip(lines, horizon, strict=True)):
                    found[group] = tuple(
                        tuple(until for until in taken if until > on)
                        for taken, on in zip(lines, horizon, strict=True)
                    )
        return found

    def _known(self, number: int, position: Mapping[int, _Taken]) -> Hashable:
        """A position, the same for any order of resources that are alike."""
        found = sorted(
            (self._kinds[group], taken) for group, taken in position.items() if any(taken)
        )
        return number, tuple(found)


def _choices(task: Task[K], seats: Mapping[str, Seats], groups: Mapping[str, int]) -> list[_Choice]:
    """The options of a task, one of those that take the same."""
    own: dict[tuple[tuple[int, int], ...], _Choice] = {}
    for option in task.options:
        takes: dict[int, int] = {}
        for leaf, number in seats[option].items():
            takes[groups[leaf]] = takes.get(groups[leaf], 0) + number
        own.setdefault(tuple(sorted(takes.items())), (option, takes))
    return list(own.values())


def _room(taken: tuple[int, ...], room: int, number: int) -> float:
    """From when on so many seats are free, however long."""
    if number > room:
        return float("inf")
    at = room - number
    return taken[at] if at < len(taken) and number else float("-inf")


def _added(taken: tuple[int, ...], span: tuple[int, int], number: int) -> tuple[int, ...]:
    """Until when seats are taken when so many more are in a span."""
    start, end = span
    # With the new ones, so many more are under way as were, until one of both ends.
    found = [end] * number + [min(until, end) for until in taken if until > start]
    longer = zip_longest(found, taken, fillvalue=0)
    return tuple(max(new, old) for new, old in longer)


def _match(
    together: Iterable[int], choices: Sequence[Sequence[_Choice]], room: Mapping[int, int]
) -> dict[int, str] | None:
    """Match tasks that all overlap with groups, counting one seat each; None when that fails.

    For a space with parts this asks less than is needed, so a failure is always a true one.
    """
    sitting: dict[int, list[int]] = {group: [] for group in room}
    chosen: dict[int, str] = {}

    def seat(task: int, tried: set[int]) -> bool:
        for option, takes in choices[task]:
            for group, number in takes.items():
                if group in tried or number == 0:
                    continue
                tried.add(group)
                if len(sitting[group]) < room[group]:
                    sitting[group].append(task)
                    chosen[task] = option
                    return True
                for other in sitting[group]:
                    if seat(other, tried):
                        sitting[group].remove(other)
                        sitting[group].append(task)
                        chosen[task] = option
                        return True
        return False

    return chosen if all(seat(task, set()) for task in together) else None


def _spread(
    tasks: Sequence[Task[K]],
    found: Sequence[str],
    seats: Mapping[str, Seats],
    groups: Mapping[str, int],
    capacity: Mapping[str, int],
) -> dict[K, str]:
    """From groups back to resources: each task keeps its own where that has a seat."""
    ends: dict[str, list[int]] = {leaf: [] for leaf in groups}
    result: dict[K, str] = {}
    for task, option in zip(tasks, found, strict=True):
        chosen = option
        if list(seats[option]) == [option]:
            same = [name for name in task.options if groups.get(name) == groups[option]]
            for name in same:
                ends[name] = [end for end in ends[name] if end > task.start]
            chosen = next(name for name in same if len(ends[name]) < capacity[name])
            ends[chosen].append(task.end)
        result[task.key] = chosen
    return result
