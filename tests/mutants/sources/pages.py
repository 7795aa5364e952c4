"""Page, header, footer, skip link, breadcrumbs, pagination: what surrounds the content."""

from tests.mutants.sources import broken as m

TEXT_LINK = 'page: <h1>Fees</h1><p>Read <a class="city-link" href="/guide">the guide to fees</a> before you send the application.</p>'
CURRENT = '{% if link.get("current") %} aria-current="{{ "page" if link.current == "page" else "true" }}"{% endif %}'
CLOSED_MENU = (
    "  .city-header__disclosure--menu:not([open]) ~ .city-header__nav {\n    display: none;\n  }"
)
MENU = '<details class="city-header__disclosure city-header__disclosure--menu"><summary class="city-header__tool">{{ icon_svg("menu") }}<span>{{ t("header.menu") }}</span></summary></details>'
UNTOLD = "Neither the eye nor a reader is told, so the page does not contradict itself; the component's own test holds that the current link says so."
HEADER_TEXT = "  color: var(--city-color-brand-on-header);"

HEADER = (
    m("reflow", "menu gone on a phone", "header/default", "header.scss", CLOSED_MENU, CLOSED_MENU.replace(":not([open])", "")),
    m("reflow", "links gone on a phone, with no menu", "header/signed-in", "header.html", MENU, "", ("header.scss", CLOSED_MENU, "  .city-header__nav {\n    display: none;\n  }")),
    m("keyboard", "closed menu in the order of Tab", "header/default", "header.scss", CLOSED_MENU, CLOSED_MENU.replace("display: none", "opacity: 0; block-size: 0")),
    m("scriptless", "menu that needs a script", "header/default", "header.html", MENU, '<button type="button" class="city-header__disclosure city-header__tool">{{ icon_svg("menu") }}<span>{{ t("header.menu") }}</span></button>'),
    m("language", "language of the link lost", "header/default", "languages.html", ' lang="{{ tag }}" hreflang', " hreflang"),
    m("language", "language of the link is another", "header/default", "languages.html", 'lang="{{ tag }}" hreflang="{{ tag }}"', 'lang="{{ tag }}" hreflang="en"'),
    m("language", "language of the target lost", "header/many-languages", "languages.html", ' hreflang="{{ tag }}"', "", survives="hreflang is a courtesy to robots; what is read aloud is `lang`, and that is there."),
    m("roles", "language in use not told", "header/default", "languages.html", '{% if here %} aria-current="true"{% endif %}'),
    m("roles", "current link not told", "header/default", "header.html", CURRENT, "", survives=UNTOLD),
    m("roles", "every link is current", "header/default", "header.html", CURRENT, ' aria-current="page"'),
    m("roles", "current link for the eye alone", "header/default", "header.html", CURRENT, '{% if link.get("current") %} data-current{% endif %}', ("header.scss", "", ".city-header__link[data-current] { font-weight: 700; }")),
    m("names", "two navigations of one name", "header/default", "header.html", 't("header.label")', 't("header.languages")'),
    m("names", "navigations without names", "header/default", "header.html", ' aria-label="{{ label or t("header.label") }}"'),
    m("roles", "state of the menu on the wrong element", "header/default", "header.html", '<summary class="city-header__tool">{{ icon_svg("menu") }}', '<summary class="city-header__tool" aria-expanded="false">{{ icon_svg("menu") }}'),
    m("names", "menu without words", "header/default", "header.html", '<span>{{ t("header.menu") }}</span>'),
    m("names", "menu named otherwise than it reads", "header/many-languages", "header.html", '<summary class="city-header__tool">{{ icon_svg("globe") }}', '<summary class="city-header__tool" aria-label="{{ t("header.menu") }}">{{ icon_svg("globe") }}'),
    m("forced-colours", "current by background alone", "header/default", "header.scss", "    border-block-end: var(--city-space-1) solid;\n", "    background: currentcolor;\n    block-size: var(--city-space-1);\n", ("header.scss", "  &[aria-current] {\n    font-weight: var(--city-font-weight-strong);\n  }\n", "")),
    m("targets", "small tools", "header/signed-in", "header.scss", ".city-header__link {\n  @include target;", ".city-header__link {\n  line-height: 1;"),
    m("targets", "small language links", "header/default", "parts.scss", ".city-languages__link {\n  @include target;", ".city-languages__link {"),
    m("contrast", "unreadable", "header/name-only", "header.scss", HEADER_TEXT, "  color: var(--city-color-brand-header);"),
    m("contrast", "unreadable in a city's colours", "header/default", "header.scss", HEADER_TEXT, "  color: var(--city-color-text-default);"),
    m("contrast", "open menu unreadable", "header/many-languages", "header.scss", "  background: var(--city-color-brand-on-header);\n  color: var(--city-color-brand-header);", "  background: var(--city-color-brand-on-header);\n  color: inherit;"),
    m("contrast", "ring cut off", "header/default", "header.scss", ".city-header__links {\n", ".city-header__links {\n  overflow: hidden;\n"),
    m("keyboard", "languages shown before the name", "header/default", "header.scss", ".city-header__brand {\n  flex: 1 1 0;", ".city-header__brand {\n  order: 9;\n  flex: 1 1 0;"),
    m("contrast", "ring taken away", "header/signed-in", "header.scss", "", ".city-header.city-header :focus-visible { outline: 0; box-shadow: none; }"),
    m("reflow", "row that does not wrap", "header/default", "header.scss", "  display: flex;\n  flex-wrap: wrap;\n  padding-block: var(--city-space-2);", "  display: flex;\n  min-inline-size: 40rem;\n  padding-block: var(--city-space-2);"),
    m("reflow", "sticky header over a zoomed page", "page/service-page", "header.scss", ".city-header {\n", ".city-header {\n  position: sticky !important;\n  inset-block-start: 0;\n  min-block-size: 7rem;\n"),
    m("direction", "mark of the current link on the left", "header/default", "header.scss", "      border-inline-start: var(--city-space-1) solid;", "      border-left: var(--city-space-1) solid;"),
    m("direction", "languages pushed to the right", "header/default", "header.scss", "", ".city-header__languages { position: relative; left: 1rem; }"),
    m("language", "menu in English everywhere", "header/default", "header.html", '<span>{{ t("header.menu") }}</span>', "<span>Menu</span>"),
    m("language", "sign out in English everywhere", "header/signed-in", "header.html", '{{ t("header.sign_out") }}', "Log off"),
    m("language", "name of the navigation in English everywhere", "header/default", "header.html", '{{ label or t("header.label") }}', "Primary"),
    m("policy", "press in an attribute", "header/default", "header.html", '<summary class="city-header__tool">{{ icon_svg("menu") }}', '<summary class="city-header__tool" onclick="toggle()">{{ icon_svg("menu") }}'),
    m("axe", "landmark lost", "header/default", "header.html", '<header class="', '<div class="', ("header.html", "</header>", "</div>")),
    m("validity", "list of boxes", "header/default", "header.html", "<li><a class=\"city-header__link\"", "<div><a class=\"city-header__link\"", ("header.html", "{{ link.text }}</a></li>", "{{ link.text }}</a></div>")),
    m("validity", "id twice", "header/default", "languages.html", '<ul class="city-languages"', '<ul id="main" class="city-languages"'),
    m("roles", "list role taken away", "header/default", "header.html", '<ul class="city-header__links" role="list">', '<ul class="city-header__links" role="presentation">'),
    m("scriptless", "sign out that needs a script", "header/signed-in", "header.html", '<button class="city-header__tool">', '<button type="button" class="city-header__tool">'),
    m("motion", "menu slides open", "header/default", "header.scss", ".city-header__links {\n", ".city-header__links {\n  transition: height 0.3s;\n"),
    m("handover", "language link that leads into the page", "header/default", "languages.html", 'href="{{ item.url }}"', 'href="{{ "#menu" if tag == "sv" else item.url }}"', ("header.html", "<nav class=\"city-header__nav\"", "<p id=\"menu\" hidden></p><nav class=\"city-header__nav\"")),
)  # fmt: skip

