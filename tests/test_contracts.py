"""Contracts: what a header and a signature say, and what happens when they don't agree."""

import datetime as dt
import re
import shutil
from pathlib import Path

import pytest
from jinja2 import Environment, TemplateNotFound, Undefined
from markupsafe import Markup

from citydesign import guards, install, ui
from citydesign.checks import check
from citydesign.contracts import Component, all_components, component, load, shared
from citydesign.errors import ContractError, DeprecatedParameter, UsageError, nearest
from citydesign.library import LIBRARY, Library
from citydesign.paths import COMPONENTS
from citydesign.rules import RULES, Parameter, Record, Rules, found_in
from citydesign.types import Types, checker
from citydesign.urls import SCHEMES, UNSAFE

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
        (HEADER + "x = [\n", MACRO, r"queue-number\.html:6: not TOML: "),
        (
            HEADER + GOOD + '[records.Item]\nitems = { type = "str", text = "x" }\n',
            MACRO,
            r"Item\.items is a method of dict",
        ),
    ],
)
def test_a_broken_contract_is_one_clear_line(tmp_path, head, body, message):
    refused_in_one_line(write(tmp_path, head, body), message)


def refused_in_one_line(folder, message):
    with pytest.raises(ContractError, match=message) as caught:
        load(folder)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(f"{folder / folder.name}.html:")


def test_a_file_without_a_header_is_refused(tmp_path):
    folder = tmp_path / "booking" / "queue-number"
    folder.mkdir(parents=True)
    (folder / "queue-number.html").write_text(MACRO, "utf-8")
    with pytest.raises(ContractError, match="begin with a comment that holds the TOML header"):
        load(folder)
    (folder / "queue-number.html").unlink()
    with pytest.raises(ContractError, match="no queue-number"):
        load(folder)


@pytest.mark.parametrize(
    "key",
    ["title", "status", "since", "evidence", "summary", "also", "place", "uses", "parameters",
     "records", "keyboard"],
)  # fmt: skip
def test_a_misspelt_key_of_a_header_names_the_one_that_was_meant(key, tmp_path):
    wrong = f"{key[:-2]}{key[-1]}{key[-2]}"
    message = f"unknown header key '{wrong}'; did you mean '{key}'"
    refused_in_one_line(write(tmp_path, f"{wrong} = 'x'\n{HEADER}{GOOD}", MACRO), message)


def test_the_name_of_another_system_leads_to_ours():
    with pytest.raises(ContractError, match="no component 'modal'; here it is 'dialog'"):
        component("modal")
    for name in ("nav-bar", "NavBar", "nav_bar"):
        with pytest.raises(ContractError, match="here it is 'service-navigation'"):
            component(name)
    with pytest.raises(UsageError, match="here it is 'card_row'"):
        ui.carousel()
    templates = Environment(autoescape=True)
    install(templates)
    for wrong, right in [
        ('{% from "citydesign/all.html" import carousel %}{{ carousel() }}', "card_row"),
        ('{% import "citydesign/all.html" as city %}{{ city.nav_bar() }}', "service_navigation"),
        ('{% from "citydesign/carousel.html" import carousel %}', "citydesign/card-row.html"),
    ]:
        with pytest.raises((UsageError, TemplateNotFound), match=f":1: .*; here it is '{right}'"):
            templates.from_string(wrong).render()
    with pytest.raises(ContractError, match="did you mean 'dialog'"):
        component("dialgo")


def test_each_name_of_another_system_leads_to_one_component():
    everything = list(all_components())
    names = [name for one in everything for name in one.also]
    assert len(names) > 60
    assert len(names) == len({*names})
    assert not {*names} & {one.name.replace("-", " ") for one in everything}


@pytest.mark.parametrize("also", ["'modal'", "['Modal']", "['']", "[1]"])
def test_names_of_other_systems_are_a_list_in_small_letters(also, tmp_path):
    head = f"{HEADER}also = {also}\n{GOOD}"
    refused_in_one_line(write(tmp_path, head, MACRO), "write also as names in small letters")


