"""Hosts as they run in production: hashed and signed files, paths, caches, headers, one wheel."""

import asyncio
import base64
import hashlib
import html
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.http import HttpResponse
from fastapi import FastAPI
from flask import Flask, make_response
from jinja2 import Environment
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.templating import Jinja2Templates
from starlette.testclient import TestClient
from tests import django_site  # noqa: F401 - sets Django up

import citydesign.django
import citydesign.flask
import citydesign.starlette
from citydesign import CityDesignError, asset_url, ui
from citydesign.headers import policy, security_headers

ROOT = Path(__file__).parents[1]
YEAR = "public, max-age=31536000, immutable"


def linked(page):
    """Address and integrity of each style sheet and script of a page."""
    tags = re.findall(r"<(?:link rel=.stylesheet|script)[^>]*>", page)
    return [
        (
            html.unescape(re.search(r'(?:href|src)="([^"]*)"', tag)[1]),
            re.search(r'integrity="([^"]*)"', tag)[1],
        )
        for tag in tags
    ]


def digest(data):
    return "sha384-" + base64.b64encode(hashlib.sha384(data).digest()).decode()


DJANGO = """
import json, sys, warnings
import citydesign
from django.conf import settings

storage, debug, root = sys.argv[1], sys.argv[2] == "debug", sys.argv[3]

def view(request):
    from django.http import HttpResponse
    from citydesign import ui
    return HttpResponse(ui.page("Library card"))

def page(request):
    from django.http import HttpResponse
    response = HttpResponse("public")
    response["Cache-Control"] = "public, max-age=60"
    return response

def data(request):
    from django.http import JsonResponse
    return JsonResponse({})

async def later(request):
    return view(request)

MIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]
if storage.startswith("whitenoise"):
    MIDDLEWARE.append("whitenoise.middleware.WhiteNoiseMiddleware")
MIDDLEWARE.append("citydesign.django.protect")
settings.configure(
    DEBUG=debug, SECRET_KEY="x" * 50, ALLOWED_HOSTS=["*"], ROOT_URLCONF="site_of_a_city",
    LANGUAGE_CODE="fi", CITYDESIGN_THEME="helsinki", MIDDLEWARE=MIDDLEWARE,
    INSTALLED_APPS=["django.contrib.staticfiles", "citydesign.django"],
    STATIC_URL="/static/", STATIC_ROOT=root,
    STATICFILES_DIRS=[("citydesign", citydesign.assets_path())],
    CITYDESIGN_SOURCES={"img-src": ["https://map.example"]},
    STORAGES={"staticfiles": {"BACKEND": storage}},
)
sys.modules["site_of_a_city"] = sys.modules["__main__"]
import django
django.setup()
from django.urls import path
from django.core.management import call_command
from django.test import AsyncClient, Client

urlpatterns = [path("", view), path("page", page), path("data", data), path("later", later)]
if not debug:
    call_command("collectstatic", interactive=False, verbosity=0)
client = Client()
answer = client.get("/")
from asgiref.sync import async_to_sync
found = {
    "status": answer.status_code, "html": answer.content.decode(), "headers": dict(answer.headers),
    "page": dict(client.get("/page").headers), "data": dict(client.get("/data").headers),
    "later": dict(async_to_sync(AsyncClient().get)("/later").headers),
}
if storage.startswith("whitenoise"):
    from citydesign import assets
    import re, html
    found["served"] = {}
    for url in re.findall(r'(?:href|src)="(/static/[^"]*)"', found["html"]):
        got = client.get(url)
        body = b"".join(got.streaming_content)
        found["served"][url] = [got.status_code, body.decode(), got.headers.get("Cache-Control")]
        got.close()
print(json.dumps(found))
"""

SIGNED = """
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage, StaticFilesStorage

class Signs:
    def url(self, name, **options):
        return super().url(name, **options) + "?expires=1&signature=a%2Fb"

class Plain(Signs, StaticFilesStorage):
    pass

class Hashed(Signs, ManifestStaticFilesStorage):
    pass

class Unreadable(ManifestStaticFilesStorage):
    def _open(self, name, mode="rb"):
        if name.startswith("citydesign") and self.closed:
            raise OSError("write only")
        return super()._open(name, mode)

    closed = False

    def post_process(self, *args, **options):
        yield from super().post_process(*args, **options)
        type(self).closed = True
"""
STORAGE = "django.contrib.staticfiles.storage."
STORAGES = [
    (STORAGE + "StaticFilesStorage", "live"),
    (STORAGE + "ManifestStaticFilesStorage", "live"),
    (STORAGE + "ManifestStaticFilesStorage", "debug"),
    ("signed.Plain", "live"),
    ("signed.Hashed", "live"),
    ("whitenoise.storage.CompressedManifestStaticFilesStorage", "live"),
]