FOOTER = (
    m("roles", "list role lost", "footer/default", "footer.html", '<ul class="city-footer__links" role="list">', '<ul class="city-footer__links">'),
    m("roles", "list role of the legal links lost", "footer/short", "footer.html", '<ul class="city-footer__legal" role="list">', '<ul class="city-footer__legal">'),
    m("names", "navigation of languages without a name", "page/service-page", "footer.html", ' aria-label="{{ t("footer.languages") }}"'),
    m("language", "language of a link lost", "footer/default", "footer.html", ' lang="{{ link.language }}" hreflang'," hreflang"),
    m("language", "accessibility statement in English everywhere", "footer/short", "footer.html", '{{ t("footer.accessibility") }}', "Accessibility report"),
    m("language", "name of the navigation in English everywhere", "footer/default", "footer.html", '{{ t("footer.languages") }}', "Other tongues"),
    m("targets", "small links", "footer/default", "footer.scss", ".city-footer__link {\n  @include target;", ".city-footer__link {"),
    m("contrast", "unreadable", "footer/default", "footer.scss", "  color: var(--city-color-brand-on-footer);", "  color: var(--city-color-brand-footer);"),
    m("contrast", "unreadable in a city's colours", "footer/short", "footer.scss", "  color: var(--city-color-brand-on-footer);", "  color: var(--city-color-text-muted);"),
    m("axe", "landmark lost", "footer/default", "footer.html", '<footer class="', '<div class="', ("footer.html", "</footer>", "</div>")),
    m("reflow", "columns of fixed width", "footer/default", "footer.scss", 'repeat(auto-fit, #{"minmax(min(100%, 13rem), 1fr)"})', "repeat(3, 13rem)"),
    m("direction", "links beside each other on one side", "footer/default", "footer.scss", ".city-footer__link {\n", ".city-footer__link {\n  margin-right: var(--city-space-2);\n"),
    m("keyboard", "fixed over what has the focus", "page/service-page", "footer.scss", ".city-footer {\n", ".city-footer {\n  position: fixed !important;\n  inset-block-end: 0;\n  inset-inline: 0;\n"),
    m("validity", "paragraph in a paragraph", "footer/default", "footer.html", "{% if content %}<div>{{ content }}</div>", "{% if content %}<p><div>{{ content }}</div></p>"),
    m("keyboard", "columns from the last to the first", "footer/default", "footer.scss", ".city-footer__columns {\n", ".city-footer__columns {\n  direction: rtl;\n"),
    m("policy", "style in a style attribute", "footer/short", "footer.html", '<div class="city-footer__base">', '<div class="city-footer__base" style="gap: 1rem">'),
)  # fmt: skip

