"""Example pages: what designers see, tests parse and the audit opens.

`page` makes the one complete HTML page of an example; nothing else does.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import CodeType

from jinja2 import Environment, StrictUndefined, Template, TemplateSyntaxError
from markupsafe import Markup

from citydesign import assets, toml_file
from citydesign.contracts import Component, all_components
from citydesign.environment import ComponentLoader, Settings
from citydesign.errors import ContractError, nearest
from citydesign.library import LIBRARY, Library
from citydesign.locale import Language, use_locale

#: Steps that a state may be reached by; each but the last word takes an argument.
ACTIONS = ("click", "focus", "press", "type")

_COMMENT = re.compile(r"\{#-?\s*(.*?)\s*-?#\}\n?", re.DOTALL)
_STATE = re.compile(r"state ([a-z][a-z0-9-]*)(?: at (\d+))?: (.+)")


@dataclass(frozen=True, slots=True)
class State:
    """A state that a person reaches: its name, and steps such as `("click", "#menu")`."""

    name: str
    steps: tuple[tuple[str, str], ...]
    #: The only width, in CSS pixels, at which it can be reached; None where every width will do.
    width: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One example of a component."""

    component: Component
    name: str
    caption: str
    states: tuple[State, ...]
    path: Path

    @property
    def id(self) -> str:
        """Name of the example across all components: `text-input/with-error`."""
        return f"{self.component.id}/{self.name}"


@cache
def all_examples(library: Library = LIBRARY) -> tuple[Example, ...]:
    """Every example of every component, `default` first.

    Raises:
        ContractError: A component has no `default` example, or an example no caption.
    """
    return tuple(e for c in all_components(library) for e in examples_of(c))


@cache
def examples_of(component: Component) -> tuple[Example, ...]:
    """The examples of one component, `default` first.

    Raises:
        ContractError: There is no `default` example, one has no caption, or the keyboard table
            names a state that none declares.
    """
    paths = sorted(
        component.folder.glob("examples/*.html"), key=lambda p: (p.stem != "default", p.stem)
    )
    if not paths or paths[0].stem != "default":
        raise ContractError(f"{component.folder}: write examples/default.html")
    examples = tuple(_read(component, path) for path in paths)
    _check_keyboard(component, {e.name: [s.name for s in e.states] for e in examples})
    return examples


def _check_keyboard(component: Component, states: Mapping[str, Sequence[str]]) -> None:
    for number, row in enumerate(component.keyboard, 1):
        known = states[row.example]
        if row.state and row.state not in known:
            raise ContractError(
                f"{component.template}: keyboard {number}: example {row.example} has no state "
                f"{row.state!r}{nearest(row.state, known)}"
            )


def _read(component: Component, path: Path) -> Example:
    comments = list(_leading_comments(toml_file.text_of(path, ContractError)))
    if not comments:
        raise ContractError(f"{path}:1: begin with a caption: {{# What the example shows #}}")
    states = []
    for line, text in enumerate(comments[1:], start=2):
        match = _STATE.fullmatch(text)
        if not match:
            raise ContractError(f"{path}:{line}: write {{# state open: click #menu #}}")
        width = int(match[2]) if match[2] else None
        states.append(State(match[1], tuple(_steps(path, line, match[3])), width))
    return Example(component, path.stem, comments[0], tuple(states), path)


def _leading_comments(source: str) -> Iterator[str]:
    at = 0
    while match := _COMMENT.match(source, at):
        yield match[1]
        at = match.end()


def _steps(path: Path, line: int, text: str) -> Iterator[tuple[str, str]]:
    for step in text.split(";"):
        action, _, argument = step.strip().partition(" ")
        if action not in ACTIONS or not argument:
            raise ContractError(f"{path}:{line}: {step.strip()!r}; steps: {', '.join(ACTIONS)}")
        yield action, argument


