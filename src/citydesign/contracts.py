"""Contracts: what each component takes, read from its header and its macro's signature.

The header is TOML in the first Jinja comment of `<component>.html`; the signature gives names,
order and defaults. Both must name the same parameters in the same order. What repeats is taken from
`shared/contracts.toml`: families of parameters by `uses`, records by their names.
"""

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from jinja2 import Environment, TemplateSyntaxError, nodes

from citydesign import built, toml_file
from citydesign.errors import ContractError, nearest
from citydesign.keyboard import Press
from citydesign.keyboard import read as read_keyboard
from citydesign.library import GROUPS, LIBRARY, OURS, Library, Pack
from citydesign.names import RESERVED, RESERVED_FOR_MACROS
from citydesign.rules import JUDGED, RULES, Parameter, Record, names_in, siblings
from citydesign.types import Types

#: How far a component may be relied on; CONTRIBUTING says what evidence each asks for.
Status = Literal["draft", "trial", "stable"]
#: Where on a page the examples of a component are shown.
Place = Literal["main", "header", "navigation", "footer", "page"]

_HEADER = re.compile(r"\A\{#-?\s*\n(?P<toml>.*?)\n\s*-?#\}", re.DOTALL)
#: What `since` names; "next" where the next release brings it.
_VERSION = re.compile(r"next|\d+(\.\d+)*")
_DICT_NAMES = frozenset(dir(dict))
#: What a header may hold.
_KEYS = (
    "title", "status", "since", "evidence", "summary", "also", "place", "uses", "parameters",
    "records", "keyboard",
)  # fmt: skip


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
    #: What a stable component was tried on, and by whom.
    evidence: str = ""
    #: What other systems call it, or what it is used instead of: modal, carousel.
    also: tuple[str, ...] = ()
    #: The pack that it belongs to.
    pack: Pack = OURS

    @property
    def id(self) -> str:
        """Its name, after that of its pack unless it is ours: `rantakyla/stop-board`."""
        return self.name if self.pack.name == OURS.name else f"{self.pack.name}/{self.name}"

    @property
    def block(self) -> str:
        """First part of its classes, and the name of its custom element: `city-text-input`."""
        return f"{self.pack.prefix}-{self.name}"

    @property
    def imported_from(self) -> str:
        """Name of its template, as a host imports it: `citydesign/text-input.html`."""
        return f"{self.pack.name}/{self.name}.html"

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
def all_components(library: Library = LIBRARY) -> tuple[Component, ...]:
    """Every component: ours, then those of each pack, by group and name.

    Raises:
        ContractError: A folder breaks its contract, or two of a pack share a name.
    """
    packs = (library.base, *library.packs)
    return tuple(one for pack in packs for one in components_of(pack, library))


def components_of(pack: Pack, library: Library) -> list[Component]:
    """The components of one pack of a library, by group and name.

    Raises:
        ContractError: A folder breaks its contract, or two share a name.
    """
    found: list[Component] = []
    common = shared(library).records
    owners = dict.fromkeys(common, "shared/contracts.toml")
    for name, folder in library.folders.items():
        if library.pack_of(name) != pack:
            continue
        component = _known(folder, library, pack)
        if twin := next((one for one in _twins(folder, pack) if one != folder), None):
            raise ContractError(f"{folder}: {twin} has the same name")
        for record in component.records:
            if record == common.get(record.name):
                continue
            other = owners.setdefault(record.name, component.name)
            if other != component.name:
                raise ContractError(
                    f"{component.template}: record {record.name} is taken by {other}"
                )
        found.append(component)
    return found


def _twins(folder: Path, pack: Pack) -> list[Path]:
    return [path for group in GROUPS if (path := pack.folder / group / folder.name).is_dir()]


def component(name: str, library: Library = LIBRARY) -> Component:
    """One component by its id, in kebab-case or snake_case.

    Raises:
        ContractError: There is none of that name.
    """
    wanted = name.replace("_", "-")
    try:
        folder = library.folders[wanted]
    except KeyError:
        known = {one.id: one for one in all_components(library)}
        raise ContractError(f"no component {name!r}{meant(name, known)}") from None
    return _known(folder, library, library.pack_of(wanted))


