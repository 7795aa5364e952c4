"""Radios, checkboxes, time slots: what one chooses from."""

from tests.mutants.sources import broken as m

# A page links the scripts of what it contains, so there is a notification too.
FURTHER = 'radios: {% from "citydesign/radios.html" import radios %}{% from "citydesign/text-input.html" import text_input %}{% from "citydesign/notification.html" import notification %}{{ notification("Saved", announce=True, dismissible=True) }}{{ radios("contact", "How can we reach you?", value="email", items=[{"value": "email", "label": "By e-mail", "content": text_input("email", "E-mail address")}, {"value": "sms", "label": "By text message"}]) }}'
RING_OFF = "outline: 0; box-shadow: none;"
LEGEND = '<legend class="city-label{% if heading %} city-label--heading{% endif %}">'
HIDDEN_FIELD = ".city-choice__input:not(:checked) ~ .city-choice__content {\n  display: none;\n}"
FORCED_MARK = "    @include forced-colors {\n      background: Highlight;\n      border-color: Highlight;\n      color: HighlightText;\n      forced-color-adjust: none;\n    }\n"
STATUS = '{% if list != "div" %}<span class="city-visually-hidden" role="status"></span>'

SHARED = (
    m("names", "labels all for the first choice", "radios/default", "parts.html", '{% if more %} id="{{ id }}-label"{% endif %} for="{{ id }}">', '{% if more %} id="{{ id }}-label"{% endif %} for="{{ group }}">'),
    m("validity", "label of a choice for nothing", "checkboxes/default", "parts.html", '{% if more %} id="{{ id }}-label"{% endif %} for="{{ id }}">', '{% if more %} id="{{ id }}-label"{% endif %} for="{{ id }}-choice">'),
    m("names", "question in a paragraph", "radios/default", "parts.html", LEGEND, '<p class="city-label">', ("parts.html", "{%- if heading %}</h1>{% endif %}</legend>", "</p>")),
    m("names", "question in a paragraph", "checkboxes/default", "parts.html", LEGEND, '<p class="city-label">', ("parts.html", "{%- if heading %}</h1>{% endif %}</legend>", "</p>")),
    m("roles", "hint of a choice tied to nothing", "radios/with-hints", "parts.html", 'item.get("hint") and id ~ "-item-hint", more', "more"),
    m("roles", "choice that opens a question and does not say so", "radios/further-question", "parts.html", ', more and group ~ "-more", described', ", described"),
    m("roles", "choice that opens a question and does not say so", "checkboxes/further-question", "parts.html", ', more and group ~ "-more", described', ", described"),
    m("names", "further question without a name", "radios/further-question", "parts.html", 'role="group" aria-labelledby="{{ id }}-label"', 'role="group"'),
    m("validity", "name of the further question is not there", "checkboxes/further-question", "parts.html", '{% if more %} id="{{ id }}-label"{% endif %}'),
    m("keyboard", "further question unseen but in the order of Tab", "radios/further-question", "parts.scss", HIDDEN_FIELD, HIDDEN_FIELD.replace("display: none", "opacity: 0")),
    m("keyboard", "further question folded to nothing, still in the order of Tab", "checkboxes/further-question", "parts.scss", HIDDEN_FIELD, HIDDEN_FIELD.replace("display: none", "block-size: 0; margin: 0; overflow: hidden"), ("checkboxes.html", "item.value in value", "false")),
    m("scriptless", "further question that only a script shows", FURTHER, "parts.html", '<div class="city-choice__content"', '<div hidden class="city-choice__content"', ("notification.js", "", 'for (const more of document.querySelectorAll(".city-choice__content")) more.hidden = false;')),
    m("roles", "aria-expanded on a radio", "radios/further-question", "parts.html", ' data-exclusive{% endif %}', ' data-exclusive{% endif %}\n{%- if more %} aria-expanded="false"{% endif %}'),
    m("language", "or in English everywhere", "radios/divider", "parts.html", '{{ t("shared.or") }}', "or"),
    m("targets", "low choices", "radios/default", "parts.scss", "  margin-block: calc((var(--city-size-target) - var(--city-size-choice)) / 2);", "  margin-block: 0;", ("parts.scss", "  padding-block: calc((var(--city-size-target) - var(--city-font-line-height-heading) * 1em) / 2);\n", "")),
    m("targets", "label beside the choice that can't be pressed", "checkboxes/default", "parts.html", ' for="{{ id }}">{{ item.label }}', '>{{ item.label }}', ("parts.html", '<input class="city-choice__input{{ html_classes(item.get("attrs")) }}"', '<input aria-labelledby="{{ id }}-words" class="city-choice__input{{ html_classes(item.get("attrs")) }}"'), ("parts.html", '<label class="city-choice__label"{% if more %} id="{{ id }}-label"{% endif %}', '<label class="city-choice__label" id="{{ id }}-words"')),
    m("contrast", "pale edge of choices", "checkboxes/default", "mixins.scss", "  border: var(--city-border-width-control) solid var(--city-color-border-control);\n  display: grid;", "  border: var(--city-border-width-control) solid var(--city-color-border-default);\n  display: grid;"),
    m("contrast", "chosen looks like not chosen", "radios/default", "mixins.scss", "  &:checked {\n    background: var(--city-color-selected);\n    border-color: var(--city-color-selected);", "  &:checked {\n", ("parts.scss", '  &:checked::before {\n    content: "";\n  }', "")),
    m("forced-colours", "chosen lost in forced colours", "radios/with-hints", "mixins.scss", FORCED_MARK),
    m("forced-colours", "tick lost in forced colours", "checkboxes/default", "mixins.scss", FORCED_MARK, "", ("mixins.scss", "@include icon(check, var(--city-size-icon-small), currentcolor);", "background: currentcolor; block-size: 1rem; inline-size: 1rem;")),
    m("reflow", "choices of fixed width", "radios/with-hints", "parts.scss", "grid-template-columns: auto minmax(0, 1fr);", "grid-template-columns: auto 30rem;"),
    m("direction", "label beside the left edge", "checkboxes/default", "parts.scss", "  padding-inline-start: calc(var(--city-size-choice) + var(--city-space-3));", "  padding-left: calc(var(--city-size-choice) + var(--city-space-3));"),
    m("motion", "choices left out in print", "radios/default", "parts.scss", "", "@include print { .city-choices { display: none; } }"),
    m("contrast", "ring of choices taken away", "checkboxes/default", "parts.scss", "", ".city-choice__input.city-choice__input:focus-visible { " + RING_OFF + " }"),
    m("keyboard", "choices out of the order of Tab", "checkboxes/default", "parts.html", ' type="{{ type }}" value=', ' tabindex="-1" type="{{ type }}" value='),
    m("keyboard", "choice that no key reaches", "radios/default", "parts.scss", "", ".city-choice__input { display: none; }"),
    m("motion", "choices slide in", "radios/default", "parts.scss", "", ".city-choice__label { transition: transform 0.4s; }"),
)  # fmt: skip

