"""Links to the page in another language: each host keeps its address and its query."""

import asyncio
import sys
from types import ModuleType

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.http import Http404, JsonResponse
from django.test import AsyncClient, override_settings
from django.urls import include, path, set_script_prefix
from flask import Flask
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route
from starlette.templating import Jinja2Templates
from starlette.testclient import TestClient
from tests import django_site  # noqa: F401 - sets Django up
from werkzeug.test import Client as Served

import citydesign.django
import citydesign.flask
import citydesign.starlette
from citydesign import CityDesignError

TAGS = ["fi", "sv", "en"]


def urls(links):
    return [link["url"] for link in links]


def flask_site():
    app = Flask(__name__)
    languages = citydesign.flask.Languages(app, TAGS)
    citydesign.flask.install(app, locale=languages)

    def shown(**_):
        return urls(languages.links("home"))

    for address, name in [
        ("/<language:language>/places/<kind>/", "places"),
        ("/<language:language>/odd/<endpoint>/<_external>/<_method>/<values>", "odd"),
        ("/<language:language>/", "home"),
        ("/links", "links"),
    ]:
        app.add_url_rule(address, name, shown)
    app.add_url_rule("/<language:language>/send", "send", shown, methods=["POST"])
    app.register_error_handler(404, lambda _: (shown(), 404))
    app.add_url_rule("/", "front", lambda: languages())

    def ask(address, below="", method="GET"):
        return (
            app.test_client()
            .open(address, method=method, environ_overrides={"SCRIPT_NAME": below})
            .json
        )

    return ask


def django_site_with(fallback="home"):
    from django.conf.urls.i18n import i18n_patterns

    def shown(request, **_):
        return JsonResponse(urls(citydesign.django.language_links(request, fallback)), safe=False)

    def gone(request):
        raise Http404

    def lost(request, exception):
        return shown(request)

    module = ModuleType("site_with_languages")
    module.handler404 = lost
    odd = "odd/<endpoint>/<_external>/<_method>/<values>"
    named = [path(odd, shown, name="odd")]
    module.urlpatterns = [
        path("links", shown),
        path("named-links", shown, name="named-links"),
        *i18n_patterns(
            path("places/<kind>/", shown, name="places"),
            path("", include((named, "rooms"), namespace="upstairs")),
            path("", shown, name="home"),
            path("send", lambda request: shown(request)),
            path("gone", gone, name="gone"),
        ),
    ]
    sys.modules[module.__name__] = module
    changed = override_settings(
        ROOT_URLCONF=module.__name__,
        DEBUG_PROPAGATE_EXCEPTIONS=True,
        ALLOWED_HOSTS=["*"],
        LANGUAGES=[(tag, tag) for tag in TAGS],
        LANGUAGE_CODE="fi",
        MIDDLEWARE=["django.middleware.locale.LocaleMiddleware"],
    )

    with changed:
        served = Served(WSGIHandler())

    def ask(address, below="", method="GET", **more):
        # Not Django's own client, which passes over what a server says of the path below.
        with changed:
            return served.open(
                address, method=method, environ_overrides={"SCRIPT_NAME": below, **more}
            ).json

    ask.changed = changed
    return ask


def starlette_site(fallback="home"):
    async def shown(request: Request):
        return JSONResponse(urls(citydesign.starlette.language_links(request, TAGS, fallback)))

    async def lost(request: Request, error: Exception):
        return await shown(request)

    odd = "/odd/{endpoint}/{_external}/{_method}/{values}"
    app = Starlette(
        routes=[
            Route("/links", shown),
            Route("/{language}/places/{kind}/", shown),
            Route("/{language}/send", shown, methods=["POST"]),
            Mount("/{language}", routes=[Route(odd, shown)]),
            Route("/{language}/", shown, name="home"),
        ],
        exception_handlers={404: lost},
    )
    citydesign.starlette.install(app, Jinja2Templates("."))
    mounted = Starlette(routes=[Mount("/city", app)])

    def ask(address, below="", method="GET"):
        client = TestClient(mounted if below else app)
        return client.request(method, below + address).json()

    return ask


HOSTS = {"flask": flask_site, "django": django_site_with, "starlette": starlette_site}


@pytest.fixture(params=HOSTS)
def site(request):
    return HOSTS[request.param]()