def django(folder, storage, mode):
    (folder / "site.py").write_text(DJANGO, "utf-8")
    (folder / "signed.py").write_text(SIGNED, "utf-8")
    done = subprocess.run(
        [sys.executable, "site.py", storage, mode, str(folder / "static")],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(("storage", "mode"), STORAGES, ids=lambda value: value.rpartition(".")[2])
def test_a_django_page_is_styled_with_any_storage(storage, mode, tmp_path):
    found = django(tmp_path, storage, mode)
    assert found["status"] == 200
    files = linked(found["html"])
    assert len(files) >= 3
    served = tmp_path / "static" if mode == "live" else None
    for url, integrity in files:
        path, _, query = url.partition("?")
        assert query == ("expires=1&signature=a%2Fb" if storage.startswith("signed") else "")
        name = path.removeprefix("/static/")
        assert name != path
        data = (
            (served / name).read_bytes()
            if served
            else (citydesign.assets_path() / name.removeprefix("citydesign/")).read_bytes()
        )
        # A browser refuses the file if its bytes are others than the page says.
        assert integrity == digest(data), url
        if "Manifest" in storage and mode == "live":
            assert re.search(r"-[0-9a-f]{10}\.[0-9a-f]{12}\.(css|js)$", name)
        if data and name.endswith(".css") and "Manifest" in storage and served:
            for image in re.findall(rb"url\(\"?([^)\"?]+)", data):
                assert (served / "citydesign" / image.decode()).is_file()
    for url, (status, text, cache) in found.get("served", {}).items():
        assert status == 200
        assert digest(text.encode()) == dict(files)[url]
        assert "immutable" in cache


def test_a_storage_that_cannot_be_read_gives_no_wrong_integrity(tmp_path):
    found = django(tmp_path, "signed.Unreadable", "live")
    assert found["status"] == 200
    assert {integrity for _, integrity in linked(found["html"])} == {""}


SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


def test_django_sends_the_headers_of_pages_with_personal_data(tmp_path):
    found = django(tmp_path, STORAGE + "StaticFilesStorage", "live")
    for page in (found["headers"], found["later"]):
        assert SECURITY.items() <= page.items()
        assert page["Cache-Control"] == "no-store"
        assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
        assert "img-src 'self' https://map.example" in page["Content-Security-Policy"]
    assert found["page"]["Cache-Control"] == "public, max-age=60"
    assert found["data"]["Cache-Control"] == "no-store"
    assert "form-action 'self'" in found["data"]["Content-Security-Policy"]


def test_flask_sends_the_headers_of_pages_with_personal_data():
    app = Flask(__name__)
    citydesign.flask.protect(app, {"form-action": ["https://pay.example"]})
    app.add_url_rule("/", view_func=lambda: ui.page("T"))
    app.add_url_rule("/data", endpoint="data", view_func=lambda: {})
    app.add_url_rule("/broken", endpoint="broken", view_func=lambda: 1 / 0)

    @app.get("/page")
    def page():
        response = make_response("public")
        response.headers["Cache-Control"] = "public, max-age=60"
        response.headers["Content-Security-Policy"] = "default-src 'none'"
        return response

    client = app.test_client()
    for path, status in (("/", 200), ("/missing", 404), ("/broken", 500)):
        answer = client.get(path)
        assert answer.status_code == status
        assert SECURITY.items() <= dict(answer.headers).items()
        assert answer.headers["Cache-Control"] == "no-store"
        sent = answer.headers["Content-Security-Policy"]
        assert "form-action 'self' https://pay.example" in sent
    assert client.get("/page").headers["Cache-Control"] == "public, max-age=60"
    assert client.get("/page").headers["Content-Security-Policy"] == "default-src 'none'"
    assert client.get("/data").headers["Cache-Control"] == "no-store"


def test_starlette_sends_the_headers_of_pages_with_personal_data():
    public = {"Cache-Control": "public, max-age=60"}
    app = Starlette(
        routes=[
            Route("/", lambda request: HTMLResponse(ui.page("T"))),
            Route("/page", lambda request: HTMLResponse("public", headers=public)),
            Route("/data", lambda request: JSONResponse({})),
            Route("/broken", lambda request: 1 / 0),
        ],
        exception_handlers={500: lambda request, error: HTMLResponse("broken", 500)},
    )
    citydesign.starlette.protect(app, {"frame-ancestors": ["'self'"]})
    client = TestClient(app, raise_server_exceptions=False)
    for path in ("/", "/broken"):
        answer = client.get(path)
        assert {k.lower(): v for k, v in SECURITY.items()}.items() <= dict(answer.headers).items()
        assert answer.headers["Cache-Control"] == "no-store"
        assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert client.get("/page").headers["Cache-Control"] == "public, max-age=60"
    assert client.get("/data").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("sources", "message"),
    [
        ({"form-actoin": ["'self'"]}, "did you mean 'form-action'"),
        ({"img-src": "https://map.example"}, r"write \['https://map.example'\]"),
        ({"img-src": ["https://a.example; script-src *"]}, "is no source"),
        ({"img-src": ["https://a.example,https://b.example"]}, "is no source"),
        ({"img-src": ["https://a.example\r\nX-Other: 1"]}, "is no source"),
        ({"img-src": ["https://å.example"]}, "is no source"),
        ({"img-src": [""]}, "is no source"),
    ],
)
def test_a_wrong_source_is_refused_when_the_host_starts(sources, message):
    for start in (
        lambda: policy(sources),
        lambda: citydesign.flask.protect(Flask("x"), sources),
        lambda: citydesign.starlette.protect(Starlette(), sources),
    ):
        with pytest.raises(CityDesignError, match=message):
            start()


