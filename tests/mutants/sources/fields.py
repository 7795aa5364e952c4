"""Text input, textarea, select, date input, fieldset, and the parts around every field."""

from tests.mutants.sources import broken as m

LABEL = '<label class="city-label{% if heading %} city-label--heading{% endif %}{% if not visible %} city-visually-hidden{% endif %}" for="{{ for }}">'
NO_FOR = LABEL.replace(' for="{{ for }}"', "")
CONTROL_SIZE = "  min-block-size: var(--city-size-control);\n  padding: var(--city-space-2) var(--city-space-3);"
CONTROL_EDGE = "  appearance: none;\n  background-color: var(--city-color-surface-raised);\n  border: var(--city-border-width-control) solid var(--city-color-border-control);"

PARTS = (
    m("validity", "label for a field that is not there", "text-input/default", "parts.html", LABEL, LABEL.replace("for }}", "for }}-field")),
    m("names", "label link lost", "text-input/with-hint", "parts.html", LABEL, NO_FOR),
    m("names", "label link lost", "select/default", "parts.html", LABEL, NO_FOR),
    m("names", "label link lost", "textarea/default", "parts.html", LABEL, NO_FOR),
    m("validity", "id of the error lost", "text-input/with-error", "parts.html", '<p class="city-error-message" id="{{ id }}-error">', '<p class="city-error-message">'),
    m("validity", "id of the hint lost", "text-input/contact", "parts.html", '<div class="city-hint" id="{{ id }}-hint">', '<div class="city-hint">'),
    m("language", "Error: in English everywhere", "text-input/with-error", "parts.html", '{{ t("shared.error_prefix") }} </span>{{ text }}', "Error: </span>{{ text }}"),
    m("language", "optional in English everywhere", "date-input/with-value", "parts.html", '({{ t("shared.optional") }})</span>{% endif %}\n{%- if heading %}</h1>{% endif %}</legend>', "(optional)</span>{% endif %}\n{%- if heading %}</h1>{% endif %}</legend>"),
    m("roles", "question that is a heading for the eye alone", "text-input/as-heading", "parts.html", '{% if heading %}<h1 class="city-label__heading">{% endif %}', "", ("parts.html", "{%- if heading %}</h1>{% endif %}", "")),
    m("roles", "legend that is a heading for the eye alone", "date-input/as-heading", "parts.html", '{%- if heading %}<h1 class="city-label__heading">{% endif %}{{ text }}', "{{ text }}", ("parts.html", "{%- if heading %}</h1>{% endif %}</legend>", "</legend>")),
    m("contrast", "pale error", "text-input/with-error", "parts.scss", ".city-error-message {\n  color: var(--city-color-text-error)", ".city-error-message {\n  color: var(--city-color-border-default)"),
    m("contrast", "pale hint", "select/default", "parts.scss", ".city-hint {\n  color: var(--city-color-text-muted)", ".city-hint {\n  color: var(--city-color-border-default)"),
    m("direction", "icon of the error on the left", "text-input/with-error", "parts.scss", "margin-inline: calc(var(--city-size-icon) * -1 - var(--city-space-2)) var(--city-space-2);", "margin-left: calc(var(--city-size-icon) * -1 - var(--city-space-2)); margin-right: var(--city-space-2);"),
    m("direction", "bar of the error on the left", "text-input/with-error", "parts.scss", "border-inline-start: var(--city-space-1) solid var(--city-color-border-error);", "border-left: var(--city-space-1) solid var(--city-color-border-error);"),
    m("reflow", "label that does not wrap", "checkboxes/further-question", "parts.scss", ".city-label {\n  display: block;", ".city-label {\n  display: block; white-space: nowrap;"),
    m("motion", "hint left out in print", "text-input/with-hint", "parts.scss", "", "@include print { .city-hint { display: none; } }"),
    m("motion", "error pale on paper", "select/with-error", "parts.scss", "", "@include print { .city-error-message { color: var(--city-color-surface-sunken); } }"),
    m("targets", "low fields", "text-input/default", "mixins.scss", CONTROL_SIZE, "  min-block-size: 0;\n  block-size: 1.75rem;\n  padding: 0 var(--city-space-3);"),
    m("contrast", "pale edge of fields", "text-input/default", "mixins.scss", CONTROL_EDGE, CONTROL_EDGE.replace("border-control)", "border-default)")),
    m("contrast", "pale edge of fields in the dark", "textarea/default", "parts.scss", "", "@media (prefers-color-scheme: dark) { .city-control.city-control { border-color: var(--city-color-surface-sunken); background: none; } }"),
    m("contrast", "ring of fields taken away", "select/sort", "parts.scss", "", ".city-control.city-control:focus-visible { outline: 0; box-shadow: none; }"),
    m("forced-colours", "ring of fields drawn by shadow alone", "text-input/default", "parts.scss", "", ".city-control.city-control:focus-visible { outline: 0; box-shadow: 0 0 0 4px var(--city-color-focus-ink); }"),
    m("contrast", "ring of all elements thin", "textarea/default", "mixins.scss", "@mixin focus-ring {\n  box-shadow: 0 0 0 3px var(--city-color-focus-paper);\n  outline: 3px solid var(--city-color-focus-ink);", "@mixin focus-ring {\n  box-shadow: none;\n  outline: 1px dotted var(--city-color-focus-ink);"),
    m("reflow", "letters in pixels", "select/groups", "parts.scss", "", ".city-label.city-label { font-size: 18px; }"),
)  # fmt: skip

