"""Numbers about a form that tell of nobody."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from citydesign.forms.core.figures import LEAST, Counted, Event, figures

names = st.sampled_from(["", "home", "child", "check"])
happened = st.lists(
    st.tuples(st.builds(Event, st.sampled_from(Counted), names), st.integers(1, 9)), max_size=20
)


@given(happened)
def test_no_number_that_is_told_could_point_at_a_person(counts: Any) -> None:
    told = figures(counts, "home")
    numbers = [told.begun, told.sent, *(one for _, one in (*told.stopped, *told.errors))]
    assert all(one is None or one == 0 or one >= LEAST for one in numbers)


@given(happened)
def test_what_is_told_is_the_sum_of_the_days_and_hidden_ones_have_no_order(counts: Any) -> None:
    told = figures(counts, "home")
    begun = sum(number for event, number in counts if event == Event(Counted.BEGUN))
    assert told.begun in ({begun} if begun == 0 or begun >= LEAST else {None})
    for rows in (told.stopped, told.errors):
        known = [number for _, number in rows if number is not None]
        assert known == sorted(known, reverse=True)
        hidden = [one for one, number in rows if number is None]
        assert hidden == sorted(hidden)
    pages = {event.page or "home" for event, _ in counts if event.kind is Counted.STOPPED}
    assert {page for page, _ in told.stopped} == pages
