"""What is special about the date picker."""

import datetime as dt
import re

import pytest
from tests.markup import document

from citydesign import UsageError, ui, use_locale
from citydesign.forms import read_date
from citydesign.locale import Language


def parse(**more):
    html = ui.date_picker(**{"name": "visit", "label": "Which day?", **more})
    return document(html).find("body")


def field(**more):
    (found,) = parse(**more).iter("input")
    return found


DATES = [dt.date(2027, 3, 24), dt.date(2027, 1, 2), dt.date(2028, 2, 29)]


@pytest.mark.parametrize("locale", ["en", "fi", "sv", "en-US", "sv-SE"])
@pytest.mark.parametrize("date", DATES)
def test_a_known_date_is_written_so_that_it_is_read_again(locale, date):
    with use_locale(locale):
        for value in (date, date.isoformat()):
            assert read_date(field(date=value).get("value")) == date
        hint = parse(example=date).find(".//*[@id='visit-hint']").text
        assert read_date(hint.split(" ")[-1].removesuffix(".")) == date


@pytest.mark.parametrize("value", ["27.3.", " 31.2.2027", "2027-03-24", "soon", '"'])
def test_what_was_typed_comes_back_to_the_letter(value):
    with use_locale("fi"):
        assert field(value=value, error="Write it so.").get("value") == value


def test_what_was_typed_and_a_date_are_not_given_together():
    with pytest.raises(UsageError, match="date"):
        parse(value="24.3.2027", date="2027-03-24")


@pytest.mark.parametrize("place", ["date", "min", "max", "today", "example"])
def test_a_day_that_is_none_is_refused(place):
    with pytest.raises(UsageError, match=f"{place}.*no ISO date"):
        parse(**{place: "2027-02-31"})


def test_a_moment_is_a_day_too():
    picker = parse(min=dt.datetime(2027, 3, 24, 9, 15), closed=[dt.datetime(2027, 3, 26)])
    (element,) = picker.iter("city-date-picker")
    assert element.get("data-min") == "2027-03-24"
    assert element.get("data-closed") == "2027-03-26"


@pytest.mark.parametrize(("locale", "first"), [("fi", 1), ("sv", 1), ("en", 1), ("en-US", 7)])
def test_the_week_begins_where_the_language_begins_it(locale, first):
    names = Language(locale).calendar()
    assert names["first"] == first
    assert len({day["name"] for day in names["days"]}) == 7


@pytest.mark.parametrize(
    ("locale", "day", "month"),
    [
        ("fi", "keskiviikko", "maaliskuu {year}"),
        ("sv", "onsdag", "mars {year}"),
        ("en", "Wednesday", "March {year}"),
    ],
)
def test_days_and_months_have_the_names_of_the_language(locale, day, month):
    names = Language(locale).calendar()
    assert names["days"][(3 - names["first"]) % 7]["name"] == day
    assert names["months"][2] == month


def test_without_scripts_it_is_the_field_alone(open_example):
    page = open_example("date-picker/default", java_script_enabled=False)
    assert page.get_by_role("textbox", name="Which day do you come?").is_visible()
    assert page.get_by_role("button").count() == 0
    assert page.locator("dialog").count() == 0


@pytest.fixture
def opened(open_example):
    def go(example, **more):
        page = open_example(f"date-picker/{example}", **more)
        page.locator(".city-date-picker__open").first.click()
        return page

    return go


def focused(page):
    return page.evaluate("document.activeElement.dataset.date")


def test_a_day_is_chosen_written_said_and_told_to_scripts(opened):
    page = opened("default")
    page.evaluate("""() => {
      window.heard = [];
      for (const kind of ["input", "change"])
        document.addEventListener(kind, (event) => window.heard.push(kind + event.target.value));
    }""")
    # Browsers put a space before what is visually hidden.
    page.get_by_role("button", name=re.compile(r"^25 ?, Thursday, March 2027$")).click()
    assert page.get_by_role("textbox").input_value() == "25/3/2027"
    assert page.evaluate("window.heard") == ["input25/3/2027", "change25/3/2027"]
    assert not page.locator("dialog").is_visible()
    status = page.locator("city-date-picker > [role=status]")
    assert status.inner_text() == "Chosen: 25, Thursday, March 2027"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("24.4.2027", "2027-04-24"),
        ("24/4/2027", "2027-04-24"),
        ("2027-04-24", "2027-04-24"),
        (" 5 - 4 - 2027 ", "2027-04-05"),
        ("31.2.2027", "2027-03-24"),
        ("1.1.2020", "2027-03-24"),
        ("1.1.2030", "2027-05-31"),
        ("soon", "2027-03-24"),
    ],
)
def test_it_opens_where_the_field_is_and_never_out_of_its_range(typed, day, open_example):
    page = open_example("date-picker/default")
    page.get_by_role("textbox").fill(typed)
    page.locator(".city-date-picker__open").click()
    assert focused(page) == day


def test_what_is_closed_is_reached_and_not_chosen(opened):
    page = opened("default")
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    assert focused(page) == "2027-03-26"
    closed = page.get_by_role("button", name=re.compile("^26 ?, Friday, March 2027$"))
    assert closed.get_attribute("aria-disabled") == "true"
    page.keyboard.press("Enter")
    closed.click(force=True)
    assert page.locator("dialog").is_visible()
    assert page.get_by_role("textbox", include_hidden=True).input_value() == ""
    disabled = page.locator("[data-date][aria-disabled=true]")
    days = [day.get_attribute("data-date")[-2:] for day in disabled.all()]
    assert days == [f"{day:02}" for day in range(1, 24)] + ["26", "27", "28", "29"]


