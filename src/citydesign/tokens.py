"""Design tokens: read from DTCG 2025.10 files, resolved, and written for CSS, Sass and tools.

A token has one value for each mode. `$value` is the light scheme; `$extensions.citydesign` holds
`dark`, `more` (more contrast) and `more-dark`. What is missing falls back: `more-dark` to `dark`,
`dark` and `more` to `$value`. The same place holds `against` (what the token must be seen against,
with the least contrast ratio, or the least and the greatest), `bold` (the least ratio that is
enough where weights make the text bold), `narrow` (the size at 320 px of what grows evenly up to
`$value` at 1440 px), `shape` (the drawing of the city's edge), `city` (it carries the city's
colour, so a theme says all of these or none) and `awaits` (the component that will draw it).

A theme says other values for tokens that exist: all modes of a token at once, no new names, and
nothing about `palette`. With `partial` beside its own `$description` it may say only some of the
tokens that carry the city's colour.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from citydesign import toml_file
from citydesign.errors import TokenError, nearest
from citydesign.paths import COMPONENTS, TOKENS
from citydesign.values import TYPES, amount, check, completed, number
from citydesign.values import css as written
from citydesign.values import hex_of as hex_of

MODES = ("light", "dark", "more", "more-dark")
#: Widths in px between which a size with `narrow` grows.
FLUID = (320, 1440)
#: px in one rem, unless the reader wants larger text.
REM = 16

_ALIAS = re.compile(r"\{([^{}]+)\}")
#: From this weight on text is bold (WCAG's large text begins at 14 pt bold).
BOLD = 600
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_EXTENSIONS = (
    *("dark", "more", "more-dark"),
    *("against", "bold", "narrow", "shape", "city", "awaits"),
)
#: What a theme can't change about a token.
_FIXED = {
    "against": "what a token is measured against",
    "bold": "what a token is measured against",
    "city": "which tokens carry the city's colour",
    "awaits": "which component a token awaits",
}
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
        bold: The least ratio that is enough in the light and dark modes where the weights of these
            paths are all bold; None if nothing loosens it.
        narrow: Its value at 320 px, if it grows with the window.
        shape: For the edge: the name of its drawing.
        city: Whether it carries the city's colour.
        awaits: The component that will draw it; None if one does already.
        file: Where its value is.
        aliases: By mode: the path that its value was taken from, if it is an alias.
    """

    path: str
    type: str
    description: str
    values: Mapping[str, Any]
    against: Mapping[str, tuple[float, float]]
    bold: tuple[float, tuple[str, ...]] | None
    narrow: Any
    shape: str | None
    city: bool
    awaits: str | None
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
        return written(self.type, self.values[mode])


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
    base = tuple((file, _text(file)) for file in sorted(folder.glob("*.tokens.json")))
    own = None if theme is None else _theme_file(theme, folder)
    # One task asks for the same tokens many times, and to read files is a tenth of the work.
    return dict(_loaded(folder, base, own and (own, _text(own))))


