"""What is special about contact channels."""

import pytest
from tests.markup import document

from citydesign import ui, use_locale


def channel(locale="en", today=None, **more):
    with use_locale(locale):
        html = ui.contact_channels("Daycare", [{"url": "/a", **more}], today=today)
    return document(html).find(".//li")


def text(element):
    return " ".join("".join(element.itertext()).split())


def test_each_link_is_read_with_its_service():
    link = channel(type="phone", text="+358 3 565 711").find("a")
    assert text(link) == "Call +358 3 565 711: Daycare"


def test_an_open_channel_says_until_when_and_a_closed_one_from_when():
    change = {"date": "2027-03-24", "start": "16:00"}
    said = channel(type="chat", status="open", change=change, today="2027-03-24")
    assert "Open now Closes at 16:00." in text(said)
    said = channel(type="chat", status="closed", change=change, today="2027-03-23")
    assert "Closed now Opens: Wednesday, 24 March 2027, 16:00" in text(said)


def test_the_queue_is_said_in_minutes_and_an_empty_one_too():
    assert "You wait about 1 minute." in text(channel(type="chat", minutes=1))
    assert "No queue now." in text(channel(type="chat", minutes=0))
    assert text(channel("fi", type="chat", minutes=12)).endswith(
        "Jonotusaika on noin 12 minuuttia."
    )


def test_what_is_not_given_is_not_claimed():
    assert text(channel(type="sign-language")) == "Call in sign language: Daycare"


def test_a_closed_channel_has_no_queue():
    assert text(channel(type="chat", status="closed", minutes=0)).endswith("Closed now")


@pytest.mark.parametrize(
    ("locale", "said"),
    [("en", "25 March 2027, 24:00"), ("fi", "25. maaliskuuta 2027 klo\u00a024.00")],
)
def test_a_channel_that_is_open_until_midnight_closes_at_the_end_of_the_day(locale, said):
    midnight = {"date": "2027-03-25", "start": "00:00"}
    shown = channel(locale, type="chat", status="open", change=midnight, today="2027-03-24")
    assert said in "".join(shown.itertext())
    assert shown.find(".//time").get("datetime") == "2027-03-25"
    shown = channel(type="chat", status="open", change=midnight, today="2027-03-25")
    assert "Closes at 24:00." in text(shown)
