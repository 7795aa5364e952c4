"""The look, read from computed styles and pixels in a browser."""

import io
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from jinja2 import Environment
from PIL import Image

from citydesign import assets, contrast, install, tokens, ui
from citydesign.audit.pages.subject import ORIGIN
from citydesign.audit.stage.server import Server, Site
from citydesign.examples import all_examples, fragment
from citydesign.gallery import token_pages

pytestmark = pytest.mark.browser

THEMES = [None, *tokens.themes()]
TEXT = (
    "You can apply for a place in early childhood education all year round. Apply four months "
    "before you need the place. If you find work or a place to study at short notice, apply two "
    "weeks before. We send the decision to your e-mail address, and you can accept it there. "
)


@pytest.fixture(scope="module")
def windows(chromium):
    """A window for each scale: to open one costs as much as all that is looked at in it."""
    opened = {}

    def window(scale):
        if scale not in opened:
            page = chromium.new_context(device_scale_factor=scale).new_page()
            page.server = Server(Site())
            page.server.attach(page)
            opened[scale] = page
        return opened[scale]

    yield window
    for page in opened.values():
        page.context.close()


#: Of a reader who asked for nothing.
PLAIN_MEDIA = {
    "media": "screen",
    "color_scheme": "light",
    "contrast": "no-preference",
    "forced_colors": "none",
    "reduced_motion": "no-preference",
}


@pytest.fixture
def show(windows):
    """Show one page; what was shown before is gone."""

    def show(
        body, *, theme=None, width=1280, head="", before="", root="", bundle=True,
        device_scale_factor=1, **media
    ):  # fmt: skip
        page = windows(device_scale_factor)
        page.mouse.move(0, 0)
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(**PLAIN_MEDIA | media)
        links = ["citydesign.css", *([f"citydesign-{theme}.css"] if theme else [])]
        styles = "".join(
            f'<link rel="stylesheet" href="{assets.asset_url(name, "/files")}">' for name in links
        )
        html = (
            f'<!doctype html><html lang="en" {root}><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width">'
            f"<title>t</title>{before}{styles if bundle else ''}{head}</head>{body}</html>"
        )
        page.server.begin()
        page.server.site = Site({"/": html}.get, assets.assets_path(), "/files")
        page.goto(ORIGIN)
        return page

    return show


def in_inter():
    """Link the face that measures use: the fallback of a bare system is unusually wide."""
    return f'<link rel="stylesheet" href="{assets.asset_url("face-inter.css", "/files")}">'


def computed(page, selector, *names):
    return page.eval_on_selector(
        selector, "(e, names) => names.map(n => getComputedStyle(e).getPropertyValue(n))", names
    )


# Schemes and themes


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("system", ["light", "dark"])
@pytest.mark.parametrize("more", [False, True], ids=["", "more contrast"])
def test_every_token_has_the_value_of_its_mode_on_the_page_and_in_any_part_of_it(
    show, theme, system, more
):
    page = show(
        '<body><div id="l" data-scheme="light"><i></i></div><div id="d" data-scheme="dark">'
        "<i></i></div></body>",
        theme=theme,
        color_scheme=system,
        contrast="more" if more else "no-preference",
    )
    known = [t for t in tokens.load(theme).values() if not t.path.startswith("palette.")]
    names = [t.variable for t in known]
    for chosen in (None, "light", "dark"):
        if chosen:
            page.evaluate("scheme => document.documentElement.dataset.scheme = scheme", chosen)
        for selector, scheme in (("html", chosen or system), ("#l i", "light"), ("#d i", "dark")):
            mode = {"light": "more", "dark": "more-dark"}[scheme] if more else scheme
            found = dict(zip(names, computed(page, selector, *names), strict=True))
            assert found == {t.variable: t.css(mode) for t in known}, (selector, mode, chosen)


@pytest.mark.parametrize("more", [False, True], ids=["", "more contrast"])
def test_paper_is_light_whatever_the_screen_was(show, more):
    page = show(
        '<body><p data-scheme="dark">A</p></body>',
        color_scheme="dark",
        root='data-scheme="dark"',
        contrast="more" if more else "no-preference",
    )
    names = {t.variable: t.css("more" if more else "light") for t in tokens.load().values()}
    names = {n: v for n, v in names.items() if "palette" not in n}
    assert computed(page, "p", *names) != list(names.values())
    page.emulate_media(media="print", color_scheme="dark")
    assert computed(page, "p", *names) == list(names.values())
    assert computed(page, "html", *names) == list(names.values())


