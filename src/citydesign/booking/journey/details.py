"""The form that asks what a provider must know about the resident."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from markupsafe import Markup

from citydesign.booking.provider import Field
from citydesign.exchange import Sent
from citydesign.extras import extra
from citydesign.forms.words import explain
from citydesign.forms.wtforms import (
    CityMeta,
    DatePartsField,
    Email,
    MaxLength,
    Optional,
    PersonalIdentityCode,
    Phone,
    Required,
    field,
    summary,
)

with extra("forms", "the pages of a booking"):
    import wtforms

_MOST = 200
_KINDS: dict[str, tuple[type[Any], list[Any], dict[str, Any]]] = {
    "text": (wtforms.StringField, [MaxLength(_MOST)], {}),
    "email": (wtforms.EmailField, [MaxLength(_MOST), Email()], {"autocomplete": "email"}),
    "tel": (wtforms.TelField, [Phone()], {"autocomplete": "tel"}),
    "date": (DatePartsField, [], {}),
    "identity": (wtforms.StringField, [PersonalIdentityCode()], {"width": "20"}),
}
#: What a browser may fill in, by the names that providers give such fields.
_FILLED = {"name": "name", "firstName": "given-name", "lastName": "family-name"}


class Details:
    """The fields of a provider as a form.

    Args:
        asked: what the provider wants to know.
        sent: the form that came back; None for one that is shown first.
        known: what is in the fields of that one, by their names.
    """

    def __init__(
        self,
        asked: Sequence[Field],
        sent: Mapping[str, str] | None = None,
        known: Mapping[str, str] | None = None,
    ) -> None:
        self._asked = asked
        data = {one.name: _value(one, (known or {}).get(one.name)) for one in asked}
        lists = None if sent is None else Sent({name: [value] for name, value in sent.items()})
        self._form = _form(asked)(lists, data=data)

    def validate(self) -> bool:
        """Is all that was typed as it should be?"""
        return bool(self._form.validate())

    def miss(self, name: str) -> None:
        """Mark a field that the provider wants filled in, though it was said to be optional."""
        bound = self._form[name]
        bound.errors = [*bound.errors, explain("required_text", label=bound.label.text)]

    @property
    def errors(self) -> list[dict[str, str]]:
        """What is wrong, for the summary above the form."""
        return summary(self._form)

    @property
    def answers(self) -> dict[str, str]:
        """What was typed, by the name of the field; a date in its ISO form."""
        data = {one.name: self._form[one.name].data for one in self._asked}
        return {name: str(value) for name, value in data.items() if value}

    @property
    def content(self) -> Markup:
        """The fields, with what was typed and what is wrong."""
        return Markup("\n").join(
            field(self._form[one.name], **{**_filled(one.name), **_KINDS[one.kind][2]})
            for one in self._asked
        )


def _value(asked: Field, known: str | None) -> str | date | None:
    return date.fromisoformat(known) if known and asked.kind == "date" else known


def _form(asked: Sequence[Field]) -> type[Any]:
    fields: dict[str, Any] = {"Meta": type("Meta", (CityMeta, wtforms.Form.Meta), {})}
    for one in asked:
        kind, validators, _ = _KINDS[one.kind]
        first = Required() if one.required else Optional()
        fields[one.name] = kind(one.label, [first, *validators], description=one.hint)
    return type("Asked", (wtforms.Form,), fields)


def _filled(name: str) -> dict[str, Any]:
    return {"autocomplete": _FILLED[name], "spellcheck": False} if name in _FILLED else {}
