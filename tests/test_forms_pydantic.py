"""Models of pydantic as forms: read as people type, explained and shown."""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from enum import Enum
from functools import partial
from typing import Annotated, Any, Literal, get_args
from uuid import UUID

import pytest
from markupsafe import Markup
from pydantic import (
    AfterValidator,
    AliasPath,
    AnyUrl,
    Base64Str,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    EmailStr,
    Field,
    HttpUrl,
    PastDate,
    PositiveInt,
    SecretStr,
    model_validator,
)
from pydantic_core import PydanticCustomError
from pydantic_core.core_schema import ErrorType
from starlette.datastructures import FormData, UploadFile
from tests.markup import piece

from citydesign import UsageError, use_locale
from citydesign.forms.core import checks
from citydesign.forms.core.fields import Kind
from citydesign.forms.pydantic import (
    Ask,
    Between,
    BusinessId,
    Email,
    Form,
    Iban,
    Length,
    PersonalIdentityCode,
    Phone,
    field,
    summary,
)
from citydesign.forms.pydantic.messages import CODES, about, error_of


def sent(data):
    pairs = [(k, one) for k, v in data.items() for one in (v if isinstance(v, list) else [v])]
    return FormData(pairs)


def form_of(data=None, known=None, **annotations):
    made = type("Card", (BaseModel,), {"__annotations__": annotations, "model_config": {"arbitrary_types_allowed": True}})  # fmt: skip
    return Form(made, None if data is None else sent(data), known)


def tree(html):
    return piece(html)


def texts(form):
    return [item["text"] for item in summary(form)]


class Size(Enum):
    SMALL = 1
    LARGE = 2


class Person(BaseModel):
    name: str


@pytest.mark.parametrize(
    ("wanted", "kind"),
    [
        (str, "text"), (int, "integer"), (Decimal, "decimal"), (float, "decimal"), (bool, "checkbox"),
        (dt.date, "date"), (PastDate, "date"), (dt.time, "time"), (UUID, "text"), (EmailStr, "email"),
        (AnyUrl, "url"), (HttpUrl, "url"), (SecretStr, "password"), (Literal["a", "b"], "radios"),
        (Literal[True], "checkbox"), (Size, "radios"), (list[Size], "checkboxes"),
        (set[Literal["a"]], "checkboxes"), (list[str], "list"), (list[Person], "list"),
        (Person, "group"), (UploadFile, "file"), (list[UploadFile], "files"), (Email, "email"),
        (Phone, "tel"), (PersonalIdentityCode, "text"), (str | None, "text"), (Email | None, "email"),
        (Annotated[str, Ask(kind=Kind.TEXTAREA)], "textarea"),
        (Annotated[str, Ask(kind=Kind.HIDDEN)], "hidden"),
        (Annotated[str, Ask(kind=Kind.SELECT, choices={"a": "A"})], "select"),
        (Annotated[list[str], Ask(kind=Kind.CHECKBOXES, choices={"a": "A"})], "checkboxes"),
        (Annotated[dt.date, Ask(kind=Kind.DATE_PARTS)], "date_parts"),
        (Annotated[Size, Ask(kind=Kind.SELECT)], "select"),
    ],
)  # fmt: skip
def test_each_type_has_its_component(wanted, kind):
    assert form_of(x=wanted)["x"].kind == kind


@pytest.mark.parametrize("wanted", [dt.datetime, dt.timedelta, bytes, dict[str, str], complex, int | str, Any, Callable, object])  # fmt: skip
def test_what_no_component_shows_is_refused_with_what_to_write(wanted):
    with pytest.raises(UsageError, match=r"Card\.x: no component shows .*; write \w") as caught:
        form_of(x=wanted)
    assert "\n" not in str(caught.value)


class Moment(BaseModel):
    at: dt.datetime


def test_a_refusal_names_the_class_and_its_file():
    with pytest.raises(UsageError) as caught:
        Form(Moment)
    assert re.match(
        rf"{re.escape(__file__)}:\d+: Moment\.at: .*a date and a time", str(caught.value)
    )


