"""What an oracle is: a question put to a page, and what it can tell apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from citydesign.audit.stage.stage import Stage

__all__ = ["Fault", "Oracle", "faults"]


@dataclass(frozen=True)
class Fault:
    """A fault on the page that is on the stage; the runner adds where that was.

    ``elsewhere`` marks hidden content: it is no fault once the element was looked at in another
    setting of the same subject. ``by`` names the oracle that saw it, when another one asked.
    ``impact`` is that of the criterion unless given. ``rule`` is the id of axe's rule. ``person``
    marks what could not be decided: a fault on a page of ours, a question on any other.
    """

    criterion: str
    selector: str
    saw: str
    mend: str
    html: str = ""
    elsewhere: bool = False
    by: Oracle | None = None
    impact: str = ""
    rule: str = ""
    person: bool = False


@dataclass(frozen=True)
class Oracle:
    """One check.

    ``sees`` lists the groups of circumstances in which the verdict can differ. In
    ``"width*state"`` every width is combined with every state while everything else stays plain;
    ``"contrast-more"`` holds one value fast; ``"plain"`` is the plain setting alone.

    ``disturbs`` tells that it presses, types or moves, so it comes after those that only look.
    ``live`` says that it leaves a page of somebody's test as it is; one that ``walks`` presses
    Tab there, where that is asked for. ``ours`` needs what only our own examples promise.
    ``together`` lists groups in which it looks at many examples at rest on one page, because it
    judges each box or each of the examples by itself there. ``modes`` lists groups that change
    tokens alone, as a theme does: in these it looks at one example of each component.

    ``asks`` marks the one that has others decide what it left open, and that tells hidden content:
    it comes last. ``decides`` is how it decides for that one; ``twins`` are the rules of axe that
    ask what it asks too, and of which it tells the faults.
    """

    id: str
    title: str
    catches: str
    sees: tuple[str, ...]
    judge: Callable[[Stage], Iterable[Fault]]
    disturbs: bool = False
    live: bool = False
    walks: bool = False
    ours: bool = False
    together: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    asks: bool = False
    decides: Callable[[Stage], Iterable[Fault]] | None = None
    twins: tuple[str, ...] = ()


def faults(rows: Iterable[Mapping[str, Any]]) -> list[Fault]:
    """Faults from the rows that a script of the page returned."""
    return [Fault(**row) for row in rows]
