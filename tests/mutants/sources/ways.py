"""Ways through a site: menus beside, above and below a page."""

from tests.mutants.sources import broken as m

SIDE_NAVIGATION = (
    m("roles", "list role taken away", "side-navigation/default", "side-navigation.html", '<ul class="city-side-navigation__links" role="list">\n{% endif %}', '<ul class="city-side-navigation__links" role="presentation">\n{% endif %}'),
    m("names", "line without words", "side-navigation/default", "side-navigation.html", '<span class="city-side-navigation__text">{{ label }}</span>{{ icon_svg("chevron-down") }}'),
    m("keyboard", "folded links in the order of Tab", "side-navigation/default", "side-navigation.scss", "+ .city-side-navigation__content {\n      display: none;\n", "+ .city-side-navigation__content {\n      block-size: 0; opacity: 0; overflow: hidden;\n"),
    m("forced-colours", "current by background alone", "side-navigation/short", "side-navigation.scss", "    border-inline-start: var(--city-space-1) solid var(--city-color-selected);", "    border-inline-start: 0;", ("side-navigation.scss", "  font-weight: var(--city-font-weight-strong);\n", "")),
    m("targets", "low links", "side-navigation/default", "side-navigation.scss", "  @include target;\n", "", ("side-navigation.scss", "  padding-block: var(--city-space-2);\n", "")),
    m("reflow", "names that do not wrap", "side-navigation/large", "side-navigation.scss", "", ".city-side-navigation__link.city-side-navigation__link { white-space: nowrap; }"),
    m("direction", "levels on the left", "side-navigation/default", "side-navigation.scss", "    padding-inline-start: var(--city-space-4);", "    padding-left: var(--city-space-4);"),
    m("language", "line in English everywhere", "side-navigation/default", "side-navigation.html", 't("side_navigation.label")', '"In this section"'),
)  # fmt: skip

SUB_NAVIGATION = (
    m("targets", "low links", "sub-navigation/default", "sub-navigation.scss", "  @include target;\n", "", ("sub-navigation.scss", "  padding: var(--city-space-2) var(--city-space-4);\n", "  padding: 0 var(--city-space-4);\n")),
    m("forced-colours", "current by background alone", "sub-navigation/default", "sub-navigation.scss", "    border-color: Highlight;\n    outline: var(--city-border-width-control) solid Highlight;\n", "    border-color: LinkText;\n", ("sub-navigation.scss", "  font-weight: var(--city-font-weight-strong);\n", "")),
    m("contrast", "current pale on its ground", "sub-navigation/default", "sub-navigation.scss", "  color: var(--city-color-selected-on);", "  color: var(--city-color-selected-hover);"),
    m("reflow", "row that does not wrap", "sub-navigation/long-names", "sub-navigation.scss", "  flex-wrap: wrap;\n", "", ("sub-navigation.scss", "  min-inline-size: 0;\n", "  flex: none;\n")),
    m("language", "name in English everywhere", "sub-navigation/long-names", "sub-navigation.html", 't("sub_navigation.label")', '"Pages of this part"'),
    m("contrast", "ring taken away", "sub-navigation/default", "sub-navigation.scss", "", ".city-sub-navigation__link.city-sub-navigation__link:focus-visible { outline: 0; box-shadow: none; }"),
)  # fmt: skip

CONTENTS_LIST = (
    m("validity", "name of the landmark that is not there", "contents-list/default", "contents-list.html", ' id="{{ id }}-heading">', ">"),
    m("roles", "list role taken away", "contents-list/default", "contents-list.html", 'links" role="list">', 'links" role="presentation">'),
    m("targets", "low links", "contents-list/default", "contents-list.scss", "  @include target;\n", "", ("contents-list.scss", "    (var(--city-size-target) - var(--city-font-line-height-heading) * 1em) / 2\n", "    0px\n")),
    m("direction", "bar on the left", "contents-list/default", "contents-list.scss", "  border-inline-start: var(--city-space-1)", "  border-left: var(--city-space-1)"),
    m("language", "heading in English everywhere", "contents-list/default", "contents-list.html", 't("contents_list.label")', '"On this page"'),
)  # fmt: skip