def test_a_type_is_not_shown_as_another():
    with pytest.raises(UsageError, match="int is not shown as password; choose hidden, integer"):
        form_of(x=Annotated[int, Ask(kind=Kind.PASSWORD)])
    with pytest.raises(UsageError, match="bool is not shown as text; choose checkbox"):
        form_of(x=Annotated[bool, Ask(kind=Kind.TEXT)])
    with pytest.raises(UsageError, match="write its choices"):
        form_of(x=Annotated[str, Ask(kind=Kind.RADIOS)])
    with pytest.raises(KeyError):
        form_of(x=str)["y"]


def test_a_password_never_comes_back():
    form = form_of({"pin": "4711"}, pin=SecretStr)
    assert "4711" not in field(form["pin"])
    assert form.answers.pin.get_secret_value() == "4711"


class Application(BaseModel):
    name: Annotated[str, Ask("Nimi", attrs={"autocomplete": "name"}), Field(max_length=20)]
    story: Annotated[str, Ask("Tarina", kind=Kind.TEXTAREA), Length(most=5)] = ""
    people: Annotated[int, Ask("Lapsia"), Field(ge=0, le=5)]
    price: Annotated[Decimal, Ask("Hinta"), Field(max_digits=5, decimal_places=2)]
    start: Annotated[
        dt.date, Ask("Alku"), Between(dt.date(2027, 1, 1), lambda: dt.date(2027, 12, 31))
    ]
    born: Annotated[dt.date, Ask("Syntynyt", kind=Kind.DATE_PARTS)]
    at: Annotated[dt.time, Ask("Kello"), Field(le=dt.time(16))]
    area: Annotated[
        Literal["west", "east"],
        Ask("Alue", choices={"Länsi": {"west": "Amuri"}, "east": "Kaleva"}, kind=Kind.SELECT),
    ]
    size: Annotated[Size, Ask("Koko", choices={"1": "Pieni", "2": "Iso"}, disabled=["2"])]
    days: Annotated[list[Literal[1, 2]], Ask("Päivät", choices={"1": "Ma", "2": "Ti"})] = []
    agree: Annotated[Literal[True], Ask("Hyväksyn")]
    news: Annotated[bool, Ask("Uutiset")] = False


ANSWERS = {"name": " Aino ", "people": "0", "price": "1,50", "start": "24.3.2027", "born-day": "1", "born-month": "toukokuuta", "born-year": "1990", "at": "klo 9.15", "area": "west", "size": "1", "days": ["1", "2"], "agree": "y"}  # fmt: skip


def test_answers_are_read_as_people_type_them():
    form = Form(Application, sent(ANSWERS))
    assert not texts(form)
    assert form.answers == Application(name=" Aino ", people=0, price=Decimal("1.50"), start=dt.date(2027, 3, 24), born=dt.date(1990, 5, 1), at=dt.time(9, 15), area="west", size=Size.SMALL, days=[1, 2], agree=True)  # fmt: skip
    page = tree(Markup().join(field(one) for one in form))
    values = {
        one.get("name"): one.get("value") for one in page.iter("input") if one.get("type") == "text"
    }
    assert values == {k: v for k, v in ANSWERS.items() if k in values}
    assert {one.get("value") for one in page.iter("input") if one.get("checked") is not None} == {
        "1",
        "2",
        "y",
    }


def test_what_is_known_is_shown_as_people_type_it():
    known = Form(Application, sent(ANSWERS)).answers
    with use_locale("fi"):
        page = tree(Markup().join(field(one) for one in Form(Application, known=known)))
    values = {
        one.get("name"): one.get("value") for one in page.iter("input") if one.get("type") == "text"
    }
    assert values == {"name": " Aino ", "people": "0", "price": "1,50", "start": "24.3.2027", "born-day": "1", "born-month": "5", "born-year": "1990", "at": "9.15"}  # fmt: skip
    assert field(Form(Application, known={"name": "A"})["name"]) == field(Form(Application, known=known.model_copy(update={"name": "A"}))["name"])  # fmt: skip


