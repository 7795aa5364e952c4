"""The forms of staff."""

from flask_wtf import FlaskForm

from citydesign.forms.wtforms import CityMeta


class Act(FlaskForm):
    """A button."""

    class Meta(CityMeta, FlaskForm.Meta):
        pass
