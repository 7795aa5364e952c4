"""One declaration inside Flask, Starlette, FastAPI and Django: the same walk on the same pages."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

pytest.importorskip("wtforms")
pytest.importorskip("sqlalchemy")

from fastapi import FastAPI
from flask import Flask
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.templating import Jinja2Templates
from starlette.testclient import TestClient
from tests.forms import filed
from tests.forms.browser import Reply, apart
from tests.forms.walk import TEMPLATE, flow, walk

import citydesign.flask
import citydesign.starlette
from citydesign.forms.journey import MemoryStore


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    (tmp_path / "form.html").write_text(TEMPLATE, "utf-8")
    return tmp_path


def cookies_of(headers: list[str], secure: bool) -> list[tuple[str, str, str]]:
    """The cookies that a host sets; each is out of reach of scripts and other sites."""
    found = []
    for header in headers:
        first, *rest = [part.strip() for part in header.split(";")]
        name, _, value = first.partition("=")
        marks = {part.lower() for part in rest}
        assert {"httponly", "samesite=lax"} <= marks
        assert ("secure" in marks) is secure
        assert not [one for one in marks if one.startswith(("max-age", "expires", "domain"))]
        (path,) = [part.partition("=")[2] for part in rest if part.lower().startswith("path=")]
        found.append((name, value.strip('"'), path))
    return found


@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize("prefix", ["/apply", "/<language:language>/apply"])
def test_a_resident_fills_in_a_form_in_flask(templates: Path, prefix: str, debug: bool) -> None:
    app = Flask(__name__, template_folder=str(templates))
    app.debug = debug
    languages = citydesign.flask.Languages(app, ["en", "fi"])
    citydesign.flask.install(app, locale=languages, strict=True)
    citydesign.flask.protect(app)
    made, store = flow()
    blueprint = citydesign.flask.journey_pages(made, "form.html")
    app.register_blueprint(blueprint, url_prefix=prefix)
    client = app.test_client(use_cookies=False)

    def send(method: str, url: str, form: Any, cookies: dict[str, str], headers: Any) -> Reply:
        jar = "; ".join(f"{name}={value}" for name, value in cookies.items())
        headers = {**headers, "Cookie": jar} if jar else headers
        answer = client.open(url, method=method, data=form or None, headers=headers)
        assert answer.headers["Cache-Control"] == "no-store"
        found = cookies_of(answer.headers.getlist("Set-Cookie"), secure=not debug)
        return Reply(answer.status_code, answer.text, answer.location, found)

    walk(send, prefix.replace("<language:language>", "en") + "/", store)


@pytest.mark.parametrize("kind", [Starlette, FastAPI])
@pytest.mark.parametrize("debug", [True, False])
def test_a_resident_fills_in_a_form_in_starlette_and_fastapi(
    templates: Path, kind: Any, debug: bool
) -> None:
    found = Jinja2Templates(templates)
    made, store = flow()
    app = kind(debug=debug)
    app.mount(
        "/täällä", Mount("", routes=citydesign.starlette.journey_pages(made, found, "form.html"))
    )
    citydesign.starlette.install(app, found, strict=True)
    citydesign.starlette.protect(app)
    with TestClient(app, follow_redirects=False) as client:

        def send(method: str, url: str, form: Any, cookies: dict[str, str], headers: Any) -> Reply:
            client.cookies.clear()
            headers = {**headers, "Cookie": "; ".join(f"{n}={v}" for n, v in cookies.items())}
            if method == "POST":
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(form, doseq=True) if method == "POST" else None
            answer = client.request(method, url, content=body, headers=headers)
            assert answer.headers["cache-control"] == "no-store"
            got = cookies_of(answer.headers.get_list("set-cookie"), secure=not debug)
            return Reply(answer.status_code, answer.text, answer.headers.get("location"), got)

        walk(send, "/t%C3%A4%C3%A4ll%C3%A4/", store)


DJANGO = """
import sys
from django.conf import settings
settings.configure(
    DEBUG=False, LANGUAGE_CODE="en", ROOT_URLCONF="__main__", STATIC_URL="/static/", ALLOWED_HOSTS=["testserver"],
    INSTALLED_APPS=["citydesign.django"], SECRET_KEY="only for this test",
    MIDDLEWARE=["django.middleware.csrf.CsrfViewMiddleware", "citydesign.django.protect"],
    TEMPLATES=[{"BACKEND": "django.template.backends.jinja2.Jinja2", "DIRS": [sys.argv[1]],
        "OPTIONS": {"environment": "citydesign.django.environment"}}],
)
import django
django.setup()
from django.test import Client
from django.urls import include, path
from tests.forms.browser import Reply
from tests.forms.django_forms import PAGES
from tests.forms.walk import flow, walk
from citydesign.django import journey_pages

made, store = flow(PAGES) if sys.argv[2] == "django" else flow()
urlpatterns = [path("apply/", include(journey_pages(made, "form.html")))]

def send(method, url, form, cookies, headers):
    client = Client(enforce_csrf_checks=True)
    for name, value in cookies.items():
        client.cookies[name] = value
    if method == "POST":
        answer = client.post(url, form, headers=headers)
    else:
        answer = client.generic(method, url, headers=headers)
    assert answer.headers["Cache-Control"] == "no-store"
    found = []
    for one in answer.cookies.values():
        assert one["httponly"] and one["secure"] and one["samesite"] == "Lax", one
        found.append((one.key, one.value, one["path"]))
    return Reply(answer.status_code, answer.content.decode(), answer.headers.get("Location"), found)

