"""The types of contracts: what each takes, and how a value becomes safe to write.

A type is a Python expression over the words in `_PLAIN` and `_OURS`, `Literal`, `list`, `dict`, `|`
and the names of records. Contracts keep the expression; what is made of it here is made
when it is first needed.
"""

import ast
import datetime as dt
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from jinja2 import Undefined
from markupsafe import escape

from citydesign import guards
from citydesign.attributes import fault_of, html_id, plain
from citydesign.errors import CityDesignError, ContractError, nearest
from citydesign.guards import is_text
from citydesign.icons import icon_names
from citydesign.library import LIBRARY, Library
from citydesign.rules import Fault, Record, Rules, is_unseen, unseen_in
from citydesign.tags import canonical
from citydesign.urls import ANOTHER_SITE, SCHEMES, is_empty, is_local, refused, scheme_of

Checker = Callable[[Any, str], Fault | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a type expression means."""

    #: Says what is wrong with a value.
    fault: Checker
    #: The guard that makes a value safe to write, as source over `citydesign.guards`; None where
    #: every value is safe.
    safe: str | None


def checker(
    expression: str,
    records: Mapping[str, Record],
    where: str,
    schemes: frozenset[str] = SCHEMES,
) -> Checker:
    """Make a check out of a type expression.

    Raises:
        ContractError: The expression is not one of the types that contracts know.
    """
    return Types(records, where, schemes).of(expression, where).fault


class Types:
    """Reads the types of one contract."""

    def __init__(
        self,
        records: Mapping[str, Record],
        owner: str,
        schemes: frozenset[str] = SCHEMES,
        library: Library = LIBRARY,
    ):
        self._records = records
        self._owner = owner
        self._schemes = schemes
        self._library = library
        # A record may hold another one, and even itself (a menu in a menu).
        self._made: dict[str, dict[str, Kind]] = {}
        self._unions: dict[str, Sequence[str]] = {}

    def of(self, expression: str, path: str) -> Kind:
        """Read one type expression.

        Args:
            expression: The type, as the header writes it.
            path: Names the parameter in errors and in the log.

        Raises:
            ContractError: It is not one of the types that contracts know.
        """
        try:
            tree = _tree(expression)
        except SyntaxError:
            raise ContractError(f"{self._owner}: {expression!r} is no type") from None
        return self._of(tree, path)

    def source(self) -> list[str]:
        """Write what the guards of all types that were read need, as lines of Python."""
        shapes = {
            name: {field: kind.safe for field, kind in kinds.items()}
            for name, kinds in self._made.items()
        }
        return guards.source(shapes, self._unions)

    def _of(self, node: ast.expr, path: str) -> Kind:
        members = _members(node)
        names = {_word(member) for member in members}
        kinds = [self._one(member, names, path) for member in members]
        if len(kinds) == 1:
            return kinds[0]
        return Kind(
            _either([kind.fault for kind in kinds], node),
            self._safe(members, names, kinds),
        )

    def _one(self, node: ast.expr, beside: set[str], path: str) -> Kind:
        match node:
            case ast.Constant(value=None):
                return Kind(lambda value, at: None if value is None else (at, "must be None"), None)
            case ast.Name(id="str"):
                for name in _ISO:
                    if name in beside:
                        # Where there may be none, an empty text is none: forms send it so.
                        return Kind(_iso(name, empty="None" in beside), "text")
                if "Markup" in beside:
                    return Kind(_plain_checker("str"), None)
                return Kind(_plain_text, "text")
            case ast.Name(id="Markup"):
                return Kind(_plain_checker("Markup"), None)
            case ast.Name(id="Url"):
                return Kind(_url_checker(self._schemes), f"host.url({path!r})")
            case ast.Name(id="LocalUrl"):
                return Kind(_local_url, f"host.local_url({path!r})")
            case ast.Name(id="Id"):
                return Kind(_id, "text")
            case ast.Name(id="Language"):
                return Kind(_language, "text")
            case ast.Name(id="Icon"):
                icons = icon_names(self._library)
                return Kind(_literal_checker(icons), "host.icon")
            case ast.Name(id="Attrs"):
                # `attributes` leaves out what is unsafe where it writes them.
                return Kind(_attrs_checker(self._schemes), None)
            case ast.Name(id="bool"):
                # Asked, never written.
                return Kind(_plain_checker("bool"), None)
            case ast.Name(id=name) if name in _PLAIN:
                return Kind(_plain_checker(name), "text")
            case ast.Name(id=name) if name in self._records:
                return self._record(name, path)
            case ast.Subscript(value=ast.Name(id="Literal"), slice=inner):
                elements = inner.elts if isinstance(inner, ast.Tuple) else [inner]
                try:
                    choices = [ast.literal_eval(e) for e in elements]
                except ValueError:
                    choices = []
                if not choices:
                    raise ContractError(
                        f"{self._owner}: {ast.unparse(node)!r} is no type; a Literal lists texts "
                        "or numbers, such as Literal['small', 'large']"
                    )
                otherwise = None if "None" in beside else choices[0]
                return Kind(_literal_checker(choices), f"choice({choices!r}, {otherwise!r})")
            case ast.Subscript(value=ast.Name(id="list"), slice=inner):
                kind = self._of(inner, path)
                return Kind(_list_checker(kind.fault), self._list(kind.safe))
            case ast.Subscript(
                value=ast.Name(id="dict"), slice=ast.Tuple(elts=[ast.Name(id="str"), inner])
            ):
                kind = self._of(inner, path)
                return Kind(_dict_checker(kind.fault), kind.safe and f"mapping({kind.safe})")
        known = [*_PLAIN, *_OURS, *self._records]
        raise ContractError(
            f"{self._owner}: unknown type {ast.unparse(node)!r}{nearest(ast.unparse(node), known)}"
        )

    def _safe(
        self, members: Sequence[ast.expr], names: set[str], kinds: Sequence[Kind]
    ) -> str | None:
        """Choose by what is given: a dict is judged as a record or dict, a list as a list."""
        single = several = mapped = None
        records = [m.id for m in members if isinstance(m, ast.Name) and m.id in self._records]
        for member, kind in zip(members, kinds, strict=True):
            match member:
                case ast.Name(id=name) if name in self._records:
                    mapped = self._union(records)
                case ast.Subscript(value=ast.Name(id="list")):
                    several = kind.safe
                case ast.Subscript(value=ast.Name(id="dict")):
                    mapped = mapped or kind.safe
                case ast.Constant() | ast.Name(id="Attrs"):
                    pass
                case ast.Subscript() if names & {"str", "Id", "Language"}:
                    pass
                case _:
                    # An address or a name from a list asks for more than that it be plain.
                    single = kind.safe if single in (None, "text") else single
        if several is None and mapped is None:
            return None if "Markup" in names else single
        if several is None and single is None and records:
            return mapped
        single = "same" if "Markup" in names else single
        return f"by_shape({single}, {several}, {mapped}, {bool(records)})"

    def _list(self, inner: str | None) -> str | None:
        union = (inner or "").removeprefix("record_")
        if union in self._unions:
            return f"many({inner}, clean_{union})"
        return inner and f"many({inner})"

    def _union(self, records: Sequence[str]) -> str:
        union = "_".join(records)
        self._unions[union] = records
        return f"record_{union}"

    def _record(self, name: str, path: str) -> Kind:
        record = self._records[name]
        if name not in self._made:
            self._made[name] = {}
            self._made[name] |= {f.name: self.of(f.type, f"{path}.{f.name}") for f in record.fields}
        kinds = self._made[name]
        return Kind(_record_checker(record, kinds, self._records), self._union([name]))


@lru_cache(maxsize=512)
def _tree(expression: str) -> ast.expr:
    """Read an expression. Nearly all are the same few; nobody changes the tree."""
    return ast.parse(expression, mode="eval").body


def _word(member: ast.expr) -> str:
    """A name or constant as it is written; what a list or dict holds doesn't matter here."""
    match member:
        case ast.Name(id=name):
            return name
        case ast.Constant(value=value):
            return repr(value)
    return ""


def _members(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return [*_members(node.left), *_members(node.right)]
    return [node]


# Checks


#: The words for types that are ours.
_OURS = ("Url", "LocalUrl", "Id", "Language", "Icon", "Attrs")
_PLAIN: dict[str, Callable[[Any], bool]] = {
    "str": is_text,
    "Markup": lambda value: hasattr(value, "__html__"),
    "int": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "float": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "bool": lambda value: isinstance(value, bool),
    "date": lambda value: isinstance(value, dt.date),
    "time": lambda value: isinstance(value, dt.time),
    "datetime": lambda value: isinstance(value, dt.datetime),
}


def _date(text: str) -> object:
    return dt.date.fromisoformat(text) if len(text) == 10 else dt.datetime.fromisoformat(text)


_DAY = re.compile(r"\d{4}-\d\d-\d\d(\Z|[T ]\d\d:\d\d)")
#: Beside one of these a `str` is its ISO 8601 form: how it begins, because Python
#: also reads what HTML does not, such as `0915` and `2027-W12-3`, and what reads it.
_ISO: dict[str, tuple[re.Pattern[str], Callable[[str], object]]] = {
    "date": (_DAY, _date),
    "time": (re.compile(r"\d\d:\d\d"), dt.time.fromisoformat),
    "datetime": (_DAY, dt.datetime.fromisoformat),
}


def _plain_checker(name: str) -> Checker:
    accepts = _PLAIN[name]

    def check(value: Any, path: str) -> Fault | None:
        if isinstance(value, float) and not math.isfinite(value):
            return path, f"is {value}, which is no number to write"
        return None if accepts(value) else (path, f"must be {name}, not {_kind(value)}")

    return check


def _plain_text(value: Any, path: str) -> Fault | None:
    if not is_text(value):
        return path, f"must be str, not {_kind(value)}"
    # Markup without anything to escape reads the same as text and as HTML.
    if isinstance(value, str) and hasattr(value, "__html__") and escape(plain(value)) != value:
        return path, f"is plain text, and would show the tags of {_kind(value)}; give a str"
    return None


def _iso(name: str, *, empty: bool) -> Checker:
    begins, read = _ISO[name]
    example = {"date": "2027-03-24", "time": "09:15", "datetime": "2027-03-24T09:15"}[name]

    def check(value: Any, path: str) -> Fault | None:
        if not is_text(value):
            return path, f"must be str, not {_kind(value)}"
        if empty and not value:
            return None
        try:
            if not begins.match(str(value)):
                raise ValueError(value)
            read(str(value))
        except ValueError:
            return path, f"is {str(value)!r}, which is no ISO {name}; write one such as {example}"
        return None

    return check


def _id(value: Any, path: str) -> Fault | None:
    """What HTML takes as an id: at least one character, and no space."""
    if not is_text(value):
        return path, f"must be an id as str, not {_kind(value)}"
    if is_unseen(str(value)):
        return path, "is empty; write an id, such as 'contact'"
    if unseen_in(str(value)):
        close = html_id(str(value))
        hint = f"; write {close!r}" if not unseen_in(close) else ""
        return path, f"is {str(value)!r}, and an id holds no space{hint}"
    return None


def _language(value: Any, path: str) -> Fault | None:
    if not is_text(value):
        return path, f"must be a language tag as str, not {_kind(value)}"
    try:
        tag = canonical(str(value))
    except CityDesignError:
        example = "write one such as 'fi' or 'sv-FI' (BCP 47)"
        return path, f"is {str(value)!r}, which is no language tag; {example}"
    if tag.lower() != str(value).lower():
        return path, f"is {str(value)!r}; write {tag!r} (BCP 47)"
    return None


def _url_checker(schemes: frozenset[str]) -> Checker:
    def check(value: Any, path: str) -> Fault | None:
        if not is_text(value):
            return path, f"must be a URL as str, not {_kind(value)}"
        url = plain(value)
        if is_empty(url):
            return path, "is empty; write an address, such as /contact"
        begin = refused(url, schemes)
        if begin == ANOTHER_SITE:
            return path, "begins with //, so it leads to another site; write https:// or a path"
        if begin:
            close = nearest(begin[:-1], sorted(schemes))
            hint = close if "did you mean" in close else f"; allowed: {', '.join(sorted(schemes))}"
            return path, f"leads to {begin}, which is not allowed{hint}"
        return None

    return check


def _local_url(value: Any, path: str) -> Fault | None:
    if fault := _url_checker(SCHEMES)(value, path):
        return fault
    url = plain(value)
    if not is_local(url):
        return (
            path,
            f"leads to {scheme_of(url)}:, and what is sent stays on this site; write a path",
        )
    return None


def _attrs_checker(schemes: frozenset[str]) -> Checker:
    values = checker("dict[str, str | bool | None]", {}, "attrs")

    def check(value: Any, path: str) -> Fault | None:
        if fault := values(value, path):
            return fault
        seen: dict[str, str] = {}
        for name, one in value.items():
            if why := fault_of(name, one, schemes):
                return f"{path}[{name!r}]", why
            if (other := seen.setdefault(name.lower(), name)) != name:
                return f"{path}[{name!r}]", f"is given twice: {other!r} is the same attribute"
        return None

    return check


def _literal_checker(choices: Sequence[Any]) -> Checker:
    known = {str(choice): choice for choice in choices}

    def check(value: Any, path: str) -> Fault | None:
        if any(value == c and type(value) is type(c) for c in choices):
            return None
        word = str(value)
        if is_text(value):
            if word in known and isinstance(known[word], str):
                return None
            if word in known:
                return path, f"is the text {word!r}; write the number {word}"
            return path, f"is {word!r}{nearest(word, known)}"
        if word in known and type(value) is not type(known[word]):
            return path, f"is {_kind(value)}; write the text {known[word]!r}"
        return path, f"is {_shown(value)}; known: {', '.join(known)}"

    return check


def _either(checks: Sequence[Checker], expression: ast.expr) -> Checker:
    def check(value: Any, path: str) -> Fault | None:
        faults = []
        for one in checks:
            fault = one(value, path)
            if fault is None:
                return None
            faults.append(fault)
        # A fault further inside, or one that says more than the type, tells what to do.
        deepest = max(faults, key=lambda fault: len(fault[0]))
        if deepest[0] != path:
            return deepest
        for fault in faults:
            if not fault[1].startswith("must be "):
                return fault
        return path, f"must be {ast.unparse(expression)}, not {_kind(value)}"

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


def _record_checker(
    record: Record, kinds: Mapping[str, Kind], records: Mapping[str, Record]
) -> Checker:
    known = {f.name: f for f in record.fields}
    # Not at once: a record that holds itself is still being made.
    rules = cache(lambda: Rules(record.fields, records.values()))

    def check(value: Any, path: str) -> Fault | None:
        if not isinstance(value, Mapping):
            return path, f"must be a dict ({record.name}), not {_kind(value)}"
        for key in value:
            if key not in known:
                return f"{path}.{key}", f"is unknown{nearest(str(key), known)}"
        for name, field in known.items():
            if name in value:
                at = f"{path}.{name}"
                if fault := kinds[name].fault(value[name], at):
                    return fault
            elif field.required:
                return f"{path}.{name}", f"is missing ({record.name} needs it)"
        return rules().fault(value, path)

    return check


def _kind(value: object) -> str:
    if isinstance(value, Undefined):
        return "undefined"
    if value is None:
        return "None"
    return f"{type(value).__name__} {_shown(value)}"


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."
