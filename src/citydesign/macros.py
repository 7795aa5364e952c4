"""The macros of components as a host calls them: checked where it is strict, safe everywhere."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from jinja2.nodes import EvalContext
from jinja2.runtime import Macro
from jinja2.utils import pass_eval_context

from citydesign.checks import check, guards_of, kinds_of
from citydesign.compiler import ComponentMacro
from citydesign.contracts import Component, all_components


class StrictMacro(ComponentMacro):
    """A macro that refuses a call that breaks its contract."""

    contract: Component
    schemes: frozenset[str]

    @cached_property
    def _kinds(self) -> Any:
        return kinds_of(self.contract, self.schemes)

    @pass_eval_context
    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Check the call, then make it."""
        given = args[1:] if args and isinstance(args[0], EvalContext) else args
        check(self.contract, self._kinds, given, kwargs)
        return super().__call__(*args, **kwargs)


def maker(
    public: type[ComponentMacro], schemes: frozenset[str]
) -> Callable[[Macro], ComponentMacro]:
    """Give what makes the macros of a template.

    Args:
        public: The class of the macros that hosts call; those inside a component are plain.
        schemes: The schemes of addresses that this host allows.
    """
    contracts = {component.macro: component for component in all_components()}

    def make(made: Macro) -> ComponentMacro:
        contract = contracts.get(made.name)
        if contract is None:
            return ComponentMacro(made)
        macro = public(made, guards_of(kinds_of(contract, schemes)))
        if isinstance(macro, StrictMacro):
            macro.contract, macro.schemes = contract, schemes
        return macro

    return make