def test_every_error_names_its_field_and_leads_to_it():
    wrong = {"name": "x" * 21, "story": "abcdefg", "people": "9", "price": "1,234", "start": "1.1.2020", "born-day": "31", "born-month": "2", "born-year": "2027", "at": "17", "area": "north", "size": "2", "days": ["7"]}  # fmt: skip
    with use_locale("fi"):
        items = summary(Form(Application, sent(wrong)))
    assert items == [
        {"text": "Kirjoita enintään 20 merkkiä kohtaan ”Nimi”.", "url": "#name"},
        {"text": "Lyhennä vastausta kohdassa ”Tarina”. Siinä on 2 merkkiä liikaa.", "url": "#story"},
        {"text": "Kirjoita kohtaan ”Lapsia” luku, joka on enintään 5.", "url": "#people"},
        {"text": "Kirjoita luku kohtaan ”Hinta” ilman tuhaterottimia, esimerkiksi 1200.", "url": "#price"},
        {"text": "Valitse 1. tammikuuta 2027 tai myöhempi päivä kohtaan ”Alku”.", "url": "#start"},
        {"text": "Tarkista päivämäärä kohdassa ”Syntynyt”: päivä, kuukausi ja vuosi.", "url": "#born-day"},
        {"text": "Valitse klo 16.00 tai aiempi aika kohtaan ”Kello”.", "url": "#at"},
        {"text": "Valitse jokin vaihtoehdoista kohdassa ”Alue”.", "url": "#area"},
        {"text": "Valitse jokin vaihtoehdoista kohdassa ”Koko”.", "url": "#size"},
        {"text": "Valitse jokin vaihtoehdoista kohdassa ”Päivät”.", "url": "#days"},
        {"text": "Rastita kohta ”Hyväksyn”, jotta voit jatkaa.", "url": "#agree"},
    ]  # fmt: skip


def test_an_empty_form_asks_for_each_answer_by_its_kind():
    assert texts(Form(Application, sent({"name": " "}))) == [
        "Fill in “Nimi”.", "Fill in “Lapsia”.", "Fill in “Hinta”.", "Enter the date in “Alku”.",
        "Enter the date in “Syntynyt”.", "Fill in “Kello”.", "Choose an answer to “Alue”.",
        "Choose an answer to “Koko”.", "Tick “Hyväksyn” to continue.",
    ]  # fmt: skip


def test_limits_and_groups_arrive():
    form = Form(Application)
    assert 'maxlength="20"' in field(form["name"])
    assert 'autocomplete="name"' in field(form["name"])
    assert 'data-max-characters="5"' in field(form["story"])
    assert 'data-min="2027-01-01" data-max="2027-12-31"' in field(form["start"])
    assert [one.get("label") for one in tree(field(form["area"])).iter("optgroup")] == ["Länsi"]
    assert [one.get("disabled") for one in tree(field(form["size"])).iter("input")] == [None, ""]
    assert "(optional)" in field(form["news"])
    assert "(optional)" not in field(form["agree"])


def test_an_answer_may_be_left_out_where_the_model_says_so():
    form = form_of({"a": "", "b": " "}, a=str | None, b=Annotated[dt.date | None, Ask("B")])
    assert form.answers.a is None
    assert form.answers.b is None


class Street(BaseModel):
    next: "Street | None" = None


class Town(BaseModel):
    streets: "list[County]" = []


class County(BaseModel):
    towns: list[Town] = []


class Child(BaseModel):
    name: Annotated[str, Ask("Name")]
    born: Annotated[dt.date, Ask("Born", kind=Kind.DATE_PARTS)]

    @model_validator(mode="after")
    def both(self):
        if self.name == "Nobody":
            raise ValueError("Nobody has no birthday.")
        return self


class Family(BaseModel):
    home: Annotated[Child, Ask("Home")]
    kids: Annotated[list[Child], Ask("Children"), Field(min_length=2)]
    pets: Annotated[list[str], Ask("Pets"), Field(min_length=1)]
    key: Annotated[str, Ask(kind=Kind.HIDDEN), Field(min_length=9)]

    @model_validator(mode="after")
    def whole(self):
        raise ValueError("Give a phone number or an e-mail address.")


