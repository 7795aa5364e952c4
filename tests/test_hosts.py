"""The components inside real hosts, in the hosts' default settings."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Mount, Route
from starlette.templating import Jinja2Templates
from starlette.testclient import TestClient

import citydesign.flask
import citydesign.starlette
from citydesign import use_locale

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
