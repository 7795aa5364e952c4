"""Content, feedback and ways through a service: what came after the first seventeen."""

from tests.mutants.sources import broken as m

BACK_LINK = (
    m("contrast", "faint", "back-link/default", "back-link.scss", "", ".city-back-link.city-back-link, .city-back-link.city-back-link * { color: var(--city-color-border-default); }"),
    m("reflow", "of a fixed width", "back-link/default", "back-link.scss", "", ".city-back-link.city-back-link { min-inline-size: 44rem; }"),
    m("direction", "pushed to the right", "back-link/default", "back-link.scss", "", ".city-back-link.city-back-link { margin-left: 2rem; }"),
    m("keyboard", "ring taken away", "back-link/default", "back-link.scss", "", ".city-back-link.city-back-link :focus-visible { outline: 0; box-shadow: none; }"),
    m("policy", "style in an attribute", "back-link/default", "back-link.html", 'class="city-back-link{{ html_classes(attrs) }}"', 'style="gap: 1rem" class="city-back-link{{ html_classes(attrs) }}"'),
    m("names", "navigation without a name", "back-link/default", "back-link.html", ' aria-label="{{ t("back_link.label") }}"', "", survives="It is the only navigation of its page, where no criterion asks for a name."),
    m("targets", "small link", "back-link/default", "back-link.scss", "", ".city-back-link__link.city-back-link__link { min-block-size: 0; padding: 0; }"),
)  # fmt: skip


STEP_INDICATOR = (
    m("contrast", "faint", "step-indicator/gone-back", "step-indicator.scss", "", ".city-step-indicator.city-step-indicator, .city-step-indicator.city-step-indicator * { color: var(--city-color-border-default); }"),
    m("reflow", "of a fixed width", "step-indicator/gone-back", "step-indicator.scss", "", ".city-step-indicator.city-step-indicator { min-inline-size: 44rem; }"),
    m("direction", "pushed to the right", "step-indicator/gone-back", "step-indicator.scss", "", ".city-step-indicator.city-step-indicator { margin-left: 2rem; }"),
    m("keyboard", "ring taken away", "step-indicator/gone-back", "step-indicator.scss", "", ".city-step-indicator.city-step-indicator :focus-visible { outline: 0; box-shadow: none; }"),
    m("policy", "style in an attribute", "step-indicator/gone-back", "step-indicator.html", 'class="city-step-indicator{{ html_classes(attrs) }}"', 'style="gap: 1rem" class="city-step-indicator{{ html_classes(attrs) }}"'),
    m("roles", "step in work for the eye alone", "step-indicator/default", "step-indicator.html", '{% if loop.index == here %} aria-current="step"{% endif %}', '{% if loop.index == here %} data-current{% endif %}', ("step-indicator.scss", "", ".city-step-indicator__item[data-current] { font-weight: 700; }"), survives="A step is no link, and weight alone is no state that a page must tell; the component's own test checks aria-current."),
)  # fmt: skip


LANGUAGE_SWITCH = (
    m("contrast", "faint", "language-switch/default", "language-switch.scss", "", ".city-language-switch.city-language-switch, .city-language-switch.city-language-switch * { color: var(--city-color-border-default); }"),
    m("reflow", "of a fixed width", "language-switch/default", "language-switch.scss", "", ".city-language-switch.city-language-switch { min-inline-size: 44rem; }"),
    m("direction", "pushed to the right", "language-switch/default", "language-switch.scss", "", ".city-language-switch.city-language-switch { margin-left: 2rem; }"),
    m("keyboard", "ring taken away", "language-switch/default", "language-switch.scss", "", ".city-language-switch.city-language-switch :focus-visible { outline: 0; box-shadow: none; }"),
    m("policy", "style in an attribute", "language-switch/default", "language-switch.html", 'class="city-language-switch{{ html_classes(attrs) }}"', 'style="gap: 1rem" class="city-language-switch{{ html_classes(attrs) }}"'),
    m("names", "navigation without a name", "language-switch/default", "language-switch.html", ' aria-label="{{ label or t("language_switch.label") }}"', "", survives="It is the only navigation of its page, where no criterion asks for a name."),
)  # fmt: skip


TABS = (
    m("contrast", "faint", "tabs/default", "tabs.scss", "", ".city-tabs.city-tabs, .city-tabs.city-tabs * { color: var(--city-color-border-default); }"),
    m("reflow", "of a fixed width", "tabs/default", "tabs.scss", "", ".city-tabs.city-tabs { min-inline-size: 44rem; }"),
    m("direction", "pushed to the right", "tabs/default", "tabs.scss", "", ".city-tabs.city-tabs { margin-left: 2rem; }"),
    m("motion", "missing on paper", "tabs/default", "tabs.scss", "", "@media print { .city-tabs.city-tabs { display: none; } }"),
    m("policy", "style in an attribute", "tabs/default", "tabs.html", 'class="city-tabs{{ html_classes(attrs) }}"', 'style="gap: 1rem" class="city-tabs{{ html_classes(attrs) }}"'),
    m("names", "navigation without a name", "tabs/default", "tabs.html", ' aria-label="{{ label or t("tabs.label") }}"'),
)  # fmt: skip