walk(send, "/apply/", store)
print("walked")
"""


@pytest.mark.parametrize("forms", ["django", "wtforms"])
def test_a_resident_fills_in_a_form_in_django(templates: Path, forms: str) -> None:
    # Django's settings belong to the whole process, so it has one of its own.
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", DJANGO, str(templates), forms],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
    )
    assert done.stdout == "walked\n", done.stderr


def test_a_resident_fills_in_a_form_of_pydantic_models(templates: Path) -> None:
    from tests.forms.browser import straight
    from tests.forms.pydantic_forms import PAGES

    made, store = flow(PAGES)
    walk(straight(made), "/apply/", store, whole=False)


def wtforms_of(uploads: Any) -> Any:
    import wtforms
    from tests.forms.permit import asks, form

    from citydesign.forms.wtforms import Required, UploadField

    return form(
        name=asks(wtforms.StringField, "Name"),
        papers=asks(UploadField, "Papers", Required(), uploads=uploads),
    )


def test_a_resident_sends_files_in_flask(templates: Path) -> None:
    app = Flask(__name__, template_folder=str(templates))
    app.debug = True
    citydesign.flask.install(app)
    took = filed.uploads(templates / "files")
    made, store = filed.flow(wtforms_of(took), took)
    app.register_blueprint(citydesign.flask.journey_pages(made, "form.html"), url_prefix="/apply")
    client = app.test_client(use_cookies=False)

    def send(method: str, url: str, form: Any, cookies: dict[str, str], headers: Any) -> Reply:
        headers = {**headers, "Cookie": "; ".join(f"{n}={v}" for n, v in cookies.items())}
        texts, files = apart(form, lambda name, content: (BytesIO(content), name))
        answer = client.open(url, method=method, data={**texts, **files} or None, headers=headers)
        found = cookies_of(answer.headers.getlist("Set-Cookie"), secure=False)
        return Reply(answer.status_code, answer.text, answer.location, found)

    filed.walk(send, "/apply/", store)


@pytest.fixture
def fast(templates: Path) -> Iterator[tuple[TestClient, MemoryStore]]:
    from typing import Annotated

    from pydantic import BaseModel

    from citydesign.form_limits import FormLimits
    from citydesign.forms.core.files import KeptFile
    from citydesign.forms.pydantic import Ask

    took = filed.uploads(templates / "files")

    class Application(BaseModel):
        name: Annotated[str, Ask("Name")]
        papers: Annotated[list[KeptFile], Ask("Papers", uploads=took)]

    found = Jinja2Templates(templates)
    made, store = filed.flow(Application, took)
    app = FastAPI(debug=True)
    pages = citydesign.starlette.journey_pages(made, found, "form.html")
    app.mount("/apply", Mount("", routes=pages))
    citydesign.starlette.install(app, found, strict=True)
    app.state.citydesign_limits = FormLimits(fields=20, size=2_000, files=3_000)
    with TestClient(app, follow_redirects=False) as client:
        yield client, store


def sender(client: TestClient) -> Any:
    def send(method: str, url: str, form: Any, cookies: dict[str, str], headers: Any) -> Reply:
        client.cookies.clear()
        headers = {**headers, "Cookie": "; ".join(f"{n}={v}" for n, v in cookies.items())}
        texts, files = apart(form, lambda name, content: (name, content))
        parts = [(name, one) for name, given in files.items() for one in given]
        # A browser sends an empty part for a field without a file.
        parts = parts or [("papers", ("", b""))]
        more = {"data": texts, "files": parts} if method == "POST" else {}
        answer = client.request(method, url, headers=headers, **more)
        got = cookies_of(answer.headers.get_list("set-cookie"), secure=False)
        return Reply(answer.status_code, answer.text, answer.headers.get("location"), got)

    return send


def test_a_resident_sends_files_in_fastapi(fast: tuple[TestClient, MemoryStore]) -> None:
    client, store = fast
    filed.walk(sender(client), "/apply/", store)


@pytest.mark.parametrize(
    "form",
    [
        {"papers": [("a.pdf", b"x" * 6_000)]},
        {"name": ["x" * 2_100]},
        {f"n{number}": ["x"] for number in range(30)},
        {"papers": [(f"{number}.pdf", b"x") for number in range(30)]},
    ],
    ids=["a file too large", "a text too large", "too many texts", "too many files"],
)
def test_a_form_with_too_much_in_it_is_a_page_that_says_so(
    fast: tuple[TestClient, MemoryStore], form: Any
) -> None:
    client, store = fast
    reply = sender(client)("POST", "/apply/", form, {}, {})
    assert (reply.status, store._visits) == (413, {})


DJANGO_FILES = (
    DJANGO.split("from tests.forms.django_forms")[0]
    + """
from io import BytesIO
from pathlib import Path
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.forms import filed
from tests.forms.browser import apart
from citydesign.django import journey_pages
from citydesign.forms.django import UploadField

took = filed.uploads(Path(sys.argv[1]) / "files")

class Application(forms.Form):
    name = forms.CharField(label="Name")
    papers = UploadField(label="Papers", uploads=took)

made, store = filed.flow(Application, took)
urlpatterns = [path("apply/", include(journey_pages(made, "form.html")))]

def send(method, url, form, cookies, headers):
    client = Client()
    for name, value in cookies.items():
        client.cookies[name] = value
    texts, files = apart(form, SimpleUploadedFile)
    call = client.post if method == "POST" else client.get
    answer = call(url, {**texts, **files}, headers=headers) if method == "POST" else call(url, headers=headers)
    found = [(one.key, one.value, one["path"]) for one in answer.cookies.values()]
    return Reply(answer.status_code, answer.content.decode(), answer.headers.get("Location"), found)

filed.walk(send, "/apply/", store)
print("walked")
"""
)


def test_a_resident_sends_files_in_django(templates: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", DJANGO_FILES, str(templates)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
    )
    assert done.stdout == "walked\n", done.stderr
