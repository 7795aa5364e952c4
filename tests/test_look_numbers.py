"""The numbers of the look, read from computed styles of every component in every city's theme.

All are on one page, which changes its theme, width and scheme: a page for each of them would cost
an hour, and these numbers belong to boxes, not to pages.
"""

import re
from contextlib import contextmanager, nullcontext
from functools import cache
from types import SimpleNamespace

import pytest

from citydesign import assets, contrast, examples, tokens
from citydesign.audit.pages.subject import ORIGIN
from citydesign.audit.stage.server import Server, Site

# One worker: the page is made once.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("look numbers")]

THEMES = [None, *tokens.themes()]
PHONE, DESK = 320, 1440
TEXT = (
    "You can apply for a place in early childhood education all year round. Apply four months "
    "before you need the place. If you find work or a place to study at short notice, apply two "
    "weeks before. We send the decision to your e-mail address, and you can accept it there. "
)
#: Headings of each rank, and emphasis, as an editor writes them.
PLAIN = (
    '<div class="city-prose">'
    + "".join(f"<h{n}>Hämärä <b>ilta</b></h{n}>" for n in range(1, 7))
    + "<p>Hämärä <strong>ilta</strong> ja <a href='#'>aamu</a></p>"
    "<table><caption>Hämärä</caption><tr><th>A</th></tr></table></div>"
    f"<p>Hämärä <strong>ilta</strong></p><div class='city-prose'><p id='long'>{TEXT * 3}</p></div>"
)
#: Beside each component's first example, those that show what the first doesn't.
MORE = {
    "time-slots": ("just-taken",),
    "card": ("event", "list"),
    "prose": ("editor", "elements", "plain"),
    "details": ("in-a-form",),
    "summary-list": ("cards", "with-error"),
    "table": ("scrolled", "sorted", "selectable"),
    "notification": ("error", "success", "warning"),
    "tag": ("removable",),
    "button": ("danger", "disabled", "group", "loading", "quiet", "secondary", "start"),
    "checkboxes": ("with-error",),
    "date-input": ("with-error",),
    "fieldset": ("two-groups",),
    "file-upload": ("kept",),
    "radios": ("disabled", "further-question", "with-error", "with-hints"),
    "select": ("disabled", "with-error"),
    "text-input": ("disabled", "as-heading", "prefix-and-suffix", "with-error"),
    "textarea": ("with-error",),
    "pagination": ("in-the-middle",),
    "step-indicator": ("gone-back",),
    "header": ("signed-in",),
    "page": ("service-page",),
}
#: What is pressed and focused.
TRIED = {
    "button": ("default", "secondary", "danger"),
    "prose": ("plain",),
    "text-input": ("default",),
    "radios": ("default",),
    "tabs": ("default",),
    "date-picker": ("default",),
}
WEAR = """(theme) => {
  for (const link of document.querySelectorAll("link[data-theme]"))
    link.media = link.dataset.theme === theme ? "all" : "not all";
}"""
FUNCTIONS = """() => {
  const drawn = (e) => e.checkVisibility({visibilityProperty: true}) && e.getClientRects().length
    && !e.closest("[class*=visually-hidden]");
  window.look = {
    name: (e) => `${e.localName}.${e.getAttribute("class") ?? ""}`,
    all: (selector) => [...document.querySelectorAll(selector)].filter(drawn),
    written: (e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()),
    ground(e) {
      for (; e; e = e.parentElement) {
        const { backgroundColor } = getComputedStyle(e);
        if (!/^rgba\\(.*, 0\\)$/.test(backgroundColor)) return backgroundColor;
      }
      return "rgb(255, 255, 255)";
    },
  };
}"""


def shown(names):
    """Some examples on one page, with the sheet of each theme."""
    known = {example.id: example for example in examples.all_examples()}
    body = "".join(examples.fragment(known[name]) for name in names)
    body = re.sub(r"<script.*?</script>|<!doctype.*?<body[^>]*>|</body>|</html>", "", body,
                  flags=re.S)  # fmt: skip
    body = body.replace("<details", "<details open")

    def link(name, more=""):
        return f'<link rel="stylesheet" href="{assets.asset_url(name)}"{more}>'

    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>All</title>'
        '<meta name="viewport" content="width=device-width">'
        + link("citydesign.css")
        + link("face-inter.css")
        + "".join(link(f"citydesign-{t}.css", f' data-theme="{t}"') for t in tokens.themes())
        + f'</head><body class="city-page"><main class="city-page__main city-container">{PLAIN}{body}</main>'
        "</body></html>"
    )


