"""Derivation: a whole theme from one colour.

The default look is turned to the city's hue in OKLCH: each colour keeps the lightness that was
tuned by hand for its mode, and its chroma grows with the city's. Where the city's own colour is
wanted it stays as it is, unless a contrast pair forbids it; then the nearest lightness that passes
is taken, and the move is reported with the pair that forced it.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from citydesign import contrast, tokens
from citydesign.contrast import Limit
from citydesign.errors import TokenError, nearest
from citydesign.extras import extra
from citydesign.paths import TOKENS
from citydesign.tokens import MODES, Token
from citydesign.values import color_of, hex_of

#: Within so many degrees of the error's hue a colour is taken for header, footer and edge only.
ERROR_DEGREES = 30
#: Below this chroma a colour is grey, whatever its hue.
GREY = 0.03
#: A colour that must lose more lightness than this to be read on paper is no colour for text.
PALE = 0.33
#: What is lighter than this would glare as a large ground in the dark.
GLARE = 0.6
#: Darkened, a hue between these turns into brown or olive, and is no longer the city's colour.
BROWNS = (35, 115)
#: Least ratio of the line along the edge to the page, where nothing else shows it.
LINE = 3.0
#: Least ratio of ink on the city's colour, and of bold ink in a header.
_INK, _BOLD_INK = 7.0, 4.5
#: Least ratio of header, footer and line to the page.
_APART = 1.3

#: What is read, not pressed: more contrast means more of it here.
_TEXTS = ("color.text.link", "color.action.on-secondary")
_WHITE, _BLACK = "#ffffff", "#000000"
#: Heights in px at which the edges were drawn.
_EDGES = {
    **{"arch": 18, "peak": 16, "pulse": 14},
    **{"step": 16, "straight": 0, "tide": 18, "wave": 18},
}
#: What a designer sets beside the colours, by choice: the amount for each token, in px or as
#: weight. The second choice is the default look's.
_SHAPE: dict[str, dict[str, dict[str, int]]] = {
    "corners": {
        "square": {"radius.control": 0, "radius.surface": 0},
        "soft": {"radius.control": 6, "radius.surface": 12},
        "round": {"radius.control": 12, "radius.surface": 20},
    },
    "density": {
        "dense": {"space.6": 28, "space.7": 44},
        "even": {"space.6": 32, "space.7": 48},
        "airy": {"space.6": 40, "space.7": 60},
    },
    "weight": {
        "light": {"font.weight.label": 550, "font.weight.button": 500, "font.weight.heading": 550},
        "medium": {"font.weight.label": 600, "font.weight.button": 500, "font.weight.heading": 600},
        "heavy": {"font.weight.label": 600, "font.weight.button": 600, "font.weight.heading": 700},
    },
}
#: Paper stays warm under a red: tinted like links and buttons it would look cold below the header.
_PAPER = ("surface.page", "surface.sunken", "surface.disabled", "border.default")
#: What is turned to the city's hue, in an order in which each is seen against earlier ones.
_TURNED = (
    "surface.page", "surface.raised", "surface.sunken", "surface.tint", "surface.tint-hover",
    "selected.tint", "surface.inverse", "surface.disabled", "text.default", "text.muted",
    "text.inverse", "text.link-hover", "text.disabled", "border.default", "border.strong",
    "border.control", "border.control-hover", "border.disabled", "action.secondary",
    "action.secondary-hover", "action.secondary-active",
)  # fmt: skip
#: What wants to be the city's colour itself, and the states that follow it.
_ACTIVE = {
    "text.link": (),
    "action.primary": ("action.primary-hover", "action.primary-active"),
    "action.on-secondary": (),
    "selected": ("selected.hover",),
}
#: Where a city's colours are wanted. Elsewhere white or black is the same only by chance.
_WANTED = tuple(
    f"color.{path}"
    for path in (*_ACTIVE, "brand.header", "brand.hero", "brand.footer", "brand.accent")
)


@dataclass(frozen=True)
class Move:
    """Where a city's colour could not stay.

    Attributes:
        token: Path of the meaning.
        mode: `light`, `dark`, `more` or `more-dark`.
        wanted: The city's colour, as hex.
        got: What was taken instead.
        because: The pair that forced it.
    """

    token: str
    mode: str
    wanted: str
    got: str
    because: str


@dataclass
class Theme:
    """A theme that was derived.

    Attributes:
        name: Of the city, in kebab-case.
        colors: For each path and mode a colour as hex.
        bold: Whether the header's text is bold, because its colour is nearer to its ink than 7:1.
        edge: Shape of the edge; None for the default look's.
        shape: Corners, density and weights: for each path an amount in px, or a weight.
        moves: Where the city's colour could not stay.
        notes: What was decided otherwise, one sentence each.
    """

    name: str
    color: str
    accent: str | None
    edge: str | None
    shape: dict[str, int]
    colors: dict[str, dict[str, str]] = field(default_factory=dict)
    bold: bool = False
    moves: list[Move] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def report(self) -> str:
        """Where the city's colour stayed, where it had to move, and why, as a table."""
        lines = []
        for code in filter(None, (self.color, self.accent)):
            stayed = [path for path in _WANTED if code in self.colors[path].values()]
            lines.append(
                f"{code} is itself, at least in one scheme, in: {', '.join(stayed) or 'nothing'}."
            )
        if self.bold:
            lines.append(
                "Its ink in the header has less than 7:1, so the header's text is bold:"
                f" font.weight.header is {tokens.BOLD}."
            )
        lines += self.notes
        if self.moves:
            rows = [("meaning", "scheme", "wanted", "got", "because")]
            rows += [(m.token, m.mode, m.wanted, m.got, m.because) for m in self.moves]
            widths = [max(len(row[i]) for row in rows) for i in range(4)]
            lines += ["", "Where it had to move:"]
            lines += [
                "  ".join([*(c.ljust(w) for c, w in zip(row, widths, strict=False)), row[-1]])
                for row in rows
            ]
        return "\n".join(lines)

    def text(self, folder: Path = TOKENS) -> str:
        """The theme as a DTCG file."""
        known = tokens.load(None, folder)
        tree: dict[str, Any] = {"$description": self._description()}
        for path, modes in self.colors.items():
            _put(tree, path, known, _token(modes, known[path].description))
        for path, amount in self.shape.items():
            weight = known[path].type == "fontWeight"
            value = amount if weight else {"value": amount, "unit": "px"}
            _put(tree, path, known, {"$value": value})
        if self.bold:
            _put(tree, "font.weight.header", known, {"$value": tokens.BOLD})
        if self.edge:
            size = {"$value": {"value": _EDGES[self.edge], "unit": "px"}}
            _put(
                tree,
                "edge.size",
                known,
                {**size, "$extensions": {"citydesign": {"shape": self.edge}}},
            )
        text = json.dumps(tree, indent=2, ensure_ascii=False) + "\n"
        # A colour is read in one line.
        return re.sub(r"\{\s+(\"(?:colorSpace|value)\"[^}]+?)\s+\}", _one_line, text)

    def _description(self) -> str:
        accent = f" and {self.accent}" if self.accent else ""
        return f"{self.name.replace('-', ' ').title()}: derived from {self.color}{accent}."


