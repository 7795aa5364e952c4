"""What is special about the toast."""

import pytest

from citydesign import UsageError, ui

NEWS = {"heading": "Saved", "id": "saved", "link": {"text": "See it", "url": "/saved"}}


def test_news_without_another_place_that_says_it_is_refused():
    with pytest.raises(UsageError, match="link"):
        ui.toast([{"heading": "Saved", "id": "saved"}])


def test_a_failure_is_no_toast():
    with pytest.raises(UsageError, match="status"):
        ui.toast([{**NEWS, "status": "error"}])


@pytest.mark.parametrize(("given", "shown"), [({}, "success"), ({"status": "info"}, "info")])
def test_a_fact_is_not_shown_as_a_success(given, shown):
    html = str(ui.toast([{**NEWS, **given}]))
    assert f"city-notification--{shown}" in html
    assert f"city-icon--{shown}" in html


def test_the_place_is_a_status_before_there_is_news(open_example):
    page = open_example("toast/empty")
    status = page.get_by_role("status")
    assert status.count() == 1
    assert status.bounding_box()["height"] == 0


def test_each_piece_of_news_is_in_one_live_region_only():
    assert str(ui.toast([NEWS])).count('role="status"') == 1


def test_without_scripts_it_is_a_plain_notice_in_the_page(open_example):
    page = open_example("toast/default", java_script_enabled=False)
    assert page.get_by_text("Saved in your favourites").is_visible()
    assert not page.locator(".city-notification__close").is_visible()


def long_page(open_example, height):
    page = open_example("toast/default", viewport={"width": 800, "height": height})
    page.evaluate("""() => {
      const list = document.querySelector("#places");
      for (let number = 0; number < 40; number++) {
        const row = list.appendChild(document.createElement("li"));
        row.innerHTML = `<a href="/halls/${number}">Hall ${number}</a>`;
      }
    }""")
    return page


def test_it_is_at_the_foot_of_a_large_window_and_in_its_place_in_a_small_one(open_example):
    page = long_page(open_example, 800)
    box = page.locator(".city-toast").bounding_box()
    assert box["y"] + box["height"] <= 800
    page.set_viewport_size({"width": 800, "height": 400})
    assert page.locator(".city-toast").bounding_box()["y"] > 400
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.locator(".city-toast").bounding_box()["y"] > 800


def test_what_takes_the_focus_is_never_under_it(open_example):
    page = long_page(open_example, 800)
    page.locator("#places a").first.focus()
    for _ in range(39):
        page.keyboard.press("Tab")
        focused, toast = page.evaluate("""() =>
          [document.activeElement, document.querySelector(".city-toast")].map((one) => {
            const { top, bottom } = one.getBoundingClientRect();
            return { top, bottom };
          })""")
        assert focused["bottom"] <= toast["top"]
