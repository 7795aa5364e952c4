"""A tree whose addresses are those of the site's own routes."""

import re

import pytest

from citydesign import CityDesignError
from citydesign.navigation import Page, Route, Tree, from_routes

ROUTES = [
    Route("start", "/{language}/"),
    Route("apply", "/{language}/apply"),
    Route("apply", "/{language}/apply/again"),
    Route("fees", "/{language}/apply/fees/2027"),
    Route("place", "/{language}/{service}/"),
    Route("staff", {"fi": "/henkilosto/", "sv": "/personal/"}),
    Route("day", {"fi": "/henkilosto/paiva", "sv": "/personal/dag"}),
]


def outline(page):
    return {page.text: [outline(child) for child in page.pages]} if page.pages else page.text


def test_a_page_is_below_the_nearest_address_above_its_own():
    front = from_routes(
        ROUTES,
        {
            "start": Page("Start"),
            "day": Page("Day"),
            "fees": Page("Fees"),
            "apply": Page("Apply"),
            "staff": Page("Staff"),
            "law": Page("Data protection", "https://www.tampere.fi/apply/x"),
            "deep": Page("Deep", "/{language}/apply/fees/2027/deep/", [Page("Own", "/own")]),
        },
    )
    assert outline(front) == {
        "Start": [
            {"Apply": [{"Fees": [{"Deep": ["Own"]}]}]},
            {"Staff": ["Day"]},
            "Data protection",
        ]
    }
    tree = Tree(front, ["fi", "sv"])
    assert len(tree) == 8
    assert front.pages[1].in_language("sv") == ("Staff", "/personal/")
    assert front.pages[0].in_language("sv") == ("Apply", "/sv/apply")


def test_pages_whose_addresses_have_nothing_above_are_below_the_first():
    front = from_routes([], {"a": Page("A", "/a/b"), "b": Page("B", "/"), "c": Page("C", "/c")})
    assert outline(front) == {"A": [{"B": ["C"]}]}


@pytest.mark.parametrize(
    ("pages", "told"),
    [
        ({}, "from_routes takes pages by the name of their route"),
        ([Page("Start")], "from_routes takes pages by the name of their route"),
        ({"start": "Start"}, "from_routes: 'start' is 'Start'; give a Page"),
        ({"strt": Page("Start")}, "page 'Start': there is no route 'strt'; did you mean 'start'?"),
        (
            {"place": Page("Place")},
            "page 'Place': the route 'place' answers many addresses, by {service}; give the url of",
        ),
    ],
)
def test_a_wrong_route_is_refused(pages, told):
    with pytest.raises(CityDesignError, match=re.escape(told)):
        from_routes(ROUTES, pages)


@pytest.mark.parametrize("routes", [object(), ["/start"], [*ROUTES, "/start"]])
def test_what_are_no_routes_is_refused(routes):
    with pytest.raises(CityDesignError, match="among the routes; give citydesign"):
        from_routes(routes, {"start": Page("Start")})