RIGHT = {"home-name": "A", "home-born-day": "1", "home-born-month": "1", "home-born-year": "2020"}
KIDS = {f"kids-{n}-{k.removeprefix('home-')}": v for n in (3, 7) for k, v in RIGHT.items()}


def test_errors_of_forms_within_forms_come_once_and_lead_to_a_control():
    data = {**RIGHT, "home-name": "Nobody", "kids-3-name": "", "kids-3-born-day": "31", "kids-3-born-month": "2", "kids-3-born-year": "2027", "key": "short"}  # fmt: skip
    form = Form(Family, sent(data))
    items = summary(form)
    assert items == [
        {"text": "Fill in “Name”.", "url": "#kids-3-name"},
        {"text": "Check the date in “Born”: the day, the month and the year.", "url": "#kids-3-born-day"},
        {"text": "Give at least 1 answer in “Pets”.", "url": "#pets"},
        {"text": "Something that the page sends by itself did not arrive as it should. Open the page again and fill it in.", "url": "#home-name"},
    ]  # fmt: skip
    data = {**data, "home-name": "Nobody", **KIDS, "key": "long enough"}
    form = Form(Family, sent(data))
    items = summary(form)
    assert items == [
        {"text": "Nobody has no birthday.", "url": "#home-name"},
        {"text": "Give at least 1 answer in “Pets”.", "url": "#pets"},
    ]
    page = tree(Markup().join(field(one) for one in form))
    ids = {one.get("id"): one for one in page.iter() if one.get("id")}
    assert ids["pets"].get("tabindex") == "-1"
    form = Form(Family, sent({**RIGHT, **KIDS, "pets-0": "Musti", "key": "long enough"}))
    assert summary(form) == [
        {"text": "Give a phone number or an e-mail address.", "url": "#home-name"}
    ]


def test_entries_of_a_list_are_shown_with_what_was_typed_or_known():
    page = tree(field(Form(Family, sent({**KIDS, "pets-0": "Musti", "pets-1": ""}))["pets"]))
    assert [one.get("value") for one in page.iter("input")] == ["Musti", None]
    assert ["".join(one.itertext()).strip() for one in page.iter("label")] == ["Pets 1", "Pets 2"]
    known = {"pets": ["Musti", "Mirri"], "kids": [{"name": "Aino", "born": dt.date(2020, 1, 2)}]}
    page = tree(field(Form(Family, known=known)["pets"]))
    assert [one.get("value") for one in page.iter("input")] == ["Musti", "Mirri"]
    page = tree(field(Form(Family, known=known)["kids"]))
    assert [one.get("value") for one in page.iter("input")] == ["Aino", "2", "1", "2020"]
    # One to begin with.
    assert len([*tree(field(Form(Family)["pets"])).iter("input")]) == 1


class Place(BaseModel):
    street: Annotated[str, Ask("Street")]
    built: Annotated[dt.date | None, Ask("Built", kind=Kind.DATE_PARTS)] = None
    token: Annotated[str, Ask("Token", kind=Kind.HIDDEN)] = ""


class Resident(BaseModel):
    name: Annotated[str, Ask("Name")]
    second: Annotated[Place | None, Ask("Second home")] = None


def test_a_group_that_may_be_left_out_is_asked_for_only_where_it_was_begun():
    page = field(Form(Resident)["second"])
    legend = next(tree(page).iter("legend"))
    assert "(optional)" in "".join(legend.itertext())
    assert "(optional)" not in field(Form(Family)["home"])
    sent = {"name": "Aino", "second-street": " ", "second-token": "page 1"}
    assert Form(Resident, FormData(sent)).answers == Resident(name="Aino")
    for begun in ({"second-built-year": "1999"}, {"second-street": "Kauppakatu 1"}):
        form = Form(Resident, FormData({**sent, **begun}))
        assert (form.answers is None) is ("second-street" not in begun)
    assert form.answers.second.street == "Kauppakatu 1"


def test_only_the_list_that_grew_says_so():
    made = form_of({"a-0": "x", "b-0": "y", "list-action": "add b"}, a=list[str], b=list[str])
    assert made["b"].limits["changed"] == "added"
    assert "changed" not in made["a"].limits


