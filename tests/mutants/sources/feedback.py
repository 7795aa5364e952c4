"""Phase banner, badge and progress bar."""

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
)  # fmt: skip