PAGE = (
    m("language", "always English", "page/default", "page.html", 'lang="{{ current_locale() }}"', 'lang="en"'),
    m("language", "never from right to left", "page/default", "page.html", ' dir="{{ text_direction() }}"'),
    m("language", "Error: in English everywhere", "page/with-error", "page.html", '{{ t("shared.error_prefix") }} {% endif %}{{ title }}', "Mistake: {% endif %}{{ title }}"),
    m("axe", "title lost", "page/default", "page.html", "{{ title }}</title>", "</title>", ("page.html", '{% if error %}{{ t("shared.error_prefix") }} {% endif %}', "")),
    m("axe", "zoom forbidden", "page/default", "page.html", "initial-scale=1", "initial-scale=1, maximum-scale=1, user-scalable=no"),
    m("axe", "main lost", "page/wide", "page.html", "<main class", "<div class", ("page.html", "</main>", "</div>")),
    m("axe", "aside in no landmark", "page/service-page", "page.html", "<aside class", "<div class", ("page.html", "</aside>", "</div>")),
    m("axe", "loads itself again", "page/default", "page.html", '<meta charset="utf-8">', '<meta charset="utf-8">\n<meta http-equiv="refresh" content="300">'),
    m("axe", "language lost", "page/default", "page.html", 'lang="{{ current_locale() }}" ', ""),
    m("validity", "target of the skip link lost", "page/default", "page.html", ' id="main" tabindex="-1"', ' tabindex="-1"'),
    m("validity", "doctype lost", "page/default", "page.html", "<!doctype html>\n", ""),
    m("validity", "main left open", "page/wide", "page.html", "{% if width == \"text\" %}</div>\n{% endif %}\n</main>", "{% if width == \"text\" %}</div>\n{% endif %}\n<span>"),
    m("policy", "inline script", "page/default", "page.html", "{{ head }}", '<script>document.documentElement.className = "js"</script>{{ head }}'),
    m("policy", "fonts from elsewhere", "page/default", "page.html", "{{ head }}", '<link rel="stylesheet" href="https://fonts.example/city.css">{{ head }}'),
    m("policy", "script that is not there", "page/default", "page.html", "{{ head }}", '<script type="module" src="{{ asset_url("button.js") }}.map"></script>{{ head }}'),
    m("policy", "integrity of another file", "page/default", "page.html", 'integrity="{{ asset_integrity(name) }}"', 'integrity="{{ asset_integrity("citydesign.js") }}"'),
    m("direction", "everything to the left", "page/service-page", "base.scss", ".city-page {\n", ".city-page {\n  text-align: left;\n"),
    m("reflow", "main of fixed width", "page/wide", "page.scss", "  min-inline-size: 0;", "  min-inline-size: 40rem;"),
    m("reflow", "one orientation only", "page/default", "page.scss", "", "@media (orientation: landscape) and (max-height: 500px) { .city-page__main { display: none; } }"),
    m("motion", "scrolls smoothly in spite of the wish", "page/default", "base.scss", "", ":root { scroll-behavior: smooth; }"),
    m("motion", "content left out in print", "page/default", "page.scss", "  .city-page,\n  .city-page__columns {\n    display: block;", "  .city-page__main > * {\n    display: none;"),
    m("motion", "light ink on paper", "page/service-page", "page.scss", "", "@include print { .city-page__main * { color: #bbb !important; } }"),
    m("contrast", "links in text told by colour alone", TEXT_LINK, "mixins.scss", "  color: var(--city-color-text-link);\n  text-decoration: underline;", "  color: var(--city-color-text-link);\n  text-decoration: none;"),
    m("contrast", "text on a picture of no contrast", "page/service-page", "page.scss", ".city-page__aside {\n", ".city-page__aside {\n  background: linear-gradient(#fff, #777);\n"),
    m("handover", "skip link into nowhere", "page/service-page", "page.html", '<main class="', '<p id="main" hidden></p><main class="', ("page.html", ' id="main" tabindex="-1"', "")),
    m("keyboard", "main that holds the focus back", "page/service-page", "page.html", "{{ header }}", '<div tabindex="3">{{ header }}</div>'),
    m("names", "two mains", "page/service-page", "page.html", "<aside class=\"city-page__aside city-prose\">", "<aside class=\"city-page__aside city-prose\" role=\"main\">"),
)  # fmt: skip

SKIP_LINK = (
    m("validity", "leads nowhere", "skip-link/default", "skip-link.html", "#{{ target }}", "#{{ target }}-content"),
    m("keyboard", "stays unseen with the focus", "skip-link/default", "skip-link.scss", ".city-skip-link:not(:focus) {", ".city-skip-link {"),
    m("keyboard", "not displayed until it has the focus", "skip-link/default", "skip-link.scss", ".city-skip-link:not(:focus) {\n  @include visually-hidden;", ".city-skip-link:not(:focus) {\n  display: none;"),
    m("keyboard", "out of the order of Tab", "skip-link/to-results", "skip-link.html", 'href="#{{ target }}"', 'tabindex="-1" href="#{{ target }}"'),
    m("contrast", "unreadable", "skip-link/default", "skip-link.scss", "  @include link;\n}", "  @include link;\n  color: var(--city-color-surface-sunken);\n}"),
    m("language", "in English everywhere", "skip-link/default", "skip-link.html", '{{ text or t("skip_link.text") }}', "Jump ahead"),
    m("targets", "low", "skip-link/default", "skip-link.scss", "  padding: var(--city-space-3) var(--city-space-4);", "  padding: 0;"),
    m("direction", "on the left", "skip-link/default", "skip-link.scss", ".city-skip-link {\n", ".city-skip-link {\n  left: 1rem;\n"),
    m("names", "named otherwise than it reads", "skip-link/default", "skip-link.html", "{{ html_attributes(attrs) }}", ' aria-label="Jump"{{ html_attributes(attrs) }}'),
    m("motion", "slides in", "skip-link/default", "skip-link.scss", ".city-skip-link {\n", ".city-skip-link {\n  transition: top 0.3s;\n"),
)  # fmt: skip