def test_a_part_in_the_other_scheme_has_its_own_ground(show):
    page = show('<body class="city-page"><p data-scheme="dark">Dark</p></body>')
    dark = tokens.load()
    ground, ink = computed(page, "p", "background-color", "color")
    for path, seen in (("color.surface.page", ground), ("color.text.default", ink)):
        code = tokens.hex_of(dark[path].values["dark"])
        assert seen == f"rgb({', '.join(str(int(code[i : i + 2], 16)) for i in (1, 3, 5))})"


def test_who_asks_for_less_motion_gets_none(show):
    names = ("--city-motion-duration-fast", "--city-motion-duration-base")
    assert computed(show("<body></body>", reduced_motion="reduce"), "html", *names) == ["0s", "0s"]
    assert computed(show("<body></body>"), "html", *names) == ["80ms", "150ms"]


# Beside a city's own styles

PLAIN = (
    "<body><h1>A</h1><p>B <a href='#'>C</a></p><ul><li>D</li></ul><form><label>E</label><input>"
    "<select><option>F</select><textarea></textarea><button>G</button><input type=checkbox>"
    "</form><table><tr><th>H<td>I</table><fieldset><legend>J</legend></fieldset><div>K</div></body>"
)


def test_a_page_of_the_city_keeps_its_own_clothes(show):
    read = """() => [...document.querySelectorAll('html, body, body *')].map(e => {
        const s = getComputedStyle(e);
        return [e.tagName, ...[...s].filter(n => n != 'color-scheme' && !n.startsWith('--'))
          .map(n => n + ':' + s.getPropertyValue(n))]
    })"""
    # color-scheme is the one thing said on :root; a site without a dark scheme sets data-scheme.
    assert show(PLAIN).evaluate(read) == show(PLAIN, bundle=False).evaluate(read)


HINT = '<body><p class="city-hint">Hint</p></body>'
RESET = "*{margin:0;padding:0;line-height:1;color:red}"


def test_a_citys_own_rule_wins_without_a_fight(show):
    page = show(HINT, before="<style>.city-hint{color:rgb(1, 2, 3)}</style>")
    assert computed(page, ".city-hint", "color") == ["rgb(1, 2, 3)"]


def test_a_legacy_reset_wins_too_and_a_layer_of_its_own_puts_it_below(show):
    ours = computed(show(HINT), ".city-hint", "margin-block-end", "line-height", "color")
    unlayered = show(HINT, before=f"<style>{RESET}</style>")
    assert computed(unlayered, ".city-hint", "margin-block-end") == ["0px"]
    order = "<style>@layer legacy, citydesign;</style>"
    for before, head in (
        (f"{order}<style>@layer legacy{{{RESET}}}</style>", ""),
        (order, f"<style>@layer legacy{{{RESET}}}</style>"),
    ):
        page = show(HINT, before=before, head=head)
        assert computed(page, ".city-hint", "margin-block-end", "line-height", "color") == ours


# Type

PROSE = (
    '<body class="city-page"><main class="city-prose" style="padding-inline:'
    'var(--city-space-gutter)">'
    "<h1>Early childhood education</h1>"
    f"<h2>Apply</h2><h3>When</h3><h4>How</h4><p id='p'>{TEXT * 3}</p></main></body>"
)


WEIGHED = (
    '<body class="city-page"><label class="city-label">Hämärä</label><button class="city-button">'
    '<span class="city-button__text">Hämärä</span></button><h2 class="city-heading-m">Hämärä</h2>'
    "</body>"
)
SELECTORS = {"label": "label", "button": ".city-button__text", "heading": "h2"}


@pytest.mark.parametrize("theme", THEMES)
def test_label_button_and_heading_have_a_weight_each(show, theme):
    page = show(WEIGHED, theme=theme)
    known = tokens.load(theme)
    for name in SELECTORS:
        expected = {
            other: known[f"font.weight.{other}"].css() if other != name else "321"
            for other in SELECTORS
        }
        page.evaluate(
            "([name, value]) => document.documentElement.style.setProperty(name, value)",
            [known[f"font.weight.{name}"].variable, "321"],
        )
        seen = {other: computed(page, s, "font-weight")[0] for other, s in SELECTORS.items()}
        assert seen == expected
        page.evaluate("document.documentElement.removeAttribute('style')")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("face", ["system", "inter"])