def test_a_stable_component_says_what_it_was_tried_on(tmp_path):
    head = HEADER.replace("draft", "stable") + 'evidence = "Ten residents with NVDA."\n'
    found = load(write(tmp_path, head + GOOD, MACRO))
    assert (found.status, found.evidence) == ("stable", "Ten residents with NVDA.")


@pytest.mark.parametrize("written", ["text-imput", "text_imput", "TextInput", "TEXT_INPUT", "Text"])
def test_the_nearest_name_is_found_however_it_is_written(written):
    assert nearest(written, ["date_input", "text_input"]) == "; did you mean 'text_input'?"


def test_where_no_name_is_near_the_known_ones_are_listed_if_few():
    few = [f"name_{number}" for number in range(60)]
    assert nearest("xyz", few) == f"; known: {', '.join(few)}"
    assert nearest("xyz", [*few, "name_60"]) == nearest("xyz", []) == ""


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
        ("str", ["", "a", Markup("b"), Lazy()], [None, 1, b"a", ["a"], Markup("<b>")]),
        ("int", [0, -1], [True, 1.0, "1"]),
        ("float", [0, 1.5], [True, "1"]),
        ("bool", [True, False], [0, "true", None]),
        (
            "date | str",
            [dt.date(2027, 3, 24), "2027-03-24", "2027-03-24T09:15"],
            [
                dt.time(9),
                None,
                "2027-02-31",
                "20270324",
                "2027-W12-3",
                "2027-3-24",
                "2027-03-24T0915",
            ],
        ),
        ("time", [dt.time(9)], ["09:00"]),
        ("datetime", [dt.datetime(2027, 3, 24)], [dt.date(2027, 3, 24)]),
        ("Literal['a', 'b'] | None", ["a", None], ["c", 1]),
        ("list[int]", [[], [1], (1, 2)], ["12", [1, "2"], {1}]),
        ("dict[str, str | bool]", [{}, {"a": "b"}, {"a": True}], [{"a": 1}, {1: "a"}, []]),
        ("Markup", [Markup("a")], ["a"]),
        ("None", [None], [0]),
        (
            "time | str",
            [dt.time(9), "09:15", "09:15:30"],
            ["9:15", "25:00", "09", "0915", "T09:15", "20270324", ""],
        ),
        (
            "datetime | str",
            [dt.datetime(2027, 3, 24), "2027-03-24T09:15+02:00", "2027-03-24"],
            ["2027-02-31", "2027-02-31T09:15", "x", "20270324", "2027-W12-3"],
        ),
        (
            "Url",
            ["/a", "?q=1", "#x", "a//b", ".", "HTTPS://a.fi", "tel:112", "https:\\\\a.fi"],
            [1, None, "x:y", "", " \n", "//a.fi", " //a.fi", "/\\a.fi", "\\\\a.fi", "/\t/a.fi"],
        ),
        (
            "LocalUrl",
            ["/a", "?q=1", "sv/feedback", ".", "#x"],
            ["", "https://a.fi", "//a.fi", "mailto:a@b.fi", "https:a", "\\/a.fi", 3],
        ),
        (
            "Id",
            ["a", "1", "a:b.c-d", "kysymys-ä", Lazy()],
            ["", " ", "a b", "a\tb", "a\n", "a\u00a0b", "a\u200bb", "\u3164", None, 1],
        ),
        (
            "Language",
            ["fi", "FI", "sv-FI", "zh-hant-TW", "de-1996", "en-x-plain"],
            ["", "Finnish", "not a tag", "fi_FI", "fi-FI.UTF-8", "*", " fi", "x-default", 1, None],
        ),
        ("Language | Literal['x-default']", ["fi", "x-default"], ["Finnish", "x_default"]),
        ("int | float | None", [1, 1.5, -1, 10**400, None], [float("nan"), float("inf"), True]),
        ("Url | None", [None, "mailto:a@b.fi"], ["javascript:x", " java\nscript:x", 3]),
        ("Icon | None", ["check", None], ["../check", "chek", 1]),
        ("Attrs | None", [{"data-a": "b", "hidden": True}, None], [{"ID": "b"}, {"a": 3}, "x"]),
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


