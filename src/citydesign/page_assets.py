"""Page assets: the style sheets and scripts that a page needs, found by the blocks it uses."""

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import NamedTuple, TypedDict

from citydesign.errors import CityDesignError, nearest
from citydesign.library import Library


class PageAssets(TypedDict):
    """Names of assets, without hash, in the order in which to link them."""

    styles: list[str]
    scripts: list[str]


def page_assets(html: str, groups: Iterable[str], library: Library) -> PageAssets:
    """Name what a page needs.

    The finished HTML is read, not the calls that made it: what a cache or a person wrote counts
    too, and nothing has to be handed from call to call.

    Args:
        html: The body of the page.
        groups: Groups that the page needs although nothing of them is there yet; those of a pack
            after its name: `rantakyla/navigation`.
        library: The components there are.

    Raises:
        CityDesignError: There is no such group; names the nearest.
    """
    names, elements = _patterns(library)
    used = _used(frozenset(names.findall(html)), library)
    # One look for all elements: most names are those of classes, which bring no script.
    present = set(elements.findall(html)) if used.scripts else set()
    wanted = frozenset(groups)
    if not wanted:
        return {
            "styles": list(used.styles),
            "scripts": [script for block, script in used.scripts.items() if block in present],
        }
    components = _components(library)
    known = sorted({one.group for one in components.values()})
    if unknown := sorted(wanted.difference(known)):
        raise CityDesignError(
            f"page: groups: no group {unknown[0]!r}{nearest(unknown[0], known)};"
            f" there are {', '.join(known)}"
        )
    return {
        "styles": _sheets(used.groups | wanted),
        "scripts": [
            one.script
            for block, one in components.items()
            if one.script and (one.group in wanted or block in present)
        ],
    }


class _Component(NamedTuple):
    """Names of its group and script, as the files to be linked begin."""

    group: str
    script: str


class _Used(NamedTuple):
    groups: frozenset[str]
    styles: list[str]
    #: The scripts of what may be on the page, by the custom elements that need them.
    scripts: Mapping[str, str]


@cache
def _patterns(library: Library) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Finds classes and custom elements as far as their block and modifier go; and elements."""
    prefixes = "|".join(pack.prefix for pack in library.by_name.values())
    name = rf"(?:{prefixes})-[a-z0-9-]+"
    return re.compile(name), re.compile(f"<({name})")


@cache
def _components(library: Library) -> Mapping[str, _Component]:
    """The components by their blocks: `city-button`, `rantakyla-stop-board`.

    One whose styles are in the shared sheet is not among them: each page has that sheet.
    """
    found = {}
    for name, folder in library.folders.items():
        if not (folder / f"{folder.name}.scss").exists():
            continue
        pack = library.pack_of(name)
        above = "" if pack == library.base else f"{pack.name}/"
        script = f"{folder.name}.js"
        found[f"{pack.prefix}-{folder.name}"] = _Component(
            f"{above}{folder.parent.name}", f"{above}{script}" if (folder / script).exists() else ""
        )
    return found


# The pages of a site use few combinations.
@lru_cache(maxsize=512)
def _used(names: frozenset[str], library: Library) -> _Used:
    components = _components(library)
    blocks = {block for name in names if (block := _block(name, components))}
    groups = frozenset(components[block].group for block in blocks)
    scripts = {
        block: one.script for block, one in components.items() if one.script and block in blocks
    }
    return _Used(groups, _sheets(groups), scripts)


def _sheets(groups: Iterable[str]) -> list[str]:
    # Ours first: a pack's styles build on them.
    ordered = sorted(groups, key=lambda group: ("/" in group, group))
    return ["shared.css", *(f"{group}.css" for group in ordered)]


def _block(name: str, components: Mapping[str, _Component]) -> str | None:
    """The component that a class belongs to: `button` for `button-group` and `button--quiet`."""
    while name not in components:
        name, hyphen, _ = name.rpartition("-")
        if not hyphen:
            return None
    return name