def test_sources_are_added_to_what_holds_without_them():
    assert "img-src 'self' data:" in policy({"img-src": ["data:"]})
    assert "object-src https://a.example;" in policy({"object-src": ["https://a.example"]}) + ";"
    assert "base-uri 'self'" in policy({"base-uri": ["'self'"]})
    assert policy({"img-src": ["https://a.example"]}) != policy()
    assert "https://a.example" not in policy()


#: The directives of Content Security Policy level 3 that take sources: what falls back on
#: default-src, and what doesn't.
FALLING = """child-src connect-src font-src frame-src img-src manifest-src media-src object-src
    script-src script-src-attr script-src-elem style-src style-src-attr style-src-elem worker-src"""
ALONE = "base-uri form-action frame-ancestors"


@pytest.mark.parametrize("name", [*FALLING.split(), *ALONE.split(), "default-src"])
def test_a_source_is_added_to_any_directive_that_takes_one_and_loosens_no_other(name):
    own = dict(one.split(" ", 1) for one in policy().split("; "))
    added = dict(one.split(" ", 1) for one in policy({name: ["https://a.example"]}).split("; "))
    held = own.get(name, "" if name in ALONE else own["default-src"]).replace("'none'", "")
    assert added.pop(name) == f"{held} https://a.example".strip()
    assert added == {other: sources for other, sources in own.items() if other != name}


@pytest.mark.parametrize(
    "kind",
    [
        "text/html", "TEXT/HTML; charset=utf-8", " text/html ;x", "text/htmlx", "text/calendar",
        "text/csv; charset=utf-8", "application/json", "application/pdf", "",
    ],
)  # fmt: skip
def test_no_page_and_no_personal_file_stays_in_a_cache(kind):
    assert security_headers(kind)["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "kind", ["text/css; charset=utf-8", "TEXT/JAVASCRIPT", "image/svg+xml", "font/woff2"]
)
def test_what_a_page_is_made_of_may_be_kept(kind):
    assert "Cache-Control" not in security_headers(kind)


def test_a_file_of_unknown_type_is_not_kept_and_one_that_has_not_changed_is():
    app = Flask(__name__)
    citydesign.flask.protect(app)
    app.add_url_rule("/<int:status>", "sent", lambda status: ("", status))

    @app.after_request
    def untyped(response):
        response.headers.pop("Content-Type", None)
        return response

    async def sent(request):
        return Response(status_code=request.path_params["status"])

    asgi = Starlette(routes=[Route("/{status:int}", sent)])
    citydesign.starlette.protect(asgi)

    def in_django(status):
        answer = HttpResponse(status=status)
        del answer["Content-Type"]
        return citydesign.django.protect(lambda _: answer)(None).headers

    for headers in (
        lambda status: app.test_client().get(f"/{status}").headers,
        lambda status: TestClient(asgi).get(f"/{status}").headers,
        in_django,
    ):
        assert headers(200)["Cache-Control"] == "no-store"
        assert "Cache-Control" not in headers(304)
        assert {name: headers(304)[name] for name in SECURITY} == SECURITY


def starlette(kind=Starlette, **options):
    app = kind(**options)
    templates = Jinja2Templates(env=Environment(autoescape=True))
    citydesign.starlette.install(app, templates)
    template = templates.env.from_string(
        '{% from "citydesign/page.html" import page %}{{ page("T") }}'
    )
    app.add_route("/", lambda request: HTMLResponse(template.render()))
    return app


@pytest.mark.parametrize("kind", [Starlette, FastAPI])
def test_starlette_and_fastapi_find_their_files_below_any_path(kind):
    inner = Starlette(routes=[Mount("/deep/er", starlette(kind))])
    for client, path, below in (
        (TestClient(starlette(kind)), "/", ""),
        (TestClient(starlette(kind), root_path="/services"), "/", "/services"),
        (TestClient(inner), "/deep/er/", "/deep/er"),
        (TestClient(inner, root_path="/services"), "/services/deep/er/", "/services/deep/er"),
    ):
        files = linked(client.get(path).text)
        assert len(files) >= 2
        for url, integrity in files:
            assert url.startswith(f"{below}/citydesign/")
            answer = client.get(url)
            assert answer.status_code == 200, url
            assert digest(answer.content) == integrity


