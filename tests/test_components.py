"""What holds for every component and every example, read from the contracts."""

import datetime as dt
import re
import subprocess
import sys
from dataclasses import replace

import pytest
from jinja2 import Environment, StrictUndefined, nodes
from markupsafe import Markup
from tests.everything import EVERYTHING, RANTAKYLA
from tests.given import PLAIN, everything
from tests.markup import document, piece

from citydesign import calls, export, install, ui, use_locale, using
from citydesign.contracts import all_components
from citydesign.examples import (
    all_examples,
    examples_of,
    fragment,
    page,
    source,
    texts,
    translations,
)
from citydesign.locale import LOCALES, PSEUDO, catalogue
from citydesign.parts import Calls
from citydesign.rules import Parameter

components = pytest.mark.parametrize("component", all_components(EVERYTHING), ids=lambda c: c.id)
examples = pytest.mark.parametrize("example", all_examples(EVERYTHING), ids=lambda e: e.id)


@examples
def test_an_example_renders_in_every_language(example):
    pages = {
        locale: page(example, locale=locale, library=EVERYTHING) for locale in (*LOCALES, PSEUDO)
    }
    for locale, html in pages.items():
        assert html.startswith("<!doctype html>")
        assert f'lang="{locale}"' in html
    assert 'dir="rtl"' in pages[PSEUDO]


@examples
@pytest.mark.parametrize("locale", ["fi", "sv"])
def test_an_examples_texts_are_translated(example, locale):
    known = translations(example.component, locale)
    missing = [text for text in texts(example) if text not in known]
    assert not missing, f"write in {locale}.toml of {example.id}: {missing}"


@components
@pytest.mark.parametrize("locale", ["fi", "sv"])
def test_no_translation_is_left_over(component, locale):
    used = {text for example in examples_of(component) for text in texts(example)}
    used |= {example.caption for example in examples_of(component)}
    left = [text for text in translations(component, locale) if text not in used]
    assert not left


@components
def test_every_parameter_is_shown_by_an_example(component):
    used = set()
    for example in examples_of(component):
        tree = Environment().parse(example.path.read_text("utf-8"))
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == component.macro:
                used |= {pair.key for pair in call.kwargs}
                used |= set(component.parameter_names[: len(call.args)])
                if isinstance(call, nodes.Call) and component.call_block:
                    used |= {"content"}
    missing = [name for name in component.parameter_names if name not in used]
    assert not missing, f"no example of {component.name} shows {missing}"


@components
def test_built_in_words_are_used_and_all_there(component):
    words = component.id.replace("/", ".").replace("-", "_")
    own = {k for k in catalogue(EVERYTHING) if k.startswith(f"{words}.")}
    text = component.template.read_text("utf-8")
    if f'"{words}." ~' in text:
        return
    for word in own:
        assert f'"{word}"' in text or f"'{word}'" in text, word


def test_every_message_takes_the_same_values_in_every_language():
    for key, by_locale in catalogue(EVERYTHING).items():
        values = set()
        for message in by_locale.values():
            forms = [message] if isinstance(message, str) else list(message.values())
            names = frozenset(n for form in forms for n in re.findall(r"\{(\w+)\}", form))
            values.add(names)
        assert len(values) == 1, f"{key}: {values}"


HOSTILE = "\"'><script>alert(1)</script>&amp;"


_VALUES = {
    **PLAIN,
    "str": HOSTILE,
    "Url": "/x?" + HOSTILE,
    "LocalUrl": "/x?" + HOSTILE,
    "Attrs": {"data-x": HOSTILE},
    "date": dt.date(2027, 3, 24),
    "time": dt.time(9, 15),
    "datetime": dt.datetime(2027, 3, 24, 9, 15),
}


@components
def test_hostile_text_stays_text(component):
    env = Environment(autoescape=True)
    install(env, components=[RANTAKYLA])
    for parameter in component.parameters:
        with using(env):
            given = everything(component, _VALUES, parameter.name)
            html = calls.call(component.pack.name, component.name)(**given)
        assert "<script>alert" not in html
        assert "&amp;lt;script" not in html
        assert "alert(1)" in html


@components
def test_plain_and_strict_give_the_same_page(component):
    for example in examples_of(component):
        pages = []
        for strict in (True, False):
            env = Environment(undefined=StrictUndefined, autoescape=True)
            install(env, strict=strict, components=[RANTAKYLA])
            pages.append(env.from_string(source(example)).render())
        assert pages[0] == pages[1]


@components
@pytest.mark.filterwarnings("ignore::citydesign.errors.AutoescapeWarning")
def test_a_host_without_escaping_gets_the_same_page(component):
    for example in examples_of(component):
        env = Environment(undefined=StrictUndefined, autoescape=False)
        install(env, components=[RANTAKYLA])
        # Such a host gets plain text out of a set block, and has to mark it itself.
        marked = re.sub(r"\{% set (\w+) %\}", r"{% set \1 | safe %}", source(example))
        host = env.from_string(marked).render().strip()
        # What a call block itself prints is the host's own text, and examples hold plain ASCII.
        assert host == fragment(example, library=EVERYTHING)


