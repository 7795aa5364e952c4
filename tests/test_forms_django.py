"""Django's forms as they are read, explained and shown."""

import ast
import datetime as dt
import re
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.validators import (
    FileExtensionValidator,
    MaxValueValidator,
    MinValueValidator,
    StepValueValidator,
)
from django.db import connection, models
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, ngettext, override
from markupsafe import Markup
from tests import django_site  # noqa: F401 - before Django's own modules
from tests.markup import piece

from citydesign import UsageError, use_locale
from citydesign.exchange import Sent
from citydesign.forms import django as city
from citydesign.forms.core.answers import AnswerError
from citydesign.forms.core.checks import either_or
from citydesign.forms.core.fields import Kind
from citydesign.forms.django import field, summary
from citydesign.forms.django.kinds import kind_of_class
from citydesign.forms.django.messages import CODES, SHORT_PASSWORD, WRITTEN, about
from citydesign.forms.words import Message, explain_error


def form_of(data=None, files=None, **fields):
    made = type("Card", (forms.Form,), fields)
    return made() if data is None else made(sent(data), files)


def sent(data):
    return MultiValueDict({k: v if isinstance(v, list) else [v] for k, v in data.items()})


def tree(html):
    return piece(html)


def texts(*forms):
    return [item["text"] for item in summary(*forms)]


# Kinds.

SHOWN = {
    forms.CharField: Kind.TEXT,
    forms.EmailField: Kind.EMAIL,
    forms.URLField: Kind.URL,
    forms.RegexField: Kind.TEXT,
    forms.SlugField: Kind.TEXT,
    forms.UUIDField: Kind.TEXT,
    forms.GenericIPAddressField: Kind.TEXT,
    forms.JSONField: Kind.TEXTAREA,
    forms.IntegerField: Kind.INTEGER,
    forms.BooleanField: Kind.CHECKBOX,
    forms.ChoiceField: Kind.SELECT,
    forms.TypedChoiceField: Kind.SELECT,
    forms.MultipleChoiceField: Kind.CHECKBOXES,
    forms.TypedMultipleChoiceField: Kind.CHECKBOXES,
    forms.ModelChoiceField: Kind.SELECT,
    forms.ModelMultipleChoiceField: Kind.CHECKBOXES,
    forms.FileField: Kind.FILE,
    forms.ImageField: Kind.FILE,
}
MADE = {
    forms.RegexField: lambda: forms.RegexField("x"),
    forms.ComboField: lambda: forms.ComboField(fields=[forms.CharField()]),
    forms.FilePathField: lambda: forms.FilePathField(__file__.rpartition("/")[0]),
    forms.MultiValueField: lambda: forms.MultiValueField([forms.CharField()]),
}
EVERY = {
    one
    for one in vars(forms).values()
    if isinstance(one, type) and issubclass(one, forms.Field) and one is not forms.Field
}


@pytest.mark.parametrize(
    "kind", sorted(EVERY, key=lambda one: one.__name__), ids=lambda one: one.__name__
)
def test_every_field_of_django_has_its_component_or_says_what_to_write(kind):
    if kind in SHOWN:
        assert kind_of_class(kind, kind.widget) is SHOWN[kind]
        return
    form = form_of(x=MADE.get(kind, kind)())
    with pytest.raises(
        UsageError, match=rf"Card\.x: no component shows {kind.__name__} with .*; write \w"
    ):
        field(form["x"])
    assert not texts(form)


@pytest.mark.parametrize(
    ("widget", "kind"),
    [(forms.TextInput, "text"), (forms.EmailInput, "email"), (forms.TelInput, "tel"), (forms.URLInput, "url"), (forms.Textarea, "textarea"), (forms.PasswordInput, "password"), (forms.HiddenInput, "hidden"), (forms.SearchInput, "other"), (forms.ColorInput, "other"), (forms.DateInput, "other"), (forms.MultipleHiddenInput, "other"), (forms.SelectDateWidget, "other")],
)  # fmt: skip
def test_the_widget_says_how_a_text_looks(widget, kind):
    assert kind_of_class(forms.CharField, widget) == kind


class Named(forms.Form):
    colour = forms.CharField(widget=forms.ColorInput)


def test_what_is_refused_is_named_with_its_file():
    with pytest.raises(UsageError) as caught:
        field(Named()["colour"])
    assert re.match(rf"{re.escape(__file__)}:\d+: Named\.colour: ", str(caught.value))
    assert "CharField" in str(caught.value)


