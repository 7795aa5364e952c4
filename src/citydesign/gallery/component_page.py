"""The page of a component: examples in frames, their source, parameters, guidance, tokens."""

from __future__ import annotations

import json
import re
from functools import cache

from markupsafe import Markup

from citydesign import styles, tokens
from citydesign.contracts import Component
from citydesign.errors import ContractError
from citydesign.examples import Example, examples_of, fragment, source
from citydesign.gallery.checked import checked
from citydesign.gallery.html_source import html_source
from citydesign.gallery.keyboard_table import keyboard_table
from citydesign.gallery.markup import code, frame, inline_code, table
from citydesign.gallery.python_source import python_source
from citydesign.gallery.results import Results
from citydesign.library import LIBRARY, OURS, Library
from citydesign.rules import Parameter, siblings

#: Words of the header's `status`, as a reader meets them.
STATUS = {
    "draft": "Draft: may change at any time",
    "trial": "Trial: passes every automatic check, not yet tested with residents",
    "stable": "Stable",
}
#: Where no run has left anything.
NOTHING = Results()
#: From a component's page to the gallery's top.
_TOP = "../.."


def component_page(
    component: Component, results: Results = NOTHING, library: Library = LIBRARY
) -> str:
    """Write the Markdown page of a component.

    Args:
        component: The component.
        results: What earlier runs found about it.
        library: The components that its examples may call.

    Raises:
        ContractError: An example is broken, or there is no guidance.
    """
    guidance = component.folder / f"{component.name}.md"
    examples = examples_of(component)
    parts = [
        f"---\ntitle: {json.dumps(component.title)}\n"
        f"description: {json.dumps(component.summary)}\n---",
        f"# {component.title}",
        _opening(component),
        '<div class="gallery-toolbar" data-toolbar hidden></div>',
        "## Examples {#examples}",
        *(part for example in examples for part in _example(example, library)),
        *([_guidance(guidance.read_text("utf-8"))] if guidance.exists() else []),
        "## Keyboard {#keyboard}",
        keyboard_table(component),
        "## Checked {#checked}",
        checked(component, results),
        "## Parameters {#parameters}",
        _parameters(component),
        "## Tokens {#tokens}",
        _tokens(component),
    ]
    return "\n\n".join(map(str, parts)) + "\n"


def preview_path(example: Example, locale: str) -> str:
    """Where the page of an example is, from the gallery's top."""
    return f"previews/{page_name(example.component)}/{example.name}.{locale}.html"


def page_name(component: Component) -> str:
    """Name of a component's page: `button`, `rantakyla-stop-board`."""
    return component.id.replace("/", "-")


def _opening(component: Component) -> Markup:
    line = f'{{% from "{component.imported_from}" import {component.macro} %}}'
    script = "Enhanced by a script" if component.script else "Needs no script"
    return Markup(
        '<p class="gallery-lead">{}</p>\n'
        '<ul class="gallery-facts"><li data-status="{}">{}{}</li><li>Since {}</li>'
        "<li>{}</li>{}</ul>\n"
        "{}"
    ).format(
        component.summary,
        component.status,
        STATUS[component.status],
        component.evidence and f": {component.evidence}",
        component.since,
        script,
        Markup("<li>Elsewhere: {}</li>").format(", ".join(component.also))
        if component.also
        else "",
        code(line, "jinja"),
    )


def _example(example: Example, library: Library) -> tuple[str, Markup]:
    address = f"{_TOP}/{preview_path(example, 'en')}"
    try:
        python = python_source(source(example))
    except ContractError as error:
        raise ContractError(f"{example.path}: {error}") from None
    sources = (
        ("Jinja", "jinja", source(example)),
        ("Python", "python", python),
        ("HTML", "html", html_source(fragment(example, library=library))),
    )
    panels = Markup("\n").join(
        Markup('<div data-panel="{}">\n<h4>{}</h4>\n{}\n</div>').format(
            name, name, code(text.strip() + "\n", language)
        )
        for name, language, text in sources
    )
    html = Markup(
        '<div class="gallery-example" data-example="{}">\n{}\n'
        '<p class="gallery-open"><a href="{}" target="_blank" rel="noopener">'
        'Open it alone<span class="gallery-hidden">: {} (opens in a new tab)</span></a></p>\n'
        '<div class="gallery-sources" data-gallery-tabs="Source of: {}">\n{}\n</div>\n</div>'
    ).format(
        example.name,
        frame(address, f"Example: {example.caption}"),
        address,
        example.caption,
        example.caption,
        panels,
    )
    return f"### {example.caption} {{#{example.name}}}", html


def _guidance(text: str) -> str:
    # Its headings are one rank below that of the part.
    fenced = False
    lines = ["## Guidance {#guidance}", ""]
    for line in text.strip().splitlines():
        fenced ^= line.startswith("```")
        lines.append(f"#{line}" if line.startswith("##") and not fenced else line)
    # A table of words in three languages has nothing above its first column.
    return re.sub(
        r"^\|\s*\|(?=.*\n\|[\s:|-]+$)",
        '|<span class="gallery-hidden">Text</span>|',
        "\n".join(lines),
        flags=re.MULTILINE,
    )


