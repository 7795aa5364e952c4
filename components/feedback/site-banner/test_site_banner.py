"""What is special about the site banner."""

import re

import pytest

from citydesign import ui, use_locale

LEVELS = ("normal", "emergency", "warning", "normal")
ITEMS = [{"heading": f"News {n}", "level": level} for n, level in enumerate(LEVELS)]


def test_the_most_serious_is_read_first_and_equals_keep_their_order():
    assert re.findall(r"News \d", ui.site_banner(ITEMS)) == ["News 1", "News 2", "News 0", "News 3"]


@pytest.mark.parametrize(
    ("level", "said"), [("normal", ""), ("warning", "Varoitus: "), ("emergency", "Vaara: ")]
)
def test_how_serious_it_is_is_said_first_in_the_language_of_the_page(level, said):
    with use_locale("fi"):
        banner = ui.site_banner([{"heading": "Savua", "level": level}])
    assert " ".join(banner.striptags().split()) == f"{said}Savua"


def test_the_page_asks_no_other_site_for_it(open_example):
    page = open_example("site-banner/several", java_script_enabled=False)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    origins = {url.split("/")[2] for url in asked}
    assert origins == {page.url.split("/")[2]}
    assert page.get_by_text("Stay indoors in Nekala").is_visible()
