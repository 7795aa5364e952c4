"""Which application a typed call, or a word of a form, belongs to.

Nothing here is process-wide: each application keeps what it installed, and a `ContextVar` holds
the application at work, so that threads and async tasks never mix.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar

from jinja2 import Environment, pass_environment

from citydesign.environment import Installed, Settings
from citydesign.errors import CityDesignError

Call = TypeVar("Call", bound=Callable[..., Any])

_at_work: ContextVar[tuple[Environment, ...]] = ContextVar("citydesign_at_work", default=())
_NOBODY = Installed(Settings())
_outside: list[Callable[[], Environment]] = []


@contextmanager
def using(env: Environment) -> Iterator[None]:
    """Let the typed calls and forms inside the block follow what was installed in `env`.

    Raises:
        CityDesignError: Nothing is installed in it.
    """
    _installed(env)
    token = _at_work.set((*_at_work.get(), env))
    try:
        yield
    finally:
        _at_work.reset(token)


def enter(env: Environment) -> None:
    """Begin the work of an application, where its framework tells of begin and end apart."""
    _at_work.set((*_at_work.get(), env))


def leave(env: Environment) -> None:
    """End what `enter` began; what began later ends with it."""
    stack = _at_work.get()
    if env in stack:
        last = len(stack) - 1 - stack[::-1].index(env)
        _at_work.set(stack[:last])


def follow_outside(site: Callable[[], Environment]) -> None:
    """Let calls outside any application follow a site that is the whole process.

    Only for a framework that allows one site in a process by its own rule: Django.
    """
    _outside[:] = [site]


def current() -> Installed:
    """What the application at work has installed; outside any, the defaults of `install`."""
    if stack := _at_work.get():
        return _installed(stack[-1])
    return _installed(_outside[0]()) if _outside else _NOBODY


def follows_template(function: Call) -> Call:
    """Let a function that a template calls follow the environment of that template."""

    @pass_environment
    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        # Jinja puts its environment first; Python code doesn't.
        if args and isinstance(args[0], Environment):
            env, *args = args  # type: ignore[assignment]
            if hasattr(env, "citydesign"):
                with using(env):
                    return function(*args, **kwargs)
        return function(*args, **kwargs)

    return call  # type: ignore[return-value]


def _installed(env: Environment) -> Installed:
    found = getattr(env, "citydesign", None)
    if not isinstance(found, Installed):
        raise CityDesignError(f"{env!r} has no components; call citydesign.install(env) first")
    return found
