"""What is special about the step indicator."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment
from tests.markup import document

from citydesign import UsageError, install, ui, use_locale, using


def parse(html):
    (element,) = document(html).find("body")
    return element


def steps(total=5, **values):
    items = [{"text": f"Part {n}", "url": f"/{n}"} for n in range(1, total + 1)]
    return parse(ui.step_indicator(items, **values))


def words(element):
    return " ".join("".join(element.itertext()).split())


def state(item):
    """How a step is shown: done or not, a link or not, the current one or not."""
    return (
        words(item).endswith(", done"),
        item.find("a") is not None,
        item.get("aria-current") == "step",
    )


DONE, HERE, READY, TO_COME = (
    (True, True, False),
    (False, False, True),
    (False, True, False),
    (False, False, False),
)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"current": 1}, [HERE, TO_COME, TO_COME, TO_COME, TO_COME]),
        ({"current": 3}, [DONE, DONE, HERE, TO_COME, TO_COME]),
        ({"current": 5}, [DONE, DONE, DONE, DONE, HERE]),
        ({"current": 1, "reached": 4}, [HERE, DONE, DONE, READY, TO_COME]),
        ({"current": 4, "reached": 2}, [DONE, DONE, DONE, HERE, TO_COME]),
    ],
)
def test_what_is_done_stays_done_and_what_is_to_come_is_no_link(values, expected):
    assert [state(item) for item in steps(**values).iter("li")] == expected


LENIENT = Environment(autoescape=True)
install(LENIENT, strict=False)


@given(
    total=st.integers(1, 9), current=st.integers(-3, 12), reached=st.none() | st.integers(-3, 12)
)
def test_a_resident_always_sees_exactly_one_step_where_one_is(total, current, reached):
    with using(LENIENT):
        nav = steps(total, current=current, reached=reached)
    (here,) = [n for n, item in enumerate(nav.iter("li"), 1) if item.get("aria-current")]
    assert here == min(max(current, 1), total)
    assert words(nav.find("details")) == f"Step {here} of {total} Part {here}"


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"current": 0}, "current is 0; write 1 or more"),
        ({"current": -1}, "current is -1; write 1 or more"),
        ({"current": 6}, "current is 6; write 5 or less, because items has 5"),
        ({"current": 1, "reached": 6}, "reached is 6; write 5 or less, because items has 5"),
        ({"current": 1, "reached": 0}, "reached is 0; write 1 or more"),
    ],
)
def test_a_step_that_does_not_exist_is_refused(values, says):
    with pytest.raises(UsageError, match=f"step_indicator: {says}$"):
        steps(**values)


def test_a_step_without_an_address_is_text_even_when_it_is_done():
    nav = parse(ui.step_indicator([{"text": "You"}, {"text": "Check"}], current=2))
    assert [state(item) for item in nav.iter("li")] == [(True, False, False), HERE]


@pytest.mark.parametrize(("current", "tag"), [(1, "div"), (2, "nav")])
def test_it_is_a_landmark_only_with_a_link_in_it(current, tag):
    element = steps(current=current)
    assert element.tag == tag
    assert element.get("aria-label") == "Steps"
    assert element.get("role") == (None if tag == "nav" else "group")


@pytest.mark.parametrize(
    ("locale", "position", "done"),
    [("fi", "Vaihe 2/5", "valmis"), ("sv", "Steg 2 av 5", "klart")],
)
def test_it_says_where_one_is_in_the_language_of_the_page(locale, position, done):
    with use_locale(locale):
        nav = steps(current=2)
    assert words(nav.find("details")).startswith(position)
    assert words(next(nav.iter("li"))).endswith(f"Part 1, {done}")


@pytest.mark.parametrize("scripts", [True, False])
def test_on_a_phone_one_line_says_it_and_opens_the_rest(open_example, scripts):
    page = open_example(
        "step-indicator/default",
        viewport={"width": 320, "height": 700},
        java_script_enabled=scripts,
    )
    summary = page.locator(".city-step-indicator summary")
    assert summary.bounding_box()["height"] < 100
    assert not page.get_by_role("list").is_visible()
    summary.click()
    assert page.get_by_role("listitem").count() == 5


def test_on_paper_all_steps_are_in_sight_whatever_the_width(open_example):
    page = open_example("step-indicator/default", viewport={"width": 320, "height": 700})
    page.emulate_media(media="print")
    assert all(item.is_visible() for item in page.locator(".city-step-indicator li").all())
    assert not page.locator(".city-step-indicator summary").is_visible()


def test_a_line_leads_from_each_mark_to_the_next_and_through_none(open_example):
    page = open_example("step-indicator/long", viewport={"width": 1280, "height": 700})
    lines = page.evaluate("""() => [...document.querySelectorAll('.city-step-indicator__item')]
      .slice(1).map((item) => {
        const mark = (of) => of.querySelector('.city-step-indicator__mark').getBoundingClientRect();
        const line = getComputedStyle(item, '::before');
        const end = item.getBoundingClientRect().left - parseFloat(line.right) +
          item.getBoundingClientRect().width;
        return [mark(item.previousElementSibling).right, end - parseFloat(line.width), end,
          mark(item).left];
      })""")
    assert len(lines) == 6
    for before, start, end, after in lines:
        assert before <= start < end <= after
