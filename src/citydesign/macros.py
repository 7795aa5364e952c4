"""The macros of components as a host calls them: safe everywhere, checked where it is strict."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from jinja2.nodes import EvalContext

from citydesign.contracts import Component, component
from citydesign.internals import Macro, missing, pass_eval_context
from citydesign.library import Library
from citydesign.runtime import ComponentMacro
from citydesign.types import PLAIN, Guard, Kind, Types, text

_PLAIN = PLAIN | {type(missing)}


class SafeMacro(ComponentMacro):
    """A macro that gets each argument in a form that is allowed where the macro writes it.

    Args:
        macro: What Jinja made.
        component: The id of the component whose macro it is.
        schemes: The schemes of addresses that the host allows.
        library: The components there are.
    """

    def __init__(self, macro: Macro, component: str, schemes: frozenset[str], library: Library):
        super().__init__(macro)
        self._component = component
        self._schemes = schemes
        self._library = library
        self._parameters = [name for name in macro.arguments if name != "caller"]

    @cached_property
    def _contract(self) -> Component:
        return component(self._component, self._library)

    @cached_property
    def _kinds(self) -> Mapping[str, Kind]:
        records = {record.name: record for record in self._contract.records}
        types = Types(records, self.name, self._schemes, self._library)
        return {p.name: types.of(p.type, p.name) for p in self._contract.parameters}

    @cached_property
    def _guards(self) -> tuple[Sequence[int], Sequence[tuple[int, Guard]]]:
        """The places of what must be plain text, and the places of all else with its guard."""
        guards = [(n, self._kinds[name].safe) for n, name in enumerate(self._parameters)]
        return (
            [n for n, guard in guards if guard is text],
            [(n, guard) for n, guard in guards if guard is not None and guard is not text],
        )

    @pass_eval_context
    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Make the arguments safe, then call the macro."""
        given = args[1:] if args and isinstance(args[0], EvalContext) else args
        take = kwargs.get
        names = self._parameters
        values = [*given, *[take(name, missing) for name in names[len(given) :]]]
        texts, others = self._guards
        for n in texts:
            if type(values[n]) not in _PLAIN:
                values[n] = text(values[n])
        for n, guard in others:
            if values[n] is not missing:
                values[n] = guard(values[n])
        if self._plain and len(values) == len(names) and kwargs.keys() <= self._names:
            return self._call(*values)
        named = {
            name: value
            for name, value in zip(names[len(given) :], values[len(given) :], strict=False)
            if value is not missing
        }
        first = args[: len(args) - len(given)]
        return self._macro(*first, *values[: len(given)], **{**kwargs, **named})


class StrictMacro(SafeMacro):
    """A macro that refuses a call that breaks its contract."""

    @pass_eval_context
    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Check the call, then make it."""
        from citydesign.checks import check, check_ids

        given = args[1:] if args and isinstance(args[0], EvalContext) else args
        check(self._contract, self._kinds, given, kwargs)
        html = super().__call__(*args, **kwargs)
        if isinstance(html, Awaitable):
            return self._checked(html)
        check_ids(self._contract, html)
        return html

    async def _checked(self, made: Awaitable[Any]) -> Any:
        from citydesign.checks import check_ids

        html = await made
        check_ids(self._contract, html)
        return html


def maker(
    public: type[SafeMacro], schemes: frozenset[str], library: Library
) -> Callable[[Macro, str], ComponentMacro]:
    """Give what makes the macros of a template.

    Args:
        public: The class of the macros that hosts call; those inside a component are plain.
        schemes: The schemes of addresses that the host allows.
        library: The components there are.
    """

    def make(made: Macro, template: str) -> ComponentMacro:
        component = library.component_of(template)
        if component and made.name == component.rpartition("/")[2].replace("-", "_"):
            return public(made, component, schemes, library)
        return ComponentMacro(made)

    return make
