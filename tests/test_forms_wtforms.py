"""WTForms' fields as they are checked and explained."""

import ast
import datetime as dt
import re
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import flask_wtf.file
import pytest
import wtforms
from flask import Flask
from flask_wtf import FlaskForm
from jinja2 import Environment
from markupsafe import Markup
from tests.markup import piece
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import SelectChoice, validators, widgets

from citydesign import UsageError, install, use_locale
from citydesign.forms import wtforms as city
from citydesign.forms.core.fields import Kind
from citydesign.forms.words import Message
from citydesign.forms.wtforms import (
    Between,
    BusinessId,
    CityMeta,
    DatePartsField,
    EitherOr,
    Email,
    Iban,
    Length,
    MaxLength,
    Optional,
    PersonalIdentityCode,
    Phone,
    Required,
    RequiredIf,
    SameAs,
    field,
    summary,
)
from citydesign.forms.wtforms.kinds import kind_of_class
from citydesign.forms.wtforms.messages import CODES

# What people count, and how long Python and a browser's form would say it is.
WRITTEN = [
    ("", 0),
    ("Aino", 4),
    ("A\r\nB", 3),
    ("e\u0301", 1),
    ("\U0001f1eb\U0001f1ee\U0001f1f8\U0001f1ea", 2),
    ("\U0001f468\u200d\U0001f469\u200d\U0001f467 perhe", 7),
    ("\u0928\u093f", 1),
]


class Story(wtforms.Form):
    class Meta(CityMeta):
        pass

    text = wtforms.TextAreaField("Your story", [MaxLength(2)])


@pytest.mark.parametrize(("text", "length"), WRITTEN)
def test_a_text_is_as_long_as_people_count_it(text, length):
    form = Story(MultiDict({"text": text}))
    assert form.validate() is (length <= 2)
    if length > 2:
        assert str(length - 2) in form.errors["text"][0]


def test_the_count_below_the_textarea_says_the_same(open_example):
    page = open_example("textarea/with-character-count")
    field = page.locator("textarea")
    limit = int(page.locator("city-textarea").get_attribute("data-max-characters"))
    for text, length in WRITTEN:
        field.fill(text)
        left = page.locator("city-textarea").evaluate("element => element.left")
        assert limit - left == length, ascii(text)


class Base(wtforms.Form):
    class Meta(CityMeta):
        pass


def form_of(data=None, **fields):
    """A form of these fields, sent with this data; not sent if there is none."""
    made = type("Card", (Base,), fields)
    form = made() if data is None else made(MultiDict(data))
    if data is not None:
        form.validate()
    return form


def tree(html):
    return piece(html)


def texts(form):
    return [item["text"] for item in summary(form)]


# Kinds.


def test_a_password_is_masked_and_never_comes_back():
    form = form_of({"pin": "4711"}, pin=wtforms.PasswordField("PIN", [Required(), Length(5)]))
    html = field(form.pin, autocomplete="current-password", hint="Four digits")
    (control,) = tree(html).iter("input")
    assert control.get("type") == "password"
    assert control.get("value") is None
    assert "4711" not in html
    assert control.get("autocomplete") == "current-password"
    assert control.get("aria-describedby") == "pin-hint pin-error"
    assert control.get("aria-invalid") == "true"


def test_a_hidden_field_stays_hidden_and_a_submit_is_a_button():
    form = form_of(key=wtforms.HiddenField(default='k"<'), send=wtforms.SubmitField("Send"))
    (hidden,) = tree(field(form.key)).iter("input")
    assert (hidden.get("type"), hidden.get("value")) == ("hidden", 'k"<')
    assert "label" not in field(form.key)
    (button,) = tree(field(form.send)).iter("button")
    assert (button.get("name"), "".join(button.itertext())) == ("send", "Send")
    with pytest.raises(UsageError, match="'key': a hidden field takes no hint"):
        field(form.key, hint="Never seen")


