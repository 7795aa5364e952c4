"""What changed is asked of git itself, in a repository with a city's pages in one of its folders."""

import subprocess

import pytest

from citydesign.audit.pages.changes import ChangesError, changed_files


@pytest.fixture
def git(tmp_path):
    def git(*arguments):
        author = ["-c", "user.name=Aino", "-c", "user.email=aino@example.fi"]
        command = ["git", *author, *arguments]
        subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)

    git("init", "-b", "main")
    for name in ("pages/fees.html", "pages/old.html", "data/prices.csv", "code.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("1")
    (tmp_path / ".gitignore").write_text("build/\n")
    git("add", ".")
    git("commit", "-m", "Begin")
    return git


@pytest.fixture
def changed(tmp_path, git):
    def changed(revision="HEAD", folder="pages"):
        found = changed_files(revision, tmp_path / folder)
        return {path.relative_to(tmp_path.resolve()).as_posix() for path in found}

    return changed


@pytest.mark.parametrize("folder", ["", "pages", "data"])
def test_whatever_differs_anywhere_in_the_repository_is_named(tmp_path, git, changed, folder):
    assert changed(folder=folder) == set()
    (tmp_path / "code.py").write_text("2")
    (tmp_path / "data/prices.csv").write_text("2")
    git("add", "data")
    (tmp_path / "pages/old.html").unlink()
    (tmp_path / "pages/työ ja koti.html").write_text("new")
    (tmp_path / "data/new.csv").write_text("new")
    (tmp_path / "build").mkdir()
    (tmp_path / "build/page.html").write_text("made")
    assert changed(folder=folder) == {
        "code.py", "data/prices.csv", "pages/old.html", "pages/työ ja koti.html", "data/new.csv",
    }  # fmt: skip


def test_what_others_did_since_the_two_parted_is_no_change(tmp_path, git, changed):
    git("checkout", "-b", "mine")
    (tmp_path / "pages/fees.html").write_text("mine")
    git("commit", "-am", "Mine")
    git("checkout", "main")
    (tmp_path / "code.py").write_text("theirs")
    git("commit", "-am", "Theirs")
    git("checkout", "mine")
    assert changed("main") == {"pages/fees.html"}


def test_git_that_cannot_tell_is_an_error_with_its_reason(tmp_path, changed):
    with pytest.raises(ChangesError, match="nowhere"):
        changed("nowhere")
    with pytest.raises(ChangesError, match="not a git repository"):
        changed_files("HEAD", tmp_path.parent)
