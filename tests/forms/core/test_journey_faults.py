"""What is wrong with a journey is named before a resident meets it, with file and line."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.forms.core.daycare import FORM, children, daycare, page

from citydesign.errors import CityDesignError
from citydesign.forms.core.journey import Journey, Kept, Stop, Way, faults, read

FILE = Path("daycare.toml")


def found(*pages: Any, many: Any = (), **more: Any) -> list[str]:
    journey = Journey(name="permit", title="Permit", pages=pages, **more)
    return [str(fault) for fault in faults(journey, many)]


def stop(name: str = "no", **more: Any) -> Stop:
    given = {"title": "Not here", "text": "Ask elsewhere.", "url": "/", "link": "Elsewhere"}
    return Stop(name=name, **{**given, **more})


@pytest.mark.parametrize("tasks", [False, True])
def test_a_journey_that_is_right_has_no_faults(tasks: bool) -> None:
    assert list(faults(daycare(tasks))) == []


CONTRADICTION = "page 'b': nobody reaches it: its condition contradicts itself; change when"


@pytest.mark.parametrize(
    "when",
    [
        {"a.x": "1", "not": {"a.x": "1"}},
        {"a.x": ["1", "2"], "not": {"a.x": ["1", "2", "3"]}},
        {"a.x": "1", "not": {"a.x": True}},
        {"a.x": "1", "any": [{"a.x": "2"}, {"a.x": "3"}]},
        {"not": {"any": [{"a.x": True}, {"a.x": False}]}},
    ],
)
def test_a_condition_that_contradicts_itself_is_found(when: Any) -> None:
    assert found(page("a"), page("b", when=when)) == [CONTRADICTION]


@pytest.mark.parametrize(
    "when",
    [
        {"a.x": ["1", "2"], "not": {"a.x": "1"}},
        {"a.x": "1", "any": [{"a.x": "2"}, {"a.y": "2"}]},
        {"not": {"a.x": "1", "a.y": "1"}},
        {"a.x": True, "not": {"a.x": "1"}},
        {"a.x": False, "not": {"a.x": "1"}},
    ],
)
def test_a_condition_that_some_answer_fulfils_is_none(when: Any) -> None:
    assert found(page("a"), page("b", when=when)) == []


def test_two_answers_at_once_are_possible_where_several_can_be_chosen() -> None:
    when = {"a.x": "1", "any": [{"a.x": "2"}]}
    pages = [page("a"), page("b", when=when)]
    assert found(*pages) == [CONTRADICTION]
    assert found(*pages, many=[("a", "x")]) == []
    pages = [page("a", group="children"), page("b", when=when)]
    assert found(*pages, groups=[children()]) == [], "two children answer differently"
    pages = [page("a", group="children"), page("b", group="children", when=when)]
    assert found(*pages, groups=[children()]) == [CONTRADICTION], "one child does not"
    when = {"a.x": "1", "not": {"a.x": ["1", "2"]}}
    assert found(page("a"), page("b", when=when), many=[("a", "x")]) == [CONTRADICTION]


def test_a_page_that_waits_for_one_that_is_never_asked_with_it_is_found() -> None:
    assert found(
        page("a"), page("b", when={"a.x": "1"}), page("c", when={"b.y": "1", "a.x": "2"})
    ) == [
        "page 'c': nobody reaches it: what it waits for is asked only where its condition does "
        "not hold; change when"
    ]


def test_nothing_is_reached_behind_a_stop_that_stops_everybody() -> None:
    everybody = stop(when={"any": [{"a.x": True}, {"a.x": False}]})
    assert found(page("a"), everybody, page("b")) == [
        "page 'b': nobody reaches it: every way ends at a stop before it; change a condition",
        "journey 'permit': nobody can send it: every way ends at a stop; change a condition",
    ]


def test_a_page_only_for_those_who_were_stopped_is_found() -> None:
    assert found(page("a"), stop(when={"a.x": "1"}), page("b", when={"a.x": "1"})) == [
        "page 'b': nobody reaches it: what it waits for is asked only where its condition does "
        "not hold; change when"
    ]


def test_a_stop_that_leads_nowhere_is_a_dead_end() -> None:
    assert found(page("a"), stop(when={"a.x": "1"}, url=None, link=None)) == [
        "stop 'no': a dead end: nothing leads on from it; give it url and link"
    ]


def test_a_group_that_is_never_asked_is_found_with_its_pages() -> None:
    group = children(when={"a.x": "1", "not": {"a.x": "1"}})
    texts = found(page("a"), page("b", group="children"), groups=[group])
    assert [text.partition(":")[0] for text in texts] == ["group 'children'", "page 'b'"]


def test_a_text_that_a_language_lacks_is_found() -> None:
    from citydesign.forms.core.journey import Page

    one = Page(name="a", title={"fi": "Koti", "en": "Home"}, form=FORM)
    two = Page(name="b", title={"fi": "Koti", "sv": "Hem", "uk": "Дім"}, form=FORM)
    assert found(one, two, languages=["fi", "sv"]) == [
        "page 'a': no title in 'sv'; write it",
        "page 'a': title is in 'en', which the journey is not offered in; add the language to "
        "languages, or take the text out",
        "page 'b': title is in 'uk', which the journey is not offered in; add the language to "
        "languages, or take the text out",
    ]


def test_who_could_only_be_let_through_by_a_page_that_nobody_sees_is_stopped() -> None:
    unseen = page("b", when={"a.x": "1", "not": {"a.x": "1"}})
    assert found(page("a"), unseen, stop(when={"b.x": False}))[1:] == [
        "journey 'permit': nobody can send it: every way ends at a stop; change a condition"
    ]


VALUES = ["1", "2"]
CONDITIONS = st.recursive(
    st.one_of(
        st.builds(
            lambda f, v: {f: v},
            st.sampled_from(["a.x", "a.y", "b.x"]),
            st.one_of(st.sampled_from(VALUES), st.booleans(), st.just(VALUES)),
        ),
    ),
    lambda inner: st.one_of(
        st.builds(lambda one: {"not": one}, inner),
        st.builds(lambda some: {"any": some}, st.lists(inner, min_size=1, max_size=2)),
        st.builds(lambda one, two: {"not": {"not": one}, "any": [two]}, inner, inner),
    ),
    max_leaves=4,
)


@given(CONDITIONS, CONDITIONS, CONDITIONS)
def test_a_page_is_called_unreachable_exactly_when_no_answers_lead_to_it(
    b_when: Any, stop_when: Any, c_when: Any
) -> None:
    """Tried out with all answers that there are."""

    def earlier(when: Any) -> Any:
        # The second page can't ask itself.
        text = repr(when).replace("b.x", "a.z")
        return eval(text)

    pages = [
        page("a"),
        page("b", when=earlier(b_when)),
        stop(when=stop_when),
        page("c", when=c_when),
    ]
    journey = Journey(name="permit", title="Permit", pages=pages)
    said = {fault.part.name for fault in faults(journey) if "nobody" in fault.text}
    reached, sendable = set(), False
    answers = [[], ["1"], ["2"], ["other"]]
    for x, y, z, other in product(answers, repeat=4):
        kept = Kept().answered("a", {"x": x, "y": y, "z": z}).answered("b", {"x": other})
        way = Way(journey, kept)
        reached |= {place.key for place in way.places}
        sendable |= way.stop is None
    assert said == {"a", "b", "no", "c"} - reached | (set() if sendable else {"permit"})


DECLARED = """\
name = "daycare"
title = { fi = "Hae varhaiskasvatukseen", en = "Apply for early childhood education" }
languages = ["fi", "en"]
tasks = true

