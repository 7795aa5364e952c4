"""What is read out of sources once: found again, made again when stale, and never half written."""

import json
import os
import shutil
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

import pytest

from citydesign import built, contracts
from citydesign.contracts import all_components, as_data, from_data, load
from citydesign.library import Library


@pytest.fixture
def ask(tmp_path):
    source = tmp_path / "source.txt"
    source.write_text("one", "utf-8")
    made = []

    def make():
        made.append(source.read_text("utf-8"))
        return {"text": made[-1]}

    def ask(**options):
        state = partial(built.fingerprint, [source])
        return built.data("a/b.json", state, make, root=tmp_path / "build", **options)["text"]

    ask.source, ask.made, ask.file = source, made, tmp_path / "build" / "a" / "b.json"
    return ask


def test_it_is_made_once(ask):
    assert [ask(), ask(), ask()] == ["one"] * 3
    assert ask.made == ["one"]


def test_it_is_made_anew_when_a_source_changes(ask):
    ask()
    ask.source.write_text("two", "utf-8")
    assert [ask(), ask()] == ["two", "two"]
    assert ask.made == ["one", "two"]


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"state": 1}', "\x00", '"state"'])
def test_a_file_that_something_else_wrote_is_made_anew(ask, text):
    ask()
    ask.file.write_text(text, "utf-8")
    assert [ask(), ask()] == ["one", "one"]
    assert len(ask.made) == 2


def test_a_folder_that_cannot_be_written_costs_time_only(ask):
    ask.file.parents[1].write_text("a file where the folder should be", "utf-8")
    assert [ask(), ask()] == ["one", "one"]
    assert len(ask.made) == 2


def test_what_is_shipped_is_taken_as_it_is_and_never_written(ask):
    assert ask(shipped=True) == "one"
    assert not ask.file.exists()
    built.write(ask.file, {"text": "shipped"})
    assert ask(shipped=True) == "shipped"
    assert ask() == "one", "a checkout does not trust what has no state"


def test_several_writers_leave_one_whole_file_and_no_draft(ask):
    threads = [
        threading.Thread(target=built.write, args=(ask.file, {"n": "x" * 100_000}))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert json.loads(ask.file.read_text("utf-8"))["data"]["n"] == "x" * 100_000
    assert [path.name for path in ask.file.parent.iterdir()] == ["b.json"]


def test_a_change_of_what_is_shared_makes_every_kept_contract_stale(tmp_path):
    (tmp_path / "shared").mkdir()
    states = set()
    for text in ("[families]\n", "[records]\n"):
        (tmp_path / "shared" / "contracts.toml").write_text(text, "utf-8")
        states.add(contracts._common.__wrapped__(Library.of(tmp_path)))
    assert len(states) == 2


@pytest.mark.parametrize("component", all_components(), ids=lambda c: c.name)
def test_a_contract_that_was_kept_is_the_one_in_the_header(component):
    sound = load(component.folder)
    again = from_data(json.loads(json.dumps(as_data(sound))), component.folder)
    for one in (again, component):
        assert as_data(one) == as_data(sound)
        assert (one.folder, one.parameters, one.keyboard) == (
            sound.folder,
            sound.parameters,
            sound.keyboard,
        )
    assert again.parameters == sound.parameters
    assert again.records == sound.records


OLD_PROCESS = """
import sys
from pathlib import Path
from citydesign import contracts
# The file changes under a process that runs, as when somebody merges.
Path("src/citydesign/contracts.py").write_bytes(Path(sys.argv[1]).read_bytes())
contracts.component("card-row")
"""
NEW_PROCESS = """
from citydesign import contracts
print(contracts.component("card-row").also)
"""


def test_what_old_code_read_is_not_taken_for_what_the_new_code_reads(tmp_path):
    module = Path(contracts.__file__)
    copy = tmp_path / "src" / "citydesign"
    shutil.copytree(module.parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
    for shared in ("components", "tokens", "pyproject.toml"):
        (tmp_path / shared).symlink_to(module.parents[2] / shared)
    new, old = 'also=_also(path, head.pop("also", []))', 'also=head.pop("also", ()) and ()'
    text = module.read_text("utf-8")
    assert new in text
    (copy / module.name).write_text(text.replace(new, old), "utf-8")

    def run(code):
        path = {**os.environ, "PYTHONPATH": str(tmp_path / "src")}
        command = [sys.executable, "-P", "-c", code, module]
        return subprocess.check_output(command, cwd=tmp_path, env=path, text=True)

    run(OLD_PROCESS)
    assert (tmp_path / "build" / "contracts" / "card-row.json").exists()
    assert "carousel" in run(NEW_PROCESS)


def test_a_write_that_fails_leaves_no_draft(tmp_path):
    with pytest.raises(TypeError):
        built.write(tmp_path / "a.json", object())
    (tmp_path / "b.json").mkdir()
    with pytest.raises(OSError, match=r"b\.json"):
        built.write(tmp_path / "b.json", {})
    assert [path.name for path in tmp_path.iterdir()] == ["b.json"]
