"""The site of a city by keyboard alone: each menu, on a phone and a wide window, scripts on and off."""

from itertools import pairwise

import pytest
from flask import render_template_string
from tests.served import served
from tests.test_city_site import app, example, messages  # noqa: F401 - fixtures

from citydesign import asset_url
from citydesign.assets import assets_path

pytestmark = pytest.mark.browser

#: A page of the third level, which has every menu of the site.
PAGE = "/en/families-and-education/early-childhood-education/apply/"
#: Whoever is signed in, on a site of five languages.
SIGNED_IN = """
{% from "citydesign/all.html" import account_menu, breadcrumbs, footer, header, mega_menu, page, search %}
{% set own = account_menu("Aino Virtanen", links=[{"text": "Messages", "url": "/mine/"}], sign_out_url="/out") %}
{% set languages = [] %}
{% for tag in ["fi", "sv", "en", "se", "ar"] %}{% set _ = languages.append({"language": tag, "url": "/" ~ tag ~ "/"}) %}{% endfor %}
{% set top = header("Rantakylä", languages=languages, account_menu=own,
  search=search("/en/search/", "Search", id="site-search", label_visible=False, button_visible=False),
  menu=mega_menu(menus.mega_menu, url="/en/site-map/")) %}
{% call page("Signed in", header=top, footer=footer("Rantakylä", "/en/accessibility/")) %}
<h1>Signed in</h1><p><a href="/en/">Front page</a></p>
{% endcall %}
"""
PAGES = {"site": PAGE, "signed in": "/en/signed-in/"}
MENU = {320: ".city-header__disclosure--menu > summary", 1280: ".city-mega-menu__disclosure > summary"}  # fmt: skip

