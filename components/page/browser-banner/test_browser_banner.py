"""What is special about the browser banner."""

from citydesign import ui

BANNER = ".city-browser-banner"


EVERYBODY = "e => e.classList.remove('city-browser-banner--always')"


def test_a_browser_of_today_hides_it(open_example):
    page = open_example("browser-banner/real-size")
    assert page.locator(BANNER).is_visible()
    page.locator(BANNER).evaluate(EVERYBODY)
    assert not page.locator(BANNER).is_visible()


def test_a_browser_that_reads_no_style_sheet_shows_it_in_words(open_example):
    page = open_example("browser-banner/real-size")
    page.locator(BANNER).evaluate(EVERYBODY)
    page.evaluate("[...document.styleSheets].forEach(sheet => { sheet.disabled = true })")
    assert page.locator(BANNER).get_by_role("heading").is_visible()
    assert page.locator(BANNER).get_by_role("link").is_visible()


def test_it_is_for_old_browsers_alone_unless_the_server_says_otherwise():
    assert "--always" not in ui.browser_banner()
    assert "--always" in ui.browser_banner(always=True)


def test_your_own_words_take_the_place_of_ours():
    assert "Update your browser" in ui.browser_banner()
    html = ui.browser_banner("The map stays empty.")
    assert "The map stays empty." in html
    assert "Update your browser" not in html
