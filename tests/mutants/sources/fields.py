"""Text input, textarea, select, date input, fieldset, and the parts around every field."""

from tests.mutants.sources import broken as m

LABEL = '<label class="city-label{% if heading %} city-label--heading{% endif %}{% if not visible %} city-visually-hidden{% endif %}" for="{{ for }}">'
NO_FOR = LABEL.replace(' for="{{ for }}"', "")
CONTROL_SIZE = "  min-block-size: var(--city-size-control);\n  padding: var(--city-space-2) var(--city-space-3);"
CONTROL_EDGE = "  appearance: none;\n  background-color: var(--city-color-surface-raised);\n  border: var(--city-border-width-control) solid var(--city-color-border-control);"

PARTS = (
    m(2, "label for a field that is not there", "text-input/default", "parts.html", LABEL, LABEL.replace("for }}", "for }}-field")),
    m(3, "label link lost", "text-input/with-hint", "parts.html", LABEL, NO_FOR),
    m(3, "label link lost", "select/default", "parts.html", LABEL, NO_FOR),
    m(3, "label link lost", "textarea/default", "parts.html", LABEL, NO_FOR),
    m(2, "id of the error lost", "text-input/with-error", "parts.html", '<p class="city-error-message" id="{{ id }}-error">', '<p class="city-error-message">'),
    m(2, "id of the hint lost", "text-input/contact", "parts.html", '<div class="city-hint" id="{{ id }}-hint">', '<div class="city-hint">'),
    m(13, "Error: in English everywhere", "text-input/with-error", "parts.html", '{{ t("shared.error_prefix") }} </span>{{ text }}', "Error: </span>{{ text }}"),
    m(13, "optional in English everywhere", "date-input/with-value", "parts.html", '({{ t("shared.optional") }})</span>{% endif %}\n{%- if heading %}</h1>{% endif %}</legend>', "(optional)</span>{% endif %}\n{%- if heading %}</h1>{% endif %}</legend>"),
    m(4, "question that is a heading for the eye alone", "text-input/as-heading", "parts.html", '{% if heading %}<h1 class="city-label__heading">{% endif %}', "", ("parts.html", "{%- if heading %}</h1>{% endif %}", "")),
    m(4, "legend that is a heading for the eye alone", "date-input/as-heading", "parts.html", '{%- if heading %}<h1 class="city-label__heading">{% endif %}{{ text }}', "{{ text }}", ("parts.html", "{%- if heading %}</h1>{% endif %}</legend>", "</legend>")),
    m(11, "pale error", "text-input/with-error", "parts.scss", ".city-error-message {\n  color: var(--city-color-text-error)", ".city-error-message {\n  color: var(--city-color-border-default)"),
    m(11, "pale hint", "select/default", "parts.scss", ".city-hint {\n  color: var(--city-color-text-muted)", ".city-hint {\n  color: var(--city-color-border-default)"),
    m(12, "icon of the error on the left", "text-input/with-error", "parts.scss", "margin-inline: calc(var(--city-size-icon) * -1 - var(--city-space-2)) var(--city-space-2);", "margin-left: calc(var(--city-size-icon) * -1 - var(--city-space-2)); margin-right: var(--city-space-2);"),
    m(12, "bar of the error on the left", "text-input/with-error", "parts.scss", "border-inline-start: var(--city-space-1) solid var(--city-color-border-error);", "border-left: var(--city-space-1) solid var(--city-color-border-error);"),
    m(8, "label that does not wrap", "checkboxes/further-question", "parts.scss", ".city-label {\n  display: block;", ".city-label {\n  display: block; white-space: nowrap;"),
    m(17, "hint left out in print", "text-input/with-hint", "parts.scss", "", "@include print { .city-hint { display: none; } }"),
    m(17, "error pale on paper", "select/with-error", "parts.scss", "", "@include print { .city-error-message { color: var(--city-color-surface-sunken); } }"),
    m(9, "low fields", "text-input/default", "mixins.scss", CONTROL_SIZE, "  min-block-size: 0;\n  block-size: 1.75rem;\n  padding: 0 var(--city-space-3);"),
    m(11, "pale edge of fields", "text-input/default", "mixins.scss", CONTROL_EDGE, CONTROL_EDGE.replace("border-control)", "border-default)")),
    m(11, "pale edge of fields in the dark", "textarea/default", "parts.scss", "", "@media (prefers-color-scheme: dark) { .city-control.city-control { border-color: var(--city-color-surface-sunken); background: none; } }"),
    m(5, "ring of fields taken away", "select/sort", "parts.scss", "", ".city-control.city-control:focus-visible { outline: 0; box-shadow: none; }"),
    m(10, "ring of fields drawn by shadow alone", "text-input/default", "parts.scss", "", ".city-control.city-control:focus-visible { outline: 0; box-shadow: 0 0 0 4px var(--city-color-focus-ink); }"),
    m(5, "ring of all elements thin", "textarea/default", "mixins.scss", "@mixin focus-ring {\n  box-shadow: 0 0 0 3px var(--city-color-focus-paper);\n  outline: 3px solid var(--city-color-focus-ink);", "@mixin focus-ring {\n  box-shadow: none;\n  outline: 1px dotted var(--city-color-focus-ink);"),
    m(8, "letters in pixels", "select/groups", "parts.scss", "", ".city-label.city-label { font-size: 18px; }"),
)  # fmt: skip

