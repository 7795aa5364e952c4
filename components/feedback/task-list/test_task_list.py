"""What is special about the task list."""

import pytest
from tests.markup import document

from citydesign import ui, use_locale

STATES = ["done", "started", "todo", "waiting", "blocked", "error"]


def parse(html):
    return document(html).find("body")


@pytest.mark.parametrize("locale", ["en", "fi", "sv"])
def test_each_state_has_words_of_its_own(locale):
    with use_locale(locale):
        body = parse(ui.task_list([{"text": s, "url": f"/{s}", "status": s} for s in STATES]))
    said = ["".join(li[1].itertext()).strip() for li in body.findall(".//li")]
    assert len(set(said)) == len(STATES)
    assert all(said)


def test_the_link_is_described_by_its_hint_and_its_state():
    body = parse(ui.task_list([{"text": "Income", "url": "/income", "hint": "A pay slip"}]))
    ids = body.find(".//a").get("aria-describedby").split()
    words = ["".join(body.find(f".//*[@id='{id}']").itertext()).strip() for id in ids]
    assert words == ["A pay slip", "Not started"]


def test_what_cannot_begin_yet_is_no_link():
    body = parse(ui.task_list([{"text": "Send", "status": "blocked", "hint": "First the others."}]))
    assert body.find(".//a") is None
    assert "First the others." in "".join(body.itertext())


def test_a_service_gives_the_state_words_of_its_own():
    html = ui.task_list([{"text": "Plan", "url": "/", "status_text": "Waiting for the designer"}])
    assert "Waiting for the designer" in html
    assert "Not started" not in html


def test_two_lists_on_a_page_share_no_id():
    html = str(ui.task_list([{"text": "A", "url": "/a", "hint": "h"}], heading="1", id="one"))
    html += str(ui.task_list([{"text": "B", "url": "/b", "hint": "h"}], heading="2", id="two"))
    ids = [element.get("id") for element in parse(html).iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def test_the_whole_row_leads_to_the_task(open_example):
    page = open_example("task-list/default")
    row = page.locator(".city-task-list__item").nth(1)
    box = row.bounding_box()
    found = page.evaluate(
        "([x, y]) => document.elementFromPoint(x, y).getAttribute('href')",
        [box["x"] + box["width"] - 3, box["y"] + box["height"] / 2],
    )
    assert found == "/apply/income"
