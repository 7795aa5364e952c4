"""Verdicts kept from earlier runs, each under a hash of everything that it depends on."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from citydesign.audit.oracles.oracle import Oracle
from citydesign.audit.pages.setting import Setting
from citydesign.audit.pages.subject import Subject
from citydesign.audit.verdict.inspection import Inspection

__all__ = ["Kept"]

#: What judges beside the audit: modules of ours, and packages that read pages and pictures.
MODULES = ("contrast.py", "locale.py")
PACKAGES = ("html5lib", "numpy", "pillow", "turbohtml")
#: Names a folder outside the repository; unless it is set, nothing is kept.
VARIABLE = "CITYDESIGN_CHECKS_CACHE"


class Kept:
    """Which subjects were found without a fault, in which settings.

    Only what is clean is kept: a fault is looked at again, so that its picture, its place and the
    settings in which it shows are those of today.

    Args:
        versions: What looks: the browser, axe, Python.
        folder: Where; ``CITYDESIGN_CHECKS_CACHE`` unless given. Without either, nothing is kept.
    """

    def __init__(self, versions: Mapping[str, str], folder: Path | None = None) -> None:
        named = os.environ.get(VARIABLE)
        self._folder = folder or (Path(named) if named else None)
        self._versions = versions

    def look(
        self,
        subject: Subject,
        oracles: Sequence[Oracle],
        matrix: Callable[[Oracle, Subject], Iterable[Setting]],
        inspect: Callable[[], Inspection],
    ) -> Inspection:
        """What was found before on the very same page, else what is found now.

        A page of a server is always looked at: nobody knows what it answers.
        """
        if self._folder is None or subject.html is None:
            return inspect()
        work = {oracle.id: list(matrix(oracle, subject)) for oracle in oracles}
        file = self._folder / f"{self._key(subject, work)}.json"
        if file.exists():
            return Inspection(subject, judged=work)
        found = inspect()
        if not found.findings:
            self._folder.mkdir(parents=True, exist_ok=True)
            # Two processes may write the same at once.
            part = file.with_suffix(f".{os.getpid()}")
            part.write_text(json.dumps({"page": found.page, "checks": found.checks}), "utf-8")
            part.replace(file)
        return found

    def _key(self, subject: Subject, work: Mapping[str, Sequence[Setting]]) -> str:
        assert subject.html is not None
        pages = {
            setting.but(state="rest", width=0, scheme="", contrast="")
            for settings in work.values()
            for setting in settings
        }
        # A language is also compared with the English page.
        pages |= {setting.but(locale="en") for setting in pages}
        # Where several are together, some judge the text of each: it says more than the page.
        several = [subject, *subject.parts]
        html = {
            f"{number} {sorted(vars(one).items())}": each.html(one)
            for number, each in enumerate(several)
            for one in sorted(pages)
            if each.html
        }
        text = json.dumps(
            {
                "code": _code(),
                "versions": dict(self._versions),
                "page": [subject.address, subject.policy, subject.assets_url, html],
                "states": {name: list(map(str, steps)) for name, steps in subject.states.items()},
                "widths": dict(subject.widths),
                "words": [
                    each.source(one) for each in several if each.source for one in each.locales
                ],
                "files": {
                    name: _files(folder, "".join(html.values()))
                    for name, folder in {"": subject.assets, **subject.packs}.items()
                },
                "work": {name: [vars(s) for s in settings] for name, settings in work.items()},
            },
            sort_keys=True,
        )
        return sha256(text.encode()).hexdigest()


def _files(folder: Path | None, html: str) -> dict[str, str]:
    """The hash of each file that a page names, and of those that these name."""
    if folder is None:
        return {}
    known = [path for path in folder.rglob("*") if path.is_file()]
    found: dict[str, str] = {}
    waiting = [html]
    while waiting:
        text = waiting.pop()
        for path in known:
            name = path.relative_to(folder).as_posix()
            if name not in found and path.name in text:
                data = path.read_bytes()
                found[name] = sha256(data).hexdigest()
                waiting.append(data.decode("utf-8", "replace"))
    return found


@cache
def _code() -> str:
    """The hash of all that judges."""
    mark = sha256()

    def add(folder: Traversable, name: str) -> None:
        for one in sorted(folder.iterdir(), key=lambda entry: entry.name):
            if one.is_dir() and one.name != "__pycache__":
                add(one, f"{name}/{one.name}")
            elif one.is_file():
                mark.update(f"{name}/{one.name}\n".encode() + one.read_bytes())

    add(files("citydesign.audit"), "")
    for name in MODULES:
        mark.update(f"{name}\n".encode() + (files("citydesign") / name).read_bytes())
    for name in PACKAGES:
        mark.update(f"{name} {version(name)}\n".encode())
    return mark.hexdigest()
