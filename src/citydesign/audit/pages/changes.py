"""What a change touches, by what git knows of it: only that need be looked at again."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from citydesign.audit.pages.subjects import THEMES
from citydesign.audit.pages.targets import PAGES, Target
from citydesign.contracts import all_components, component
from citydesign.examples import all_examples
from citydesign.paths import COMPONENTS

__all__ = ["ChangesError", "changed_files", "touched"]

_USES = re.compile(r"citydesign/([a-z0-9-]+)\.html")
#: Below the components, what is shared; beside them, what draws and judges every example.
_SHARED = ("shared/",)
#: What only the pages of themes wear.
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
    A change to a component touches its examples and those of every component that uses it; to a
    city's theme, the pages of themes; to other tokens, shared parts or the package, all examples.
    Guidance (``.md``) and tests touch nothing.

    Raises:
        ChangesError: when git can't tell, or a page is a URL.
    """
    found = []
    known: dict[Path, set[Path]] = {}
    for page in pages:
        if page.file is None:
            raise ChangesError(f"{page.address}: what changed can be told of files only")
        folder = COMPONENTS if page.example else page.root.resolve()
        if folder not in known:
            known[folder] = changed_files(revision, folder)
        changed = known[folder]
        hit = (
            _example_touched(page.example, changed)
            if page.example
            else _file_touched(page, changed)
        )
        if hit:
            found.append(page)
    return found


def _file_touched(page: Target, changed: set[Path]) -> bool:
    assert page.file is not None
    root = page.root.resolve()
    return page.file.resolve() in changed or any(
        path.is_relative_to(root) and path.suffix not in PAGES for path in changed
    )


def _example_touched(name: str, changed: set[Path]) -> bool:
    top = COMPONENTS.parent
    group, _, which = name.partition("/")
    # On the page of its themes, every example of a component stands.
    paths = [
        example.path
        for example in all_examples()
        if example.id == name or (example.component.name, THEMES) == (group, which)
    ]
    used = {group}.union(*(_used(path.read_text("utf-8")) for path in paths))
    folders = [component(one).folder for one in used if one in _names()]
    for path in changed:
        said = path.suffix == ".md" or path.name.startswith("test_")
        if said or not path.is_relative_to(top):
            continue
        below = path.relative_to(top).as_posix()
        if below.startswith(_THEMES):
            if which == THEMES:
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


def _names() -> set[str]:
    return {one.name for one in all_components()}


def _used(text: str) -> set[str]:
    """The components that a template uses, also by way of others."""
    found: set[str] = set()
    waiting = set(_USES.findall(text))
    while waiting:
        name = waiting.pop()
        if name in _names() and name not in found:
            found.add(name)
            waiting |= set(_USES.findall(component(name).template.read_text("utf-8")))
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
