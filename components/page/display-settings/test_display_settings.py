"""What is special about the display settings."""

import pytest
from markupsafe import Markup
from tests.markup import document

from citydesign import asset_url, assets_path, tokens, ui, use_locale
from citydesign.audit.pages.subject import ORIGIN, POLICY
from citydesign.audit.stage.server import Server, Site

SAVED = {"scheme": "dark", "size": "150"}


def parse(html):
    (element,) = document(html).find("body")
    return element


def ticked(html):
    radios = [i for i in parse(html).iter("input") if i.get("type") == "radio"]
    return {i.get("name"): i.get("value") for i in radios if i.get("checked") is not None}


def test_whoever_has_chosen_nothing_is_left_to_their_device():
    assert set(ticked(ui.display_settings("/display/")).values()) == {""}


def test_what_was_chosen_is_ticked_again():
    found = ticked(ui.display_settings("/display/", value=SAVED))
    assert found == {
        "scheme": "dark",
        "contrast": "",
        "size": "150",
        "spacing": "",
        "motion": "",
    }


def test_only_what_the_site_can_do_is_asked():
    assert set(ticked(ui.display_settings("/d/", settings=["motion", "contrast"]))) == {
        "contrast",
        "motion",
    }


def test_enter_on_a_choice_saves_and_takes_nothing_back():
    first = next(parse(ui.display_settings("/display/")).iter("button"))
    assert (first.get("name"), first.get("value")) == ("display", "save")


@pytest.mark.parametrize(("locale", "size"), [("en", "150%"), ("fi", "150\xa0%"), ("sv", "150\xa0%")])  # fmt: skip
def test_a_size_is_written_as_the_language_writes_it(locale, size):
    with use_locale(locale):
        assert f">{size}<" in str(ui.display_settings("/display/"))


def test_without_scripts_a_site_of_files_says_that_it_can_keep_nothing(open_example):
    page = open_example("display-settings/without-a-server", java_script_enabled=False)
    assert page.locator("input").count() == 13
    assert page.locator("input:enabled").count() == 0
    assert page.get_by_text("doesn't let this site keep settings").is_visible()
    assert not page.get_by_role("button", name="Save settings").is_visible()


def test_without_storage_too(open_example):
    page = open_example("display-settings/without-a-server")
    page.evaluate("""() => {
        const blocked = { get() { throw new DOMException("blocked", "SecurityError"); } };
        Object.defineProperty(window, "localStorage", blocked);
        const element = document.querySelector("city-display-settings");
        const template = document.createElement("template");
        template.innerHTML = element.outerHTML;
        const fresh = template.content.firstElementChild;
        fresh.querySelectorAll("input").forEach(radio => { radio.disabled = true; });
        fresh.querySelector(".city-display-settings__actions").hidden = true;
        fresh.insertAdjacentHTML("afterbegin", "<p class=city-display-settings__unkept>No</p>");
        element.replaceWith(document.adoptNode(fresh));
    }""")
    assert page.get_by_text("No", exact=True).is_visible()
    assert page.get_by_label("Dark").is_disabled()
    assert not page.get_by_role("button", name="Save settings").is_visible()


def test_a_site_of_files_keeps_the_choice_in_the_browser(open_example):
    page = open_example("display-settings/without-a-server")
    page.get_by_label("Dark").check()
    page.get_by_label("150%").check()
    page.get_by_role("button", name="Save settings").click()
    assert page.get_by_role("status").inner_text().endswith("Your settings are saved")
    keep = "() => localStorage.getItem('citydesign-display')"
    assert page.evaluate(keep) == "scheme=dark&contrast=&size=150&spacing=&motion="
    # Another time, and moved within the page.
    page.reload()
    page.evaluate("document.querySelector('main').prepend(document.querySelector('city-display-settings'))")  # fmt: skip
    assert page.get_by_label("Dark").is_checked()
    assert page.get_by_label("150%").is_checked()
    page.get_by_role("button", name="Restore the usual look").click()
    assert page.get_by_label("Dark").is_checked() is False
    assert page.evaluate(keep) == "scheme=&contrast=&size=&spacing=&motion="


