"""Several applications in one process: each keeps its own language, theme and addresses."""

import asyncio
import os
import re
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import wtforms
from flask import Flask, render_template_string
from jinja2 import DictLoader, Environment
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Mount, Route
from starlette.templating import Jinja2Templates
from starlette.testclient import TestClient

import citydesign.flask
import citydesign.starlette
from citydesign import CityDesignError, host, ui, using
from citydesign.forms.words import explain
from citydesign.forms.wtforms import field

ROOT = Path(__file__).parents[1]


class Card(wtforms.Form):
    name = wtforms.StringField("X")


def typed():
    """What typed calls and forms show: language, theme, address of the files, two words."""
    html = str(ui.page("T"))
    return (
        re.search(r'lang="([\w-]+)"', html)[1],
        re.findall(r'data-theme="(\w+)"', html),
        re.search(r'href="([^"]*)/shared-', html)[1],
        re.search(r"optional\">\((\w+)\)", str(field(Card().name)))[1],
        explain("email", label="E").split()[0],
    )


FINNISH = ("fi", ["helsinki"], "/east", "vapaaehtoinen", "Kirjoita")
SWEDISH = ("sv", ["tampere"], "/west", "frivilligt", "Skriv")
NOBODY = ("en", [], "/citydesign", "optional", "Enter")


@pytest.fixture
def apps():
    east, west = Flask("east"), Flask("west")
    citydesign.flask.install(east, locale="fi", theme="helsinki", url_prefix="/east")
    citydesign.flask.install(west, locale="sv", theme="tampere", url_prefix="/west")
    for app in (east, west):
        app.add_url_rule("/typed", view_func=lambda: list(typed()))
    return east, west


def test_two_flask_apps_speak_each_its_own_language(apps):
    for _ in range(2):
        for app, expected in zip(apps, (FINNISH, SWEDISH), strict=True):
            assert tuple(app.test_client().get("/typed").json) == expected
    assert typed() == NOBODY


def test_an_application_called_from_another_does_not_change_the_caller(apps):
    east, west = apps
    with east.test_request_context():
        assert typed() == FINNISH
        with west.test_request_context():
            assert typed() == SWEDISH
        assert west.test_client().get("/typed").json == list(SWEDISH)
        assert typed() == FINNISH
    assert typed() == NOBODY


def test_a_mail_outside_a_request_speaks_its_applications_language(apps):
    east, _ = apps
    with east.app_context():
        assert typed() == FINNISH


def test_template_and_typed_call_agree_in_a_view(apps):
    for app in apps:
        text = '{% from "citydesign/all.html" import text_input %}{{ text_input("a", "B", optional=True) }}'
        with app.test_request_context():
            assert render_template_string(text) == ui.text_input("a", "B", optional=True)


def test_two_flask_apps_do_not_mix_in_threads(apps):
    barrier = threading.Barrier(2)

    def work(app):
        seen = set()
        for _ in range(20):
            with app.test_request_context():
                barrier.wait()
                seen.add(str(typed()))
        return seen

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(work, apps)) == [{str(FINNISH)}, {str(SWEDISH)}]


def test_a_calendar_may_be_subscribed_to_where_the_application_allows_it(apps):
    east, west = apps
    citydesign.flask.install(west, locale="sv", url_prefix="/west", url_schemes=["webcal"])
    for app, address in ((east, "#unsafe"), (west, "webcal:x")):
        with app.test_request_context():
            assert f'href="{address}"' in ui.button("Calendar", url="webcal:x")
    asgi, templates = Starlette(), Jinja2Templates(env=Environment(autoescape=True))
    citydesign.starlette.install(asgi, templates, url_schemes=["webcal"])
    with using(templates.env):
        assert 'href="webcal:x"' in ui.button("Calendar", url="webcal:x")


def test_an_application_ends_what_began_in_it_and_was_not_ended():
    outer, inner = Environment(autoescape=True), Environment(autoescape=True)
    citydesign.install(outer, locale="fi")
    citydesign.install(inner, locale="sv")
    with using(outer):
        host.enter(inner)
        host.enter(outer)
        host.enter(inner)
        host.leave(outer)
        assert explain("email", label="E").startswith("Skriv")
        host.leave(inner)
        assert explain("email", label="E").startswith("Kirjoita")
        host.leave(inner)
        assert explain("email", label="E").startswith("Kirjoita")


