"""Buttons, the error summary and notifications: what is pressed, and what answers."""

from tests.mutants.sources import broken as m

WORDS = '<span class="city-button__text">{{ (loading_text or t("button.loading")) if loading else text }}</span>'
SENDING = '{# state sending: click .city-button #}\n{% from "citydesign/button.html" import button %}\n<form method="post" action="/send">{{ button("Send the application", loading_text="Sending") }}</form>'
LINK = 'button: {% from "citydesign/button.html" import button %}{{ button("See free times", url="/times", disabled=True, hint="There are none today.") }}'
REDUCED = "  @media (prefers-reduced-motion: reduce) {\n    animation: none;\n  }\n"
DISABLED_FORCED = (
    "  @include forced-colors {\n    border-color: GrayText;\n    color: GrayText;\n  }\n"
)

BUTTON = (
    m("names", "no words while loading", "button/loading", "button.html", WORDS, WORDS.replace('(loading_text or t("button.loading"))', '""')),
    m("names", "no words while it sends", "button: " + SENDING, "button.js", "this.show([words], true);", 'this.show([""], true);'),
    m("handover", "focus lost while it sends", "button: " + SENDING, "button.js", '    if (loading) this.button?.setAttribute("aria-disabled", "true");', "    this.button.disabled = loading;\n    if (loading) void 0;"),
    m("announcements", "sending told twice", "button: " + SENDING, "button.html", '<span class="city-visually-hidden" role="status"></span></city-button>', '<span class="city-visually-hidden" role="alert"></span><span class="city-visually-hidden" role="status"></span></city-button>', ("button.js", '    this.say(words);', '    for (const told of this.querySelectorAll("[role]")) told.textContent = this.dataset.loadingText;')),
    m("announcements", "sending told where it is not displayed", "button: " + SENDING, "button.html", '<span class="city-visually-hidden" role="status">', '<span hidden role="status">'),
    m("announcements", "waiting told every second", "button: " + SENDING, "button.js", "    this.timer = setTimeout(", '    let waited = 0;\n    setInterval(() => { this.querySelector("[role=status]").textContent = `${this.dataset.loadingText} ${(waited += 1)}`; }, 300);\n    this.timer = setTimeout('),
    m("keyboard", "disabled link out of reach", LINK, "button.html", ' role="link" tabindex="0"', ' role="link"'),
    m("roles", "link that calls itself a button", "button/link", "button.html", ' href="{{ url }}"', ' href="{{ url }}" role="button"'),
    m("keyboard", "button that is a box", "button/secondary", "button.html", '<{{ "a" if url else "button" }} class', '<{{ "a" if url else "div role=button" }} class', ("button.html", '</{{ "a" if url else "button" }}>', '</{{ "a" if url else "div" }}>')),
    m("names", "aria-label over the words", "button/default", "button.html", "{{- html_attributes(attrs) }}>", '{{- html_attributes(attrs) }} aria-label="Button">'),
    m("roles", "hint tied to nothing", "button/disabled", "button.html", "{{- aria_described_by(attrs, hint_id) }}"),
    m("contrast", "ring taken away", "button/quiet", "button.scss", "", ".city-button.city-button:focus-visible { outline: 0; box-shadow: none; }"),
    m("forced-colours", "ring drawn by shadow alone", "button/default", "button.scss", "", ".city-button.city-button:focus-visible { outline: 0; }"),
    m("targets", "low button", "button/default", "button.scss", "  min-block-size: var(--city-size-control);", "  min-block-size: 0;", ("button.scss", "  padding: var(--city-space-2) var(--city-space-5);", "  padding: 0 var(--city-space-5);")),
    m("forced-colours", "disabled looks like any other", "button/disabled", "button.scss", '.city-button[aria-disabled="true"]:not([data-loading]) {', ".city-button-still {", ("button.scss", ', [aria-disabled="true"])', ")")),
    m("contrast", "pale words", "button/default", "button.scss", "--city-button-ink: var(--city-color-action-on-primary);", "--city-button-ink: var(--city-color-action-primary-hover);"),
    m("contrast", "unreadable under the pointer", "button/secondary", "button.scss", "  &:hover {\n    background: var(--city-button-over);", "  &:hover {\n    background: var(--city-button-ink);"),
    m("contrast", "danger unreadable", "button/danger", "button.scss", "--city-button-ink: var(--city-color-action-on-danger);", "--city-button-ink: var(--city-color-action-danger-active);"),
    m("scriptless", "button that needs a script", "button/default", "button.html", 'type="{{ "button" if still else type }}"', 'type="button"'),
    m("motion", "turns in spite of the wish", "button/loading", "mixins.scss", REDUCED),
    m("motion", "pressed with a jump", "button/start", "button.scss", "  @include motion(background-color);", "  transition: all 0.3s;"),
    m("lifecycle", "listeners of the window stay", "button/default", "button.js", "    this.listeners?.abort();"),
    m("lifecycle", "text wrapped each time", "button/default", "button.js", "    this.listeners = new AbortController();", '    this.listeners = new AbortController();\n    const text = this.querySelector(".city-button__text");\n    text.innerHTML = `<span>${text.innerHTML}</span>`;'),
    m("language", "loading in English everywhere", "button/loading", "button.html", 't("button.loading")', '"Please wait"'),
    m("axe", "busy with a word of no meaning", "button/loading", "button.html", 'aria-busy="true"', 'aria-busy="yes"'),
    m("reflow", "words that do not wrap", "button/start", "button.scss", "  text-align: center;\n  text-decoration: none;", "  text-align: center;\n  white-space: nowrap;\n  text-decoration: none;"),
    m("direction", "icon nearer on the right", "button/link", "button.scss", "    margin-inline-end: calc(var(--city-space-1) * -1);", "    margin-right: calc(var(--city-space-1) * -1);"),
    m("policy", "press in an attribute", "button/danger", "button.html", "{{- html_attributes(attrs) }}>", '{{- html_attributes(attrs) }} onclick="this.form.submit()">'),
    m("validity", "block in a button", "button/secondary", "button.html", '<span class="city-button__text">', '<div class="city-button__text">', ("button.html", "{{ (loading_text or t(\"button.loading\")) if loading else text }}</span>", "{{ (loading_text or t(\"button.loading\")) if loading else text }}</div>")),
    m("validity", "button in a link", "button/link", "button.html", '<span class="city-button__text">', '<button class="city-button__text">', ("button.html", "{{ (loading_text or t(\"button.loading\")) if loading else text }}</span>", "{{ (loading_text or t(\"button.loading\")) if loading else text }}</button>")),
    m("roles", "disabled button that does not say why", "button/disabled", "button.html", '<p class="city-hint" id="{{ hint_id }}">{{ hint }}</p>', "", ("button.html", "{{- aria_described_by(attrs, hint_id) }}", "")),
    m("keyboard", "group shown the other way round", "button/group", "button-group.scss", ".city-button-group {\n", ".city-button-group {\n  flex-direction: row-reverse;\n  justify-content: flex-end;\n"),
)  # fmt: skip

