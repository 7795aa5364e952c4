"""How component templates are compiled: safe, checked and fast.

Three things differ from plain Jinja, through its public hook `Environment.code_generator_class`:

- A macro returns `Markup` whatever the caller's escaping. A plain macro returns `str` to a host
  without autoescape, and composed macros would then be escaped twice.
- A strict macro begins with a check of its call.
- The private macros of `shared/parts.html` are written into the place that calls them, and calls
  that can't give anything are passed over, so that what is written once costs nothing.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.nodes import EvalContext
from jinja2.runtime import Macro
from jinja2.utils import missing, pass_eval_context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

try:
    from markupsafe._speedups import _escape_inner
except ImportError:  # Another release, or one without its C part.
    _escape_inner = escape

#: Functions of ours that need no context and give no awaitable, so that they are called at once.
DIRECT = frozenset(
    {
        "asset_url",
        "attributes",
        "classes",
        "described_by",
        "direction",
        "format_date",
        "format_number",
        "format_time",
        "html_id",
        "icon",
        "integrity",
        "language_name",
        "locale",
        "plurals",
        "t",
    }
)

PREFIX = "citydesign/"
PARTS = "citydesign/shared/parts.html"


class ComponentCode(CodeGenerator):
    """Compiles a component's template."""

    def return_buffer_contents(self, frame: Frame, force_unescaped: bool = False) -> None:
        """Return `Markup`, where a plain macro returns `str`."""
        super().return_buffer_contents(frame)

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """Make a `ComponentMacro`."""
        self.write("environment.citydesign_macro(")
        super().macro_def(macro_ref, frame)
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write("environment.citydesign_escape(")

    def visit_Call(  # noqa: N802
        self, node: nodes.Call, frame: Frame, forward_caller: bool = False
    ) -> None:
        """Call our own functions, and `get` of a record, without Jinja's look at each callable."""
        match node.node:
            case nodes.Name(name=name) if name in DIRECT and not forward_caller:
                self.visit(node.node, frame)
            case nodes.Getattr(attr="get"):
                self.visit(node.node.node, frame)
                self.write(".get")
            case _:
                super().visit_Call(node, frame, forward_caller=forward_caller)
                return
        self.write("(")
        for argument in node.args:
            self.visit(argument, frame)
            self.write(", ")
        for keyword in node.kwargs:
            self.write(f"{keyword.key}=")
            self.visit(keyword.value, frame)
            self.write(", ")
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """Look into a record before asking for an attribute; Jinja does it the other way round."""
        self.write("environment.citydesign_item(")
        self.visit(node.node, frame)
        self.write(f", {node.attr!r})")

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Change the tree, then compile it."""
        if self.name != PARTS:
            node = _Inline(_parts(self.environment)).visit(node)
        super().visit_Template(_Guard().visit(node), frame)


class StrictCode(ComponentCode):
    """Puts a check of the call at the head of each public macro."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Add the checks, then compile."""
        name = (self.name or "").removeprefix(PREFIX).removesuffix(".html")
        for macro in node.body:
            if isinstance(macro, nodes.Macro) and macro.name == name.replace("-", "_"):
                macro.body.insert(0, _check_of(macro, name))
        super().visit_Template(node, frame)


class ComponentMacro:
    """A macro that always gives `Markup`, called with less ado than Jinja's own.

    Jinja's fills in each argument that was left out by raising and catching a `KeyError`.
    """

    def __init__(self, macro: Macro):
        self.name = macro.name
        self.arguments = macro.arguments
        self.catch_kwargs = macro.catch_kwargs
        self.catch_varargs = macro.catch_varargs
        self.caller = macro.caller
        self._macro = macro
        self._call = macro._func
        self._names = frozenset(macro.arguments)
        self._plain = not (macro.caller or macro.catch_kwargs or macro._environment.is_async)

    @pass_eval_context
    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the macro; a template puts its evaluation context first, Python code doesn't."""
        given = args[1:] if args and isinstance(args[0], EvalContext) else args
        if not self._plain or len(given) > len(self.arguments) or not kwargs.keys() <= self._names:
            return self._macro(*args, **kwargs)
        take = kwargs.get
        return self._call(*given, *[take(name, missing) for name in self.arguments[len(given) :]])


