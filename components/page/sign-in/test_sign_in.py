"""What is special about the page for signing in."""

import re
from pathlib import Path

import flask
import pytest
from markupsafe import Markup
from tests.markup import document

from citydesign import ui, use_locale
from citydesign.errors import UsageError
from citydesign.identity import Person, require

WAYS = [{"value": "suomi", "kind": "suomi-fi"}, {"value": "eidas", "kind": "eidas"}]
GUIDE = Path(__file__).with_name("sign-in.md").read_text("utf-8")


def parse(html):
    (element,) = document(html).find("body")
    return element


def text(element):
    return " ".join("".join(element.itertext()).split())


def by_id(page, id):
    return page.find(f".//*[@id='{id}']")


@pytest.mark.parametrize(
    ("locale", "kind", "name", "needs"),
    [
        ("en", "suomi-fi", "Suomi.fi e-Identification", "online banking codes"),
        ("fi", "suomi-fi", "Suomi.fi-tunnistus", "pankkitunnukset"),
        ("sv", "suomi-fi", "Suomi.fi-identifikation", "bankkoder"),
        ("en", "eidas", "Identification of another European country", "your own country"),
        ("en", "wallet", "Digital identity wallet", "app on your phone"),
        ("en", "own", "City account", "password"),
    ],
)
def test_each_way_says_its_name_and_what_it_needs(locale, kind, name, needs):
    with use_locale(locale):
        page = parse(ui.sign_in("/sign-in", [{"value": "x", "kind": kind}]))
    (button,) = page.iter("button")
    assert text(button) == name
    assert needs in text(by_id(page, button.get("aria-describedby")))


def test_each_way_is_posted_without_scripts_and_never_in_an_address():
    page = parse(ui.sign_in("/sign-in", WAYS, fields=Markup('<input type="hidden" name="csrf">')))
    form = page.find(".//form")
    assert (form.get("method"), form.get("action")) == ("post", "/sign-in")
    assert [(b.get("name"), b.get("value"), b.get("type")) for b in form.iter("button")] == [
        ("way", "suomi", None),
        ("way", "eidas", None),
    ]
    assert form.find("input").get("name") == "csrf"
    with pytest.raises(UsageError, match="url"):
        ui.sign_in("https://elsewhere.example/", WAYS)


def test_words_of_the_city_win():
    way = {"value": "card", "label": "Library card", "needs": "Number and PIN."}
    page = parse(ui.sign_in("/sign-in", [way]))
    (button,) = page.iter("button")
    assert text(button) == "Library card"
    assert text(by_id(page, button.get("aria-describedby"))) == "Number and PIN."


def test_no_picture_can_be_given_so_no_mark_that_is_licensed():
    html = str(ui.sign_in("/sign-in", WAYS, value="suomi"))
    assert "<img" not in html
    assert "<image" not in html


def test_what_is_down_says_why_keeps_its_place_and_can_not_be_pressed():
    ways = [WAYS[0], {**WAYS[1], "down": "It works again at 6:00."}, {"value": "own"}]
    page = parse(ui.sign_in("/sign-in", ways))
    assert [b.get("value") for b in page.iter("button")] == ["suomi", "own"]
    rows = [text(li) for li in page.iter("li")]
    assert len(rows) == 3
    assert "Not available right now. It works again at 6:00." in rows[1]
    assert rows[1].startswith("Identification of another European country")


def test_the_way_chosen_last_is_marked_for_everybody_and_stays_where_it_was():
    page = parse(ui.sign_in("/sign-in", WAYS, value="eidas"))
    first, second = page.iter("button")
    assert first.get("value") == "suomi"
    assert "sign-in-last" not in first.get("aria-describedby")
    names = second.get("aria-describedby").split()
    assert "You chose this last time" in [text(by_id(page, name)) for name in names]
    assert "last time" not in str(ui.sign_in("/sign-in", WAYS))


