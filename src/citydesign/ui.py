"""The components as typed Python calls: `ui.text_input("email", "Email")` gives `Markup`.

The calls follow the settings of the latest `citydesign.install`; without one they are strict and
speak English. `ui.pyi`, written by `citydesign build`, gives their types.
"""

from collections.abc import Callable
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from citydesign.contracts import all_components
from citydesign.environment import Settings, install, latest
from citydesign.errors import UnknownComponentError, nearest

_made: tuple[Settings, Environment] | None = None


def environment() -> Environment:
    """Give the environment of the typed calls, made for the latest settings."""
    global _made
    settings = latest()
    if _made is None or _made[0] is not settings:
        env = Environment(undefined=StrictUndefined, autoescape=True)
        install(
            env,
            strict=settings.strict,
            locale=settings.locale,
            assets_url=settings.assets_url,
            theme=settings.theme,
            messages=settings.messages,
            mark_source=settings.mark_source,
            url_schemes=settings.url_schemes,
        )
        _made = (latest(), env)
    return _made[1]


def __getattr__(name: str) -> Callable[..., Markup]:
    known = {c.macro: c for c in all_components()}
    if name not in known:
        raise UnknownComponentError(f"no component {name!r}{nearest(name, known)}")
    component = known[name]

    def call(*args: Any, **kwargs: Any) -> Markup:
        template = environment().get_template(f"citydesign/{component.name}.html")
        macro: Callable[..., Markup] = getattr(template.module, component.macro)
        return macro(*args, **kwargs)

    call.__name__ = call.__qualname__ = name
    call.__doc__ = component.summary
    return call


def __dir__() -> list[str]:
    return [c.macro for c in all_components()]
