"""Page assets: the style sheets and scripts that a page needs, found by the blocks it uses."""

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple, TypedDict

from citydesign.errors import CityDesignError, nearest
from citydesign.paths import component_folders

#: Every class and custom element of ours, as far as its block and modifier go.
_NAMES = re.compile(r"city-([a-z0-9-]+)")


class PageAssets(TypedDict):
    """Names of assets, without hash, in the order in which to link them."""

    styles: list[str]
    scripts: list[str]


def page_assets(html: str, groups: Iterable[str], root: Path) -> PageAssets:
    """Name what a page needs.

    The finished HTML is read, not the calls that made it: what a cache or a person wrote counts
    too, and nothing has to be handed from call to call.

    Args:
        html: The body of the page.
        groups: Groups that the page needs although nothing of them is there yet.
        root: Where the components are.

    Raises:
        CityDesignError: There is no such group; names the nearest.
    """
    text = str(root)
    used = _used(frozenset(_NAMES.findall(html)), text)
    wanted = frozenset(groups)
    if not wanted:
        return {
            "styles": list(used.styles),
            "scripts": [f"{name}.js" for name in used.scripted if f"<city-{name}" in html],
        }
    components = _components(text)
    known = sorted({one.group for one in components.values()})
    if unknown := sorted(wanted.difference(known)):
        raise CityDesignError(
            f"page: groups: no group {unknown[0]!r}{nearest(unknown[0], known)};"
            f" there are {', '.join(known)}"
        )
    return {
        "styles": _sheets(used.groups | wanted),
        "scripts": [
            f"{name}.js"
            for name, component in components.items()
            if component.scripted
            and (component.group in wanted or (name in used.scripted and f"<city-{name}" in html))
        ],
    }


class _Component(NamedTuple):
    group: str
    scripted: bool


class _Used(NamedTuple):
    groups: frozenset[str]
    styles: list[str]
    #: Components that have a script; it is needed if the page holds their element.
    scripted: list[str]


@cache
def _components(root: str) -> Mapping[str, _Component]:
    # By a text: hashing a path costs more than all the rest.
    return {
        name: _Component(folder.parent.name, (folder / f"{name}.js").exists())
        for name, folder in component_folders(Path(root)).items()
    }


# The pages of a site use few combinations.
@lru_cache(maxsize=512)
def _used(names: frozenset[str], root: str) -> _Used:
    components = _components(root)
    blocks = {block for name in names if (block := _block(name, components))}
    groups = frozenset(components[block].group for block in blocks)
    scripted = [name for name, one in components.items() if one.scripted and name in blocks]
    return _Used(groups, _sheets(groups), scripted)


def _sheets(groups: Iterable[str]) -> list[str]:
    return ["shared.css", *(f"{group}.css" for group in sorted(groups))]


def _block(name: str, components: Mapping[str, _Component]) -> str | None:
    """The component that a class belongs to: `button` for `button-group` and `button--quiet`."""
    while name not in components:
        name, hyphen, _ = name.rpartition("-")
        if not hyphen:
            return None
    return name