LINK_LIST = (
    m("roles", "list role taken away", "link-list/default", "link-list.html", 'role="list"', 'role="presentation"'),
    m("targets", "low links", "link-list/default", "link-list.scss", "  @include target;\n", "", ("link-list.scss", "    (var(--city-size-target) - var(--city-font-line-height-heading) * 1em) / 2\n", "    0px\n")),
    m("reflow", "names that do not wrap", "link-list/real-size", "link-list.scss", "", ".city-link-list__link.city-link-list__link { white-space: nowrap; }"),
    m("validity", "name of the list that is not there", "link-list/default", "link-list.html", ' id="{{ id }}-heading">', ">"),
    m("language", "new tab in English everywhere", "link-list/other-sites", "link-list.html", 't("shared.new_tab")', '"opens in a new tab"'),
    m("contrast", "pale hints", "link-list/other-sites", "link-list.scss", "  color: var(--city-color-text-muted);", "  color: var(--city-color-border-disabled);"),
)  # fmt: skip

TILE = (
    m("reflow", "words that do not wrap", "tile/real-size", "tile.scss", "", ".city-tile.city-tile { white-space: nowrap; }"),
    m("contrast", "ring taken away", "tile/default", "tile.scss", "", ".city-tile.city-tile:focus-visible { outline: 0; box-shadow: none; }"),
    m("contrast", "pale hint", "tile/with-hints", "tile.scss", "  color: var(--city-color-text-muted);", "  color: var(--city-color-border-disabled);"),
    m("direction", "words pushed to the left", "tile/default", "tile.scss", "  flex: 1;\n", "  flex: 1; text-align: left;\n"),
    m("names", "words that only the eye gets", "tile/default", "tile.html", '<span class="city-tile__words">', '<span class="city-tile__words" aria-hidden="true">'),
    m("targets", "low tiles", "tile/default", "tile.scss", "  min-block-size: var(--city-size-control);\n", "", ("tile.scss", "  padding: var(--city-space-4);\n", "")),
)  # fmt: skip

MEGA_MENU = (
    m("reflow", "names that do not wrap", "mega-menu/real-size", "mega-menu.scss", "", ".city-mega-menu__link.city-mega-menu__link { white-space: nowrap; } .city-mega-menu__groups { min-inline-size: max-content; }"),
    m("roles", "list role of the groups taken away", "mega-menu/default", "mega-menu.html", '<ul class="city-mega-menu__groups" role="list">', '<ul class="city-mega-menu__groups" role="presentation">'),
    m("names", "arrow without words", "mega-menu/default", "mega-menu.html", '<span class="city-visually-hidden">{{ t("mega_menu.more") }} {{ link.text }}</span>'),
    m("names", "landmark without a name", "mega-menu/real-size", "mega-menu.html", ' aria-label="{{ label or t("mega_menu.label") }}"'),
    m("language", "last link in English everywhere", "mega-menu/default", "mega-menu.html", '{{ t("mega_menu.all") }}', "All pages"),
    m("targets", "low links", "mega-menu/default", "mega-menu.scss", ".city-mega-menu__link {\n  @include target;\n", ".city-mega-menu__link {\n", ("mega-menu.scss", "  padding-block: var(--city-space-2);\n  text-decoration: none;", "  text-decoration: none;")),
    m("keyboard", "closed menu in the order of Tab", "mega-menu/default", "mega-menu.scss", "  .city-mega-menu__disclosure:not([open]) + .city-mega-menu__panel,\n  .city-mega-menu__more {\n", "  .city-mega-menu__disclosure:not([open]) + .city-mega-menu__panel { opacity: 0; block-size: 0; padding: 0; overflow: hidden; }\n  .city-mega-menu__more {\n"),
    m("scriptless", "button that needs a script", "mega-menu/default", "mega-menu.html", '<details class="city-header__disclosure city-mega-menu__disclosure"><summary class="city-header__tool">{{ icon_svg("menu") }}<span>{{ t("mega_menu.menu") }}</span></summary></details>', '<button type="button" class="city-header__tool city-mega-menu__disclosure">{{ icon_svg("menu") }}<span>{{ t("mega_menu.menu") }}</span></button>'),
    m("forced-colours", "current by background alone", "mega-menu/on-a-page", "mega-menu.scss", "    border-inline-start: var(--city-space-1) solid;\n    font-weight: var(--city-font-weight-strong);\n", "    background: var(--city-color-surface-tint);\n    color: var(--city-color-text-default);\n", ("mega-menu.scss", "    padding-inline-start: var(--city-space-3);\n", "")),
    m("direction", "bar on the left", "mega-menu/on-a-page", "mega-menu.scss", "    border-inline-start: var(--city-space-1) solid;", "    border-left: var(--city-space-1) solid;"),
)  # fmt: skip