def test_after_an_answer_the_files_have_their_address_outside_a_request_again():
    app, templates = Starlette(), Jinja2Templates(env=Environment(autoescape=True))
    citydesign.starlette.install(app, templates)
    page = templates.env.from_string('{% from "citydesign/page.html" import page %}{{ page("T") }}')
    app.add_route("/", lambda request: HTMLResponse(page.render()))
    scope = {"type": "http", "method": "GET", "path": "/", "root_path": "/services", "headers": []}
    answers = []

    async def send(message):
        answers.append(message.get("body", b"").decode())

    async def answer_then_render():
        # In one task, as a server that reads several requests from one connection.
        await app(scope, None, send)
        return page.render()

    before = page.render()
    assert asyncio.run(answer_then_render()) == before
    assert "/services/citydesign/" in "".join(answers)
    assert "/services/citydesign/" not in before


def flask():
    app = Flask(__name__)
    citydesign.flask.install(app)
    return app.test_client()


@pytest.mark.parametrize("client", [flask, lambda: TestClient(starlette())])
def test_only_a_name_with_a_hash_is_kept_for_a_year(client):
    client = client()
    hashed = client.get(asset_url("citydesign.css"))
    assert hashed.headers["Cache-Control"] == YEAR
    hashed.close()
    for name in ("manifest.json", "tokens/default.scss", "tokens/default.light.tokens.json"):
        answer = client.get(f"/citydesign/{name}")
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, max-age=300, must-revalidate"
        again = client.get(f"/citydesign/{name}", headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304
        for one in (answer, again):
            one.close()
    # The hash in a name is ours, not merely like it.
    missing = client.get("/citydesign/citydesign-0123456789.css")
    assert missing.status_code == 404
    assert "immutable" not in missing.headers.get("Cache-Control", "")


@pytest.mark.parametrize("debug", [True, False])
def test_an_error_in_djangos_own_template_names_its_file_and_line(debug, tmp_path):
    (tmp_path / "bad.html").write_text(
        '{% load citydesign %}\n{% citydesign_call "page" title="Library card" %}\n\n'
        '{% citydesign "text_input" name="a" label="b" eror="c" %}\n{% endcitydesign_call %}',
        "utf-8",
    )
    (tmp_path / "page.html").write_text(
        '{% load citydesign %}\n\n{% citydesign_call "page" titel="x" %}\n{% endcitydesign_call %}',
        "utf-8",
    )
    (tmp_path / "base.html").write_text(
        '{% load citydesign %}{% citydesign_call "page" title="T" %}{% block main %}{% endblock %}'
        "{% endcitydesign_call %}",
        "utf-8",
    )
    (tmp_path / "child.html").write_text(
        '{% extends "base.html" %}{% load citydesign %}\n{% block main %}<p>own</p>\n'
        '{% citydesign "button" tekst="a" %}{% endblock %}',
        "utf-8",
    )
    (tmp_path / "show.py").write_text(
        "from django.conf import settings\n"
        f"settings.configure(DEBUG={debug}, INSTALLED_APPS=['citydesign.django'], TEMPLATES=[{{\n"
        "    'BACKEND': 'django.template.backends.django.DjangoTemplates', 'DIRS': ['.']}])\n"
        "import django; django.setup()\n"
        "from django.template.loader import get_template\n"
        "for name in ('bad', 'page', 'child'):\n"
        "    try: get_template(f'{name}.html').render({})\n"
        "    except TypeError as error: print(error)\n",
        "utf-8",
    )
    done = subprocess.run(
        [sys.executable, "show.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
    )
    bad, page, child = done.stdout.splitlines()
    assert re.match(r"(.*/)?bad\.html:4: text_input: has no parameter 'eror'", bad)
    assert re.match(r"(.*/)?page\.html:3: page: ", page)
    assert re.match(r"(.*/)?child\.html:3: button: ", child)


def test_a_zipped_wheel_is_refused_in_one_line(tmp_path):
    wheel = tmp_path / "citydesign.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path in (ROOT / "src").rglob("*.py"):
            archive.write(path, path.relative_to(ROOT / "src"))
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            f"import sys; sys.path.insert(0, {str(wheel)!r}); import citydesign",
        ],
        cwd=tmp_path,
        env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"},
        capture_output=True,
        text=True,
    )
    last = done.stderr.strip().splitlines()[-1]
    assert last == (
        f"ImportError: {wheel}/citydesign: citydesign can't run from a zip file, because hosts "
        "serve its files from a folder; install the wheel with pip"
    )
