"""What oracles make of boxes, pixels and words that are made up for a test."""

import numpy as np
import pytest

from citydesign.audit.oracles.announcements import judge as announcements
from citydesign.audit.oracles.contrast import judge as contrast
from citydesign.audit.oracles.keyboard import judge as keyboard
from citydesign.audit.oracles.looks import rings, signs
from citydesign.audit.pages.setting import Setting
from citydesign.audit.stage.camera import Box, Picture
from citydesign.audit.stage.pixels import changed, contrast_to

WHITE, BLACK, GREY, FAINT = (255,) * 3, (0,) * 3, (150,) * 3, (240,) * 3


def drawn(width, height, *parts, ground=WHITE):
    """A picture in which each part, a box and its colour, is drawn over what is there."""
    pixels = np.full((height, width, 3), ground, dtype=np.uint8)
    for (left, top, right, bottom), colour in parts:
        pixels[top:bottom, left:right] = colour
    return pixels


def ring(box, thick, colour=BLACK, inside=WHITE):
    left, top, right, bottom = box
    return [
        ((left - thick, top - thick, right + thick, bottom + thick), colour), (box, inside),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("parts", "criterion"),
    [
        (ring((12, 12, 52, 32), 2), ""),
        (ring((12, 12, 52, 32), 3), ""),
        (ring((12, 12, 52, 32), 1), "2.4.13"),
        (ring((12, 12, 52, 32), 3, FAINT), "2.4.13"),
        ([((12, 12, 36, 13), FAINT)], "2.4.13"),
        ([((12, 12, 35, 13), FAINT)], "2.4.7"),
        ([], "2.4.7"),
        ([((12, 12, 52, 32), BLACK)], ""),
        ([((12, 12, 52, 17), BLACK)], "2.4.13"),
        ([((12, 12, 52, 18), BLACK)], ""),
    ],
)
def test_a_ring_is_a_line_of_2_px_by_3_to_1(parts, criterion):
    stop = {"selector": "a", "html": "<a>", "lines": [[0, 0, 40, 20]]}
    fault = rings.fault_of_ring(stop, drawn(64, 44), drawn(64, 44, *parts))
    assert (fault.criterion if fault else "") == criterion
    if criterion == "2.4.13":
        assert "wanted 224: " in fault.saw


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ([(0, 0, 40, 20)], 2 * 2 * (40 + 16)),
        ([(0.4, 0.4, 40.4, 20.4)], 2 * 2 * (40 + 16)),
        ([(0, 0, 3, 3)], 9),
        ([(0, 0, 40, 20), (0, 20, 40, 40)], 2 * 2 * (40 + 36)),
        ([(0, 25, 40, 45), (0, 0, 40, 20)], 2 * 2 * (40 + 41)),
        ([(0, 0, 40, 20), (0, 33, 40, 53)], 2 * 2 * 2 * (40 + 16)),
        ([(20, 0, 40, 20), (0, 20, 20, 40)], 40 * 20 - 2 * 16 * 16),
    ],
)
def test_lines_that_nearly_touch_have_one_ring_together(lines, wanted):
    assert rings._wanted([Box(*line) for line in lines]) == wanted


def _stop(name, *box, **more):
    stop = {"selector": name, "html": "", "box": box, "floats": False, "seen": True, "run": None}
    return stop | more


ONE = (100, 100, 140, 120)


@pytest.mark.parametrize(
    ("second", "ltr", "rtl"),
    [
        ((150, 100, 190, 120), False, True),
        ((50, 100, 90, 120), True, False),
        ((100, 130, 140, 150), False, False),
        ((100, 70, 140, 90), True, True),
        ((100, 81, 140, 101), True, True),
        ((150, 70, 190, 90), False, True),
        ((50, 70, 90, 90), True, False),
        ((68, 100, 108, 120), True, False),
        ((69, 100, 109, 120), False, False),
        ((50, 110, 90, 130), False, False),
        ((50, 109, 90, 129), True, False),
        ((50, 116, 90, 119), True, False),
        ((90, 60, 400, 101), True, True),
        ((90, 60, 400, 102), False, False),
    ],
)
def test_the_focus_jumps_back_where_the_next_stop_is_above_or_earlier_in_its_row(second, ltr, rtl):
    stops = [_stop("one", *ONE), _stop("two", *second)]
    found = [[f.selector for f in keyboard._order(stops, way)] for way in ("ltr", "rtl")]
    assert found == [["two"] * ltr, ["two"] * rtl]


