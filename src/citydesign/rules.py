"""Parameters and fields, and what a header asks of them beyond their type."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Undefined
from markupsafe import Markup

from citydesign.errors import nearest
from citydesign.guards import is_text
from citydesign.urls import is_local

#: Says what is wrong with a value, or None: `("items[2].hint", "is not text")`.
Fault = tuple[str, str]
#: Asks a rule of a parameter, its value, the path that names it, and the values beside it.
Judge = Callable[["Parameter", Any, str, Mapping[str, Any]], Fault | None]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a component, or one field of a record. Plain data."""

    name: str
    type: str
    text: str
    #: The default as Python source; None where the caller must give a value.
    default: str | None = None
    #: Version that brought it; empty where it is as old as the component.
    since: str = ""
    #: What to use instead, if it is on its way out.
    deprecated: str = ""
    #: Text that shows nothing is refused, in a list too, and so are empty lists. Where there may be
    #: none, an empty text or list is none.
    nonempty: bool = False
    #: It is written inside a link or button, so its HTML holds none.
    inert: bool = False
    #: A field in which no two items of the list, at any depth, are alike.
    unique: str = ""
    #: A field that at most one item of the list gives.
    single: str = ""
    #: A field that only the last item of the list may leave out.
    last: str = ""
    #: Words that the text has somewhere.
    contains: str = ""
    #: Where the value must be found, as `items.value` or `values`, unless `error` is given.
    among: str = ""
    #: The parameter that each row is as long as.
    width: str = ""
    #: The parameter that the list is as long as, unless it is empty.
    length: str = ""
    #: The least number: itself, or the name of the parameter beside it that says.
    least: int | str = ""
    #: The greatest number: itself, or the parameter beside it that says it or is so long. It never
    #: rules out the least one.
    most: int | str = ""
    #: What it says nothing without: one of these, separated by commas.
    needs: str = ""
    #: What leaves no place for it: each of these, separated by commas.
    without: str = ""
    #: Addresses that get what a form holds if this is given, as `items.url`: of the same site.
    local: str = ""

    @property
    def required(self) -> bool:
        """True if the caller must give it."""
        return self.default is None

    @property
    def rules(self) -> dict[str, Any]:
        """What it asks beyond its type, by the header's own words."""
        found = {name: getattr(self, name) for name in RULES}
        return {name: v for name, v in found.items() if v != "" and v is not False}


#: What a header may say of a parameter beside type, text and default.
RULES: dict[str, tuple[type, ...]] = {
    "since": (str,),
    "deprecated": (str,),
    "nonempty": (bool,),
    "inert": (bool,),
    "unique": (str,),
    "single": (str,),
    "last": (str,),
    "contains": (str,),
    "among": (str,),
    "width": (str,),
    "length": (str,),
    "least": (int, str),
    "most": (int, str),
    "needs": (str,),
    "without": (str,),
    "local": (str,),
}


_WORDS = frozenset({"str", "Markup", "Url", "LocalUrl", "Id", "Language", "Icon"})
_LISTS = frozenset({"list"})
#: The types that a rule judges; of any other it would say nothing, whatever is given.
JUDGED: dict[str, frozenset[str]] = {
    "nonempty": _WORDS | _LISTS,
    "inert": frozenset({"Markup"}),
    "unique": _LISTS,
    "single": _LISTS,
    "last": _LISTS,
    "contains": _WORDS,
    "among": _WORDS | _LISTS,
    "width": _LISTS,
    "length": _LISTS,
    "least": frozenset({"int", "float"}),
    "most": frozenset({"int", "float"}),
}


@dataclass(frozen=True, slots=True)
class Record:
    """A named kind of nested item, such as one radio of a group."""

    name: str
    fields: tuple[Parameter, ...]