def test_a_kind_that_the_type_has_anyway_may_be_written():
    form = form_of(a=Annotated[int, Ask("A", kind=Kind.INTEGER)], b=Annotated[str, Ask("B", kind=Kind.TEXT)])  # fmt: skip
    assert [one.kind for one in form] == [Kind.INTEGER, Kind.TEXT]


def test_a_model_within_itself_is_refused_before_a_page_shows_it():
    with pytest.raises(UsageError, match=r"Street.next: no component shows Street within itself"):
        Form(Street)
    with pytest.raises(UsageError, match=r"Town.streets: .*County within itself; write a model"):
        Form(County)


def test_other_names_of_a_field_and_strict_types_are_for_other_ways_in():
    class Api(BaseModel):
        model_config = ConfigDict(strict=True, extra="forbid")
        first: Annotated[str, Field(alias="firstName", min_length=2), Ask("First name")]
        area: Annotated[set[Literal["a", "b"]], Field(validation_alias=AliasPath("x", 0)), Ask("Area")]  # fmt: skip
        key: Annotated[UUID, Ask("Key")]

    key = UUID(int=7)
    sent = FormData([("first", "Aino"), ("area", "b"), ("area", "a"), ("key", str(key))])
    assert Form(Api, sent).answers == Api(firstName="Aino", x=[{"a", "b"}], key=key)
    wrong = Form(Api, FormData({"first": "A", "area": "a", "key": "7"}))
    assert [one["url"] for one in summary(wrong)] == ["#first", "#key"]
    assert "“First name”" in summary(wrong)[0]["text"]
    assert "“Key”" in summary(wrong)[1]["text"]


@pytest.mark.parametrize(
    "rule", [{"required_if": ("streat",)}, {"same_as": "streat"}, {"either_or": "streat"}]
)
def test_a_rule_about_a_field_that_is_not_there_says_so(rule):
    with pytest.raises(UsageError, match=r"Card.x: .* no field 'streat'; did you mean 'street'"):
        form_of(street=Annotated[str, Ask("Street")], x=Annotated[str, Ask("X", **rule)])


@pytest.mark.parametrize("given", ["", None, Person, Form(Person)])
def test_what_is_no_field_or_no_form_is_named_with_its_line(given):
    """A model may have a field `model`: in a template, `form.model` is that of the form."""
    here = rf"^{re.escape(__file__)}:\d+: "
    with pytest.raises(UsageError, match=here + ".*; give a field of a form, such as form"):
        field(given)
    if not isinstance(given, Form):
        with pytest.raises(UsageError, match=here + ".*; give a form$"):
            summary(given)


def test_files_are_taken_and_never_shown():
    pdf, none = UploadFile(None, filename="a.pdf"), UploadFile(None, filename="")
    kinds = {"a": Annotated[UploadFile, Ask("A", limits={"types": ["pdf"], "max_size": 5_000_000})], "b": Annotated[list[UploadFile], Ask("B", limits={"max_files": 3})]}  # fmt: skip
    form = form_of({"a": pdf, "b": [pdf, none]}, **kinds)
    assert form.answers.a is pdf
    assert form.answers.b == [pdf]
    assert 'accept=".pdf"' in field(form["a"])
    assert texts(form_of({"a": none, "b": []}, **kinds)) == ["Choose a file for “A”.", "Choose a file for “B”."]  # fmt: skip
    # A file in the place of a text, and a text in the place of a file.
    form = form_of({"x": pdf, "y": "a.pdf"}, x=Annotated[str, Ask("X")], y=Annotated[UploadFile, Ask("Y")])  # fmt: skip
    assert texts(form) == ["Write the answer to “X” as plain text.", "Choose a file for “Y”."]
    assert "UploadFile" not in field(form["x"])


