"""A resident applies for early childhood education."""

import datetime as dt
import importlib.util
import json
import re
import sqlite3
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.markup import document

HERE = Path(__file__).parents[1] / "examples" / "daycare-application"


def create(database):
    """The application, keeping what is sent in this file."""
    for name in ("form", "store"):
        sys.modules.pop(name, None)
    spec = importlib.util.spec_from_file_location("daycare_app", HERE / "app.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    app = module.create_app(database)
    app.testing = True
    return app


@pytest.fixture(scope="module")
def installed_host(tmp_path_factory):
    """The application; making it compiles every template, so it is made once."""
    return SimpleNamespace(app=create(tmp_path_factory.mktemp("daycare") / "daycare.sqlite3"))


@pytest.fixture
def app(installed_host):
    """The application, with nothing sent yet."""
    app = installed_host.app
    with closing(sqlite3.connect(app.extensions["store"].path)) as database:
        database.execute("DELETE FROM application")
        database.commit()
    return app


@pytest.fixture
def client(app):
    return app.test_client()


def parse(html):
    return document(html)


def controls(html):
    """Name and value of every control that a browser would send, first ones first."""
    sent = {}
    for element in parse(html).iter():
        if element.tag not in ("input", "select", "textarea"):
            continue
        name = element.get("name")
        if element.tag == "input" and element.get("type") in ("radio", "checkbox"):
            if element.get("checked") is not None:
                sent[name] = element.get("value")
        elif element.tag == "select":
            for option in element.iter("option"):
                if option.get("selected") is not None:
                    sent[name] = option.get("value")
        elif element.tag == "textarea":
            sent[name] = "".join(element.itertext())
        else:
            sent[name] = element.get("value", "")
    return sent


def answers(**changes):
    start = dt.date.today() + dt.timedelta(days=120)
    return {
        "first_names": "Aino Helmi",
        "last_name": "Virtanen",
        "identity_code": "131052-308T",
        "start-day": str(start.day),
        "start-month": str(start.month),
        "start-year": str(start.year),
        "hours": "35",
        "centre_1": "kaleva",
        "centre_2": "amuri",
        "centre_3": "",
        "diet": "no",
        "diet_text": "",
        "guardian": "Mikko Virtanen",
        "phone": "040 123 4567",
        "email": "mikko@example.fi",
        "other": "no",
        "other_name": "",
        "other_phone": "",
        "consent": "y",
        **changes,
    }


def opened(client, tag="fi"):
    """The hidden fields of a page that has just been opened."""
    sent = controls(client.get(f"/{tag}/").text)
    return {name: sent[name] for name in ("csrf_token", "key")}


def send(client, tag="fi", hidden=None, **changes):
    return client.post(f"/{tag}/", data={**(hidden or opened(client, tag)), **answers(**changes)})


@pytest.mark.parametrize(
    ("tag", "title"),
    [
        ("fi", "Hae varhais\u00adkasvatus\u00adpaikkaa"),
        ("sv", "Ansök om plats inom småbarns\u00adpedagogiken"),
        ("en", "Apply for a place in early childhood education"),
    ],
)
def test_the_form_is_there_in_three_languages(client, tag, title):
    html = client.get(f"/{tag}/").text
    assert f'<html lang="{tag}"' in html
    assert f"<title>{title} – " in html
    assert re.search(rf"<h1[^>]*>{title}</h1>", html)


def test_the_browsers_language_is_taken_first(client):
    for asked, tag in [("sv-FI,en;q=0.5", "sv"), ("de", "fi"), ("en-GB", "en")]:
        answer = client.get("/", headers={"Accept-Language": asked})
        assert answer.location == f"/{tag}/"


@pytest.mark.parametrize(("tag", "word"), [("fi", "Virhe:"), ("sv", "Fel:"), ("en", "Error:")])
def test_an_empty_form_says_what_to_do_for_each_field(client, tag, word):
    answer = client.post(f"/{tag}/", data=opened(client, tag))
    assert answer.status_code == 422
    assert f"<title>{word} " in answer.text
    tree = parse(answer.text)
    ids = {element.get("id") for element in tree.iter() if element.get("id")}
    summary = next(e for e in tree.iter() if "city-error-summary" in (e.get("class") or "").split())
    links = [a.get("href") for a in summary.iter("a")]
    assert len(links) == len(set(links)) == 12
    assert {link[1:] for link in links} <= ids
    by_id = {element.get("id"): element for element in tree.iter() if element.get("id")}
    for link in links:
        assert by_id[link[1:]].tag in ("input", "select", "textarea"), link


def test_what_the_person_typed_survives_an_error(client):
    typed = answers(
        first_names="  \"Ä<b>'& ",
        email="mikko@",
        phone="+358 (0)40",
        diet="yes",
        diet_text=" maito\r\n\r\nsoija ",
        **{"start-day": "31", "start-month": "helmikuu", "start-year": "27"},
    )
    answer = client.post("/fi/", data={**opened(client), **typed})
    assert answer.status_code == 422
    kept = controls(answer.text)
    for name, value in typed.items():
        if value:
            # A browser makes two characters of each line break when it sends.
            assert kept[name].replace("\n", "\r\n") == value.replace("\r\n", "\n").replace(
                "\n", "\r\n"
            )
    assert "<b>" not in answer.text


def test_a_page_without_scripts_still_asks_for_everything(client):
    names = set(controls(client.get("/sv/").text))
    assert {"diet_text", "other_name", "other_phone"} <= names


def test_a_sent_application_has_a_receipt_that_can_be_opened_again(client, app):
    answer = send(client)
    assert answer.status_code == 303
    assert re.search(r"/fi/receipt/[A-Z2-9]{4}-[A-Z2-9]{4}$", answer.location)
    for _ in range(2):
        receipt = client.get(answer.location)
        assert receipt.status_code == 200
        assert answer.location.rpartition("/")[2] in receipt.text
        assert "Virtanen" not in receipt.text
    assert app.extensions["store"].count() == 1


def test_a_double_click_sends_once(client, app):
    hidden = opened(client)
    places = [send(client, hidden=hidden).location for _ in range(5)]
    assert len(set(places)) == 1
    assert app.extensions["store"].count() == 1


def test_many_clicks_at_once_send_once(client, app):
    hidden = opened(client)
    cookie = client.get_cookie("session").value

    def click(_):
        one = app.test_client()
        one.set_cookie("session", cookie)
        return send(one, hidden=hidden).location

    with ThreadPoolExecutor(8) as threads:
        places = set(threads.map(click, range(16)))
    assert len(places) == 1
    assert app.extensions["store"].count() == 1


def test_going_back_and_changing_says_that_nothing_new_was_sent(client, app):
    hidden = opened(client)
    send(client, hidden=hidden)
    again = send(client, hidden=hidden, first_names="Aino Maria")
    assert "oli jo lähetetty" in client.get(again.location).text
    assert app.extensions["store"].count() == 1


def test_a_page_that_was_open_too_long_loses_nothing(client, app):
    hidden = {**opened(client), "csrf_token": "old"}
    answer = send(client, hidden=hidden)
    assert answer.status_code == 422
    assert "Kirjoittamasi on tallessa" in answer.text
    kept = controls(answer.text)
    assert kept["first_names"] == "Aino Helmi"
    renewed = {name: kept[name] for name in ("csrf_token", "key")}
    assert send(client, hidden=renewed).status_code == 303
    assert app.extensions["store"].count() == 1


def test_what_is_not_asked_is_not_required_and_not_sent(client, app):
    answer = send(client, diet="no", diet_text="left from before", other="no", other_name="x")
    assert answer.status_code == 303
    with closing(sqlite3.connect(app.extensions["store"].path)) as database:
        (text,) = database.execute("SELECT answers FROM application").fetchone()
    sent = json.loads(text)
    assert "diet_text" not in sent
    assert "other_name" not in sent
    assert sent["start"] == (dt.date.today() + dt.timedelta(days=120)).isoformat()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"diet": "yes"}, "Täytä kohta ”Mitä pitää jättää pois tai lisätä?”"),
        ({"identity_code": "131052-308X"}, "Tarkista henkilötunnus"),
        ({"email": "mikko"}, "Kirjoita koko sähköpostiosoite"),
        ({"phone": "12"}, "Kirjoita koko puhelinnumero"),
        ({"centre_2": "kaleva"}, "on jo valittu ylempänä"),
        ({"hours": "99"}, "Valitse jokin vaihtoehdoista"),
        ({"start-month": "13"}, "Tarkista päivämäärä kohdassa"),
        ({"start-year": ""}, "Lisää vuosi"),
        ({"start-year": "2020"}, "tai myöhempi päivä"),
        ({"start-year": "2099"}, "tai aiempi päivä"),
        ({"consent": None}, "Rastita kohta ”"),
        ({"diet": "yes", "diet_text": "a" * 501}, "Siinä on 1 merkki liikaa."),
    ],
)
def test_a_wrong_answer_is_explained(client, app, changes, message):
    data = {k: v for k, v in {**opened(client), **answers(**changes)}.items() if v is not None}
    answer = client.post("/fi/", data=data)
    assert answer.status_code == 422
    assert message in answer.text
    assert app.extensions["store"].count() == 0


def test_a_wrong_address_is_answered_kindly(client):
    answer = client.get("/fi/receipt/AAAA-BBBB")
    assert answer.status_code == 404
    assert "Tällaista sivua ei ole" in answer.text
    assert client.get("/xx/").status_code == 404


def test_every_page_forbids_inline_code_and_caching(client):
    answer = client.get("/fi/")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert answer.headers["Cache-Control"] == "no-store"
    assert not re.search(r"<script(?![^>]*src=)|\sstyle=|\son[a-z]+=", answer.text)


def test_every_text_is_written_in_three_languages():
    texts = tomllib.loads((HERE / "texts.toml").read_text("utf-8"))
    for key, by_language in texts.items():
        assert set(by_language) == {"en", "fi", "sv"}, key
    used = set()
    for path in (*HERE.glob("*.py"), *HERE.glob("templates/*.html")):
        used |= set(re.findall(r'say\("(\w+)"', path.read_text("utf-8")))
    assert used <= set(texts)
