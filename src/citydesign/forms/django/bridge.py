"""Bound fields of Django as components."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from citydesign.errors import UsageError
from citydesign.exchange import Sent
from citydesign.extras import extra
from citydesign.forms import shown
from citydesign.forms.bound import Bound
from citydesign.forms.core import lists
from citydesign.forms.core.answers import is_answered
from citydesign.forms.core.dates import PARTS
from citydesign.forms.core.fields import Choice, Failure, Field, Kind, failures, least_and_most
from citydesign.forms.django.fields import Between, UploadField
from citydesign.forms.django.formsets import FormSet, is_removed
from citydesign.forms.django.kinds import INSTEAD, KINDS, kind_of_bound
from citydesign.forms.django.messages import about, is_ours
from citydesign.forms.words import written
from citydesign.host import follows_template
from citydesign.rules import trimmed

with extra("django", "Django"):
    from django import forms
    from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
    from django.core.validators import FileExtensionValidator, MaxValueValidator, MinValueValidator
    from django.db import models
    from django.forms.formsets import DEFAULT_MAX_NUM, DELETION_FIELD_NAME
    from django.forms.utils import ErrorDict


def _removes_a_file(form: forms.BaseForm) -> bool:
    fields = form.fields.values()
    return any(isinstance(one, UploadField) and one.tray.removed for one in fields)


@follows_template
def field(bound: Any, content: Mapping[str, Markup] | None = None, **more: Any) -> Markup:
    """Show a bound field as the component of its kind, with label, hint, error and what was typed.

    Args:
        bound: A field of a form, or a formset, whose class has its name as `label`.
        content: What is asked further when an item is chosen, by the item's value.
        more: Further parameters of the component. `component` names another one that asks for the
            same, such as `combobox` instead of a select (`components.OTHERS`).

    Raises:
        UsageError: It is no bound field, as where its name is misspelt; no component shows such a
            field, or none shows all of it.
    """
    if isinstance(bound, forms.BaseFormSet):
        hidden = Markup().join(map(shown.show, _hidden(bound)))
        return hidden + shown.show(_read_formset(bound), content, **more)
    if not isinstance(bound, forms.BoundField):
        raise shown.something_else(bound, "a field of a form, such as form.email")
    return shown.show(_read(bound), content, **more)


@follows_template
def summary(*sent: Any) -> list[dict[str, str]]:
    """Give the items of an error summary: what is wrong with each form or formset, in this order.

    Each field comes once, with its first error, and leads to its first control (WCAG 3.3.1); what
    no control of its own can fix leads to the first control of its form.

    Raises:
        UsageError: One is no form and no formset.
    """
    found: list[Failure] = []
    for one in sent:
        if isinstance(one, forms.BaseFormSet):
            found += failures([_outline_formset(one)])
        elif not isinstance(one, forms.BaseForm):
            raise shown.something_else(one, "a form or a formset")
        else:
            found += failures(map(_outline, one), _of_form(one))
    return shown.summary(found)


def bound(form: type[forms.BaseForm], sent: Sent | None = None, judge: bool = False) -> Bound:
    """Bind a class to what was sent.

    Args:
        form: The class.
        sent: What was sent; None for an empty form.
        judge: Whether to say what is wrong with it.

    Raises:
        UsageError: No component shows one of its fields.
    """
    made = form(None if sent is None else _seen(form, sent), sent)
    if not judge:
        # What has errors is judged as soon as somebody looks.
        made._errors = ErrorDict()
        if sent is not None:
            _take_files(made)
    errors = summary(made) if judge and not made.is_valid() else []
    fields = tuple(map(_read, made))
    return Bound(fields, Markup("\n").join(map(shown.show, fields)), errors)


#: Fields of what people copy rather than write.
_COPIED = (forms.EmailField, forms.GenericIPAddressField, forms.URLField, forms.UUIDField)


def _seen(form: type[forms.BaseForm], sent: Sent) -> Sent:
    """What was sent, as Django's own fields should have it.

    They would take answers that nobody sees, and refuse what was copied for what came along unseen.
    """
    begin = f"{form.prefix}-" if form.prefix else ""
    copied = {
        f"{begin}{name}" for name, field in form.base_fields.items() if isinstance(field, _COPIED)
    }
    lists = {
        name: [
            trimmed(one) if name in copied else one if is_answered(one) else "" for one in values
        ]
        for name, values in sent.lists.items()
    }
    return Sent(lists, sent.files)


def _take_files(form: forms.BaseForm) -> None:
    """Let the fields for files take what was sent, in a form that is not judged."""
    for name, field in form.fields.items():
        if isinstance(field, UploadField):
            widget: Any = field.widget
            value = widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
            with suppress(ValidationError):
                field.clean(value)


def _refusal(bound: forms.BoundField) -> UsageError:
    field = bound.field
    what = f"{type(field).__name__} with {type(field.widget).__name__}"
    advice = next((INSTEAD[one] for one in type(field).__mro__ if one in INSTEAD), None)
    known = {one.__name__ for one, _ in KINDS}
    return shown.refusal(type(bound.form), bound.name, what, advice, known)


def _outline(bound: forms.BoundField) -> Field:
    """What an error summary needs to know of a field."""
    return Field(**_common(bound))


def _common(bound: forms.BoundField) -> dict[str, Any]:
    kind, label = kind_of_bound(bound), _plain(bound.label)
    errors = _errors(bound.form, bound.name)
    wrong = next((e.message.values.get("parts", PARTS) for e in errors if is_ours(e)), PARTS)
    return {
        "kind": kind,
        "name": bound.html_name,
        "label": label,
        "id": bound.field.widget.attrs.get("id") or bound.html_name,
        "errors": tuple(about(one, label, kind) for one in errors),
        "wrong": wrong if errors and kind is Kind.DATE_PARTS else (),
    }


def _plain(text: Any) -> str:
    """A text, lazy or not; what Django calls safe is HTML."""
    return Markup(text) if hasattr(text, "__html__") else str(text)


def _errors(form: forms.BaseForm, name: str) -> list[ValidationError]:
    found = form.errors.get(name) if form.is_bound else None
    if not found or lists.change(form.data) or _removes_a_file(form):
        return []
    return list(found.as_data())


def _of_form(form: forms.BaseForm, label: str = "") -> list[str]:
    """What is wrong with a whole form."""
    return [
        # Django names the fields of a model whose answers are in use together.
        about(one, str((one.params or {}).get("field_labels", label)), Kind.GROUP)
        for one in _errors(form, NON_FIELD_ERRORS)
    ]


def _outline_formset(formset: forms.BaseFormSet) -> Field:
    return _formset(formset, _outline)


def _read_formset(formset: forms.BaseFormSet) -> Field:
    return _formset(formset, _read)


def _formset(formset: forms.BaseFormSet, read: Callable[[forms.BoundField], Field]) -> Field:
    label = getattr(type(formset), "label", None)
    if label is None:
        name = type(formset).__name__
        raise UsageError(f"{name} has no name to show; write {name}.label = 'Children'")
    ours = isinstance(formset, FormSet)
    pressed = formset.pressed if ours else None
    errors = formset.non_form_errors().as_data() if formset.is_bound and not pressed else []
    limits: dict[str, Any] = dict.fromkeys(("least", "most"), len(formset.forms))
    if ours:
        # Of what was sent, anyone can change the number.
        begins = not formset.is_bound and formset.initial_form_count()
        if begins and not formset.can_delete:
            name = type(formset).__name__
            raise UsageError(f"{name} begins with forms that can be removed; set can_delete=True")
        limits = {"least": formset.min_num}
        if formset.max_num < DEFAULT_MAX_NUM:
            limits["most"] = formset.max_num
        if pressed and pressed.name == formset.prefix:
            limits["changed"] = "added" if pressed.removed is None else "removed"
    name = str(getattr(type(formset), "item_label", label))
    shown_forms = [one for one in formset if not (ours and is_removed(one))]
    return Field(
        kind=Kind.LIST,
        name=formset.prefix,
        label=str(label),
        id=formset.prefix,
        errors=tuple(about(one, str(label), Kind.LIST) for one in errors),
        limits=limits,
        fields=tuple(
            Field(
                kind=Kind.GROUP,
                name=form.prefix,
                label=f"{name} {number}",
                id=form.prefix,
                errors=tuple(_of_form(form, f"{name} {number}")),
                fields=tuple(
                    read(one) for one in form if not (ours and one.name == DELETION_FIELD_NAME)
                ),
            )
            for number, form in enumerate(shown_forms, 1)
        ),
    )


def _hidden(formset: forms.BaseFormSet) -> Iterator[Field]:
    """What a formset sends by itself: its counts, and of a form that was removed which it was."""
    yield from map(_read, formset.management_form)
    for form in formset if isinstance(formset, FormSet) else ():
        if is_removed(form):
            yield from map(_read, form.hidden_fields())
            removed = form[DELETION_FIELD_NAME].html_name
            yield Field(Kind.HIDDEN, removed, "", removed, value="on")


def _read(bound: forms.BoundField) -> Field:
    """All of a field."""
    common = _common(bound)
    kind = common["kind"]
    if kind is Kind.OTHER:
        raise _refusal(bound)
    widget = bound.field.widget
    attrs = {name: value for name, value in widget.attrs.items() if name not in _MEANT_FOR_HTML}
    if {"rows": "10", "cols": "40"}.items() <= widget.attrs.items():
        # Django's own.
        attrs.pop("rows", None)
    if bound.field.disabled:
        attrs["disabled"] = True
    limits = _limits(kind, bound, attrs)
    if isinstance(bound.field, UploadField):
        tray = bound.field.tray
        common |= {"fields": (tray.hidden(bound.html_name),), "keeper": tray.store}
        limits = tray.limits(common["label"])
    return Field(
        **common,
        hint=_plain(bound.help_text) if bound.help_text else None,
        # To remove a form of a formset is never asked for.
        required=bound.field.required or bound.name == "DELETE",
        value=_value(kind, bound),
        choices=tuple(_choices(bound)) if isinstance(widget, forms.widgets.ChoiceWidget) else (),
        attrs=attrs,
        limits=limits,
    )


#: Limits that our components take otherwise, or that only HTML's own check reads.
_MEANT_FOR_HTML = {"id", "maxlength", "minlength", "min", "max", "step", "cols", "required"}


def _value(kind: Kind, bound: forms.BoundField) -> Any:
    value, widget = bound.value(), bound.field.widget
    match kind:
        case Kind.DATE_PARTS:
            parts = value if isinstance(value, list) else widget.decompress(value)
            return {name: part or "" for name, part in zip(PARTS, parts, strict=True)}
        case Kind.CHECKBOX:
            return widget.check_test(value)
        case Kind.CHECKBOXES:
            return widget.format_value(value)
        case Kind.RADIOS | Kind.SELECT:
            return next(iter(widget.format_value(value)), "")
        case Kind.DATE | Kind.TIME:
            return "" if value is None else value
        case Kind.FILE | Kind.FILES:
            return ""
    if isinstance(value, Decimal | float | int) or value is None:
        return written(value)
    # Such as JSON.
    return str(widget.format_value(value) or "")


def _limits(kind: Kind, bound: forms.BoundField, attrs: dict[str, Any]) -> dict[str, Any]:
    """What limits the answer, taken out of the attributes where it is there."""
    limits: dict[str, Any] = {}
    widget = bound.field.widget
    match kind:
        case Kind.TEXTAREA | Kind.TEXT | Kind.EMAIL | Kind.TEL | Kind.URL:
            most = widget.attrs.get("maxlength")
            # Django's own limit of every e-mail address is none that a resident meets.
            if most and not (isinstance(bound.field, forms.EmailField) and str(most) == "320"):
                limits["max_characters"] = int(most)
        case Kind.DATE | Kind.INTEGER | Kind.DECIMAL:
            limits = least_and_most(kind, filter(None, map(_range, bound.field.validators)))
        case Kind.FILE:
            for one in bound.field.validators:
                # That of an image knows every ending that there is.
                if isinstance(one, FileExtensionValidator) and len(one.allowed_extensions) < 20:
                    limits["types"] = list(one.allowed_extensions)
            endings = [one.strip() for one in str(attrs.get("accept", "")).split(",")]
            if all(one.startswith(".") for one in endings):
                limits["types"] = [one[1:] for one in endings]
                del attrs["accept"]
            if isinstance(widget, forms.ClearableFileInput) and widget.is_initial(bound.initial):
                kept = {"name": str(bound.initial), "url": bound.initial.url}
                if not bound.field.required:
                    # What Django's own box to clear it sends.
                    kept["value"] = "on"
                    limits["remove_name"] = widget.clear_checkbox_name(bound.html_name)
                limits["files"] = [kept]
    return {name: value for name, value in limits.items() if value is not None}


def _range(validator: Any) -> tuple[Any, Any] | None:
    """The least and the most that a validator takes; None if it is of another kind."""
    if isinstance(validator, Between):
        return validator.limits()
    if isinstance(validator, MinValueValidator | MaxValueValidator):
        limit = validator.limit_value
        limit = limit() if callable(limit) else limit
        return (limit, None) if isinstance(validator, MinValueValidator) else (None, limit)
    return None


def _choices(bound: forms.BoundField) -> Iterator[Choice]:
    widget = bound.field.widget
    given = {*widget.attrs, "id", "checked", "selected", "required"}
    for group, options, _ in widget.optgroups(bound.html_name, widget.format_value(bound.value())):
        for option in options:
            value, label = str(option["value"]), _plain(option["label"])
            if value == "" and label == models.BLANK_CHOICE_DASH[0][1]:
                # Django's row of dashes; ours says "Choose".
                continue
            attrs = {name: text for name, text in option["attrs"].items() if name not in given}
            disabled = bool(attrs.pop("disabled", False))
            yield Choice(value, label, disabled, str(group) if group else None, attrs)
