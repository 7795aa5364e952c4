"""The frame of a page and every menu in it hold whatever a city's tree holds."""

from itertools import count

import pytest
from jinja2 import Environment

import citydesign
from citydesign import assets
from citydesign.audit.pages.subject import ORIGIN, POLICY
from citydesign.audit.stage.server import Server, Site
from citydesign.navigation import Menus, Page, Tree

TEMPLATE = """
{% from "citydesign/all.html" import a_z_index, breadcrumbs, contents_list, footer, header, link_list,
  mega_menu, page, pagination, service_navigation, side_navigation, sub_navigation %}
{% set whole = mega_menu(menus.mega_menu, url="/all/") if menus.mega_menu else "" %}
{% set top %}
{{ header("Rantakylä", links=menus.main[:7], menu=whole, languages=menus.languages) }}
{% if menus.service_links %}
{{ service_navigation(menus.service_links, name=menus.service, url=menus.service_url) }}
{% endif %}
{% endset %}
{% set way = breadcrumbs(menus.breadcrumbs) if menus.breadcrumbs else "" %}
{% set side = menus.side_navigation %}
{% set beside = side_navigation(side, name=menus.section, url=menus.section_url) if side else "" %}
{% set bottom = footer("Rantakylä", menus.accessibility_url, groups=menus.footer_groups[:4]) %}
{% call page("Fees – City of Rantakylä", header=top, navigation=way, aside=beside, footer=bottom) %}
<h1>Fees</h1>
{% if menus.sub_navigation %}{{ sub_navigation(menus.sub_navigation) }}{% endif %}
{% if menus.contents %}{{ contents_list(menus.contents) }}{{ link_list(menus.contents) }}{% endif %}
{{ a_z_index(menus.a_z_index) }}
{% if menus.previous or menus.next %}
{{ pagination(previous=menus.previous, next=menus.next) }}
{% endif %}
{% endcall %}
"""
#: Sixty letters, of which 25 have no place to break.
LONG = "Varhaiskasvatuspalvelujen ja perheiden asiakasmaksujen hinta"
#: Each 61st pixel from a small phone to a large screen, and both sides of where styles change.
WIDTHS = sorted({*range(320, 2561, 61), 2560, 479, 480, 767, 768, 1023, 1024, 1279, 1280})

LOOK = """() => {
  const fixed = [...document.querySelectorAll("body *")].filter(
    (e) => ["fixed", "sticky"].includes(getComputedStyle(e).position)
  );
  return [document.documentElement.scrollWidth - innerWidth, fixed.length];
}"""


def tree(text, *fan):
    """A tree with so many pages below the front page, so many below each of these, and so on."""
    number = count(1)
    statement = Page("Accessibility", "/accessibility/", menus=["accessibility"])

    def pages(fan):
        for _ in range(fan[0] if fan else 0):
            n, below = next(number), [*pages(fan[1:])]
            menus = ["main", "footer"] if below else ["main"]
            yield Page(f"{text[:-3]} {n:02}", f"/{n}/", below, menus, service=len(fan) == 3)

    return Tree(Page("Rantakylä", "/", [*pages(fan), statement]))


TREES = {
    "nothing": ("Page of a city",),
    "one page": ("Page of a city", 1),
    "sixty pages": ("Page of a city", 60),
    "sixty long names in four levels": (LONG, 2, 3, 3, 3),
}


@pytest.fixture(scope="module")
def template():
    env = Environment(autoescape=True)
    citydesign.install(env)
    return env.from_string(TEMPLATE)


@pytest.fixture
def show(chromium):
    """Open HTML in a window that has no scripts."""
    contexts = []

    def show(html, **options):
        contexts.append(chromium.new_context(java_script_enabled=False, **options))
        window = contexts[-1].new_page()
        Server(Site({"/": html}.get, assets.assets_path(), policy=POLICY)).attach(window)
        window.goto(ORIGIN)
        return window

    yield show
    for context in contexts:
        context.close()


def test_the_largest_tree_is_as_large_as_it_says():
    site = tree(*TREES["sixty long names in four levels"])
    named = [node for node in site if len(node.entries["en"].text) == 60]
    assert len(named) > 60
    assert max(len([*node.path()]) - 1 for node in named) == 4


@pytest.mark.browser
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("kind", TREES)
def test_no_width_makes_a_menu_wider_than_the_page_or_lets_it_cover_the_focus(
    kind, direction, template, show
):
    site = tree(*TREES[kind])
    deepest = sorted(site, key=lambda node: len([*node.path()]))[-2]
    menus = Menus(site, deepest.entries["en"].url)
    window = show(template.render(menus=menus).replace('dir="ltr"', f'dir="{direction}"', 1))
    window.emulate_media(media="print")
    assert window.locator("h1").is_visible()
    assert not window.locator(".city-header nav:visible, .city-footer nav:visible").count()
    window.emulate_media(media="screen")
    found = {}
    for width in WIDTHS:
        # 320 px is also what a window of 1280 px has at 400 %.
        window.set_viewport_size({"width": width, "height": 256 if width == 320 else 800})
        if width == 320:
            for summary in window.locator("summary:visible").all():
                summary.click()
        found[width] = window.evaluate(LOOK)
    assert {width: look for width, look in found.items() if look != [0, 0]} == {}
