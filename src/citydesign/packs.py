"""Packs: components from outside this package, a project's own and those of other cities.

A pack is a folder that holds a folder for each group of components, as ours does, and `pack.toml`,
which says its name. A pip package is a pack too if it has an entry point in `citydesign.packs`,
which names the Python package that is the folder. It is found there, and used only where a host
names it.
"""

import os
import re
from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from citydesign import built, toml_file
from citydesign.errors import CityDesignError, ContractError, nearest
from citydesign.library import GROUPS, LIBRARY, OURS, Library, Pack, component_folders

#: Group of the entry points by which installed packs are found.
ENTRY_POINTS = "citydesign.packs"
#: What says the name of a pack, and which versions of citydesign it works with.
FILE = "pack.toml"
#: Name of a folder of components without that file.
OWN = "own"

_NAME = re.compile(r"[a-z][a-z0-9]*")
_KEYS = ("name", "requires")
_BOUND = re.compile(r"\s*([<>=!]=|[<>])\s*(\d+(?:\.\d+)*)\s*")


def library(
    components: Iterable[str | os.PathLike[str]] = (), packs: Iterable[str] = ()
) -> Library:
    """Put together the components of an application: ours, its own, and those of packs.

    Args:
        components: Folders of components of its own.
        packs: Names of installed packs.

    Raises:
        CityDesignError: There is no such folder or pack, one works with other versions of
            citydesign, a name is one of ours, or two have the same name.
        ContractError: A folder holds something else than groups of components.
    """
    for name, given in (("components", components), ("packs", packs)):
        if isinstance(given, str | os.PathLike):
            raise CityDesignError(f"{name}: write a list, [{str(given)!r}]")
    found: dict[str, Pack] = {}
    for pack in (*map(at, components), *map(installed, packs)):
        if twin := found.get(pack.name):
            raise CityDesignError(
                f"two packs are called {pack.name!r}: {twin.folder} and {pack.folder}; "
                f"give one of them another name in its {FILE}"
            )
        found[pack.name] = pack
    return Library(packs=tuple(found.values())) if found else LIBRARY


def find(pack: str | os.PathLike[str]) -> Pack:
    """The installed pack of a name, or else the pack of a folder.

    Raises:
        CityDesignError: As `library`.
    """
    named = isinstance(pack, str) and _NAME.fullmatch(pack)
    if named and (pack in names() or not Path(pack).is_dir()):
        return installed(str(pack))
    return at(pack)


def library_with(pack: str | os.PathLike[str] | None) -> Library:
    """Our components, and beside them those of one pack, given as `find` takes it.

    Raises:
        CityDesignError: As `library`; or the folder holds no components.
    """
    if pack is None:
        return LIBRARY
    found = find(pack)
    check(found)
    return Library(packs=(found,))


def at(folder: str | os.PathLike[str]) -> Pack:
    """The pack of a folder of components.

    Raises:
        CityDesignError: As `library`.
    """
    if not isinstance(folder, str | os.PathLike):
        raise CityDesignError(f"components: {folder!r} is no folder")
    path = Path(os.path.abspath(folder))
    if not path.is_dir():
        raise CityDesignError(f"components: no folder {os.fspath(folder)!r}")
    said = _said(path / FILE)
    return _checked(said.get("name", OWN), path, said.get("requires"))


def installed(name: str) -> Pack:
    """The installed pack of a name.

    Raises:
        CityDesignError: As `library`.
    """
    if not isinstance(name, str):
        raise CityDesignError(f"packs: {name!r} is no name of a pack")
    found = {point.name: point for point in entry_points(group=ENTRY_POINTS)}
    if name not in found:
        if not found:
            raise CityDesignError(f"no pack {name!r}: none is installed; pip install it first")
        raise CityDesignError(f"no installed pack {name!r}{nearest(name, found)}")
    points = entry_points(group=ENTRY_POINTS, name=name)
    if len({point.value for point in points}) > 1:
        owners = " and ".join(sorted(point.dist.name for point in points if point.dist))
        raise CityDesignError(f"two packs are called {name!r}: {owners}; uninstall one of them")
    return named(name, _folder(found[name]))


def named(name: str, folder: Path) -> Pack:
    """The pack of a folder that an entry point names.

    Raises:
        CityDesignError: As `library`; or its `pack.toml` says another name.
    """
    said = _said(folder / FILE)
    if said.get("name") != name:
        raise CityDesignError(
            f'{folder / FILE}: write name = "{name}", which is what the entry point says'
        )
    return _checked(name, folder, said.get("requires"))


def declared(project: Path) -> dict[str, Path]:
    """The packs that a project declares in its `pyproject.toml`: the folder of each by its name.

    Raises:
        CityDesignError: It is no TOML, or names a package that is not there.
    """
    file = project / "pyproject.toml"
    points: Any = toml_file.read(file) if file.exists() else {}
    for table in ("project", "entry-points", ENTRY_POINTS):
        points = points.get(table, {})
        if not isinstance(points, dict):
            line = toml_file.line_of(toml_file.text_of(file), table)
            raise CityDesignError(f"{file}:{line}: {table!r} is {points!r}, and must be a table")
    found = {}
    for name, package in points.items():
        below = str(package).replace(".", "/")
        places = [path for path in (project / "src" / below, project / below) if path.is_dir()]
        if not places:
            raise CityDesignError(f"{file}: {ENTRY_POINTS}: no package {package!r} here or in src")
        found[name] = places[0]
    return found


