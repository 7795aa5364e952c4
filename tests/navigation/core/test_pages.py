"""What is wrong with a page is reported where it is declared."""

import re

import pytest

from citydesign import CityDesignError
from citydesign.navigation import Page, Tree


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"text": ""}, "the text is ''; give one that can be read"),
        ({"text": {"fi": "\u2800"}}, "the text is '\u2800'"),
        ({"text": None}, "the text is None"),
        ({"text": "A", "url": 3}, "the address is 3; give a path such as '/daycare'"),
        ({"text": "A", "url": " "}, "the address is ' '; give a path"),
        ({"text": "A", "url": "daycare"}, "begin it with a slash, or with https://"),
        ({"text": "A", "url": "javascript:alert(1)"}, "javascript: leads nowhere safe"),
        ({"text": "A", "url": "//evil.example"}, "// leads nowhere safe"),
        ({"text": "A", "url": {"fi": "/{id}"}}, "only {language} may be in braces, not '{id}'"),
        ({"text": "A", "url": "/{language"}, "not '{language'"),
        ({"text": "A", "pages": "B"}, "pages is 'B'; give a list of pages"),
        ({"text": "A", "pages": ["B"]}, "pages has 'B' in it; give a list of pages"),
        ({"text": "A", "pages": {"b": Page("B")}}, "give a list of pages"),
        ({"text": "A", "pages": 3}, "pages is 3; give a list of pages"),
        ({"text": "A", "menus": "main"}, "menus is 'main'; give a list of names of menus"),
        ({"text": "A", "menus": ["foter"]}, "there is no menu 'foter'; did you mean 'footer'?"),
        ({"text": "A", "menus": [1]}, "menus has 1 in it"),
        ({"text": "A", "roles": "staff"}, "roles is 'staff'; give a list of roles"),
        ({"text": "A", "roles": {"staff"}, "signed_in": False}, "leave out one of the two"),
        ({"text": "A", "service": "yes"}, "service and signed_in are true or false"),
        ({"text": "A", "signed_in": 1}, "service and signed_in are true or false"),
        ({"text": "A", "languages": "fi"}, "languages is 'fi'; give a list of language tags"),
    ],
)
def test_a_wrong_page_is_refused(arguments, told):
    with pytest.raises(CityDesignError, match=re.escape(told)) as error:
        Page(**arguments, where="site.toml:7")
    assert str(error.value).startswith("site.toml:7: page ")
    assert "\n" not in str(error.value)


def test_a_page_without_a_place_is_named_by_its_text():
    assert str(Page({"fi": "Maksut"})) == "page 'Maksut'"


def front(*pages, **options):
    return Page(options.pop("text", "Home"), "/", pages, **options)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: Tree("Home"), "Tree takes the front page, a citydesign.navigation.Page, not 'Home'"),
        (lambda: Tree(front(), "fi"), "give a list of language tags"),
        (lambda: Tree(front(), ["fi", "FI"]), "are one language tag"),
        (lambda: Tree(front(), site="www.tampere.fi"), "site is 'www.tampere.fi'; give an address"),
        (lambda: Tree(front(), site=3), "site is 3"),
        (lambda: Tree(front(roles={"staff"})), "the front page is for everybody"),
        (
            lambda: Tree(front(text={"fi": "Etusivu"}), ["fi", "sv"]),
            "the front page is needed in each language; it lacks 'sv'",
        ),
        (lambda: Tree(Page("Home")), "page 'Home': it has no address; give url"),
        (lambda: Tree(front(Page("Fees"))), "page 'Fees': it has no address; give url"),
        (
            lambda: Tree(front(Page({"fi": "Maksut"}, {"sv": "/avgifter"})), ["fi", "sv"]),
            "page 'Maksut': no language has both its text and its address",
        ),
        (
            lambda: Tree(front(Page({"fi": "Maksut", "swe": "Avgifter"}, "/a")), ["fi", "sv"]),
            "'swe' is no language of the site; known: fi, sv",
        ),
        (
            lambda: Tree(front(Page("Fees", "/fees", languages=["de"]))),
            "'de' is no language of the site",
        ),
        (
            lambda: Tree(front(Page("Fees", "/fees/"), Page("Prices", "/%66ees"))),
            "page 'Prices': /%66ees is the address of page 'Fees' too; give each its own",
        ),
        (
            lambda: Tree(
                front(
                    Page("Statement", "/a", menus=["accessibility"]),
                    Page("Claims", "/b", menus=["accessibility"]),
                )
            ),
            "page 'Claims': page 'Statement' is in the menu 'accessibility' already; keep one",
        ),
    ],
)  # fmt: skip
def test_a_wrong_tree_is_refused(make, told):
    with pytest.raises(CityDesignError, match=re.escape(told)) as error:
        make()
    assert "\n" not in str(error.value)


def test_nobody_changes_a_tree_that_is_built():
    pages = [Page("Fees", "/fees")]
    tree = Tree(Page("Home", "/", pages))
    pages.append(Page("Apply", "/apply"))
    assert len(tree) == 2
    assert len(tree.front.page.pages) == 1


def test_the_same_address_elsewhere_is_another_page():
    places = [
        "https://a.example/x",
        "https://b.example/x",
        "/x#one",
        "/x#two",
        "/x",
        "/x?b=1",
        "/x?b=2",
    ]
    tree = Tree(front(*(Page(f"Page {n}", url) for n, url in enumerate(places))))
    assert len(tree) == 8


def test_all_pages_below_one_are_walked_from_the_top():
    tree = front(Page("A", "/a", [Page("B", "/b"), Page("C", "/c")]), Page("D", "/d"))
    assert [page.text for page in tree.walk()] == ["Home", "A", "B", "C", "D"]
