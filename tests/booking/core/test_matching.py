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
    for moment in {task.start for task in tasks}:
        used: dict[str, int] = {}
        for task in tasks:
            if task.start <= moment < task.end:
                for leaf, number in seats[found[task.key]].items():
                    used[leaf] = used.get(leaf, 0) + number
        if any(number > capacity[leaf] for leaf, number in used.items()):
            return False
    return True


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
    for key in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, 8))
        options = draw(st.lists(st.sampled_from(tuple(HALLS)), min_size=1, max_size=3, unique=True))
        tasks.append(Task(key, start, start + draw(st.integers(1, 4)), tuple(options)))
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