TEXT_INPUT = (
    m(4, "error tied to nothing", "text-input/with-error", "text-input.html", 'error and id ~ "-error", prefix', "prefix"),
    m(4, "hint tied to nothing", "text-input/with-hint", "text-input.html", 'hint and id ~ "-hint", error', "error"),
    m(4, "wrong field that does not say so", "text-input/with-error", "text-input.html", '{%- if error or wrong %} aria-invalid="true"{% endif %}'),
    m(4, "unit tied to nothing", "text-input/prefix-and-suffix", "text-input.html", ', prefix and id ~ "-prefix", suffix and id ~ "-suffix"'),
    m(2, "id of the unit lost", "text-input/prefix-and-suffix", "text-input.html", ' id="{{ id }}-suffix"'),
    m(2, "two ids alike", "text-input/prefix-and-suffix", "text-input.html", 'id="{{ id }}-suffix"', 'id="{{ id }}"'),
    m(2, "class given twice", "text-input/default", "text-input.html", 'id="{{ id }}" name="{{ name }}" type=', 'class="field" id="{{ id }}" name="{{ name }}" type='),
    m(1, "autocomplete of no browser", "text-input/default", "text-input.html", 'autocomplete="{{ autocomplete }}"', 'autocomplete="city-{{ autocomplete }}"'),
    m(3, "aria-label over the label", "text-input/contact", "text-input.html", ' type="{{ type }}"', ' type="{{ type }}" aria-label="{{ name }}"'),
    m(3, "placeholder in place of the label", "text-input/default", "text-input.html", "{{ label_part(label, id, optional, label_visible, heading) }}", "", ("text-input.html", ' type="{{ type }}"', ' type="{{ type }}" placeholder="{{ label }}"')),
    m(5, "read-only field out of reach", "text-input/readonly", "text-input.html", "{%- if readonly %} readonly{% endif %}", '{%- if readonly %} readonly tabindex="-1"{% endif %}'),
    m(5, "field pulled ahead", "text-input/widths", "text-input.html", "{%- if maxlength %}", '{%- if width == "5" or width == "20" %} tabindex="2"{% endif %}\n{%- if maxlength %}'),
    m(8, "group of fixed width", "text-input/prefix-and-suffix", "text-input.scss", ".city-text-input__group {\n  display: flex;\n  max-inline-size: var(--city-size-measure);", ".city-text-input__group {\n  display: flex;\n  inline-size: 30rem;"),
    m(8, "unit cut off", "text-input/prefix-with-error", "text-input.scss", "overflow-wrap: anywhere;", "inline-size: 2rem; overflow: hidden; white-space: nowrap;"),
    m(11, "pale unit", "text-input/prefix-and-suffix", "text-input.scss", "color: var(--city-color-text-muted);", "color: var(--city-color-border-default);"),
    m(12, "unit on one side", "text-input/prefix-and-suffix", "text-input.scss", "border-inline-start: 0;", "border-left: 0;"),
    m(15, "width in a style attribute", "text-input/widths", "text-input.html", 'type="{{ type }}"', 'type="{{ type }}" style="max-inline-size: 10ch"'),
    m(4, "disabled field that does not say why", "text-input/disabled", "text-input.html", "{{- hint_part(hint, id) }}\n", "", ("text-input.html", 'hint and id ~ "-hint", ', "")),
)  # fmt: skip

