"""What is special about the chart: where its parts are, and that its words are all there."""

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.markup import document

from citydesign import ui
from citydesign.errors import CityDesignError
from citydesign.locale import use_locale
from citydesign.plots import chart_plot

NAMES = ["City", "State", "Church", "Union", "World"]
LARGE = st.floats(1e-3, 1e300)
NUMBER = st.none() | st.integers(-(10**300), 10**300) | LARGE | LARGE.map(lambda number: -number)
ROWS = st.lists(st.tuples(NUMBER, NUMBER), min_size=1, max_size=60)
#: A place is rounded to a hundredth.
NEAR = 0.011


def plotted(variant, rows):
    """Plot rows of numbers, one for each series."""
    columns = zip(*rows, strict=True)
    series = [{"label": n, "numbers": c} for n, c in zip(NAMES, columns, strict=False)]
    return chart_plot(variant, ["2026"] * len(rows), series)


def known(rows):
    assume(any(cell is not None for row in rows for cell in row))
    return [cell for row in rows for cell in row if cell is not None]


@given(ROWS)
def test_every_value_of_a_line_is_inside_between_round_numbers(rows):
    numbers = known(rows)
    # Nearer to each other than ten decimals can say is refused.
    assume(max(numbers) == min(numbers) or max(numbers) - min(numbers) > 1e-8)
    plot = plotted("line", rows)
    values = [tick.value for tick in plot.ticks]
    places = [tick.place for tick in plot.ticks]
    assert values == sorted(set(values), reverse=True)
    assert 2 <= len(values) <= 7
    assert float(values[-1]) <= min(map(float, numbers))
    assert max(map(float, numbers)) <= float(values[0])
    assert (places[0], places[-1]) == (0, 100)
    steps = [below - above for above, below in pairwise(places)]
    assert max(steps) - min(steps) <= 2 * NEAR
    for line in plot.lines:
        for x, y in line.marks:
            assert 0 < x < 100
            assert 0 <= y <= 100
    if plot.zero is None:
        assert 0 not in values
    else:
        assert min(abs(100 - place - plot.zero) for place in places) <= NEAR


@pytest.mark.parametrize(
    ("numbers", "ticks"),
    [
        ([0, 100], [100, 80, 60, 40, 20, 0]),
        ([31.4, 81.2], [100, 80, 60, 40, 20, 0]),
        ([-12, 31], [40, 30, 20, 10, 0, -10, -20]),
        ([-7, -3], [0, -2, -4, -6, -8]),
        ([18.2, 21.9], [22, 21, 20, 19, 18]),
        ([-21.9, -18.2], [-18, -19, -20, -21, -22]),
        ([5, 5], [5, 4, 3, 2, 1, 0]),
        ([0], [1, 0.8, 0.6, 0.4, 0.2, 0]),
        ([0.00002], [0.00002, 0.000015, 0.00001, 0.000005, 0]),
        ([7_300_000_000], [8_000_000_000, 6_000_000_000, 4_000_000_000, 2_000_000_000, 0]),
    ],
)
def test_the_numbers_at_the_axis_are_those_a_person_would_write(numbers, ticks):
    plot = plotted("line", [[number] for number in numbers])
    assert [tick.value for tick in plot.ticks] == ticks


@given(ROWS)
def test_numbers_below_zero_are_drawn_as_those_above_are_upside_down(rows):
    numbers = known(rows)
    assume(max(numbers) == min(numbers) or max(numbers) - min(numbers) > 1e-8)
    # Only zeros have a scale that is made up.
    assume(any(numbers))
    below = [tuple(None if cell is None else -cell for cell in row) for row in rows]
    plot, mirrored = plotted("line", rows), plotted("line", below)
    assert [tick.value for tick in mirrored.ticks] == [-tick.value for tick in plot.ticks][::-1]
    for line, other in zip(plot.lines, mirrored.lines, strict=True):
        for (x, y), (same, turned) in zip(line.marks, other.marks, strict=True):
            assert same == x
            assert turned == pytest.approx(100 - y, abs=NEAR)


@given(ROWS)
def test_bars_begin_or_end_at_zero_and_stay_inside(rows):
    numbers = known(rows)
    plot = plotted("bar", rows)
    lengths = [0]
    for row, bars in zip(rows, plot.bars, strict=True):
        for cell, bar in zip(row, bars, strict=True):
            assert [*map(float, bar.values)] == ([] if cell is None else [float(cell)])
            for _, start, length in bar.parts:
                assert start >= -NEAR
                assert start + length <= 100 + NEAR
                assert (start if cell >= 0 else start + length) == pytest.approx(
                    plot.zero, abs=NEAR
                )
                lengths.append(length)
    longest = max(plot.zero, 100 - plot.zero) if any(numbers) else 0
    assert max(lengths) == pytest.approx(longest, abs=NEAR)


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), min_size=1))
def test_the_parts_of_a_stack_touch_and_make_its_sum(rows):
    plot = plotted("stacked", rows)
    for (first, second), (bar,) in zip(rows, plot.bars, strict=True):
        (one, start, length), (two, start_2, _) = bar.parts
        assert (one, two, start) == (1, 2, 0)
        assert start_2 == pytest.approx(start + length, abs=NEAR)
        assert bar.values == (first + second,)


@given(st.lists(st.tuples(st.integers(-(10**9), 10**9), st.integers(0, 10**9)), min_size=1))
def test_a_range_is_as_long_as_the_numbers_are_apart(rows):
    rows = [[least, least + more] for least, more in rows]
    plot = plotted("range", rows)
    widest = max(most - least for least, most in rows)
    lengths = {}
    for (least, most), (bar,) in zip(rows, plot.bars, strict=True):
        (_, start, length) = bar.parts[0]
        assert bar.values == (least, most)
        assert start >= -NEAR
        assert start + length <= 100 + NEAR
        lengths[most - least] = length
    for apart, length in lengths.items():
        assert not widest or length == pytest.approx(lengths[widest] * apart / widest, abs=2 * NEAR)


