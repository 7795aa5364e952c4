"""Django forms: fields whose errors say what to do, and bound fields as components.

class Application(forms.Form):
    email = forms.EmailField(label="E-mail")
    born = DatePartsField(label="Date of birth")

{{ field(form.email, autocomplete="email") }}

Django's own messages come from our catalogue when they are shown, in the language of the request.
"""

from citydesign.forms.django.bridge import bound, field, summary
from citydesign.forms.django.fields import (
    Between,
    BusinessIdField,
    CharField,
    DateField,
    DatePartsField,
    DatePartsInput,
    DecimalField,
    IbanField,
    IntegerField,
    PersonalIdentityCodeField,
    PhoneField,
    TimeField,
    UploadField,
    UploadInput,
    formfield,
)
from citydesign.forms.django.formsets import FormSet

__all__ = [
    "Between",
    "BusinessIdField",
    "CharField",
    "DateField",
    "DatePartsField",
    "DatePartsInput",
    "DecimalField",
    "FormSet",
    "IbanField",
    "IntegerField",
    "PersonalIdentityCodeField",
    "PhoneField",
    "TimeField",
    "UploadField",
    "UploadInput",
    "bound",
    "field",
    "formfield",
    "summary",
]