ERROR_SUMMARY = (
    m("validity", "links to nothing", "error-summary/default", "error-summary.html", 'href="{{ item.url }}"', 'href="{{ item.url }}-field"'),
    m("handover", "links to itself", "error-summary/default", "error-summary.html", 'href="{{ item.url }}"', 'href="#{{ id }}"'),
    m("handover", "links beside the field", "error-summary/from-python", "error-summary.html", 'href="{{ item.url }}"', 'href="#main"'),
    m("handover", "not focused", "error-summary/default", "error-summary.html", '{% if focus %} autofocus{% endif %}'),
    m("handover", "cannot be focused", "error-summary/default", "error-summary.html", ' tabindex="-1"'),
    m("names", "without a name", "error-summary/default", "error-summary.html", ' aria-labelledby="{{ id }}-heading"'),
    m("validity", "name that is not there", "error-summary/without-field", "error-summary.html", ' id="{{ id }}-heading"'),
    m("roles", "list role lost", "error-summary/default", "error-summary.html", ' role="list"'),
    m("roles", "heading for the eye alone", "error-summary/default", "error-summary.html", '<h{{ heading_level }} class', "<p class", ("error-summary.html", "</h{{ heading_level }}>", "</p>")),
    m("direction", "bar on the left", "error-summary/default", "error-summary.scss", "border-inline-start-width: var(--city-space-2);", "border-left-width: var(--city-space-2);"),
    m("targets", "small links", "error-summary/default", "error-summary.scss", "  min-block-size: var(--city-size-target);\n  padding-block: var(--city-space-1);", ""),
    m("lifecycle", "takes the focus each time it is moved", "error-summary/default", "error-summary.js", "    this.met = true;"),
    m("language", "heading in English everywhere", "error-summary/default", "error-summary.html", 't("error_summary.heading")', '"There is a problem"'),
    m("contrast", "pale heading", "error-summary/default", "error-summary.scss", "  color: var(--city-color-text-error);", "  color: var(--city-color-border-default);"),
    m("reflow", "fixed width", "error-summary/default", "error-summary.scss", "  max-inline-size: var(--city-size-measure);", "  inline-size: 34rem;"),
    m("scriptless", "that only a script shows", "error-summary/default", "error-summary.html", ' role="group" aria-labelledby', ' hidden role="group" aria-labelledby', ("error-summary.js", "  connectedCallback() {", "  connectedCallback() {\n    this.hidden = false;"), ("error-summary.scss", "  display: block;\n", "")),
    m("motion", "left out in print", "error-summary/default", "error-summary.scss", "", "@include print { .city-error-summary { display: none; } }"),
    m("axe", "role that is none", "error-summary/default", "error-summary.html", 'role="group"', 'role="errors"'),
    m("policy", "style in a style attribute", "error-summary/default", "error-summary.html", ' role="group"', ' style="margin-block-end: 2rem" role="group"'),
)  # fmt: skip

