"""A booking is refused only when no reassignment fits."""

import itertools
from collections.abc import Mapping, Sequence

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citydesign.booking.core import matching
from citydesign.booking.core.matching import Task, assign

RESOURCES = tuple("abcdef")
ALONE = {name: {name: 1} for name in RESOURCES}


@st.composite
def sessions(draw: st.DrawFn) -> tuple[list[Task[int]], dict[str, int]]:
    """People who want the same time, and overlapping sessions that can serve some of them."""
    capacity = {name: draw(st.integers(0, 3)) for name in RESOURCES}
    wishes = draw(
        st.lists(st.lists(st.sampled_from(RESOURCES), min_size=1, unique=True), max_size=12)
    )
    return [Task(n, 0, 6, tuple(wish)) for n, wish in enumerate(wishes)], capacity


def largest_matching(tasks: Sequence[Task[int]], capacity: Mapping[str, int]) -> int:
    graph = networkx.Graph()
    people = [("person", task.key) for task in tasks]
    graph.add_nodes_from(people)
    for task in tasks:
        for name in task.options:
            for seat in range(capacity[name]):
                graph.add_edge(("person", task.key), (name, seat))
    found = networkx.bipartite.hopcroft_karp_matching(graph, top_nodes=people)
    return sum(1 for node in found if node in set(people))


def is_right(
    tasks: Sequence[Task[int]],
    found: Mapping[int, str],
    capacity: Mapping[str, int],
    seats: Mapping[str, Mapping[str, int]] = ALONE,
) -> bool:
    if {task.key for task in tasks} != set(found):
        return False
    if any(found[task.key] not in task.options for task in tasks):
        return False
    for one, other in itertools.combinations(tasks, 2):
        both = seats[found[one.key]].keys() & seats[found[other.key]].keys()
        if near(one, other) and any(capacity[leaf] == 1 for leaf in both):
            return False
    # Who is there with the time after them, and who with the time before them.
    for late in (True, False):
        for moment in range(-20, 40):
            used: dict[str, int] = {}
            for task in tasks:
                start = task.start - (0 if late else task.before)
                if start <= moment < task.end + (task.after if late else 0):
                    for leaf, number in seats[found[task.key]].items():
                        used[leaf] = used.get(leaf, 0) + number
            if any(number > capacity[leaf] for leaf, number in used.items()):
                return False
    return True


def near(one: Task[int], other: Task[int]) -> bool:
    """Is the gap between two shorter than what is kept free in it?"""
    first, then = sorted((one, other), key=lambda task: task.start)
    return then.start - first.end < max(first.after, then.before)


@settings(max_examples=400)
@given(sessions())
def test_people_of_one_time_are_all_seated_exactly_when_a_maximum_matching_seats_them(
    drawn: tuple[list[Task[int]], dict[str, int]],
) -> None:
    tasks, capacity = drawn
    found = assign(tasks, ALONE, capacity)
    assert (found is not None) == (largest_matching(tasks, capacity) == len(tasks))
    if found is not None:
        assert is_right(tasks, found, capacity)


HALLS = {
    "gym": {"a": 1, "b": 2},
    "floor": {"a": 1, "b": 2, "c": 1},
    **{name: {name: 1} for name in "abcd"},
}


@st.composite
def overlaps(draw: st.DrawFn) -> tuple[list[Task[int]], dict[str, int]]:
    """Times of different lengths that overlap in part, and spaces with parts."""
    capacity = {"a": 1, "b": 2, "c": 1, "d": draw(st.integers(0, 2))}
    tasks = []
    around_ = st.just(0) if draw(st.booleans()) else st.integers(0, 4)
    for key in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, 8))
        options = draw(st.lists(st.sampled_from(tuple(HALLS)), min_size=1, max_size=3, unique=True))
        around = draw(around_), draw(around_)
        tasks.append(Task(key, start, start + draw(st.integers(1, 4)), tuple(options), *around))
    return tasks, capacity


@settings(max_examples=400)
@given(overlaps())
def test_overlapping_times_and_spaces_with_parts_are_seated_whenever_any_way_exists(
    drawn: tuple[list[Task[int]], dict[str, int]],
) -> None:
    tasks, capacity = drawn
    ways = itertools.product(*(task.options for task in tasks))
    exists = any(
        is_right(tasks, dict(zip((task.key for task in tasks), way, strict=True)), capacity, HALLS)
        for way in ways
    )
    found = assign(tasks, HALLS, capacity)
    assert (found is not None) == exists
    if found is not None:
        assert is_right(tasks, found, capacity, HALLS)


