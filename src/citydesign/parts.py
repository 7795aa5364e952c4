"""Shared parts: macros of `components/shared` that are compiled into the places that call them.

A call is bound to its part when the template is compiled, so that a wrong one is refused with file
and line. The body then takes the call's place, if nothing can mean there what it doesn't mean at
home; else the call stays what it is in plain Jinja.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NoReturn

from jinja2 import Environment, TemplateNotFound, TemplateSyntaxError, nodes

from citydesign.errors import ContractError, nearest
from citydesign.library import Library
from citydesign.names import ALL, RESERVED, SHARED

#: Statements that mean something else in the middle of another macro.
_ROOTED = (
    nodes.Block,
    nodes.CallBlock,
    nodes.EvalContextModifier,
    nodes.Extends,
    nodes.FromImport,
    nodes.Import,
    nodes.Include,
    nodes.Macro,
    nodes.ScopedEvalContextModifier,
)
#: Filters that give what an async host can only read in a loop, or by one of the others.
_UNLISTED = frozenset({"map", "reject", "rejectattr", "select", "selectattr"})
_READERS = _UNLISTED | {"first", "groupby", "join", "list", "slice", "sum", "unique"}
#: What Jinja gives to a macro beside its parameters.
_SPECIAL = frozenset({"caller", "kwargs", "varargs"})


class Part:
    """One shared macro.

    Attributes:
        body: The statements to write in place of a call, or None where a call must stay one.
    """

    def __init__(self, macro: nodes.Macro):
        names = [arg.name for arg in macro.args]
        self.name = macro.name
        self.parameters = [name for name in names if name != "caller"]
        first = len(names) - len(macro.defaults)
        self.defaults = dict(zip(names[first:], macro.defaults, strict=True))
        bound, free = _names(macro)
        self.special = (free | set(names)) & _SPECIAL
        rooted = any(isinstance(node, _ROOTED) for node in walk(*macro.body))
        whole = not free - RESERVED and not self.special and not rooted
        constant = all(_is_constant(default) for default in self.defaults.values())
        #: A name with a digit in front can't be written in a template, so nothing else has it.
        self._own = {name: f"0{name}" for name in bound}
        self.body = macro.body if whole and constant else None

    def bind(self, call: nodes.Call, block: bool = False) -> dict[str, nodes.Expr]:
        """Match the arguments of a call to the parameters.

        Args:
            call: A call without `*args` and `**kwargs`.
            block: True if it is the head of a call block.

        Raises:
            ValueError: The part does not take them; says what is wrong.
        """
        if block and "caller" not in self.special:
            raise ValueError(f"{self.name} takes no call block")
        if len(call.args) > len(self.parameters) and "varargs" not in self.special:
            raise ValueError(
                f"{self.name} takes {len(self.parameters)} arguments, {len(call.args)} are given"
            )
        given = dict(zip(self.parameters, call.args, strict=False))
        for keyword in call.kwargs:
            if keyword.key in given:
                raise ValueError(f"{self.name} is given {keyword.key!r} twice")
            if keyword.key not in self.parameters and not self.special & {"kwargs", keyword.key}:
                close = nearest(keyword.key, self.parameters)
                raise ValueError(f"{self.name} has no parameter {keyword.key!r}{close}")
            given[keyword.key] = keyword.value
        for name in self.parameters:
            if name not in given and name not in self.defaults:
                raise ValueError(f"{self.name} needs {name!r}, which is not given")
        return given

    def inlined(self, call: nodes.Call) -> nodes.With:
        """Give the body with the values of a call that `bind` accepts."""
        assert self.body is not None
        values: Mapping[str, nodes.Expr] = self.defaults | self.bind(call)
        targets: list[nodes.Expr] = [
            nodes.Name(self._own[name], "param") for name in self.parameters
        ]
        given = [_copy(values[name], {}) for name in self.parameters]
        # What fails in it is named by a line of the file that calls.
        body = [_copy(node, self._own, call.lineno) for node in self.body]
        return nodes.With(targets, given, body, lineno=call.lineno)


class Calls:
    """The shared parts that a template can call: those that it imports, and only those."""

    def __init__(
        self,
        tree: nodes.Template,
        found: Iterable[nodes.Node],
        environment: Environment,
        place: str,
    ):
        self._tree = tree
        self._place = place
        self._written: Counter[str] = Counter()
        self._parts: dict[str, Part] = {}
        self._modules: dict[str, Mapping[str, Part]] = {}
        #: What each of these modules has, parts among it, and where it is imported from.
        self._exported: dict[str, tuple[str, frozenset[str]]] = {}
        for node in tree.body:
            if not isinstance(node, nodes.FromImport | nodes.Import):
                continue
            template = node.template
            if not isinstance(template, nodes.Const):
                continue
            if not str(template.value).startswith(SHARED):
                if isinstance(node, nodes.FromImport):
                    self._check_import(node, str(template.value), environment)
                continue
            source, filename = self._source(str(template.value), environment, node.lineno)
            exported, known = parts_of(source, filename)
            if isinstance(node, nodes.Import):
                self._modules[node.target] = known
                self._exported[node.target] = str(template.value), exported
                continue
            for name in node.names:
                wanted, alias = name if isinstance(name, tuple) else (name, name)
                if wanted not in exported:
                    self.refuse(
                        f"{template.value} has no {wanted!r}{nearest(wanted, exported)}",
                        node.lineno,
                    )
                if wanted in known:
                    self._parts[alias] = known[wanted]
        # A name that is bound anywhere else may mean something else: then plain Jinja decides.
        for name, times in Counter(name for name, _ in bindings(found)).items():
            if times > 1:
                self._parts.pop(name, None)
                self._modules.pop(name, None)

    def _check_import(
        self, node: nodes.FromImport, template: str, environment: Environment
    ) -> None:
        """Refuse a name that another component does not have; its own macro is always there."""
        file = template.rpartition("/")[2]
        macro = file.removesuffix(".html").replace("-", "_")
        wanted = [name[0] if isinstance(name, tuple) else name for name in node.names]
        if file == ALL:
            return
        source, filename = self._source(template, environment, node.lineno)
        if set(wanted) == {macro}:
            return
        exported, _ = parts_of(source, filename)
        for name in wanted:
            if name not in exported:
                self.refuse(f"{template} has no {name!r}{nearest(name, exported)}", node.lineno)

    def _source(self, template: str, environment: Environment, line: int) -> tuple[str, str]:
        """Give the source and file name of a template that is imported."""
        assert environment.loader is not None
        try:
            source, filename, _ = environment.loader.get_source(environment, template)
        except TemplateNotFound:
            library: Library = environment.citydesign_library  # type: ignore[attr-defined]
            known = [library.template(name) for name in library.folders]
            known += [
                SHARED + path.name for path in (library.base.folder / "shared").glob("*.html")
            ]
            self.refuse(f"no template {template!r}{nearest(template, known)}", line)
        return source, filename or template

    def part(self, call: nodes.Node) -> Part | None:
        """Give the shared part that a node surely calls."""
        match call:
            case nodes.Call(node=nodes.Name(name=name)):
                return self._parts.get(name)
            case nodes.Call(node=nodes.Getattr(node=nodes.Name(name=name), attr=attr)):
                return self._modules.get(name, {}).get(attr)
        return None

    def check(self, found: Sequence[nodes.Node]) -> None:
        """Refuse each call that its part does not take, or that no part is there for.

        Raises:
            ContractError: Names file and line, the part and what is wrong.
        """
        for node in found if self._modules else ():
            match node:
                case nodes.Getattr(node=nodes.Name(name=name), attr=attr) if name in self._modules:
                    template, exported = self._exported[name]
                    if attr not in exported:
                        self.refuse(
                            f"{template} has no {attr!r}{nearest(attr, exported)}", node.lineno
                        )
        blocks = {id(block.call) for block in found if isinstance(block, nodes.CallBlock)}
        for call in found:
            if not isinstance(call, nodes.Call) or is_dynamic(call):
                continue
            if part := self.part(call):
                try:
                    part.bind(call, id(call) in blocks)
                except ValueError as error:
                    self.refuse(str(error), call.lineno)

    def inline(self, found: Sequence[nodes.Node]) -> None:
        """Write the bodies of parts into the places that call them.

        What is imported for nothing else is no longer imported, so that it need not be compiled.
        """
        for node in found:
            for field in ("body", "else_"):
                if field in node.fields and getattr(node, field):
                    statements = getattr(node, field)
                    statements[:] = [new for old in statements for new in self._divided(old)]
        read = Counter(node.name for node in found if isinstance(node, nodes.Name))
        for node in list(self._tree.body):
            match node:
                case nodes.FromImport(template=nodes.Const(value=template)) if str(
                    template
                ).startswith(SHARED):
                    node.names = [
                        name
                        for name in node.names
                        for alias in [name if isinstance(name, str) else name[1]]
                        if read[alias] > self._written[alias]
                    ]
                    if not node.names:
                        self._tree.body.remove(node)

    def _divided(self, node: nodes.Node) -> list[nodes.Node]:
        if not isinstance(node, nodes.Output) or not any(map(self.part, node.nodes)):
            return [node]
        out: list[nodes.Node] = []
        for child in node.nodes:
            part = self.part(child)
            if part and part.body and isinstance(child, nodes.Call) and not is_dynamic(child):
                out.append(part.inlined(child))
                if isinstance(child.node, nodes.Name):
                    self._written[child.node.name] += 1
            elif out and isinstance(out[-1], nodes.Output):
                out[-1].nodes.append(child)
            else:
                out.append(nodes.Output([child], lineno=child.lineno))
        return out

    def refuse(self, what: str, line: int) -> NoReturn:
        """Say what is wrong in this template, and where."""
        raise ContractError(f"{self._place}:{line}: {what}")


@lru_cache(maxsize=64)
def parts_of(source: str, place: str) -> tuple[frozenset[str], Mapping[str, Part]]:
    """Read the macros of a shared template: the names that it exports, and the parts among them.

    Raises:
        ContractError: The template can't be read, or takes a name that is reserved.
    """
    environment = Environment(trim_blocks=True, lstrip_blocks=True, autoescape=True)
    try:
        tree = environment.parse(source, place)
    except TemplateSyntaxError as error:
        raise ContractError(f"{place}:{error.lineno}: {error.message}") from None
    found = list(walk(tree))
    refuse_reserved(found, place)
    refuse_unlisted(found, place)
    times = Counter(name for name, _ in bindings(found))
    exported, parts = set(), {}
    for node in tree.body:
        if isinstance(node, nodes.Macro):
            exported.add(node.name)
            if times[node.name] == 1:
                parts[node.name] = Part(node)
        elif isinstance(node, nodes.Assign | nodes.AssignBlock):
            exported |= {name for name, _ in bindings(walk(node.target))}
    public = frozenset(name for name in exported if not name.startswith("_"))
    return public, {name: part for name, part in parts.items() if name in public}


def refuse_reserved(found: Iterable[nodes.Node], place: str) -> None:
    """Refuse a template that gives another meaning to what every template of ours has.

    Raises:
        ContractError: Names file, line and name.
    """
    for name, line in bindings(found):
        if name in RESERVED:
            raise ContractError(
                f"{place}:{line}: {name!r} is what the templates of all components have; "
                "choose another name"
            )


def refuse_unlisted(found: Iterable[nodes.Node], place: str) -> None:
    """Refuse a filter that gives no list where only a list works in sync and async hosts alike.

    Raises:
        ContractError: Names file, line and filter.
    """
    read: set[int] = set()
    for node in found:
        match node:
            case nodes.For(iter=items):
                read.add(id(items))
            case nodes.Filter(name=name):
                if name in _UNLISTED and id(node) not in read:
                    raise ContractError(
                        f"{place}:{node.lineno}: in an async host, {name} gives no list; "
                        f"write {name}(...)|list"
                    )
                if name in _READERS:
                    read.add(id(node.node))


def bindings(found: Iterable[nodes.Node]) -> Iterator[tuple[str, int]]:
    """Each name that these nodes bind, with its line: set, looped over, imported, a parameter."""
    for node in found:
        match node:
            case nodes.Name(name=name, ctx="store" | "param"):
                yield name, node.lineno
            case nodes.Macro(name=name) | nodes.Import(target=name):
                yield name, node.lineno
            case nodes.FromImport(names=names):
                for one in names:
                    yield one if isinstance(one, str) else one[1], node.lineno


def is_dynamic(call: nodes.Call) -> bool:
    """True for a call with `*args` or `**kwargs`, whose arguments only the running page knows."""
    return call.dyn_args is not None or call.dyn_kwargs is not None


def walk(*trees: nodes.Node) -> Iterator[nodes.Node]:
    """Every node of these trees, each before what it holds."""
    waiting = list(reversed(trees))
    while waiting:
        node = waiting.pop()
        yield node
        for field in reversed(node.fields):
            value = getattr(node, field)
            if isinstance(value, nodes.Node):
                waiting.append(value)
            elif type(value) is list:
                waiting += [one for one in reversed(value) if isinstance(one, nodes.Node)]


def _names(macro: nodes.Macro) -> tuple[set[str], set[str]]:
    """The names that a macro binds, and those that it reads from elsewhere."""
    body = list(walk(*macro.body))
    bound = {name for name, _ in bindings([*macro.args, *body])}
    read = {node.name for node in body if isinstance(node, nodes.NSRef | nodes.Name)}
    loops = [child for node in body if isinstance(node, nodes.For) for child in node.body]
    if _loops(body) == _loops(walk(*loops)):
        read.discard("loop")
    return bound, read - bound


def _loops(body: Iterable[nodes.Node]) -> set[int]:
    return {id(node) for node in body if isinstance(node, nodes.Name) and node.name == "loop"}


def _is_constant(default: nodes.Expr) -> bool:
    try:
        default.as_const()
    except nodes.Impossible:
        return False
    return True


def _copy(value: Any, names: Mapping[str, str], line: int | None = None) -> Any:
    """Copy a tree, so that compiling one place changes no other; rename as `names` says.

    All of it gets the line, unless it is None.
    """
    if isinstance(value, nodes.Node):
        fields = [_copy(getattr(value, field), names, line) for field in value.fields]
        made = type(value)(*fields, lineno=line or value.lineno, environment=value.environment)
        if isinstance(made, nodes.Name | nodes.NSRef):
            made.name = names.get(made.name, made.name)
        return made
    if isinstance(value, list | tuple):
        return type(value)(_copy(one, names, line) for one in value)
    return value