TEXT_INPUT = (
    m("roles", "error tied to nothing", "text-input/with-error", "text-input.html", 'error and id ~ "-error", prefix', "prefix"),
    m("roles", "hint tied to nothing", "text-input/with-hint", "text-input.html", 'hint and id ~ "-hint", error', "error"),
    m("roles", "wrong field that does not say so", "text-input/with-error", "text-input.html", '{%- if error or wrong %} aria-invalid="true"{% endif %}'),
    m("roles", "unit tied to nothing", "text-input/prefix-and-suffix", "text-input.html", ', prefix and id ~ "-prefix", suffix and id ~ "-suffix"'),
    m("validity", "id of the unit lost", "text-input/prefix-and-suffix", "text-input.html", ' id="{{ id }}-suffix"'),
    m("validity", "two ids alike", "text-input/prefix-and-suffix", "text-input.html", 'id="{{ id }}-suffix"', 'id="{{ id }}"'),
    m("validity", "class given twice", "text-input/default", "text-input.html", 'id="{{ id }}" name="{{ name }}" type=', 'class="field" id="{{ id }}" name="{{ name }}" type='),
    m("axe", "autocomplete of no browser", "text-input/default", "text-input.html", 'autocomplete="{{ autocomplete }}"', 'autocomplete="city-{{ autocomplete }}"'),
    m("names", "aria-label over the label", "text-input/contact", "text-input.html", ' type="{{ type }}"', ' type="{{ type }}" aria-label="{{ name }}"'),
    m("names", "placeholder in place of the label", "text-input/default", "text-input.html", "{{ label_part(label, id, optional, label_visible, heading) }}", "", ("text-input.html", ' type="{{ type }}"', ' type="{{ type }}" placeholder="{{ label }}"')),
    m("keyboard", "read-only field out of reach", "text-input/readonly", "text-input.html", "{%- if readonly %} readonly{% endif %}", '{%- if readonly %} readonly tabindex="-1"{% endif %}'),
    m("keyboard", "field pulled ahead", "text-input/widths", "text-input.html", "{%- if maxlength %}", '{%- if width == "5" or width == "20" %} tabindex="2"{% endif %}\n{%- if maxlength %}'),
    m("reflow", "group of fixed width", "text-input/prefix-and-suffix", "text-input.scss", ".city-text-input__group {\n  display: flex;\n  max-inline-size: var(--city-size-measure);", ".city-text-input__group {\n  display: flex;\n  inline-size: 30rem;"),
    m("reflow", "unit cut off", "text-input/prefix-with-error", "text-input.scss", "overflow-wrap: anywhere;", "inline-size: 2rem; overflow: hidden; white-space: nowrap;"),
    m("contrast", "pale unit", "text-input/prefix-and-suffix", "text-input.scss", "color: var(--city-color-text-muted);", "color: var(--city-color-border-default);"),
    m("direction", "unit on one side", "text-input/prefix-and-suffix", "text-input.scss", "border-inline-start: 0;", "border-left: 0;"),
    m("policy", "width in a style attribute", "text-input/widths", "text-input.html", 'type="{{ type }}"', 'type="{{ type }}" style="max-inline-size: 10ch"'),
    m("roles", "disabled field that does not say why", "text-input/disabled", "text-input.html", "{{- hint_part(hint, id) }}\n", "", ("text-input.html", 'hint and id ~ "-hint", ', "")),
)  # fmt: skip

TEXTAREA = (
    m("roles", "error tied to nothing", "textarea/with-error", "textarea.html", ', error and id ~ "-error", limit', ", limit"),
    m("roles", "limit tied to nothing", "textarea/with-character-count", "textarea.html", ', limit and id ~ "-limit"'),
    m("validity", "id of the limit lost", "textarea/with-word-count", "textarea.html", ' id="{{ id }}-limit"'),
    m("announcements", "count spoken with each key", "textarea/with-character-count", "textarea.js", "    const left = this.show();", "    const left = this.show();\n    this.status.textContent = this.sentence(left);"),
    m("announcements", "count that is a live region itself", "textarea/with-word-count", "textarea.js", '    limit.classList.add("city-visually-hidden");', '    limit.classList.add("city-visually-hidden");\n    this.count.setAttribute("role", "status");'),
    m("announcements", "count of characters in a live region", "textarea/with-character-count", "textarea.js", '    limit.classList.add("city-visually-hidden");', '    limit.classList.add("city-visually-hidden");\n    this.count.setAttribute("aria-live", "polite");'),
    m("announcements", "status that is not displayed", "textarea/over-the-limit", "textarea.js", 'this.status.setAttribute("role", "status");', 'this.status.setAttribute("role", "status");\n    this.status.hidden = true;'),
    m("lifecycle", "listeners that stay", "textarea/with-character-count", "textarea.js", "    this.listeners?.abort();"),
    m("lifecycle", "count added each time", "textarea/with-word-count", "textarea.js", "    if (found) return found;"),
    m("policy", "script that breaks", "textarea/with-character-count", "textarea.js", "    this.show();\n  }\n\n  disconnected", "    this.display();\n  }\n\n  disconnected"),
    m("scriptless", "limit that only a script tells", "textarea/with-character-count", "textarea.html", '<p class="city-hint city-textarea__limit"', '<p hidden class="city-hint city-textarea__limit"'),
    m("language", "count in English everywhere", "textarea/with-character-count", "textarea.js", 'return (words ?? "").replace("{count}", new Intl.NumberFormat(this.language).format(number));', "return `${number} characters remain`;"),
    m("policy", "height in a style attribute", "textarea/default", "textarea.html", ' rows="{{ rows }}"', ' rows="{{ rows }}" style="block-size: 8rem"'),
    m("direction", "count to the left", "textarea/with-character-count", "textarea.scss", ".city-textarea__count {\n", ".city-textarea__count {\n  text-align: left;\n"),
    m("keyboard", "Tab writes a tabulator", "textarea/with-character-count", "textarea.js", 'field.addEventListener("blur"', 'field.addEventListener("keydown", (event) => event.key === "Tab" && event.preventDefault(), { signal });\n    field.addEventListener("blur"'),
    m("lifecycle", "focus taken when moved", "textarea/with-character-count", "textarea.js", "    this.field = field;", "    this.field = field;\n    field.focus();"),
    m("reflow", "textarea of fixed width", "textarea/default", "textarea.scss", ".city-textarea {\n", ".city-textarea {\n  inline-size: 32rem;\n"),
)  # fmt: skip

