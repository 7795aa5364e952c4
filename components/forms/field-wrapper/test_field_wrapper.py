"""What is special about the field wrapper."""

import pytest
from jinja2 import Environment
from markupsafe import Markup
from tests.markup import document

from citydesign import install, ui

CONTROL = '<input name="street"{{ control.attributes }}>'


def render(call, block=CONTROL, arguments="(control)", **install_options):
    env = Environment(autoescape=True)
    install(env, **install_options)
    text = (
        "{% from 'citydesign/field-wrapper.html' import field_wrapper %}"
        f"{{% call{arguments} field_wrapper({call}) %}}{block}{{% endcall %}}"
    )
    return env.from_string(text).render()


def parse(html):
    return document(html).find("body")


def control(html):
    (found,) = parse(html).iter("input")
    return found


@pytest.mark.parametrize(
    ("more", "described", "invalid"),
    [
        ("", None, None),
        ("hint='H'", "street-hint", None),
        ("error='E'", "street-error", "true"),
        ("hint='H', error='E'", "street-hint street-error", "true"),
    ],
)
@pytest.mark.parametrize("strict", [True, False])
def test_the_control_gets_its_id_and_what_describes_it(more, described, invalid, strict):
    html = render(f"'street', 'Street', {more}", strict=strict)
    found = control(html)
    assert found.get("id") == parse(html).find(".//label").get("for") == "street"
    assert found.get("aria-describedby") == described
    assert found.get("aria-invalid") == invalid
    ids = {element.get("id") for element in parse(html).iter()}
    assert set((described or "").split()) <= ids


def test_the_two_values_are_given_apart_too():
    block = '<input id="{{ control.id }}" aria-describedby="{{ control.described_by }} mine">'
    found = control(render("'street', 'Street', hint='H', error='E'", block))
    assert found.get("id") == "street"
    assert found.get("aria-describedby") == "street-hint street-error mine"


def test_what_describes_nothing_is_empty():
    assert render("'street', 'Street'", "[{{ control.described_by }}]").count("[]") == 1


def test_a_block_may_take_no_argument():
    found = control(render("'street', 'Street'", '<input id="street">', arguments=""))
    assert found.get("id") == "street"


def test_python_gives_the_control_as_a_function():
    def made(control):
        return Markup("<input{}>").format(control.attributes)

    found = control(ui.field_wrapper("street", "Street", hint="H", caller=made))
    assert (found.get("id"), found.get("aria-describedby")) == ("street", "street-hint")


def test_a_control_given_as_text_shows_its_letters():
    assert "&lt;input&gt;" in ui.field_wrapper("street", "Street", content="<input>")


def test_an_id_can_not_leave_its_attribute():
    html = render("evil, 'Street', hint='H'".replace("evil", "'a\"><b'"), strict=False)
    assert parse(html).find(".//b") is None


def test_it_is_the_same_block_as_a_text_input():
    around = {"hint": "H", "error": "E", "optional": True}
    wrapped = parse(ui.field_wrapper("street", "Street", **around))
    own = parse(ui.text_input("street", "Street", **around))

    def parts(body):
        return [
            (e.tag, e.get("class"), e.get("id"), e.get("for"))
            for e in body.find("div")
            if e.tag != "input"
        ]

    assert parts(wrapped) == parts(own)
