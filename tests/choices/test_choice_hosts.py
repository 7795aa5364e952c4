"""One page of choices inside Flask, Starlette and Django, and the guide as it is pasted."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.templating import Jinja2Templates
from starlette.testclient import TestClient
from tests.choices.test_cookies import purposes

import citydesign.flask
import citydesign.starlette
from citydesign.booking.journey import visitors
from citydesign.choices import Cookies, DisplayChoice, cookies, display
from citydesign.forms.journey import keys

DOCS = Path(__file__).parents[2] / "docs" / "start"
GUIDE = DOCS / "cookies.md"
TEMPLATE = "<title>{{ title }}</title>{{ content }}"
#: As `back` comes from a page whose address has other letters than English.
CHOSEN = {"display": "save", "scheme": "dark", "size": "", "back": "/päiväkodit"}
BACK = "%2Fp%25C3%25A4iv%25C3%25A4kodit"
HALF_A_YEAR = 180 * 24 * 60 * 60


def made():
    proofs = []
    return Cookies(purposes, "2027-1", proofs.append), proofs


@pytest.fixture
def templates(tmp_path):
    (tmp_path / "base.html").write_text(TEMPLATE, "utf-8")
    return tmp_path


def judge(headers):
    """The choice is kept for half a year, out of reach of scripts; what is refused is removed."""
    found = {header.partition("=")[0]: header.lower() for header in headers}
    assert set(found) == {"citydesign-cookies", "vuid"}
    assert f"max-age={HALF_A_YEAR}" in found["citydesign-cookies"]
    assert "max-age=0" in found["vuid"]
    assert all("httponly" in one and "samesite=lax" in one for one in found.values())


def judge_look(send):
    """Save, look, restore and be refused; `send` gives status, headers by name and text.

    Args:
        send: Takes method, address, form and further headers.
    """
    status, headers, _ = send("GET", "/display/", {}, {})
    assert (status, "set-cookie" in headers) == (200, False)
    status, headers, _ = send("POST", "/display/", CHOSEN, {})
    assert (status, headers["location"]) == (303, f"/display/?saved=1&back={BACK}")
    kept = headers["set-cookie"].lower()
    assert kept.startswith("citydesign-display=scheme.dark;")
    assert "httponly" in kept
    assert "secure" in kept
    assert "samesite=lax" in kept
    assert "path=/;" in f"{kept};"
    cookie = {"Cookie": "citydesign-display=scheme.dark"}
    _, _, text = send("GET", headers["location"], {}, cookie)
    assert "Your settings are saved" in text
    assert 'href="/p%C3%A4iv%C3%A4kodit"' in text
    assert re.search(r'value="dark"[^>]* checked', text)
    _, headers, _ = send("POST", "/display/", {"display": "reset"}, cookie)
    assert "max-age=0" in headers["set-cookie"].lower()
    status, headers, _ = send("POST", "/display/", CHOSEN, {"Sec-Fetch-Site": "cross-site"})
    assert (status, "set-cookie" in headers) == (303, False)
    assert send("GET", "/display/elsewhere", {}, {})[0] == 404


def test_a_resident_chooses_the_look_in_flask(templates):
    app = Flask(__name__, template_folder=str(templates))
    citydesign.flask.install(app, strict=True)
    app.register_blueprint(
        citydesign.flask.choice_pages(DisplayChoice(), "base.html", "look"), url_prefix="/display"
    )
    client = app.test_client(use_cookies=False)

    def send(method, url, form, headers):
        answer = client.open(url, method=method, data=form, headers=headers)
        found = {name.lower(): value for name, value in answer.headers.items()}
        return answer.status_code, found, answer.text

    judge_look(send)


def test_a_resident_chooses_the_look_in_starlette(templates):
    found = Jinja2Templates(templates)
    routes = citydesign.starlette.choice_pages(DisplayChoice(), found, "base.html", "look")
    app = Starlette(routes=[Mount("/display", routes=routes)])
    citydesign.starlette.install(app, found, strict=True)

    def send(method, url, form, headers):
        form_type = {"Content-Type": "application/x-www-form-urlencoded"}
        with TestClient(app, follow_redirects=False) as client:
            answer = client.request(
                method, url, content=urlencode(form), headers={**form_type, **headers}
            )
        return answer.status_code, answer.headers, answer.text

    judge_look(send)


def test_a_resident_chooses_in_flask(templates):
    cookies, proofs = made()
    app = Flask(__name__, template_folder=str(templates))
    citydesign.flask.install(app, strict=True)
    app.register_blueprint(
        citydesign.flask.choice_pages(cookies, "base.html", "cookies"), url_prefix="/cookies"
    )
    client = app.test_client(use_cookies=False)
    assert "Set-Cookie" not in client.get("/cookies/").headers
    answer = client.post(
        "/cookies/",
        data={"cookies": "chosen", "purpose": ["visits"], "back": "/a"},
        headers={"Cookie": "vuid=1"},
    )
    assert (answer.status_code, answer.location) == (303, "/a")
    judge(answer.headers.getlist("Set-Cookie"))
    assert [proof.allowed for proof in proofs] == [{"visits"}]


def test_a_resident_chooses_in_starlette(templates):
    cookies, proofs = made()
    found = Jinja2Templates(templates)
    routes = citydesign.starlette.choice_pages(cookies, found, "base.html", "cookies")
    app = Starlette(routes=[Mount("/cookies", routes=routes)])
    citydesign.starlette.install(app, found, strict=True)
    with TestClient(app, follow_redirects=False) as client:
        assert "set-cookie" not in client.get("/cookies/").headers
        answer = client.post(
            "/cookies/",
            content="cookies=chosen&purpose=visits&back=/a",
            headers={
                "Cookie": "vuid=1",
                "Content-Type": "application/x-www-form-urlencoded",
            },
        )
    assert (answer.status_code, answer.headers["location"]) == (303, "/a")
    judge(answer.headers.get_list("set-cookie"))
    assert [proof.allowed for proof in proofs] == [{"visits"}]


DJANGO = """
import sys
from urllib.parse import urlencode
from django.conf import settings
settings.configure(
    ROOT_URLCONF="__main__", STATIC_URL="/static/", ALLOWED_HOSTS=["testserver"],
    INSTALLED_APPS=["citydesign.django"], SECRET_KEY="only for this test",
    MIDDLEWARE=["django.middleware.csrf.CsrfViewMiddleware"],
    TEMPLATES=[{"BACKEND": "django.template.backends.jinja2.Jinja2", "DIRS": [sys.argv[1]],
        "OPTIONS": {"environment": "citydesign.django.environment"}}],
)
import django
django.setup()
from django.test import Client
from django.urls import include, path
from citydesign.choices import DisplayChoice
from citydesign.django import choice_pages
from tests.choices.test_choice_hosts import judge, judge_look, made

