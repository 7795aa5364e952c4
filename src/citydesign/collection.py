"""What hosts import from: a component's template, and `citydesign/all.html` with all of a pack.

In the latter each component is compiled when it is first called. A macro that is in neither is
undefined, and its error names the nearest and the line that uses it.
"""

from collections.abc import AsyncIterator, Coroutine, Iterable, Iterator, Mapping
from typing import Any

from jinja2 import Environment

from citydesign.errors import UsageError, nearest
from citydesign.internals import Template, TemplateModule, Undefined
from citydesign.library import Library
from citydesign.runtime import line_of_template


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

        from citydesign.contracts import all_components, meant

        library: Library = self._environment.citydesign_library  # type: ignore[attr-defined]
        templates = self._components.values()
        known = {c.macro: c for c in all_components(library) if library.template(c.id) in templates}
        hint = f"no component {name!r}{meant(name, known)}"
        return _undefined(self._environment, name, hint)

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


def _undefined(environment: Environment, name: str, hint: str) -> Any:
    def refuse(message: str | None) -> UsageError:
        from citydesign.checks import where

        # What a component misspells is in its own template, and no line of the host's.
        place = line_of_template()
        return UsageError(f"{where() if place == '<unknown>' else place}: {message}")

    # In strict mode it is not to be printed either.
    undefined: type[Undefined] = environment.citydesign_undefined  # type: ignore[attr-defined]
    return undefined(hint, name=name, exc=refuse)  # type: ignore[arg-type]


class LazyMacro:
    """A macro that is compiled when it is first called, or asked for its arguments."""

    def __init__(self, collection: Collection, name: str):
        self._collection = collection
        self.name = name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the component's macro."""
        return self._collection.macro(self.name)(*args, **kwargs)

    def __str__(self) -> str:
        return str(self._collection.macro(self.name))

    def __repr__(self) -> str:
        return f"<Macro {self.name!r}>"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self._collection.macro(self.name), name)


class ComponentModule(TemplateModule):
    """What is imported from one component's template: its macro, and a hint for any other name."""

    _environment: Environment

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name == "jinja_pass_arg":
            raise AttributeError(name)
        own = str(self.__name__)
        other = f"{own.partition('/')[0]}/{name.replace('_', '-')}.html"
        library: Library = self._environment.citydesign_library  # type: ignore[attr-defined]
        if library.component_of(other):
            hint = f"; import it from {other!r}"
        else:
            hint = nearest(name, [one for one in vars(self) if not one.startswith("_")])
        return _undefined(self._environment, name, f"{own!r} has no macro {name!r}{hint}")


class ComponentTemplate(Template):
    """The template of a component."""

    def make_module(self, *args: Any, **kwargs: Any) -> TemplateModule:
        """Give what is imported from it."""
        return self._hinting(super().make_module(*args, **kwargs))

    async def make_module_async(self, *args: Any, **kwargs: Any) -> TemplateModule:
        """Give what is imported from it."""
        return self._hinting(await super().make_module_async(*args, **kwargs))

    def _hinting(self, module: TemplateModule) -> TemplateModule:
        # Jinja names the class of its modules where it makes them, and nowhere else.
        module.__class__ = ComponentModule
        module._environment = self.environment  # type: ignore[attr-defined]
        return module


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
