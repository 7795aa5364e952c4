"""WTForms' fields as they are checked and explained."""

import pytest
import wtforms
from werkzeug.datastructures import MultiDict

from citydesign.forms.wtforms import CityMeta, MaxLength

# What people count, and how long Python and a browser's form would say it is.
WRITTEN = [
    ("", 0),
    ("Aino", 4),
    ("A\r\nB", 3),
    ("e\u0301", 1),
    ("\U0001f1eb\U0001f1ee\U0001f1f8\U0001f1ea", 2),
    ("\U0001f468\u200d\U0001f469\u200d\U0001f467 perhe", 7),
    ("\u0928\u093f", 1),
]


class Story(wtforms.Form):
    class Meta(CityMeta):
        pass

    text = wtforms.TextAreaField("Your story", [MaxLength(2)])


@pytest.mark.parametrize(("text", "length"), WRITTEN)
def test_a_text_is_as_long_as_people_count_it(text, length):
    form = Story(MultiDict({"text": text}))
    assert form.validate() is (length <= 2)
    if length > 2:
        assert str(length - 2) in form.errors["text"][0]


def test_the_count_below_the_textarea_says_the_same(open_example):
    page = open_example("textarea/with-character-count")
    field = page.locator("textarea")
    limit = int(page.locator("city-textarea").get_attribute("data-max-characters"))
    for text, length in WRITTEN:
        field.fill(text)
        left = page.locator("city-textarea").evaluate("element => element.left")
        assert limit - left == length, ascii(text)
