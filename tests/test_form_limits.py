"""A form that is too large for a site gets a page that says so, and nothing of it is kept."""

import http.client
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread
from typing import Annotated, Any

import pytest

pytest.importorskip("wtforms")
pytest.importorskip("sqlalchemy")

import anyio
import uvicorn
from fastapi import FastAPI
from fastapi import Form as FastAPIForm
from flask import Flask, request
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from starlette.templating import Jinja2Templates
from starlette.testclient import TestClient
from tests.forms.walk import TEMPLATE, flow
from werkzeug.serving import make_server

import citydesign.flask
import citydesign.starlette
from citydesign.errors import CityDesignError
from citydesign.form_limits import FormLimits

ENCODED = "application/x-www-form-urlencoded"
LIMITS = FormLimits(fields=20, size=5_000, files=50_000)
EDGE = b"--edge\r\nContent-Disposition: form-data; name="


def encoded(fields: int = 1, size: int = 1) -> tuple[bytes, str]:
    return b"&".join(b"name=%b" % (b"x" * size) for _ in range(fields)), ENCODED


def parts(fields: int = 1, size: int = 1, file: int = 0) -> tuple[bytes, str]:
    body = b"".join(EDGE + b'"name"\r\n\r\n' + b"x" * size + b"\r\n" for _ in range(fields))
    if file:
        body += EDGE + b'"plan"; filename="a.pdf"\r\n\r\n' + b"y" * file + b"\r\n"
    return body + b"--edge--\r\n", "multipart/form-data; boundary=edge"


FITS = [encoded(), encoded(20), encoded(1, 4_900), parts(), parts(19), parts(1, 10, 40_000)]
TOO_LARGE = [
    encoded(21),
    encoded(10_000),
    encoded(1, 6_000),
    parts(21),
    parts(10_000),
    parts(1, 10, 90_000),
]
IDS = ["fields", "10 000 fields", "size", "parts", "10 000 parts", "a file"]


def says_so(text: str, language: str = "en") -> bool:
    heading, title = {
        "en": ("That was too much to send at once", "<title>Error:"),
        "fi": ("Lähetit liikaa kerralla", "<title>Virhe:"),
    }[language]
    return f">{heading}</h1>" in text and f'lang="{language}"' in text and title in text


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    (tmp_path / "form.html").write_text(TEMPLATE, "utf-8")
    return tmp_path


def flask_app(templates: Path, limits: FormLimits | None = LIMITS) -> Flask:
    app = Flask(__name__, template_folder=str(templates))
    languages = citydesign.flask.Languages(app, ["en", "fi"])
    citydesign.flask.install(app, locale=languages, strict=True)
    citydesign.flask.protect(app)
    if limits:
        citydesign.flask.limit_forms(app, "form.html", limits)

    @app.post("/<language:language>/own")
    def own() -> str:
        return f"read {len(request.form.getlist('name'))} {len(request.files)}"

    return app


@pytest.mark.parametrize("sent", TOO_LARGE, ids=IDS)
def test_flask_answers_a_form_that_is_too_large(templates: Path, sent: tuple[bytes, str]) -> None:
    answer = flask_app(templates).test_client().post("/en/own", data=sent[0], headers=headers(sent))
    assert answer.status_code == 413
    assert says_so(answer.text)
    assert answer.headers["Cache-Control"] == "no-store"


def test_flask_says_so_in_the_language_of_the_page(templates: Path) -> None:
    sent = encoded(21)
    client = flask_app(templates).test_client()
    answer = client.post("/fi/own", data=sent[0], headers=headers(sent))
    assert says_so(answer.text, "fi")


@pytest.mark.parametrize("sent", FITS)
def test_flask_reads_what_fits(templates: Path, sent: tuple[bytes, str]) -> None:
    client = flask_app(templates).test_client()
    answer = client.post("/en/own", data=sent[0], headers=headers(sent))
    assert answer.status_code == 200
    assert answer.text.startswith("read")


def headers(sent: tuple[bytes, str]) -> dict[str, str]:
    return {"Content-Type": sent[1]}


def asgi_app(kind: Any, templates: Path, limits: FormLimits | None = LIMITS) -> Any:
    found = Jinja2Templates(templates)
    app = kind(debug=False)

    async def own(request: Request) -> PlainTextResponse:
        async with request.form() as form:
            return PlainTextResponse(f"read {len(form.getlist('name'))}")

    app.router.routes.append(Route("/own", own, methods=["POST"]))
    if kind is FastAPI:

        @app.post("/typed")
        def typed(name: Annotated[list[str], FastAPIForm()]) -> dict[str, int]:
            return {"read": len(name)}

    citydesign.starlette.install(app, found, locale="fi", strict=True)
    citydesign.starlette.protect(app)
    if limits:
        citydesign.starlette.limit_forms(app, found, "form.html", limits)
    return app