def test_labels_buttons_and_headings_are_not_all_bold_alike(show, theme, face):
    # A system may have only two weights, so what is drawn is compared, at one size on one ground.
    page = show(
        WEIGHED,
        theme=theme,
        head=(in_inter() if face == "inter" else "")
        + "<style>label, .city-button__text, h2 { font-size: 40px; letter-spacing: 0;"
        "line-height: 60px; color: #000; background: #fff; inline-size: 300px; text-align: start;"
        "display: block; margin: 0; } button { padding: 0 !important; }</style>",
    )
    page.evaluate("document.fonts.ready.then(() => 0)")
    drawn = {page.locator(s).screenshot() for s in SELECTORS.values()}
    assert len(drawn) > 1


def test_sizes_grow_without_a_jump(show):
    page = show(PROSE, width=320)
    last = None
    for width in range(320, 1480, 40):
        page.set_viewport_size({"width": width, "height": 900})
        sizes = [
            float(computed(page, s, "font-size")[0].removesuffix("px")) for s in ("p", "h1", "h2")
        ]
        if last:
            assert all(0 <= b - a <= 0.8 for a, b in zip(last, sizes, strict=True)), width
        last = sizes


def test_text_grows_when_the_reader_asks_for_larger_text(show):
    page = show(PROSE)
    before = float(computed(page, "p", "font-size")[0].removesuffix("px"))
    tools = page.context.new_cdp_session(page)
    tools.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    try:
        page.reload()
        after = float(computed(page, "p", "font-size")[0].removesuffix("px"))
    finally:
        tools.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
    assert after >= before * 1.9


# Focus


def differing(before, after):
    """Pixels whose colour changed by at least 3:1 (WCAG 2.4.13)."""
    data = [Image.open(io.BytesIO(p)).convert("RGB").tobytes() for p in (before, after)]
    pixels = [zip(d[::3], d[1::3], d[2::3], strict=True) for d in data]
    pairs = Counter(zip(*pixels, strict=True))
    return sum(
        count
        for (one, other), count in pairs.items()
        if contrast.ratio("#" + bytes(one).hex(), "#" + bytes(other).hex()) >= 3
    )


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("forced", ["none", "active"])
def test_focus_is_seen_on_every_ground(show, theme, scheme, forced):
    grounds = ("surface-page", "surface-tint", "action-primary", "brand-hero", "brand-footer")
    page = show(
        '<body class="city-page">'
        + "".join(
            f'<div style="padding:40px;background:var(--city-color-{ground})">'
            f'<a class="city-link" href="#" style="display:inline-block">On {ground}</a></div>'
            for ground in grounds
        )
        + "</body>",
        theme=theme,
        color_scheme=scheme,
        forced_colors=forced,
    )
    for number, ground in enumerate(grounds):
        box = page.locator("a").nth(number).bounding_box()
        clip = {
            "x": box["x"] - 12,
            "y": box["y"] - 12,
            "width": box["width"] + 24,
            "height": box["height"] + 24,
        }
        before = page.screenshot(clip=clip)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == f"On {ground}"
        changed = differing(before, page.screenshot(clip=clip))
        assert changed >= 2 * 2 * (box["width"] + box["height"]), ground


def test_the_count_of_changed_pixels_can_fail(show):
    page = show('<body class="city-page"><a href="#" style="color:inherit">A</a></body>')
    before = page.screenshot()
    page.keyboard.press("Tab")
    assert differing(before, page.screenshot()) > 0
    page.add_style_tag(content="a:focus-visible{outline:0!important;box-shadow:none!important}")
    assert differing(before, page.screenshot()) == 0


# Edges and icons


@pytest.mark.parametrize(
    "theme", [t for t in THEMES if tokens.load(t)["edge.size"].shape != "straight"]
)
def test_the_drawing_of_the_citys_edge_is_served(show, theme):
    page = show("<body></body>", theme=theme)
    loaded = page.evaluate(
        """async () => {
          const name = getComputedStyle(document.documentElement)
            .getPropertyValue('--city-edge-shape').match(/url\\(["']?(.+?)["']?\\)/)[1];
          const answer = await fetch('/files/' + name);
          return (await answer.text()).includes('<svg');
        }"""
    )
    assert loaded