def source(example: Example, locale: str = "en") -> str:
    """The example as a developer pastes it, its texts in the given language.

    Raises:
        ContractError: The folder's catalogue for that language is broken.
    """
    text = toml_file.text_of(example.path, ContractError)
    at = 0
    while match := _COMMENT.match(text, at):
        at = match.end()
    text = text[at:]
    words = translations(example.component, locale)
    return _translate(text, words) if words else text


@cache
def translations(component: Component, locale: str) -> Mapping[str, str]:
    """The example texts of a component in another language, by their English."""
    path = component.folder / "examples" / f"{locale.split('-')[0]}.toml"
    if not path.exists():
        return {}
    return toml_file.read(path, ContractError)


def texts(example: Example) -> list[str]:
    """Every text of an example that a resident would read, in English."""
    found = []
    for kind, value in _tokens(example.path.read_text("utf-8")):
        if kind == "string" and _is_prose(_literal(value)):
            found.append(_literal(value))
        elif kind == "data":
            found += [t for t in map(_squeeze, _TEXT_NODE.findall(value)) if _is_prose(t)]
    return found


def _translate(text: str, words: Mapping[str, str]) -> str:
    parts = []
    for kind, value in _tokens(text):
        if kind == "string" and (found := words.get(_literal(value))) is not None:
            quote = '"' if '"' not in found else "'"
            value = quote + found.replace("\\", "\\\\").replace(quote, "\\" + quote) + quote
        elif kind == "data":
            value = _TEXT_NODE.sub(lambda m: _translate_node(m[0], words), value)
        parts.append(value)
    return "".join(parts)


def _translate_node(node: str, words: Mapping[str, str]) -> str:
    found = words.get(_squeeze(node))
    if found is None:
        return node
    lead = node[: len(node) - len(node.lstrip())]
    return lead + found + node[len(node.rstrip()) :]


#: The city of the examples: its name, its genitive in Finnish, its name in Swedish.
_CITY = ("Tampere", "Tampereen", "Tammerfors")
#: The same of the cities whose themes ship, so that a page says the city whose look it wears.
CITIES = {
    "espoo": ("Espoo", "Espoon", "Esbo"),
    "helsinki": ("Helsinki", "Helsingin", "Helsingfors"),
    "oulu": ("Oulu", "Oulun", "Uleåborg"),
    "tampere": _CITY,
    "turku": ("Turku", "Turun", "Åbo"),
    "vantaa": ("Vantaa", "Vantaan", "Vanda"),
}


def of_city(text: str, city: tuple[str, str, str]) -> str:
    """A text of the examples with another city in it: its name, Finnish genitive, Swedish name."""
    names = dict(zip(_CITY, city, strict=True))
    # A postal address stays where its code is.
    return re.sub(r"(?<!\d )\b(?:Tampereen|Tampere|Tammerfors)\b", lambda m: names[m[0]], text)


_TEXT_NODE = re.compile(r"(?<![^>])[^<>]+(?![^<])")
_LEXER = Environment()


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    for _, kind, value in _LEXER.lex(text):
        yield kind, value


def _literal(token: str) -> str:
    return token[1:-1].encode("ascii", "backslashreplace").decode("unicode-escape")


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def _is_prose(text: str) -> bool:
    # Names, values, addresses and template paths have neither a capital nor a space.
    return bool(re.search(r"[^\W\d_]{2}", text)) and (
        " " in text.strip() or text[:1].isupper() or not text.isascii()
    )


@cache
def _environment(
    assets_url: str, theme: str | None, face: str | None, mark: bool, library: Library
) -> Environment:
    env = Environment(undefined=StrictUndefined, autoescape=True)
    if theme is not None:
        assets.check_theme(theme)
    if face is not None:
        assets.check_face(face)
    settings = Settings(
        assets_url=assets_url, theme=theme, face=face, mark_source=mark, library=library
    )
    env.loader = ComponentLoader(None, env, settings)
    return env