def test_a_text_or_a_list_of_texts_is_safe_whichever_is_given():
    types = Types({}, "x")
    kind = types.of("str | list[str]", "words")
    guard = eval(kind.safe, {**vars(guards)})
    assert kind.fault(["a", "b"], "words") is kind.fault("a", "words") is None
    assert guard(Markup("<b>")) == "<b>"
    assert not hasattr(guard([Markup("<b>")])[0], "__html__")


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_no_markup_is_left_at_any_depth_of_a_place_of_text(depth):
    """Neither as a value nor as a key: both may be written into an attribute."""

    def kinds(depth):
        inner = kinds(depth - 1) if depth > 1 else [("str", Markup("<b>"))]
        for name, value in inner:
            yield f"list[{name}]", [value]
            yield f"list[{name}]", (value,)
            yield f"dict[str, {name}]", {Markup("<i>"): value}
            yield f"{name} | None", value

    def texts(value):
        if isinstance(value, dict):
            value = [*value, *value.values()]
        if isinstance(value, list | tuple):
            return [found for one in value for found in texts(one)]
        return [value]

    for expression, value in kinds(depth):
        guard = eval(Types({}, "x").of(expression, "words").safe, {**vars(guards)})
        assert {type(one) for one in texts(guard(value))} == {str}, expression


def test_a_list_of_two_records_is_judged_as_both_ask():
    """They share the name of a field, which is a text in one and an address in the other."""
    records = {
        "Word": Record("Word", (Parameter("more", "str", "x"),)),
        "Way": Record("Way", (Parameter("more", "Url", "x"),)),
    }
    for expression in ("list[Word | Way]", "list[Way | Word]"):
        types = Types(records, "x")
        safe = types.of(expression, "items").safe
        space = {**vars(guards), "host": guards.HostGuards("x", SCHEMES, LIBRARY)}
        exec("\n".join(types.source()), space)
        guard = eval(safe, space)
        assert guard([{"more": "a"}, {"more": "javascript:x"}]) == [{"more": "a"}, {"more": UNSAFE}]
        (made,) = guard([{"more": Markup("<b>")}])
        assert type(made["more"]) is str


def test_a_word_of_a_list_may_be_lazy_and_what_is_undefined_is_none():
    check_ = checker("Literal['text', 'tel']", {}, "kind")
    assert check_(Lazy(), "kind") is None
    assert checker("int", {}, "number")(Undefined(), "number")[1] == "must be int, not undefined"


def test_rules_say_nothing_of_what_they_do_not_concern():
    rules = Rules([Parameter("number", "int", "x", nonempty=True)], [])
    assert rules.fault({"number": 0}) is None
    assert list(found_in([1, {"id": "a", "items": [{"id": "b"}, 2]}, "text"], "id")) == ["a", "b"]
    rows = Rules([Parameter("rows", "list[list[str]]", "x", width="columns")], [])
    assert rows.fault({"columns": ["A"], "rows": [["a"], ["a", "b"]]}) == (
        "rows[1]", "has 2 cells, columns has 1",
    )  # fmt: skip


def test_a_record_names_the_place_of_the_fault(tmp_path):
    head = (
        HEADER
        + '[parameters]\nqueue = { type = "list[Desk]", text = "x" }\n'
        + '[records.Desk]\nname = { type = "str", text = "x" }\n'
        + 'clerk = { type = "str | None", text = "x", default = "None" }\n'
        + 'next = { type = "list[Desk]", text = "x", default = "[]" }\n'
    )
    body = "{% macro queue_number(queue) %}{% endmacro %}"
    loaded = load(write(tmp_path, head, body))
    check = checker(loaded.parameters[0].type, {r.name: r for r in loaded.records}, "here")
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