def test_installing_again_replaces_the_settings_everywhere(apps):
    east, _ = apps
    before = len(list(east.url_map.iter_rules()))
    with east.test_request_context():
        citydesign.flask.install(east, locale="en", theme="tampere", url_prefix="/east")
        assert typed() == ("en", ["tampere"], "/east", "optional", "Enter")
    assert len(list(east.url_map.iter_rules())) == before
    assert east.test_client().get("/typed").json[0] == "en"
    assert typed() == NOBODY


def test_a_second_address_for_the_files_is_refused_and_changes_nothing(apps):
    east, _ = apps
    with pytest.raises(CityDesignError, match="already served under '/east'"):
        citydesign.flask.install(east, locale="sv", url_prefix="/other")
    assert east.test_client().get("/typed").json == list(FINNISH)


def test_an_install_inside_its_own_context_is_followed_and_left():
    app, outer = Flask("a"), Flask("b")
    citydesign.flask.install(outer, locale="sv", theme="tampere", url_prefix="/west")
    with outer.test_request_context():
        with app.test_request_context():
            citydesign.flask.install(app, locale="fi", theme="helsinki", url_prefix="/east")
            # A rule that came after the request has begun is not known to it yet.
            assert explain("email", label="E").startswith("Kirjoita")
        assert typed() == SWEDISH


def test_a_script_says_which_environment_it_uses():
    env = Environment(autoescape=True)
    with pytest.raises(CityDesignError, match=r"call citydesign\.install\(env\) first"), using(env):
        pass
    citydesign.install(env, locale="fi", theme="helsinki", assets_url="/east")
    assert typed() == NOBODY
    with using(env):
        assert typed() == FINNISH
    with pytest.raises(ZeroDivisionError), using(env):
        raise ZeroDivisionError
    assert typed() == NOBODY


@pytest.mark.filterwarnings("ignore::citydesign.errors.IncompleteLanguageWarning")
@pytest.mark.parametrize("other", [False, True], ids=["with the words first", "without them first"])
@pytest.mark.parametrize("strict", [False, True], ids=["fast", "strict"])
def test_a_language_that_one_application_adds_is_no_language_of_another(other, strict, caplog):
    words = {"uk": {"shared.optional": "необов'язково"}, "sv-SE": {"shared.optional": "valfritt"}}
    with_words, without = Environment(autoescape=True), Environment(autoescape=True)
    citydesign.install(with_words, strict=strict, messages=words)
    citydesign.install(without, strict=strict)

    def shown(env, tag):
        with using(env), citydesign.use_locale(tag):
            try:
                html = str(ui.text_input("a", "A", optional=True))
                return env.citydesign.language.locale, re.search(r"\((.+?)\)<", html)[1]
            except CityDesignError as error:
                return re.sub(r"^.*?: ", "", str(error)).partition(";")[0]

    english = "locale: there are no words in 'uk'" if strict else ("en", "optional")
    expected = {
        (with_words, "uk"): ("uk", "необов&#39;язково"),
        (with_words, "sv-SE"): ("sv-SE", "valfritt"),
        (without, "uk"): english,
        (without, "sv-SE"): ("sv-SE", "frivilligt"),
    }
    order = sorted(expected, key=lambda case: (case[0] is without) != other)
    for _ in range(2):
        for case in order:
            assert shown(*case) == expected[case], case


@pytest.mark.parametrize("asynchronous", [False, True])
def test_a_typed_call_in_a_template_follows_that_template(asynchronous):
    text = '{{ ui.text_input("a", "B", optional=True) }}{{ field(form.name) }}'
    pages = {}
    for tag in ("fi", "sv"):
        env = Environment(
            loader=DictLoader({"a.html": text}), autoescape=True, enable_async=asynchronous
        )
        citydesign.install(env, locale=tag)
        template = env.get_template("a.html", globals={"ui": ui, "field": field, "form": Card()})
        pages[tag] = asyncio.run(template.render_async()) if asynchronous else template.render()
    assert pages["fi"].count("(vapaaehtoinen)") == 2
    assert pages["sv"].count("(frivilligt)") == 2


