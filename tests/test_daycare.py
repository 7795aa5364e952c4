"""A guardian applies for early childhood education, and the city decides."""

from __future__ import annotations

import re
import runpy
import sys
import tomllib
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.client import HTTPConnection
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("wtforms")
pytest.importorskip("sqlalchemy")

from tests import daycare
from tests.forms import read_aloud
from tests.forms.browser import Browser, Reply
from tests.served import usable_on_a_phone
from tests.test_appointments import parse
from werkzeug.datastructures import MultiDict

from citydesign import host
from citydesign.locale import use_locale


def devices(
    chromium: Any, origin: str, judge: Callable[[Any], None], **options: Any
) -> tuple[Callable[[], daycare.Person], list[Any]]:
    """What gives a new device, and the devices that were given."""
    contexts: list[Any] = []

    def device() -> daycare.Person:
        contexts.append(chromium.new_context(bypass_csp=True, **options))
        return daycare.Person(contexts[-1], origin, judge)

    return device, contexts


@pytest.mark.parametrize(
    ("host", "scripts"), [("flask", True), ("flask", False), ("django", True), ("fastapi", True)]
)
def test_a_guardian_applies_on_two_devices_and_gets_a_decision(
    chromium: Any, tmp_path: Path, host: str, scripts: bool
) -> None:
    # What every page must be on a phone is asked once: the pages are the same on each host.
    whole = host == "flask" and scripts
    size = {"width": 320, "height": 640} if host == "flask" else {"width": 1280, "height": 900}
    seen = set()

    def judge(page: Any) -> None:
        if whole and page.title() not in seen:
            seen.add(page.title())
            usable_on_a_phone(page)

    with daycare.running(host, tmp_path / "kept") as service:
        with closing(HTTPConnection(service.origin.removeprefix("http://"))) as typed:
            typed.request("GET", "/EN/apply/?from=letter")
            moved = typed.getresponse()
            assert (moved.status, moved.headers["Location"]) == (308, "/en/apply/?from=letter")
        options = {"viewport": size, "java_script_enabled": scripts}
        device, contexts = devices(chromium, service.origin, judge, **options)
        try:
            daycare.walk(service, device)
        finally:
            for one in contexts:
                one.close()


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    made = daycare.loaded(tmp_path / "kept", monkeypatch, DEBUG="1")
    yield made
    made.service.engine.dispose()


def opened(service: SimpleNamespace) -> Browser:
    return Browser(daycare.straight(service.app))


@pytest.mark.parametrize(
    ("tag", "title", "sent"),
    [
        ("fi", "Hae varhaiskasvatuspaikkaa", "Olemme saaneet vastauksesi"),
        ("sv", "Ansök om plats inom småbarnspedagogiken", "Vi har tagit emot dina svar"),
    ],
)
def test_it_is_filled_in_in_the_languages_of_the_city(
    service: SimpleNamespace, tag: str, title: str, sent: str
) -> None:
    visit = opened(service)
    visit.ask(f"/{tag}/apply/")
    assert visit.title.replace("\u00ad", "").startswith(f"{title} – ")
    daycare.sent(visit, tag)
    assert visit.title.startswith(sent), visit.title
    submission = daycare.post(service.service.store).submission
    assert submission is not None
    assert submission.language == tag
    assert [list(one) for one in submission.data["children"]] == [
        ["child", "diet", "need"], ["child", "need"]
    ]  # fmt: skip
    assert submission.data["shifts"]["times"] == ["nights"]
    assert submission.reference in visit.reply.html
    assert "Virtanen" not in visit.reply.html, "who comes next reads no answers on the receipt"


@dataclass
class Reader(Browser):
    """A browser that reads each page aloud, once."""

    heard: dict[str, list[str]] = field(default_factory=dict)

    def ask(self, url: str, form: Any = None, **headers: str) -> Reply:
        reply = super().ask(url, form, **headers)
        lines = read_aloud.read(reply)
        self.heard.setdefault(lines[0], lines)
        return reply


