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


def test_what_moved_had_to(tmp_path):
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


def test_the_pair_that_a_move_names_is_one_that_the_wanted_colour_breaks():
    moves = [move for code in GRID[::9] for move in derivation.derive("mine", code).moves]
    assert len(moves) > 20
    for move in moves:
        ratio, least = re.match(r"([\d.]+):1 against .* needs ([\d.]+):1", move.because).groups()
        assert float(ratio) < float(least), move


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