def starlette(tag, theme, prefix, **options):
    templates = Jinja2Templates(env=Environment(autoescape=True))

    async def view(request: Request):
        await asyncio.sleep(0.01)
        here, there = typed(), await run_in_threadpool(typed)
        assert here == there
        return HTMLResponse(str(here))

    app = Starlette(routes=[Route("/", view), Route("/broken", lambda request: 1 / 0)], **options)
    citydesign.starlette.install(app, templates, locale=tag, theme=theme, url_prefix=prefix)
    return app


def test_two_starlette_apps_in_async_tasks_and_threads():
    east, west = starlette("fi", "helsinki", "/east"), starlette("sv", "tampere", "/west")
    outer = Starlette(routes=[Mount("/e", east), Mount("/w", west)])
    below = {
        "/e/": str((*FINNISH[:2], "/e/east", *FINNISH[3:])),
        "/w/": str((*SWEDISH[:2], "/w/west", *SWEDISH[3:])),
    }
    client = TestClient(outer)
    for path, expected in below.items():
        assert client.get(path).text == expected

    async def ask(path):
        sent = []
        scope = {
            "type": "http", "method": "GET", "path": path, "raw_path": path.encode(),
            "root_path": "", "headers": [], "query_string": b"", "scheme": "http",
            "server": ("city.test", 80), "client": None, "http_version": "1.1",
        }  # fmt: skip

        async def receive():
            return {"type": "http.request", "body": b""}

        async def send(message):
            sent.append(message)

        await outer(scope, receive, send)
        return b"".join(message.get("body", b"") for message in sent).decode()

    async def both():
        return await asyncio.gather(*(ask(path) for _ in range(5) for path in below))

    assert asyncio.run(both()) == list(below.values()) * 5
    assert typed() == NOBODY


def test_the_page_of_a_server_error_speaks_the_applications_language():
    app = starlette(
        "fi", "helsinki", "/east",
        exception_handlers={500: lambda request, error: HTMLResponse(str(typed()), 500)},
    )  # fmt: skip
    client = TestClient(app, raise_server_exceptions=False, root_path="/below")
    assert client.get("/broken").text == str((*FINNISH[:2], "/below/east", *FINNISH[3:]))


def test_installing_again_in_starlette():
    app = starlette("fi", "helsinki", "/east")
    routes = len(app.routes)
    templates = Jinja2Templates(env=Environment(autoescape=True))
    with pytest.raises(CityDesignError, match="already served under '/east'"):
        citydesign.starlette.install(app, templates, url_prefix="/other")
    citydesign.starlette.install(app, templates, locale="sv", theme="tampere", url_prefix="/east")
    assert TestClient(app).get("/").text == str((*SWEDISH[:2], "/east", *SWEDISH[3:]))
    assert len(app.routes) == routes


@pytest.mark.parametrize(
    ("install", "message"),
    [
        (lambda: citydesign.install("x"), r"takes a jinja2\.Environment, not str 'x'"),
        (lambda: citydesign.install(Flask("x")), r"takes a jinja2\.Environment, not Flask"),
        (lambda: citydesign.flask.install("x"), "takes a Flask application, not str 'x'"),
        (lambda: citydesign.starlette.install("x", None), "Starlette or FastAPI application"),
        (lambda: citydesign.starlette.install(Starlette(), "x"), "Jinja2Templates, not str 'x'"),
        (lambda: citydesign.flask.install(Flask("x"), url_prefix="files"), 'write "/files"'),
        (lambda: citydesign.flask.install(Flask("x"), url_prefix="/"), 'write "/citydesign"'),
        (
            lambda: citydesign.starlette.install(Starlette(), Jinja2Templates("."), url_prefix="a"),
            'write "/a"',
        ),
        (lambda: citydesign.flask.install(Flask("x"), theme="tamper"), "did you mean 'tampere'"),
    ],
)
def test_a_wrong_install_is_one_clear_line(install, message):
    with pytest.raises(CityDesignError, match=message) as caught:
        install()
    assert "\n" not in str(caught.value)


