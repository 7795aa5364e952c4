"""Booking: times to choose from, appointments, and what can be done with them."""

from tests.mutants.sources import broken as m

ACTION = '<span class="city-visually-hidden">: {{ heading }}{{ about }}</span>'

MUTANTS = (
    m("language", "state in English everywhere", "appointment-card/default", "appointment-card.html", 't("appointment_card." ~ status)', '"Booked and confirmed"'),
    m("axe", "facts without their list", "appointment-card/default", "appointment-card.html", '<dl class="city-appointment-card__facts">', '<div class="city-appointment-card__facts">', ("appointment-card.html", "</dl>", "</div>")),
    m("targets", "low actions", "appointment-card/default", "appointment-card.scss", "  min-block-size: var(--city-size-target);\n", ""),
    m("contrast", "pale names of facts", "appointment-card/default", "appointment-card.scss", "  @include named-facts;", "  @include named-facts;\n  dt { color: var(--city-color-border-default); }"),
    m("names", "actions all alike", "appointment-card/real-size", "appointment-card.html", ACTION, "", survives="The card around the link says what it is about (2.4.4, in context); the component's own test checks the whole name."),
    m("axe", "appointments alike", "appointment-card/real-size", "appointment-card.html", '<span class="city-visually-hidden">{{ about }}</span>', ""),
    m("reflow", "facts that do not wrap", "appointment-card/default", "appointment-card.scss", "  @include named-facts;", "  @include named-facts;\n  dd { white-space: nowrap; }"),
    m("targets", "parts of the day too low for a finger", "time-slots/real-size", "time-slots.scss", "", ".city-time-slots__summary.city-time-slots__summary { min-block-size: 1.5rem; padding-block: 0; line-height: 1; }"),
    m("validity", "link to a day that is not there", "time-slots/real-size", "time-slots.html", ' id="{{ id }}-{{ iso }}"{% if week.folds %}', "{% if week.folds %}"),
    m("names", "places that are no groups", "time-slots/real-size", "time-slots.html", ' role="group" aria-labelledby="{{ part_id }}"'),
    m("language", "parts of the day in English everywhere", "time-slots/real-size", "time-slots.html", 't("time_slots." ~ key) }}', "key }}"),
    m("keyboard", "ring of a part taken away", "time-slots/real-size", "time-slots.scss", "", ".city-time-slots__summary.city-time-slots__summary:focus-visible { outline: 0; box-shadow: none; }"),
    m("reflow", "name of a part in one line", "time-slots/real-size", "time-slots.scss", "", ".city-time-slots__summary > * { min-inline-size: 20rem; }"),
    m("axe", "days below a level that is not there", "time-slots/real-size", "time-slots.html", '<h{{ heading_level }} class="city-time-slots__date">{{ date }}<span', '<h6 class="city-time-slots__date">{{ date }}<span', ("time-slots.html", ",</span></h{{ heading_level }}>", ",</span></h6>")),
)  # fmt: skip