SHOWN = {
    wtforms.StringField: Kind.TEXT,
    wtforms.TextAreaField: Kind.TEXTAREA,
    wtforms.PasswordField: Kind.PASSWORD,
    wtforms.EmailField: Kind.EMAIL,
    wtforms.TelField: Kind.TEL,
    wtforms.URLField: Kind.URL,
    wtforms.HiddenField: Kind.HIDDEN,
    wtforms.SubmitField: Kind.SUBMIT,
    wtforms.BooleanField: Kind.CHECKBOX,
    wtforms.IntegerField: Kind.INTEGER,
    wtforms.RadioField: Kind.RADIOS,
    wtforms.SelectField: Kind.SELECT,
    wtforms.SelectMultipleField: Kind.CHECKBOXES,
    wtforms.FileField: Kind.FILE,
    wtforms.MultipleFileField: Kind.FILES,
    wtforms.FormField: Kind.GROUP,
    wtforms.FieldList: Kind.LIST,
}
#: They are what other fields are made of.
BASES = {
    wtforms.Field,
    wtforms.fields.choices.SelectFieldBase,
    wtforms.fields.Flags,
    wtforms.fields.Label,
}
EVERY = {
    one
    for one in vars(wtforms.fields).values()
    if isinstance(one, type) and issubclass(one, wtforms.Field)
} - BASES


# WTForms itself advises against its DateTimeField.
@pytest.mark.filterwarnings("ignore:.DateTimeField. renders:DeprecationWarning")
@pytest.mark.parametrize(
    "kind", sorted(EVERY, key=lambda one: one.__name__), ids=lambda one: one.__name__
)
def test_every_field_of_wtforms_has_its_component_or_says_what_to_write(kind):
    if kind in SHOWN:
        assert kind_of_class(kind, type(kind.widget)) is SHOWN[kind]
        return
    form = form_of(x=kind("Label"))
    with pytest.raises(UsageError) as caught:
        field(form.x)
    assert re.search(rf"Card\.x: no component shows {kind.__name__}.*; write \w", str(caught.value))
    assert "\n" not in str(caught.value)


class Colour(wtforms.StringField):
    widget = widgets.ColorInput()


class PostalCode(wtforms.StringField):
    """Keeps the widget of its base."""


class Strange(Base):
    colour = Colour("Colour")
    story = wtforms.StringField("Story", widget=widgets.TextArea())
    code = PostalCode("Code")
    days = wtforms.SelectMultipleField(
        "Days",
        choices=[SelectChoice("mon", "Monday")],
        widget=widgets.ListWidget(),
        option_widget=widgets.CheckboxInput(),
    )


def test_a_field_of_unknown_looks_is_refused_with_its_class_and_file():
    form = Strange()
    for bound, what in (
        (form.colour, "Colour with ColorInput"),
        (form.story, "StringField with TextArea"),
    ):
        with pytest.raises(UsageError) as caught:
            field(bound)
        text = str(caught.value)
        assert re.match(rf"{re.escape(__file__)}:\d+: Strange\.{bound.name}: ", text)
        assert what in text
        assert "TextAreaField" in text
        assert "field_wrapper" in text
    # Its error is in the summary all the same: the host shows it by hand.
    form.colour.errors = ["Choose a colour."]
    assert summary(form) == [{"text": "Choose a colour.", "url": "#colour"}]


def test_a_class_of_the_host_is_shown_as_its_base_while_it_keeps_the_widget():
    form = Strange()
    assert 'type="text"' in field(form.code)
    assert 'type="checkbox"' in field(form.days)


# Everything of a field arrives.


def test_groups_and_disabled_choices_arrive():
    choices = [
        SelectChoice("", "Choose an area"),
        SelectChoice("a", "Amuri", optgroup="West"),
        SelectChoice("b", "Kaleva", {"disabled": True}, "East"),
    ]
    form = form_of(
        area=wtforms.SelectField("Area", choices=choices),
        radio=wtforms.RadioField("Radio", choices=[SelectChoice("a", "A", {"disabled": True, "data-x": "1"}), SelectChoice("b", "B")]),
        wrong=wtforms.RadioField("Wrong", choices=choices[1:]),
        odd=wtforms.SelectField("Odd", choices=[SelectChoice("a", "A", {"data-x": "1"})]),
    )  # fmt: skip
    shown = tree(field(form.area))
    assert [group.get("label") for group in shown.iter("optgroup")] == ["West", "East"]
    options = {one.get("value"): one for one in shown.iter("option")}
    assert options[""].text == "Choose an area"
    assert options["b"].get("disabled") is not None
    assert options["a"].get("disabled") is None
    first, second = tree(field(form.radio)).iter("input")
    assert first.get("disabled") is not None
    assert first.get("data-x") == "1"
    assert second.get("disabled") is None
    with pytest.raises(UsageError, match="'wrong': radios have no groups"):
        field(form.wrong)
    with pytest.raises(UsageError, match="'odd': the choices of a select take no data-x"):
        field(form.odd)