@pytest.mark.parametrize("given", ["", None, [], Named()])
def test_what_is_no_field_is_named_with_its_line(given):
    """Django's own templates give an empty text for `form.emial`."""
    with pytest.raises(
        UsageError, match=rf"^{re.escape(__file__)}:\d+: .*; give a field of a form"
    ):
        field(given)
    if not isinstance(given, forms.Form):
        with pytest.raises(UsageError, match=rf"^{re.escape(__file__)}:\d+: .*; give a form or a"):
            summary(Named(), given)


def test_a_password_never_comes_back_and_a_hidden_field_stays_hidden():
    form = form_of({"pin": "4711", "key": "k"}, pin=forms.CharField(widget=forms.PasswordInput(render_value=True, attrs={"autocomplete": "current-password"})), key=forms.CharField(widget=forms.HiddenInput))  # fmt: skip
    (pin,) = tree(field(form["pin"])).iter("input")
    assert (pin.get("type"), pin.get("value"), pin.get("autocomplete")) == ("password", None, "current-password")  # fmt: skip
    (key,) = tree(field(form["key"])).iter("input")
    assert (key.get("type"), key.get("value")) == ("hidden", "k")


# Everything of a field arrives.


class WithFull(forms.RadioSelect):
    def create_option(self, name, value, *args, **options):
        option = super().create_option(name, value, *args, **options)
        if value == "b":
            option["attrs"] |= {"disabled": True, "data-x": "1"}
        return option


def test_groups_and_disabled_choices_arrive():
    grouped = [("", "Choose an area"), ("West", [("a", "Amuri")]), ("East", [("b", "Kaleva")])]
    form = form_of(
        {"area": "b"},
        area=forms.ChoiceField(choices=grouped),
        radio=forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=WithFull),
        dashes=forms.ChoiceField(choices=[*models.BLANK_CHOICE_DASH, ("a", "A")]),
    )
    shown = tree(field(form["area"]))
    assert [one.get("label") for one in shown.iter("optgroup")] == ["West", "East"]
    assert [
        one.get("value") for one in shown.iter("option") if one.get("selected") is not None
    ] == ["b"]
    assert [one.text for one in tree(field(form["dashes"])).iter("option")] == ["Choose", "A"]
    first, second = tree(field(form["radio"])).iter("input")
    assert (first.get("disabled"), second.get("disabled")) == (None, "")
    assert second.get("data-x") == "1"


def test_attributes_limits_and_help_arrive():
    form = form_of(
        name=forms.CharField(max_length=20, min_length=2, help_text=mark_safe("<b>All</b> names"), disabled=True, initial="Aino", widget=forms.TextInput({"autocomplete": "name", "class": "own", "aria-describedby": "more", "id": "own-id"})),
        story=forms.CharField(max_length=500, widget=forms.Textarea({"rows": 8})),
        plain=forms.CharField(widget=forms.Textarea, label=gettext_lazy("Name")),
        count=forms.IntegerField(min_value=1, max_value=5, initial=0),
        start=city.DateField(validators=[city.Between(lambda: dt.date(2027, 1, 1), dt.date(2027, 12, 31))]),
        proof=forms.FileField(validators=[FileExtensionValidator(["pdf", "jpg"])]),
        image=forms.FileField(widget=forms.FileInput({"accept": ".png"})),
    )  # fmt: skip
    (name,) = tree(field(form["name"])).iter("input")
    assert {key: name.get(key) for key in ("id", "value", "maxlength", "autocomplete", "disabled")} == {"id": "own-id", "value": "Aino", "maxlength": "20", "autocomplete": "name", "disabled": ""}  # fmt: skip
    assert name.get("aria-describedby") == "own-id-hint more"
    assert "own" in name.get("class")
    assert "<b>All</b> names" in field(form["name"])
    assert 'rows="8"' in field(form["story"])
    assert 'data-max-characters="500"' in field(form["story"])
    assert 'rows="5"' in field(form["plain"])
    assert 'value="0"' in field(form["count"])
    assert "min=" not in field(form["count"])
    assert 'data-min="2027-01-01" data-max="2027-12-31"' in field(form["start"])
    assert 'accept=".pdf,.jpg"' in field(form["proof"])
    assert 'accept=".png"' in field(form["image"])


@pytest.mark.parametrize(
    ("kind", "known"),
    [
        (city.DatePartsField, dt.date(2027, 3, 24)),
        (city.DateField, dt.date(2027, 3, 24)),
        (city.TimeField, dt.time(9, 15)),
        (city.IntegerField, 0),
        (city.DecimalField, Decimal("0.5")),
    ],
)
def test_what_is_known_of_a_disabled_field_stays(kind, known):
    form = form_of({"x": "1", "x-day": "1"}, x=kind(disabled=True, initial=known))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["x"] == known