def names() -> set[str]:
    """The names of the packs that are installed, used or not."""
    return {point.name for point in entry_points(group=ENTRY_POINTS)}


def _folder(point: EntryPoint) -> Path:
    try:
        # A top-level package is not imported for this.
        spec = find_spec(point.value)
    except (ImportError, ValueError):
        spec = None
    places = list(spec.submodule_search_locations or ()) if spec else []
    if not places:
        raise CityDesignError(
            f"pack {point.name!r}: its entry point names {point.value!r}, which is no package here"
        )
    return Path(places[0])


def _said(file: Path) -> dict[str, Any]:
    """What `pack.toml` says; nothing if there is none."""
    said = toml_file.read(file) if file.exists() else {}
    for key, value in said.items():
        if key not in _KEYS:
            raise CityDesignError(f"{file}: unknown key {key!r}{nearest(key, _KEYS)}")
        if not isinstance(value, str):
            raise CityDesignError(f"{file}: {key} is a text, not {value!r}")
    return said


def _checked(name: str, folder: Path, requires: str | None) -> Pack:
    file = folder / FILE
    if not _NAME.fullmatch(name):
        raise CityDesignError(f"{file}: name = {name!r}: write small letters and digits: rantakyla")
    if name in _names_of_ours():
        raise CityDesignError(f"{file}: {name!r} is a name of citydesign's own; choose another")
    if requires is not None:
        _require(file, name, requires)
    shipped = folder / "dist"
    if (shipped / "manifest.json").is_file():
        return Pack(name, folder, name, shipped, shipped=True)
    if {"site-packages", "dist-packages"} & set(folder.parts):
        raise CityDesignError(
            f"{folder}: no built styles: this wheel was built without "
            "[tool.hatch.build.hooks.citydesign]; ask those who make it"
        )
    pack = Pack(name, folder, name, folder)
    return pack._replace(build=build_folder(pack))


def check(pack: Pack) -> None:
    """Refuse a folder whose components would not be found.

    Raises:
        ContractError: It holds no component; one is in no group; or one has no template.
    """
    known = component_folders(pack.folder)
    for path in sorted(pack.folder.glob("*/*/")):
        group = path.parent.name
        if group not in GROUPS and (path / f"{path.name}.html").is_file():
            raise ContractError(f"{path}: {group!r} is no group{nearest(group, GROUPS)}")
    for name, path in known.items():
        if not (path / f"{name}.html").is_file():
            raise ContractError(f"{path}: no {name}.html; a component is a folder with its macro")
    if not known:
        raise ContractError(
            f"{pack.folder}: no components; they belong in {', '.join(GROUPS)}, "
            "such as navigation/stop-board"
        )


def build_folder(pack: Pack) -> Path:
    """Where a pack is built that came with no wheel: below `build` of its project.

    The project is the nearest folder with a `pyproject.toml`, else the one that holds the pack.
    """
    above = pack.folder.parents
    project = next((p for p in above if (p / "pyproject.toml").is_file()), above[0])
    return project / "build" / "citydesign" / pack.name


def _names_of_ours() -> set[str]:
    """Names that templates, words, sheets and classes of ours begin with."""
    here = Path(__file__).parent
    logics = {path.name for path in here.iterdir() if path.is_dir()}
    components = {name.replace("-", "_") for name in component_folders()}
    return {OURS.name, OURS.prefix, "shared", *GROUPS, *logics, *components}


def _require(file: Path, name: str, requires: str) -> None:
    what, said = re.fullmatch(r"(\w*)(.*)", requires.strip(), re.DOTALL).groups()  # type: ignore[union-attr]
    bounds = [_BOUND.fullmatch(bound) for bound in said.split(",")]
    if what != OURS.name or not all(bounds):
        raise CityDesignError(
            f'{file}: requires = {requires!r}: write bounds, such as "citydesign>=0.2,<1"'
        )
    here = built.version()
    for bound in filter(None, bounds):
        if not _holds(_numbers(here), bound[1], _numbers(bound[2])):
            raise CityDesignError(
                f"pack {name!r} requires {requires}, and citydesign {here} is installed; "
                f"install versions that fit, or ask those who make {name}"
            )


def _numbers(version: str) -> tuple[int, ...]:
    """The release of a version, so that 0.2 and 0.2.0 are the same."""
    release = re.match(r"[\d.]+", version)
    numbers = [int(part) for part in release[0].strip(".").split(".")] if release else []
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def _holds(here: tuple[int, ...], sign: str, bound: tuple[int, ...]) -> bool:
    return {
        "<": here < bound,
        "<=": here <= bound,
        "==": here == bound,
        "!=": here != bound,
        ">=": here >= bound,
        ">": here > bound,
    }[sign]
