"""Marks: the audit learns which line made an element, and nobody else is."""

import asyncio
import re

import pytest
from jinja2 import DictLoader, Environment, FileSystemLoader
from tests.markup import piece

from citydesign import install, ui, using
from citydesign.examples import all_examples, fragment, page
from citydesign.runtime import ComponentMacro

FORM = """{% from "citydesign/text-input.html" import text_input %}
{% from "citydesign/fieldset.html" import fieldset %}
<form>
{% call fieldset("Who are you?") %}
{{ text_input("name", "Name") }}
{% endcall %}
{{ text_input(
    "city", "City") }}
</form>"""
MARK = re.compile(r' data-city-source="([^"]*)"')


def _render(path, **settings):
    env = Environment(loader=FileSystemLoader(path), autoescape=True)
    install(env, **settings)
    return env.get_template("form.html").render()


@pytest.fixture
def templates(tmp_path, monkeypatch):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "form.html").write_text(FORM, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "templates"


def test_each_component_names_the_line_that_called_it(templates):
    html = _render(templates, mark_source=True)
    assert MARK.findall(html) == [f"templates/form.html:{line}" for line in (4, 5, 7)]


def test_a_component_made_of_another_alone_names_its_own_line_once(templates):
    (templates / "form.html").write_text(
        '{% from "citydesign/contact-card.html" import contact_card %}\n{{ contact_card("Metso") }}',
        "utf-8",
    )
    assert MARK.findall(_render(templates, mark_source=True)) == ["templates/form.html:2"]


def test_marks_change_nothing_else(templates):
    assert MARK.sub("", _render(templates, mark_source=True)) == _render(templates)


@pytest.mark.parametrize("settings", [{}, {"strict": False, "mark_source": True}])
def test_residents_never_see_a_mark(templates, settings):
    assert "data-city-source" not in _render(templates, **settings)


def test_an_environment_variable_marks_a_site_as_it_stands(templates, monkeypatch):
    monkeypatch.setenv("CITYDESIGN_MARK_SOURCE", "1")
    assert MARK.search(_render(templates))
    assert not MARK.search(_render(templates, strict=False))


def test_a_host_without_marks_compiles_no_trace_of_them():
    plain = Environment(loader=DictLoader({}), autoescape=True)
    install(plain, strict=False)
    template = plain.get_template("citydesign/text-input.html")
    assert type(template.module.text_input) is ComponentMacro


def test_a_typed_call_names_the_python_line():
    env = Environment(autoescape=True)
    install(env, mark_source=True)
    with using(env):
        html = ui.text_input("name", "Name")
    assert re.fullmatch(r"tests/test_marks\.py:\d+", MARK.search(html)[1])


def test_an_async_site_is_marked_too(templates):
    env = Environment(loader=FileSystemLoader(templates), autoescape=True, enable_async=True)
    install(env, mark_source=True)
    html = asyncio.run(env.get_template("form.html").render_async())
    assert MARK.findall(html) == [f"templates/form.html:{line}" for line in (4, 5, 7)]


@pytest.mark.parametrize("example", all_examples(), ids=lambda e: e.id)
def test_an_example_is_marked_on_request_only(example):
    marked = fragment(example, mark_source=True)
    assert MARK.sub("", marked) == fragment(example)
    path = "/".join(example.path.parts[-5:])
    assert {place.rpartition(":")[0] for place in MARK.findall(marked)} == {path}
    assert "data-city-source" not in page(example)


def test_a_file_of_any_name_stays_inside_its_mark():
    name = "a\"b'<c>&.html"
    page = "{% from 'citydesign/tag.html' import tag %}{{ tag('x') }}"
    env = Environment(autoescape=True, loader=DictLoader({name: page}))
    install(env, mark_source=True)
    html = env.get_template(name).render()
    (element,) = piece(html)
    assert element.get("data-city-source") == f"{name}:1"