FAMILY = """title = "Queue number"
status = "draft"
since = "0.1"
summary = "Where you are in the queue."
uses = ["attrs"]

[parameters]
number = { type = "int", text = "Your number." }
"""


def test_a_family_is_taken_and_what_the_header_says_wins(tmp_path):
    own = 'attrs = { text = "More for the number." }\n'
    body = "{% macro queue_number(number, attrs=None) %}{% endmacro %}"
    plain = load(write(tmp_path / "a", FAMILY, body)).parameters[1]
    assert plain == shared_attrs()
    changed = load(write(tmp_path / "b", FAMILY + own, body)).parameters[1]
    assert (changed.type, changed.text) == (plain.type, "More for the number.")


def shared_attrs():
    spec = shared().families["attrs"]["attrs"]
    return Parameter("attrs", spec["type"], spec["text"], "None")


@pytest.mark.parametrize(
    ("head", "body", "message"),
    [
        (
            FAMILY,
            "{% macro queue_number(number) %}{% endmacro %}",
            r"queue-number\.html:\d+: header names \(number, attrs\), the macro \(number\)",
        ),
        (FAMILY.replace('"attrs"', '"atrs"'), MACRO, "uses 'atrs', .*did you mean 'attrs'"),
        (
            HEADER + GOOD + '[records.Item]\nextends = "Choise"\n',
            MACRO,
            "Item extends 'Choise'; did you mean 'Choice'",
        ),
        (HEADER + GOOD.replace('"int"', '"int", uniqe = "a"'), MACRO, "did you mean 'unique'"),
        (HEADER + GOOD.replace('"int"', '"int", nonempty = 1'), MACRO, "nonempty must be bool"),
        (HEADER + GOOD.replace('"int"', '"int", among = "items"'), MACRO, "among = 'items' names"),
        (HEADER + GOOD.replace('"int"', '"int", unique = "value"'), MACRO, "no item has 'value'"),
        (HEADER + GOOD.replace('"int"', '"int", last = "url"'), MACRO, "no item has 'url'"),
        (HEADER + GOOD.replace('"int"', '"int", width = "numbre"'), MACRO, "did you mean 'number'"),
        (HEADER + GOOD.replace('"int"', '"int", length = "numbre"'), MACRO, "mean 'number'"),
        (HEADER.replace("draft", "stable") + GOOD, MACRO, "stable needs evidence"),
        (HEADER + "uses = 3\n" + GOOD, MACRO, "uses must be a list of families"),
        (HEADER + 'uses = [["attrs"]]\n' + GOOD, MACRO, r"uses \['attrs'\], which is no family"),
        (HEADER + 'parameters = "x"\n', MACRO, r"parameters is 'x', and must be a table: \[para"),
        (HEADER + 'records = ["x"]\n' + GOOD, MACRO, r"records is \['x'\], and must be a table"),
        (HEADER + 'records.Item = "x"\n' + GOOD, MACRO, "Item is 'x', and must be a table"),
        (HEADER + GOOD + '[records.Item]\nextends = ["Choice"]\n', MACRO, r"Item extends \['Cho"),
        (HEADER + 'uses = "attrs"\n' + GOOD, MACRO, "uses must be a list of families"),
        (HEADER.replace('"0.1"', '"soon"') + GOOD, MACRO, "since = 'soon' is no version"),
        (HEADER + GOOD.replace('"int"', '"int", since = "soon"'), MACRO, "number: since = 'soon'"),
        (HEADER + GOOD.replace('"int"', '"int", deprecated = " "'), MACRO, "deprecated is empty"),
        (
            HEADER + GOOD.replace('"int"', '"str", least = 1'),
            MACRO,
            "least says nothing of str; it judges float, int",
        ),
        (
            HEADER + GOOD.replace('"int"', '"int", nonempty = true'),
            MACRO,
            "nonempty says nothing of int",
        ),
        (HEADER + GOOD.replace('"int"', '"str", inert = true'), MACRO, "inert says nothing of str"),
        (HEADER + GOOD.replace('"int"', '"Literal[()]"'), MACRO, r"'Literal\[\(\)\]' is no type"),
        (HEADER + GOOD.replace('"int"', '"Literal[small]"'), MACRO, "a Literal lists texts"),
    ],
)
def test_what_is_shared_is_checked_as_what_is_not(tmp_path, head, body, message):
    refused_in_one_line(write(tmp_path, head, body), message)


