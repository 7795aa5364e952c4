"""Booking: times to choose from, appointments, and what can be done with them."""

from tests.mutants.sources import broken as m

ACTION = '<span class="city-visually-hidden">: {{ heading }}{{ about }}</span>'

MUTANTS = (
    m("language", "state in English everywhere", "appointment-card/default", "appointment-card.html", 't("shared.booking_" ~ status)', '"Booked and confirmed"'),
    m("axe", "facts without their list", "appointment-card/default", "appointment-card.html", '<dl class="city-appointment-card__facts">', '<div class="city-appointment-card__facts">', ("appointment-card.html", "</dl>", "</div>")),
    m("targets", "low actions", "appointment-card/default", "appointment-card.scss", "  min-block-size: var(--city-size-target);\n", ""),
    m("contrast", "pale names of facts", "appointment-card/default", "appointment-card.scss", "    color: var(--city-color-text-muted);", "    color: var(--city-color-border-default);"),
    m("names", "actions all alike", "appointment-card/real-size", "appointment-card.html", ACTION, "", survives="The card around the link says what it is about (2.4.4, in context); the component's own test checks the whole name."),
    m("axe", "appointments alike", "appointment-card/real-size", "appointment-card.html", '<span class="city-visually-hidden">{{ about }}</span>', ""),
    m("reflow", "facts that do not wrap", "appointment-card/default", "appointment-card.scss", "    font-variant-numeric: tabular-nums;", "    white-space: nowrap;"),
    m("targets", "parts of the day too low for a finger", "time-slots/real-size", "time-slots.scss", "", ".city-time-slots__summary.city-time-slots__summary { min-block-size: 1.5rem; padding-block: 0; line-height: 1; }"),
    m("validity", "link to a day that is not there", "time-slots/real-size", "time-slots.html", ' id="{{ id }}-{{ iso }}"{% if week.folds %}', "{% if week.folds %}"),
    m("names", "places that are no groups", "time-slots/real-size", "time-slots.html", ' role="group" aria-labelledby="{{ part_id }}"'),
    m("language", "parts of the day in English everywhere", "time-slots/real-size", "time-slots.html", 't("time_slots." ~ key) }}', "key }}"),
    m("keyboard", "ring of a part taken away", "time-slots/real-size", "time-slots.scss", "", ".city-time-slots__summary.city-time-slots__summary:focus-visible { outline: 0; box-shadow: none; }"),
    m("reflow", "name of a part in one line", "time-slots/real-size", "time-slots.scss", "", ".city-time-slots__summary > * { min-inline-size: 20rem; }"),
    m("axe", "days below a level that is not there", "time-slots/real-size", "time-slots.html", '<h{{ heading_level }} class="city-time-slots__date">{{ date }}<span', '<h6 class="city-time-slots__date">{{ date }}<span', ("time-slots.html", ",</span></h{{ heading_level }}>", ",</span></h6>")),
    m("language", "states of a booking in English everywhere", "booking-summary/default", "booking-summary.html", 't("shared.booking_" ~ status)', '"Not booked at all yet"'),
    m("names", "links that change something all alike", "booking-summary/default", "summary-list.html", '<span class="city-visually-hidden">: {{ item.label }}{% if heading %}, {{ heading }}{% endif %}</span>', "", survives="The row around the link names what it changes (2.4.4, in context); the component's own test checks the whole name."),
    m("validity", "two summaries with one id", "booking-summary/real-size", "booking-summary.html", "heading_level=heading_level, id=id", 'heading_level=heading_level, id="booking"'),
    m("contrast", "pale time", "booking-summary/default", "booking-summary.scss", "  font-weight: var(--city-font-weight-strong);", "  color: var(--city-color-border-default);"),
    m("reflow", "time in one line", "booking-summary/default", "booking-summary.scss", "  font-weight: var(--city-font-weight-strong);", "  white-space: nowrap;"),
    m("axe", "heading at a level that is not there", "booking-summary/real-size", "booking-summary.html", "heading_level=heading_level", "heading_level=4"),
    m("language", "release in English everywhere", "hold-timer/default", "hold-timer.html", 't("hold_timer.release")', '"Release this time at once"'),
    m("validity", "two elements with one id", "hold-timer/default", "hold-timer.html", '<div class="city-hold-timer{{', '<div id="{{ id }}" class="city-hold-timer{{'),
    m("contrast", "pale time", "hold-timer/default", "hold-timer.scss", "  font-weight: var(--city-font-weight-strong);", "  color: var(--city-color-border-default);"),
    m("reflow", "time in one line", "hold-timer/default", "hold-timer.scss", "  font-weight: var(--city-font-weight-strong);", "  white-space: nowrap; inline-size: 30rem;"),
    m("names", "release without a name", "hold-timer/default", "hold-timer.html", "button(t(\"hold_timer.release\")", 'button("-"'),
    m("forced-colours", "ring taken away in forced colours", "hold-timer/default", "hold-timer.scss", "", "@media (forced-colors: active) { .city-hold-timer .city-button.city-button:focus-visible { outline: 0; } }"),
    m("language", "what the file does in English everywhere", "add-to-calendar/default", "add-to-calendar.html", 't("add_to_calendar." ~ act ~ "_file")', '"Downloads a file for your calendar"'),
    m("targets", "low links to calendars", "add-to-calendar/default", "add-to-calendar.scss", "  min-block-size: var(--city-size-target);\n", ""),
    m("reflow", "links to calendars that do not wrap", "add-to-calendar/default", "add-to-calendar.scss", "  display: inline-flex;", "  display: inline-flex; white-space: nowrap; padding-inline-end: 10rem;"),
    m("names", "calendar without a name", "add-to-calendar/default", "add-to-calendar.html", '{{ service.name }} ({{ t("shared.new_tab") }})', ""),
    m("validity", "links that are no list", "add-to-calendar/default", "add-to-calendar.html", '<ul class="city-add-to-calendar__services" role="list">', "<p>", ("add-to-calendar.html", "</ul>{% endset %}", "</p>{% endset %}")),
    m("contrast", "pale links to calendars", "add-to-calendar/default", "add-to-calendar.scss", "", ".city-add-to-calendar__service.city-add-to-calendar__service { color: var(--city-color-border-default); }"),
)  # fmt: skip