@pytest.mark.parametrize(
    ("wanted", "typed", "kept"),
    [
        (Email, "aino@example.fi\n", "aino@example.fi"),
        (Phone, " ０４０ 123 4567", "040 123 4567"),
        (PersonalIdentityCode, "131052-308t", "131052-308T"),
        (Annotated[str, AfterValidator(partial(checks.personal_identity_code, test=True))], "131052-900w", "131052-900W"),
        (Iban, "fi2112345600000785", "FI21 1234 5600 0007 85"),
        (BusinessId, "20774740", "2077474-0"),
    ],
)  # fmt: skip
def test_what_is_kept_is_what_was_judged(wanted, typed, kept):
    form = form_of({"x": typed}, x=wanted)
    assert form.answers.x == kept
    assert form["x"].value == typed
    for wrong in ("wrong", "a\x00"):
        assert len(texts(form_of({"x": wrong}, x=wanted))) == 1


def test_a_field_may_be_required_because_of_another_or_repeat_it():
    class Contact(BaseModel):
        other: str = ""
        yes: Annotated[str, Ask("Yes", required_if=("other", "yes")), Field(min_length=3)] = ""
        some: Annotated[str, Ask("Some", required_if=("other",))] = ""
        email: Annotated[str, Ask("E-mail")] = ""
        again: Annotated[str, Ask("Again", same_as="email")] = ""

    def wrong(**data):
        return texts(Form(Contact, sent(data)))

    assert wrong(other="", yes="ab") == []
    assert wrong(other="no") == ["Fill in “Some”."]
    assert wrong(other="yes") == ["Fill in “Yes”.", "Fill in “Some”."]
    assert wrong(other="yes", yes="ab", some="x") == ["Write at least 3 characters in “Yes”."]
    assert wrong(email="a", again="b") == ["Enter the same in “Again” as in “E-mail”."]
    assert "(optional)" not in field(Form(Contact)["yes"])


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({}, ["Fill in “E-mail” or tick “I have none”."]),
        ({"email": "aino@example.fi"}, []),
        ({"box": "y"}, []),
        ({"email": "aino@example.fi", "box": "y"}, ["Keep only one: the answer to “E-mail” or the tick at “I have none”."]),
        ({"email": "aino", "box": "y"}, ["Keep only one: the answer to “E-mail” or the tick at “I have none”."]),
    ],
)  # fmt: skip
def test_an_answer_or_the_box_beside_it_but_not_both(typed, says):
    class Contact(BaseModel):
        email: Annotated[Email | None, Ask("E-mail", either_or="box")] = None
        box: Annotated[bool, Ask("I have none")] = False

    form = Form(Contact, sent(typed))
    assert texts(form) == says
    assert (form.answers is None) == bool(says)
    assert "(optional)" not in field(form["email"])


def test_a_validator_of_the_host_never_meets_what_could_not_be_read():
    def strict(value):
        assert isinstance(value, str)
        return value.strip()

    form = form_of({"x": "\x00"}, x=Annotated[str, BeforeValidator(strict), Ask("X")])
    assert texts(form) == ["Write the answer to “X” as plain text."]


def test_the_hosts_own_messages_stay_as_they_are():
    def no(value):
        raise PydanticCustomError("own", "Not {what}.", {"what": "this"})

    def never(value):
        raise ValueError("Never 100 %.")

    def must(value):
        assert value == "b", "Say b."
        return value

    form = form_of({"x": "a", "y": "a", "z": "a"}, x=Annotated[str, AfterValidator(no)], y=Annotated[str, AfterValidator(never)], z=Annotated[str, AfterValidator(must)])  # fmt: skip
    assert texts(form)[:2] == ["Not this.", "Never 100 %."]
    assert "Say b." in texts(form)[2]


def test_labels_may_be_asked_for_in_the_language_of_the_moment():
    class Card(BaseModel):
        name: Annotated[str, Ask(lambda: {"fi": "Nimi"}.get(tag, "Name"), hint=lambda: "h " + tag)]

    for tag, label in (("fi", "Nimi"), ("en", "Name")):
        assert f">{label}<" in field(Form(Card)["name"])
        assert f"h {tag}" in field(Form(Card)["name"])


def test_title_and_description_are_label_and_hint():
    form = form_of(x=Annotated[str, Field(title="Your name", description="In full")], some_name=str)
    assert "Your name" in field(form["x"])
    assert "In full" in field(form["x"])
    assert "Some name" in field(form["some_name"])


