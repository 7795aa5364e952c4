"""One field, three libraries: the same HTML, whatever its kind and state."""

import datetime as dt
import re
from decimal import Decimal
from typing import Annotated, Literal

import pydantic as pyd
import pytest
import wtforms
from django import forms
from django.core.validators import FileExtensionValidator, MaxValueValidator, MinValueValidator
from django.utils.datastructures import MultiValueDict
from markupsafe import Markup
from starlette.datastructures import FormData, UploadFile
from tests import django_site  # noqa: F401 - before Django's own modules
from tests.markup import piece
from werkzeug.datastructures import MultiDict
from wtforms import SelectChoice

from citydesign import UsageError, use_locale
from citydesign.forms import django as dj
from citydesign.forms import pydantic as py
from citydesign.forms import wtforms as wt
from citydesign.forms.core.fields import Kind
from citydesign.forms.pydantic import Ask

LABEL, HINT = "Kysymys", "Ohje"
CHOICES = {"a": "Amuri", "b": "Kaleva"}
GROUPS = {"Länsi": {"a": "Amuri"}, "Itä": {"b": "Kaleva"}}
DAY, TIME = dt.date(2027, 3, 24), dt.time(9, 15)


class Case:
    """A kind of field in each library.

    Args:
        wtf, django: Make the field, of `required`, `disabled` and further options.
        annotation: The type in a model, and the kind where its type leaves a choice.
        sent: What is sent where it is right.
        wrong: What is sent where it is wrong; None where nothing can be.
        known: What is known before.
    """

    def __init__(self, wtf, django, annotation, sent, wrong=None, known="Aino", kind=None, **ask):
        self.wtf, self.django, self.annotation, self.kind = wtf, django, annotation, kind
        self.sent, self.wrong, self.known, self.ask = sent, wrong, known, ask


def wtf(made, *validators, **options):
    return lambda *more, **own: made(
        LABEL, [*more, *validators], description=HINT, **{**options, **own}
    )


def django(made, widget=None, **options):
    def make(**own):
        look = {"widget": widget(own.pop("attrs", None))} if widget else {}
        if own.get("attrs"):
            look = {"widget": made.widget(own["attrs"])}
        own.pop("attrs", None)
        return made(label=LABEL, help_text=HINT, **look, **{**options, **own})

    return make


def items(choices=CHOICES):
    return [
        SelectChoice(value, label, optgroup=group)
        for group, inner in (choices.items() if choices is GROUPS else [(None, choices)])
        for value, label in inner.items()
    ]