@pytest.mark.parametrize(
    ("first", "second", "back"),
    [
        ({}, {}, True),
        ({"floats": True}, {}, False),
        ({}, {"floats": True}, False),
        ({"seen": False}, {}, False),
        ({}, {"seen": False}, False),
        ({"scrolled": [[7, 0, 0]]}, {"scrolled": [[7, 100, 0]]}, False),
        ({"scrolled": [[7, 0, 0]]}, {"scrolled": [[8, 100, 0]]}, True),
        ({"scrolled": [[7, 0, 0], [8, 90, 0]]}, {"scrolled": [[7, 100, 0]]}, False),
        ({"scrolled": [[7, 100, 0]]}, {}, True),
        ({"run": [1, "rtl"]}, {"run": [1, "rtl"]}, False),
        ({"run": [1, "rtl"]}, {"run": [2, "rtl"]}, True),
        ({"run": [1, "ltr"]}, {"run": [1, "ltr"]}, True),
    ],
)
def test_an_order_is_one_of_what_is_seen_where_it_is_laid_out(first, second, back):
    stops = [_stop("one", *ONE, **first), _stop("two", 50, 100, 90, 120, **second)]
    assert bool([*keyboard._order(stops, "ltr")]) == back


def test_a_part_of_a_picture_is_as_it_is_afterwards():
    before, after = drawn(20, 10), drawn(20, 10, ground=BLACK)
    mixed = keyboard._except(before, after, Box(100, 50, 120, 60), Box(104, 45, 108, 53))
    assert (mixed == drawn(20, 10, ((4, 0, 8, 3), BLACK))).all()
    assert (before == WHITE).all()
    mixed = keyboard._except(before, after, Box(-5, -5, 20, 10), Box(-9, -9, 2, 1))
    assert (mixed == drawn(20, 10, ((0, 0, 2, 1), BLACK))).all()


FIELD = (20, 20, 60, 40)


@pytest.mark.parametrize(
    ("parts", "anywhere", "seen"),
    [
        (ring((21, 21, 59, 39), 1), False, True),
        (ring(FIELD, 1), False, True),
        (ring((21, 21, 59, 39), 1, FAINT), False, False),
        ([], False, False),
        ([((20, 20, 60, 21), BLACK)], False, True),
        ([((20, 39, 60, 40), BLACK)], False, True),
        ([((20, 20, 21, 40), BLACK)], False, True),
        ([((59, 20, 60, 40), BLACK)], False, True),
        ([((38, 28, 42, 32), BLACK)], False, False),
        ([((38, 28, 42, 31), BLACK)], True, True),
        ([((38, 28, 42, 30), BLACK)], True, False),
        ([((16, 28, 20, 31), BLACK)], True, True),
        ([((60, 28, 64, 31), BLACK)], True, True),
        ([((40, 16, 44, 19), BLACK)], True, True),
        ([((64, 28, 68, 31), BLACK)], True, False),
        ([((40, 44, 44, 47), BLACK)], True, False),
        ([((40, 12, 44, 15), BLACK)], True, False),
        ([((12, 22, 15, 25), BLACK)], True, False),
    ],
)
def test_an_edge_is_on_any_side_of_a_field_and_anywhere_in_a_choice(parts, anywhere, seen):
    picture = Picture(drawn(80, 60, *parts), Box(0, 0, 80, 60))
    assert (contrast._edge(Box(*FIELD), picture, anywhere) >= 2.95) == seen
    # Further down and right on the page, where the picture begins beside the control.
    moved = Picture(drawn(80, 60, *parts), Box(500, 300, 580, 360))
    there = Box(520, 320, 560, 340)
    assert (contrast._edge(there, moved, anywhere) >= 2.95) == seen


def test_a_choice_in_the_corner_of_a_page_has_an_edge_or_none():
    for parts, seen in (([], False), ([((0, 0, 40, 2), BLACK)], True)):
        picture = Picture(drawn(80, 60, *parts), Box(0, 0, 80, 60))
        assert (contrast._edge(Box(0, 0, 40, 20), picture, True) >= 2.95) == seen


