"""Page, header, footer, skip link, breadcrumbs, pagination: what stands around the content."""

from tests.mutants.sources import broken as m

CURRENT = '{% if link.get("current") %} aria-current="{{ "page" if link.current == "page" else "true" }}"{% endif %}'
CLOSED_MENU = (
    "  .city-header__disclosure--menu:not([open]) ~ .city-header__nav {\n    display: none;\n  }"
)
MENU = '<details class="city-header__disclosure city-header__disclosure--menu"><summary class="city-header__tool">{{ icon_svg("menu") }}<span>{{ t("header.menu") }}</span></summary></details>'
UNTOLD = "Neither the eye nor a reader is told, so the page does not contradict itself; the component's own test holds that the current link says so."
HEADER_TEXT = "  color: var(--city-color-brand-on-header);"

HEADER = (
    m(8, "menu gone on a phone", "header/default", "header.scss", CLOSED_MENU, CLOSED_MENU.replace(":not([open])", "")),
    m(8, "links gone on a phone, with no menu", "header/signed-in", "header.html", MENU, "", ("header.scss", CLOSED_MENU, "  .city-header__nav {\n    display: none;\n  }")),
    m(5, "closed menu in the order of Tab", "header/default", "header.scss", CLOSED_MENU, CLOSED_MENU.replace("display: none", "opacity: 0; block-size: 0")),
    m(14, "menu that needs a script", "header/default", "header.html", MENU, '<button type="button" class="city-header__disclosure city-header__tool">{{ icon_svg("menu") }}<span>{{ t("header.menu") }}</span></button>'),
    m(13, "language of the link lost", "header/default", "languages.html", ' lang="{{ tag }}" hreflang', " hreflang"),
    m(13, "language of the link is another", "header/default", "languages.html", 'lang="{{ tag }}" hreflang="{{ tag }}"', 'lang="{{ tag }}" hreflang="en"'),
    m(13, "language of the target lost", "header/many-languages", "languages.html", ' hreflang="{{ tag }}"', "", survives="hreflang is a courtesy to robots; what is read aloud is `lang`, and that is there."),
    m(4, "language in use not told", "header/default", "languages.html", '{% if tag == current_locale() or tag == current_locale().split("-")[0] %} aria-current="true"{% endif %}'),
    m(4, "current link not told", "header/default", "header.html", CURRENT, "", survives=UNTOLD),
    m(4, "every link is current", "header/default", "header.html", CURRENT, ' aria-current="page"'),
    m(4, "current link for the eye alone", "header/default", "header.html", CURRENT, '{% if link.get("current") %} data-current{% endif %}', ("header.scss", "", ".city-header__link[data-current] { font-weight: 700; }")),
    m(3, "two navigations of one name", "header/default", "header.html", 't("header.label")', 't("header.languages")'),
    m(3, "navigations without names", "header/default", "header.html", ' aria-label="{{ label or t("header.label") }}"'),
    m(4, "state of the menu on the wrong element", "header/default", "header.html", '<summary class="city-header__tool">{{ icon_svg("menu") }}', '<summary class="city-header__tool" aria-expanded="false">{{ icon_svg("menu") }}'),
    m(3, "menu without words", "header/default", "header.html", '<span>{{ t("header.menu") }}</span>'),
    m(3, "menu named otherwise than it reads", "header/many-languages", "header.html", '<summary class="city-header__tool">{{ icon_svg("globe") }}', '<summary class="city-header__tool" aria-label="{{ t("header.menu") }}">{{ icon_svg("globe") }}'),
    m(10, "current by background alone", "header/default", "header.scss", "    border-block-end: var(--city-space-1) solid;\n", "    background: currentcolor;\n    block-size: var(--city-space-1);\n", ("header.scss", "  &[aria-current] {\n    font-weight: var(--city-font-weight-strong);\n  }\n", "")),
    m(9, "small tools", "header/signed-in", "header.scss", ".city-header__link {\n  @include target;", ".city-header__link {\n  line-height: 1;"),
    m(9, "small language links", "header/default", "header.scss", ".city-languages__link {\n  @include target;", ".city-languages__link {"),
    m(11, "unreadable", "header/name-only", "header.scss", HEADER_TEXT, "  color: var(--city-color-brand-header);"),
    m(11, "unreadable in a city's colours", "header/default", "header.scss", HEADER_TEXT, "  color: var(--city-color-text-default);"),
    m(11, "open menu unreadable", "header/many-languages", "header.scss", "  background: var(--city-color-brand-on-header);\n  color: var(--city-color-brand-header);", "  background: var(--city-color-brand-on-header);\n  color: inherit;"),
    m(5, "ring cut off", "header/default", "header.scss", ".city-header__links {\n", ".city-header__links {\n  overflow: hidden;\n"),
    m(5, "languages shown before the name", "header/default", "header.scss", ".city-header__brand {\n  flex: 1 1 0;", ".city-header__brand {\n  order: 9;\n  flex: 1 1 0;"),
    m(5, "ring taken away", "header/signed-in", "header.scss", "", ".city-header.city-header :focus-visible { outline: 0; box-shadow: none; }"),
    m(8, "row that does not wrap", "header/default", "header.scss", "  display: flex;\n  flex-wrap: wrap;\n  padding-block: var(--city-space-2);", "  display: flex;\n  min-inline-size: 40rem;\n  padding-block: var(--city-space-2);"),
    m(8, "sticky header over a zoomed page", "page/service-page", "header.scss", ".city-header {\n", ".city-header {\n  position: sticky !important;\n  inset-block-start: 0;\n  min-block-size: 7rem;\n"),
    m(12, "mark of the current link on the left", "header/default", "header.scss", "      border-inline-start: var(--city-space-1) solid;", "      border-left: var(--city-space-1) solid;"),
    m(12, "languages pushed to the right", "header/default", "header.scss", "", ".city-header__languages { position: relative; left: 1rem; }"),
    m(13, "menu in English everywhere", "header/default", "header.html", '<span>{{ t("header.menu") }}</span>', "<span>Menu</span>"),
    m(13, "sign out in English everywhere", "header/signed-in", "header.html", '{{ t("header.sign_out") }}', "Log off"),
    m(13, "name of the navigation in English everywhere", "header/default", "header.html", '{{ label or t("header.label") }}', "Primary"),
    m(15, "press in an attribute", "header/default", "header.html", '<summary class="city-header__tool">{{ icon_svg("menu") }}', '<summary class="city-header__tool" onclick="toggle()">{{ icon_svg("menu") }}'),
    m(1, "landmark lost", "header/default", "header.html", '<header class="', '<div class="', ("header.html", "</header>", "</div>")),
    m(2, "list of boxes", "header/default", "header.html", "<li><a class=\"city-header__link\"", "<div><a class=\"city-header__link\"", ("header.html", "{{ link.text }}</a></li>", "{{ link.text }}</a></div>")),
    m(2, "id twice", "header/default", "languages.html", '<ul class="city-languages"', '<ul id="main" class="city-languages"'),
    m(4, "list role taken away", "header/default", "header.html", '<ul class="city-header__links" role="list">', '<ul class="city-header__links" role="presentation">'),
    m(14, "sign out that needs a script", "header/signed-in", "header.html", '<button class="city-header__tool">', '<button type="button" class="city-header__tool">'),
    m(17, "menu slides open", "header/default", "header.scss", ".city-header__links {\n", ".city-header__links {\n  transition: height 0.3s;\n"),
    m(6, "language link that leads into the page", "header/default", "languages.html", 'href="{{ item.url }}"', 'href="{{ "#menu" if tag == "sv" else item.url }}"', ("header.html", "<nav class=\"city-header__nav\"", "<p id=\"menu\" hidden></p><nav class=\"city-header__nav\"")),
)  # fmt: skip

