"""The inbox and the resident's pages inside Flask, Django, Starlette and FastAPI: one walk."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

pytest.importorskip("wtforms")
pytest.importorskip("sqlalchemy")

from fastapi import FastAPI
from flask import Flask
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount
from starlette.templating import Jinja2Templates
from starlette.testclient import TestClient
from tests.forms.browser import Reply
from tests.forms.office import FORBIDDEN, SIGN_IN, office, walk
from tests.forms.walk import TEMPLATE

import citydesign.flask
import citydesign.starlette
from citydesign.identity import NotAllowed, NotSignedIn


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "form.html").write_text(TEMPLATE, "utf-8")
    return tmp_path


def test_staff_and_a_resident_meet_in_flask(folder: Path) -> None:
    city = office(folder)
    app = Flask(__name__, template_folder=str(folder))
    citydesign.flask.install(app, strict=True)
    staff = citydesign.flask.inbox_pages(city.inbox, "form.html", city.who)
    sent = citydesign.flask.reply_pages(city.reply, "form.html")
    app.register_blueprint(staff, url_prefix="/staff")
    app.register_blueprint(sent, url_prefix="/sent")
    app.register_error_handler(NotSignedIn, lambda error: ("sign in", SIGN_IN))
    app.register_error_handler(NotAllowed, lambda error: ("forbidden", FORBIDDEN))
    client = app.test_client(use_cookies=False)

    def send(method: str, url: str, form: Any, cookies: dict[str, str], headers: Any) -> Reply:
        headers = {**headers, "Cookie": "; ".join(f"{n}={v}" for n, v in cookies.items())}
        answer = client.open(url, method=method, data=form or None, headers=headers)
        if answer.status_code < 400:
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
        found = []
        for line in answer.headers.getlist("Set-Cookie"):
            first, *marks = line.split("; ")
            assert {"HttpOnly", "Secure", "SameSite=Lax"} <= set(marks)
            name, _, value = first.partition("=")
            found.append((name, value, next(m[5:] for m in marks if m.startswith("Path="))))
        return Reply(answer.status_code, answer.get_data().decode(), answer.location, found)

    walk(city, send, "/staff/", "/sent/")


@pytest.mark.parametrize("kind", [Starlette, FastAPI])
def test_staff_and_a_resident_meet_in_starlette_and_fastapi(folder: Path, kind: Any) -> None:
    city = office(folder)
    templates = Jinja2Templates(folder)
    app = kind(
        exception_handlers={
            NotSignedIn: lambda request, error: PlainTextResponse("", SIGN_IN),
            NotAllowed: lambda request, error: PlainTextResponse("", FORBIDDEN),
        }
    )
    staff = citydesign.starlette.inbox_pages(city.inbox, templates, "form.html", city.who)
    sent = citydesign.starlette.reply_pages(city.reply, templates, "form.html")
    app.mount("/staff", Mount("", routes=staff))
    app.mount("/sent", Mount("", routes=sent))
    citydesign.starlette.install(app, templates, strict=True)
    with TestClient(app, follow_redirects=False) as client:

        def send(method: str, url: str, form: Any, cookies: dict[str, str], headers: Any) -> Reply:
            client.cookies.clear()
            headers = {**headers, "Cookie": "; ".join(f"{n}={v}" for n, v in cookies.items())}
            if method == "POST":
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(form, doseq=True) if method == "POST" else None
            answer = client.request(method, url, content=body, headers=headers)
            found = []
            for line in answer.headers.get_list("set-cookie"):
                first, *marks = line.split("; ")
                name, _, value = first.partition("=")
                found.append((name, value, next(m[5:] for m in marks if m.startswith("Path="))))
            text = answer.content.decode()
            return Reply(answer.status_code, text, answer.headers.get("location"), found)

        walk(city, send, "/staff/", "/sent/")


DJANGO = """
import sys
from pathlib import Path
from django.conf import settings
settings.configure(
    DEBUG=False, LANGUAGE_CODE="en", ROOT_URLCONF="__main__", STATIC_URL="/static/",
    ALLOWED_HOSTS=["testserver"], INSTALLED_APPS=["citydesign.django"], SECRET_KEY="only for this test",
    MIDDLEWARE=["django.middleware.csrf.CsrfViewMiddleware", "__main__.Doors"],
    TEMPLATES=[{"BACKEND": "django.template.backends.jinja2.Jinja2", "DIRS": [sys.argv[1]],
        "OPTIONS": {"environment": "citydesign.django.environment"}}],
)
import django
django.setup()
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path
from citydesign.django import inbox_pages, reply_pages
from citydesign.identity import NotAllowed, NotSignedIn
from tests.forms.browser import Reply
from tests.forms.office import FORBIDDEN, SIGN_IN, office, walk

class Doors:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, error):
        found = {NotSignedIn: SIGN_IN, NotAllowed: FORBIDDEN}.get(type(error))
        return HttpResponse(status=found) if found else None

city = office(Path(sys.argv[1]))
urlpatterns = [
    path("staff/", include(inbox_pages(city.inbox, "form.html", city.who))),
    path("sent/", include(reply_pages(city.reply, "form.html"))),
]

def send(method, url, form, cookies, headers):
    client = Client(enforce_csrf_checks=True)
    for name, value in cookies.items():
        client.cookies[name] = value
    call = client.post if method == "POST" else client.get
    answer = call(url, form, headers=headers) if method == "POST" else call(url, headers=headers)
    found = [(one.key, one.value, one["path"]) for one in answer.cookies.values()]
    return Reply(answer.status_code, answer.content.decode(), answer.headers.get("Location"), found)

walk(city, send, "/staff/", "/sent/")
city.engine.dispose()
print("walked")
"""


def test_staff_and_a_resident_meet_in_django(folder: Path) -> None:
    # Django's settings belong to the whole process, so it has one of its own.
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", DJANGO, str(folder)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
    )
    assert done.stdout == "walked\n", done.stderr