A_Z_INDEX = (
    m("targets", "small letters", "a-z-index/default", "a-z-index.scss", ".city-a-z-index__letter {\n  @include target;\n", ".city-a-z-index__letter {\n"),
    m("validity", "letters that lead nowhere", "a-z-index/default", "a-z-index.html", ' id="{{ id }}-{{ loop.index }}" tabindex', " tabindex"),
    m("roles", "list role of the links lost", "a-z-index/default", "a-z-index.html", '<ul class="city-a-z-index__links" role="list">', '<ul class="city-a-z-index__links">'),
    m("reflow", "letters that do not wrap", "a-z-index/real-size", "a-z-index.scss", "  display: flex;\n  flex-wrap: wrap;\n", "  display: flex;\n"),
    m("language", "name of the letters in English everywhere", "a-z-index/default", "a-z-index.html", 't("a_z_index.label")', '"Letters"'),
    m("contrast", "pale letters", "a-z-index/default", "a-z-index.scss", "  color: var(--city-color-text-muted);", "  color: var(--city-color-border-disabled);"),
)  # fmt: skip

ACCOUNT_MENU = (
    m("scriptless", "menu that needs a script", "account-menu/default", "account-menu.html", '<details>\n<summary class="', '<div>\n<button type="button" class="', ("account-menu.html", "</summary>\n<form class=", "</button>\n<form hidden class="), ("account-menu.html", "</details>", "</div>")),
    m("language", "question in English everywhere", "account-menu/acting-for", "account-menu.html", '{{ t("account_menu.act_for") }}', "Who are you acting for?"),
    m("contrast", "pale question", "account-menu/acting-for", "account-menu.scss", "  color: var(--city-color-text-muted);", "  color: var(--city-color-border-disabled);"),
    m("roles", "list role of the links lost", "account-menu/default", "account-menu.html", '<ul class="city-account-menu__list" role="list">', '<ul class="city-account-menu__list">'),
    m("names", "named otherwise than it reads", "account-menu/default", "account-menu.html", '<summary class="', '<summary aria-label="Menu" class="'),
    m("reflow", "name that does not wrap", "account-menu/real-size", "account-menu.scss", "", ".city-account-menu__name.city-account-menu__name, .city-account-menu .city-button-menu__item { white-space: nowrap; }"),
)  # fmt: skip

EXIT_PAGE = (
    m("scriptless", "button that needs a script", "exit-page/default", "exit-page.html", 'url=url, variant="danger"', 'type="button", variant="danger"'),
    m("names", "landmark named like another", "exit-page/default", "exit-page.html", '<city-exit-page>\n', '<city-exit-page>\n<nav aria-label="{{ t("exit_page.label") }}"><a href="/x">x</a></nav>\n'),
    m("language", "what it can't hide in English everywhere", "exit-page/default", "exit-page.html", '{{ t("exit_page.history") }}', "Your visit stays in the history of your browser."),
    m("reflow", "words that do not wrap", "exit-page/default", "exit-page.scss", "  flex: 1 1 16rem;\n", "  white-space: nowrap;\n"),
    m("shortcuts", "leaves at one letter", "exit-page/default", "exit-page.js", "    if (repeat) return;\n", '    if (key === "q") this.leave();\n    if (repeat) return;\n'),
    m("lifecycle", "listens on after it is removed", "exit-page/default", "exit-page.js", "    this.listeners?.abort();\n", ""),
    m("contrast", "pale words", "exit-page/default", "exit-page.scss", "  @include text(small);\n", "  @include text(small);\n  color: var(--city-color-border-disabled);\n"),
)  # fmt: skip

BACK_TO_TOP = (
    m("targets", "low link", "back-to-top/default", "back-to-top.scss", "  @include target;\n", ""),
    m("validity", "way to nothing", "back-to-top/default", "back-to-top.html", 'url="#main"', 'url="#top-of-all"'),
    m("language", "words in English everywhere", "back-to-top/default", "back-to-top.html", 't("back_to_top.text")', '"Up again"'),
    m("contrast", "ring taken away", "back-to-top/default", "back-to-top.scss", "", ".city-back-to-top.city-back-to-top:focus-visible { outline: 0; box-shadow: none; }"),
    m("reflow", "hangs over the page", "back-to-top/real-size", "back-to-top.scss", "  display: flex;\n", "  display: flex;\n  position: fixed;\n  inset: auto 0 0;\n  block-size: 8rem;\n  background: var(--city-color-surface-page);\n"),
)  # fmt: skip

MUTANTS = (
    SIDE_NAVIGATION
    + SUB_NAVIGATION
    + CONTENTS_LIST
    + LINK_LIST
    + TILE
    + MEGA_MENU
    + A_Z_INDEX
    + ACCOUNT_MENU
    + EXIT_PAGE
    + BACK_TO_TOP
)
