"""What each page asks, in the language of its reader."""

import datetime as dt

from settings import FOLDER, TEXTS, ZONE
from wtforms import (
    BooleanField,
    EmailField,
    Form,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import ValidationError

from citydesign.forms.file_store import FolderStore
from citydesign.forms.uploads import Uploads
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
    UploadField,
)

CENTRES = {
    "amuri": "Amurin päiväkoti",
    "hervanta": "Hervannan päiväkoti",
    "kaleva": "Kalevan päiväkoti",
    "lielahti": "Lielahden päiväkoti",
    "tesoma": "Tesoman päiväkoti",
}
#: A name is as it is: no browser corrects it.
NAME = {"spellcheck": "false"}
FILES = Uploads(
    FolderStore(FOLDER / "files"),
    types=("pdf", "jpg", "jpeg", "png"),
    max_size=10_000_000,
    max_files=6,
)


def day(days: int) -> dt.date:
    """The date so many days from today, where the city is."""
    return dt.datetime.now(ZONE).date() + dt.timedelta(days)


def choices(tag: str, *keys: str) -> list[SelectChoice]:
    """Choices named by our texts: `care_shifts` is the one with the value `shifts`."""
    return [SelectChoice(key.rpartition("_")[2], TEXTS[tag][key]) for key in keys]


class Asked(Form):
    """A page of the application."""

    class Meta(CityMeta):
        """Errors that say what to do."""


def town(tag: str) -> type[Form]:
    """Where the child lives: another municipality has its own application."""
    say = TEXTS[tag]

    class Town(Asked):
        lives = RadioField(
            say["town"],
            [Required()],
            choices=choices(tag, "yes", "no"),
            description=say["town_hint"],
        )

    return Town


def child(tag: str) -> type[Form]:
    """Who the child is."""
    say = TEXTS[tag]

    class Child(Asked):
        names = StringField(say["first_names"], [Required(), MaxLength(200)], render_kw=NAME)
        surname = StringField(say["last_name"], [Required(), MaxLength(200)], render_kw=NAME)
        identity = StringField(
            say["identity_code"],
            [Required(), PersonalIdentityCode()],
            description=say["identity_code_hint"],
            render_kw=NAME | {"autocapitalize": "characters"},
        )
        diet = RadioField(say["diet"], [Required()], choices=choices(tag, "yes", "no"))

    return Child


def diet(tag: str) -> type[Form]:
    """What the child can't eat."""
    say = TEXTS[tag]

    class Diet(Asked):
        about = TextAreaField(
            say["diet_about"], [Required(), MaxLength(500)], description=say["diet_about_hint"]
        )
        certificates = UploadField(
            say["certificates"],
            [Optional()],
            uploads=FILES,
            description=say["certificates_hint"],
        )

    return Diet


def need(tag: str) -> type[Form]:
    """From when, and how much."""
    say = TEXTS[tag]

    class Need(Asked):
        start = DatePartsField(
            say["start"],
            [Required(), DateBetween(lambda: day(14), lambda: day(730))],
            description=say["start_hint"],
        )
        weekly = RadioField(
            say["weekly"],
            [Required()],
            choices=choices(tag, "weekly_20", "weekly_34", "weekly_35"),
            description=say["weekly_hint"],
        )

    return Need


def hours(tag: str) -> type[Form]:
    """By day, or by shifts."""
    say = TEXTS[tag]

    class Hours(Asked):
        hours = RadioField(
            say["hours"], [Required()], choices=choices(tag, "hours_days", "hours_shifts")
        )

    return Hours


def shifts(tag: str) -> type[Form]:
    """When the guardians work, with what shows it."""
    say = TEXTS[tag]

    class Shifts(Asked):
        times = SelectMultipleField(
            say["times"],
            [Required()],
            choices=choices(tag, "times_evenings", "times_nights", "times_weekends"),
        )
        rotas = UploadField(
            say["rotas"], [Required()], uploads=FILES, description=say["rotas_hint"]
        )

    return Shifts


def centres(tag: str) -> type[Form]:
    """Where, in the order of the wishes."""
    say = TEXTS[tag]
    listed = [SelectChoice("", say["choose_centre"])]
    listed += [SelectChoice(*centre) for centre in CENTRES.items()]

    class Centres(Asked):
        first = SelectField(
            say["first"], [Required()], choices=listed, description=say["centres_hint"]
        )
        second = SelectField(say["second"], [Optional()], choices=listed)
        third = SelectField(say["third"], [Optional()], choices=listed)

        def validate_second(self, field):
            self._check_new(field, "first")

        def validate_third(self, field):
            self._check_new(field, "first", "second")

        def _check_new(self, field, *above):
            if field.data and field.data in {self[name].data for name in above}:
                raise ValidationError(explain("chosen_twice", label=field.label.text))

    return Centres


def guardian(tag: str) -> type[Form]:
    """Who applies, and where letters go."""
    say = TEXTS[tag]

    class Guardian(Asked):
        name = StringField(
            say["name"], [Required(), MaxLength(200)], render_kw=NAME | {"autocomplete": "name"}
        )
        phone = TelField(say["phone"], [Required(), Phone()], render_kw={"autocomplete": "tel"})
        email = EmailField(
            say["email"],
            [Required(), Email()],
            description=say["email_hint"],
            render_kw={"autocomplete": "email"},
        )
        other = RadioField(say["other"], [Required()], choices=choices(tag, "yes", "no"))

    return Guardian


def other(tag: str) -> type[Form]:
    """Another guardian."""
    say = TEXTS[tag]

    class Other(Asked):
        name = StringField(say["other_name"], [Required(), MaxLength(200)], render_kw=NAME)
        phone = TelField(say["phone"], [Required(), Phone()])

    return Other


def consent(tag: str) -> type[Form]:
    """All guardians must agree."""
    say = TEXTS[tag]

    class Consent(Asked):
        consent = BooleanField(say["consent"], [Required()])

    return Consent