RADIOS = (
    m("roles", "error tied to nothing", "radios/with-error", "radios.html", ', error and id ~ "-error"'),
    m("roles", "disabled choice that does not say why", "radios/disabled", "parts.html", 'item.get("hint") and id ~ "-item-hint", more', "more", ("parts.html", '{% if item.get("hint") %}<div', "{% if false %}<div")),
    m("axe", "role that is none", "radios/default", "radios.html", 'role="radiogroup"', 'role="radio-group"'),
    m("validity", "legend in a box", "radios/default", "radios.html", "{{ legend_part(label, optional, heading) }}", "<div>{{ legend_part(label, optional, heading) }}</div>"),
    m("language", "what a choice opens, in English everywhere", "radios/further-question", "radios.html", '{{ t("shared.opens_question") }}', "Opens another question"),
    m("direction", "dot on one side", "radios/default", "radios.scss", '  &::before {', '  &::before {\n    margin-left: 2px;'),
    m("roles", "radios in a list without its role", "radios/default", "radios.html", '<div class="city-choices{% if inline %} city-choices--inline{% endif %}">\n', '<ul class="city-choices city-links">\n', ("radios.html", "{%- endfor %}\n</div>", "{%- endfor %}\n</ul>"), ("parts.html", '<div class="city-choice">', '<li class="city-choice">'), ("parts.html", "{% endif %}\n</div>\n{% endmacro %}", "{% endif %}\n</li>\n{% endmacro %}"), ("parts.scss", "", ".city-links { list-style: none; padding: 0; }")),
)  # fmt: skip

