"""What a page does in production with values of a kind that nobody foresaw."""

import re
from collections import UserDict
from types import SimpleNamespace

import pytest
from jinja2 import (
    ChainableUndefined,
    DictLoader,
    Environment,
    StrictUndefined,
    Undefined,
    UndefinedError,
)
from markupsafe import Markup
from tests.given import at, places

from citydesign import UsageError, install
from citydesign.contracts import all_components
from citydesign.errors import CityDesignError
from citydesign.guards import by_shape, choice, many, mapping, record, same, text

FAST = Environment(autoescape=True, undefined=ChainableUndefined)
install(FAST, strict=False)
PRODUCTION, STRICT = Environment(autoescape=True), Environment(autoescape=True)
install(PRODUCTION, strict=False)
install(STRICT)
HOSTILE = Markup("<script>x</script>")


def page(call, **values):
    names = "button, checkboxes, header, table, text_input"
    source = f"{{% from 'citydesign/all.html' import {names} %}}{{{{ {call} }}}}"
    return FAST.from_string(source).render(**values)


@pytest.mark.parametrize("wrong", [["primary"], {"a": 1}, 3, "nothing", Markup("x")])
def test_a_variant_that_is_none_is_drawn_as_the_usual_one(wrong):
    assert page("button('Send', variant=v)", v=wrong) == page("button('Send')")


def test_what_a_view_forgot_leaves_a_gap_and_no_error():
    assert 'class="city-button' in page("button('Send', variant=gone, url=gone)")
    assert "<table" in page("table('T', gone, gone)")
    assert 'name="a"' in page("text_input('a', 'A', value=gone, attrs=gone)")
    account = "{'name': 'Aino', 'url': '/me', 'sign_out_url': gone}"
    assert "<form" not in page(f"header('City', url='/', account={account})")


def test_a_record_may_be_an_object_or_any_mapping():
    as_dict = {"value": "x", "label": HOSTILE, "hint": "<b>"}
    shown = page("checkboxes('a', 'A', items)", items=[as_dict])
    for other in (SimpleNamespace(**as_dict), UserDict(as_dict)):
        assert page("checkboxes('a', 'A', items)", items=[other]) == shown


def test_each_cell_of_a_row_is_safe_whatever_holds_it():
    for rows in ([["a", "<b>"]], (("a", "<b>"),), iter([["a", "<b>"]])):
        assert "<b>" not in page("table('T', [{'label': 'A'}, {'label': 'B'}], rows)", rows=rows)


def test_what_is_ticked_may_come_in_any_order():
    call = "checkboxes('a', 'A', [{'value': 'x', 'label': 'X'}], value=v)"
    assert page(call, v={"x"}) == page(call, v=(one for one in "x")) == page(call, v=["x"])


def test_guards_choose_by_what_is_given():
    guard = by_shape(text, many(text), mapping(text), records=False)
    assert guard(HOSTILE) == "<script>x</script>"
    assert guard([HOSTILE]) == ["<script>x</script>"]
    assert guard({HOSTILE: HOSTILE}) == {"<script>x</script>": "<script>x</script>"}
    assert guard(3) == 3
    assert not hasattr(many(text)(HOSTILE), "__html__")
    assert mapping(text)(HOSTILE) == "<script>x</script>"
    assert not hasattr(mapping(text)(HOSTILE), "__html__")
    one = by_shape(None, None, record({"label": text}), records=True)
    assert one(SimpleNamespace(label=HOSTILE)) == {"label": "<script>x</script>"}
    assert one(3) == 3
    assert by_shape(None, None, None, records=False)(object) is object
    assert choice(["a", 2], None)({}) is None


def test_a_choice_keeps_what_a_view_forgot_for_jinja_to_judge():
    forgotten = Undefined(name="variant")
    assert choice(["primary"], "secondary")(forgotten) is forgotten
    with pytest.raises(UndefinedError, match="'variant' is undefined"):
        choice(["primary"], "secondary")(StrictUndefined(name="variant"))


def test_a_list_keeps_what_a_view_forgot_for_jinja_to_judge():
    for forgotten in (Undefined(name="items"), StrictUndefined(name="items")):
        assert many(text)(forgotten) is forgotten