PAIRS, GROUPED = [*CHOICES.items()], [(name, [*inner.items()]) for name, inner in GROUPS.items()]
CASES = {
    "text": Case(wtf(wtforms.StringField), django(forms.CharField), str, {"x": " Aino <b>"}, {"x": "\x00"}),
    "text-limited": Case(wtf(wtforms.StringField, wtforms.validators.Length(max=5)), django(forms.CharField, max_length=5), Annotated[str, pyd.Field(max_length=5)], {"x": "Aino"}, {"x": "too long"}),
    "textarea": Case(wtf(wtforms.TextAreaField), django(forms.CharField, forms.Textarea), str, {"x": "A\r\nB"}, kind=Kind.TEXTAREA),
    "textarea-limited": Case(wtf(wtforms.TextAreaField, wtforms.validators.Length(max=5)), django(forms.CharField, forms.Textarea, max_length=5), Annotated[str, pyd.Field(max_length=5)], {"x": "Aino"}, {"x": "too long"}, kind=Kind.TEXTAREA),
    "email": Case(wtf(wtforms.EmailField, wt.Email()), django(forms.EmailField), py.Email, {"x": "a@example.fi"}, {"x": "aino"}),
    "tel": Case(wtf(wtforms.TelField, wt.Phone()), django(dj.PhoneField), py.Phone, {"x": "040 123 4567"}, {"x": "12"}),
    "code": Case(wtf(wtforms.StringField, wt.PersonalIdentityCode()), django(dj.PersonalIdentityCodeField), py.PersonalIdentityCode, {"x": "131052-308t"}, {"x": "131052-308X"}),
    "iban": Case(wtf(wtforms.StringField, wt.Iban()), django(dj.IbanField), py.Iban, {"x": "fi2112345600000785"}, {"x": "fi21"}),
    "business": Case(wtf(wtforms.StringField, wt.BusinessId()), django(dj.BusinessIdField), py.BusinessId, {"x": "20774740"}, {"x": "1"}),
    "url": Case(wtf(wtforms.URLField, wtforms.validators.URL()), django(forms.URLField, assume_scheme="https"), pyd.HttpUrl, {"x": "https://example.fi/"}, {"x": "zz://"}, "https://example.fi/"),
    "password": Case(wtf(wtforms.PasswordField), django(forms.CharField, forms.PasswordInput), pyd.SecretStr, {"x": "4711"}),
    "integer": Case(wtf(wt.IntegerField, wt.Between(0, 5)), django(dj.IntegerField, validators=[dj.Between(0, 5)]), Annotated[int, py.Between(0, 5)], {"x": "0"}, {"x": "9"}, 3),
    "integer-own-limit": Case(wtf(wt.IntegerField, wtforms.validators.NumberRange(max=5)), django(dj.IntegerField, validators=[MaxValueValidator(5)]), Annotated[int, pyd.Field(le=5)], {"x": "0"}, {"x": "9"}, 3),
    "integer-unread": Case(wtf(wt.IntegerField), django(dj.IntegerField), int, {"x": "1 200"}, {"x": "many"}, 1200),
    "decimal-limits": Case(wtf(wt.DecimalField, wt.Between(Decimal("0.50"), 8)), django(dj.DecimalField, validators=[dj.Between(Decimal("0.50"), 8)]), Annotated[Decimal, py.Between(Decimal("0.50"), 8)], {"x": "7,5"}, {"x": "0"}, Decimal("2.5")),
    "tel-limited": Case(wtf(wtforms.TelField, wtforms.validators.Length(max=13)), django(forms.CharField, forms.TelInput, max_length=13), Annotated[str, pyd.Field(max_length=13)], {"x": "040 123 4567"}, {"x": "040 123 4567 890"}, kind=Kind.TEL),
    "decimal": Case(wtf(wt.DecimalField), django(dj.DecimalField), Decimal, {"x": "1,5"}, {"x": "1,200"}, Decimal("1.50")),
    "date": Case(wtf(wt.DateField, wt.Between(DAY)), django(dj.DateField, validators=[dj.Between(DAY)]), Annotated[dt.date, py.Between(DAY)], {"x": "1.5.2027"}, {"x": "1.1.2027"}, DAY),
    "date-own-limit": Case(wtf(wt.DateField, wtforms.validators.DateRange(min=lambda: DAY)), django(dj.DateField, validators=[MinValueValidator(lambda: DAY)]), Annotated[dt.date, pyd.Field(ge=DAY)], {"x": "1.5.2027"}, {"x": "1.1.2027"}, DAY),
    "date-unread": Case(wtf(wt.DateField), django(dj.DateField), dt.date, {"x": "2027-05-01"}, {"x": "31.2.2027"}, DAY),
    "date-parts": Case(wtf(wt.DatePartsField), django(dj.DatePartsField), dt.date, {"x-day": "1", "x-month": "5", "x-year": "2027"}, {"x-day": "1", "x-year": "2027"}, DAY, Kind.DATE_PARTS),
    "time": Case(wtf(wt.TimeField), django(dj.TimeField), dt.time, {"x": "klo 9.15"}, {"x": "25"}, TIME),
    "checkbox": Case(wtf(wtforms.BooleanField), django(forms.BooleanField), Literal[True], {"x": "y"}, known=True),
    "radios": Case(wtf(wtforms.RadioField, choices=items()), django(forms.ChoiceField, forms.RadioSelect, choices=PAIRS), Literal["a", "b"], {"x": "b"}, {"x": "c"}, "a", choices=CHOICES),
    "select": Case(wtf(wtforms.SelectField, choices=items()), django(forms.ChoiceField, choices=PAIRS), Literal["a", "b"], {"x": "b"}, {"x": "c"}, "a", Kind.SELECT, choices=CHOICES),
    "select-groups": Case(wtf(wtforms.SelectField, choices=items(GROUPS)), django(forms.ChoiceField, choices=GROUPED), Literal["a", "b"], {"x": "b"}, {"x": "c"}, "a", Kind.SELECT, choices=GROUPS),
    "checkboxes": Case(wtf(wtforms.SelectMultipleField, choices=items()), django(forms.MultipleChoiceField, choices=PAIRS), list[Literal["a", "b"]], {"x": ["a", "b"]}, {"x": ["a", "c"]}, ["b"], choices=CHOICES),
    "file": Case(wtf(wtforms.FileField, render_kw={"accept": ".pdf"}), django(forms.FileField, forms.FileInput, validators=[FileExtensionValidator(["pdf"])]), UploadFile, {}, limits={"types": ["pdf"]}),
    "hidden": Case(wtf(wtforms.HiddenField), django(forms.CharField, forms.HiddenInput), str, {"x": "k"}, kind=Kind.HIDDEN),
}  # fmt: skip


