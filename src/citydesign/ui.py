"""The components as typed Python calls: `ui.text_input("email", "Email")` gives `Markup`.

A call follows the application at work: in Flask, Django, Starlette and FastAPI the one that answers
the request, in a template the one that renders it, elsewhere `with citydesign.using(env):`. Outside
any application the calls are strict and speak English. `ui.pyi`, written by `citydesign build`,
gives their types.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from markupsafe import Markup

from citydesign import host
from citydesign.contracts import all_components
from citydesign.errors import UnknownComponentError, nearest


def __getattr__(name: str) -> Callable[..., Markup]:
    known = {c.macro: c for c in all_components()}
    if name not in known:
        raise UnknownComponentError(f"no component {name!r}{nearest(name, known)}")
    return _call(name, known[name].name, known[name].summary)


@cache
def _call(macro: str, component: str, summary: str) -> Callable[..., Markup]:
    @host.follows_template
    def call(*args: Any, **kwargs: Any) -> Markup:
        template = host.current().calls.get_template(f"citydesign/{component}.html")
        made: Callable[..., Markup] = getattr(template.module, macro)
        return made(*args, **kwargs)

    call.__name__ = call.__qualname__ = macro
    call.__doc__ = summary
    return call


def __dir__() -> list[str]:
    return [c.macro for c in all_components()]
