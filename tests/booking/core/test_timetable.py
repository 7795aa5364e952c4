"""What is kept from question to question changes no answer."""

import pickle
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.booking.core.city import NOW, at, booked, city, hours, minutes

from citydesign.booking.core import timetable
from citydesign.booking.core.diary import Diary
from citydesign.booking.core.offer import availability
from citydesign.booking.core.plan import Plan, Policy, Resource
from citydesign.hours import Closure

WINDOW = NOW, NOW + timedelta(days=40)


def test_a_second_question_gets_the_same_times_as_the_first():
    plan = city()
    first = availability(plan, Diary(), WINDOW, NOW, "passport")
    assert availability(plan, Diary(), WINDOW, NOW, "passport") == first
    assert availability(city(), Diary(), WINDOW, NOW, "passport") == first
    assert first == tuple(plan.slot(s.office, s.service, s.start) for s in first)


def test_another_plan_has_its_own_days():
    plan = city()
    assert availability(plan, Diary(), WINDOW, NOW, "passport")
    closed = hours(
        "9:00-12:00",
        closures=(
            Closure(
                "Leak", at("2027-03-01").replace(tzinfo=None), at("2027-05-01").replace(tzinfo=None)
            ),
        ),
    )
    changed = replace(plan, offices=(replace(plan.offices[0], hours=closed),))
    assert not availability(changed, Diary(), WINDOW, NOW, "passport")
    longer = replace(plan, services=(replace(plan.services[0], duration=minutes(60)),))
    found = availability(longer, Diary(), WINDOW, NOW, "passport")
    assert {slot.end - slot.start for slot in found} == {minutes(60)}


def test_what_a_resident_chose_stays_with_the_time():
    plan = city(Resource("a", "kallio", {"desk"}), Resource("b", "kallio", {"desk"}))
    for wish in ("a", "b", None):
        found = availability(plan, Diary(), WINDOW, NOW, "passport", resource=wish)
        assert {slot.resource for slot in found} == {wish}


def test_no_more_is_kept_than_has_room(monkeypatch: pytest.MonkeyPatch):
    plan = city()
    whole = availability(plan, Diary(), WINDOW, NOW, "passport")
    monkeypatch.setattr(timetable, "TIMES", 10)
    monkeypatch.setattr(timetable, "DAYS", 3)
    other = city()
    for _ in range(3):
        assert availability(other, Diary(), WINDOW, NOW, "passport") == whole
    assert sum(map(len, other.timetable._times.values())) <= len(whole)
    assert len(other.timetable._days) <= 3


def test_a_plan_sent_to_another_process_takes_nothing_along():
    plan = city()
    before = len(pickle.dumps(plan))
    found = availability(plan, Diary(), WINDOW, NOW, "passport")
    sent = pickle.dumps(plan)
    assert len(sent) < before + 2000
    copy: Plan = pickle.loads(sent)
    assert copy.timetable is not plan.timetable
    assert availability(copy, Diary(), WINDOW, NOW, "passport") == found


def test_a_booking_of_several_days_takes_its_seats_once():
    """Of a session for two, one place is left beside a group that comes on three days."""
    plan = city(Resource("gym", "kallio", {"desk"}, capacity=2), policy=Policy(group=3))
    days = [plan.slot("kallio", "passport", at(f"2027-03-0{n} 08:00")) for n in (2, 4, 9)]
    group = booked("g", *days, on=(("gym",),) * 3)
    diary = Diary([group])
    found = availability(plan, diary, WINDOW, NOW, "passport")
    assert set(days) <= set(found)
    diary.put(booked("h", days[2], on=(("gym",),)))
    left = availability(plan, diary, (at("2027-03-09"), at("2027-03-10")), NOW, "passport")
    assert days[2] not in left
    assert days[1] in availability(plan, diary, WINDOW, NOW, "passport")
