"""Bound fields of WTForms as components."""

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from citydesign.errors import UsageError
from citydesign.exchange import Sent
from citydesign.extras import extra
from citydesign.forms import shown
from citydesign.forms.bound import Bound
from citydesign.forms.core.fields import Choice, Field, Kind, failures, least_and_most, unjudged
from citydesign.forms.words import Message, explain, written
from citydesign.forms.wtforms.fields import FieldList, UploadField, typed
from citydesign.forms.wtforms.kinds import INSTEAD, KINDS, kind_of_bound
from citydesign.forms.wtforms.validators import Between, Length, now
from citydesign.host import follows_template

with extra("forms", "forms"):
    import wtforms
    from wtforms.csrf.core import CSRFTokenField
    from wtforms.validators import DateRange, NumberRange


def _is_unfinished(form: Any) -> bool:
    """Whether a form was sent by a button that changes a part of it."""
    return any(map(_is_changing, form))


def _is_changing(field: wtforms.Field) -> bool:
    match field:
        case UploadField():
            return field.tray.removed
        case wtforms.FormField():
            return _is_unfinished(field.form)
        case FieldList() if field.pressed:
            return True
        case wtforms.FieldList():
            return _is_unfinished(field)
    return False


@follows_template
def field(bound: wtforms.Field, content: Mapping[str, Markup] | None = None, **more: Any) -> Markup:
    """Show a bound field as the component of its kind, with label, hint, error and what was typed.

    Args:
        bound: A field of a form.
        content: What is asked further when an item is chosen, by the item's value.
        more: Further parameters of the component. `component` names another one that asks for the
            same, such as `combobox` instead of a select (`components.OTHERS`).

    Raises:
        UsageError: It is no field of a form, as where its name is misspelt; no component shows such
            a field, or none shows all of it.
    """
    if not isinstance(bound, wtforms.Field):
        raise shown.something_else(bound, "a field of a form, such as form.email")
    asked = _read(bound)
    if _is_unfinished(bound._form):
        asked = unjudged(asked)
    return shown.show(asked, content, **more)


@follows_template
def summary(form: Any) -> list[dict[str, str]]:
    """Give the items of an error summary: what is wrong with the whole form, then with each field.

    Each field comes once, with its first error, and leads to its first control (WCAG 3.3.1); what
    no control of its own can fix leads to the first control of the form. The error of an old page
    is reported by `stale` instead.

    Raises:
        UsageError: It is no form.
    """
    if not isinstance(form, wtforms.form.BaseForm):
        raise shown.something_else(form, "a form")
    if _is_unfinished(form):
        return []
    fields = [_outline(bound) for bound in form if not isinstance(bound, CSRFTokenField)]
    return shown.summary(failures(fields, map(str, form.form_errors)))


@follows_template
def stale(form: Any) -> str | None:
    """Say that the page was open too long, if its CSRF token is no longer good."""
    token = getattr(form, "csrf_token", None)
    return explain("page_too_old") if token is not None and token.errors else None


def bound(form: type, sent: Sent | None = None, judge: bool = False) -> Bound:
    """Bind a class to what was sent. A token of its own isn't asked for.

    Args:
        form: The class.
        sent: What was sent; None for an empty form.
        judge: Whether to say what is wrong with it.

    Raises:
        UsageError: No component shows one of its fields.
    """
    made = form(sent, meta={"csrf": False})
    errors = summary(made) if judge and not made.validate() else []
    shown_fields = [one for one in made if not isinstance(one, CSRFTokenField)]
    fields = tuple(map(_read, shown_fields))
    if _is_unfinished(made):
        fields = tuple(map(unjudged, fields))
    return Bound(fields, Markup("\n").join(map(shown.show, fields)), errors)


def _refusal(bound: wtforms.Field) -> UsageError:
    what = type(bound).__name__
    if bound.widget is not None:
        what += f" with {type(bound.widget).__name__}"
    advice = next((INSTEAD[one] for one in type(bound).__mro__ if one in INSTEAD), None)
    known = {one.__name__ for one, _ in KINDS}
    return shown.refusal(type(bound._form), bound.short_name, what, advice, known)


def _outline(bound: wtforms.Field, *entry: Any) -> Field:
    """What an error summary needs to know of a field."""
    return Field(**_common(bound, *entry))


def _common(bound: wtforms.Field, *entry: Any) -> dict[str, Any]:
    kind, label = kind_of_bound(bound), _label(bound, *entry)
    errors: Any = bound.errors
    fields: tuple[Field, ...] = ()
    if kind is Kind.GROUP:
        fields = tuple(_outline(one) for one in bound.form)
        errors = bound.form.form_errors
    elif kind is Kind.LIST:
        fields = tuple(_outline(one, label, place) for place, one in enumerate(bound, 1))
        # Its own errors are texts; those of its fields are lists and tables.
        errors = [one for one in bound.errors if isinstance(one, str)]
    return {
        "kind": kind,
        "name": bound.name,
        "label": label,
        "id": bound.id,
        "errors": tuple(_about(one, label, kind) for one in errors),
        "wrong": bound.wrong if errors and kind is Kind.DATE_PARTS else (),
        "fields": fields,
    }


def _about(error: Any, label: str, kind: Kind) -> str:
    return error.about(label, kind) if isinstance(error, Message) else str(error)


def _label(bound: wtforms.Field, list_label: str | None = None, place: int = 0) -> str:
    text: str = bound.label.text
    # Entries of a list are numbered; those without a label of their own take that of the list.
    if (index := getattr(bound, "index", None)) is None:
        return text
    if list_label and text == bound.name.replace("_", " ").title():
        text = list_label
    return text + f" {place or index + 1}"


