"""Where the parts of a chart are: round numbers at its axis, lines, and bars, in percent."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from citydesign.errors import CityDesignError

#: What one series is drawn with; a fifth would be told from the others by its colour alone.
MOST_SERIES = 4
#: Spaces between round numbers at the axis.
_SPACES = 5
#: Digits after the decimal point that a number is written with.
_MOST_DECIMALS = 10
#: Names of rows that have room below a line: on a phone, and in a wide window.
_NARROW, _WIDE = 4, 6
#: Marks on a long line.
_MARKS = 12
#: Lines that vary less than this share of their highest value don't begin at zero.
_FLAT = Fraction(1, 3)

Variant = Literal["line", "bar", "stacked", "range"]
#: A place in percent: from the start side, and from above.
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Tick:
    """A round number at the axis.

    Attributes:
        value: The number.
        place: Its height in percent from above.
    """

    value: int | float
    place: float


@dataclass(frozen=True, slots=True)
class Line:
    """A series that is drawn as a line.

    Attributes:
        path: For an SVG of 100 by 100; where a value is missing, the line is interrupted.
        marks: The points that have a mark: some of a long line, and each without a neighbour.
    """

    path: str
    marks: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar, and what is written at its end.

    Attributes:
        series: Number of the series by whose decimals they are written, from 1.
        parts: Each with the number of its series, its start and its length in percent.
        values: What is written: one number, the two ends of a range, or none if nothing is known.
    """

    series: int
    parts: tuple[tuple[int, float, float], ...]
    values: tuple[int | float, ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """What a chart draws.

    Attributes:
        ticks: The round numbers from above, for lines.
        decimals: Digits after the decimal point that all ticks need.
        lines: One for each series, for lines.
        bars: For each row its bars, for the other variants.
        zero: Place of zero in percent from the low end; None if it is out of sight.
        labels: For each row where its name is written: `always`, in a `wide` window, `never`.
    """

    ticks: tuple[Tick, ...]
    decimals: int
    lines: tuple[Line, ...]
    bars: tuple[tuple[Bar, ...], ...]
    zero: float | None
    labels: tuple[str, ...]


def chart_plot(variant: Variant, rows: Sequence[str], series: Sequence[Mapping[str, Any]]) -> Plot:
    """Say where the parts of a chart are.

    Args:
        variant: How the numbers are drawn.
        rows: Their names.
        series: Each with its `label` and its `numbers`, one for each row; None where nothing is
            known.

    Raises:
        CityDesignError: There are too many series, or not two for a range; a series has more or
            fewer numbers than there are rows; there is no number at all, or something else than a
            number; a part is below zero, a range goes from more to less, or numbers are too close
            to each other to be written.
    """
    if variant == "range" and len(series) != 2:
        raise CityDesignError(f"chart: a range has two series, not {len(series)}")
    if len(series) > MOST_SERIES:
        raise CityDesignError(
            f"chart: {len(series)} series; give at most {MOST_SERIES}, or make several charts"
        )
    columns = [_column(one, rows) for one in series]
    known = [value for column in columns for value in column if value is not None]
    if not known:
        raise CityDesignError("chart: there is no number in series; leave the chart out")
    if variant == "line":
        return _lines(columns, _span(known))
    table = [*zip(*columns, strict=True)]
    if variant == "bar":
        bars = [[_bar(at, cell) for at, cell in enumerate(row, 1)] for row in table]
    elif variant == "stacked":
        bars = [[_stack(row, name)] for row, name in zip(table, rows, strict=True)]
    else:
        bars = [[_range(row, name)] for row, name in zip(table, rows, strict=True)]
    ends = [end for row in bars for _, parts, _ in row for _, *both in parts for end in both]
    low, high = _span(ends or [Fraction(0)], close=variant == "range")
    return Plot(
        ticks=(),
        decimals=0,
        lines=(),
        bars=tuple(
            tuple(
                Bar(
                    column,
                    tuple(
                        (at, _percent(start - low, high - low), _percent(end - start, high - low))
                        for at, start, end in parts
                    ),
                    tuple(map(_plain, values)),
                )
                for column, parts, values in row
            )
            for row in bars
        ),
        zero=_percent(-low, high - low) if low <= 0 <= high else None,
        labels=(),
    )


#: A bar before the scale is known: its series, its parts from and to, and what is written.
_Raw = tuple[int, list[tuple[int, Fraction, Fraction]], list[Fraction]]


def _bar(column: int, cell: Fraction | None) -> _Raw:
    if cell is None:
        return column, [], []
    return column, [(column, min(cell, Fraction(0)), max(cell, Fraction(0)))], [cell]


def _stack(row: Sequence[Fraction | None], name: str) -> _Raw:
    parts, total = list[tuple[int, Fraction, Fraction]](), Fraction(0)
    for column, cell in enumerate(row, 1):
        if cell is None:
            continue
        if cell < 0:
            raise CityDesignError(
                f"chart: row {name!r} has a part of {_plain(cell)}; a part of a whole is 0 or "
                "more, so draw it as bar"
            )
        parts.append((column, total, total + cell))
        total += cell
    return 1, parts, [total] if parts else []


def _range(row: Sequence[Fraction | None], name: str) -> _Raw:
    least, most = row
    if least is None or most is None:
        return 1, [], []
    if least > most:
        raise CityDesignError(
            f"chart: row {name!r} is a range from {_plain(least)} to {_plain(most)}; give the "
            "smaller number first"
        )
    return 1, [(1, least, most)], [least, most]


def _lines(columns: Sequence[Sequence[Fraction | None]], span: tuple[Fraction, Fraction]) -> Plot:
    numbers, step = _round(*span)
    low, high = numbers[0], numbers[-1]
    decimals = 0
    while (step * 10**decimals).denominator != 1:
        decimals += 1
    if decimals > _MOST_DECIMALS:
        raise CityDesignError(
            f"chart: {_plain(step)} can't be written in {_MOST_DECIMALS} decimals; give the "
            "numbers in a smaller unit"
        )
    return Plot(
        ticks=tuple(
            Tick(_plain(one), _percent(high - one, high - low)) for one in reversed(numbers)
        ),
        decimals=decimals,
        lines=tuple(
            _line([None if v is None else _percent(high - v, high - low) for v in column])
            for column in columns
        ),
        bars=(),
        zero=_percent(-low, high - low) if low <= 0 <= high else None,
        labels=_labels(len(columns[0])),
    )


def _line(places: list[float | None]) -> Line:
    count = len(places)
    path, marks, every = list[str](), list[Point](), math.ceil(count / _MARKS)
    before = None
    for at, place in enumerate(places):
        if place is not None:
            point = (round((at + 0.5) / count * 100, 2), place)
            path.append(f"{'M' if before is None else 'L'}{point[0]:g} {point[1]:g}")
            alone = before is None and (at + 1 == count or places[at + 1] is None)
            if at % every == 0 or at + 1 == count or alone:
                marks.append(point)
        before = place
    return Line("".join(path), tuple(marks))


def _labels(count: int) -> tuple[str, ...]:
    wide = math.ceil(count / _WIDE)
    narrow = wide * math.ceil(count / wide / _NARROW)
    return tuple(
        "never" if at % wide else "wide" if at % narrow else "always" for at in range(count)
    )


def _span(values: Sequence[Fraction], *, close: bool = True) -> tuple[Fraction, Fraction]:
    """From where to where a scale goes: with zero, unless that would flatten what is `close`."""
    low, high = min(values), max(values)
    far = max(abs(low), abs(high))
    if close and low * high > 0 and 0 < high - low < far * _FLAT:
        return low, high
    low, high = min(low, Fraction(0)), max(high, Fraction(0))
    return (low, high) if low < high else (low, Fraction(1))


def _round(low: Fraction, high: Fraction) -> tuple[list[Fraction], Fraction]:
    """Round numbers around a span, and the step between them: 1, 2 or 5 of a power of ten."""
    least = (high - low) / _SPACES
    # By whole numbers: a float has no room for the largest.
    power = math.floor(math.log10(least.numerator) - math.log10(least.denominator))
    steps = [n * Fraction(10) ** (power + more) for more in (-1, 0, 1) for n in (1, 2, 5)]
    step = next(one for one in steps if one >= least)
    return [step * n for n in range(math.floor(low / step), math.ceil(high / step) + 1)], step


def _column(series: Mapping[str, Any], rows: Sequence[str]) -> list[Fraction | None]:
    label, numbers = series["label"], series["numbers"]
    if len(numbers) != len(rows):
        raise CityDesignError(
            f"chart: series {label!r} has {len(numbers)} numbers and there are {len(rows)} rows; "
            "give one for each row, and None where nothing is known"
        )
    return [_number(value, label, row) for value, row in zip(numbers, rows, strict=True)]


def _number(value: Any, label: str, row: str) -> Fraction | None:
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value)
    if isinstance(value, float) and math.isfinite(value):
        # As it is written: 0.1 is a tenth, and not the nearest binary fraction.
        return Fraction(repr(value))
    raise CityDesignError(
        f"chart: series {label!r} has {value!r} in row {row!r}, which is no number to draw; give "
        "an int, a float or None"
    )


def _percent(part: Fraction, whole: Fraction) -> float:
    return round(float(part / whole * 100), 2)


def _plain(value: Fraction) -> int | float:
    return value.numerator if value.denominator == 1 else float(value)
