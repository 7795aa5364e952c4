"""The components as typed Python calls: `ui.text_input("email", "Email")` gives `Markup`.

A call follows the application at work: in Flask, Django, Starlette and FastAPI the one that answers
the request, in a template the one that renders it, elsewhere `with citydesign.using(env):`. Outside
any application the calls are strict and speak English. `ui.pyi`, written by `citydesign build`,
gives their types.
"""

from collections.abc import Callable
from functools import cache

from markupsafe import Markup

from citydesign import calls
from citydesign.contracts import Component, all_components, meant
from citydesign.errors import UnknownComponentError
from citydesign.library import OURS


def __getattr__(name: str) -> Callable[..., Markup]:
    if name.startswith("_"):
        # No component: somebody asks what kind of a thing this is.
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    known = _known()
    if name not in known:
        raise UnknownComponentError(f"no component {name!r}{meant(name, known)}")
    return _call(OURS.name, known[name].name, known[name].summary)


@cache
def _known() -> dict[str, Component]:
    return {c.macro: c for c in all_components()}


_call = cache(calls.call)


def __dir__() -> list[str]:
    return list(_known())