SELECT = (
    m("roles", "error tied to nothing", "select/with-error", "select.html", ', error and id ~ "-error"'),
    m("roles", "wrong select that does not say so", "select/with-error", "select.html", '{%- if error %} aria-invalid="true"{% endif %}'),
    m("roles", "hint tied to nothing", "select/default", "select.html", 'hint and id ~ "-hint", error', "error"),
    m("names", "first choice in place of the label", "select/default", "select.html", "{{ label_part(label, id, optional, label_visible, heading) }}"),
    m("names", "group of choices without a name", "select/groups", "select.html", '<optgroup label="{{ item.label }}">', "<optgroup>"),
    m("reflow", "select of fixed width", "select/default", "select.scss", "  display: grid;\n  max-inline-size: var(--city-size-measure);", "  display: grid;\n  inline-size: 30rem;"),
    m("direction", "arrow on one side", "select/default", "select.scss", "margin-inline-end: var(--city-space-3);", "margin-right: var(--city-space-3);"),
    m("language", "first choice in English everywhere", "select/default", "select.html", 't("shared.choose")', '"Pick something"'),
    m("targets", "arrow that takes the press", "select/default", "select.scss", "pointer-events: none;"),
    m("validity", "label for the name", "select/label-hidden", "select.html", 'label_part(label, id, optional', 'label_part(label, id ~ "-list", optional'),
    m("axe", "autocomplete of no browser", "select/optional", "select.html", 'autocomplete="{{ autocomplete }}"', 'autocomplete="{{ autocomplete }}-of-birth"'),
    m("policy", "change that sends the form", "select/sort", "select.html", "{{- html_attributes(attrs) }}>\n{% if optional", '{{- html_attributes(attrs) }} onchange="form.submit()">\n{% if optional'),
    m("roles", "disabled select that does not say why", "select/disabled", "select.html", 'hint and id ~ "-hint", error', "error", ("select.html", "{{- hint_part(hint, id) }}\n", "")),
    m("forced-colours", "disabled select looks like any other", "select/disabled", "select.scss", "", ".city-control.city-control.city-control:disabled, .city-control.city-control:disabled + .city-icon { border: 2px solid; color: CanvasText; background: Canvas; forced-color-adjust: none; opacity: 1; } .city-control.city-control.city-control, .city-control.city-control + .city-icon { border: 2px solid CanvasText; color: CanvasText; background: Canvas; forced-color-adjust: none; }"),
)  # fmt: skip

DATE_INPUT = (
    m("names", "parts without names", "date-input/default", "date-input.html", '{{ label_part(names[part], id ~ "-" ~ part) -}}'),
    m("names", "every part is called Day", "date-input/default", "date-input.html", "label_part(names[part]", 'label_part(names["day"]'),
    m("names", "question lost", "date-input/default", "date-input.html", "{{ legend_part(label, optional, heading) }}"),
    m("names", "question in a paragraph", "date-input/with-value", "date-input.html", "{{ legend_part(label, optional, heading) }}", '<p class="city-label">{{ label }}</p>'),
    m("names", "name of the field over its label", "date-input/month-and-year", "date-input.html", ' inputmode="numeric"', ' inputmode="numeric" aria-label="{{ part }}"'),
    m("roles", "wrong part not tied to the error", "date-input/with-error", "date-input.html", ' aria-describedby="{{ id }}-error" aria-invalid="true"', ' aria-invalid="true"'),
    m("roles", "no part is marked", "date-input/missing", "date-input.html", "{% set invalid = error and (part in wrong or not wrong) %}", "{% set invalid = false %}"),
    m("validity", "id of the hint is another", "date-input/default", "date-input.html", 'help and id ~ "-hint"', 'help and id ~ "-help"'),
    m("validity", "ids of the parts alike", "date-input/default", "date-input.html", 'id="{{ id }}-{{ part }}" name', 'id="{{ id }}" name', ("date-input.html", 'id ~ "-" ~ part', "id")),
    m("axe", "autocomplete of no browser", "date-input/date-of-birth", "date-input.html", "{{ autocomplete }}-{{ part }}", "{{ autocomplete }}_{{ part }}"),
    m("keyboard", "parts shown the other way round", "date-input/default", "date-input.scss", "  display: flex;\n", "  display: flex;\n  flex-direction: row-reverse;\n  justify-content: flex-end;\n"),
    m("keyboard", "year out of reach", "date-input/default", "date-input.html", ' inputmode="numeric"', ' inputmode="numeric"{% if part == "year" %} tabindex="-1"{% endif %}'),
    m("reflow", "parts that do not wrap", "date-input/default", "date-input.scss", "  flex-wrap: wrap;", "  min-inline-size: 26rem;"),
    m("targets", "narrow parts", "date-input/default", "parts.scss", "#{$characters * 1.15}ch + 1.75rem", "#{$characters * 0.5}ch + 1rem"),
    m("language", "names of the parts in English everywhere", "date-input/default", "date-input.html", '"month": t("date_input.month")', '"month": "Month"'),
    m("contrast", "pale names of the parts", "date-input/default", "date-input.scss", ".city-date-input__part > .city-label {", ".city-date-input__part > .city-label {\n  color: var(--city-color-border-default);"),
    m("direction", "parts with a margin on the right", "date-input/default", "date-input.scss", ".city-date-input__part > .city-label {", ".city-date-input__part { margin-right: var(--city-space-2); }\n.city-date-input__part > .city-label {"),
)  # fmt: skip

FIELDSET = (
    m("names", "legend lost", "fieldset/default", "fieldset.html", "{{ legend_part(label, optional, heading) }}"),
    m("names", "legend drawn by a paragraph", "fieldset/two-groups", "fieldset.html", "{{ legend_part(label, optional, heading) }}", '<p class="city-label">{{ label }}</p>'),
    m("validity", "legend that is not first", "fieldset/with-hint", "fieldset.html", "{{ legend_part(label, optional, heading) }}\n{{- hint_part(hint, base) }}", "{{ hint_part(hint, base) }}{{ legend_part(label, optional, heading) }}"),
    m("roles", "error that no field points to", "fieldset/with-error", "fieldset.html", ', error and base ~ "-error"', "", ("parts.html", 'id="{{ id }}-error">', 'id="{{ id }}-message">')),
    m("roles", "hint tied to nothing", "fieldset/with-hint", "fieldset.html", 'hint and base ~ "-hint", error', "error"),
    m("validity", "hint of another group", "fieldset/with-hint", "fieldset.html", 'hint and base ~ "-hint"', 'hint and "group-hint"'),
    m("reflow", "group of fixed width", "fieldset/default", "fieldset.scss", "", ".city-fieldset { min-inline-size: 30rem; }"),
    m("direction", "group pushed to the right", "fieldset/default", "fieldset.scss", "", ".city-fieldset { padding-left: var(--city-space-4); }"),
)  # fmt: skip

