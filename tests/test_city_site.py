"""A resident reads the site of a city, on a server or as files."""

import importlib.util
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from citydesign import static_site
from citydesign.navigation import check_file, sitemap

HERE = Path(__file__).parents[1] / "examples" / "city-site"
SITE = "https://www.rantakyla.example"


@pytest.fixture(scope="module")
def example():
    spec = importlib.util.spec_from_file_location("city_site", HERE / "app.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def messages(tmp_path_factory):
    return tmp_path_factory.mktemp("city") / "messages.jsonl"


@pytest.fixture(scope="module")
def app(example, messages):
    app = example.create_app(messages)
    app.testing = True
    return app


@pytest.fixture(scope="module")
def folder(app, tmp_path_factory):
    return tmp_path_factory.mktemp("city") / "site"


@pytest.fixture(scope="module")
def site(app, folder):
    """Writing it follows each link of each page, and fails if one leads nowhere."""
    return static_site.write(app, folder)


@pytest.fixture(scope="module")
def pages(example, folder, site):
    """The written pages of the tree, by their address."""
    found = {}
    for node in example.TREE:
        for entry in node.entries.values():
            found[entry.url] = (folder / entry.url[1:] / "index.html").read_text("utf-8")
    return found


def test_sixty_pages_in_three_languages_and_no_fault_in_the_tree(example):
    assert check_file(HERE / "site.toml") == (60, [])
    assert all([*node.entries] == ["fi", "sv", "en"] for node in example.TREE)


def test_every_page_becomes_a_file_and_every_link_lands(example, site):
    declared = {entry.url for node in example.TREE for entry in node.entries.values()}
    lost = {"/404.html", *(f"/{tag}/404.html" for tag in example.TREE.languages)}
    assert {*site.pages} == declared | lost
    assert len(site.pages) == 184
    assert site.forwarded == {"/": "/fi/"}


def test_only_the_forms_need_a_server(example, site):
    forms = [key for key, name in example.TEMPLATES.items() if name == "form.html"]
    addresses = {entry.url for key in forms for entry in example.PAGES[key].entries.values()}
    assert {what: {*found} for what, found in site.left_out.items()} == {
        "the search": {*site.pages},
        "the form": addresses,
    }


#: The search of the header, and the files that nothing else on a page needs.
SEARCH = re.compile(
    r'<div class="city-header__search">.*?</form>\s*</div>'
    r"|<(?:link|script)[^>]*/(?:forms|search|button)-[0-9a-f]{10}\.[^>]*>(?:</script>)?",
    re.DOTALL,
)


def test_a_file_is_what_the_server_sends_without_what_needs_one(app, folder, site):
    client, compared = app.test_client(), 0
    different = {*site.left_out["the form"], "/fi/haku/", "/sv/sokning/", "/en/search/"}
    for address in {*site.pages} - different:
        name = address if "404" in address else f"{address}index.html"
        served, written = client.get(address).text, (folder / name[1:]).read_text("utf-8")
        assert served != written
        assert SEARCH.sub("", served).split() == SEARCH.sub("", written).split(), address
        compared += 1
    assert compared == 184 - 9


def test_each_title_and_each_description_is_of_one_page(pages):
    for what in (r"<title>(.*)</title>", r'<meta name="description" content="(.*)">'):
        found = Counter(text for html in pages.values() for text in re.findall(what, html))
        assert found.total() == len(pages)
        assert [text for text, times in found.items() if times > 1] == []


def test_pages_in_three_languages_name_each_other_and_themselves(pages):
    def alternates(html):
        return dict(re.findall(rf'<link rel="alternate" hreflang="(..)" href="{SITE}(.*)">', html))

    for address, html in pages.items():
        named = alternates(html)
        assert [*named] == ["fi", "sv", "en"], address
        assert named[address[1:3]] == address
        assert all(alternates(pages[other]) == named for other in named.values())
        assert f'<link rel="canonical" href="{SITE}{address}">' in html


def test_each_page_speaks_its_language_and_has_one_heading(pages):
    for address, html in pages.items():
        assert f'<html lang="{address[1:3]}"' in html
        assert html.count("<h1") == 1, address


def test_search_engines_find_the_same_pages(example, folder, site):
    assert (folder / "sitemap.xml").read_text("utf-8") == sitemap(example.TREE)["sitemap.xml"]
    assert f"Sitemap: {SITE}/sitemap.xml" in (folder / "robots.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("address", "words"),
    [("/fi/ei-ole", "Sivua ei löytynyt"), ("/sv/finns/inte", "Sidan hittades inte")],
)
def test_what_is_not_found_speaks_the_language_of_its_address(app, address, words):
    answer = app.test_client().get(address, headers={"Accept-Language": "en"})
    assert answer.status_code == 404
    assert f'<html lang="{address[1:3]}"' in answer.text
    assert f"<title>{words} – " in answer.text


def test_the_front_page_follows_the_browser(app):
    answer = app.test_client().get("/", headers={"Accept-Language": "sv"})
    assert answer.location == "/sv/"


def test_a_resident_reports_a_fault(app, messages):
    client, address = app.test_client(), "/sv/trafik-och-gator/anmal-fel/"
    wrong = client.post(address, data={"message": " ", "email": "aino@example.fi"})
    assert wrong.status_code == 422
    assert "<title>Fel: " in wrong.text
    assert 'href="#message"' in wrong.text
    assert 'value="aino@example.fi"' in wrong.text
    assert not messages.exists()
    sent = client.post(address, data={"message": "Lampan är trasig.", "email": ""})
    assert (sent.status_code, sent.location) == (303, "/sv/sent/")
    assert "<h1" in client.get(sent.location).text
    kept = json.loads(messages.read_text("utf-8"))
    assert (kept["message"], kept["page"]) == ("Lampan är trasig.", address)


def test_a_message_that_is_too_long_is_refused_with_a_page(app):
    answer = app.test_client().post("/en/give-feedback/", data={"message": "x" * 200_000})
    assert answer.status_code == 413
    assert '<html lang="en"' in answer.text


def test_a_resident_searches_in_their_language(app):
    client = app.test_client()
    html = client.get("/fi/haku/?q=UIMAHALLI").text
    assert "Löytyi 2 sivua" in html
    assert 'href="/fi/kulttuuri-ja-vapaa-aika/uimahallit-ja-rannat/"' in html
    assert "0 sidor hittades" in client.get("/sv/sokning/?q=uimahalli").text