@cache
def _template(
    example: Example,
    locale: str,
    assets_url: str,
    theme: str | None,
    face: str | None,
    mark: bool,
    library: Library,
) -> Template:
    env = _environment(assets_url, theme, face, mark, library)
    text = of_city(source(example, locale), CITIES.get(theme or "", _CITY))
    code = _code(example, text, mark, library)
    return Template.from_code(env, code, env.make_globals(None), None)


@cache
def _code(example: Example, text: str, mark: bool, library: Library) -> CodeType:
    """The compiled text of an example: in each theme and each face that leaves it as it is."""
    # The caption's lines are gone from the source; keep the line numbers of the file.
    lines = example.path.read_text("utf-8").count("\n") - text.count("\n")
    env = _environment("", None, None, mark, library)
    try:
        return env.compile("\n" * lines + text, example.id, str(example.path))
    except TemplateSyntaxError as error:
        raise ContractError(f"{example.path}:{error.lineno}: {error.message}") from None


def fragment(
    example: Example,
    *,
    locale: str = "en",
    theme: str | None = None,
    face: str | None = None,
    assets_url: str = "/citydesign",
    mark_source: bool = False,
    library: Library = LIBRARY,
) -> Markup:
    """Render an example by itself, without a page around it."""
    with use_locale(locale):
        template = _template(example, locale, assets_url, theme, face, mark_source, library)
        return Markup(template.render().strip())


def page(
    example: Example,
    *,
    locale: str = "en",
    theme: str | None = None,
    face: str | None = None,
    scheme: str | None = None,
    direction: str | None = None,
    assets_url: str = "/citydesign",
    mark_source: bool = False,
    library: Library = LIBRARY,
) -> str:
    """Make the complete HTML page of an example.

    Args:
        example: The example.
        locale: `en`, `fi`, `sv` or the right-to-left pseudo-locale `citydesign.locale.PSEUDO`.
        theme: A city theme; None for the default look.
        face: A face that ships; None for the reader's system face.
        scheme: `light` or `dark`; None follows the reader's system.
        direction: `ltr` or `rtl`; None follows the locale.
        assets_url: Where the assets are served.
        mark_source: Write file and line of each call of the example into its root element.
        library: The components whose macros it calls.
    """
    html = fragment(
        example,
        locale=locale,
        theme=theme,
        face=face,
        assets_url=assets_url,
        mark_source=mark_source,
        library=library,
    )
    if html[:9].lower() != "<!doctype":
        with use_locale(locale):
            html = _around(example, html, assets_url, theme, face, library)
    return _with_root(html, scheme, direction)


def _around(
    example: Example,
    html: Markup,
    assets_url: str,
    theme: str | None,
    face: str | None,
    library: Library,
) -> Markup:
    # The page around it is no call of the example's author, so it carries no mark.
    env = _environment(assets_url, theme, face, False, library)
    template = env.get_template("citydesign/page.html")
    words = Language()
    title = Markup("{} {}").format(words.text("shared.example"), example.id)
    slots = {"header": Markup(), "navigation": Markup(), "content": Markup(), "footer": Markup()}
    place = example.component.place
    slots[place if place in slots else "content"] = html
    if "<h1" not in html:
        slots["content"] = (
            Markup('<h1 class="city-visually-hidden">{}</h1>\n').format(title) + slots["content"]
        )
    page: Callable[..., Markup] = template.module.page  # type: ignore[attr-defined]
    # Prose would dress a component as running text.
    return page(title=title, width="wide", **slots)


def _with_root(html: str, scheme: str | None, direction: str | None) -> str:
    changes = {"data-scheme": scheme, "dir": direction}

    def change(match: re.Match[str]) -> str:
        tag = match[0]
        for name, value in changes.items():
            if value is not None:
                tag = re.sub(rf' {name}="[^"]*"', "", tag)
                tag = f'{tag[:-1]} {name}="{value}">'
        return tag

    return re.sub(r"<html[^>]*>", change, html, count=1)