def test_render_kw_flags_and_limits_arrive():
    form = form_of(
        name=wtforms.StringField("Name", [validators.Length(max=20), validators.ReadOnly()], render_kw={"autocomplete": "name", "spellcheck": "false", "class_": "own", "data-x": "1"}),
        story=wtforms.TextAreaField("Story", [MaxLength(500)], render_kw={"rows": "8"}),
        story2=wtforms.TextAreaField("Story", [validators.Length(max=50)]),
        agree=wtforms.BooleanField("I agree", render_kw={"disabled": True}),
        start=city.DateField("Start", [Between(dt.date(2027, 1, 1), lambda: dt.date(2027, 12, 31))]),
        proof=wtforms.FileField("Proof", [flask_wtf.file.FileAllowed(["pdf", "jpg"]), flask_wtf.file.FileSize(5_000_000)]),
        image=wtforms.FileField("Image", render_kw={"accept": ".png, .jpg"}),
        any=wtforms.FileField("Any", render_kw={"accept": "image/*"}),
    )  # fmt: skip
    (name,) = tree(field(form.name)).iter("input")
    assert {key: name.get(key) for key in ("maxlength", "autocomplete", "spellcheck", "data-x")} == {"maxlength": "20", "autocomplete": "name", "spellcheck": "false", "data-x": "1"}  # fmt: skip
    assert name.get("readonly") is not None
    assert "own" in name.get("class")
    (story,) = tree(field(form.story)).iter("textarea")
    assert story.get("rows") == "8"
    assert 'data-max-characters="500"' in field(form.story)
    assert 'data-max-characters="50"' in field(form.story2)
    (agree,) = tree(field(form.agree)).iter("input")
    assert agree.get("disabled") is not None
    assert 'data-min="2027-01-01" data-max="2027-12-31"' in field(form.start)
    assert 'accept=".pdf,.jpg"' in field(form.proof)
    assert 'data-max-size="5000000"' in field(form.proof)
    assert 'accept=".png,.jpg"' in field(form.image)
    assert 'accept="image/*"' in field(form.any)


def test_several_files_need_a_number():
    form = form_of(files=wtforms.MultipleFileField("Files"))
    with pytest.raises(UsageError, match="max_files=5"):
        field(form.files)
    assert " multiple" in field(form.files, max_files=5)


def test_only_choices_take_content():
    form = form_of(name=wtforms.StringField("Name"))
    with pytest.raises(UsageError, match="only radios and checkboxes"):
        field(form.name, content={"a": Markup("b")})


class Child(wtforms.Form):
    """Its Meta is not ours."""

    name = wtforms.StringField("Name", [Required()])
    age = wtforms.IntegerField("Age", [validators.NumberRange(0, 17)])


class Family(Base):
    home = wtforms.FormField(Child, "Home")
    kids = wtforms.FieldList(wtforms.FormField(Child), "Children", min_entries=2)
    pets = wtforms.FieldList(
        wtforms.StringField("Pet", [Required()]), "Pets", [validators.Length(min=1)]
    )


def test_forms_and_lists_are_groups_with_names():
    html = tree(field(Family().kids)), tree(field(Family().home))
    assert ["".join(one.itertext()).strip() for one in html[0].iter("legend")] == ["Children", "Children 1", "Children 2"]  # fmt: skip
    assert [one.get("name") for one in html[0].iter("input")] == ["kids-0-name", "kids-0-age", "kids-1-name", "kids-1-age"]  # fmt: skip
    assert [one.get("id") for one in html[1].iter("fieldset")] == ["home"]


def test_errors_of_forms_within_forms_come_once_and_lead_to_a_control():
    with use_locale("fi"):
        form = Family(MultiDict({"home-name": "", "home-age": "99", "kids-0-name": "", "kids-0-age": "x", "kids-1-name": "A", "kids-1-age": "3"}))  # fmt: skip
        assert not form.validate()
        form.form_errors.append("Tarkista perhe.")
        form.home.form.form_errors.append("Tarkista koti.")
        items = summary(form)
        page = tree(Markup().join(field(one) for one in form))
    assert [item["text"] for item in items] == [
        "Tarkista perhe.",
        "Tarkista koti.",
        "Täytä kohta ”Name”.",
        "Kirjoita kohtaan ”Age” luku väliltä 0–⁠17.",
        "Täytä kohta ”Name”.",
        "Kirjoita kokonaisluku numeroin kohtaan ”Age”, esimerkiksi 35.",
        "Anna vähintään 1 vastaus kohtaan ”Pets”.",
    ]
    ids = {one.get("id"): one for one in page.iter() if one.get("id")}
    for item in items:
        target = ids[item["url"].removeprefix("#")]
        assert target.tag in ("input", "select", "textarea") or target.get("tabindex") == "-1"
    shown = "".join(page.itertext())
    assert "Tarkista koti." in shown
    assert "Anna vähintään 1 vastaus" in shown


