"""What is special about the fieldset."""

from jinja2 import Environment
from markupsafe import Markup
from tests.markup import document

from citydesign import install, ui


def parse(html):
    return document(html).find("body")


def test_hint_and_error_are_tied_to_the_group_without_an_id():
    body = parse(ui.fieldset(Markup("Child &amp; <b>home</b>"), hint="Both.", error="One is off."))
    group = body.find("fieldset")
    ids = [e.get("id") for e in group.iter() if e.get("id")]
    assert group.get("aria-describedby").split() == ids
    assert len(ids) == 2
    assert "id" not in group.attrib


def test_the_legend_comes_first_in_the_group():
    group = parse(ui.fieldset("Child", hint="h", content=Markup("<p>x</p>"))).find("fieldset")
    assert [child.tag for child in group] == ["legend", "div", "p"]


def test_the_legend_is_the_heading_of_a_page_that_asks_one_thing():
    assert parse(ui.fieldset("Who?", heading=True)).find("fieldset/legend/h1").text == "Who?"


def test_a_call_block_gives_the_fields():
    env = Environment(autoescape=True)
    install(env)
    html = env.from_string(
        "{% from 'citydesign/fieldset.html' import fieldset %}"
        "{% call fieldset('Child') %}<p>{{ '<this>' }}</p>{% endcall %}"
    ).render()
    assert parse(html).find("fieldset/p").text == "<this>"
