"""A folder is written whole or not at all."""

import os
import subprocess
import sys

import pytest

from citydesign.errors import BuildError
from citydesign.folders import whole_folder


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


def put(out, **texts):
    with whole_folder(out, "mark") as draft:
        for name, text in {"mark": "", **texts}.items():
            (draft / name).write_text(text, "utf-8")


def test_what_was_there_is_gone_and_nothing_is_left_beside(tmp_path):
    out = tmp_path / "above" / "out"
    put(out, a="1", b="2")
    put(out, a="3")
    assert files(out) == {"mark": "", "a": "3"}
    assert [path.name for path in out.parent.iterdir()] == ["out"]


@pytest.mark.parametrize("problem", [ValueError, OSError, KeyboardInterrupt])
def test_after_an_error_everything_is_as_it_was(tmp_path, problem):
    out = tmp_path / "out"
    put(out, a="1")

    def half_way():
        with whole_folder(out, "mark") as draft:
            (draft / "mark").write_text("", "utf-8")
            (draft / "a").write_text("2", "utf-8")
            raise problem

    with pytest.raises(problem):
        half_way()
    assert files(out) == {"mark": "", "a": "1"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_somebody_else_put_there_stays(tmp_path):
    for name in ("folder", "file"):
        out = tmp_path / name
        if name == "folder":
            out.mkdir()
            (out / "letter").write_text("mine", "utf-8")
        else:
            out.write_text("mine", "utf-8")
        with pytest.raises(BuildError, match="holds something else; name an empty folder"):
            put(out, a="1")
    assert files(tmp_path) == {"folder/letter": "mine", "file": "mine"}


def test_an_empty_folder_is_filled(tmp_path):
    (tmp_path / "out").mkdir()
    put(tmp_path / "out", a="1")
    assert files(tmp_path / "out") == {"mark": "", "a": "1"}


def test_the_same_files_are_left_alone(tmp_path):
    put(tmp_path / "out", a="1")
    before = os.stat(tmp_path / "out").st_ino
    put(tmp_path / "out", a="1")
    assert os.stat(tmp_path / "out").st_ino == before
    put(tmp_path / "out", a="1", b="")
    put(tmp_path / "out", a="1")
    assert files(tmp_path / "out") == {"mark": "", "a": "1"}


def test_six_processes_write_one_folder(tmp_path):
    code = """
import sys
from pathlib import Path
from citydesign.folders import whole_folder
for turn in range(30):
    with whole_folder(Path("out"), "mark") as draft:
        for name in ("mark", "a", "b"):
            (draft / name).write_text(str((int(sys.argv[1]) + turn) % 3))
"""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(number)],
            cwd=tmp_path,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(6)
    ]
    assert [one.communicate()[1] for one in running] == [""] * 6
    found = files(tmp_path / "out")
    assert set(found) == {"mark", "a", "b"}
    assert len(set(found.values())) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
