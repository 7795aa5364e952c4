"""What is special about the footer."""

import pytest
from jinja2 import Environment
from tests.markup import document

from citydesign import install, ui, use_locale


def parse(html):
    (element,) = document(html).find("body")
    return element


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en", "Accessibility statement"),
        ("fi", "Saavutettavuusseloste"),
        ("sv", "Tillgänglighetsutlåtande"),
    ],
)
def test_the_accessibility_statement_comes_first_in_the_last_row(locale, text):
    legal = [{"text": "Cookies", "url": "/cookies"}]
    with use_locale(locale):
        end = parse(ui.footer("Rantakylä", "/accessibility", legal=legal))
    links = [("".join(a.itertext()), a.get("href")) for a in end.iter("a")]
    assert links == [(text, "/accessibility"), ("Cookies", "/cookies")]


def test_a_link_in_another_language_says_which():
    links = [{"text": "Selkosuomeksi", "url": "/selko", "language": "fi"}]
    groups = [{"heading": "Help", "links": [*links, {"text": "Contact", "url": "/contact"}]}]
    end = parse(ui.footer("Rantakylä", "/a11y", groups=groups))
    easy, contact = list(end.iter("a"))[:2]
    assert (easy.get("lang"), easy.get("hreflang")) == ("fi", "fi")
    assert (contact.get("lang"), contact.get("hreflang")) == (None, None)
    assert [h.text for h in end.iter("h2")] == ["Help"]


def test_its_contact_details_come_from_a_call_block_or_a_parameter():
    env = Environment(autoescape=True)
    install(env)
    block = env.from_string(
        "{% from 'citydesign/footer.html' import footer %}"
        "{% call footer('Rantakylä', '/a11y') %}<p>Rantatie 1</p>{% endcall %}"
    ).render()
    assert [p.text for p in parse(block).iter("p")] == ["Rantakylä", "Rantatie 1"]
    assert "&lt;p&gt;Rantatie" in str(ui.footer("Rantakylä", "/a11y", content="<p>Rantatie 1</p>"))


def test_it_has_no_landmark_for_languages_without_any():
    assert not list(parse(ui.footer("Rantakylä", "/a11y")).iter("nav"))
    (nav,) = parse(
        ui.footer("Rantakylä", "/a11y", languages=[{"language": "sv", "url": "/sv/"}])
    ).iter("nav")
    assert nav.get("aria-label")


def test_an_address_of_e_mail_is_no_wider_than_a_phone(open_example):
    page = open_example("footer/default", viewport={"width": 320, "height": 640})
    for link in page.locator(".city-footer a").all():
        link.evaluate("a => { a.textContent = 'ymparistoterveydenhuolto.kirjaamo@rantakyla.fi' }")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
