"""A theme from one colour: whole and passing for every colour, or a clear refusal."""

import json
import re

import pytest
from coloraide import Color

from citydesign import cli, contrast, derivation, themes, tokens
from citydesign.errors import TokenError


def written(tmp_path, *arguments):
    theme = derivation.derive("mine", *arguments)
    return theme, str(themes.write(theme.text(), "mine", tmp_path, force=True))


def grid():
    """Colours around the circle, from near black to near white, from grey to as bright as can be."""
    codes = set()
    for lightness in (0.05, 0.25, 0.45, 0.6, 0.75, 0.9, 0.99):
        for hue in range(0, 360, 30):
            for chroma in (0.01, 0.08, 0.3):
                color = Color("oklch", [lightness, chroma, hue]).convert("srgb").fit()
                codes.add(color.to_string(hex=True))
    return sorted(codes)


GRID = grid()
CITIES = {
    "GOV.UK": "#1d70b8",
    "NHS": "#005eb8",
    "Espoo": "#0050bb",
    "Amsterdam": "#ec0000",
    "yellow": "#ffd200",
    "black": "#000000",
    "white": "#ffffff",
    "grey": "#777777",
    "pale pink": "#fbeef0",
    "very dark": "#0a0014",
}


@pytest.mark.parametrize("part", range(8))
def test_every_colour_gives_a_whole_theme_in_which_every_pair_passes(tmp_path, part):
    for code in GRID[part::8]:
        theme, file = written(tmp_path, code)
        assert [str(p) for p in contrast.check(file) if not p.passes] == [], code
        assert themes.left(file) == [], code
        loose = [m for m in theme.moves if m.got == m.wanted]
        assert loose == [], code


@pytest.mark.parametrize("code", CITIES.values(), ids=CITIES)
def test_a_citys_own_colour_becomes_its_header(tmp_path, code):
    theme, file = written(tmp_path, code)
    known = tokens.load(file)
    header, ink = (
        tokens.hex_of(known[f"color.brand.{name}"].values["light"])
        for name in ("header", "on-header")
    )
    page = tokens.hex_of(known["color.surface.page"].values["light"])
    if contrast.ratio(code, page) >= 1.3:
        assert header == code
    assert ink in ("#ffffff", "#000000")
    assert contrast.ratio(header, ink) >= 4.5
    bold = known["font.weight.header"].values["light"] >= tokens.BOLD
    assert (
        bold
        == theme.bold
        == any(
            contrast.ratio(
                *(
                    tokens.hex_of(known[f"color.brand.{n}"].values[m])
                    for n in ("header", "on-header")
                )
            )
            < 7
            for m in ("light", "dark")
        )
    )


#: A city's blue, a pale second colour, greys and the ends of the scale.
MOVED = [
    *((code, None) for code in GRID[::9]),
    *((code, None) for code in ("#000000", "#ffffff", "#6b6f72", "#c8c8c8", "#f4d240")),
    ("#001e96", "#f4d240"), ("#12306b", "#ffe9a8"), ("#6b6f72", "#0050bb"), ("#f4d240", "#ffe9a8"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "accent"), MOVED)
def test_the_table_has_each_move_once_and_none_that_was_none(code, accent):
    theme = derivation.derive("mine", code, accent)
    moved = {(move.token, move.mode): move for move in theme.moves}
    assert len(moved) == len(theme.moves)
    for move in theme.moves:
        assert move.got == theme.colors[move.token][move.mode] != move.wanted
        assert move.wanted in (code, accent)
        held = re.match(r"([\d.]+):1 against .* needs ([\d.]+):1", move.because)
        if held:
            assert float(held[1]) < float(held[2]), move
        else:
            assert "would glare in the dark" in move.because
            assert Color(move.wanted).convert("oklch")["lightness"] > derivation.GLARE
    # Wherever a city's colour was wanted on a large ground, it is there or in the table.
    for name, wanted in [("header", code), ("footer", code), ("hero", accent)]:
        for mode in tokens.MODES if wanted else ():
            path = f"color.brand.{name}"
            assert theme.colors[path][mode] == wanted or (path, mode) in moved, (name, mode)


