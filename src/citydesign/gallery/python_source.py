"""An example as typed Python calls: what a Jinja template says, said with `citydesign.ui`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from jinja2 import Environment, nodes

from citydesign.contracts import all_components
from citydesign.errors import ContractError
from citydesign.library import OURS

_WIDTH = 88
_PARSER = Environment(trim_blocks=True, lstrip_blocks=True)
_OPERATORS = {
    "eq": "==",
    "ne": "!=",
    "lt": "<",
    "lteq": "<=",
    "gt": ">",
    "gteq": ">=",
    "in": "in",
    "notin": "not in",
}


def python_source(source: str) -> str:
    """Write the Python that gives the same HTML, in a variable `html`.

    Args:
        source: An example as `citydesign.examples.source` gives it.

    Raises:
        ContractError: The example holds a statement that Python calls can't say simply.
    """
    tree = _PARSER.parse(source)
    packs = _name_packs(tree)
    body = list(_body(tree.body, "html"))
    text = "\n".join(body)
    heads = []
    if "ui." in text or not packs:
        heads.append("from citydesign import ui")
    if packs:
        heads.append("from citydesign.calls import Calls")
    if "Markup(" in text:
        heads.append("from markupsafe import Markup")
    if packs:
        heads += ["", *(f'{name} = Calls("{name}")' for name in packs)]
    return "\n".join([*heads, "", text, ""])


def _name_packs(tree: nodes.Template) -> list[str]:
    """Put the name of its pack before each macro of one, and give the packs."""
    owners: dict[str, str] = {}
    for node in tree.find_all(nodes.FromImport):
        template = node.template.value if isinstance(node.template, nodes.Const) else ""
        pack = str(template).partition("/")[0]
        for one in node.names if pack != OURS.name else ():
            name, alias = (one, one) if isinstance(one, str) else one
            owners[alias] = f"{pack}.{name}"
    for used in tree.find_all(nodes.Name):
        used.name = owners.get(used.name, used.name)
    return sorted({owner.partition(".")[0] for owner in owners.values()})


def _body(statements: list[nodes.Node], target: str) -> Iterator[str]:
    """Assignments that end with `target`, which gets everything that is printed."""
    printed: list[ast.expr] = []
    for node in statements:
        match node:
            case nodes.FromImport() | nodes.Import():
                continue
            case nodes.Output():
                printed += filter(None, map(_printed, node.nodes))
            case nodes.CallBlock():
                printed.append(_call_block(node))
            case nodes.Assign(target=nodes.Name(name=name)):
                yield _assignment(name, _expression(node.node))
            case nodes.AssignBlock(target=nodes.Name(name=name), filter=None):
                yield from _body(node.body, name)
            case _:
                raise _unknown(node)
    yield _assignment(target, _sum(printed))


def _call_block(node: nodes.CallBlock) -> ast.expr:
    inner: list[ast.expr] = []
    for child in node.body:
        match child:
            case nodes.Output():
                inner += filter(None, map(_printed, child.nodes))
            case nodes.CallBlock():
                inner.append(_call_block(child))
            case _:
                raise _unknown(child)
    call = _expression(node.call)
    assert isinstance(call, ast.Call)
    given: ast.expr = _sum(inner)
    if node.args:
        # What the macro gives to the block is given to a function here.
        names = [ast.arg(arg.name) for arg in node.args]
        given = ast.Lambda(ast.arguments([], names, None, [], [], None, []), given)
    call.keywords.append(ast.keyword("caller" if node.args else "content", given))
    return call


def _printed(node: nodes.Expr) -> ast.expr | None:
    if not isinstance(node, nodes.TemplateData):
        return _expression(node)
    text = "\n".join(line.strip() for line in node.data.strip().splitlines())
    return _markup(text) if text else None


def _markup(text: str) -> ast.expr:
    return ast.Call(ast.Name("Markup"), [ast.Constant(text)], [])


def _sum(parts: list[ast.expr]) -> ast.expr:
    if not parts:
        return _markup("")
    total = parts[0]
    for part in parts[1:]:
        total = ast.BinOp(total, ast.Add(), part)
    return total


def _expression(node: nodes.Node) -> ast.expr:
    match node:
        case nodes.Const(value=value):
            return ast.Constant(value)
        case nodes.Name(name=name):
            if name in {component.macro for component in all_components()}:
                return ast.Attribute(ast.Name("ui"), name)
            return ast.Name(name)
        case nodes.List(items=items):
            return ast.List([_expression(item) for item in items])
        case nodes.Tuple(items=items):
            return ast.Tuple([_expression(item) for item in items])
        case nodes.Dict(items=items):
            keys = [_expression(pair.key) for pair in items]
            return ast.Dict(list(keys), [_expression(pair.value) for pair in items])
        case nodes.Call(dyn_args=None, dyn_kwargs=None):
            return ast.Call(
                _expression(node.node),
                [_expression(argument) for argument in node.args],
                [ast.keyword(pair.key, _expression(pair.value)) for pair in node.kwargs],
            )
        case nodes.Getattr():
            return ast.Attribute(_expression(node.node), node.attr)
        case nodes.Getitem():
            return ast.Subscript(_expression(node.node), _expression(node.arg))
        case nodes.Add(left=left, right=right):
            return ast.BinOp(_expression(left), ast.Add(), _expression(right))
        case nodes.Mul(left=left, right=right):
            return ast.BinOp(_expression(left), ast.Mult(), _expression(right))
        case nodes.Neg(node=inner):
            return ast.UnaryOp(ast.USub(), _expression(inner))
        case nodes.Concat(nodes=parts):
            return _sum([_expression(part) for part in parts])
        case nodes.Compare(expr=left, ops=[nodes.Operand(op=op, expr=right)]):
            text = f"a {_OPERATORS[op]} b"
            comparison = ast.parse(text, mode="eval").body
            assert isinstance(comparison, ast.Compare)
            comparison.left, comparison.comparators = _expression(left), [_expression(right)]
            return comparison
        case nodes.CondExpr(test=test, expr1=yes, expr2=no) if no is not None:
            return ast.IfExp(_expression(test), _expression(yes), _expression(no))
        case nodes.Filter(name="safe"):
            raise _unknown(node)
    raise _unknown(node)


def _unknown(node: nodes.Node) -> ContractError:
    kind = type(node).__name__.lower()
    return ContractError(
        f"line {node.lineno}: a {kind} can't be shown as a Python call; write the example without"
    )


# Writing, so that a long call has one argument on a line


def _assignment(name: str, value: ast.expr) -> str:
    return f"{name} = {_written(value, len(name) + 3, '')}"


def _written(node: ast.expr, used: int, indent: str) -> str:
    flat = _flat(node)
    if "\n" not in flat and used + len(flat) <= _WIDTH:
        return flat
    deeper = indent + "    "
    match node:
        case ast.BinOp(op=ast.Add()):
            lines = [_written(term, len(deeper) + 2, deeper) for term in _terms(node)]
            return f"(\n{deeper}" + f"\n{deeper}+ ".join(lines) + f"\n{indent})"
        case ast.Call(func=ast.Name(id="Markup"), args=[ast.Constant(value=str(text))]):
            pieces = [_quoted(piece) for piece in text.splitlines(keepends=True)]
            if len(pieces) == 1:
                return flat
            return f"Markup(\n{deeper}" + f"\n{deeper}".join(pieces) + f"\n{indent})"
        case ast.Call():
            items = [_written(a, len(deeper), deeper) for a in node.args]
            items += [
                f"{k.arg}={_written(k.value, len(deeper) + len(k.arg or '') + 1, deeper)}"
                for k in node.keywords
            ]
            return _block(f"{_flat(node.func)}(", items, ")", indent)
        case ast.Lambda(args=arguments, body=body):
            head = f"lambda {ast.unparse(arguments)}: "
            return head + _written(body, used + len(head), indent)
        case ast.List():
            items = [_written(e, len(deeper), deeper) for e in node.elts]
            return _block("[", items, "]", indent)
        case ast.Dict():
            items = []
            for key, value in zip(node.keys, node.values, strict=True):
                head = f"{_flat(key)}: " if key else "**"
                items.append(head + _written(value, len(deeper) + len(head), deeper))
            return _block("{", items, "}", indent)
    return flat


def _block(start: str, items: list[str], end: str, indent: str) -> str:
    inner = "".join(f"{indent}    {item},\n" for item in items)
    return f"{start}\n{inner}{indent}{end}"


def _terms(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [*_terms(node.left), node.right]
    return [node]


def _flat(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return _quoted(text)
        case ast.Call():
            arguments = [
                *map(_flat, node.args),
                *(f"{k.arg}={_flat(k.value)}" for k in node.keywords),
            ]
            return f"{_flat(node.func)}({', '.join(arguments)})"
        case ast.List():
            return f"[{', '.join(map(_flat, node.elts))}]"
        case ast.Dict():
            pairs = zip(node.keys, node.values, strict=True)
            return "{" + ", ".join(f"{_flat(k)}: {_flat(v)}" for k, v in pairs if k) + "}"
        case ast.BinOp(op=ast.Add()):
            return " + ".join(map(_flat, _terms(node)))
        case ast.Lambda(args=arguments, body=body):
            return f"lambda {ast.unparse(arguments)}: {_flat(body)}"
    return ast.unparse(ast.fix_missing_locations(node))


def _quoted(text: str) -> str:
    # Double quotes, as ast.unparse doesn't, unless the text is full of them.
    if '"' in text and "'" not in text:
        return repr(text)
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
