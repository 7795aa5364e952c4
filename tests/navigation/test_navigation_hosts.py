"""Menus and routes of Flask, Django and Starlette."""

import os
import subprocess
import sys
from urllib.parse import unquote

import flask
import pytest
from jinja2 import Environment
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates
from starlette.testclient import TestClient
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import Client

import citydesign.flask
import citydesign.starlette
from citydesign import CityDesignError
from citydesign.identity import FAKE_COOKIE, FakeIdentity, Person
from citydesign.navigation import Page, Tree, from_routes

WHO = FakeIdentity([Person("1", "Aino Virtanen", {"staff"})], debug=True)
PAGES = {
    "start": Page({"fi": "Etusivu", "sv": "Startsida"}),
    "fees": Page({"fi": "Maksut", "sv": "Avgifter"}),
    "staff": Page("Staff", roles={"staff"}),
}


def shown(menus):
    """What a request sees, in one line."""
    place = menus.place
    return " ".join(
        [
            place.language,
            str(place.exact),
            *(link["url"] for link in menus.main),
            "|",
            *(link["url"] for link in menus.languages),
        ]
    )


def flask_app():
    app = flask.Flask(__name__)
    languages = citydesign.flask.Languages(app, ["fi", "sv"])
    citydesign.flask.install(app, locale=languages)

    def answer(**_):
        return shown(citydesign.flask.menus(app.extensions["tree"], flask.request, WHO))

    for name, path in {
        "start": "/<language:language>/",
        "fees": "/<language:language>/<any('ä','b'):part>/",
        "staff": "/<language:language>/staff/a",
        "other": "/<path:rest>",
    }.items():
        app.add_url_rule(path, name, answer)
    app.add_url_rule("/<language:language>/maksut/a", "fees", answer)
    app.add_url_rule("/send", "send", answer, methods=["POST"])
    front = from_routes(citydesign.flask.routes(app), PAGES)
    app.extensions["tree"] = Tree(front, ["fi", "sv"])
    return app


def starlette_app():
    async def answer(request):
        with citydesign.use_locale(request.path_params.get("language", "fi")):
            return PlainTextResponse(shown(citydesign.starlette.menus(trees[0], request, WHO)))

    app = Starlette(
        debug=True,
        routes=[
            Route("/{language}/", answer, name="start"),
            Mount(
                "/{language}/maksut",
                name="below",
                routes=[Route("/a", answer, name="fees"), Route("/a", answer, methods=["POST"])],
            ),
            Mount("/{language}/staff", routes=[Route("/a", answer, name="staff")]),
            Mount("/files", StaticFiles(directory=os.path.dirname(__file__)), name="files"),
            Route("/{rest:path}", answer, name="other"),
        ],
    )  # fmt: skip
    found = citydesign.starlette.routes(app)
    assert [route.path for route in found if route.name == "other"] == ["/{rest}"]
    pages = {("below:fees" if name == "fees" else name): page for name, page in PAGES.items()}
    trees = [Tree(from_routes(found, pages), ["fi", "sv"])]
    citydesign.starlette.install(app, Jinja2Templates(env=Environment(autoescape=True)))
    return app


@pytest.fixture(scope="module")
def clients():
    """One function for each host: from path, root and cookie to what the request sees."""
    apps = {"flask": flask_app(), "starlette": starlette_app()}

    def ask_flask(path, root, cookie):
        app = apps["flask"]
        if root:
            mounted = unquote(root).encode().decode("latin-1")  # As WSGI has it.
            app = DispatcherMiddleware(flask.Flask("nothing"), {mounted: app})
        headers = {"Cookie": cookie} if cookie else {}
        return Client(app, use_cookies=False).get(root + path, headers=headers).text

    def ask_starlette(path, root, cookie):
        client = TestClient(apps["starlette"], root_path=unquote(root))
        return client.get(root + path, headers={"Cookie": cookie} if cookie else {}).text

    return {"flask": ask_flask, "starlette": ask_starlette}


