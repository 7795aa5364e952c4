"""Where in the tree a request is, and what can be reached from there."""

import itertools
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from citydesign import CityDesignError
from citydesign.identity import Person
from citydesign.navigation import Page, Place, Tree
from citydesign.urls import is_local, refused

LANGUAGES = ["fi", "sv", "en"]
STAFF = Person("1", "Aino Virtanen", {"staff"})
RESIDENT = Person("2", "Mikael Nyström")


def page(name, url, *pages, **options):
    return Page(name, url, pages, **options)


TREE = Tree(
    page(
        {"fi": "Etusivu", "sv": "Startsida", "en": "Home"},
        {"fi": "/", "sv": "/sv/", "en": "/en/"},
        page(
            {"fi": "Perheet", "sv": "Familjer"},
            {"fi": "/perheet", "sv": "/sv/familjer/"},
            page({"fi": "Maksut"}, {"fi": "/perheet/maksut"}),
            page("Staff", "/perheet/staff", page("Day", "/perheet/staff/day"), roles={"staff"}),
            page("Topic", "/perheet?topic=a"),
        ),
        page("Sign in", "/sign-in", signed_in=False),
        page("My page", "/mine", signed_in=True),
    ),
    LANGUAGES,
)


def trail(place):
    return [node.entries[place.language].text for node in place.trail]


@pytest.mark.parametrize(
    ("target", "language", "names", "exact"),
    [
        ("/", "fi", ["Etusivu"], True),
        ("/sv", "sv", ["Startsida"], True),
        ("/sv/familjer", "sv", ["Startsida", "Familjer"], True),
        ("/perheet/maksut/?a=1#b", "fi", ["Etusivu", "Perheet", "Maksut"], True),
        ("/perheet/%6daksut", "fi", ["Etusivu", "Perheet", "Maksut"], True),
        ("/en/../perheet", "fi", ["Etusivu", "Perheet"], True),
        ("/perheet?topic=a", "fi", ["Etusivu", "Perheet", "Topic"], True),
        ("/perheet?topic=b", "fi", ["Etusivu", "Perheet"], True),
        ("/sv/familjer/avgifter/2027", "sv", ["Startsida", "Familjer"], False),
        ("/perheet/maksut/" + "x/" * 5000, "fi", ["Etusivu", "Perheet", "Maksut"], False),
        ("/perheetx", "fi", ["Etusivu"], False),
        ("/en/nothing", "en", ["Home"], False),
    ],
)
def test_a_request_finds_its_page_or_the_nearest_above(target, language, names, exact):
    place = Place(TREE, target)
    assert (place.language, trail(place), place.exact) == (language, names, exact)
    assert (place.page is not None) == exact


def test_the_request_says_the_language_where_the_address_does_not():
    assert Place(TREE, "/mine", language="sv").language == "sv"
    assert Place(TREE, "/mine", language="de").language == "fi"
    assert Place(TREE, "/mine").language == "fi"
    assert Place(TREE, "/sv/", language="en").language == "sv"


def test_below_a_path_pages_are_found_and_links_lead_back():
    for root in ("/city", "/city/", "/c%69ty"):
        place = Place(TREE, "/city/perheet/maksut", root=root)
        assert place.exact
        assert place.url(place.trail[-1]) == "/city/perheet/maksut"
        assert place.url(place.trail[0], "sv") == "/city/sv/"


@pytest.mark.parametrize(
    ("person", "names", "exact", "beside"),
    [
        (None, ["Etusivu", "Perheet"], False, ["Perheet", "Sign in"]),
        (RESIDENT, ["Etusivu", "Perheet"], False, ["Perheet", "My page"]),
        (STAFF, ["Etusivu", "Perheet", "Staff", "Day"], True, ["Perheet", "My page"]),
    ],
)
def test_nobody_is_led_to_a_page_that_they_may_not_see(person, names, exact, beside):
    place = Place(TREE, "/perheet/staff/day", person=person)
    assert (trail(place), place.exact) == (names, exact)
    shown = [node.entries["fi"].text for node in place.below(TREE.front)]
    assert shown == beside