def _read(bound: wtforms.Field, *entry: Any) -> Field:
    """All of a field.

    Args:
        bound: The field.
        entry: Of an entry of a list, the label of the list and its place in it.
    """
    common = _common(bound, *entry)
    kind = common["kind"]
    if kind is Kind.OTHER:
        raise _refusal(bound)
    attrs = {name.rstrip("_"): value for name, value in (bound.render_kw or {}).items()}
    for flag in ("disabled", "readonly"):
        if getattr(bound.flags, flag, None):
            attrs.setdefault(flag, True)
    if kind is Kind.GROUP:
        common["fields"] = tuple(_read(one) for one in bound.form)
    elif kind is Kind.LIST:
        common["fields"] = tuple(
            _read(one, common["label"], place) for place, one in enumerate(bound, 1)
        )
    choices: tuple[Choice, ...] = ()
    chosen: list[str] = []
    if isinstance(bound, wtforms.SelectField):
        choices = tuple(_choices(bound, chosen))
    limits = _limits(kind, bound, attrs)
    if isinstance(bound, UploadField):
        common |= {"fields": (bound.tray.hidden(bound.name),), "keeper": bound.tray.store}
        limits = bound.tray.limits(common["label"])
    return Field(
        **common,
        hint=bound.description or None,
        # A form within a form has no answer of its own.
        required=bool(bound.flags.required)
        or kind is Kind.GROUP
        or _refuses_no_choice(bound, choices),
        value=_value(kind, bound, chosen),
        choices=choices,
        attrs=attrs,
        limits=limits,
    )


def _refuses_no_choice(bound: wtforms.Field, choices: tuple[Choice, ...]) -> bool:
    """Whether WTForms itself asks for a choice: of one answer, unless nothing is among them."""
    return (
        isinstance(bound, wtforms.SelectField)
        and not isinstance(bound, wtforms.SelectMultipleField)
        and bound.validate_choice
        and not bound.flags.optional
        and all(choice.value for choice in choices)
    )


def _value(kind: Kind, bound: wtforms.Field, chosen: list[str]) -> Any:
    match kind:
        case Kind.DATE_PARTS:
            return bound.raw
        case Kind.CHECKBOX:
            return bool(bound.data)
        case Kind.SUBMIT:
            return "y"
        case Kind.HIDDEN:
            # Set by the view, again for each page.
            return written(bound.data)
        case Kind.CHECKBOXES:
            sent = [one for one in bound.raw_data or () if isinstance(one, str)]
            return chosen if chosen and not bound.process_errors else sent
        case Kind.RADIOS | Kind.SELECT:
            # What was sent may be another writing of a choice: " 1" of 1.
            return chosen[0] if chosen and not bound.process_errors else typed(bound)
        case Kind.DATE | Kind.TIME if not bound.raw_data:
            return bound.data
    return typed(bound) or ("" if bound.raw_data else written(bound.data))


def _limits(kind: Kind, bound: wtforms.Field, attrs: dict[str, Any]) -> dict[str, Any]:
    """What limits the answer, taken out of the attributes where it is there."""
    limits: dict[str, Any] = {}
    match kind:
        case Kind.TEXTAREA:
            most = [one.most for one in bound.validators if isinstance(one, Length)]
            limits["max_characters"] = (most or [getattr(bound.flags, "maxlength", None)])[0]
        case Kind.TEXT | Kind.EMAIL | Kind.TEL | Kind.URL:
            limits["max_characters"] = getattr(bound.flags, "maxlength", None)
        case Kind.DATE | Kind.INTEGER | Kind.DECIMAL:
            limits = least_and_most(kind, filter(None, map(_range, bound.validators)))
        case Kind.LIST if isinstance(bound, FieldList):
            limits["least"], limits["most"] = bound.min_entries, bound.max_entries
            if bound.pressed and bound.pressed.name == bound.name:
                limits["changed"] = "added" if bound.pressed.removed is None else "removed"
        case Kind.LIST:
            limits["least"] = limits["most"] = len(bound)
        case Kind.FILE | Kind.FILES:
            for one in bound.validators:
                # Flask-WTF's, by their names: it need not be installed.
                if type(one).__name__ == "FileAllowed" and not hasattr(one.upload_set, "config"):
                    limits["types"] = [ending.lstrip(".") for ending in one.upload_set]
                elif type(one).__name__ == "FileSize":
                    limits["max_size"] = one.max_size
            if "accept" in attrs and all(
                one.strip().startswith(".") for one in attrs["accept"].split(",")
            ):
                limits["types"] = [one.strip()[1:] for one in attrs.pop("accept").split(",")]
    return {name: value for name, value in limits.items() if value is not None}


def _range(validator: Any) -> tuple[Any, Any] | None:
    """The least and the most that a validator takes; None if it is of another kind."""
    if isinstance(validator, Between):
        return validator.limits()
    if isinstance(validator, NumberRange | DateRange):
        return now(validator.min), now(validator.max)
    return None


def _choices(bound: wtforms.SelectField, chosen: list[str]) -> Iterator[Choice]:
    """The choices; the values of those that are made are added to `chosen`."""
    groups = bound.iter_groups() if bound.has_groups() else [(None, bound.iter_choices())]
    for label, choices in groups:
        for value, text, selected, render_kw in choices:
            attrs = {name.rstrip("_"): given for name, given in (render_kw or {}).items()}
            disabled = bool(attrs.pop("disabled", False))
            if selected:
                chosen.append(str(value))
            yield Choice(str(value), text, disabled, label, attrs)