@pytest.mark.parametrize("tag", ["fi", "sv", "en"])
def test_a_guardian_hears_what_was_proofread(service: SimpleNamespace, tag: str) -> None:
    visit = Reader(daycare.straight(service.app))
    daycare.sent(visit, tag)
    with use_locale(tag):
        start = host.current().language.date(date.today() + timedelta(days=120))
    said = read_aloud.Reading(f"daycare-{tag}.txt")
    around: set[str] = set()
    for title, lines in visit.heard.items():
        # Of what is around each page, and of what was read before an error, once is enough.
        own = [one for one in lines if one not in around and (title[:3] == "200" or "-> #" in one)]
        around = around or set(lines)
        timed = [re.sub(r"\b\d{1,2}[.:]\d\d\b", "TIME", one) for one in own]
        said.lines(title, [one.replace(start, "IN FOUR MONTHS") for one in timed])
    said.ends()


def test_the_letters_are_printed_and_the_day_of_deletion_comes(
    service: SimpleNamespace,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("settings", "service"):
        monkeypatch.setitem(sys.modules, name, getattr(service, name))

    def run(command: str) -> str:
        """Run one of the service's own commands; what it prints."""
        runpy.run_path(str(daycare.HERE / f"{command}.py"), run_name="__main__")
        return capsys.readouterr().out

    daycare.sent(opened(service), "sv")
    printed = run("letters")
    assert run("letters") == "", "each is sent once"
    assert "To: varhaiskasvatus@tampere.example" in printed
    assert "To: mikko@example.fi" in printed
    assert re.search(r"http://localhost:5000/sv/sent/resume/[\w-]{20,}", printed)
    assert re.search(r"http://localhost:5000/fi/staff/[0-9a-f]{32}", printed)
    for answer in ("Aino", "Milk", "Virtanen"):
        assert answer not in printed
    kept = [one for one in (service.settings.FOLDER / "files").rglob("*") if one.is_file()]
    assert kept
    made, now = service.service, service.service.store._clock

    def readers(days: int) -> tuple[int, list[str]]:
        """How many staff can open so many days later, and what a guardian gets who asks."""
        for one in (made.store, made.desk._cases, made.replies._cases):
            one._clock = lambda: now() + timedelta(days=days)
        made.replies.remind("daycare", "mikko@example.fi")
        return made.desk.count(made.PEOPLE[0]), [one.kind for one in made.replies.due()]

    assert readers(364) == (1, ["reply"])
    assert service.daily.store.forget() == 1, "what was typed; what was sent remains"
    assert all(one.exists() for one in kept)
    assert readers(366) == (0, [])
    assert run("daily") == "1 forms deleted\n"
    assert made.store.forget() == 0, "the command of each day has done it"
    assert not [one for one in kept if one.exists()]


def test_outside_debug_nobody_is_anyone_and_cookies_travel_by_https_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = daycare.loaded(tmp_path / "kept", monkeypatch)
    client = service.app.test_client()
    for path in ("/fi/staff/", "/fi/pretend/"):
        assert client.get(path).status_code == 404
    for path, to in (("/", "/fi/apply/"), ("/sv/", "/sv/apply/")):
        assert client.get(path).location == to
    begun = client.post("/fi/apply/")
    assert begun.status_code == 303
    (cookie,) = begun.headers.getlist("Set-Cookie")
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))
    for path in ("/fi/apply/", "/fi/accessibility/", "/fi/nowhere/"):
        answer = client.get(path)
        assert answer.status_code == (404 if "nowhere" in path else 200)
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'")
        assert answer.headers["Cache-Control"] == "no-store"
        assert not re.search(r"<script(?![^>]*src=)|\sstyle=|\son[a-z]+=", answer.text)
    kept = tmp_path / "kept"
    assert {oct(one.stat().st_mode)[-2:] for one in (kept, *kept.iterdir()) if one.exists()} == {
        "00"
    }
    service.service.engine.dispose()


