"""Which appointment sits on which resource, found without moving any in time.

Appointments of one length that begin together are matched with resources by augmenting paths
(Kuhn 1955), which is exact. Where lengths differ and appointments overlap in part, the question is
colouring an interval graph from lists, which is NP-complete in general (Biró, Hujter and Tuza
1992): here a search, exact until `PATIENCE` is spent, over groups of interchangeable resources.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

#: How many placements a search tries before it gives up and calls the time taken.
PATIENCE = 20_000

Seats = Mapping[str, int]
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Task(Generic[K]):
    """Something that needs one of ``options`` in [start, end); the first is the one it has."""

    key: K
    start: int
    end: int
    options: tuple[str, ...]


def assign(
    tasks: Sequence[Task[K]], seats: Mapping[str, Seats], capacity: Mapping[str, int]
) -> dict[K, str] | None:
    """Give each task one of its options so that no capacity is passed; None when none fits.

    ``seats``: how many seats of which undivided resource an option takes; ``capacity``: how many
    each of those has. Tasks keep what they have where that is possible without search.
    """
    order = sorted(tasks, key=lambda task: (task.start, task.end))
    groups = _groups(order, seats)
    room: dict[int, int] = {}
    for leaf, group in groups.items():
        room[group] = room.get(group, 0) + capacity[leaf]
    found = _search(order, seats, groups, room)
    return None if found is None else _spread(order, found, seats, groups, capacity)


def _groups(tasks: Sequence[Task[K]], seats: Mapping[str, Seats]) -> dict[str, int]:
    """Number the resources so that interchangeable ones share a number.

    Two are interchangeable when the same tasks could use either, alone. An interval graph needs
    no more colours than its largest clique, so a group of them is as good as one larger resource.
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


def _search(
    tasks: Sequence[Task[K]],
    seats: Mapping[str, Seats],
    groups: Mapping[str, int],
    room: Mapping[int, int],
) -> list[str] | None:
    """Pick an option (of interchangeable ones, any) for each task, in order of start."""
    popularity: dict[int, int] = {}
    choices: list[list[tuple[str, dict[int, int]]]] = []
    for task in tasks:
        own: dict[tuple[tuple[int, int], ...], tuple[str, dict[int, int]]] = {}
        for option in task.options:
            takes: dict[int, int] = {}
            for leaf, number in seats[option].items():
                takes[groups[leaf]] = takes.get(groups[leaf], 0) + number
            own.setdefault(tuple(sorted(takes.items())), (option, takes))
        choices.append(list(own.values()))
        for group in {group for _, takes in own.values() for group in takes}:
            popularity[group] = popularity.get(group, 0) + 1

    for together in _cliques(tasks):
        chosen = _match(together, choices, room)
        if chosen is None:
            return None
        if len(together) == len(tasks) and all(
            sum(takes.values()) == 1 for own in choices for _, takes in own
        ):
            return [chosen[n] for n in range(len(tasks))]

    for own_choices in choices:
        own_choices.sort(key=lambda choice: sum(popularity[group] for group in choice[1]))
    return _walk(tasks, choices, dict(room))


def _cliques(tasks: Sequence[Task[K]]) -> Iterator[list[int]]:
    """The largest sets of tasks that all overlap, by number; tasks come in order of start."""
    together: list[int] = []
    for number, task in enumerate(tasks):
        still = [n for n in together if tasks[n].end > task.start]
        if len(still) < len(together):
            yield together
        together = [*still, number]
    yield together


def _match(
    together: Iterable[int],
    choices: Sequence[Sequence[tuple[str, dict[int, int]]]],
    room: Mapping[int, int],
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


def _walk(
    tasks: Sequence[Task[K]],
    choices: Sequence[Sequence[tuple[str, dict[int, int]]]],
    room: dict[int, int],
) -> list[str] | None:
    """Depth first through the tasks; a position known to fail is not walked into again."""
    failed: set[tuple[int, tuple[tuple[int, int, int], ...]]] = set()
    picks: list[int] = [-1]
    patience = PATIENCE

    def give(number: int, sign: int) -> None:
        for group, count in choices[number][picks[number]][1].items():
            room[group] += sign * count

    def position(number: int) -> tuple[int, tuple[tuple[int, int, int], ...]]:
        start = tasks[number].start
        taken = sorted(
            (tasks[n].end, group, count)
            for n in range(number)
            if tasks[n].end > start
            for group, count in choices[n][picks[n]][1].items()
        )
        return number, tuple(taken)

    def free(number: int) -> dict[int, int]:
        start = tasks[number].start
        left = dict(room)
        for n in range(number):
            if tasks[n].end <= start:
                for group, count in choices[n][picks[n]][1].items():
                    left[group] += count
        return left

    while picks:
        number = len(picks) - 1
        if number == len(tasks):
            return [choices[n][pick][0] for n, pick in enumerate(picks[:-1])]
        if picks[number] >= 0:
            give(number, 1)
        elif position(number) in failed:
            picks.pop()
            continue
        left = free(number)
        own = choices[number]
        for pick in range(picks[number] + 1, len(own)):
            if all(left[group] >= count for group, count in own[pick][1].items()):
                picks[number] = pick
                give(number, -1)
                picks.append(-1)
                break
        else:
            picks[number] = -1
            failed.add(position(number))
            picks.pop()
        patience -= 1
        if patience < 0:
            return None
    return None


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