FIELD_WRAPPER = (
    m("names", "label lost", "field-wrapper/default", "field-wrapper.html", "{{ label_part(label, id, optional, label_visible, heading) }}"),
    m("validity", "control without its id", "field-wrapper/default", "field-wrapper.html", ' id="{{ id }}"\n', "\n"),
    m("validity", "hint under another id", "field-wrapper/with-error", "field-wrapper.html", 'id ~ "-hint " if', 'id ~ "-info " if'),
    m("roles", "hint tied to nothing", "field-wrapper/default", "field-wrapper.html", 'hint and id ~ "-hint", error', "error"),
    m("roles", "error not among what describes", "field-wrapper/with-error", "field-wrapper.html", '(id ~ "-error" if error else "")', '""'),
    m("keyboard", "control out of reach", "field-wrapper/default", "field-wrapper.html", ' id="{{ id }}"\n', ' id="{{ id }}" tabindex="-1"\n'),
    m("targets", "low control", "field-wrapper/with-error", "field-wrapper.scss", "", ".city-field-wrapper > .city-control { block-size: 1.75rem; min-block-size: 0; padding-block: 0; }"),
    m("reflow", "block of fixed width", "field-wrapper/default", "field-wrapper.scss", "", ".city-field-wrapper { inline-size: 30rem; }"),
    m("contrast", "pale help below the control", "field-wrapper/with-error", "field-wrapper.scss", "margin-block: var(--city-space-2) 0;", "margin-block: var(--city-space-2) 0; color: var(--city-color-border-default);"),
    m("direction", "block pushed to the right", "field-wrapper/default", "field-wrapper.scss", "", ".city-field-wrapper { padding-left: var(--city-space-2); }"),
)  # fmt: skip

TIME_INPUT = (
    m("names", "label lost", "time-input/default", "time-input.html", "{{ label_part(label, id, optional, True, heading) }}"),
    m("roles", "error tied to nothing", "time-input/with-error", "time-input.html", ', error and id ~ "-error"'),
    m("roles", "wrong time that does not say so", "time-input/with-error", "time-input.html", '{%- if error or wrong %} aria-invalid="true"{% endif %}'),
    m("validity", "id of the hint is another", "time-input/default", "time-input.html", 'help and id ~ "-hint"', 'help and id ~ "-help"'),
    m("language", "example in English everywhere", "time-input/default", "time-input.html", '{{ t("time_input.example", time=format_time(example)) }}', "For example {{ format_time(example) }}."),
    m("keyboard", "field out of reach", "time-input/default", "time-input.html", ' type="text"', ' type="text" tabindex="-1"'),
    m("reflow", "field of fixed width", "time-input/real-size", "time-input.scss", "", ".city-time-input { min-inline-size: 26rem; }"),
    m("targets", "low field", "time-input/default", "time-input.scss", "font-variant-numeric: tabular-nums;", "block-size: 1.75rem; min-block-size: 0; padding-block: 0;"),
    m("contrast", "pale digits", "time-input/with-error", "time-input.scss", "font-variant-numeric: tabular-nums;", "color: var(--city-color-border-default);"),
    m("direction", "field pushed to the right", "time-input/default", "time-input.scss", "font-variant-numeric: tabular-nums;", "margin-left: var(--city-space-2);"),
)  # fmt: skip

DATE_PICKER = (
    m("names", "label lost", "date-picker/default", "date-picker.html", "{{ label_part(label, id, optional, True, heading) }}"),
    m("names", "buttons of the months without words", "date-picker/default", "date-picker.html", '<span class="city-visually-hidden">{{ t("date_picker.next") }}</span>'),
    m("names", "name of a day over its number", "date-picker/default", "date-picker.js", "    button.dataset.date = iso(time);", "    button.dataset.date = iso(time);\n    button.ariaLabel = iso(time);"),
    m("roles", "error tied to nothing", "date-picker/with-error", "date-picker.html", ', error and id ~ "-error"'),
    m("roles", "wrong date that does not say so", "date-picker/with-error", "date-picker.html", '{%- if error or wrong %} aria-invalid="true"{% endif %}'),
    m("validity", "id of the hint is another", "date-picker/default", "date-picker.html", 'help and id ~ "-hint"', 'help and id ~ "-help"'),
    m("scriptless", "button that only a script can answer", "date-picker/default", "date-picker.html", ', "hidden": True}', "}"),
    m("keyboard", "days that are no stop", "date-picker/default", "date-picker.js", "button.tabIndex = time === this.at ? 0 : -1;", "button.tabIndex = 5;"),
    m("lifecycle", "listeners that stay", "date-picker/default", "date-picker.js", "    this.listeners?.abort();"),
    m("handover", "focus lost when it closes", "date-picker/default", "date-picker.js", "      this.opener?.focus();", "      setTimeout(() => this.opener?.blur());"),
    m("language", "Calendar in English everywhere", "date-picker/default", "date-picker.html", '{{ t("date_picker.calendar") }}', "Calendar"),
    m("targets", "days that are small", "date-picker/default", "date-picker.scss", "  justify-content: center;\n  min-block-size: var(--city-size-target);", "  justify-content: center;\n  min-block-size: 1.5rem;", ("date-picker.scss", "  block-size: var(--city-size-target);\n  inline-size", "  block-size: 1.5rem;\n  inline-size")),
    m("reflow", "calendar of fixed width", "date-picker/default", "date-picker.scss", "  table-layout: fixed;", "  table-layout: fixed; min-inline-size: 24rem;"),
    m("contrast", "pale days", "date-picker/with-date", "date-picker.scss", ".city-date-picker__day {\n  inline-size: 100%;", ".city-date-picker__day {\n  color: var(--city-color-border-default);\n  inline-size: 100%;"),
    m("direction", "weeks with their edge on one side", "date-picker/default", "date-picker.scss", "border-inline-end: var(--city-border-width-thin)", "border-right: var(--city-border-width-thin)"),
)  # fmt: skip