@pytest.mark.parametrize("host", ["flask", "starlette"])
@pytest.mark.parametrize("root", ["", "/city", "/k%C3%A4yt%C3%A4"])
@pytest.mark.parametrize(
    ("path", "cookie", "told"),
    [
        ("/fi/", "", "fi True {0}/fi/maksut/a | {0}/fi/ {0}/sv/"),
        ("/sv/maksut/a?b=%C3%A4&a=1", "", "sv True {0}/sv/maksut/a | {0}/fi/maksut/a?b=%C3%A4&a=1 {0}/sv/maksut/a?b=%C3%A4&a=1"),
        ("/fi/maksut/a?a=%E4", "", "fi True {0}/fi/maksut/a | {0}/fi/maksut/a?a=%E4 {0}/sv/maksut/a?a=%E4"),
        ("/fi/staff/a", "", "fi False {0}/fi/maksut/a | {0}/fi/staff/a {0}/sv/"),
        ("/fi/staff/a", f"{FAKE_COOKIE}=1", "fi True {0}/fi/maksut/a {0}/fi/staff/a | {0}/fi/staff/a {0}/sv/staff/a"),
        ("/fi/what%3Fnow", "", "fi False {0}/fi/maksut/a | {0}/fi/what%3Fnow {0}/sv/"),
        ("/fi/%C3%A4iti/", "", "fi False {0}/fi/maksut/a | {0}/fi/%C3%A4iti/ {0}/sv/"),
    ],
)  # fmt: skip
def test_a_request_finds_its_menus(clients, host, root, path, cookie, told):
    assert clients[host](path, root, cookie) == told.format(root)


DJANGO = """
import sys
from django.conf import settings
settings.configure(DEBUG=True, ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"],
    INSTALLED_APPS=["citydesign.django"], SECRET_KEY="only for this test",
    MIDDLEWARE=["django.middleware.locale.LocaleMiddleware"], USE_I18N=True,
    LANGUAGES=[("fi", "Finnish"), ("sv", "Swedish")], LANGUAGE_CODE="fi")
import django
django.setup()
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path, re_path
import citydesign.django
from citydesign.navigation import Route, Tree, from_routes
from tests.navigation.test_navigation_hosts import PAGES, WHO, shown

def answer(request, **_):
    return HttpResponse(shown(citydesign.django.menus(tree, request, WHO)))

news = ([path("maksut/a", answer, name="fees"), path("<int:number>", answer, name="one")], "news")
urlpatterns = [
    path("own", answer, name="own"),
    re_path(r"^old/([0-9]+)/$", answer, name="old"),
    path("nameless", answer),
    re_path("^(?:one|two)$", answer, name="either"),
    *i18n_patterns(
        path("", answer, name="start"),
        path("staff/a", answer, name="staff"),
        path("<slug:service>/", include(([path("times", answer, name="times")], "deep"))),
        path("", include(news)),
        re_path("^.*$", answer),
        prefix_default_language=False,
    ),
]
routes = citydesign.django.routes(["fi", "sv"])
known = {route.name: route.path for route in routes}
assert known == {
    "own": "/own", "old": "/{1}", "start": {"fi": "/", "sv": "/sv/"},
    "staff": {"fi": "/staff/a", "sv": "/sv/staff/a"}, "deep:times": "/{service}",
    "news:fees": {"fi": "/maksut/a", "sv": "/sv/maksut/a"}, "news:one": "/{number}",
}, known
pages = {("news:fees" if name == "fees" else name): page for name, page in PAGES.items()}
tree = Tree(from_routes(routes, pages), ["fi", "sv"])
for target, cookie, root, told in [
    ("/", "", "", "fi True /maksut/a | / /sv/"),
    ("/sv/maksut/a?b=%C3%A4&a=1", "", "", "sv True /sv/maksut/a | /maksut/a?b=%C3%A4&a=1 /sv/maksut/a?b=%C3%A4&a=1"),
    ("/staff/a", "", "/city", "fi False /city/maksut/a | /city/staff/a /city/sv/"),
    ("/staff/a", "1", "/city", "fi True /city/maksut/a /city/staff/a | /city/staff/a /city/sv/staff/a"),
    ("/what%3Fnow", "", "", "fi False /maksut/a | /what%3Fnow /sv/"),
]:
    client = Client()
    if cookie:
        client.cookies["citydesign-fake-person"] = cookie
    got = client.get(target, SCRIPT_NAME=root).content.decode()
    assert got == told, (target, got)
"""


def test_a_request_of_django_finds_its_menus():
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", DJANGO], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_who_sends_a_request_is_checked():
    app = flask_app()
    with app.test_request_context("/fi/"), pytest.raises(CityDesignError, match="gave str"):
        citydesign.flask.menus(app.extensions["tree"], flask.request, lambda request: "Aino")


def test_without_a_port_nobody_is_signed_in():
    app = flask_app()
    with app.test_request_context("/fi/staff/a"):
        assert citydesign.flask.menus(app.extensions["tree"], flask.request).place.person is None