def _text(*rects, colour=BLACK, alpha=1, least=4.5):
    return {"rects": rects, "colour": colour, "alpha": alpha, "least": least}


@pytest.mark.parametrize(
    ("text", "parts", "ratio", "share"),
    [
        (_text((0, 0, 10, 10)), [], 21.0, 0.0),
        (_text((0, 0, 10, 10)), [((0, 0, 10, 1), BLACK)], 21.0, 0.1),
        (_text((0, 0, 10, 10)), [((0, 0, 10, 2), BLACK)], 1.0, 0.2),
        (_text((0, 0, 10, 10), (0, 10, 10, 20)), [((0, 10, 10, 20), BLACK)], 1.0, 0.5),
        (_text((0, 0, 10, 10), colour=GREY), [], 2.96, 1.0),
        (_text((0, 0, 10, 10), colour=GREY, least=2.9), [], 2.96, 0.0),
        (_text((0, 0, 10, 10), colour=BLACK, alpha=0.5), [], 3.95, 1.0),
        (_text(), [], 21.0, 0.0),
    ],
)
def test_a_text_is_as_readable_as_where_its_ground_is_worst(text, parts, ratio, share):
    picture = Picture(drawn(20, 20, *parts), Box(0, 0, 20, 20))
    worst, failing = contrast._worst(text, picture)
    assert worst == pytest.approx(ratio, abs=0.06)
    assert failing == pytest.approx(share)


@pytest.mark.parametrize(
    ("kind", "criterion", "wanted"),
    [("checked", "1.4.11", 3.0), ("current", "1.4.11", 3.0), ("invalid", "1.4.11", 1.3),
     ("disabled", "house", 1.3)],
)  # fmt: skip
def test_a_state_is_to_be_seen_as_clearly_as_it_matters(kind, criterion, wanted):
    sign = {"kind": kind, "selector": "input", "html": ""}
    fault = signs._fault(sign, 3)
    assert (fault.criterion, signs._wanted(sign)) == (criterion, wanted)
    assert f"differ by {wanted}:1" in fault.saw
    before, after = drawn(9, 9), drawn(12, 7, ((0, 0, 12, 7), (200,) * 3))
    assert signs._differing(sign, before, after) == (63 if wanted == 1.3 else 0)


def test_states_are_looked_at_together_where_their_surroundings_do_not_touch():
    boxes = [(0, 0, 10, 10), (26, 0, 36, 10), (27, 40, 37, 50), (200, 0, 210, 10)]
    batches = signs._apart([{"box": box} for box in boxes])
    assert [[boxes.index(one["box"]) for one in batch] for batch in batches] == [[0, 2, 3], [1]]
    place = Box(10.5, 7, 20, 20)
    assert signs._whole_pixels({"box": (3.5, 2, 9, 9)}, place)
    assert not signs._whole_pixels({"box": (3, 2, 9, 9)}, place)
    assert not signs._whole_pixels({"box": (3.5, 2.4, 9, 9)}, place)


def test_contrast_is_that_of_wcag():
    row = np.array([[BLACK, WHITE, (118, 118, 118), (255, 0, 0)]], dtype=np.uint8)
    assert contrast_to(row, WHITE)[0] == pytest.approx([21, 1, 4.54, 4.0], abs=0.01)
    assert contrast_to(row, BLACK)[0] == pytest.approx([1, 21, 4.62, 5.25], abs=0.01)
    one, two = drawn(4, 4), drawn(6, 3, ((0, 0, 2, 3), (149,) * 3), ((2, 0, 4, 3), (148,) * 3))
    assert changed(one, two) == 6
    assert changed(one, two, 2.9) == 12
    assert changed(one, two, 9) == 0


@pytest.mark.parametrize(("moved", "alone"), [(2, False), (2.5, True)])
def test_a_state_that_moves_a_part_of_a_pixel_is_looked_at_by_itself(moved, alone):
    """Drawn between two pixels, all of it would differ from before, whether the state shows or not."""
    asked = []
    white, black = (drawn(40, 40, ground=colour) for colour in (WHITE, BLACK))

    class Stage:
        camera = None

        def ask(self, script, task):
            asked.append(task["indexes"])
            return [[10, 10 + moved, 20, 20 + moved] for _ in task["indexes"]]

        def picture(self, boxes):
            beside = len(asked) == 1
            return Picture(black if beside else white, Box(0, 0, 40, 40))

    stage = Stage()
    stage.camera = stage
    sign = {"box": (10, 10, 20, 20), "index": 5, "kind": "checked", "selector": "a", "html": ""}
    found = [*signs.judge(stage, [sign], Picture(white, Box(0, 0, 40, 40)))]
    assert bool(found) == alone
    assert asked == ([[5], [5], []] if alone else [[5], []])
    assert [*signs.judge(stage, [], Picture(white, Box(0, 0, 40, 40)))] == []


