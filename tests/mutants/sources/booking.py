"""Booking: what came after the first seventeen."""

from tests.mutants.sources import broken as m

MUTANTS = (
    m(
        "targets",
        "parts of the day too low for a finger",
        "time-slots/real-size",
        "time-slots.scss",
        "",
        ".city-time-slots__summary.city-time-slots__summary { min-block-size: 1.5rem; padding-block: 0; line-height: 1; }",
    ),
    m(
        "validity",
        "link to a day that is not there",
        "time-slots/real-size",
        "time-slots.html",
        '<fieldset class="city-time-slots__day" id="{{ id }}-{{ iso }}">',
        '<fieldset class="city-time-slots__day">',
    ),
    m(
        "language",
        "parts of the day in English everywhere",
        "time-slots/real-size",
        "time-slots.html",
        't("time_slots." ~ key) }}',
        "key }}",
    ),
    m(
        "keyboard",
        "ring of a part taken away",
        "time-slots/real-size",
        "time-slots.scss",
        "",
        ".city-time-slots__summary.city-time-slots__summary:focus-visible { outline: 0; box-shadow: none; }",
    ),
    m(
        "reflow",
        "name of a part in one line",
        "time-slots/real-size",
        "time-slots.scss",
        "",
        ".city-time-slots__summary > * { min-inline-size: 20rem; }",
    ),
    m(
        "axe",
        "days below a level that is not there",
        "time-slots/real-size",
        "time-slots.html",
        '<h{{ heading_level }} class="city-time-slots__date">{{ date }}<span',
        '<h6 class="city-time-slots__date">{{ date }}<span',
        ("time-slots.html", ",</span></h{{ heading_level }}>", ",</span></h6>"),
    ),
)