def in_wtforms(case, sent, required, known, attrs, **more):
    rules = [wt.Required() if required else wt.Optional()]
    options = (
        {"render_kw": {**(attrs or {}), **case.wtf(*rules).kwargs.get("render_kw", {})}}
        if attrs
        else {}
    )
    made = type(
        "F",
        (wtforms.Form,),
        {"Meta": type("Meta", (wt.CityMeta,), {}), "x": case.wtf(*rules, **options)},
    )
    if sent is None:
        form = made(data={"x": known} if known is not None else {})
    else:
        form = made(MultiDict(sent))
        form.validate()
    return wt.field(form.x, **more), wt.summary(form)


def in_django(case, sent, required, known, attrs, **more):
    options = {"attrs": attrs} if attrs else {}
    made = type("F", (forms.Form,), {"x": case.django(required=required, **options)})
    if sent is None:
        form = made(initial={"x": known})
    else:
        form = made(MultiValueDict({k: v if isinstance(v, list) else [v] for k, v in sent.items()}), MultiValueDict())  # fmt: skip
    return dj.field(form["x"], **more), dj.summary(form)


def in_pydantic(case, sent, required, known, attrs, **more):
    wanted = case.annotation
    if not required:
        wanted = bool if wanted == Literal[True] else wanted | None
    wanted = Annotated[wanted, Ask(LABEL, HINT, case.kind, attrs=attrs or {}, **case.ask)]
    default = {} if required else {"x": False if case.annotation == Literal[True] else None}
    made = type("F", (pyd.BaseModel,), {"__annotations__": {"x": wanted}, "model_config": {"arbitrary_types_allowed": True}, **default})  # fmt: skip
    pairs = None if sent is None else FormData([(k, one) for k, v in sent.items() for one in (v if isinstance(v, list) else [v])])  # fmt: skip
    form = py.Form(made, pairs, {"x": known})
    return py.field(form["x"], **more), py.summary(form)


def dom(html):
    """Elements, attributes in any order, texts."""
    return [
        (one.tag, sorted(one.attrib.items()), one.text or "", one.tail or "")
        for one in piece(html).iter()
    ]


#: The same field as another component: the case, the component, and what only the page knows.
ANOTHER = {
    "text as code-input": ("text-limited", "code-input", {}),
    "textarea as text-editor": ("textarea-limited", "text-editor", {"preview_name": "preview"}),
    "integer as currency-input": ("integer", "currency-input", {}),
    "integer as range-input": ("integer", "range-input", {}),
    "integer as rating": ("integer", "rating", {"low_text": "Poor", "high_text": "Good"}),
    "decimal as currency-input": ("decimal-limits", "currency-input", {}),
    "checkbox as switch": ("checkbox", "switch", {}),
    "checkboxes as combobox": ("checkboxes", "combobox", {}),
    "radios as select": ("radios", "select", {}),
    "radios as combobox": ("radios", "combobox", {}),
    "select as radios": ("select", "radios", {}),
    "select as combobox": ("select", "combobox", {}),
    "select with groups as combobox": ("select-groups", "combobox", {}),
}

STATES = ["empty", "known", "sent", "wrong", "missing", "optional", "attributes", "disabled"]
MATRIX = [
    pytest.param(case, state, id=f"{name}-{state}")
    for name, case in CASES.items()
    for state in STATES
    # What nobody can get wrong, and what is no answer of a resident's.
    if not (state == "wrong" and case.wrong is None)
    and not (name == "hidden" and state in ("attributes", "disabled", "known"))
]


