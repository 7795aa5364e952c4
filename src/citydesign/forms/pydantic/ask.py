"""How a field of a model is asked for, and what its answer must be."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as _field
from typing import Annotated, Any

from citydesign.extras import extra
from citydesign.forms.core import checks
from citydesign.forms.core.fields import Kind
from citydesign.forms.uploads import Uploads

with extra("pydantic", "forms of pydantic"):
    from pydantic import AfterValidator
    from pydantic_core import core_schema


#: A text, or a callable that gives it in the language of the moment.
Text = str | Callable[[], str]

# What is judged, kept as it was judged, and shown by the right keyboard.
Email = Annotated[str, AfterValidator(checks.email), Kind.EMAIL]
Phone = Annotated[str, AfterValidator(checks.phone), Kind.TEL]
PersonalIdentityCode = Annotated[str, AfterValidator(checks.personal_identity_code)]
Iban = Annotated[str, AfterValidator(checks.iban)]
BusinessId = Annotated[str, AfterValidator(checks.business_id)]


class _Limits:
    """Judges a value by two limits."""

    def __init__(self, least: Any = None, most: Any = None):
        self._least, self._most = least, most

    def _judge(self, value: Any) -> Any:
        return checks.between(value, *self.limits())

    def limits(self) -> tuple[Any, Any]:
        """Give both limits as they are at the moment."""
        now = [one() if callable(one) else one for one in (self._least, self._most)]
        return now[0], now[1]

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        return core_schema.no_info_after_validator_function(self._judge, handler(source))


class Between(_Limits):
    """A number, date or time no smaller than `least` and no greater than `most`.

    Either may be a callable that gives it at the time of the check.
    """


class Length(_Limits):
    """A text of `least` to `most` characters, as people and the count of a textarea count them."""

    def __init__(self, least: int = 0, most: int | None = None):
        super().__init__(least, most)

    def _judge(self, value: Any) -> Any:
        return checks.length(value, *self.limits())


@dataclass(frozen=True)
class Ask:
    """How a field of a model is asked for: `Annotated[str, Ask("Your name")]`.

    Attributes:
        label: The question; the field's title or name unless given.
        hint: Help before answering; the field's description unless given.
        kind: What to show it as, where its type leaves a choice.
        choices: The answers by value, or such tables by the name of their group. Texts as values
            are those of the model, written.
        disabled: The values that can't be chosen now.
        attrs: Further attributes of the control.
        required_if: Name of another field, and its answers that make this one required; any
            answer if there are none. Where it isn't required, it isn't judged.
        same_as: Name of another field whose answer this one repeats.
        either_or: Name of the field, a `bool`, that is ticked instead of answering this one:
            exactly one of the two is taken.
        limits: Of files: `types`, `max_size`, `max_files`.
        uploads: Of a `list[KeptFile]`: what you take, and where it is kept.
    """

    label: Text | None = None
    hint: Text | None = None
    kind: Kind | None = None
    choices: Mapping[str, Any] | Callable[[], Mapping[str, Any]] | None = None
    disabled: Sequence[str] = ()
    attrs: Mapping[str, Any] = _field(default_factory=dict)
    required_if: tuple[str, ...] = ()
    same_as: str | None = None
    either_or: str | None = None
    limits: Mapping[str, Any] = _field(default_factory=dict)
    uploads: Uploads | None = None