#: The rules that name a parameter, or a field of its items.
NAMING = [
    name
    for name, kinds in RULES.items()
    if str in kinds and name not in ("since", "deprecated", "contains")
]


@pytest.mark.parametrize("rule", NAMING)
def test_a_rule_that_names_what_is_not_there_is_refused(rule, tmp_path):
    """Whatever a rule may name, a parameter or a field of one: else it would judge nothing."""
    kind = "int" if rule in ("least", "most") else "list[Link]"
    number = f'number = {{ type = "{kind}", text = "x", {rule} = "nunber" }}\n'
    message = rf"\.html: number: ({rule} = 'nunber' names|no item has 'nunber')"
    refused_in_one_line(write(tmp_path, HEADER + "[parameters]\n" + number, MACRO), message)


def test_a_shared_record_is_extended_and_used_by_its_name(tmp_path):
    head = (
        HEADER
        + '[parameters]\nlinks = { type = "list[QueueLink]", text = "x" }\n'
        + 'more = { type = "Link", text = "x" }\n'
        + '[records.QueueLink]\nextends = "Link"\nurl = { text = "The desk." }\n'
    )
    found = load(write(tmp_path, head, "{% macro queue_number(links, more) %}{% endmacro %}"))
    link, own = found.records
    assert (link, own.name) == (shared().records["Link"], "QueueLink")
    assert [(f.name, f.type) for f in own.fields] == [(f.name, f.type) for f in link.fields]
    assert own.fields[1].text == "The desk."


def test_no_two_records_or_families_say_the_same():
    """What is written out twice is extended instead."""
    seen = {}
    for one in all_components():
        for record in one.records:
            other = seen.setdefault(tuple((f.name, f.type) for f in record.fields), record.name)
            if other != record.name:
                source = one.template.read_text("utf-8")
                assert f"[records.{record.name}]\nextends" in source, (record.name, other)


@pytest.mark.parametrize("one", all_components(), ids=lambda c: c.name)
def test_a_long_signature_has_one_parameter_a_line(one):
    for path in one.folder.glob("*.html"):
        for line in path.read_text("utf-8").splitlines():
            assert not (line.startswith("{% macro") and len(line) > 100), line


@pytest.mark.parametrize("one", all_components(), ids=lambda c: c.name)
def test_a_status_has_the_evidence_that_contributing_asks_for(one):
    guide = (one.folder / f"{one.name}.md").read_text("utf-8")
    if one.status != "draft":
        assert re.fullmatch(r"\d+\.\d+", one.since)
    if one.status == "stable":
        assert one.evidence
        assert "## What research and practice say" in guide


def test_a_deprecated_parameter_warns_where_it_is_given():
    contract = Component(
        "queue-number", "booking", Path(), "Q", "trial", "0.1", "Q.", "main",
        (Parameter("old", "str", "Old.", "''", deprecated="use new"),), (), False,
    )  # fmt: skip
    kinds = {"old": Types({}, "queue_number").of("str", "old")}
    with pytest.warns(DeprecatedParameter, match="old is deprecated: use new") as caught:
        check(contract, kinds, (), {"old": "x"})
    assert [(w.filename, w.lineno > 0) for w in caught] == [(__file__, True)]
    check(contract, kinds, (), {})