CARD = (
    m("contrast", "faint", "card/default", "card.scss", "", ".city-card.city-card, .city-card.city-card * { color: var(--city-color-border-default); }"),
    m("reflow", "of a fixed width", "card/default", "card.scss", "", ".city-card.city-card { min-inline-size: 44rem; }"),
    m("direction", "pushed to the right", "card/default", "card.scss", "", ".city-card.city-card { margin-left: 2rem; }"),
    m("motion", "missing on paper", "card/default", "card.scss", "", "@media print { .city-card.city-card { display: none; } }"),
    m("policy", "style in an attribute", "card/default", "card.html", 'class="city-card{% if url %}', 'style="gap: 1rem" class="city-card{% if url %}'),
    m("names", "actions that don't name their card", "card/list", "card.html", '<span class="city-visually-hidden">: {{ heading }}</span>', "", survives="The card around the link says what it is about (2.4.4, in context); the component's own test checks the whole name."),
)  # fmt: skip


DETAILS = (
    m("contrast", "faint", "details/open", "details.scss", "", ".city-details.city-details, .city-details.city-details * { color: var(--city-color-border-default); }"),
    m("reflow", "of a fixed width", "details/open", "details.scss", "", ".city-details.city-details { min-inline-size: 44rem; }"),
    m("direction", "pushed to the right", "details/open", "details.scss", "", ".city-details.city-details { margin-left: 2rem; }"),
    m("motion", "missing on paper", "details/open", "details.scss", "", "@media print { .city-details.city-details { display: none; } }"),
    m("policy", "style in an attribute", "details/open", "details.html", 'class="city-details{{ html_classes(attrs) }}"', 'style="gap: 1rem" class="city-details{{ html_classes(attrs) }}"'),
    m("targets", "small line", "details/default", "details.scss", "  min-block-size: var(--city-size-target);\n"),
    m("reflow", "line as wide as its longest word", "details/in-a-form", "details.scss", "  overflow-wrap: anywhere;\n", "  white-space: nowrap;\n"),
)  # fmt: skip


SUMMARY_LIST = (
    m("contrast", "faint", "summary-list/default", "summary-list.scss", "", ".city-summary-list.city-summary-list, .city-summary-list.city-summary-list * { color: var(--city-color-border-default); }"),
    m("reflow", "of a fixed width", "summary-list/default", "summary-list.scss", "", ".city-summary-list.city-summary-list { min-inline-size: 44rem; }"),
    m("direction", "pushed to the right", "summary-list/default", "summary-list.scss", "", ".city-summary-list.city-summary-list { margin-left: 2rem; }"),
    m("motion", "missing on paper", "summary-list/default", "summary-list.scss", "", "@media print { .city-summary-list.city-summary-list { display: none; } }"),
    m("policy", "style in an attribute", "summary-list/default", "summary-list.html", 'class="city-summary-list{{ html_classes(attrs) }}"', 'style="gap: 1rem" class="city-summary-list{{ html_classes(attrs) }}"'),
    m("names", "actions that don't name their row", "summary-list/default", "summary-list.html", '<span class="city-visually-hidden">: {{ item.label }}{% if heading %}, {{ heading }}{% endif %}</span>', "", survives="The row around the link says what it is about (2.4.4, in context); the component's own test checks the whole name."),
    m("roles", "error without its link", "summary-list/with-error", "summary-list.html", '{% if item.get("error") %} aria-describedby="{{ id }}-{{ row }}-error"{% endif %}'),
)  # fmt: skip


TABLE = (
    m("contrast", "faint", "table/default", "table.scss", "", ".city-table.city-table, .city-table.city-table * { color: var(--city-color-border-default); }"),
    m("reflow", "of a fixed width", "table/default", "table.scss", "", ".city-table.city-table { min-inline-size: 44rem; }"),
    m("direction", "pushed to the right", "table/default", "table.scss", "", ".city-table.city-table { margin-left: 2rem; }"),
    m("motion", "missing on paper", "table/default", "table.scss", "", "@media print { .city-table.city-table { display: none; } }"),
    m("policy", "style in an attribute", "table/default", "table.html", 'class="city-table city-table--', 'style="gap: 1rem" class="city-table city-table--'),
    m("roles", "order for the eye alone", "table/sorted", "table.html", '{% if column.get("sort") %} aria-sort="{{ column.sort }}"{% endif %}', "", survives="The link still sorts, and the page says nothing wrong; the component's own test holds that the order is said."),
    m("names", "boxes without names", "table/selectable", "table.html", ' aria-labelledby="{{ id }}-choose {{ id }}-{{ line }}"'),
    m("axe", "scrolled box out of reach", "table/scrolled", "table.html", ' role="region" aria-labelledby="{{ id }}-caption" tabindex="0"'),
)  # fmt: skip


