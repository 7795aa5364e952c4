"""The pages talk to a booking provider through one port, whoever is behind it."""

import threading
from datetime import date, timedelta

import pytest
from tests.booking.core.city import NOW, at, city

from citydesign.booking.core.outcome import Code
from citydesign.booking.fake import FakeProvider
from citydesign.booking.provider import (
    MissingField,
    Provider,
    ProviderDown,
    ProviderRefusal,
    Receipt,
    Time,
)

DAY = date(2027, 3, 2)
AINO = {"name": "Aino", "email": "aino@example.fi"}


def fake(**change: object) -> FakeProvider:
    return FakeProvider(city(), lambda: NOW, names={"kallio": "Kallio"}, **change)  # type: ignore[arg-type]


def first_time(provider: Provider) -> Time:
    return provider.times("passport", "kallio", DAY)[0]


def book(provider: Provider, key: str = "k", time: Time | None = None) -> Receipt:
    return provider.create("passport", "kallio", time or first_time(provider), AINO, key)


def test_a_resident_finds_books_and_cancels_through_the_port_alone() -> None:
    provider: Provider = fake()
    (product,) = provider.products("fi")
    (place,) = provider.places(product.id, "fi")
    days = provider.dates(product.id, place.id, DAY, DAY + timedelta(days=2))
    times = provider.times(product.id, place.id, days[0])
    assert (product.minutes, place.name, len(days), len(times)) == (30, "Kallio", 3, 6)
    assert {field.name for field in provider.fields(product.id, "fi") if field.required} == set(
        AINO
    )
    receipt = provider.create(product.id, place.id, times[0], AINO, "key")
    assert receipt.time == times[0]
    assert times[0] not in provider.times(product.id, place.id, days[0])
    provider.delete(receipt.reference)
    provider.delete(receipt.reference)
    assert provider.times(product.id, place.id, days[0]) == times


def test_someone_was_faster_and_near_times_come_with_the_refusal() -> None:
    provider = fake()
    time = first_time(provider)
    book(provider, "one", time)
    with pytest.raises(ProviderRefusal) as refused:
        book(provider, "two", time)
    assert refused.value.code is Code.TAKEN
    assert refused.value.times
    assert book(provider, "two", refused.value.times[0]).time == refused.value.times[0]


def test_a_sold_out_day_is_not_among_the_days() -> None:
    provider = fake()
    provider.sell_out("passport", "kallio", DAY)
    days = provider.dates("passport", "kallio", DAY, DAY + timedelta(days=1))
    assert days == [DAY + timedelta(days=1)]
    assert provider.times("passport", "kallio", DAY) == []


def test_the_same_key_never_books_twice_even_when_the_answer_was_lost() -> None:
    faults = iter(["after", ""])
    provider = fake(faults=lambda call: next(faults) if call == "create" else "")
    time = first_time(provider)
    with pytest.raises(ProviderDown) as lost:
        book(provider, "k", time)
    assert lost.value.sent
    receipt = book(provider, "k", time)
    assert len(list(provider.diary)) == 1
    assert receipt.reference == next(iter(provider.diary)).id


def test_a_provider_that_is_down_has_changed_nothing() -> None:
    provider = fake(faults=lambda call: "before" if call == "create" else "")
    with pytest.raises(ProviderDown) as down:
        book(provider)
    assert not down.value.sent
    assert len(provider.diary) == 0


def test_a_required_field_left_empty_is_named() -> None:
    provider = fake()
    with pytest.raises(MissingField) as missing:
        provider.create("passport", "kallio", first_time(provider), AINO | {"email": " "}, "k")
    assert missing.value.field == "email"
    assert len(provider.diary) == 0


def test_a_forged_time_or_reference_is_refused() -> None:
    provider = fake()
    start = at("2027-03-02 03:00")
    for time in (
        Time("night", start, start + timedelta(minutes=30)),
        Time(first_time(provider).id, start, start + timedelta(minutes=30)),
    ):
        with pytest.raises(ProviderRefusal) as refused:
            book(provider, "k", time)
        assert refused.value.code is Code.NOT_OFFERED
    with pytest.raises(ProviderRefusal) as refused:
        provider.delete("R00099")
    assert refused.value.code is Code.UNKNOWN


def test_every_answer_takes_its_time() -> None:
    waited: list[float] = []
    book(fake(latency=0.4, pause=waited.append))
    assert waited == [0.4, 0.4]


def test_of_many_residents_at_once_exactly_one_gets_the_time() -> None:
    provider = fake()
    time = first_time(provider)
    got: list[str] = []
    missed: list[Code] = []

    def try_it(key: str) -> None:
        try:
            got.append(book(provider, key, time).reference)
        except ProviderRefusal as refused:
            missed.append(refused.code)

    threads = [threading.Thread(target=try_it, args=(str(n),)) for n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 1
    assert missed == [Code.TAKEN] * 15
