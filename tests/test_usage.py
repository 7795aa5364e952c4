"""No token that draws nothing."""

import json
import shutil
import tomllib

import pytest

from citydesign import cli, usage
from citydesign.contracts import all_components
from citydesign.paths import COMPONENTS, TOKENS


@pytest.fixture
def tree(tmp_path):
    shutil.copytree(TOKENS, tmp_path / "tokens")
    shutil.copytree(COMPONENTS, tmp_path / "components")
    return tmp_path / "components", tmp_path / "tokens"


def add(folder, name="lonely", **extensions):
    token = {"$type": "number", "$value": 1, "$description": "A sign."}
    if extensions:
        token["$extensions"] = {"citydesign": extensions}
    (folder / "zmine.tokens.json").write_text(json.dumps({name: token}), "utf-8")


def test_every_token_is_drawn_or_says_what_it_awaits():
    assert usage.faults() == []


def test_every_component_stands_in_the_catalogue():
    groups = tomllib.loads((COMPONENTS / "catalogue.toml").read_text("utf-8"))
    assert {c.name for c in all_components()} <= {
        n for g in groups.values() for n in g["components"]
    }


@pytest.mark.parametrize(
    ("extensions", "says"),
    [
        ({}, "draws nothing"),
        ({"awaits": "tabel"}, "nobody plans; did you mean 'table'"),
        ({"awaits": "button"}, "awaits 'button', which exists and doesn't use it"),
    ],
)
def test_a_token_that_draws_nothing_is_named(tree, extensions, says):
    components, folder = tree
    add(folder, **extensions)
    (fault,) = usage.faults(components, folder)
    assert "zmine.tokens.json: lonely: " in fault
    assert says in fault


def test_a_token_may_await_a_planned_component_until_it_exists(tree):
    components, folder = tree
    made = components / "services" / "event-card"
    shutil.rmtree(made)
    add(folder, awaits="event-card")
    assert usage.faults(components, folder) == []
    made.mkdir()
    (made / "event-card.scss").write_text(".city-event-card { margin: 0; }", "utf-8")
    assert "exists and doesn't use it" in usage.faults(components, folder)[0]
    (made / "event-card.scss").write_text(".city-event-card { flex: var(--city-lonely); }", "utf-8")
    assert "is drawn already" in usage.faults(components, folder)[0]


def test_a_designer_sees_what_a_token_moves(capsys):
    assert cli.main(["tokens", "uses", "space.6"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith(".city-dialog: ") and "padding" in line for line in lines), lines
    assert not any("--city-" in line for line in lines)
    assert cli.main(["tokens", "uses", "space.66"]) == 1
    assert "no token 'space.66'; did you mean 'space.6'" in capsys.readouterr().err


def test_a_list_keeps_its_marks_inside_the_text_whatever_the_step_of_paragraphs():
    moved = usage.uses("space.5")
    assert not [line for line in moved if "padding-inline-start" in line and "ul" in line]
    assert not [line for line in moved if "steps" in line]
