"""What is special about the mega menu."""

import pytest
from tests.markup import document

from citydesign import ui
from citydesign.navigation import Menus, Page, Tree

TREE = Tree(
    Page(
        "Home",
        "/",
        [
            Page("Families", "/families", [Page("Daycare", "/families/daycare")]),
            Page(
                "Leisure",
                "/leisure",
                [
                    Page(
                        "Museums", "/leisure/museums", [Page("Tickets", "/leisure/museums/tickets")]
                    )
                ],
            ),
        ],
    )
)
PHONE = {"width": 320, "height": 700}
BUTTON = ".city-mega-menu__disclosure > summary"
PHONE_BUTTON = ".city-header__disclosure--menu > summary"


def parse(html):
    return document(html).find("body")


def current(html):
    links = parse(html).iter("a")
    return [
        (a.get("href"), a.get("aria-current")) for a in links if a.get("aria-current") is not None
    ]


def test_one_tree_fills_it_in_two_levels():
    menu = parse(ui.mega_menu(Menus(TREE, "/").mega_menu))
    groups = menu.findall(".//nav/ul/li")
    assert [[a.get("href") for a in group.iter("a")] for group in groups] == [
        ["/families", "/families/daycare"],
        ["/leisure", "/leisure/museums"],
    ]


@pytest.mark.parametrize(
    ("target", "marked"),
    [
        ("/", []),
        ("/families", [("/families", "page")]),
        ("/families/daycare", [("/families/daycare", "page")]),
        ("/leisure/museums/tickets", [("/leisure/museums", "true")]),
    ],
)
def test_only_the_last_link_on_the_way_says_where_the_resident_is(target, marked):
    assert current(ui.mega_menu(Menus(TREE, target).mega_menu)) == marked


def test_a_deeper_level_is_shown_below_its_page():
    links = Menus(TREE, "/leisure/museums/tickets").site_map
    menu = parse(ui.mega_menu(links))
    inner = menu.find(".//ul/li/ul/li/ul/li/a")
    assert (inner.get("href"), inner.get("aria-current")) == ("/leisure/museums/tickets", "page")


def test_a_main_page_without_others_below_it_has_nothing_to_open():
    menu = parse(ui.mega_menu([{"text": "Contact", "url": "/contact", "links": []}]))
    assert len(list(menu.iter("details"))) == 1


def test_on_a_phone_only_the_section_of_the_page_is_open(open_example):
    page = open_example("mega-menu/on-a-page", viewport=PHONE, java_script_enabled=False)
    page.locator(PHONE_BUTTON).click()
    shown = page.locator(".city-mega-menu a").evaluate_all(
        "links => links.filter(a => a.checkVisibility()).map(a => a.pathname)"
    )
    assert shown == [
        "/leisure",
        "/leisure/libraries",
        "/leisure/museums",
        "/leisure/swimming",
        "/leisure/sports",
        "/leisure/youth",
        "/leisure/grants",
        "/housing",
        "/contact",
    ]


@pytest.mark.parametrize("scripts", [True, False])
def test_it_opens_by_a_press_and_not_by_passing_over_it(scripts, open_example):
    page = open_example("mega-menu/default", java_script_enabled=scripts)
    panel = page.locator(".city-mega-menu__panel")
    page.locator(BUTTON).hover()
    page.mouse.move(300, 400)
    assert not panel.is_visible()
    page.locator(BUTTON).click()
    assert panel.is_visible()
    page.mouse.move(300, 690)
    assert panel.is_visible()


@pytest.mark.parametrize(("width", "button"), [(320, PHONE_BUTTON), (1280, BUTTON)])
def test_it_covers_nothing_of_the_page(width, button, open_example):
    page = open_example("mega-menu/real-size", viewport={"width": width, "height": 900})
    page.locator(button).click()
    header = page.locator(".city-header").bounding_box()
    assert page.locator("main").bounding_box()["y"] >= header["y"] + header["height"]


@pytest.mark.parametrize(("width", "button"), [(320, PHONE_BUTTON), (1280, BUTTON)])
def test_escape_in_it_closes_it_and_gives_the_focus_back_also_after_a_move(
    width, button, open_example
):
    page = open_example("mega-menu/default", viewport={"width": width, "height": 900})
    # As htmx does: taken out and put back.
    page.evaluate(
        """() => {
          const menu = document.querySelector("city-mega-menu");
          const place = menu.parentElement;
          menu.remove();
          place.append(menu);
        }"""
    )
    panel = page.locator(".city-mega-menu__panel")
    page.locator(button).click()
    panel.get_by_role("link", name="Contact").focus()
    page.keyboard.press("Escape")
    assert not panel.is_visible()
    assert page.locator(button).evaluate("e => e === document.activeElement")


def test_escape_that_something_else_has_taken_leaves_it_open(open_example):
    page = open_example("mega-menu/default", viewport={"width": 1280, "height": 900})
    page.locator(BUTTON).click()
    link = page.locator(".city-mega-menu__panel a").first
    link.focus()
    link.evaluate("a => a.addEventListener('keydown', event => event.preventDefault())")
    page.keyboard.press("Escape")
    assert page.locator(".city-mega-menu__panel").is_visible()