def test_what_somebody_else_wrote_into_the_storage_breaks_nothing(open_example):
    page = open_example("display-settings/without-a-server")
    for text in ("{", "%", "&&=", "scheme=pink&size=5&motion=none%00"):
        page.evaluate("text => localStorage.setItem('citydesign-display', text)", text)
        page.reload()
        assert page.get_by_role("button", name="Save settings").is_visible(), text
        assert page.locator("[value='']:checked").count() == 5, text


LOOKS = """() => {
    const style = getComputedStyle(document.querySelector("main p"));
    const { fontSize, letterSpacing, wordSpacing, lineHeight, color, marginBlockEnd } = style;
    const px = Object.fromEntries(Object.entries(
        { fontSize, letterSpacing, wordSpacing, lineHeight, marginBlockEnd }
    ).map(([name, value]) => [name, parseFloat(value)]));
    const { backgroundColor } = getComputedStyle(document.body);
    const wide = document.documentElement.scrollWidth > innerWidth;
    return { ...px, color, backgroundColor, wide };
}"""


def test_a_page_wears_all_that_was_chosen_before_anything_runs(open_example):
    plain = open_example("page/default", java_script_enabled=False).evaluate(LOOKS)
    look = open_example("page/with-display-settings", java_script_enabled=False).evaluate(LOOKS)
    size = look["fontSize"]
    # As with the browser's zoom, the part that follows the window doesn't grow.
    assert size == pytest.approx(1.5 * plain["fontSize"], rel=0.03)
    # WCAG 1.4.12 asks that these distances are possible.
    assert look["letterSpacing"] == pytest.approx(0.12 * size, abs=0.05)
    assert look["wordSpacing"] == pytest.approx(0.16 * size, abs=0.05)
    assert look["lineHeight"] >= 1.5 * size
    assert look["marginBlockEnd"] == pytest.approx(2 * size, abs=0.05)
    more = {mode: tokens.load()["color.surface.page"].css(mode) for mode in tokens.MODES}
    assert look["backgroundColor"] == rgb(more["more-dark"])
    assert more["more-dark"] != more["dark"]


def rgb(color):
    return f"rgb({', '.join(str(int(color[i : i + 2], 16)) for i in (1, 3, 5))})"


def worn(theme, **display):
    """A page that wears something, and nothing of which is an example's."""
    return ui.page("T", content=Markup("<h1>T</h1><p>A b.</p>"), theme=theme, display=display)


@pytest.mark.parametrize("theme", [None, *tokens.themes()])
@pytest.mark.parametrize("device", ["light", "dark"])
def test_more_contrast_is_what_the_device_would_ask_for_in_every_theme(show, theme, device):
    """Property by property, whichever scheme was chosen beside it."""
    page = show(worn(theme), color_scheme=device)
    for scheme in (None, "light", "dark"):
        chosen = {"scheme": scheme} if scheme else {}
        page.set_content(worn(theme, contrast="more", **chosen))
        asked = page.evaluate(VARIABLES)
        page.set_content(worn(theme, **chosen))
        assert page.evaluate(VARIABLES) != asked, scheme
        page.emulate_media(contrast="more")
        assert page.evaluate(VARIABLES) == asked, scheme
        page.emulate_media(contrast="no-preference")


VARIABLES = """() => {
    const names = new Set();
    const read = rules => [...rules].forEach(rule => {
        for (const name of rule.style ?? []) if (name.startsWith("--city-color")) names.add(name);
        if (rule.cssRules) read(rule.cssRules);
    });
    [...document.styleSheets].forEach(sheet => read(sheet.cssRules));
    const style = getComputedStyle(document.documentElement);
    return [...names].sort().map(name => `${name}:${style.getPropertyValue(name)}`);
}"""


