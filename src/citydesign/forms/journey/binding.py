"""The form of a page: found, imported and bound to what was sent, whatever library it is from."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import Any

from citydesign.errors import CityDesignError, nearest
from citydesign.exchange import Sent
from citydesign.forms.bound import Bound
from citydesign.forms.core.fields import Field, Kind
from citydesign.forms.core.journey import Fault, Journey, Page, faults
from citydesign.locale import use_locale

#: Where each library has its base class, and which of our modules binds what is made of it.
_LIBRARIES = (
    ("wtforms", "Form", "citydesign.forms.wtforms"),
    ("django.forms", "BaseForm", "citydesign.forms.django"),
    ("pydantic", "BaseModel", "citydesign.forms.pydantic"),
)


#: Ids of what each page has besides its questions: a label finds the first element of its id.
_TAKEN = frozenset({"main", "error-summary", "error-summary-heading"})


def bind(page: Page, language: str, sent: Sent | None = None, judge: bool = False) -> Bound:
    """Bind the form of a page to what was sent.

    Args:
        page: The page.
        language: The tag of the language that it is shown in.
        sent: What was sent; None for an empty form.
        judge: Whether to say what is wrong with it.

    Raises:
        CityDesignError: The form can't be imported, is of no library that we know, asks for what no
            journey keeps, or has a field with the id of a part of each page.
    """
    form = _form(page, language)
    module = next(
        (
            module
            for library, base, module in _LIBRARIES
            # A class of a library is only there once the library is.
            if (known := sys.modules.get(library)) and issubclass(form, getattr(known, base))
        ),
        None,
    )
    if module is None:
        raise page.error(f"{form.__name__} is no form of WTForms or Django, and no pydantic model")
    made: Bound = import_module(module).bound(form, sent, judge)
    for field in _all(made.fields):
        if field.id in _TAKEN:
            raise page.error(f"{field.name!r} has the id of a part of each page; name it otherwise")
        if refused := _refused(field):
            raise page.error(f"{field.name!r} asks for {refused}")
    return made


def _refused(field: Field) -> str | None:
    """What a field asks for that no journey keeps, and what to do."""
    match field.kind:
        case Kind.PASSWORD:
            return "passwords, which a journey does not keep; ask elsewhere"
        case Kind.FILE | Kind.FILES if field.keeper is None:
            return "files, which a journey does not keep like this; use UploadField"
        case Kind.LIST if any(one.keeper for one in _all(field.fields)):
            return "files in a list; ask for them on a page of a group"
    return None


def file_fields(page: Page, language: str) -> list[Field]:
    """Give the fields of a page that ask for files."""
    return [field for field in _all(bind(page, language).fields) if field.keeper]


def _form(page: Page, language: str) -> type[Any]:
    form = _imported(page) if isinstance(page.form, str) else page.form
    if not inspect.isclass(form):
        form = _made(page, form, language)
    if not inspect.isclass(form):
        raise page.error(f"the form is {form!r}; give a class, or a function that returns one")
    return form


def _made(page: Page, function: Callable[[str], type[Any]], language: str) -> type[Any]:
    try:
        return function(language)
    except CityDesignError:
        raise
    except Exception as error:
        what = f"{type(error).__name__}: {error}"
        raise page.error(f"the form can't be made in {language!r}: {what}") from error


def _imported(page: Page) -> type[Any] | Callable[[str], type[Any]]:
    module, _, name = page.form.partition(":")
    try:
        found = import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{module}.".startswith(f"{error.name}."):
            raise
        raise page.error(f"there is no module {error.name!r}; is it on Python's path?") from None
    if not callable(form := getattr(found, name, None)):
        raise page.error(f"{module} has no form {name!r}{nearest(name, _classes(found))}")
    return form  # type: ignore[no-any-return]


def _classes(module: Any) -> list[str]:
    return [name for name, value in vars(module).items() if inspect.isclass(value)]


def _all(fields: Iterable[Field]) -> Iterator[Field]:
    for field in fields:
        yield field
        yield from _all(field.fields)


def all_faults(journey: Journey) -> list[Fault]:
    """Find what is wrong with a journey and its forms: see `core.journey.faults`.

    A condition may name only a field that its page has, and an answer that can be chosen there.

    Raises:
        CityDesignError: A form can't be used.
    """
    fields: dict[str, dict[str, Field]] = {}
    for page in (part for part in journey.pages if isinstance(part, Page)):
        for language in journey.languages:
            with use_locale(language):
                bound = bind(page, language)
        fields[page.name] = {field.name: field for field in _all(bound.fields)}
    found = list(_about_fields(journey, fields))
    many = [
        (page, name)
        for page, named in fields.items()
        for name, field in named.items()
        if field.kind in (Kind.CHECKBOXES, Kind.LIST)
    ]
    return [*found, *faults(journey, many)]


def _about_fields(journey: Journey, fields: dict[str, dict[str, Field]]) -> Iterator[Fault]:
    for name, (page, asked_for) in journey.contacts.items():
        if asked_for not in fields[page]:
            what = f"{name} is {page}.{asked_for}, and the form has no such field"
            yield Fault(journey, what + nearest(asked_for, fields[page]))
    for part in (*journey.groups, *journey.pages):
        asked = {one for alternative in journey.conditions[part.name] for one in alternative}
        for one in sorted(asked):
            named = fields[one.page]
            if one.field not in named:
                what = f"when asks {one.page}.{one.field}, and the form has no such field"
                yield Fault(part, what + nearest(one.field, named))
                continue
            choices = [choice.value for choice in named[one.field].choices]
            for value in one.values:
                if choices and value not in choices:
                    what = f"when wants {one.page}.{one.field} to be {value!r}, which is no choice"
                    yield Fault(part, what + nearest(value, choices))


def checked(journey: Journey) -> Journey:
    """Give a journey back that has nothing wrong with it.

    Raises:
        CityDesignError: It has; says what is first.
    """
    for fault in all_faults(journey):
        raise CityDesignError(str(fault))
    return journey