def test_the_next_page_is_one_that_the_reader_sees():
    fees = Place(TREE, "/perheet/maksut")
    assert fees.before() is None
    assert fees.after().entries["fi"].text == "Topic"
    staff = Place(TREE, "/perheet/maksut", person=STAFF)
    assert staff.after().entries["fi"].text == "Staff"
    topic = Place(TREE, "/perheet?topic=a", person=STAFF)
    assert topic.before().entries["fi"].text == "Staff"
    assert topic.after() is None
    for nowhere in (Place(TREE, "/"), Place(TREE, "/nothing")):
        assert nowhere.before() is None
        assert nowhere.after() is None


def test_what_lacks_a_language_leads_to_the_nearest_above():
    fees = Place(TREE, "/perheet/maksut")
    assert fees.translated("fi").entries["fi"].text == "Maksut"
    assert fees.translated("sv").entries["sv"].text == "Familjer"
    assert fees.translated("en").entries["en"].text == "Home"


def test_a_site_without_a_page_at_its_root_still_has_its_menus():
    tree = Tree(Page("City", "https://www.tampere.fi/", [Page("Apply", "/apply")]))
    place = Place(tree, "/nothing")
    assert trail(place) == ["City"]
    assert not place.exact
    assert place.url(place.trail[0]) == "https://www.tampere.fi/"


def test_a_tree_may_be_deeper_than_pythons_stack():
    node = Page("Last", "/last")
    for number in range(3000):
        node = Page(f"Page {number}", f"/{number}", [node])
    tree = Tree(node)
    assert len(tree) == 3001
    assert len(Place(tree, "/last").trail) == 3001


# Trees of every shape: each page a list of those below it.
SHAPES = st.recursive(st.just([]), lambda inner: st.lists(inner, max_size=4), max_leaves=25)
OPTIONS = st.fixed_dictionaries(
    {
        "menus": st.sampled_from([("main",), (), ("main", "footer"), ("legal",)]),
        "signed_in": st.sampled_from([None, None, None, True, False]),
        "spoken": st.sets(st.sampled_from(LANGUAGES), min_size=1),
        "service": st.booleans(),
    }
)
PEOPLE = st.sampled_from([None, RESIDENT, STAFF])


@st.composite
def trees(draw):
    names = itertools.count()

    def grow(shape, above):
        number = next(names)
        options = draw(OPTIONS)
        spoken = options.pop("spoken")
        if above is None:
            spoken, options["signed_in"] = set(LANGUAGES), None
        url = "" if above is None else f"{above}/{number}"
        return Page(
            {tag: f"{number} {tag}" for tag in spoken},
            {tag: f"/{tag}{url}/" for tag in spoken},
            [grow(child, url) for child in shape],
            **options,
        )

    return Tree(grow(draw(SHAPES), None), LANGUAGES)


def seen_by(node, person):
    """Whether each page on the way is for this person, asked page by page."""
    for step in node.path():
        wanted = step.page.signed_in
        if wanted is not None and wanted is not (person is not None):
            return False
    return True


@settings(deadline=None)
@given(trees(), PEOPLE)
def test_every_page_is_found_at_its_address_by_whoever_may_see_it(tree, person):
    for node in tree:
        for language, entry in node.entries.items():
            place = Place(tree, entry.url, person=person)
            if seen_by(node, person):
                assert place.page is node
            else:
                assert place.page is None
                assert place.trail[-1] in node.path()
            assert all(seen_by(step, person) for step in place.trail)
            assert place.language == language


@settings(deadline=None)
@given(trees(), PEOPLE)
def test_a_list_holds_what_its_reader_sees_in_the_order_of_the_declaration(tree, person):
    for parent in tree:
        if not seen_by(parent, person):
            continue
        for language in LANGUAGES:
            listed = list(parent.below(language).shown(person))
            asked = [
                node
                for node in tree
                if node.parent is parent and "main" in node.page.menus
                and language in node.entries and seen_by(node, person)
            ]  # fmt: skip
            assert listed == asked
            for before, after in itertools.pairwise(listed):
                assert parent.below(language).after(before, person) is after
                assert parent.below(language).before(after, person) is before
            if listed:
                assert parent.below(language).before(listed[0], person) is None
                assert parent.below(language).after(listed[-1], person) is None
    for language in LANGUAGES:
        marked = list(tree.marked("footer", language).shown(person))
        assert marked == [
            node
            for node in tree
            if "footer" in node.page.menus and language in node.entries and seen_by(node, person)
        ]