def test_staff_choose_who_they_are_and_see_what_that_person_may(service: SimpleNamespace) -> None:
    client = service.app.test_client()
    away = client.get("/fi/staff/")
    assert (away.status_code, away.location) == (303, "/fi/pretend/?to=/fi/staff/")
    for id, listed, export in (("1", 200, 404), ("2", 200, 404), ("3", 200, 200), ("4", 403, 403)):
        chosen = client.post("/fi/pretend/", data={"person": id, "to": "/fi/staff/"})
        assert (chosen.status_code, chosen.location) == (303, "/fi/staff/")
        assert client.get("/fi/staff/").status_code == listed, id
        assert client.get("/fi/staff/export").status_code == export, id
    said = {}
    for status, asked in (
        (403, client.get("/fi/staff/")),
        (404, client.get("/fi/nowhere/")),
        (405, client.patch("/fi/apply/")),
    ):
        assert asked.status_code == status
        (said[status],) = ["".join(one.itertext()).strip() for one in parse(asked.text).iter("h1")]
    assert all(said.values()), said
    assert len(set(said.values())) == 3, said


@pytest.mark.parametrize(("days", "taken"), [(13, False), (14, True), (730, True), (731, False)])
def test_care_begins_in_two_weeks_at_the_earliest_and_in_two_years_at_the_latest(
    service: SimpleNamespace, days: int, taken: bool
) -> None:
    start = service.questions.day(days)
    data = {f"start-{part}": [str(getattr(start, part))] for part in ("day", "month", "year")}
    with use_locale("en"):
        form = service.questions.need("en")(MultiDict({**data, "weekly": ["20"]}))
        assert form.validate() == taken, form.errors


@pytest.mark.parametrize(
    ("page", "name", "most"),
    [
        ("child", "names", 200),
        ("child", "surname", 200),
        ("diet", "about", 500),
        ("guardian", "name", 200),
        ("other", "name", 200),
    ],
)
def test_a_text_is_as_long_as_its_page_takes(
    service: SimpleNamespace, page: str, name: str, most: int
) -> None:
    for length in (most, most + 1):
        with use_locale("en"):
            form = getattr(service.questions, page)("en")(MultiDict({name: "a" * length}))
            form.validate()
        assert bool(form.errors.get(name)) == (length > most), length


def test_a_wrong_answer_is_explained(service: SimpleNamespace) -> None:
    wrong = {
        "identity": ("131052-308X", "Tarkista henkilötunnus"),
        "start_month": ("13", "Tarkista päivämäärä kohdassa"),
        "start_year": ("2020", "tai myöhempi päivä"),
        "second": ("kaleva", "on jo valittu ylempänä"),
        "third": ("amuri", "on jo valittu ylempänä"),
        "email": ("mikko", "Kirjoita koko sähköpostiosoite"),
        "phone": ("12", "Kirjoita koko puhelinnumero"),
        "rotas": ([("rota.exe", b"MZ")], "rota.exe"),
    }
    daycare.sent(opened(service), "fi", wrong)


@pytest.mark.parametrize(
    ("wishes", "wrong"),
    [
        (("amuri", "kaleva", "tesoma"), set()),
        (("amuri", "", ""), set()),
        (("amuri", "amuri", ""), {"second"}),
        (("amuri", "kaleva", "amuri"), {"third"}),
        (("amuri", "kaleva", "kaleva"), {"third"}),
        (("amuri", "", "amuri"), {"third"}),
    ],
)
def test_no_centre_is_wished_for_twice(
    service: SimpleNamespace, wishes: tuple[str, str, str], wrong: set[str]
) -> None:
    with use_locale("en"):
        form = service.questions.centres("en")(
            MultiDict(zip(("first", "second", "third"), wishes, strict=True))
        )
        form.validate()
    assert set(form.errors) == wrong


def test_every_text_is_written_in_three_languages_and_used() -> None:
    texts = tomllib.loads((daycare.HERE / "texts.toml").read_text("utf-8"))
    for key, by_language in texts.items():
        assert set(by_language) == {"en", "fi", "sv"}, key
    files = [*daycare.HERE.glob("*.py"), *daycare.HERE.glob("templates/*.html")]
    code = "\n".join(one.read_text("utf-8") for one in files)
    said = set(re.findall(r'"(\w+)"', code))
    assert set(texts) <= said
    assert set(re.findall(r'say\("(\w+)"', code)) <= set(texts)
