"""What is read from the contracts: `citydesign.json` for tools, `ui.pyi` for type checkers."""

import ast
from typing import Any

from citydesign.contracts import Component, all_components, components_of, shared
from citydesign.examples import examples_of
from citydesign.icons import icon_names
from citydesign.library import LIBRARY, OURS, Library, Pack
from citydesign.rules import Parameter, Record

#: Version of the shape of `citydesign.json`; a tool refuses a higher one.
SCHEMA = 2


def contracts(library: Library = LIBRARY, pack: Pack | None = None) -> dict[str, Any]:
    """Give contracts as plain data, as in `citydesign.json`.

    Args:
        library: The components there are.
        pack: The one whose components are wanted; all of the library unless given.

    Raises:
        ContractError: A component breaks its contract.
    """
    wanted = components_of(pack, library) if pack else all_components(library)
    return {
        "schema": SCHEMA,
        "icons": list(icon_names(library)),
        "components": [_component(c) for c in wanted],
    }


def _component(component: Component) -> dict[str, Any]:
    return {
        "name": component.name,
        "pack": component.pack.name,
        "macro": component.macro,
        "template": component.imported_from,
        "group": component.group,
        "title": component.title,
        "status": component.status,
        "since": component.since,
        "evidence": component.evidence,
        "summary": component.summary,
        "also": list(component.also),
        "call_block": component.call_block,
        "script": component.script is not None,
        "parameters": [_parameter(p) for p in component.parameters],
        "records": {r.name: [_parameter(f) for f in r.fields] for r in component.records},
        "keyboard": [row.as_dict() for row in component.keyboard],
        "examples": [
            {"name": e.name, "caption": e.caption, "states": [s.name for s in e.states]}
            for e in examples_of(component)
        ],
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    data: dict[str, Any] = {
        "name": parameter.name,
        "type": parameter.type,
        "required": parameter.required,
        "text": parameter.text,
        **parameter.rules,
    }
    if parameter.default is not None:
        data["default"] = ast.literal_eval(parameter.default)
    return data


def stub(pack: Pack = OURS, library: Library = LIBRARY) -> str:
    """Write `ui.pyi`, which gives the typed Python calls of a pack their types.

    Raises:
        ContractError: A component breaks its contract.
    """
    common = shared(library).records
    parts = [_STUB_HEAD]
    if pack == library.base:
        choices = ", ".join(map(repr, icon_names(library)))
        parts.append(f"Icon: _t.TypeAlias = _t.Literal[{choices}]\n")
        parts += [_typed_dict(record) for record in common.values()]
    else:
        # One and the same record, whichever pack's component it is given to.
        names = ", ".join(f"{name} as {name}" for name in ("Icon", *common))
        parts.append(f"from citydesign.ui import {names}\n")
    for component in components_of(pack, library):
        parts += [_typed_dict(record) for record in component.records if record.name not in common]
        parts.append(_function(component))
    return "\n".join(parts)


_STUB_HEAD = '''\
"""Types of the components as Python calls. Written by `citydesign build`; do not edit."""

import collections.abc as _abc
import datetime as _dt
import typing as _t

from markupsafe import Markup as _Markup
'''


def _typed_dict(record: Record) -> str:
    lines = [f"class {record.name}(_t.TypedDict):"]
    for field in record.fields:
        annotation = _annotation(field.type)
        if not field.required:
            annotation = f"_t.NotRequired[{annotation}]"
        lines.append(f"    {field.name}: {annotation}")
    return "\n".join([*lines, ""])


def _function(component: Component) -> str:
    lines = [f"def {component.macro}("]
    for p in component.parameters:
        default = "" if p.default is None else f" = {p.default}"
        lines.append(f"    {p.name}: {_annotation(p.type)}{default},")
    if component.call_block:
        lines.append("    caller: _abc.Callable[..., str] | None = None,")
    lines += [") -> _Markup:", f'    """{component.summary}', ""]
    if component.parameters:
        lines.append("    Args:")
        lines += [f"        {p.name}: {_described(p)}" for p in component.parameters]
    if component.call_block:
        lines.append("        caller: Gives the content in place of a call block.")
    return "\n".join([*lines, '    """', ""])


def _described(parameter: Parameter) -> str:
    if parameter.deprecated:
        return f"Deprecated: {parameter.deprecated}. {parameter.text}"
    return parameter.text


class _Qualify(ast.NodeTransformer):
    """Write names so that a parameter or field called `time` or `list` can't hide a type."""

    def visit_Name(self, node: ast.Name) -> ast.expr:
        qualified = _QUALIFIED.get(node.id)
        return ast.parse(qualified, mode="eval").body if qualified else node


_QUALIFIED = {
    "Literal": "_t.Literal",
    "Markup": "_Markup",
    "Url": "str",
    "LocalUrl": "str",
    "Id": "str",
    "Language": "str",
    "Attrs": "_abc.Mapping[str, str | bool | None]",
    "date": "_dt.date",
    "time": "_dt.time",
    "datetime": "_dt.datetime",
    "list": "_abc.Sequence",
    "dict": "_abc.Mapping",
}


def _annotation(expression: str) -> str:
    return ast.unparse(_Qualify().visit(ast.parse(expression, mode="eval")))
