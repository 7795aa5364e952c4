"""Faults put into the pages, styles and scripts of our own components.

A fault is written once and goes into one example of each component that it fits, so each pair of
fault and component is a mutant of its own.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from citydesign.assets import assets_path
from citydesign.audit.pages.subject import Subject
from citydesign.audit.pages.subjects import subject_of
from citydesign.examples import Example, all_examples, page


@dataclass(frozen=True)
class Fault:
    """What is done to a page: in `part` what matches `old` becomes `new`.

    For `css` the text `new` is added after the style sheet, where the HTML matches `old`.
    """

    oracle: str
    name: str
    part: str
    old: str
    new: str


def _f(oracle: str, name: str, part: str, old: str, new: str) -> Fault:
    return Fault(oracle, name, part, old, new)


CONTROL = r"<(input|select|textarea|button)\b(?! type=\"hidden\")"
FAULTS: tuple[Fault, ...] = (
    _f("axe", "unknown role", "html", r"<main ", '<main data-x="1" role="mainn" '),
    _f("axe", "page language that is none", "html", r'<html lang="en"', '<html lang="english-uk"'),
    _f("axe", "zoom forbidden", "html", r"initial-scale=1", "initial-scale=1, maximum-scale=1"),
    _f("axe", "unknown autocomplete", "html", r'autocomplete="[^"]+"', 'autocomplete="city-name"'),
    _f("validity", "label for nothing", "html", r'<label([^>]*) for="[^"]+"', r'<label\1 for="nothing"'),
    _f("validity", "description that is not there", "html", r'aria-describedby="', 'aria-describedby="gone '),
    _f("validity", "name that is not there", "html", r'aria-labelledby="[^"]+"', 'aria-labelledby="gone"'),
    _f("validity", "id twice", "html", r'(<main[^>]*>)(.*?) id="[^"]+"', r'\1\2 id="main"'),
    _f("validity", "attribute twice", "html", r'<(input|select|textarea|button|a) ', r'<\1 class="a" class="b" '),
    _f("validity", "dead link in the page", "html", r'<a ([^>]*)href="#[^"]+"', r'<a \1href="#gone"'),
    _f("validity", "block in a label", "html", r"(<label[^>]*>)(.*?)</label>", r"\1<div>\2</div></label>"),
    _f("names", "label link lost", "html", r'<label([^>]*) for="[^"]+"', r"<label\1"),
    _f("names", "aria-label over text", "html", r"<(button|a) (?=[^>]*>\s*[A-Za-z])", r'<\1 aria-label="Press here" '),
    _f("names", "hidden text glued", "html", r'(\w) *(<span class="city-visually-hidden">) *(?=\w)', r"\1\2"),
    _f("names", "landmark name lost", "html", r'<nav([^>]*) aria-label(ledby)?="[^"]*"', r"<nav\1></nav><nav"),
    _f("names", "legend lost", "html", r"<legend.*?</legend>", ""),
    _f("names", "words lost", "html", r"(<button[^>]*>)(?!</button>).*?</button>", r"\1</button>"),
    _f("roles", "list role lost", "html", r'(<main(?:(?!<nav|role="navigation").)*?<(?:ul|ol)[^>]*) role="list"', r"\1"),
    _f("roles", "current lost", "html", r' aria-current="[^"]+"', ""),
    _f("roles", "hint tied to nothing", "html", r' aria-describedby="[^"]+"', ""),
    _f("roles", "error state lost", "html", r'( type="[^"]*"[^>]*?) aria-invalid="true"', r"\1"),
    _f("roles", "aria-expanded on a box", "html", r"<main ", '<main aria-expanded="true" '),
    _f("contrast", "ring gone", "css", CONTROL + r"|<a ", "*:focus-visible, *:focus { outline: none !important; box-shadow: none !important }"),
    _f("contrast", "ring thin and pale", "css", CONTROL + r"|<a ", "*:focus-visible { outline: 1px dotted #ccc !important; box-shadow: none !important }"),
    _f("keyboard", "out of reach", "html", r"(<main.*?)<(input|select|textarea|button)(?=[ >])(?! type=\"hidden\")", r'\1<\2 tabindex="-1"'),
    _f("keyboard", "pulled out of order", "html", r"(<main.*?)<(input|select|textarea|button|a)(?=[ >])", r'\1<\2 tabindex="4"'),
    _f("keyboard", "invisible but focusable", "css", r"<main.*?(<button|<a )", "main a, main button { opacity: 0 }"),
    _f("contrast", "field without its ring", "css", r"<main.*?(<input|<select|<textarea)", "main input, main select, main textarea { opacity: 0 }"),
    _f("handover", "no landing for the skip link", "html", r'(<main[^>]*) id="main" tabindex="-1"', r'<p id="main" hidden></p>\1'),
    _f("handover", "summary beside the field", "html", r'(error-summary__link" href=")#[^"]+', r"\1#main"),
    _f("announcements", "chatty count", "js", r"setTimeout\(([^;]*?), *\d+\)", r"setTimeout(\1, 0)"),
    _f("reflow", "fixed width", "css", r"<main", "main > * { inline-size: 40rem !important; min-inline-size: 40rem; max-inline-size: none }"),
    _f("reflow", "text that does not wrap", "css", r"<main.*?\w", "main * { white-space: nowrap !important; min-inline-size: max-content }"),
    _f("reflow", "letters in pixels", "css", r"<main.*?\w", "main, main * { font-size: 16px !important }"),
    _f("reflow", "height fixed and cut", "css", r"<main.*?<(button|label|a|legend|h1|p)\b", "main button, main label, main a, main legend, main h1, main p { display: block; block-size: .8em !important; min-block-size: 0 !important; padding: 0 !important; overflow: hidden }"),
    _f("targets", "small targets", "css", r"<main.*?(" + CONTROL + ")", "main input, main select, main textarea, main button { min-block-size: 0 !important; block-size: 20px !important; padding-block: 0 !important; line-height: 1 !important } main button::before, main button::after, main label::before { display: none !important }"),
    _f("forced-colours", "ring drawn by shadow alone", "css", CONTROL + r"|<a ", "*:focus-visible { outline: 0 solid transparent !important; box-shadow: 0 0 0 4px #000 !important }"),
    _f("forced-colours", "checked by colour alone", "css", r"<input[^>]*\bchecked", "@media (forced-colors: active) { input { appearance: none !important; border: 2px solid !important; background: none !important } input::before, input::after, label::before, label::after, input + *::before { display: none !important } label, input, label * { border-color: ButtonBorder !important; border-width: 1px !important; outline: 0 !important; box-shadow: none !important; font-weight: 400 !important; background: Canvas !important; color: CanvasText !important } }"),
    _f("contrast", "pale text", "css", r"<main.*?\w", "body, body * { color: #b5b5b5 !important }"),
    _f("contrast", "pale text in the dark", "css", r"<main.*?\w", "@media (prefers-color-scheme: dark) { body, body * { color: #3a3a3a !important } }"),
    _f("contrast", "pale edge", "css", r"<main.*?<(input|select|textarea) (?!type=\"hidden\")", "main input, main select, main textarea, main input::before, main label::before, main input + *::before { border-color: #ddd !important; box-shadow: none !important; background: #fff !important; appearance: none } "),
    _f("contrast", "ring lost in the dark", "css", CONTROL + r"|<a ", "@media (prefers-color-scheme: dark) { *:focus-visible { outline-color: #1a1a1a !important; box-shadow: none !important } }"),
    _f("direction", "physical margin", "css", r"<main", "main > * { margin-left: 3rem }"),
    _f("direction", "text to the left", "css", r"<main.*?\w", "main * { text-align: left }"),
    _f("language", "built-in words in English", "html", r"\[[^\]<>\"]{4,}\]", "Skip everything here"),
    _f("language", "language of a link lost", "html", r'(<a [^>]*?) lang="(fi|sv)"', r"\1"),
    _f("scriptless", "field that a script shows", "html", r"(<main.*?)<(input|select|textarea) (?!type=\"hidden\")", r'\1<button type="button">Show</button><\2 '),
    _f("policy", "inline style", "html", r"<main ", '<main style="padding: 0" '),
    _f("policy", "inline script", "html", r"</body>", "<script>window.x = 1</script></body>"),
    _f("policy", "script from elsewhere", "html", r"</head>", '<script src="https://cdn.example/x.js"></script></head>'),
    _f("policy", "event attribute", "html", r"<main ", '<main onclick="go()" '),
    _f("lifecycle", "adds itself each time", "js", r"connectedCallback\(\) *\{", 'connectedCallback() { this.append(document.createElement("i"));'),
    _f("lifecycle", "listens to the document each time", "js", r"connectedCallback\(\) *\{", 'connectedCallback() { document.addEventListener("keyup", () => this.id);'),
    _f("shortcuts", "letter that works everywhere", "js", r"connectedCallback\(\) *\{", 'connectedCallback() { document.addEventListener("keydown", (event) => event.key === "s" && this.toggleAttribute("hidden"));'),
    _f("motion", "moves in spite of the wish", "css", r"<main", "@keyframes x { to { translate: 0 9px } } main > * { animation: x 1s infinite alternate !important }"),
    _f("motion", "pale on paper", "css", r"<main.*?\w", "@media print { main, main * { color: #ccc !important } }"),
    _f("motion", "gone on paper", "css", r"<main.*?<(p|label|legend|h1)\b", "@media print { main p, main label, main legend, main h1 { display: none !important } }"),
)  # fmt: skip

# Faults that nobody can see on that page, with the reason.
OUTSIDE = "It is outside the main content, where its example has a hidden heading alone."
HEADING = "Of the elements that it is about, its example has a hidden heading alone."
NO_PRINT = "The component is left out in print, and its example has nothing else to read."
SKIP_LINK = "Only the skip link can have the focus there, and that it appears is its sign."
LABEL = "The label is the target too, and it keeps its size."
EXCUSES: dict[str, str] = {
    "height fixed and cut, skip-link/default": "The state focuses the page's own skip link, so the one in the content, which is cut, is never displayed.",
    "letters in pixels, skip-link/default": "Its words are there only while it has the focus.",
    "hint tied to nothing, fieldset/with-error": "Each of its fields names the error itself.",
    **{f"out of reach, {name}/default": "Tab reaches the group, and arrow keys this radio from the next."
       for name in ("radios", "rating", "place-chooser")},
    "out of reach, button-menu/default": "Its first button is the one that Enter presses, which nobody sees or reaches.",
    "current lost, step-indicator/default": "A step is no link, and the page says nothing wrong; the component's own test checks aria-current.",
    "current lost, side-navigation/default": "None of its links leads to the example's own address; the component's own test checks aria-current.",
    "letters in pixels, side-navigation/default": OUTSIDE,
    "pale text, footer/default": "Pale words can be read on its dark surface.",
    "pale text in the dark, button/default": "Dark words can be read on the light surface that the button has in the dark.",
    "pale edge, segmented-control/default": "Its edge is that of the label, which covers the radio.",
    "height fixed and cut, notification/default": HEADING,
    "gone on paper, notification/default": HEADING,
    "invisible but focusable, footer/default": OUTSIDE,
    **{f"{fault}, {name}/default": OUTSIDE
       for fault in ("letters in pixels", "height fixed and cut")
       for name in ("account-menu", "breadcrumbs", "footer", "header", "mega-menu")},
    **{f"{fault}, phase-banner/default": OUTSIDE
       for fault in ("letters in pixels", "height fixed and cut", "pale on paper", "gone on paper")},
    **{f"{fault}, {name}/default": NO_PRINT
       for fault in ("pale on paper", "gone on paper")
       for name in ("account-menu", "breadcrumbs", "button", "footer", "header", "mega-menu", "skip-link")},
    **{f"{fault}, {name}/default": SKIP_LINK
       for fault in ("ring gone", "ring thin and pale", "ring drawn by shadow alone", "ring lost in the dark")
       for name in ("confirmation", "notification", "page", "table")},
    **{f"{fault}, skip-link/default": SKIP_LINK
       for fault in ("ring drawn by shadow alone", "ring lost in the dark")},
    **{f"small targets, {name}/default": LABEL for name in ("checkboxes", "radios", "time-slots")},
}  # fmt: skip

# A rule for the bundle of scripts fits the components that have a script.
SCRIPTED = re.compile(r"<city-[a-z-]+")


@dataclass(frozen=True)
class Mutant:
    """A fault in an example."""

    fault: Fault
    example: Example

    @property
    def oracle(self) -> str:
        """Name of the oracle that must see it."""
        return self.fault.oracle

    @property
    def survives(self) -> str:
        """Why no oracle can see it, if so."""
        return EXCUSES.get(self.name, "")

    @property
    def name(self) -> str:
        """Fault and example."""
        return f"{self.fault.name}, {self.example.id}"


def mutants(most: int | None) -> Iterator[Mutant]:
    """Each fault in the first example of each component that it fits.

    Args:
        most: At most so many components for each fault, other ones for each; None for all.
    """
    pages = {example: page(example) for example in all_examples()}
    for number, fault in enumerate(FAULTS):
        fitting: dict[str, Example] = {}
        for example, html in pages.items():
            if example.component.name not in fitting and _fits(fault, example, html):
                fitting[example.component.name] = example
        chosen = list(fitting.values())
        if most is not None and len(chosen) > most:
            step = len(chosen) / most
            chosen = [chosen[int(number + i * step) % len(chosen)] for i in range(most)]
        yield from (Mutant(fault, example) for example in chosen)


def _fits(fault: Fault, example: Example, html: str) -> bool:
    if fault.part == "js":
        script = example.component.folder / f"{example.component.name}.js"
        return (
            script.exists()
            and SCRIPTED.search(html) is not None
            and re.search(fault.old, script.read_text("utf-8")) is not None
        )
    if fault.name == "built-in words in English":
        html = page(example, locale="ar-XB").partition("<main")[2]
    return re.search(fault.old, html, re.DOTALL) is not None


def subject(mutant: Mutant, folder: Path) -> Subject:
    """The example with the fault in it; changed assets are written to a folder."""
    fault, example = mutant.fault, mutant.example

    def change(html: str) -> str:
        # A changed style sheet is not the one that was signed.
        html = re.sub(r' integrity="[^"]*"', "", html)
        # Under its own address, so that no cache gives the sound one.
        html = re.sub(r'((?:href|src)="/citydesign/[^"?]+)"', rf'\1?{id(mutant)}"', html)
        if fault.part != "html":
            return html
        head, main, rest = html.partition("<main")
        if fault.name == "built-in words in English":
            return head + main + re.sub(fault.old, fault.new, rest, count=1)
        return re.sub(fault.old, fault.new, html, count=1, flags=re.DOTALL)

    found = subject_of(example, change)
    if fault.part == "html":
        return found
    shutil.copytree(assets_path(), folder)
    for file in folder.rglob(f"*.{fault.part}"):
        text = file.read_text("utf-8")
        if fault.part == "css":
            file.write_text(f"{text}\n{fault.new}\n", "utf-8")
        else:
            file.write_text(re.sub(fault.old, fault.new, text), "utf-8")
    return replace(found, assets=folder)