def test_a_pair_named_by_a_move_is_broken_in_the_theme_as_written(tmp_path):
    for code in GRID[::9]:
        theme, file = written(tmp_path, code)
        pairs = contrast.check(file)
        for move in theme.moves:
            if move.token == "color.text.link":
                held = [
                    p.least <= contrast.ratio(move.wanted, p.colors[1]) <= p.greatest
                    for p in pairs
                    if (p.token, p.mode) == (move.token, move.mode)
                ]
                assert not all(held), (code, move)
                assert tokens.hex_of(tokens.load(file)[move.token].values[move.mode]) == move.got


def test_a_light_second_colour_that_left_the_dark_hero_is_in_the_table():
    report = derivation.derive("mine", "#001e96", "#f4d240").report()
    for mode in ("dark", "more-dark"):
        assert re.search(
            rf"^color\.brand\.hero +{mode} +#f4d240 +#\w+ +a ground so large", report, re.M
        )


@pytest.mark.parametrize(
    ("code", "accent", "acts", "says"),
    [
        ("#6b6f72", None, "grey", "#6b6f72 is grey, so links, buttons and what is chosen are grey "
         "too. To give them a colour, name a second one: --accent."),
        ("#000000", None, "grey", "#000000 is grey"),
        ("#6b6f72", "#0050bb", "#0050bb", "#6b6f72 is grey, which tells no link from text, so "
         "links, buttons and what is chosen are #0050bb."),
        ("#6b6f72", "#ffe9a8", "grey", "are grey too. #ffe9a8 is too pale to be read on paper."),
        ("#475569", None, "#475569", ""),
    ],
)  # fmt: skip
def test_a_grey_city_hears_that_its_links_are_grey_or_has_them_in_its_accent(
    code, accent, acts, says
):
    theme = derivation.derive("mine", code, accent)
    assert says in theme.report()
    assert any("is grey" in note for note in theme.notes) == bool(says)
    primary = theme.colors["color.action.primary"]["light"]
    if acts == "grey":
        assert Color(primary).convert("oklch")["chroma"] < derivation.GREY
        assert "--accent" in theme.report() or accent
    else:
        assert primary == acts


def test_the_colour_stays_itself_where_its_pairs_allow(tmp_path):
    theme, file = written(tmp_path, "#0050bb")
    known = tokens.load(file)
    for path in (
        "color.action.primary",
        "color.selected",
        "color.brand.header",
        "color.brand.footer",
    ):
        assert tokens.hex_of(known[path].values["light"]) == "#0050bb", path
    assert not theme.bold
    moved = {(m.token, m.mode) for m in theme.moves}
    assert ("color.text.link", "light") in moved
    link = next(m for m in theme.moves if (m.token, m.mode) == ("color.text.link", "light"))
    assert "needs 7:1" in link.because
    assert link.because in theme.report()


@pytest.mark.parametrize("degrees", [-31, -29, 0, 29, 31])
def test_a_colour_near_the_errors_hue_is_header_footer_and_edge_only(tmp_path, degrees):
    error = Color(tokens.hex_of(tokens.load()["color.border.error"].values["light"])).convert(
        "oklch"
    )
    dark = Color(tokens.hex_of(tokens.load()["color.border.error"].values["dark"])).convert("oklch")
    hue = (min if degrees < 0 else max)(error["hue"], dark["hue"])
    code = Color("oklch", [0.5, 0.1, hue + degrees]).convert("srgb").fit().to_string(hex=True)
    theme, file = written(tmp_path, code)
    known = tokens.load(file)
    near = abs(degrees) <= 30
    assert any("error's hue" in note for note in theme.notes) == near
    assert tokens.hex_of(known["color.brand.header"].values["light"]) == code
    for path in ("color.text.link", "color.action.primary", "color.selected", "color.brand.hero"):
        color = Color(tokens.hex_of(known[path].values["light"])).convert("oklch")
        assert (color["chroma"] < 0.02) == near, path


