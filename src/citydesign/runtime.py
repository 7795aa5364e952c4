"""What compiled templates of components use while they render."""

import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import wraps
from types import FrameType
from typing import Any, NoReturn

from jinja2 import Environment, Template
from markupsafe import Markup, escape

from citydesign.errors import (
    BuildError,
    CityDesignError,
    ContractError,
    LanguageError,
    UsageError,
    nearest,
)
from citydesign.extras import MissingExtra
from citydesign.internals import Macro, escape_str

#: Refuses a call that breaks its contract, given its arguments by place and by name.
Judge = Callable[[Sequence[Any], Mapping[str, Any]], None]


class ComponentMacro:
    """A macro that always gives `Markup`, called with less ado than Jinja's own.

    Jinja's fills in each argument that was left out by raising and catching a `KeyError`.

    Args:
        macro: What Jinja made.
        entry: The same macro as a function of its parameters; None if it takes other arguments.
        judge: Refuses a call that breaks the contract, given its arguments by place and by name.
            It is asked only once the call has failed; None where calls are checked before, or
            where there is no contract.
    """

    def __init__(self, macro: Macro, entry: Callable[..., Any] | None, judge: Judge | None = None):
        self.name = macro.name
        self.arguments = macro.arguments
        self.catch_kwargs = macro.catch_kwargs
        self.catch_varargs = macro.catch_varargs
        self.caller = macro.caller
        self._macro = macro
        self._entry = entry
        self._judge = judge
        #: The names that a call may still give after so many arguments by place.
        self._names = [
            frozenset(macro.arguments[given:]) for given in range(len(macro.arguments) + 1)
        ]

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the macro."""
        names, given = self._names, len(args)
        try:
            if self._entry and given < len(names) and kwargs.keys() <= names[given]:
                return self._entry(*args, **kwargs)
            self._check_names(args, kwargs)
            if given > len(self.arguments) and not self.catch_varargs:
                takes = f"takes {len(self.arguments)} arguments, {given} are given"
                self._refuse(takes, args, kwargs)
            return self._macro(*args, **kwargs)
        except Exception as error:
            self._explain(error, args, kwargs)
            raise

    def __repr__(self) -> str:
        """Look as Jinja's own does, and the same in each process."""
        return f"<Macro {self.name!r}>"

    def _explain(self, error: Exception, given: Sequence[Any], named: Mapping[str, Any]) -> None:
        """Raise what strict mode would have said of a call that failed, if the call is to blame."""
        if self._judge is None or _is_of_host(error):
            return
        # What an inner call found on its failure may be what the outer one was given.
        if isinstance(error, UsageError) and error.__cause__ is None:
            return
        try:
            self._judge(given, named)
        except UsageError as clear:
            raise clear from error

    def _check_names(self, given: Sequence[Any], named: Mapping[str, Any]) -> None:
        """Refuse a name that only the running page knows, so that nothing refused it before."""
        if self.catch_kwargs:
            return
        for name in named:
            if name not in self.arguments and name != "caller":
                close = nearest(name, self.arguments)
                self._refuse(f"has no parameter {name!r}{close}", given, named)

    def _refuse(self, what: str, given: Sequence[Any], named: Mapping[str, Any]) -> NoReturn:
        """Refuse a call; that of a component as strict mode does, which finds the host's line."""
        if self._judge:
            self._judge(given, named)
        raise UsageError(f"{line_of_template()}: {self.name} {what}")


class AsyncMacro(ComponentMacro):
    """A macro that is drawn, and so can fail, when what its call gives is awaited."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the macro."""
        return self._drawn(super().__call__(*args, **kwargs), args, kwargs)

    async def _drawn(
        self, made: Awaitable[Any], given: Sequence[Any], named: Mapping[str, Any]
    ) -> Any:
        try:
            return await made
        except Exception as error:
            self._explain(error, given, named)
            raise


def escape_text(value: object) -> str:
    """Escape a value for output, as `markupsafe.escape` does.

    The result is joined to its neighbours at once, so plain text need not become `Markup` first,
    which costs more than the escaping.
    """
    if type(value) is str:
        return escape_str(value)
    if type(value) is Markup:
        return value
    return escape(value)


def item_of(environment: Environment) -> Callable[[Any, str], Any]:
    """Give the function that reads `record.field` in templates of this environment."""

    def item(value: Any, name: str) -> Any:
        if type(value) is dict and name in value:
            return value[name]
        return environment.getattr(value, name)

    return item


def with_place(
    function: Callable[..., Any], place: Callable[[], str], place_of_host: Callable[[], str]
) -> Callable[..., Any]:
    """Give a function of the templates whose errors name the line to change.

    Args:
        function: What templates call.
        place: Gives the line, as `file:line`.
        place_of_host: Gives the line of the host's call, which a wrong language belongs to.
    """

    @wraps(function)
    def placed(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except (UsageError, MissingExtra, BuildError, ContractError):
            # The last two name a file of their own.
            raise
        except LanguageError as error:
            raise UsageError(f"{place_of_host()}: {error}") from None
        except CityDesignError as error:
            raise UsageError(f"{place()}: {error}") from None

    return placed


def _is_of_host(error: Exception) -> bool:
    """True if the error comes out of a template of the host, such as a call block."""
    at = error.__traceback__
    while at:
        template = at.tb_frame.f_globals.get("__jinja_template__")
        if template and not hasattr(template.environment, "citydesign_macro"):
            return True
        at = at.tb_next
    return False


def line_of_template() -> str:
    """`file:line` of the nearest template, a component's own too."""
    frame: FrameType | None = sys._getframe(1)
    while frame:
        if template := frame.f_globals.get("__jinja_template__"):
            return line_in(template, frame)
        frame = frame.f_back
    return "<unknown>"


def line_in(template: Template, frame: FrameType) -> str:
    """`file:line` of the template whose code is running in this frame."""
    # Jinja's own name for a template that no file holds tells nothing.
    file = template.filename if template.filename != "<template>" else None
    line = template.get_corresponding_lineno(frame.f_lineno)
    return f"{file or template.name or '<template>'}:{line}"