FOOTER = (
    m(4, "list role lost", "footer/default", "footer.html", '<ul class="city-footer__links" role="list">', '<ul class="city-footer__links">'),
    m(4, "list role of the legal links lost", "footer/short", "footer.html", '<ul class="city-footer__legal" role="list">', '<ul class="city-footer__legal">'),
    m(3, "navigation of languages without a name", "page/service-page", "footer.html", ' aria-label="{{ t("footer.languages") }}"'),
    m(13, "language of a link lost", "footer/default", "footer.html", ' lang="{{ link.language }}" hreflang'," hreflang"),
    m(13, "accessibility statement in English everywhere", "footer/short", "footer.html", '{{ t("footer.accessibility") }}', "Accessibility report"),
    m(13, "name of the navigation in English everywhere", "footer/default", "footer.html", '{{ t("footer.languages") }}', "Other tongues"),
    m(9, "small links", "footer/default", "footer.scss", ".city-footer__link {\n  @include target;", ".city-footer__link {"),
    m(11, "unreadable", "footer/default", "footer.scss", "  color: var(--city-color-brand-on-footer);", "  color: var(--city-color-brand-footer);"),
    m(11, "unreadable in a city's colours", "footer/short", "footer.scss", "  color: var(--city-color-brand-on-footer);", "  color: var(--city-color-text-muted);"),
    m(1, "landmark lost", "footer/default", "footer.html", '<footer class="', '<div class="', ("footer.html", "</footer>", "</div>")),
    m(8, "columns of fixed width", "footer/default", "footer.scss", 'repeat(auto-fit, #{"minmax(min(100%, 13rem), 1fr)"})', "repeat(3, 13rem)"),
    m(12, "links beside each other on one side", "footer/default", "footer.scss", ".city-footer__link {\n", ".city-footer__link {\n  margin-right: var(--city-space-2);\n"),
    m(5, "fixed over what has the focus", "page/service-page", "footer.scss", ".city-footer {\n", ".city-footer {\n  position: fixed !important;\n  inset-block-end: 0;\n  inset-inline: 0;\n"),
    m(2, "paragraph in a paragraph", "footer/default", "footer.html", "{% if content %}<div>{{ content }}</div>", "{% if content %}<p><div>{{ content }}</div></p>"),
    m(5, "columns from the last to the first", "footer/default", "footer.scss", ".city-footer__columns {\n", ".city-footer__columns {\n  direction: rtl;\n"),
    m(15, "style in a style attribute", "footer/short", "footer.html", '<div class="city-footer__base">', '<div class="city-footer__base" style="gap: 1rem">'),
)  # fmt: skip

