"""Content, feedback and ways through a service: what came after the first seventeen."""

from tests.mutants.sources import Mutant
from tests.mutants.sources import broken as m


def _anywhere(
    component: str, example: str = "default", *, paper: bool = True, opening: str = ""
) -> tuple[Mutant, ...]:
    """What may go wrong in any of them; `paper` where it is content and so has to be printed.

    `opening` is how the example's box begins, where the template holds others before it.
    """
    page, css, html = f"{component}/{example}", f"{component}.scss", f"{component}.html"
    block = f".city-{component}.city-{component}"
    opening = opening or f'class="city-{component}'
    printed = f"@media print {{ {block} {{ display: none; }} }}"
    bare = f"{block} :focus-visible {{ outline: 0; box-shadow: none; }}"
    faint = f"{block}, {block} * {{ color: var(--city-color-border-default); }}"
    wide = f"{block} {{ min-inline-size: 44rem; max-inline-size: none; }}"
    return (
        m("contrast", "faint", page, css, "", faint),
        m("reflow", "of a fixed width", page, css, "", wide),
        m("direction", "pushed to the right", page, css, "", f"{block} {{ margin-left: 2rem; }}"),
        m("policy", "style in an attribute", page, html, opening, f'style="gap: 1rem" {opening}'),
        m("motion", "missing on paper", page, css, "", printed)
        if paper
        else m("contrast", "ring taken away", page, css, "", bare),
    )


