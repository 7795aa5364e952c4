"""How a case goes from hand to hand: what can be done when, whoever does it."""

from __future__ import annotations

import csv
import io
import itertools
import json

import pytest

from citydesign.forms.core.export import csv_text, json_text
from citydesign.forms.core.figures import Counted
from citydesign.forms.core.handling import ALLOWED, MOST, Act, Case, Refusal, Role, State, after


def acted(*acts: Act) -> Case | Refusal:
    case = Case("a")
    for act in acts:
        done = after(case, act, case.sequence, "words")
        if isinstance(done, Refusal):
            return done
        case = done
    return case


def test_a_case_is_received_assigned_asked_answered_and_decided() -> None:
    states = [State.ASSIGNED, State.ASKED, State.ANSWERED, State.DECIDED]
    acts = [Act.ASSIGN, Act.ASK, Act.ANSWER, Act.DECIDE]
    for number, state in enumerate(states, 1):
        case = acted(*acts[:number])
        assert case == Case("a", state, "words", number)


@pytest.mark.parametrize("before", list(itertools.product(Act, repeat=2)))
def test_nothing_is_done_out_of_turn(before: tuple[Act, Act]) -> None:
    acts = [act for act in before if act is not Act.RECEIVE]
    case = acted(*acts)
    if Act.DECIDE in acts[:1] or Act.ANSWER in acts[:1]:
        assert case is Refusal.NOT_NOW, "nobody has it yet"
    if isinstance(case, Case) and case.state is State.DECIDED:
        for act in (Act.ASSIGN, Act.ASK, Act.ANSWER, Act.DECIDE):
            assert after(case, act, case.sequence, "x") is Refusal.NOT_NOW
    if isinstance(case, Case) and case.state is not State.ASKED:
        assert after(case, Act.ANSWER, case.sequence, "x") is Refusal.NOT_NOW


def test_what_is_kept_of_a_case_is_read_whatever_version_wrote_it() -> None:
    """A database holds these words, as do the exports that a city has made."""
    assert " ".join(State) == "received assigned asked answered decided"
    assert " ".join(Act) == "receive assign ask answer decide export read"
    assert " ".join(Counted) == "begun sent stopped error"
    assert " ".join(Role) == "reader handler decider admin", "so the settings of a city name them"


def test_no_role_can_do_all_and_a_reader_only_reads() -> None:
    assert {act for act, roles in ALLOWED.items() if Role.READER in roles} == set()
    for role in Role:
        assert any(role not in roles for roles in ALLOWED.values())
    assert ALLOWED[Act.DECIDE].isdisjoint(ALLOWED[Act.EXPORT])


def test_a_case_that_changes_hands_stays_where_it_is() -> None:
    case = acted(Act.ASSIGN, Act.ASK)
    assert isinstance(case, Case)
    moved = after(case, Act.ASSIGN, case.sequence, "liisa")
    assert moved == Case("a", State.ASKED, "liisa", 3)


def test_who_has_not_read_the_last_act_does_nothing() -> None:
    case = acted(Act.ASSIGN)
    assert isinstance(case, Case)
    for sequence in (0, 2, -1):
        assert after(case, Act.DECIDE, sequence, "x") is Refusal.CHANGED


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (None, Refusal.EMPTY),
        ("", Refusal.EMPTY),
        (" \n\u00a0", Refusal.EMPTY),
        ("\u200b\u2060", Refusal.EMPTY),
        ("a\x00", Refusal.UNREADABLE),
        ("a\ud800", Refusal.UNREADABLE),
        ("a" * (MOST + 1), Refusal.TOO_LONG),
    ],
)
def test_what_is_asked_answered_and_decided_has_words(text: str | None, why: Refusal) -> None:
    case = acted(Act.ASSIGN, Act.ASK)
    assert isinstance(case, Case)
    for act in (Act.ASSIGN, Act.ASK, Act.ANSWER, Act.DECIDE):
        assert after(case, act, case.sequence, text) is why
        assert isinstance(after(case, act, case.sequence, "a" * MOST), Case), "as many are read"


RECORDS = [
    {
        "reference": "AAAAA",
        "answers": {
            "children": [{"child": {"name": ["Äiti; \"<b>\""]}}, {"child": {"name": ["=1+1"]}}],
            "hours": {"when": ["days", "nights"]},
        },
    },
    {
        "reference": "BBBBB",
        "assignee": None,
        "answers": {
            "rota": {"papers": [{"owner": "journey-1", "id": "2", "name": "-a.pdf", "size": 3}]},
            "children": [],
        },
    },
]  # fmt: skip


def test_a_table_has_a_column_for_each_answer_and_a_row_for_each_form() -> None:
    first, second = csv.DictReader(io.StringIO(csv_text(RECORDS)))
    assert list(first) == [
        "reference",
        "answers.children.1.child.name",
        "answers.children.2.child.name",
        "answers.hours.when",
        "assignee",
        "answers.rota.papers",
        "answers.children",
    ]
    assert first["answers.children.1.child.name"] == 'Äiti; "<b>"'
    assert first["answers.hours.when"] == "days\nnights"
    assert second["answers.rota.papers"] == "'-a.pdf"
    assert (second["assignee"], second["answers.hours.when"]) == ("", "")
    assert csv_text([]) == "\r\n"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|'/c x'!A1"])
def test_a_spreadsheet_runs_nothing_that_a_resident_typed(text: str) -> None:
    (row,) = csv.DictReader(io.StringIO(csv_text([{"a": {text: [text]}, "b": text}]), newline=""))
    assert row["b"] == f"'{text}"
    assert not [cell for cell in (*row, *row.values()) if str(cell).startswith(tuple("=+-@\t\r"))]


def test_json_holds_all_of_it_to_the_letter() -> None:
    assert json.loads(json_text(RECORDS)) == RECORDS
    assert "Äiti" in json_text(RECORDS)
