"""The pages of the permit as forms of Django."""

from __future__ import annotations

from django import forms
from tests.forms.permit import YES_NO

from citydesign.forms.django import DatePartsField


def radios(label: str, *choices: tuple[str, str]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices or YES_NO, widget=forms.RadioSelect)


def boxes(label: str, *choices: tuple[str, str]) -> forms.MultipleChoiceField:
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(label=label, choices=choices, widget=widget)


class Home(forms.Form):
    where = radios("Where do you live", ("here", "Here"), ("there", "Elsewhere"))


class Child(forms.Form):
    name = forms.CharField(label="Name", max_length=200)
    born = DatePartsField(label="Date of birth")
    diet = radios("Special diet")


class Diet(forms.Form):
    kind = boxes("Diet", ("vegan", "Vegan"), ("milk", "No <milk>"))
    note = forms.CharField(label="More about it", widget=forms.Textarea, required=False)


class Hours(forms.Form):
    when = boxes("When is care needed", ("days", "Days"), ("nights", "Nights"))


class Shifts(forms.Form):
    both = radios("Do both guardians work shifts")


class Guardian(forms.Form):
    name = forms.CharField(label="Your name")
    email = forms.EmailField(label="Your email")
    consent = forms.BooleanField(label="We may call", required=False)


PAGES = {
    "home": Home,
    "child": Child,
    "diet": Diet,
    "hours": Hours,
    "shifts": Shifts,
    "guardian": Guardian,
}