def meant(name: str, known: Mapping[str, Component], *others: str) -> str:
    """Say which component was probably meant by a name: by that of another system, or nearly ours.

    `"; here it is 'dialog'"`, or as `nearest` says it.

    Args:
        name: As it was written: of a component, a macro or a template.
        known: The components, by their names as they are written there.
        others: What else may be written there.
    """
    wanted = _joined(name.rpartition("/")[2].removesuffix(".html"))
    for right, one in known.items():
        if wanted in map(_joined, one.also):
            return f"; here it is {right!r}"
    return nearest(name, [*known, *others])


def _joined(name: str) -> str:
    # One system's navbar is another's nav-bar.
    return re.sub("[-_ ]", "", name).lower()


def _known(folder: Path, library: Library, pack: Pack) -> Component:
    # A template that is written again while a server runs is compiled again, and must then not be
    # guarded as its contract was before.
    header = folder / f"{folder.name}.html"
    stamp = header.stat().st_mtime_ns if header.exists() else None
    return _known_since(stamp, folder, library, pack)


@cache
def _known_since(stamp: int | None, folder: Path, library: Library, pack: Pack) -> Component:
    header = folder / f"{folder.name}.html"
    if stamp is None:
        return load(folder, library, pack)
    ours = pack == library.base
    found = built.data(
        f"contracts/{folder.name}.json",
        # What another city's wheel holds was read by the citydesign that built it.
        built.version if pack.shipped else lambda: built.fingerprint([header]) + _common(library),
        lambda: as_data(load(folder, library, pack)),
        root=pack.build,
        shipped=pack.shipped and ours,
        keep=not pack.shipped,
    )
    return from_data(found, folder, pack)


@cache
def _common(library: Library) -> str:
    """Tell one state of what every contract depends on from another."""
    tables = sorted((library.base.folder / "shared").glob("*.toml"))
    return built.code() + built.fingerprint(tables)


def as_data(component: Component) -> dict[str, Any]:
    """Give a contract as JSON can hold it, to be read again by `from_data`."""

    def plain(value: Any) -> Any:
        if is_dataclass(value):
            names = [f.name for f in fields(value) if f.name not in ("folder", "pack")]
            return {name: plain(getattr(value, name)) for name in names}
        return [plain(one) for one in value] if isinstance(value, tuple) else value

    return plain(component)  # type: ignore[no-any-return]


