"""The journey inside Flask, Django and Starlette: the same walk on the same pages."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("wtforms")

from flask import Flask
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.templating import Jinja2Templates
from starlette.testclient import TestClient
from tests.booking.walk import SAFE, TEMPLATE, Reply, Send, journey, walk, walk_held

import citydesign.flask
import citydesign.starlette
from citydesign.booking.journey import COOKIE
from citydesign.headers import same_site


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    (tmp_path / "appointments.html").write_text(TEMPLATE, "utf-8")
    return tmp_path


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize("prefix", ["/book", "/<language:language>/book"])
def test_a_resident_books_and_cancels_in_flask(templates: Path, prefix: str, plain: bool) -> None:
    app = Flask(__name__, template_folder=str(templates))
    languages = citydesign.flask.Languages(app, ["en", "fi"])
    citydesign.flask.install(app, locale=languages, strict=True)
    citydesign.flask.protect(app)
    pages, provider = journey(plain=plain)
    blueprint = citydesign.flask.booking_pages(pages, "appointments.html")
    app.register_blueprint(blueprint, url_prefix=prefix)

    def browser() -> Send:
        client = app.test_client()

        def send(method: str, url: str, form: dict[str, str], headers: dict[str, str]) -> Reply:
            data = form if method == "POST" else None
            answer = client.open(url, method=method, data=data, headers=headers)
            assert SAFE.items() <= dict(answer.headers).items()
            assert plain == (client.get_cookie(COOKIE) is None)
            return Reply(answer.status_code, answer.text, answer.location)

        return send

    root = prefix.replace("<language:language>", "en") + "/"
    if plain:
        walk(browser(), root, provider)
    else:
        walk_held(browser, root, provider)


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize("mount", ["/book", "/täällä"])
def test_a_resident_books_and_cancels_in_starlette(
    templates: Path, mount: str, plain: bool
) -> None:
    found = Jinja2Templates(templates)
    pages, provider = journey(plain=plain)
    routes = citydesign.starlette.booking_pages(pages, found, "appointments.html")
    app = Starlette(routes=[Mount(mount, routes=routes)])
    citydesign.starlette.install(app, found, strict=True)
    citydesign.starlette.protect(app)

    def browser() -> Send:
        client = TestClient(app, "https://testserver", follow_redirects=False)

        def send(method: str, url: str, form: dict[str, str], headers: dict[str, str]) -> Reply:
            data = form if method == "POST" else None
            answer = client.request(method, url, data=data, headers=headers)
            assert {n.lower(): v for n, v in SAFE.items()}.items() <= answer.headers.items()
            assert plain == (COOKIE not in client.cookies)
            return Reply(answer.status_code, answer.text, answer.headers.get("location"))

        return send

    if plain:
        walk(browser(), f"{mount}/", provider)
    else:
        walk_held(browser, f"{mount}/", provider)


DJANGO = """
import sys
from django.conf import settings
settings.configure(
    DEBUG=True, ROOT_URLCONF="__main__", STATIC_URL="/static/", ALLOWED_HOSTS=["testserver"],
    INSTALLED_APPS=["citydesign.django"], SECRET_KEY="only for this test",
    MIDDLEWARE=["django.middleware.csrf.CsrfViewMiddleware", "citydesign.django.protect"],
    TEMPLATES=[{"BACKEND": "django.template.backends.jinja2.Jinja2", "DIRS": [sys.argv[1]],
        "OPTIONS": {"environment": "citydesign.django.environment"}}],
)
import django
django.setup()
from django.test import Client
from citydesign.booking.journey import COOKIE
from tests.booking.walk import SAFE, Reply, journey, walk, walk_held

plain = sys.argv[3] == "plain"
journey, provider = journey(plain=plain)
exec(sys.argv[2])

def browser():
    client = Client(enforce_csrf_checks=True)

    def send(method, url, form, headers):
        call = client.post if method == "POST" else client.get
        answer = (
            call(url, form, headers=headers) if method == "POST" else call(url, headers=headers)
        )
        assert SAFE.items() <= dict(answer.headers).items()
        assert plain == (COOKIE not in client.cookies)
        return Reply(answer.status_code, answer.content.decode(), answer.headers.get("Location"))

    return send

if plain:
    walk(browser(), "/appointments/", provider)
else:
    walk_held(browser, "/appointments/", provider)
print("walked")
"""


@pytest.mark.parametrize("kind", ["plain", "able"])
def test_a_resident_books_and_cancels_in_django(templates: Path, kind: str) -> None:
    # Django's settings belong to the whole process, so it has one of its own.
    root = Path(__file__).parents[2]
    guide = (root / "docs" / "booking" / "replace-a-provider.md").read_text("utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", guide, re.S | re.M)
    (urls,) = (block for block in blocks if "citydesign.django" in block)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", DJANGO, str(templates), urls, kind],
        cwd=root,
        capture_output=True,
        text=True,
    )
    assert done.stdout == "walked\n", done.stderr


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://city.example"}, False),
        ({"Origin": "https://city.example"}, True),
        ({"Origin": "https://city.example:8443"}, False),
        ({"Origin": "https://elsewhere.example"}, False),
        ({"Origin": "null"}, False),
    ],
)
def test_only_forms_of_this_site_are_taken(headers: dict[str, str], ours: bool) -> None:
    assert same_site(headers, "city.example") == ours
