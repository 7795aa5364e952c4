"""What is special about the grid."""

import pytest


def boxes(page):
    return [block.bounding_box() for block in page.locator(".city-grid > *").all()]


@pytest.mark.parametrize(
    ("example", "width", "columns"),
    [
        ("default", 320, 1),
        ("default", 640, 2),
        ("default", 1280, 3),
        ("two", 1280, 2),
        ("real-size", 320, 1),
        ("real-size", 1280, 4),
        ("wide-narrow", 360, 1),
        ("wide-narrow", 1280, 2),
    ],
)
def test_as_many_columns_as_have_room_and_never_more_than_asked_for(
    open_example, example, width, columns
):
    page = open_example(f"grid/{example}", viewport={"width": width, "height": 800})
    found = boxes(page)
    assert len([box for box in found if box["y"] == found[0]["y"]]) == columns


def test_blocks_are_seen_in_the_order_in_which_they_are_written(open_example):
    for width in (320, 800, 1280):
        page = open_example("grid/real-size", viewport={"width": width, "height": 800})
        places = [(box["y"], box["x"]) for box in boxes(page)]
        assert places == sorted(places)


def test_the_blocks_of_the_last_line_are_as_wide_as_those_above(open_example):
    page = open_example("grid/real-size", viewport={"width": 1280, "height": 800})
    assert len({round(box["width"]) for box in boxes(page)}) == 1


def test_the_wide_block_is_twice_as_wide_as_the_narrow_one(open_example):
    page = open_example("grid/wide-narrow", viewport={"width": 1280, "height": 800})
    wide, narrow = boxes(page)
    assert wide["width"] == pytest.approx(2 * narrow["width"], abs=1)


def test_large_text_counts_as_a_narrow_window(open_example):
    page = open_example("grid/default", viewport={"width": 1280, "height": 800})
    page.evaluate("document.documentElement.style.fontSize = '300%'")
    assert len({box["y"] for box in boxes(page)}) > 1
