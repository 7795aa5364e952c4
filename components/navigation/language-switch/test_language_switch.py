"""What is special about the language switch."""

from urllib.parse import parse_qs, urlsplit

import pytest
from tests.markup import document

from citydesign import ui, use_locale

TAGS = ("fi", "sv", "en", "uk", "ar")


def parse(html):
    (element,) = document(html).find("body")
    return element


def switch(count=3, **values):
    items = [{"language": tag, "url": f"/{tag}/fees?year=2027"} for tag in TAGS[:count]]
    return parse(ui.language_switch(items, **values))


def test_each_language_is_named_in_itself_and_leads_to_the_same_page():
    links = {a.get("hreflang"): a for a in switch(5).iter("a")}
    assert ["".join(a.itertext()) for a in links.values()] == [
        "Suomi",
        "Svenska",
        "English",
        "Українська",
        "العربية",
    ]
    for tag, link in links.items():
        assert (link.get("lang"), link.get("href")) == (tag, f"/{tag}/fees?year=2027")


@pytest.mark.parametrize(("count", "grouped"), [(1, False), (3, False), (4, True), (5, True)])
def test_more_than_three_are_grouped_under_one_word(count, grouped):
    assert (switch(count).find("details") is not None) == grouped


@pytest.mark.parametrize("locale", ["fi", "sv", "en", "en-GB"])
@pytest.mark.parametrize("form_id", [None, "application"])
def test_the_language_of_the_page_is_marked_and_no_other(locale, form_id):
    with use_locale(locale):
        nav = switch(form_id=form_id)
    (here,) = [e for e in nav.iter() if e.get("aria-current")]
    assert here.get("lang") == locale.split("-")[0]


@pytest.mark.parametrize(("count", "others"), [(3, ["fi", "sv"]), (5, ["fi", "sv", "uk", "ar"])])
def test_with_a_form_each_other_language_posts_it_as_it_is(count, others):
    nav = switch(count, form_id="application")
    buttons = [b for b in nav.iter("button") if not b.get("aria-hidden")]
    assert [b.get("value") for b in buttons] == others
    for button in buttons:
        assert button.get("form") == "application"
        assert button.get("formaction") == f"/{button.get('value')}/fees?year=2027"
        assert button.get("formmethod") == "post"
        assert "formnovalidate" in button.attrib


@pytest.mark.parametrize("scripts", [True, False])
def test_what_was_typed_and_not_yet_sent_goes_along(open_example, scripts):
    page = open_example("language-switch/keeps-what-was-typed", java_script_enabled=scripts)
    page.get_by_label("Your feedback").fill("Valo ei syty & on pimeää")
    with page.expect_request("**/sv/feedback") as asked:
        page.get_by_role("button", name="Svenska").click()
    assert asked.value.method == "POST"
    sent = parse_qs(asked.value.post_data, keep_blank_values=True)
    assert sent == {"message": ["Valo ei syty & on pimeää"], "email": [""], "language": ["sv"]}


def test_enter_in_a_field_does_not_change_the_language(open_example):
    page = open_example("language-switch/keeps-what-was-typed")
    page.get_by_label("E-mail address").fill("a@example.fi")
    with page.expect_request("**/feedback") as asked:
        page.keyboard.press("Enter")
    assert urlsplit(asked.value.url).path == "/feedback"
    assert "language" not in parse_qs(asked.value.post_data)