class Stored:
    url = "/files/1"

    def __str__(self):
        return "old.pdf"


def test_a_file_that_is_kept_can_be_removed_unless_it_is_required():
    made = {"a": forms.FileField(required=False), "b": forms.FileField()}
    form = type("Card", (forms.Form,), made)(initial={"a": Stored(), "b": Stored()})
    (remove,) = (one for one in tree(field(form["a"])).iter("button") if one.get("name"))
    assert (remove.get("name"), remove.get("value")) == ("a-clear", "on")
    assert not [one for one in tree(field(form["b"])).iter("button") if one.get("name")]
    assert 'href="/files/1"' in field(form["b"])


# Reading.


def test_numbers_dates_and_times_are_read_as_people_type_them():
    kinds = {"a": city.IntegerField(), "b": city.DecimalField(), "c": city.DateField(), "d": city.TimeField(), "e": city.DatePartsField()}  # fmt: skip
    form = form_of({"a": "1 200", "b": "1,5", "c": "24.3.2027", "d": "klo 9.15", "e-day": "1", "e-month": "toukokuuta", "e-year": "2027"}, **kinds)  # fmt: skip
    assert form.cleaned_data if form.is_valid() else form.errors
    assert [*form.cleaned_data.values()] == [1200, Decimal("1.5"), dt.date(2027, 3, 24), dt.time(9, 15), dt.date(2027, 5, 1)]  # fmt: skip
    for bound, typed in zip(form, ("1 200", "1,5", "24.3.2027", "klo 9.15"), strict=False):
        assert f'value="{typed}"' in field(bound)
    known = type("Card", (forms.Form,), kinds)(initial=form.cleaned_data)
    with use_locale("fi"):
        shown = [one.get("value") for bound in known for one in tree(field(bound)).iter("input")]
    assert shown == ["1200", "1,5", "24.3.2027", "9.15", "1", "5", "2027"]
    assert not city.DateField().has_changed(dt.date(2027, 3, 24), "24.3.2027")


def test_what_cannot_be_read_says_how_to_write_it():
    form = form_of(
        {"a": "many", "b": "x", "c": "31.2.2027", "d": "25", "e-day": "1", "e-year": "2027"},
        a=city.IntegerField(label="Q"), b=city.DecimalField(label="Q"), c=city.DateField(label="Q"), d=city.TimeField(label="Q"), e=city.DatePartsField(label="Q"),
    )  # fmt: skip
    assert all("“Q”" in text for text in texts(form))
    assert len(texts(form)) == 5
    assert summary(form)[-1] == {"text": "Add the month to “Q”.", "url": "#e-month"}
    assert tree(field(form["e"])).find(".//input[@name='e-month']").get("aria-invalid") == "true"


def test_an_empty_date_leads_to_its_first_part():
    form = form_of({"e-day": ""}, e=city.DatePartsField(label="Q"))
    assert summary(form) == [{"text": "Enter the date in “Q”.", "url": "#e-day"}]


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (city.PhoneField, " ０４０ 123 4567", "040 123 4567"),
        (city.PersonalIdentityCodeField, "131052-308t\n", "131052-308T"),
        (lambda: city.PersonalIdentityCodeField(test=True), "131052-900w", "131052-900W"),
        (city.IbanField, "fi2112345600000785", "FI21 1234 5600 0007 85"),
        (city.BusinessIdField, "20774740", "2077474-0"),
    ],
)
def test_what_is_kept_is_what_was_judged(kind, typed, kept):
    form = form_of({"x": typed}, x=kind())
    assert form.is_valid(), form.errors
    assert form.cleaned_data["x"] == kept
    assert form["x"].value() == typed
    assert texts(form_of({"x": "\x00"}, x=kind()))
    assert texts(form_of({"x": "wrong"}, x=kind()))


UNSEEN = ["\u200b", " \ufeff\r\n", "\u2060\u202e"]


@pytest.mark.parametrize("typed", UNSEEN)
@pytest.mark.parametrize(
    "kind",
    [
        city.BusinessIdField, city.CharField, city.DateField, city.DecimalField, city.IbanField,
        city.IntegerField, city.PersonalIdentityCodeField, city.PhoneField, city.TimeField,
    ],
)  # fmt: skip
def test_what_nobody_sees_is_no_answer(kind, typed):
    (text,) = texts(form_of({"x": typed}, x=kind(label="Q")))
    assert text == texts(form_of({"x": ""}, x=kind(label="Q")))[0]
    form = form_of({"x": typed}, x=kind(label="Q", required=False))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["x"] in ("", None)


