"""What is special about share links: what is sent, and that nothing is loaded."""

from urllib.parse import parse_qs, urlsplit

from tests.markup import document

from citydesign import ui

URL = "https://www.tampere.fi/h?id=1&lang=fi#plan"


def parse(**given):
    html = str(ui.share_links("Kaava: 50 % & enemmän?", URL, **given))
    return document(html)


def test_the_e_mail_has_the_name_and_the_whole_address_whatever_is_in_them():
    (link,) = parse().iter("a")
    mail = urlsplit(link.get("href"))
    assert (mail.scheme, mail.path, mail.fragment) == ("mailto", "", "")
    assert parse_qs(mail.query) == {"subject": ["Kaava: 50 % & enemmän?"], "body": [URL]}
    assert "+" not in mail.query


def test_nothing_of_another_service_is_loaded_and_no_window_opens():
    tree = parse(services=[{"text": "Share on Facebook", "url": "https://www.facebook.com/s?u=x"}])
    assert not [e for e in tree.iter() if e.get("src") or e.tag in {"script", "iframe", "img"}]
    assert all(e.get("target") is None for e in tree.iter("a"))
    assert [*tree.iter("a")][1].get("rel") == "noreferrer"