@pytest.mark.parametrize(
    ("reason", "word", "said"),
    [
        ("failed", "Failed:", "We could not sign you in"),
        ("cancelled", "Please note:", "You stopped before you were signed in"),
        ("inactive", "Please note:", "We signed you out"),
        ("signed-out", "Please note:", "You are signed out"),
    ],
)
def test_why_the_page_is_shown_comes_before_the_ways(reason, word, said):
    html = str(ui.sign_in("/sign-in", WAYS, reason=reason))
    assert html.index(said) < html.index("<form")
    assert text(by_id(parse(html), "sign-in-reason").find(".//h2")).startswith(word)
    assert ("notification--error" in html) is (reason == "failed")


def test_what_became_of_what_was_typed_is_said_only_by_who_knows():
    kept, lost = "What you have typed is kept.", "What you had not sent is lost."
    said = {k: str(ui.sign_in("/x", WAYS, reason="inactive", kept=k)) for k in (True, False, None)}
    assert [(kept in html, lost in html) for html in said.values()] == [
        (True, False),
        (False, True),
        (False, False),
    ]


@pytest.fixture
def client():
    """A service as the guide says, and its `who` reading the session."""
    app = flask.Flask("city")
    app.secret_key = "test"
    shown = []

    def who(request):
        found = flask.session.get("person")
        return Person(found, "Aino Virtanen") if found else None

    def render_template(name, **given):
        shown.append(given)
        given = {k: v for k, v in given.items() if k != "after"}
        return str(ui.sign_in("/sign-in", WAYS, **given))

    names = {
        **{name: getattr(flask, name) for name in ("redirect", "request", "session", "url_for")},
        "app": app,
        "who": who,
        "render_template": render_template,
    }
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE, re.S)
    exec(compile(code, "sign-in.md", "exec"), names)

    @app.get("/applications")
    def applications():
        return require(who, flask.request).name

    @app.get("/oidc/suomi")
    def suomi():
        flask.session["person"] = "1"
        return flask.redirect(flask.session["next"])

    client = app.test_client()
    client.shown = shown
    return client


def test_the_guide_leads_to_the_sign_in_and_back_to_where_the_resident_was(client):
    answer = client.get("/applications?year=2027", follow_redirects=True)
    assert "Choose how to sign in" in answer.text
    after = client.shown[-1]["after"]
    answer = client.post(
        "/sign-in",
        data={"way": "suomi", "next": after},
        follow_redirects=True,
        base_url="https://x",
    )
    assert answer.text == "Aino Virtanen"
    assert answer.request.full_path == "/applications?year=2027"
    # Who is signed in has nothing to choose.
    assert client.get("/sign-in", base_url="https://x").location == "/"


@pytest.mark.parametrize(
    "url", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", "x", ""]
)
def test_the_guide_leads_back_to_no_other_site(client, url):
    client.get("/sign-in", query_string={"next": url})
    assert client.shown[-1]["after"] == "/"


def test_the_guide_believes_no_word_of_an_address_or_cookie(client):
    client.set_cookie("way", "gone")
    assert client.get("/sign-in?reason=hello").status_code == 200
    assert client.shown[-1]["reason"] is client.shown[-1]["value"] is None
    assert client.post("/sign-in", data={"way": "gone"}).location == "/sign-in"
    client.set_cookie("way", "eidas")
    assert "We signed you out" in client.get("/sign-in?reason=inactive").text
    assert client.shown[-1]["value"] == "eidas"


def test_the_whole_way_can_be_pressed(open_example):
    page = open_example("sign-in/default")
    box = page.locator(".city-sign-in__way").nth(1).bounding_box()
    # The far corner of the way, away from its words.
    x, y = box["x"] + box["width"] - 4, box["y"] + box["height"] - 4
    value = page.evaluate("([x, y]) => document.elementFromPoint(x, y).value", [x, y])
    assert value == "eidas"
