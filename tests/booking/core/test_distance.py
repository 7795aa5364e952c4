"""How far it is to a place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citydesign.booking.core.distance import Point, metres
from citydesign.errors import CityDesignError

POINTS = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))


def test_helsinki_and_tampere_are_161_kilometres_apart() -> None:
    found = metres(Point(60.1710, 24.9414), Point(61.4982, 23.7733))
    assert found == pytest.approx(161_000, rel=0.01)


def test_two_service_points_of_a_city_are_told_apart() -> None:
    square = Point(60.1841, 24.9502)
    assert metres(square, Point(60.1841, 24.9502)) == 0
    assert metres(square, Point(60.1931, 24.9502)) == pytest.approx(1001, abs=3)


@given(POINTS, POINTS)
def test_the_way_back_is_as_long_and_no_way_is_longer_than_half_round(
    one: Point, other: Point
) -> None:
    assert metres(one, other) == metres(other, one)
    assert 0 <= metres(one, other) <= 20_015_200


def test_exchanged_numbers_are_refused_where_that_can_be_seen() -> None:
    with pytest.raises(CityDesignError, match="latitude"):
        Point(124.9, 60.2)
