"""The way through a form of several pages, as its resident notices it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.forms.core.daycare import children, daycare, page

from citydesign.errors import CityDesignError
from citydesign.forms.core.journey import CHECK, TASKS, Group, Journey, Kept, Stop, Way
from citydesign.forms.core.journey.kept import read
from citydesign.forms.journey.visiting import ENDED, MORE_TIME

DAYCARE = daycare()
GROUP = DAYCARE.groups[0]
HERE = {"where": ["here"]}


def answered(*pages: tuple[str, dict[str, list[str]]], kept: Kept | None = None) -> Kept:
    kept = kept or Kept()
    for key, sent in pages:
        kept = kept.answered(key, sent)
    return kept


def keys(way: Way) -> list[str]:
    return [place.key for place in way.places]


def journey(*pages: Any, **more: Any) -> Journey:
    return Journey(name="permit", title="Permit", pages=pages, **more)


SENT = {
    "municipality": st.sampled_from([{"where": ["here"]}, {"where": ["there"]}, {}]),
    "child": st.fixed_dictionaries({"diet": st.sampled_from([["yes"], ["no"], []])}),
    "diet": st.sampled_from([{"kind": ["vegan"]}, {"kind": [" "]}, {}]),
    "hours": st.fixed_dictionaries(
        {"when": st.lists(st.sampled_from(["days", "nights", "weekends"]), max_size=3)}
    ),
    "shifts": st.sampled_from([{"both": ["yes"]}, {"both": ["no"]}]),
    "meals": st.just({"warm": ["y"]}),
    "guardian": st.sampled_from([{"other": ["yes"]}, {"other": ["no"]}]),
    "other": st.just({"name": ["Aino"]}),
    "children": st.just({}),
}


@st.composite
def kepts(draw: st.DrawFn) -> Kept:
    """Whatever anybody may have answered, on the way or not."""
    kept = Kept()
    for _ in range(draw(st.integers(0, 3))):
        kept, _number = kept.added(GROUP)
    for number in kept.numbers(GROUP):
        if draw(st.booleans()) and draw(st.booleans()):
            kept = kept.removed(GROUP, number)
    places = [part.name for part in DAYCARE.pages if not getattr(part, "group", None)]
    places += [f"children/{n}/{name}" for n in kept.numbers(GROUP) for name in ("child", "diet")]
    for key in [*places, "children", "gone", "children/99/child"]:
        sent = SENT.get(key.rpartition("/")[2], st.just({"old": ["answer"]}))
        if draw(st.booleans()):
            kept = kept.answered(key, draw(sent))
        if draw(st.integers(0, 4)) == 0:
            kept = kept.drafted(key, draw(sent))
    return kept


@given(kepts(), st.booleans())
def test_going_on_always_comes_to_an_end(kept: Kept, tasks: bool) -> None:
    way = Way(daycare(tasks), kept)
    for key in keys(way):
        seen = [key]
        while seen[-1] not in (CHECK, TASKS):
            seen.append(way.after(seen[-1]))
            assert len(seen) == len(set(seen)), "it ran in a circle"
        assert seen[-1] == (TASKS if tasks else CHECK)


@given(kepts(), st.booleans())
def test_a_resident_goes_on_at_the_first_page_that_lacks_an_answer(kept: Kept, tasks: bool) -> None:
    way = Way(daycare(tasks), kept)
    lacking = [place.part.name for place in way.places if not way.is_done(place.key)]
    assert way.goes_on == (lacking[0] if lacking else CHECK)
    for number, place in enumerate(way.places):
        before = way.places[:number]
        if tasks:
            section = way._journey.section_names[place.part.name]
            before = tuple(
                one for one in before if way._journey.section_names[one.part.name] == section
            )
        assert way.is_open(place.key) is all(way.is_done(one.key) for one in before)


@given(kepts(), st.booleans())
def test_back_from_the_next_page_is_where_one_was(kept: Kept, tasks: bool) -> None:
    way = Way(daycare(tasks), kept)
    for key in keys(way):
        after = way.after(key)
        assert way.before(after) == (
            None if after == TASKS else TASKS if tasks and after == CHECK else key
        )
        if after not in (CHECK, TASKS):
            assert way.before(after) == key


@given(kepts(), st.booleans())
def test_an_answer_off_the_way_never_counts(kept: Kept, tasks: bool) -> None:
    declared = daycare(tasks)
    way = Way(declared, kept)
    assert set(way.fallen()) == set(kept.answers) - set(keys(way))
    only = Kept(
        kept.answers.without(way.fallen()),
        kept.drafts.without(set(kept.drafts) - set(keys(way))),
        kept.entries,
        kept.highest,
    )
    same = Way(declared, only)
    assert same.places == way.places
    assert [one.key for one in same.missing] == [one.key for one in way.missing]
    if way.is_complete:
        assert same.payload() == way.payload()
        assert "old" not in json.dumps(way.payload())


@given(kepts(), st.booleans())
def test_what_is_open_has_everything_before_it_answered(kept: Kept, tasks: bool) -> None:
    declared = daycare(tasks)
    way = Way(declared, kept)
    assert way.is_open(way.last_open)
    assert way.is_open(way.start)
    assert way.is_open(CHECK) is way.is_complete
    assert way.is_open(TASKS) is tasks
    assert not way.is_open("nowhere")
    for place in way.places:
        before = way.before(place.key)
        if way.is_open(place.key) and before not in (None, TASKS):
            assert way.is_done(before)
            assert way.is_open(before)
    assert way.is_complete is (way.stop is None and all(map(way.is_done, keys(way))))
    off = {*kept.answers, "nothing"} - {*keys(way)}
    assert not any(map(way.is_done, off)), "nobody is done with what is not asked"


@given(kepts())
def test_what_is_kept_is_read_back_as_it_was(kept: Kept) -> None:
    assert read(kept.written()) == kept
    assert kept.written().isascii()


def test_what_no_database_takes_is_kept_to_the_letter() -> None:
    typed = {"name": ["\ud800 \x00 Äiti\r\n"]}
    kept = read(Kept().drafted("guardian", typed).written())
    assert kept.typed("guardian") == {"name": ("\ud800 \x00 Äiti\r\n",)}


def test_what_was_kept_before_each_page_had_a_line_is_read_too() -> None:
    before = (
        '{"answers":{"home":{"where":["here"]},"children/2/child":{"name":["\\u00c4iti {"]}},'
        '"drafts":{"guardian":{"email":[]}},"entries":{"children":[2]},"highest":{"children":2}}'
    )
    kept = read(before)
    assert kept.answers == {
        "home": {"where": ("here",)}, "children/2/child": {"name": ("Äiti {",)}
    }  # fmt: skip
    assert kept.drafts == {"guardian": {"email": ()}}
    assert (kept.numbers(GROUP), kept.highest) == ((2,), {"children": 2})
    assert read(kept.written()) == kept
    assert read("{}") == Kept() == read(Kept().written())
    assert "Äiti" not in repr(kept), "no log has what was typed"
    assert "home" in repr(kept)


def test_a_page_is_asked_only_where_its_condition_holds() -> None:
    kept = answered(("municipality", HERE), ("children/1/child", {"diet": ["no"]}))
    assert keys(Way(DAYCARE, kept)) == [
        "municipality", "children/1/child", "children", "hours", "guardian",
    ]  # fmt: skip
    kept = answered(("children/1/child", {"diet": ["yes"]}), kept=kept)
    assert "children/1/diet" in keys(Way(DAYCARE, kept))
    kept = answered(
        ("children/1/diet", {"kind": ["vegan"]}), ("hours", {"when": ["nights"]}), kept=kept
    )
    assert {"shifts", "meals"} <= set(keys(Way(DAYCARE, kept)))


def test_answers_of_a_page_that_left_the_way_come_back_with_it() -> None:
    kept = answered(
        ("municipality", HERE), ("hours", {"when": ["nights"]}), ("shifts", {"both": ["yes"]})
    )
    assert "other" in keys(Way(DAYCARE, kept))
    without = answered(("hours", {"when": ["days"]}), kept=kept)
    way = Way(DAYCARE, without)
    assert not {"shifts", "other"} & set(keys(way))
    assert way.fallen() == ["shifts"]
    again = answered(("hours", {"when": ["nights"]}), kept=without)
    assert again.typed("shifts") == {"both": ("yes",)}
    assert Way(DAYCARE, again).is_done("shifts")


@pytest.mark.parametrize("special", [1, 2])
def test_each_child_has_branches_of_its_own(special: int) -> None:
    kept, _ = answered(("municipality", HERE)).added(GROUP)
    for number in (1, 2):
        diet = ["yes" if number == special else "no"]
        kept = answered((f"children/{number}/child", {"diet": diet}), kept=kept)
    found = [key for key in keys(Way(DAYCARE, kept)) if key.endswith("diet")]
    assert found == [f"children/{special}/diet"]


def test_a_stop_ends_the_way_and_nothing_can_be_sent() -> None:
    way = Way(DAYCARE, answered(("municipality", {"where": ["there"]})))
    assert keys(way) == ["municipality", "elsewhere"]
    assert way.stop is not None
    assert way.last_open == "elsewhere"
    assert way.before("elsewhere") == "municipality"
    assert not way.is_complete
    with pytest.raises(CityDesignError, match="'elsewhere' is not answered; send nothing yet"):
        way.payload()


def test_another_child_is_asked_about_and_then_whether_that_is_all() -> None:
    kept = answered(
        ("municipality", HERE), ("children/1/child", {"diet": ["no"]}), ("children", {})
    )
    assert Way(DAYCARE, kept).is_done("children")
    kept, number = kept.added(GROUP)
    way = Way(DAYCARE, kept)
    assert (number, way.last_open) == (2, "children/2/child")
    assert not way.is_done("children")
    assert way.after("children/2/child") == "children"


def test_a_child_that_is_taken_out_leaves_nothing_and_its_number_is_not_given_again() -> None:
    kept, _ = Kept().added(GROUP)
    kept = answered(("children/2/child", {"diet": ["yes"]}), kept=kept).drafted(
        "children/2/diet", {"kind": ["nuts"]}
    )
    kept = kept.removed(GROUP, 2)
    assert kept.numbers(GROUP) == (1,)
    assert "nuts" not in kept.written()
    assert "children/2" not in kept.written()
    assert kept.added(GROUP)[1] == 3


def test_more_children_than_there_may_be_can_not_be_sent() -> None:
    kept = Kept()
    for _ in range(3):
        kept, _number = kept.added(GROUP)
    kept = answered(("children", {}), kept=kept)
    assert not Way(DAYCARE, kept).is_done("children")


def test_a_group_may_begin_empty() -> None:
    declared = journey(
        page("address"), page("earlier", group="past"), groups=[
            Group(name="past", title="Earlier addresses", entry="Address", least=0)
        ],
    )  # fmt: skip
    kept = answered(("address", {}), ("past", {}))
    way = Way(declared, kept)
    assert keys(way) == ["address", "past"]
    assert way.payload() == {"address": {}, "past": []}


def test_a_group_is_left_out_as_a_whole() -> None:
    declared = journey(page("a"), page("b", group="children"), groups=[children(when={"a.x": "y"})])
    assert keys(Way(declared, Kept())) == ["a"]
    assert keys(Way(declared, answered(("a", {"x": ["y"]})))) == ["a", "children/1/b", "children"]


def test_a_group_of_which_no_page_is_asked_is_not_on_the_way() -> None:
    declared = journey(
        page("a"),
        page("b", group="children", when={"a.x": "b"}),
        page("c", group="children", when={"a.x": "c"}),
        groups=[children()],
    )
    assert keys(Way(declared, answered(("a", {"x": ["n"]})))) == ["a"]
    assert keys(Way(declared, answered(("a", {"x": ["c"]})))) == ["a", "children/1/c", "children"]


def test_what_is_sent_names_pages_and_lists_children() -> None:
    kept, _ = answered(
        ("municipality", HERE),
        ("hours", {"when": ["days"]}),
        ("guardian", {"other": ["no"]}),
        ("shifts", {"both": ["yes"]}),
    ).added(GROUP)
    kept = answered(
        ("children/1/child", {"diet": ["no"]}),
        ("children/2/child", {"diet": ["yes"]}),
        ("children/2/diet", {"kind": [""]}),
        ("children", {}),
        kept=kept,
    )
    assert Way(DAYCARE, kept).payload() == {
        "municipality": {"where": ("here",)},
        "children": [
            {"child": {"diet": ("no",)}},
            {"child": {"diet": ("yes",)}, "diet": {"kind": ("",)}},
        ],
        "hours": {"when": ("days",)},
        "guardian": {"other": ("no",)},
    }


def complete() -> Kept:
    return answered(
        ("municipality", HERE),
        ("children/1/child", {"diet": ["no"]}),
        ("children", {}),
        ("hours", {"when": ["days"]}),
        ("guardian", {"other": ["no"]}),
    )


def test_a_changed_answer_leads_back_to_the_check() -> None:
    way = Way(DAYCARE, complete())
    assert (way.last_open, way.goes_on, way.stop) == (CHECK, CHECK, None)
    assert way.after("hours", changing=True) == CHECK
    assert way.before("hours", changing=True) == CHECK
    assert way.before(CHECK) == "guardian"


def test_a_changed_answer_leads_only_through_pages_that_are_new() -> None:
    kept = answered(("hours", {"when": ["nights"]}), kept=complete())
    way = Way(DAYCARE, kept)
    assert way.after("hours", changing=True) == "shifts"
    way = Way(DAYCARE, answered(("shifts", {"both": ["no"]}), kept=kept))
    assert way.after("shifts", changing=True) == CHECK


def test_what_was_typed_with_errors_is_kept_and_is_no_answer() -> None:
    kept = complete().drafted("hours", {"when": ["never"]})
    way = Way(DAYCARE, kept)
    assert not way.is_complete
    assert way.last_open == "hours"
    assert kept.typed("hours") == {"when": ("never",)}
    assert Way(DAYCARE, kept.drafted("hours", {"when": ["days"]})).is_complete, "typed back again"


def test_the_version_of_a_place_changes_with_what_is_kept_there_only() -> None:
    kept = complete()
    other = kept.answered("guardian", {"other": ["yes"]})
    assert kept.version("hours") == other.version("hours")
    assert kept.version("guardian") != other.version("guardian")
    assert Kept().version("a") != Kept().version("b")


def test_tasks_are_done_in_any_order() -> None:
    way = Way(daycare(tasks=True), Kept())
    assert way.start == TASKS
    assert way.last_open == TASKS
    assert way.is_open("guardian")
    assert way.is_open("hours")
    kept = answered(("hours", {"when": ["nights"]}))
    way = Way(daycare(tasks=True), kept)
    assert way.after("hours") == "shifts"
    assert way.after("shifts") == TASKS
    assert way.before("hours") == TASKS
    assert way.before(CHECK) == TASKS
    assert [place.key for place in way.of_section("the-care")] == ["hours", "shifts"]


@pytest.mark.parametrize(
    ("pages", "more", "text"),
    [
        ([], {}, "journey 'permit': it has no page that asks; give it one"),
        (
            [page("a"), page("a")],
            {},
            "page 'a': page 'a' has this name too; give each its own",
        ),
        (
            [page("a"), page("b", when={"c.x": "y"})],
            {},
            "page 'b': there is no page 'c'; known: a, b",
        ),
        (
            [page("a", when={"b.x": "y"}), page("b")],
            {},
            "page 'a': it waits for 'b', which comes later; move that page up",
        ),
        (
            [page("z"), page("a", when={"b.x": "y"}), page("b", when={"a.x": "y"})],
            {},
            "page 'a': it waits for 'b', and 'b' waits for it: a circle; "
            "take one of the two conditions out",
        ),
        (
            [page("z"), page("a", when={"a.x": "y"})],
            {},
            "page 'a': it is asked only when it has been answered; ask another page",
        ),
        (
            [page("a", group="kids")],
            {"groups": [children()]},
            "page 'a': there is no group 'kids'; known: children",
        ),
        (
            [page("a")],
            {"groups": [children()]},
            "group 'children': no page belongs to it; add one, or take it out",
        ),
        (
            [page("a", group="children"), page("b"), page("c", group="children")],
            {"groups": [children()]},
            "page 'c': the pages of group 'children' follow each other; move it to them",
        ),
        (
            [page("a", group="children")],
            {"groups": [children(when={"a.x": "y"})]},
            "group 'children': it waits for 'a', which comes later; move that page up",
        ),
        ([page("a")], {"tasks": True}, "page 'a': it is in no section; name one, as the other pages do"),
    ],
)  # fmt: skip
def test_what_can_not_work_is_refused_with_its_place(pages: Any, more: Any, text: str) -> None:
    with pytest.raises(CityDesignError) as caught:
        journey(*pages, **more)
    assert str(caught.value) == text


def test_sections_are_whole_and_in_order() -> None:
    from citydesign.forms.core.journey import Section

    one, two = Section(name="one", title="One"), Section(name="two", title="Two")
    a, b, c = page("a", section="one"), page("b", section="two"), page("c", section="one")
    for pages, sections, text in [
        ([a, b], [two, one], r"journey 'permit': its pages go through .*\['one', 'two'\]; list"),
        ([a, b, c], [one, two], "page 'c': the pages of section 'one' follow each other"),
        ([a, page("d")], [one], "page 'd': it is in no section"),
        ([a], [one, two], "section 'two': no page is in it"),
        ([a, b], [one], "page 'b': there is no section 'two'; did you mean 'one'|known: one"),
        (
            [page("k", section="one", group="children"), page("l", section="two", group="children")],
            [one, two],
            "group 'children': its pages are in several sections",
        ),
    ]:  # fmt: skip
        groups = [children()] if pages[0].group else []
        with pytest.raises(CityDesignError, match=text):
            journey(*pages, sections=sections, groups=groups)


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (lambda: page("A"), "page 'A': a name has small letters, digits and hyphens"),
        (lambda: page("a b"), "page 'a b': a name has small letters"),
        (lambda: page("check"), "page 'check': the journey needs this name itself"),
        (lambda: daycare(languages="fi"), "languages|list"),
        (lambda: Stop(name="no", title="No", text=" ", when={"a.b": "c"}), "text is ' '"),
        (lambda: Stop(name="no", title={}, text="x", when={"a.b": "c"}), "title is {}"),
        (lambda: Stop(name="no", title="No", text="x", when={"a.b": "c"}, url="/"), "go together"),
        (
            lambda: Stop(name="no", title="No", text="x", when={}, url="javascript:x", link="Go"),
            "leads nowhere safe",
        ),
        (lambda: Stop(name="no", title="No", text="x", when={}, url="/", link=""), "link is ''"),
        (lambda: children(least=3, most=2), "nobody can give 3 to 2 of them"),
        (lambda: children(most=0, least=0), "nobody can give 0 to 0 of them"),
        (lambda: children(most="9"), "least and most are whole numbers, not '9'"),
        (lambda: journey(page("a", when=[])), r"when is \[\]; write"),
        (lambda: journey(page("a", when={})), "when is {}; write"),
        (lambda: journey(page("a", when={"b": "c"})), "when asks 'b'; name the page and its field"),
        (lambda: journey(page("a", when={"b.": "c"})), "when asks 'b.'"),
        (lambda: journey(page("a", when={"b.c": 3})), "when wants 'b.c' to be 3; give a text"),
        (lambda: journey(page("a", when={"b.c": []})), r"when wants 'b.c' to be \[\]"),
        (lambda: journey(page("a", when={"any": {}})), "any is {}; give a list of conditions"),
        (lambda: journey(page("a", when={"any": "b"})), "any is 'b'; give a list"),
        (lambda: journey(page("a", when={"not": "b"})), "when is 'b'; write"),
    ],
)
def test_a_part_that_is_wrong_says_how_to_write_it(made: Any, text: str) -> None:
    with pytest.raises(CityDesignError, match=text):
        made()


#: The addresses that the pages of a journey have besides its own, and the words of conditions.
TAKEN = ["any", "begin", "check", "copy", "ended", "more-time", "not", "receipt", "resume", "save", "tasks"]  # fmt: skip


@pytest.mark.parametrize("name", TAKEN)
def test_no_page_is_called_as_an_address_that_the_journey_needs(name: str) -> None:
    assert {CHECK, TASKS, MORE_TIME, ENDED} <= {*TAKEN}
    for made in (page, lambda name: Group(name=name, title="G", entry="E")):
        with pytest.raises(CityDesignError, match="the journey needs this name itself"):
            made(name)
    page(f"{name}-2")


@pytest.mark.parametrize("form", ["daycare", "daycare:", ":Form", 3, None])
def test_a_form_is_a_class_or_where_to_import_it_from(form: Any) -> None:
    from citydesign.forms.core.journey import Page

    with pytest.raises(CityDesignError, match=r"page 'a': the form is .*'package\.module:Name'"):
        Page(name="a", title="A", form=form)
    assert Page(name="a", title="A", form=dict, where="x.toml:3").error("no").args == (
        "x.toml:3: page 'a': no",
    )


def test_a_text_comes_in_the_language_asked_for_or_the_first_there_is() -> None:
    assert DAYCARE.text({"fi": "Lapsi", "sv": "Barn"}, "sv") == "Barn"
    assert DAYCARE.text({"fi": "Lapsi", "sv": ""}, "sv") == "Lapsi"
    assert DAYCARE.text("Child", "sv") == "Child"
    assert DAYCARE.page("children") is None


@pytest.mark.parametrize(
    ("when", "sent", "holds"),
    [
        ({"a.x": "1"}, {"x": ["1"]}, True),
        ({"a.x": "1"}, {"x": ["2"]}, False),
        ({"a.x": ["1", "2"]}, {"x": ["0", "2"]}, True),
        ({"a.x": True}, {"x": [" "]}, False),
        ({"a.x": False}, {"x": [" "]}, True),
        ({"a.x": True}, {"x-day": ["1"], "xylo": [""]}, True),
        ({"a.x": False}, {"x-day": ["1"]}, False),
        ({"not": {"a.x": "1"}}, {}, True),
        ({"not": {"a.x": "1", "a.y": "1"}}, {"x": ["1"]}, True),
        ({"not": {"a.x": "1", "a.y": "1"}}, {"x": ["1"], "y": ["1"]}, False),
        ({"not": {"any": [{"a.x": "1"}, {"a.y": "1"}]}}, {"y": ["1"]}, False),
        ({"any": [{"a.x": "1"}, {"a.y": "1"}], "a.z": "1"}, {"y": ["1"], "z": ["1"]}, True),
        ({"any": [{"a.x": "1"}, {"a.x": "1", "a.y": "1"}]}, {"x": ["1"]}, True),
    ],
)
def test_a_condition_holds_as_it_reads(when: Any, sent: Any, holds: bool) -> None:
    way = Way(journey(page("a"), page("b", when=when)), answered(("a", sent)))
    assert (way.place("b") is not None) is holds


@pytest.mark.parametrize("version", ["", " 2", "2 ", 2, None, "å", "x" * 41, "-1"])
def test_a_version_is_letters_and_digits(version: Any) -> None:
    with pytest.raises(CityDesignError, match="write letters and digits: '2027-2'"):
        Journey(name="place", title="T", pages=daycare(False).pages[:1], version=version)