FILE_UPLOAD = (
    m("names", "label lost", "file-upload/default", "file-upload.html", "{{ label_part(label, id, optional, True, heading) }}"),
    m("names", "buttons that name no file", "file-upload/kept", "file-upload.html", '{{ t("file_upload.remove") }}<span class="city-visually-hidden"> {{ file.name }}</span>', "&times;"),
    m("names", "words glued to the name of a file", "file-upload/kept", "file-upload.html", '<span class="city-visually-hidden"> {{ file.name }}', '<span class="city-visually-hidden">{{ file.name }}'),
    m("roles", "error tied to nothing", "file-upload/kept", "file-upload.html", ', error and id ~ "-error"'),
    m("roles", "error of a file tied to nothing", "file-upload/kept", "file-upload.html", ", state.errors and state.errors[1:]"),
    m("roles", "hint tied to nothing", "file-upload/default", "file-upload.html", 'help and id ~ "-hint", error', "error"),
    m("validity", "count under another id", "file-upload/default", "file-upload.html", 'id="{{ id }}-count"', 'id="{{ id }}-number"'),
    m("keyboard", "buttons of files out of reach", "file-upload/kept", "file-upload.html", ' formnovalidate>', ' formnovalidate tabindex="-1">'),
    m("contrast", "ring of the field taken away", "file-upload/default", "file-upload.scss", "", ".city-file-upload__input.city-file-upload__input:focus-visible { outline: 0; box-shadow: none; }"),
    m("language", "Remove in English everywhere", "file-upload/kept", "file-upload.html", '>{{ t("file_upload.remove") }}<', ">Remove<"),
    m("targets", "low buttons of files", "file-upload/kept", "file-upload.scss", "  @include button-reset;\n  @include target;", "  @include button-reset;"),
    m("reflow", "frame of fixed width", "file-upload/default", "file-upload.scss", "", ".city-file-upload__zone { min-inline-size: 26rem; }"),
    m("reflow", "names of files that do not wrap", "file-upload/kept", "file-upload.scss", "  overflow-wrap: anywhere;", "  white-space: nowrap;"),
    m("contrast", "pale sizes", "file-upload/kept", "file-upload.scss", ".city-file-upload__size {\n  color: var(--city-color-text-muted);", ".city-file-upload__size {\n  color: var(--city-color-border-default);"),
    m("direction", "button of the field with a margin on the right", "file-upload/default", "file-upload.scss", "margin-inline-end: var(--city-space-3);", "margin-right: var(--city-space-3);"),
    m("lifecycle", "script that breaks when it is removed", "file-upload/default", "file-upload.js", "    this.listeners?.abort();", "    this.listeners.stop();"),
)  # fmt: skip

NUMBER_INPUT = (
    m("names", "label lost", "number-input/default", "number-input.html", "{{ label_part(label, id, optional, label_visible, heading) }}"),
    m("shortcuts", "plus and minus from anywhere", "number-input/stepper", "number-input.js", '    field.addEventListener("keydown"', '    document.addEventListener("keydown"', ("number-input.js", "{ ArrowUp: 1, ArrowDown: -1 }", '{ "+": 1, "-": -1 }')),
    m("names", "buttons without words", "number-input/stepper", "number-input.html", '{{ t("number_input.less" if by < 0 else "number_input.more") }}, {{ text_of(label) }}'),
    m("roles", "unit tied to nothing", "number-input/default", "number-input.html", ', suffix and id ~ "-suffix"'),
    m("roles", "wrong number that does not say so", "number-input/with-error", "number-input.html", '{%- if error or wrong %} aria-invalid="true"{% endif %}'),
    m("scriptless", "buttons that only a script can answer", "number-input/stepper", "number-input.html", ', "hidden": True}', "}"),
    m("language", "limits in English everywhere", "number-input/stepper", "parts.html", '{{ t("shared.between", least=least, most=most) }}', "From {{ least }} to {{ most }}."),
    m("lifecycle", "listeners of the window stay", "number-input/stepper", "number-input.js", "    this.listeners?.abort();"),
    m("reflow", "row that does not wrap", "number-input/decimals", "number-input.scss", "  flex-wrap: wrap;", "  min-inline-size: 26rem;"),
    m("targets", "narrow buttons", "number-input/stepper", "number-input.scss", "  inline-size: var(--city-size-control);\n  padding-inline: 0;", "  inline-size: 1.5rem;\n  min-inline-size: 0;\n  padding-inline: 0;"),
)  # fmt: skip

PASSWORD_INPUT = (
    m("names", "label lost", "password-input/default", "password-input.html", "{{ label_part(label, id, optional, True, heading) }}"),
    m("roles", "rules tied to nothing", "password-input/new", "password-input.html", 'help and id ~ "-hint", error', "error"),
    m("roles", "wrong password that does not say so", "password-input/with-error", "password-input.html", '{%- if error %} aria-invalid="true"{% endif %}'),
    m("axe", "autocomplete of no browser", "password-input/new", "password-input.html", 'autocomplete="{{ autocomplete }}"', 'autocomplete="{{ autocomplete }}-again"'),
    m("scriptless", "button that only a script can answer", "password-input/default", "password-input.html", ', "hidden": True}', "}"),
    m("language", "Show in English everywhere", "password-input/default", "password-input.html", '<span class="city-password-input__act">{{ t("password_input.show") }}', '<span class="city-password-input__act">Show', ("password-input.html", 'data-show="{{ t("password_input.show") }}"', 'data-show="Show"')),
    m("lifecycle", "listeners of the window stay", "password-input/default", "password-input.js", "    this.listeners?.abort();"),
    m("reflow", "row of fixed width", "password-input/default", "password-input.scss", "  gap: var(--city-space-2);", "  gap: var(--city-space-2);\n  min-inline-size: 26rem;"),
    m("direction", "rules indented on the left", "password-input/new", "password-input.scss", "padding-inline-start: 1.2em;", "padding-left: 1.2em;"),
)  # fmt: skip