def test_a_city_with_a_red_acts_in_its_accent(tmp_path):
    theme, file = written(tmp_path, "#ec0000", "#004699")
    known = tokens.load(file)
    assert tokens.hex_of(known["color.brand.header"].values["light"]) == "#ec0000"
    assert tokens.hex_of(known["color.action.primary"].values["light"]) == "#004699"
    assert "#004699" in theme.report()
    assert "--accent" not in theme.report()


def test_a_pale_colour_is_no_text_on_paper_but_is_in_the_dark(tmp_path):
    theme, file = written(tmp_path, "#ffd200")
    link = tokens.load(file)["color.text.link"].values
    assert Color(tokens.hex_of(link["light"])).convert("oklch")["chroma"] < 0.03
    assert tokens.hex_of(link["dark"]) == "#ffd200"
    assert "too pale" in theme.report()
    assert "name a second one: --accent" in theme.report()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("Åbo", "#0050bb"), "small letters a to z: abo"),
        (("Mänttä-Vilppula", "#0050bb"), "small letters a to z: mantta-vilppula"),
        (("京都", "#0050bb"), "small letters a to z: rantakyla"),
        (("../x", "#0050bb"), "small letters"),
        (("mine", "blue"), "a colour is # and six digits"),
        (("mine", "#0050bbf"), "a colour is # and six digits"),
        (("mine", "#0050bb", "#ec0000"), "would look like an error"),
        (("mine", "#0050bb", None, "waves"), "no edge 'waves'; did you mean 'wave'"),
    ],
)
def test_what_can_not_be_derived_is_one_clear_line(arguments, says):
    with pytest.raises(TokenError, match=says) as caught:
        derivation.derive(*arguments)
    assert "\n" not in str(caught.value)


