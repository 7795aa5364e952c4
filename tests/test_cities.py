"""Each city's page is that city's."""

import re
from itertools import combinations

import pytest

from citydesign import tokens
from citydesign.examples import CITIES, all_examples, page


@pytest.mark.parametrize("theme", tokens.themes())
@pytest.mark.parametrize("locale", ["en", "fi", "sv"])
def test_a_page_says_the_city_whose_theme_it_wears(theme, locale):
    (example,) = (e for e in all_examples() if e.id == "page/service-page")
    html = page(example, theme=theme, locale=locale)
    name, genitive, swedish = CITIES[theme]
    assert {"en": name, "fi": genitive, "sv": swedish}[locale] in html
    if theme != "tampere":
        assert not re.search(r"Tampere|Tammerfors", html)


def test_a_postal_address_stays_where_its_code_is():
    (example,) = (e for e in all_examples() if e.id == "footer/default")
    html = page(example, theme="espoo")
    assert "33101 Tampere" in html
    assert "City of Espoo" in html


def test_each_look_differs_from_each_other_by_more_than_colour():
    looks = {theme: tokens.load(theme) for theme in [None, *tokens.themes()]}
    shape = ("radius.control", "radius.surface", "font.weight.heading", "space.6")
    for one, other in combinations(looks, 2):
        mine, theirs = looks[one], looks[other]
        differing = [p for p in shape if mine[p].css() != theirs[p].css()]
        assert mine["edge.size"].shape != theirs["edge.size"].shape, (one, other)
        assert differing, (one, other)
        for scheme in ("light", "dark"):
            assert any(
                mine[f"color.brand.{part}"].css(scheme) != theirs[f"color.brand.{part}"].css(scheme)
                for part in ("header", "footer")
            ), (one, other, scheme)


@pytest.mark.parametrize("theme", [None, *tokens.themes()])
def test_headings_are_bold_in_every_face_and_never_lighter_than_labels(theme):
    known = tokens.load(theme)
    heading, label = (known[f"font.weight.{name}"].values["light"] for name in ("heading", "label"))
    # A system with two weights draws the nearer one: from 550 on, the bold one.
    assert 550 <= label <= heading


def test_every_theme_that_ships_has_its_city():
    assert set(CITIES) == set(tokens.themes())


@pytest.mark.parametrize("theme", tokens.themes())
def test_a_theme_that_ships_is_whole(theme):
    from citydesign import themes

    themes.require(theme)