@settings(deadline=None)
@given(trees(), st.text(max_size=40), PEOPLE)
def test_nothing_that_a_browser_sends_is_an_error(tree, text, person):
    place = Place(tree, text, person=person)
    assert place.trail[0] is tree.front
    assert place.language in LANGUAGES


@settings(deadline=None)
@given(trees())
def test_in_an_index_each_name_is_below_its_letter_and_in_order(tree):
    for language in LANGUAGES:
        arranged = tree.by_letter(language, "ABC")
        assert list(arranged) == ["A", "B", "C", ""]
        listed = [node for listing in arranged.values() for node in listing.shown(STAFF)]
        asked = {
            node
            for node in tree
            if node is not tree.front and node.page.menus and language in node.entries
            and seen_by(node, STAFF)
        }  # fmt: skip
        assert set(listed) == asked
        assert len(listed) == len(asked)


def test_letters_are_in_the_order_of_the_language():
    names = [
        "Öljy",
        "Äiti",
        "Åbo",
        "zoo",
        "Elo",
        "Éclair",
        "7 päivää",
        "Ы",
        "eläin",
        "\xadElokuva",
        "—",
    ]
    tree = Tree(Page("Home", "/", [Page(name, f"/{n}") for n, name in enumerate(names)]))

    def index(alphabet):
        found = tree.by_letter("en", alphabet)
        return {
            letter: [node.entries["en"].text for node in listing.shown(None)]
            for letter, listing in found.items()
            if list(listing.shown(None))
        }

    finnish = index("ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ")
    assert list(finnish) == ["E", "Z", "Å", "Ä", "Ö", ""]
    assert finnish["E"] == ["Éclair", "Elo", "\xadElokuva", "eläin"]
    assert finnish[""] == ["—", "7 päivää", "Ы"]
    english = index("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert list(english) == ["A", "E", "O", "Z", ""]
    assert english["A"] == ["Åbo", "Äiti"]
    assert tree.by_letter("en", "AB") is tree.by_letter("en", "AB")


@given(st.text(alphabet=st.sampled_from("/\\.\t:?#ab%5C"), max_size=12))
@example("//evil.example/")
def test_the_address_of_a_request_never_leads_to_another_site(target):
    place = Place(TREE, target)
    assert refused(place.own_url) is None
    assert is_local(place.own_url)
    assert Place(TREE, place.own_url).path == place.path


def test_a_page_belongs_to_its_service_or_else_to_its_section():
    inner = page("Inner", "/a/b", page("Last", "/a/b/c"), service=True, languages=["en"])
    tree = Tree(
        page("Home", "/", page("Outer", "/a", inner, service=True), page("Other", "/d")),
        ["en", "fi"],
    )

    def names(target):
        place = Place(tree, target, language="en")
        return [node and node.page.text for node in (place.service, place.section)]

    assert names("/a/b/c") == ["Inner", "Inner"]
    assert names("/a") == ["Outer", "Outer"]
    assert names("/d") == [None, "Other"]
    assert names("/") == [None, "Home"]
    # Who reads Finnish is led to a service that exists in Finnish.
    assert Place(tree, "/a/b/c", language="fi").service.page.text == "Outer"


def test_a_menu_of_the_whole_site_shows_what_its_reader_may_see():
    tree = Tree(
        page("Home", "/", page("Law", "/a", menus=["legal"]),
             page("Desk", "/b", page("Rules", "/b/c", menus=["legal"]), roles={"staff"}))
    )  # fmt: skip
    for person, names in ((None, ["Law"]), (STAFF, ["Law", "Rules"])):
        shown = Place(tree, "/", person=person).marked("legal")
        assert [node.page.text for node in shown] == names


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((None, "/"), "tree is None; give a citydesign.navigation.Tree"),
        ((TREE, None), "target is None; give a path such as '/families?year=2027'"),
        ((TREE, "/", "Aino"), "person is 'Aino'; give a citydesign.identity.Person, or None"),
    ],
)
def test_a_place_of_something_else_is_refused(arguments, told):
    tree, target, *person = arguments
    with pytest.raises(CityDesignError, match=re.escape(told)):
        Place(tree, target, person=person[0] if person else None)
