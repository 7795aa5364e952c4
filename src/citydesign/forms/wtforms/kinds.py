"""What each field of WTForms is shown as, and what to write instead of one that is not."""

from collections.abc import Mapping
from functools import cache

from citydesign.extras import extra
from citydesign.forms.core.fields import Kind, kind_of

with extra("forms", "forms"):
    import wtforms
    from wtforms import widgets


#: Each class with the widget that it is shown by. Where a subclass keeps the widget, it is shown as
#: its base.
KINDS: Mapping[tuple[type, type], Kind] = {
    (wtforms.StringField, widgets.TextInput): Kind.TEXT,
    (wtforms.EmailField, widgets.EmailInput): Kind.EMAIL,
    (wtforms.TelField, widgets.TelInput): Kind.TEL,
    (wtforms.URLField, widgets.URLInput): Kind.URL,
    (wtforms.TextAreaField, widgets.TextArea): Kind.TEXTAREA,
    (wtforms.PasswordField, widgets.PasswordInput): Kind.PASSWORD,
    (wtforms.HiddenField, widgets.HiddenInput): Kind.HIDDEN,
    (wtforms.IntegerField, widgets.NumberInput): Kind.INTEGER,
    (wtforms.BooleanField, widgets.CheckboxInput): Kind.CHECKBOX,
    (wtforms.RadioField, widgets.ListWidget): Kind.RADIOS,
    (wtforms.SelectField, widgets.Select): Kind.SELECT,
    (wtforms.SelectMultipleField, widgets.Select): Kind.CHECKBOXES,
    (wtforms.SelectMultipleField, widgets.ListWidget): Kind.CHECKBOXES,
    (wtforms.FileField, widgets.FileInput): Kind.FILE,
    (wtforms.MultipleFileField, widgets.FileInput): Kind.FILES,
    (wtforms.SubmitField, widgets.SubmitInput): Kind.SUBMIT,
    (wtforms.FormField, widgets.TableWidget): Kind.GROUP,
    (wtforms.FieldList, widgets.ListWidget): Kind.LIST,
}


#: What to write instead of a field that no component shows.
INSTEAD: Mapping[type, str] = {
    wtforms.DecimalField: "citydesign.forms.wtforms.DecimalField, which reads 1,5 and 1.5",
    wtforms.FloatField: "citydesign.forms.wtforms.DecimalField, which reads 1,5 and 1.5",
    wtforms.IntegerRangeField: "IntegerField with Between(least, most)",
    wtforms.DecimalRangeField: "citydesign.forms.wtforms.DecimalField with Between(least, most)",
    wtforms.DateField: "citydesign.forms.wtforms.DateField, or DatePartsField for a known date",
    wtforms.TimeField: "citydesign.forms.wtforms.TimeField",
    wtforms.DateTimeField: "a DateField and a TimeField",
    wtforms.DateTimeLocalField: "a DateField and a TimeField",
    wtforms.MonthField: "DatePartsField, shown with parts=['month', 'year']",
    wtforms.WeekField: "RadioField or SelectField with the weeks to choose from",
    wtforms.SearchField: "StringField with render_kw={'inputmode': 'search'}",
    wtforms.ColorField: "RadioField with the colours by name",
    wtforms.ButtonField: "the component button",
}


def kind_of_bound(bound: wtforms.Field) -> Kind:
    """Give what a field of a form is shown as."""
    return kind_of_class(type(bound), type(bound.widget))  # type: ignore[arg-type]


@cache
def kind_of_class(field: type, widget: type) -> Kind:
    """Give what a class of field is shown as, by the class of its widget."""
    return kind_of(field, widget, KINDS, INSTEAD)