class Rules:
    """Judges values of the right type by the rules of the parameters that they belong to.

    Args:
        parameters: Those of one component, or the fields of one record.
        records: The records that they may hold.
    """

    def __init__(self, parameters: Iterable[Parameter], records: Iterable[Record]):
        self._parameters = {p.name: p for p in parameters}
        self._defaults = {
            name: ast.literal_eval(p.default)
            for name, p in self._parameters.items()
            if p.default is not None
        }
        judges: list[tuple[set[str], Judge]] = [
            ({"nonempty"}, _nonempty),
            ({"inert"}, _inert),
            ({"unique"}, self._unique),
            ({"single"}, _single),
            ({"last"}, _last),
            ({"contains"}, _contains),
            ({"among"}, _among),
            ({"width", "length"}, _lengths),
            ({"least", "most"}, self._range),
            ({"needs", "without"}, self._company),
            ({"local"}, _local),
        ]
        #: What looks at each parameter: most have no rule.
        self._judges = {
            name: found
            for name, p in self._parameters.items()
            if (found := [judge for rules, judge in judges if rules & p.rules.keys()])
        }
        #: Fields of language tags, which differ by more than case.
        self._tags = {
            field.name
            for record in records
            for field in record.fields
            if "Language" in names_in(field.type)
        }

    def fault(self, values: Mapping[str, Any], within: str = "") -> Fault | None:
        """Say what is wrong with the first value that breaks a rule.

        Args:
            values: What is given, by parameter.
            within: What they belong to, for the error, as `items[2]`.
        """
        for name, judges in self._judges.items():
            if name in values:
                path = f"{within}.{name}" if within else name
                for judge in judges:
                    if fault := judge(self._parameters[name], values[name], path, values):
                        return fault
        return None

    def _unique(
        self, rule: Parameter, value: Any, path: str, values: Mapping[str, Any]
    ) -> Fault | None:
        seen: set[str] = set()
        for one in map(str, found_in(value, rule.unique)):
            key = one.casefold() if rule.unique in self._tags else one
            if key in seen:
                return path, f"has two items with the {rule.unique} {one!r}"
            seen.add(key)
        return None

    def _range(
        self, rule: Parameter, value: Any, path: str, values: Mapping[str, Any]
    ) -> Fault | None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        least, low = self._bound(rule.least, values)
        most, high = self._bound(rule.most, values)
        if low is not None and value < low:
            return path, f"is {value}; write {low} or more{least}"
        if high is not None and value > max(high, low or high):
            return path, f"is {value}; write {max(high, low or high)} or less{most}"
        return None

    def _bound(self, bound: int | str, values: Mapping[str, Any]) -> tuple[str, float | None]:
        """What says a bound, in words, and the bound."""
        if not isinstance(bound, str):
            return "", bound
        there = values.get(bound, self._defaults.get(bound)) if bound else None
        if there is None or isinstance(there, Undefined):
            return "", None
        if isinstance(there, int | float):
            return f", because {bound} is {there}", there
        return f", because {bound} has {len(there)}", len(there)

    def _company(
        self, rule: Parameter, value: Any, path: str, values: Mapping[str, Any]
    ) -> Fault | None:
        if not self._says(rule.name, values):
            return None
        name = path.rpartition(".")[2]
        needed = siblings(rule.needs)
        if needed and not any(self._value(one, values) for one in needed):
            return path, (
                f"needs {' or '.join(needed)}, without which nothing of it is shown; "
                f"give {needed[0]} too, or leave {name} out"
            )
        for other in siblings(rule.without):
            if self._says(other, values):
                return path, f"is not shown where {other} is given; leave one of them out"
        return None

    def _value(self, name: str, values: Mapping[str, Any]) -> Any:
        return values.get(name, self._defaults.get(name))

    def _says(self, name: str, values: Mapping[str, Any]) -> bool:
        """True if something is given that says more than to leave it out."""
        value = values.get(name)
        empty = value is None or (isinstance(value, Sequence) and not value)
        return name in values and not empty and value != self._defaults.get(name)


def _nonempty(rule: Parameter, value: Any, path: str, values: Mapping[str, Any]) -> Fault | None:
    if value is None:
        return None
    if is_text(value):
        none = not str(value) and rule.default == "None"
        return (path, "is empty") if shows_nothing(value) and not none else None
    if not isinstance(value, Sequence):
        return None
    if not value and rule.default != "[]":
        return path, "is an empty list; at least one is needed"
    for number, one in enumerate(value):
        if is_text(one) and shows_nothing(one):
            return f"{path}[{number}]", "is empty; leave it out"
    return None


def _inert(rule: Parameter, value: Any, path: str, values: Mapping[str, Any]) -> Fault | None:
    if hasattr(value, "__html__") and (found := _PRESSED.search(str(value))):
        tag = found[1].lower()
        return path, f"is written inside a link or button, and holds <{tag}>; give only its words"
    return None


def _single(rule: Parameter, value: Any, path: str, values: Mapping[str, Any]) -> Fault | None:
    given = [one for one in found_in(value, rule.single) if one]
    if len(given) > 1:
        return path, f"has {len(given)} items with {rule.single}; give it to one"
    return None


def _last(rule: Parameter, value: Any, path: str, values: Mapping[str, Any]) -> Fault | None:
    for number, one in enumerate(value[:-1]):
        if one.get(rule.last) is None:
            return f"{path}[{number}]", f"has no {rule.last}; only the last item may leave it out"
    return None


def _contains(rule: Parameter, value: Any, path: str, values: Mapping[str, Any]) -> Fault | None:
    if value is not None and rule.contains not in str(value):
        return path, f"is {str(value)!r}, which does not contain {rule.contains}; add it"
    return None


