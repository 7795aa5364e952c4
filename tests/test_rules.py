"""What each rule of a contract refuses, one by one; over every component: `test_strict.py`."""

import logging
import re

import pytest
from jinja2 import Environment, Undefined
from markupsafe import Markup

from citydesign import UsageError, install, ui
from citydesign.errors import CityDesignError
from citydesign.rules import Parameter, Record, Rules, shows_nothing
from citydesign.urls import UNSAFE, schemes

LINKS = [{"url": "/fi", "language": "fi"}, {"url": "/sv", "language": "sv"}]
FIELDS = (Parameter("url", "Url", "x"), Parameter("language", "Language", "x"))


def fault(rule, **values):
    """What is wrong with the value of the last of these parameters, which has the rule."""
    name = [*values][-1]
    beside = [Parameter(n, "int", "x", default="3") for n in ("beside", "other")]
    rules = Rules([*beside, Parameter(name, "str", "x", **rule)], [Record("Link", FIELDS)])
    found = rules.fault(values)
    return found and " ".join(found)


@pytest.mark.parametrize(
    ("rule", "wrong", "says", "right"),
    [
        ({"nonempty": True}, {"a": " "}, "a is empty", {"a": "x"}),
        ({"nonempty": True}, {"a": []}, "a is an empty list", {"a": ["x"]}),
        ({"nonempty": True}, {"a": ["x", ""]}, r"a\[1\] is empty", {"a": [{}]}),
        ({"inert": True}, {"a": Markup("<A href>")}, "a is written .* <a>", {"a": "<a>"}),
        ({"unique": "url"}, {"a": [*LINKS, LINKS[0]]}, "a has two .* '/fi'", {"a": LINKS}),
        (
            {"unique": "language"},
            {"a": [*LINKS, {"language": "FI"}]},
            "a has two items with the language 'FI'",
            {"a": LINKS},
        ),
        ({"single": "url"}, {"a": LINKS}, "a has 2 items with url", {"a": LINKS[:1]}),
        ({"last": "url"}, {"a": [{}, *LINKS]}, r"a\[0\] has no url", {"a": [*LINKS, {}]}),
        ({"contains": "{page}"}, {"a": "/x"}, "a is '/x', which does not", {"a": "/{page}"}),
        (
            {"among": "items.url"},
            {"items": LINKS, "a": "/se"},
            "a is '/se', which none of items has",
            {"items": LINKS, "error": "Choose", "a": "/se"},
        ),
        ({"least": 1}, {"a": 0}, "a is 0; write 1 or more$", {"a": 1}),
        ({"least": 1}, {"a": -1}, "a is -1; write 1 or more$", {"a": None}),
        ({"most": "beside"}, {"a": 4}, "a is 4; write 3 or less, because beside is 3", {"a": 3}),
        (
            {"most": "items"},
            {"items": LINKS, "a": 3},
            "a is 3; write 2 or less, because items has 2",
            {"items": Undefined(), "a": 3},
        ),
        (
            {"length": "items"},
            {"items": LINKS, "a": ["x"]},
            "a has 1 items, items has 2",
            {"a": []},
        ),
        (
            {"length": "items"},
            {"items": LINKS, "a": ["x", "y", "z"]},
            "a has 3 items, items has 2",
            {"items": LINKS, "a": ["x", "y"]},
        ),
        ({"needs": "items"}, {"a": "x"}, "a needs items, without", {"items": LINKS, "a": "x"}),
        (
            {"without": "other"},
            {"other": 4, "a": "x"},
            "a is not shown where other is given",
            {"other": 3, "a": "x"},
        ),
        (
            {"local": "items.url"},
            {"items": [{"url": "https://a.fi"}], "a": "form"},
            r"items\[0\].url would send .* 'https://a.fi'",
            {"items": LINKS, "a": "form"},
        ),
        (
            {"local": "items.url"},
            {"items": [{"url": "//a.fi/x"}], "a": "form"},
            r"items\[0\].url would send .* '//a.fi/x'",
            {"items": [{"url": "https://a.fi"}], "a": None},
        ),
    ],
)
def test_a_rule_refuses_what_its_table_says_and_nothing_else(rule, wrong, says, right):
    assert re.search(f"^{says}", fault(rule, **wrong)), fault(rule, **wrong)
    assert fault(rule, **right) is None