def test_entries_of_a_list_are_told_apart():
    form = Family(MultiDict({"pets-0": "", "pets-1": "Musti", "pets-2": "", "home-name": "A", "home-age": "1", "kids-0-name": "B", "kids-0-age": "2", "kids-1-name": "C", "kids-1-age": "3"}))  # fmt: skip
    assert not form.validate()
    assert texts(form) == ["Fill in “Pet 1”.", "Fill in “Pet 3”."]
    assert "Fill in “Pet 3”." in field(form.pets[2])


def test_what_the_page_sends_by_itself_is_explained_without_its_name():
    form = form_of({"step": "9", "name": "A"}, name=wtforms.StringField("Name"), step=wtforms.HiddenField("step", [validators.AnyOf(["2"])]))  # fmt: skip
    (item,) = summary(form)
    assert item["url"] == "#name"
    assert "step" not in item["text"]


# Empty is what was not sent.


@pytest.mark.parametrize("typed", ["0", "-3", "12"])
def test_nought_is_an_answer(typed):
    kinds = {"a": wtforms.IntegerField("A", [Required()]), "b": city.IntegerField("B", [Required()]), "c": city.DecimalField("C", [Required()]), "d": wtforms.RadioField("D", [Required()], choices=[SelectChoice(int(typed), "x")], coerce=int)}  # fmt: skip
    form = form_of(dict.fromkeys(kinds, typed), **kinds)
    assert not form.errors
    assert form.a.data == form.b.data == form.c.data == form.d.data == int(typed)


@pytest.mark.parametrize("typed", ["many", "1,5"])
def test_what_is_no_number_says_so_and_nothing_else(typed):
    form = form_of(
        {"a": typed}, a=wtforms.IntegerField("A", [Required(), validators.NumberRange(1)])
    )
    assert texts(form) == ["Enter a whole number in digits in “A”, such as 35."]
    assert f'value="{typed}"' in field(form.a)


def test_an_empty_field_is_asked_for_by_its_kind():
    kinds = {
        "name": wtforms.StringField("Q", [Required()]),
        "count": city.IntegerField("Q", [validators.InputRequired()]),
        "start": DatePartsField("Q", [Required()]),
        "agree": wtforms.BooleanField("Q", [validators.DataRequired()]),
        "area": wtforms.RadioField("Q", [Required()], choices=[SelectChoice("a", "A")], validate_choice=False),
        "proof": wtforms.FileField("Q", [Required()]),
    }  # fmt: skip
    form = form_of({"name": " ", "count": ""}, **kinds)
    assert texts(form) == ["Fill in “Q”.", "Fill in “Q”.", "Enter the date in “Q”.", "Tick “Q” to continue.", "Choose an answer to “Q”.", "Choose a file for “Q”."]  # fmt: skip


def test_a_form_that_was_not_sent_is_judged_by_its_data():
    made = type("Card", (Base,), {"count": city.IntegerField("Count", [Required()])})
    assert made(data={"count": 0}).validate()
    assert not made(data={}).validate()


def test_a_filter_may_leave_nothing():
    form = form_of({"name": "-"}, name=wtforms.StringField("Name", [Required()], filters=[lambda text: (text or "").strip("-")]))  # fmt: skip
    assert texts(form) == ["Fill in “Name”."]


def test_numbers_dates_and_times_are_read_as_people_type_them():
    form = form_of(
        {"a": "1 200", "b": "1,5", "c": "24.3.2027", "d": "klo 9.15"},
        a=city.IntegerField("A"), b=city.DecimalField("B"), c=city.DateField("C"), d=city.TimeField("D"),
    )  # fmt: skip
    assert not form.errors
    assert [one.data for one in form] == [
        1200,
        Decimal("1.5"),
        dt.date(2027, 3, 24),
        dt.time(9, 15),
    ]
    for one, typed in zip(form, ("1 200", "1,5", "24.3.2027", "klo 9.15"), strict=True):
        assert f'value="{typed}"' in field(one)
        assert one._value() == typed


