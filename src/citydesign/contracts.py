"""Contracts: what each component takes, read from its header and its macro's signature.

The header is TOML in the first Jinja comment of `<component>.html`; the signature gives names,
order and defaults. Both must name the same parameters in the same order.
"""

import ast
import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from jinja2 import Environment, TemplateSyntaxError, Undefined, nodes
from markupsafe import Markup

from citydesign import built
from citydesign.errors import ContractError, nearest
from citydesign.keyboard import Press
from citydesign.keyboard import read as read_keyboard
from citydesign.names import RESERVED, RESERVED_FOR_MACROS
from citydesign.paths import COMPONENTS, component_folders

Status = Literal["draft", "stable", "deprecated"]
#: Where on a page the examples of a component stand.
Place = Literal["main", "header", "navigation", "footer", "page"]

#: Says what is wrong with a value, or None: `("items[2].hint", "is not text")`.
Fault = tuple[str, str]
Checker = Callable[[Any, str], Fault | None]

_HEADER = re.compile(r"\A\{#-?\s*\n(?P<toml>.*?)\n\s*-?#\}", re.DOTALL)
_DICT_NAMES = frozenset(dir(dict))
_REQUIRED: Any = object()


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a component, or one field of a record."""

    name: str
    type: str
    text: str
    #: The default as Python source; None where the caller must give a value.
    default: str | None = None
    check: Checker = field(repr=False, compare=False, default=lambda value, path: None)

    @property
    def required(self) -> bool:
        """True if the caller must give it."""
        return self.default is None


@dataclass(frozen=True, slots=True)
class Record:
    """A named kind of nested item, such as one radio of a group."""

    name: str
    fields: tuple[Parameter, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Component:
    """A component folder and its contract."""

    name: str
    group: str
    folder: Path
    title: str
    status: Status
    since: str
    summary: str
    place: Place
    parameters: tuple[Parameter, ...]
    records: tuple[Record, ...]
    #: True if a `{% call %}` block may give the content.
    call_block: bool
    #: What each key does; empty where nothing takes the focus.
    keyboard: tuple[Press, ...] = ()

    @property
    def macro(self) -> str:
        """The macro's name: the folder in snake_case."""
        return self.name.replace("-", "_")

    @property
    def template(self) -> Path:
        """The file that holds header and macro."""
        return self.folder / f"{self.name}.html"

    @property
    def script(self) -> Path | None:
        """The script that enhances it, if it has one."""
        path = self.folder / f"{self.name}.js"
        return path if path.exists() else None

    @property
    def parameter_names(self) -> tuple[str, ...]:
        """The parameters' names in order."""
        return tuple(p.name for p in self.parameters)


@cache
def all_components() -> tuple[Component, ...]:
    """Every component, by group and name.

    Raises:
        ContractError: A folder breaks its contract, or two share a name.
    """
    found: dict[str, Component] = {}
    records: dict[str, str] = {}
    for path in sorted(COMPONENTS.glob("*/*/")):
        if path.parent.name == "shared" or not path.is_dir():
            continue
        component = _known(path)
        if twin := found.get(component.name):
            raise ContractError(f"{component.folder}: {twin.folder} has the same name")
        for record in component.records:
            other = records.setdefault(record.name, component.name)
            if other != component.name:
                raise ContractError(
                    f"{component.template}: record {record.name} is taken by {other}"
                )
        found[component.name] = component
    return tuple(found.values())


def component(name: str) -> Component:
    """One component by name, in kebab-case or snake_case.

    Raises:
        ContractError: There is none of that name.
    """
    folders = component_folders()
    try:
        folder = folders[name.replace("_", "-")]
    except KeyError:
        raise ContractError(f"no component {name!r}{nearest(name, folders)}") from None
    return _known(folder)


@cache
def _known(folder: Path) -> Component:
    header = folder / f"{folder.name}.html"
    if not header.exists():
        return load(folder)
    found = built.data(
        f"contracts/{folder.name}.json",
        lambda: built.fingerprint([header]) + _common(),
        lambda: as_data(load(folder)),
    )
    return from_data(found, folder)


