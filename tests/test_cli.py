"""The command line: one clear line and an exit code for every fault."""

import errno
import json
import os
import subprocess
import sys

import pytest

from citydesign import cli
from citydesign.built import version
from citydesign.extras import extra


def test_contracts_are_printed(capsys):
    assert cli.main(["contracts"]) == 0
    assert "forms/text-input (trial): name, label" in capsys.readouterr().out
    assert cli.main(["contracts", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["components"]


def test_a_build_writes_all_or_nothing(tmp_path, capsys):
    out = tmp_path / "dist"
    assert cli.main(["build", "--out", str(out)]) == 0
    assert {"manifest.json", "citydesign.json"} <= {p.name for p in out.iterdir()}
    assert list(out.glob("citydesign-*.css")) or list(out.glob("citydesign.*.css"))
    assert cli.main(["build", "--out", str(out)]) == 0
    assert [p.name for p in tmp_path.iterdir()] == ["dist"]


def test_a_build_never_replaces_a_folder_that_holds_something_else(tmp_path, capsys):
    (tmp_path / "letter.txt").write_text("mine", "utf-8")
    assert cli.main(["build", "--out", str(tmp_path)]) == 1
    assert "holds something else" in capsys.readouterr().err
    assert (tmp_path / "letter.txt").read_text("utf-8") == "mine"


def test_an_output_that_cannot_be_written_is_one_line(tmp_path, capsys):
    (tmp_path / "file").write_text("", "utf-8")
    assert cli.main(["build", "--out", str(tmp_path / "file" / "dist")]) == 1
    error = capsys.readouterr().err
    assert error.startswith("citydesign: ")
    assert error.count("\n") == 1


def test_who_reads_only_the_first_lines_gets_no_error():
    command = [sys.executable, "-m", "citydesign", "tokens", "check", "--pairs"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""


def test_every_contrast_pair_is_printed_and_passes(capsys):
    assert cli.main(["tokens", "check"]) == 0
    out = capsys.readouterr().out
    assert "default:" in out
    assert "tampere:" in out
    assert "helsinki:" in out


@pytest.mark.parametrize("command", ["theme show", "tokens css", "tokens check --theme"])
def test_a_misspelt_theme_of_the_project_is_found_among_its_own(
    command, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["theme", "new", "mantila", "--color", "#7a2e8e"]) == 0
    for wrong, right in (("mantil", "mantila"), ("Mantila", "mantila"), ("oulo", "oulu")):
        capsys.readouterr()
        assert cli.main([*command.split(), wrong]) == 1
        said = capsys.readouterr().err
        assert f"no theme '{wrong}' in tokens/themes or among ours; did you mean '{right}'?" in said
        assert len(said.splitlines()) == 1


def test_an_unknown_theme_names_the_nearest(capsys):
    assert cli.main(["tokens", "check", "--theme", "tamper"]) == 1
    assert "did you mean 'tampere'" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [[], ["bild"], ["tokens"], ["theme"], ["theme", "new", "espoo"], ["new"], ["navigation"]],
)
def test_a_command_that_is_written_wrongly_exits_with_2(arguments, capsys):
    with pytest.raises(SystemExit) as stop:
        cli.main(arguments)
    assert stop.value.code == 2


def test_a_disk_that_is_full_is_one_line(monkeypatch, capsys):
    def full(arguments):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(cli, "_build", full)
    assert cli.main(["build"]) == 1
    assert capsys.readouterr().err == "citydesign: No space left on device\n"


def test_a_command_that_is_stopped_by_hand_says_nothing(monkeypatch, capsys):
    def stopped(arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_build", stopped)
    assert cli.main(["build"]) == 130
    assert capsys.readouterr() == ("", "")


def test_a_missing_extra_says_what_to_install(monkeypatch, capsys):
    def missing(arguments):
        with extra("sass", "styles"):
            raise ModuleNotFoundError("No module named 'sass'", name="sass")

    monkeypatch.setattr(cli, "_build", missing)
    assert cli.main(["build"]) == 1
    assert 'pip install "citydesign[sass]"' in capsys.readouterr().err


def test_the_version_is_printed(capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(["--version"])
    assert stopped.value.code == 0
    assert capsys.readouterr().out == f"citydesign {version()}\n"