@pytest.mark.parametrize("locale", ["fi", "en"])
@pytest.mark.parametrize(("case", "state"), MATRIX)
def test_three_libraries_give_the_same_html(case, state, locale):
    sent = {"sent": case.sent, "wrong": case.wrong, "missing": {}}.get(state)
    required = state != "optional"
    known = case.known if state == "known" else None
    attrs = {"attributes": {"data-x": "1", "class": "own"}, "disabled": {"disabled": True}}.get(
        state
    )
    with use_locale(locale):
        found = [
            read(case, sent, required, known, attrs)
            for read in (in_wtforms, in_django, in_pydantic)
        ]
    (html, items), *others = found
    for other, other_items in others:
        assert dom(other) == dom(html)
        assert other_items == items
    if attrs:
        # What the form itself says of the control is on the page, whatever shows it.
        said = "data-x" if state == "attributes" else "disabled"
        controls = [one for _, pairs, *_ in dom(html) if said in (one := dict(pairs))]
        assert controls
        assert state == "disabled" or ["own" in one["class"].split() for one in controls] == [True]
    assert bool(items) is (state in ("wrong", "missing") or (state == "sent" and not case.sent))
    if items and "hidden" not in html:
        assert LABEL in items[0]["text"]
        assert f'id="{items[0]["url"].removeprefix("#")}"' in html


@pytest.mark.parametrize("state", ["empty", "known", "sent", "wrong", "missing", "optional", "attributes"])  # fmt: skip
@pytest.mark.parametrize(("name", "component", "more"), ANOTHER.values(), ids=ANOTHER)
def test_another_component_shows_the_same_field_alike_in_three_libraries(name, component, more, state):  # fmt: skip
    case = CASES[name]
    if state == "wrong" and case.wrong is None:
        return
    sent = {"sent": case.sent, "wrong": case.wrong, "missing": {}}.get(state)
    known = case.known if state == "known" else None
    attrs = {"data-x": "1"} if state == "attributes" else None
    with use_locale("fi"):
        found = [
            read(case, sent, state != "optional", known, attrs, component=component, **more)
            for read in (in_wtforms, in_django, in_pydantic)
        ]
    (html, items), *others = found
    for other, other_items in others:
        assert dom(other) == dom(html)
        assert other_items == items
    assert f"city-{component}" in html or component in ("select", "radios")
    assert ('data-x="1"' in html) is (state == "attributes")
    assert bool(items) is (state in ("wrong", "missing"))
    if items:
        # Shown at the field, and the link of the summary lands.
        assert f'id="{items[0]["url"].removeprefix("#")}"' in html
        assert items[0]["text"] in Markup(html).striptags()


def test_what_holds_now_can_be_a_segmented_control():
    with use_locale("fi"):
        for read in (in_wtforms, in_django, in_pydantic):
            given = {"component": "segmented_control"}
            html, _ = read(CASES["radios"], None, True, "a", None, **given)
            assert "city-segmented-control" in html
            assert re.search(r'value="a"[^>]* checked', html)
            for sent in ({}, None):
                with pytest.raises(UsageError, match="segmented-control shows what holds now"):
                    read(CASES["radios"], sent, True, None, None, **given)


def test_what_is_agreed_to_can_be_a_consent():
    found = []
    with use_locale("fi"):
        for read in (in_wtforms, in_django, in_pydantic):
            more = {"component": "consent", "withdraw_url": "/my/consents"}
            html, items = read(CASES["checkbox"], {}, True, None, None, **more)
            assert HINT in html
            assert f'id="{items[0]["url"].removeprefix("#")}"' in html
            found.append(dom(html))
            given, items = read(CASES["checkbox"], {"x": "y"}, True, None, None, **more)
            assert "checked" in given
            assert not items
    assert found[0] == found[1] == found[2]


REFUSED = ["signature", "person-name", "address-input", "search", "either-or", "combobox"]


@pytest.mark.parametrize("component", REFUSED)
def test_a_component_that_asks_something_else_is_refused_with_what_to_write(component):
    for read in (in_wtforms, in_django, in_pydantic):
        with pytest.raises(UsageError, match=rf"{component} can't show .*write one of text-input, code-input"):  # fmt: skip
            read(CASES["text"], None, True, None, None, component=component)


OWN = {
    "number": ("integer", {"inputmode": "text", "readonly": True, "autocomplete": "bday-year"}),
    "phone": ("tel", {"autocomplete": "tel", "placeholder": "040"}),
    "password": ("password", {"autocomplete": "new-password", "spellcheck": "true"}),
    "time": ("time", {"inputmode": "text", "autocomplete": "on"}),
}


@pytest.mark.parametrize(("name", "attrs"), OWN.values(), ids=OWN)
def test_what_a_field_says_of_its_control_arrives_once_or_is_settled_by_its_kind(name, attrs):
    case, found = CASES[name], []
    for read in (in_wtforms, in_django, in_pydantic):
        html, _ = read(case, None, True, None, attrs)
        (control,) = re.findall("<input[^>]*>", html)
        written = re.findall(r"(?<= )[a-z-]+(?=[ =>])", re.sub('"[^"]*"', "", control))
        assert len(written) == len({*written}), control
        found.append(dom(html))
    assert found[0] == found[1] == found[2]