def test_what_is_known_is_shown_as_people_type_it():
    data = {
        "a": 1200,
        "b": Decimal("1.50"),
        "c": dt.date(2027, 3, 24),
        "d": dt.time(9, 15),
        "e": dt.date(2027, 3, 24),
    }
    kinds = {
        "a": city.IntegerField("A"),
        "b": city.DecimalField("B"),
        "c": city.DateField("C"),
        "d": city.TimeField("D"),
        "e": DatePartsField("E"),
    }
    form = type("Card", (Base,), kinds)(data=data)
    with use_locale("fi"):
        shown = [one.get("value") for bound in form for one in tree(field(bound)).iter("input")]
    assert shown == ["1200", "1,50", "24.3.2027", "9.15", "24", "3", "2027"]


def test_each_field_that_cannot_be_read_says_how_to_write_it():
    form = form_of(
        {"a": "x", "b": "x", "c": "x", "d": "x", "e-day": "31", "e-month": "2", "e-year": "2027"},
        a=city.IntegerField("Q"), b=city.DecimalField("Q"), c=city.DateField("Q"), d=city.TimeField("Q"), e=DatePartsField("Q"),
    )  # fmt: skip
    assert [
        Message.__name__
        for errors in form.errors.values()
        for one in errors
        if isinstance(one, Message)
    ] == ["Message"] * 5
    assert all("“Q”" in text for text in texts(form))
    assert summary(form)[-1]["url"] == "#e-day"


# Validators keep what they judged.


@pytest.mark.parametrize(
    ("validator", "typed", "kept"),
    [
        (Email(), "aino@example.fi\n", "aino@example.fi"),
        (Phone(), " ０４０ 123 4567", "040 123 4567"),
        (PersonalIdentityCode(), "131052-308t", "131052-308T"),
        (PersonalIdentityCode(test=True), "131052-900w", "131052-900W"),
        (Iban(), "fi2112345600000785", "FI21 1234 5600 0007 85"),
        (BusinessId(), "20774740", "2077474-0"),
        (Length(2, 9), "A\r\nB", "A\r\nB"),
    ],
)
def test_what_is_kept_is_what_was_judged_and_what_is_shown_is_what_was_typed(
    validator, typed, kept
):
    form = form_of({"x": typed}, x=wtforms.StringField("X", [validator]))
    assert not form.errors
    assert form.x.data == kept
    if "\n" not in typed:
        assert tree(field(form.x)).find(".//input").get("value") == typed


VALIDATORS = [Email(), Phone(), PersonalIdentityCode(), Iban(), BusinessId(), Length(1, 5), Between(1, 5), Required(), Optional()]  # fmt: skip


@pytest.mark.parametrize("validator", VALIDATORS, ids=lambda one: type(one).__name__)
@pytest.mark.parametrize(
    "value",
    ["a\x00", "\ud800", FileStorage(BytesIO(b"x"), "a.pdf"), b"x"],
    ids=["nul", "half", "file", "bytes"],
)
def test_no_validator_fails_on_what_a_browser_may_send(validator, value):
    form = form_of({"x": value}, x=wtforms.StringField("X", [validator]))
    if not isinstance(validator, Required | Optional):
        assert form.errors
    field(form.x)
    summary(form)


@pytest.mark.parametrize(("region", "taken"), [("se", True), ("EE", False)])
def test_a_phone_number_without_a_country_code_is_of_the_region_that_was_named(region, taken):
    kind = type("Call", (Base,), {"x": wtforms.StringField("Phone", [Phone(region)])})
    assert kind(MultiDict({"x": "070-123 45 67"})).validate() is taken


def test_a_file_in_the_place_of_a_text_is_refused_and_not_shown():
    sent = FileStorage(BytesIO(b"x"), "a.pdf")
    form = form_of(
        {"a": sent, "b": sent, "c-day": sent, "c-month": "1", "c-year": "2027"},
        a=city.IntegerField("A"), b=city.DateField("B"), c=DatePartsField("C"),
    )  # fmt: skip
    assert set(form.errors) == {"a", "b", "c"}
    assert "FileStorage" not in Markup().join(field(one) for one in form)