@pytest.mark.parametrize("typed", UNSEEN)
def test_on_a_page_of_a_journey_it_is_none_to_fields_of_django_either(typed):
    class Asked(forms.Form):
        name = forms.CharField(label="Name")
        email = forms.EmailField(label="E-mail")
        page = forms.URLField(label="Page", required=False, assume_scheme="https")
        case = forms.UUIDField(label="Case", required=False)
        born = city.DatePartsField(label="Born")
        diet = forms.ChoiceField(label="Diet", choices=[("no", "No")], widget=forms.RadioSelect)
        more = forms.CharField(label="More", required=False)
        kept = forms.CharField(label="Kept", max_length=9)

    names = ("name", "email", "born-day", "diet", "more")
    sent = Sent({**{name: [typed] for name in names}, "kept": [f"a{typed}b"]})
    bound = city.bound(Asked, sent, judge=True)
    wanted = city.bound(Asked, Sent({"kept": ["ab"]}), judge=True).errors
    assert [one["url"] for one in bound.errors] == ["#name", "#email", "#born-day", "#diet"]
    assert bound.errors == wanted
    (kept,) = [one for one in bound.fields if one.name == "kept"]
    assert kept.value == f"a{typed}b", "what is typed around it stays"
    copied = {"email": "aino@example.fi", "page": "https://pori.fi/a", "case": str(uuid4())}
    sent = Sent({name: [f"{typed}{one}{typed}"] for name, one in copied.items()})
    errors = city.bound(Asked, sent, judge=True).errors
    assert not {f"#{name}" for name in copied} & {one["url"] for one in errors}, "it came along"


def test_a_model_form_asks_for_texts_that_are_seen():
    options = {"kind": models.CharField(max_length=9), "why": models.TextField()}
    found = {name: city.formfield(one) for name, one in options.items()}
    assert {type(one) for one in found.values()} == {city.CharField}
    assert (found["kind"].max_length, type(found["why"].widget)) == (9, forms.Textarea)
    assert type(city.formfield(models.EmailField())) is forms.EmailField
    assert type(city.formfield(models.SlugField())) is forms.SlugField
    chosen = city.formfield(models.CharField(max_length=9, choices=[("a", "A")]))
    assert isinstance(chosen, forms.ChoiceField)


def test_a_phone_number_without_a_country_code_is_of_the_region_that_was_named():
    assert not texts(form_of({"x": "070-123 45 67"}, x=city.PhoneField(region="se")))
    assert texts(form_of({"x": "070-123 45 67"}, x=city.PhoneField(region="EE")))


# Errors.


class Family(forms.Form):
    name = forms.CharField(label="Nimi")
    key = forms.CharField(widget=forms.HiddenInput)

    def clean(self):
        raise ValidationError(
            [ValidationError("Oma virhe."), ValidationError("Toinen 100 % virhe.")]
        )


def test_errors_of_the_whole_form_and_of_hidden_fields_come_once_and_lead_somewhere():
    form = Family(sent({"name": ""}))
    with use_locale("fi"):
        items = summary(form)
    assert [item["text"] for item in items] == [
        "Oma virhe.",
        "Toinen 100 % virhe.",
        "Täytä kohta ”Nimi”.",
        "Jokin sivun itse lähettämä tieto ei tullut perille oikein. Avaa sivu uudelleen ja täytä se.",
    ]
    assert {item["url"] for item in items} == {"#name"}


class Child(forms.Form):
    name = forms.CharField(label="Name")
    born = city.DatePartsField(label="Born")


