"""`citydesign new`: adding a component touches one folder."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from citydesign import scaffold
from citydesign.errors import CityDesignError

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("queue-number", "write group/name in kebab-case"),
        ("booking/QueueNumber", "kebab-case"),
        ("booking/../x", "kebab-case"),
        ("boking/queue", "no group 'boking'; did you mean 'booking'"),
        ("forms/text-input", "exists; choose another name"),
    ],
)
def test_a_bad_name_is_refused_and_writes_nothing(path, message, tmp_path):
    root = tmp_path / "components"
    (root / "booking").mkdir(parents=True)
    (root / "forms" / "text-input").mkdir(parents=True)
    before = sorted(root.rglob("*"))
    with pytest.raises(CityDesignError, match=message):
        scaffold.new(path, root)
    assert sorted(root.rglob("*")) == before


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
    for name in ("pyproject.toml", "conftest.py"):
        shutil.copy(ROOT / name, copy)
    before = {p: p.read_bytes() for p in copy.rglob("*") if p.is_file()}
    done = run(copy, "-m", "citydesign", "new", "booking/queue-number")
    assert done.returncode == 0, done.stderr
    assert "queue-number" in done.stdout
    return copy, before


def run(folder, *arguments):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(folder / "src")},
    )


def test_a_new_component_touches_one_folder(checkout):
    copy, before = checkout
    after = {p for p in copy.rglob("*") if p.is_file() and "__pycache__" not in p.parts}
    new = {p.relative_to(copy).parts[:3] for p in after - set(before)}
    assert new == {("components", "booking", "queue-number")}
    assert all(path.read_bytes() == content for path, content in before.items())


def test_a_new_component_passes_every_derived_test(checkout):
    copy, _ = checkout
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
    copy, _ = checkout
    done = run(copy, "-c", "from citydesign import ui; print(ui.queue_number('Your turn'))")
    assert '<p class="city-queue-number__title">Your turn</p>' in done.stdout, done.stderr