def css(theme: str | None = None, folder: Path = TOKENS) -> str:
    """Write custom properties: all of the default look, or only what a theme changes.

    Light values come first and plain, so that a browser that knows nothing else has them.
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
    families: list[_Family] = [(t, b) for t, b in pairs if _declared(t) != _declared(b)]
    return _rules(families) + _chosen_more(families)


def more_contrast(folder: Path = TOKENS) -> str:
    """Write the values of more contrast, where `data-contrast="more"` on the root asks for it.

    They are for the default look; what a theme changes about them is in its own `css`.
    """
    return _chosen_more([(t,) for t in load(None, folder).values() if not _is_raw(t.path)])


def scss(theme: str | None = None, folder: Path = TOKENS) -> str:
    """Write standalone Sass variables: `$city-space-3`, and `…-dark` where dark differs."""
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

    @property
    def where(self) -> str:
        """File, line and path, for an error."""
        return f"{self.file}:{_line(self.file, self.path)}: {self.path}"


_TEXT_OR_ODD = re.compile(r'"(?:[^"\\]|\\.)*"|NaN|Infinity')


def _theme_files(folder: Path) -> list[Path]:
    return list((folder / "themes").glob("*.tokens.json"))


def _text(file: Path) -> str:
    return toml_file.text_of(file, TokenError)


def _tree(file: Path, text: str) -> dict[str, Any]:
    """Parse the text of a file; every key once, every number finite."""
    try:
        tree = json.loads(text, object_pairs_hook=_unique, parse_constant=_not_a_number)
    except _TwiceError as twice:
        line = _again(text)
        raise TokenError(f"{file}:{line}: {twice} is there twice; put both together") from None
    except _NoNumberError as name:
        raise TokenError(f"{file}:{_odd(text)}: {name} is no number; write digits") from None
    except json.JSONDecodeError as error:
        raise TokenError(f"{file}:{error.lineno}: not JSON: {error.msg}") from None
    except RecursionError:
        raise TokenError(f"{file}: groups are nested too deep; use those of our files") from None
    except ValueError:
        # Python reads whole numbers of at most 4 300 digits.
        raise TokenError(f"{file}: a number has too many digits; write a shorter one") from None
    if not isinstance(tree, dict):
        raise TokenError(f"{file}: must hold one object of tokens and groups")
    return tree


class _TwiceError(ValueError):
    def __str__(self) -> str:
        return repr(self.args[0])


class _NoNumberError(ValueError):
    pass


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _TwiceError(key)
        found[key] = value
    return found


def _not_a_number(name: str) -> None:
    raise _NoNumberError(name)


def _odd(text: str) -> int:
    """The line of the first NaN or Infinity that is in no text."""
    found = next(m for m in _TEXT_OR_ODD.finditer(text) if not m[0].startswith('"'))
    return text.count("\n", 0, found.start()) + 1


class _Key(NamedTuple):
    path: tuple[str, ...]
    #: Tells the object that the key is in from all others.
    owner: int
    line: int


def _keys(text: str) -> Iterator[_Key]:
    """The keys of a text that JSON's reader has read, or has read as far as a key that is twice."""
    stack: list[tuple[int, str]] = []  # each open object or array, and the key in it
    number, last = 0, ""
    for match in re.finditer(r'"(?:[^"\\]|\\.)*"|[{}\[\]:]', text):
        piece = match[0]
        if piece in "{[":
            number += 1
            stack.append((number, ""))
        elif piece in "}]":
            stack.pop()
        elif piece == ":":
            owner = stack[-1][0]
            stack[-1] = (owner, last)
            line = text.count("\n", 0, match.start()) + 1
            yield _Key(tuple(key for _, key in stack), owner, line)
        else:
            last = json.loads(piece, strict=False)


def _line(file: Path, path: str) -> int:
    """The line of a token in its file."""
    keys = _keys(file.read_text("utf-8"))
    return {".".join(key.path).removesuffix(".$root"): key.line for key in keys}[path]


def _again(text: str) -> int:
    """The line of the first key that was there already."""
    seen: set[tuple[int, str]] = set()
    # What comes after it may be no JSON at all, and is not looked at.
    keys = _keys(text)
    key = next(keys)
    while (key.owner, key.path[-1]) not in seen:
        seen.add((key.owner, key.path[-1]))
        key = next(keys)
    return key.line


def _read(file: Path, text: str) -> Iterator[_Raw]:
    yield from _walk(_tree(file, text), (), None, file)