def test_an_object_that_writes_html_is_a_text_and_no_record():
    class Element:
        text = "x"

        def __html__(self):
            return "<b>x</b>"

        def __iter__(self):
            return iter("x")

    element = Element()
    guard = by_shape(same, many(text), record({"text": text}), records=True)
    assert guard(element) is element
    assert guard(SimpleNamespace(text=HOSTILE)) == {"text": "<script>x</script>"}


def test_an_object_that_can_be_looped_over_is_still_the_record_that_is_asked_for():
    """Models of pydantic and rows of databases can, and their fields may hold anything."""

    class Row(SimpleNamespace):
        def __iter__(self):
            return iter(vars(self).items())

    account = Row(text="Aino", url="javascript:x", sign_out_url="//evil.example")
    html = page("header('City', url='/', account=account)", account=account)
    assert html == page("header('City', url='/', account=account)", account=vars(account))
    assert html.count("#unsafe") == 2
    either = by_shape(text, None, record({"text": text}), records=True)
    assert either(Row(text=HOSTILE)) == {"text": "<script>x</script>"}


def test_an_object_keeps_the_fields_of_each_record_that_it_may_be():
    guard = record({"text": text, "url": text}, {"label": text, "hint": text})
    menu = SimpleNamespace(label=HOSTILE, hint="All")
    assert guard(menu) == {"label": "<script>x</script>", "hint": "All"}
    assert guard(SimpleNamespace(text="A", url="/")) == {"text": "A", "url": "/"}


@pytest.mark.parametrize("component", all_components(), ids=lambda c: c.name)
def test_what_fails_in_production_says_what_strict_mode_says(component):
    """Whatever is given in the place of records and lists: it is drawn, or the error is clear."""
    records = {r.name: r for r in component.records}
    made = [getattr(env.get_template(f"citydesign/{component.name}.html").module, component.macro)
            for env in (PRODUCTION, STRICT)]  # fmt: skip
    for path, _ in places(component.parameters, records):
        for wrong in ({"a": 1}, "x", 3, None, object(), ["x"], [3], [["x"]], [None], [{}]):
            given = at(component, path, wrong)
            fault = faults(made[0], given)
            assert not fault or fault == faults(made[1], given), (path, wrong)


def faults(macro, given):
    """What the error of a call says after its place; nothing where it is drawn."""
    try:
        macro(**given)
    except CityDesignError as error:
        return re.sub(rf"^{re.escape(__file__)}:\d+: ", "", str(error))
    return ""


def production(asynchronous=False, **templates):
    env = Environment(autoescape=True, loader=DictLoader(templates), enable_async=asynchronous)
    install(env, strict=False)
    return env


RADIOS = """{% from "citydesign/all.html" import page, radios %}
{% call page("Library") %}
{{ radios("place", "Place", items) }}
{% endcall %}"""


@pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])
@pytest.mark.parametrize("items", [{"a": "A"}, ["a"], "a", 3, [None]])
def test_a_wrong_list_in_production_names_the_line_and_the_cause(asynchronous, items):
    env = production(asynchronous, **{"form.html": RADIOS})
    with pytest.raises(UsageError, match=r"^form.html:3: radios: items.* must be a ") as clear:
        env.get_template("form.html").render(items=items)
    assert isinstance(clear.value.__cause__, AttributeError | TypeError | UndefinedError)


@pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])
def test_an_error_of_the_page_itself_is_not_blamed_on_the_call_around_it(asynchronous):
    around = RADIOS.replace('page("Library")', 'page("Library", alternates="wrong")')
    source = around.replace("{{ radios", "{{ 1 / nothing }}{{ radios")
    env = production(asynchronous, **{"form.html": source})
    with pytest.raises(ZeroDivisionError):
        env.get_template("form.html").render(nothing=0)


def test_an_error_that_no_rule_of_the_contract_explains_stays_itself():
    class Register:
        def __html__(self):
            raise OSError("the register does not answer")

    env = production(**{"form.html": RADIOS.replace("items)", "items, hint=hint)")})
    with pytest.raises(OSError, match="the register does not answer"):
        env.get_template("form.html").render(items=[{"value": "x", "label": "X"}], hint=Register())
