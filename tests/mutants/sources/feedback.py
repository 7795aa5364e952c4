"""Feedback: what the city says about what was done, is on its way, or goes wrong."""

from tests.mutants.sources import broken as m

MUTANTS = (
    m("axe", "text in no landmark", "phase-banner/default", "phase-banner.html", "<section ", "<div ", ("phase-banner.html", "</section>", "</div>")),
    m("contrast", "faint text", "phase-banner/default", "phase-banner.scss", "  padding-block-start: calc(var(--city-space-1) - var(--city-border-width-thin));\n", "  color: var(--city-color-border-default);\n"),
    m("reflow", "text that is never below the tag", "phase-banner/closing", "phase-banner.scss", "  flex: 1 1 18rem;\n", "  flex: 1 0 18rem;\n", ("phase-banner.scss", "  flex-wrap: wrap;\n", "")),
    m("policy", "style in an attribute", "phase-banner/default", "phase-banner.html", '<div class="city-phase-banner__content"', '<div style="margin: 0" class="city-phase-banner__content"'),
    m("contrast", "number in the colour of its ground", "badge/default", "badge.scss", "  color: var(--city-color-action-on-primary);\n", ""),
    m("reflow", "long words on one line", "badge/heading", "badge.scss", "  overflow-wrap: anywhere;\n", "  min-inline-size: 30rem;\n"),
    m("validity", "badge that is a block in a link", "badge/default", "badge.html", '<span class="city-badge__count"', '<li class="city-badge__count"'),
    m("names", "bar without a name", "progress-bar/default", "progress-bar.html", ' for="{{ id }}"', ""),
    m("validity", "words that are not there", "progress-bar/default", "progress-bar.html", ' id="{{ id }}-value"', ""),
    m("reflow", "label and words on one line", "progress-bar/real-size", "progress-bar.scss", "  flex-wrap: wrap;\n", "  white-space: nowrap;\n"),
    m("policy", "filled by a style in an attribute", "progress-bar/default", "progress-bar.html", '<progress ', '<progress style="inline-size: 33%" '),
    m("motion", "ring that turns for those who ask for stillness", "spinner/default", "spinner.scss", "", ".city-spinner__text.city-spinner__text::before { animation: city-turn 1s infinite; }"),
    m("motion", "ring beside words that are no status", "spinner/long-wait", "spinner.html", ' role="status"', ""),
    m("contrast", "faint words", "spinner/default", "spinner.scss", "  align-items: start;\n", "  color: var(--city-color-border-default);\n"),
    m("reflow", "words on one line", "spinner/real-size", "spinner.scss", "  align-items: start;\n", "  align-items: start;\n  white-space: nowrap;\n"),
    m("direction", "words of the wait pushed to the right", "spinner/long-wait", "spinner.scss", "  padding-inline-start: calc(", "  padding-left: calc("),
    m("validity", "outline inside the words", "spinner/with-outline", "spinner.html", '<p class="city-spinner__text" role="status">{{ text }}</p>', '<p class="city-spinner__text" role="status">{{ text }}<div></div></p>'),
)  # fmt: skip