CODE_INPUT = (
    m("names", "label lost", "code-input/default", "code-input.html", "{{ label_part(label, id, optional, True, heading) }}"),
    m("roles", "error tied to nothing", "code-input/with-error", "code-input.html", ', error and id ~ "-error"'),
    m("validity", "id of the hint is another", "code-input/default", "code-input.html", 'id ~ "-hint"', 'id ~ "-help"'),
    m("axe", "autocomplete of no browser", "code-input/default", "code-input.html", 'autocomplete="one-time-code"', 'autocomplete="sms-code"'),
    m("language", "new code in English everywhere", "code-input/default", "code-input.html", '{{ button(t("code_input.new")', '{{ button("Send a new code"'),
    m("keyboard", "what Enter presses is a stop", "code-input/default", "parts.html", ' tabindex="-1" aria-hidden="true"></button>\n{% endmacro %}', "></button>\n{% endmacro %}"),
    m("reflow", "field of fixed width", "code-input/real-size", "code-input.scss", "  letter-spacing: 0.15em;", "  letter-spacing: 0.15em;\n  min-inline-size: 26rem;"),
    m("direction", "digits on the left", "code-input/default", "code-input.scss", "  letter-spacing: 0.15em;", "  letter-spacing: 0.15em;\n  text-align: left;"),
)  # fmt: skip

PHONE_INPUT = (
    m("names", "label lost", "phone-input/default", "phone-input.html", "{{ label_part(label, id, optional, label_visible, heading) }}"),
    m("names", "country and number without a question", "phone-input/countries", "phone-input.html", "{{ legend_part(label, optional, heading) }}"),
    m("names", "number without its label", "phone-input/countries", "phone-input.html", '{{ label_part(t("phone_input.number"), id) -}}'),
    m("roles", "error tied to nothing", "phone-input/with-error", "phone-input.html", ', error and id ~ "-error"'),
    m("axe", "autocomplete of no browser", "phone-input/countries", "phone-input.html", '"-national" if', '"-number" if'),
    m("language", "number in English everywhere", "phone-input/countries", "phone-input.html", 't("phone_input.number")', '"Number"'),
    m("reflow", "parts that do not wrap", "phone-input/countries", "phone-input.scss", "  flex-wrap: wrap;", "  min-inline-size: 30rem;"),
    m("contrast", "pale labels of the parts", "phone-input/countries", "phone-input.scss", "    font-weight: var(--city-font-weight-body);", "    color: var(--city-color-border-default);"),
    m("direction", "parts pushed to the right", "phone-input/countries", "phone-input.scss", "  align-items: end;", "  align-items: end;\n  padding-left: var(--city-space-4);"),
)  # fmt: skip

CURRENCY_INPUT = (
    m("names", "label lost", "currency-input/default", "currency-input.html", "{{ label_part(label, id, optional, label_visible, heading) }}"),
    m("roles", "currency tied to nothing", "currency-input/default", "currency-input.html", ', id ~ "-suffix")', ")"),
    m("roles", "wrong amount that does not say so", "currency-input/with-error", "currency-input.html", '{%- if error %} aria-invalid="true"{% endif %}'),
    m("language", "limits in English everywhere", "currency-input/with-error", "parts.html", '{{ t("shared.between", least=least, most=most) }}', "From {{ least }} to {{ most }}."),
    m("reflow", "field of fixed width", "currency-input/real-size", "currency-input.scss", "", ".city-currency-input { min-inline-size: 26rem; }"),
    m("direction", "field pushed to the right", "currency-input/default", "currency-input.scss", "", ".city-currency-input { padding-left: var(--city-space-2); }"),
)  # fmt: skip

BUTTON_GROUP = (
    m("keyboard", "shown the other way round", "button-group/default", "button-group.scss", "  align-items: end;", "  align-items: end;\n  flex-direction: row-reverse;"),
    m("reflow", "row that does not wrap", "button-group/default", "button-group.scss", "  flex-wrap: wrap;", "  min-inline-size: 40rem;"),
    m("direction", "last one pushed to the right", "button-group/apart", "button-group.scss", "  margin-inline-start: auto;", "  margin-left: auto;"),
    m("policy", "style in an attribute", "button-group/default", "button-group.html", 'class="city-button-group', 'style="gap: 1rem" class="city-button-group'),
    m("names", "group whose name is empty", "button-group/real-size", "button-group.html", 'aria-label="{{ label }}"', 'aria-label=""'),
)  # fmt: skip

BUTTON_MENU = (
    m("names", "button without words", "button-menu/default", "button-menu.html", '<span class="city-button__text">{{ text }}</span>'),
    m("keyboard", "actions out of reach", "button-menu/default", "button-menu.html", 'href="{{ item.url }}"', 'tabindex="-1" href="{{ item.url }}"'),
    m("roles", "state on the wrong element", "button-menu/default", "button-menu.html", '<ul class="city-button-menu__items', '<ul aria-expanded="true" class="city-button-menu__items'),
    m("roles", "list that is none to a reader", "button-menu/default", "button-menu.html", ' role="list">'),
    m("keyboard", "ring of the actions taken away", "button-menu/default", "button-menu.scss", "    @include focus-ring-inset;", "    outline: 0; box-shadow: none;"),
    m("targets", "low actions", "button-menu/default", "button-menu.scss", "  min-block-size: var(--city-size-target);\n  padding: var(--city-space-2) var(--city-space-3);", "  padding: 0 var(--city-space-3);"),
    m("contrast", "pale actions", "button-menu/default", "button-menu.scss", "  color: var(--city-color-action-on-secondary);", "  color: var(--city-color-border-default);"),
    m("reflow", "actions of fixed width", "button-menu/default", "button-menu.scss", "  min-inline-size: 100%;", "  min-inline-size: 26rem;"),
    m("lifecycle", "listeners of the document stay", "button-menu/default", "button-menu.js", "    this.listeners?.abort();"),
)  # fmt: skip

