"""How component templates are compiled: safe, checked and fast.

Three things differ from plain Jinja, through its public hook `Environment.code_generator_class`:

- A macro returns `Markup` whatever the caller's escaping. A plain macro returns `str` to a host
  without autoescape, and composed macros would then be escaped twice.
- A strict macro begins with a check of its call.
- The shared parts of `components/shared` are written into the place that calls them, and calls
  that can't give anything are passed over, so that what is written once costs nothing.

What it does not understand it refuses, with file and line, or leaves to plain Jinja.
"""

import inspect
from collections import Counter
from collections.abc import Mapping, Sequence
from keyword import iskeyword
from typing import Any

from jinja2 import nodes

from citydesign.errors import CityDesignError, ContractError
from citydesign.internals import CodeGenerator, Frame, MacroRef, NodeTransformer
from citydesign.locale import Language
from citydesign.names import GLOBALS, PREFIX
from citydesign.parts import Calls, bindings, is_dynamic, refuse_reserved, walk

#: Functions of ours that need no context and give no awaitable, so that they are called at once.
#: No template binds their names to anything else.
DIRECT = GLOBALS - {"default_theme"}


class ComponentCode(CodeGenerator):
    """Compiles a component's template."""

    strict = False

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
        if forward_caller or is_dynamic(node) or any(iskeyword(k.key) for k in node.kwargs):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        match node.node:
            case nodes.Name(name=name) if name in DIRECT:
                self.visit(node.node, frame)
            case nodes.Getattr(attr="get"):
                self.visit(node.node.node, frame)
                self.write(".get")
            case _:
                super().visit_Call(node, frame)
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
        """Check the tree and change it, then compile it.

        Raises:
            ContractError: Names file and line, and what the template calls or names wrongly.
        """
        place = self.filename or self.name or "<template>"
        found = list(walk(node))
        refuse_reserved(found, place)
        calls = Calls(node, found, self.environment, place)
        calls.check(found)
        self._check_calls(found, place)
        super().visit_Template(_Rewrite(calls, found).visit(node), frame)

    def _check_calls(self, found: Sequence[nodes.Node], place: str) -> None:
        """Refuse calls of our own functions that can't succeed, and texts that nobody wrote."""
        functions: Mapping[str, Any] = self.environment.citydesign_globals  # type: ignore[attr-defined]
        language: Language = self.environment.citydesign_language  # type: ignore[attr-defined]
        for call in found:
            if not isinstance(call, nodes.Call) or not isinstance(call.node, nodes.Name):
                continue
            if is_dynamic(call):
                continue
            name = call.node.name
            given = {keyword.key: keyword.value for keyword in call.kwargs}
            try:
                if name in DIRECT:
                    inspect.signature(functions[name]).bind(*call.args, **given)
                key = call.args[0] if call.args else None
                if name in ("t", "plurals") and isinstance(key, nodes.Const):
                    needed = language.placeholders(str(key.value))
                    if self.strict and name == "t" and (lacking := sorted(needed - given.keys())):
                        raise CityDesignError(
                            f"{key.value!r} needs {', '.join(lacking)}: write "
                            + ", ".join(f"{value}=..." for value in lacking)
                        )
            except (TypeError, CityDesignError) as error:
                raise ContractError(f"{place}:{call.lineno}: {name}: {error}") from None


class StrictCode(ComponentCode):
    """Puts a check of the call at the head of each public macro."""

    strict = True

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Add the checks, then compile."""
        name = (self.name or "").removeprefix(PREFIX).removesuffix(".html")
        for macro in node.body:
            if isinstance(macro, nodes.Macro) and macro.name == name.replace("-", "_"):
                macro.body.insert(0, _check_of(macro, name))
        super().visit_Template(node, frame)


class _Rewrite(NodeTransformer):
    """Writes shared parts into the places that call them, and passes over calls without an effect.

    What a call block gives is marked as `Markup`.
    """

    def __init__(self, calls: Calls, found: Sequence[nodes.Node]):
        self._calls = calls
        names = Counter(name for name, _ in bindings(found))
        for macro in found:
            if isinstance(macro, nodes.Macro):
                names["caller"] -= sum(arg.name == "caller" for arg in macro.args)
        self._caller_is_block = not names["caller"]

    def visit_Output(self, node: nodes.Output) -> nodes.Node | list[nodes.Node]:  # noqa: N802
        """Divide an output at each call of a part."""
        out: list[nodes.Node] = []
        for child in node.nodes:
            part = self._calls.part(child)
            if part and part.body and isinstance(child, nodes.Call) and not is_dynamic(child):
                out.append(self.generic_visit(part.inlined(child)))
                continue
            child = self.visit(child)
            if out and isinstance(out[-1], nodes.Output):
                out[-1].nodes.append(child)
            else:
                out.append(nodes.Output([child], lineno=child.lineno))
        return out

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name):
            return node
        plain = node.args and not node.kwargs and not is_dynamic(node)
        guarded: nodes.Expr = node
        match node.node.name:
            case "caller" if self._caller_is_block:
                guarded = nodes.MarkSafe(node)
            case "html_attributes" | "html_classes" if plain:
                guarded = nodes.CondExpr(node.args[0], node, nodes.Const(""))
            case "aria_described_by" if plain:
                test = node.args[0]
                for argument in node.args[1:]:
                    test = nodes.Or(test, argument)
                guarded = nodes.CondExpr(test, node, nodes.Const(""))
        return guarded.set_lineno(node.lineno)


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
