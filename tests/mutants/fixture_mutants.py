"""Faults of a page written by hand, at least one for each oracle.

Each has the name of the oracle that must see it, a name, and what is replaced where.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from citydesign.audit.pages.subject import Step, Subject

FIXTURE = Path(__file__).parent / "fixture"
STATES = {"open": [Step("click", "[data-open]")]}


@dataclass(frozen=True)
class Mutant:
    """One fault: in `part` (html, css or js) the text `old` becomes `new`."""

    oracle: str
    name: str
    part: str
    old: str
    new: str


def _m(oracle: str, name: str, part: str, old: str, new: str) -> Mutant:
    return Mutant(oracle, name, part, old, new)


MUTANTS: tuple[Mutant, ...] = (
    _m("axe", "page without a main heading", "html", "<h1>Apply for a day-care place</h1>", "<p>Apply for a day-care place</p>"),
    _m("axe", "autocomplete with an unknown word", "html", 'autocomplete="street-address"', 'autocomplete="street"'),
    _m("axe", "heading level skipped", "html", '<h2 tabindex="-1" class="after">Your choices</h2>', '<h4 tabindex="-1" class="after">Your choices</h4>'),
    _m("axe", "unknown aria attribute", "html", 'aria-describedby="child-hint"', 'aria-describedby="child-hint" aria-hint="x"'),
    _m("axe", "zoom forbidden", "html", "initial-scale=1", "initial-scale=1, user-scalable=no"),
    _m("axe", "a ground that axe can't see through", "css", ".scroll {", "main { position: relative; } main::before { content: ''; position: absolute; inset: 0; z-index: -1; background: #fff; } .scroll {"),
    _m("validity", "id given twice", "html", '<p class="hint" id="more-count">', '<p class="hint" id="child-hint">'),
    _m("validity", "hint that is not there", "html", 'id="child-hint"', 'id="child-help"'),
    _m("validity", "label for nothing", "html", 'for="centre"', 'for="center"'),
    _m("validity", "summary link to nothing", "html", 'href="#main"', 'href="#content"'),
    _m("validity", "dangling aria-controls", "html", 'aria-controls="help"', 'aria-controls="hours-panel"'),
    _m("validity", "attribute given twice", "html", 'name="child" autocomplete', 'name="child" name="kid" autocomplete'),
    _m("validity", "paragraph in a label", "html", "Name of the child</label>", "<p>Name of the child</p></label>"),
    _m("validity", "tag left open", "html", "<p>You get an answer in two weeks.</p>\n</details>", "<p>You get an answer in <b>two weeks.</p>\n</details>"),
    _m("validity", "button in a link", "html", '<a class="nav-link" href="/accessibility">Accessibility statement</a>', '<a class="nav-link" href="/accessibility"><button class="button" type="submit">Accessibility statement</button></a>'),
    _m("validity", "div in a list", "html", '<li>Metso <button', '<div></div><li>Metso <button'),
    _m("names", "label link lost", "html", '<label for="child">', "<label>"),
    _m("names", "aria-label over text", "html", '<button class="button" type="submit">Send the', '<button class="button" type="submit" aria-label="Submit form">Send the'),
    _m("names", "hidden text before the visible", "html", '>Remove <span class="hidden">Metso</span>', '><span class="hidden">Metso: </span>Remove'),
    _m("names", "hidden text glued", "html", 'Remove <span class="hidden">Metso', 'Remove<span class="hidden">Metso'),
    _m("names", "two navigations of one name", "html", 'aria-label="Language"', 'aria-label="Services"'),
    _m("names", "navigation without a name", "html", '<nav aria-label="Language">', "<nav>"),
    _m("names", "fieldset without a legend", "html", "<legend>Hours in a week</legend>", ""),
    _m("names", "button without words", "html", ">Send the application</button>", "></button>"),
    _m("names", "two fields of one name", "html", ">Street address</label>", ">Name of the child</label>"),
    _m("names", "name is only a sign", "html", ">Send the application</button>", ">&gt;</button>"),
    _m("roles", "list role lost", "html", '<ul class="plain tray" role="list">', '<ul class="plain tray">'),
    _m("roles", "aria-expanded on a box", "html", '<div id="help" data-panel>', '<div id="help" data-panel aria-expanded="false" role="region" aria-label="Hours">'),
    _m("roles", "stale aria-expanded", "js", '    this.button.setAttribute("aria-expanded", String(open));\n', ""),
    _m("roles", "current for the eye alone", "html", '<a class="nav-link" href="/day-care" aria-current="page">', '<a class="nav-link nav-link--current" href="/day-care">'),
    _m("roles", "table shown as blocks", "css", "table { border-collapse: collapse; min-inline-size: 30rem; }", "table, tr, td, th { display: block; }"),
    _m("roles", "table without headers", "html", '<th scope="col">Income</th><th scope="col">One child</th><th scope="col">Two children</th>', "<td>Income</td><td>One child</td><td>Two children</td>"),
    _m("roles", "error tied to no field", "html", 'aria-invalid="true" aria-describedby="street-error"', 'aria-invalid="true"'),
    _m("roles", "field in error that does not say so", "html", ' aria-invalid="true"', ""),
    _m("roles", "paragraph drawn as a heading", "html", '<h2 tabindex="-1" class="after">Your choices</h2>', '<div class="after" tabindex="-1" style-less><p class="big">Your choices</p></div><p>You can choose up to five day-care centres.</p>'),
    _m("keyboard", "focus ring removed", "css", ":focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; }", ":focus-visible { outline: none; }"),
    _m("keyboard", "focus ring too thin", "css", "outline: 3px solid var(--ink)", "outline: 1px dotted var(--ink)"),
    _m("keyboard", "focus ring too pale", "css", "outline: 3px solid var(--ink)", "outline: 3px solid #ddd"),
    _m("keyboard", "focus ring clipped", "css", ".scroll { overflow-x: auto; background: var(--paper); }", ".scroll { overflow-x: auto; background: var(--paper); } form { overflow: hidden; } form .button { inline-size: 100%; outline-offset: 4px; }"),
    _m("keyboard", "tabindex pulls ahead", "html", 'id="street" name="street"', 'id="street" tabindex="3" name="street"'),
    _m("keyboard", "two fields swapped by style", "css", ".field, fieldset, .choice {", "form { display: flex; flex-direction: column; } form .field:first-child { order: 3; } .field, fieldset, .choice {"),
    _m("keyboard", "button out of reach of Tab", "html", '<button class="button" type="submit">Send', '<button class="button" type="submit" tabindex="-1">Send'),
    _m("keyboard", "focus trapped", "js", "class Count", 'document.addEventListener("keydown", (e) => { if (e.key === "Tab" && e.target.id === "street") e.preventDefault(); });\nclass Count'),
    _m("keyboard", "focus in something hidden", "css", ".scroll { overflow-x: auto; background: var(--paper); }", ".scroll { overflow-x: auto; background: var(--paper); } details > summary { opacity: 0; }"),
    _m("keyboard", "focus under a sticky bar", "css", ".brand { margin: 0;", "footer { position: fixed; inset-block-end: 0; inset-inline: 0; block-size: 10rem; background: #fff; } .brand { margin: 0;"),
    _m("keyboard", "click without a key", "html", "It takes ten minutes.</p>", "It takes ten minutes.</p><p data-click>More</p>"),
    _m("handover", "focus lost after removal", "js", '    this.querySelector(".after").focus();\n', ""),
    _m("handover", "skip link without a landing", "html", '<main id="main" tabindex="-1">', '<main><p id="main" hidden></p>'),
    _m("handover", "summary link beside the field", "html", "<h1>Apply", '<div role="alert" class="error-summary"><ul><li><a class="nav-link" href="#child">Write your street address</a></li></ul></div><h1>Apply'),
    _m("announcements", "chatty count", "js", "}, 800);", "}, 0);"),
    _m("announcements", "clock that speaks each second", "js", "    this.field.addEventListener", '    let n = 99; setInterval(() => { this.told.textContent = `${n--} seconds left`; }, 900);\n    this.field.addEventListener'),
    _m("announcements", "said into a hidden region", "css", ".scroll { overflow-x: auto; background: var(--paper); }", ".scroll { overflow-x: auto; background: var(--paper); } [data-say] { display: none; }"),
    _m("announcements", "said twice", "html", '<p class="hidden" role="status" data-say></p>', '<p class="hidden" role="status" data-say></p><p class="hidden" role="status" data-echo></p>'),
    _m("reflow", "fixed width", "css", ".field, fieldset, .choice {", "fieldset { inline-size: 30rem; } .field, fieldset, .choice {"),
    _m("reflow", "fixed height cuts text", "css", ".button { background", ".button { block-size: 2.8rem; overflow: hidden; max-inline-size: 9rem; } .button { background"),
    _m("reflow", "letters in pixels", "css", "font: 1.125rem/1.5 sans-serif", "font: 18px/1.5 sans-serif"),
    _m("reflow", "nameless scroll box", "html", '<div class="scroll" role="region" aria-label="Fees" tabindex="0">', '<div class="scroll">'),
    _m("reflow", "one line that does not wrap", "css", ".hint { color", "h1 { white-space: nowrap; } .hint { color"),
    _m("reflow", "sticky header fills a zoomed window", "css", ".brand { margin: 0;", "header { position: sticky; inset-block-start: 0; background: var(--paper); } .brand { margin: 0;"),
    _m("targets", "small radio", "css", "inline-size: 2.75rem; block-size: 2.75rem; min-block-size: 0; margin: 0; flex: none;", "inline-size: 1rem; block-size: 1rem; min-block-size: 0; margin: 0; flex: none;"),
    _m("targets", "small link", "css", "min-block-size: 2.75rem; min-inline-size: 2.75rem; }", "}"),
    _m("targets", "small button", "css", "input, select, textarea, .button { font: inherit; min-block-size: 3rem;", "input, select, textarea, .button { font: inherit; min-block-size: 2rem; line-height: 1;"),
    _m("forced-colours", "ring drawn by shadow alone", "css", ":focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; }", ":focus-visible { outline: none; box-shadow: 0 0 0 3px var(--ink); }"),
    _m("forced-colours", "current by background alone", "css", ".nav-link[aria-current] { font-weight: 700; border-block-end: 4px solid currentColor; text-decoration: none; }", ".nav-link[aria-current] { background: #111; color: #fff; }"),
    _m("forced-colours", "tick drawn by background", "css", "accent-color: var(--ink); }", "appearance: none; border: 2px solid var(--line); }\n.choice input:checked { background: var(--ink); }"),
    _m("contrast", "pale text", "css", "--soft: #444", "--soft: #999"),
    _m("contrast", "pale text in the dark", "css", "--soft: #cfcfcf", "--soft: #555"),
    _m("contrast", "pale edge", "css", "--line: #555", "--line: #ccc"),
    _m("contrast", "pale text over a gradient", "css", ".hint { color", ".hint { background: linear-gradient(90deg, #fff, #666); } .hint { color"),
    _m("contrast", "pale under the pointer", "css", ".button:hover { text-decoration: underline; }", ".button:hover { background: #ccc; }"),
    _m("contrast", "link told by colour alone", "css", "a { color: var(--link); }", "a { color: var(--link); text-decoration: none; }"),
    _m("contrast", "ring lost in the dark", "css", ".button { transition", "@media (prefers-color-scheme: dark) { :focus-visible { outline-color: #222; } } .button { transition"),
    _m("direction", "physical margin", "css", ".hint { color: var(--soft); margin: 0; }", ".hint { color: var(--soft); margin: 0 0 0 1rem; }"),
    _m("direction", "text to the left", "css", "caption { text-align: start;", "caption { text-align: left;"),
    _m("direction", "pinned to one side", "css", ".brand { margin: 0;", ".brand { position: relative; left: 2rem; margin: 0;"),
    _m("language", "link in Finnish not marked", "html", ' lang="fi" hreflang="fi">Suomi', ">Suomi"),
    _m("language", "page in another language than it says", "html", '<html lang="en" dir="ltr">', '<html lang="fi" dir="ltr">'),
    _m("language", "sentence in another language", "html", "<p>Read <a", "<p>Saat vastauksen kahden viikon kuluttua, ja se on myös postissa, jos et ole valinnut että haluat sen.</p><p>Read <a"),
    _m("scriptless", "button that needs a script", "html", '<form method="post" action="/help"><button class="button quiet" type="submit"', '<form method="post" action="/help"><button class="button quiet" type="button"'),
    _m("scriptless", "text that only a script shows", "html", "<div id=\"help\" data-panel>", '<div id="help" data-panel hidden>'),
    _m("policy", "inline style", "html", "<h1>Apply", '<h1 style="margin-top: 0">Apply'),
    _m("policy", "inline script", "html", "</body>", '<script>document.title = "x";</script>\n</body>'),
    _m("policy", "font from elsewhere", "css", ".brand { margin: 0;", '@font-face { font-family: city; src: url("https://fonts.example/city.woff2"); } body { font-family: city, sans-serif; } .brand { margin: 0;'),
    _m("policy", "script error", "js", "class Count", "undefinedThing();\nclass Count"),
    _m("policy", "file that is not there", "html", "/citydesign/fixture.js", "/citydesign/missing.js"),
    _m("lifecycle", "listener that stays", "js", 'this.field.addEventListener("input", this);', 'this.field.addEventListener("input", (event) => this.handleEvent(event));'),
    _m("lifecycle", "double listener", "js", '    this.addEventListener("click", this);\n', '    this.addEventListener("click", (event) => this.handleEvent(event));\n'),
    _m("lifecycle", "listener on the document piles up", "js", '    this.addEventListener("click", this);\n', '    this.addEventListener("click", this);\n    document.addEventListener("keydown", () => this.title);\n'),
    _m("lifecycle", "adds itself twice", "js", '    this.addEventListener("click", this);\n', '    this.addEventListener("click", this);\n    this.append(document.createElement("p"));\n'),
    _m("shortcuts", "letter that hides it", "js", '    this.addEventListener("click", this);\n', '    this.addEventListener("click", this);\n    document.addEventListener("keydown", ({ key }) => { if (key === "h") this.hidden = true; });\n'),
    _m("motion", "moves in spite of the wish", "css", "@media (prefers-reduced-motion: reduce) { .button { transition: none; } }", "@keyframes go { to { translate: 20px 0; } } .brand { animation: go 3s infinite alternate; }"),
    _m("motion", "slides in spite of the wish", "css", ".button { transition: background-color 0.1s; }\n@media (prefers-reduced-motion: reduce) { .button { transition: none; } }", ".button { transition: transform 0.3s; }"),
    _m("motion", "pale on paper", "css", "@media print {\n  :root { --ink: #000;", "@media print {\n  :root { --ink: #ddd;"),
    _m("motion", "text missing on paper", "css", "@media print {\n", "@media print {\n  .hint { display: none; }\n"),
)  # fmt: skip

# Words that a mutant needs beside its one change.
EXTRA = {
    "click without a key": ("js", "class Count", 'document.querySelector("[data-click]").addEventListener("click", () => {});\ndocument.querySelector("[data-click]").classList.add("pointer");\nclass Count', "css", ".scroll {", ".pointer { cursor: pointer; } .scroll {"),
    "said twice": ("js", "      this.told.textContent = ", '      this.querySelector("[data-echo]").textContent = this.told.textContent = '),
    "paragraph drawn as a heading": ("css", ".scroll {", ".big { font-size: 1.6rem; font-weight: 700; } .scroll {", "html", " style-less", ""),
    "focus under a sticky bar": ("css", "scroll-padding-block: 1rem;", ""),
}  # fmt: skip


def parts(mutant: Mutant | None = None) -> dict[str, str]:
    """The html, css and js of the good page, with the fault of a mutant in it.

    Raises:
        ValueError: when the text to replace is not there: the mutant would be no mutant.
    """
    texts = {
        "html": (FIXTURE / "good.html").read_text("utf-8"),
        "css": (FIXTURE / "assets" / "fixture.css").read_text("utf-8"),
        "js": (FIXTURE / "assets" / "fixture.js").read_text("utf-8"),
    }
    if mutant is None:
        return texts
    extra = EXTRA.get(mutant.name, ())
    changes = [(mutant.part, mutant.old, mutant.new)]
    changes += [extra[i : i + 3] for i in range(0, len(extra), 3)]  # type: ignore[misc]
    for part, old, new in changes:
        if old not in texts[part]:
            raise ValueError(f"mutant `{mutant.name}`: `{old}` is not in the {part}")
        texts[part] = texts[part].replace(old, new, 1)
    return texts


def subject(folder: Path, mutant: Mutant | None = None) -> Subject:
    """The good page, or a mutant of it, with its assets written to a folder."""
    texts = parts(mutant)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "fixture.css").write_text(texts["css"], "utf-8")
    (folder / "fixture.js").write_text(texts["js"], "utf-8")
    name = mutant.name.replace(" ", "-") if mutant else "good"
    return Subject(
        "fixture", name, html=lambda setting: texts["html"], assets=folder, states=STATES
    )
