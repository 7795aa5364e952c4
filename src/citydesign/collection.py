"""`citydesign/all.html`: all components of a pack in one, each compiled when it is first called."""

from collections.abc import AsyncIterator, Coroutine, Iterable, Iterator, Mapping
from typing import Any

from jinja2 import Environment

from citydesign.errors import UsageError, nearest
from citydesign.internals import Template


class Collection:
    """What `{% import "citydesign/all.html" as city %}` gives: a macro for each component.

    Args:
        environment: Where the components are compiled.
        components: The names of the components' templates by those of their macros.
    """

    def __init__(self, environment: Environment, components: Mapping[str, str]):
        self._environment = environment
        self._components = components

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name == "jinja_pass_arg":
            raise AttributeError(name)
        if name in self._components:
            return LazyMacro(self, name)

        def refuse(message: str | None) -> UsageError:
            from citydesign.checks import where

            return UsageError(f"{where()}: {message}")

        hint = f"no component {name!r}{nearest(name, self._components)}"
        return self._environment.undefined(hint, name=name, exc=refuse)  # type: ignore[arg-type]

    def __dir__(self) -> Iterable[str]:
        return sorted(self._components)

    def macro(self, name: str) -> Any:
        """Give a component's own macro, compiled now if it was not yet."""
        template = self._environment.get_template(self._components[name])
        if self._environment.is_async:
            module = _finished(template._get_default_module_async())
        else:
            module = template._get_default_module()
        macro = getattr(module, name)
        # From now on it is found without `__getattr__`.
        self.__dict__[name] = macro
        return macro


class LazyMacro:
    """A macro that is compiled when it is first called, or asked for its arguments."""

    def __init__(self, collection: Collection, name: str):
        self._collection = collection
        self.name = name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the component's macro."""
        return self._collection.macro(self.name)(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self._collection.macro(self.name), name)


class CollectionTemplate(Template):
    """A template whose module is a `Collection`, whoever imports it and with whatever context."""

    collection: Collection

    @classmethod
    def of(
        cls, name: str, collection: Collection, environment: Environment
    ) -> "CollectionTemplate":
        """Make the template of a collection."""
        code: dict[str, Any] = {
            "__file__": name,
            "name": name,
            "blocks": {},
            "debug_info": "",
            "root": _nothing_async if environment.is_async else _nothing,
        }
        made = cls.from_module_dict(environment, code, environment.globals)
        assert isinstance(made, cls)
        made.collection = collection
        return made

    def make_module(self, *args: Any, **kwargs: Any) -> Collection:  # type: ignore[override]
        """Give the collection."""
        return self.collection

    async def make_module_async(self, *args: Any, **kwargs: Any) -> Collection:  # type: ignore[override]
        """Give the collection."""
        return self.collection

    def _get_default_module(self, ctx: object = None) -> Collection:  # type: ignore[override]
        return self.collection

    async def _get_default_module_async(self, ctx: object = None) -> Collection:  # type: ignore[override]
        return self.collection


def _nothing(context: object) -> Iterator[str]:
    yield from ()


async def _nothing_async(context: object) -> AsyncIterator[str]:
    for text in _nothing(context):
        yield text


def _finished(module: Coroutine[Any, Any, Any]) -> Any:
    """Run what never waits: a component's template only imports and defines."""
    try:
        module.send(None)
    except StopIteration as done:
        return done.value
    raise RuntimeError("a component's template waits outside its macro")