def _among(rule: Parameter, value: Any, path: str, values: Mapping[str, Any]) -> Fault | None:
    if values.get("error"):
        return None
    items, _, field = rule.among.partition(".")
    there = values.get(items) or ()
    known = [str(one) for one in (found_in(there, field) if field else there)]
    if value is None or is_text(value):
        # By itself an empty text says that nothing is chosen.
        value = [value] if value else []
    for one in value:
        if str(one) not in known:
            return path, f"is {str(one)!r}, which none of {items} has{nearest(str(one), known)}"
    return None


def _lengths(rule: Parameter, value: Any, path: str, values: Mapping[str, Any]) -> Fault | None:
    if rule.width:
        wanted = len(values.get(rule.width) or ())
        for number, row in enumerate(value):
            if len(row) != wanted:
                return f"{path}[{number}]", f"has {len(row)} cells, {rule.width} has {wanted}"
    if rule.length and value:
        has, wanted = len(value), len(values.get(rule.length) or ())
        if has != wanted:
            return path, f"has {has} items, {rule.length} has {wanted}: one for each"
    return None


def _local(rule: Parameter, value: Any, path: str, values: Mapping[str, Any]) -> Fault | None:
    if not value:
        return None
    items, _, field = rule.local.partition(".")
    for number, url in enumerate(found_in(values.get(items) or (), field)):
        if url is not None and not is_local(url):
            return f"{items}[{number}].{field}", (
                f"would send what the form holds to {str(url)!r}; give a path of this site, "
                f"or leave {path} out"
            )
    return None


def siblings(rule: int | str) -> list[str]:
    """The parameters that a rule names; none where it is a number."""
    names = rule.split(",") if isinstance(rule, str) else []
    return [name.strip() for name in names if name.strip()]


# Unicode's White_Space, Default_Ignorable_Code_Point and controls, and a Braille cell without dots.
_NOT_SEEN = (
    r"\x00-\x20\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f"
    r"\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_UNSEEN, _SEEN = re.compile(f"[{_NOT_SEEN}]"), re.compile(f"[^{_NOT_SEEN}]")
_STAYS = re.compile(rf"[^{_NOT_SEEN}]|[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
#: Elements that show something though they hold no text.
_SHOWN = re.compile(r"<(img|svg|picture|object|video|canvas|math|input|meter|progress)\b", re.I)
#: Elements that no link or button may hold: what is pressed or typed into (HTML, 4.5.1, 4.10.6).
_PRESSED = re.compile(
    r"<(a|button|details|embed|iframe|input|label|select|summary|textarea)\b", re.I
)


def shows_nothing(text: object) -> bool:
    """True if nothing of a text is seen or read aloud: spaces, controls, zero-width characters."""
    if hasattr(text, "__html__"):
        return not _SHOWN.search(str(text)) and is_unseen(Markup(str(text)).striptags())
    return is_unseen(str(text))


def is_unseen(text: str) -> bool:
    """True if each character of a plain text is one that nobody sees."""
    return not _SEEN.search(text)


def trimmed(text: str) -> str:
    """Give a plain text without the characters around it that nobody sees.

    Control characters stay, so that they can be refused; white space goes.
    """
    first, last = _STAYS.search(text), _STAYS.search(text[::-1])
    return text[first.start() : len(text) - last.start()] if first and last else ""


def unseen_in(text: str) -> bool:
    """True if a plain text holds a character that nobody sees."""
    return _UNSEEN.search(text) is not None


def found_in(value: Any, field: str) -> Iterator[Any]:
    """Give each value of a field in a list of records, at any depth."""
    if isinstance(value, Mapping):
        if field in value:
            yield value[field]
        for inner in value.values():
            if isinstance(inner, list | tuple):
                yield from found_in(inner, field)
    elif isinstance(value, Iterable) and not is_text(value):
        for one in value:
            yield from found_in(one, field)


def outdated(
    expression: str, value: Any, path: str, records: Mapping[str, Record]
) -> dict[str, str]:
    """Find the fields on their way out that a value gives.

    Args:
        expression: The type that the value has.
        value: What is given.
        path: What names it, as `items`.
        records: Those that it may hold, by name.

    Returns:
        What to use instead of each, by its path without numbers of items, as `items.hint`.
    """
    found: dict[str, str] = {}
    if isinstance(value, Mapping):
        for record in sorted(names_in(expression) & records.keys()):
            fields = {field.name: field for field in records[record].fields}
            if value.keys() <= fields.keys():
                for name, one in value.items():
                    at = f"{path}.{name}"
                    if fields[name].deprecated:
                        found[at] = fields[name].deprecated
                    found |= outdated(fields[name].type, one, at, records)
                return found
        for one in value.values():
            found |= outdated(expression, one, path, records)
    elif isinstance(value, Sequence) and not is_text(value):
        for one in value:
            found |= outdated(expression, one, path, records)
    return found


@cache
def names_in(expression: str) -> frozenset[str]:
    """Give the names in a type expression."""
    tree = ast.parse(expression, mode="eval")
    return frozenset(n.id for n in ast.walk(tree) if isinstance(n, ast.Name))