def test_a_formset_is_a_list_of_forms():
    made = forms.formset_factory(Child, extra=2, min_num=2, validate_min=True, can_delete=True)
    with pytest.raises(UsageError, match=r"ChildFormSet\.label = 'Children'"):
        field(made())
    made.label = "Children"
    management = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0"}
    form = made(sent({**management, "form-0-name": "A", "form-0-born-day": "1"}))
    assert not form.is_valid()
    assert summary(form) == [
        {"text": "Give at least 2 answers in “Children”.", "url": "#form-0-name"},
        {"text": "Add the month to “Born”.", "url": "#form-0-born-month"},
        {"text": "Fill in “Name”.", "url": "#form-1-name"},
        {"text": "Enter the date in “Born”.", "url": "#form-1-born-day"},
    ]
    shown = tree(field(form))
    ids = {one.get("id") for one in shown.iter()}
    assert {item["url"][1:] for item in summary(form)} <= ids
    assert [one.get("name") for one in shown.iter("input")][:4] == ["form-TOTAL_FORMS", "form-INITIAL_FORMS", "form-MIN_NUM_FORMS", "form-MAX_NUM_FORMS"]  # fmt: skip
    legends = ["".join(one.itertext()).strip() for one in shown.iter("legend")]
    assert legends[:2] == ["Children", "Children 1"]
    assert "Delete (optional)" not in "".join(shown.itertext())
    made = forms.formset_factory(Child)
    made.label = "Children"
    broken = made(sent({"form-0-name": "A"}))
    assert not broken.is_valid()
    assert texts(broken)[0].startswith("Something that the page sends by itself")
    assert "ManagementForm" not in field(broken)


class Book(models.Model):
    class Meta:
        app_label = "library"
        constraints = (
            models.CheckConstraint(condition=models.Q(pages__gt=0), name="has_pages"),
            models.UniqueConstraint(fields=["title", "lent"], name="once_a_day"),
        )

    title = models.CharField("Nimi", max_length=20, unique=True)
    pages = models.PositiveIntegerField("Sivuja")
    lent = models.DateField("Lainattu", null=True, blank=True)
    at = models.TimeField("Kello", null=True, blank=True)
    price = models.DecimalField("Hinta", max_digits=5, decimal_places=2)
    weight = models.FloatField("Paino", null=True, blank=True)
    state = models.CharField("Kunto", choices=[("new", "Uusi"), ("old", "Vanha")], default="new")
    moment = models.DateTimeField("Hetki", null=True, blank=True)


class BookForm(forms.ModelForm):
    class Meta:
        model = Book
        fields = ("title", "pages", "lent", "at", "price", "weight", "state")
        formfield_callback = city.formfield


@pytest.fixture(scope="module")
def books():
    with connection.schema_editor() as editor:
        editor.create_model(Book)
    yield
    with connection.schema_editor() as editor:
        editor.delete_model(Book)
    connection.close()


def test_a_form_of_a_model_reads_as_people_type(books):
    data = {"title": "Seitsemän veljestä", "pages": "350", "lent": "1.5.2026", "at": "9.15", "price": "12,50", "weight": "0,5", "state": "old"}  # fmt: skip
    form = BookForm(sent(data))
    assert form.is_valid(), form.errors
    book = form.save()
    book.refresh_from_db()
    assert (book.lent, book.at, book.price, book.weight) == (dt.date(2026, 5, 1), dt.time(9, 15), Decimal("12.50"), 0.5)  # fmt: skip
    with use_locale("fi"), override("fi"):
        again = BookForm(sent(data))
        assert texts(again) == [
            "Anna jokin muu vastaus kohtaan ”Nimi ja Lainattu”. Tämä on jo käytössä.",
            "Anna jokin muu vastaus kohtaan ”Nimi”. Tämä on jo käytössä.",
        ]
        shown = Markup().join(field(one) for one in BookForm(instance=book))
    assert 'value="12,50"' in shown
    assert 'value="1.5.2026"' in shown
    zero = BookForm(sent({**data, "title": "B", "pages": "0"}))
    assert texts(zero) == ["Check the answers. They do not fit together."]
    wrong = BookForm(sent({**data, "title": "C", "price": "12345", "state": "lost"}))
    assert texts(wrong) == ["Write at most 3 digits before the decimals in “Hinta”.", "Choose one of the answers to “Kunto”."]  # fmt: skip


def test_a_form_of_a_model_without_the_callback_says_what_to_write():
    made = forms.modelform_factory(Book, fields=["lent", "moment"])
    for name in ("lent", "moment"):
        with pytest.raises(UsageError, match=r"write citydesign\.forms\.django\.DateField"):
            field(made()[name])
    assert isinstance(city.formfield(Book._meta.get_field("moment")), forms.DateTimeField)


def test_doubled_answers_of_a_formset_are_explained_in_the_language_of_the_page(books):
    made = forms.modelformset_factory(Book, form=BookForm, extra=2)
    made.label = "Kirjat"
    one = {"title": "Sama", "pages": "1", "price": "1", "state": "new"}
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0"}
    data |= {f"form-{number}-{name}": text for number in (0, 1) for name, text in one.items()}
    with use_locale("sv"), override("sv"):
        form = made(sent(data), queryset=Book.objects.none())
        assert not form.is_valid()
        assert texts(form) == [
            "Ge ett annat svar på ”Kirjat”. Det här används redan.",
            "Ge ett annat svar på ”Kirjat 2”. Det här används redan.",
        ]


