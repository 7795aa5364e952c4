"""The components inside real hosts, in the hosts' default settings."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from flask import Flask, render_template_string
from jinja2 import DictLoader, Environment
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Mount, Route
from starlette.templating import Jinja2Templates
from starlette.testclient import TestClient

import citydesign.flask
import citydesign.starlette
from citydesign import CityDesignError, exchange, use_locale

ROOT = Path(__file__).parents[1]
FORM = """\
{% from "citydesign/all.html" import page, text_input %}
{% call page(title="Library card") %}
<h1>Library card</h1>
{{ text_input("name", "<Name>", error=error) }}
{% endcall %}
"""


def assets_of(html):
    return [part.split('"')[0] for part in html.replace("src=", "href=").split('href="')[1:]]


def test_a_flask_page_is_whole_and_its_files_are_served():
    app = Flask(__name__)
    citydesign.flask.install(app, locale="fi")

    @app.get("/")
    def form():
        return render_template_string(FORM, error="Kirjoita nimesi.")

    client = app.test_client()
    html = client.get("/").text.lstrip()
    assert html.startswith("<!doctype html>")
    assert "&lt;Name&gt;" in html
    assert "Virhe:" in html
    files = [url for url in assets_of(html) if url.startswith("/citydesign/")]
    assert len(files) >= 2
    for url in files:
        with client.get(url) as answer:
            assert answer.status_code == 200, url
            assert "immutable" in answer.headers["Cache-Control"]
    assert client.get("/citydesign/../pyproject.toml").status_code == 404


def test_flask_below_a_path_finds_its_files():
    app = Flask(__name__)
    citydesign.flask.install(app)

    @app.get("/")
    def form():
        return render_template_string(FORM, error=None)

    html = app.test_client().get("/", environ_overrides={"SCRIPT_NAME": "/services"}).text
    assert 'href="/services/citydesign/shared-' in html


def test_flask_checks_calls_in_tests_and_not_in_production():
    for testing, message in [
        (True, "did you mean 'error'"),
        (False, "no (keyword argument|parameter)"),
    ]:
        app = Flask(__name__)
        app.testing = testing
        citydesign.flask.install(app)
        with app.test_request_context(), pytest.raises(TypeError, match=message):
            render_template_string(FORM.replace("error=error", "eror=1"))


def test_a_starlette_page_is_whole_and_its_files_are_served(tmp_path):
    (tmp_path / "form.html").write_text(FORM, "utf-8")
    templates = Jinja2Templates(tmp_path)

    async def form(request: Request):
        with use_locale(request.query_params.get("lang", "en")):
            return templates.TemplateResponse(request, "form.html", {"error": "<b>"})

    app = Starlette(routes=[Route("/", form)])
    citydesign.starlette.install(app, templates)
    client = TestClient(app)
    html = client.get("/?lang=sv").text
    assert "&lt;Name&gt;" in html
    assert "&lt;b&gt;" in html
    assert "Fel:" in html
    for url in assets_of(html):
        if url.startswith("/citydesign/"):
            assert client.get(url).status_code == 200


def test_starlette_below_a_path_finds_its_files(tmp_path):
    (tmp_path / "form.html").write_text(FORM, "utf-8")
    templates = Jinja2Templates(tmp_path)

    async def form(request: Request):
        return templates.TemplateResponse(request, "form.html", {"error": None})

    inner = Starlette(routes=[Route("/", form)])
    citydesign.starlette.install(inner, templates, assets_url="/services/citydesign")
    client = TestClient(Starlette(routes=[Mount("/services", inner)]))
    html = client.get("/services/").text
    for url in assets_of(html):
        if "/citydesign/" in url:
            assert client.get(url).status_code == 200


@pytest.mark.parametrize("wrong", ["services/citydesign", "../citydesign", "", "javascript:x"])
def test_starlette_refuses_an_address_of_the_files_that_differs_from_page_to_page(wrong, tmp_path):
    templates = Jinja2Templates(tmp_path)
    with pytest.raises(CityDesignError, match=r"^assets_url is .*; begin it with a slash"):
        citydesign.starlette.install(Starlette(), templates, assets_url=wrong)
    for right in ("/services/citydesign", "https://files.example/citydesign"):
        citydesign.starlette.install(Starlette(), templates, assets_url=right)


DJANGO = """
import sys
import django
from django.conf import settings

settings.configure(
    DEBUG={debug},
    SECRET_KEY="x",
    USE_I18N=True,
    LANGUAGE_CODE="fi",
    STATIC_URL="/static/",
    INSTALLED_APPS=["django.contrib.staticfiles", "citydesign.django"],
    TEMPLATES=[
        {{
            "BACKEND": "django.template.backends.jinja2.Jinja2",
            "DIRS": [sys.argv[1] + "/jinja"],
            "OPTIONS": {{"environment": "citydesign.django.environment"}},
        }},
        {{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [sys.argv[1] + "/django"]}},
    ],
)
django.setup()
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy

print(render_to_string(sys.argv[2], {{"label": gettext_lazy("Yes") , "hostile": "<b>"}}))
"""


@pytest.fixture
def render(tmp_path):
    """Render a template in a Django process of its own."""

    def render(name, text, debug=True):
        folder = tmp_path / name.split(".")[0]
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
        script = tmp_path / "page.py"
        script.write_text(DJANGO.format(debug=debug), "utf-8")
        return subprocess.run(
            [sys.executable, "-W", "error", str(script), str(tmp_path), name],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        )

    return render


def test_djangos_jinja_backend(render):
    done = render(
        "jinja.html", FORM.replace('"<Name>"', "label").replace("error=error", "error=hostile")
    )
    assert done.returncode == 0, done.stderr
    assert "Kyllä" in done.stdout
    assert "&lt;b&gt;" in done.stdout
    assert 'href="/static/citydesign/shared-' in done.stdout
    assert 'lang="fi"' in done.stdout


TAG = """{% load citydesign %}
{% citydesign_call "page" title="Kirjastokortti" %}
<h1>Kirjastokortti</h1>
{% citydesign "text_input" name="name" label=label error=hostile optional=True %}
{% endcitydesign_call %}"""


def test_djangos_own_templates(render):
    done = render("django.html", TAG)
    assert done.returncode == 0, done.stderr
    assert done.stdout.lstrip().startswith("<!doctype html>")
    assert "Kyllä" in done.stdout
    assert "&lt;b&gt;" in done.stdout
    assert "(vapaaehtoinen)" in done.stdout
    assert "<h1>Kirjastokortti</h1>" in done.stdout


def test_a_wrong_tag_is_refused_in_django(render):
    wrong = render("django.html", '{% load citydesign %}{% citydesign "text_imput" %}')
    assert "did you mean 'text_input'" in wrong.stderr
    other = render("django.html", '{% load citydesign %}{% citydesign "nav-bar" %}')
    assert "1: no component 'nav-bar'; here it is 'service_navigation'" in other.stderr
    missing = render("django.html", '{% load citydesign %}{% citydesign "text_input" name="a" %}')
    assert "label is missing" in missing.stderr


def test_a_wrong_tag_is_named_by_the_line_of_djangos_own_template(render):
    inside = TAG.replace("error=hostile", 'eror="x"')
    wrong = render("django.html", inside)
    assert "django.html:4: text_input: has no parameter 'eror'" in wrong.stderr
    after = render("django.html", TAG + '\n{% citydesign "text_input" name="a" %}')
    assert "django.html:6: text_input: label is missing" in after.stderr


def test_a_tag_that_cannot_be_read_is_named_by_its_line_too(tmp_path):
    """Django names the tag and not the place, which only its page for developers shows."""
    start = "{% load citydesign %}\n\n"
    wrong = {
        '{% citydesign "button" "Send" %}': "3: 'citydesign' received too many positional",
        '{% citydesign "button" text="a" text="b" %}': "3: 'citydesign' received multiple values",
        '{% citydesign_call "page" %}\n{% citydesign %}{% endcitydesign_call %}': "4: 'citydesign'",
        '{% citydesign button text="Send" %}': "3: write the name of the component in quotes",
        "{% citydesign_field form.emial %}": "3: nothing has that name; give a field of a form",
        "{% citydesign_errors form as errors %}": "3: nothing has that name; give a form",
        "{% citydesign_errors form %}": "3: the items are for a summary: write {% citydesign_errors",
    }
    (tmp_path / "django").mkdir()
    for number, tag in enumerate(wrong):
        (tmp_path / "django" / f"{number}.html").write_text(start + tag, "utf-8")
    script = DJANGO.format(debug=True).partition("print(")[0] + ASK
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path), str(len(wrong))],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    for number, says in enumerate(wrong.values()):
        assert f"{tmp_path}/django/{number}.html:{says}" in done.stdout, done.stderr
    assert done.stdout.count("html:") == len(wrong)


ASK = """
for number in range(int(sys.argv[2])):
    try:
        render_to_string(f"{number}.html")
    except Exception as error:
        print(error)
