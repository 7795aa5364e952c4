"""How a city handles what a resident sent: who has it, what was asked, what was decided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from citydesign.forms.core.answers import AnswerError, read_text

#: Who acts where nobody is signed in: who sent the form.
RESIDENT = "resident"


class State(StrEnum):
    """Where a case is."""

    RECEIVED = "received"
    ASSIGNED = "assigned"
    #: The resident has been asked something.
    ASKED = "asked"
    ANSWERED = "answered"
    DECIDED = "decided"


class Act(StrEnum):
    """What somebody does with a case."""

    RECEIVE = "receive"
    ASSIGN = "assign"
    ASK = "ask"
    ANSWER = "answer"
    DECIDE = "decide"
    EXPORT = "export"


class Refusal(StrEnum):
    """Why an act was not done."""

    #: The case is not where this can be done: an answer that nobody asked for.
    NOT_NOW = "not_now"
    #: Somebody else did something with it since it was read.
    CHANGED = "changed"
    #: A question, an answer or a decision without words; an assignment to nobody.
    EMPTY = "empty"
    #: Words that hold what no keyboard writes.
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Case:
    """What a resident sent, as something to be handled.

    Attributes:
        id: Of the submission.
        state: Where it is.
        assignee: Id of the person who has it; see `citydesign.identity.Person`.
        sequence: Rises with each act, so that nobody acts on what they have not read.
    """

    id: str
    state: State = State.RECEIVED
    assignee: str | None = None
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One act, as the log has it.

    Attributes:
        act: What was done.
        by: Id of the person who did it; `resident` for who sent the form.
        at: When, in UTC.
        text: What was asked, answered or decided; the id of the person who got it for `ASSIGN`;
            else None.
    """

    act: Act
    by: str
    at: datetime
    text: str | None = None


_FROM: dict[Act, tuple[set[State], State | None]] = {
    Act.ASSIGN: (set(State) - {State.DECIDED}, None),
    Act.ASK: ({State.ASSIGNED, State.ASKED, State.ANSWERED}, State.ASKED),
    Act.ANSWER: ({State.ASKED}, State.ANSWERED),
    Act.DECIDE: ({State.ASSIGNED, State.ASKED, State.ANSWERED}, State.DECIDED),
    Act.EXPORT: (set(State), None),
}
_IN_WORDS = {Act.ASSIGN, Act.ASK, Act.ANSWER, Act.DECIDE}


def after(case: Case, act: Act, sequence: int, text: str | None = None) -> Case | Refusal:
    """Give a case as it is after an act.

    Args:
        case: As it is.
        act: Any but `RECEIVE`, by which it begins.
        sequence: Of the case as it was when whoever acts read it.
        text: As in `Entry`.
    """
    states, then = _FROM[act]
    if sequence != case.sequence:
        return Refusal.CHANGED
    if case.state not in states:
        return Refusal.NOT_NOW
    if act in _IN_WORDS:
        if not (text and text.strip()):
            return Refusal.EMPTY
        try:
            read_text(text)
        except AnswerError:
            return Refusal.UNREADABLE
    changed = replace(case, sequence=case.sequence + 1)
    if act is Act.ASSIGN:
        first = case.state is State.RECEIVED
        return replace(changed, assignee=text, state=State.ASSIGNED if first else case.state)
    return replace(changed, state=then or case.state)
