"""What is special about the time input."""

import datetime as dt

import pytest
from tests.markup import document

from citydesign import UsageError, ui, use_locale
from citydesign.forms import read_time


def parse(**more):
    html = ui.time_input(**{"name": "event", "label": "When?", **more})
    return document(html).find("body")


def field(**more):
    (found,) = parse(**more).iter("input")
    return found


@pytest.mark.parametrize("time", [dt.time(9, 15), "09:15", "09:15:00"])
@pytest.mark.parametrize(("locale", "written"), [("en", "9:15"), ("fi", "9.15"), ("sv", "9.15")])
def test_a_known_time_is_written_as_the_language_writes_it(time, locale, written):
    with use_locale(locale):
        assert field(time=time).get("value") == written
        assert written in parse(example=time).find(".//*[@id='event-hint']").text


@pytest.mark.parametrize("value", ["9.75", " half nine", "09:15", "25", '"'])
def test_what_was_typed_comes_back_to_the_letter(value):
    with use_locale("fi"):
        assert field(value=value, error="Write it so.").get("value") == value


def test_midnight_is_a_time():
    assert read_time(field(time=dt.time(0, 0)).get("value")) == dt.time(0, 0)


def test_an_empty_field_has_no_value():
    assert field().get("value") is None
    assert field(value="", time=None).get("value") is None


def test_what_was_typed_and_a_time_are_not_given_together():
    with pytest.raises(UsageError, match="time"):
        parse(value="9", time="09:15")


@pytest.mark.parametrize("time", ["9.15", "25:00", "soon"])
@pytest.mark.parametrize("place", ["time", "example"])
def test_a_time_that_is_none_is_refused(time, place):
    with pytest.raises(UsageError, match=f"{place}.*no ISO time"):
        parse(**{place: time})


@pytest.mark.parametrize("locale", ["en", "fi", "sv"])
def test_each_time_that_is_offered_is_one_that_is_read(locale):
    times = [dt.time(hour, minute) for hour in range(24) for minute in (0, 30)]
    with use_locale(locale):
        body = parse(times=times)
    (offered,) = body.iter("datalist")
    (typed,) = body.iter("input")
    assert typed.get("list") == offered.get("id")
    assert [read_time(option.get("value")) for option in offered] == times


def test_without_times_there_is_no_list():
    assert field().get("list") is None
    assert parse().find(".//datalist") is None


def test_two_times_may_be_wrong_together():
    one = field(wrong=True, attrs={"aria-describedby": "times-error"})
    assert (one.get("aria-invalid"), one.get("aria-describedby")) == ("true", "times-error")
