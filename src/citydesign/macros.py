"""The macros of components as a host calls them: safe everywhere, checked where it is strict."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from citydesign.compiler import ComponentMacro, EvalContext
from citydesign.contracts import Component, component
from citydesign.internals import Macro, pass_eval_context
from citydesign.paths import component_folders
from citydesign.types import Guard, Kind, Types


class SafeMacro(ComponentMacro):
    """A macro that gets each argument in a form that may stand where the macro writes it.

    Args:
        macro: What Jinja made.
        schemes: The schemes of addresses that the host allows.
    """

    def __init__(self, macro: Macro, schemes: frozenset[str]):
        super().__init__(macro)
        self._schemes = schemes

    @cached_property
    def _contract(self) -> Component:
        return component(self.name)

    @cached_property
    def _kinds(self) -> Mapping[str, Kind]:
        records = {record.name: record for record in self._contract.records}
        types = Types(records, self.name, self._schemes)
        return {p.name: types.of(p.type, p.name) for p in self._contract.parameters}

    @cached_property
    def _guards(self) -> Mapping[str, Guard]:
        return {name: kind.safe for name, kind in self._kinds.items() if kind.safe}

    @cached_property
    def _by_place(self) -> Sequence[Guard | None]:
        return [self._guards.get(name) for name in self._contract.parameter_names]

    @pass_eval_context
    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Make the arguments safe, then call the macro."""
        guards = self._guards
        for name in kwargs:
            if name in guards:
                kwargs[name] = guards[name](kwargs[name])
        first = 1 if args and isinstance(args[0], EvalContext) else 0
        if len(args) > first:
            safe = [
                guard(value) if guard else value
                for guard, value in zip(self._by_place, args[first:], strict=False)
            ]
            args = (*args[:first], *safe, *args[first + len(safe) :])
        return super().__call__(*args, **kwargs)


class StrictMacro(SafeMacro):
    """A macro that refuses a call that breaks its contract."""

    @pass_eval_context
    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Check the call, then make it."""
        from citydesign.checks import check

        given = args[1:] if args and isinstance(args[0], EvalContext) else args
        check(self._contract, self._kinds, given, kwargs)
        return super().__call__(*args, **kwargs)


def maker(public: type[SafeMacro], schemes: frozenset[str]) -> Callable[[Macro], ComponentMacro]:
    """Give what makes the macros of a template.

    Args:
        public: The class of the macros that hosts call; those inside a component are plain.
        schemes: The schemes of addresses that the host allows.
    """
    known = {name.replace("-", "_") for name in component_folders()}

    def make(made: Macro) -> ComponentMacro:
        return public(made, schemes) if made.name in known else ComponentMacro(made)

    return make
