"""Usage: what each token draws, and no token that draws nothing."""

import re
import tomllib
from pathlib import Path

from citydesign import styles, tokens
from citydesign.errors import TokenError, nearest
from citydesign.paths import COMPONENTS, TOKENS


def faults(components: Path = COMPONENTS, folder: Path = TOKENS) -> list[str]:
    """Say of each token that nothing draws what to do about it: one line each.

    A token is drawn if a component's compiled style sheet reads it. One that isn't may say which
    planned component it `awaits`; `catalogue.toml` beside the components has the names.

    Raises:
        CityDesignError: A token or style is wrong, or libsass is missing.
    """
    drawn = set(
        re.findall(r"var\((--city-[\w-]+)", styles.compiled(styles.bundle(components, folder)))
    )
    planned = _planned(components)
    found = []
    for token in tokens.load(None, folder).values():
        if token.path.startswith("palette."):
            continue
        if fault := _fault(token, token.variable in drawn, planned, components):
            found.append(f"{token.file}: {token.path}: {fault}")
    return found


def uses(path: str, components: Path = COMPONENTS, folder: Path = TOKENS) -> list[str]:
    """List what a token moves: the properties and their selector, one line each.

    Raises:
        CityDesignError: There is no such token, a style is wrong, or libsass is missing.
    """
    known = [p for p in tokens.load(None, folder) if not p.startswith("palette.")]
    if path not in known:
        raise TokenError(f"no token {path!r}{nearest(path, known)}")
    variable = re.compile(rf"var\(--city-{path.replace('.', '-')}[,)]")
    css = styles.compiled(styles.bundle(components, folder))
    found: dict[str, dict[str, None]] = {}
    for selector, body in re.findall(r"([^{};]+)\{([^{}]*)\}", css):
        for declaration in body.split(";"):
            name, _, value = declaration.partition(":")
            if variable.search(value):
                found.setdefault(selector, {})[name] = None
    return [f"{selector}: {', '.join(names)}" for selector, names in found.items()]


def _fault(token: tokens.Token, drawn: bool, planned: list[str], components: Path) -> str | None:
    if token.awaits is None:
        return (
            None if drawn else "draws nothing: use it, say which component it awaits, or remove it"
        )
    if token.awaits not in planned:
        return f"awaits {token.awaits!r}, which nobody plans{nearest(token.awaits, planned)}"
    if drawn:
        return f"is drawn already: remove awaits {token.awaits!r}"
    if any(components.glob(f"*/{token.awaits}")):
        return f"awaits {token.awaits!r}, which exists and doesn't use it"
    return None


def _planned(components: Path) -> list[str]:
    groups = tomllib.loads((components / "catalogue.toml").read_text("utf-8"))
    return [name for group in groups.values() for name in group["components"]]
