"""The types of tokens: what a value must be, and how CSS writes it.

A value is a value and never code: each is checked before it is written, so nothing in a theme can
end a declaration, a string or an element.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from citydesign.errors import TokenError, nearest

#: The greatest amount of each unit that a look can need; what is above it is a slip.
_GREATEST = {"px": 10_000, "rem": 1_000, "ms": 10_000, "s": 10}
#: Names of faces that CSS itself knows: in quotation marks they would be others.
_KEYWORDS = {
    "serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "ui-serif",
    "ui-sans-serif", "ui-monospace", "ui-rounded", "math", "emoji", "fangsong", "-apple-system",
}  # fmt: skip
_FACE = re.compile(r"[^\W_][\w .+&-]{0,99}|-apple-system")


def check(kind: str, value: Any, where: str) -> None:
    """Refuse a value that its type doesn't have.

    Args:
        kind: A DTCG type, one of `TYPES`.
        value: What the file contains, aliases resolved.
        where: File, line and path of the token, for the error.

    Raises:
        TokenError: Says what the value must be.
    """
    _CHECKS[kind](value, where)


def completed(kind: str, value: Any) -> Any:
    """A value as DTCG writes it: a colour given by its hex alone gets its components.

    What is no colour is given back as it is, for `check` to judge.
    """
    if kind == "color":
        return _whole_color(value)
    if kind == "shadow" and isinstance(value, list):
        return [completed(kind, layer) for layer in value]
    if kind == "shadow" and isinstance(value, dict) and "color" in value:
        return {**value, "color": _whole_color(value["color"])}
    return value


def _whole_color(value: Any) -> Any:
    given = value if isinstance(value, dict) else {"hex": value}
    code = given.get("hex")
    if "components" in given or not isinstance(code, str):
        return value
    if re.fullmatch(r"#[0-9a-fA-F]{3}", code):
        code = "#" + "".join(2 * c for c in code[1:])
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", code):
        return value
    return {**color_of(code), **given, "hex": code.lower()}


def css(kind: str, value: Any) -> str:
    """Write a checked value for CSS."""
    return _WRITERS[kind](value)


def hex_of(value: Mapping[str, Any]) -> str:
    """A colour as `#rrggbb`, or `#rrggbbaa` where light passes through it."""
    parts = [*value["components"], *([value["alpha"]] if value.get("alpha", 1) < 1 else [])]
    return "#" + "".join(f"{round(p * 255):02x}" for p in parts)


def color_of(code: str) -> dict[str, Any]:
    """A DTCG colour from `#rrggbb`.

    Raises:
        ValueError: It is no `#` with six digits.
    """
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", code):
        raise ValueError(f"a colour is # and six digits, not {code!r}")
    parts = [round(int(code[i : i + 2], 16) / 255, 4) for i in (1, 3, 5)]
    return {"colorSpace": "srgb", "components": parts, "hex": code.lower()}


def number(value: float) -> str:
    """A number as short as CSS takes it, with four decimals at most."""
    return f"{value:.4f}".rstrip("0").rstrip(".") if value else "0"


def amount(value: Mapping[str, Any]) -> str:
    """A dimension or duration."""
    return f"{number(value['value'])}{value['unit']}"  # a unit even at zero, for calc()


def _said(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


def _is_number(value: Any, least: float, greatest: float) -> bool:
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and least <= value <= greatest
    )


def _refuse_others(value: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
    for key in value:
        if key not in known:
            raise TokenError(f"{where}: unknown key {key!r}{nearest(key, known)}")


def _check_color(value: Any, where: str) -> None:
    components = value.get("components") if isinstance(value, dict) else None
    if (
        not isinstance(components, list)
        or len(components) != 3
        or not all(_is_number(c, 0, 1) for c in components)
        or value.get("colorSpace") != "srgb"
        or not _is_number(value.get("alpha", 1), 0, 1)
    ):
        raise TokenError(
            f"{where}: a colour is # and six digits, such as '#0050bb', or has colorSpace srgb,"
            f" three components from 0 to 1 and a hex; this is {_said(value)}"
        )
    _refuse_others(value, ("colorSpace", "components", "alpha", "hex"), where)
    if "hex" in value:
        if not isinstance(value["hex"], str) or not re.fullmatch(r"#[0-9a-fA-F]{6}", value["hex"]):
            raise TokenError(f"{where}: hex is # and six digits, not {_said(value['hex'])}")
        said = [int(value["hex"][i : i + 2], 16) for i in (1, 3, 5)]
        if said != [round(c * 255) for c in components]:
            right = ", ".join(number(c / 255) for c in said)
            raise TokenError(
                f"{where}: components and hex {value['hex']} are different colours;"
                f" for the hex write [{right}], or leave the components out"
            )


def _check_amount(*units: str, least: float = 0) -> Callable[[Any, str], None]:
    # `least` is in the sign only: lengths of a shadow may go the other way.
    def check(value: Any, where: str) -> None:
        if not isinstance(value, dict) or value.get("unit") not in units:
            raise TokenError(
                f"{where}: needs a value (a number) and a unit ({' or '.join(units)});"
                f" this is {_said(value)}"
            )
        _refuse_others(value, ("value", "unit"), where)
        most = _GREATEST[value["unit"]]
        low = 0 if least == 0 else -most
        if not _is_number(value.get("value"), low, most):
            raise TokenError(
                f"{where}: needs a value (a number) from {low} to {most} {value['unit']},"
                f" not {_said(value.get('value'))}"
            )

    return check


_check_offset = _check_amount("px", "rem", least=-1)


def _check_shadow(value: Any, where: str) -> None:
    layers = value if isinstance(value, list) else [value]
    parts = ("offsetX", "offsetY", "blur", "spread")
    for layer in layers:
        if not isinstance(layer, dict):
            raise TokenError(f"{where}: a shadow has color, offsetX, offsetY, blur and spread")
        _refuse_others(layer, ("color", *parts), where)
        _check_color(layer.get("color"), where)
        for part in parts:
            _check_offset(layer.get(part), f"{where}: {part}")
    if not layers:
        raise TokenError(f"{where}: a list of shadows has at least one")


def _check_families(value: Any, where: str) -> None:
    names = value if isinstance(value, list) else [value]
    if not names:
        raise TokenError(f"{where}: must be a name or a list of names, and names none")
    for name in names:
        if not isinstance(name, str):
            raise TokenError(f"{where}: must be a name or a list of names, not {_said(name)}")
        if not _FACE.fullmatch(name):
            raise TokenError(
                f"{where}: the name of a face holds letters, digits, spaces and . + & - only,"
                f" not {_said(name)}"
            )


def _check_that(test: Callable[[Any], bool], text: str) -> Callable[[Any, str], None]:
    def check(value: Any, where: str) -> None:
        if not test(value):
            raise TokenError(f"{where}: must be {text}, not {_said(value)}")

    return check


def _is_easing(value: Any) -> bool:
    # CSS takes times from 0 to 1 only; a curve may overshoot.
    return (
        isinstance(value, list)
        and len(value) == 4
        and all(_is_number(time, 0, 1) for time in value[::2])
        and all(_is_number(way, -10, 10) for way in value[1::2])
    )


_CHECKS: dict[str, Callable[[Any, str], None]] = {
    "color": _check_color,
    "dimension": _check_amount("px", "rem"),
    "duration": _check_amount("ms", "s"),
    "number": _check_that(lambda v: _is_number(v, -1000, 1000), "a number from -1000 to 1000"),
    "fontWeight": _check_that(lambda v: _is_number(v, 1, 1000), "1 to 1000"),
    "fontFamily": _check_families,
    "cubicBezier": _check_that(_is_easing, "four numbers, the first and third from 0 to 1"),
    "shadow": _check_shadow,
}


def _color(value: Mapping[str, Any]) -> str:
    code = hex_of(value)
    return "#" + code[1::2] if code[1::2] == code[2::2] else code


def _shadow(value: Any) -> str:
    return ",".join(
        " ".join(
            [*(amount(s[p]) for p in ("offsetX", "offsetY", "blur", "spread")), _color(s["color"])]
        )
        for s in (value if isinstance(value, list) else [value])
    )


def _families(value: str | list[str]) -> str:
    names = value if isinstance(value, list) else [value]
    return ",".join(n if n in _KEYWORDS else f'"{n}"' for n in names)


_WRITERS: dict[str, Callable[[Any], str]] = {
    "color": _color,
    "dimension": amount,
    "duration": amount,
    "number": number,
    "fontWeight": number,
    "fontFamily": _families,
    "cubicBezier": lambda v: f"cubic-bezier({','.join(map(number, v))})",
    "shadow": _shadow,
}

#: The types of DTCG 2025.10 that a token can have here.
TYPES = tuple(_CHECKS)