PAGE = (
    m(13, "always English", "page/default", "page.html", 'lang="{{ current_locale() }}"', 'lang="en"'),
    m(13, "never from right to left", "page/default", "page.html", ' dir="{{ text_direction() }}"'),
    m(13, "Error: in English everywhere", "page/with-error", "page.html", '{{ t("shared.error_prefix") }} {% endif %}{{ title }}', "Mistake: {% endif %}{{ title }}"),
    m(1, "title lost", "page/default", "page.html", "{{ title }}</title>", "</title>", ("page.html", '{% if error %}{{ t("shared.error_prefix") }} {% endif %}', "")),
    m(1, "zoom forbidden", "page/default", "page.html", "initial-scale=1", "initial-scale=1, maximum-scale=1, user-scalable=no"),
    m(1, "main lost", "page/wide", "page.html", "<main class", "<div class", ("page.html", "</main>", "</div>")),
    m(1, "aside in no landmark", "page/service-page", "page.html", "<aside class", "<div class", ("page.html", "</aside>", "</div>")),
    m(1, "loads itself again", "page/default", "page.html", '<meta charset="utf-8">', '<meta charset="utf-8">\n<meta http-equiv="refresh" content="300">'),
    m(1, "language lost", "page/default", "page.html", 'lang="{{ current_locale() }}" ', ""),
    m(2, "target of the skip link lost", "page/default", "page.html", ' id="main" tabindex="-1"', ' tabindex="-1"'),
    m(2, "doctype lost", "page/default", "page.html", "<!doctype html>\n", ""),
    m(2, "main left open", "page/wide", "page.html", "{% if width == \"text\" %}</div>\n{% endif %}\n</main>", "{% if width == \"text\" %}</div>\n{% endif %}\n<span>"),
    m(15, "inline script", "page/default", "page.html", "{{ head }}", '<script>document.documentElement.className = "js"</script>{{ head }}'),
    m(15, "fonts from elsewhere", "page/default", "page.html", "{{ head }}", '<link rel="stylesheet" href="https://fonts.example/city.css">{{ head }}'),
    m(15, "script that is not there", "page/default", "page.html", "{{ head }}", '<script type="module" src="{{ asset_url("button.js") }}.map"></script>{{ head }}'),
    m(15, "integrity of another file", "page/default", "page.html", 'integrity="{{ asset_integrity(name) }}"', 'integrity="{{ asset_integrity("citydesign.js") }}"'),
    m(12, "everything to the left", "page/service-page", "base.scss", ".city-page {\n", ".city-page {\n  text-align: left;\n"),
    m(8, "main of fixed width", "page/wide", "page.scss", "  min-inline-size: 0;", "  min-inline-size: 40rem;"),
    m(8, "one orientation only", "page/default", "page.scss", "", "@media (orientation: landscape) and (max-height: 500px) { .city-page__main { display: none; } }"),
    m(17, "scrolls smoothly in spite of the wish", "page/default", "base.scss", "", ":root { scroll-behavior: smooth; }"),
    m(17, "content left out in print", "page/default", "page.scss", "  .city-page,\n  .city-page__columns {\n    display: block;", "  .city-page__main > * {\n    display: none;"),
    m(17, "light ink on paper", "page/service-page", "page.scss", "", "@include print { .city-page__main * { color: #bbb !important; } }"),
    m(11, "links in text told by colour alone", "page/service-page", "mixins.scss", "  color: var(--city-color-text-link);\n  text-decoration: underline;", "  color: var(--city-color-text-link);\n  text-decoration: none;"),
    m(11, "text on a picture of no contrast", "page/service-page", "page.scss", ".city-page__aside {\n", ".city-page__aside {\n  background: linear-gradient(#fff, #777);\n"),
    m(6, "skip link into nowhere", "page/service-page", "page.html", '<main class="', '<p id="main" hidden></p><main class="', ("page.html", ' id="main" tabindex="-1"', "")),
    m(5, "main that holds the focus back", "page/service-page", "page.html", "{{ header }}", '<div tabindex="3">{{ header }}</div>'),
    m(3, "two mains", "page/service-page", "page.html", "<aside class=\"city-page__aside city-prose\">", "<aside class=\"city-page__aside city-prose\" role=\"main\">"),
)  # fmt: skip

