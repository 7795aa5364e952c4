"""Contrast: every pair of colours that must be told apart, measured in every mode of a theme."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from citydesign.errors import TokenError
from citydesign.extras import MissingExtra, extra
from citydesign.paths import TOKENS
from citydesign.tokens import BOLD, MODES, Token, load
from citydesign.values import hex_of


@dataclass(frozen=True)
class Pair:
    """A colour measured against another.

    Attributes:
        token: Path of the colour that must be seen.
        against: Path of what it is seen against.
        mode: `light`, `dark`, `more` or `more-dark`.
        colors: Both as hex.
        ratio: WCAG 2 contrast ratio, 1 to 21.
        least: What the ratio must be.
        greatest: What it must not be above; infinite unless the token says so.
        file: Where the value of the token is.
        bold: What would loosen the pair, if its ratio were enough for bold text.
    """

    token: str
    against: str
    mode: str
    colors: tuple[str, str]
    ratio: float
    least: float
    greatest: float
    file: Path
    bold: str | None = None

    @property
    def passes(self) -> bool:
        """Whether the ratio is within its limits."""
        return self.least <= self.ratio <= self.greatest

    def __str__(self) -> str:
        limits = f"{self.least:g}" if self.greatest == float("inf") else self._range()
        return (
            f"{self.token} {self.colors[0]} against {self.against} {self.colors[1]}"
            f" ({self.mode}): {int(self.ratio * 100) / 100:.2f}:1, needs {limits}:1"
        )

    def _range(self) -> str:
        return f"{self.least:g} to {self.greatest:g}"


def check(theme: str | None = None, folder: Path = TOKENS) -> list[Pair]:
    """Measure every pair that the tokens name, in every mode.

    Raises:
        TokenError: A token is wrong, or a colour of a pair is not opaque.
    """
    tokens = load(theme, folder)
    return [
        _pair(token, tokens[other], mode, (_least(token, least, mode, tokens), greatest))
        for token in tokens.values()
        for other, (least, greatest) in token.against.items()
        for mode in MODES
    ]


def require(theme: str | None = None, folder: Path = TOKENS) -> None:
    """Refuse a theme that breaks a pair.

    Raises:
        TokenError: Names each broken pair, its ratio and the nearest colour that passes.
    """
    pairs = check(theme, folder)
    broken = [f"{p.file}: {p}; {advice(p, pairs)}" for p in pairs if not p.passes]
    if len(broken) == 1:
        raise TokenError(broken[0])
    if broken:
        raise TokenError("\n".join([f"{len(broken)} pairs of colours are broken", *broken]))


def advice(pair: Pair, pairs: list[Pair]) -> str:
    """Say which colour fixes a broken pair, or why none can be named."""
    try:
        color = nearest_passing(pair, pairs)
    except MissingExtra as error:
        return str(error)
    if pair.bold:
        return f"enough for bold text: {pair.bold}"
    if color is None:
        return "no lightness of this hue passes all its pairs: change what it is seen against"
    return f"nearest that passes: {color}"


def nearest_passing(pair: Pair, pairs: list[Pair]) -> str | None:
    """Find the nearest colour that passes this pair and all others of its token in its mode.

    Hue stays and lightness moves, in OKLCH; chroma gives way where sRGB has no such colour.

    Args:
        pair: The broken pair.
        pairs: What `check` gave.

    Returns:
        The colour as hex; None if no lightness passes.

    Raises:
        MissingExtra: coloraide is missing.
    """
    limits = [
        (p.colors[1], p.least, p.greatest)
        for p in pairs
        if (p.token, p.mode) == (pair.token, pair.mode)
    ]
    return nearest_color(pair.colors[0], limits)


#: Relative luminance (WCAG 2.2): the light of a channel by its byte, and its weight: R, G, B.
LINEAR = tuple(
    c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
    for c in (b / 255 for b in range(256))
)
WEIGHTS = (0.2126, 0.7152, 0.0722)

#: A colour as `#rrggbb`, and the least and greatest ratio to it.
Limit = tuple[str, float, float]


def nearest_color(code: str, limits: Sequence[Limit]) -> str | None:
    """The colour itself if it keeps all limits; else its hue in the nearest lightness that does.

    Raises:
        MissingExtra: coloraide is missing.
    """
    with extra("sass", "the nearest colour that passes"):
        import coloraide  # noqa: F401

    if keeps(code, limits):
        return code
    return next((c for c in map(partial(_lit, code), _nearest(code)) if keeps(c, limits)), None)


#: Lightness in OKLCH, in five hundred steps.
_STEPS = tuple(i / 500 for i in range(501))


@lru_cache(64)
def _nearest(code: str) -> tuple[float, ...]:
    """All steps of lightness, that of the colour first."""
    from coloraide import Color

    own = Color(code).convert("oklch")["lightness"]
    return tuple(sorted(_STEPS, key=lambda step: abs(step - own)))


# One colour is held against many others in turn.
@lru_cache(64 * len(_STEPS))
def _lit(code: str, lightness: float) -> str:
    """The hue of a colour in another lightness, as `#rrggbb`."""
    from coloraide import Color

    color = Color(code).convert("oklch").set("lightness", lightness)
    return color.convert("srgb").fit().to_string(hex=True)


def keeps(code: str, limits: Sequence[Limit]) -> bool:
    """Whether a colour keeps all limits."""
    return all(least <= ratio(code, other) <= greatest for other, least, greatest in limits)


def ratio(one: str, other: str) -> float:
    """WCAG 2 contrast ratio of two opaque colours, each as `#rrggbb`."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@lru_cache(4096)
def _luminance(color: str) -> float:
    light = (LINEAR[int(color[i : i + 2], 16)] for i in (1, 3, 5))
    return sum(weight * part for weight, part in zip(WEIGHTS, light, strict=True))


def _least(token: Token, least: float, mode: str, tokens: Mapping[str, Token]) -> float:
    # Whoever asks for more contrast gets it in bold text too.
    if token.bold is None or mode not in ("light", "dark"):
        return least
    loosened, weights = token.bold
    bold = all(tokens[path].values[mode] >= BOLD for path in weights)
    return min(least, loosened) if bold else least


def _pair(token: Token, other: Token, mode: str, limits: tuple[float, float]) -> Pair:
    colors = (_opaque(token, mode), _opaque(other, mode))
    found, bold = ratio(*colors), None
    if token.bold and mode in ("light", "dark") and token.bold[0] <= found < limits[0]:
        bold = f"make {' and '.join(token.bold[1])} at least {BOLD}"
    return Pair(token.path, other.path, mode, colors, found, *limits, token.file, bold)


def _opaque(token: Token, mode: str) -> str:
    value: Any = token.values[mode]
    if token.type != "color" or value.get("alpha", 1) < 1:
        raise TokenError(f"{token.file}: {token.path}: only an opaque colour can be in a pair")
    return hex_of(value)
