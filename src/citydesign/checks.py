"""Run-time checks of calls: what `strict=True` puts before each macro, and what both modes do.

Help for developers (names, types, variants) belongs to strict mode. Safety does not: what a value
may not do in its place it does in neither mode. See `citydesign.types`.
"""

import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from types import FrameType
from typing import Any

from jinja2 import Undefined

from citydesign.contracts import Component
from citydesign.errors import DeprecatedParameter, UsageError, nearest
from citydesign.guards import is_text
from citydesign.types import Kind, found_in, rule_fault

#: `file:line` of a call in a template that is no Jinja template, so that no frame of it tells.
_place: ContextVar[str | None] = ContextVar("citydesign_place", default=None)


def check(
    contract: Component,
    kinds: Mapping[str, Kind],
    given: Sequence[Any],
    named: Mapping[str, Any],
) -> None:
    """Refuse a call that breaks the contract of a component.

    Args:
        contract: The component.
        kinds: What its types mean.
        given: The arguments by place.
        named: The arguments by name; `caller` is a call block.

    Raises:
        UsageError: Names component, parameter, nearest match, template file and line.
    """
    _check_names(contract, given, named)
    values = {**dict(zip(contract.parameter_names, given, strict=False)), **named}
    for key in _keys(values.get("attrs")):
        name = key.lower().replace("-", "_")
        if name in contract.parameter_names:
            _refuse(contract, f"attrs[{key!r}] is a parameter: write {name}=")
    for parameter in contract.parameters:
        name = parameter.name
        if name not in values:
            if parameter.required:
                _refuse(contract, f"{name} is missing: {parameter.text}")
            continue
        value = values[name]
        if isinstance(value, Undefined):
            _refuse(contract, f"{name} is given an undefined value")
        if fault := kinds[name].fault(value, name) or rule_fault(parameter, value, name):
            _refuse(contract, f"{fault[0]} {fault[1]}")
        if parameter.among and not values.get("error"):
            _check_choice(contract, parameter.among, name, values)
        if parameter.width:
            _check_width(contract, parameter.width, name, values)
        if parameter.length and value:
            _check_length(contract, parameter.length, name, values)
        if parameter.deprecated:
            _warn(f"{contract.macro}: {name} is deprecated: {parameter.deprecated}")


def _keys(attrs: Any) -> list[str]:
    return [key for key in attrs if isinstance(key, str)] if isinstance(attrs, Mapping) else []


def _check_names(contract: Component, given: Sequence[Any], named: Mapping[str, Any]) -> None:
    names = contract.parameter_names
    for name in named:
        block = name == "caller" and callable(named[name])
        if block and not contract.call_block:
            _refuse(contract, "takes no call block")
        if not block and name not in names:
            _refuse(contract, f"has no parameter {name!r}{nearest(name, names)}")
    if len(given) > len(names):
        _refuse(contract, f"takes {len(names)} parameters, {len(given)} were given; name them")
    for name in names[: len(given)]:
        if name in named:
            _refuse(contract, f"{name} is given twice: by its place and by its name")


def _check_choice(contract: Component, among: str, name: str, values: Mapping[str, Any]) -> None:
    items, _, field = among.partition(".")
    there = values.get(items) or ()
    known = [str(one) for one in (found_in(there, field) if field else there)]
    value = values[name]
    for one in [value] if is_text(value) or value is None else value:
        if one and str(one) not in known:
            _refuse(contract, f"{name} is {str(one)!r}, which none of {items} has"
                    f"{nearest(str(one), known)}")  # fmt: skip


def _check_width(contract: Component, of: str, name: str, values: Mapping[str, Any]) -> None:
    wanted = len(values.get(of) or ())
    for number, row in enumerate(values[name]):
        if len(row) != wanted:
            _refuse(contract, f"{name}[{number}] has {len(row)} cells, {of} has {wanted}")


def _check_length(contract: Component, of: str, name: str, values: Mapping[str, Any]) -> None:
    has, wanted = len(values[name]), len(values.get(of) or ())
    if has != wanted:
        _refuse(contract, f"{name} has {has} items, {of} has {wanted}: one for each")


def _refuse(contract: Component, what: str) -> None:
    raise UsageError(f"{where()}: {contract.macro}: {what}")


def _warn(what: str) -> None:
    file, _, line = where().rpartition(":")
    warnings.warn_explicit(what, DeprecatedParameter, file or "<unknown>", int(line or 0))


@contextmanager
def called_at(place: str) -> Iterator[None]:
    """Say where the calls inside are, as `file:line`."""
    token = _place.set(place)
    try:
        yield
    finally:
        _place.reset(token)


def where() -> str:
    """`file:line` of the call: the nearest frame of a host's template, else of Python code."""
    python = ""
    frame: FrameType | None = sys._getframe(1)
    while frame:
        module = frame.f_globals
        if template := module.get("__jinja_template__"):
            file = template.filename
            if file in (None, "<template>"):
                file = template.name or "<template>"
            # A component's own template is no call of a host, whose pack ever it is of.
            if not hasattr(template.environment, "citydesign_macro"):
                return f"{file}:{template.get_corresponding_lineno(frame.f_lineno)}"
        elif not python and module.get("__name__", "").split(".")[0] not in _PASSED_OVER:
            python = f"{frame.f_code.co_filename}:{frame.f_lineno}"
        frame = frame.f_back
    return _place.get() or python or "<unknown>:0"


_PASSED_OVER = {"citydesign", "jinja2", "contextlib", "asyncio", "markupsafe"}