@components
def test_a_caller_s_attributes_and_classes_are_joined(component):
    if "attrs" not in component.parameter_names:
        pytest.fail(f"{component.name} takes no attrs")
    for example in examples_of(component):
        if "attrs=" in source(example):
            return
    pytest.fail("no example shows attrs")


def test_the_typed_calls_have_types_that_mypy_accepts(tmp_path):
    package = tmp_path / "citydesign"
    package.mkdir()
    (package / "py.typed").touch()
    (package / "__init__.pyi").touch()
    (package / "ui.pyi").write_text(export.stub(), "utf-8")
    good = tmp_path / "good.py"
    good.write_text(
        "from markupsafe import Markup\nfrom citydesign import ui\n"
        "a: Markup = ui.text_input('a', 'b', width='10', attrs={'class': 'x', 'hidden': True})\n",
        "utf-8",
    )
    bad = tmp_path / "bad.py"
    bad.write_text(
        "from citydesign import ui\n"
        "ui.text_input('a')\nui.text_input('a', 'b', width='7')\nui.text_inputs('a', 'b')\n",
        "utf-8",
    )
    mypy = [sys.executable, "-m", "mypy", "--strict", "--no-incremental"]
    right = subprocess.run([*mypy, "good.py"], cwd=tmp_path, capture_output=True, text=True)
    assert right.returncode == 0, right.stdout
    wrong = subprocess.run([*mypy, "bad.py"], cwd=tmp_path, capture_output=True, text=True)
    assert wrong.returncode == 1
    assert len(re.findall(r"bad\.py:\d+: error", wrong.stdout)) == 3, wrong.stdout


@components
def test_the_types_of_a_call_explain_each_parameter_in_its_order(component):
    text = export._function(replace(component, parameters=(*component.parameters, OLD)))
    said = [f"        {p.name}: {p.text}" for p in component.parameters]
    said.append("        old_one: Deprecated: use new. Old.")
    lines = text.splitlines()
    start = lines.index("    Args:") + 1
    assert lines[start : start + len(said)] == said
    assert lines[lines.index(") -> _Markup:") + 1] == f'    """{component.summary}'
    assert any(line.lstrip().startswith("caller: _abc") for line in lines) == component.call_block


OLD = Parameter("old_one", "str", "Old.", "''", deprecated="use new")


def test_the_contracts_as_data_name_every_component_and_example():
    data = export.contracts()
    assert [c["name"] for c in data["components"]] == [c.name for c in all_components()]
    for described, component in zip(data["components"], all_components(), strict=True):
        assert [p["name"] for p in described["parameters"]] == list(component.parameter_names)
        assert described["examples"][0]["name"] == "default"


def test_a_typed_call_gives_what_the_macro_gives():
    env = Environment(autoescape=True)
    install(env)
    macro = env.from_string(
        "{% from 'citydesign/text-input.html' import text_input %}{{ text_input('a', 'B', hint='c') }}"
    ).render()
    with use_locale("en"):
        call = ui.text_input("a", "B", hint="c")
    assert isinstance(call, Markup)
    assert call == macro


# The shared parts: what is around every control

#: Each shared part, drawn: what is called, and every element of it with all it says.
DRAWN = {
    'label_part("Name", "n")': ["label.city-label for=n: Name"],
    'label_part("Name", "n", optional=true)': [
        "label.city-label for=n: Name (optional)",
        "span.city-label__optional: (optional)",
    ],
    'label_part("Name", "n", visible=false)': [
        "label.city-label.city-visually-hidden for=n: Name",
    ],
    'label_part("<i>" ~ bold, "n", optional=true, heading=true)': [
        "h1.city-label__heading: <i>B (optional)",
        "label.city-label.city-label--heading for=n: <i>B (optional)",
        "b: B",
        "span.city-label__optional: (optional)",
    ],
    'legend_part("Name")': ["legend.city-label: Name"],
    'legend_part(bold, optional=true)': [
        "legend.city-label: B (optional)",
        "b: B",
        "span.city-label__optional: (optional)",
    ],
    'legend_part("Name", optional=true, heading=true)': [
        "legend.city-label.city-label--heading: Name (optional)",
        "h1.city-label__heading: Name (optional)",
        "span.city-label__optional: (optional)",
    ],
    'hint_part("", "n")': [],
    'hint_part(bold, "n")': ["div.city-hint id=n-hint: B", "b: B"],
    'error_part(none, "n")': [],
    'error_part("Write it", "n")': [
        "p.city-error-message id=n-error: Error: Write it",
        "svg.city-icon.city-icon--error",
        "span.city-visually-hidden: Error:",
    ],
    'choice_part("radio", {"value": "<v>", "label": "<L>"}, "i", "n", "g")': [
        "div.city-choice: <L>",
        "input.city-choice__input id=i name=n type=radio value=<v>",
        "label.city-choice__label for=i: <L>",
    ],
    'choice_part("checkbox", whole, "i", "n", "g", true, "d", "Wrong", true)': [
        "p.city-choice-divider: or",
        "div.city-choice: L (optional) H M",
        "input.city-choice__input.mine aria-describedby=i-item-hint g-more d own aria-invalid=true"
        " checked data-exclusive data-x=1 disabled id=i name=n type=checkbox value=v",
        "label.city-choice__label for=i id=i-label: L (optional)",
        "span.city-label__optional: (optional)",
        "div.city-hint.city-choice__hint id=i-item-hint: H",
        "div.city-choice__content aria-labelledby=i-label role=group: M",
        "p: M",
    ],
    "enter_part()": ["button.city-visually-hidden aria-hidden=true tabindex=-1 type=submit: "],
    'when_part({"date": "2027-03-24"})': [
        "time datetime=2027-03-24: Wednesday, 24 March 2027",
    ],
    'when_part({"date": moment, "start": moment.time()})': [
        "time datetime=2027-03-24T09:15: Wednesday, 24 March 2027, 9:15",
    ],
    'when_part({"date": "2027-03-24T09:15", "start": "09:15:30", "end": "10:05"})': [
        "time datetime=2027-03-24T09:15: Wednesday, 24 March 2027, 9:15 to 10:05",
    ],
}  # fmt: skip