def test_a_missing_value_interrupts_the_line_and_a_lonely_one_keeps_its_mark():
    rows = [[0], [None], [4], [None], [10], [0]]
    (line,) = plotted("line", rows).lines
    assert line.path == "M8.33 100M41.67 60M75 0L91.67 100"
    assert (41.67, 60) in line.marks
    long = [[1], *[[None], [2], [None]] * 19, [3]]
    (line,) = plotted("line", long).lines
    assert len(line.marks) == 21


@pytest.mark.parametrize(("rows", "marks"), [(1, 1), (12, 12), (36, 13), (60, 13)])
def test_a_long_line_has_marks_here_and_there(rows, marks):
    (line,) = plotted("line", [[n] for n in range(rows)]).lines
    assert len(line.marks) == marks


@pytest.mark.parametrize("rows", range(1, 61))
def test_at_most_four_names_are_below_a_line_on_a_phone_and_six_in_a_wide_window(rows):
    labels = plotted("line", [[1]] * rows).labels
    assert len(labels) == rows
    assert labels[0] == "always"
    assert 1 <= labels.count("always") <= 4
    assert labels.count("always") + labels.count("wide") <= 6


@pytest.mark.parametrize(
    ("variant", "rows", "said"),
    [
        ("bar", [[1, 2, 3, 4, 5]], "5 series; give at most 4, or make several charts"),
        ("range", [[1]], "a range has two series, not 1"),
        ("line", [[None, None]], "there is no number in series; leave the chart out"),
        ("bar", [[1, "many"]], "series 'State' has 'many' in row '2026', which is no number"),
        ("bar", [[True, 1]], "series 'City' has True in row '2026', which is no number"),
        ("line", [[float("nan"), 1]], "series 'City' has nan in row '2026'"),
        ("line", [[1, float("inf")]], "series 'State' has inf in row '2026'"),
        ("stacked", [[1, -2]], "row '2026' has a part of -2"),
        ("range", [[5, 3]], "row '2026' is a range from 5 to 3; give the smaller number first"),
        ("line", [[0, 1e-12]], "2e-13 can't be written in 10 decimals"),
    ],
)
def test_what_cant_be_drawn_is_refused_in_one_line(variant, rows, said):
    with pytest.raises(CityDesignError) as error:
        plotted(variant, rows)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_the_error_names_the_line_to_change():
    series = [{"label": "City", "numbers": [5, 3]}]
    said = r"test_chart\.py:\d+: chart: series 'City' has 2 numbers and there are 1 rows; give one"
    with pytest.raises(CityDesignError, match=said):
        ui.chart("Money", "Year", ["2026"], series)


def test_the_table_below_it_has_every_number_as_the_language_writes_it():
    series = [{"label": "City", "numbers": [1234.5, 0]}, {"label": "State", "numbers": [None, 7]}]
    with use_locale("fi"):
        html = str(ui.chart("Money", "Year", ["2025", "2026"], series, variant="line"))
    tree = document(html)
    table = tree.find(".//table")
    cells = ["".join(cell.itertext()).strip() for cell in table.findall(".//tbody//td")]
    assert cells == ["1\xa0234,5", "ei tietoa", "0", "7"]
    picture = next(e for e in tree.iter() if e.get("role") == "img")
    ticks = picture.find("div")
    assert [tick.text for tick in ticks] == ["1\xa0500", "1\xa0000", "500", "0"]


def test_each_bar_has_its_number_with_the_decimals_of_its_series():
    series = [
        {"label": "City", "numbers": [31, -12], "decimals": 0},
        {"label": "State", "numbers": [18.2, 14], "decimals": 1},
        {"label": "Church", "numbers": [3, 0.5], "decimals": 2},
    ]
    html = str(ui.chart("Money", "Year", ["2025", "2026"], series, variant="bar"))
    tree = document(html)
    bars = [e.text for e in tree.iter("span") if e.get("class") == "city-chart__value"]
    cells = ["".join(cell.itertext()).strip() for cell in tree.findall(".//tbody//td")]
    assert bars == ["31", "18.2", "3.00", "-12", "14.0", "0.50"]
    assert bars == cells


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_the_drawing_runs_as_the_page_does(direction, open_example):
    page = open_example("chart/stacked")
    page.evaluate("direction => { document.documentElement.dir = direction }", direction)
    whole = page.locator(".city-chart__picture > svg").first.bounding_box()
    first = page.locator("rect.city-chart__series--1").first.bounding_box()
    before = first["x"] - whole["x"]
    after = whole["x"] + whole["width"] - first["x"] - first["width"]
    assert (before < after) == (direction == "ltr")


@pytest.mark.parametrize("width", [320, 1280])
def test_no_two_names_below_a_line_touch(width, open_example):
    page = open_example("chart/real-size", viewport={"width": width, "height": 900})
    names = page.locator(".city-chart__labels > * > *").all()
    boxes = [name.bounding_box() for name in names if name.is_visible()]
    assert len(boxes) == (3 if width == 320 else 6)
    for one, other in pairwise(boxes):
        assert one["x"] + one["width"] + 2 <= other["x"]


def test_in_forced_colours_every_series_has_the_colour_of_the_text(open_example):
    page = open_example("chart/stacked", forced_colors="active", color_scheme="dark")
    colours = "es => es.map(e => getComputedStyle(e).stroke)"
    drawn = page.locator("rect[class]").evaluate_all(colours)
    assert set(drawn) == {page.evaluate("getComputedStyle(document.body).color")}