TEXTAREA = (
    m(4, "error tied to nothing", "textarea/with-error", "textarea.html", ', error and id ~ "-error", limit', ", limit"),
    m(4, "limit tied to nothing", "textarea/with-character-count", "textarea.html", ', limit and id ~ "-limit"'),
    m(2, "id of the limit lost", "textarea/with-word-count", "textarea.html", ' id="{{ id }}-limit"'),
    m(7, "count spoken with each key", "textarea/with-character-count", "textarea.js", "    const left = this.show();", "    const left = this.show();\n    this.status.textContent = this.sentence(left);"),
    m(7, "count that is a live region itself", "textarea/with-word-count", "textarea.js", '    limit.classList.add("city-visually-hidden");', '    limit.classList.add("city-visually-hidden");\n    this.count.setAttribute("role", "status");'),
    m(7, "count of characters in a live region", "textarea/with-character-count", "textarea.js", '    limit.classList.add("city-visually-hidden");', '    limit.classList.add("city-visually-hidden");\n    this.count.setAttribute("aria-live", "polite");'),
    m(7, "status that is not displayed", "textarea/over-the-limit", "textarea.js", 'this.status.setAttribute("role", "status");', 'this.status.setAttribute("role", "status");\n    this.status.hidden = true;'),
    m(16, "listeners that stay", "textarea/with-character-count", "textarea.js", "    this.listeners?.abort();"),
    m(16, "count added each time", "textarea/with-word-count", "textarea.js", "    if (found) return found;"),
    m(15, "script that breaks", "textarea/with-character-count", "textarea.js", "    this.show();\n  }\n\n  disconnected", "    this.display();\n  }\n\n  disconnected"),
    m(14, "limit that only a script tells", "textarea/with-character-count", "textarea.html", '<p class="city-hint city-textarea__limit"', '<p hidden class="city-hint city-textarea__limit"'),
    m(13, "count in English everywhere", "textarea/with-character-count", "textarea.js", 'return (words ?? "").replace("{count}", new Intl.NumberFormat(this.language).format(number));', "return `${number} characters remain`;"),
    m(15, "height in a style attribute", "textarea/default", "textarea.html", ' rows="{{ rows }}"', ' rows="{{ rows }}" style="block-size: 8rem"'),
    m(12, "count to the left", "textarea/with-character-count", "textarea.scss", ".city-textarea__count {\n", ".city-textarea__count {\n  text-align: left;\n"),
    m(5, "Tab writes a tabulator", "textarea/with-character-count", "textarea.js", 'field.addEventListener("blur"', 'field.addEventListener("keydown", (event) => event.key === "Tab" && event.preventDefault(), { signal });\n    field.addEventListener("blur"'),
    m(16, "focus taken when moved", "textarea/with-character-count", "textarea.js", "    this.field = field;", "    this.field = field;\n    field.focus();"),
    m(8, "textarea of fixed width", "textarea/default", "textarea.scss", ".city-textarea {\n", ".city-textarea {\n  inline-size: 32rem;\n"),
)  # fmt: skip

SELECT = (
    m(4, "error tied to nothing", "select/with-error", "select.html", ', error and id ~ "-error"'),
    m(4, "wrong select that does not say so", "select/with-error", "select.html", '{%- if error %} aria-invalid="true"{% endif %}'),
    m(4, "hint tied to nothing", "select/default", "select.html", 'hint and id ~ "-hint", error', "error"),
    m(3, "first choice in place of the label", "select/default", "select.html", "{{ label_part(label, id, optional, label_visible, heading) }}"),
    m(3, "group of choices without a name", "select/groups", "select.html", '<optgroup label="{{ item.label }}">', "<optgroup>"),
    m(8, "select of fixed width", "select/default", "select.scss", "  display: grid;\n  max-inline-size: var(--city-size-measure);", "  display: grid;\n  inline-size: 30rem;"),
    m(12, "arrow on one side", "select/default", "select.scss", "margin-inline-end: var(--city-space-3);", "margin-right: var(--city-space-3);"),
    m(13, "first choice in English everywhere", "select/default", "select.html", 't("select.choose")', '"Pick something"'),
    m(9, "arrow that takes the press", "select/default", "select.scss", "pointer-events: none;"),
    m(2, "label for the name", "select/label-hidden", "select.html", 'label_part(label, id, optional', 'label_part(label, id ~ "-list", optional'),
    m(1, "autocomplete of no browser", "select/optional", "select.html", 'autocomplete="{{ autocomplete }}"', 'autocomplete="{{ autocomplete }}-of-birth"'),
    m(15, "change that sends the form", "select/sort", "select.html", "{{- html_attributes(attrs) }}>\n{% if optional", '{{- html_attributes(attrs) }} onchange="form.submit()">\n{% if optional'),
    m(4, "disabled select that does not say why", "select/disabled", "select.html", 'hint and id ~ "-hint", error', "error", ("select.html", "{{- hint_part(hint, id) }}\n", "")),
    m(10, "disabled select looks like any other", "select/disabled", "select.scss", "", ".city-control.city-control.city-control:disabled, .city-control.city-control:disabled + .city-icon { border: 2px solid; color: CanvasText; background: Canvas; forced-color-adjust: none; opacity: 1; } .city-control.city-control.city-control, .city-control.city-control + .city-icon { border: 2px solid CanvasText; color: CanvasText; background: Canvas; forced-color-adjust: none; }"),
)  # fmt: skip

