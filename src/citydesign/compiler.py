"""How component templates are compiled: safe, checked and fast.

Three things differ from plain Jinja, through its public hook `Environment.code_generator_class`:

- A macro returns `Markup` whatever the caller's escaping. A plain macro returns `str` to a host
  without autoescape, and composed macros would then be escaped twice.
- What a call gives is made safe before the macro sees it, and in strict mode checked before that.
- The shared parts of `components/shared` are written into the place that calls them, and calls
  that can't give anything are passed over, so that what is written once costs nothing.

What it does not understand it refuses, with file and line, or leaves to plain Jinja.
"""

import inspect
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from keyword import iskeyword
from types import FrameType
from typing import Any

from jinja2 import Environment, nodes
from jinja2.nodes import EvalContext
from markupsafe import Markup, escape

from citydesign.errors import CityDesignError, ContractError, UsageError
from citydesign.internals import (
    CodeGenerator,
    Frame,
    Macro,
    MacroRef,
    NodeTransformer,
    escape_str,
    missing,
    pass_eval_context,
)
from citydesign.locale import Language
from citydesign.names import GLOBALS
from citydesign.parts import Calls, Inline, bindings, is_dynamic, refuse_reserved

PREFIX = "citydesign/"

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
        refuse_reserved(node, place)
        calls = Calls(node, self.environment, place)
        calls.check(node)
        self._check_calls(node, place)
        node = Inline(calls).visit(node)
        super().visit_Template(_Guard(node).visit(node), frame)

    def _check_calls(self, tree: nodes.Template, place: str) -> None:
        """Refuse calls of our own functions that can't succeed, and texts that nobody wrote."""
        functions: Mapping[str, Any] = self.environment.citydesign_globals  # type: ignore[attr-defined]
        language: Language = self.environment.citydesign_language  # type: ignore[attr-defined]
        for call in tree.find_all(nodes.Call):
            if not isinstance(call.node, nodes.Name) or is_dynamic(call):
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
    """Refuses also what would only be seen when a message is written."""

    strict = True


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


def text_with_place(language: Language) -> Callable[..., str]:
    """Give `language.text`, whose errors name the line of the template that asks."""

    def text(key: str, /, **values: Any) -> str:
        try:
            return language.text(key, **values)
        except CityDesignError as error:
            raise UsageError(f"{_line_of_template()}: {error}") from None

    return text


def _line_of_template() -> str:
    frame: FrameType | None = sys._getframe(1)
    while frame:
        if template := frame.f_globals.get("__jinja_template__"):
            file = template.filename or template.name or "<template>"
            return f"{file}:{template.get_corresponding_lineno(frame.f_lineno)}"
        frame = frame.f_back
    return "<unknown>"


class _Guard(NodeTransformer):
    """Marks what a call block gives as `Markup`, and passes over calls without anything to do."""

    def __init__(self, tree: nodes.Template):
        names = Counter(name for name, _ in bindings(tree))
        for macro in tree.find_all(nodes.Macro):
            names["caller"] -= sum(arg.name == "caller" for arg in macro.args)
        self._caller_is_block = not names["caller"]

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