SKIP_LINK = (
    m(2, "leads nowhere", "skip-link/default", "skip-link.html", "#{{ target }}", "#{{ target }}-content"),
    m(5, "stays unseen with the focus", "skip-link/default", "skip-link.scss", ".city-skip-link:not(:focus) {", ".city-skip-link {"),
    m(5, "not displayed until it has the focus", "skip-link/default", "skip-link.scss", ".city-skip-link:not(:focus) {\n  @include visually-hidden;", ".city-skip-link:not(:focus) {\n  display: none;"),
    m(5, "out of the order of Tab", "skip-link/to-results", "skip-link.html", 'href="#{{ target }}"', 'tabindex="-1" href="#{{ target }}"'),
    m(11, "unreadable", "skip-link/default", "skip-link.scss", "  @include link;\n}", "  @include link;\n  color: var(--city-color-surface-sunken);\n}"),
    m(13, "in English everywhere", "skip-link/default", "skip-link.html", '{{ text or t("skip_link.text") }}', "Jump ahead"),
    m(9, "low", "skip-link/default", "skip-link.scss", "  padding: var(--city-space-3) var(--city-space-4);", "  padding: 0;"),
    m(12, "on the left", "skip-link/default", "skip-link.scss", ".city-skip-link {\n", ".city-skip-link {\n  left: 1rem;\n"),
    m(3, "named otherwise than it reads", "skip-link/default", "skip-link.html", "{{ html_attributes(attrs) }}", ' aria-label="Jump"{{ html_attributes(attrs) }}'),
    m(17, "slides in", "skip-link/default", "skip-link.scss", ".city-skip-link {\n", ".city-skip-link {\n  transition: top 0.3s;\n"),
)  # fmt: skip