def derive(
    name: str,
    color: str,
    accent: str | None = None,
    edge: str | None = None,
    folder: Path = TOKENS,
    *,
    corners: str | None = None,
    density: str | None = None,
    weight: str | None = None,
) -> Theme:
    """Derive a whole theme in which every pair passes.

    Args:
        name: Of the city, in kebab-case.
        color: Its colour, as `#rrggbb`.
        accent: A second colour: for a section that opens a page, and for links and buttons where
            the first can't be.
        edge: A shape of `tokens.shapes()`.
        folder: Where the tokens are.
        corners: `square`, `soft` or `round`.
        density: Air between fields and groups: `dense`, `even` or `airy`.
        weight: Of headings, labels and buttons: `light`, `medium` or `heavy`.

    Raises:
        TokenError: A name, colour, edge or shape is wrong, or no lightness of a hue passes.
        MissingExtra: coloraide is missing.
    """
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        plain = re.sub(r"[^a-z0-9]+", "-", letters).strip("-0123456789") or "rantakyla"
        raise TokenError(f"{name!r}: write the city's name in small letters a to z: {plain}")
    if edge is not None and edge not in tokens.shapes():
        raise TokenError(f"no edge {edge!r}{nearest(edge, tokens.shapes())}")
    codes = [_code(c) for c in (color, accent) if c is not None]
    shape = {
        path: amount
        for option, choice in (("corners", corners), ("density", density), ("weight", weight))
        for path, amount in _chosen(option, choice).items()
    }
    theme = Theme(name, codes[0], codes[1] if accent is not None else None, edge, shape)
    _Derivation(theme, tokens.load(None, folder)).run()
    return theme


