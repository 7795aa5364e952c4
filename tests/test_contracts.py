"""Contracts: what a header and a signature say, and what happens when they don't agree."""

import datetime as dt

import pytest
from markupsafe import Markup

from citydesign.contracts import all_components, component, load
from citydesign.errors import ContractError
from citydesign.types import checker

HEADER = """title = "Queue number"
status = "draft"
since = "0.1"
summary = "Where you are in the queue."
"""


def write(tmp_path, head, body):
    folder = tmp_path / "booking" / "queue-number"
    folder.mkdir(parents=True)
    (folder / "queue-number.html").write_text(f"{{#\n{head}#}}\n{body}", "utf-8")
    return folder


GOOD = '[parameters]\nnumber = { type = "int", text = "Your number." }\n'
MACRO = "{% macro queue_number(number) %}{{ number }}{% endmacro %}"


def test_a_folder_is_a_contract(tmp_path):
    found = load(write(tmp_path, HEADER + GOOD, MACRO))
    assert (found.name, found.group, found.macro) == ("queue-number", "booking", "queue_number")
    assert [(p.name, p.type, p.required) for p in found.parameters] == [("number", "int", True)]


@pytest.mark.parametrize(
    ("head", "body", "message"),
    [
        (GOOD, MACRO, "header needs title"),
        (HEADER, MACRO, r"header names \(\), the macro \(number\)"),
        (
            HEADER + GOOD,
            "{% macro queue_number(nummer) %}{% endmacro %}",
            "the same names in the same order",
        ),
        (
            HEADER + GOOD,
            "{% macro queue(number) %}{% endmacro %}",
            "needs one public macro, 'queue_number'; it has queue",
        ),
        (HEADER + GOOD, "", "it has none"),
        (
            HEADER + GOOD,
            "{% macro queue_number(number) %}",
            r"queue-number\.html:\d+: Unexpected end",
        ),
        (HEADER.replace("draft", "drft") + GOOD, MACRO, "status = 'drft'; did you mean 'draft'"),
        ("colour = 'red'\n" + HEADER + GOOD, MACRO, "unknown header key 'colour'"),
        (
            HEADER + GOOD.replace("int", "integer"),
            MACRO,
            "unknown type 'integer'; did you mean 'int'",
        ),
        (HEADER + GOOD.replace('"int"', '"int |"'), MACRO, "is no type"),
        (HEADER + "[parameters]\nnumber = 3\n", MACRO, r"number needs \{ type"),
        (
            HEADER + GOOD,
            "{% macro queue_number(number='x') %}{% endmacro %}",
            "the default of number must be int",
        ),
        (
            HEADER + GOOD,
            "{% macro queue_number(number=other) %}{% endmacro %}",
            "needs a constant default",
        ),
        (
            HEADER + GOOD,
            "{% macro queue_number(number, caller=None) %}{% endmacro %}",
            "needs a parameter 'content'",
        ),
        (HEADER + "x = [\n", MACRO, "header: "),
        (
            HEADER + GOOD + '[records.Item]\nitems = { type = "str", text = "x" }\n',
            MACRO,
            r"Item\.items is a method of dict",
        ),
    ],
)
def test_a_broken_contract_is_one_clear_line(tmp_path, head, body, message):
    with pytest.raises(ContractError, match=message) as caught:
        load(write(tmp_path, head, body))
    assert "\n" not in str(caught.value)
    assert "queue-number" in str(caught.value)


def test_a_file_without_a_header_is_refused(tmp_path):
    folder = tmp_path / "booking" / "queue-number"
    folder.mkdir(parents=True)
    (folder / "queue-number.html").write_text(MACRO, "utf-8")
    with pytest.raises(ContractError, match="begin with a comment that holds the TOML header"):
        load(folder)
    (folder / "queue-number.html").unlink()
    with pytest.raises(ContractError, match="no queue-number"):
        load(folder)


def test_an_unknown_component_names_the_nearest():
    assert component("text_input") is component("text-input")
    with pytest.raises(ContractError, match="no component 'text-imput'; did you mean 'text-input'"):
        component("text-imput")


class Lazy:
    """Like the lazy strings of Django and Flask-Babel."""

    def casefold(self):
        return "x"

    def __str__(self):
        return "text"


@pytest.mark.parametrize(
    ("expression", "good", "bad"),
    [
        ("str", ["", "a", Markup("b"), Lazy()], [None, 1, b"a", ["a"]]),
        ("int", [0, -1], [True, 1.0, "1"]),
        ("float", [0, 1.5], [True, "1"]),
        ("bool", [True, False], [0, "true", None]),
        ("date | str", [dt.date(2027, 3, 24), "2027-03-24"], [dt.time(9), None]),
        ("time", [dt.time(9)], ["09:00"]),
        ("datetime", [dt.datetime(2027, 3, 24)], [dt.date(2027, 3, 24)]),
        ("Literal['a', 'b'] | None", ["a", None], ["c", 1]),
        ("list[int]", [[], [1], (1, 2)], ["12", [1, "2"], {1}]),
        ("dict[str, str | bool]", [{}, {"a": "b"}, {"a": True}], [{"a": 1}, {1: "a"}, []]),
        ("Markup", [Markup("a")], ["a"]),
        ("None", [None], [0]),
    ],
)
def test_each_type_takes_what_it_says(expression, good, bad):
    check = checker(expression, {}, "here")
    for value in good:
        assert check(value, "x") is None, value
    for value in bad:
        fault = check(value, "x")
        assert fault is not None, value
        assert fault[0].startswith("x")


def test_a_record_names_the_place_of_the_fault(tmp_path):
    head = (
        HEADER
        + '[parameters]\nqueue = { type = "list[Desk]", text = "x" }\n'
        + '[records.Desk]\nname = { type = "str", text = "x" }\n'
        + 'clerk = { type = "str | None", text = "x", default = "None" }\n'
        + 'next = { type = "list[Desk]", text = "x", default = "[]" }\n'
    )
    body = "{% macro queue_number(queue) %}{% endmacro %}"
    check = load(write(tmp_path, head, body)).parameters[0].check
    assert check([{"name": "a"}, {"name": "b", "next": [{"name": "c"}]}], "queue") is None
    for value, path, text in [
        ([{}], "queue[0].name", "is missing"),
        ([{"name": "a", "clark": "b"}], "queue[0].clark", "did you mean 'clerk'"),
        ([{"name": "a"}, {"name": 3}], "queue[1].name", "must be str, not int 3"),
        ([{"name": "a", "next": [{"name": "b"}, 3]}], "queue[0].next[1]", "must be a dict (Desk)"),
    ]:
        fault = check(value, "queue")
        assert fault[0] == path
        assert text in fault[1]


def test_headers_and_macros_of_all_components_agree():
    assert len(all_components()) == len({c.name for c in all_components()})