#: Where the focus is: its part of the page, what it covers of the window, and what covers it.
STOP = """() => {
  const at = document.activeElement;
  if (at === document.body) return null;
  const part = at.closest(".city-skip-link, header, .city-breadcrumbs, main, aside, footer");
  const box = at.getBoundingClientRect();
  const points = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5]].map(([x, y]) =>
    document.elementFromPoint(box.x + box.width * x, box.y + box.height * y));
  return {
    part: part && (part.classList[0] === "city-skip-link" ? "skip" : part.localName),
    name: at.getAttribute("href") ?? at.id ?? at.localName,
    line: Math.round(box.y + scrollY),
    start: Math.round(box.x),
    seen: points.some((hit) => hit && (at.contains(hit) || hit.contains(at) || hit.closest("label")?.control === at)),
    inside: box.bottom > 0 && box.top < innerHeight && box.width > 0,
  };
}"""
#: All that Tab should reach: what takes the focus and is in sight.
REACHABLE = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
  .filter((e) => e.checkVisibility({ visibilityProperty: true }) && e.tabIndex >= 0
    && !(e.type === "radio" && !e.checked && e.form?.elements[e.name]?.value)).length"""


@pytest.fixture(scope="module")
def origin(app):  # noqa: F811
    if "signed_in" not in app.view_functions:
        app.add_url_rule("/en/signed-in/", "signed_in", lambda: render_template_string(SIGNED_IN))
    with served(app) as origin:
        yield origin


@pytest.fixture(params=[(320, True), (320, False), (1280, True), (1280, False)], ids=str)
def window(request, chromium, origin):
    width, scripts = request.param
    context = chromium.new_context(
        viewport={"width": width, "height": 640}, java_script_enabled=scripts
    )
    page = context.new_page()
    page.width, page.scripts = width, scripts
    page.set_default_timeout(10_000)
    page.open = lambda kind: page.goto(origin + PAGES[kind])
    yield page
    context.close()


def walk(page, key="Tab", most=200):
    """Press Tab until the page is left, and give each stop."""
    stops = []
    for _ in range(most):
        page.keyboard.press(key)
        stop = page.evaluate(STOP)
        if stop is None:
            break
        stops.append(stop)
    return stops


def focused(page, selector):
    return page.evaluate("s => document.activeElement.matches(s)", selector)


def tab_to(page, selector, most=60):
    for _ in range(most):
        page.keyboard.press("Tab")
        if focused(page, selector):
            return
    raise AssertionError(f"Tab does not reach {selector}")


@pytest.mark.parametrize("kind", PAGES)
def test_tab_reaches_all_that_is_in_sight_in_the_order_of_the_page_and_nothing_covers_it(
    window, kind
):
    window.open(kind)
    stops = walk(window)
    assert len(stops) == window.evaluate(REACHABLE)
    assert [stop for stop in stops if not stop["seen"] or not stop["inside"]] == []
    parts = list(dict.fromkeys(stop["part"] for stop in stops))
    order = ["skip", "header", "nav", "main", "aside", "footer"]
    assert parts == [part for part in order if part in parts]
    # No part is come back to, and in the header the eye goes the same way.
    assert sum(a["part"] != b["part"] for a, b in pairwise(stops)) == len(parts) - 1
    header = [stop for stop in stops if stop["part"] == "header"]
    assert header == sorted(header, key=lambda stop: (stop["line"] // 40, stop["start"]))
    back = walk(window, "Shift+Tab")
    assert [stop["name"] for stop in back] == [stop["name"] for stop in reversed(stops)]


def test_what_sticks_to_the_window_and_covers_the_focus_would_be_seen(window):
    window.open("site")
    window.evaluate("""() => Object.assign(document.querySelector("header").style,
      { position: "fixed", insetBlock: "0 60%", insetInline: "0", zIndex: 9 })""")
    assert [stop for stop in walk(window) if not stop["seen"]]


@pytest.mark.parametrize("kind", PAGES)
def test_the_menu_opens_is_walked_through_and_closes_where_it_was_opened(window, kind):
    window.open(kind)
    button, panel = MENU[window.width], window.locator(".city-mega-menu__panel")
    tab_to(window, button)
    assert not panel.is_visible()
    window.keyboard.press("Enter")
    assert panel.is_visible()
    assert focused(window, button)
    stops = []
    for _ in range(80):
        window.keyboard.press("Tab")
        stop = window.evaluate(STOP)
        if stop is None or stop["part"] != "header":
            break
        stops.append(stop)
    assert [stop for stop in stops if not stop["seen"] or not stop["inside"]] == []
    links = [link.get_attribute("href") for link in panel.locator("a:visible").all()]
    walked = [stop["name"] for stop in stops if stop["name"] in links]
    assert walked == links
    # Back into it, and out of it.
    window.keyboard.press("Shift+Tab")
    assert window.evaluate(STOP)["name"] == links[-1]
    window.keyboard.press("Escape")
    if window.scripts:
        assert focused(window, button)
    else:
        window.locator(button).focus()
        window.keyboard.press("Space")
    assert not panel.is_visible()
    window.keyboard.press("Tab")
    assert window.evaluate(STOP)["name"] not in links


def test_what_a_phone_keeps_behind_its_menu_comes_at_once_after_it(window):
    window.open("signed in")
    if window.width == 320:
        tab_to(window, MENU[320])
        window.keyboard.press("Enter")
        window.keyboard.press("Tab")
        assert focused(window, "#site-search")
        tab_to(window, ".city-mega-menu__heading", most=6)
    else:
        tab_to(window, "#site-search")
        tab_to(window, MENU[1280], most=6)


def test_a_resident_searches_without_a_mouse(window):
    window.open("site")
    if window.width == 320:
        tab_to(window, MENU[320])
        window.keyboard.press("Enter")
    tab_to(window, "#site-search")
    window.keyboard.type("library")
    window.keyboard.press("Enter")
    window.wait_for_url("**/en/search/?q=library")
    assert window.get_by_role("main").get_by_role("link", name="Library").first.is_visible()


def test_a_resident_changes_the_language_and_is_on_the_same_page(window):
    window.open("site")
    if window.width == 320 and not window.locator(".city-header a[hreflang=sv]").is_visible():
        tab_to(window, MENU[320])
        window.keyboard.press("Enter")
    tab_to(window, ".city-header a[hreflang=sv]")
    window.keyboard.press("Enter")
    window.wait_for_url("**/sv/familjer-och-utbildning/smabarnspedagogik/ansok-om-plats/")
    assert window.locator("html").get_attribute("lang") == "sv"


def test_five_languages_are_behind_one_word(window):
    window.open("signed in")
    if window.width == 320:
        tab_to(window, MENU[320])
        window.keyboard.press("Enter")
    button = ".city-header__disclosure:not(.city-header__disclosure--menu, .city-mega-menu__disclosure) > summary"
    tab_to(window, button)
    language = window.locator(".city-header a[hreflang=ar]")
    assert not language.is_visible()
    window.keyboard.press("Enter")
    assert language.is_visible()
    assert focused(window, button)
    window.keyboard.press("Tab")
    assert focused(window, "a[hreflang=fi]")
    for _ in range(4):
        window.keyboard.press("Tab")
    assert focused(window, "a[hreflang=ar]")
    stop = window.evaluate(STOP)
    assert stop["seen"]
    assert stop["inside"]
    window.locator(button).focus()
    window.keyboard.press("Enter")
    assert not language.is_visible()


def test_the_menu_of_the_account_leads_to_ones_own_pages_and_out(window):
    window.open("signed in")
    if window.width == 320:
        tab_to(window, MENU[320])
        window.keyboard.press("Enter")
    button = ".city-account-menu summary, .city-account-menu .city-button-menu__button"
    tab_to(window, button)
    mine = window.locator(".city-header a[href='/mine/']")
    if not mine.is_visible():
        window.keyboard.press("Enter")
    assert mine.is_visible()
    tab_to(window, "a[href='/mine/']", most=2)
    tab_to(window, "form[action='/out'] button", most=2)
    window.keyboard.press("Escape")
    if window.scripts:
        assert focused(window, button)
        assert not mine.is_visible()


def test_the_navigation_beside_a_page_shows_where_one_is(window):
    window.open("site")
    if window.width == 320:
        tab_to(window, ".city-side-navigation__summary", most=80)
        assert not window.locator(".city-side-navigation__link").first.is_visible()
        window.keyboard.press("Enter")
        assert focused(window, ".city-side-navigation__summary")
    tab_to(window, ".city-side-navigation__link[aria-current=page]", most=80)
    stop = window.evaluate(STOP)
    assert stop["seen"]
    assert stop["name"] == PAGE
    tab_to(window, ".city-side-navigation__link", most=1)
    window.keyboard.press("Enter")
    window.wait_for_url(lambda url: not url.endswith(PAGE))
    assert window.locator("h1").is_visible()


LARGE = """css => {
  document.head.append(Object.assign(document.createElement("style"), { textContent: css }));
  Object.assign(document.documentElement.dataset, { size: "200", spacing: "wide" });
  return getComputedStyle(document.documentElement).fontSize;
}"""


@pytest.mark.parametrize("address", ["/fi/", PAGE, "/sv/familjer-och-utbildning/"])
def test_letters_of_twice_the_size_and_far_apart_fit_every_width(chromium, origin, address):
    page = chromium.new_page(java_script_enabled=False, bypass_csp=True)
    page.goto(origin + address)
    # A link would have to be waited for, and without scripts nothing is sure to come.
    sheet = assets_path() / asset_url("display.css").rpartition("/")[2]
    assert page.evaluate(LARGE, sheet.read_text("utf-8")) == "32px"
    wide = {}
    for width in (320, 400, 480, 640, 767, 768, 1023, 1024, 1280, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        wide[width] = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    page.context.close()
    assert {width: more for width, more in wide.items() if more > 0} == {}