def _walk(
    group: Mapping[str, Any], parts: tuple[str, ...], kind: str | None, file: Path
) -> Iterator[_Raw]:
    kind = group.get("$type", kind)
    for name, child in group.items():
        path = ".".join((*parts, name)).removesuffix(".$root")

        def wrong(text: str, path: str = path) -> TokenError:
            return TokenError(f"{file}:{_line(file, path)}: {path}: {text}")

        if name.startswith("$") and name != "$root":
            if name in ("$extends", "$ref"):
                raise wrong(f"{name} is not supported; use aliases")
            continue
        if name != "$root" and not _NAME.fullmatch(name):
            raise wrong("a name holds small letters, digits and hyphens only")
        if not isinstance(child, dict):
            raise wrong("a token is an object with a $value")
        if "$value" in child:
            yield _token(child, path, kind, file)
            # What looks like a token can still hold tokens by mistake; DTCG forbids it.
            for inner in child:
                if not inner.startswith("$"):
                    raise wrong(f"has a $value and holds {inner!r}; name the value $root")
        else:
            yield from _walk(child, (*parts, name), kind, file)


def _token(token: Mapping[str, Any], path: str, kind: Any, file: Path) -> _Raw:
    where = f"{file}:{_line(file, path)}: {path}" if _is_odd(token) else ""
    if where:
        raise TokenError(f"{where}: $description is text; $extensions.citydesign is an object")
    extensions = token.get("$extensions", {}).get("citydesign", {})
    modes = {"light": token["$value"], **{m: extensions[m] for m in MODES if m in extensions}}
    description = token.get("$description", "")
    raw = _Raw(path, token.get("$type", kind), description, modes, extensions, file)
    for key in extensions:
        if key not in _EXTENSIONS:
            raise TokenError(f"{raw.where}: unknown extension {key!r}{nearest(key, _EXTENSIONS)}")
    return raw


def _is_odd(token: Mapping[str, Any]) -> bool:
    extensions = token.get("$extensions", {})
    return (
        not isinstance(token.get("$description", ""), str)
        or not isinstance(extensions, dict)
        or not isinstance(extensions.get("citydesign", {}), dict)
    )


@dataclass(frozen=True)
class Theme:
    """What a theme file says about itself.

    Attributes:
        paths: The tokens that it gives a value.
        partial: Whether it asks to leave city meanings out.
    """

    paths: frozenset[str]
    partial: bool


def theme_of(theme: str, folder: Path = TOKENS) -> Theme:
    """Read which tokens a theme says.

    Raises:
        TokenError: The file is missing or wrong.
    """
    file = _theme_file(theme, folder)
    tree = _tree(file, _text(file))
    own = tree.get("$extensions", {})
    own = own.get("citydesign", {}) if isinstance(own, dict) else None
    if not isinstance(own, dict) or not isinstance(own.get("partial", False), bool):
        raise TokenError(f'{file}: write "$extensions": {{"citydesign": {{"partial": true}}}}')
    for key in own:
        if key != "partial":
            raise TokenError(f"{file}: unknown extension {key!r}{nearest(key, ['partial'])}")
    paths = frozenset(token.path for token in _walk(tree, (), None, file))
    return Theme(paths, own.get("partial", False))