CHECKBOXES = (
    m("roles", "error tied to nothing", "checkboxes/with-error", "checkboxes.html", 'error and id ~ "-error"]', "]"),
    m("roles", "wrong boxes that do not say so", "checkboxes/consent-with-error", "parts.html", '{%- if error %} aria-invalid="true"{% endif %}\n{%- if checked', "{%- if checked"),
    m("announcements", "status that is not displayed", "checkboxes/none-of-these", "checkboxes.html", STATUS, '{% if list != "div" %}<span hidden role="status"></span>'),
    m("announcements", "unticked without a word", "checkboxes/none-of-these", "checkboxes.js", '    if (status) status.textContent = labels && words.replace("{labels}", labels);', ""),
    m("announcements", "unticked boxes told one by one, the first twice", "checkboxes/none-of-these", "checkboxes.html", STATUS, '{% if list != "div" %}<span class="city-visually-hidden" role="alert"></span><span class="city-visually-hidden" role="status"></span>', ("checkboxes.js", "    if (status) status.textContent = ", '    this.querySelector(":scope > [role=alert]").textContent = labels && this.dataset.removed.replace("{labels}", labels);\n    status.textContent = ')),
    m("announcements", "status that comes with its text", "checkboxes/none-of-these", "checkboxes.js", "    if (status) status.textContent = labels && ", '    const fresh = document.createElement("p");\n    fresh.setAttribute("role", "status");\n    fresh.textContent = labels;\n    this.append(fresh);\n    status.textContent = "" && '),
    m("lifecycle", "double listener", "checkboxes/none-of-these", "checkboxes.js", 'this.changed(event.target), { signal });', "this.changed(event.target));"),
    m("handover", "focus lost when boxes are unticked", "checkboxes/none-of-these", "checkboxes.js", "    for (const other of gone) other.checked = false;", "    for (const other of gone) other.checked = false;\n    box.blur();"),
    m("language", "what was unticked, in English everywhere", "checkboxes/none-of-these", "checkboxes.html", '{{ t("checkboxes.removed", labels="{labels}") }}', "No longer ticked: {labels}"),
    m("policy", "script from elsewhere", "checkboxes/none-of-these", "checkboxes.js", "    const { signal } = this.listeners;", '    const { signal } = this.listeners;\n    this.append(Object.assign(document.createElement("script"), { src: "https://cdn.example/x.js" }));'),
)  # fmt: skip

SLOT_SIZE = (
    "  margin: 0;\n  min-block-size: var(--city-size-control);\n  padding: var(--city-space-1);"
)
TAKEN = '<p class="city-time-slots__taken"><s>{{ format_time(slot.time) }}</s> <span class="city-time-slots__hint">{% if place %}{{ place }}, {% endif %}{% if slot.get("hint") %}{{ slot.hint }}, {% endif %}{{ t("time_slots.taken") }}</span></p>'
TAKEN_RADIO = '<div class="city-time-slots__slot"><input class="city-time-slots__input" id="{{ id }}-taken-{{ loop.index }}" name="{{ name }}" type="radio" value="{{ slot.value }}" disabled><label class="city-time-slots__label" for="{{ id }}-taken-{{ loop.index }}">{{ format_time(slot.time) }}</label></div>'
CHIP_FORCED = "    @include forced-colors {\n      background: Highlight;\n      border-color: HighlightText;\n      color: HighlightText;\n      forced-color-adjust: none;\n    }\n"
CHIP_WEIGHT = (
    "    color: var(--city-color-selected-on);\n    font-weight: var(--city-font-weight-strong);\n"
)
CHIP_TICK = (
    '    &::before {\n      content: "";\n      @include icon(check, 1em, HighlightText);\n    }\n'
)