@pytest.mark.parametrize("locale", ["ar", "en"])
def test_letters_that_are_joined_stay_joined(show, locale):
    html = str(worn(None, spacing="wide")).replace('lang="en"', f'lang="{locale}"')
    look = show(html).evaluate(LOOKS)
    # "normal" is no number.
    assert (look["letterSpacing"] > 0) is (locale == "en")
    assert look["wordSpacing"] > 0


def test_nothing_moves_where_the_resident_chose_so(show):
    moving = """() => {
        const loader = document.querySelector("main h1");
        loader.style.cssText = "animation: x 1s infinite; transition: color 1s";
        const { animationName, transitionProperty } = getComputedStyle(loader);
        return [animationName, transitionProperty];
    }"""
    assert show(worn(None)).evaluate(moving) == ["x", "color"]
    assert show(worn(None, motion="none")).evaluate(moving) == ["none", "none"]


@pytest.mark.parametrize("theme", [None, "tampere"])
@pytest.mark.parametrize("scheme", ["dark", None])
def test_paper_stays_light(show, theme, scheme):
    """Also where it is the device that is dark."""
    chosen = {"scheme": scheme} if scheme else {}
    page = show(worn(theme, contrast="more", **chosen))
    page.emulate_media(media="print", color_scheme="light" if scheme else "dark")
    look = page.evaluate(LOOKS)
    assert look["backgroundColor"] == "rgb(255, 255, 255)"
    ink = tokens.load(theme)["color.text.default"].values["more"]
    assert look["color"] == rgb(tokens.hex_of(ink))


@pytest.mark.parametrize("name", ["real-size", "saved"])
def test_at_twice_the_size_the_settings_fit_a_phone(open_example, name):
    page = open_example(f"display-settings/{name}", viewport={"width": 320, "height": 640})
    root = page.locator("html")
    link = f"<link rel=stylesheet href={asset_url('display.css')}>"
    page.evaluate("link => document.head.insertAdjacentHTML('beforeend', link)", link)
    root.evaluate("root => { root.dataset.size = 200; root.dataset.spacing = 'wide' }")
    page.wait_for_function("parseFloat(getComputedStyle(document.documentElement).fontSize) === 32")
    assert page.evaluate(LOOKS)["wide"] is False


def test_a_page_of_files_wears_the_choice_at_once_and_in_every_tab(show):
    html = ui.page("T", content=Markup("<h1>T</h1><p>A b.</p>"), scheme="light", display="browser")
    page = show(html)
    keep = "text => localStorage.setItem('citydesign-display', text)"
    root = page.locator("html")
    # What was never asked stays as the server wrote it.
    page.evaluate(keep, "size=125")
    page.reload(wait_until="commit")
    assert root.get_attribute("data-scheme") == "light"
    page.evaluate(keep, "scheme=dark&size=200")
    page.reload(wait_until="commit")
    assert root.get_attribute("data-scheme") == "dark"
    assert root.get_attribute("data-size") == "200"
    assert root.get_attribute("data-contrast") is None
    other = page.context.new_page()
    page.server.attach(other)
    other.goto(page.url)
    other.evaluate(keep, "scheme=&size=")
    page.wait_for_function("document.documentElement.dataset.scheme === undefined")
    assert root.get_attribute("data-size") is None


@pytest.fixture
def show(chromium):
    """Open a page of one's own under the policy that the components keep."""
    contexts = []

    def show(html, **context):
        contexts.append(chromium.new_context(**context))
        page = contexts[-1].new_page()
        page.server = Server(Site({"/": str(html)}.get, assets_path(), policy=POLICY))
        page.server.attach(page)
        page.goto(ORIGIN)
        return page

    yield show
    for context in contexts:
        context.close()


def test_the_style_sheet_of_choices_is_linked_for_nobody_else():
    for display in (None, {}, {"scheme": "dark"}):
        assert "display-" not in str(ui.page("T", content="C", display=display))
    for display in ({"size": "125"}, "browser"):
        assert "/display-" in str(ui.page("T", content="C", display=display))
