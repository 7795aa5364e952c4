"""What is special about the table."""

from urllib.parse import urlsplit

import pytest
from tests.markup import document

from citydesign import assets, examples, ui, use_locale
from citydesign.errors import UsageError

COLUMNS = [{"label": "Bill"}, {"label": "Amount, €", "numeric": True, "decimals": 2}]
ROWS = [["Library", 6.4], ["Day care", 1124]]


def parse(html):
    return document(html).find("body")


def text(element):
    return "".join(element.itertext()).strip()


@pytest.mark.parametrize(
    ("locale", "written"),
    [
        ("en", ["6.40", "1,124.00"]),
        ("fi", ["6,40", "1\xa0124,00"]),
        ("sv", ["6,40", "1\xa0124,00"]),
    ],
)
def test_numbers_are_written_as_the_language_writes_them(locale, written):
    with use_locale(locale):
        body = parse(ui.table("Bills", COLUMNS, ROWS))
    assert [text(cell) for cell in body.findall(".//tbody//td")] == written


def test_an_empty_cell_says_that_nothing_is_known_and_zero_is_a_number():
    body = parse(ui.table("Bills", COLUMNS, [["Library", None], ["Day care", 0]]))
    assert [text(cell) for cell in body.findall(".//tbody//td")] == ["no information", "0.00"]


@pytest.mark.parametrize(
    ("locale", "sort", "said"),
    [
        ("en", "ascending", "ascending"),
        ("en", "descending", "descending"),
        ("fi", "ascending", "nousevasti"),
        ("fi", "descending", "laskevasti"),
        ("sv", "ascending", "stigande"),
        ("sv", "descending", "fallande"),
    ],
)
def test_what_a_screen_reader_says_after_sorting_is_how_the_rows_are(locale, sort, said):
    columns = [COLUMNS[0], {**COLUMNS[1], "sort": sort, "sort_url": "?sort=amount"}]
    with use_locale(locale):
        body = parse(ui.table("Bills", columns, ROWS))
    assert body.find(".//th[@aria-sort]").get("aria-sort") == sort
    assert (
        said
        in body.find(".//city-table").get("data-sorted").replace(",", "").replace(":", "").split()
    )


@pytest.mark.parametrize("row", [["Library"], ["Library", 6.4, "paid"], []])
@pytest.mark.parametrize("name", ["rows", "totals"])
def test_a_row_with_too_few_or_too_many_cells_is_refused(row, name):
    given = {"rows": ROWS, name: [ROWS[0], row]}
    with pytest.raises(UsageError, match=rf"{name}\[1\] has {len(row)} cells, columns has 2"):
        ui.table("Bills", COLUMNS, **given)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"values": ["a"]}, "values has 1 items, rows has 2: one for each"),
        ({"values": ["a", "b", "c"]}, "values has 3 items, rows has 2"),
        ({"values": ["a", "b"], "value": ["d"]}, "value is 'd', which none of values has"),
        ({"value": ["a"]}, "value is 'a', which none of values has"),
    ],
)
def test_what_is_sent_for_a_row_is_there_for_each_row(given, said):
    with pytest.raises(UsageError, match=said):
        ui.table("Bills", COLUMNS, ROWS, **given)


@pytest.mark.parametrize("layout", ["stack", "scroll"])
def test_it_is_a_table_whatever_its_boxes_are(layout, open_example):
    page = open_example("table/selectable", viewport={"width": 320, "height": 640})
    page.evaluate(
        "layout => document.querySelector('.city-table').className = `city-table city-table--${layout}`",
        layout,
    )
    rows = page.get_by_role("table", name="Unpaid bills").get_by_role("row")
    assert rows.count() == 5
    assert rows.nth(1).get_by_role("rowheader").inner_text() == "Day care, October"
    assert rows.nth(1).get_by_role("cell").count() == 3
    assert page.get_by_role("columnheader").count() == 4


def test_each_cell_of_a_stacked_row_says_which_column_it_is_from(open_example):
    page = open_example("table/default", viewport={"width": 320, "height": 640})
    cell = page.locator("tbody td").first
    label = cell.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert label.startswith('"Limit of income, €"')
    cell.evaluate("""cell => {
        cell.textContent = 'Fill in ”Sähköpostiosoitteenne”.'
        cell.dataset.label = 'Varhaiskasvatuspaikkahakemus'
    }""")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width == 320, "a long word is broken, and nothing scrolls sideways"
    page.set_viewport_size({"width": 1280, "height": 640})
    assert cell.evaluate("cell => getComputedStyle(cell, '::before').content") == "none"


