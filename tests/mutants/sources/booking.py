"""Booking: appointments, and what can be done with them."""

from tests.mutants.sources import broken as m

ACTION = '<span class="city-visually-hidden">: {{ heading }}{{ about }}</span>'

MUTANTS = (
    m("language", "state in English everywhere", "appointment-card/default", "appointment-card.html", 't("appointment_card." ~ status)', '"Booked and confirmed"'),
    m("axe", "facts without their list", "appointment-card/default", "appointment-card.html", '<dl class="city-appointment-card__facts">', '<div class="city-appointment-card__facts">', ("appointment-card.html", "</dl>", "</div>")),
    m("targets", "low actions", "appointment-card/default", "appointment-card.scss", "  min-block-size: var(--city-size-target);\n", ""),
    m("contrast", "pale names of facts", "appointment-card/default", "appointment-card.scss", "    color: var(--city-color-text-muted);", "    color: var(--city-color-border-default);"),
    m("names", "actions all alike", "appointment-card/real-size", "appointment-card.html", ACTION, "", survives="The card around the link says what it is about (2.4.4, in context); the component's own test checks the whole name."),
    m("axe", "appointments alike", "appointment-card/real-size", "appointment-card.html", '<span class="city-visually-hidden">{{ about }}</span>', ""),
    m("reflow", "facts that do not wrap", "appointment-card/default", "appointment-card.scss", "    font-variant-numeric: tabular-nums;", "    white-space: nowrap;"),
)  # fmt: skip