BREADCRUMBS = (
    m(4, "current page for the eye alone", "breadcrumbs/default", "breadcrumbs.html", ' aria-current="page"'),
    m(3, "navigation without a name", "page/service-page", "breadcrumbs.html", ' aria-label="{{ label or t("breadcrumbs.label") }}"'),
    m(4, "path gone on a phone", "breadcrumbs/default", "breadcrumbs.scss", ":not(.city-breadcrumbs__item--parent)"),
    m(12, "arrow to the right in every direction", "breadcrumbs/default", "breadcrumbs.scss", '[dir="rtl"] .city-breadcrumbs__item::before {\n  transform: scaleX(-1);\n}'),
    m(9, "small links", "breadcrumbs/default", "breadcrumbs.scss", "  @include target;\n"),
    m(8, "names that do not wrap", "breadcrumbs/whole-path", "breadcrumbs.scss", "  overflow-wrap: anywhere;", "  white-space: nowrap;"),
    m(13, "name of the navigation in English everywhere", "breadcrumbs/default", "breadcrumbs.html", 't("breadcrumbs.label")', '"Breadcrumb trail"'),
    m(11, "pale current page", "breadcrumbs/default", "breadcrumbs.scss", ".city-breadcrumbs__current {\n  color: var(--city-color-text-muted);", ".city-breadcrumbs__current {\n  color: var(--city-color-border-default);"),
    m(5, "path shown from the end", "breadcrumbs/whole-path", "breadcrumbs.scss", "  flex-wrap: wrap;\n", "  flex-direction: row-reverse;\n  justify-content: flex-end;\n  flex-wrap: wrap;\n"),
    m(2, "links without a list", "breadcrumbs/default", "breadcrumbs.html", '<ol class="city-breadcrumbs__list" role="list">', '<div class="city-breadcrumbs__list">', ("breadcrumbs.html", "</ol>", "</div>")),
    m(12, "arrows with a margin on the right", "breadcrumbs/default", "breadcrumbs.scss", "  margin-inline: var(--city-space-1);", "  margin-right: var(--city-space-2);"),
    m(3, "arrows read aloud before each link", "breadcrumbs/whole-path", "breadcrumbs.html", '<a class="city-breadcrumbs__link" href="{{ item.url }}">', '<a class="city-breadcrumbs__link" href="{{ item.url }}"><span class="city-visually-hidden">Level {{ loop.index }}</span> '),
    m(17, "left out in print", "breadcrumbs/default", "breadcrumbs.scss", "", "@include print { .city-breadcrumbs { display: none; } }", survives="Paper has no links to follow; leaving navigation out in print is allowed."),
)  # fmt: skip

PREVIOUS = '{{ icon_svg("arrow-left") }}<span>{{ t("pagination.previous") }}</span>'
PAGES = 'pagination: {% from "citydesign/all.html" import pagination, breadcrumbs %}{{ breadcrumbs([{"text": "Front page", "url": "/"}, {"text": "Events"}]) }}{{ pagination(current=2, total=5, url="?page={page}") }}'

