"""What is special about the booking summary."""

import pytest
from tests.markup import document

from citydesign import ui
from citydesign.locale import use_locale

MORNING = {"date": "2027-03-24", "start": "09:15", "end": "09:30"}


def parse(html):
    (element,) = document(html).find("body")
    return element


def text(element):
    return " ".join("".join(element.itertext()).split())


def rows(html):
    found = parse(html).iter("dl")
    return [(text(row.find("dt")), text(row.find("dd"))) for row in next(found)]


def test_what_is_not_chosen_yet_is_left_out():
    assert rows(ui.booking_summary("Passport")) == [("Service", "Passport")]


def test_the_rows_come_in_one_order_and_the_price_is_the_sum_at_their_end():
    summary = ui.booking_summary(
        "Hall",
        status="upcoming",
        time=MORNING,
        place="Hervanta",
        staff="Kaisa",
        people=["12 adults", "23 children"],
        items=[{"label": "Kitchen", "value": "Oven"}],
        reference="K7F2QX",
        price="€147.50",
    )
    assert rows(summary) == [
        ("Booking status", "Booked"),
        ("Service", "Hall"),
        ("Time", "Wednesday, 24 March 2027, 9:15 to 9:30"),
        ("Place", "Hervanta"),
        ("With", "Kaisa"),
        ("For", "12 adults 23 children"),
        ("Kitchen", "Oven"),
        ("Booking number", "K7F2QX"),
        ("Price", "€147.50"),
    ]
    total = [row for row in parse(summary).iter("div") if "--total" in row.get("class", "")]
    assert [text(row.find("dt")) for row in total] == ["Price"]


def test_each_link_says_what_it_changes_and_of_which_summary():
    summary = parse(
        ui.booking_summary(
            "Hall",
            time=MORNING,
            place="Hervanta",
            people=["Aino"],
            items=[{"label": "Kitchen", "value": "Oven", "url": "/kitchen"}],
            service_url="/service",
            time_url="/time",
            place_url="/place",
            people_url="/people",
            heading="First space",
        )
    )
    assert {link.get("href"): text(link) for link in summary.iter("a")} == {
        "/service": "Change: Service, First space",
        "/time": "Change: Time, First space",
        "/place": "Change: Place, First space",
        "/people": "Change: For, First space",
        "/kitchen": "Change: Kitchen, First space",
    }


@pytest.mark.parametrize(
    ("status", "struck"),
    [("held", 0), ("upcoming", 0), ("changed", 0), ("past", 0), ("cancelled", 1), ("expired", 1)],
)
def test_only_a_time_that_is_gone_is_struck_through(status, struck):
    summary = parse(ui.booking_summary("Passport", status=status, time=MORNING))
    assert len(summary.findall(".//s/time")) == struck


def test_the_earlier_time_is_struck_through_below_the_new_one():
    summary = ui.booking_summary(
        "Advice", status="changed", time=MORNING, before={"date": "2027-03-23"}
    )
    assert rows(summary)[2:] == [
        ("Time", "Wednesday, 24 March 2027, 9:15 to 9:30"),
        ("Earlier time", "Tuesday, 23 March 2027"),
    ]
    assert text(parse(summary).find(".//s")) == "Tuesday, 23 March 2027"


def test_a_held_time_says_in_each_language_that_nothing_is_booked_yet():
    said = {}
    for locale in ("en", "fi", "sv"):
        with use_locale(locale):
            said[locale] = rows(ui.booking_summary("Passi", status="held"))[0][1]
    assert said == {"en": "Not booked yet", "fi": "Ei vielä varattu", "sv": "Inte bokad ännu"}
