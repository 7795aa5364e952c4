"""Every mutant there is, told in one way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from tests.mutants import component_mutants, fixture_mutants, overlay
from tests.mutants.sources import (
    actions,
    booking,
    choices,
    content,
    days,
    feedback,
    fields,
    pages,
    services,
    ways,
)

from citydesign.audit.oracles import by_name
from citydesign.audit.pages.subject import Subject
from citydesign.audit.pages.subjects import assembled, in_themes, showiest, subject_of
from citydesign.examples import examples_of

__all__ = ["Case", "cases"]

SOURCES = (
    *fields.MUTANTS,
    *choices.MUTANTS,
    *actions.MUTANTS,
    *pages.MUTANTS,
    *content.MUTANTS,
    *ways.MUTANTS,
    *booking.MUTANTS,
    *days.MUTANTS,
    *feedback.MUTANTS,
    *services.MUTANTS,
)


@dataclass(frozen=True)
class Case:
    """A mutant: the oracle that must see it, and how to make pages with it, each beside its sound one.

    A fault counts as seen on any of the pages; the last is the example itself.
    """

    oracle: str
    name: str
    component: str
    survives: str
    make: Callable[[], list[tuple[Subject, Subject]]]


def cases(folder: Path, *, everything: bool = False) -> Iterator[Case]:
    """Faults of the fixture, of our sources, and general ones on our pages.

    Args:
        folder: Where changed files are written.
        everything: General faults in every component that they fit, not only in three.
    """
    for number, fault in enumerate(fixture_mutants.MUTANTS):

        def on_fixture(fault=fault, place=folder / f"f{number}"):
            sound = fixture_mutants.subject(folder / "good")
            return [(fixture_mutants.subject(place, fault), sound)]

        yield Case(fault.oracle, f"{fault.name}, fixture", "fixture", "", on_fixture)
    for number, source in enumerate(SOURCES):

        def in_source(source=source, place=folder / f"s{number}"):
            example = overlay.example_of(source.page, place)
            siblings = examples_of(example.component)
            if example not in siblings or not by_name(source.oracle).together:
                (page,) = overlay.broken(source.changes, [example], place)
                return [(page, subject_of(example))]
            # As in the suite: at rest with its siblings, in themes where it shows most, in its
            # states alone.
            parts = overlay.broken(source.changes, siblings, place)
            sound = [subject_of(one) for one in siblings]
            alone = parts[siblings.index(example)], subject_of(example)
            return [
                (assembled("1", parts), assembled("1", sound)),
                (in_themes("1", [showiest(parts)]), in_themes("1", [showiest(sound)])),
                tuple(replace(page, apart=True) for page in alone),
            ]

        page = source.page if ":" not in source.page else f"{source.component}, page of its own"
        name = f"{source.name}, source of {page}"
        yield Case(source.oracle, name, source.component, source.survives, in_source)
    for number, mutant in enumerate(component_mutants.mutants(None if everything else 3)):

        def on_page(mutant=mutant, place=folder / f"c{number}"):
            example, sound = mutant.example, component_mutants.subject_of(mutant.example)
            page = component_mutants.subject(mutant, place)
            if mutant.fault.part != "html" or not by_name(mutant.oracle).together:
                return [(page, sound)]
            # With one of its siblings, on which nothing is wrong, and in its states alone.
            others = (one for one in examples_of(example.component) if one != example)
            parts = [subject_of(one) for one in islice(others, 1)]
            return [
                (assembled("1", [*parts, page]), assembled("1", [*parts, sound])),
                (replace(page, apart=True), replace(sound, apart=True)),
            ]

        component = mutant.example.component.name
        yield Case(mutant.oracle, mutant.name, component, mutant.survives, on_page)
