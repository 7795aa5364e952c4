"""Lists from three libraries: one entry more or less, nothing lost, nothing judged too soon."""

from typing import Annotated, Literal

import pydantic as pyd
import pytest
import wtforms
from django import forms
from django.db import connection, models
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from starlette.datastructures import FormData
from tests import django_site  # noqa: F401 - before Django's own modules
from tests.forms.browser import Browser, begin, straight
from tests.forms.permit import form
from tests.markup import document
from tests.test_forms_uploads import PDF
from werkzeug.datastructures import MultiDict

from citydesign import UsageError
from citydesign.forms import django as dj
from citydesign.forms import pydantic as py
from citydesign.forms import wtforms as wt
from citydesign.forms.core import lists
from citydesign.forms.core.journey import Journey, Page
from citydesign.forms.journey import Flow, MemoryStore
from citydesign.forms.pydantic import Ask

NOBODY = "Somebody has to be a child of yours."


class Child(wtforms.Form):
    name = wtforms.StringField("Name", [wt.Required()])

    def validate(self, extra_validators=None):
        if self.name.data == "Nobody":
            self.form_errors.append(NOBODY)
        return super().validate(extra_validators) and not self.form_errors


class Family(wtforms.Form):
    class Meta(wt.CityMeta):
        pass

    street = wtforms.StringField("Street", [wt.Required()])
    kids = wt.FieldList(wtforms.FormField(Child, "Child"), "Children", min_entries=1, max_entries=3)


class ChildForm(forms.Form):
    name = forms.CharField(label="Name")

    def clean(self):
        if self.cleaned_data.get("name") == "Nobody":
            raise forms.ValidationError(NOBODY)


class HomeForm(forms.Form):
    street = forms.CharField(label="Street")


Kids = forms.formset_factory(ChildForm, formset=dj.FormSet, min_num=1, max_num=3, extra=0)
Kids.label, Kids.item_label = "Children", "Child"


class ChildModel(pyd.BaseModel):
    name: Annotated[str, Ask("Name")]

    @pyd.model_validator(mode="after")
    def is_somebody(self):
        if self.name == "Nobody":
            raise ValueError(NOBODY)
        return self


class FamilyModel(pyd.BaseModel):
    street: Annotated[str, Ask("Street")]
    kids: Annotated[
        list[Annotated[ChildModel, Ask("Child")]],
        Ask("Children"),
        pyd.Field(min_length=1, max_length=3),
    ]


def of_wtforms(sent):
    made = Family(MultiDict(sent) if sent is not None else None)
    valid = sent is not None and made.validate()
    return valid, wt.summary(made), str(wt.field(made.street) + wt.field(made.kids))


def of_django(sent):
    # What the page itself sends: how many forms it has shown.
    total = len({one.split("-")[1] for one in sent if one.startswith("kids-")}) if sent else 0
    data = sent and {**sent, "kids-TOTAL_FORMS": str(total), "kids-INITIAL_FORMS": "0"}
    data = data and MultiValueDict({name: [value] for name, value in data.items()})
    home, kids = HomeForm(data), Kids(data, prefix="kids")
    valid = sent is not None and all([home.is_valid(), kids.is_valid()])
    return valid, dj.summary(home, kids), str(dj.field(home["street"]) + dj.field(kids))


def of_pydantic(sent):
    made = py.Form(FamilyModel, FormData(sent) if sent is not None else None)
    shown = py.field(made["street"]) + py.field(made["kids"])
    return made.answers is not None, py.summary(made), str(shown)


three = pytest.mark.parametrize("ask", [of_wtforms, of_django, of_pydantic])
FULL = {"street": "", "kids-0-name": "Aino", "kids-1-name": "", "kids-2-name": "Eino"}


def parse(html):
    return document(html).find("body")


def typed(html):
    """What is in the entries, by their legends."""
    return {
        "".join(one.find("legend").itertext()).strip(): one.find(".//input").get("value")
        for one in parse(html).iter("fieldset")
        if "city-add-another__item" in one.get("class")
    }


def presses(html):
    return [one.get("value") for one in parse(html).iter("button") if one.get("value")]


@three
def test_a_page_begins_with_as_many_children_as_are_needed(ask):
    _, _, html = ask(None)
    assert typed(html) == {"Child 1": None}
    assert presses(html) == ["add kids"]


