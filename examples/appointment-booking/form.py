"""What a resident tells about themselves."""

from collections.abc import Callable

from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, RadioField, SelectChoice, StringField, TelField

from citydesign.forms.wtforms import CityMeta, Email, MaxLength, Optional, Phone, Required

Say = Callable[[str], str]


class CityForm(FlaskForm):
    class Meta(CityMeta, FlaskForm.Meta):
        pass


def details_form(say: Say) -> type[FlaskForm]:
    """Name and how to reach the person."""

    class Details(CityForm):
        name = StringField(say("name"), [Required(), MaxLength(200)])
        phone = TelField(say("phone"), [Required(), Phone()], description=say("phone_hint"))
        email = EmailField(say("email"), [Optional(), Email()], description=say("email_hint"))

    return Details


def waiting_form(say: Say) -> type[FlaskForm]:
    """Where an offer of the waiting list is sent."""

    class WaitingDetails(CityForm):
        name = StringField(say("name"), [Required(), MaxLength(200)])
        email = EmailField(say("email"), [Required(), Email()], description=say("wait_email_hint"))

    return WaitingDetails


def choice_form(say: Say, services: list[str]) -> type[FlaskForm]:
    """What for."""

    class Choice(CityForm):
        class Meta(CityForm.Meta):
            # Sent by GET: it changes nothing.
            csrf = False

        service = RadioField(
            say("service_label"),
            [Required()],
            choices=[SelectChoice(key, say(f"service_{key}")) for key in services],
        )

    return Choice


class Act(CityForm):
    """A button: hold, extend, cancel. `key` is the same for each try of one page."""

    key = HiddenField()
