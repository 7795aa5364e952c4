"""Examples of components as subjects of the audit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from itertools import pairwise

from jinja2 import Environment

from citydesign.assets import assets_path, folder_of
from citydesign.audit.pages.setting import Setting
from citydesign.audit.pages.subject import Step, Subject
from citydesign.audit.pages.together import together
from citydesign.contracts import all_components
from citydesign.examples import Example, examples_of, page, source
from citydesign.library import LIBRARY, Library
from citydesign.locale import LOCALES, PSEUDO
from citydesign.tokens import themes

__all__ = [
    "ASSETS_URL",
    "THEMES",
    "TOGETHER",
    "assembled",
    "in_themes",
    "showiest",
    "subject_of",
    "subjects",
]

ASSETS_URL = "/citydesign"
#: Group of the pages on which examples are together, in no theme.
TOGETHER = "together"
#: Group of the pages on which components wear the themes of cities.
THEMES = "themes"
#: Characters of HTML from which an example has a page of its own: the page of all would be as slow
#: in every theme as it is by itself.
LARGE = 50_000
_LOOK = re.compile(
    r'\b(?:class|type|aria-(?:current|invalid|pressed|selected))="[^"]*"|\b(?:checked|disabled)\b'
)
_LEXER = Environment()


def subjects(only: Sequence[str] = (), library: Library = LIBRARY) -> Iterator[Subject]:
    """Every example as a subject, and before them the pages on which several are judged together.

    What is judged where examples are together is not judged on them again. In the themes of
    cities and in modes, one example of each component is looked at, on pages of their own. An
    example that is asked for by itself, or is as large as a page of many, is judged whole.

    Args:
        only: Ids of components, `component/example`, `together` or `themes`; everything when
            empty.
        library: The components there are.
    """
    alone: list[Subject] = []
    beside: list[Subject] = []
    themed: list[Subject] = []
    for component in all_components(library):
        whole = not only or component.id in only
        parts = [subject_of(one, library=library) for one in examples_of(component)]
        named = [part for part in parts if f"{component.id}/{part.example}" in only]
        alone += named
        # Nothing below is asked of an example by itself, and each page of it has to be rendered.
        if not (whole or TOGETHER in only or THEMES in only):
            continue
        small = [part for part in parts if not _large(part)]
        if whole:
            alone += [replace(part, apart=part in small) for part in parts if part not in named]
        if whole or TOGETHER in only:
            beside += small
        if small and (whole or THEMES in only):
            themed.append(showiest(small))
    for number, page_of in enumerate(_pages(themed), 1):
        yield in_themes(str(number), page_of)
    for number, page_of in enumerate(_pages(beside), 1):
        yield assembled(str(number), page_of)
    yield from alone


def assembled(name: str, parts: Sequence[Subject]) -> Subject:
    """A page on which examples are looked at together, at rest.

    Args:
        name: Of the page.
        parts: The examples as subjects.
    """

    def html(setting: Setting) -> str:
        return together([part.html(setting) for part in parts if part.html])

    return replace(
        parts[0],
        component=TOGETHER, example=name,
        html=html, states={}, widths={}, source=None, folder=None, parts=tuple(parts),
    )  # fmt: skip


def in_themes(name: str, parts: Sequence[Subject]) -> Subject:
    """A page on which components are looked at in the modes, and in the theme of each city.

    Of each component the example that shows most is enough: a theme or a mode changes tokens alone,
    whose contrast is checked in every pair.

    Args:
        name: Of the page.
        parts: An example of each component, as subjects.
    """
    return replace(assembled(name, parts), component=THEMES, themes=("", *themes()))


def _pages(subjects: Sequence[Subject]) -> list[list[Subject]]:
    """As many on a page as Chromium draws at once, those of a pack by themselves."""
    pages: list[list[Subject]] = []
    room, last = 0, ""
    for subject in subjects:
        needed, pack = len(_html(subject)), subject.component.rpartition("/")[0]
        if needed > room or pack != last:
            pages.append([])
            room, last = LARGE, pack
        pages[-1].append(subject)
        room -= needed
    return pages


def showiest(parts: Sequence[Subject]) -> Subject:
    """The page that shows most looks: classes, and states that are drawn."""
    return max(parts, key=lambda part: len(set(_LOOK.findall(_html(part)))))


def _html(subject: Subject) -> str:
    assert subject.html is not None
    return subject.html(Setting())


def _large(subject: Subject) -> bool:
    return len(_html(subject)) > LARGE


def _words(example: Example, locale: str) -> str:
    """What the author of an example wrote: its text, and values in quotes, without any names."""
    tokens = [t for t in _LEXER.lex(source(example, locale)) if t[1] != "whitespace"]
    found = []
    for (_, kind, text), (_, _, after) in pairwise([*tokens, (0, "data", "")]):
        if kind == "data" or (kind == "string" and after != ":"):
            found.append(text)
    return " ".join(found)


@cache
def _written(example: Example, locale: str, theme: str, mark: bool, library: Library) -> str:
    # Of each example it is asked how large it is, often more than once, before it is looked at.
    return page(
        example,
        locale=locale,
        theme=theme or None,
        assets_url=ASSETS_URL,
        mark_source=mark,
        library=library,
    )


def subject_of(
    example: Example,
    change: Callable[[str], str] | None = None,
    library: Library = LIBRARY,
) -> Subject:
    """One example as a subject.

    Args:
        example: The example.
        change: What to do to its HTML first; mutants put their faults in here.
        library: The components that it may call.
    """

    def html(setting: Setting) -> str:
        # A mutant looks for HTML as the component writes it.
        text = _written(example, setting.locale, setting.theme, change is None, library)
        return change(text) if change else text

    return Subject(
        example.component.id,
        example.name,
        html=html,
        states={s.name: [Step(*step) for step in s.steps] for s in example.states},
        widths={s.name: s.width for s in example.states if s.width},
        locales=(*LOCALES, PSEUDO),
        assets=assets_path(),
        assets_url=ASSETS_URL,
        source=partial(_words, example),
        packs={pack.name: folder_of(pack) for pack in library.packs},
        folder=example.component.folder,
    )