def test_a_field_may_be_required_because_of_another():
    def sent(**data):
        return form_of(
            data,
            other=wtforms.StringField("Other"),
            many=wtforms.SelectMultipleField("Many", choices=[SelectChoice("a", "A")]),
            yes=wtforms.StringField("Yes", [RequiredIf("other", "yes"), Length(3)]),
            some=wtforms.StringField("Some", [RequiredIf("other")]),
            each=wtforms.StringField("Each", [RequiredIf("many", "a")]),
        )  # fmt: skip

    assert not sent(other="").errors
    assert set(sent(other="no").errors) == {"some"}
    assert set(sent(other="yes").errors) == {"yes", "some"}
    assert set(sent(other="yes", yes="ab", some="x").errors) == {"yes"}
    assert set(sent(other="", many="a").errors) == {"each"}
    # What is not asked is not judged, and stays.
    form = sent(other="", yes="ab")
    assert not form.errors
    assert form.yes.data == "ab"


def test_a_label_may_be_asked_for_each_page():
    words = {"fi": "Nimesi", "sv": "Ditt namn"}
    made = {}
    for tag in words:
        with use_locale(tag):
            form = form_of({"x": ""}, x=wtforms.StringField(lambda tag=tag: words[tag], [Required()], description=lambda: "<i>"))  # fmt: skip
            made[tag] = texts(form)
            assert f">{words[tag]}</label>" in field(form.x)
            assert "&lt;i&gt;" in field(form.x)
    assert made == {"fi": ["Täytä kohta ”Nimesi”."], "sv": ["Fyll i ”Ditt namn”."]}


@pytest.mark.parametrize("rule", [RequiredIf("streat", "x"), SameAs("streat"), EitherOr("streat")])
def test_a_rule_about_a_field_that_is_not_there_says_so(rule):
    street, x = wtforms.StringField("Street"), wtforms.StringField("X", [rule])
    with pytest.raises(UsageError, match=r"Card\.x: .* no field 'streat'; did you mean 'street'"):
        form_of({"x": "y"}, street=street, x=x)


@pytest.mark.parametrize("given", ["", None, Base.Meta, Base])
def test_what_is_no_field_or_no_form_is_named_with_its_line(given):
    here = rf"^{re.escape(__file__)}:\d+: "
    with pytest.raises(UsageError, match=here + ".*; give a field of a form, such as form.email"):
        field(given)
    with pytest.raises(UsageError, match=here + ".*; give a form$"):
        summary(given)


def test_a_misspelt_name_is_reported_with_its_line_in_the_template():
    env = Environment(autoescape=True)
    install(env)
    page = env.from_string("\n{{ field(form.emial) }}", {"field": field})
    with pytest.raises(UsageError, match=r":2: nothing has that name; give a field of a form"):
        page.render(form=form_of(email=wtforms.StringField("E-mail")))


@pytest.mark.parametrize(
    ("kind", "checks", "copied"),
    [
        (wtforms.EmailField, [Email()], "aino@example.fi"),
        (wtforms.EmailField, [SameAs("x")], "aino@example.fi"),
        (wtforms.URLField, [validators.URL()], "https://pori.fi/a"),
        (wtforms.StringField, [validators.URL()], "https://pori.fi/a"),
        (wtforms.StringField, [validators.UUID()], "6f1e1a0c-5f0e-4c8e-9d5b-3f0a6b1c2d3e"),
        (wtforms.StringField, [validators.IPAddress()], "10.0.0.1"),
    ],
)  # fmt: skip
def test_it_is_taken_with_what_came_along_when_it_was_copied(kind, checks, copied):
    form = form_of({"x": f"\u200b {copied}\u202c"}, x=kind("X", checks))
    assert texts(form) == []
    assert form.x.data == copied
    assert form_of({"x": "\u200b a\u202c"}, x=wtforms.StringField("X")).x.data == "\u200b a\u202c"


