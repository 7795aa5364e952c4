"""What is asked, and what counts as an answer."""

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
)

from citydesign.forms.words import explain
from citydesign.forms.wtforms import (
    CityMeta,
    DateBetween,
    DatePartsField,
    Email,
    MaxLength,
    Optional,
    PersonalIdentityCode,
    Phone,
    Required,
    RequiredIf,
)

CENTRES = {
    "amuri": "Amurin päiväkoti",
    "hervanta": "Hervannan päiväkoti",
    "kaleva": "Kalevan päiväkoti",
    "lielahti": "Lielahden päiväkoti",
    "tesoma": "Tesoman päiväkoti",
}
HELSINKI = ZoneInfo("Europe/Helsinki")


def today() -> dt.date:
    """Today, where the city is."""
    return dt.datetime.now(HELSINKI).date()


def application_form(say: Callable[[str], str]) -> type[FlaskForm]:
    """The form in one language; `say` gives a text by its key."""
    yes_no = [SelectChoice("yes", say("yes")), SelectChoice("no", say("no"))]
    centres = [SelectChoice("", say("choose_centre"))]
    centres += [SelectChoice(*centre) for centre in CENTRES.items()]

    class Application(FlaskForm):
        class Meta(CityMeta, FlaskForm.Meta):
            pass

        first_names = StringField(say("first_names"), [Required(), MaxLength(200)])
        last_name = StringField(say("last_name"), [Required(), MaxLength(200)])
        identity_code = StringField(
            say("identity_code"),
            [Required(), PersonalIdentityCode()],
            description=say("identity_code_hint"),
        )
        start = DatePartsField(
            say("start"),
            [
                Required(),
                DateBetween(
                    lambda: today() + dt.timedelta(days=14),
                    lambda: today() + dt.timedelta(days=730),
                ),
            ],
            description=say("when"),
        )
        hours = RadioField(
            say("hours"),
            [Required()],
            choices=[SelectChoice(key, say(f"hours_{key}")) for key in ("20", "34", "35")],
            description=say("hours_hint"),
        )
        centre_1 = SelectField(say("centre_1"), [Required()], choices=centres)
        centre_2 = SelectField(say("centre_2"), [Optional()], choices=centres)
        centre_3 = SelectField(say("centre_3"), [Optional()], choices=centres)
        diet = RadioField(say("diet"), [Required()], choices=yes_no)
        diet_text = TextAreaField(
            say("diet_text"),
            [RequiredIf("diet", "yes"), MaxLength(500)],
            description=say("diet_hint"),
        )
        guardian = StringField(say("name"), [Required(), MaxLength(200)])
        phone = TelField(say("phone"), [Required(), Phone()])
        email = EmailField(say("email"), [Required(), Email()], description=say("email_hint"))
        other = RadioField(say("other"), [Required()], choices=yes_no)
        other_name = StringField(say("other_name"), [RequiredIf("other", "yes"), MaxLength(200)])
        other_phone = TelField(say("other_phone"), [RequiredIf("other", "yes"), Phone()])
        consent = BooleanField(say("consent"), [Required()])
        key = HiddenField()

        def validate_centre_2(self, field):
            self._check_new(field, "centre_1")

        def validate_centre_3(self, field):
            self._check_new(field, "centre_1", "centre_2")

        def _check_new(self, field, *above):
            from wtforms.validators import ValidationError

            if field.data and field.data in {self[name].data for name in above}:
                raise ValidationError(explain("chosen_twice", label=field.label.text))

        def answers(self) -> dict[str, str | list[str]]:
            """What is sent to the city: only what was asked."""
            given = {
                name: bound.data.isoformat() if isinstance(bound.data, dt.date) else bound.data
                for name, bound in self._fields.items()
                if name not in ("csrf_token", "key")
            }
            if given["diet"] != "yes":
                del given["diet_text"]
            if given["other"] != "yes":
                del given["other_name"], given["other_phone"]
            return given

    return Application