BREADCRUMBS = (
    m("roles", "current page for the eye alone", "breadcrumbs/default", "breadcrumbs.html", ' aria-current="page"'),
    m("names", "navigation without a name", "page/service-page", "breadcrumbs.html", ' aria-label="{{ label or t("breadcrumbs.label") }}"'),
    m("roles", "path gone on a phone", "breadcrumbs/default", "breadcrumbs.scss", ":not(.city-breadcrumbs__item--parent)"),
    m("direction", "arrow to the right in every direction", "breadcrumbs/default", "breadcrumbs.scss", '[dir="rtl"] .city-breadcrumbs__item::before {\n  transform: scaleX(-1);\n}'),
    m("targets", "small links", "breadcrumbs/default", "breadcrumbs.scss", "  @include target;\n"),
    m("reflow", "names that do not wrap", "breadcrumbs/whole-path", "breadcrumbs.scss", "  overflow-wrap: anywhere;", "  white-space: nowrap;"),
    m("language", "name of the navigation in English everywhere", "breadcrumbs/default", "breadcrumbs.html", 't("breadcrumbs.label")', '"Breadcrumb trail"'),
    m("contrast", "pale current page", "breadcrumbs/default", "breadcrumbs.scss", ".city-breadcrumbs__current {\n  color: var(--city-color-text-muted);", ".city-breadcrumbs__current {\n  color: var(--city-color-border-default);"),
    m("keyboard", "path shown from the end", "breadcrumbs/whole-path", "breadcrumbs.scss", "  flex-wrap: wrap;\n", "  flex-direction: row-reverse;\n  justify-content: flex-end;\n  flex-wrap: wrap;\n"),
    m("validity", "links without a list", "breadcrumbs/default", "breadcrumbs.html", '<ol class="city-breadcrumbs__list" role="list">', '<div class="city-breadcrumbs__list">', ("breadcrumbs.html", "</ol>", "</div>")),
    m("direction", "arrows with a margin on the right", "breadcrumbs/default", "breadcrumbs.scss", "  margin-inline: var(--city-space-1);", "  margin-right: var(--city-space-2);"),
    m("names", "arrows read aloud before each link", "breadcrumbs/whole-path", "breadcrumbs.html", '<a class="city-breadcrumbs__link" href="{{ item.url }}">', '<a class="city-breadcrumbs__link" href="{{ item.url }}"><span class="city-visually-hidden">Level {{ loop.index }}</span> '),
    m("motion", "left out in print", "breadcrumbs/default", "breadcrumbs.scss", "", "@include print { .city-breadcrumbs { display: none; } }", survives="Paper has no links to follow; leaving navigation out in print is allowed."),
)  # fmt: skip

PREVIOUS = '{{ icon_svg("arrow-left") }}<span>{{ t("pagination.previous") }}</span>'
PAGES = 'pagination: {% from "citydesign/all.html" import pagination, breadcrumbs %}{{ breadcrumbs([{"text": "Front page", "url": "/"}, {"text": "Events"}]) }}{{ pagination(current=2, total=5, url="?page={page}") }}'

PAGINATION = (
    m("roles", "current page for the eye alone", "pagination/default", "pagination.html", ' aria-current="page"><span class="city-pagination__number">', '><span class="city-pagination__number">'),
    m("roles", "two pages current", "pagination/default", "pagination.html", "{{ format_number(number) }}</a></li>\n{% endif %}", "{{ format_number(number) }}</a></li>\n{% endif %}", ("pagination.html", '<a class="city-pagination__link" href="{{ url.replace("{page}", number|string) }}">', '<a class="city-pagination__link" aria-current="page" href="{{ url.replace("{page}", number|string) }}">')),
    m("names", "navigation without a name", PAGES, "pagination.html", ' aria-label="{{ label or t("pagination.label") }}"'),
    m("names", "previous without words", "pagination/default", "pagination.html", PREVIOUS, '{{ icon_svg("arrow-left") }}'),
    m("names", "number covered by another name", "pagination/default", "pagination.html", '<a class="city-pagination__link" href="{{ url.replace("{page}", number|string) }}">', '<a class="city-pagination__link" aria-label="Go to page" href="{{ url.replace("{page}", number|string) }}">'),
    m("names", "hidden word glued to the number", "pagination/default", "pagination.html", '{{ format_number(number) }}</a></li>\n{% endif %}', '<span class="city-visually-hidden">Page</span>{{ format_number(number) }}</a></li>\n{% endif %}'),
    m("targets", "small links", "pagination/default", "pagination.scss", "  @include target;\n  @include motion(background-color);", "  line-height: 1;"),
    m("forced-colours", "current by background alone", "pagination/default", "pagination.scss", "  color: var(--city-color-text-default);\n  font-weight: var(--city-font-weight-strong);\n  text-decoration: none;\n}", "  background: var(--city-color-action-secondary-active);\n}", ("pagination.scss", "    @include forced-colors {\n      background: Highlight;\n      color: HighlightText;\n      forced-color-adjust: none;\n    }\n", "")),
    m("direction", "arrows do not turn", "pagination/default", "icon.scss", "  transform: scaleX(-1);"),
    m("language", "next in English everywhere", "pagination/default", "pagination.html", '<span>{{ t("pagination.next") }}</span>', "<span>Forward</span>"),
    m("language", "count in English everywhere", "pagination/default", "pagination.html", '{{ t("pagination.results", first=first, last=last, total=results) }}', "Showing {{ first }} to {{ last }}"),
    m("reflow", "names of fixed width", "pagination/guide", "pagination.scss", "  flex: 1 1 15rem;", "  flex: 0 0 24rem;"),
    m("reflow", "numbers that do not wrap", "pagination/in-the-middle", "pagination.scss", "  flex-wrap: wrap;\n  gap: var(--city-space-2);", "  min-inline-size: 40rem;\n  gap: var(--city-space-2);"),
    m("keyboard", "numbers out of the order of Tab", "pagination/default", "pagination.html", '<a class="city-pagination__link" href="{{ url.replace("{page}", number|string) }}">', '<a class="city-pagination__link" tabindex="-1" href="{{ url.replace("{page}", number|string) }}">'),
    m("keyboard", "next shown before previous", "pagination/guide", "pagination.scss", "  gap: var(--city-space-3);\n", "  gap: var(--city-space-3);\n  flex-direction: row-reverse;\n"),
    m("contrast", "pale gap and results", "pagination/default", "pagination.scss", ".city-pagination__results {\n  @include text;\n  color: var(--city-color-text-muted);", ".city-pagination__results {\n  @include text;\n  color: var(--city-color-border-default);"),
    m("contrast", "unreadable under the pointer", "pagination/default", "pagination.scss", "  background: var(--city-color-action-secondary-hover);", "  background: var(--city-color-text-link-hover);"),
    m("validity", "numbers without a list", "pagination/default", "pagination.html", '<ul class="city-pagination__list" role="list">', '<div class="city-pagination__list">', ("pagination.html", "</ul>", "</div>")),
    m("direction", "next on the right", "pagination/guide", "pagination.scss", "  text-align: end;", "  text-align: right;"),
    m("axe", "gap read as a link", "pagination/in-the-middle", "pagination.html", ' aria-hidden="true">…</li>', ' aria-hidden="true"><a href="#main">…</a></li>'),
)  # fmt: skip

