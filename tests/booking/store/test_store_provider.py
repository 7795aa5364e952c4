"""Our own store answers the port as a city's present provider would."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from tests.booking.store.world import MINUTE, MONDAY, plan, store

from citydesign.booking.core.outcome import Code
from citydesign.booking.provider import (
    Field,
    MissingField,
    Provider,
    ProviderDown,
    ProviderRefusal,
    Time,
)
from citydesign.booking.store import StoreProvider

DAY = date(2027, 1, 12)
AINO = {"name": "Aino", "email": "aino@example.org"}
FIELDS = [Field("name", "Name"), Field("email", "Email", "email")]
NAMES = {("passport", "fi"): "Passi", ("kallio", "fi"): "Kallion palvelupiste"}


def provider(url: str, wait: float = 60.0) -> StoreProvider:
    return StoreProvider(
        store(url, plan(), wait=wait),
        name=lambda name, locale: NAMES.get((name, locale), name),
        fields=lambda product, locale: FIELDS,
    )


def test_a_resident_finds_books_and_cancels_through_the_port_alone(url: str) -> None:
    port: Provider = provider(url)
    product = next(p for p in port.products("fi") if p.id == "passport")
    (place,) = port.places(product.id, "fi")
    assert (product.name, product.minutes) == ("Passi", 20)
    assert (place.name, place.zone) == ("Kallion palvelupiste", "Europe/Helsinki")
    assert port.dates(product.id, place.id, DAY, DAY + timedelta(days=2)) == [
        DAY + timedelta(days=n) for n in range(3)
    ]
    times = port.times(product.id, place.id, DAY)
    assert len(times) == 24
    receipt = port.create(product.id, place.id, times[0], AINO, "key")
    assert receipt.time == times[0]
    assert port.create(product.id, place.id, times[0], AINO, "key") == receipt
    assert port.times(product.id, place.id, DAY) == times[1:]
    port.delete(receipt.reference)
    port.delete(receipt.reference)
    assert port.times(product.id, place.id, DAY) == times


def test_someone_was_faster_and_near_times_come_with_the_refusal(url: str) -> None:
    port = provider(url)
    time = port.times("passport", "kallio", DAY)[0]
    port.create("passport", "kallio", time, AINO, "one")
    with pytest.raises(ProviderRefusal) as refused:
        port.create("passport", "kallio", time, AINO, "two")
    assert refused.value.code is Code.TAKEN
    assert refused.value.times


def test_a_forged_time_reference_or_empty_field_is_refused(url: str) -> None:
    port = provider(url)
    good = port.times("passport", "kallio", DAY)[0]
    night = MONDAY - timedelta(hours=3)
    for time in (
        Time("night", night, night + 20 * MINUTE),
        Time(good.id, night, night + 20 * MINUTE),
        Time(good.id, good.start + MINUTE, good.end),
    ):
        with pytest.raises(ProviderRefusal) as refused:
            port.create("passport", "kallio", time, AINO, "k")
        assert refused.value.code is Code.NOT_OFFERED
    with pytest.raises(ProviderRefusal) as refused:
        port.create("passport", "elsewhere", good, AINO, "k")
    assert refused.value.code is Code.NOT_OFFERED
    with pytest.raises(ProviderRefusal) as refused:
        port.delete("nothing")
    assert refused.value.code is Code.UNKNOWN
    with pytest.raises(MissingField) as missing:
        port.create("passport", "kallio", good, AINO | {"email": " "}, "k")
    assert missing.value.field == "email"


def test_a_store_that_is_locked_is_a_provider_that_is_down(url: str, database: str) -> None:
    port = provider(url, wait=0.2)
    time = port.times("passport", "kallio", DAY)[0]
    other = store(url)
    with other.engine.connect() as connection, connection.begin() as transaction:
        if database == "postgresql":
            connection.execute(text("LOCK TABLE seat IN ACCESS EXCLUSIVE MODE"))
        with pytest.raises(ProviderDown) as down:
            port.create("passport", "kallio", time, AINO, "k")
        assert not down.value.sent
        transaction.rollback()
    assert port.create("passport", "kallio", time, AINO, "k").time == time


def creating(number: int, ready: Callable[[], Any], url: str) -> str:
    port = provider(url)
    time = port.times("passport", "kallio", DAY)[0]
    ready()
    try:
        port.create("passport", "kallio", time, AINO, f"k{number}")
    except ProviderRefusal as refused:
        return refused.code
    return "got it"


def test_of_many_residents_at_once_exactly_one_gets_the_time(
    url: str, race: Callable[..., Any]
) -> None:
    assert sorted(race(creating, 8, url)) == ["got it", *["taken"] * 7]
