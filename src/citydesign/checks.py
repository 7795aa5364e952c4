"""Run-time checks of calls: what `strict=True` puts before each macro, and what both modes do.

Help for developers (names, types, variants) belongs to strict mode. Safety does not: what a value
may not do in its place it does in neither mode. See `citydesign.types`.
"""

import re
import sys
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from html.parser import HTMLParser
from types import FrameType
from typing import Any

from jinja2 import Undefined

from citydesign.contracts import Component
from citydesign.errors import DeprecatedParameter, UsageError, nearest
from citydesign.rules import Record, Rules, names_in, outdated, shows_nothing
from citydesign.runtime import line_in
from citydesign.types import Kind

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
    names = contract.parameter_names
    _check_names(contract, names, given, named)
    values = {**dict(zip(names, given, strict=False)), **named}
    if values.get("caller") and not shows_nothing(values.get("content") or ""):
        _refuse(contract, "content is given and a call block too; give one of them")
    for key in _keys(values.get("attrs")):
        name = key.lower().replace("-", "_")
        if name in names:
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
        if fault := kinds[name].fault(value, name):
            _refuse(contract, f"{fault[0]} {fault[1]}")
        if parameter.deprecated:
            _warn(f"{contract.macro}: {name} is deprecated: {parameter.deprecated}")
    # Rules look at several values, so each is of its type by then.
    if fault := _rules(contract).fault(values):
        _refuse(contract, f"{fault[0]} {fault[1]}")
    if records := _with_deprecated(contract):
        for parameter in contract.parameters:
            value = values.get(parameter.name)
            for name, use in outdated(parameter.type, value, parameter.name, records).items():
                _warn(f"{contract.macro}: {name} is deprecated: {use}")


def check_ids(contract: Component, html: str) -> None:
    """Refuse what a call gave if two elements of it have one id.

    Ids come from what the caller gives, from names and from the component itself, so only the
    result shows whether two of them meet. Components that take no id are not asked: a page may hold
    what isn't ours.

    Args:
        contract: The component.
        html: What its macro gave.

    Raises:
        UsageError: Names the component, the id, template file and line.
    """
    if not _takes_id(contract):
        return
    # Two ids that differ only in case look like one here; the parser below tells them apart.
    found = [one.strip("\"'") for one in _IDS.findall(html.lower())]
    if len(found) == len(set(found)):
        return
    # What looked like one may be text, a comment or the content of a template.
    ids = _Ids()
    ids.feed(html)
    ids.close()
    for one, times in ids.found.items():
        if times > 1:
            _refuse(contract, f"{times} elements would have the id {one!r}; give each its own")


# It begins with plain letters, for which a text is searched four times as fast.
_IDS = re.compile(r"""id(?<=\sid)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""")


class _Ids(HTMLParser):
    """The ids of elements, templates aside: what they hold is no part of the page."""

    def __init__(self) -> None:
        super().__init__()
        self._templates = 0
        self.found: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        found = dict(attrs).get("id")
        if found and not self._templates:
            self.found[found] += 1
        self._templates += tag == "template"

    def handle_endtag(self, tag: str) -> None:
        self._templates -= tag == "template"


@cache
def _takes_id(contract: Component) -> bool:
    fields = [field for record in contract.records for field in record.fields]
    return any("Id" in names_in(one.type) for one in (*contract.parameters, *fields))


@cache
def _with_deprecated(contract: Component) -> Mapping[str, Record]:
    """Its records by name, if any field of them is on its way out: nearly always none."""
    fields = [field for record in contract.records for field in record.fields]
    if any(field.deprecated for field in fields):
        return {record.name: record for record in contract.records}
    return {}


@cache
def _rules(contract: Component) -> Rules:
    return Rules(contract.parameters, contract.records)


def _keys(attrs: Any) -> list[str]:
    return [key for key in attrs if isinstance(key, str)] if isinstance(attrs, Mapping) else []


def _check_names(
    contract: Component, names: Sequence[str], given: Sequence[Any], named: Mapping[str, Any]
) -> None:
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


def _refuse(contract: Component, what: str) -> None:
    outer = _composed_by()
    # What the caller wrote is the call of the outer one.
    name = f"{outer}: its {contract.macro}" if outer else f"{contract.macro}:"
    raise UsageError(f"{where()}: {name} {what}")


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


def _composed_by() -> str:
    """The macro of the component whose template made the call; empty for a call of a host."""
    outer = ""
    frame: FrameType | None = sys._getframe(1)
    while frame:
        if template := frame.f_globals.get("__jinja_template__"):
            if not hasattr(template.environment, "citydesign_macro"):
                break
            outer = str(template.name).rpartition("/")[2].removesuffix(".html").replace("-", "_")
        frame = frame.f_back
    return outer


def where() -> str:
    """`file:line` of the call: the nearest frame of a host's template, else of Python code."""
    python = ""
    frame: FrameType | None = sys._getframe(1)
    while frame:
        module = frame.f_globals
        if template := module.get("__jinja_template__"):
            # A component's own template is no call of a host, whose pack ever it is of.
            if not hasattr(template.environment, "citydesign_macro"):
                return line_in(template, frame)
        elif not python and module.get("__name__", "").split(".")[0] not in _PASSED_OVER:
            python = f"{frame.f_code.co_filename}:{frame.f_lineno}"
        frame = frame.f_back
    return _place.get() or python or "<unknown>:0"


_PASSED_OVER = {"citydesign", "jinja2", "contextlib", "asyncio", "markupsafe"}