def test_the_hosts_own_messages_stay_as_they_are():
    form = form_of({"a": "", "b": "long"}, a=forms.CharField(error_messages={"required": "Say it."}), b=forms.CharField(validators=[FileExtensionValidator]))  # fmt: skip
    form.add_error("b", gettext_lazy("Nothing of Django's"))
    assert texts(form)[0] == "Say it."


def test_uploads_are_explained():
    files = {"empty": SimpleUploadedFile("a.pdf", b""), "kind": SimpleUploadedFile("a.exe", b"x"), "name": SimpleUploadedFile("a" * 30, b"x")}  # fmt: skip
    form = form_of({}, files, none=forms.FileField(label="Q"), empty=forms.FileField(label="Q"), kind=forms.FileField(label="Q", validators=[FileExtensionValidator(["pdf"])]), name=forms.FileField(label="Q", max_length=9))  # fmt: skip
    assert texts(form) == [
        "Choose a file for “Q”.",
        "Choose another file for “Q”. This one is empty.",
        "Choose a file of another type for “Q”: pdf.",
        "Give the file for “Q” a shorter name: at most 9 characters.",
    ]


@pytest.mark.parametrize(
    ("tag", "day", "time"),
    [
        ("en", "Choose 24 March 2027 or a later day in “X”.", "Choose 9:15 or an earlier time in “X”."),
        ("fi", "Valitse 24. maaliskuuta 2027 tai myöhempi päivä kohtaan ”X”.", "Valitse klo 9.15 tai aiempi aika kohtaan ”X”."),
        ("sv", "Välj den 24 mars 2027 eller en senare dag i ”X”.", "Välj kl. 9.15 eller en tidigare tid i ”X”."),
    ],
)  # fmt: skip
def test_limits_of_days_and_times_are_no_numbers(tag, day, time):
    least, most = MinValueValidator(dt.date(2027, 3, 24)), MaxValueValidator(dt.time(9, 15))
    with use_locale(tag):
        for kind in (city.DateField(validators=[least]), city.DatePartsField(validators=[least])):
            sent = {"x": "1.1.2027", "x-day": "1", "x-month": "1", "x-year": "2027"}
            assert texts(form_of(sent, x=kind)) == [day]
        assert texts(form_of({"x": "10"}, x=city.TimeField(validators=[most]))) == [time]


def test_steps_of_numbers_are_explained():
    form = form_of({"a": "3", "b": "4"}, a=forms.IntegerField(label="Q", step_size=2), b=forms.IntegerField(label="Q", validators=[StepValueValidator(5, offset=1)]))  # fmt: skip
    assert texts(form) == [
        "Enter a multiple of 2 in “Q”.",
        "Enter one of the numbers 1, 6, 11 and so on in “Q”.",
    ]


# Every message of Django.

WALKED = ["forms/fields.py", "forms/models.py", "forms/formsets.py", "forms/utils.py", "core/validators.py", "db/models/fields/__init__.py", "db/models/fields/related.py", "db/models/base.py", "db/models/constraints.py", "utils/ipv6.py"]  # fmt: skip
#: Parts of messages, words of buttons and labels.
PARTS = {"and", "Delete", "Order", "IPv4", "IPv6", "IPv4 or IPv6"}


class Texts(ast.NodeVisitor):
    """The texts that a module gives to gettext, but for what describes a kind of field."""

    def __init__(self):
        self.found = set()

    def visit_Assign(self, node):
        if getattr(node.targets[0], "id", "") != "description":
            self.generic_visit(node)

    def visit_FunctionDef(self, node):
        if "description" not in node.name:
            self.generic_visit(node)

    def visit_Call(self, node):
        if getattr(node.func, "id", "") in (
            "_",
            "gettext",
            "gettext_lazy",
            "ngettext",
            "ngettext_lazy",
        ):
            self.found |= {one.value for one in node.args[:1] if isinstance(one, ast.Constant)}
        self.generic_visit(node)


#: Where most texts are labels and help, so that only those of refusals are taken.
USERS = [f"contrib/auth/{name}.py" for name in ("forms", "password_validation", "validators", "models")]  # fmt: skip


