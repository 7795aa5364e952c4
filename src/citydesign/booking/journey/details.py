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

_MOST, _LONGEST = 200, 2000
_KINDS: dict[str, tuple[type[Any], list[Any], dict[str, Any]]] = {
    "text": (wtforms.StringField, [MaxLength(_MOST)], {}),
    "long": (wtforms.TextAreaField, [MaxLength(_LONGEST)], {}),
    "email": (wtforms.EmailField, [MaxLength(_MOST), Email()], {"autocomplete": "email"}),
    "tel": (wtforms.TelField, [Phone()], {"autocomplete": "tel"}),
    "date": (DatePartsField, [], {}),
    "identity": (wtforms.StringField, [PersonalIdentityCode()], {"width": "20"}),
    "check": (wtforms.BooleanField, [], {}),
    "choice": (wtforms.RadioField, [], {}),
}
#: What a browser may fill in, by the names that providers give such fields.
_FILLED = {"name": "name", "firstName": "given-name", "lastName": "family-name"}


class Details:
    """The fields of a provider as a form.

    Args:
        asked: what the provider wants to know.
        sent: the form that came back; None for one that is shown first.
        known: what is in the fields of that one, by their names.

    Raises:
        ValueError: A field is asked after an answer that no choice has.
    """

    def __init__(
        self,
        asked: Sequence[Field],
        sent: Mapping[str, str] | None = None,
        known: Mapping[str, str] | None = None,
    ) -> None:
        _check(asked)
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
        """What was typed where it was asked, by the name of the field; a date in its ISO form."""
        data = {one.name: self._form[one.name].data for one in self._asked}
        said = {n: "yes" if value is True else str(value) for n, value in data.items() if value}
        # What was typed below another answer stays in the form, and goes no further.
        return {
            one.name: said[one.name] for one in self._asked if one.name in said and one.asked(said)
        }

    @property
    def content(self) -> Markup:
        """The fields, with what was typed and what is wrong."""
        return self._shown(None)

    def _shown(self, when: tuple[str, str] | None) -> Markup:
        """The fields that are asked always, or after one answer."""
        return Markup("\n").join(
            field(
                self._form[one.name],
                {value: self._shown((one.name, value)) for value in self._followed(one)},
                **{**_filled(one.name), **_KINDS[one.kind][2]},
            )
            for one in self._asked
            if one.when == when
        )

    def _followed(self, choice: Field) -> set[str]:
        """The answers to a choice after which more is asked."""
        return {one.when[1] for one in self._asked if one.when and one.when[0] == choice.name}


def _value(asked: Field, known: str | None) -> str | bool | date | None:
    if asked.kind == "check":
        return known == "yes"
    return date.fromisoformat(known) if known and asked.kind == "date" else known


def _form(asked: Sequence[Field]) -> type[Any]:
    fields: dict[str, Any] = {"Meta": type("Meta", (CityMeta, wtforms.Form.Meta), {})}
    for one in asked:
        kind, validators, _ = _KINDS[one.kind]
        first = Required() if one.required else Optional()
        rules = [*([_When(*one.when)] if one.when else []), first, *validators]
        options = (
            {"choices": [wtforms.SelectChoice(*option) for option in one.options]}
            if one.options
            else {}
        )
        fields[one.name] = kind(one.label, rules, description=one.hint, **options)
    return type("Asked", (wtforms.Form,), fields)


class _When:
    """Judges a field only after one answer to another."""

    def __init__(self, choice: str, answer: str) -> None:
        self._choice, self._answer = choice, answer

    def __call__(self, form: Any, bound: Any) -> None:
        """Raise StopValidation, without a message, where it isn't asked."""
        if form[self._choice].data != self._answer:
            bound.errors = []
            raise wtforms.validators.StopValidation


def _check(asked: Sequence[Field]) -> None:
    """Refuse a field that no answer would ever bring up, and questions three deep."""
    choices = {one.name: {value for value, _ in one.options} for one in asked if not one.when}
    for one in asked:
        if one.when and one.when[1] not in choices.get(one.when[0], ()):
            raise ValueError(
                f"Field {one.name!r} is asked after {one.when[1]!r} to {one.when[0]!r}: "
                "no choice that everybody is asked has that answer."
            )


def _filled(name: str) -> dict[str, Any]:
    return {"autocomplete": _FILLED[name], "spellcheck": False} if name in _FILLED else {}