def test_two_answers_may_have_to_be_the_same():
    fields = {"email": wtforms.EmailField("E-mail"), "again": wtforms.EmailField("E-mail again", [SameAs("email")])}  # fmt: skip
    assert not form_of({"email": "a", "again": "a"}, **fields).errors
    assert texts(form_of({"email": "a", "again": "b"}, **fields)) == ["Enter the same in “E-mail again” as in “E-mail”."]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({}, ["Fill in “E-mail” or tick “I have none”."]),
        ({"email": "  "}, ["Fill in “E-mail” or tick “I have none”."]),
        ({"email": "aino@example.fi"}, []),
        ({"box": "y"}, []),
        ({"email": "aino", "box": "y"}, ["Keep only one: the answer to “E-mail” or the tick at “I have none”."]),
        ({"email": "aino"}, ["Enter the e-mail address in “E-mail” in full, such as name@example.fi."]),
    ],
)  # fmt: skip
def test_an_answer_or_the_box_beside_it_but_not_both(typed, says):
    fields = {"email": wtforms.EmailField("E-mail", [EitherOr("box"), Email()]), "box": wtforms.BooleanField("I have none")}  # fmt: skip
    form = form_of(typed, **fields)
    assert texts(form) == says
    assert "(optional)" not in field(form.email)


def test_a_date_in_three_fields_may_have_a_box_beside_it():
    fields = {"moved": DatePartsField("Day", [EitherOr("box")]), "box": wtforms.BooleanField("Not yet")}  # fmt: skip
    date = {"moved-day": "15", "moved-month": "3", "moved-year": "2027"}
    assert not form_of({"box": "y"}, **fields).errors
    assert not form_of(date, **fields).errors
    assert len(texts(form_of({**date, "box": "y"}, **fields))) == 1
    # What can't be read has its own message.
    assert texts(form_of({**date, "moved-day": "32"}, **fields)) == ["Check the date in “Day”: the day, the month and the year."]  # fmt: skip


# Every message of the libraries.


def _messages(*modules):
    """The texts that a library gives to gettext."""
    for module in modules:
        for path in Path(module.__file__).parent.rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in (
                    "gettext",
                    "ngettext",
                ):
                    for text in node.args[:1]:
                        if isinstance(text, ast.Constant) and isinstance(text.value, str):
                            yield text.value


#: What a developer did wrong, which no resident can meet.
DEVELOPERS = {"Choices cannot be None.", "Invalid field name '%s'."}
GIVEN = {
    "min": 1,
    "max": 5,
    "length": 9,
    "value": "x",
    "values": "x, y",
    "other_name": "b",
    "other_label": "Toinen",
}
LIBRARY = sorted({*_messages(wtforms, flask_wtf)} - DEVELOPERS)


def test_the_list_of_messages_is_whole():
    assert len(LIBRARY) >= 35
    assert "File does not have an approved extension: {extensions}" in LIBRARY
    assert set(CODES) >= set(LIBRARY)


@pytest.mark.parametrize("text", LIBRARY)
def test_every_message_of_the_library_is_ours_in_each_language(text):
    seen = set()
    for tag in ("en", "fi", "sv"):
        with use_locale(tag):
            bound = form_of(x=wtforms.StringField("Kysymys")).x
            message = bound.ngettext(text, text + "s", 2)
            message = message % GIVEN if "%" in text else message
            message = message.format(extensions="PDF, JPG") if "{" in text else message
            assert isinstance(message, Message)
            if message.code != "page_too_old":
                assert "Kysymys" in message
            assert not re.search(r"[{}%]", message)
            seen.add(str(message))
    assert len(seen) == 3


def test_files_of_flask_wtf_are_explained():
    app = Flask("files")
    app.secret_key = "only for this test"

    class Proof(FlaskForm):
        class Meta(CityMeta, FlaskForm.Meta):
            csrf = False

        none = flask_wtf.file.FileField("Todistus", [flask_wtf.file.FileRequired()])
        kind = flask_wtf.file.FileField("Kuva", [flask_wtf.file.FileAllowed(["png", "jpg"])])
        size = flask_wtf.file.FileField("Liite", [flask_wtf.file.FileSize(250_000)])

    sent = {"kind": (BytesIO(b"x"), "a.exe"), "size": (BytesIO(b"x" * 260_000), "a.pdf")}
    with app.test_request_context(method="POST", data=sent), use_locale("fi"):
        form = Proof()
        assert not form.validate()
        assert texts(form) == [
            "Valitse tiedosto kohtaan ”Todistus”.",
            "Valitse kohtaan ”Kuva” toisenlainen tiedosto: png, jpg.",
            "Valitse pienempi tiedosto kohtaan ”Liite”: enintään 0,25 Mt.",
        ]
        assert 'type="file"' in field(form.none)