def lows(page):
    """How often the lower side of what is drawn comes to a lowest place."""
    image = Image.open(io.BytesIO(page.screenshot())).convert("L")
    pixels = image.load()
    paper = pixels[0, image.height - 1]
    low = [
        next(y for y in reversed(range(image.height)) if abs(pixels[x, y] - paper) > 100)
        for x in range(image.width)
    ]
    turns = [y for y, after in pairwise([*low, None]) if y != after]
    return sum(a < b > c for a, b, c in zip(turns, turns[1:], turns[2:], strict=False))


@pytest.mark.parametrize(
    "theme", [t for t in THEMES if tokens.load(t)["edge.size"].shape != "straight"]
)
@pytest.mark.parametrize("zoom", [1, 2])
def test_the_line_along_an_edge_has_no_bump_that_the_edge_lacks(show, theme, zoom):
    """Where the line has the header's colour, its bumps would be those of the header."""
    colors = "--city-color-brand-header: black; --city-color-brand-accent: black"
    head = f"<style>:root {{ {colors} }}</style>"
    page = show(
        f'<body class="city-page">{ui.header("City")}</body>',
        theme=theme, head=head, device_scale_factor=zoom,
    )  # fmt: skip
    lined = lows(page)
    page.add_style_tag(content=".city-header::before { content: none }")
    assert lined == lows(page) > 3


# The pages of the tokens

#: By the beginning of a path: the property that a sample shows it by.
SHOWN = {
    "font.family": "font-family",
    "font.size": "font-size",
    "font.weight": "font-weight",
    "font.line-height": "line-height",
    "font.tracking": "letter-spacing",
    "space": "width",
    "size": "width",
    "radius": "border-top-left-radius",
    "border.width": "border-top-width",
    "shadow": "box-shadow",
}


@pytest.mark.parametrize("theme", THEMES)
def test_a_sample_shows_what_its_name_and_its_number_say(show, theme):
    pages = token_pages.token_pages().values()
    lists = re.findall(r'<ul class="gallery-samples .*?</ul>', "".join(pages), re.S)
    gallery = (Path(__file__).parents[1] / "docs" / "assets" / "gallery.css").read_text("utf-8")
    page = show(
        f'<body class="city-page md-typeset">{"".join(lists)}</body>',
        theme=theme,
        width=1440,
        head=f"<style>{gallery}</style><style>{token_pages.samples()}</style>",
    )
    known, seen = tokens.load(theme), set()
    for path, token in known.items():
        name = next((s for s in SHOWN if path == s or path.startswith(f"{s}.")), None)
        if name is None:
            continue
        seen.add(name)
        sample = f".gallery-sample--{path.replace('.', '-')}"
        found, size = computed(page, sample, SHOWN[name], "font-size")
        value = token.values["light"]
        if token.type == "dimension":
            px = value["value"] * (tokens.REM if value["unit"] == "rem" else 1)
            assert float(found.removesuffix("px")) == pytest.approx(min(px, 1440), abs=0.6), path
        elif token.type == "number":
            ems = float(found.removesuffix("px")) / float(size.removesuffix("px"))
            assert ems == pytest.approx(value, abs=0.01), path
        elif token.type == "fontWeight":
            assert float(found) == value, path
        else:
            probe = f"e => (e.style.setProperty({SHOWN[name]!r}, {token.css()!r}), getComputedStyle(e).getPropertyValue({SHOWN[name]!r}))"
            assert found == page.eval_on_selector("body", probe), path
    assert seen == set(SHOWN)


# Small distances


LEFT_OF_TEXT = """e => { const r = document.createRange(); r.selectNodeContents(e);
    return r.getBoundingClientRect().left; }"""


