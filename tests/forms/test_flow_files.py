"""Files on the pages of a journey: chosen once, kept over everything, gone with the answers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("wtforms")
pytest.importorskip("sqlalchemy")
pytest.importorskip("puremagic")

import wtforms
from tests.clock import Clock
from tests.forms.browser import Browser, begin, straight
from tests.forms.permit import asks, form
from tests.test_appointments import parse
from tests.test_forms_files import PDF, SVG

from citydesign.errors import CityDesignError
from citydesign.forms.core.journey import Group, Journey, Page
from citydesign.forms.file_store import FolderStore
from citydesign.forms.journey import Flow, MemoryStore
from citydesign.forms.journey.cookie import CookieStore
from citydesign.forms.store import SqlStore, migrate
from citydesign.forms.uploads import Uploads
from citydesign.forms.wtforms import Optional, Required, UploadField
from citydesign.store import send_due, store_engine

SECRET = b"s" * 32
DAY = timedelta(days=1)
NAMES = ["../../x.pdf", "a\0b.pdf", '"><script>alert(1)</script>.pdf', "{{ 7*7 }}.pdf"]


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2027, 3, 1, 9, tzinfo=UTC))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "files"


@pytest.fixture
def files(folder: Path) -> FolderStore:
    return FolderStore(folder)


@pytest.fixture
def store(tmp_path: Path, files: FolderStore, clock: Clock) -> Iterator[SqlStore]:
    engine = store_engine(f"sqlite:///{tmp_path / 'forms.db'}")
    migrate(engine)
    yield SqlStore(engine, SECRET, days=30, sent_days=90, files=files, clock=clock)
    engine.dispose()


def papers(files: FolderStore, **more: Any) -> Journey:
    uploads = Uploads(files, types=("pdf", "png"), max_size=100_000, **{"max_files": 3, **more})
    photo = Uploads(files, types=("pdf",), max_size=100_000)

    def page(name: str, /, **asked: Any) -> Page:
        more = {"group": "children"} if name == "child" else {}
        if name == "night":
            more = {"when": {"child.care": "night"}}
        return Page(name=name, title=name.capitalize(), form=form(**asked), **more)

    return Journey(
        name="papers",
        title="Papers",
        pages=[
            page(
                "child",
                name=asks(wtforms.StringField, "Name"),
                care=asks(wtforms.RadioField, "Care", choices=[("day", "Day"), ("night", "Night")]),
                papers=asks(UploadField, "Certificates", Optional(), uploads=uploads),
            ),
            page("night", rota=asks(UploadField, "Rota", Required(), uploads=photo)),
            page("more", text=asks(wtforms.StringField, "More", Optional())),
        ],
        groups=[Group(name="children", title="Children", entry="Child", most=2)],
    )


def opened(store: SqlStore, files: FolderStore, **more: Any) -> tuple[Browser, Flow]:
    flow = Flow(papers(files, **more), store, store.receive, SECRET, clock=store._clock)
    return Browser(straight(flow)), flow


def shown(browser: Browser) -> list[str]:
    """The names of the files that a page lists."""
    return [
        "".join(one.itertext()).strip()
        for one in parse(browser.reply.html).iter()
        if "city-file-upload__name" in (one.get("class") or "").split()
    ]


def removal(browser: Browser, name: str) -> dict[str, list[str]]:
    for one in parse(browser.reply.html).iter("button"):
        if name in "".join(one.itertext()) and (one.get("name") or "").endswith("-remove"):
            return {str(one.get("name")): [str(one.get("value"))]}
    raise AssertionError(name)


def on_disk(folder: Path) -> list[bytes]:
    return sorted(
        path.read_bytes() for path in folder.glob("*/*") if path.suffix not in (".json", ".part")
    )


def received(store: SqlStore) -> list[Any]:
    letters: list[Any] = []
    send_due(store.due, letters.append, store.sent)
    return [one.submission for one in letters if one.submission]


def to_check(browser: Browser) -> None:
    begin(browser)
    browser.press(name="Aino", care="day", papers=[("a.pdf", PDF), ("b.pdf", PDF + b"2")])
    browser.press()
    browser.press()


def test_a_file_stays_over_an_error_elsewhere_and_over_going_back(
    store: SqlStore, files: FolderStore
) -> None:
    browser, _ = opened(store, files)
    begin(browser)
    browser.press(name="", papers=[("a.pdf", PDF)])
    assert browser.reply.status == 422
    assert shown(browser) == ["a.pdf"]
    browser.press(name="Aino", care="night")
    assert browser.at == "children"
    assert "a.pdf" in browser.reply.html
    browser.press()
    assert browser.at == "night"
    browser.follow("Back")
    browser.follow("Change")
    assert shown(browser) == ["a.pdf"]
    browser.press(papers=[("b.pdf", PDF)])
    browser.follow("Change")
    assert shown(browser) == ["a.pdf", "b.pdf"]


def test_the_form_sends_its_files_and_not_only_their_names(
    store: SqlStore, files: FolderStore
) -> None:
    browser, _ = opened(store, files)
    begin(browser)
    (asked,) = parse(browser.reply.html).iter("form")
    assert asked.get("enctype") == "multipart/form-data"


def test_a_required_file_that_is_missing_or_refused_is_explained(
    store: SqlStore, files: FolderStore, folder: Path
) -> None:
    browser, _ = opened(store, files)
    begin(browser)
    browser.press(name="Aino", care="night")
    browser.press()
    browser.press()
    assert (browser.reply.status, browser.at) == (422, "night")
    assert "Choose a file for “Rota (en)”." in browser.reply.html
    browser.press(rota=[("x.pdf", SVG)])
    assert browser.reply.status == 422
    assert on_disk(folder) == []
    browser.press(rota=[("rota.pdf", PDF)])
    assert browser.at == "more"


def test_the_check_shows_the_names_and_the_city_gets_the_files(
    store: SqlStore, files: FolderStore
) -> None:
    browser, _ = opened(store, files)
    to_check(browser)
    assert browser.at == "check"
    assert "a.pdf<br>b.pdf" in browser.reply.html
    browser.press()
    assert browser.at == "receipt"
    (sent,) = received(store)
    listed = sent.data["children"][0]["child"]["papers"]
    assert [(one["name"], one["type"], one["size"]) for one in listed] == [
        ("a.pdf", "application/pdf", len(PDF)),
        ("b.pdf", "application/pdf", len(PDF) + 1),
    ]
    kept = {one.id: one for one in files.files(listed[0]["owner"])}
    with files.open(kept[listed[1]["id"]]) as content:
        assert content.read() == PDF + b"2"


def test_where_no_file_was_chosen_nothing_is_sent_in_its_place(
    store: SqlStore, files: FolderStore
) -> None:
    browser, _ = opened(store, files)
    begin(browser)
    browser.press(name="Aino", care="day")
    browser.press()
    browser.press()
    assert "Not given" in browser.reply.html
    browser.press()
    (sent,) = received(store)
    assert sent.data["children"] == [{"child": {"name": ["Aino"], "care": ["day"]}}]


def test_a_file_is_removed_without_a_word_about_the_rest(
    store: SqlStore, files: FolderStore, folder: Path
) -> None:
    browser, _ = opened(store, files)
    to_check(browser)
    browser.follow("Change: Certificates")
    browser.ask(browser.url, {**browser.fill(name=""), **removal(browser, "a.pdf")})
    assert browser.reply.status == 200
    assert "city-error-summary" not in browser.reply.html
    assert shown(browser) == ["b.pdf"]
    assert browser.fill()["name"] == [""]
    assert on_disk(folder) == [PDF + b"2"]
    stale = browser.tab()
    stale.ask(browser.url.replace("children/1/child?change", "check"))
    assert stale.at != "check", "what is not finished is not sent"
    browser.press(name="Aino")
    assert browser.at == "check"


def test_a_file_goes_along_when_the_resident_saves_the_form_and_comes_back_elsewhere(
    store: SqlStore, files: FolderStore
) -> None:
    browser, _ = opened(store, files)
    begin(browser)
    browser.press(action="save", name="Half a na", papers=[("a.pdf", PDF)])
    browser.press(email="aino@example.fi")
    device = browser.elsewhere(store)
    assert device.fill()["name"] == ["Half a na"]
    assert shown(device) == ["a.pdf"]


def test_a_form_sent_twice_at_once_keeps_each_file_once(
    store: SqlStore, files: FolderStore, folder: Path
) -> None:
    browser, _ = opened(store, files)
    begin(browser)
    sent = [("a.pdf", PDF), ("a.pdf", PDF), ("b.pdf", PDF + b"2")]
    data, url = browser.fill(name="Aino", care="day", papers=sent), browser.url
    tabs = [browser.tab() for _ in range(6)]
    threads = [threading.Thread(target=tab.ask, args=(url, data)) for tab in tabs]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert {tab.at for tab in tabs} == {"children"}
    assert on_disk(folder) == [PDF, PDF, PDF + b"2"]
    browser.ask(url)
    assert sorted(shown(browser)) == ["a (2).pdf", "a.pdf", "b.pdf"]


def test_where_one_file_is_asked_for_the_same_again_replaces_nothing(
    store: SqlStore, files: FolderStore, folder: Path
) -> None:
    browser, _ = opened(store, files, max_files=1)
    begin(browser)
    for content in (PDF, PDF, PDF + b"2"):
        browser.press(name="", papers=[("a.pdf", content)])
        assert shown(browser) == ["a.pdf"]
        assert on_disk(folder) == [content]


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_is_shown_as_text_everywhere(
    store: SqlStore, files: FolderStore, folder: Path, name: str
) -> None:
    browser, _ = opened(store, files)
    begin(browser)
    browser.press(name="", papers=[(name, PDF)])
    browser.press(name="Aino", care="day", papers=[])
    seen = browser.reply.html
    browser.press()
    browser.press()
    for html in (seen, browser.reply.html):
        assert "<script>alert" not in html
        assert "49.pdf" not in html
    (kept,) = folder.iterdir()
    assert kept.name.startswith("journey-")
    browser.press()
    ((one,),) = [sent.data["children"][0]["child"]["papers"] for sent in received(store)]
    assert not set("/\\\0") & set(one["name"])


def test_a_made_up_key_or_id_finds_no_file_of_another(store: SqlStore, files: FolderStore) -> None:
    browser, _ = opened(store, files)
    begin(browser)
    browser.press(name="", papers=[("secret.pdf", PDF)])
    (owner,) = [one for one, _ in files.owners()]
    (kept,) = files.files(owner)
    other = Browser(browser.send)
    begin(other)
    forged = {"papers-key": [owner], "papers": [kept.id], "papers-remove": [kept.id]}
    other.ask(other.url, {**other.fill(name="x"), **forged})
    assert shown(other) == []
    del forged["papers-remove"]
    other.ask(other.url, {**other.fill(name="x", care="day"), **forged})
    assert "secret" not in other.reply.html
    assert [one.name for one in files.files(owner)] == ["secret.pdf"]
    assert Uploads(files, types=("pdf",), max_size=9).tray(owner).files == []


@pytest.mark.parametrize("token", ["", "old"])
def test_a_form_that_is_not_ours_stores_no_file(
    store: SqlStore, files: FolderStore, folder: Path, token: str
) -> None:
    browser, _ = opened(store, files)
    begin(browser)
    data = browser.fill(name="Aino", papers=[("a.pdf", PDF)])
    browser.ask(browser.url, {**data, "city-token": [token]})
    assert browser.reply.status == 422
    assert on_disk(folder) == []


def test_a_file_in_the_place_of_a_text_and_a_text_in_the_place_of_a_file_are_no_answers(
    store: SqlStore, files: FolderStore, folder: Path
) -> None:
    browser, _ = opened(store, files)
    begin(browser)
    data = browser.fill(care="day")
    for name in ("name", "city-version", "city-action", "city-change", "x"):
        data[name] = [("a.pdf", PDF)]
    browser.ask(browser.url, {**data, "papers": ["a.pdf"]})
    assert browser.reply.status == 422
    assert on_disk(folder) == []


def test_a_file_added_in_another_tab_is_looked_at_before_it_is_sent(
    store: SqlStore, files: FolderStore
) -> None:
    browser, flow = opened(store, files)
    to_check(browser)
    owner = flow._newest.files._owner(browser.url.split("/")[2], "children/1/child", "papers")
    uploads = Uploads(files, types=("pdf",), max_size=100_000, max_files=9)
    from tests.test_forms_files import Sent as Upload

    uploads.tray(owner).receive([Upload("late.pdf", PDF)])
    browser.press()
    assert browser.at == "children/1/child?change&errors"
    assert shown(browser) == ["a.pdf", "b.pdf", "late.pdf"]
    browser.press()
    browser.press()
    assert browser.at == "receipt"


def test_a_file_that_is_gone_is_asked_for_again_before_anything_is_sent(
    store: SqlStore, files: FolderStore
) -> None:
    browser, _ = opened(store, files)
    to_check(browser)
    for owner, _at in list(files.owners()):
        files.forget(owner)
    browser.press()
    assert (browser.at, shown(browser)) == ("children/1/child?change&errors", [])
    assert received(store) == []


def test_files_of_a_child_that_is_removed_and_of_pages_that_fell_away_are_deleted(
    store: SqlStore, files: FolderStore, folder: Path
) -> None:
    browser, _ = opened(store, files)
    begin(browser)
    browser.press(name="Aino", care="night")
    browser.press(action="add")
    browser.press(name="Eino", care="day", papers=[("eino.pdf", PDF + b"e")])
    browser.follow("Remove: Child 2")
    browser.press()
    assert on_disk(folder) == []
    browser.press()
    browser.press(rota=[("rota.pdf", PDF + b"r")])
    browser.press()
    browser.follow("Change: Care")
    browser.press(care="day")
    assert on_disk(folder) == [PDF + b"r"], "it may come back"
    browser.press()
    assert browser.at == "receipt"
    assert on_disk(folder) == []


def test_a_file_of_a_page_that_was_never_finished_is_deleted_when_the_form_is_sent(
    store: SqlStore, files: FolderStore, folder: Path
) -> None:
    browser, _ = opened(store, files)
    begin(browser)
    browser.press(name="Aino", care="night")
    browser.press()
    browser.press("save", rota=[("rota.pdf", PDF + b"r")])
    browser.follow("Back")
    browser.follow("Back")
    browser.follow("Change")
    browser.press(care="day")
    browser.press()
    browser.press()
    assert (browser.at, on_disk(folder)) == ("check", [PDF + b"r"])
    browser.press()
    assert (browser.at, on_disk(folder)) == ("receipt", [])


def test_files_are_deleted_with_their_answers_on_their_day(
    store: SqlStore, files: FolderStore, folder: Path, clock: Clock
) -> None:
    sender, _ = opened(store, files)
    to_check(sender)
    sender.press()
    waiting, _ = opened(store, files)
    begin(waiting)
    waiting.press(name="", papers=[("w.pdf", PDF + b"w")])
    single = Uploads(files, types=("pdf",), max_size=100_000).tray()
    from tests.test_forms_files import Sent as Upload

    single.receive([Upload("single.pdf", PDF + b"s")])
    everything = sorted([PDF, PDF + b"2", PDF + b"w", PDF + b"s"])
    assert (store.forget(), on_disk(folder)) == (0, everything)
    clock.now += 30 * DAY
    store.forget()
    assert on_disk(folder) == sorted([PDF, PDF + b"2", PDF + b"s"])
    clock.now += 60 * DAY
    store.forget()
    assert on_disk(folder) == [PDF + b"s"], "files of other forms are not touched"


def test_what_could_not_be_deleted_is_deleted_the_next_time(
    store: SqlStore, files: FolderStore, folder: Path, clock: Clock, monkeypatch: Any
) -> None:
    browser, _ = opened(store, files)
    begin(browser)
    browser.press(name="", papers=[("w.pdf", PDF)])
    clock.now += 30 * DAY

    def refuse(owner: str) -> None:
        raise PermissionError(owner)

    with monkeypatch.context() as patch:
        patch.setattr(files, "forget", refuse)
        with pytest.raises(PermissionError):
            store.forget()
    assert on_disk(folder) == [PDF]
    assert store.forget() == 0
    assert on_disk(folder) == []


def test_the_daily_sweep_of_single_forms_leaves_journeys_alone(
    store: SqlStore, files: FolderStore, folder: Path
) -> None:
    browser, _ = opened(store, files)
    to_check(browser)
    uploads = Uploads(files, types=("pdf",), max_size=1)
    assert uploads.forget_abandoned(datetime.now(UTC) + DAY, lambda key: False) == 0
    assert len(on_disk(folder)) == 2


def test_a_disk_that_is_full_is_a_page_that_says_try_again(
    store: SqlStore, files: FolderStore, monkeypatch: Any
) -> None:
    browser, _ = opened(store, files)
    begin(browser)

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(files, "add", full)
        browser.press(name="Aino", care="day", papers=[("a.pdf", PDF)])
    assert browser.reply.status == 503
    assert "Files have to be chosen again." in browser.reply.html
    browser.press()
    assert browser.at == "children/1/child", "where they can be chosen"
    assert browser.fill()["name"] == ["Aino"]
    browser.press(papers=[("a.pdf", PDF)])
    assert browser.at == "children"


def test_a_store_that_deletes_no_files_is_refused_when_the_service_starts(
    files: FolderStore, tmp_path: Path, store: SqlStore
) -> None:
    desk = MemoryStore(debug=True)
    for made, text in (
        (CookieStore(SECRET), "CookieStore keeps none; use SqlStore"),
        (desk, "MemoryStore keeps none"),
        (
            MemoryStore(debug=True, files=FolderStore(tmp_path / "elsewhere")),
            "page 'child': the files of 'papers' are kept where MemoryStore deletes none",
        ),
    ):
        with pytest.raises(CityDesignError, match=text):
            Flow(papers(files), made, desk.receive, SECRET)
    Flow(papers(files), MemoryStore(debug=True, files=files), desk.receive, SECRET)


def test_files_in_a_list_on_a_page_are_refused_when_the_service_starts(
    store: SqlStore, files: FolderStore
) -> None:
    uploads = Uploads(files, types=("pdf",), max_size=9)
    many = wtforms.FieldList(UploadField("File", uploads=uploads), "Files", min_entries=1)
    made = type("Made", (wtforms.Form,), {"many": many})
    journey = Journey(name="x", title="X", pages=[Page(name="a", title="A", form=made)])
    with pytest.raises(CityDesignError, match="'many' asks for files in a list; ask for them on"):
        Flow(journey, store, store.receive, SECRET)


@pytest.mark.parametrize("token", ["old", "", None])
def test_a_form_that_is_too_old_keeps_what_was_typed_and_says_that_its_file_is_not_there(
    store: SqlStore, files: FolderStore, folder: Path, token: str | None
) -> None:
    browser, _ = opened(store, files)
    begin(browser)
    sent = browser.fill(name="Aino", care="day", papers=[("a.pdf", PDF)])
    sent["city-token"] = [] if token is None else [token]
    for _ in range(2):
        assert browser.ask(browser.url, sent).status == 422
        assert browser.fill()["name"] == ["Aino"]
        assert "What you typed is kept" in browser.reply.html
        assert "Choose the file for “Certificates (en)” again" in browser.reply.html
        assert (shown(browser), on_disk(folder)) == ([], [])
    browser.ask(browser.url, {**sent, "papers": []})
    assert "Choose the file" not in browser.reply.html, "none was sent"


def test_a_file_for_a_page_that_another_tab_has_made_needless_comes_back_with_it(
    store: SqlStore, files: FolderStore
) -> None:
    browser, _ = opened(store, files)
    begin(browser)
    child = browser.url
    browser.press(name="Aino", care="night")
    browser.press()
    assert browser.at == "night"
    night, other = browser.url, browser.tab()
    sent = browser.fill(rota=[("rota.pdf", PDF)])
    other.ask(child)
    other.press(care="day")
    for _ in range(2):
        assert browser.ask(night, sent).status == 409
        assert "What you entered is kept" in browser.reply.html
    other.ask(child)
    other.press(care="night")
    browser.ask(night)
    assert shown(browser) == ["rota.pdf"]
