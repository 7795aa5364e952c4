"""Run-time checks of calls: what `strict=True` compiles into each macro."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from types import FrameType
from typing import Any

from jinja2 import Undefined

from citydesign.contracts import Component, component
from citydesign.errors import UsageError, nearest
from citydesign.paths import COMPONENTS

#: Attributes that tie a control to its label, hint and error, or that the macro always writes.
STRUCTURAL = frozenset({"id", "for", "aria-labelledby", "aria-invalid", "aria-errormessage"})
#: What a strict Content-Security-Policy refuses (CSP level 3, `default-src 'self'`).
_INLINE = ("on", "style")
#: `file:line` of a call in a template that is no Jinja template, so that no frame of it tells.
_place: ContextVar[str | None] = ContextVar("citydesign_place", default=None)


def check(
    name: str, given: Mapping[str, Any], unknown: Mapping[str, Any], extra: Sequence[Any]
) -> str:
    """Refuse a call that breaks the contract of component `name`.

    Args:
        name: The component.
        given: Its parameters, as the macro received them.
        unknown: Keyword arguments that the signature does not have.
        extra: Positional arguments beyond the signature.

    Returns:
        An empty text, so that the call may stand in a template's output.

    Raises:
        UsageError: Names component, parameter, nearest match, template file and line.
    """
    contract = component(name)
    if unknown or extra:
        _refuse_surplus(contract, unknown, extra)
    for parameter in contract.parameters:
        value = given[parameter.name]
        if isinstance(value, Undefined):
            if parameter.required and "not provided" in str(value._undefined_hint or ""):
                _refuse(contract, f"{parameter.name} is missing: {parameter.text}")
            _refuse(contract, f"{parameter.name} is given an undefined value")
        if fault := parameter.check(value, parameter.name):
            _refuse(contract, f"{fault[0]} {fault[1]}")
    attrs = given.get("attrs")
    if attrs:
        _check_attrs(contract, attrs)
    return ""


def _refuse_surplus(contract: Component, unknown: Mapping[str, Any], extra: Sequence[Any]) -> None:
    if "caller" in unknown:
        _refuse(contract, "takes no call block")
    for key in unknown:
        _refuse(contract, f"has no parameter {key!r}{nearest(key, contract.parameter_names)}")
    _refuse(
        contract,
        f"takes {len(contract.parameters)} parameters, "
        f"{len(contract.parameters) + len(extra)} were given; name them",
    )


def _check_attrs(contract: Component, attrs: Mapping[str, Any]) -> None:
    for key in attrs:
        parameter = key.replace("-", "_")
        if parameter in contract.parameter_names:
            _refuse(contract, f"attrs[{key!r}] is a parameter: write {parameter}=")
        if key in STRUCTURAL:
            _refuse(contract, f"attrs[{key!r}] would break the component's own links")
        if key.startswith(_INLINE):
            _refuse(contract, f"attrs[{key!r}] is inline code, which a strict CSP blocks")
        if not key or any(c in key for c in " \t\n\f\r/>='\""):
            _refuse(contract, f"attrs[{key!r}] is no attribute name")


def _refuse(contract: Component, what: str) -> None:
    raise UsageError(f"{where()}: {contract.macro}: {what}")


@contextmanager
def called_at(place: str) -> Iterator[None]:
    """Say where the calls inside stand, as `file:line`."""
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
            if not _is_ours(file):
                return f"{file}:{template.get_corresponding_lineno(frame.f_lineno)}"
        elif not python and module.get("__name__", "").split(".")[0] not in _PASSED_OVER:
            python = f"{frame.f_code.co_filename}:{frame.f_lineno}"
        frame = frame.f_back
    return _place.get() or python or "<unknown>"


def _is_ours(file: str) -> bool:
    # An example of ours is written as a host would, so a fault in it is its own.
    return file.startswith(str(COMPONENTS)) and "/examples/" not in file.replace("\\", "/")


_PASSED_OVER = {"citydesign", "jinja2", "contextlib", "asyncio", "markupsafe"}
