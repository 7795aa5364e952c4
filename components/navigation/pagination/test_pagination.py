"""Which page numbers are shown, and what the row of pages says."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment

from citydesign import install, use_locale
from citydesign.navigation import page_window


@pytest.mark.parametrize(
    ("current", "total", "expected"),
    [
        (1, 0, []),
        (1, 1, []),
        (2, 2, [1, 2]),
        (4, 7, [1, 2, 3, 4, 5, 6, 7]),
        (1, 8, [1, 2, 3, 4, 5, None, 8]),
        (4, 8, [1, 2, 3, 4, 5, None, 8]),
        (5, 8, [1, None, 4, 5, 6, 7, 8]),
        (11, 22, [1, None, 10, 11, 12, None, 22]),
        (99, 22, [1, None, 18, 19, 20, 21, 22]),
    ],
)
def test_the_numbers_shown(current, total, expected):
    assert page_window(current, total) == expected


@given(current=st.integers(-5, 400), total=st.integers(2, 400), around=st.integers(-1, 5))
def test_you_can_always_see_where_you_are_and_how_far_it_goes(current, total, around):
    shown = page_window(current, total, around)
    numbers = [n for n in shown if n is not None]
    here = min(max(current, 1), total)
    assert (numbers[0], numbers[-1]) == (1, total)
    assert set(range(max(1, here - around), min(total, here + around) + 1)) <= set(numbers)
    assert here in numbers
    assert numbers == sorted(set(numbers))
    assert len(shown) == min(total, 2 * max(around, 0) + 5)
    for before, gap, after in zip(shown, shown[1:], shown[2:], strict=False):
        if gap is None:
            assert after - before > 2
    for one, following in pairwise(shown):
        if one is not None and following is not None:
            assert following == one + 1


def _render(locale="en", **values):
    env = Environment(autoescape=True)
    install(env)
    call = ", ".join(f"{name}={name}" for name in values)
    source = '{% from "citydesign/pagination.html" import pagination %}{{ pagination(CALL) }}'
    with use_locale(locale):
        return env.from_string(source.replace("CALL", call)).render(**values)


def test_the_last_page_of_results_says_how_many_are_left():
    html = _render(current=22, total=22, url="?page={page}", results=214)
    assert "Results 211–\u2060214 of 214" in html
    assert 'rel="next"' not in html


def test_a_last_page_with_one_result_does_not_speak_of_a_range():
    assert "Result 211 of 211" in _render(current=22, total=22, url="?p={page}", results=211)
    assert "Tulos 1, yhteensä 1" in _render("fi", current=1, total=1, results=1)


def test_one_page_needs_no_links():
    html = _render(current=1, total=1, url="?page={page}", results=8)
    assert "<nav" not in html
    assert "Results 1–\u20608 of 8" in html


def test_the_link_keeps_the_rest_of_the_address():
    html = _render(current=1, total=3, url="/haku?q=a&b={page}&c={d}")
    assert 'href="/haku?q=a&amp;b=2&amp;c={d}"' in html