def test_a_deprecated_field_warns_once_for_all_items_that_give_it():
    head = (
        Parameter("text", "str", "T."),
        Parameter("old", "str", "O.", "''", deprecated="use new"),
    )
    records = (
        Record("Step", (*head, Parameter("inner", "list[Step]", "I.", "[]"))),
        Record("Other", (Parameter("old", "str", "Not on its way out."),)),
    )
    contract = Component(
        "steps", "services", Path(), "S", "trial", "0.1", "S.", "main",
        (Parameter("items", "list[Step | Other | dict[str, Step] | str]", "I."),), records, False,
    )  # fmt: skip
    types = Types({one.name: one for one in records}, "steps")
    kinds = {"items": types.of("list[Step | Other | dict[str, Step] | str]", "items")}
    step = {"text": "a", "old": "x"}
    nested = {"text": "b", "inner": [step]}
    with pytest.warns(DeprecatedParameter) as caught:
        check(contract, kinds, ([step, step, nested, "c"],), {})
    assert [(str(w.message), w.filename) for w in caught] == [
        ("steps: items.old is deprecated: use new", __file__),
        ("steps: items.inner.old is deprecated: use new", __file__),
    ]
    with pytest.warns(DeprecatedParameter, match="items.old is deprecated"):
        check(contract, kinds, ([{"first": step}],), {})
    check(contract, kinds, ([{"text": "b"}, {"old": "y"}],), {})


def test_two_components_never_have_records_of_one_name(tmp_path):
    for name in ("ticket", "queue-number"):
        folder = tmp_path / "booking" / name
        folder.mkdir(parents=True)
        macro = name.replace("-", "_")
        kind = "str" if name == "ticket" else "int"
        (folder / f"{name}.html").write_text(
            f"{{#\n{HEADER}[parameters]\nitems = {{ type = 'list[Ticket]', text = 'x' }}\n"
            f"[records.Ticket]\nat = {{ type = '{kind}', text = 'x' }}\n#}}\n"
            f"{{% macro {macro}(items) %}}{{% endmacro %}}",
            "utf-8",
        )
    shutil.copytree(COMPONENTS / "shared", tmp_path / "shared")
    with pytest.raises(ContractError, match="record Ticket is taken by queue-number"):
        all_components(Library.of(tmp_path))
    (tmp_path / "booking" / "ticket" / "ticket.html").unlink()
    with pytest.raises(ContractError, match=r"ticket: no ticket\.html"):
        component("ticket", Library.of(tmp_path))


def test_shared_contracts_that_are_no_toml_are_one_clear_line(tmp_path):
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "contracts.toml").write_text("[records", "utf-8")
    with pytest.raises(ContractError, match=r"contracts\.toml:1: not TOML: "):
        load(write(tmp_path, HEADER + GOOD, MACRO), Library.of(tmp_path))


def test_a_field_that_is_no_table_is_one_clear_line(tmp_path):
    head = HEADER + GOOD.replace('"int"', '"Place"') + "[records.Place]\nat = 3\n"
    with pytest.raises(ContractError, match=r"at needs \{ type"):
        load(write(tmp_path, head, MACRO))


def test_a_rule_may_name_a_plain_list_and_a_parameter_beside_it(tmp_path):
    head = (
        HEADER + '[parameters]\nitems = { type = "list[str]", text = "x" }\n'
        'value = { type = "str", text = "x", among = "items", needs = "items" }\n'
    )
    found = load(write(tmp_path, head, "{% macro queue_number(items, value) %}{% endmacro %}"))
    assert found.parameters[1].rules == {"among": "items", "needs": "items"}
    assert found.block == "city-queue-number"


def test_headers_and_macros_of_all_components_agree():
    assert len(all_components()) == len({c.name for c in all_components()})


def test_a_name_with_an_underscore_before_it_is_no_component():
    """Python itself asks for such names, to learn what a thing is."""
    with pytest.raises(AttributeError, match=r"no attribute '__wrapped__'"):
        _ = ui.__wrapped__