CONFIRMATION = (
    m("contrast", "faint", "confirmation/default", "confirmation.scss", "", ".city-confirmation.city-confirmation, .city-confirmation.city-confirmation * { color: var(--city-color-border-default); }"),
    m("reflow", "of a fixed width", "confirmation/default", "confirmation.scss", "", ".city-confirmation.city-confirmation { min-inline-size: 44rem; }"),
    m("direction", "pushed to the right", "confirmation/default", "confirmation.scss", "", ".city-confirmation.city-confirmation { margin-left: 2rem; }"),
    m("motion", "missing on paper", "confirmation/default", "confirmation.scss", "", "@media print { .city-confirmation.city-confirmation { display: none; } }"),
    m("policy", "style in an attribute", "confirmation/default", "confirmation.html", 'class="city-confirmation{{ html_classes(attrs) }}"', 'style="gap: 1rem" class="city-confirmation{{ html_classes(attrs) }}"'),
    m("roles", "heading that is a paragraph", "confirmation/default", "confirmation.html", "<h1 class=", "<p class=", ("confirmation.html", "{{ heading }}</h1>", "{{ heading }}</p>")),
)  # fmt: skip


DIALOG = (
    m("contrast", "faint", "dialog/default", "dialog.scss", "", ".city-dialog.city-dialog, .city-dialog.city-dialog * { color: var(--city-color-border-default); }"),
    m("reflow", "of a fixed width", "dialog/default", "dialog.scss", "", ".city-dialog.city-dialog { min-inline-size: 44rem; }"),
    m("direction", "pushed to the right", "dialog/default", "dialog.scss", "", ".city-dialog.city-dialog { margin-left: 2rem; }"),
    m("motion", "missing on paper", "dialog/default", "dialog.scss", "", "@media print { .city-dialog.city-dialog { display: none; } }"),
    m("policy", "style in an attribute", "dialog/default", "dialog.html", 'class="city-dialog city-dialog--', 'style="gap: 1rem" class="city-dialog city-dialog--'),
    m("names", "dialog without a name", "dialog/default", "dialog.html", ' aria-labelledby="{{ id }}-heading"'),
)  # fmt: skip


TAG = (
    m("contrast", "faint", "tag/default", "tag.scss", "", ".city-tag.city-tag, .city-tag.city-tag * { color: var(--city-color-border-default); }"),
    m("reflow", "words that don't wrap", "tag/removable", "tag.scss", "", ".city-tag.city-tag { min-inline-size: 30rem; max-inline-size: none; }"),
    m("direction", "pushed to the right", "tag/default", "tag.scss", "", ".city-tag.city-tag { margin-left: 2rem; }"),
    m("motion", "missing on paper", "tag/default", "tag.scss", "", "@media print { .city-tag.city-tag { display: none; } }"),
    m("policy", "style in an attribute", "tag/default", "tag.html", '<strong class="city-tag', '<strong style="gap: 1rem" class="city-tag'),
    m("targets", "small removable tag", "tag/removable", "tag.scss", "  min-block-size: var(--city-size-target);\n", ""),
    m("validity", "tag that is a block in a line", "tag/default", "tag.html", "<strong ", "<li ", ("tag.html", "</strong>", "</li>")),
)  # fmt: skip


TASK_LIST = (
    m("contrast", "faint", "task-list/default", "task-list.scss", "", ".city-task-list.city-task-list, .city-task-list.city-task-list * { color: var(--city-color-border-default); }"),
    m("reflow", "of a fixed width", "task-list/default", "task-list.scss", "", ".city-task-list.city-task-list { min-inline-size: 44rem; }"),
    m("direction", "pushed to the right", "task-list/default", "task-list.scss", "", ".city-task-list.city-task-list { margin-left: 2rem; }"),
    m("motion", "missing on paper", "task-list/default", "task-list.scss", "", "@media print { .city-task-list.city-task-list { display: none; } }"),
    m("policy", "style in an attribute", "task-list/default", "task-list.html", 'class="city-task-list{{ html_classes(attrs) }}"', 'style="gap: 1rem" class="city-task-list{{ html_classes(attrs) }}"'),
    m("validity", "state that is not there", "task-list/default", "task-list.html", ' id="{{ id }}-{{ loop.index }}-status"'),
)  # fmt: skip


MUTANTS = (
    *BACK_LINK,
    *STEP_INDICATOR,
    *LANGUAGE_SWITCH,
    *TABS,
    *CARD,
    *DETAILS,
    *SUMMARY_LIST,
    *TABLE,
    *CONFIRMATION,
    *DIALOG,
    *TAG,
    *TASK_LIST,
)