cookies, proofs = made()
urlpatterns = [
    path("cookies/", include(choice_pages(cookies, "base.html", "cookies"))),
    path("display/", include(choice_pages(DisplayChoice(), "base.html", "look"))),
]
client = Client(enforce_csrf_checks=True)
client.cookies["vuid"] = "1"
assert not client.get("/cookies/").cookies
answer = client.post("/cookies/", {"cookies": "chosen", "purpose": ["visits"], "back": "/a"})
assert (answer.status_code, answer.headers["Location"]) == (303, "/a")
judge([one.OutputString() for one in answer.cookies.values()])
assert [proof.allowed for proof in proofs] == [{"visits"}]


def send(method, url, form, headers):
    client = Client(enforce_csrf_checks=True, headers=headers)
    answer = client.generic(method, url, urlencode(form), "application/x-www-form-urlencoded")
    kept = {"set-cookie": one.OutputString() for one in answer.cookies.values()}
    return answer.status_code, {k.lower(): v for k, v in answer.items()} | kept, answer.text


judge_look(send)
print("chosen")
"""


def test_a_resident_chooses_in_django(templates):
    done = subprocess.run(
        [sys.executable, "-c", DJANGO, templates],
        capture_output=True,
        text=True,
        cwd=GUIDE.parents[2],
    )
    assert done.stdout == "chosen\n", done.stderr


def pasted(guide, folder, monkeypatch):
    """Write the files that a guide names, and give what runs its Python: by file, its names."""
    found = {}
    monkeypatch.chdir(folder)
    (folder / "templates").mkdir()
    for kind, text in re.findall(r"```(\w+)\n(.*?)```", guide.read_text("utf-8"), re.DOTALL):
        match kind, re.match(r"(?:#|\{#) (\S+)", text):
            case "python", re.Match() as name:
                code = text.replace("Flask(__name__)", f"Flask('app', root_path={str(folder)!r})")
                found[name[1]] = {"__name__": "app"}
                exec(compile(code, f"{guide.name}: {name[1]}", "exec"), found[name[1]])
            case "jinja", re.Match() as name:
                (folder / name[1]).write_text(text, "utf-8")
            case _:
                found[kind] = text
    return found


def test_a_site_without_a_banner_tells_what_it_stores_and_asks_nothing(tmp_path, monkeypatch):
    site = pasted(GUIDE, tmp_path, monkeypatch)
    answer = site["plain.py"]["app"].test_client().get("/cookies/")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert "Accept all" not in answer.text
    assert "citydesign-display" in answer.text


def test_the_cookies_that_the_guide_names_are_those_that_the_package_sets():
    text = GUIDE.read_text("utf-8")
    assert keys.cookie_name("*") in text
    assert {visitors.COOKIE, display.COOKIE, cookies.COOKIE} == set(
        re.findall(r"\bcitydesign-\w+", text)
    )


def test_a_site_with_a_banner_asks_as_pasted(tmp_path, monkeypatch):
    site = pasted(GUIDE, tmp_path, monkeypatch)
    client = site["app.py"]["app"].test_client()
    page = client.get("/").text
    assert "Accept all" in page
    assert "counting.js" not in page
    answer = client.post("/cookies/", data={"cookies": "all", "back": "/"})
    assert answer.location == "/"
    (line,) = (tmp_path / "proofs.jsonl").read_text("utf-8").splitlines()
    assert set(json.loads(line)) == set(json.loads(site["json"]))
    # Outside debug mode the cookie travels over HTTPS only.
    page = client.get("/", base_url="https://localhost").text
    assert "Accept all" not in page
    assert "counting.js" in page
    assert (
        json.loads(line)["reference"] in client.get("/cookies/", base_url="https://localhost").text
    )


def test_residents_choose_the_look_as_pasted(tmp_path, monkeypatch):
    site = pasted(DOCS / "let-residents-choose-the-look.md", tmp_path, monkeypatch)
    client = site["app.py"]["app"].test_client()
    secure = {"base_url": "https://localhost"}
    page = client.get("/", **secure)
    assert "Set-Cookie" not in page.headers
    (link,) = re.findall(r'href="(/display/[^"]*)"', page.text)
    form = client.get(link, **secure).text
    assert 'name="back" value="/"' in form
    sent = {"display": "save", "scheme": "dark", "size": "150", "contrast": ""}
    answer = client.post("/display/", data={**sent, "back": "/"}, **secure)
    cookie = answer.headers["Set-Cookie"].lower()
    assert "secure; httponly" in cookie
    assert f"max-age={365 * 24 * 60 * 60}" in cookie
    after = client.get(answer.location, **secure).text
    assert "Your settings are saved" in after
    assert '<a class="city-display-settings__back" href="/">' in after
    for html in (after, client.get("/", **secure).text):
        assert 'data-scheme="dark" data-size="150">' in html
        assert "/display-" in html
    client.post("/display/", data={"display": "reset"}, **secure)
    assert "data-scheme" not in client.get("/", **secure).text


def test_the_page_of_a_site_of_files_is_as_pasted(tmp_path, monkeypatch):
    site = pasted(DOCS / "let-residents-choose-the-look.md", tmp_path, monkeypatch)
    app = site["app.py"]["app"]
    with app.app_context():
        html = app.jinja_env.from_string(site["html"]).render()
    assert "<city-display-settings" in html
    assert re.search(r'<script src="[^"]*/page-[^"]*\.js"', html)