TIME_SLOTS = (
    m("names", "legend of the day lost", "time-slots/default", "time-slots.html", '<legend class="city-time-slots__legend">', '<p class="city-time-slots__legend">', ("time-slots.html", "</legend>", "</p>")),
    m("names", "question lost", "time-slots/default", "time-slots.html", "{{ legend_part(label, optional, heading) }}"),
    m("roles", "time just taken is a disabled radio", "time-slots/just-taken", "time-slots.html", TAKEN, TAKEN_RADIO),
    m("targets", "chips shrunk", "time-slots/default", "time-slots.scss", SLOT_SIZE, "  margin: 0;\n  min-block-size: 1.75rem;"),
    m("targets", "radio beside its chip", "time-slots/default", "mixins.scss", "  block-size: 100%;\n  border-radius: var(--city-radius-control);\n  cursor: pointer;\n  inline-size: 100%;", "  block-size: 1rem;\n  inline-size: 1rem;", ("time-slots.html", '><label class="city-time-slots__label" for="{{ own }}">', ' aria-labelledby="{{ own }}-t"><label class="city-time-slots__label" id="{{ own }}-t">')),
    m("names", "labels all for the first time", "time-slots/default", "time-slots.html", 'for="{{ own }}"', 'for="{{ id }}"'),
    m("validity", "ids of the times alike", "time-slots/default", "time-slots.html", '{% set own = id if free.number == 1 else id ~ "-" ~ free.number %}', "{% set own = id %}"),
    m("roles", "error tied to nothing", "time-slots/just-taken", "time-slots.html", ', error and id ~ "-error"'),
    m("validity", "time zone lost", "time-slots/chosen", "time-slots.html", ' id="{{ id }}-zone"'),
    m("forced-colours", "chosen lost in forced colours", "time-slots/chosen", "mixins.scss", CHIP_FORCED, "", ("mixins.scss", CHIP_WEIGHT, "    color: var(--city-color-selected-on);\n"), ("mixins.scss", CHIP_TICK, "")),
    m("contrast", "chosen time unreadable", "time-slots/chosen", "mixins.scss", CHIP_WEIGHT, CHIP_WEIGHT.replace("selected-on", "selected")),
    m("contrast", "pale under the pointer", "time-slots/default", "mixins.scss", "    background: var(--city-color-action-secondary-hover);", "    background: var(--city-color-text-muted);"),
    m("contrast", "taken time unreadable", "time-slots/just-taken", "time-slots.scss", "  color: var(--city-color-text-disabled);", "  color: var(--city-color-border-disabled);", ("time-slots.scss", ".city-time-slots__hint {\n  color: var(--city-color-text-muted);", ".city-time-slots__hint {\n  color: inherit;")),
    m("keyboard", "times that no key reaches", "time-slots/default", "time-slots.scss", ".city-time-slots__input {\n", ".city-time-slots__input {\n  visibility: hidden;\n"),
    m("contrast", "ring of times taken away", "time-slots/default", "time-slots.scss", "", ".city-time-slots__input.city-time-slots__input:focus-visible { " + RING_OFF + " }"),
    m("contrast", "ring of times under the next", "time-slots/default", "time-slots.scss", "", ".city-time-slots__slot { overflow: hidden; }"),
    m("keyboard", "days from the last to the first", "time-slots/default", "time-slots.scss", ".city-time-slots__days {\n", ".city-time-slots__days {\n  display: flex;\n  flex-direction: column-reverse;\n"),
    m("language", "just taken in English everywhere", "time-slots/just-taken", "time-slots.html", '{{ t("time_slots.taken") }}', "already taken"),
    m("language", "no times in English everywhere", "time-slots/nothing-free", "time-slots.html", '{{ closed or t("time_slots.none") }}', "{{ closed or 'Fully booked' }}"),
    m("language", "dates in English everywhere", "time-slots/default", "time-slots.html", "{% set date = format_date(day.date, \"day\") %}", "{% set date = 'Thursday' %}"),
    m("direction", "later link on the right", "time-slots/nothing-free", "time-slots.scss", "margin-inline-start: auto;", "margin-left: auto;"),
    m("direction", "times beside the day on one side", "time-slots/default", "time-slots.scss", "  padding: var(--city-space-4) 0;", "  padding: var(--city-space-4) 0 var(--city-space-4) var(--city-space-4);"),
    m("reflow", "times that do not wrap", "time-slots/default", "time-slots.scss", "repeat(auto-fill, minmax(5.5rem, 1fr))", "repeat(5, 5.5rem)"),
    m("reflow", "place of a time cut off", "time-slots/several-places", "time-slots.scss", "  flex-wrap: nowrap;\n  justify-content: start;", "  block-size: 1.5rem;\n  overflow: hidden;\n  justify-content: start;"),
    m("motion", "chosen time pale on paper", "time-slots/chosen", "mixins.scss", "      color: var(--city-color-text-default);\n      outline: var(--city-border-width-control) solid;\n", ""),
    m("motion", "taken times left out in print", "time-slots/just-taken", "time-slots.scss", "", "@include print { .city-time-slots__taken { display: none; } }"),
    m("axe", "role that is none", "time-slots/default", "time-slots.html", 'role="radiogroup"', 'role="timegroup"'),
    m("targets", "links to other weeks small", "time-slots/nothing-free", "time-slots.scss", ".city-time-slots__link {\n  @include target;", ".city-time-slots__link {\n  line-height: 1;"),
    m("names", "link to the next week without words", "time-slots/nothing-free", "time-slots.html", '<span>{{ t("time_slots.later") }}</span>'),
    m("direction", "arrows to other weeks do not turn", "time-slots/nothing-free", "icon.scss", "  transform: scaleX(-1);"),
    m("keyboard", "radios that are one in name", "time-slots/default", "time-slots.html", ' name="{{ name }}" type="radio" value', ' tabindex="-1" name="{{ name }}" type="radio" value'),
)  # fmt: skip

