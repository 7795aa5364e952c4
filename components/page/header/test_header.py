"""What is special about the header."""

import pytest
from markupsafe import Markup
from tests.markup import document

from citydesign import assets, ui, use_locale
from citydesign.audit.pages.subject import ORIGIN, POLICY
from citydesign.audit.stage.server import Server, Site


def parse(html):
    (element,) = document(html).find("body")
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


def everything(count, **given):
    """A header with search, account, languages, and so many pages in its menu, as HTML."""
    pages = [{"text": f"Page {n}", "url": f"/{n}", "links": []} for n in range(1, count + 1)]
    groups = [{**pages[0], "links": pages[1:8]}, *pages[8:16]] if count > 16 else pages
    if count > 16:
        groups[1:] = [{**one, "links": pages[16 + n :: 8]} for n, one in enumerate(groups[1:])]
    return ui.header(
        "Rantakylä",
        search=ui.search("/search", "Search the site", label_visible=False, button_visible=False),
        languages=languages("fi", "sv", "en"),
        menu=ui.mega_menu(groups, url="/all") if count else "",
        **given,
    )


ACCOUNTS = {
    "sign-in": {"account": {"text": "Sign in", "url": "/sign-in"}},
    "signed in": {
        "account_menu": Markup(
            ui.account_menu("Maria-Elisabeth Lindqvist", sign_out_url="/sign-out")
        )
    },
}
SERVICES = [None, "Early childhood education"]


@pytest.fixture
def open_header(chromium):
    """Open a page with this header, of this width."""
    contexts = []

    def open_header(html, width):
        contexts.append(chromium.new_context(viewport={"width": width, "height": 800}))
        window = contexts[-1].new_page()
        whole = ui.page("Rantakylä", content=Markup("<h1>Fees</h1>"), header=html)
        Server(Site({"/": str(whole)}.get, assets.assets_path(), policy=POLICY)).attach(window)
        window.goto(ORIGIN)
        return window

    yield open_header
    for context in contexts:
        context.close()


@pytest.mark.parametrize("service", SERVICES, ids=["city", "service"])
@pytest.mark.parametrize("account", ACCOUNTS)
@pytest.mark.parametrize("count", [0, 1, 60])
def test_on_a_phone_it_leaves_room_for_the_page(count, account, service, open_header):
    window = open_header(everything(count, service=service, **ACCOUNTS[account]), 320)
    assert window.locator(".city-header").bounding_box()["height"] <= 120
    assert window.evaluate("document.documentElement.scrollWidth") == 320


def test_a_service_with_nothing_but_languages_leaves_room_too(open_header):
    html = ui.header("Rantakylä", service=SERVICES[1], languages=languages("fi", "sv", "en"))
    window = open_header(html, 320)
    assert window.locator(".city-header").bounding_box()["height"] <= 120
    window.locator("summary:visible").click()
    assert window.get_by_role("link", name="Suomi").is_visible()
    window.set_viewport_size({"width": 1280, "height": 800})
    assert window.locator("summary:visible").count() == 0
    assert window.get_by_role("link", name="Suomi").is_visible()


@pytest.mark.parametrize(
    ("locale", "name", "service"),
    [
        ("fi", "Tampereen kaupunki", "Varhaiskasvatus"),
        ("sv", "Tammerfors stad", "Småbarnspedagogik"),
    ],
)
def test_a_long_word_leaves_the_button_beside_the_name(locale, name, service, open_header):
    with use_locale(locale):
        window = open_header(everything(60, service=service).replace("Rantakylä", name), 320)
    assert window.locator(".city-header").bounding_box()["height"] <= 120
    assert window.evaluate("document.documentElement.scrollWidth") == 320
    # Where the text is twice as large, words stay whole and the button goes below.
    window.locator("html").evaluate("root => { root.style.fontSize = '200%' }")
    (city, button) = (
        window.locator(one).bounding_box()
        for one in (".city-header__name", ".city-header__disclosure--menu")
    )
    assert city["y"] + city["height"] <= button["y"]
    assert window.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("width", [320, 480, 767, 768, 1024, 1280])
@pytest.mark.parametrize("opened", [False, True])
@pytest.mark.parametrize("count", [0, 1, 60])
def test_tab_goes_down_the_page_and_from_a_button_into_what_it_opens(
    count, opened, width, open_header
):
    window = open_header(everything(count, **ACCOUNTS["signed in"]), width)
    button = window.locator("summary:visible", has_text="Menu")
    if opened and button.count():
        button.click()
        assert window.locator("details[open]").count() == 1
    window.locator(".city-skip-link").focus()
    stops = []
    while True:
        window.keyboard.press("Tab")
        stop = window.evaluate(
            """() => {
              const e = document.activeElement;
              if (!e.closest(".city-header")) return null;
              const { x, y, height } = e.getBoundingClientRect();
              return [e.textContent.trim() || e.name || e.value, x, y + height / 2, height];
            }"""
        )
        if stop is None and stops:
            break
        if stop:
            stops.append(stop)
    names = [name for name, *_ in stops]
    assert names[0] == "Rantakylä"
    rows = [round(y) for _, _, y, _ in stops]
    # Below the row before, or in it further on.
    columns = [x for _, x, _, _ in stops]
    for here, there in zip(range(len(stops)), range(1, len(stops)), strict=False):
        lower = rows[there] > rows[here] + 12
        onward = abs(rows[there] - rows[here]) <= 12 and columns[there] > columns[here]
        grid = names[there].startswith("Page") and names[here].startswith("Page")
        assert lower or onward or grid, (names[here], names[there])
    if opened and button.count():
        after = names[names.index("Menu") + 1]
        assert after == ("q" if width < 768 else "Page 1")
    elif width < 768:
        assert names[-1] == "English"
