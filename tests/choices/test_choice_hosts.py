"""One page of choices inside Flask, Starlette and Django, and the guide as it is pasted."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.templating import Jinja2Templates
from starlette.testclient import TestClient
from tests.choices.test_cookies import purposes

import citydesign.flask
import citydesign.starlette
from citydesign.choices import Cookies

GUIDE = Path(__file__).parents[2] / "docs" / "start" / "ask-about-cookies.md"
TEMPLATE = "<title>{{ title }}</title>{{ content }}"
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
from citydesign.django import choice_pages
from tests.choices.test_choice_hosts import judge, made

cookies, proofs = made()
urlpatterns = [path("cookies/", include(choice_pages(cookies, "base.html", "cookies")))]
client = Client(enforce_csrf_checks=True)
client.cookies["vuid"] = "1"
assert not client.get("/cookies/").cookies
answer = client.post("/cookies/", {"cookies": "chosen", "purpose": ["visits"], "back": "/a"})
assert (answer.status_code, answer.headers["Location"]) == (303, "/a")
judge([one.OutputString() for one in answer.cookies.values()])
assert [proof.allowed for proof in proofs] == [{"visits"}]
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


def test_the_guide_runs_as_pasted(tmp_path, monkeypatch):
    text = GUIDE.read_text("utf-8")
    blocks = dict(re.findall(r"```(\w+)\n(.*?)```", text, re.DOTALL))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "base.html").write_text(blocks["jinja"], "utf-8")
    names = {"__name__": "app"}
    code = blocks["python"].replace(
        "Flask(__name__)", f"Flask(__name__, root_path={str(tmp_path)!r})"
    )
    exec(compile(code, "ask-about-cookies.md", "exec"), names)
    client = names["app"].test_client()
    page = client.get("/").text
    assert "Accept all" in page
    assert "counting.js" not in page
    answer = client.post("/cookies/", data={"cookies": "all", "back": "/"})
    assert answer.location == "/"
    (line,) = (tmp_path / "proofs.jsonl").read_text("utf-8").splitlines()
    assert set(json.loads(line)) == set(json.loads(blocks["json"]))
    # Outside debug mode the cookie travels over HTTPS only.
    page = client.get("/", base_url="https://localhost").text
    assert "Accept all" not in page
    assert "counting.js" in page
    assert (
        json.loads(line)["reference"] in client.get("/cookies/", base_url="https://localhost").text
    )