def from_data(data: Mapping[str, Any], folder: Path, pack: Pack = OURS) -> Component:
    """Make the contract of a folder of a pack out of what `as_data` gave."""

    def parameters(rows: Sequence[Mapping[str, Any]]) -> tuple[Parameter, ...]:
        return tuple(Parameter(**row) for row in rows)

    presses: list[dict[str, Any]] = [
        {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
        for row in data["keyboard"]
    ]
    made: dict[str, Any] = {
        "folder": folder,
        "pack": pack,
        "parameters": parameters(data["parameters"]),
        "records": tuple(Record(r["name"], parameters(r["fields"])) for r in data["records"]),
        "keyboard": tuple(Press(**row) for row in presses),
    }
    return Component(**{**data, **made})


def load(folder: Path, library: Library = LIBRARY, pack: Pack | None = None) -> Component:
    """Read the contract of a component folder.

    Args:
        folder: The folder.
        library: What it may use: families and records that are shared, and icons.
        pack: The pack that it belongs to; the library's own components unless given.

    Raises:
        ContractError: Header or macro are missing, or disagree.
    """
    path = folder / f"{folder.name}.html"
    if not path.is_file():
        raise ContractError(f"{folder}: no {path.name}; a component is a folder with its macro")
    source = toml_file.text_of(path, ContractError)
    head = _header(path, source)
    own = _table(path, head.pop("records", {}), "records")
    common = shared(library)
    records = {**common.records, **_records(path, own, common.tables, library)}
    macro = _macro(path, source)
    names = [arg.name for arg in macro.args]
    call_block = names[-1:] == ["caller"]
    if call_block:
        names.pop()
        if "content" not in names:
            raise ContractError(f"{path}: a macro with caller=None needs a parameter 'content'")
    declared = _declared(path, macro.lineno, head, names, common)
    defaults = _defaults(path, source, macro)
    types = Types(records, str(path), library=library)
    parameters = tuple(
        _parameter(path, name, spec, types, defaults.get(name)) for name, spec in declared.items()
    )
    _check_rules(f"{path}: ", parameters, records)
    for name in own:
        _check_rules(f"{path}: {name}.", records[name].fields, records)
    used = _reached(parameters, records)
    component = Component(
        name=folder.name,
        group=folder.parent.name,
        folder=folder,
        pack=pack or library.base,
        title=_word(path, head, "title"),
        status=_word(path, head, "status", get_args(Status)),
        since=_word(path, head, "since"),
        summary=_word(path, head, "summary"),
        place=_word(path, head, "place", get_args(Place), "main"),
        parameters=parameters,
        records=tuple(record for name, record in records.items() if name in own or name in used),
        call_block=call_block,
        keyboard=read_keyboard(path, head.pop("keyboard", [])),
        evidence=_word(path, head, "evidence") if "evidence" in head else "",
        also=_also(path, head.pop("also", [])),
    )
    if not _VERSION.fullmatch(component.since):
        raise ContractError(f"{path}: since = {component.since!r} is no version, such as 0.3")
    if component.status == "stable" and not component.evidence:
        raise ContractError(f'{path}: stable needs evidence = "..."; without it, it is a trial')
    if head:
        name = next(iter(head))
        raise ContractError(f"{path}: unknown header key {name!r}{nearest(name, _KEYS)}")
    return component


@dataclass(frozen=True, slots=True)
class Shared:
    """What components have in common: families of parameters, and records."""

    families: Mapping[str, Mapping[str, Any]]
    records: Mapping[str, Record]
    #: The records as they are written, for others to extend.
    tables: Mapping[str, Mapping[str, Any]]


@cache
def shared(library: Library = LIBRARY) -> Shared:
    """Read `shared/contracts.toml` of our own components; packs use it too.

    Raises:
        ContractError: It is no TOML, or a family or record in it is broken.
    """
    path = library.base.folder / "shared" / "contracts.toml"
    head = toml_file.read(path, ContractError)
    families = _extended(path, _table(path, head.get("families", {}), "families"), {})
    tables = _extended(path, _table(path, head.get("records", {}), "records"), {})
    records = _records(path, tables, {}, library)
    for name, record in records.items():
        _check_rules(f"{path}: {name}.", record.fields, records)
    return Shared(families, records, tables)


def _extended(
    path: Path, tables: Mapping[str, Any], known: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    """Put into each table what it extends, which is above it or shared."""
    found: dict[str, dict[str, Any]] = {}
    for name, table in tables.items():
        table = dict(_table(path, table, name))
        if base := table.pop("extends", None):
            bases = {**known, **found}
            if str(base) not in bases:
                raise ContractError(f"{path}: {name} extends {base!r}{nearest(str(base), bases)}")
            table = _merged(bases[base], table)
        found[name] = table
    return found


def _merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Take both; of a parameter in both, what the own one says wins."""
    found = dict(base)
    for name, spec in own.items():
        below = found.get(name, {})
        found[name] = {**below, **spec} if isinstance(spec, dict) else spec
    return found


def _declared(
    path: Path, line: int, head: dict[str, Any], names: Sequence[str], common: Shared
) -> dict[str, dict[str, Any]]:
    """Give the description of each parameter, in the signature's order."""
    taken: dict[str, Any] = {}
    uses = head.pop("uses", [])
    if not isinstance(uses, list):
        raise ContractError(f'{path}: uses must be a list of families, such as ["field"]')
    for family in uses:
        if str(family) not in common.families:
            close = nearest(str(family), common.families)
            raise ContractError(f"{path}: uses {family!r}, which is no family{close}")
        taken = _merged(taken, common.families[family])
    own = _table(path, head.pop("parameters", {}), "parameters")
    declared = _merged(taken, own)
    if set(declared) != set(names) or list(own) != [name for name in names if name in own]:
        listed = [*own, *(name for name in taken if name not in own)]
        raise ContractError(
            f"{path}:{line}: header names ({', '.join(listed)}), "
            f"the macro ({', '.join(names)}); write the same names in the same order"
        )
    return {name: declared[name] for name in names}


def _reached(parameters: Sequence[Parameter], records: Mapping[str, Record]) -> set[str]:
    """Name the records that the parameters hold, at any depth."""
    found: set[str] = set()
    waiting = [parameter.type for parameter in parameters]
    while waiting:
        for name in names_in(waiting.pop()) & set(records) - found:
            found.add(name)
            waiting += [field.type for field in records[name].fields]
    return found


def _check_rules(
    place: str, parameters: Sequence[Parameter], records: Mapping[str, Record]
) -> None:
    by_name = {parameter.name: parameter for parameter in parameters}
    for parameter in parameters:
        at = f"{place}{parameter.name}"
        for rule in ("among", "local"):
            if named := getattr(parameter, rule):
                items, _, field = named.partition(".")
                fields = _fields(by_name[items], records) if items in by_name else set()
                plain = items in by_name and by_name[items].type == "list[str]"
                if field not in fields and not (plain and not field):
                    raise ContractError(
                        f"{at}: {rule} = {named!r} names no field "
                        "of a list; write one such as 'items.value'"
                    )
        for rule in ("width", "length", "least", "most", "needs", "without"):
            for other in siblings(getattr(parameter, rule)):
                if other not in by_name:
                    raise ContractError(
                        f"{at}: {rule} = {other!r} names no parameter{nearest(other, by_name)}"
                    )
        for rule in ("unique", "single", "last"):
            field = getattr(parameter, rule)
            if field and field not in _fields(parameter, records):
                raise ContractError(f"{at}: no item has {field!r}")
        for rule in parameter.rules:
            judged = JUDGED.get(rule, frozenset())
            if judged and not judged & names_in(parameter.type):
                raise ContractError(
                    f"{at}: {rule} says nothing of {parameter.type}; "
                    f"it judges {', '.join(sorted(judged))}"
                )


def _fields(parameter: Parameter, records: Mapping[str, Record]) -> set[str]:
    reached = _reached([parameter], records)
    return {field.name for name in reached for field in records[name].fields}


def _header(path: Path, source: str) -> dict[str, Any]:
    match = _HEADER.match(source)
    if not match:
        raise ContractError(f"{path}: begin with a comment that holds the TOML header")
    above = source.count("\n", 0, match.start("toml"))
    return toml_file.parse(match["toml"], path, ContractError, above)


def _table(path: Path, value: Any, name: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ContractError(f"{path}: {name} is {value!r}, and must be a table: [{name}]")
    return value


def _also(path: Path, given: Any) -> tuple[str, ...]:
    if isinstance(given, list) and all(
        isinstance(name, str) and name.strip() and name == name.lower() for name in given
    ):
        return tuple(given)
    raise ContractError(f'{path}: write also as names in small letters: also = ["modal"]')


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


def _parameter(path: Path, name: str, spec: Any, types: Types, default: str | None) -> Parameter:
    if name.rpartition(".")[2] in RESERVED:
        raise ContractError(
            f"{path}: {name!r} is what the templates of all components have; choose another name"
        )
    if not isinstance(spec, dict) or not {"type", "text"} <= set(spec):
        raise ContractError(f'{path}: {name} needs {{ type = "...", text = "..." }}')
    for key, value in spec.items():
        kinds = RULES.get(key, (str,))
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            wanted = " or ".join(kind.__name__ for kind in kinds)
            raise ContractError(f"{path}: {name}: {key} must be {wanted}")
        if isinstance(value, str) and not value.strip():
            raise ContractError(f"{path}: {name}: {key} is empty; leave it out, or say what")
        if key == "since" and not _VERSION.fullmatch(str(value)):
            raise ContractError(f"{path}: {name}: since = {value!r} is no version, such as 0.3")
        if key not in {"type", "text", *RULES}:
            close = nearest(key, ("type", "text", *RULES))
            raise ContractError(f"{path}: {name}: unknown word {key!r}{close}")
    parameter = Parameter(name, default=default, **spec)
    try:
        kind = types.of(parameter.type, name)
    except ContractError as error:
        raise ContractError(f"{path}: {name}: {str(error).removeprefix(f'{path}: ')}") from None
    if default is not None and (fault := kind.fault(ast.literal_eval(default), name)):
        raise ContractError(f"{path}: the default of {fault[0]} {fault[1]}")
    return parameter


def _records(
    path: Path, tables: Mapping[str, Any], known: Mapping[str, Any], library: Library
) -> dict[str, Record]:
    tables = _extended(path, tables, known)
    # A record may hold another one, and even itself (a menu in a menu).
    records = {name: Record(name, ()) for name in (*known, *tables)}
    types = Types(records, str(path), library=library)
    for name, table in tables.items():
        fields = []
        for key, spec in table.items():
            if key in _DICT_NAMES:
                raise ContractError(
                    f"{path}: {name}.{key} is a method of dict, which Jinja would give instead; "
                    "choose another word"
                )
            default = spec.get("default") if isinstance(spec, dict) else None
            fields.append(_parameter(path, key, _plain(spec), types, default))
        object.__setattr__(records[name], "fields", tuple(fields))
    return {name: records[name] for name in tables}


def _plain(spec: Any) -> Any:
    if not isinstance(spec, dict):
        return spec
    return {key: value for key, value in spec.items() if key != "default"}