ERROR_PAGE = (
    m("roles", "heading that is a paragraph", "error-page/default", "error-page.html", "<h1 class=", "<p class=", ("error-page.html", "_heading\") }}</h1>", "_heading\") }}</p>")),
    m("roles", "list role lost", "error-page/default", "error-page.html", ' role="list"'),
    m("language", "heading in English everywhere", "error-page/default", "error-page.html", '{{ heading or t("error_page." ~ status ~ "_heading") }}', "Page not found"),
    m("language", "times in English everywhere", "error-page/closed", "error-page.html", 't("error_page.moment", date=format_date(value, "full"), time=format_time(iso[11:16] or "00:00"))', '"Friday night at ten"'),
    m("targets", "low links", "error-page/removed", "error-page.scss", "  min-block-size: var(--city-size-target);\n  padding-block: calc((var(--city-size-target) - 1lh) / 2);\n", ""),
    m("contrast", "pale names of the facts", "error-page/closed", "error-page.scss", "    color: var(--city-color-text-muted);", "    color: var(--city-color-border-default);"),
    m("reflow", "heading that does not wrap", "error-page/removed", "error-page.scss", "  @include heading(xl);\n", "  @include heading(xl);\n  white-space: nowrap;\n"),
    m("direction", "bar on the left", "error-page/closed", "error-page.scss", "  border-inline-start: var(--city-space-1)", "  border-left: var(--city-space-1)"),
    m("axe", "facts that are no list", "error-page/fault", "error-page.html", '<dl class="city-error-page__facts">', '<div class="city-error-page__facts">', ("error-page.html", "</dl>", "</div>")),
    m("motion", "contact left out in print", "error-page/closed", "error-page.scss", "", "@include print { .city-error-page__contact { display: none; } }"),
    m("contrast", "ring taken away", "error-page/default", "error-page.scss", "", ".city-error-page__link.city-error-page__link:focus-visible { outline: 0; box-shadow: none; }"),
)  # fmt: skip

SERVICE_NAVIGATION = (
    m("reflow", "links gone on a phone, with nothing to open", "service-navigation/two-links", "service-navigation.html", '<details class="city-service-navigation__disclosure">', '<details hidden>', ("service-navigation.scss", "    .city-service-navigation__disclosure {\n      flex-basis: 100%;\n      &:not([open]) ~ .city-service-navigation__links {\n        display: none;\n      }\n    }\n", ""), ("service-navigation.scss", "  .city-service-navigation__name {\n    flex-basis: 100%;\n  }\n", "  .city-service-navigation__links {\n    display: none;\n  }\n")),
    m("keyboard", "closed links in the order of Tab", "service-navigation/default", "service-navigation.scss", "        display: none;\n", "        opacity: 0; block-size: 0;\n"),
    m("contrast", "ring taken away", "service-navigation/two-links", "service-navigation.scss", "", ".city-service-navigation__link.city-service-navigation__link:focus-visible { outline: 0; box-shadow: none; }"),
    m("roles", "list role taken away", "service-navigation/default", "service-navigation.html", ' role="list"', ' role="presentation"'),
    m("roles", "every link is current", "service-navigation/default", "service-navigation.html", '{% if link.get("current") %} aria-current="{{ "page" if link.current == "page" else "true" }}"{% endif %}', ' aria-current="page"'),
    m("language", "line in English everywhere", "service-navigation/default", "service-navigation.html", 'label or t("service_navigation.label")', '"Pages of the service"'),
    m("direction", "mark of the current link on the left", "service-navigation/long-names", "service-navigation.scss", "      border-inline-start: var(--city-space-1) solid var(--city-color-selected);", "      border-left: var(--city-space-1) solid var(--city-color-selected);"),
    m("forced-colours", "current by background alone", "service-navigation/two-links", "service-navigation.scss", "  font-weight: var(--city-font-weight-strong);\n  &::after {\n    border-block-end: var(--city-space-1) solid var(--city-color-selected);", "  &::after {\n    background: var(--city-color-selected);\n    block-size: var(--city-space-1);", ("service-navigation.scss", "    inset-block-end: calc(var(--city-border-width-thin) * -1);\n", "    inset-block-end: 0;\n")),
    m("contrast", "pale links", "service-navigation/two-links", "service-navigation.scss", "  text-decoration-color: #{\"transparent\"};\n", "  text-decoration-color: #{\"transparent\"};\n  color: var(--city-color-border-default);\n"),
    m("targets", "low links", "service-navigation/two-links", "service-navigation.scss", "  min-block-size: var(--city-size-control);\n", "  min-block-size: 0;\n", ("service-navigation.scss", "  padding-block: var(--city-space-2);\n  position", "  position")),
    m("reflow", "long names that do not wrap", "service-navigation/two-links", "service-navigation.scss", "  padding-block: var(--city-space-2);\n  position", "  min-inline-size: 24rem;\n  position"),
    m("names", "line without words", "service-navigation/default", "service-navigation.html", '<span class="city-service-navigation__text">{{ label }}</span>', "", ("service-navigation.html", '{{ icon_svg("chevron-down") }}</summary>', "</summary>")),
)  # fmt: skip