def _chosen(option: str, choice: str | None) -> dict[str, int]:
    choices = _SHAPE[option]
    if choice is None:
        return list(choices.values())[1]
    if choice not in choices:
        raise TokenError(f"no {option} {choice!r}{nearest(choice, choices)}")
    return choices[choice]


def _code(color: str) -> str:
    code = color.strip().lower()
    if re.fullmatch(r"#[0-9a-f]{3}", code):
        code = "#" + "".join(2 * c for c in code[1:])
    if not re.fullmatch(r"#[0-9a-f]{6}", code):
        raise TokenError(f"a colour is # and six digits, such as '#0050bb', not {color!r}")
    return code


class _Derivation:
    def __init__(self, theme: Theme, known: Mapping[str, Token]) -> None:
        self.theme = theme
        self.known = {p: t for p, t in known.items() if p.startswith("color.")}
        self.seen_by: dict[str, list[tuple[str, float, float]]] = {p: [] for p in self.known}
        for token in self.known.values():
            for other, limits in token.against.items():
                self.seen_by[other].append((token.path, *limits))
        ours = {
            f"color.{p}" for p in (*_TURNED, *_ACTIVE, *(s for f in _ACTIVE.values() for s in f))
        }
        ours |= {p for p in self.known if p.startswith("color.brand.")}
        self.settled = {
            mode: {p: hex_of(t.values[mode]) for p, t in self.known.items() if p not in ours}
            for mode in MODES
        }
        self.warmth = _oklch(hex_of(known["color.surface.page"].values["light"]))[2]
        self.civic = hex_of(known["color.action.primary"].values["light"])

    def run(self) -> None:
        theme = self.theme
        if theme.accent and self._is_red(theme.accent):
            raise TokenError(
                f"{theme.accent} is within {ERROR_DEGREES} degrees of the error's hue, so it would"
                " look like an error; choose another accent"
            )
        acting = self._acting()
        for path in _TURNED:
            for mode in MODES:
                self._settle(f"color.{path}", mode, self._turned(f"color.{path}", mode, acting))
        for path, states in _ACTIVE.items():
            for mode in MODES:
                self._act(f"color.{path}", [f"color.{s}" for s in states], mode, acting)
        for mode in MODES:
            self._header(mode)
            self._footer(mode, acting)
            self._hero(mode, acting)
        theme.colors = {
            path: {mode: self.settled[mode][path] for mode in MODES}
            for path in self.known
            if path in self._said()
        }

    def _said(self) -> set[str]:
        turned = {f"color.{p}" for p in (*_TURNED, *_ACTIVE)}
        states = {f"color.{s}" for states in _ACTIVE.values() for s in states}
        return turned | states | {p for p in self.known if p.startswith("color.brand.")}

    # Which colour does what

    def _is_red(self, code: str) -> bool:
        _, chroma, hue = _oklch(code)
        reds = [_oklch(hex_of(self.known["color.border.error"].values[m]))[2] for m in MODES]
        return chroma >= GREY and any(
            abs((hue - red + 180) % 360 - 180) <= ERROR_DEGREES for red in reds
        )

    def _acting(self) -> dict[str, str | None]:
        """The colour of links and buttons by scheme; None for ink."""
        theme = self.theme
        if self._is_red(theme.color):
            theme.notes.append(
                f"{theme.color} is within {ERROR_DEGREES} degrees of the error's hue, so it is"
                " taken for header, footer and edge only; links, buttons and what is chosen are"
                f" {theme.accent or 'ink'}." + self._advice()
            )
            return {"light": theme.accent, "dark": theme.accent}
        if not self._is_pale(theme.color):
            if not _is_grey(theme.color):
                return {"light": theme.color, "dark": theme.color}
            own = theme.accent if theme.accent and not self._is_pale(theme.accent) else None
            theme.notes.append(
                f"{theme.color} is grey, which tells no link from text, so links, buttons and what"
                f" is chosen are {own}."
                if own
                else f"{theme.color} is grey, so links, buttons and what is chosen are grey too."
                + (self._advice() or f" {theme.accent} is too pale to be read on paper.")
            )
            return {"light": own or theme.color, "dark": own or theme.color}
        theme.notes.append(
            f"{theme.color} is too pale to be read on paper, so links, buttons and what is chosen"
            f" are {theme.accent or 'ink'} there." + self._advice()
        )
        return {"light": theme.accent, "dark": theme.accent or theme.color}

    def _is_pale(self, code: str) -> bool:
        page = hex_of(self.known["color.surface.page"].values["light"])
        readable = contrast.nearest_color(code, [(page, _INK, float("inf"))])
        return not readable or _oklch(code)[0] - _oklch(readable)[0] > PALE

    def _advice(self) -> str:
        return "" if self.theme.accent else " To give them a colour, name a second one: --accent."

    def _turned(self, path: str, mode: str, acting: Mapping[str, str | None]) -> str:
        guide = acting["dark"] or acting["light"]
        code = hex_of(self.known[path].values[mode])
        own = self.theme.color
        if self._is_red(own):
            if path.removeprefix("color.") in _PAPER and not mode.endswith("dark"):
                lightness, chroma, _ = _oklch(code)
                return _shown(lightness, chroma, self.warmth)
            if path == "color.brand.hero" and guide is None and not mode.endswith("dark"):
                return _shown(_oklch(code)[0], GREY / 2, self.warmth)
        return self._turn(code, guide)

    def _turn(self, code: str, guide: str | None) -> str:
        """A colour of the default look in the hue of another, its chroma grown with it."""
        lightness, chroma, _ = _oklch(code)
        if guide is None:
            return _shown(lightness, 0, 0)
        _, wanted, hue = _oklch(guide)
        growth = min(wanted / _oklch(self.civic)[1], 2) if wanted >= GREY / 3 else 0
        return _shown(lightness, chroma * (growth if chroma >= GREY / 3 else min(growth, 1)), hue)

    # Settling

    def _limits(self, path: str, mode: str) -> Iterator[tuple[str, Limit]]:
        settled = self.settled[mode]
        for other, (least, greatest) in self.known[path].against.items():
            if other in settled:
                yield other, (settled[other], least, greatest)
        for other, least, greatest in self.seen_by[path]:
            if other in settled:
                yield other, (settled[other], least, greatest)

    def _settle(self, path: str, mode: str, wanted: str) -> str:
        limits = [limit for _, limit in self._limits(path, mode)]
        got = contrast.nearest_color(wanted, limits)
        if got is None:
            raise TokenError(
                f"{self.theme.color}: no lightness of {wanted} passes as {path} ({mode});"
                " begin with another colour"
            )
        if got != wanted and path in _WANTED and wanted in (self.theme.color, self.theme.accent):
            self._moved(path, mode, wanted, got, list(self._limits(path, mode)))
        self.settled[mode][path] = got
        return got

    def _moved(
        self, path: str, mode: str, wanted: str, got: str, limits: list[tuple[str, Limit]]
    ) -> None:
        other, (code, least, _) = max(
            limits, key=lambda one: one[1][1] / contrast.ratio(wanted, one[1][0])
        )
        ratio = int(contrast.ratio(wanted, code) * 100) / 100
        because = f"{ratio:.2f}:1 against {other} {code}, needs {least:g}:1"
        self.theme.moves.append(Move(path, mode, wanted, got, because))

    def _seen(self, code: str, mode: str) -> float:
        return contrast.ratio(code, self.settled[mode]["color.surface.page"])

    def _act(
        self, path: str, states: list[str], mode: str, acting: Mapping[str, str | None]
    ) -> None:
        dark = mode.endswith("dark")
        own = acting["dark" if dark else "light"]
        wanted = own or self.settled[mode]["color.text.default"]
        if own and mode.startswith("more") and path in _TEXTS:
            wanted = max(
                wanted, self._turned(path, mode, acting), key=lambda code: self._seen(code, mode)
            )
        keeps = contrast.keeps(wanted, [limit for _, limit in self._limits(path, mode)])
        # In the dark one light shade serves all, as links must have it anyway.
        if dark and not keeps and path != "color.text.link":
            limits = list(self._limits(path, mode))
            link = self.settled[mode]["color.text.link"]
            got = self._settle(path, mode, link)
            if link != wanted:
                self._moved(path, mode, wanted, got, limits)
            wanted = got
        before, old = self._settle(path, mode, wanted), path
        for state in states:
            step = (
                _oklch(hex_of(self.known[state].values[mode]))[0]
                - _oklch(hex_of(self.known[old].values[mode]))[0]
            )
            lightness, chroma, hue = _oklch(before)
            stepped = _shown(min(max(lightness + step, 0), 1), chroma, hue)
            before, old = self._settle(state, mode, stepped), state

    def _header(self, mode: str) -> None:
        least = _INK if mode.startswith("more") else _BOLD_INK
        ink = self._ground("header", mode, self.theme.color, least)
        if contrast.ratio(ink, self.settled[mode]["color.brand.header"]) < _INK:
            self.theme.bold = True

    def _footer(self, mode: str, acting: Mapping[str, str | None]) -> None:
        own = self.theme.color
        if self._glares(own, mode):
            self._dim("footer", mode, own, acting["dark"])
        else:
            self._ground("footer", mode, own, _INK)

    def _hero(self, mode: str, acting: Mapping[str, str | None]) -> None:
        own, guide = self.theme.accent, self.theme.accent or acting["dark"]
        if guide and self._glares(guide, mode):
            self._dim("hero", mode, own, guide, self.theme.color)
        else:
            wanted = own or self._turned("color.brand.hero", mode, acting)
            self._ground("hero", mode, wanted, _INK)
        self._line(mode, own or acting["dark"] or self.settled[mode]["color.border.strong"])

    def _glares(self, code: str, mode: str) -> bool:
        return mode.endswith("dark") and _oklch(code)[0] > GLARE

    def _dim(self, name: str, mode: str, own: str | None, *guides: str | None) -> None:
        """Settle a large ground of the dark in the first hue that stays the city's; else charcoal.

        `own` is the city's colour that is wanted there; None if it is a shade of it in any case.
        """
        path = f"color.brand.{name}"
        hues = (g for g in guides if g and not (_is_brown(g) or self._is_red(g)))
        shade = self._turn(hex_of(self.known[path].values[mode]), next(hues, None))
        self._ground(name, mode, shade, _INK)
        if own:
            got = self.settled[mode][path]
            because = "a ground so large and so light would glare in the dark"
            self.theme.moves.append(Move(path, mode, own, got, because))

    def _line(self, mode: str, wanted: str) -> None:
        # It lies between the header and the page: seen against both, or well against the page.
        path = "color.brand.accent"
        page, header = (
            (name, self.settled[mode][name])
            for name in ("color.surface.page", "color.brand.header")
        )
        between = [(page[1], _APART, float("inf")), (header[1], LINE, float("inf"))]
        limits = [(page[0], (page[1], LINE, float("inf")))]
        got: str | None = wanted
        if not contrast.keeps(wanted, between):
            got = contrast.nearest_color(wanted, [limit for _, limit in limits])
        assert got is not None  # every page is near white or near black
        self.settled[mode][path] = got
        if got != wanted and wanted in (self.theme.color, self.theme.accent):
            self._moved(path, mode, wanted, got, limits)

    def _ground(self, name: str, mode: str, wanted: str, least: float) -> str:
        """Settle a coloured ground and the ink on it; give the ink."""
        path, page = f"color.brand.{name}", self.settled[mode]["color.surface.page"]
        limits = [("color.surface.page", (page, _APART, float("inf")))] if name != "hero" else []
        got, ink = self._grounded(path, mode, wanted, least, limits)
        darkened = _oklch(got)[0] < _oklch(wanted)[0]
        if wanted == self.theme.color and darkened and _is_brown(got):
            other = self.theme.accent or self._turn(hex_of(self.known[path].values[mode]), None)
            got, ink = self._grounded(path, mode, other, _INK, limits)
        self.settled[mode][path] = got
        self.settled[mode][f"color.brand.on-{name}"] = ink
        if got != wanted and wanted in (self.theme.color, self.theme.accent):
            on = (f"color.brand.on-{name}", (ink, least, 21.0))
            self._moved(path, mode, wanted, got, [*limits, on])
        return ink

    def _grounded(
        self, path: str, mode: str, wanted: str, least: float, limits: list[tuple[str, Limit]]
    ) -> tuple[str, str]:
        sure = [ink for ink in (_WHITE, _BLACK) if contrast.ratio(ink, wanted) >= _INK]
        white_first = contrast.ratio(_WHITE, wanted) >= _BOLD_INK
        for ink in sure or ([_WHITE, _BLACK] if white_first else [_BLACK, _WHITE]):
            got = contrast.nearest_color(wanted, [*(li for _, li in limits), (ink, least, 21.0)])
            if got is not None:
                return got, ink
        raise TokenError(f"{wanted}: no lightness passes as {path} ({mode})")