[[pages]]
name = "home"
title = "Home"
form = "daycare.forms:Home"
section = "you"

[[ pages ]]
name = "elsewhere"
title = "Elsewhere"
text = "Ask your own municipality."
url = "https://city.example/"
link = "All municipalities"
section = "you"
when = { home.where = "there" }

[[pages]]
name = "child"
title = "Child"
form = "daycare.forms:Child"
group = "children"
section = "family"
when = { any = [{ home.where = "here" }, { "home.old" = true }] }

[groups.children]
title = "Children"
entry = "Child"
most = 8

[sections.you]
title = "You"

[sections.family]
title = "Family"
"""


def test_a_file_says_where_letters_and_codes_go() -> None:
    where = 'contact = "home.email"\nphone = "home.phone"\n'
    journey = read(where + DECLARED, FILE)
    sent = {"home": {"email": [" aino@example.fi "], "phone": [""]}}
    assert journey.told("contact", sent) == "aino@example.fi"
    assert journey.told("phone", sent) is None
    copied = {"home": {"email": ("\u200b aino@example.fi\u202c",)}}
    assert journey.told("contact", copied) == "aino@example.fi", "a letter finds its way"
    assert journey.told("contact", {}) is None, "the page was not asked"
    assert read(DECLARED, FILE).told("contact", sent) is None


def test_a_file_declares_the_same_as_python() -> None:
    journey = read(DECLARED, FILE)
    assert [one.name for one in journey.pages] == ["home", "elsewhere", "child"]
    assert [one.where for one in journey.pages] == [f"daycare.toml:{n}" for n in (6, 12, 21)]
    assert (journey.groups[0].where, journey.groups[0].most) == ("daycare.toml:29", 8)
    assert [one.where for one in journey.sections] == ["daycare.toml:34", "daycare.toml:37"]
    assert (journey.where, journey.tasks) == ("daycare.toml:1", True)
    assert journey.languages == ("fi", "en")
    assert list(faults(journey)) == []
    kept = Kept().answered("home", {"where": ["here"]})
    assert Way(journey, kept).is_open("children/1/child")


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ('name = "daycare"', 'nam = "daycare"', "daycare.toml:1: there is no 'nam'; did you mean 'name'?"),
        ('name = "daycare"\n', "", "daycare.toml:1: there is no name; give it one"),
        ("tasks = true", 'tasks = "yes"', "daycare.toml:4: tasks is true or false"),
        ('languages = ["fi", "en"]', 'languages = "fi"', "daycare.toml:3: languages is 'fi'; give a list"),
        ('languages = ["fi"', 'contact = 3\nlanguages = ["fi"', "daycare.toml:3: contact is 3; name a page and its field"),
        ('languages = ["fi"', 'contact = "home"\nlanguages = ["fi"', "daycare.toml:1: journey 'daycare': contact is 'home'; name a page and its field"),
        ('languages = ["fi"', 'contact = "hme.a"\nlanguages = ["fi"', "daycare.toml:1: journey 'daycare': there is no page 'hme'; did you mean 'home'?"),
        ('languages = ["fi"', 'contact = "child.a"\nlanguages = ["fi"', "daycare.toml:1: journey 'daycare': contact asks a page of a group"),
        ('languages = ["fi"', 'phone = "home.a"\nlanguages = ["fi"', "daycare.toml:1: journey 'daycare': a phone gets only codes"),
        ('languages = ["fi"', 'needs = "x"\nlanguages = ["fi"', "daycare.toml:3: needs is 'x'; give a list of texts"),
        ('languages = ["fi"', 'next = [" "]\nlanguages = ["fi"', "daycare.toml:1: journey 'daycare': next 1 is ' '; give a text"),
        ('languages = ["fi"', 'lead = 3\nlanguages = ["fi"', "daycare.toml:1: journey 'daycare': lead is 3; give a text"),
        ('form = "daycare.forms:Home"', "", "daycare.toml:6: give a page its form, or a stop its text"),
        ('form = "daycare.forms:Home"', 'form = "daycare"', "daycare.toml:6: page 'home': the form is"),
        ('text = "Ask', 'txt = "Ask', "daycare.toml:12: give a page its form"),
        ('link = "All', 'lnk = "All', "daycare.toml:12: a stop has no 'lnk'; did you mean 'link'?"),
        ('when = { home.where = "there" }', "", "daycare.toml:12: the stop has no when; give it one"),
        ('title = "Child"\n', "", "daycare.toml:21: the page has no title; give it one"),
        ('{ home.where = "here" }', '{ hom.where = "here" }', "daycare.toml:21: page 'child': there is no page 'hom'"),
        ("most = 8", "most = 0", "daycare.toml:29: group 'children': nobody can give 1 to 0"),
        ("most = 8", "moist = 8", "daycare.toml:29: a group has no 'moist'; did you mean 'most'?"),
        ('section = "family"', 'section = "famly"', "daycare.toml:21: page 'child': there is no section 'famly'"),
        ("[sections.you]", "[sections.You]", "daycare.toml:34: section 'You': a name has small letters"),
        ("[sections.you]\ntitle", "[sections]\nyou", "daycare.toml:.*: 'You' is no section; make it a table"),
        ("[[pages]]", "[[pags]]", "daycare.toml:6: there is no 'pags'; did you mean 'pages'?"),
        ("most = 8", "most = ", "daycare.toml:32: not TOML"),
    ],
)  # fmt: skip
def test_a_file_that_is_wrong_names_its_line(old: str, new: str, text: str) -> None:
    assert old in DECLARED
    with pytest.raises(CityDesignError, match=f"^{text}"):
        read(DECLARED.replace(old, new), FILE)


@pytest.mark.parametrize(
    ("pages", "text"),
    [
        ("pages = 3", "daycare.toml:3: pages is no list; write each as"),
        ("pages = [3]", "daycare.toml:3: 3 is no page; make it a table"),
        ('pages = [{ name = "a", title = "A" }]', "daycare.toml:3: give a page its form"),
        ("groups = 3\npages = []", "daycare.toml:3: groups is 3; write each as"),
    ],
)
def test_pages_in_one_line_are_named_by_it(pages: str, text: str) -> None:
    with pytest.raises(CityDesignError, match=text):
        read(f'name = "a"\ntitle = "A"\n{pages}\n', FILE)


def test_a_stop_in_one_line_needs_its_condition_too() -> None:
    table = '{ name = "a", title = "A", text = "b" }'
    with pytest.raises(CityDesignError, match=r"daycare\.toml:3: the stop has no when"):
        read(f'name = "a"\ntitle = "A"\npages = [{table}]\n', FILE)