SESSION_TIMEOUT = (
    m("names", "dialog without a name", "session-timeout/default", "session-timeout.html", ' aria-labelledby="{{ id }}-heading"'),
    m("language", "line in English everywhere", "session-timeout/default", "session-timeout.html", '<span class="city-session-timeout__words"><span class="city-session-timeout__ends">{{ t("session_timeout." ~ kind ~ "_ends", time=time) }}</span>', '<span class="city-session-timeout__words"><span class="city-session-timeout__ends">You will be signed out soon.</span>'),
    m("scriptless", "what happens is only in the dialog", "session-timeout/default", "session-timeout.html", ' aria-describedby="{{ id }}-text">\n', ' aria-describedby="{{ id }}-text">\n<p>Your draft is kept for twenty hours.</p>\n'),
    m("announcements", "every second told", "session-timeout/default", "session-timeout.js", "    this.upgrade(this);\n", "    this.upgrade(this);\n    let n = 0;\n    setInterval(() => { this.querySelector(\".city-session-timeout__status\").textContent = `${(n += 1)} seconds`; }, 300);\n"),
    m("announcements", "line that comes with its words", "session-timeout/default", "session-timeout.js", "    this.say(\"\");\n", "    this.say(this.sentence());\n"),
    m("lifecycle", "listeners stay", "session-timeout/default", "session-timeout.js", "    this.listeners?.abort();\n", ""),
    m("contrast", "pale line", "session-timeout/default", "session-timeout.scss", "  row-gap: var(--city-space-3);\n  @include text;\n", "  row-gap: var(--city-space-3);\n  @include text;\n  color: var(--city-color-border-default);\n"),
    m("direction", "bar on the left", "session-timeout/default", "session-timeout.scss", "  border-inline-start: var(--city-space-1)", "  border-left: var(--city-space-1)"),
    m("reflow", "line that does not wrap", "session-timeout/default", "session-timeout.scss", "  overflow-wrap: anywhere;\n", "  white-space: nowrap;\n"),
    m("policy", "press in an attribute", "session-timeout/default", "session-timeout.html", '<button class="city-button city-button--secondary">', '<button class="city-button city-button--secondary" onclick="ask()">'),
    m("motion", "line left out in print", "session-timeout/last-time", "session-timeout.scss", "", "@include print { .city-session-timeout { display: none; } }"),
)  # fmt: skip

FILTER_PANEL = (
    m("keyboard", "folded fields in the order of Tab", "filter-panel/default", "filter-panel.scss", "~ .city-filter-panel__form {\n      display: none;\n", "~ .city-filter-panel__form {\n      opacity: 0; block-size: 0; overflow: hidden;\n"),
    m("contrast", "ring taken away", "filter-panel/default", "filter-panel.scss", "", ".city-filter-panel__clear.city-filter-panel__clear:focus-visible { outline: 0; box-shadow: none; }"),
    m("validity", "name of the landmark that is not there", "filter-panel/default", "filter-panel.html", ' id="{{ id }}-heading"'),
    m("names", "line without words", "filter-panel/default", "filter-panel.html", '<span class="city-filter-panel__words">{{ label }}{% if chosen %} <span class="city-filter-panel__number">({{ t("filter_panel.number", count=chosen|length) }})</span>{% endif %}</span>'),
    m("roles", "list role of the choices lost", "filter-panel/default", "filter-panel.html", '<ul class="city-tag-list" role="list"', '<ul class="city-tag-list"'),
    m("language", "number of results in English everywhere", "filter-panel/default", "filter-panel.html", '{{ t("filter_panel.results", count=results) }}', "{{ results }} hits"),
    m("language", "button in English everywhere", "filter-panel/with-error", "filter-panel.html", 't("filter_panel.show")', '"Apply"'),
    m("scriptless", "button that needs a script", "filter-panel/default", "filter-panel.html", 'button(t("filter_panel.show"))', 'button(t("filter_panel.show"), type="button")'),
    m("targets", "low link", "filter-panel/default", "filter-panel.scss", "  min-block-size: var(--city-size-target);\n  min-inline-size: 0;", "  min-inline-size: 0;"),
    m("contrast", "pale name of the choices", "filter-panel/default", "filter-panel.scss", "  color: var(--city-color-text-muted);", "  color: var(--city-color-border-default);"),
    m("reflow", "columns of fixed width", "filter-panel/with-error", "filter-panel.scss", 'repeat(auto-fill, #{"minmax(min(100%, 18rem), 1fr)"})', "repeat(auto-fill, minmax(24rem, 1fr))"),
    m("direction", "choices on one side", "filter-panel/default", "filter-panel.scss", "  gap: var(--city-space-2) var(--city-space-4);\n", "  gap: var(--city-space-2) var(--city-space-4);\n  margin-left: var(--city-space-5);\n"),
    m("motion", "number of results left out in print", "filter-panel/nothing-found", "filter-panel.scss", "", "@include print { .city-filter-panel__results { display: none; } }"),
)  # fmt: skip

SIGN_IN = (
    m("names", "way without words", "sign-in/failed", "sign-in.html", ">{{ name }}</button>", "></button>"),
    m("names", "way covered by another name", "sign-in/failed", "sign-in.html", ' name="way" value', ' aria-label="Continue" name="way" value'),
    m("roles", "what it needs is tied to nothing", "sign-in/failed", "sign-in.html", ' aria-describedby="{{ needs }}{% if last %} sign-in-last{% endif %}"'),
    m("validity", "description that is not there", "sign-in/default", "sign-in.html", ' id="{{ needs }}"'),
    m("roles", "list role taken away", "sign-in/failed", "sign-in.html", '<ul class="city-sign-in__ways" role="list"', '<ul class="city-sign-in__ways" role="presentation"'),
    m("scriptless", "way that needs a script", "sign-in/failed", "sign-in.html", '<button class="city-sign-in__button"', '<button type="button" class="city-sign-in__button"'),
    m("language", "question in English everywhere", "sign-in/failed", "sign-in.html", '{{ t("sign_in.choose") }}', "Pick one"),
    m("language", "reason in English everywhere", "sign-in/inactive", "sign-in.html", 't("sign_in." ~ reason)', '"Session over"'),
    m("contrast", "pale needs", "sign-in/failed", "sign-in.scss", "", ".city-sign-in .city-sign-in__needs { color: var(--city-color-border-default); }"),
    m("contrast", "pale name of what is down", "sign-in/service-down", "sign-in.scss", ".city-sign-in__name {\n  color: var(--city-color-text-muted);", ".city-sign-in__name {\n  color: var(--city-color-border-default);"),
    m("contrast", "ring taken away", "sign-in/failed", "sign-in.scss", "", ".city-sign-in__button.city-sign-in__button:focus-visible { outline: 0; box-shadow: none; }"),
    m("targets", "low ways", "sign-in/failed", "sign-in.scss", '    content: "";\n    inset: 0;\n    position: absolute;\n', "    content: none;\n"),
    m("reflow", "heading that does not wrap", "sign-in/service-down", "sign-in.scss", "  @include heading(xl);\n", "  @include heading(xl);\n  white-space: nowrap;\n"),
    m("direction", "help with its bar on the left", "sign-in/default", "sign-in.scss", "  border-inline-start: var(--city-space-1)", "  border-left: var(--city-space-1)"),
    m("motion", "help left out in print", "sign-in/default", "sign-in.scss", "", "@include print { .city-sign-in__help { display: none; } }"),
    m("validity", "ways that are no list", "sign-in/failed", "sign-in.html", '<ul class="city-sign-in__ways"', '<div class="city-sign-in__ways"', ("sign-in.html", "</ul>", "</div>")),
)  # fmt: skip

