"""Where components and tokens are."""

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parent
if not _PACKAGE.is_dir():
    raise ImportError(
        f"{_PACKAGE}: citydesign can't run from a zip file, because hosts serve its files from a "
        "folder; install the wheel with pip"
    )
#: True in a checkout or editable install, where components are beside `src/`.
IN_CHECKOUT = not (_PACKAGE / "components").is_dir()
_ROOT = _PACKAGE.parents[1] if IN_CHECKOUT else _PACKAGE

COMPONENTS = _ROOT / "components"
TOKENS = _ROOT / "tokens"
#: What a build writes: inside the wheel it is shipped, in a checkout it is made at first use.
BUILD = _ROOT / "build" if IN_CHECKOUT else _PACKAGE / "dist"


@cache
def component_folders(root: Path = COMPONENTS) -> Mapping[str, Path]:
    """The folder of each component by name, in the order of groups and names.

    It reads names only, so that a host with many components starts as fast as one with few.
    """
    return {
        component: Path(root, group, component)
        for group in _folders(root)
        if group != "shared"
        for component in _folders(Path(root, group))
    }


def _folders(path: Path) -> list[str]:
    with os.scandir(path) as entries:
        return sorted(entry.name for entry in entries if entry.is_dir())
