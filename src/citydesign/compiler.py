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
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from keyword import iskeyword
from typing import Any

from jinja2 import nodes

from citydesign import contracts
from citydesign.errors import CityDesignError, ContractError
from citydesign.internals import CodeGenerator, Frame, MacroRef
from citydesign.library import Library
from citydesign.locale import Language
from citydesign.names import GLOBALS
from citydesign.parts import Calls, bindings, is_dynamic, refuse_reserved, refuse_unlisted, walk
from citydesign.types import Types

#: Functions of ours that need no context and give no awaitable, so that they are called at once.
#: No template binds their names to anything else.
DIRECT = GLOBALS - {"default_face", "default_theme"}

#: Those that give nothing where their arguments are empty, so that they need not be called: where
#: the first one is, or where all are.
IDLE = {"html_attributes": "first", "html_classes": "first", "aria_described_by": "all"}


class ComponentCode(CodeGenerator):
    """Compiles a component's template."""

    strict = False

    def return_buffer_contents(self, frame: Frame, force_unescaped: bool = False) -> None:
        """Return `Markup`, where a plain macro returns `str`."""
        super().return_buffer_contents(frame)

    def macro_body(
        self, node: nodes.Macro | nodes.CallBlock, frame: Frame
    ) -> tuple[Frame, MacroRef]:
        """Write a macro's function, and one that takes its arguments by name."""
        inner, ref = super().macro_body(node, frame)
        names = [arg.name for arg in node.args]
        entry = None
        if not (ref.accesses_caller or ref.accesses_kwargs or ref.accesses_varargs) and not any(
            iskeyword(name) or name in ("macro", "missing") for name in names
        ):
            given = ", ".join(f"{name}=missing" for name in names)
            entry = f"lambda {given}{', ' * bool(given)}macro=macro: macro({', '.join(names)})"
        self.writeline(f"entry = {entry}", node)
        return inner, ref

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """Make a `ComponentMacro`; that of a component, which hosts call, knows whose it is."""
        public = self._component if macro_ref.node is self._public else None
        self.write("environment.citydesign_macro(")
        super().macro_def(macro_ref, frame)
        self.write(f", entry, {public!r})")

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        """Make safe what a component's macro is given, before anything of it is written."""
        if self._public and nodes is self._public.body:
            for name, guard in self._guards.items():
                ref = frame.symbols.ref(name)
                if guard == "text":
                    self.writeline(f"if type({ref}) not in PLAIN: {ref} = text({ref})")
                elif guard:
                    self.writeline(f"{ref} = guard_{name}({ref})")
        super().blockvisit(nodes, frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write("escape_text(")

    def enter_frame(self, frame: Frame) -> None:
        """Look up nothing that is the same for every template."""
        loads = frame.symbols.loads
        for ref in [ref for ref, (_, name) in loads.items() if name in GLOBALS]:
            del loads[ref]
        super().enter_frame(frame)

    def visit_Name(self, node: nodes.Name, frame: Frame) -> None:  # noqa: N802
        """Read what every template has from the module."""
        if node.name in GLOBALS:
            self._used.add(node.name)
            self.write(f"global_{node.name}")
        else:
            super().visit_Name(node, frame)

    def visit_Call(  # noqa: N802
        self, node: nodes.Call, frame: Frame, forward_caller: bool = False
    ) -> None:
        """Call our own functions, and `get` of a record, without Jinja's look at each callable."""
        if forward_caller or is_dynamic(node) or any(iskeyword(k.key) for k in node.kwargs):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        match node.node:
            case nodes.Name(name="caller") if self._caller_is_block:
                self.write("Markup(")
                super().visit_Call(node, frame)
                self.write(")")
            case nodes.Name(name=name) if name in IDLE and node.args and not node.kwargs:
                self.write("(")
                self._call(node, frame)
                self.write(" if ")
                for argument in node.args if IDLE[name] == "all" else node.args[:1]:
                    self.visit(argument, frame)
                    self.write(" or ")
                self.write("False else '')")
            case nodes.Name(name=name) if name in DIRECT:
                self._call(node, frame)
            case nodes.Getattr(attr="get"):
                self._call(node, frame)
            case _:
                super().visit_Call(node, frame)

    def _call(self, node: nodes.Call, frame: Frame) -> None:
        if isinstance(node.node, nodes.Getattr):
            self.visit(node.node.node, frame)
            self.write(f".{node.node.attr}")
        else:
            self.visit(node.node, frame)
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
        # In an async host some attributes, such as `loop.last`, must be awaited.
        begin, end = ("(await auto_await(", "))") if self.environment.is_async else ("", "")
        self.write(f"{begin}item_of(")
        self.visit(node.node, frame)
        self.write(f", {node.attr!r}){end}")

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Check the tree and change it, then compile it.

        Raises:
            ContractError: Names file and line, and what the template calls or names wrongly.
        """
        place = self.filename or self.name or "<template>"
        found = list(walk(node))
        refuse_reserved(found, place)
        refuse_unlisted(found, place)
        calls = Calls(node, found, self.environment, place)
        calls.check(found)
        self._check_calls(found, place)
        calls.inline(found)
        self._caller_is_block = _is_block(found)
        self._used: set[str] = set()
        guards = self._find_guards(node)
        super().visit_Template(node, frame)
        self.writeline("from citydesign.guards import *")
        self.writeline("from citydesign.runtime import escape_text")
        self.writeline("item_of = environment.citydesign_item")
        for name in sorted(self._used):
            self.writeline(f"global_{name} = environment.citydesign_globals[{name!r}]")
        for line in guards:
            self.writeline(line)

    def _find_guards(self, node: nodes.Template) -> list[str]:
        """Find the macro that hosts call and the guards of its parameters; give what they need."""
        library: Library = self.environment.citydesign_library  # type: ignore[attr-defined]
        self._component = library.component_of(self.name or "")
        self._public: nodes.Macro | None = None
        self._guards: dict[str, str | None] = {}
        if self._component is None:
            return []
        contract = contracts.component(self._component, library)
        for macro in node.body:
            if isinstance(macro, nodes.Macro) and macro.name == contract.macro:
                self._public = macro
        types = Types({one.name: one for one in contract.records}, contract.macro, library=library)
        self._guards = {p.name: types.of(p.type, p.name).safe for p in contract.parameters}
        return [
            f"host = environment.citydesign_guards({contract.macro!r})",
            *types.source(),
            *(
                f"guard_{name} = {guard}"
                for name, guard in self._guards.items()
                if guard not in (None, "text")
            ),
        ]

    def _check_calls(self, found: Sequence[nodes.Node], place: str) -> None:
        """Refuse calls of our own functions that can't succeed, and texts that nobody wrote."""
        functions: Mapping[str, Any] = self.environment.citydesign_globals  # type: ignore[attr-defined]
        language: Language = self.environment.citydesign_language  # type: ignore[attr-defined]
        signatures: dict[str, inspect.Signature] = self.environment.citydesign_signatures  # type: ignore[attr-defined]
        for call in found:
            if not isinstance(call, nodes.Call) or not isinstance(call.node, nodes.Name):
                continue
            if is_dynamic(call):
                continue
            name = call.node.name
            given = {keyword.key: keyword.value for keyword in call.kwargs}
            try:
                if name in DIRECT:
                    if name not in signatures:
                        signatures[name] = inspect.signature(functions[name])
                    signatures[name].bind(*call.args, **given)
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


def _is_block(found: Sequence[nodes.Node]) -> bool:
    """True if `caller` always means the call block, because nothing else is called so."""
    names = Counter(name for name, _ in bindings(found))
    for macro in found:
        if isinstance(macro, nodes.Macro):
            names["caller"] -= sum(arg.name == "caller" for arg in macro.args)
    return not names["caller"]