PAGINATION = (
    m(4, "current page for the eye alone", "pagination/default", "pagination.html", ' aria-current="page"><span class="city-pagination__number">', '><span class="city-pagination__number">'),
    m(4, "two pages current", "pagination/default", "pagination.html", "{{ format_number(number) }}</a></li>\n{% endif %}", "{{ format_number(number) }}</a></li>\n{% endif %}", ("pagination.html", '<a class="city-pagination__link" href="{{ url.replace("{page}", number|string) }}">', '<a class="city-pagination__link" aria-current="page" href="{{ url.replace("{page}", number|string) }}">')),
    m(3, "navigation without a name", PAGES, "pagination.html", ' aria-label="{{ label or t("pagination.label") }}"'),
    m(3, "previous without words", "pagination/default", "pagination.html", PREVIOUS, '{{ icon_svg("arrow-left") }}'),
    m(3, "number covered by another name", "pagination/default", "pagination.html", '<a class="city-pagination__link" href="{{ url.replace("{page}", number|string) }}">', '<a class="city-pagination__link" aria-label="Go to page" href="{{ url.replace("{page}", number|string) }}">'),
    m(3, "hidden word glued to the number", "pagination/default", "pagination.html", '{{ format_number(number) }}</a></li>\n{% endif %}', '<span class="city-visually-hidden">Page</span>{{ format_number(number) }}</a></li>\n{% endif %}'),
    m(9, "small links", "pagination/default", "pagination.scss", "  @include target;\n  @include motion(background-color);", "  line-height: 1;"),
    m(10, "current by background alone", "pagination/default", "pagination.scss", "  border: var(--city-border-width-control) solid;\n  color: var(--city-color-text-default);\n  font-weight: var(--city-font-weight-strong);\n  text-decoration: none;\n}", "  background: var(--city-color-action-secondary-active);\n}"),
    m(12, "arrows do not turn", "pagination/default", "parts.scss", "  transform: scaleX(-1);"),
    m(13, "next in English everywhere", "pagination/default", "pagination.html", '<span>{{ t("pagination.next") }}</span>', "<span>Forward</span>"),
    m(13, "count in English everywhere", "pagination/default", "pagination.html", '{{ t("pagination.results", first=first, last=last, total=results) }}', "Showing {{ first }} to {{ last }}"),
    m(8, "names of fixed width", "pagination/guide", "pagination.scss", "  flex: 1 1 15rem;", "  flex: 0 0 24rem;"),
    m(8, "numbers that do not wrap", "pagination/in-the-middle", "pagination.scss", "  flex-wrap: wrap;\n  gap: var(--city-space-1);", "  min-inline-size: 40rem;\n  gap: var(--city-space-1);"),
    m(5, "numbers out of the order of Tab", "pagination/default", "pagination.html", '<a class="city-pagination__link" href="{{ url.replace("{page}", number|string) }}">', '<a class="city-pagination__link" tabindex="-1" href="{{ url.replace("{page}", number|string) }}">'),
    m(5, "next shown before previous", "pagination/guide", "pagination.scss", "  gap: var(--city-space-3);\n", "  gap: var(--city-space-3);\n  flex-direction: row-reverse;\n"),
    m(11, "pale gap and results", "pagination/default", "pagination.scss", ".city-pagination__results {\n  @include text;\n  color: var(--city-color-text-muted);", ".city-pagination__results {\n  @include text;\n  color: var(--city-color-border-default);"),
    m(11, "unreadable under the pointer", "pagination/default", "pagination.scss", "  background: var(--city-color-action-secondary-hover);", "  background: var(--city-color-text-link-hover);"),
    m(2, "numbers without a list", "pagination/default", "pagination.html", '<ul class="city-pagination__list" role="list">', '<div class="city-pagination__list">', ("pagination.html", "</ul>", "</div>")),
    m(12, "next on the right", "pagination/guide", "pagination.scss", "  text-align: end;", "  text-align: right;"),
    m(1, "gap read as a link", "pagination/in-the-middle", "pagination.html", ' aria-hidden="true">…</li>', ' aria-hidden="true"><a href="#main">…</a></li>'),
)  # fmt: skip

MUTANTS = HEADER + FOOTER + PAGE + SKIP_LINK + BREADCRUMBS + PAGINATION