def escape_text(value: object) -> str:
    """Escape a value for output, as `markupsafe.escape` does.

    The result is joined to its neighbours at once, so plain text need not become `Markup` first,
    which costs more than the escaping.
    """
    if type(value) is str:
        return _escape_inner(value)
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


class _Guard(NodeTransformer):
    """Marks what a call block gives as `Markup`, and passes over calls without anything to do."""

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name):
            return node
        guarded: nodes.Expr = node
        match node.node.name:
            case "caller":
                guarded = nodes.MarkSafe(node)
            case "attributes" | "classes":
                guarded = nodes.CondExpr(node.args[0], node, nodes.Const(""))
            case "described_by":
                test = node.args[0]
                for argument in node.args[1:]:
                    test = nodes.Or(test, argument)
                guarded = nodes.CondExpr(test, node, nodes.Const(""))
        return guarded.set_lineno(node.lineno)


class _Inline(NodeTransformer):
    """Writes the bodies of private macros into the places that call them."""

    def __init__(self, parts: Callable[[], dict[str, nodes.Macro]]):
        self._parts = parts

    def visit_Output(self, node: nodes.Output) -> nodes.Node | list[nodes.Node]:  # noqa: N802
        parts = self._parts()
        if not any(_name_of(child) in parts for child in node.nodes):
            return node
        out: list[nodes.Node] = []
        for child in node.nodes:
            if (name := _name_of(child)) in parts:
                assert isinstance(child, nodes.Call)
                out.append(_body_of(parts[name], child))
            elif out and isinstance(out[-1], nodes.Output):
                out[-1].nodes.append(child)
            else:
                out.append(nodes.Output([child]).set_lineno(child.lineno))
        return out


def _name_of(node: nodes.Node) -> str:
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name):
        return node.node.name
    return ""


def _body_of(macro: nodes.Macro, call: nodes.Call) -> nodes.With:
    names = [arg.name for arg in macro.args]
    values: dict[str, nodes.Expr] = dict(
        zip(names[len(names) - len(macro.defaults) :], macro.defaults, strict=True)
    )
    values |= zip(names, call.args, strict=False)
    values |= {keyword.key: keyword.value for keyword in call.kwargs}
    targets: list[nodes.Expr] = [nodes.Name(name, "param") for name in names]
    given = [values[name] for name in names]
    return nodes.With(targets, given, macro.body).set_lineno(call.lineno)  # type: ignore


@cache
def _environment() -> Environment:
    return Environment(trim_blocks=True, lstrip_blocks=True, autoescape=True)


def _parts(environment: Environment) -> Callable[[], dict[str, nodes.Macro]]:
    """Give the shared parts, parsed anew at each call: compiling changes the tree."""
    assert environment.loader is not None, "components have a loader"
    source = environment.loader.get_source(environment, PARTS)[0]

    def parse() -> dict[str, nodes.Macro]:
        tree = _environment().parse(source, PARTS)
        return {macro.name: macro for macro in tree.body if isinstance(macro, nodes.Macro)}

    return parse


def _check_of(macro: nodes.Macro, name: str) -> nodes.Node:
    given = nodes.Dict(
        [
            nodes.Pair(nodes.Const(arg.name), nodes.Name(arg.name, "load"))
            for arg in macro.args
            if arg.name != "caller"
        ]
    )
    surplus = [nodes.Name("kwargs", "load"), nodes.Name("varargs", "load")]
    call = nodes.Call(
        nodes.ImportedName("citydesign.checks.check"),
        [nodes.Const(name), given, *surplus],
        [],
        None,
        None,
    )
    return nodes.ExprStmt(call).set_lineno(macro.lineno)
