"""What is special about the skip link."""

import pytest
from tests.markup import document

from citydesign import ui, use_locale
from citydesign.errors import UsageError


def parse(html):
    (element,) = document(html).find("body")
    return element


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en", "Skip to main content"),
        ("fi", "Siirry pääsisältöön"),
        ("sv", "Hoppa till huvudinnehållet"),
    ],
)
def test_it_leads_to_the_main_content_unless_told_otherwise(locale, text):
    with use_locale(locale):
        link = parse(ui.skip_link())
    assert (link.tag, link.get("href"), link.text) == ("a", "#main", text)


def test_it_leads_to_any_place_by_its_id():
    link = parse(ui.skip_link("results", text="Skip to the results"))
    assert (link.get("href"), link.text) == ("#results", "Skip to the results")


@pytest.mark.parametrize("target", ["", " ", "main content"])
def test_what_is_no_id_is_refused(target):
    with pytest.raises(UsageError, match="skip_link: target"):
        ui.skip_link(target)