MUTANTS = (
    *_anywhere("back-link", paper=False),
    *_anywhere("step-indicator", "gone-back", paper=False),
    *_anywhere("language-switch", paper=False),
    *_anywhere("tabs"),
    *_anywhere("card"),
    *_anywhere("details", "open"),
    *_anywhere("summary-list", opening='class="city-summary-list__row'),
    *_anywhere("table"),
    *_anywhere("confirmation"),
    *_anywhere("dialog"),
    *_anywhere("tag", opening='class="city-tag city-tag--{{'),
    *_anywhere("task-list", opening='class="city-task-list{{'),
    *_anywhere("prose"),
    *_anywhere("accordion"),
    *_anywhere("callout"),
    *_anywhere("warning-text"),
    *_anywhere("phase-banner", paper=False),
    *_anywhere("badge"),
    *_anywhere("quote"),
    *_anywhere("advice-list"),
    *_anywhere("site-banner", "emergency", paper=False),
    *_anywhere("step-list"),
    *_anywhere("document-list"),
    *_anywhere("timeline"),
    *_anywhere("progress-bar"),
    *_anywhere("figure"),
    *_anywhere("feedback-prompt"),
    *_anywhere("code-block"),
    *_anywhere("share-links", paper=False),
    *_anywhere("video"),
    *_anywhere("map"),
    *_anywhere("chart", opening='class="city-chart{{'),
    m("language", "how serious it is in English everywhere", "site-banner/emergency", "site-banner.html", 't("site_banner." ~ level)', '"A danger to life:"'),
    m("reflow", "table that widens the page", "prose/elements", "prose.scss", "  max-inline-size: 100%;\n  overflow-x: auto;\n", "  min-inline-size: 40rem;\n"),
    m("reflow", "frame out of reach", "prose/editor", "prose.html", 't("prose.table")) }}', 't("prose.table")).replace(\' tabindex="0"\', "") }}'),
    m("reflow", "code in one line", "prose/elements", "prose.scss", "  white-space: pre-wrap;\n", "  min-inline-size: 44rem;\n  white-space: pre;\n"),
    m("targets", "small line of details", "prose/elements", "prose.scss", "  padding-block: calc((var(--city-size-target) - var(--city-font-line-height-body) * 1em) / 2);\n", "  font-size: 0.6em;\n"),
    m("contrast", "faint words beside it", "icon/default", "icon.scss", "", ".city-page :has(> .city-icon-frame) { color: var(--city-color-border-default); }"),
    m("names", "picture without its name", "icon/named", "icon.html", ' aria-label="{{ label }}"'),
    m("policy", "style in an attribute", "icon/default", "icon.html", '<span class="', '<span style="gap: 1rem" class="'),
    m("reflow", "of a fixed width", "icon/default", "icon.scss", "", ".city-icon-frame.city-icon-frame { min-inline-size: 44rem; }"),
    m("direction", "pushed to the right", "icon/default", "icon.scss", "", ".city-icon-frame.city-icon-frame { margin-left: 2rem; }"),
    m("names", "navigation without a name", "back-link/default", "back-link.html", ' aria-label="{{ t("back_link.label") }}"', "", survives="It is the only navigation of its page, where no criterion asks for a name."),
    m("targets", "small link", "back-link/default", "back-link.scss", "", ".city-back-link__link.city-back-link__link { min-block-size: 0; padding: 0; }"),
    m("roles", "step in work for the eye alone", "step-indicator/default", "step-indicator.html", '{% if loop.index == here %} aria-current="step"{% endif %}', '{% if loop.index == here %} data-current{% endif %}', ("step-indicator.scss", "", ".city-step-indicator__item[data-current] { font-weight: 700; }"), survives="A step is no link, and weight alone is no state that a page must tell; the component's own test checks aria-current."),
    m("names", "navigation without a name", "language-switch/default", "language-switch.html", ' aria-label="{{ label or t("language_switch.label") }}"', "", survives="It is the only navigation of its page, where no criterion asks for a name."),
    m("names", "navigation without a name", "tabs/default", "tabs.html", ' aria-label="{{ label or t("tabs.label") }}"'),
    m("names", "actions that don't name their card", "card/list", "card.html", '<span class="city-visually-hidden">: {{ heading }}</span>', "", survives="The card around the link says what it is about (2.4.4, in context); the component's own test checks the whole name."),
    m("targets", "small line", "details/default", "details.scss", "  min-block-size: var(--city-size-target);\n"),
    m("reflow", "line as wide as its longest word", "details/in-a-form", "details.scss", "  overflow-wrap: anywhere;\n", "  white-space: nowrap;\n"),
    m("names", "actions that don't name their row", "summary-list/default", "summary-list.html", '<span class="city-visually-hidden">: {{ item.label }}{% if heading %}, {{ heading }}{% endif %}</span>', "", survives="The row around the link says what it is about (2.4.4, in context); the component's own test checks the whole name."),
    m("roles", "error without its link", "summary-list/with-error", "summary-list.html", '{% if item.get("error") %} aria-describedby="{{ id }}-{{ row }}-error"{% endif %}'),
    m("roles", "order for the eye alone", "table/sorted", "table.html", '{% if column.get("sort") %} aria-sort="{{ column.sort }}"{% endif %}', "", survives="The link still sorts, and the page says nothing wrong; the component's own test holds that the order is said."),
    m("names", "boxes without names", "table/selectable", "table.html", ' aria-labelledby="{{ id }}-choose {{ id }}-{{ line }}"'),
    m("axe", "scrolled box out of reach", "table/scrolled", "table.html", ' role="region" aria-labelledby="{{ id }}-caption" tabindex="0"'),
    m("roles", "heading that is a paragraph", "confirmation/default", "confirmation.html", "<h1 class=", "<p class=", ("confirmation.html", "{{ heading }}</h1>", "{{ heading }}</p>")),
    m("names", "dialog without a name", "dialog/default", "dialog.html", ' aria-labelledby="{{ id }}-heading"'),
    m("targets", "small removable tag", "tag/removable", "tag.scss", "  min-block-size: var(--city-size-target);\n", ""),
    m("validity", "tag that is a block in a line", "tag/default", "tag.html", "<strong ", "<li ", ("tag.html", "</strong>", "</li>")),
    m("validity", "state that is not there", "task-list/default", "task-list.html", ' id="{{ id }}-{{ loop.index }}-status"'),
    m("targets", "small lines", "accordion/default", "accordion.scss", "  padding-block: var(--city-space-4);\n", "  font-size: 0.5em;\n  inline-size: fit-content;\n"),
    m("validity", "heading inside a span", "accordion/default", "accordion.html", '<h{{ heading_level }} class="city-accordion__heading">{{ item.heading }}</h{{ heading_level }}>', '<span><h{{ heading_level }} class="city-accordion__heading">{{ item.heading }}</h{{ heading_level }}></span>'),
    m("axe", "facts without their list", "contact-card/default", "contact-card.html", '<dl class="city-contact-card__facts">', '<div class="city-contact-card__facts">', ("contact-card.html", "</dl>", "</div>")),
    m("targets", "low numbers", "contact-card/default", "contact-card.scss", "  @include target;\n", ""),
    m("reflow", "address of one line", "contact-card/real-size", "contact-card.scss", "  display: inline-flex;\n", "  display: inline-flex;\n  white-space: nowrap;\n"),
    m("language", "closed in English everywhere", "contact-card/default", "contact-card.html", 't("shared.opening_closed")', '"Closed today"'),
    m("contrast", "pale notes", "contact-card/person", "contact-card.scss", "  color: var(--city-color-text-muted);\n", "  color: var(--city-color-border-default);\n"),
    m("direction", "times always at the right", "contact-card/default", "contact-card.scss", "margin-inline-start: auto", "margin-left: auto"),
    m("contrast", "heading in the colour of running text", "hero/default", "hero.scss", "", "[data-theme] .city-hero .city-hero__heading, .city-hero .city-hero__heading { color: var(--city-color-brand-hero); }"),
    m("motion", "light ink on paper", "hero/words-alone", "hero.scss", "    color: var(--city-color-text-default);\n", "    color: white;\n"),
    m("contrast", "words on the picture", "hero/default", "hero.scss", "  flex-wrap: wrap;\n  gap: var(--city-space-6)", "  display: grid;\n  > * { grid-area: 1 / 1; }\n  gap: var(--city-space-6)"),
    m("roles", "heading that is a paragraph", "hero/default", "hero.html", "<h{{ heading_level }} class=", "<p class=", ("hero.html", "</h{{ heading_level }}>", "</p>")),
    m("policy", "picture by a style in an attribute", "hero/default", "hero.html", '<div class="city-hero__image"', '<div style="background: red" class="city-hero__image"'),
    m("direction", "picture always at the right", "hero/default", "hero.scss", "", ".city-hero__row { direction: ltr; }"),
    m("axe", "box out of reach", "card-row/few", "card-row.html", ' role="region" aria-labelledby="{{ id }}-heading" tabindex="0"', "", survives="Its cards have links, which bring it into sight; the component's own test and keyboard table hold the stop."),
    m("names", "box without a name", "card-row/default", "card-row.html", ' aria-labelledby="{{ id }}-heading"', ""),
    m("motion", "row that moves by itself", "card-row/default", "card-row.scss", "", "@keyframes drift { to { translate: -2rem; } } .city-card-row__list { animation: drift 9s infinite; }"),
    m("reflow", "row that widens the page", "card-row/default", "card-row.scss", "  overflow-x: auto;\n", ""),
    m("targets", "low link to all", "card-row/default", "card-row.scss", "  min-block-size: var(--city-size-target);\n", ""),
    m("direction", "cards from the left", "card-row/default", "card-row.scss", "", ".city-card-row__list { direction: ltr; }"),
    m("axe", "picture without its name", "chart/default", "chart.html", ' role="img" aria-labelledby="{{ id }}-caption"', ' role="img"'),
    m("reflow", "names of all rows on a phone", "chart/real-size", "chart.scss", "      visibility: hidden;\n", ""),
    m("reflow", "numbers at the axis on one line", "chart/line", "chart.scss", "  grid-template-rows: 16em auto;\n", "  grid-template-rows: 2em auto;\n"),
    m("contrast", "pale numbers", "chart/default", "chart.scss", "", ".city-chart .city-chart__value { color: var(--city-color-border-default); }"),
    m("language", "numbers that no language wrote", "chart/default", "chart.html", 't("chart.table")', '"The numbers in a table"'),
    m("axe", "box without a name", "code-block/default", "code-block.html", ' aria-labelledby="{{ id }}-caption"', "", survives="A box that scrolls needs no name by any criterion of A or AA; the component's own test holds it."),
    m("reflow", "code that widens the page", "code-block/real-size", "code-block.scss", "  overflow-x: auto;\n", ""),
    m("axe", "code out of reach of the keyboard", "code-block/real-size", "code-block.html", ' tabindex="0"', ""),
    m("targets", "low links", "share-links/services", "share-links.scss", "  @include target;\n", ""),
    m("language", "mail in English", "share-links/default", "share-links.html", 't("share_links.mail")', '"Send by e-mail"'),
    m("direction", "facts at the left", "map/default", "map.scss", "", ".city-map__fact { text-align: left; justify-self: left; }"),
    m("targets", "low names of places", "map/default", "map.scss", "  @include target;\n", ""),
    m("language", "link to the map in English", "map/default", "map.html", 't("map.show")', '"Show on a map"'),
    m("names", "map without a name", "map/shown", "map.html", ' aria-label="{{ t("map.map") }}"', ""),
    m("validity", "places that are no list", "map/default", "map.html", '<ul class="city-map__list"', '<div class="city-map__list"', ("map.html", "</ul>", "</div>")),
    m("names", "film without a name", "video/default", "video.html", ' aria-labelledby="{{ id }}-name"', "", survives="No criterion of A asks for the name of a film that has controls; the component's own test holds it."),
    m("targets", "low links to the service", "video/service", "video.scss", "  @include target;\n", ""),
    m("language", "notice in English", "video/service", "video.html", 't("video.closed", service=service)', '"This film is on " ~ service'),
    m("motion", "film that plays by itself", "video/default", "video.html", " controls preload", " autoplay loop controls preload", survives="The file of an example is on no server, so nothing can play; the component's own test holds it."),
)  # fmt: skip
