"""Examples of components as subjects of the audit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

from jinja2 import Environment

from citydesign.assets import assets_path, folder_of
from citydesign.audit.pages.setting import Setting
from citydesign.audit.pages.subject import Step, Subject
from citydesign.audit.pages.together import together
from citydesign.contracts import all_components
from citydesign.examples import Example, all_examples, examples_of, page, source
from citydesign.library import LIBRARY, Library
from citydesign.locale import LOCALES, PSEUDO
from citydesign.tokens import themes

__all__ = ["ASSETS_URL", "TOGETHER", "assembled", "subject_of", "subjects"]

ASSETS_URL = "/citydesign"
#: Name of the page on which a component's examples stand together.
TOGETHER = "together"
#: Characters of HTML from which an example stands alone: with it, the page of all would be as slow
#: in every theme as it is by itself.
LARGE = 50_000
_LEXER = Environment()


def subjects(only: Sequence[str] = (), library: Library = LIBRARY) -> Iterator[Subject]:
    """Every example as a subject, and for each component the page with all of its examples.

    What is judged on that page is not judged on its examples again. An example that is asked for
    by itself, or is as large as a page of many, is judged whole and in the default look.

    Args:
        only: Ids of components, or `component/example`; everything when empty.
        library: The components there are.
    """
    for example in all_examples(library):
        whole = not only or example.component.id in only
        if whole or example.id in only:
            subject = subject_of(example, library=library)
            yield replace(subject, apart=whole and not _large(subject))
    for component in all_components(library):
        if not only or component.id in only or f"{component.id}/{TOGETHER}" in only:
            parts = [subject_of(one, library=library) for one in examples_of(component)]
            yield assembled([part for part in parts if not _large(part)])


def _large(subject: Subject) -> bool:
    return subject.html is not None and len(subject.html(Setting())) > LARGE


def _words(example: Example, locale: str) -> str:
    """What the author of an example wrote: its text, and values in quotes, without any names."""
    tokens = [t for t in _LEXER.lex(source(example, locale)) if t[1] != "whitespace"]
    found = []
    for (_, kind, text), (_, _, after) in pairwise([*tokens, (0, "data", "")]):
        if kind == "data" or (kind == "string" and after != ":"):
            found.append(text)
    return " ".join(found)


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
        text = page(
            example,
            locale=setting.locale,
            theme=setting.theme or None,
            assets_url=ASSETS_URL,
            # A mutant looks for HTML as the component writes it.
            mark_source=change is None,
            library=library,
        )
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


def assembled(parts: Sequence[Subject]) -> Subject:
    """The examples of a component on one page, to be looked at at rest and in every theme.

    Args:
        parts: The examples as subjects.
    """

    def html(setting: Setting) -> str:
        return together([part.html(setting) for part in parts if part.html])

    return replace(
        parts[0], example=TOGETHER, html=html, states={}, widths={}, themes=("", *themes()),
        parts=tuple(parts),
    )  # fmt: skip