def test_sorting_is_a_link_and_says_how_it_is_sorted_now():
    columns = [{"label": "Bill", "sort_url": "/?sort=-bill", "sort": "ascending"}, {"label": "Sum"}]
    body = parse(ui.table("Bills", columns, ROWS))
    first, second = body.findall(".//thead//th")
    assert first.get("aria-sort") == "ascending"
    assert first.find("a").get("href") == "/?sort=-bill"
    assert second.find("a") is None
    assert "sort the table by columns" in text(body.find(".//caption"))


SORTED = """
<city-table id="hall-fees" data-sorted="Sorted by Fee an hour, €, ascending"><table class="city-table">
<caption>Sports halls</caption><thead><tr><th><a class="city-table__sort" href="/fees?sort=hall">Hall</a>
</th><th>Part</th><th aria-sort="ascending"><a class="city-table__sort" href="/fees?sort=-fee">Fee</a>
</th></tr></thead><tbody><tr><th>Tesoma</th><td>Tesoma</td><td>9.25</td></tr></tbody></table></city-table>
"""


@pytest.fixture
def halls(chromium):
    """Open the sorted example from a server that answers `/fees?sort=fee` as the test asks."""
    (example,) = (e for e in examples.all_examples() if e.id == "table/sorted")
    html = examples.page(example)
    context = chromium.new_context()

    def open_page(**answer):
        def respond(route):
            path = urlsplit(route.request.url).path
            if path.startswith("/citydesign/"):
                route.fulfill(path=assets.assets_path() / path.removeprefix("/citydesign/"))
            elif path == "/fees":
                route.fulfill(content_type="text/html; charset=utf-8", **answer)
            else:
                route.fulfill(content_type="text/html; charset=utf-8", body=html)

        page = context.new_page()
        page.route("**/*", respond)
        page.goto("http://city.test/")
        page.evaluate("window.sameDocument = true")
        return page

    yield open_page
    context.close()


def test_with_scripts_it_sorts_in_place_keeps_the_focus_and_says_so(halls):
    page = halls(body=SORTED)
    page.get_by_role("link", name="Fee an hour, €").click()
    page.get_by_text("Sorted by Fee an hour, €, ascending").wait_for(state="attached")
    assert page.locator("tbody tr").count() == 1
    assert page.evaluate("document.activeElement.getAttribute('href')") == "/fees?sort=-fee"
    assert page.url.endswith("/fees?sort=fee")
    assert page.evaluate("window.sameDocument")


@pytest.mark.parametrize(
    "answer", [{"status": 500, "body": SORTED}, {"status": 200, "body": "<p>Log in"}]
)
def test_what_cannot_be_sorted_in_place_is_opened_as_any_link(halls, answer):
    page = halls(**answer)
    page.get_by_role("link", name="Fee an hour, €").click()
    page.wait_for_url("**/fees?sort=fee")
    page.wait_for_function("!window.sameDocument")


def test_the_box_above_the_others_chooses_all_and_is_ticked_if_all_are(open_example):
    page = open_example("table/selectable")
    everything = page.get_by_label("Choose all rows")
    everything.check()
    assert page.locator("tbody input:checked").count() == 3
    page.locator("tbody input").first.uncheck()
    assert not everything.is_checked()
    page.locator("tbody input").first.check()
    assert everything.is_checked()
    assert page.get_by_role("checkbox", name="Choose Day care, October").is_visible()


def test_without_scripts_there_is_no_box_that_does_nothing(open_example):
    page = open_example("table/selectable", java_script_enabled=False)
    assert not page.locator(".city-table__all").is_visible()
    assert page.locator("tbody input").count() == 3


@pytest.mark.parametrize("scrolled", ["the box", "the page"])
def test_what_takes_the_focus_is_never_below_a_head_that_stays(open_example, scrolled):
    page = open_example("table/long", viewport={"width": 1280, "height": 600})
    if scrolled == "the page":
        page.evaluate("document.querySelector('.city-table-scroll').className = ''")
    page.evaluate("""() => {
      for (const cell of document.querySelectorAll('tbody th'))
        cell.innerHTML = `<a href="/x">${cell.textContent}</a>`;
    }""")
    page.locator("tbody a").nth(120).focus()
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        head, link = (
            page.locator(name).first.bounding_box() for name in ("thead th", "tbody a:focus")
        )
        assert link["y"] >= head["y"] + head["height"]
