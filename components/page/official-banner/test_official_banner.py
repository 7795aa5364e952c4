"""What is special about the official banner."""

import pytest
from tests.markup import document

from citydesign import ui, use_locale


def parse(html):
    (element,) = document(html).find("body")
    return element


@pytest.mark.parametrize("locale", ["en", "fi", "sv"])
def test_it_says_whose_site_it_is_without_being_opened_and_the_address_inside(locale):
    with use_locale(locale):
        details = parse(ui.official_banner("Tampereen kaupunki", "tampere.fi")).find("details")
    summary = "".join(details.find("summary").itertext())
    assert "Tampereen kaupunki" in summary
    assert "tampere.fi" not in summary
    assert "tampere.fi" in "".join(details.find("div").itertext())
    assert details.get("open") is None


@pytest.mark.parametrize(
    ("locale", "dot", "forged"),
    [
        ("en", "a dot and tampere.fi", "my-tampere.fi"),
        ("fi", "piste ja tampere.fi", "oma-tampere.fi"),
        ("sv", "en punkt och tampere.fi", "min-tampere.fi"),
    ],
)
def test_an_address_that_only_ends_like_ours_is_named_as_forged(locale, dot, forged):
    with use_locale(locale):
        text = str(ui.official_banner("City", "tampere.fi"))
    assert dot in text
    assert text.index(dot) < text.index(forged)


def test_it_trusts_no_lock_because_forged_pages_have_one():
    html = ui.official_banner("City", "city.fi").lower()
    assert "https" not in html
    assert "lock" not in html


def test_it_is_one_line_above_the_header_of_a_wide_page(open_example):
    page = open_example("official-banner/default", viewport={"width": 1280, "height": 800})
    assert page.locator(".city-official-banner").bounding_box()["height"] == pytest.approx(
        44, abs=1
    )
