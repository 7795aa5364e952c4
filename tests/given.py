"""Calls made from contracts: values that a component takes, in each place that it has."""

import ast
import re
from functools import cache

from markupsafe import Markup

from citydesign.rules import siblings

#: Names that are looked up, so that any other is an error.
CHECKED = {"theme", "groups"}
#: A value of each type that a contract may name.
PLAIN = {
    "str": "x", "Markup": Markup("x"), "Url": "/x", "LocalUrl": "/x", "Id": "x", "Language": "sv",
    "Icon": "check", "Attrs": {}, "int": 2, "float": 1.5, "bool": True, "date": "2027-03-24",
    "time": "09:15", "datetime": "2027-03-24T09:15",
}  # fmt: skip


def together(parameters, wanted=None):
    """As many parameters as may be given in one call, one of them and what it needs for certain."""
    by_name = {p.name: p for p in parameters}

    def apart(one, other):
        return other.name in siblings(one.without) or one.name in siblings(other.without)

    chosen, waiting = [], [wanted] if wanted in by_name else []
    while waiting:
        # Two may need each other.
        if (next_one := by_name[waiting.pop()]) not in chosen:
            chosen.append(next_one)
            waiting += siblings(next_one.needs)[:1]
    for p in parameters:
        if p not in chosen and not any(apart(p, other) for other in chosen):
            chosen.append(p)
    while True:
        names = {p.name for p in chosen}
        kept = [p for p in chosen if not p.needs or names & set(siblings(p.needs))]
        if kept == chosen:
            return [p for p in parameters if p in chosen]
        chosen = kept


def value(parameter, records, values=PLAIN, inside=()):
    """A value that one parameter takes, by the first type of its contract.

    Args:
        parameter: It, or the field of a record.
        records: What the contract knows, by name.
        values: A value of each type.
        inside: The names of the records that it is a field of.
    """
    if isinstance(parameter.most, str) and parameter.most:
        return 1
    if not inside and parameter.name == "id":
        return "top"
    if any(re.search(rf"\b{name}\b", parameter.type) for name in inside):
        # A record that holds itself would never end.
        return ast.literal_eval(parameter.default)
    found = _of(_type(parameter.type), records, values, inside)
    return found + parameter.contains if parameter.contains else found


@cache
def _type(text):
    return ast.parse(text, mode="eval").body


def _of(node, records, values, inside):
    match node:
        case ast.BinOp(left=left):
            return _of(left, records, values, inside)
        case ast.Subscript(value=ast.Name(id="Literal"), slice=inner):
            return ast.literal_eval(inner.elts[0] if isinstance(inner, ast.Tuple) else inner)
        case ast.Subscript(value=ast.Name(id="list"), slice=inner):
            return [_of(inner, records, values, inside)]
        case ast.Subscript(slice=ast.Tuple(elts=[_, inner])):
            return {"data-x": _of(inner, records, values, inside)}
        case ast.Name(id=name) if name in records:
            fields = together(records[name].fields)
            return {f.name: value(f, records, values, (*inside, name)) for f in fields}
        case ast.Name(id=name):
            return values[name]
    raise AssertionError(ast.unparse(node))


def everything(component, values=PLAIN, wanted=None):
    """The arguments of one call, with each parameter that may be given beside the wanted one."""
    records = {r.name: r for r in component.records}
    return {
        p.name: value(p, records, values)
        for p in together(component.parameters, wanted)
        if p.name not in CHECKED
    }


def places(parameters, records, seen=()):
    """Each parameter and field with its path: names of parameters and of records in turn."""
    for p in parameters:
        yield (p.name,), p
        for name in sorted(records):
            if re.search(rf"\b{name}\b", p.type) and name not in seen:
                for path, field in places(records[name].fields, records, (*seen, name)):
                    yield (p.name, name, *path), field


def at(component, path, put, values=PLAIN):
    """The arguments of a call that has a value in one place."""
    records = {r.name: r for r in component.records}

    def filled(parameters, path, inside):
        name, *rest = path
        given = {
            p.name: value(p, records, values, inside)
            for p in together(parameters, name)
            if inside or p.name not in CHECKED
        }
        spec = next(p for p in parameters if p.name == name)
        inner = put
        if rest:
            inner = filled(records[rest[0]].fields, rest[1:], (*inside, rest[0]))
            inner = [inner] if "list[" in spec.type else inner
        return {**given, name: inner}

    return filled(component.parameters, list(path), ())