"""


class Noting:
    """Pages that are ready to use: they note what they are asked, and answer what the test says."""

    def __init__(self):
        self.asked, self.given = [], exchange.Page("T", Markup("x"))

    def answer(self, asked):
        self.asked.append(asked)
        return self.given


#: What a page is given by each host.
FILLED = "{{ title }}|{{ content }}|{{ failed }}"


def in_flask(ready, debug):
    app = Flask(__name__)
    app.debug, app.jinja_loader = debug, DictLoader({"page.html": FILLED})
    app.register_blueprint(citydesign.flask.journey_pages(ready, "page.html"), url_prefix="/tänne")
    client = app.test_client(use_cookies=False)

    def send(method, path, body, headers):
        below = {"SCRIPT_NAME": "/city"}
        answer = client.open(path.removeprefix("/city"), method=method, data=body, headers=headers,
                             environ_overrides=below)  # fmt: skip
        return answer.status_code, answer.headers, answer.headers.getlist("Set-Cookie"), answer.data

    return send


def in_starlette(ready, debug):
    templates = Jinja2Templates(
        env=Environment(autoescape=True, loader=DictLoader({"page.html": FILLED}))
    )
    pages = citydesign.starlette.booking_pages(ready, templates, "page.html")
    app = Starlette(debug=debug, routes=[Mount("/tänne", routes=pages)])
    client = TestClient(
        Starlette(debug=debug, routes=[Mount("/city", app)]),
        follow_redirects=False,
        client=("127.0.0.1", 1),
    )

    def send(method, path, body, headers):
        answer = client.request(method, path, content=body, headers=headers)
        cookies = answer.headers.get_list("set-cookie")
        return answer.status_code, answer.headers, cookies, answer.content

    return send


def in_django(ready, debug):
    from django.core.handlers.base import BaseHandler
    from django.test import RequestFactory, override_settings
    from django.urls import include, path, set_script_prefix
    from tests import django_site  # noqa: F401

    import citydesign.django

    loader = ("django.template.loaders.locmem.Loader", {"page.html": FILLED})
    backend = "django.template.backends.django.DjangoTemplates"
    pages = citydesign.django.journey_pages(ready, "page.html")
    addresses = ModuleType("addresses")
    addresses.urlpatterns = [path("tänne/", include(pages))]
    changed = override_settings(
        DEBUG=debug,
        ALLOWED_HOSTS=["localhost"],
        ROOT_URLCONF=addresses,
        MIDDLEWARE=["django.middleware.csrf.CsrfViewMiddleware"],
        TEMPLATES=[{"BACKEND": backend, "OPTIONS": {"loaders": [loader]}}],
    )

    def send(method, path, body, headers):
        kind = headers.get("Content-Type", "")
        with changed:
            handler = BaseHandler()
            handler.load_middleware()
            request = RequestFactory(SCRIPT_NAME="/city", enforce_csrf_checks=True).generic(
                method, path.removeprefix("/city"), body or b"", kind, headers=headers
            )
            set_script_prefix("/city/")
            try:
                answer = handler.get_response(request)
            finally:
                set_script_prefix("/")
        cookies = [one.OutputString() for one in answer.cookies.values()]
        return answer.status_code, answer.headers, cookies, answer.content

    return send


HOSTS = pytest.mark.parametrize("host", [in_flask, in_starlette, in_django])
ENCODED = {"Content-Type": "application/x-www-form-urlencoded", "Host": "localhost"}


@HOSTS
def test_pages_that_are_ready_are_asked_the_same_by_every_host(host):
    ready = Noting()
    send = host(ready, debug=False)
    where = {"root": "/city/t%C3%A4nne/", "address": "127.0.0.1"}
    cookie = {"Host": "localhost", "Cookie": "a=1; b=2"}
    send("GET", "/city/t%C3%A4nne/", None, cookie)
    send("GET", "/city/t%C3%A4nne/k%C3%A4ynti/2?day=2027-03-24&none=", None, cookie)
    first, below = (replace(one, cookies=dict(one.cookies)) for one in ready.asked)
    held = {"a": "1", "b": "2"}
    assert first == exchange.Request(**where, cookies=held)
    query = {"day": "2027-03-24", "none": ""}
    assert below == exchange.Request(**where, path="käynti/2", query=query, cookies=held)


@HOSTS
def test_a_form_reaches_the_page_as_the_resident_left_it(host):
    """A field that was cleared is there, and each of several choices."""
    ready = Noting()
    send = host(ready, debug=False)
    send("POST", "/city/t%C3%A4nne/x", b"name=&way=bus&way=%C3%A4+b&way=", ENCODED)
    send("POST", "/city/t%C3%A4nne/x", b"", ENCODED)
    full, empty = (one.form for one in ready.asked)
    assert full == {"name": "", "way": "bus"}
    assert full.getlist("way") == ["bus", "ä b", ""]
    assert full.getlist("other") == []
    assert empty == {}
    assert isinstance(empty, exchange.Sent)


@HOSTS
@pytest.mark.parametrize(
    ("said", "genuine"),
    [
        ({}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Origin": "http://localhost"}, True),
        ({"Origin": "http://evil.example"}, False),
        ({"Origin": "http://localhost:81"}, False),
        ({"Origin": "null"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, False),
    ],
)
def test_a_form_of_another_site_is_known_as_one_in_every_host(host, said, genuine):
    ready = Noting()
    host(ready, debug=False)("POST", "/city/t%C3%A4nne/", b"a=b", {**ENCODED, **said})
    assert [one.genuine for one in ready.asked] == [genuine]


@HOSTS
@pytest.mark.parametrize("debug", [False, True])
def test_every_host_answers_as_the_page_says(host, debug):
    ready = Noting()
    send = host(ready, debug)
    kept = [exchange.Cookie("kept", "v", "/city/"), exchange.Cookie("gone", "", "/")]
    for given, status, says, body in [
        (exchange.Page("<T>", Markup("<b>x</b>"), 422, True, kept), 422, {}, b"&lt;T&gt;|<b>x</b>|True"),
        (exchange.Page("T", Markup("x"), cookies=kept), 200, {}, b"T|x|False"),
        (exchange.Redirect("/city/next?a=b", kept), 303, {"Location": "/city/next?a=b"}, None),
        (
            exchange.File("visit.ics", "text/calendar", b"BEGIN", kept),
            200,
            {"Content-Disposition": "attachment; filename=\"visit.ics\"; filename*=UTF-8''visit.ics"},
            b"BEGIN",
        ),
    ]:  # fmt: skip
        ready.given = given
        got, headers, cookies, content = send(
            "GET", "/city/t%C3%A4nne/", None, {"Host": "localhost"}
        )
        assert got == status
        assert body is None or content == body
        says |= {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}
        for name, value in says.items():
            assert headers[name] == value or headers[name] in value, name
        kind = "text/calendar" if isinstance(given, exchange.File) else "text/html"
        assert status == 303 or headers["Content-Type"].startswith(kind)
        for cookie, one in zip(cookies, kept, strict=True):
            first, *marks = [part.strip() for part in cookie.lower().split(";")]
            assert first.replace('"', "") == f"{one.name}={one.value}"
            safe = {"httponly", "samesite=lax", f"path={one.path}"}
            assert set(marks) == (safe if debug else {*safe, "secure"})


def install_in_flask(**given):
    citydesign.flask.install(Flask(__name__), **given)


def install_in_starlette(**given):
    templates = Jinja2Templates(env=Environment(autoescape=True))
    citydesign.starlette.install(Starlette(), templates, **given)


def install_in_django(**given):
    from tests import django_site  # noqa: F401

    import citydesign.django

    citydesign.django.install(Environment(autoescape=True), **given)


@pytest.mark.parametrize("install", [install_in_flask, install_in_starlette, install_in_django])
@pytest.mark.parametrize(
    "name",
    ["strict", "locale", "theme", "face", "messages", "components", "packs", "url_schemes"],
)
def test_every_host_hands_each_setting_on_as_it_is(install, name, monkeypatch):
    handed = []
    monkeypatch.setattr(citydesign, "install", lambda env, **given: handed.append(given))
    for value in (True, False) if name == "strict" else ({"fi": {}}, ("fi",)):
        install(**{name: value})
        assert handed.pop()[name] is value


def test_djangos_environment_reads_each_setting_of_ours(monkeypatch):
    from django.test import override_settings
    from tests import django_site  # noqa: F401

    import citydesign.django

    handed = []
    monkeypatch.setattr(citydesign.django, "install", lambda env, **given: handed.append(given))
    names = ("theme", "face", "messages", "components", "packs", "url_schemes")
    said = {name: [name] for name in names}
    with override_settings(**{f"CITYDESIGN_{name.upper()}": one for name, one in said.items()}):
        citydesign.django.environment()
    citydesign.django.environment()
    none = dict.fromkeys(("theme", "face", "messages")) | dict.fromkeys(names[3:], ())
    assert handed == [said, none]


@pytest.mark.parametrize(
    ("name", "plain", "whole"),
    [
        ("visit.ics", "visit.ics", "visit.ics"),
        ('ä \u202e1".pdf', "a 1.pdf", "%C3%A4%20%E2%80%AE1%22.pdf"),
        ("a\r\nSet-Cookie: x=1", "aSet-Cookie: x=1", "a%0D%0ASet-Cookie%3A%20x%3D1"),
        ("\ud800", "", "%3F"),
    ],
)
def test_a_file_of_any_name_is_saved_and_adds_no_header(name, plain, whole):
    line = exchange.attachment(name)
    assert line == f"attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}"
    assert line.isprintable()
    assert line.isascii()
