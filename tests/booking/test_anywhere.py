"""The same time at several offices: offered once, taken in one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

pytest.importorskip("wtforms")

from tests.booking.core.city import NOW, city, hours, minutes
from tests.booking.store.test_races import judged, whole
from tests.booking.store.world import store
from tests.booking.test_visits import ROOT, SECRET, Browser, text

from citydesign.booking import Booking, Code, Diary, Office, Refusal, Resource, hold
from citydesign.booking.core.commands import hold_any
from citydesign.booking.fake import FakeProvider
from citydesign.booking.journey import Journey
from citydesign.booking.provider import Field, Provider, Time
from citydesign.booking.shown import chosen_any, of_times, once
from citydesign.booking.store import Store, StoreProvider, booking_engine

NAMES = ("kallio", "malmi", "pasila")
OFFICES = tuple(
    Office(name, "Europe/Helsinki", hours(open_))
    for name, open_ in zip(NAMES, ("9:00-11:00", "10:00-12:00", "9:00-12:00"), strict=True)
)
PLAN = replace(city(), offices=OFFICES, resources=tuple(Resource(n, n, {"desk"}) for n in NAMES))
TEN = NOW + timedelta(days=1, hours=2)
WAYS = [[PLAN.slot(name, "passport", TEN)] for name in NAMES]


@pytest.fixture(params=["sqlite", "postgresql", "fake"])
def provider(request: pytest.FixtureRequest, migrated: Callable[[str], str]) -> Iterator[Provider]:
    if request.param == "fake":
        yield FakeProvider(PLAN, lambda: NOW, names={n: n.title() for n in NAMES})
        return
    engine = booking_engine(migrated(request.param))
    yield StoreProvider(
        Store(engine, PLAN, SECRET, clock=lambda: NOW),
        name=lambda name, locale: name.title(),
        fields=lambda service, locale: [Field("name", "Name"), Field("email", "E-mail", "email")],
    )
    engine.dispose()


def test_one_time_for_all_offices_and_each_who_takes_it_gets_another_office(
    provider: Provider,
) -> None:
    journey = Journey(provider, SECRET, clock=lambda: NOW)
    titles = []
    for number in range(4):
        browser = Browser(journey)
        browser.ask(f"{ROOT}?product=passport&place=*&from=2027-03-02")
        tuesday = [(value, said) for value, said in browser.times() if "2027-03-02" in value]
        starts = [chosen_any(value)[0][0].start for value, _ in tuesday]  # type: ignore[index]
        assert starts == sorted(set(starts))
        at_ten = [(value, said) for value, said in tuesday if said.startswith("10:00")]
        if number < 2:
            assert "Several service points" in at_ten[0][1]
        elif number == 2:
            assert "Pasila" in at_ten[0][1]
        else:
            assert at_ten == []
            break
        browser.send(time=at_ten[0][0])
        assert browser.page.title == "Your details"
        titles.append(text(browser.page))
        # Who looks again finds their choice chosen, though others see it at fewer offices.
        again = browser.ask(f"{ROOT}?product=passport&place=*&from=2027-03-02")
        assert str(again.content).count(" checked") == 1
    assert ["Kallio" in titles[0], "Malmi" in titles[1], "Pasila" in titles[2]] == [True] * 3


def test_an_old_page_still_leads_to_the_office_that_has_the_time(provider: Provider) -> None:
    journey = Journey(provider, SECRET, clock=lambda: NOW)
    browsers = [Browser(journey) for _ in range(4)]
    for one in browsers:
        one.ask(f"{ROOT}?product=passport&place=*&from=2027-03-02")
    (value,) = [v for v, said in browsers[0].times() if said.startswith("10:00 Several")][:1]
    places = []
    for one in browsers[:3]:
        one.send(time=value)
        assert one.page.title == "Your details"
        places += [name for name in NAMES if name.title() in text(one.page).split("We are")[0]]
    assert sorted(places) == sorted(NAMES)
    page = browsers[3].send(time=value)
    assert "This time has just been taken" in text(page)


@pytest.mark.parametrize(
    "value", ["*", "* ", "*x", "*x@y", "*2027-03-02T08%3A00%3A00%2B00%3A00", "@", ""]
)
def test_a_forged_choice_of_several_is_refused(provider: Provider, value: str) -> None:
    browser = Browser(Journey(provider, SECRET, clock=lambda: NOW))
    browser.ask(f"{ROOT}?product=passport&place=*&from=2027-03-02")
    assert browser.send(time=value).status == 422


def test_an_office_that_is_not_there_is_refused(provider: Provider) -> None:
    browser = Browser(Journey(provider, SECRET, clock=lambda: NOW))
    browser.ask(f"{ROOT}?product=passport&place=*&from=2027-03-02")
    value = next(v for v, said in browser.times() if said.startswith("10:00 Several"))
    assert browser.send(time=value.replace("malmi", "mumbai")).status == 422


def test_times_are_merged_by_when_they_begin_and_end() -> None:
    from citydesign.booking.provider import Place

    places = [Place(n, n.title(), "Europe/Helsinki") for n in ("a", "b")]
    times = [Time(f"t@ {n}", TEN + minutes(n), TEN + minutes(60)) for n in (0, 30)]
    choices = [
        *of_times(times, places[0], among_places=True),
        *of_times(times[1:], places[1], among_places=True),
    ]
    merged = once(choices)
    assert [choice.place for choice in merged] == ["A", "Several service points"]
    assert chosen_any(merged[0].value) == [(times[0], "a")]
    assert chosen_any(merged[1].value) == [(times[1], "a"), (times[1], "b")]
    assert chosen_any(None) == Refusal(Code.NOT_CHOSEN)


def test_the_first_refusal_is_the_answer_when_no_way_can_be_had() -> None:
    diary = Diary()
    for number, way in enumerate(WAYS):
        outcome = hold(PLAN, diary, f"b{number}", f"p{number}", way, NOW)
        assert not isinstance(outcome, Refusal)
        for event in outcome:
            diary.put(event.booking)  # type: ignore[union-attr]
    answer = hold_any(PLAN, diary, "new", "aino", WAYS, NOW)
    assert isinstance(answer, Refusal)
    assert answer.code is Code.TAKEN
    assert {slot.office for slot in answer.alternatives} == {"kallio"}
    assert hold_any(PLAN, diary, "new", "aino", [], NOW) == Refusal(Code.NOT_CHOSEN)


def anywhere(number: int, ready: Callable[[], Any], url: str) -> tuple[str, str]:
    kept = store(url, PLAN, lambda: NOW)
    kept.booking("warm")
    ways = WAYS[number % 3 :] + WAYS[: number % 3]
    ready()
    answer = kept.hold_any(ways, f"p{number}", "k")
    # The same request again changes nothing.
    assert kept.hold_any(ways, f"p{number}", "k") == answer or isinstance(answer, Refusal)
    kept.engine.dispose()
    return judged(answer), answer.office if isinstance(answer, Booking) else ""


def test_of_all_who_race_for_a_time_at_three_offices_one_gets_it_at_each(
    url: str, race: Callable[..., list[Any]]
) -> None:
    answers = race(anywhere, 24, url)
    won = [office for answer, office in answers if answer == "won"]
    assert sorted(won) == sorted(NAMES)
    assert Counter(answer for answer, _ in answers) == Counter(won=3, taken=21)
    whole(url, PLAN)
