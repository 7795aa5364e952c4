"""Design tokens: read from DTCG 2025.10 files, resolved, and written for CSS, Sass and tools.

A token has one value for each mode. `$value` is the light scheme; `$extensions.citydesign` holds
`dark`, `more` (more contrast) and `more-dark`. What is missing falls back: `more-dark` to `dark`,
`dark` and `more` to `$value`. The same place holds `against` (what the token must be seen against,
with the least contrast ratio, or the least and the greatest), `narrow` (the size at 320 px of what
grows evenly up to `$value` at 1440 px) and `shape` (the drawing of the city's edge).

A theme says other values for tokens that exist: all modes of a token at once, no new names, and
nothing about `palette`.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from citydesign.errors import TokenError, nearest
from citydesign.paths import COMPONENTS, TOKENS

MODES = ("light", "dark", "more", "more-dark")
#: Widths in px between which a size with `narrow` grows.
FLUID = (320, 1440)
#: px in one rem, unless the reader wants larger text.
REM = 16

_ALIAS = re.compile(r"\{([^{}]+)\}")
_EXTENSIONS = ("dark", "more", "more-dark", "against", "narrow", "shape")
_FALLBACK = {"dark": "light", "more": "light", "more-dark": "dark"}


@dataclass(frozen=True)
class Token:
    """One design decision.

    Attributes:
        path: Its name, such as `color.text.default`; a `$root` token has the bare name.
        type: DTCG type.
        description: When to use it.
        values: The DTCG value by mode, aliases resolved.
        against: By path: the least contrast ratio, and the greatest (infinite unless given).
        narrow: Its value at 320 px, if it grows with the window.
        shape: For the edge: the name of its drawing.
        file: Where its value stands.
        aliases: By mode: the path that its value was taken from, if it is an alias.
    """

    path: str
    type: str
    description: str
    values: Mapping[str, Any]
    against: Mapping[str, tuple[float, float]]
    narrow: Any
    shape: str | None
    file: Path
    aliases: Mapping[str, str]

    @property
    def variable(self) -> str:
        """Name of the CSS custom property."""
        return "--city-" + self.path.replace(".", "-")

    def css(self, mode: str = "light") -> str:
        """Its value in CSS."""
        if self.narrow is not None:
            return _fluid(self.narrow, self.values[mode])
        return _WRITERS[self.type](self.values[mode])


def themes(folder: Path = TOKENS) -> list[str]:
    """The names of the city themes."""
    return sorted(p.name.removesuffix(".tokens.json") for p in _theme_files(folder))


def load(theme: str | None = None, folder: Path = TOKENS) -> dict[str, Token]:
    """Read all tokens, with those of a theme laid over them.

    Args:
        theme: Name of a theme, or the path of your own `….tokens.json`; None for the default look.
        folder: Where the token files are.

    Returns:
        The tokens by path, in the order of the files.

    Raises:
        TokenError: A file, token or alias is wrong; names file, token and what to do.
    """
    raw: dict[str, _Raw] = {}
    for file in sorted(folder.glob("*.tokens.json")):
        for token in _read(file):
            if token.path in raw:
                raise TokenError(
                    f"{file}: {token.path} is defined already in {raw[token.path].file.name}"
                )
            raw[token.path] = token
    if not raw:
        raise TokenError(f"{folder}: no *.tokens.json files")
    if theme is not None:
        _overlay(raw, theme, folder)
    return {path: _resolve(raw, path) for path in raw}


def css(theme: str | None = None, folder: Path = TOKENS) -> str:
    """Write custom properties: all of the default look, or only what a theme changes.

    Light values stand first and plain, so that a browser that knows nothing else has them.
    `data-scheme="light"` or `"dark"` decides for the page or for any part of it, on a screen.
    """
    base = {t.path: t for t in load(None, folder).values() if not _is_raw(t.path)}
    if theme is None:
        return (
            ":root{color-scheme:light dark}"
            "[data-scheme=light]{color-scheme:light}"
            "@media screen{[data-scheme=dark]{color-scheme:dark}}"
            + _rules([(t,) for t in base.values()])
        )
    pairs = ((t, base[t.path]) for t in load(theme, folder).values() if t.path in base)
    return _rules([(t, b) for t, b in pairs if _declared(t) != _declared(b)])


def scss(theme: str | None = None, folder: Path = TOKENS) -> str:
    """Write stand-alone Sass variables: `$city-space-3`, and `…-dark` where dark differs."""
    lines = ["// Made from the design tokens. Use with @use or @import."]
    for token in load(theme, folder).values():
        name = "$city-" + token.path.replace(".", "-")
        light, dark = token.css(), token.css("dark")
        lines.append(f"{name}: {_sass(light)};")
        if light != dark:
            lines.append(f"{name}-dark: {_sass(dark)};")
    return "\n".join(lines) + "\n"


def document(theme: str | None = None, mode: str = "light", folder: Path = TOKENS) -> str:
    """Write one mode as a DTCG file without aliases, for design tools."""
    tree: dict[str, Any] = {}
    tokens = load(theme, folder)
    for path, token in tokens.items():
        parts = path.split(".")
        if any(other.startswith(path + ".") for other in tokens):
            parts.append("$root")
        group = tree
        for part in parts[:-1]:
            group = group.setdefault(part, {})
        group[parts[-1]] = {
            "$type": token.type,
            "$value": token.values[mode],
            "$description": token.description,
        }
    return json.dumps(tree, indent=2, ensure_ascii=False) + "\n"


# Reading


@dataclass(frozen=True)
class _Raw:
    path: str
    type: str | None
    description: str
    modes: Mapping[str, Any]
    extensions: Mapping[str, Any]
    file: Path


def _theme_files(folder: Path) -> list[Path]:
    return list((folder / "themes").glob("*.tokens.json"))


def _read(file: Path) -> Iterator[_Raw]:
    try:
        tree = json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise TokenError(f"{file}: {error.strerror}") from None
    except ValueError as error:
        raise TokenError(f"{file}: not JSON: {error}") from None
    if not isinstance(tree, dict):
        raise TokenError(f"{file}: must hold one object of tokens and groups")
    yield from _walk(tree, (), None, file)


def _walk(
    group: Mapping[str, Any], parts: tuple[str, ...], kind: str | None, file: Path
) -> Iterator[_Raw]:
    kind = group.get("$type", kind)
    for name, child in group.items():
        path = ".".join((*parts, name)).removesuffix(".$root")
        if name.startswith("$") and name != "$root":
            if name in ("$extends", "$ref"):
                raise TokenError(f"{file}: {path}: {name} is not supported; use aliases")
            continue
        if re.search(r"[{}.]", name):
            raise TokenError(f"{file}: {path}: a name holds none of {{ }} and full stop")
        if not isinstance(child, dict):
            raise TokenError(f"{file}: {path}: a token is an object with a $value")
        if "$value" in child:
            yield _token(child, path, kind, file)
            # What looks like a token can still hold tokens by mistake; DTCG forbids it.
            for inner in child:
                if not inner.startswith("$"):
                    raise TokenError(
                        f"{file}: {path} has a $value and holds {inner!r}; name the value $root"
                    )
        else:
            yield from _walk(child, (*parts, name), kind, file)


def _token(token: Mapping[str, Any], path: str, kind: str | None, file: Path) -> _Raw:
    extensions = token.get("$extensions", {}).get("citydesign", {})
    for key in extensions:
        if key not in _EXTENSIONS:
            raise TokenError(
                f"{file}: {path}: unknown extension {key!r}{nearest(key, _EXTENSIONS)}"
            )
    modes = {"light": token["$value"], **{m: extensions[m] for m in MODES if m in extensions}}
    return _Raw(
        path, token.get("$type", kind), token.get("$description", ""), modes, extensions, file
    )


def _overlay(raw: dict[str, _Raw], theme: str, folder: Path) -> None:
    for token in _read(_theme_file(theme, folder)):
        where = f"{token.file}: {token.path}"
        if _is_raw(token.path):
            raise TokenError(f"{where}: a theme changes meanings, not the palette")
        if token.path not in raw:
            raise TokenError(f"{where}: a theme adds no tokens{nearest(token.path, raw)}")
        if "against" in token.extensions:
            raise TokenError(f"{where}: a theme can't change what a token is measured against")
        base = raw[token.path]
        if token.type not in (None, base.type):
            raise TokenError(f"{where}: is a {token.type}, but the token is a {base.type}")
        against = {"against": base.extensions["against"]} if "against" in base.extensions else {}
        raw[token.path] = _Raw(
            token.path,
            base.type,
            token.description or base.description,
            token.modes,
            {**token.extensions, **against},
            token.file,
        )


def _theme_file(theme: str, folder: Path) -> Path:
    if theme.endswith(".tokens.json"):
        return Path(theme)
    names = themes(folder)
    if theme not in names:
        raise TokenError(f"no theme {theme!r}{nearest(theme, names)}")
    return folder / "themes" / f"{theme}.tokens.json"


def _is_raw(path: str) -> bool:
    return path.split(".", 1)[0] == "palette"


# Resolving


def _resolve(raw: Mapping[str, _Raw], path: str) -> Token:
    token = raw[path]
    where = f"{token.file}: {path}"
    aliases = {
        mode: match[1].removesuffix(".$root")
        for mode, value in token.modes.items()
        if isinstance(value, str) and (match := _ALIAS.fullmatch(value))
    }
    kind = token.type or _type_of(raw, path)
    if kind not in _WRITERS:
        known = ", ".join(_WRITERS)
        raise TokenError(f"{where}: type {kind!r} is not one of {known}")
    values = {mode: _value(raw, path, mode, ()) for mode in MODES}
    narrow = token.extensions.get("narrow")
    for value in [*values.values(), *([narrow] if narrow is not None else [])]:
        _CHECKS[kind](value, where)
    if narrow is not None and kind != "dimension":
        raise TokenError(f"{where}: only a dimension can have narrow")
    shape = token.extensions.get("shape")
    if shape is not None and shape not in shapes():
        raise TokenError(f"{where}: no edge {shape!r}{nearest(str(shape), shapes())}")
    return Token(
        path,
        kind,
        token.description,
        values,
        _against(raw, token),
        narrow,
        shape,
        token.file,
        aliases,
    )


def shapes() -> list[str]:
    """The names of the edges that are drawn."""
    return sorted(["straight", *(p.stem for p in (COMPONENTS / "shared" / "edges").glob("*.svg"))])


def _against(raw: Mapping[str, _Raw], token: _Raw) -> dict[str, tuple[float, float]]:
    pairs = {}
    for other, limits in token.extensions.get("against", {}).items():
        other = other.removesuffix(".$root")
        where = f"{token.file}: {token.path}: against {other!r}"
        if other not in raw:
            raise TokenError(f"{where} points to nothing{nearest(other, raw)}")
        match limits:
            case int() | float():
                pairs[other] = (float(limits), float("inf"))
            case [int() | float() as low, int() | float() as high]:
                pairs[other] = (float(low), float(high))
            case _:
                raise TokenError(f"{where}: write the least ratio, or [least, greatest]")
    return pairs


def _target(raw: Mapping[str, _Raw], path: str, alias: str) -> str:
    target = alias.removesuffix(".$root")
    if target not in raw:
        raise TokenError(
            f"{raw[path].file}: {path}: {{{alias}}} points to nothing{nearest(target, raw)}"
        )
    return target


def _type_of(raw: Mapping[str, _Raw], path: str, seen: tuple[str, ...] = ()) -> str | None:
    token = raw[path]
    match = (
        _ALIAS.fullmatch(token.modes["light"]) if isinstance(token.modes["light"], str) else None
    )
    if token.type or not match:
        return token.type
    target = _target(raw, path, match[1])
    if target in (*seen, path):
        raise _circle(raw, (*seen, path, target))
    return _type_of(raw, target, (*seen, path))


def _circle(raw: Mapping[str, _Raw], path: tuple[str, ...]) -> TokenError:
    return TokenError(f"{raw[path[0]].file}: aliases go in a circle: {' > '.join(path)}")


def _value(raw: Mapping[str, _Raw], path: str, mode: str, seen: tuple[str, ...]) -> Any:
    if path in seen:
        raise _circle(raw, (*seen[seen.index(path) :], path))
    modes = raw[path].modes
    source = mode
    while source not in modes:
        source = _FALLBACK[source]

    def resolve(value: Any) -> Any:
        if isinstance(value, str) and (match := _ALIAS.fullmatch(value)):
            return _value(raw, _target(raw, path, match[1]), mode, (*seen, path))
        if isinstance(value, list):
            return [resolve(v) for v in value]
        if isinstance(value, dict):
            return {k: resolve(v) for k, v in value.items()}
        return value

    return resolve(modes[source])


# Types: what a value must be, and how CSS writes it


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _check_color(value: Any, where: str) -> None:
    components = value.get("components") if isinstance(value, dict) else None
    if (
        not isinstance(components, list)
        or len(components) != 3
        or not all(_is_number(c) and 0 <= c <= 1 for c in components)
        or value.get("colorSpace") != "srgb"
        or not _is_number(value.get("alpha", 1))
        or not 0 <= value.get("alpha", 1) <= 1
    ):
        raise TokenError(
            f"{where}: a colour has colorSpace srgb, three components from 0 to 1 and a hex"
        )
    if "hex" in value:
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", str(value["hex"])):
            raise TokenError(f"{where}: hex is # and six digits, not {value['hex']!r}")
        said = [int(value["hex"][i : i + 2], 16) for i in (1, 3, 5)]
        if said != [round(c * 255) for c in components]:
            right = ", ".join(f"{c / 255:.4f}".rstrip("0").rstrip(".") for c in said)
            raise TokenError(
                f"{where}: components and hex {value['hex']} are different colours;"
                f" for the hex write [{right}]"
            )


def _check_amount(*units: str) -> Callable[[Any, str], None]:
    def check(value: Any, where: str) -> None:
        if (
            not isinstance(value, dict)
            or not _is_number(value.get("value"))
            or value.get("unit") not in units
        ):
            raise TokenError(f"{where}: needs a value (a number) and a unit ({' or '.join(units)})")

    return check


_check_dimension = _check_amount("px", "rem")


def _check_shadow(value: Any, where: str) -> None:
    for layer in value if isinstance(value, list) else [value]:
        if not isinstance(layer, dict):
            raise TokenError(f"{where}: a shadow has color, offsetX, offsetY, blur and spread")
        _check_color(layer.get("color"), where)
        for part in ("offsetX", "offsetY", "blur", "spread"):
            _check_dimension(layer.get(part), f"{where}: {part}")


def _check_that(test: Callable[[Any], bool], text: str) -> Callable[[Any, str], None]:
    def check(value: Any, where: str) -> None:
        if not test(value):
            raise TokenError(f"{where}: must be {text}, not {value!r}")

    return check


_CHECKS: dict[str, Callable[[Any, str], None]] = {
    "color": _check_color,
    "dimension": _check_dimension,
    "duration": _check_amount("ms", "s"),
    "number": _check_that(_is_number, "a number"),
    "fontWeight": _check_that(lambda v: _is_number(v) and 1 <= v <= 1000, "1 to 1000"),
    "fontFamily": _check_that(
        lambda v: all(isinstance(f, str) for f in (v if isinstance(v, list) else [v])),
        "a name or a list of names",
    ),
    "cubicBezier": _check_that(
        lambda v: isinstance(v, list) and len(v) == 4 and all(map(_is_number, v)), "four numbers"
    ),
    "shadow": _check_shadow,
}


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".") if value else "0"


def _amount(value: Mapping[str, Any]) -> str:
    return f"{_number(value['value'])}{value['unit']}"  # a unit even at zero, for calc()


def hex_of(value: Mapping[str, Any]) -> str:
    """A colour as `#rrggbb`, or `#rrggbbaa` where light passes through it."""
    parts = [*value["components"], *([value["alpha"]] if value.get("alpha", 1) < 1 else [])]
    return "#" + "".join(f"{round(p * 255):02x}" for p in parts)


def _color(value: Mapping[str, Any]) -> str:
    code = hex_of(value)
    return "#" + code[1::2] if code[1::2] == code[2::2] else code


def _shadow(value: Any) -> str:
    return ",".join(
        " ".join(
            [*(_amount(s[p]) for p in ("offsetX", "offsetY", "blur", "spread")), _color(s["color"])]
        )
        for s in (value if isinstance(value, list) else [value])
    )


def _families(value: str | list[str]) -> str:
    names = value if isinstance(value, list) else [value]
    return ",".join(n if re.fullmatch(r"[a-z-]+|[A-Za-z]+", n) else f'"{n}"' for n in names)


_WRITERS: dict[str, Callable[[Any], str]] = {
    "color": _color,
    "dimension": _amount,
    "duration": _amount,
    "number": _number,
    "fontWeight": _number,
    "fontFamily": _families,
    "cubicBezier": lambda v: f"cubic-bezier({','.join(map(_number, v))})",
    "shadow": _shadow,
}


def _fluid(narrow: Mapping[str, Any], wide: Mapping[str, Any]) -> str:
    # In rem plus vw, so that text still grows when the reader zooms (WCAG 1.4.4).
    low, high = (v["value"] * (REM if v["unit"] == "rem" else 1) for v in (narrow, wide))
    slope = (high - low) / (FLUID[1] - FLUID[0])
    start = _number((low - slope * FLUID[0]) / REM)
    return f"clamp({_amount(narrow)},{start}rem + {_number(slope * 100)}vw,{_amount(wide)})"


# Writing


def _declared(token: Token) -> tuple[tuple[str, ...], str | None]:
    return tuple(token.css(m) for m in MODES), token.shape


def _rules(families: list[tuple[Token, ...]]) -> str:
    # Each family is a token and, for a theme, the token it replaces: a mode that either of them
    # has must be said, or the replaced one would show through.
    def differs(family: tuple[Token, ...], *modes: str) -> bool:
        return any(len({t.css(m) for m in modes}) > 1 for t in family)

    def block(selector: str, mode: str, some: list[tuple[Token, ...]]) -> str:
        body = ";".join(f"{f[0].variable}:{f[0].css(mode)}" for f in some)
        return f"{selector}{{{body}}}" if body else ""

    plain = [f for f in families if not differs(f, *MODES)]
    modal = [f for f in families if f not in plain]
    dark = [f for f in modal if differs(f, "light", "dark")]
    more = [f for f in modal if differs(f, "light", "more") or differs(f, "dark", "more-dark")]
    images = [
        f"--city-edge-shape:{'none' if s == 'straight' else f'url(edge-{s}.svg)'}"
        for s in (f[0].shape for f in families)
        if s
    ]
    light, not_light, is_dark = (
        ":root,[data-scheme=light]",
        ":root:not([data-scheme=light])",
        "[data-scheme=dark]",
    )
    out = block(":root", "light", plain) + (f":root{{{images[0]}}}" if images else "")
    out += block(light, "light", modal)
    # Dark is for screens: paper is light, whatever the reader or the page chose.
    if dark:
        chosen, system = (block(s, "dark", dark) for s in (is_dark, not_light))
        out += f"@media screen{{{chosen}}}"
        out += f"@media screen and (prefers-color-scheme:dark){{{system}}}"
    if more:
        chosen, system = (block(s, "more-dark", more) for s in (is_dark, not_light))
        query = "(prefers-contrast:more)"
        out += f"@media {query}{{{block(light, 'more', more)}}}"
        out += f"@media screen and {query}{{{chosen}}}"
        out += f"@media screen and {query} and (prefers-color-scheme:dark){{{system}}}"
    return out


def _sass(value: str) -> str:
    # libsass refuses mixed units inside clamp() unless they are text.
    return f'#{{"{value}"}}' if value.startswith("clamp(") else value