@lru_cache(4096)
def _oklch(code: str) -> tuple[float, float, float]:
    with extra("sass", "a theme from a colour"):
        from coloraide import Color

    lightness, chroma, hue = Color(code).convert("oklch").coords(nans=False)
    return lightness, chroma, hue


def _is_grey(code: str) -> bool:
    return _oklch(code)[1] < GREY


def _is_brown(code: str) -> bool:
    """Whether a colour, darkened, is brown or olive."""
    _, chroma, hue = _oklch(code)
    return chroma >= GREY and BROWNS[0] <= hue <= BROWNS[1]


@lru_cache(4096)
def _shown(lightness: float, chroma: float, hue: float) -> str:
    with extra("sass", "a theme from a colour"):
        from coloraide import Color

    text: str = Color("oklch", [lightness, chroma, hue]).convert("srgb").fit().to_string(hex=True)
    return text


def _token(modes: Mapping[str, str], description: str) -> dict[str, Any]:
    token: dict[str, Any] = {"$value": color_of(modes["light"]), "$description": description}
    others = {
        mode: color_of(modes[mode])
        for mode, fallback in (("dark", "light"), ("more", "light"), ("more-dark", "dark"))
        if modes[mode] != modes[fallback]
    }
    if others:
        token["$extensions"] = {"citydesign": others}
    return token


def _put(tree: dict[str, Any], path: str, known: Mapping[str, Token], token: Any) -> None:
    parts = path.split(".")
    if any(other.startswith(f"{path}.") for other in known):
        parts.append("$root")
    for part in parts[:-1]:
        tree = tree.setdefault(part, {})
    tree[parts[-1]] = token


def _one_line(match: re.Match[str]) -> str:
    inner = re.sub(r"\s+", " ", match[1]).replace("[ ", "[").replace(" ]", "]")
    return f"{{{inner}}}"