@pytest.mark.parametrize(
    ("keys", "day"),
    [
        (["ArrowUp"], "2027-03-24"),
        (["PageUp"], "2027-03-24"),
        (["PageDown"], "2027-04-24"),
        (["PageDown", "PageDown", "PageDown"], "2027-05-31"),
        (["Shift+PageDown"], "2027-05-31"),
        (["ArrowDown"], "2027-03-31"),
        (["ArrowDown", "ArrowRight"], "2027-04-01"),
    ],
)
def test_keys_stay_within_the_days_there_are(keys, day, opened):
    page = opened("default")
    for key in keys:
        page.keyboard.press(key)
    assert focused(page) == day


def test_a_month_that_is_shorter_gives_its_last_day(open_example):
    page = open_example("date-picker/with-date")
    page.get_by_role("textbox").fill("31.1.2028")
    page.locator(".city-date-picker__open").click()
    page.keyboard.press("PageDown")
    assert focused(page) == "2028-02-29"
    page.keyboard.press("Shift+PageDown")
    assert focused(page) == "2029-02-28"


def test_the_months_before_and_after_are_said_and_the_focus_stays(opened):
    page = opened("default")
    forward = page.get_by_role("button", name="Next month")
    back = page.get_by_role("button", name="Previous month")
    assert back.get_attribute("aria-disabled") == "true"
    forward.press("Enter")
    status = page.locator("dialog [role=status]")
    assert status.inner_text() == "April 2027"
    assert page.locator(".city-date-picker__month").inner_text() == "April 2027"
    assert page.evaluate("document.activeElement.dataset.step") == "1"
    forward.press("Enter")
    assert forward.get_attribute("aria-disabled") == "true"
    forward.press("Enter")
    assert page.locator(".city-date-picker__month").inner_text() == "May 2027"


def test_arrow_keys_say_no_month_beside_the_name_of_the_day(opened):
    page = opened("default")
    page.keyboard.press("PageDown")
    assert page.locator("dialog [role=status]").inner_text() == ""


def test_what_can_not_be_chosen_says_why(opened):
    page = opened("default")
    why = page.locator(".city-date-picker__off")
    assert why.inner_text() == "You can't choose a day that is struck through."
    day = page.locator("[data-date='2027-03-26']")
    assert day.get_attribute("aria-describedby") == why.get_attribute("id")
    assert page.locator("[data-date='2027-03-25']").get_attribute("aria-describedby") is None
    back = page.get_by_role("button", name="Previous month")
    assert back.get_attribute("aria-describedby") == "visit-end"


def test_where_every_day_can_be_chosen_there_is_nothing_to_explain(opened):
    page = opened("with-date")
    assert page.locator(".city-date-picker__off").count() == 0
    assert page.locator("[data-date][aria-disabled]").count() == 0


def test_today_and_the_chosen_day_are_told_apart(opened):
    page = opened("with-date")
    today, chosen = (page.locator(f"[data-date='2027-06-{day}']") for day in ("02", "16"))
    assert today.get_attribute("aria-current") == "date"
    assert chosen.get_attribute("aria-pressed") == "true"
    assert page.locator("[aria-current]").count() == page.locator("[aria-pressed]").count() == 1


@pytest.mark.parametrize(
    ("typed", "weeks"),
    [
        ("15.1.2027", ["53", "1", "2", "3", "4"]),
        ("15.12.2026", ["49", "50", "51", "52", "53"]),
        ("15.1.2029", ["1", "2", "3", "4", "5"]),
        ("15.12.2029", ["48", "49", "50", "51", "52", "1"]),
    ],
)
def test_weeks_have_the_numbers_that_the_calendar_on_the_wall_has(typed, weeks, open_example):
    page = open_example("date-picker/with-date")
    page.get_by_role("textbox").fill(typed)
    page.locator(".city-date-picker__open").click()
    shown = page.locator("tbody .city-date-picker__week > [aria-hidden]").all_inner_texts()
    assert shown == weeks


@pytest.mark.parametrize("zone", ["Europe/Helsinki", "America/Los_Angeles", "Pacific/Auckland"])
def test_no_clock_moves_a_day(zone, open_example):
    page = open_example("date-picker/default", timezone_id=zone)
    page.get_by_role("textbox").fill("27.3.2027")
    page.locator(".city-date-picker__open").click()
    days = []
    for _ in range(3):
        days.append(focused(page))
        page.keyboard.press("ArrowRight")
    assert days == ["2027-03-27", "2027-03-28", "2027-03-29"]


def test_seven_days_of_44_px_fit_into_a_window_of_320(opened):
    page = opened("default", viewport={"width": 320, "height": 640})
    box = page.locator("dialog").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    for day in ("24", "25", "31"):
        size = page.locator(f"[data-date='2027-03-{day}']").bounding_box()
        assert size["width"] >= 44
        assert size["height"] >= 44


def test_two_on_a_page_keep_apart(open_example):
    page = open_example("date-picker/real-size")
    page.locator(".city-date-picker__open").nth(1).click()
    page.locator("dialog:modal [data-date='2027-08-10']").click()
    assert page.locator("#first").input_value() == ""
    assert page.locator("#last").input_value() == "10/8/2027"
    assert page.evaluate("document.activeElement.textContent.trim()") == "Calendar, Last day"