def page(call, strict=True, names="button, fieldset, header, table, tabs, tag, text_input"):
    env = Environment(autoescape=True)
    install(env, strict=strict)
    source = f"{{% from 'citydesign/all.html' import {names} %}}\n{{{{ {call} }}}}"
    return env.from_string(source).render(
        html=Markup("<p id='a'></p><template><p id='a'></p></template>")
    )


@pytest.mark.parametrize(
    ("call", "says"),
    [
        ("fieldset('Who', html ~ html)", "fieldset: 2 elements would have the id 'a'"),
        ("tag('x', status=None)", "tag: status is None; known: neutral"),
        (
            "button('x', attrs={'data-a': 'x', 'DATA-A': 'y'})",
            r"button: attrs\['DATA-A'\] is given",
        ),
        ("table('T', [{'label': 'A'}], [], heading_level=2)", "table: has no parameter 'heading"),
        ("tabs([{'id': 'a', 'text': 'A', 'content': ''}], heading_level='2')", "write the number"),
        ("text_input('a', 'A', width=10)", "text_input: width is int 10; write the text '10'"),
        ("button('x', attrs={'Class': 'y'})", r"attrs\['Class'\] is written 'class'"),
        ("button('x', attrs={'xlink:href': 'file:a'})", "leads to file:, which is not allowed"),
        ("button", "button is written without a call"),
    ],
)
def test_a_wrong_call_names_the_line_and_what_is_wrong(call, says):
    with pytest.raises(UsageError, match=rf"^<template>:2: .*{says}"):
        page(call)


def test_a_wrong_call_from_python_names_its_line():
    with pytest.raises(UsageError, match=rf"^{re.escape(__file__)}:\d+: tag: status is None"):
        ui.tag("x", status=None)


def test_the_same_id_in_a_template_is_no_second_one():
    assert "fieldset" in page("fieldset('Who', html)")


def test_what_a_page_holds_that_is_no_component_s_own_is_not_asked_for_its_ids():
    assert page("callout(html ~ html)", names="callout").count("id='a'") == 4


#: Interactive content (HTML, 3.2.5.2.7), and what else takes a click or a word.
@pytest.mark.parametrize(
    "tag", ["a", "button", "details", "embed", "iframe", "input", "label", "select", "summary", "textarea"]
)  # fmt: skip
def test_what_is_pressed_or_typed_into_is_in_no_link_and_no_button(tag):
    for html in (f"<{tag}>", f"Read <{tag.upper()} x>"):
        assert f"and holds <{tag}>" in fault({"inert": True}, text=Markup(html))
    assert fault({"inert": True}, text=Markup(f"<{tag}-x>").replace("-x", "x")) is None


@pytest.mark.parametrize(
    "tag", ["img", "svg", "picture", "object", "video", "canvas", "math", "input", "meter", "progress"]
)  # fmt: skip
def test_a_picture_or_control_without_words_shows_something(tag):
    assert not shows_nothing(Markup(f"<p><{tag} ></p>"))
    assert shows_nothing(Markup(f"<p><{tag}x></p>"))
    assert fault({"nonempty": True}, text=Markup(f"<{tag.upper()}/>")) is None


def test_a_call_block_and_content_are_not_both_given():
    env = Environment(autoescape=True)
    install(env)
    head = "{% from 'citydesign/fieldset.html' import fieldset %}"
    with pytest.raises(UsageError, match="content is given and a call block too"):
        env.from_string(head + "{% call fieldset('Who', content='x') %}y{% endcall %}").render()


def test_an_address_that_runs_code_is_logged_once_and_never_written(caplog):
    caplog.set_level(logging.WARNING, "citydesign")
    call = "button('a', url='javascript:x') ~ button('b', url='javascript:y')"
    assert page(call, strict=False).count(f'href="{UNSAFE}"') == 2
    assert [r.message for r in caplog.records] == [
        f"button: url leads to javascript:; {UNSAFE} is written"
    ]
    account = "{'text': 'A', 'url': '/', 'sign_out_url': 'https://evil.example'}"
    assert "evil" not in page(f"header('City', account={account})", strict=False)


def test_a_component_that_is_not_called_shows_no_address_of_the_process():
    assert "&lt;Macro &#39;button&#39;&gt;" in page("button", strict=False)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("webcal", "write a tuple"),
        (("we b",), "'we b' is no scheme"),
        (("javascript",), "runs code in the page"),
    ],
)
def test_a_scheme_that_a_host_adds_is_one_and_runs_no_code(given, says):
    with pytest.raises(CityDesignError, match=says):
        schemes(given)
    assert schemes(("WebCal:",)) == {"webcal"}
