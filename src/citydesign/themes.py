"""Themes as wholes: whether a city's look is one look, and where it is still ours."""

import os
import tempfile
from pathlib import Path

from citydesign import contrast, tokens
from citydesign.errors import TokenError
from citydesign.paths import IN_CHECKOUT, TOKENS


def left(theme: str, folder: Path = TOKENS) -> list[str]:
    """The tokens that carry the city's colour and that a theme forgets, while it says others.

    Raises:
        TokenError: The theme is missing or wrong.
    """
    said = tokens.theme_of(theme, folder).paths
    city = [token.path for token in tokens.load(None, folder).values() if token.city]
    forgotten = [path for path in city if path not in said]
    return forgotten if len(forgotten) < len(city) else []


def same(theme: str, folder: Path = TOKENS) -> list[str]:
    """What looks as in the default look: tokens, or `radius.*` where a whole group does."""
    base, own = tokens.load(None, folder), tokens.load(theme, folder)
    kept = {
        path: (token.values, token.shape) == (base[path].values, base[path].shape)
        for path, token in own.items()
        if not path.startswith("palette.")
    }
    groups: dict[str, list[str]] = {}
    for path in kept:
        for head in _groups(path):
            groups.setdefault(head, []).append(path)
    whole = {head for head, paths in groups.items() if all(kept[path] for path in paths)}
    names = (
        next((f"{head}.*" for head in _groups(path) if head in whole), path)
        for path in kept
        if kept[path]
    )
    return list(dict.fromkeys(names))


def _groups(path: str) -> list[str]:
    """The groups that a token is in, the largest first."""
    parts = path.split(".")
    return [".".join(parts[:depth]) for depth in range(1, len(parts))]


#: The boldest that Inter and most systems' faces have.
BOLDEST = 700


def too_bold(theme: str, folder: Path = TOKENS) -> list[str]:
    """Say of each weight that no face of the theme has what to do about it: one line each.

    A theme that names a face of its own may have any weight.

    Raises:
        TokenError: The theme is missing or wrong.
    """
    base, own = tokens.load(None, folder), tokens.load(theme, folder)
    families = [path for path in own if path.startswith("font.family")]
    if any(own[path].values != base[path].values for path in families):
        return []
    return [
        f"{token.file}: {token.path}: {token.css()} is bolder than {BOLDEST}, the boldest that"
        f" Inter and most systems have; write {BOLDEST}, or name a face that has it in font.family"
        for token in own.values()
        if token.type == "fontWeight" and token.values["light"] > BOLDEST
    ]


def require(theme: str, folder: Path = TOKENS, *, partial: bool = False) -> None:
    """Refuse a theme that breaks a pair, has a weight that no face has, or is only half a look.

    Args:
        theme: Its name, or the path of a `….tokens.json`.
        folder: Where the token files are.
        partial: Take half a look; a theme can ask for it itself by `partial` in its `$extensions`.

    Raises:
        TokenError: Names each broken pair and weight, or each token that still has the default
            look's colour.
    """
    wrong = []
    excused = partial or tokens.theme_of(theme, folder).partial
    # First, because whoever says the rest has other pairs to look at.
    if not excused and (forgotten := left(theme, folder)):
        wrong.append(
            f"{theme}: half a theme: {', '.join(forgotten)} still"
            f" {'has' if len(forgotten) == 1 else 'have'} the default look's colour;"
            " say them too (citydesign theme new derives them from one colour),"
            " or ask for a half theme with --partial"
        )
    wrong += too_bold(theme, folder)
    try:
        contrast.require(theme, folder)
    except TokenError as error:
        wrong.append(str(error))
    if wrong:
        raise TokenError("\n".join(wrong))


def write(text: str, name: str, into: Path, *, force: bool = False) -> Path:
    """Write a theme's file: checked first, whole or not at all.

    Args:
        text: The file.
        name: The city.
        into: A folder of the current project; made if it isn't there.
        force: Write over the theme that is there.

    Raises:
        TokenError: The theme is wrong or half, is there already, or `into` is inside the
            installed package.
        OSError: It can't be written.
    """
    file = into / f"{name}.tokens.json"
    if not IN_CHECKOUT and TOKENS.parent in (into.resolve(), *into.resolve().parents):
        raise TokenError(f"{file}: is inside the installed package; change to your own project")
    if file.exists() and not force:
        raise TokenError(f"{file} is there already; --force writes over it")
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=into, prefix=".new-") as made:
        draft = Path(made) / file.name
        draft.write_text(text, "utf-8", newline="\n")
        require(str(draft))
        os.replace(draft, file)
    return file
