"""`citydesign new`: adding a component touches one folder."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from jinja2 import Environment

from citydesign import install, scaffold
from citydesign.errors import CityDesignError
from citydesign.library import GROUPS, OURS

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("ticket-number", "write group/name in kebab-case"),
        ("booking/TicketNumber", "kebab-case"),
        ("booking/../x", "kebab-case"),
        ("boking/queue", "no group 'boking'; did you mean 'booking'"),
        ("forms/text-input", "exists; choose another name"),
    ],
)
def test_a_bad_name_is_refused_and_writes_nothing(path, message, tmp_path):
    root = tmp_path / "components"
    (root / "forms" / "text-input").mkdir(parents=True)
    before = sorted(root.rglob("*"))
    with pytest.raises(CityDesignError, match=message):
        scaffold.new(path, tmp_path)
    assert sorted(root.rglob("*")) == before


@pytest.mark.parametrize("group", GROUPS)
def test_a_component_may_begin_any_group_of_the_design(group, tmp_path):
    (tmp_path / "components").mkdir()
    below = tmp_path / "app" / "templates"
    below.mkdir(parents=True)
    folder = scaffold.new(f"{group}/tram-alert", below)
    assert folder == tmp_path / "components" / group / "tram-alert"
    env = Environment(autoescape=True)
    install(env, components=[tmp_path / "components"])
    call = "{% from 'own/tram-alert.html' import tram_alert %}{{ tram_alert('No trams') }}"
    assert '<div class="own-tram-alert">' in env.from_string(call).render()


def test_a_group_that_is_not_there_yet_is_begun_in_this_repository():
    assert scaffold.place(ROOT / "docs") == scaffold.place(ROOT) == OURS
    assert "content" in GROUPS


@pytest.mark.parametrize("package", ["rantakyla", "src/rantakyla"])
def test_a_component_goes_into_the_pack_that_one_stands_in(package, tmp_path):
    folder = tmp_path / package
    folder.mkdir(parents=True)
    (folder / "pack.toml").write_text('name = "rantakyla"', "utf-8")
    (tmp_path / "pyproject.toml").write_text(
        '[project.entry-points."citydesign.packs"]\nrantakyla = "rantakyla"', "utf-8"
    )
    (tmp_path / "components").mkdir()
    for name, here in (("stop-board", tmp_path), ("lake-level", folder)):
        made = scaffold.new(f"content/{name}", here)
        assert made == folder / "content" / name
        assert f".rantakyla-{name} {{" in (made / f"{name}.scss").read_text("utf-8")


def test_nothing_is_written_into_an_installed_package(tmp_path):
    inside = tmp_path / "lib" / "site-packages" / "rantakyla"
    inside.mkdir(parents=True)
    (inside / "pack.toml").write_text('name = "rantakyla"', "utf-8")
    with pytest.raises(CityDesignError, match="installed package; go to the folder of your proj"):
        scaffold.new("content/card", inside)
    assert [path.name for path in inside.iterdir()] == ["pack.toml"]


def test_outside_any_project_one_line_says_what_to_do(tmp_path):
    with pytest.raises(CityDesignError, match="make a folder `components` in yours"):
        scaffold.new("content/card", tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[project\n", r":1: not TOML: "),
        ('\nproject = "x"\n', r":2: 'project' is 'x', and must be a table"),
        ('[project]\nentry-points = "x"\n', r":2: 'entry-points' is 'x', and must be a table"),
        (
            '[project.entry-points]\n"citydesign.packs" = ["x"]\n',
            r":2: 'citydesign.packs' is \['x'\]",
        ),
        (
            '[project.entry-points."citydesign.packs"]\nx = "gone"\n',
            "no package 'gone' here or in src",
        ),
    ],
)
def test_a_project_file_that_is_wrong_is_named_and_nothing_is_written(text, message, tmp_path):
    (tmp_path / "pyproject.toml").write_text(text, "utf-8")
    (tmp_path / "components").mkdir()
    with pytest.raises(CityDesignError, match=rf"^{tmp_path}/pyproject.toml.*{message}"):
        scaffold.new("content/card", tmp_path)
    assert not list((tmp_path / "components").iterdir())


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A copy of the project in which a component has been begun."""
    copy = tmp_path_factory.mktemp("checkout")
    skipped = shutil.ignore_patterns(
        ".git", ".venv", "build", "__pycache__", "examples", "*.egg-info"
    )
    for name in ("src", "components", "tokens", "tests"):
        ignore = shutil.ignore_patterns("__pycache__") if name == "components" else skipped
        shutil.copytree(ROOT / name, copy / name, ignore=ignore)
    pack = "examples/component-pack"
    shutil.copytree(ROOT / pack, copy / pack, ignore=shutil.ignore_patterns("build"))
    for name in ("pyproject.toml", "conftest.py"):
        shutil.copy(ROOT / name, copy)
    before = contents(copy)
    done = run(copy, "-m", "citydesign", "new", "booking/ticket-number")
    assert done.returncode == 0, done.stderr
    assert "ticket-number" in done.stdout
    return copy, before, contents(copy)


def contents(folder):
    """Each file of a folder and below, and what is in it."""
    files = (p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    return {p.relative_to(folder): p.read_bytes() for p in files}


def run(folder, *arguments):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(folder / "src")},
    )


def test_a_new_component_touches_one_folder(checkout):
    _, before, after = checkout
    assert {path.parts[:3] for path in after.keys() - before.keys()} == {
        ("components", "booking", "ticket-number")
    }
    assert {path: after[path] for path in before} == before


def test_a_new_component_passes_every_derived_test(checkout):
    copy, *_ = checkout
    done = run(
        copy,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "tests/test_components.py",
        "tests/test_house.py",
        "tests/test_contracts.py",
        "tests/test_keyboard.py",
        "-k",
        "queue or agree or typed or data",
    )
    assert done.returncode == 0, done.stdout
    assert "queue" not in done.stderr


def test_a_new_component_is_called_at_once(checkout):
    copy, *_ = checkout
    done = run(copy, "-c", "from citydesign import ui; print(ui.ticket_number('Your turn'))")
    assert '<p class="city-ticket-number__title">Your turn</p>' in done.stdout, done.stderr