def test_a_specialist_gives_the_generalist_free() -> None:
    tasks = [Task("advice", 0, 6, ("all-round", "adviser")), Task("passport", 0, 6, ("all-round",))]
    seats = {"all-round": {"all-round": 1}, "adviser": {"adviser": 1}}
    assert assign(tasks, seats, {"all-round": 1, "adviser": 1}) == {
        "advice": "adviser",
        "passport": "all-round",
    }


def test_two_halves_become_one_whole_when_a_short_time_moves_over() -> None:
    tasks = [Task("first", 0, 6, ("a", "b")), Task("second", 6, 12, ("b", "a"))]
    found = assign([*tasks, Task("long", 0, 12, ("a", "b"))], ALONE, {"a": 1, "b": 1})
    assert found is not None
    assert found["first"] == found["second"] != found["long"]


ALIKE = ("a", "b", "c")


@st.composite
def queues(draw: st.DrawFn) -> list[Task[int]]:
    """Short times with time around them, mostly for any of three desks that are alike."""
    tasks = []
    for key in range(draw(st.integers(2, 7))):
        start = draw(st.integers(0, 12))
        options = draw(st.sampled_from([ALIKE, ALIKE, ALIKE, ("a",), ("b", "a")]))
        around = draw(st.integers(0, 5)), draw(st.integers(0, 5))
        tasks.append(Task(key, start, start + draw(st.integers(1, 3)), options, *around))
    return tasks


@settings(max_examples=400)
@given(queues())
def test_times_whose_buffers_overlap_are_seated_whenever_any_way_exists(
    tasks: list[Task[int]],
) -> None:
    capacity = dict.fromkeys(ALIKE, 1)
    exists = any(
        is_right(tasks, dict(zip(range(len(tasks)), way, strict=True)), capacity)
        for way in itertools.product(*(task.options for task in tasks))
    )
    found = assign(tasks, ALONE, capacity)
    assert (found is not None) == exists
    if found is not None:
        assert is_right(tasks, found, capacity)


def test_three_that_meet_in_pairs_need_three_desks_though_no_line_counts_more_than_two() -> None:
    first = Task("first", 0, 2, ALIKE, after=8)
    second = Task("second", 2, 4, ALIKE)
    third = Task("third", 5, 7, ALIKE, before=2)
    three = [first, second, third]
    assert all(one.meets(other) for one, other in itertools.combinations(three, 2))
    capacity = dict.fromkeys(ALIKE, 1)
    found = assign(three, ALONE, capacity)
    assert found is not None
    assert set(found.values()) == set(ALIKE)
    assert assign([*three, Task("all along", 0, 7, ALIKE)], ALONE, capacity) is None
    # A grid step later, what is kept free before the third begins with the end of the second.
    later = Task("third", 6, 8, ALIKE, before=2)
    assert assign([first, second, later, Task("all along", 0, 7, ALIKE)], ALONE, capacity)


def test_who_leaves_when_another_comes_is_not_there_with_them() -> None:
    tasks = [
        Task("first", 0, 4, ("a",), after=1),
        Task("second", 4, 8, ("a",)),
        Task("third", 8, 9, ("a",), before=5),
    ]
    assert assign(tasks, ALONE, {"a": 2}) == dict.fromkeys(("first", "second", "third"), "a")


def test_a_crowded_week_with_buffers_of_all_sizes_is_settled_too() -> None:
    desks = {f"d{n}": {f"d{n}": 1} for n in range(8)}
    tasks = [
        Task(n, n * 2, n * 2 + 6, tuple(desks), before=n * 5 % 4, after=n * 3 % 5)
        for n in range(400)
    ]
    found = assign(tasks, desks, dict.fromkeys(desks, 1))
    assert found is not None
    for one, other in itertools.combinations(tasks, 2):
        assert found[one.key] != found[other.key] or not near(one, other)


def test_a_crowded_week_is_settled_without_search_running_away() -> None:
    tasks = [Task(n, n // 6 * 4, n // 6 * 4 + 6, RESOURCES[n % 3 : n % 3 + 4]) for n in range(600)]
    capacity = dict.fromkeys(RESOURCES, 2)
    found = assign(tasks, ALONE, capacity)
    assert found is not None
    assert is_right(tasks, found, capacity)


def test_search_gives_up_after_its_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "PATIENCE", 0)
    tasks = [Task("first", 0, 6, ("a", "b")), Task("second", 6, 12, ("b", "a"))]
    assert assign([*tasks, Task("long", 0, 12, ("a",))], ALONE, {"a": 1, "b": 1}) is None
