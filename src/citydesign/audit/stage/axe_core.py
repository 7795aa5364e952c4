"""Which copy of axe-core looks: the one that is named, else the newest that is installed."""

from __future__ import annotations

import os
import re
from functools import cache
from importlib.resources import files
from pathlib import Path

from citydesign.extras import extra

__all__ = ["AxeError", "axe_source", "newest"]

_VERSION = re.compile(r"axe v(\d+)\.(\d+)\.(\d+)")


class AxeError(ValueError):
    """The file that is named is no axe-core."""


def newest(named: str | None = None) -> Path:
    """The file of the axe-core to use.

    Without a name, ``CITYDESIGN_AXE`` is asked. Without that, the copy of axe-playwright-python
    and ``node_modules/axe-core`` of this folder or one above are compared, and the newer one
    wins: `npm install --no-save axe-core@latest` before a run is all it takes.

    Args:
        named: A file, or the folder of the npm package.

    Raises:
        AxeError: when the named file is not there or is something else.
    """
    named = named or os.environ.get("CITYDESIGN_AXE")
    if named:
        path = Path(named) / "axe.min.js" if Path(named).is_dir() else Path(named)
        if _version(path) is None:
            raise AxeError(f"{named}: no axe-core; name its axe.min.js or its npm folder")
        return path
    with extra("audit", "axe-core"):
        found = [Path(str(files("axe_playwright_python") / "axe.min.js"))]
    here = Path.cwd()
    found += [
        folder / "node_modules" / "axe-core" / "axe.min.js" for folder in (here, *here.parents)
    ]
    return max(found, key=lambda path: _version(path) or (0, 0, 0))


def _version(path: Path) -> tuple[int, ...] | None:
    try:
        with path.open(encoding="utf-8") as file:
            match = _VERSION.search(file.read(400))
    except (OSError, UnicodeDecodeError):
        return None
    return tuple(map(int, match.groups())) if match else None


@cache
def axe_source(path: str | None = None) -> str:
    """The text of axe-core.

    Args:
        path: A copy to use; else ``CITYDESIGN_AXE``, else the one in axe-playwright-python.

    Raises:
        OSError: when the named file can't be read.
    """
    named = path or os.environ.get("CITYDESIGN_AXE")
    if named:
        return Path(named).read_text("utf-8")
    with extra("audit", "axe-core"):
        return (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