SECTION = (
    m("contrast", "lead unreadable on the city's colour", "section/city-colour", "section.scss", ".city-section__lead a {\n  color: inherit;", ".city-section__lead a {\n  color: var(--city-color-brand-hero);"),
    m("contrast", "sheet left out, its links as on paper", "section/city-colour", "section.scss", "  background: var(--city-color-surface-page);\n  border-radius", "  background: var(--city-color-text-muted);\n  border-radius"),
    m("axe", "heading for the eye alone", "section/real-size", "section.html", "<h{{ heading_level }} class", '<h6 class', ("section.html", "</h{{ heading_level }}>", "</h6>")),
    m("reflow", "edge wider than the page", "section/default", "section.scss", ".city-section__edge--bottom {\n", ".city-section__edge--bottom {\n  inline-size: 110vw;\n"),
    m("reflow", "heading that does not wrap", "section/heading-only", "section.scss", ".city-section__lead {\n", ".city-section__heading.city-section__heading { white-space: nowrap; }\n\n.city-section__lead {\n"),
    m("keyboard", "sheet out of the order of the eye", "section/default", "section.scss", ".city-section__body {\n", ".city-section__body {\n  display: flex;\n  flex-direction: column-reverse;\n"),
    m("language", "lead in no language but English", "section/default", "section.html", "{{ lead }}", "{{ lead }} Read more below."),
)  # fmt: skip

GRID = (
    m("reflow", "columns that stay on a phone", "grid/real-size", "grid.scss", "minmax(min(100%, max(13rem,", "minmax(max(30rem, max(13rem,"),
    m("keyboard", "seen in another order", "grid/default", "grid.scss", "  max-inline-size: none;\n", "  direction: rtl;\n  max-inline-size: none;\n"),
    m("direction", "block pushed to the left", "grid/wide-narrow", "grid.scss", "    flex: 1 1 13rem;", "    flex: 1 1 13rem;\n    margin-left: var(--city-space-4);"),
    m("reflow", "blocks that do not shrink", "grid/wide-narrow", "grid.scss", "  flex: 2 1 26rem;", "  flex: 2 0 26rem;"),
    m("axe", "a role of a table without rows", "grid/default", "grid.html", '<div class="city-grid ', '<div role="grid" class="city-grid '),
    m("motion", "blocks left out in print", "grid/default", "grid.scss", "", "@include print { .city-grid { display: none; } }"),
    m("axe", "a list of no items", "grid/two", "grid.html", '<div class="city-grid ', '<div role="list" class="city-grid '),
)  # fmt: skip

COOKIE_BANNER = (
    m("axe", "region without a name", "cookie-banner/default", "cookie-banner.html", ' aria-labelledby="{{ id }}-heading"'),
    m("validity", "name that is not there", "cookie-banner/several-purposes", "cookie-banner.html", ' id="{{ id }}-heading"'),
    m("language", "no in English everywhere", "cookie-banner/default", "cookie-banner.html", 't("cookie_banner.necessary")', '"Only necessary ones"'),
    m("targets", "low link to the settings", "cookie-banner/default", "cookie-banner.scss", "  @include target;\n"),
    m("contrast", "pale text", "cookie-banner/default", "cookie-banner.scss", "  max-inline-size: var(--city-size-measure);\n", "  color: var(--city-color-border-default);\n  max-inline-size: var(--city-size-measure);\n"),
    m("reflow", "answers side by side on a phone", "cookie-banner/default", "cookie-banner.scss", "  gap: var(--city-space-3) var(--city-space-4);\n", "  gap: var(--city-space-3) var(--city-space-4);\n  grid-template-columns: repeat(2, 15rem);\n"),
    m("keyboard", "focus hidden under a banner that stays", "cookie-banner/real-size", "cookie-banner.scss", ".city-cookie-banner {\n", ".city-cookie-banner {\n  inset-block-end: 0;\n  inset-inline: 0;\n  position: fixed;\n  z-index: 2;\n"),
)  # fmt: skip

COOKIE_SETTINGS = (
    m("language", "box in English everywhere", "cookie-settings/default", "cookie-settings.html", '{{ t("cookie_settings.allow") }}', "I allow these"),
    m("validity", "boxes with one id", "cookie-settings/real-size", "cookie-settings.html", '{% set own = html_id(id ~ "-" ~ purpose.value) %}', '{% set own = html_id(id ~ "-box") %}'),
    m("axe", "purposes without headings in their order", "cookie-settings/default", "cookie-settings.html", '<h{{ heading_level }} class="city-heading-m">', '<h5 class="city-heading-m">', ("cookie-settings.html", "{{ purpose.label }}</h{{ heading_level }}>", "{{ purpose.label }}</h5>")),
    m("reflow", "answers beside each other on a phone", "cookie-settings/default", "cookie-settings.scss", "  @include buttons;\n", "  display: flex;\n  gap: var(--city-space-4);\n  white-space: nowrap;\n"),
    m("contrast", "pale text of a purpose", "cookie-settings/default", "cookie-settings.scss", ".city-cookie-settings__content {\n", ".city-cookie-settings__content {\n  color: var(--city-color-border-default);\n"),
    m("forced-colours", "ticked box like any other", "cookie-settings/saved", "cookie-settings.scss", "  @include tick;", "  border-radius: 0;", survives="The fill of a ticked box changes in forced colours, too; the component's own test looks for the tick."),
)  # fmt: skip

