"""How far two points of the earth are from each other."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from citydesign.errors import CityDesignError

#: Mean radius of the earth in metres (IUGG).
_RADIUS = 6_371_009


@dataclass(frozen=True, slots=True)
class Point:
    """A point on the map, in degrees (WGS 84).

    Raises:
        CityDesignError: It is not on the earth; the two may have been exchanged.
    """

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):
            raise CityDesignError(
                f"{self} is not on the earth: give latitude (-90 to 90), then longitude"
            )


def metres(one: Point, other: Point) -> int:
    """The distance as the crow flies, in metres; right to half a per cent."""
    north = radians(other.latitude - one.latitude) / 2
    east = radians(other.longitude - one.longitude) / 2
    latitudes = cos(radians(one.latitude)) * cos(radians(other.latitude))
    share = sin(north) ** 2 + latitudes * sin(east) ** 2
    return round(2 * _RADIUS * asin(sqrt(min(1.0, share))))
