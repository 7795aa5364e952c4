"""How a city handles what a resident sent: who has it, what was asked, what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from citydesign.forms.core.answers import AnswerError, is_answered, read_text

#: Who acts where nobody is signed in: who sent the form.
RESIDENT = "resident"
#: The most characters of a question, an answer or a decision.
MOST = 20_000


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
    #: Somebody of the city read what was sent, or opened a file of it.
    READ = "read"


class Role(StrEnum):
    """What somebody of the city may do with what was sent with one form."""

    #: Read it.
    READER = "reader"
    #: Read it, take it, give it to somebody, ask the resident.
    HANDLER = "handler"
    #: What a handler does, and decide.
    DECIDER = "decider"
    #: What a handler does, and take all of it out as a file. To decide is another office.
    ADMIN = "admin"


_HANDLING = frozenset({Role.HANDLER, Role.DECIDER, Role.ADMIN})
#: Which roles may do what. Everybody who has one may read.
ALLOWED: Mapping[Act, frozenset[Role]] = {
    Act.ASSIGN: _HANDLING,
    Act.ASK: _HANDLING,
    Act.DECIDE: frozenset({Role.DECIDER}),
    Act.EXPORT: frozenset({Role.ADMIN}),
}


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
    #: More words than anybody reads.
    TOO_LONG = "too_long"
    #: The resident gave no address, so nobody would read the question.
    NO_ADDRESS = "no_address"


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

    def can(self, act: Act) -> bool:
        """Say whether this is done with a case that is where this one is."""
        return self.state in _FROM[act][0]


@dataclass(frozen=True, slots=True)
class Entry:
    """One act, as the log has it.

    Attributes:
        act: What was done.
        by: Id of the person who did it; `resident` for who sent the form.
        at: When, in UTC.
        text: What was asked, answered or decided; the id of the person who got it for `ASSIGN`;
            the name of the file for `READ`, if it was one; else None.
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
    Act.READ: (set(State), None),
}
#: What changes nothing, so that others may go on without having read it.
ONLY_LOOKS = frozenset({Act.EXPORT, Act.READ})
_IN_WORDS = {Act.ASSIGN, Act.ASK, Act.ANSWER, Act.DECIDE}


def after(case: Case, act: Act, sequence: int, text: str | None = None) -> Case | Refusal:
    """Give a case as it is after an act.

    Args:
        case: As it is.
        act: Any but `RECEIVE`, by which it begins.
        sequence: Of the case as it was when whoever acts read it.
        text: As in `Entry`.
    """
    then = _FROM[act][1]
    if sequence != case.sequence:
        return Refusal.CHANGED
    if not case.can(act):
        return Refusal.NOT_NOW
    if act in _IN_WORDS:
        if text is None or not is_answered(text):
            return Refusal.EMPTY
        try:
            read_text(text)
        except AnswerError:
            return Refusal.UNREADABLE
        if len(text) > MOST:
            return Refusal.TOO_LONG
    changed = replace(case, sequence=case.sequence + 1)
    if act is Act.ASSIGN:
        first = case.state is State.RECEIVED
        return replace(changed, assignee=text, state=State.ASSIGNED if first else case.state)
    return replace(changed, state=then or case.state)
