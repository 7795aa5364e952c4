"""Icons: the SVG files of `components/shared/icons`, written into the page."""

import os
import re
from functools import cache
from pathlib import Path

from markupsafe import Markup

from citydesign.errors import CityDesignError, nearest
from citydesign.library import LIBRARY, Library


@cache
def icon(name: str, library: Library = LIBRARY) -> Markup:
    """Give an icon as inline SVG that assistive technology passes over.

    Raises:
        CityDesignError: There is no icon of that name.
    """
    # Asked of the list, never of the disk: a name may come from outside and hold a path.
    if name not in icon_names(library):
        raise CityDesignError(f"no icon {name!r}{nearest(name, icon_names(library))}")
    path = _folder(library) / f"{name}.svg"
    svg = re.sub(r">\s+<", "><", path.read_text("utf-8").strip())
    head = f'<svg class="city-icon city-icon--{name}" aria-hidden="true" focusable="false" '
    return Markup(svg.replace("<svg ", head, 1))


@cache
def icon_names(library: Library = LIBRARY) -> tuple[str, ...]:
    """The names of all icons."""
    files = os.listdir(_folder(library))
    return tuple(sorted(name.removesuffix(".svg") for name in files if name.endswith(".svg")))


def _folder(library: Library) -> Path:
    return library.base.folder / "shared" / "icons"