@pytest.mark.parametrize("where", [(Starlette, "/own"), (FastAPI, "/own"), (FastAPI, "/typed")])
@pytest.mark.parametrize("sent", TOO_LARGE, ids=IDS)
def test_starlette_and_fastapi_answer_a_form_that_is_too_large(
    templates: Path, where: Any, sent: tuple[bytes, str]
) -> None:
    kind, address = where
    with TestClient(asgi_app(kind, templates)) as client:
        answer = client.post(address, content=sent[0], headers=headers(sent))
    assert answer.status_code == 413
    assert says_so(answer.text, "fi")
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("where", [(Starlette, "/own"), (FastAPI, "/own"), (FastAPI, "/typed")])
@pytest.mark.parametrize("sent", FITS)
def test_starlette_and_fastapi_read_what_fits(
    templates: Path, where: Any, sent: tuple[bytes, str]
) -> None:
    kind, address = where
    with TestClient(asgi_app(kind, templates)) as client:
        answer = client.post(address, content=sent[0], headers=headers(sent))
    assert answer.status_code == 200
    assert "read" in answer.text


@pytest.mark.parametrize("size", [1, 7, 1000])
@pytest.mark.parametrize(
    ("sent", "status"), [(parts(20), 200), (parts(21), 413), (encoded(20), 200), (encoded(21), 413)]
)
def test_pieces_of_any_size_are_counted_alike(
    templates: Path, size: int, sent: tuple[bytes, str], status: int
) -> None:
    body, _ = sent
    with TestClient(asgi_app(Starlette, templates)) as client:
        pieces = (body[at : at + size] for at in range(0, len(body), size))
        answer = client.post("/own", content=pieces, headers=headers(sent))
    assert answer.status_code == status


def test_what_is_no_form_is_left_alone(templates: Path) -> None:
    with TestClient(asgi_app(Starlette, templates)) as client:
        sent = client.post("/own", content=b"z" * 90_000, headers={"Content-Type": "text/plain"})
    assert sent.status_code == 200