def _parameters(component: Component) -> str:
    macro = component.macro
    parts: list[str] = [_parameter_table(f"Parameters of {macro}", component.parameters)]
    for record in component.records:
        parts.append(
            Markup('<h3 id="record-{}">{}</h3>').format(
                record.name.lower(), inline_code(record.name)
            )
        )
        parts.append(_parameter_table(f"Fields of {record.name}", record.fields))
    return "\n\n".join(map(str, parts))


def _parameter_table(caption: str, parameters: tuple[Parameter, ...]) -> Markup:
    rows = (
        (
            inline_code(p.name),
            _type(p.type),
            Markup("<strong>required</strong>") if p.default is None else inline_code(p.default),
            _with_rules(p),
        )
        for p in parameters
    )
    return table(caption, ("Name", "Type", "Default", "What it is"), rows, "parameters")


def _with_rules(parameter: Parameter) -> Markup:
    notes = []
    if parameter.deprecated:
        notes.append(Markup("<strong>Deprecated</strong>: {}.").format(parameter.deprecated))
    if parameter.since:
        notes.append(Markup("Since {}.").format(parameter.since))
    if parameter.nonempty:
        notes.append(Markup("Not empty."))
    if parameter.inert:
        notes.append(Markup("No link or button in it."))
    if parameter.unique:
        notes.append(Markup("Each {} only once.").format(inline_code(parameter.unique)))
    if parameter.single:
        notes.append(Markup("At most one has {}.").format(inline_code(parameter.single)))
    if parameter.last:
        notes.append(Markup("Only the last may leave out {}.").format(inline_code(parameter.last)))
    if parameter.contains:
        notes.append(Markup("Contains {}.").format(inline_code(parameter.contains)))
    if parameter.among:
        notes.append(
            Markup("One of {}, unless there is an error.").format(inline_code(parameter.among))
        )
    if parameter.width:
        notes.append(Markup("Each row is as long as {}.").format(inline_code(parameter.width)))
    if parameter.length:
        notes.append(Markup("One for each of {}, or none.").format(inline_code(parameter.length)))
    if bounds := _bounds(parameter):
        notes.append(bounds)
    if parameter.needs:
        notes.append(Markup("Only with {}.").format(_names(parameter.needs, " or ")))
    if parameter.without:
        notes.append(Markup("Not with {}.").format(_names(parameter.without, " or ")))
    if parameter.local:
        notes.append(
            Markup("With it, each {} is a path of this site.").format(inline_code(parameter.local))
        )
    return Markup(" ").join([_with_code(parameter.text), *notes])


def _bounds(parameter: Parameter) -> Markup | None:
    least, most = (
        Markup("the number of {}").format(inline_code(bound)) if isinstance(bound, str) else bound
        for bound in (parameter.least, parameter.most)
    )
    if parameter.least != "" and parameter.most != "":
        return Markup("From {} to {}.").format(least, most)
    if parameter.least != "":
        return Markup("At least {}.").format(least)
    return Markup("At most {}.").format(most) if parameter.most != "" else None


def _names(rule: str, joined: str) -> Markup:
    return Markup(joined).join(inline_code(name) for name in siblings(rule))


def _type(expression: str) -> Markup:
    # Lines may break after a bar or a comma, not inside a word.
    parts = re.split(r"(?<=[|,])\s", expression)
    return inline_code(Markup("<wbr> ").join(parts))


def _with_code(text: str) -> Markup:
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(Markup.escape(text))))


def _tokens(component: Component) -> Markup:
    used = tokens_of(component)
    if not used:
        return Markup("<p>It has no styles of its own.</p>")
    groups: dict[str, list[tokens.Token]] = {}
    for token in used:
        groups.setdefault(token.path.split(".")[0], []).append(token)
    items = Markup("\n").join(
        Markup('<li><a href="{}/tokens/{}/#{}">{}</a><span>{}</span></li>').format(
            _TOP,
            PAGE_OF.get(token.path.split(".")[0], "shape"),
            token.path.replace(".", "-"),
            inline_code(token.variable),
            token.description,
        )
        for group in groups.values()
        for token in group
    )
    return Markup(
        "<p>Its styles read these. A city's theme changes them for every component at once.</p>\n"
        '<ul class="gallery-tokens">\n{}\n</ul>'
    ).format(items)


#: Page of the gallery with the tokens of a group.
PAGE_OF = {
    "color": "colours",
    "font": "type",
    "space": "space",
    "size": "space",
    "radius": "shape",
    "border": "shape",
    "shadow": "shape",
    "edge": "shape",
    "motion": "shape",
}


def tokens_of(component: Component) -> list[tokens.Token]:
    """The tokens that the styles of a component read, mixins included.

    Raises:
        BuildError: The styles don't compile.
    """
    shared = OURS.folder / "shared"
    file = component.folder / f"{component.name}.scss"
    if not file.exists():
        file = shared / file.name
    if not file.exists():
        return []
    mixins = (shared / "mixins.scss").read_text("utf-8")
    text = f"{mixins}\n{file.read_text('utf-8')}"
    lines = tuple((file, number) for number in range(1, text.count("\n") + 2))
    css = styles.compiled(styles.Sheet(text, lines))
    used = set(re.findall(r"var\((--city-[\w-]+)", css))
    return [token for token in _all_tokens() if token.variable in used]


@cache
def _all_tokens() -> tuple[tokens.Token, ...]:
    return tuple(tokens.load().values())
