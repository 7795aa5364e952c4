"""WTForms: fields and validators whose errors say what to do, and bound fields as components.

class Application(wtforms.Form):
    class Meta(CityMeta):
        pass

    email = wtforms.EmailField("E-mail", [Required(), Email()])

{{ field(form.email, autocomplete="email") }}
"""

from citydesign.forms.wtforms.bridge import bound, field, stale, summary
from citydesign.forms.wtforms.fields import (
    CityMeta,
    DateField,
    DatePartsField,
    DecimalField,
    FieldList,
    IntegerField,
    TimeField,
    UploadField,
)
from citydesign.forms.wtforms.validators import (
    Between,
    BusinessId,
    DateBetween,
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
)

__all__ = [
    "Between",
    "BusinessId",
    "CityMeta",
    "DateBetween",
    "DateField",
    "DatePartsField",
    "DecimalField",
    "EitherOr",
    "Email",
    "FieldList",
    "Iban",
    "IntegerField",
    "Length",
    "MaxLength",
    "Optional",
    "PersonalIdentityCode",
    "Phone",
    "Required",
    "RequiredIf",
    "SameAs",
    "TimeField",
    "UploadField",
    "bound",
    "field",
    "stale",
    "summary",
]