def test_a_password_is_shown_as_one_and_never_given_back():
    for read in (in_wtforms, in_django, in_pydantic):
        html, _ = read(CASES["password"], {"x": "hunter2"}, True, None, None)
        assert 'type="password"' in html
        assert "city-password-input__toggle" in html
        assert "hunter2" not in html


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("integer", {"en": "From 0 to 5.", "fi": "Vähintään 0, enintään 5."}),
        ("integer-own-limit", {"en": "At most 5.", "fi": "Enintään 5."}),
        ("date-own-limit", dict.fromkeys(("en", "fi"), 'data-min="2027-03-24"')),
    ],
)
@pytest.mark.parametrize("read", [in_wtforms, in_django, in_pydantic])
def test_the_limits_that_a_library_judges_by_are_known_before_the_answer(read, name, said):
    for tag, text in said.items():
        with use_locale(tag):
            html, _ = read(CASES[name], None, True, None, None)
        assert text in html


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (pyd.Field(gt=0), "At least 1."),
        (pyd.Field(lt=9, ge=2), "From 2 to 8."),
        (pyd.Field(ge=-(2**63), le=2**31 - 1), None),
    ],
)
def test_a_number_that_is_itself_refused_or_that_nobody_meets_is_no_limit(rule, said):
    model = pyd.create_model("F", x=(Annotated[int, rule, Ask(LABEL)], ...))
    html = str(py.field(py.Form(model)["x"]))
    assert (said in html) if said else "city-hint" not in html


def test_of_several_limits_the_narrowest_is_said():
    rules = [dj.Between(1, 9), MinValueValidator(3), MaxValueValidator(20)]
    form = type("F", (forms.Form,), {"x": dj.IntegerField(label=LABEL, validators=rules)})()
    assert "From 3 to 9." in dj.field(form["x"])


def test_limits_are_said_before_a_number_is_typed_and_what_a_page_says_of_it_wins():
    class Visit(wtforms.Form):
        class Meta(wt.CityMeta):
            pass

        people = wt.IntegerField("People", [wt.Required(), wt.Between(1, 8)])

    plain = str(wt.field(Visit().people))
    assert "From 1 to 8." in plain
    assert "city-number-input__step" not in plain
    html = str(wt.field(Visit().people, stepper=True, min=2, suffix="people"))
    assert "From 2 to 8." in html
    assert html.count("city-number-input__step") == 2


class Child(wtforms.Form):
    name = wtforms.StringField("Nimi", [wt.Required()])
    born = wt.DatePartsField("Syntynyt", [wt.Required()])


class Family(wtforms.Form):
    class Meta(wt.CityMeta):
        pass

    x = wt.FieldList(wtforms.FormField(Child), LABEL)


class ChildForm(forms.Form):
    name = forms.CharField(label="Nimi")
    born = dj.DatePartsField(label="Syntynyt")


class ChildModel(pyd.BaseModel):
    name: Annotated[str, Ask("Nimi")]
    born: Annotated[dt.date, Ask("Syntynyt", kind=Kind.DATE_PARTS)]


class FamilyModel(pyd.BaseModel):
    x: Annotated[list[ChildModel], Ask(LABEL)]


def test_a_list_of_forms_is_the_same_in_three_libraries():
    sent = {"x-0-name": "Aino", "x-0-born-day": "31", "x-0-born-month": "2", "x-0-born-year": "2020", "x-1-name": ""}  # fmt: skip
    made = forms.formset_factory(ChildForm, formset=dj.FormSet, extra=2)
    made.label = LABEL
    management = {"x-TOTAL_FORMS": "2", "x-INITIAL_FORMS": "0"}
    with use_locale("fi"):
        one = Family(MultiDict(sent))
        one.validate()
        two = made(MultiValueDict({k: [v] for k, v in (sent | management).items()}), prefix="x")
        three = py.Form(FamilyModel, FormData(sent))
        first, items = wt.field(one.x), wt.summary(one)
        second = dj.field(two).rpartition('type="hidden"')[2].partition(">")[2]
        assert dom(second) == dom(first)
        assert dom(py.field(three["x"])) == dom(first)
        assert dj.summary(two) == py.summary(three) == items
    assert [item["url"] for item in items] == ["#x-0-born-day", "#x-1-name", "#x-1-born-day"]