def test_a_refused_install_leaves_the_application_as_it_was():
    app = Flask("x")
    rules = list(app.url_map.iter_rules())
    with pytest.raises(CityDesignError):
        citydesign.flask.install(app, theme="tamper")
    assert list(app.url_map.iter_rules()) == rules
    citydesign.flask.install(app)


DJANGO = """
import re
from django.conf import settings
settings.configure(
    DEBUG=False, SECRET_KEY="x", USE_I18N=True, LANGUAGE_CODE="fi", STATIC_URL="/static/",
    CITYDESIGN_THEME="helsinki", INSTALLED_APPS=["citydesign.django"],
    TEMPLATES=[
        {"BACKEND": "django.template.backends.jinja2.Jinja2", "NAME": name, "DIRS": [],
         "OPTIONS": {"environment": environment}}
        for name, environment in
        [("east", "citydesign.django.environment"), ("west", "__main__.west")]
    ],
)
import django
django.setup()
from concurrent.futures import ThreadPoolExecutor
from django.template import engines
from django.test import override_settings
from django.utils.translation import override
from jinja2 import Environment
import citydesign, citydesign.django
from citydesign import ui

def west(**options):
    env = Environment(**options)
    citydesign.django.install(env, theme="tampere", locale="sv")
    return env

def seen(html):
    return re.search(r'lang="(\\w+)"', html)[1] + " " + re.search(r'data-theme="(\\w+)"', html)[1]

text = '{% from "citydesign/page.html" import page %}{{ page("T") }}'
east_page, west_page = (engines[n].from_string(text) for n in ("east", "west"))
for _ in range(2):
    print(seen(east_page.render()), seen(west_page.render()), seen(ui.page("T")))
with citydesign.using(engines["west"].env):
    print(seen(ui.page("T")), seen(east_page.render()))
with override("sv"):
    print(seen(ui.page("T")))
# A visitor's browser may ask for any language that Django knows.
with override_settings(DEBUG=True), override("de"):
    print(seen(ui.page("T")))
    strict = Environment(autoescape=True)
    citydesign.django.install(strict, theme="tampere")
    with citydesign.using(strict):
        print(seen(ui.page("T")))
with override_settings(CITYDESIGN_THEME="tampere"):
    print(seen(ui.page("T")))
with ThreadPoolExecutor(1) as pool:
    print(pool.submit(lambda: seen(ui.page("T"))).result())
"""


@pytest.mark.parametrize(
    ("setting", "call", "shown"),
    [
        ("CITYDESIGN_THEME='tampere'", "ui.page('T')", 'data-theme="tampere"'),
        (
            "CITYDESIGN_MESSAGES={'fi': {'shared.optional': 'saa puuttua'}}",
            "ui.text_input('a', 'A', optional=True)",
            "(saa puuttua)",
        ),
        ("DEBUG=True", "ui.text_input('a', 'A', eror='x')", "did you mean 'error'?"),
        (
            "CITYDESIGN_URL_SCHEMES=['webcal']",
            "ui.button('Calendar', url='webcal:x')",
            'href="webcal:x"',
        ),
    ],
    ids=["theme", "messages", "debug", "schemes"],
)
def test_typed_calls_follow_each_of_djangos_settings_as_it_is_now(setting, call, shown, tmp_path):
    setup, _ = DJANGO.split("def seen")
    use = (
        "print(ui.page('T'))\n"
        f"with override_settings({setting}):\n"
        "    try:\n"
        f"        print('NOW', {call})\n"
        "    except Exception as error:\n"
        "        print('NOW', error)\n"
    )
    (tmp_path / "site.py").write_text(setup + use, "utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", "site.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    before, now = done.stdout.split("NOW", 1)
    assert shown not in before
    assert shown in now


def test_two_django_sites_in_one_process(tmp_path):
    (tmp_path / "sites.py").write_text(DJANGO, "utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", "sites.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "fi helsinki sv tampere fi helsinki",
        "fi helsinki sv tampere fi helsinki",
        "sv tampere fi helsinki",
        "sv helsinki",
        "fi helsinki",
        "fi tampere",
        "fi tampere",
        "fi helsinki",
    ]