@pytest.fixture(scope="module")
def opened(chromium):
    """Open some examples on one page."""
    contexts = []

    def opened(names):
        context = chromium.new_context(
            viewport={"width": DESK, "height": 900}, reduced_motion="reduce", color_scheme="light"
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        Server(Site({"/": shown(names)}.get, assets.assets_path())).attach(page)
        page.goto(ORIGIN)
        for name in ("date-picker.js", "tabs.js"):
            page.add_script_tag(url=assets.asset_url(name), type="module")
        page.wait_for_selector("[role=tab]")
        page.evaluate(FUNCTIONS)
        page.evaluate("document.activeElement.blur()")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def library(opened):
    more = {f"{name}/{example}" for name in MORE for example in MORE[name]}
    names = [e.id for e in examples.all_examples() if e.name == "default" or e.id in more]
    assert more < set(names)
    return opened(names)


@pytest.fixture(scope="module")
def tried(opened):
    return opened([f"{name}/{example}" for name in TRIED for example in TRIED[name]])


@pytest.fixture(scope="module")
def seen(library):
    """What is seen of each theme on a phone, a desk, and a desk in the dark; asked once."""

    @cache
    def seen(theme):
        library.evaluate(WEAR, theme)
        found = {}
        for name, (width, scheme, asked) in LOOKS.items():
            library.emulate_media(color_scheme=scheme)
            library.set_viewport_size({"width": width, "height": 900})
            script = ",".join(f"{kind}: ({script})()" for kind, script in asked.items())
            found[name] = SimpleNamespace(**library.evaluate(f"() => ({{{script}}})"))
        return found

    return seen


load = cache(tokens.load)


def px(theme, path):
    value = load(theme)[path].values["light"]
    return value["value"] * (tokens.REM if value["unit"] == "rem" else 1)


# 1, 9, 13: few sizes, weights, corners, lines, shadows; short motion

DRAWN = """() => {
  const found = {sizes: {}, weights: {}, faces: {}, radii: {}, lines: {}, shadows: {}, times: {}};
  const add = (kind, value, e) => (found[kind][value] ??= look.name(e));
  const corner = (e, s) => {
    const of = (style) => parseFloat(style.borderStartStartRadius) || 0;
    const frame = getComputedStyle(e.parentElement);
    // A corner inside a frame's line is that frame's corner.
    return of(s) && of(s) === of(frame) - parseFloat(frame.borderTopWidth) ? of(frame) : of(s);
  };
  for (const e of look.all("body *")) {
    if (e.closest("svg, code, kbd, pre, samp, sub, sup")) continue;
    for (const part of [null, "::before", "::after"]) {
      const s = getComputedStyle(e, part);
      if (part && /^(none|normal)$/.test(s.content)) continue;
      if (!part && look.written(e)) {
        add("sizes", parseFloat(s.fontSize), e);
        add("weights", s.fontWeight, e);
        add("faces", s.fontFamily, e);
      }
      for (const side of ["Top", "Right", "Bottom", "Left"])
        if (s[`border${side}Style`] !== "none") add("lines", parseFloat(s[`border${side}Width`]), e);
      if (!/%/.test(s.borderStartStartRadius)) add("radii", corner(e, s), e);
      if (s.boxShadow !== "none") add("shadows", s.boxShadow, e);
      if (s.transitionProperty !== "all")
        for (const time of s.transitionDuration.split(",")) add("times", parseFloat(time) * 1000, e);
    }
  }
  return found;
}"""


@pytest.mark.parametrize("theme", THEMES)
def test_sizes_weights_corners_and_lines_are_few(seen, theme):
    for width in ("phone", "desk"):
        found = seen(theme)[width].drawn
        kinds = ("sizes", "weights", "radii", "lines")
        numbers = {kind: {float(value) for value in found[kind]} for kind in kinds}
        assert len(numbers["sizes"]) == 6, found["sizes"]
        assert min(numbers["sizes"]) >= 16, found["sizes"]
        assert 2 <= len(numbers["weights"]) <= 3, found["weights"]
        # A circle or a pill is a shape, whatever number makes it.
        corners = numbers["radii"] - {0, px(theme, "radius.round")}
        assert len(corners) <= 3, found["radii"]
        assert max(corners, default=0) == px(theme, "radius.surface")
        # Beside the two lines there are bars that say a state, and the city's edge.
        thin, control = px(theme, "border.width.thin"), px(theme, "border.width.control")
        edge = px(theme, "edge.size")
        bars = {px(theme, "space.1"), px(theme, "space.2"), edge, edge + px(theme, "space.1")}
        assert {thin, control} <= numbers["lines"] <= {0, thin, control} | bars, found["lines"]
        assert 1 <= len(found["shadows"]) <= 2, found["shadows"]
        assert len(found["faces"]) <= 2, found["faces"]


def test_nothing_moves_for_longer_than_it_takes_to_blink(seen, library):
    assert set(seen(None)["desk"].drawn["times"]) == {"0"}
    library.emulate_media(reduced_motion="no-preference")
    times = library.evaluate(DRAWN)["times"]
    library.emulate_media(reduced_motion="reduce")
    assert 0 < max(map(float, times)) <= 150, times


# 1, 2: text

SIZES = """() => Object.fromEntries(["p", "h1", "h2", "h3", "h4"].map((tag) => {
  const s = getComputedStyle(document.querySelector(`.city-prose > ${tag}`));
  return [tag, [parseFloat(s.fontSize), parseFloat(s.lineHeight)]];
}))"""
#: The characters of each full line of a paragraph.
LINES = """() => {
  const range = document.createRange(), lines = {};
  const text = document.querySelector("#long").firstChild;
  for (let i = 0; i < text.length; i++) {
    range.setStart(text, i); range.setEnd(text, i + 1);
    const box = range.getBoundingClientRect();
    if (box.width) lines[Math.round(box.top)] = (lines[Math.round(box.top)] || 0) + 1;
  }
  return Object.values(lines).slice(0, -1);
}"""
#: How wide each longer text is.
#: Code keeps the lines that were written; its box scrolls.
WIDTHS = """() => look.all("body *:not(pre, pre *)").flatMap((e) => {
  const range = document.createRange();
  return [...e.childNodes].filter((n) => n.nodeType === 3 && n.data.length > 40).map((n) => {
    range.selectNode(n);
    return [range.getBoundingClientRect().width, `${look.name(e)}: ${n.data}`];
  });
})"""


@pytest.mark.parametrize("theme", THEMES)
def test_text_is_large_and_its_lines_are_as_high_and_as_long_as_the_look_says(seen, theme):
    for width, ratio, measure in (
        ("phone", (1.7, 1.9), (28, 75)),
        ("narrow", (1.7, 1.9), (34, 75)),
        ("desk", (2.2, 2.6), (60, 75)),
    ):
        found = seen(theme)[width]
        body, line = found.sizes.pop("p")
        assert 18 <= body <= 20
        assert 1.5 <= line / body <= 1.6
        h1 = found.sizes["h1"][0]
        assert ratio[0] <= h1 / body <= ratio[1]
        assert width == "desk" or 32 <= h1 <= 34
        for name, (size, line) in found.sizes.items():
            low, high = (1.05, 1.2) if size >= 32 else (1.25, 1.35)
            assert low <= line / size <= high, name
        lines = found.lines
        assert measure[0] <= sum(lines) / len(lines) <= measure[1], lines


@pytest.mark.parametrize("theme", THEMES)
def test_every_text_block_has_its_measure(seen, theme):
    measure = px(theme, "size.measure")
    found = seen(theme)["desk"].widths
    assert any(width > 0.9 * measure for width, _ in found)
    wide = [f"{width} px: {text}" for width, text in found if width > measure + 1]
    assert not wide, "\n".join(wide)


HEADINGS = """() => [...document.querySelectorAll(
    'h1, h2, h3, h4, h5, h6, caption, [role=heading], [class*=heading], [class*=title]')]
  .filter((e) => e.innerText.trim() && e.getClientRects().length)
  .map((e) => {
    const { fontSize, fontWeight } = getComputedStyle(e);
    return [parseFloat(fontSize), Number(fontWeight), `${e.tagName}.${e.className}`];
  })"""


def heavier(headings):
    """The headings that are heavier than a larger one."""
    least = {}
    for size, weight, _ in headings:
        least[size] = min(weight, least.get(size, weight))
    return {
        name
        for size, weight, name in headings
        if any(size < larger and weight > other for larger, other in least.items())
    }


@pytest.mark.parametrize("theme", THEMES)
def test_no_heading_is_heavier_than_a_larger_one(seen, theme):
    for width in ("phone", "desk"):
        found = seen(theme)[width].headings
        assert {"H6.", "CAPTION.", "CAPTION.city-table__caption"} <= {name for *_, name in found}
        assert len({size for size, *_ in found}) >= 5
        assert not heavier(found)
    assert heavier([[20, 600, "H2."], [26, 550, "H1."], [26, 600, "H1."]]) == {"H2."}


# 3: one scale; tighter inside a group than between groups

SPACES = """() => {
  const found = {};
  for (const e of look.all("[class^=city-]")) {
    const s = getComputedStyle(e);
    for (const name of ["marginTop", "marginBottom", "rowGap", "columnGap"])
      if (s[name] !== "normal") found[parseFloat(s[name])] ??= `${name} of ${look.name(e)}`;
  }
  return found;
}"""
#: Of each field: what its parts are, from the top; the widest space between two; the space below.
FIELDS = """() => look.all(".city-field").map((field) => {
  const kinds = ["label", "hint", "error-message"];
  const kind = (e) =>
    kinds.find((k) => e.matches(`.city-${k}, :has(> .city-${k}__heading, > .city-${k}--heading)`))
      ?? "control";
  const apart = (one, other) =>
    other.getBoundingClientRect().top - one.getBoundingClientRect().bottom;
  const parts = [...field.children].filter((e) => e.getBoundingClientRect().width > 1);
  const inside = parts.slice(1).map((e, n) => apart(parts[n], e));
  // One beside it, in a row, is no next one.
  const next = field.nextElementSibling, below = next && apart(field, next);
  return {
    name: look.name(field), id: field.querySelector("[id]")?.id,
    parts: [...new Set(parts.map(kind))], inside: Math.max(0, ...inside),
    after: next?.matches(".city-field") && below >= 0 ? below : null,
  };
})"""
ORDER = ["label", "hint", "error-message", "control"]
#: Blocks of the page that follow each other, and the space between them. Headings belong to what is
#: below them, and what is in a line of text or over the page is no block.
BLOCKS = """() => {
  const main = document.querySelector("main");
  const blocks = look.all("main > *").filter((e) => e.parentElement === main
    && /^(block|flex|grid|table)$/.test(getComputedStyle(e).display)
    && !/^(absolute|fixed)$/.test(getComputedStyle(e).position));
  const free = "h1, h2, h3, h4, h5, h6, p, a, button, [hidden]";
  return blocks.slice(1).flatMap((next, n) => {
    const [one, other] = [blocks[n], next].map((e) => e.getBoundingClientRect());
    return next.matches(free) || blocks[n].matches(free) || next.previousElementSibling !== blocks[n]
      ? [] : [[other.top - one.bottom, `${look.name(blocks[n])}, then ${look.name(next)}`]];
  });
}"""


@pytest.mark.parametrize("theme", THEMES)
def test_every_space_is_a_step_of_one_scale(seen, theme):
    found = seen(theme)["desk"].spaces
    scale = {px(theme, path) for path in load(theme) if path.startswith("space.")}
    assert all(step % 4 == 0 for step in scale)
    # A line that lies over another one, and the room that the edge of a footer needs.
    edge = px(theme, "edge.size") + px(theme, "space.1")
    scale |= {0, px(theme, "border.width.thin"), edge}
    assert not {e: v for v, e in found.items() if abs(float(v)) not in scale}


@pytest.mark.parametrize("theme", THEMES)
def test_a_field_is_one_block_in_one_order_and_keeps_its_distance(seen, theme):
    for width in ("phone", "desk"):
        found = seen(theme)[width].fields
        assert len(found) > 20
        assert not [f for f in found if f["parts"] != sorted(f["parts"], key=ORDER.index)]
        assert not [f for f in found if f["after"] is not None and f["after"] < 1.5 * f["inside"]]
        assert any(f["after"] for f in found)


@pytest.mark.parametrize("theme", THEMES)
def test_blocks_of_a_wide_page_never_touch(seen, theme):
    for width in ("phone", "desk"):
        found = seen(theme)[width].blocks
        assert len(found) > 60
        close = [block for block in found if block[0] < px(theme, "space.5")]
        assert not close


# 4: controls and targets

HEIGHTS = """() => [
    ...look.all("input.city-control, select.city-control"),
    ...look.all(".city-button:not(.city-button--start)").filter((e) => {
      const text = e.querySelector(".city-button__text");
      return text.getBoundingClientRect().height < 30;
    }),
  ].map((e) => [Math.round(e.getBoundingClientRect().height * 100) / 100, look.name(e)])"""
#: What can be pressed and is smaller than 44 px: links in a sentence aside.
SMALL = """() => look.all("a[href], button, input:not([type=hidden]), select, textarea, summary")
  .filter((e) => !e.matches(":disabled, .city-skip-link"))
  .filter((e) => getComputedStyle(e).display !== "inline" || e.matches("input"))
  .flatMap((e) => {
    // The label lies over the row; on this page ids come twice, so labels are not asked.
    const row = e.closest(".city-choice, .city-switch__row, .city-table__choice, .city-time-slots__slot") ?? e;
    const boxes = [e, row].map((part) => part.getBoundingClientRect());
    const area = getComputedStyle(e, "::after");
    let width = Math.max(...boxes.map((b) => b.width));
    let height = Math.max(...boxes.map((b) => b.height));
    if (area.position === "absolute") {
      width = Math.max(width, parseFloat(area.width) || 0);
      height = Math.max(height, parseFloat(area.height) || 0);
    }
    return width < 43.9 || height < 43.9 ? [`${look.name(e)} ${width} x ${height}`] : [];
  })"""


@pytest.mark.parametrize("theme", THEMES)
def test_controls_are_of_one_height_and_all_that_is_pressed_is_large_enough(seen, theme):
    for width in ("phone", "desk"):
        found = seen(theme)[width]
        assert len(found.heights) > 20
        assert not [h for h in found.heights if h[0] != px(theme, "size.control")]
        assert not found.small, "\n".join(found.small)


# 5: contrast

INKS = """() => {
  const found = {};
  for (const e of look.all("body *").filter(look.written)) {
    const s = getComputedStyle(e);
    const key = [s.color, look.ground(e), s.fontWeight];
    found[key.join("|")] ??= [...key, look.name(e)];
  }
  return Object.values(found);
}"""
#: Of each control: its line, what the line is seen against, and the line's style.
LINED = """() => {
  const found = {};
  const controls = "input, select, textarea, .city-button--secondary, .city-pagination__link";
  for (const e of look.all(controls)) {
    const s = getComputedStyle(e);
    if (s.borderTopStyle === "none" || s.borderTopWidth === "0px") continue;
    const off = e.matches(":disabled, [aria-disabled=true]") ? "off" : "on";
    const key = [s.borderTopColor, look.ground(e.parentElement), off, s.borderTopStyle];
    found[key.join("|")] ??= [...key, look.name(e)];
  }
  return Object.values(found);
}"""


def code(color):
    red, green, blue, *alpha = re.findall(r"[\d.]+", color)
    assert color.startswith("rgb"), color
    assert not alpha or float(alpha[0]) == 1, color
    return f"#{int(red):02x}{int(green):02x}{int(blue):02x}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("theme", THEMES)
def test_text_and_controls_are_seen_on_what_is_behind_them(seen, theme, scheme):
    found = seen(theme)["dark" if scheme == "dark" else "desk"]
    known = load(theme)

    def token(path):
        return tokens.hex_of(known[path].values[scheme])

    ink = token("color.text.default")
    grounds = {token(f"color.surface.{name}") for name in ("page", "raised", "sunken", "tint")}
    assert len(found.inks) > 20
    for color, ground, weight, name in found.inks:
        one, other = code(color), code(ground)
        least = 12 if one == ink and other in grounds else 7
        bold = int(weight) >= 600 and other == token("color.brand.header")
        if bold or one == token("color.text.disabled"):
            least = 4.5
        assert contrast.ratio(one, other) >= least, (name, one, other)
    assert {state for *_, state, _, _ in found.lined} == {"on", "off"}
    for color, ground, state, style, name in found.lined:
        if state == "off":
            assert style == "dashed", name
        else:
            assert contrast.ratio(code(color), code(ground)) >= 4.5, (name, color, ground)


# 6, 7: focus and other states

FOCUSED = {
    "button": ".city-button",
    "link": ".city-prose a:not([class])",
    "input": "input.city-control",
    "radio": "input[type=radio].city-choice__input",
    "tab": "[role=tab][aria-selected=true]",
    "calendar day": "dialog button[data-date][tabindex='0']",
}


@contextmanager
def calendar(page):
    """While it is open, nothing behind it can have the focus."""
    page.evaluate("look.all('.city-date-picker__open')[0].click()")
    page.wait_for_selector("dialog[open] button[data-date][tabindex='0']")
    yield
    page.keyboard.press("Escape")
    page.wait_for_selector(".city-date-picker__dialog", state="detached")


RING = """(selector) => {
  const e = look.all(selector)[0];
  e.focus();
  const s = getComputedStyle(e);
  return [document.activeElement === e, s.outlineStyle, s.outlineWidth, s.outlineOffset,
    s.outlineColor, s.boxShadow];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("theme", THEMES)
def test_one_ring_of_two_colours_is_on_whatever_has_the_focus(tried, theme, scheme):
    page = tried
    page.evaluate(WEAR, theme)
    known = load(theme)
    ink, paper = (tokens.hex_of(known[f"color.focus.{n}"].values[scheme]) for n in ("ink", "paper"))
    for forced in ("none", "active"):
        page.emulate_media(color_scheme=scheme, forced_colors=forced)
        page.keyboard.press("Shift")
        for kind, selector in FOCUSED.items():
            with calendar(page) if kind == "calendar day" else nullcontext():
                found = page.evaluate(RING, selector)
            there, style, width, offset, color, shadow = found
            assert there, kind
            assert (style, width) == ("solid", "3px"), kind
            # Outside of its box, or inside where cells touch each other.
            assert offset in ("3px", "-3px"), kind
            if forced == "none":
                assert code(color) == ink, kind
                wide = "0px 0px 0px 3px" if offset == "3px" else "0px 0px 0px 6px inset"
                assert shadow.endswith(wide), (kind, shadow)
                assert code(shadow.split(") ")[0] + ")") == paper, kind


#: A control under the pointer and its rest: the fill, and whether a box has moved.
FILL = """(selector) => {
  const e = look.all(selector)[0], { x, y, width, height } = e.getBoundingClientRect();
  return [look.ground(e), [x + scrollX, y + scrollY, width, height]];
}"""
FILLED = {
    "primary": ".city-button:not([class*='--'], [aria-disabled=true], [data-loading])",
    "secondary": ".city-button--secondary:not([aria-disabled=true])",
    "danger": ".city-button--danger",
}


@pytest.mark.parametrize("theme", THEMES)
def test_a_button_under_the_pointer_is_another_colour_in_the_same_place(tried, theme):
    page = tried
    page.evaluate(WEAR, theme)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, forced_colors="none")
        for kind, selector in FILLED.items():
            page.mouse.move(0, 0)
            rest, place = page.evaluate(FILL, selector)
            page.evaluate("s => look.all(s)[0].scrollIntoView({block: 'center'})", selector)
            box = page.evaluate("s => look.all(s)[0].getBoundingClientRect().toJSON()", selector)
            page.mouse.move(box["x"] + 5, box["y"] + 5)
            over, moved = page.evaluate(FILL, selector)
            assert moved == pytest.approx(place, abs=0.01), kind
            assert 1.3 <= contrast.ratio(code(over), code(rest)) <= 1.6, (kind, scheme)


#: What is chosen or current: its weight, its marks, and those of one that isn't.
CHOSEN = """() => {
  const signs = (e) => {
    const s = getComputedStyle(e), after = getComputedStyle(e, "::after");
    return [s.borderBottomWidth, s.borderBottomColor, s.borderBottomStyle, s.borderTopColor,
      s.textDecorationLine, after.content, after.borderTopColor, s.borderInlineStartColor].join();
  };
  const sets = {
    tabs: "[role=tab]", pages: ".city-pagination__link", services: ".city-service-navigation__link",
    languages: ".city-languages__link",
  };
  return Object.entries(sets).map(([name, all]) => {
    const chosen = (e) => e.matches("[aria-current], [aria-selected=true]");
    const is = look.all(all).find(chosen), not = look.all(all).find((e) => !chosen(e));
    if (!is || !not) throw new Error(`${name}: none is chosen, or all are`);
    const weight = (e) => Number(getComputedStyle(e).fontWeight);
    return [name, weight(is), weight(not), signs(is) !== signs(not)];
  });
}"""
#: Of each field with an error: its bar, its control's line, and whether its words have an icon.
WRONG = """() => look.all(".city-error-message").map((e) => {
  const field = e.closest(".city-field, [class*=--error]") ?? e.parentElement;
  const bar = getComputedStyle(field);
  const control = field.querySelector("[aria-invalid=true], .city-choice__input");
  return [look.name(field), !!e.querySelector("svg.city-icon, .city-icon"),
    bar.borderInlineStartWidth, bar.borderInlineStartColor,
    control ? getComputedStyle(control).borderTopColor : null];
})"""
BARS = """() => look.all(".city-notification, .city-confirmation__panel").map((e) => {
  const s = getComputedStyle(e);
  return [look.name(e), s.borderInlineStartColor, s.backgroundColor,
    e.querySelector(":scope > svg, :scope > .city-icon")?.innerHTML ?? ""];
})"""
#: Of each box and radio that is drawn: its corner, and the sign in it once it is chosen.
CHOICES = """() => look.all(".city-choice__input").map((e) => {
  const before = e.checked;
  e.checked = true;
  const sign = getComputedStyle(e, "::before");
  const round = parseFloat(getComputedStyle(e).borderTopLeftRadius) * 2 >= e.offsetWidth;
  const drawn = sign.content !== "none" && parseFloat(sign.inlineSize) > 8
    && sign.backgroundColor !== "rgba(0, 0, 0, 0)";
  const found = [look.name(e), e.type, drawn, round, sign.maskImage.includes("icon-check")];
  e.checked = before;
  return found;
})"""
TAKEN = """() => look.all(".city-time-slots__taken s, dialog [data-date][aria-disabled=true]")
  .map((e) => [look.name(e), getComputedStyle(e).textDecorationLine])"""


@pytest.mark.parametrize("theme", THEMES)
def test_a_state_is_said_by_more_than_its_colour(seen, tried, theme):
    known, found = load(theme), seen(theme)["desk"]
    for name, weight, other, marked in found.chosen:
        assert weight == known["font.weight.strong"].values["light"] > other, name
        assert marked, name
    error = tokens.hex_of(known["color.border.error"].values["light"])
    assert len(found.wrong) > 5
    for name, icon, width, bar, line in found.wrong:
        assert icon, name
        assert (width, code(bar)) == ("4px", error), name
        assert line is None or code(line) == error, name
    assert all(contrast.ratio(code(bar), code(tint)) >= 3 for _, bar, tint, _ in found.bars)
    assert len({icon for *_, icon in found.bars}) >= 4


@pytest.mark.parametrize("theme", THEMES)
def test_a_box_gets_a_tick_and_a_radio_a_dot(seen, theme):
    found = seen(theme)["desk"].choices
    assert {kind for _, kind, *_ in found} == {"checkbox", "radio"}
    wrong = [
        name
        for name, kind, drawn, is_round, ticked in found
        if (drawn, is_round, ticked) != (True, kind == "radio", kind == "checkbox")
    ]
    assert not wrong


@pytest.mark.parametrize("theme", THEMES)
def test_a_day_or_time_that_is_taken_is_struck_through(seen, tried, theme):
    tried.emulate_media(color_scheme="light", forced_colors="none")
    tried.evaluate(WEAR, theme)
    with calendar(tried):
        days = tried.evaluate(TAKEN)
    times = seen(theme)["desk"].taken
    assert days
    assert times
    assert {line for _, line in days + times} == {"line-through"}


# 10: tables

CELLS = """() => ({
  numerals: look.all(".city-table, .city-prose table").map((e) =>
    getComputedStyle(e).fontVariantNumeric),
  numbers: look.all(".city-table__cell--numeric").map((e) => getComputedStyle(e).textAlign),
  rows: look.all(".city-table__body > .city-table__row, .city-prose tr:has(td)").filter((row) =>
    [...row.cells].every((cell) => {
      const range = document.createRange();
      range.selectNodeContents(cell);
      return range.getBoundingClientRect().height < 32;
    })).map((row) => row.getBoundingClientRect().height),
  boxes: look.all(".city-table-scroll").map((e) => [e.tabIndex, e.getAttribute("aria-label")
    ?? e.getAttribute("aria-labelledby")]),
  wider: look.all(".city-table").filter((e) =>
    e.scrollWidth > innerWidth && !e.closest(".city-table-scroll, .city-prose__scroll")).length,
})"""


@pytest.mark.parametrize("theme", THEMES)
def test_numbers_are_one_below_the_other_and_rows_are_easy_to_follow(seen, theme):
    found = seen(theme)["desk"].cells
    assert set(found["numerals"]) == {"tabular-nums"}
    assert set(found["numbers"]) == {"end"}
    assert len(found["rows"]) > 3
    assert all(44 <= height <= 52 for height in found["rows"]), found["rows"]
    assert found["boxes"]
    for index, label in found["boxes"]:
        assert index == 0
        assert label
    assert not seen(theme)["phone"].cells["wider"]


# 11: a phone

PHONED = """() => {
  const inner = (e) => {
    const s = getComputedStyle(e);
    return e.clientWidth - parseFloat(s.paddingLeft) - parseFloat(s.paddingRight);
  };
  return {
    // What is fixed to a table's own box lies over nothing else.
    stuck: look.all("body *").filter((e) => /fixed|sticky/.test(getComputedStyle(e).position)
      && !e.closest(".city-table-scroll")).map(look.name),
    // A search has its button beside its field.
    actions: look.all(
      ".city-page__main .city-button:not([class*='--'], .city-search__button)").filter((e) =>
      Math.abs(e.getBoundingClientRect().width - inner(e.closest("div, p, form, main, section")))
        > 1).map((e) => e.outerHTML.slice(0, 150)),
    titles: look.all("h1").filter((e) => e.innerText.length <= 32).map((e) => {
      const s = getComputedStyle(e), range = document.createRange();
      range.selectNodeContents(e);
      return [Math.round(range.getBoundingClientRect().height / parseFloat(s.lineHeight)),
        e.innerText];
    }),
  };
}"""


@pytest.mark.parametrize("theme", THEMES)
def test_a_phone_shows_one_column_and_a_wide_button(seen, theme):
    found = seen(theme)["phone"].phoned
    assert not found["stuck"]
    assert not found["actions"], "\n".join(found["actions"])
    assert len(found["titles"]) > 3
    assert not [title for title in found["titles"] if title[0] > 2]


# What is asked of each theme, and at which width and in which scheme

TEXTS = {"sizes": SIZES, "lines": LINES}
SHAPES = TEXTS | {
    "drawn": DRAWN,
    "headings": HEADINGS,
    "fields": FIELDS,
    "blocks": BLOCKS,
    "heights": HEIGHTS,
    "small": SMALL,
    "cells": CELLS,
}
COLORS = {"inks": INKS, "lined": LINED}
SIGNS = {"chosen": CHOSEN, "wrong": WRONG, "bars": BARS, "taken": TAKEN, "choices": CHOICES}
LOOKS = {
    "dark": (DESK, "dark", COLORS),
    "desk": (DESK, "light", SHAPES | COLORS | SIGNS | {"spaces": SPACES, "widths": WIDTHS}),
    "narrow": (360, "light", TEXTS),
    "phone": (PHONE, "light", SHAPES | {"phoned": PHONED}),
}
