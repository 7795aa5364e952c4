"""What is wrong with a tree is found before anybody has lost their way in it."""

import pytest

from citydesign.navigation import Page, faults
from citydesign.navigation.core.faults import MOST_IN_A_NAME, MOST_IN_A_WORD, MOST_LEVELS


def found(*pages, languages=("fi", "sv"), **options):
    names = {"fi": "Etusivu", "sv": "Startsida"}
    front = Page(names, "/{language}/", pages, **options)
    return [str(fault).removeprefix("page ") for fault in faults(front, languages)]


def two(fi, sv, url, *pages, **options):
    return Page({"fi": fi, "sv": sv}, f"/{{language}}{url}", pages, **options)


def test_a_good_tree_has_no_faults():
    assert not found(
        two(
            "Perheet", "Familjer", "/a",
            two("Maksut", "Avgifter", "/a/b"),
            Page("Kela", "https://www.kela.fi/", languages=["fi"]),
            Page("FPA", "https://www.fpa.fi/", languages=["sv"]),
            service=True, menus=["main", "footer"],
        ),
        two("Vapaa-aika", "Fritid", "/c", two("Maksut", "Avgifter", "/c/b")),
        two("Oma sivu", "Min sida", "/d", two("Oma", "Egen", "/d/e", roles={"staff"}), signed_in=True),
        two("Kuitti", "Kvitto", "/e", menus=()),
        two("Kuitti", "Kvitto", "/f", menus=()),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("page", "told"),
    [
        (
            Page({"fi": "Maksut"}, "/{language}/a"),
            ["'Maksut': no text in 'sv'; write it, or say languages = ['fi'] if the page does not "
             "exist in that language"],
        ),
        (
            Page({"fi": "Maksut"}, {"fi": "/a"}),
            ["'Maksut': no text and no url in 'sv'; write it, or say languages = ['fi'] if the page "
             "does not exist in that language"],
        ),
        (
            Page({"fi": "Maksut", "sv": "Avgifter"}, {"fi": "/a"}),
            ["'Maksut': no url in 'sv'; write it, or say languages = ['fi'] if the page does not "
             "exist in that language"],
        ),
        (
            Page({"fi": "Maksut", "sv": "Avgifter", "se": "Divvagat"}, "/{language}/a"),
            ["'Maksut': 'se' is no language of the site; did you mean 'sv'?"],
        ),
        (
            two("Perheet", "Familjer", "/"),
            ["'Perheet': /fi/ is the address of page 'Etusivu' too; give each its own",
             "'Perheet': /sv/ is the address of page 'Etusivu' too; give each its own"],
        ),
        (
            two("Perheet", "Familjer", "/a", two("Maksut", "Avgifter", "/a/b"),
                two("MAK\xadSUT", "Priser", "/a/c"), two("Muu", "Priser ", "/a/d"), two("Muu ", "D", "/e", menus=())),
            ["'MAKSUT': 'MAKSUT' (fi) is the name of page 'Maksut' beside it too; say what differs",
             "'Muu': 'Priser' (sv) is the name of page 'MAKSUT' beside it too; say what differs"],
        ),
        (
            Page({"fi": "Maksut"}, "/{language}/a", [two("Alennus", "Rabatt", "/a/b")], languages=["fi"]),
            ["'Alennus': no menu leads to it in 'sv', because page 'Maksut' does not exist in that "
             "language; translate that page, or move this one up"],
        ),
        (
            two("Tunnistaudu", "Logga in", "/a", two("Oma", "Egen", "/a/b", roles={"staff"}), signed_in=False),
            ["'Oma': nobody sees it: one page on the way is only for whoever is signed in, another "
             "only for whoever is not; change signed_in or roles"],
        ),
        (
            two("Perheet", "Familjer", "/a", Page("Kela", "/a/b", languages=["fi"]), service=True),
            ["'Perheet': a service has no pages below it in 'sv'; add one, or take out service"],
        ),
        (
            two("Perheet", "Familjer", "/a", two("Maksut", "Avgifter", "/a/b", menus=()), menus=["footer"]),
            ["'Perheet': a column of the footer has no pages below it in 'fi'; add one, or take out footer",
             "'Perheet': a column of the footer has no pages below it in 'sv'; add one, or take out footer"],
        ),
    ],
)  # fmt: skip
def test_each_fault_says_what_is_wrong_and_what_to_do(page, told):
    assert found(page) == told


def test_a_front_page_is_looked_at_too():
    assert found(service=True) == [
        "'Etusivu': a service has no pages below it in 'fi'; add one, or take out service",
        "'Etusivu': a service has no pages below it in 'sv'; add one, or take out service",
    ]


def test_levels_too_deep_are_told_once():
    page = two("Z", "Z", "/z")
    for number in range(MOST_LEVELS - 1):
        page = two(f"{number}", f"{number}", f"/{number}", page)
    assert not found(page)
    (told,) = found(two("A", "A", "/a", two("B", "B", "/b", page)))
    assert told == "'0': 5 levels below the front page; move it up to 4"


def test_names_that_a_phone_has_no_room_for_are_told():
    just = ("a" * (MOST_IN_A_WORD - 1) + " ") * 3
    assert not found(two(just[:MOST_IN_A_NAME], "A", "/a"))
    (told,) = found(two(just[:MOST_IN_A_NAME - 2] + " bcd", "A", "/a"))  # fmt: skip
    assert f"has {MOST_IN_A_NAME + 2} characters; a phone has room for {MOST_IN_A_NAME}" in told
    word = "Varhaiskasvatushakemuksesi"
    assert len(word) == MOST_IN_A_WORD + 1
    (told,) = found(two(word, "A", "/a"))
    assert (
        "'Varhaiskasvatushakemuksesi' (fi) has 26 letters in a row, a phone has room for 25" in told
    )
    assert "write a soft hyphen (\\u00AD)" in told
    for broken in (
        "Varhaiskasvatus\xadhakemuksesi",
        "Varhaiskasvatus-hakemuksesi",
        "Varhaiskasvatus/hakemuksesi",
    ):
        assert not found(two(broken, "A", "/a"))


def test_where_a_page_is_declared_is_said():
    page = Page("Fees", "/", where="site.toml:7")
    (fault,) = faults(Page("Home", "/", [page], where="site.toml:2"), ["en"])
    assert str(fault) == (
        "site.toml:7: page 'Fees': / is the address of site.toml:2: page 'Home' too; give each its "
        "own"
    )