@three
def test_a_child_is_added_below_the_others_and_what_was_typed_stays(ask):
    sent = {"street": "", "kids-0-name": "Aino", lists.ACTION: "add kids"}
    valid, errors, html = ask(sent)
    assert typed(html) == {"Child 1": "Aino", "Child 2": None}
    assert presses(html) == ["remove kids-0", "remove kids-1", "add kids"]
    (entry,) = [one for one in parse(html).iter() if one.get("autofocus") is not None]
    assert entry.get("id") == "kids-1"
    # Nothing is judged, and nothing is accepted.
    assert (valid, errors) == (False, [])
    assert "Fill in" not in html


@three
def test_the_child_in_the_middle_is_removed_and_the_others_are_numbered_again(ask):
    valid, errors, html = ask({**FULL, lists.ACTION: "remove kids-1"})
    assert typed(html) == {"Child 1": "Aino", "Child 2": "Eino"}
    assert "Removed. 2 left." in html
    assert (valid, errors) == (False, [])
    assert "Fill in" not in html


@three
def test_no_more_children_are_added_than_may_be_and_none_fewer_is_left(ask):
    assert [*typed(ask({**FULL, lists.ACTION: "add kids"})[2])] == ["Child 1", "Child 2", "Child 3"]
    one = {"street": "", "kids-0-name": "Aino", lists.ACTION: "remove kids-0"}
    assert [*typed(ask(one)[2])] == ["Child 1"]


@three
@pytest.mark.parametrize("odd", ["", "add", "add pets", "remove kids-9", "remove kids", "x kids-0"])
def test_a_button_that_is_not_there_changes_no_entry(ask, odd):
    valid, _, html = ask({**FULL, lists.ACTION: odd})
    assert [*typed(html).values()] == ["Aino", None, "Eino"]
    assert not valid


@three
def test_an_error_of_an_entry_leads_to_it_and_the_whole_is_taken_when_it_is_fixed(ask):
    valid, errors, html = ask(FULL)
    assert [one["url"] for one in errors] == ["#street", "#kids-1-name"]
    assert "Fill in" in html
    assert not valid
    assert ask({**FULL, "street": "Kauppakatu 1", "kids-1-name": "Oiva"})[:2] == (True, [])


@three
def test_what_is_wrong_with_a_whole_entry_is_written_at_that_entry(ask):
    valid, errors, html = ask({**FULL, "street": "Kauppakatu 1", "kids-1-name": "Nobody"})
    assert not valid
    assert errors == [{"text": NOBODY, "url": "#kids-1-name"}]
    (entry,) = [one for one in parse(html).iter("fieldset") if NOBODY in "".join(one.itertext()) and "city-add-another__item" in one.get("class")]  # fmt: skip
    assert entry.get("id") == "kids-1"
    (error,) = [one for one in entry.iter() if one.get("class") == "city-error-message"]
    assert error.get("id") in entry.get("aria-describedby")


def test_an_entry_in_which_nothing_is_chosen_is_still_there():
    class Guest(pyd.BaseModel):
        meal: Annotated[Literal["fish", "beans"], Ask("Meal")]

    class Party(pyd.BaseModel):
        guests: Annotated[list[Guest], Ask("Guests")]

    first = py.Form(Party, FormData({lists.ACTION: "add guests"}))
    shown = parse(str(py.field(first["guests"])))
    sent = {one.get("name"): one.get("value") or "" for one in shown.iter("input") if one.get("type") == "hidden"}  # fmt: skip
    assert sent == {"guests-0": ""}
    again = py.Form(Party, FormData(sent))
    assert [one["url"] for one in py.summary(again)] == ["#guests-0-meal"]


def test_who_has_no_pets_begins_with_none():
    class Home(pyd.BaseModel):
        pets: Annotated[list[str], Ask("Pets")] = []

    assert py.Form(Home, FormData({})).answers == Home()
    html = str(py.field(py.Form(Home)["pets"]))
    assert presses(html) == ["add pets"]
    made = py.Form(Home, FormData({lists.ACTION: "add pets"}))
    html = str(py.field(made["pets"]))
    assert [one.get("name") for one in parse(html).iter("input")] == ["pets-0"]
    (entry,) = [one for one in parse(html).iter() if one.get("autofocus") is not None]
    assert entry.get("aria-label") == "Pets 1"


