"""`citydesign navigation check` and trees that are read from a file."""

import re

import pytest

from citydesign import CityDesignError, cli
from citydesign.navigation import read_tree

SITE = """
languages = ["fi", "sv"]

[front]
text = { fi = "Etusivu", sv = "Startsida" }
url = "/{language}/"

[pages.families]
text = { fi = "Perheet", sv = "Familjer" }
url = "/{language}/families"
"""


def write(tmp_path, text):
    path = tmp_path / "site.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_good_tree_passes(tmp_path, capsys):
    path = write(tmp_path, SITE)
    assert cli.main(["navigation", "check", str(path)]) == 0
    assert capsys.readouterr().out == f"{path}: 2 pages, 0 faults\n"
    assert len(read_tree(path)) == 2


def test_each_fault_is_one_line_with_its_place(tmp_path, capsys):
    path = write(
        tmp_path,
        f'{SITE}[pages."families/fees"]\ntext = {{ fi = "Maksut" }}\nurl = "/{{language}}/fees"\n'
        '[pages.people]\ntext = { fi = "Perheet", sv = "Folk" }\nurl = "/{language}/families"\n',
    )
    assert cli.main(["navigation", "check", str(path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == f"{path}: 4 pages, 4 faults"
    assert [line.split(": ")[0] for line in lines[:-1]] == [f"{path}:{n}" for n in (14, 11, 14, 14)]
    assert sum("the name of" in line for line in lines) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (SITE.replace('["fi", "sv"]', '["fi", "FI"]'), "'fi' and 'FI' are one language tag"),
        (SITE.replace('["fi", "sv"]', "[]"), "give a list of language tags"),
        (f'site = "rantakyla"\n{SITE}', "site is 'rantakyla'"),
        (SITE.replace("[pages.families]", "[pages.families]\nroles = 3"), "roles is 3"),
        ("[front", "not TOML: Expected"),
    ],
)
def test_a_wrong_file_is_one_line_on_the_command_line_and_in_python(tmp_path, capsys, text, told):
    path = write(tmp_path, text)
    assert cli.main(["navigation", "check", str(path)]) == 1
    error = capsys.readouterr().err
    assert error.startswith(f"citydesign: {path}:")
    assert told in error
    assert error.count("\n") == 1
    with pytest.raises(CityDesignError, match=f"^{re.escape(str(path))}:.*{re.escape(told)}"):
        read_tree(path)


def test_a_page_that_python_would_refuse_is_refused_by_the_check(tmp_path, capsys):
    path = write(tmp_path, SITE.replace("[front]", "[front]\nsigned_in = true"))
    assert cli.main(["navigation", "check", str(path)]) == 1
    assert f"{path}:4: page 'Etusivu': the front page is for everybody" in capsys.readouterr().err
    with pytest.raises(CityDesignError, match=r"site\.toml:4: page 'Etusivu'"):
        read_tree(path)


def test_a_file_that_is_no_text_or_not_there_is_one_line(tmp_path, capsys):
    path = tmp_path / "site.toml"
    path.write_bytes(b"\xff\xfe")
    assert cli.main(["navigation", "check", str(path)]) == 1
    assert capsys.readouterr().err == f"citydesign: {path}:1: is not in UTF-8; save it as UTF-8\n"
    assert cli.main(["navigation", "check", str(tmp_path / "none.toml")]) == 1
    assert "none.toml: No such file" in capsys.readouterr().err