def drawn_part(call):
    env = Environment(autoescape=True, undefined=StrictUndefined)
    install(env)
    names = ", ".join(
        f"{name}_part"
        for name in [
            "label",
            "legend",
            "hint",
            "error",
            "choice",
            "enter",
            "when",
            "size",
            "limits",
        ]
    )
    page = f"{{% from 'citydesign/shared/parts.html' import {names} %}}{{{{ {call} }}}}"
    whole = {
        "value": "v", "label": "L", "hint": "H", "content": Markup("<p>M</p>"), "divider": True,
        "disabled": True, "exclusive": True,
        "attrs": {"class": "mine", "data-x": "1", "aria-describedby": "own"},
    }  # fmt: skip
    return env.from_string(page).render(
        bold=Markup("<b>B</b>"), whole=whole, moment=dt.datetime(2027, 3, 24, 9, 15, 30)
    )


def told(element):
    given = dict(element.attrib)
    tag = element.tag.rpartition("}")[2]
    name = ".".join([tag, *given.pop("class", "").split()])
    if tag == "svg":
        return name
    marks = [name, *(f"{key}={value}" if value else key for key, value in sorted(given.items()))]
    words = "" if tag == "input" else f": {' '.join(''.join(element.itertext()).split())}"
    return " ".join(marks) + words


@pytest.mark.parametrize("call", DRAWN)
def test_a_shared_part_says_all_that_it_is_given_and_nothing_else(call):
    html = drawn_part(call)
    found = piece(html, "fieldset")
    elements = [one for one in list(found.iter())[1:] if not one.tag.endswith("path")]
    assert [told(one) for one in elements] == DRAWN[call]


@pytest.mark.parametrize(
    ("call", "written"),
    [
        ("size_part(1)", "1 kB"),
        ("size_part(1001)", "2 kB"),
        ("size_part(999000)", "999 kB"),
        ("size_part(1000000)", "1 MB"),
        ("size_part(2450000)", "2.5 MB"),
        ("size_part(9999999)", "10 MB"),
        ("size_part(10000000)", "10 MB"),
        ("size_part(12500001)", "13 MB"),
        ("limits_part(0, 10)", "From 0 to 10."),
        ("limits_part(0, none)", "At least 0."),
        ("limits_part(none, 0)", "At most 0."),
        ("limits_part(none, none)", ""),
    ],
)
def test_a_size_and_a_limit_are_written_as_people_read_them(call, written):
    assert drawn_part(call).strip() == written


#: What a `datetime` may be (HTML Living Standard, "the time element").
MOMENT = re.compile(
    r"\d{4}(-\d\d(-\d\d)?)?|(\d{4}-\d\d-\d\dT)?\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?|P[\dDTHMS]+"
)
WRITTEN_FOR_MACHINES = {"code", "option", "pre", "script", "style", "textarea"}


@examples
def test_a_day_is_written_for_residents_and_for_machines(example):
    for locale in LOCALES:
        for element in document(page(example, locale=locale, library=EVERYTHING)).iter():
            if element.tag in WRITTEN_FOR_MACHINES:
                continue
            words = f"{element.text or ''} {element.tail or ''}"
            assert not re.search(r"\b\d{4}-\d\d-\d\d\b", words), words
            moment = element.get("datetime")
            assert moment is None or MOMENT.fullmatch(moment), moment


# How templates are compiled


def test_every_example_reads_the_same_in_sync_and_async_hosts():
    now, later = Environment(autoescape=True), Environment(autoescape=True, enable_async=True)
    for env in (now, later):
        install(env, strict=False)
    for example in all_examples():
        text = source(example)
        assert later.from_string(text).render() == now.from_string(text).render(), example.id


def test_writing_parts_in_place_changes_no_example(monkeypatch):
    def pages():
        env = Environment(undefined=StrictUndefined, autoescape=True)
        install(env, strict=False)
        return {e.id: env.from_string(source(e)).render() for e in all_examples()}

    written = pages()
    monkeypatch.setattr(Calls, "inline", lambda self, found: None)
    assert pages() == written