SEARCH = (
    m("names", "field without its label", "search/default", "search.html", 'id="{{ id }}-label" for="{{ id }}"', 'id="{{ id }}-label"'),
    m("names", "icon without words", "search/icon", "search.html", '<span class="city-visually-hidden">{{ words }}</span>'),
    m("validity", "name of the landmark is not there", "search/default", "search.html", 'aria-labelledby="{{ id }}-label" action', 'aria-labelledby="{{ id }}-name" action'),
    m("roles", "hint tied to nothing", "search/default", "search.html", '{{- aria_described_by(None, hint and id ~ "-hint") }}'),
    m("axe", "list whose state is no word of ARIA", "search/suggestions", "search.js", 'input.setAttribute("aria-expanded", String(texts.length > 0));', 'input.setAttribute("aria-expanded", "maybe");'),
    m("lifecycle", "listeners that stay", "search/suggestions", "search.js", "    this.listeners?.abort();"),
    m("targets", "low suggestions", "search/suggestions", "search.scss", "  min-block-size: var(--city-size-target);\n  overflow-wrap: anywhere;\n  padding: var(--city-space-2) var(--city-space-3);", "  padding: 0;"),
    m("contrast", "pale suggestions", "search/suggestions", "search.scss", ".city-search__suggestion {\n", ".city-search__suggestion {\n  color: var(--city-color-border-default);\n"),
    m("reflow", "row of fixed width", "search/default", "search.scss", "  gap: var(--city-space-2);", "  gap: var(--city-space-2);\n  min-inline-size: 26rem;"),
    m("direction", "suggestions from the left", "search/suggestions", "search.scss", ".city-search__suggestion {\n", ".city-search__suggestion {\n  padding-left: 3rem !important;\n"),
)  # fmt: skip

SWITCH = (
    m("names", "label lost", "switch/default", "switch.html", '<label class="city-switch__label" for="{{ id }}">{{ label }}</label>'),
    m("roles", "hint tied to nothing", "switch/default", "switch.html", 'hint and id ~ "-hint", error', "error"),
    m("roles", "wrong switch that does not say so", "switch/with-error", "switch.html", '{%- if error %} aria-invalid="true"{% endif %}'),
    m("contrast", "pale edge", "switch/states", "switch.scss", "  block-size: 1.75rem;\n", "  block-size: 1.75rem;\n  border-color: var(--city-color-border-default) !important;\n  &::before { opacity: 0.2; }\n"),
    m("contrast", "ring taken away", "switch/default", "switch.scss", "", ".city-switch__control.city-switch__control:focus-visible { outline: 0; box-shadow: none; }"),
    m("reflow", "line of fixed width", "switch/real-size", "switch.scss", "  max-inline-size: var(--city-size-measure);\n  position", "  inline-size: 32rem;\n  position"),
    m("direction", "line pushed to the right", "switch/default", "switch.scss", "  column-gap: var(--city-space-3);", "  column-gap: var(--city-space-3);\n  padding-left: 2rem;"),
)  # fmt: skip

RANGE_INPUT = (
    m("names", "label lost", "range-input/default", "range-input.html", "{{ label_part(label, id, optional, True, heading) }}"),
    m("names", "slider without a name", "range-input/default", "range-input.js", 'slider.setAttribute("aria-label", this.dataset.label ?? "");', ""),
    m("roles", "unit tied to nothing", "range-input/default", "range-input.html", ', suffix and id ~ "-suffix"'),
    m("roles", "wrong number that does not say so", "range-input/with-error", "range-input.html", '{%- if error or wrong %} aria-invalid="true"{% endif %}'),
    m("lifecycle", "another slider each time", "range-input/default", "range-input.js", "this.found ?? this.made()", "this.made()"),
    m("lifecycle", "listeners of the window stay", "range-input/default", "range-input.js", "    this.listeners?.abort();"),
    m("targets", "low slider", "range-input/default", "range-input.scss", "  block-size: var(--city-size-target);", "  block-size: 1rem;"),
    m("contrast", "ring taken away", "range-input/default", "range-input.scss", "", ".city-range-input__slider.city-range-input__slider:focus-visible { outline: 0; box-shadow: none; }"),
    m("reflow", "row of fixed width", "range-input/default", "range-input.scss", "  flex-wrap: wrap;", "  min-inline-size: 26rem;"),
)  # fmt: skip

CONSENT = (
    m("roles", "that it is voluntary is tied to nothing", "consent/default", "consent.html", '(id ~ "-error " if error else "") ~ id ~ "-hint"', '(id ~ "-error " if error else "")'),
    m("roles", "error tied to nothing", "consent/with-error", "consent.html", '(id ~ "-error " if error else "")', '""'),
    m("language", "way back in English everywhere", "consent/default", "consent.html", '{{ t("consent.withdraw") }}', "How to withdraw consent"),
    m("names", "words glued to the link", "consent/default", "consent.html", '<span class="city-visually-hidden">: {{ text_of(heading)', '<span class="city-visually-hidden">{{ heading'),
    m("targets", "low link", "consent/default", "consent.scss", "  min-block-size: var(--city-size-target);\n", ""),
    m("reflow", "box of fixed width", "consent/default", "consent.scss", "  padding: var(--city-space-5);", "  inline-size: 32rem;\n  padding: var(--city-space-5);"),
    m("direction", "sentence pushed to the right", "consent/default", "consent.scss", "  padding-inline-start: calc(", "  padding-left: calc("),
    m("contrast", "pale text", "consent/default", "consent.scss", "  max-inline-size: var(--city-size-measure);\n  > :is", "  color: var(--city-color-border-default);\n  > :is"),
)  # fmt: skip