def test_the_hosts_own_message_stays_as_it_is():
    form = form_of({"x": "long", "y": ""}, x=wtforms.StringField("X", [validators.Length(max=2, message="Two letters.")]), y=wtforms.StringField("Y", [validators.DataRequired("Say it.")]))  # fmt: skip
    assert texts(form) == ["Two letters.", "Say it."]


@pytest.mark.parametrize(("rule", "said"), [({"min": 2}, "least 2"), ({"max": 1}, "most 1")])
def test_what_is_chosen_is_counted_in_answers_not_in_characters(rule, said):
    pairs = [SelectChoice("a", "Amuri"), SelectChoice("b", "Kaleva")]
    kind = wtforms.SelectMultipleField("Areas", [validators.Length(**rule)], choices=pairs)
    chosen = ["a"] if "min" in rule else ["a", "b"]
    (text,) = texts(form_of([("areas", one) for one in chosen], areas=kind))
    assert re.fullmatch(rf"Give at {said} answers? in “Areas”\.", text)


def test_limits_of_dates_are_written_as_days():
    form = form_of({"x": "1.1.2020"}, x=city.DateField("X", [validators.DateRange(dt.date(2027, 1, 1), dt.datetime(2027, 2, 1, 12))]))  # fmt: skip
    assert texts(form) == ["Choose a day from 1 January 2027 to 1 February 2027 12:00 in “X”."]


# What WTForms asks for by itself, and what it would fail on.


class Choosing(wtforms.Form):
    class Meta(CityMeta):
        pass

    area = wtforms.SelectField(
        "Area", choices=[SelectChoice("n", "North"), SelectChoice("s", "South")]
    )
    size = wtforms.RadioField(
        "Size", choices=[SelectChoice(1, "Small"), SelectChoice(2, "Large")], coerce=int
    )
    days = wtforms.SelectMultipleField(
        "Days", choices=[SelectChoice(1, "Monday"), SelectChoice(2, "Tuesday")], coerce=int
    )


def test_a_choice_that_cannot_be_left_out_is_not_called_optional():
    class Free(Choosing):
        area = wtforms.SelectField(
            "Area", choices=[SelectChoice("", "None of these"), SelectChoice("n", "North")]
        )
        size = wtforms.RadioField(
            "Size", [Optional()], choices=[SelectChoice(1, "Small")], coerce=int
        )
        other = wtforms.SelectField(
            "Other", choices=[SelectChoice("n", "North")], validate_choice=False
        )

    for form in (Choosing(MultiDict({"area": ""})), Free(MultiDict({"area": "", "other": ""}))):
        form.validate()
        for one in form:
            assert ("(optional)" in str(field(one))) == (one.name not in form.errors), one.name
    assert "area" not in form.errors


def test_a_choice_that_was_sent_in_another_writing_is_shown_as_the_choice():
    form = Choosing(MultiDict({"area": "", "size": " 1 ", "days": ["02", "1"]}))
    assert not form.validate()
    assert re.findall(r'value="(\d)" checked', str(field(form.size))) == ["1"]
    assert re.findall(r'value="(\d)" checked', str(field(form.days))) == ["1", "2"]


def test_a_file_in_the_place_of_a_choice_is_refused_not_raised():
    file = FileStorage(BytesIO(b"x"), "x.txt")
    form = Choosing(MultiDict({"area": "n", "size": "1", "days": file}))
    assert not form.validate()
    assert [one["url"] for one in summary(form)] == ["#days"]
    assert "x.txt" not in str(field(form.days))


@pytest.mark.parametrize("typed", ["1" * 400, "-" + "9" * 5000], ids=["400", "-5000"])
def test_a_number_larger_than_any_answer_is_refused_not_raised(typed):
    class Party(wtforms.Form):
        class Meta(CityMeta):
            pass

        people = wtforms.IntegerField("How many?", [validators.NumberRange(1, 5)])

    form = Party(MultiDict({"people": typed}))
    assert not form.validate()
    (said,) = summary(form)
    assert said["text"] == "Enter a whole number in digits in “How many?”, such as 35."


def test_a_choice_that_is_none_is_shown_as_none_where_nobody_judged_the_form():
    class Words(Choosing):
        size = wtforms.RadioField("Size", choices=[SelectChoice("s", "Small")])
        days = wtforms.SelectMultipleField("Days", choices=[SelectChoice("m", "Monday")])

    form = Words(MultiDict(dict.fromkeys(("area", "size", "days"), "<zz>")))
    for one in form:
        html = str(field(one))
        assert "zz" not in html
        assert " checked" not in html
