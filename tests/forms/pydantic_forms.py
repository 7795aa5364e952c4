"""The pages of the permit as models of pydantic."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel

from citydesign.forms.core.fields import Kind
from citydesign.forms.pydantic import Ask, Email

YES_NO = {"yes": "Yes & yes", "no": "No"}


class Home(BaseModel):
    where: Annotated[
        Literal["here", "there"],
        Ask("Where do you live", kind=Kind.RADIOS, choices={"here": "Here", "there": "Elsewhere"}),
    ]


class Child(BaseModel):
    name: Annotated[str, Ask("Name")]
    born: Annotated[dt.date, Ask("Date of birth", kind=Kind.DATE_PARTS)]
    diet: Annotated[Literal["yes", "no"], Ask("Special diet", kind=Kind.RADIOS, choices=YES_NO)]


class Diet(BaseModel):
    kind: Annotated[
        list[Literal["vegan", "milk"]],
        Ask("Diet", choices={"vegan": "Vegan", "milk": "No <milk>"}),
    ]
    note: Annotated[str | None, Ask("More about it", kind=Kind.TEXTAREA)] = None


class Hours(BaseModel):
    when: Annotated[
        list[Literal["days", "nights"]],
        Ask("When is care needed", choices={"days": "Days", "nights": "Nights"}),
    ]


class Shifts(BaseModel):
    both: Annotated[
        Literal["yes", "no"],
        Ask("Do both guardians work shifts", kind=Kind.RADIOS, choices=YES_NO),
    ]


class Guardian(BaseModel):
    name: Annotated[str, Ask("Your name")]
    email: Annotated[Email, Ask("Your email")]
    consent: Annotated[bool, Ask("We may call")] = False


PAGES = {
    "home": Home,
    "child": Child,
    "diet": Diet,
    "hours": Hours,
    "shifts": Shifts,
    "guardian": Guardian,
}