#: What host code alone says in words of its own.
OWN = {"value_error", "assertion_error"}
EVERY = sorted({*get_args(ErrorType)} - OWN)
GIVEN = {"gt": 1, "ge": 1, "lt": 5, "le": 5, "multiple_of": 2, "min_length": 2, "max_length": 5, "max_digits": 5, "decimal_places": 2, "whole_digits": 3}  # fmt: skip


def test_the_list_of_errors_is_whole():
    assert len(EVERY) > 90
    assert set(CODES) == set(EVERY)


@pytest.mark.parametrize(
    ("wanted", "typed"),
    [
        (HttpUrl, "tampere"), (HttpUrl, "http://"), (AnyUrl, "tampere"), (UUID, "33100"),
        (EmailStr, "aino"), (EmailStr, "aino@tampere"), (Base64Str, "x"), (PastDate, "1.1.2999"),
        (PositiveInt, "-1"), (Decimal, "x"), (Annotated[str, Field(pattern="^x")], "y"),
    ],
)  # fmt: skip
def test_what_a_type_of_pydantic_refuses_is_said_in_the_language_of_the_page(wanted, typed):
    seen = set()
    for tag in ("en", "fi", "sv"):
        with use_locale(tag):
            (said,) = texts(form_of({"x": typed}, x=Annotated[wanted, Ask("Kysymys")]))
        assert "Kysymys" in said
        seen.add(said)
    assert len(seen) == 3


@pytest.mark.parametrize(
    ("wanted", "copied"),
    [
        (EmailStr, "aino@example.fi"), (Email, "aino@example.fi"), (HttpUrl, "https://pori.fi/a"),
        (AnyUrl, "https://pori.fi/a"), (UUID, "6f1e1a0c-5f0e-4c8e-9d5b-3f0a6b1c2d3e"),
    ],
)  # fmt: skip
def test_it_is_taken_with_what_came_along_when_it_was_copied(wanted, copied):
    form = form_of({"x": f"\u200b {copied}\u202c"}, x=wanted)
    assert texts(form) == []
    assert str(form.answers.x) == copied


@pytest.mark.parametrize(
    ("rule", "typed", "said"),
    [
        ({"gt": 1}, "1", "larger than 1"), ({"ge": 1}, "0", "1 or a larger"),
        ({"lt": 5}, "5", "smaller than 5"), ({"le": 5}, "6", "5 or a smaller"),
    ],
)  # fmt: skip
def test_a_limit_that_is_itself_refused_is_not_offered(rule, typed, said):
    (text,) = texts(form_of({"x": typed}, x=Annotated[int, Field(**rule)]))
    assert said in text


def test_what_the_host_says_itself_stays_as_it_is():
    def refuse(value):
        raise PydanticCustomError("base64_url", "Not in {city}.", {"city": "Pori", "error": "no"})

    assert texts(form_of({"x": "y"}, x=Annotated[str, AfterValidator(refuse)])) == ["Not in Pori."]


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.DATE, Kind.TIME, Kind.LIST])
@pytest.mark.parametrize("name", EVERY)
def test_every_error_of_pydantic_is_ours_in_each_language(name, kind):
    limits = {Kind.DATE: "2027-01-01", Kind.TIME: "09:00:00"}
    context = dict.fromkeys(GIVEN, limits[kind]) if kind in limits and name.startswith(("greater", "less")) else GIVEN  # fmt: skip
    wanted = {Kind.TEXT: str, Kind.DATE: dt.date, Kind.TIME: dt.time, Kind.LIST: list[str]}[kind]
    question = form_of(x=wanted)._asked["x"]
    seen = set()
    for tag in ("en", "fi", "sv"):
        with use_locale(tag):
            error = error_of({"type": name, "ctx": context, "msg": "?"}, question)
            said = about(error, "Kysymys", kind)
            assert "Kysymys" in said or CODES[name][0] == "page_changed"
            assert not re.search(r"[{}%]", said)
            seen.add(said)
    assert len(seen) == 3