ADD_ANOTHER = (
    m("names", "words glued to the button", "add-another/default", "add-another.html", '<span class="city-visually-hidden">: {{ item.label', '<span class="city-visually-hidden">{{ item.label'),
    m("names", "entry without its legend", "add-another/added", "add-another.html", "{{ legend_part(item.label) }}"),
    m("roles", "error of an entry tied to nothing", "add-another/real-size", "add-another.html", 'item.get("error") and own ~ "-error"', '""'),
    m("keyboard", "buttons out of reach", "add-another/default", "add-another.html", 'value="remove {{ name }}', 'tabindex="-1" value="remove {{ name }}'),
    m("language", "button in English everywhere", "add-another/inline", "add-another.html", '{{ t("add_another.remove") }}', "Take out"),
    m("reflow", "entries of fixed width", "add-another/default", "add-another.scss", "  padding: var(--city-space-5);", "  inline-size: 32rem;\n  padding: var(--city-space-5);"),
    m("direction", "entries pushed to the right", "add-another/default", "add-another.scss", "  padding: var(--city-space-5);", "  padding: var(--city-space-5) var(--city-space-5) var(--city-space-5) 4rem;"),
    m("validity", "ids of two entries alike", "add-another/default", "add-another.html", 'own = id ~ "-" ~ item.value', 'own = id ~ "-entry"'),
)  # fmt: skip

PERSON_NAME = (
    m("names", "parts without their labels", "person-name/official", "person-name.html", '{{ label_part(labels[part], own_id, part == "known") }}'),
    m("names", "question of the group lost", "person-name/official", "person-name.html", "{{ legend_part(label, optional, heading) }}"),
    m("roles", "hint tied to nothing", "person-name/default", "person-name.html", 'single and help and id ~ "-hint", '),
    m("roles", "error tied to nothing", "person-name/with-error", "person-name.html", ', invalid and id ~ "-error"'),
    m("axe", "purpose of no browser", "person-name/default", "person-name.html", 'autocomplete="{{ purposes[part] }}"', 'autocomplete="person-{{ purposes[part] }}"'),
    m("validity", "ids of the parts alike", "person-name/official", "person-name.html", 'id ~ "-" ~ part %}', 'id ~ "-part" %}'),
    m("language", "parts in English everywhere", "person-name/with-error", "person-name.html", 't("person_name.family")', '"Last name"'),
)  # fmt: skip

ADDRESS_INPUT = (
    m("names", "parts without their labels", "address-input/default", "address-input.html", '{{ label_part(labels[part], id ~ "-" ~ part, part == "more") }}'),
    m("roles", "error tied to nothing", "address-input/real-size", "address-input.html", 'invalid and id ~ "-error"', '""'),
    m("validity", "hint of the search is not there", "address-input/search", "address-input.html", 'aria-describedby="{{ id }}-search-hint"', 'aria-describedby="{{ id }}-search-help"'),
    m("axe", "purpose of no browser", "address-input/default", "address-input.html", 'autocomplete="{{ purposes[part] }}"', 'autocomplete="home-{{ purposes[part] }}"'),
    m("language", "button in English everywhere", "address-input/search", "address-input.html", '{{ t("address_input.find") }}', "Look up"),
    m("keyboard", "addresses out of reach", "address-input/found", "address-input.html", 'value="use {{ name }}', 'tabindex="-1" value="use {{ name }}'),
    m("roles", "list that is none to a reader", "address-input/found", "address-input.html", ' role="list">', ">"),
    m("direction", "search pushed to the right", "address-input/search", "address-input.scss", "  @include field-row;", "  @include field-row;\n  padding-left: 2rem;"),
)  # fmt: skip

SIGNATURE = (
    m("names", "name field without its label", "signature/default", "signature.html", 't("signature.name"), id=id', '"\u200b", id=id'),
    m("language", "who is signed in said in English everywhere", "signature/default", "signature.html", '{{ t("signature.signed_in", name=signer, method=method) }}', "You are signed in as {{ signer }} ({{ method }})."),
    m("validity", "error of the confirmation is not there", "signature/with-errors", "signature.html", 'id ~ "-confirmed-error" if check_error', 'id ~ "-check-error" if check_error'),
    m("reflow", "what is signed wider than a phone", "signature/real-size", "signature.scss", "  overflow-wrap: anywhere;\n", "  min-inline-size: 26rem;\n"),
    m("direction", "what is signed pushed to the right", "signature/default", "signature.scss", "  padding: var(--city-space-4);", "  padding-left: var(--city-space-6);"),
    m("policy", "style in an attribute", "signature/default", "signature.html", '<div class="city-signature__content"', '<div style="margin: 0" class="city-signature__content"'),
)  # fmt: skip

TEXT_EDITOR = (
    m("names", "buttons in a group without a name", "text-editor/default", "text-editor.html", ' aria-label="{{ t("text_editor.marks") }}"', ' aria-labelledby="{{ id }}-marks"'),
    m("scriptless", "buttons that do nothing without scripts", "text-editor/default", "text-editor.html", '") }}" hidden>', '") }}">'),
    m("language", "help in English everywhere", "text-editor/with-preview", "text-editor.html", 'details(t("text_editor.help"), help)', 'details("How to write headings", help)'),
    m("reflow", "buttons wider than a phone", "text-editor/default", "text-editor.scss", "  flex-wrap: wrap;\n", "  min-inline-size: 26rem;\n"),
    m("policy", "script that breaks", "text-editor/default", "text-editor.js", "    marks.hidden = false;", "    marks.show();"),
    m("lifecycle", "focus taken when moved", "text-editor/default", "text-editor.js", "    marks.hidden = false;", "    marks.hidden = false;\n    field.focus();"),
)  # fmt: skip

MUTANTS = (
    *PARTS,
    *TEXT_INPUT,
    *TEXTAREA,
    *SELECT,
    *DATE_INPUT,
    *FIELDSET,
    *FIELD_WRAPPER,
    *TIME_INPUT,
    *DATE_PICKER,
    *FILE_UPLOAD,
    *NUMBER_INPUT,
    *PASSWORD_INPUT,
    *CODE_INPUT,
    *PHONE_INPUT,
    *CURRENCY_INPUT,
    *BUTTON_GROUP,
    *BUTTON_MENU,
    *SEARCH,
    *SWITCH,
    *RANGE_INPUT,
    *CONSENT,
    *ADD_ANOTHER,
    *PERSON_NAME,
    *ADDRESS_INPUT,
    *SIGNATURE,
    *TEXT_EDITOR,
)
