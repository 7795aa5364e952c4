"""Icons: the SVG files of `components/shared/icons`, written into the page."""

import re
from functools import cache

from markupsafe import Markup

from citydesign.errors import CityDesignError, nearest
from citydesign.paths import COMPONENTS


@cache
def icon(name: str) -> Markup:
    """Give an icon as inline SVG that assistive technology passes over.

    Raises:
        CityDesignError: There is no icon of that name.
    """
    path = COMPONENTS / "shared" / "icons" / f"{name}.svg"
    if not path.exists():
        raise CityDesignError(f"no icon {name!r}{nearest(name, icon_names())}")
    svg = re.sub(r">\s+<", "><", path.read_text("utf-8").strip())
    head = f'<svg class="city-icon city-icon--{name}" aria-hidden="true" focusable="false" '
    return Markup(svg.replace("<svg ", head, 1))


def icon_names() -> list[str]:
    """The names of all icons."""
    return sorted(p.stem for p in (COMPONENTS / "shared" / "icons").glob("*.svg"))
