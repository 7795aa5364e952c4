"""The macros of components where a host checks each call."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from citydesign.checks import check, check_ids, where
from citydesign.contracts import Component, component
from citydesign.errors import UsageError
from citydesign.internals import Macro
from citydesign.library import Library
from citydesign.runtime import ComponentMacro
from citydesign.types import Kind, Types


class Judge:
    """Refuses a call that breaks the contract of a component, which it reads for the first one.

    Args:
        component: The id of the component.
        schemes: The schemes of addresses that the host allows.
        library: The components there are.
    """

    def __init__(self, component: str, schemes: frozenset[str], library: Library):
        self._component = component
        self._schemes = schemes
        self._library = library

    @cached_property
    def contract(self) -> Component:
        """The contract of the component."""
        return component(self._component, self._library)

    @cached_property
    def _kinds(self) -> Mapping[str, Kind]:
        records = {record.name: record for record in self.contract.records}
        types = Types(records, self.contract.macro, self._schemes, self._library)
        return {p.name: types.of(p.type, p.name) for p in self.contract.parameters}

    def __call__(self, given: Sequence[Any], named: Mapping[str, Any]) -> None:
        """Judge one call by its arguments.

        Raises:
            UsageError: Names component, parameter, nearest match, template file and line.
        """
        check(self.contract, self._kinds, given, named)


class StrictMacro(ComponentMacro):
    """A macro that refuses a call that breaks its contract.

    Args:
        macro: What Jinja made.
        entry: The same macro as a function.
        check: Refuses a call that breaks the contract.
    """

    def __init__(self, macro: Macro, entry: Callable[..., Any] | None, check: Judge):
        super().__init__(macro, entry)
        self._check = check

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Check the call, then make it."""
        self._check(args, kwargs)
        html = super().__call__(*args, **kwargs)
        if isinstance(html, Awaitable):
            return self._checked(html)
        check_ids(self._check.contract, html)
        return html

    def __str__(self) -> str:
        """Refuse to be written: a page that names a component means to call it."""
        raise UsageError(
            f"{where()}: {self.name} is written without a call; write {self.name}(...)"
        )

    async def _checked(self, made: Awaitable[Any]) -> Any:
        html = await made
        check_ids(self._check.contract, html)
        return html