def test_the_command_writes_into_the_project_and_asks_before_it_writes_over(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    new = ["theme", "new", "espoo", "--color", "#0050bb", "--edge", "wave"]
    assert cli.main(new) == 0
    out = capsys.readouterr().out
    assert "color.text.link" in out
    assert "needs 7:1" in out
    assert "radius.*" in out
    file = tmp_path / "tokens" / "themes" / "espoo.tokens.json"
    assert tokens.load(str(file))["edge.size"].shape == "wave"
    assert [p.name for p in file.parent.iterdir()] == [file.name]
    before = file.read_text("utf-8")
    assert cli.main([*new[:-1], "step"]) == 1
    assert "--force writes over it" in capsys.readouterr().err
    assert file.read_text("utf-8") == before
    assert cli.main([*new[:-1], "step", "--force"]) == 0
    assert tokens.load(str(file))["edge.size"].shape == "step"
    assert cli.main(["tokens", "check", "--theme", "espoo"]) == 0
    assert cli.main(["tokens", "css", "espoo"]) == 0
    assert "--city-color-brand-header:#0050bb" in capsys.readouterr().out


def test_nothing_is_written_into_an_installed_package(monkeypatch):
    monkeypatch.setattr(themes, "IN_CHECKOUT", False)
    with pytest.raises(TokenError, match="inside the installed package"):
        themes.write("{}", "mine", tokens.TOKENS / "themes")


def test_a_theme_that_would_not_pass_leaves_nothing_behind(tmp_path):
    text = json.dumps({"radius": {"control": {"$value": 4}}})
    with pytest.raises(TokenError):
        themes.write(text, "mine", tmp_path / "themes")
    assert list((tmp_path / "themes").iterdir()) == []


@pytest.mark.parametrize("mode", ["more", "more-dark"])
def test_more_contrast_gives_more_of_it(tmp_path, mode):
    _, file = written(tmp_path, "#0050bb")
    known = tokens.load(file)
    plain = "dark" if mode == "more-dark" else "light"

    def seen(path, mode):
        return contrast.ratio(
            *(tokens.hex_of(known[p].values[mode]) for p in (path, "color.surface.page"))
        )

    for path in ("color.text.link", "color.text.muted", "color.border.control"):
        assert seen(path, mode) > seen(path, plain), path


BRICKS = ["#c2551b", "#b5402a", "#d2691e", "#a0522d", "#e2725b", "#b7410e"]


def shown(known, path, mode="light"):
    return Color(tokens.hex_of(known[f"color.{path}"].values[mode])).convert("oklch")


@pytest.mark.parametrize("accent", [None, "#12306b", "#0f5c4a"])
@pytest.mark.parametrize("code", BRICKS)
def test_a_brick_city_has_warm_paper_and_no_ground_that_is_brown_by_accident(
    tmp_path, code, accent
):
    _, file = written(tmp_path, code, accent)
    known = tokens.load(file)
    paper = shown(known, "surface.page")
    assert 60 <= paper["hue"] <= 115
    assert paper["chroma"] < 0.02
    assert themes.left(file) == []
    for mode in tokens.MODES:
        for name in ("header", "footer"):
            hex_code = tokens.hex_of(known[f"color.brand.{name}"].values[mode])
            ground = shown(known, f"brand.{name}", mode)
            darkened = ground["lightness"] < Color(code).convert("oklch")["lightness"] - 0.005
            low, high = derivation.BROWNS
            brown = low <= ground["hue"] <= high and ground["chroma"] > derivation.GREY
            assert hex_code in (code, accent) or not (darkened and brown), (mode, name, hex_code)


def is_brown(color):
    low, high = derivation.BROWNS
    return color["chroma"] >= derivation.GREY and low <= color["hue"] <= high


LIGHT = ["#ffd500", "#f4a300", "#f4d240", "#e87722", "#ffc61e", "#e2725b"]


@pytest.mark.parametrize("accent", [None, "#0042a5", "#f4d240", "#ffffff"])
@pytest.mark.parametrize("code", [*LIGHT, "#001e96", "#c8102e"])
def test_no_large_ground_is_brown_olive_or_glaring_in_the_dark(code, accent):
    colors = derivation.derive("mine", code, accent).colors
    for mode in ("dark", "more-dark"):
        for name in ("hero", "footer"):
            got = Color(colors[f"color.brand.{name}"][mode]).convert("oklch")
            assert not is_brown(got), (mode, name)
            assert got["lightness"] <= derivation.GLARE, (mode, name)


@pytest.mark.parametrize("theme", [None, *tokens.themes()])
def test_no_city_that_ships_opens_a_dark_page_in_brown_or_olive(theme):
    known = tokens.load(theme)
    for mode in ("dark", "more-dark"):
        assert not is_brown(shown(known, "brand.hero", mode)), mode


def test_a_blue_city_with_a_yellow_opens_its_dark_page_in_blue():
    hero = derivation.derive("mine", "#001e96", "#f4d240").colors["color.brand.hero"]
    assert hero["light"] == "#f4d240"
    hues = [Color(code).convert("oklch")["hue"] for code in (hero["dark"], "#001e96")]
    assert abs(hues[0] - hues[1]) < 8


@pytest.mark.parametrize("code", ["#ffffff", "#000000", "#0b0d10"])
def test_the_report_names_what_wants_a_colour_and_not_what_has_it_by_chance(code):
    report = derivation.derive("mine", "#0050bb", code).report()
    (line,) = (li for li in report.splitlines() if li.startswith(f"{code} is itself"))
    stayed = line.split(": ")[1].rstrip(".").split(", ")
    assert set(stayed) <= {"color.brand.hero", "color.brand.accent"}
    assert "color.brand.hero" in stayed


ACCENTS = [*GRID[::4], "#12306b", "#000000", "#ffffff", "#ffc61e"]


@pytest.mark.parametrize("code", ["#c2551b", "#0050bb", "#ffd200", "#ffffff"])
def test_the_line_along_the_edge_is_seen_with_every_accent_in_every_scheme(code):
    seen = 0
    for accent in ACCENTS:
        try:
            theme = derivation.derive("mine", code, accent)
        except TokenError:  # near the error's hue
            continue
        for mode in tokens.MODES:
            line, page, header = (
                theme.colors[f"color.{path}"][mode]
                for path in ("brand.accent", "surface.page", "brand.header")
            )
            on_page, on_header = contrast.ratio(line, page), contrast.ratio(line, header)
            assert on_page >= 3 or (on_page >= 1.3 and on_header >= 3), (accent, mode)
            seen += 1
    assert seen > 100


def test_an_accent_that_is_seen_stays_the_line():
    theme = derivation.derive("mine", "#0050bb", "#ffc61e")
    assert set(theme.colors["color.brand.accent"].values()) == {"#ffc61e"}


@pytest.mark.parametrize(
    ("option", "choice", "css"),
    [
        ("corners", "square", {"radius.control": "0px", "radius.surface": "0px"}),
        ("corners", "round", {"radius.control": "12px", "radius.surface": "20px"}),
        ("density", "dense", {"space.6": "28px", "space.7": "44px"}),
        ("density", "airy", {"space.6": "40px", "space.7": "60px"}),
        ("weight", "light", {"font.weight.heading": "550", "font.weight.label": "550"}),
        ("weight", "heavy", {"font.weight.heading": "700", "font.weight.button": "600"}),
    ],
)
def test_the_shape_of_a_city_is_a_choice(tmp_path, monkeypatch, option, choice, css):
    monkeypatch.chdir(tmp_path)
    command = ["theme", "new", "mine", "--color", "#0050bb", f"--{option}", choice]
    assert cli.main(command) == 0
    file = str(tmp_path / "tokens" / "themes" / "mine.tokens.json")
    known, base = tokens.load(file), tokens.load()
    assert {path: known[path].css() for path in css} == css
    shape = [p for p in known if p.startswith(("radius.", "space.", "font.weight."))]
    other = [p for p in shape if p.split(".")[0] != next(iter(css)).split(".")[0]]
    assert all(known[p].css() == base[p].css() for p in other)
    # Between groups there is half as much air again as between fields, or more.
    assert (
        known["space.7"].values["light"]["value"] >= 1.5 * known["space.6"].values["light"]["value"]
    )


def test_without_a_choice_the_shape_is_the_default_looks():
    theme = derivation.derive("mine", "#0050bb")
    base = tokens.load()
    for path, amount in theme.shape.items():
        said = base[path].values["light"]
        assert amount == (said["value"] if isinstance(said, dict) else said), path


def test_a_choice_that_is_not_there_names_those_that_are():
    with pytest.raises(TokenError, match="no corners 'sqare'; did you mean 'square'"):
        derivation.derive("mine", "#0050bb", corners="sqare")
    with pytest.raises(TokenError, match="no density 'x'; known: dense, even, airy"):
        derivation.derive("mine", "#0050bb", density="x")


def test_a_weight_that_no_face_has_is_refused_unless_the_theme_names_a_face(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    heavy = {"font": {"weight": {"heading": {"$value": 900}}}}
    says = r"font\.weight\.heading: 900 is bolder than 700.*write 700, or name a face"
    with pytest.raises(TokenError, match=says):
        themes.write(json.dumps(heavy), "mine", tmp_path)
    file = tmp_path / "mine.tokens.json"
    file.write_text(json.dumps(heavy), "utf-8")
    assert cli.main(["tokens", "check", "--theme", str(file)]) == 1
    assert re.search(says, capsys.readouterr().out)
    heavy["font"]["family"] = {"heading": {"$value": ["Rantakyla Sans", "sans-serif"]}}
    themes.write(json.dumps(heavy), "mine", tmp_path, force=True)
    heavy = {"font": {"weight": {"heading": {"$value": 700}}}}
    themes.write(json.dumps(heavy), "mine", tmp_path, force=True)