DATE_INPUT = (
    m(3, "parts without names", "date-input/default", "date-input.html", '{{ label_part(names[part], id ~ "-" ~ part) -}}'),
    m(3, "every part is called Day", "date-input/default", "date-input.html", "label_part(names[part]", 'label_part(names["day"]'),
    m(3, "question lost", "date-input/default", "date-input.html", "{{ legend_part(label, optional, heading) }}"),
    m(3, "question in a paragraph", "date-input/with-value", "date-input.html", "{{ legend_part(label, optional, heading) }}", '<p class="city-label">{{ label }}</p>'),
    m(3, "name of the field over its label", "date-input/month-and-year", "date-input.html", ' inputmode="numeric"', ' inputmode="numeric" aria-label="{{ part }}"'),
    m(4, "wrong part not tied to the error", "date-input/with-error", "date-input.html", ' aria-describedby="{{ id }}-error" aria-invalid="true"', ' aria-invalid="true"'),
    m(4, "no part is marked", "date-input/missing", "date-input.html", "{% set invalid = error and (part in wrong or not wrong) %}", "{% set invalid = false %}"),
    m(2, "id of the hint is another", "date-input/default", "date-input.html", 'help and id ~ "-hint"', 'help and id ~ "-help"'),
    m(2, "ids of the parts alike", "date-input/default", "date-input.html", 'id="{{ id }}-{{ part }}" name', 'id="{{ id }}" name', ("date-input.html", 'id ~ "-" ~ part', "id")),
    m(1, "autocomplete of no browser", "date-input/date-of-birth", "date-input.html", "{{ autocomplete }}-{{ part }}", "{{ autocomplete }}_{{ part }}"),
    m(5, "parts shown the other way round", "date-input/default", "date-input.scss", "  display: flex;\n", "  display: flex;\n  flex-direction: row-reverse;\n  justify-content: flex-end;\n"),
    m(5, "year out of reach", "date-input/default", "date-input.html", ' inputmode="numeric"', ' inputmode="numeric"{% if part == "year" %} tabindex="-1"{% endif %}'),
    m(8, "parts that do not wrap", "date-input/default", "date-input.scss", "  flex-wrap: wrap;", "  min-inline-size: 26rem;"),
    m(9, "narrow parts", "date-input/default", "parts.scss", "#{$characters * 1.15}ch + 1.75rem", "#{$characters * 0.5}ch + 1rem"),
    m(13, "names of the parts in English everywhere", "date-input/default", "date-input.html", '"month": t("date_input.month")', '"month": "Month"'),
    m(11, "pale names of the parts", "date-input/default", "date-input.scss", ".city-date-input__part > .city-label {", ".city-date-input__part > .city-label {\n  color: var(--city-color-border-default);"),
    m(12, "parts with a margin on the right", "date-input/default", "date-input.scss", ".city-date-input__part > .city-label {", ".city-date-input__part { margin-right: var(--city-space-2); }\n.city-date-input__part > .city-label {"),
)  # fmt: skip

FIELDSET = (
    m(3, "legend lost", "fieldset/default", "fieldset.html", "{{ legend_part(label, optional, heading) }}"),
    m(3, "legend drawn by a paragraph", "fieldset/two-groups", "fieldset.html", "{{ legend_part(label, optional, heading) }}", '<p class="city-label">{{ label }}</p>'),
    m(2, "legend that is not first", "fieldset/with-hint", "fieldset.html", "{{ legend_part(label, optional, heading) }}\n{{- hint_part(hint, base) }}", "{{ hint_part(hint, base) }}{{ legend_part(label, optional, heading) }}"),
    m(4, "error that no field points to", "fieldset/with-error", "fieldset.html", ', error and base ~ "-error"', "", ("parts.html", 'id="{{ id }}-error">', 'id="{{ id }}-message">')),
    m(4, "hint tied to nothing", "fieldset/with-hint", "fieldset.html", 'hint and base ~ "-hint", error', "error"),
    m(2, "hint of another group", "fieldset/with-hint", "fieldset.html", 'hint and base ~ "-hint"', 'hint and "group-hint"'),
    m(8, "group of fixed width", "fieldset/default", "fieldset.scss", "", ".city-fieldset { min-inline-size: 30rem; }"),
    m(12, "group pushed to the right", "fieldset/default", "fieldset.scss", "", ".city-fieldset { padding-left: var(--city-space-4); }"),
)  # fmt: skip

MUTANTS = PARTS + TEXT_INPUT + TEXTAREA + SELECT + DATE_INPUT + FIELDSET