@cache
def _common() -> str:
    """Tell one state of what every contract depends on from another."""
    code = Path(__file__).parent.glob("*.py")
    return built.fingerprint(sorted([*code, *(COMPONENTS / "shared").glob("*.toml")]))


def as_data(component: Component) -> dict[str, Any]:
    """Give a contract as JSON can hold it, to be read again by `from_data`."""

    def plain(value: Any, left_out: Sequence[str] = ("check", "folder")) -> Any:
        if is_dataclass(value):
            names = [f.name for f in fields(value) if f.name not in left_out]
            return {name: plain(getattr(value, name)) for name in names}
        return [plain(one) for one in value] if isinstance(value, tuple) else value

    return plain(component)  # type: ignore[no-any-return]


def from_data(data: Mapping[str, Any], folder: Path) -> Component:
    """Make the contract of a folder out of what `as_data` gave; its checks are made when needed."""
    records = {record["name"]: Record(record["name"], ()) for record in data["records"]}

    def parameters(rows: Sequence[Mapping[str, Any]]) -> tuple[Parameter, ...]:
        return tuple(Parameter(**row, check=_late_checker(row["type"], records)) for row in rows)

    for record in data["records"]:
        object.__setattr__(records[record["name"]], "fields", parameters(record["fields"]))
    presses: list[dict[str, Any]] = [
        {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
        for row in data["keyboard"]
    ]
    made: dict[str, Any] = {
        "folder": folder,
        "parameters": parameters(data["parameters"]),
        "records": tuple(records.values()),
        "keyboard": tuple(Press(**row) for row in presses),
    }
    return Component(**{**data, **made})


def _late_checker(expression: str, records: Mapping[str, Record]) -> Checker:
    made: list[Checker] = []

    def check(value: Any, path: str) -> Fault | None:
        if not made:
            made.append(checker(expression, records, path))
        return made[0](value, path)

    return check


def load(folder: Path) -> Component:
    """Read the contract of a component folder.

    Raises:
        ContractError: Header or macro are missing, or disagree.
    """
    path = folder / f"{folder.name}.html"
    try:
        source = path.read_text("utf-8")
    except OSError:
        raise ContractError(
            f"{folder}: no {path.name}; a component is a folder with its macro"
        ) from None
    head = _header(path, source)
    records = _records(path, head.pop("records", {}))
    macro = _macro(path, source)
    names = [arg.name for arg in macro.args]
    call_block = names[-1:] == ["caller"]
    if call_block:
        names.pop()
        if "content" not in names:
            raise ContractError(f"{path}: a macro with caller=None needs a parameter 'content'")
    declared = head.pop("parameters", {})
    if list(declared) != names:
        raise ContractError(
            f"{path}:{macro.lineno}: header names ({', '.join(declared)}), "
            f"the macro ({', '.join(names)}); write the same names in the same order"
        )
    defaults = _defaults(path, source, macro)
    parameters = tuple(
        _parameter(path, name, spec, records, defaults.get(name)) for name, spec in declared.items()
    )
    component = Component(
        name=folder.name,
        group=folder.parent.name,
        folder=folder,
        title=_word(path, head, "title"),
        status=_word(path, head, "status", get_args(Status)),
        since=_word(path, head, "since"),
        summary=_word(path, head, "summary"),
        place=_word(path, head, "place", get_args(Place), "main"),
        parameters=parameters,
        records=tuple(records.values()),
        call_block=call_block,
        keyboard=read_keyboard(path, head.pop("keyboard", [])),
    )
    if head:
        known = (
            "title", "status", "since", "summary", "place", "parameters", "records", "keyboard"
        )  # fmt: skip
        name = next(iter(head))
        raise ContractError(f"{path}: unknown header key {name!r}{nearest(name, known)}")
    return component


def _header(path: Path, source: str) -> dict[str, Any]:
    match = _HEADER.match(source)
    if not match:
        raise ContractError(f"{path}: begin with a comment that holds the TOML header")
    import tomllib

    try:
        return tomllib.loads(match["toml"])
    except tomllib.TOMLDecodeError as error:
        raise ContractError(f"{path}: header: {error}") from None


def _word(
    path: Path,
    head: dict[str, Any],
    key: str,
    choices: Sequence[str] = (),
    default: str = "",
) -> Any:
    value = head.pop(key, default)
    if not isinstance(value, str) or not value.strip():
        raise ContractError(f'{path}: header needs {key} = "..."')
    if choices and value not in choices:
        raise ContractError(f"{path}: {key} = {value!r}{nearest(value, choices)}")
    return value


def _macro(path: Path, source: str) -> nodes.Macro:
    try:
        tree = Environment(autoescape=True).parse(source, filename=str(path))
    except TemplateSyntaxError as error:
        raise ContractError(f"{path}:{error.lineno}: {error.message}") from None
    public = [m for m in tree.find_all(nodes.Macro) if not m.name.startswith("_")]
    wanted = path.stem.replace("-", "_")
    if [m.name for m in public] != [wanted]:
        names = ", ".join(m.name for m in public) or "none"
        raise ContractError(f"{path}: needs one public macro, {wanted!r}; it has {names}")
    if wanted in RESERVED_FOR_MACROS:
        raise ContractError(
            f"{path}:{public[0].lineno}: the macro {wanted!r} would hide what pages have under "
            "that name; rename the folder"
        )
    return public[0]


def _defaults(path: Path, source: str, macro: nodes.Macro) -> dict[str, str]:
    args = [arg.name for arg in macro.args]
    defaults = {}
    for name, node in zip(args[len(args) - len(macro.defaults) :], macro.defaults, strict=True):
        try:
            defaults[name] = repr(node.as_const())
        except nodes.Impossible:
            raise ContractError(f"{path}:{macro.lineno}: {name} needs a constant default") from None
    return defaults


def _parameter(
    path: Path, name: str, spec: Any, records: Mapping[str, Record], default: str | None
) -> Parameter:
    if name.rpartition(".")[2] in RESERVED:
        raise ContractError(
            f"{path}: {name!r} is what the templates of all components have; choose another name"
        )
    if not isinstance(spec, dict) or not {"type", "text"} <= set(spec) <= {"type", "text"}:
        raise ContractError(f'{path}: {name} needs {{ type = "...", text = "..." }}')
    check = checker(spec["type"], records, f"{path}: {name}")
    if default is not None and (fault := check(ast.literal_eval(default), name)):
        raise ContractError(f"{path}: the default of {fault[0]} {fault[1]}")
    return Parameter(name, spec["type"], spec["text"], default, check)


def _records(path: Path, tables: Mapping[str, Any]) -> dict[str, Record]:
    # A record may hold another one, and even itself (a menu in a menu).
    records = {name: Record(name, ()) for name in tables}
    for name, table in tables.items():
        fields = []
        for key, spec in table.items():
            if key in _DICT_NAMES:
                raise ContractError(
                    f"{path}: {name}.{key} is a method of dict, which Jinja would give instead; "
                    "choose another word"
                )
            spec = dict(spec)
            fields.append(_parameter(path, key, _plain(spec), records, spec.get("default")))
        object.__setattr__(records[name], "fields", tuple(fields))
    return records


def _plain(spec: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in spec.items() if key != "default"}


def is_text(value: object) -> bool:
    """True for `str`, for `Markup` and for the lazy strings of Django and Flask-Babel."""
    return isinstance(value, str) or (
        not isinstance(value, Undefined) and callable(getattr(value, "casefold", None))
    )


def checker(expression: str, records: Mapping[str, Record], where: str) -> Checker:
    """Make a check out of a type expression.

    Raises:
        ContractError: The expression is not one of the types that contracts know.
    """
    try:
        tree = ast.parse(expression, mode="eval").body
    except SyntaxError:
        raise ContractError(f"{where}: {expression!r} is no type") from None
    return _checker(tree, records, where)


def _checker(node: ast.expr, records: Mapping[str, Record], where: str) -> Checker:
    match node:
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _either(
                [_checker(left, records, where), _checker(right, records, where)],
                ast.unparse(node),
            )
        case ast.Constant(value=None):
            return lambda value, path: None if value is None else (path, "must be None")
        case ast.Name(id=name) if name in _PLAIN:
            return _plain_checker(name)
        case ast.Name(id=name) if name in records:
            return _record_checker(records[name])
        case ast.Subscript(value=ast.Name(id="Literal"), slice=inner):
            elements = inner.elts if isinstance(inner, ast.Tuple) else [inner]
            return _literal_checker([ast.literal_eval(e) for e in elements])
        case ast.Subscript(value=ast.Name(id="list"), slice=inner):
            return _list_checker(_checker(inner, records, where))
        case ast.Subscript(
            value=ast.Name(id="dict"), slice=ast.Tuple(elts=[ast.Name(id="str"), inner])
        ):
            return _dict_checker(_checker(inner, records, where))
    raise ContractError(
        f"{where}: unknown type {ast.unparse(node)!r}{nearest(ast.unparse(node), _PLAIN)}"
    )


_PLAIN: dict[str, Callable[[Any], bool]] = {
    "str": is_text,
    "Markup": lambda value: isinstance(value, Markup) or hasattr(value, "__html__"),
    "int": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "float": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "bool": lambda value: isinstance(value, bool),
    "date": lambda value: isinstance(value, dt.date),
    "time": lambda value: isinstance(value, dt.time),
    "datetime": lambda value: isinstance(value, dt.datetime),
}


def _plain_checker(name: str) -> Checker:
    accepts = _PLAIN[name]

    def check(value: Any, path: str) -> Fault | None:
        return None if accepts(value) else (path, f"must be {name}, not {_kind(value)}")

    return check


def _literal_checker(choices: list[Any]) -> Checker:
    def check(value: Any, path: str) -> Fault | None:
        if any(value == c and type(value) is type(c) for c in choices):
            return None
        if is_text(value) and str(value) in choices:
            return None
        known = [str(c) for c in choices]
        close = nearest(str(value), known)
        return path, f"is {value!r}{close or '; known: ' + ', '.join(known)}"

    return check


def _either(checks: list[Checker], expression: str) -> Checker:
    def check(value: Any, path: str) -> Fault | None:
        faults = []
        for one in checks:
            fault = one(value, path)
            if fault is None:
                return None
            faults.append(fault)
        # A fault further inside says more than "must be one of".
        deepest = max(faults, key=lambda fault: len(fault[0]))
        if deepest[0] != path or "; " in deepest[1]:
            return deepest
        return path, f"must be {expression}, not {_kind(value)}"

    return check


def _list_checker(inner: Checker) -> Checker:
    def check(value: Any, path: str) -> Fault | None:
        if is_text(value) or not isinstance(value, Sequence):
            return path, f"must be a list, not {_kind(value)}"
        for index, one in enumerate(value):
            if fault := inner(one, f"{path}[{index}]"):
                return fault
        return None

    return check


def _dict_checker(inner: Checker) -> Checker:
    def check(value: Any, path: str) -> Fault | None:
        if not isinstance(value, Mapping):
            return path, f"must be a dict, not {_kind(value)}"
        for key, one in value.items():
            if not isinstance(key, str):
                return path, f"has the key {key!r}, which is not str"
            if fault := inner(one, f"{path}[{key!r}]"):
                return fault
        return None

    return check


def _record_checker(record: Record) -> Checker:
    def check(value: Any, path: str) -> Fault | None:
        if not isinstance(value, Mapping):
            return path, f"must be a dict ({record.name}), not {_kind(value)}"
        known = {f.name: f for f in record.fields}
        for key in value:
            if key not in known:
                return f"{path}.{key}", f"is unknown{nearest(str(key), known)}"
        for name, spec in known.items():
            if name in value:
                if fault := spec.check(value[name], f"{path}.{name}"):
                    return fault
            elif spec.required:
                return f"{path}.{name}", f"is missing ({record.name} needs it)"
        return None

    return check


def _kind(value: object) -> str:
    if isinstance(value, Undefined):
        return "undefined"
    if value is None:
        return "None"
    text = repr(value)
    return f"{type(value).__name__} {text if len(text) <= 40 else text[:37] + '...'}"
