"""Journeys in real databases: found again by their browser or a link, forgotten on their day."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("sqlalchemy")
pytest.importorskip("wtforms")

from sqlalchemy import Engine, inspect, select, text
from tests.booking.conftest import cluster, database, migrated_template  # noqa: F401
from tests.clock import Clock
from tests.forms.browser import CHILD, Browser, begin, straight, to_check, to_hours
from tests.forms.permit import permit
from tests.test_appointments import parse

from citydesign.booking.store import migrate as migrate_booking
from citydesign.forms.core.journey import Kept
from citydesign.forms.journey import Flow, Submission, Visit
from citydesign.forms.journey.port import Changed
from citydesign.forms.store import Letter, SqlStore, copy, migrate
from citydesign.forms.store.schema import metadata
from citydesign.locale import use_locale
from citydesign.store import DropFolder, NotSent, StoreUnavailable, send_due, store_engine

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
SECRET = b"s" * 32
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def engine(
    database: str,  # noqa: F811
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> Iterator[Engine]:
    """A migrated database with nothing in it; each test runs on both kinds."""
    if database == "sqlite":
        url, drop = f"sqlite:///{tmp_path / 'forms.db'}", lambda: None
    else:
        server = request.getfixturevalue("cluster")
        url = server.database()
        drop = lambda: server.drop(url)  # noqa: E731
    made = store_engine(url)
    migrate(made)
    yield made
    made.dispose()
    drop()


@pytest.fixture
def store(engine: Engine, clock: Clock) -> SqlStore:
    return SqlStore(engine, SECRET, days=30, sent_days=90, clock=clock)


def opened(store: SqlStore, clock: Callable[[], datetime]) -> tuple[Browser, Flow]:
    flow = Flow(permit(), store, store.receive, SECRET, clock=clock)
    return Browser(straight(flow)), flow


def whole(engine: Engine) -> str:
    """Everything that the database holds, as text."""
    with engine.begin() as connection:
        rows = [connection.execute(table.select()).all() for table in metadata.sorted_tables]
    return str(rows)


def post(store: SqlStore) -> list[Letter]:
    """Send what is due, and give what was sent."""
    letters: list[Letter] = []
    send_due(store.due, letters.append, store.sent)
    return letters


def test_a_journey_is_begun_kept_and_sent_once_with_a_letter_to_the_city(
    store: SqlStore, clock: Clock, engine: Engine
) -> None:
    browser, _ = opened(store, clock)
    to_check(browser)
    browser.press()
    assert browser.at == "receipt"
    (letter,) = post(store)
    assert (letter.kind, letter.to, letter.journey) == ("submission", None, "permit")
    assert letter.submission is not None
    assert letter.submission.reference in browser.reply.html
    assert letter.submission.data["guardian"]["name"] == ["Aino"]
    assert post(store) == []
    assert store.received(letter.submission.id) == letter.submission
    with engine.begin() as connection:
        data = connection.execute(text("SELECT data FROM form_journey")).scalar_one()
    assert data == "{}", "what was sent is with those who receive it"


def test_the_database_alone_opens_no_journey(store: SqlStore, clock: Clock, engine: Engine) -> None:
    browser, _ = opened(store, clock)
    to_hours(browser)
    ((name, (cookie, _)),) = browser.jar.items()
    assert cookie not in whole(engine)
    stranger = Browser(browser.send, jar={name: ("x" * 43, "/apply")})
    assert stranger.ask(browser.url).status == 404


def test_two_changes_of_one_journey_never_overwrite_each_other(store: SqlStore) -> None:
    visit, cookie = store.begin("permit", "en")
    store.save(visit)
    with pytest.raises(Changed):
        store.save(visit)
    again = store.open("permit", visit.id, cookie)
    assert again is not None
    assert again.revision == 1
    assert store.open("other", visit.id, cookie) is None
    assert store.open("permit", visit.id, "é\ud800") is None


def test_answers_are_kept_to_the_letter(store: SqlStore) -> None:
    visit, cookie = store.begin("permit", "en")
    typed = {"name": ["\x00 \ud800 Äiti \r\n"]}
    store.save(Visit(visit.id, "permit", Kept().drafted("home", typed), "fi"))
    again = store.open("permit", visit.id, cookie)
    assert again is not None
    assert again.kept.typed("home") == {"name": ("\x00 \ud800 Äiti \r\n",)}
    assert again.language == "fi"


def test_letters_are_in_the_language_that_the_form_was_continued_in(
    engine: Engine, clock: Clock
) -> None:
    store = SqlStore(engine, SECRET, days=30, sent_days=90, clock=clock)
    flow = Flow(
        permit(), store, store.receive, SECRET, clock=clock,
        roots={"en": "/apply/", "fi": "/fi/hae/"},
    )  # fmt: skip
    browser = Browser(straight(flow, "/apply/", "/fi/hae/"))
    begin(browser)
    with use_locale("fi"):
        browser.ask(browser.url.replace("/apply/", "/fi/hae/"))
        browser.press(action="save", where="here")
        browser.press(email="aino@example.fi")
        (letter,) = post(store)
        assert (letter.kind, letter.language) == ("resume", "fi")
        assert letter.token is not None
        assert store.ask_code("permit", letter.token)
        (code,) = post(store)
        assert (code.kind, code.language) == ("code", "fi")


def test_fifty_at_once_all_get_their_page(store: SqlStore, clock: Clock) -> None:
    _, flow = opened(store, clock)
    found: list[Any] = []

    def walk() -> None:
        try:
            browser = Browser(straight(flow))
            to_check(browser)
            browser.press()
            found.append(browser.at)
        except BaseException as error:
            found.append(error)

    threads = [threading.Thread(target=walk) for _ in range(50)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert found == ["receipt"] * 50
    assert len({letter.submission.reference for letter in post(store) if letter.submission}) == 50


def test_f6_one_sending_under_a_double_click(store: SqlStore, clock: Clock) -> None:
    browser, _ = opened(store, clock)
    to_check(browser)
    data, url = browser.fill(), browser.url
    tabs = [browser.tab() for _ in range(6)]
    threads = [threading.Thread(target=tab.ask, args=(url, data)) for tab in tabs]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert {tab.at for tab in tabs} == {"receipt"}
    assert len(post(store)) == 1


def test_other_answers_of_a_journey_that_was_sent_are_not_kept(store: SqlStore) -> None:
    visit, _ = store.begin("permit", "en")

    def sent(name: str) -> Submission:
        return Submission(visit.id, "permit", "AAAAA-BBBBB", "en", {"home": {"a": [name]}}, NOW)

    assert store.receive(sent("first"))
    assert store.receive(sent("first"))
    assert not store.receive(sent("second"))
    kept = store.received(visit.id)
    assert kept is not None
    assert kept.data == {"home": {"a": ["first"]}}
    two = store.begin("permit", "en")[0]
    for names in ("ab", "ba"):
        home = {name: [name] for name in names}
        assert store.receive(Submission(two.id, "permit", "AAAAA-CCCCC", "en", {"home": home}, NOW))


def saved(store: SqlStore, clock: Clock) -> tuple[Browser, Flow, str]:
    """A resident who has saved a form half done; gives the token of the link too."""
    browser, flow = opened(store, clock)
    begin(browser)
    browser.press(where="here")
    browser.press(action="save", name="Half a na")
    assert browser.title == "Continue later"
    browser.press(email=" aino@example.fi ")
    assert browser.title == "We are sending you a link"
    (letter,) = post(store)
    assert (letter.kind, letter.to, letter.code) == ("resume", "aino@example.fi", None)
    assert letter.token is not None
    return browser, flow, letter.token


def at_link(store: SqlStore, browser: Browser, token: str) -> tuple[Browser, Letter]:
    """Another device that has opened the link and asked for the code."""
    device = Browser(browser.send)
    device.ask(f"/apply/resume/{token}")
    device.press()
    assert device.title == "Enter the code"
    (letter,) = post(store)
    assert (letter.kind, letter.to, letter.token) == ("code", "aino@example.fi", None)
    assert letter.code is not None
    assert len(letter.code) == 6
    return device, letter


def test_f4_what_was_typed_survives_saving_and_coming_back_on_another_device(
    store: SqlStore, clock: Clock, engine: Engine
) -> None:
    browser, _, token = saved(store, clock)
    assert token not in whole(engine)
    device, letter = at_link(store, browser, token)
    code = letter.code or ""
    assert code not in whole(engine)
    assert code not in repr(letter)
    for none in ("", "\u200b", "\x00"):
        device.press(code=none)
        assert device.reply.status == 422
        assert "You can try" not in device.reply.html, "what is no code costs no try"
    arabic = code.translate({48 + digit: 0x660 + digit for digit in range(10)})
    device.press(code=f"\u200e {arabic[:3]} {arabic[3:]}\u200b ")
    assert device.at == "children/1/child"
    assert device.fill()["name"] == ["Half a na"]
    device.press(**CHILD)
    assert device.at == "children"
    assert browser.ask(browser.url).status == 404, "the device before is out"


def saved_with_phone(engine: Engine, clock: Clock, number: str) -> tuple[Browser, SqlStore]:
    store = SqlStore(engine, SECRET, days=30, sent_days=90, sms="FI", clock=clock)
    browser, _ = opened(store, clock)
    begin(browser)
    browser.press(action="save")
    browser.press(email="aino@example.fi", phone=number)
    return browser, store


def typed_by(name: str, browser: Browser) -> tuple[str | None, str | None]:
    """What a telephone knows about a field: what to fill in, and with which keys."""
    (box,) = [one for one in parse(browser.reply.html).iter("input") if one.get("name") == name]
    return box.get("autocomplete"), box.get("inputmode")


def test_the_code_comes_as_a_text_message_to_who_gave_a_number(
    engine: Engine, clock: Clock
) -> None:
    browser, store = saved_with_phone(engine, clock, "1")
    assert typed_by("email", browser)[0] == "email"
    assert typed_by("phone", browser)[0] == "tel"
    browser.press(phone=" 040 123 4567 ")
    assert browser.title == "We are sending you a link"
    (link,) = post(store)
    assert (link.kind, link.by, link.to) == ("resume", "mail", "aino@example.fi")
    device = Browser(browser.send)
    device.ask(f"/apply/resume/{link.token}")
    assert "as a text message, otherwise by e-mail" in device.reply.html
    assert "4567" not in device.reply.html, "who has the link alone learns no number"
    device.press()
    assert typed_by("code", device) == ("one-time-code", "numeric")
    (code,) = post(store)
    assert (code.kind, code.by, code.to) == ("code", "sms", "+358401234567")
    assert "+358401234567" not in repr(code)
    device.press(code=code.code)
    assert device.at == "home"


def test_without_a_number_the_code_comes_by_mail(engine: Engine, clock: Clock) -> None:
    browser, store = saved_with_phone(engine, clock, " ")
    (link,) = post(store)
    Browser(browser.send).ask(f"/apply/resume/{link.token}", {"ask": ["code"]})
    (code,) = post(store)
    assert (code.by, code.to) == ("mail", "aino@example.fi")


def test_the_code_goes_where_the_resident_said_last(engine: Engine, clock: Clock) -> None:
    browser, store = saved_with_phone(engine, clock, "040 123 4567")
    save = browser.url
    for number, by, to in (
        ("050 123 4567", "sms", "+358501234567"),
        ("", "mail", "aino@example.fi"),
    ):
        browser.ask(save)
        browser.press(email="aino@example.fi", phone=number)
        (link,) = post(store)
        Browser(browser.send).ask(f"/apply/resume/{link.token}", {"ask": ["code"]})
        (code,) = post(store)
        assert (code.by, code.to) == (by, to)


@pytest.mark.parametrize("token", ["old", None])
def test_a_page_that_is_too_old_keeps_the_address_and_sends_nothing(
    engine: Engine, clock: Clock, token: str | None
) -> None:
    store = SqlStore(engine, SECRET, days=30, sent_days=90, sms="FI", clock=clock)
    browser, _ = opened(store, clock)
    begin(browser)
    browser.press(action="save")
    typed = {"email": ["aino@example.fi"], "phone": ["040 123 4567"]}
    for _ in range(2):
        browser.ask(browser.url, {**typed, "city-token": [] if token is None else [token]})
        assert browser.reply.status == 422
        assert "What you typed is kept" in browser.reply.html
        assert {name: browser.fill()[name] for name in typed} == typed
        assert post(store) == []
    browser.ask(browser.url, {"email": ["aino"], "city-token": ["old"]})
    assert "aria-invalid" not in browser.reply.html, "nothing is judged that was not taken"
    browser.ask(browser.url, {**typed, "city-token": ["old"]})
    browser.press()
    assert [letter.to for letter in post(store)] == ["aino@example.fi"]


@pytest.mark.parametrize("number", ["12", "040 123 4567 x", "+358 40 123 4567\r\n112"])
def test_a_number_that_is_none_is_explained_and_nothing_is_sent(
    engine: Engine, clock: Clock, number: str
) -> None:
    browser, store = saved_with_phone(engine, clock, number)
    assert (browser.reply.status, browser.title) == (422, "Continue later")
    assert 'href="#phone"' in browser.reply.html
    assert browser.fill()["email"] == ["aino@example.fi"]
    assert post(store) == []


def test_no_number_is_asked_for_where_no_text_message_can_be_sent(
    store: SqlStore, clock: Clock
) -> None:
    browser, _ = opened(store, clock)
    begin(browser)
    browser.press(action="save")
    assert "phone" not in browser.fill()
    browser.press(email="aino@example.fi", phone="+358401234567")
    (link,) = post(store)
    assert store.ask_code("permit", link.token or "")
    (code,) = post(store)
    assert code.by == "mail"


def test_f8_a_link_works_once(store: SqlStore, clock: Clock) -> None:
    browser, _, token = saved(store, clock)
    device, letter = at_link(store, browser, token)
    device.press(code=letter.code)
    for form in (None, {}, {"code": [letter.code or ""]}, {"ask": ["code"]}):
        assert Browser(browser.send).ask(f"/apply/resume/{token}", form).status == 404
    assert post(store) == []


def test_f8_five_wrong_codes_lock_the_link_and_a_new_one_opens(
    store: SqlStore, clock: Clock
) -> None:
    browser, _, token = saved(store, clock)
    device, letter = at_link(store, browser, token)
    wrong = "000000" if letter.code != "000000" else "111111"
    for left in (4, 3, 2, 1):
        device.press(code=wrong)
        assert device.reply.status == 422
        assert f"You can try {left} more time" in device.reply.html
        assert 'href="#code"' in device.reply.html
    device.press(code=wrong)
    assert (device.reply.status, device.title) == (403, "The link no longer works")
    late = Browser(browser.send)
    assert late.ask(f"/apply/resume/{token}", {"code": [letter.code or ""]}).status == 404
    device.follow("Continue a saved form")
    device.press(email="AINO@example.fi")
    assert device.title == "Check your e-mail"
    (again,) = post(store)
    assert again.token not in (None, token)
    device, letter = at_link(store, browser, again.token or "")
    device.press(code=letter.code)
    assert device.at == "children/1/child"


def test_f8_five_wrong_codes_at_once_are_five(store: SqlStore, clock: Clock) -> None:
    browser, _, token = saved(store, clock)
    _, letter = at_link(store, browser, token)
    wrong = "000000" if letter.code != "000000" else "111111"
    found: list[Any] = []

    def guess() -> None:
        found.append(store.resume("permit", token, wrong))

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(found, reverse=True) == [4, 3, 2, 1, *[0] * 8]


def test_f8_a_code_is_good_for_fifteen_minutes(store: SqlStore, clock: Clock) -> None:
    browser, _, token = saved(store, clock)
    device, letter = at_link(store, browser, token)
    clock.now += 15 * MINUTE
    device.press(code=letter.code)
    assert "The code is wrong or too old" in device.reply.html
    fresh, new = at_link(store, browser, token)
    clock.now += 15 * MINUTE - timedelta(milliseconds=1)
    assert new.code != letter.code
    fresh.press(code=new.code)
    assert fresh.at == "children/1/child"


def test_a_code_that_came_too_late_to_be_sent_is_never_sent(store: SqlStore, clock: Clock) -> None:
    _, _, token = saved(store, clock)
    assert store.ask_code("permit", token)
    clock.now += 16 * MINUTE
    assert post(store) == []


def test_f8_no_code_is_right_before_one_was_asked_for(store: SqlStore, clock: Clock) -> None:
    _, _, token = saved(store, clock)
    assert store.resume("permit", token, store._door.code(SimpleNamespace(id="x", codes=0))) == 4
    assert store.resume("other", token, "") == 0


def test_no_more_than_five_codes_are_sent_for_a_link(store: SqlStore, clock: Clock) -> None:
    _, _, token = saved(store, clock)
    assert [store.ask_code("permit", token) for _ in range(6)] == [True] * 5 + [False]
    assert len(post(store)) == 1, "only the last is good"


def test_f8_a_link_ends_with_its_journey(store: SqlStore, clock: Clock) -> None:
    browser, _, token = saved(store, clock)
    clock.now += 30 * DAY
    assert Browser(browser.send).ask(f"/apply/resume/{token}").status == 404
    assert browser.ask("/apply/" + browser.url.split("/")[2] + "/").status == 404


def test_a_new_link_ends_the_one_before(store: SqlStore, clock: Clock) -> None:
    browser, _, token = saved(store, clock)
    store.remind("permit", "aino@example.fi")
    assert Browser(browser.send).ask(f"/apply/resume/{token}").status == 404


def test_f8_an_unknown_address_gets_the_same_page_and_no_letter(
    store: SqlStore, clock: Clock
) -> None:
    browser, _, _ = saved(store, clock)
    pages = []
    for address in ("aino@example.fi", "nobody@example.fi"):
        browser.ask("/apply/resume")
        browser.press(email=address)
        pages.append((browser.reply.status, browser.reply.html))
    assert pages[0] == pages[1]
    assert [letter.to for letter in post(store)] == ["aino@example.fi"]


@pytest.mark.parametrize("address", ["", "aino", "a@b\r\nBcc: x@example.fi", "\x00@example.fi"])
def test_what_is_no_address_is_explained(store: SqlStore, clock: Clock, address: str) -> None:
    browser, _ = opened(store, clock)
    browser.ask("/apply/")
    browser.follow("Continue a saved form")
    browser.press(email=address)
    assert browser.reply.status == 422
    browser.follow("Back")
    assert browser.title == "Apply for a place"
    browser = Browser(browser.send)
    begin(browser)
    browser.press(action="save")
    browser.press(email=address)
    assert browser.reply.status == 422
    assert browser.title == "Continue later"
    assert post(store) == []


def test_another_site_can_ask_for_no_link_and_no_code(store: SqlStore, clock: Clock) -> None:
    browser, _, token = saved(store, clock)
    cross = {"Sec_Fetch_Site": "cross-site"}
    for path, form in (
        ("resume", {"email": ["aino@example.fi"]}),
        (f"resume/{token}", {"ask": ["code"]}),
    ):
        assert browser.ask(f"/apply/{path}", form, **cross).status == 404
    browser = Browser(browser.send)
    begin(browser)
    browser.press(action="save")
    browser.press(email="eve@example.fi", headers=cross)
    assert browser.reply.status == 422
    assert "The page was open for so long" in browser.reply.html
    assert post(store) == []


def test_a_journey_that_was_sent_is_not_saved_again(store: SqlStore, clock: Clock) -> None:
    browser, _, token = saved(store, clock)
    base = browser.url.rpartition("save")[0]
    browser.ask(base)
    browser.press(**CHILD)
    browser.press()
    browser.press(when=["days"])
    browser.press(name="Aino", email="a@example.fi")
    browser.press()
    assert browser.at == "receipt"
    assert Browser(browser.send).ask(f"/apply/resume/{token}").status == 404
    store.remind("permit", "aino@example.fi")
    assert [letter.kind for letter in post(store)] == ["submission"]


def test_ninety_days_leave_nothing_of_a_resident(
    store: SqlStore, clock: Clock, engine: Engine
) -> None:
    saved(store, clock)
    browser, _ = opened(store, clock)
    to_check(browser)
    browser.press()
    post(store)
    assert store.forget() == 0
    clock.now += 30 * DAY - MINUTE
    assert store.forget() == 0
    clock.now += MINUTE
    assert store.forget() == 2, "both journeys rested too long"
    assert "aino@example.fi" in whole(engine), "what was sent is kept as long as the city said"
    clock.now += 60 * DAY
    assert store.forget() == 1
    with engine.begin() as connection:
        left = {t.name: connection.execute(t.select()).all() for t in metadata.sorted_tables}
    counted = left.pop("form_count")
    assert not any(left.values())
    assert sorted((row.kind, row.page, row.number) for row in counted) == [
        ("begun", "", 2),
        ("sent", "", 1),
        ("stopped", "child", 1),
    ], "how many, and nobody of them"


def test_a_journey_rests_anew_from_each_page(store: SqlStore, clock: Clock) -> None:
    browser, _ = opened(store, clock)
    begin(browser)
    clock.now += 29 * DAY
    browser.press(where="here")
    clock.now += 29 * DAY
    assert browser.ask(browser.url).status == 200
    clock.now += DAY
    assert browser.ask(browser.url).status == 404, "nothing waits for a timer"


def test_the_tables_are_those_that_the_migrations_make(engine: Engine) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with engine.begin() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": "form_version"})
        assert compare_metadata(context, metadata) == []


def test_a_filled_database_of_the_version_before_keeps_its_journeys(
    store: SqlStore, clock: Clock, engine: Engine
) -> None:
    from alembic import command

    from citydesign.forms.store.migration import SCHEMA

    browser, _, token = saved(store, clock)
    with engine.begin() as connection:
        command.downgrade(SCHEMA.configuration(connection), "0001")
        assert not inspect(connection).has_table("form_file")
    migrate(engine)
    device, letter = at_link(store, browser, token)
    device.press(code=letter.code)
    assert device.fill()["name"] == ["Half a na"]


def test_forms_and_booking_share_a_database(engine: Engine) -> None:
    migrate_booking(engine)
    migrate(engine)
    with engine.begin() as connection:
        tables = set(inspect(connection).get_table_names())
    assert {"booking", "form_journey", "form_version", "alembic_version"} <= tables


def test_a_city_can_move_to_another_database(
    store: SqlStore, clock: Clock, engine: Engine, tmp_path: Path
) -> None:
    saved(store, clock)
    target = store_engine(f"sqlite:///{tmp_path / 'new.db'}")
    migrate(target)
    assert copy(engine, target) == 4
    assert whole(target) == whole(engine)
    target.dispose()


def test_a_database_without_tables_is_a_page_that_says_try_again(
    tmp_path: Path, clock: Clock
) -> None:
    engine = store_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    empty = SqlStore(engine, SECRET, days=1, sent_days=1, clock=clock)
    browser, _ = opened(empty, clock)
    browser.ask("/apply/")
    browser.press()
    assert browser.reply.status == 503
    with pytest.raises(StoreUnavailable, match="its tables are missing"):
        empty.forget()
    engine.dispose()


def test_days_and_secret_are_checked_at_the_start(engine: Engine) -> None:
    with pytest.raises(ValueError, match="keeps for a day at least, not for 0"):
        SqlStore(engine, SECRET, days=30, sent_days=0)
    with pytest.raises(ValueError, match="fewer than 32 bytes"):
        SqlStore(engine, b"short", days=30, sent_days=30)
    with engine.begin() as connection:
        assert connection.execute(select(text("1"))).scalar() == 1


def test_a_service_that_is_away_is_asked_at_growing_pauses_and_gets_it_in_the_end(
    store: SqlStore, clock: Clock, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    browser, _ = opened(store, clock)
    to_check(browser)
    browser.press()
    tries: list[datetime] = []
    drop = DropFolder(tmp_path / "out")

    def away(letter: Letter) -> None:
        tries.append(clock.now)
        if len(tries) <= 12:
            raise NotSent("webhook desk.city.example: it answered 503")
        name, content = letter.document
        drop.write(f"{name}.json", content)

    minutes = 0
    with caplog.at_level("WARNING", logger="citydesign"):
        while len(tries) <= 12:
            send_due(store.due, away, store.sent, store.failed)
            clock.now += MINUTE
            minutes += 1
            assert minutes < 3 * 24 * 60, "it comes within three days"
    pauses = [round((b - a) / MINUTE) for a, b in pairwise(tries)]
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360]
    assert len(caplog.records) == 12, "each try is a line"
    assert "was not sent: NotSent; again at 2027-03-01 09:01:00 UTC" in caplog.messages[0]
    assert "Aino" not in caplog.text
    (file,) = (tmp_path / "out").iterdir()
    whole = json.loads(file.read_bytes())
    assert whole["reference"] == file.stem
    assert (whole["journey"], whole["version"], whole["language"]) == ("permit", "1", "en")
    assert whole["answers"]["guardian"]["name"] == ["Aino"]
    assert post(store) == []
    gone = Letter(99, "submission", "permit", "en")
    assert store.failed(gone) is None
    with pytest.raises(ValueError, match="for a resident, for no program"):
        _ = Letter(1, "code", "permit", "en").document