COMBOBOX = (
    m("names", "list without a name", "combobox/default", "combobox.html", ' aria-label="{{ text_of(label) }}"', ""),
    m("targets", "low choices", "combobox/default", "combobox.scss", "  line-height: var(--city-font-line-height-heading);\n  min-block-size: var(--city-size-target);\n  padding-block: var(--city-space-2);", "  line-height: 1;\n  padding-block: 0;"),
    m("lifecycle", "listeners of the window stay", "combobox/default", "combobox.js", "    this.listeners?.abort();", ""),
    m("language", "remove in English everywhere", "combobox/several", "combobox.html", '{{ t("combobox.remove") }}', "take away"),
    m("contrast", "ring of a choice taken away", "combobox/several", "combobox.scss", "", ".city-combobox__remove.city-combobox__remove:focus-visible { outline: 0; box-shadow: none; }"),
)  # fmt: skip

FORM_WRAPPER = (
    m("axe", "heading of the page one level too low", "form-wrapper/default", "form-wrapper.html", '<h1 class="city-heading-xl city-form-wrapper__heading">{{ heading }}</h1>', '<h3 class="city-heading-xl city-form-wrapper__heading">{{ heading }}</h3>'),
    m("language", "note in English everywhere", "form-wrapper/default", "form-wrapper.html", '{{ t("form_wrapper.note") }}', "All fields are required unless marked optional."),
    m("keyboard", "further buttons in sight before the main one", "form-wrapper/with-errors", "form-wrapper.scss", ".city-form-wrapper > .city-form-wrapper__buttons {\n", ".city-form-wrapper > .city-form-wrapper__buttons {\n  flex-direction: row-reverse;\n  justify-content: start;\n"),
    m("reflow", "note that does not wrap", "form-wrapper/default", "form-wrapper.scss", ".city-form-wrapper__note {\n", ".city-form-wrapper__note {\n  white-space: nowrap;\n"),
    m("contrast", "note hard to read", "form-wrapper/real-size", "form-wrapper.scss", ".city-form-wrapper__note {\n", ".city-form-wrapper__note {\n  color: var(--city-color-border-default);\n"),
    m("motion", "form left out in print", "form-wrapper/default", "form-wrapper.scss", "", "@include print { .city-form-wrapper { display: none; } }"),
    m("direction", "buttons away from the left edge", "form-wrapper/default", "form-wrapper.scss", ".city-form-wrapper > .city-form-wrapper__buttons {\n", ".city-form-wrapper > .city-form-wrapper__buttons {\n  margin-left: var(--city-space-6);\n"),
)  # fmt: skip

QUESTION = (
    m("language", "why it is asked in English everywhere", "question/default", "question.html", 'details(t("question.reason"),', 'details("Why we ask",'),
    m("contrast", "caption hard to read", "question/with-caption", "question.scss", "  color: var(--city-color-text-muted);", "  color: var(--city-color-border-default);"),
    m("reflow", "caption that does not wrap", "question/real-size", "question.scss", "  @include text;\n", "  @include text;\n  white-space: nowrap;\n"),
    m("keyboard", "help in sight before the answer, after it in the order of Tab", "question/default", "question.scss", "", ".city-question { display: flex; flex-direction: column-reverse; }"),
    m("direction", "caption away from the left edge", "question/with-caption", "question.scss", "  @include text;\n", "  @include text;\n  padding-left: var(--city-space-4);\n"),
    m("motion", "help left out in print", "question/default", "question.scss", "", "@include print { .city-question__help { display: none; } }"),
    m("reflow", "help of fixed width", "question/default", "question.scss", ".city-question__help > .city-question__more {\n", ".city-question__help > .city-question__more {\n  inline-size: 40rem;\n"),
)  # fmt: skip

