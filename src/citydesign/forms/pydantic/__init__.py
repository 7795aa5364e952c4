"""pydantic: a model as a form, read as people type, explained and shown as components.

class Application(BaseModel):
    email: Annotated[Email, Ask("E-mail", attrs={"autocomplete": "email"})]
    born: Annotated[date, Ask("Date of birth", kind=Kind.DATE_PARTS)]

form = Form(Application, await request.form())
if form.answers:
    save(form.answers)

{{ field(form.email) }}
"""

from citydesign.forms.pydantic.ask import (
    Ask,
    Between,
    BusinessId,
    Email,
    Iban,
    Length,
    PersonalIdentityCode,
    Phone,
    Text,
)
from citydesign.forms.pydantic.bridge import bound, field, summary
from citydesign.forms.pydantic.form import Form

__all__ = [
    "Ask",
    "Between",
    "BusinessId",
    "Email",
    "Form",
    "Iban",
    "Length",
    "PersonalIdentityCode",
    "Phone",
    "Text",
    "bound",
    "field",
    "summary",
]