DISPLAY_SETTINGS = (
    m("language", "settings in English everywhere", "display-settings/default", "display-settings.html", 't("display_settings.scheme")', '"Colours"'),
    m("validity", "settings with one id", "display-settings/default", "display-settings.html", 'id=id ~ "-contrast"', 'id=id ~ "-scheme"'),
    m("scriptless", "no word of why nothing can be kept", "display-settings/without-a-server", "display-settings.html", '<form class="city-display-settings__form"', '<form hidden class="city-display-settings__form"', ("display-settings.js", "    this.querySelector(\"form > [hidden]\")", "    this.querySelector(\"form\")?.removeAttribute(\"hidden\");\n    this.querySelector(\"form > [hidden]\")")),
    m("targets", "low link to the page before", "display-settings/saved", "display-settings.scss", "  @include target;\n"),
    m("contrast", "pale words of the form", "display-settings/default", "display-settings.scss", ".city-display-settings__form {\n", ".city-display-settings__form .city-hint {\n  color: var(--city-color-border-default);\n}\n\n.city-display-settings__form {\n"),
    m("reflow", "buttons beside each other on a phone", "display-settings/default", "display-settings.scss", "  @include buttons;\n", "  display: flex;\n  gap: var(--city-space-4);\n  white-space: nowrap;\n"),
    m("validity", "saved words with the id of those that wait", "display-settings/without-a-server", "display-settings.js", "saved?.replaceWith(saved)", "saved?.after(saved.cloneNode(true))"),
)  # fmt: skip

ACCESSIBILITY_STATEMENT = (
    m("language", "headings in English everywhere", "accessibility-statement/default", "accessibility-statement.html", '{{ t("accessibility_statement." ~ key ~ "_heading") }}', "{{ key }}"),
    m("roles", "headings for the eye alone", "accessibility-statement/default", "accessibility-statement.html", '<h{{ level }}>', '<p class="city-heading-l">', ("accessibility-statement.html", "</h{{ level }}>", "</p>")),
    m("axe", "shortcomings that are no list", "accessibility-statement/real-size", "accessibility-statement.html", "<ul>\n{% for item in items", "<div>\n{% for item in items", ("accessibility-statement.html", "</ul>", "</div>")),
    m("contrast", "pale status", "accessibility-statement/full", "accessibility-statement.scss", "  font-weight: var(--city-font-weight-strong);", "  color: var(--city-color-border-default);"),
    m("reflow", "status in one line", "accessibility-statement/full", "accessibility-statement.scss", "  font-weight: var(--city-font-weight-strong);", "  white-space: nowrap;"),
    m("validity", "paragraph in a paragraph", "accessibility-statement/default", "accessibility-statement.html", "{% if content is escaped %}{{ content }}{% else %}<p>{{ content }}</p>{% endif %}", "<p>{{ content }}</p>"),
)  # fmt: skip

OFFICIAL_BANNER = (
    m("language", "how to recognise it in English everywhere", "official-banner/default", "official-banner.html", '{{ t("official_banner.how") }}', "How to recognise it"),
    m("axe", "line without words", "official-banner/default", "official-banner.html", '<span>{{ t("official_banner.official") }} {{ name }}. <span class="city-official-banner__how">{{ t("official_banner.how") }}</span></span>'),
    m("targets", "low line", "official-banner/default", "official-banner.scss", "  @include target;\n  align-items: center;\n  display: flex;", "  align-items: center;\n  display: flex;", ("official-banner.scss", "  padding-block: var(--city-space-2);\n  &:hover", "  &:hover")),
    m("contrast", "pale line", "official-banner/default", "official-banner.scss", "  @include text(small);\n", "  @include text(small);\n  color: var(--city-color-border-default);\n"),
    m("reflow", "line that does not wrap", "official-banner/real-size", "official-banner.scss", "  gap: var(--city-space-2);\n", "  gap: var(--city-space-2);\n  white-space: nowrap;\n"),
    m("direction", "signs moved in from the left", "official-banner/with-report", "official-banner.scss", "  padding-inline-start: calc(", "  padding-left: calc("),
    m("contrast", "ring taken away", "official-banner/default", "official-banner.scss", "", ".city-official-banner__summary.city-official-banner__summary:focus-visible { outline: 0; box-shadow: none; }"),
)  # fmt: skip

BROWSER_BANNER = (
    m("language", "heading in English everywhere", "browser-banner/default", "browser-banner.html", 't("browser_banner.heading")', '"Your browser is out of date"'),
    m("targets", "low link to help", "browser-banner/default", "browser-banner.scss", "  @include target;\n"),
    m("validity", "paragraph left open in a link", "browser-banner/default", "browser-banner.html", '<p><a href="{{ help_url }}">', '<p><a href="{{ help_url }}"><p>'),
    m("contrast", "ring taken away", "browser-banner/default", "browser-banner.scss", "", ".city-browser-banner a:focus-visible { outline: 0; box-shadow: none; }"),
    m("reflow", "wider than the window", "browser-banner/own-words", "browser-banner.scss", "", ".city-browser-banner p { white-space: nowrap; }"),
)  # fmt: skip

MUTANTS = (
    HEADER + FOOTER + PAGE + SKIP_LINK + BREADCRUMBS + PAGINATION
    + ERROR_PAGE + SERVICE_NAVIGATION + SESSION_TIMEOUT + FILTER_PANEL + SIGN_IN + SECTION + GRID + COOKIE_BANNER + COOKIE_SETTINGS + DISPLAY_SETTINGS
    + ACCESSIBILITY_STATEMENT + OFFICIAL_BANNER + BROWSER_BANNER
)  # fmt: skip