EITHER_OR = (
    m("announcements", "taken back without a word", "either-or/checkboxes", "either-or.html", '<span class="city-visually-hidden" role="status"></span>'),
    m("announcements", "status that is not displayed", "either-or/checkboxes", "either-or.html", '<span class="city-visually-hidden" role="status"></span>', '<span hidden role="status"></span>'),
    m("lifecycle", "double listener", "either-or/default", "either-or.js", "this.changed(event.target), { signal });", "this.changed(event.target));"),
    m("language", "what was taken back, in English everywhere", "either-or/checkboxes", "either-or.html", '{{ t("either_or.removed", labels="{labels}") }}', "Answer removed: {labels}"),
    m("handover", "focus lost when the box is ticked", "either-or/checkboxes", "either-or.js", "      this.kept ??= this.take(fields.filter(given));", "      this.kept ??= this.take(fields.filter(given));\n      box.blur();"),
    m("forced-colours", "tick lost in forced colours", "either-or/default", "mixins.scss", FORCED_MARK, "", ("mixins.scss", "@include icon(check, var(--city-size-icon-small), currentcolor);", "background: currentcolor; block-size: 1rem; inline-size: 1rem;")),
    m("names", "labels all for the field", "either-or/default", "parts.html", '{% if more %} id="{{ id }}-label"{% endif %} for="{{ id }}">', '{% if more %} id="{{ id }}-label"{% endif %} for="email">'),
    m("policy", "script from elsewhere", "either-or/default", "either-or.js", "    const { signal } = this.listeners;", '    const { signal } = this.listeners;\n    this.append(Object.assign(document.createElement("script"), { src: "https://cdn.example/x.js" }));'),
)  # fmt: skip

SEGMENTED_CONTROL = (
    m("names", "labels all for the first segment", "segmented-control/default", "segmented-control.html", 'for="{{ own }}"', 'for="{{ id }}"'),
    m("validity", "ids of the segments alike", "segmented-control/default", "segmented-control.html", '{% set own = id if loop.first else id ~ "-" ~ loop.index %}', "{% set own = id %}"),
    m("targets", "low segments", "segmented-control/default", "segmented-control.scss", "  min-block-size: var(--city-size-control);\n", "", ("segmented-control.scss", "  padding: var(--city-space-2) calc(1em", "  padding: 0 calc(1em")),
    m("direction", "tick on one side", "segmented-control/default", "segmented-control.scss", "    inset-inline-start: var(--city-space-2);", "    left: var(--city-space-2);"),
    m("forced-colours", "chosen lost in forced colours", "segmented-control/default", "mixins.scss", CHIP_FORCED, "", ("mixins.scss", CHIP_WEIGHT, "    color: var(--city-color-selected-on);\n"), ("mixins.scss", CHIP_TICK, "")),
    m("contrast", "ring of segments taken away", "segmented-control/default", "segmented-control.scss", "", ".city-segmented-control__input.city-segmented-control__input:focus-visible { " + RING_OFF + " }"),
    m("reflow", "segments that stay in one line", "segmented-control/real-size", "segmented-control.scss", "  flex-wrap: wrap;\n", ""),
    m("motion", "segments left out in print", "segmented-control/default", "segmented-control.scss", "", "@include print { .city-segmented-control__list { display: none; } }"),
)  # fmt: skip

RATING = (
    m("roles", "error tied to nothing", "rating/with-error", "rating.html", ', error and id ~ "-error"'),
    m("names", "labels all for the first number", "rating/default", "rating.html", 'for="{{ own }}"', 'for="{{ id }}"'),
    m("language", "ends in English everywhere", "rating/default", "rating.html", '1: low_text or t("rating.low")', '1: low_text or "Bad"'),
    m("targets", "numbers too narrow", "rating/default", "rating.scss", "  max-inline-size: 24rem;", "  max-inline-size: 12rem;"),
    m("contrast", "words of the ends hard to read", "rating/default", "rating.scss", "  color: var(--city-color-text-muted);", "  color: var(--city-color-border-default);"),
    m("reflow", "words of the ends in one line", "rating/real-size", "rating.scss", "  justify-content: space-between;", "  justify-content: space-between;\n  white-space: nowrap;"),
    m("direction", "tick beside the number on one side", "rating/as-heading", "rating.scss", "      inset-inline: calc(50% - 0.5em) auto;", "      inset-inline: auto;\n      left: var(--city-space-1);"),
    m("axe", "role that is none", "rating/default", "rating.html", 'role="radiogroup"', 'role="rating"'),
)  # fmt: skip

MUTANTS = (
    SHARED
    + RADIOS
    + CHECKBOXES
    + TIME_SLOTS
    + COMBOBOX
    + FORM_WRAPPER
    + QUESTION
    + EITHER_OR
    + SEGMENTED_CONTROL
    + RATING
)
