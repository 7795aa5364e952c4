"""What is special about the progress bar."""

from io import BytesIO

import pytest
from PIL import Image
from tests.markup import document

from citydesign import UsageError, ui, use_locale


def parse(html):
    (element,) = document(html).find("body")
    return element


def words(html):
    return "".join(parse(html).find(".//span").itertext())


def test_the_browser_knows_how_much_is_done_and_what_it_is_called(open_example):
    page = open_example("progress-bar/default")
    bar = page.get_by_role("progressbar", name="Documents for your permit", exact=True)
    assert bar.evaluate("e => [e.value, e.max, e.tagName]") == [4, 12, "PROGRESS"]


@pytest.mark.parametrize(
    ("locale", "said"),
    [("en", "33%"), ("fi", "33\N{NO-BREAK SPACE}%"), ("sv", "33\N{NO-BREAK SPACE}%")],
)
def test_a_percentage_is_said_unless_the_words_are_given(locale, said):
    with use_locale(locale):
        assert words(ui.progress_bar("Copy", value=4, max=12)) == said
    assert words(ui.progress_bar("Copy", value=4, max=12, text="4 of 12")) == "4 of 12"


@pytest.mark.parametrize(("value", "said"), [(0, "0%"), (999, "99%"), (1000, "100%")])
def test_it_never_says_that_all_is_done_before_it_is(value, said):
    assert words(ui.progress_bar("Copy", value=value, max=1000)) == said


def test_words_of_its_own_are_read_after_the_percentage_and_a_percentage_not_twice():
    own = parse(ui.progress_bar("Copy", value=4, max=12, text="4 of 12"))
    described = own.find("progress").get("aria-describedby")
    assert own.find(f".//*[@id='{described}']").text == "4 of 12"
    assert parse(ui.progress_bar("Copy", value=4)).find("progress").get("aria-describedby") is None


@pytest.mark.parametrize(("place", "share"), [(0, 0), (1, 0.74), (2, 1)])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_what_is_done_fills_its_share_from_where_reading_begins(
    place, share, direction, open_example
):
    page = open_example("progress-bar/real-size")
    page.evaluate("d => { document.documentElement.dir = d; }", direction)
    bar = page.locator("progress").nth(place)
    box = bar.bounding_box()
    with Image.open(BytesIO(bar.screenshot())) as shot:
        middle = [shot.convert("RGB").getpixel((x, shot.height // 2)) for x in range(shot.width)]
    dark = [sum(pixel) < 382 for pixel in middle]
    if direction == "rtl":
        dark.reverse()
    assert sum(dark) / box["width"] == pytest.approx(share, abs=0.03)
    assert share in (0, 1) or (dark[20] and not dark[-20])


@pytest.mark.parametrize(
    ("locale", "value", "words"),
    [("en", 1, "33%"), ("fi", 2, "67\u00a0%"), ("sv", 3, "100\u00a0%"), ("en", 0, "0%")],
)
def test_the_value_is_said_as_the_language_writes_it(locale, value, words):
    with use_locale(locale):
        assert f'id="p-value">{words}</span>' in ui.progress_bar("Sent", value=value, max=3, id="p")


def test_more_than_the_whole_is_refused():
    with pytest.raises(UsageError, match="value"):
        ui.progress_bar("Sent", value=4, max=3)