@pytest.fixture
def flask_server(templates: Path) -> Iterator[int]:
    server = make_server("127.0.0.1", 0, flask_app(templates, LIMITS), threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()


@pytest.fixture
def asgi_server(templates: Path) -> Iterator[int]:
    server = uvicorn.Server(
        uvicorn.Config(asgi_app(FastAPI, templates, LIMITS), log_level="error", lifespan="off")
    )
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=server.run, args=[[listening]], daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        server.should_exit = True
        thread.join()


@pytest.mark.parametrize("sent", [*TOO_LARGE, encoded(1, 3_000_000), parts(1, 9, 9_000_000)])
@pytest.mark.parametrize(("server", "path"), [("flask_server", "/en/own"), ("asgi_server", "/own")])
def test_from_a_real_server_the_page_arrives_whole(
    request: pytest.FixtureRequest, server: str, path: str, sent: tuple[bytes, str]
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", request.getfixturevalue(server))
    with closing(connection):
        connection.request("POST", path, sent[0], headers(sent))
        answer = connection.getresponse()
        text = answer.read().decode()
    assert answer.status == 413
    assert says_so(text, "en" if path == "/en/own" else "fi")


@pytest.mark.parametrize(("pieces", "read"), [(65, 65), (None, 112)], ids=["some", "endless"])
@pytest.mark.parametrize("path", ["/own", "/apply/"])
def test_starlette_reads_what_its_browser_still_sends_but_not_for_ever(
    templates: Path, pieces: int | None, read: int, path: str
) -> None:
    made, _ = flow()
    found = Jinja2Templates(templates)
    app = asgi_app(Starlette, templates, FormLimits(files=60_000_000))
    ready = citydesign.starlette.journey_pages(made, found, "form.html")
    citydesign.starlette.install(app, found, locale="fi")
    app.router.routes.append(Mount("/apply", routes=ready))
    given, statuses = 0, []

    async def receive() -> dict[str, Any]:
        nonlocal given
        given += 1
        begin = EDGE + b'"plan"; filename="a.pdf"\r\n\r\n' if given == 1 else b""
        body = begin.ljust(1_000_000, b"x")
        return {"type": "http.request", "body": body, "more_body": given != pieces}

    async def send(message: Any) -> None:
        statuses.append(message.get("status"))

    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "query_string": b"",
        "headers": [(b"content-type", parts()[1].encode())],
    }
    anyio.run(app, scope, receive, send)
    assert (statuses[0], given) == (413, read)


@pytest.mark.parametrize(
    ("announced", "read"),
    [(65_000_000, 65_000_000), (10**12, 111_000_000)],
    ids=["some", "endless"],
)
def test_flask_reads_what_its_browser_still_sends_but_not_for_ever(
    templates: Path, announced: int, read: int
) -> None:
    class Form:
        given = 0

        def read(self, size: int = -1) -> bytes:
            assert size > 0
            self.given += size
            return b"x" * size

    form = Form()
    app = flask_app(templates, FormLimits(files=60_000_000))
    answer = app.test_client().open(
        "/en/own",
        method="POST",
        headers=headers(parts()),
        environ_overrides={"wsgi.input": form, "CONTENT_LENGTH": str(announced)},
    )
    assert (answer.status_code, says_so(answer.text)) == (413, True)
    assert form.given == read


READY = [encoded(1_001), encoded(10_000), encoded(1, 1_100_000)]


def journey(kind: Any, templates: Path, limits: FormLimits | None) -> tuple[Any, Any, str]:
    """How to send to a journey and read it, and the address of its first page."""
    made, _ = flow()
    if kind is Flask:
        flask = flask_app(templates, limits)
        flask.debug = True
        pages = citydesign.flask.journey_pages(made, "form.html")
        flask.register_blueprint(pages, url_prefix="/en/apply")
        browser = flask.test_client()
        first = browser.post("/en/apply/", data={}).location
        return (
            lambda url, body, head: browser.post(url, data=body, headers=head),
            browser.get,
            first,
        )
    found = Jinja2Templates(templates)
    app = Starlette(debug=True)
    app.routes.append(
        Mount("/apply", routes=citydesign.starlette.journey_pages(made, found, "form.html"))
    )
    citydesign.starlette.install(app, found, strict=True)
    if limits:
        citydesign.starlette.limit_forms(app, found, "form.html", limits)
    client = TestClient(app, follow_redirects=False)
    first = client.post("/apply/", data={}).headers["location"]
    return lambda url, body, head: client.post(url, content=body, headers=head), client.get, first


@pytest.mark.parametrize("sent", READY, ids=["fields", "10 000 fields", "size"])
@pytest.mark.parametrize("kind", [Flask, Starlette])
def test_a_journey_keeps_what_it_had(templates: Path, kind: Any, sent: tuple[bytes, str]) -> None:
    post, get, first = journey(kind, templates, None)
    before = get(first)
    assert before.status_code == 200
    refused = post(first, sent[0], headers(sent))
    assert refused.status_code == 413
    assert says_so(refused.text)
    after = get(first)
    assert after.status_code == 200
    assert after.text == before.text


@pytest.mark.parametrize("kind", [Flask, Starlette])
def test_a_journey_takes_what_the_site_takes(templates: Path, kind: Any) -> None:
    post, _, first = journey(kind, templates, FormLimits(fields=2_000, size=2_000_000))
    for sent in (encoded(1_001), encoded(1, 1_100_000)):
        assert post(first, sent[0], headers(sent)).status_code != 413
    large = encoded(2_001)
    assert post(first, large[0], headers(large)).status_code == 413


DJANGO = """
import sys
from django.conf import settings
settings.configure(
    DEBUG=False, LANGUAGE_CODE="en", LANGUAGES=[("en", "English"), ("fi", "suomi")], USE_I18N=True,
    ROOT_URLCONF="__main__", STATIC_URL="/static/", ALLOWED_HOSTS=["testserver"],
    INSTALLED_APPS=["citydesign.django"], SECRET_KEY="only for this test",
    DATA_UPLOAD_MAX_NUMBER_FIELDS=20, DATA_UPLOAD_MAX_MEMORY_SIZE=5_000,
    CITYDESIGN_MAX_FILES=50_000,
    FILE_UPLOAD_HANDLERS=["citydesign.django.uploads.LimitedFiles",
        "django.core.files.uploadhandler.MemoryFileUploadHandler"],
    MIDDLEWARE=["citydesign.django.protect", "django.middleware.locale.LocaleMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware"],
    TEMPLATES=[{"BACKEND": "django.template.backends.jinja2.Jinja2", "DIRS": [sys.argv[1]],
        "OPTIONS": {"environment": "citydesign.django.environment"}}],
)
import django
django.setup()
from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from tests.forms.walk import flow
from tests.test_form_limits import encoded, parts, says_so
from citydesign.django import journey_pages, limit_forms

def own(request):
    return HttpResponse(f"read {len(request.POST.getlist('name'))}")

def odd(request):
    raise SuspiciousOperation("another reason")

made, store = flow()
urlpatterns = [path("checked/", own), path("own/", csrf_exempt(own)), path("odd/", odd),
    path("apply/", include(journey_pages(made, "form.html")))]
handler400 = limit_forms("form.html")

for language in ("en", "fi"):
    for address in ("/own/", "/checked/", "/apply/"):
        for sent in (encoded(21), encoded(10_000), encoded(1, 6_000), parts(21), parts(1, 6_000),
                parts(1, 10, 90_000)):
            client = Client(enforce_csrf_checks=True)
            client.cookies["csrftoken"] = "a" * 32
            answer = client.post(address, sent[0], content_type=sent[1], headers={"Accept-Language": language})
            assert answer.status_code == 413, (address, answer.status_code)
            assert says_so(answer.content.decode(), language), answer.content.decode()
            assert answer.headers["Cache-Control"] == "no-store"
client = Client()
for sent in (encoded(20), parts(19), parts(1, 10, 40_000)):
    answer = client.post("/own/", sent[0], content_type=sent[1])
    assert answer.status_code == 200, answer.status_code
assert client.post("/odd/").status_code == 400

# Without the handler, the pages that are ready to use have the limit all the same.
settings.FILE_UPLOAD_HANDLERS = settings.FILE_UPLOAD_HANDLERS[1:]
browser = Client()
first = browser.post("/apply/", headers={"Accept-Language": "en"}).headers["Location"]
shown = browser.get(first)
assert shown.status_code == 200
before = shown.content
for sent in (parts(1, 10, 90_000), encoded(21)):
    refused = browser.post(first, sent[0], content_type=sent[1])
    assert (refused.status_code, says_so(refused.content.decode())) == (413, True)
    assert browser.get(first).content == before
fits = parts(1, 10, 40_000)
assert browser.post(first, fits[0], content_type=fits[1]).status_code != 413

from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()

# From a real server the page arrives whole.
import http.client
from threading import Thread
from werkzeug.serving import make_server
settings.ALLOWED_HOSTS = ["*"]
server = make_server("127.0.0.1", 0, application, threaded=True)
Thread(target=server.serve_forever, daemon=True).start()
for path in ("/own/", first):
    for sent in (encoded(1, 3_000_000), parts(1, 9, 9_000_000)):
        if path == "/own/" and sent[1] != encoded()[1]:
            continue
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port)
        connection.request("POST", path, sent[0], {"Content-Type": sent[1], "Accept-Language": "en"})
        answer = connection.getresponse()
        assert (answer.status, says_so(answer.read().decode())) == (413, True), path
        connection.close()
server.shutdown()

# A form without an end is left after a while.
class Endless:
    given = 0
    def read(self, size=-1):
        self.given += size
        return b"x" * size
    def readline(self, size=-1):
        return self.read(size)

endless = Endless()
environ = {"REQUEST_METHOD": "POST", "PATH_INFO": first, "SERVER_NAME": "testserver", "SERVER_PORT": "80",
    "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.url_scheme": "http", "wsgi.input": endless, "wsgi.errors": sys.stderr,
    "CONTENT_LENGTH": str(10**12), "CONTENT_TYPE": parts()[1]}
statuses = []
b"".join(application(environ, lambda status, headers: statuses.append(status)))
assert statuses[0].startswith("413"), statuses
assert 40_000_000 < endless.given < 51_000_000, endless.given

from citydesign.errors import CityDesignError
from citydesign.django.uploads import limits
for wrong in (-1, "60 MB", 1.5, True):
    settings.CITYDESIGN_MAX_FILES = wrong
    try:
        limits()
    except CityDesignError as error:
        assert "whole number of bytes" in str(error)
    else:
        raise AssertionError(wrong)
print("answered")
"""


def test_django_answers_a_form_that_is_too_large(templates: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", DJANGO, str(templates)],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "answered", done.stderr


@pytest.mark.parametrize("wrong", [{"fields": 0}, {"size": 0}, {"files": -1}, {"fields": True}])
def test_a_limit_that_is_none_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(CityDesignError, match=r"is a whole number from [01] on, not"):
        FormLimits(**wrong)
