"""Days: months and weeks of them, and what is chosen on the way to a day."""

from tests.mutants.sources import broken as m

MUTANTS = (
    m("targets", "days too small for a finger", "calendar/default", "calendar.scss", "", ".city-calendar a.city-calendar__day { min-block-size: 1.5rem; line-height: 1; } .city-calendar__count.city-calendar__count { display: none; }"),
    m("reflow", "a month where it has no room", "calendar/real-size", "calendar.scss", "@container (min-width: 19.25rem)", "@container (min-width: 1rem)", ("calendar.scss", "  .city-calendar__day {\n    align-items: center;", "  .city-calendar__day {\n    min-inline-size: 4.5rem;\n    align-items: center;")),
    m("language", "free times in English everywhere", "calendar/default", "calendar.html", 't("calendar." ~ counts, count=count)', 'count ~ " times free"'),
    m("axe", "a list that is no table any more", "calendar/default", "calendar.html", '<table class="city-calendar__month" role="table"', '<table class="city-calendar__month" role="list"'),
    m("axe", "rows without the roles that the list needs", "calendar/default", "calendar.html", '<th class="city-calendar__week" scope="row" role="rowheader">', '<th class="city-calendar__week" scope="row" role="listitem">'),
    m("names", "a day whose name begins with the weekday", "calendar/default", "calendar.html", '<span class="city-calendar__number">{{ day.number }}</span><span class="city-visually-hidden">, </span>', '<span class="city-visually-hidden">{{ day.weekday }}, </span><span class="city-calendar__number">{{ day.number }}</span><span class="city-visually-hidden">, </span>'),
    m("forced-colours", "a chosen day that looks like the others", "calendar/chosen", "calendar.scss", "    background: Highlight;\n    border-color: Highlight;\n    color: HighlightText;\n    forced-color-adjust: none;\n", "", ("calendar.scss", "  color: var(--city-color-selected-on);\n  font-weight: var(--city-font-weight-strong);", "  color: var(--city-color-selected-on);")),
    m("contrast", "pale days", "calendar/default", "calendar.scss", "  color: var(--city-color-text-muted);\n  column-gap", "  color: var(--city-color-border-default);\n  column-gap"),
    m("language", "minutes in English everywhere", "service-chooser/default", "service-chooser.html", 't("service_chooser.minutes", count=item.minutes)', 'item.minutes ~ " minutes"'),
    m("axe", "topics that name no group", "service-chooser/by-topic", "service-chooser.html", 'aria-labelledby="{{ topic }}-name"', 'aria-labelledby="{{ topic }}-names"'),
    m("validity", "two topics of one id", "service-chooser/real-size", "service-chooser.html", 'id="{{ topic }}"{% if in_sight', 'id="{{ id }}-topic"{% if in_sight'),
    m("targets", "topics too low for a finger", "service-chooser/real-size", "service-chooser.scss", "", ".city-service-chooser__summary.city-service-chooser__summary { min-block-size: 1.5rem; padding-block: 0; line-height: 1; }"),
    m("reflow", "name of a topic in one line", "service-chooser/real-size", "service-chooser.scss", "  min-inline-size: 0;\n  overflow-wrap: anywhere;", "  min-inline-size: 20rem;"),
    m("contrast", "pale number of services", "service-chooser/real-size", "service-chooser.scss", "  color: var(--city-color-text-muted);\n  font-size: var(--city-font-size-small);\n  margin", "  color: var(--city-color-border-default);\n  font-size: var(--city-font-size-small);\n  margin"),
    m("language", "first free time in English everywhere", "place-chooser/default", "place-chooser.html", 't("place_chooser.first")', '"First free time:"'),
    m("language", "other places in English everywhere", "place-chooser/real-size", "place-chooser.html", 't("place_chooser.more", count=part|length)', 'part|length ~ " more places"'),
    m("validity", "ids of the other places begin again", "place-chooser/real-size", "place-chooser.html", "loop.index + (shown if more else 0)", "loop.index"),
    m("validity", "where the distances are from has no id", "place-chooser/nearest", "place-chooser.html", '<p class="city-hint" id="{{ id }}-origin">', '<p class="city-hint">'),
    m("keyboard", "ring of the line to the other places taken away", "place-chooser/real-size", "service-chooser.scss", "", ".city-service-chooser__summary.city-service-chooser__summary:focus-visible { outline: 0; box-shadow: none; }"),
)  # fmt: skip