def test_a_text_may_be_half_a_hundredth_below_what_is_wanted():
    picture = Picture(drawn(20, 20), Box(0, 0, 20, 20))
    ratio = float(contrast_to(np.array([[GREY]], dtype=np.uint8), WHITE)[0, 0])
    for below, failing in ((0.003, 0), (0.007, 1)):
        text = _text((0, 0, 10, 10), colour=GREY, least=ratio + below)
        assert contrast._worst(text, picture)[1] == failing


class Listened:
    """A page in which live regions say what a test says, while nobody and while somebody types."""

    def __init__(self, alone=(), typed=((),), after=(), took=300, fields=None):
        self.setting, self.untouched, self.window = Setting(), True, self
        self.page = self.keyboard = self
        self.typed_into, self._took, self._now = [], took, 1000
        self._said = [list(alone), [], *map(list, typed), list(after)]
        self._fields = [f"#f{n}" for n in range(len(typed))] if fields is None else fields

    def js(self, expression):
        if expression is announcements.TAKE:
            return self._said.pop(0)
        if expression is announcements.NOW:
            return self._now
        return self._fields if expression is announcements.FIELDS else True

    def focus(self, field):
        self.typed_into.append(field)

    def type(self, text, delay):
        self._now += self._took

    def wait_for_timeout(self, milliseconds):
        pass


def _said(text, at=1500, **more):
    return {"selector": f"#{text[:1]}", "text": text, "at": at} | more


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, []),
        ({"alone": [_said("a")]}, []),
        ({"alone": [_said("a"), _said("b")]}, ["it speaks by itself: 2 times"]),
        ({"alone": [_said("a"), _said("b", 3201)]}, []),
        ({"alone": [_said("a"), _said("b", 3200)]}, ["it speaks by itself"]),
        ({"alone": [_said("a"), _said("b", unheard=True)]}, ['"b" went into a live region']),
        ({"alone": [_said("a", inserted=True)]}, ['a live region came with its text "a"']),
        ({"typed": [[_said(t) for t in "abc"]]}, []),
        ({"typed": [[_said(t) for t in "abcd"]]}, ["4 announcements for 12 keys in #f0"]),
        ({"typed": [[_said(t) for t in "ab"], [_said(t) for t in "cd"]]}, []),
        ({"typed": [[_said(t) for t in "abcd"]], "took": 999}, ["4 announcements"]),
        ({"typed": [[_said(t) for t in "abcd"]], "took": 1000}, []),
        ({"typed": [[_said("a"), _said("b"), _said("c"), _said("d", unheard=True)]]},
         ['"d" went into']),
        ({"typed": [[_said("a")]], "after": [_said("a")]}, ['"a" was announced 2 times']),
        ({"typed": [[_said("a")], [_said("a")]]}, ['"a" was announced 2 times']),
        ({"alone": [_said("a")], "after": [_said("a")]}, []),
        ({"after": [_said("a", unheard=True)]}, ['"a" went into']),
    ],
)  # fmt: skip
def test_live_regions_are_judged_by_what_they_say_how_often_and_where(said, words):
    found = [*announcements.ORACLE.judge(Listened(**said))]
    assert len(found) == len(words), found
    for fault, start in zip(found, words, strict=True):
        assert fault.saw.startswith(start)


def test_a_page_without_live_regions_is_left_alone_and_of_many_fields_five_are_tried():
    page = Listened(typed=[()] * 5, fields=[f"#f{n}" for n in range(9)])
    assert [*announcements.ORACLE.judge(page)] == []
    assert (page.typed_into, page.untouched) == ([f"#f{n}" for n in range(5)], False)
    page = Listened()
    page.js = lambda expression: False
    assert [*announcements.ORACLE.judge(page)] == []
    assert (page.typed_into, page.untouched) == ([], True)
