"""A tree whose addresses are those of the site's own routes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from citydesign.errors import CityDesignError, nearest
from citydesign.navigation.core.address import is_path, key
from citydesign.navigation.core.page import LANGUAGE, Page

_PARAMETER = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Route:
    """An address that an application answers.

    Attributes:
        name: The name by which the application builds the address: `application`, `news:list`.
        path: The path with parameters in braces, `/{language}/news/{number}`; or one by language.
    """

    name: str
    path: str | Mapping[str, str]


def from_routes(routes: Iterable[Route], pages: Mapping[str, Page]) -> Page:
    """Give pages the addresses of their routes, and put each below the nearest address above it.

    Args:
        routes: What the application answers: `citydesign.flask.routes(app)`.
        pages: Pages by the name of their route, in the order of the menus; the front page first. A
            page with a `url` of its own needs no route, and is below the front page where no
            address says otherwise.

    Returns:
        The front page with all others below it, for `Tree`.

    Raises:
        CityDesignError: There is no page or no such route, the address of one has parameters, or
            `routes` are none.
    """
    if not isinstance(pages, Mapping) or not pages:
        raise CityDesignError("from_routes takes pages by the name of their route: {'start': Page}")
    answered = list(routes) if isinstance(routes, Iterable) else [routes]
    if strange := [one for one in answered if not isinstance(one, Route)]:
        raise CityDesignError(
            f"from_routes has {strange[0]!r} among the routes; give citydesign.flask.routes(app)"
        )
    known: dict[str, Route] = {}
    for route in answered:
        # One name may have several addresses, of which those with parameters are no page's.
        if route.name not in known or _parameters(known[route.name]):
            known[route.name] = route
    placed = {name: _placed(name, page, known) for name, page in pages.items()}
    names = list(placed)
    by_key = {_key(page): name for name, page in reversed(placed.items())}
    below: dict[str, list[str]] = {name: [] for name in names}
    for name in names[1:]:
        below[_above(_key(placed[name]), by_key, names)].append(name)
    # From the longest way down to the front page, so that what is below a page is there before it.
    order = [names[0]]
    for name in order:
        order.extend(below[name])
    for name in reversed(order):
        children = tuple(placed[child] for child in below[name])
        placed[name] = replace(placed[name], pages=(*placed[name].pages, *children))
    return placed[names[0]]


def _placed(name: str, page: Page, known: Mapping[str, Route]) -> Page:
    if not isinstance(page, Page):
        raise CityDesignError(f"from_routes: {name!r} is {page!r}; give a Page")
    if page.url is not None:
        return page
    if name not in known:
        raise page.error(f"there is no route {name!r}{nearest(name, known)}")
    if found := _parameters(known[name]):
        raise page.error(
            f"the route {name!r} answers many addresses, by {found[0]}; give the url of one"
        )
    return replace(page, url=known[name].path)


def _parameters(route: Route) -> list[str]:
    paths = [route.path] if isinstance(route.path, str) else route.path.values()
    return [name for one in paths for name in _PARAMETER.findall(one.replace(LANGUAGE, ""))]


def _key(page: Page) -> str | None:
    """What the address begins with that is above others; None for one of another site."""
    url = page.url if isinstance(page.url, str) else next(iter((page.url or {}).values()), "")
    return key(url) if is_path(url) else None


def _above(path: str | None, by_key: Mapping[str | None, str], names: list[str]) -> str:
    """The page at the nearest address above a path; else the front page."""
    while path:
        path = path.rpartition("/")[0]
        if path in by_key:
            return by_key[path]
    return names[0]
