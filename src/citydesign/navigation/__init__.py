"""Finding the way: one tree of pages gives every menu.

`Page` and `Tree` say what a site has, `Place` where in it a request is, and `Menus` gives what the
components of navigation take. No web framework: `citydesign.flask.menus`, `citydesign.django.menus`
and `citydesign.starlette.menus` connect a host.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from citydesign.navigation.core.faults import Fault, faults
    from citydesign.navigation.core.page import Page
    from citydesign.navigation.core.pagination import page_window
    from citydesign.navigation.core.place import Place
    from citydesign.navigation.core.routes import Route, from_routes
    from citydesign.navigation.core.tree import Tree
    from citydesign.navigation.file import check_file, read_tree
    from citydesign.navigation.menus import Menus
    from citydesign.navigation.sitemaps import sitemap

__all__ = [
    "Fault",
    "Menus",
    "Page",
    "Place",
    "Route",
    "Tree",
    "check_file",
    "faults",
    "from_routes",
    "page_window",
    "read_tree",
    "sitemap",
]

#: Where each name is. Whoever only draws a row of pages waits for none of the others.
_HOMES = {
    "Fault": "core.faults",
    "Menus": "menus",
    "Page": "core.page",
    "Place": "core.place",
    "Route": "core.routes",
    "Tree": "core.tree",
    "check_file": "file",
    "faults": "core.faults",
    "from_routes": "core.routes",
    "page_window": "core.pagination",
    "read_tree": "file",
    "sitemap": "sitemaps",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
