"""What is special about the header."""

import html5lib
import pytest
from markupsafe import Markup

from citydesign import ui, use_locale


def parse(html):
    (element,) = html5lib.parse(str(html), namespaceHTMLElements=False).find("body")
    return element


def languages(*tags):
    return [{"language": tag, "url": f"/{tag}/"} for tag in tags]


def test_who_signs_out_sends_a_form_with_what_the_host_adds_to_it():
    fields = Markup('<input type="hidden" name="csrf" value="x">')
    account = {"text": "Aino", "url": "/me", "sign_out_url": "/sign-out", "fields": fields}
    (form,) = parse(ui.header("Rantakylä", account=account)).iter("form")
    assert (form.get("method"), form.get("action")) == ("post", "/sign-out")
    assert form.find("input").get("name") == "csrf"
    assert "".join(form.find("button").itertext()) == "Sign out"


def test_who_is_not_signed_in_has_a_link_and_no_form():
    top = parse(ui.header("Rantakylä", account={"text": "Sign in", "url": "/sign-in"}))
    assert [a.get("href") for a in top.iter("a")] == ["/", "/sign-in"]
    assert not list(top.iter("form"))


@pytest.mark.parametrize(
    ("tags", "folded"), [(("fi", "sv", "en"), 0), (("fi", "sv", "en", "uk"), 1)]
)
def test_more_than_three_languages_are_behind_one_word(tags, folded):
    top = parse(ui.header("Rantakylä", languages=languages(*tags)))
    assert len(list(top.iter("details"))) == folded
    (nav,) = top.iter("nav")
    assert [a.get("hreflang") for a in nav.iter("a")] == list(tags)
    current = [a.get("hreflang") for a in nav.iter("a") if a.get("aria-current")]
    assert current == ["en"]


@pytest.mark.parametrize(("current", "written"), [("page", "page"), ("section", "true")])
def test_the_link_of_the_page_and_that_of_its_section_differ(current, written):
    links = [{"text": "A", "url": "/a"}, {"text": "B", "url": "/b", "current": current}]
    (nav,) = parse(ui.header("Rantakylä", links=links)).iter("nav")
    assert [a.get("aria-current") for a in nav.iter("a")] == [None, written]


@pytest.mark.parametrize(
    ("locale", "name"), [("en", "Main"), ("fi", "Päävalikko"), ("sv", "Huvudmeny")]
)
def test_its_main_links_are_a_landmark_with_a_name(locale, name):
    links = [{"text": "A", "url": "/a"}]
    with use_locale(locale):
        (nav,) = parse(ui.header("Rantakylä", links=links)).iter("nav")
    assert nav.get("aria-label") == name
    (nav,) = parse(ui.header("Rantakylä", links=links, label="Museums")).iter("nav")
    assert nav.get("aria-label") == "Museums"


def test_a_service_without_a_page_of_its_own_is_text():
    assert len(list(parse(ui.header("Rantakylä", service="Daycare")).iter("a"))) == 1
    top = parse(ui.header("Rantakylä", service="Daycare", service_url="/daycare"))
    assert [a.get("href") for a in top.iter("a")] == ["/", "/daycare"]
