"""What is special about the message thread."""

import pytest
from jinja2 import Environment
from tests.markup import document

from citydesign import install, ui, use_locale

ONE = {
    "id": "m1",
    "author": "Aino Virtanen",
    "date": "2027-03-24",
    "time": "09:15",
    "content": "Hello",
}


def parse(*items, **more):
    html = ui.message_thread("Messages", [{**ONE, **item} for item in items], **more)
    return document(html).find("body")


def words(element):
    return " ".join("".join(element.itertext()).split())


@pytest.mark.parametrize("strict", [True, False])
def test_an_internal_note_is_not_in_the_page_of_a_resident(strict):
    env = Environment(autoescape=True)
    install(env, strict=strict)
    source = (
        '{% from "citydesign/message-thread.html" import message_thread %}'
        "{{ message_thread('Messages', items, staff=staff) }}"
    )
    items = [ONE, {**ONE, "id": "m2", "content": "Secret", "internal": True, "unread": True}]
    template = env.from_string(source)
    resident = template.render(items=items, staff=False)
    assert "Secret" not in resident
    assert "unread" not in resident.lower()
    assert "m2" not in resident
    assert "Secret" in template.render(items=items, staff=True)


def test_headings_say_who_wrote_and_what_is_unread():
    page = parse({"own": True}, {"id": "m2", "author": "Sanna Lehtonen", "unread": True})
    assert [words(one) for one in page.iter("h3")] == [
        "Aino Virtanen (you)",
        "Sanna Lehtonen Unread",
    ]


def test_the_link_above_leads_to_the_first_unread_message_and_counts_them():
    page = parse({}, {"id": "m2", "unread": True}, {"id": "m3", "unread": True})
    (link,) = page.iter("a")
    assert link.get("href") == "#m2"
    assert words(link) == "Go to the first of 2 unread messages"


@pytest.mark.parametrize(
    ("locale", "said"),
    [("fi", "24. maaliskuuta 2027, 9.15"), ("sv", "24 mars 2027, 9.15"), ("en", "24 March 2027, 9:15")],
)  # fmt: skip
def test_when_it_was_written_is_said_in_the_language_of_the_page(locale, said):
    with use_locale(locale):
        (time,) = parse({}).iter("time")
    assert words(time) == said
    assert time.get("datetime") == "2027-03-24T09:15"


def test_what_was_typed_in_lines_is_read_in_lines_and_stays_text(open_example):
    assert "<b>" not in str(ui.message_thread("Messages", [{**ONE, "content": "<b>1</b>"}]))
    page = open_example("message-thread/staff")
    # As it is drawn, not as it is written in the page.
    first, second = page.locator("#first .city-message-thread__content").inner_text().split("\n")
    assert (first[:4], second[:6]) == ("Hej!", "Räcker")


def test_on_paper_there_is_every_message_and_no_link_up_and_down(open_example):
    page = open_example("message-thread/default")
    page.emulate_media(media="print")
    assert page.locator(".city-message-thread__item:visible").count() == 3
    assert not page.locator(".city-message-thread__link--unread").is_visible()