@pytest.mark.parametrize("width", [320, 1280])
def test_the_text_of_a_quiet_button_is_on_the_line_of_the_text(show, width):
    button = '<button class="city-button city-button--quiet"><span class="city-button__text">'
    page = show(
        f'<body class="city-page"><div class="city-container"><p>Text</p>{button}Alone</span>'
        f'</button><div class="city-button-group"><a class="city-button">Send</a>{button}Second'
        "</span></button></div></div></body>",
        width=width,
    )
    line = page.locator("p").evaluate(LEFT_OF_TEXT)
    alone, second = page.locator(".city-button__text").all()
    assert alone.evaluate(LEFT_OF_TEXT) == pytest.approx(line, abs=0.5)
    one, other = (page.locator(".city-button-group > *").nth(n).bounding_box() for n in (0, 1))
    if width == 320:
        assert (one["x"], one["width"]) == (other["x"], other["width"])
    else:
        assert other["x"] - one["x"] - one["width"] >= 8
    assert second.is_visible()


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize(("current", "total"), [(3, 22), (120, 1450), (3, 3), (1, 3)])
def test_the_pages_stand_apart_within_their_column(show, width, current, total):
    install(Environment(autoescape=True))
    pages = ui.pagination(current, total, "/?page={page}")
    page = show(
        f'<body class="city-page"><div class="city-container">{pages}</div></body>', width=width
    )
    boxes = [b for e in page.locator(".city-pagination__link").all() if (b := e.bounding_box())]
    assert len(boxes) > 1
    for one, other in pairwise(boxes):
        apart = other["x"] - one["x"] - one["width"]
        assert apart >= 7.9 or other["y"] > one["y"] + one["height"]
    assert all(b["x"] >= 0 and b["x"] + b["width"] <= width for b in boxes)


@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize("width", [320, 360, 800, 1280])
def test_the_way_back_begins_where_the_text_begins(show, width, named):
    install(Environment(autoescape=True))
    link = {"text": "Fees", "url": "/fees"}
    pages = (
        ui.pagination(previous=link, next=link) if named else ui.pagination(3, 22, "/?page={page}")
    )
    page = show(
        f'<body class="city-page"><div class="city-container"><p>Text</p>{pages}</div></body>',
        width=width,
    )
    line = page.locator("p").bounding_box()
    way = page.locator("[rel=prev] svg").bounding_box()
    assert way["x"] == pytest.approx(line["x"], abs=0.5)
    if named and width >= 800:
        ahead = page.locator("[rel=next] svg").bounding_box()
        nav = page.locator(".city-pagination").bounding_box()
        assert ahead["x"] + ahead["width"] == pytest.approx(nav["x"] + nav["width"], abs=0.5)


@pytest.mark.parametrize("words", ["just taken", "juuri varattu", "nyss bokad"])
def test_the_words_in_a_taken_time_keep_off_its_edge(show, words):
    page = show(
        '<body class="city-page"><div class="city-time-slots__grid">'
        f'<p class="city-time-slots__taken"><s>9.15</s> <span class="city-time-slots__hint">{words}'
        "</span></p></div></body>",
        width=360,
    )
    box = page.locator("p").bounding_box()
    words = page.locator("span").bounding_box()
    assert words["x"] - box["x"] >= 5
    assert box["x"] + box["width"] - words["x"] - words["width"] >= 5


def test_no_block_touches_the_text_before_it(show):
    page = show('<body class="city-page"><main class="city-prose"></main></body>')
    blocks = {
        example.id: str(fragment(example))
        for example in all_examples()
        if example.component.place == "main"
    }
    gaps = page.evaluate(
        """blocks => Object.fromEntries(Object.entries(blocks).map(([id, html]) => {
          const main = document.querySelector("main");
          main.innerHTML = "<p>Before it.</p>" + html;
          const [before, block] = main.children;
          const top = block.getBoundingClientRect().top;
          return [id, top - before.getBoundingClientRect().bottom];
        }))""",
        blocks,
    )
    assert len(gaps) > 300
    assert not {id: gap for id, gap in gaps.items() if 0 <= gap < 8}


def test_a_tag_in_a_row_of_a_phone_is_as_long_as_its_word(show):
    tag = ui.tag("New", status="info")
    table = ui.table("Forms", [{"label": "Number"}, {"label": "Stage"}], [["A-1", tag]])
    page = show(f'<body class="city-page"><main>{table}</main></body>', width=320)
    width = page.locator(".city-tag").bounding_box()["width"]
    assert width < 100, "it filled half of the row"