CLOSES = "    button.onclick = () => {"
CLOSED = "    };\n  }\n}"
ANNOUNCED = 'notification: {% from "citydesign/notification.html" import notification %}\n<h1>Sports halls</h1>{{ notification("Saved", announce=True, dismissible=True) }}'

NOTIFICATION = (
    m("handover", "focus lost when closed", "notification/dismissible", "notification.js", "      next?.focus();\n"),
    m("handover", "focus handed to what can't take it", "notification/dismissible", "notification.js", '      if (next && !next.matches("a, button, input, select, textarea, [tabindex]"))\n        next.tabIndex = -1;\n'),
    m("names", "close button without words", "notification/dismissible", "notification.html", '<span class="city-visually-hidden">{{ t("notification.close") }}</span>'),
    m("names", "close button is a cross", "notification/dismissible", "notification.html", '<span class="city-visually-hidden">{{ t("notification.close") }}</span>', "×"),
    m("names", "region without a name", "notification/default", "notification.html", ' aria-labelledby="{{ id }}-heading"'),
    m("validity", "name that is not there", "notification/default", "notification.html", ' id="{{ id }}-heading"'),
    m("names", "role removed", "notification/dismissible", "notification.html", ' role="{{ ("alert" if status == "error" else "status") if announce else "region" }}"'),
    m("scriptless", "close button without a script", "notification/dismissible", "notification.html", 'type="button" hidden>', 'type="button">'),
    m("lifecycle", "double listener", "notification/dismissible", "notification.js", CLOSES, '    button.addEventListener("click", () => {', ("notification.js", CLOSED, "    });\n  }\n}")),
    m("lifecycle", "heading prefixed each time", "notification/dismissible", "notification.js", "    button.hidden = false;", '    button.hidden = false;\n    this.querySelector("h2").prepend("New: ");'),
    m("announcements", "speaks again and again", ANNOUNCED, "notification.js", "    button.hidden = false;", '    button.hidden = false;\n    setInterval(() => { this.querySelector("h2").append("."); }, 700);'),
    m("announcements", "speaks after each key", 'notification: {% from "citydesign/all.html" import notification, text_input %}\n<h1>Sports halls</h1>{{ notification("Saved", announce=True, dismissible=True) }}{{ text_input("hall", "Hall") }}', "notification.js", "    button.hidden = false;", '    button.hidden = false;\n    document.addEventListener("input", (event) => { this.querySelector("h2").textContent = `Saved ${event.target.value}`; });'),
    m("contrast", "unreadable", "notification/default", "notification.scss", "background: var(--city-color-status-#{$status}-tint);", "background: var(--city-color-status-#{$status}-mark);"),
    m("contrast", "unreadable in the dark", "notification/warning", "notification.scss", "", "@media (prefers-color-scheme: dark) { .city-notification.city-notification { background: #ccc; } }"),
    m("targets", "small close button", "notification/dismissible", "notification.scss", "  @include target;\n"),
    m("keyboard", "close button out of reach", "notification/dismissible", "notification.html", 'class="city-notification__close" type="button"', 'class="city-notification__close" tabindex="-1" type="button"'),
    m("contrast", "ring of the close button cut off", "notification/dismissible", "notification.scss", ".city-notification {\n", ".city-notification {\n  overflow: hidden;\n  padding: 0 !important;\n", ("notification.scss", "  margin: calc(var(--city-space-2) * -1);", "  margin: 0;")),
    m("language", "close in English everywhere", "notification/dismissible", "notification.html", '{{ t("notification.close") }}', "Dismiss"),
    m("language", "kind in English everywhere", "notification/success", "notification.html", '{{ t("notification." ~ status) }}', "Information:"),
    m("reflow", "fixed width", "notification/default", "notification.scss", "  min-inline-size: 0;", "  min-inline-size: 30rem;"),
    m("motion", "content left out in print", "notification/default", "notification.scss", "", "@include print { .city-notification__content { display: none; } }"),
    m("motion", "slides in", "notification/default", "notification.scss", "", "@keyframes slide { from { transform: translateY(-2rem); } } .city-notification { animation: slide 0.4s; }"),
    m("direction", "bar on the left", "notification/default", "notification.scss", "  border-inline-start: var(--city-space-2) solid;", "  border-left: var(--city-space-2) solid;"),
    m("policy", "script that breaks", "notification/dismissible", "notification.js", "    button.hidden = false;", "    button.show();"),
    m("axe", "heading level skipped", "notification/default", "notification.html", "<h{{ heading_level }}", "<h4", ("notification.html", "</h{{ heading_level }}>", "</h4>")),
)  # fmt: skip

MUTANTS = BUTTON + ERROR_SUMMARY + NOTIFICATION