@pytest.mark.parametrize(
    "query",
    [
        "", "?q=uima", "?area=east&area=west", "?kind=library", "?endpoint=x", "?language=sv",
        "?_anchor=x", "?_external=1", "?_scheme=javascript", "?_scheme=https", "?_method=POST",
        "?values=1", "?self=1", "?q=%F0%9F%98%80&q=", "?utm_source=a%26b", "?b=2&a=1&b=1", "?a+b",
        "?x=%2F..%2F&y=a%20b+c", "?a;b", "?=", "?q=a=b?c/d", "?args=1&kwargs=2&urlconf=x",
        "?q=%ff%00", "?name=x&path_params=1",
    ],
)  # fmt: skip
def test_a_link_to_another_language_keeps_the_address_as_it_is(site, query):
    assert site(f"/en/places/pool/{query}") == [f"/{tag}/places/pool/{query}" for tag in TAGS]
    assert site(f"/en/places/pool/{query}", "/city") == [
        f"/city/{tag}/places/pool/{query}" for tag in TAGS
    ]


def test_letters_of_another_language_stay_in_the_path(site):
    assert (
        site("/sv/places/s%C3%A4%20%3F%23/?a=%C3%A4")[0] == "/fi/places/s%C3%A4%20%3F%23/?a=%C3%A4"
    )


def test_a_query_of_other_letters_becomes_a_sound_address():
    sent = 'q=\xe4 \r\n<">'
    app = Flask(__name__)
    languages = citydesign.flask.Languages(app, TAGS)
    app.add_url_rule("/<language:language>/", "home", lambda: urls(languages.links("home")))
    first = app.test_client().get("/en/", environ_overrides={"QUERY_STRING": sent}).json[0]
    assert first in ('/fi/?q=%C3%A4%20%0D%0A<">', '/fi/?q=%E4%20%0D%0A<">')
    ask = django_site_with()
    assert ask("/en/", QUERY_STRING=sent)[0] == '/fi/?q=%E4%20%0D%0A<">'
    sent = "q=\xe4".encode().decode("latin-1")
    assert ask("/en/", QUERY_STRING=sent)[0] == "/fi/?q=%C3%A4"


def test_no_part_of_the_path_steers_a_link(site):
    assert site("/sv/odd/a/b/c/d") == [f"/{tag}/odd/a/b/c/d" for tag in TAGS]
    assert site("/sv/odd/fi/sv/en/sv", "/city")[0] == "/city/fi/odd/fi/sv/en/sv"


def test_links_of_an_answer_to_a_form(site):
    assert site("/sv/send?a=1&a=2", method="POST")[0] == "/fi/send?a=1&a=2"


def test_a_page_without_a_language_and_one_that_is_lost_lead_to_the_page_named(site):
    assert site("/links?a=1") == ["/fi/", "/sv/", "/en/"]
    assert site("/sv/none?a=1", "/city") == ["/city/fi/", "/city/sv/", "/city/en/"]


def test_in_django_a_named_page_without_a_language_leads_to_the_page_named():
    site = django_site_with()
    assert site("/named-links?a=1") == ["/fi/", "/sv/", "/en/"]
    # The view was found, its person was not: the address is still one of the site's.
    assert site("/sv/gone?a=1") == ["/fi/gone?a=1", "/sv/gone?a=1", "/en/gone?a=1"]


def test_in_django_an_asynchronous_site_does_the_same():
    with django_site_with().changed:
        # Its own client leaves the path below which the request before this one was.
        set_script_prefix("/")
        answer = asyncio.run(AsyncClient().get("/sv/places/pool/?a=%C3%A4&a="))
    assert answer.json()[0] == "/fi/places/pool/?a=%C3%A4&a="


def test_a_page_to_fall_back_on_that_does_not_exist_names_the_nearest():
    app = Flask("x")
    languages = citydesign.flask.Languages(app, ["fi", "sv"])
    app.add_url_rule("/<language:language>/card", "card", lambda: "")
    for address in ("/", "/fi/card"):
        with (
            app.test_request_context(address),
            pytest.raises(CityDesignError, match=r"no endpoint 'crad'; did you mean 'card'\?"),
        ):
            languages.links("crad")
    for make in (django_site_with, starlette_site):
        with pytest.raises(CityDesignError, match=r"'hoem'.*; did you mean 'home'\?"):
            make("hoem")("/links")
    with pytest.raises(CityDesignError, match=r"'named-links' is /named-links in several"):
        django_site_with("named-links")("/links")


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("SV-fi", "sv"), ("sv-FI,sv;q=0.9,fi;q=0.8", "sv"), ("sv;q=0,en;q=0.5", "en"),
        ("sv;q=0", "fi"), ("en;q=0.1,sv;q=0.2", "sv"), ("", "fi"), ("*", "fi"), (";;;q=x,,", "fi"),
    ],
)  # fmt: skip
def test_the_language_that_the_browser_asks_for(asked, given):
    app = Flask(__name__)
    app.add_url_rule("/", "front", citydesign.flask.Languages(app, TAGS))
    assert app.test_client().get("/", headers={"Accept-Language": asked}).text == given
