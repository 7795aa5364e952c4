"""What each field of Django is shown as, and what to write instead of one that is not."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from citydesign.extras import extra
from citydesign.forms.core.fields import Kind, kind_of

with extra("django", "Django"):
    from django import forms


#: Each class with the widget that it is shown by. Where a subclass keeps the widget, it is shown as
#: its base.
KINDS: Mapping[tuple[type, type], Kind] = {
    (forms.CharField, forms.TextInput): Kind.TEXT,
    (forms.CharField, forms.EmailInput): Kind.EMAIL,
    (forms.CharField, forms.TelInput): Kind.TEL,
    (forms.CharField, forms.URLInput): Kind.URL,
    (forms.CharField, forms.Textarea): Kind.TEXTAREA,
    (forms.CharField, forms.PasswordInput): Kind.PASSWORD,
    (forms.IntegerField, forms.NumberInput): Kind.INTEGER,
    (forms.BooleanField, forms.CheckboxInput): Kind.CHECKBOX,
    (forms.ChoiceField, forms.Select): Kind.SELECT,
    (forms.ChoiceField, forms.RadioSelect): Kind.RADIOS,
    (forms.MultipleChoiceField, forms.SelectMultiple): Kind.CHECKBOXES,
    (forms.MultipleChoiceField, forms.CheckboxSelectMultiple): Kind.CHECKBOXES,
    (forms.ModelMultipleChoiceField, forms.SelectMultiple): Kind.CHECKBOXES,
    (forms.ModelMultipleChoiceField, forms.CheckboxSelectMultiple): Kind.CHECKBOXES,
    (forms.FileField, forms.FileInput): Kind.FILE,
    (forms.FileField, forms.ClearableFileInput): Kind.FILE,
}


_OURS = "citydesign.forms.django"


#: What to write instead of a field that no component shows.
INSTEAD: Mapping[type, str] = {
    forms.DecimalField: f"{_OURS}.DecimalField, which reads 1,5 and 1.5; in a model form "
    f"formfield_callback = {_OURS}.formfield",
    forms.FloatField: f"{_OURS}.DecimalField, which reads 1,5 and 1.5; in a model form "
    f"formfield_callback = {_OURS}.formfield",
    forms.DateField: f"{_OURS}.DateField, or DatePartsField for a known date; in a model form "
    f"formfield_callback = {_OURS}.formfield",
    forms.TimeField: f"{_OURS}.TimeField; in a model form formfield_callback = {_OURS}.formfield",
    forms.DateTimeField: f"{_OURS}.DateField and TimeField",
    forms.SplitDateTimeField: f"{_OURS}.DateField and TimeField",
    forms.DurationField: f"{_OURS}.IntegerField, in minutes or days",
    forms.NullBooleanField: "TypedChoiceField with RadioSelect",
    forms.MultiValueField: "a field for each value",
    forms.ComboField: "CharField with its validators",
    forms.FilePathField: "ChoiceField",
}


@cache
def kind_of_class(field: type, widget: type) -> Kind:
    """Give what a class of field is shown as, by the class of its widget."""
    if issubclass(widget, forms.HiddenInput) and not issubclass(widget, forms.MultipleHiddenInput):
        return Kind.HIDDEN
    if issubclass(widget, forms.widgets.ChoiceWidget):
        # Django's way to disable a choice is a widget of one's own.
        widget = next((one for one in widget.__mro__ if _same_looks(one, widget)), widget)
    return kind_of(field, widget, KINDS, INSTEAD)


def _same_looks(base: type, widget: Any) -> bool:
    looks = ("template_name", "option_template_name", "input_type")
    return base.__module__ == forms.widgets.ChoiceWidget.__module__ and all(
        getattr(base, name, None) == getattr(widget, name) for name in looks
    )


def kind_of_bound(bound: forms.BoundField) -> Kind:
    """Give what a field of a form is shown as."""
    field, widget = type(bound.field), type(bound.field.widget)
    return kind_of_class(field, widget)  # type: ignore[arg-type]
