"""What a change touches, by what git knows of it: only that need be looked at again."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from citydesign.audit.pages.subjects import THEMES
from citydesign.audit.pages.targets import PAGES, Target
from citydesign.contracts import component
from citydesign.examples import all_examples
from citydesign.library import Library

__all__ = ["ChangesError", "changed_files", "touched"]

_USES = re.compile(r"([a-z0-9]+)/([a-z0-9-]+)\.html")
#: Below the components, what is shared; beside them, what draws and judges every example.
_SHARED = ("shared/",)
#: What only the pages in themes wear.
_THEMES = "tokens/themes/"
_WHOLE = ("tokens/", "src/citydesign/", "pyproject.toml")


class ChangesError(RuntimeError):
    """Git can't tell what changed."""


def changed_files(revision: str, folder: Path) -> set[Path]:
    """Files that differ from where a revision and the present one parted, also new ones.

    Args:
        revision: Such as ``HEAD`` or ``origin/main``.
        folder: Any folder of the repository.

    Raises:
        ChangesError: when there is no git, no repository or no such revision.
    """
    top = Path(_git(folder, "rev-parse", "--show-toplevel").strip())
    parted = _git(folder, "merge-base", revision, "HEAD").strip()
    names = _git(top, "diff", "--name-only", "-z", parted).split("\0")
    names += _git(top, "ls-files", "--others", "--exclude-standard", "-z").split("\0")
    return {(top / name).resolve() for name in names if name}


def touched(pages: Sequence[Target], revision: str) -> list[Target]:
    """The pages that a change touches.

    A change to a page touches that page; to anything else in its folder, each page of the folder.
    A change to a component touches its examples and those of every component that uses it; of the
    examples on one page, those alone are left. A change to a city's theme touches the pages in
    themes, to other tokens, shared parts or the package, all examples.
    Guidance (``.md``) and tests touch nothing.

    Raises:
        ChangesError: when git can't tell, or a page is a URL.
    """
    found = []
    known: dict[Path, set[Path]] = {}
    for page in pages:
        if page.file is None:
            raise ChangesError(f"{page.address}: --changed works for files only")
        folder = (_pack_folder(page) if page.example else page.root).resolve()
        if folder not in known:
            known[folder] = changed_files(revision, folder)
        changed = known[folder]
        if page.among:
            # Those that a change doesn't touch need not be beside those that it does.
            ones = [one for one in page.among if _touched(replace(page, among=(one,)), changed)]
            page = replace(page, among=tuple(ones))
            hit = bool(ones)
        else:
            hit = _touched(page, changed)
        if hit:
            found.append(page)
    return found


def _pack_folder(page: Target) -> Path:
    group = page.among[0].rpartition("/")[0] if page.among else page.group
    return page.library.pack_of(group).folder


def _touched(page: Target, changed: set[Path]) -> bool:
    return _example_touched(page, changed) if page.example else _file_touched(page, changed)


def _file_touched(page: Target, changed: set[Path]) -> bool:
    assert page.file is not None
    root = page.root.resolve()
    return page.file.resolve() in changed or any(
        path.is_relative_to(root) and path.suffix.lower() not in PAGES for path in changed
    )


def _example_touched(page: Target, changed: set[Path]) -> bool:
    library = page.library
    top = library.base.folder.parent
    on_it = set(page.among or [page.example])
    paths = [example.path for example in all_examples(library) if example.id in on_it]
    used = {one.rpartition("/")[0] for one in on_it}
    used = used.union(*(_used(path.read_text("utf-8"), library) for path in paths))
    folders = [library.folders[one] for one in used]
    for path in changed:
        if path.suffix == ".md" or path.name.startswith("test_"):
            continue
        below = path.relative_to(top).as_posix() if path.is_relative_to(top) else ""
        if below.startswith(_THEMES):
            if page.group == THEMES:
                return True
            continue
        if below.startswith(_WHOLE) or below.removeprefix("components/").startswith(_SHARED):
            return True
        for folder in folders:
            # Another example of the same component is no part of this one.
            if path.is_relative_to(folder) and (
                path.parent.name != "examples" or path.suffix == ".toml" or path in paths
            ):
                return True
    return False


def _used(text: str, library: Library) -> set[str]:
    """The components that a template uses, also by way of others."""
    found: set[str] = set()
    waiting = {match[0] for match in _USES.finditer(text)}
    while waiting:
        name = library.component_of(waiting.pop())
        if name and name not in found:
            found.add(name)
            text = component(name, library).template.read_text("utf-8")
            waiting |= {match[0] for match in _USES.finditer(text)}
    return found


def _git(folder: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=folder, capture_output=True, text=True, check=False
        )
    except OSError as error:
        raise ChangesError("git is not installed; leave --changed out") from error
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["git failed"])[0]
        raise ChangesError(f"{folder}: git {arguments[0]}: {said}")
    return done.stdout
