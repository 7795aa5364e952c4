"""Faults put into the sources of our own components, macro by macro.

Each module holds the faults of some components. A fault names the oracle that must see it, the
page on which it shows and what is changed in which file.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Mutant", "broken"]


@dataclass(frozen=True)
class Mutant:
    """A fault in our sources, the page on which it shows, and the oracle that must see it.

    ``survives`` is the reason why no oracle can see it, if that is so; a mutant that is seen in
    spite of its reason fails the run, as does one that is not seen and has none.
    """

    oracle: str
    name: str
    page: str
    changes: tuple[tuple[str, str, str], ...]
    survives: str = ""

    @property
    def component(self) -> str:
        """The component whose page shows it."""
        return self.page.partition(":")[0].partition("/")[0]


def broken(
    oracle: str,
    name: str,
    page: str,
    file: str,
    old: str,
    new: str = "",
    *more: tuple[str, str, str],
    survives: str = "",
) -> Mutant:
    """A mutant: in `file` the text `old` becomes `new`; an empty `old` adds `new` at the end."""
    return Mutant(oracle, name, page, ((file, old, new), *more), survives)
