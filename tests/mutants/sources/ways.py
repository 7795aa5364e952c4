"""Ways through a site: menus beside, above and below a page."""

from tests.mutants.sources import broken as m

SIDE_NAVIGATION = (
    m("roles", "list role lost", "side-navigation/default", "side-navigation.html", '<ul class="city-side-navigation__links" role="list">\n{% endif %}', '<ul class="city-side-navigation__links">\n{% endif %}'),
    m("names", "line without words", "side-navigation/default", "side-navigation.html", '<span class="city-side-navigation__text">{{ label }}</span>{{ icon_svg("chevron-down") }}'),
    m("keyboard", "folded links in the order of Tab", "side-navigation/default", "side-navigation.scss", "+ .city-side-navigation__content {\n      display: none;\n", "+ .city-side-navigation__content {\n      block-size: 0; opacity: 0; overflow: hidden;\n"),
    m("forced-colours", "current by background alone", "side-navigation/short", "side-navigation.scss", "    border-inline-start: var(--city-space-1) solid var(--city-color-selected);", "    border-inline-start: 0;", ("side-navigation.scss", "  font-weight: var(--city-font-weight-strong);\n", "")),
    m("targets", "low links", "side-navigation/default", "side-navigation.scss", "  @include target;\n", "", ("side-navigation.scss", "  padding-block: var(--city-space-2);\n", "")),
    m("reflow", "names that do not wrap", "side-navigation/large", "side-navigation.scss", "", ".city-side-navigation__link.city-side-navigation__link { white-space: nowrap; }"),
    m("direction", "levels on the left", "side-navigation/default", "side-navigation.scss", "    padding-inline-start: var(--city-space-4);", "    padding-left: var(--city-space-4);"),
    m("language", "line in English everywhere", "side-navigation/default", "side-navigation.html", 't("side_navigation.label")', '"In this section"'),
)  # fmt: skip

MUTANTS = SIDE_NAVIGATION