class Refusals(Texts):
    """The texts of errors: in `error_messages`, `message` and `get_error_message`."""

    def __init__(self):
        super().__init__()
        self.inside = False

    def visit_as_refusal(self, node):
        before, self.inside = self.inside, True
        self.generic_visit(node)
        self.inside = before

    def visit_Assign(self, node):
        name = getattr(node.targets[0], "id", "")
        (self.visit_as_refusal if name in ("error_messages", "message") else self.generic_visit)(
            node
        )

    def visit_keyword(self, node):
        (self.visit_as_refusal if node.arg == "error_messages" else self.generic_visit)(node)

    def visit_FunctionDef(self, node):
        (self.visit_as_refusal if node.name == "get_error_message" else self.generic_visit)(node)

    def visit_Call(self, node):
        if self.inside:
            super().visit_Call(node)
        else:
            # An error that is written where it is raised counts too.
            name = getattr(node.func, "id", "")
            (self.visit_as_refusal if name == "ValidationError" else self.generic_visit)(node)


def library():
    walk = Texts()
    root = Path(forms.__file__).parents[1]
    for name in WALKED:
        walk.visit(ast.parse((root / name).read_text("utf-8")))
    for name in USERS:
        users = Refusals()
        users.visit(ast.parse((root / name).read_text("utf-8")))
        walk.found |= users.found
    return sorted(
        walk.found
        - PARTS
        - {
            one
            for one in walk.found
            if "relationship" in one or one.startswith(("Foreign Key", "One-to-one"))
        }
    )


LIBRARY = library()


def test_the_list_of_messages_is_whole():
    assert len(LIBRARY) >= 70
    assert "Enter a valid date/time." in LIBRARY
    assert "The two password fields didn’t match." in LIBRARY
    assert "This password is too short. It must contain at least %d character." in LIBRARY
    assert "A user with that username already exists." in LIBRARY
    assert "Enter the same password as before, for verification." not in LIBRARY
    assert {*CODES, *WRITTEN, SHORT_PASSWORD[0]} >= {*LIBRARY}


GIVEN = {"max": 5, "limit_value": 5, "show_value": 9, "offset": 1, "valid_value1": 6, "valid_value2": 11, "num": 2, "allowed_extensions": "pdf"}  # fmt: skip
FORM_WIDE = {"page_changed", "not_together", "sign_in", "account_closed"}


@pytest.mark.parametrize("text", LIBRARY)
@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.LIST])
def test_every_message_of_django_is_ours_in_each_language(text, kind):
    seen = set()
    for tag in ("en", "fi", "sv"):
        with use_locale(tag), override(tag):
            error = ValidationError(gettext_lazy(text), params=GIVEN)
            if "form." in text and text in WRITTEN:
                name = "too_few_forms" if "least" in text else "too_many_forms"
                error = ValidationError(
                    forms.BaseFormSet.default_error_messages[name] % {"num": 2}, name
                )
            elif text in WRITTEN:
                filled = str(gettext_lazy(text)) % dict.fromkeys(
                    ["field", "field_name", "lookup", "date_field", "name", "verbose_name"], "x"
                )
                error = ValidationError(filled)
            elif text == SHORT_PASSWORD[0]:
                error = ValidationError(ngettext(*SHORT_PASSWORD, 8) % 8, params={"min_length": 8})
            said = about(error, "Kysymys", kind)
            code = (CODES.get(text) or [WRITTEN.get(text)])[0]
            assert "Kysymys" in said or code in FORM_WIDE, said
            assert not re.search(r"[{}%]", said)
            seen.add(said)
    assert len(seen) == 3


# Forms of users.


@pytest.fixture(scope="module")
def aino():
    from django.contrib.auth.models import User

    with connection.schema_editor() as editor:
        editor.create_model(User)
    yield User.objects.create_user("aino", "aino@example.fi", "kesäyö-ja-järvi")
    with connection.schema_editor() as editor:
        editor.delete_model(User)
    connection.close()


def in_each_language(make):
    said = {}
    for tag in ("en", "fi", "sv"):
        with use_locale(tag), override(tag):
            said[tag] = texts(make())
    return said


