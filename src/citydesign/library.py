"""The library: the folders of components that an application uses. Ours is the first of them."""

import os
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from citydesign.paths import BUILD, COMPONENTS, IN_CHECKOUT

#: The groups that a visitor would expect, in the order in which a service is made.
GROUPS = ("page", "navigation", "forms", "booking", "feedback", "content", "services")


class Pack(NamedTuple):
    """A folder of components, and the name under which they are used. Plain data."""

    #: First part of the names of their templates, words and files: `rantakyla`.
    name: str
    #: Holds a folder for each group, and in it one for each component.
    folder: Path
    #: First part of their classes and custom elements, before the hyphen.
    prefix: str
    #: What is built from them: it came with a wheel, or is made here at first use.
    build: Path
    #: True where `build` came with a wheel, and is never written.
    shipped: bool = False


#: Our own components.
OURS = Pack("citydesign", COMPONENTS, "city", BUILD, not IN_CHECKOUT)


class Library:
    """Our components, and the packs that are used beside them. Never changed once it is made.

    A component's id is its name if it is ours, such as `text-input`, and else its pack's name and
    its own: `rantakyla/stop-board`.
    """

    def __init__(self, base: Pack = OURS, packs: tuple[Pack, ...] = ()):
        self.base = base
        self.packs = packs

    @classmethod
    def of(cls, folder: Path) -> "Library":
        """Give the library whose folder replaces that of our components."""
        return cls(OURS._replace(folder=folder, build=folder.parent / "build", shipped=False))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Library) and (self.base, self.packs) == (other.base, other.packs)

    def __hash__(self) -> int:
        """Libraries are asked for at each page, and a path is slow to hash."""
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.base, self.packs))

    @cached_property
    def by_name(self) -> Mapping[str, Pack]:
        """Each pack by its name, ours among them."""
        return {pack.name: pack for pack in (self.base, *self.packs)}

    @cached_property
    def folders(self) -> Mapping[str, Path]:
        """The folder of each component by its id: pack by pack, by group and name."""
        found = dict(component_folders(self.base.folder))
        for pack in self.packs:
            for name, folder in component_folders(pack.folder).items():
                found[f"{pack.name}/{name}"] = folder
        return found

    def pack_of(self, component: str) -> Pack:
        """The pack of a component, by its id."""
        name, slash, _ = component.partition("/")
        return self.by_name[name] if slash else self.base

    def template(self, component: str) -> str:
        """Name of the template of a component: `citydesign/button.html`."""
        return f"{component}.html" if "/" in component else f"{self.base.name}/{component}.html"

    def component_of(self, template: str) -> str | None:
        """The id of the component whose template has this name; None if there is none."""
        name = template.removeprefix(f"{self.base.name}/").removesuffix(".html")
        return name if name in self.folders and template == self.template(name) else None


#: Our own components and no pack.
LIBRARY = Library()


@cache
def component_folders(root: Path = COMPONENTS) -> Mapping[str, Path]:
    """The folder of each component below `root` by its name, in the order of groups and names.

    It reads names only, so that a host with many components starts as fast as one with few.
    """
    groups = [root / group for group in _folders(root) if group in GROUPS]
    return {component: group / component for group in groups for component in _folders(group)}


def _folders(path: Path) -> list[str]:
    with os.scandir(path) as entries:
        return sorted(
            entry.name for entry in entries if entry.is_dir() and entry.name != "__pycache__"
        )