def test_a_list_within_an_entry_has_buttons_of_its_own():
    class Dog(wtforms.Form):
        names = wt.FieldList(wtforms.StringField("Name", [wt.Required()]), "Names")

    class Kennel(wtforms.Form):
        dogs = wt.FieldList(wtforms.FormField(Dog, "Dog"), "Dogs", min_entries=1)

    made = Kennel(MultiDict({"dogs-0-names-0": "", lists.ACTION: "add dogs-0-names"}))
    assert not made.validate()
    assert (len(made.dogs), len(made.dogs[0].form.names)) == (1, 2)
    assert wt.summary(made) == []


def test_lists_of_the_libraries_own_show_what_they_have():
    class Old(wtforms.Form):
        kids = wtforms.FieldList(wtforms.FormField(Child, "Child"), "Children", min_entries=2)

    assert presses(str(wt.field(Old().kids))) == []
    made = forms.formset_factory(ChildForm, extra=2)
    made.label = "Children"
    assert presses(str(dj.field(made()))) == []


def test_files_of_a_form_that_moves_up_move_with_it():
    data = MultiValueDict({"kids-TOTAL_FORMS": ["3"], "kids-INITIAL_FORMS": ["0"], lists.ACTION: ["remove kids-0"], "kids-1-name": ["B"], "kids-10-name": ["K"]})  # fmt: skip
    kids = Kids(data, MultiValueDict({"kids-2-proof": [PDF]}), prefix="kids")
    assert dict(kids.files.lists()) == {"kids-1-proof": [PDF]}
    assert (kids.data["kids-0-name"], kids.data["kids-9-name"]) == ("B", "K")
    assert kids.total_form_count() == 2


class Room(models.Model):
    class Meta:
        app_label = "library"

    name = models.CharField("Name", max_length=20)


@pytest.fixture
def rooms():
    with connection.schema_editor() as editor:
        editor.create_model(Room)
    yield
    with connection.schema_editor() as editor:
        editor.delete_model(Room)


def test_a_room_that_was_there_at_first_is_removed_when_the_form_is_sent(rooms):
    Room.objects.create(name="Hall")
    Room.objects.create(name="Attic")
    kind = type("Kind", (dj.FormSet, forms.BaseModelFormSet), {})
    made = forms.modelformset_factory(Room, fields=["name"], formset=kind, extra=0, can_delete=True)
    made.label, made.item_label = "Rooms", "Room"

    def sends(html, **more):
        fields = [one for one in parse(html).iter("input") if one.get("name")]
        data = QueryDict(mutable=True)
        data.update({one.get("name"): one.get("value") or "" for one in fields} | more)
        return data

    first = str(dj.field(made(queryset=Room.objects.order_by("pk"))))
    assert [*typed(first)] == ["Room 1", "Room 2"]
    assert "DELETE" not in first
    pressed = made(sends(first, **{lists.ACTION: "remove form-0"}))
    assert not pressed.is_valid()
    left = str(dj.field(pressed))
    assert [*typed(left)] == ["Room 1"]
    assert Room.objects.count() == 2
    last = made(sends(left))
    assert last.is_valid(), last.errors
    last.save()
    assert [one.name for one in Room.objects.all()] == ["Attic"]


def test_forms_that_are_there_at_first_can_be_removed_or_it_says_what_to_write():
    with pytest.raises(UsageError, match="can_delete=True"):
        dj.field(Kids(initial=[{"name": "Aino"}]))


def test_a_list_on_a_page_of_a_journey_grows_without_going_on():
    def names(label, *validators, **options):
        one = wtforms.StringField("Name", [wt.Required()])
        return wt.FieldList(one, label, min_entries=1)

    fields = form(more=(names, "Names", [], {}))
    journey = Journey(
        name="day", title="Day", pages=(Page(name="names", title="Names", form=fields),)
    )
    store = MemoryStore(debug=True)
    browser = Browser(straight(Flow(journey, store, store.receive, b"s" * 32)))
    begin(browser)
    browser.press(more_0="Aino", list_action="add more")
    assert (browser.reply.status, browser.at) == (200, "names")
    assert (browser.fill()["more-0"], browser.fill()["more-1"]) == (["Aino"], [""])
    browser.press(more_1="Eino", list_action="remove more-0")
    assert [one for one in browser.fill() if one.startswith("more")] == ["more-0"]
    assert browser.fill()["more-0"] == ["Eino"]
    # What was typed is kept, should the resident leave now.
    browser.ask(browser.url)
    assert browser.fill()["more-0"] == ["Eino"]
    browser.press()
    assert browser.at == "check"
    assert "Eino" in browser.reply.html
    assert "Aino" not in browser.reply.html
