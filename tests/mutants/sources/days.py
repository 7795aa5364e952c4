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
)  # fmt: skip