@pytest.mark.parametrize("active", [True, False])
def test_who_can_not_sign_in_reads_why_in_each_language(aino, active):
    from django.contrib.auth.forms import AuthenticationForm

    class Sleeping(AuthenticationForm):
        def clean(self):
            self.confirm_login_allowed(type(aino)(is_active=False))

    form = AuthenticationForm if active else Sleeping
    data = sent({"username": "aino", "password": "no"})
    found = in_each_language(lambda: form(None, data))
    assert found == (
        {
            "en": ["Check your username and password. Capital and small letters make a difference."],
            "fi": ["Tarkista käyttäjätunnus ja salasana. Isoilla ja pienillä kirjaimilla on eroa."],
            "sv": ["Kontrollera användarnamnet och lösenordet. Det är skillnad på stora och små bokstäver."],
        }
        if active
        else {
            "en": ["This account is not in use. Contact us, and we will open it again."],
            "fi": ["Tämä tili ei ole käytössä. Ota meihin yhteyttä, niin avaamme sen uudelleen."],
            "sv": ["Kontot är inte i bruk. Kontakta oss, så öppnar vi det på nytt."],
        }
    )  # fmt: skip


def test_a_password_that_is_changed_is_explained_in_each_language(aino):
    from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm

    old = in_each_language(
        lambda: PasswordChangeForm(
            aino, sent({"old_password": "x", "new_password1": "a", "new_password2": "b"})
        )
    )
    assert old["en"] == [
        "Enter your current password again in “Old password”. It was not right.",
        "Enter the same password in “New password confirmation” as in the field above it.",
    ]
    assert old["fi"][0].endswith("Se ei ollut oikein.")
    assert old["sv"][1].startswith("Skriv samma lösenord i ”")
    for password, said in {
        "xq7": "Write at least 8 characters in “New password confirmation”.",
        "password": "Choose a password for “New password confirmation” that is harder to guess. Many people use this one.",
        "83619205773": "Add letters to the password in “New password confirmation”. It has only digits.",
        "aino@example": "Choose a password for “New password confirmation” that is not like your name, e-mail address or username.",
    }.items():
        given = sent({"new_password1": password, "new_password2": password})
        found = in_each_language(lambda given=given: SetPasswordForm(aino, given))
        assert found["en"] == [said]
        assert len({*found["en"], *found["fi"], *found["sv"]}) == 3
        assert "This password" not in found["fi"][0]


def test_a_new_user_is_made_on_a_page_of_ours(aino):
    from django.contrib.auth.forms import UserCreationForm

    for name, said in {
        "aino": "Choose another answer to “Username”. This one is already in use.",
        "aino!": "Use only letters, digits and the characters @.+-_ in “Username”.",
    }.items():
        form = UserCreationForm(
            sent({"username": name, "password1": "kesäyö-ja-järvi", "password2": "kesäyö-ja-järvi"})
        )
        assert texts(form) == [said]
    page = tree(Markup().join(map(field, form)))
    kinds = [one.get("type") for one in page.iter("input")]
    assert kinds == ["text", "password", "password"]
    assert "kesäyö" not in str(Markup().join(map(field, form)))


def test_a_message_of_ours_knows_its_field():
    with pytest.raises(ValidationError) as caught:
        city.Between(1, 5)(9)
    assert isinstance(caught.value.message, Message)
    assert texts(form_of({"x": "9"}, x=forms.IntegerField(label="Lapsia", validators=[city.Between(1, 5)]))) == ["Enter a number from 1 to 5 in “Lapsia”."]  # fmt: skip


class Contact(forms.Form):
    email = forms.EmailField(label="E-mail", required=False)
    box = forms.BooleanField(label="I have none", required=False)

    def clean(self):
        try:
            either_or(self.data.get("email"), bool(self.data.get("box")), "I have none")
        except AnswerError as error:
            self.add_error("email", ValidationError(explain_error(error, "E-mail")))


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({}, ["Fill in “E-mail” or tick “I have none”."]),
        ({"email": "aino@example.fi"}, []),
        ({"box": "on"}, []),
        ({"email": "aino@example.fi", "box": "on"}, ["Keep only one: the answer to “E-mail” or the tick at “I have none”."]),
    ],
)  # fmt: skip
def test_an_answer_or_the_box_beside_it_but_not_both(typed, says):
    assert texts(Contact(sent(typed))) == says


@pytest.mark.parametrize("begun", ["1", "-3", "99999999", "x", ""])
def test_whoever_changes_the_counts_of_a_formset_is_answered(begun):
    kind = type("Children", (city.FormSet,), {"label": "Children"})
    made = forms.formset_factory(Child, formset=kind, min_num=1, max_num=2, extra=0)
    form = made(sent({"form-TOTAL_FORMS": "99999999", "form-INITIAL_FORMS": begun}))
    assert not form.is_valid()
    assert summary(form)
    assert "Children" in field(form)