def _overlay(raw: dict[str, _Raw], file: Path, text: str) -> None:
    for token in _read(file, text):
        if _is_raw(token.path):
            raise TokenError(f"{token.where}: a theme changes meanings, not the palette")
        if token.path not in raw:
            raise TokenError(f"{token.where}: a theme adds no tokens{nearest(token.path, raw)}")
        for key, what in _FIXED.items():
            if key in token.extensions:
                raise TokenError(f"{token.where}: a theme can't change {what}")
        base = raw[token.path]
        if token.type not in (None, base.type):
            raise TokenError(f"{token.where}: is a {token.type}, but the token is a {base.type}")
        fixed = {key: base.extensions[key] for key in _FIXED if key in base.extensions}
        raw[token.path] = _Raw(
            token.path,
            base.type,
            token.description or base.description,
            token.modes,
            {**token.extensions, **fixed},
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


@lru_cache(maxsize=16)
def _loaded(
    folder: Path, base: tuple[tuple[Path, str], ...], theme: tuple[Path, str] | None
) -> Mapping[str, Token]:
    """The tokens that files of a folder say by their texts, and those of a theme over them."""
    raw: dict[str, _Raw] = {}
    for file, text in base:
        for token in _read(file, text):
            if token.path in raw:
                raise TokenError(
                    f"{file}: {token.path} is defined already in {raw[token.path].file.name}"
                )
            raw[token.path] = token
    if not raw:
        raise TokenError(f"{folder}: no *.tokens.json files")
    if theme is not None:
        _overlay(raw, *theme)
    return {path: _resolve(raw, path) for path in raw}


def _resolve(raw: Mapping[str, _Raw], path: str) -> Token:
    token = raw[path]
    aliases = {
        mode: match[1].removesuffix(".$root")
        for mode, value in token.modes.items()
        if isinstance(value, str) and (match := _ALIAS.fullmatch(value))
    }
    kind = token.type or _type_of(raw, path)
    if kind not in TYPES:
        raise TokenError(f"{token.where}: type {kind!r} is not one of {', '.join(TYPES)}")
    values = {mode: completed(kind, _value(raw, path, mode, ())) for mode in MODES}
    narrow = token.extensions.get("narrow")
    try:
        for value in [*values.values(), *([narrow] if narrow is not None else [])]:
            check(kind, value, path)
    except TokenError as error:
        # The line is looked for only when it is needed.
        raise TokenError(f"{token.where.removesuffix(path)}{error}") from None
    if narrow is not None and kind != "dimension":
        raise TokenError(f"{token.where}: only a dimension can have narrow")
    shape = token.extensions.get("shape")
    if shape is not None and shape not in shapes():
        raise TokenError(f"{token.where}: no edge {shape!r}{nearest(str(shape), shapes())}")
    city, awaits = token.extensions.get("city", False), token.extensions.get("awaits")
    if not isinstance(city, bool):
        raise TokenError(f"{token.where}: city is true or false")
    if awaits is not None and not isinstance(awaits, str):
        raise TokenError(f"{token.where}: awaits is the name of a component")
    return Token(
        path,
        kind,
        token.description,
        values,
        _against(raw, token),
        _bold(raw, token),
        narrow,
        shape,
        city,
        awaits,
        token.file,
        aliases,
    )


def shapes() -> list[str]:
    """The names of the edges that are drawn."""
    return sorted(["straight", *(p.stem for p in (COMPONENTS / "shared" / "edges").glob("*.svg"))])


def _against(raw: Mapping[str, _Raw], token: _Raw) -> dict[str, tuple[float, float]]:
    pairs = {}
    said = token.extensions.get("against", {})
    if not isinstance(said, dict):
        raise TokenError(f"{token.where}: against is an object of paths with their least ratio")
    for other, limits in said.items():
        other = other.removesuffix(".$root")
        if other not in raw:
            raise TokenError(
                f"{token.where}: against {other!r} points to nothing{nearest(other, raw)}"
            )
        match limits:
            case int() | float():
                pairs[other] = (float(limits), float("inf"))
            case [int() | float() as low, int() | float() as high]:
                pairs[other] = (float(low), float(high))
            case _:
                raise TokenError(
                    f"{token.where}: against {other!r}: write the least ratio, or [least, greatest]"
                )
    return pairs


def _bold(raw: Mapping[str, _Raw], token: _Raw) -> tuple[float, tuple[str, ...]] | None:
    match token.extensions.get("bold"):
        case None:
            return None
        case {"least": int() | float() as least, "weights": [str(), *_] as weights}:
            for path in weights:
                if path not in raw:
                    raise TokenError(
                        f"{token.where}: bold {path!r} points to nothing{nearest(path, raw)}"
                    )
            return float(least), tuple(weights)
        case _:
            raise TokenError(f"{token.where}: bold has a least ratio and a list of weights")


def _target(raw: Mapping[str, _Raw], path: str, alias: str) -> str:
    target = alias.removesuffix(".$root")
    if target not in raw:
        raise TokenError(f"{raw[path].where}: {{{alias}}} points to nothing{nearest(target, raw)}")
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
    return TokenError(f"{raw[path[0]].where}: aliases go in a circle: {' > '.join(path)}")


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


def _fluid(narrow: Mapping[str, Any], wide: Mapping[str, Any]) -> str:
    # In rem plus vw, so that text still grows when the reader zooms (WCAG 1.4.4).
    low, high = (v["value"] * (REM if v["unit"] == "rem" else 1) for v in (narrow, wide))
    slope = (high - low) / (FLUID[1] - FLUID[0])
    start = number((low - slope * FLUID[0]) / REM)
    return f"clamp({amount(narrow)},{start}rem + {number(slope * 100)}vw,{amount(wide)})"


# Writing


def _declared(token: Token) -> tuple[tuple[str, ...], str | None]:
    return tuple(token.css(m) for m in MODES), token.shape


#: A token and, for a theme, the token that it replaces.
_Family = tuple[Token, ...]

_LIGHT, _NOT_LIGHT, _DARK = (
    ":root,[data-scheme=light]",
    ":root:not([data-scheme=light])",
    "[data-scheme=dark]",
)


def _differs(family: _Family, *modes: str) -> bool:
    # A mode that either of the two has must be said, or the replaced one would show through.
    return any(len({t.css(m) for m in modes}) > 1 for t in family)


def _more(families: list[_Family]) -> list[_Family]:
    return [f for f in families if _differs(f, "light", "more") or _differs(f, "dark", "more-dark")]


def _block(selector: str, mode: str, some: list[_Family]) -> str:
    body = ";".join(f"{f[0].variable}:{f[0].css(mode)}" for f in some)
    return f"{selector}{{{body}}}" if body else ""


def _rules(families: list[_Family]) -> str:
    plain = [f for f in families if not _differs(f, *MODES)]
    modal = [f for f in families if f not in plain]
    dark = [f for f in modal if _differs(f, "light", "dark")]
    more = _more(families)
    images = [
        f"--city-edge-shape:{'none' if s == 'straight' else f'url(edge-{s}.svg)'}"
        for s in (f[0].shape for f in families)
        if s
    ]
    out = _block(":root", "light", plain) + (f":root{{{images[0]}}}" if images else "")
    out += _block(_LIGHT, "light", modal)
    # Dark is for screens: paper is light, whatever the reader or the page chose.
    if dark:
        chosen, system = (_block(s, "dark", dark) for s in (_DARK, _NOT_LIGHT))
        out += f"@media screen{{{chosen}}}"
        out += f"@media screen and (prefers-color-scheme:dark){{{system}}}"
    if more:
        chosen, system = (_block(s, "more-dark", more) for s in (_DARK, _NOT_LIGHT))
        query = "(prefers-contrast:more)"
        out += f"@media {query}{{{_block(_LIGHT, 'more', more)}}}"
        out += f"@media screen and {query}{{{chosen}}}"
        out += f"@media screen and {query} and (prefers-color-scheme:dark){{{system}}}"
    return out


def _chosen_more(families: list[_Family]) -> str:
    more = _more(families)
    if not more:
        return ""
    root = ":root[data-contrast=more]"
    chosen = _block(f"{root}{_DARK},{root} {_DARK}", "more-dark", more)
    system = _block(f"{root}:not([data-scheme=light])", "more-dark", more)
    return (
        _block(f"{root},{root} [data-scheme=light]", "more", more)
        + f"@media screen{{{chosen}}}"
        + f"@media screen and (prefers-color-scheme:dark){{{system}}}"
    )


def _sass(value: str) -> str:
    # libsass refuses mixed units inside clamp() unless they are text.
    return f'#{{"{value}"}}' if value.startswith("clamp(") else value
