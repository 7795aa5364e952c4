"""Guards: what makes a value safe to write in its place, whatever a host gives.

The compiler writes them into the code of each component as `source` gives them, so that a page
needs to read no contract. `citydesign.types` says which type asks for which guard.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from jinja2 import Undefined

from citydesign.attributes import plain
from citydesign.icons import icon_names
from citydesign.library import Library
from citydesign.urls import ANOTHER_SITE, UNSAFE, is_local, refused, sure

#: Gives the value, or what is safe to write in its place.
Guard = Callable[[Any], Any]

__all__ = [
    "PLAIN",
    "by_shape",
    "choice",
    "many",
    "mapping",
    "record",
    "same",
    "sure",
    "text",
]

#: What is written as it is, or escaped where it is written, whatever it holds.
PLAIN = frozenset({str, type(None), bool, int, float, date, time, datetime})
#: Schemes that a log may name. Any other may hold what a person typed.
_NAMED = frozenset(
    f"{name}:"
    for name in ("javascript", "data", "vbscript", "blob", "file", "ftp", "about", "view-source")
)


def is_text(value: object) -> bool:
    """True for `str`, for `Markup` and for the lazy strings of Django and Flask-Babel."""
    return isinstance(value, str) or (
        not isinstance(value, Undefined) and callable(getattr(value, "casefold", None))
    )


def text(value: Any) -> Any:
    """Make plain text of `Markup` and of all else that would pass as HTML."""
    if type(value) in PLAIN or not hasattr(value, "__html__"):
        return value
    return plain(value)


def same(value: Any) -> Any:
    """Give the value: it may be HTML."""
    return value


def choice(choices: Iterable[Any], otherwise: Any) -> Guard:
    """Let pass what is among the choices, and give `otherwise` for all else."""
    known = frozenset((*choices, otherwise))

    def guard(value: Any) -> Any:
        try:
            if value in known:
                return value
        except TypeError:
            return otherwise
        if isinstance(value, Undefined):
            return value
        # The lazy strings of Django and Flask-Babel.
        chosen = str(value) if is_text(value) else None
        return chosen if chosen in known else otherwise

    return guard


def many(inner: Guard, clean: Callable[[list[Any]], bool] | None = None) -> Guard:
    """Guard each of a list.

    Args:
        inner: The guard of one.
        clean: Says that a list is safe as it is, sooner than by a look at each.
    """

    def guard(value: Any) -> Any:
        if type(value) is list or type(value) is tuple:
            if clean and type(value) is list and clean(value):
                return value
            for one in value:
                if inner(one) is not one:
                    break
            else:
                return value
        elif is_text(value) or not isinstance(value, Iterable) or isinstance(value, Mapping):
            return text(value)
        elif isinstance(value, Undefined):
            return value
        return [inner(one) for one in value]

    return guard


def mapping(inner: Guard) -> Guard:
    """Guard each value of a dict; its keys are plain text."""

    def guard(value: Any) -> Any:
        if not isinstance(value, Mapping):
            return text(value)
        return {text(key): inner(one) for key, one in value.items()}

    return guard


def record(*shapes: Mapping[str, Guard]) -> Guard:
    """Guard the fields of a record.

    Args:
        shapes: Their guards by name. Where several records are allowed, a field is judged as each
            of them asks.
    """

    def guard(value: Any) -> Any:
        if type(value) is not dict:
            if value is None or isinstance(value, str | Undefined):
                return text(value)
            if isinstance(value, Mapping):
                value = dict(value)
            else:
                # A macro reads attributes of an object as it reads a dict.
                names = [name for shape in shapes for name in shape]
                value = {name: getattr(value, name) for name in names if hasattr(value, name)}
        safe = value
        for shape in shapes:
            for name, of_field in shape.items():
                if name in value and (new := of_field(safe[name])) is not safe[name]:
                    safe = {**safe, name: new}
        return safe

    return guard


def by_shape(
    single: Guard | None, several: Guard | None, mapped: Guard | None, records: bool
) -> Guard:
    """Choose the guard by what is given: a text, a list, a dict or the object of a record."""

    def guard(value: Any) -> Any:
        if value is None or is_text(value) or hasattr(value, "__html__"):
            chosen = single
        elif isinstance(value, Mapping):
            chosen = mapped
        elif several and isinstance(value, Iterable):
            chosen = several
        else:
            chosen = mapped if records and not isinstance(value, int | float) else single
        return (chosen or text)(value)

    return guard


class HostGuards:
    """The guards of a component that ask what its host allows.

    Args:
        owner: Names the component in the log.
        schemes: The schemes of addresses that are allowed.
        library: Whose icons there are.
    """

    def __init__(self, owner: str, schemes: frozenset[str], library: Library):
        self._owner = owner
        self._schemes = schemes
        self._library = library
        self._icons: Guard | None = None

    def icon(self, value: Any) -> Any:
        """Let pass the name of an icon; None for all else."""
        if value is None:
            return None
        if self._icons is None:
            self._icons = choice(icon_names(self._library), None)
        return self._icons(value)

    def url(self, path: str) -> Guard:
        """Make the guard of an address; `path` names its place in the log."""
        refuse = self._refuse(path)

        def guard(value: Any) -> Any:
            if type(value) is str and sure(value):
                return value
            if value is None or isinstance(value, Undefined):
                return value
            url = value if type(value) is str else plain(value)
            begin = refused(url, self._schemes)
            return url if begin is None else refuse(begin)

        return guard

    def local_url(self, path: str) -> Guard:
        """Make the guard of an address that gets what a form holds: it is of the site itself."""
        refuse = self._refuse(path)

        def guard(value: Any) -> Any:
            if value is None or isinstance(value, Undefined):
                return value
            url = value if type(value) is str else plain(value)
            return url if is_local(url) else refuse(refused(url, self._schemes) or ANOTHER_SITE)

        return guard

    def _refuse(self, path: str) -> Callable[[str], str]:
        """Log each way to begin that is refused once, and give what is written instead."""
        logged = set[str]()

        def refuse(begin: str) -> str:
            other = "another site" if begin == ANOTHER_SITE else "another scheme"
            name = begin if begin in _NAMED else other
            if name not in logged:
                import logging  # Few processes ever need it, and the first page waits for it.

                logged.add(name)
                logging.getLogger("citydesign").warning(
                    "%s: %s leads to %s; %s is written", self._owner, path, name, UNSAFE
                )
            return UNSAFE

        return refuse


def source(
    shapes: Mapping[str, Mapping[str, str | None]], unions: Mapping[str, Sequence[str]]
) -> list[str]:
    """Write, as lines of Python, what the guards of records need.

    Args:
        shapes: The guards of each record's fields, as Python source; None for a field that needs
            none.
        unions: The records that are allowed together, by the name of what guards them.
    """
    lines = [f"shape_{name} = {{}}" for name in shapes]
    for union, names in unions.items():
        lines.append(f"record_{union} = record({', '.join(f'shape_{name}' for name in names)})")
        lines += _clean(union, {name: shapes[name] for name in names})
    for name, fields in shapes.items():
        pairs = ", ".join(f"{field!r}: {safe or 'same'}" for field, safe in fields.items())
        lines.append(f"shape_{name}.update({{{pairs}}})")
    return lines


def _clean(union: str, shapes: Mapping[str, Mapping[str, str | None]]) -> list[str]:
    """Write the function that asks whether a list of records is safe as it is.

    Nearly all are, and a page has hundreds of fields: written out, the question costs a fifth.
    """
    lines = [f"def clean_{union}(values):", " for value in values:"]
    lines += ["  if type(value) is not dict:", "   return False", "  get = value.get"]
    asked = set()
    for shape, fields in shapes.items():
        for field, safe in fields.items():
            if safe is None or (field, safe) in asked:
                continue
            asked.add((field, safe))
            test = f"shape_{shape}[{field!r}](x) is x"
            if safe == "text":
                test = "type(x) in PLAIN"
            elif safe.startswith("host.url("):
                test = f"x is None or type(x) is str and sure(x) or {test}"
            else:
                test = f"x is None or {test}"
            lines += [f"  x = get({field!r})", f"  if not ({test}):", "   return False"]
    return [*lines, " return True"]
