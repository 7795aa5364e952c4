"""The page, and what surrounds its content."""

import re

import html5lib
import pytest
from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from citydesign import install, tokens, ui, use_locale
from citydesign.errors import IncompleteLanguageWarning
from citydesign.host import using

BASE = """\
{% from "citydesign/page.html" import page %}
{% from "citydesign/header.html" import header %}
{% call page(title=title ~ " - City of Tampere", header=header("Tampere"), error=errors|default(false)) %}
{% block content %}{% endblock %}
{% endcall %}
"""
DETAILS = """\
{% extends "base.html" %}
{% set title = "Your details" %}
{% block content %}<h1>{{ title }}</h1><p>{{ told }}</p>{% endblock %}
"""


@pytest.mark.filterwarnings("ignore::citydesign.errors.AutoescapeWarning")
@pytest.mark.parametrize("autoescape", [True, False])
def test_a_city_makes_its_base_once_and_its_pages_fill_the_block(autoescape):
    env = Environment(
        loader=DictLoader({"base.html": BASE, "details.html": DETAILS}),
        autoescape=autoescape,
        undefined=StrictUndefined,
    )
    install(env)
    html = env.get_template("details.html").render(told="here & now", errors=True)
    assert "<title>Error: Your details - City of Tampere</title>" in html
    main = html[html.index("<main") : html.index("</main>")]
    assert "<h1>Your details</h1><p>here" in main
    assert html.count("<h1>") == 1
    assert html.index("</header>") < html.index("<main")


def test_a_page_is_valid_html_with_everything_given():
    html = ui.page(
        "T",
        content=Markup("<h1>T</h1>"),
        header=ui.header("Tampere", links=[{"text": "A", "url": "/a"}]),
        navigation=ui.breadcrumbs([{"text": "A", "url": "/a"}, {"text": "T"}]),
        aside="Call us",
        footer=ui.footer("Tampere", "/accessibility"),
        description="D",
        theme="tampere",
        alternates=[{"language": "sv", "url": "https://tampere.example/sv"}],
        head=Markup('<link rel="icon" href="/favicon.ico">'),
    )
    parser = html5lib.HTMLParser(strict=True)
    parser.parse(html)
    assert '<link rel="alternate" hreflang="sv" href="https://tampere.example/sv">' in html
    order = [html.index(tag) for tag in ("<header", "<main", "<aside", "<footer")]
    assert order == sorted(order)


def test_the_first_thing_that_tab_reaches_leads_to_the_content():
    html = ui.page("T", header=ui.header("Tampere"))
    body = html[html.index("<body") :]
    first = re.search(r'<(?:a|button|input|summary)\b[^>]*href="([^"]*)"', body)
    assert first is not None
    assert first[1] == "#main"
    assert '<main class="city-page__main city-container" id="main" tabindex="-1">' in body


@pytest.mark.parametrize("theme", [None, *tokens.themes()])
def test_the_browser_s_frame_has_the_colour_of_the_header(theme):
    header = tokens.load(theme)["color.brand.header"]
    html = ui.page("T", theme=theme)
    for scheme in ("light", "dark"):
        wanted = f'content="{header.css(scheme)}" media="(prefers-color-scheme: {scheme})"'
        assert wanted in html
    fixed = ui.page("T", theme=theme, scheme="dark")
    assert f'<meta name="theme-color" content="{header.css("dark")}">' in fixed


def test_a_page_in_a_language_written_from_right_to_left_says_so():
    env = Environment(autoescape=True)
    with pytest.warns(IncompleteLanguageWarning):
        install(env, locale="ar", messages={"ar": {"skip_link.text": "انتقل إلى المحتوى"}})
    with using(env):
        assert '<html lang="ar" dir="rtl">' in ui.page("T")


LANGUAGES = [{"language": tag, "url": f"/{tag}/"} for tag in ("fi", "sv", "en")]


@pytest.mark.parametrize("place", ["header", "footer"])
@pytest.mark.parametrize("locale", ["sv", "sv-FI"])
def test_each_language_is_written_in_itself_and_the_present_one_is_marked(place, locale):
    with use_locale(locale):
        html = (
            ui.header("Tampere", languages=LANGUAGES)
            if place == "header"
            else ui.footer("Tampere", "/a", languages=LANGUAGES)
        )
    assert 'lang="fi" hreflang="fi">Suomi</a>' in html
    assert 'lang="sv" hreflang="sv" aria-current="true">Svenska</a>' in html
    assert html.count("aria-current") == 1


def test_the_link_of_the_present_page_says_so():
    html = ui.header(
        "T", links=[{"text": "A", "url": "/a", "current": "page"}, {"text": "B", "url": "/b"}]
    )
    assert '<a class="city-header__link" href="/a" aria-current="page">A</a>' in html
    assert html.count("aria-current") == 1


def test_three_languages_are_in_sight_and_more_stand_behind_one_word():
    assert "<summary" not in ui.header("T", languages=LANGUAGES)
    more = ui.header("T", languages=[*LANGUAGES, {"language": "se", "url": "/se/", "text": "S"}])
    assert more.count("<details") == 1
    assert more.count("<nav") == 1


def test_you_sign_out_by_a_button_that_posts():
    token = Markup('<input type="hidden" name="csrf_token" value="x">')
    html = ui.header(
        "T", account={"text": "Aino", "url": "/me", "sign_out_url": "/out", "fields": token}
    )
    form = re.search(r'<form method="post" action="/out">(.*)</form>', html)
    assert form is not None
    assert token in form[1]
    assert 'href="/out"' not in html


def test_every_footer_links_to_the_accessibility_statement():
    with use_locale("fi"):
        html = ui.footer("Tampere", "/seloste")
    assert '<a class="city-footer__link" href="/seloste">Saavutettavuusseloste</a>' in html


def test_the_page_above_is_the_one_a_phone_shows():
    html = ui.breadcrumbs(
        [{"text": "A", "url": "/a"}, {"text": "B", "url": "/b"}, {"text": "C", "url": None}]
    )
    parent = re.search(r'<li class="[^"]*--parent">.*', html)
    assert parent is not None
    assert "/b" in parent[0]
    assert html.count("--parent") == 1
    assert '<span class="city-breadcrumbs__current" aria-current="page">C</span>' in html
    alone = ui.breadcrumbs([{"text": "Front page"}])
    assert "--collapse" not in alone
