"""Our own components with a fault in their sources: macros, styles and scripts are built again.

Nothing of the package is changed: the broken sources are a copy, rendered and served under an
address of its own, so that no cache can give the sound ones.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path

from citydesign import assets, examples
from citydesign.audit.pages.setting import Setting
from citydesign.audit.pages.subject import Subject
from citydesign.audit.pages.subjects import subject_of
from citydesign.contracts import all_components
from citydesign.library import Library
from citydesign.paths import COMPONENTS

Change = tuple[str, str, str]
_NUMBER = count(1)
SHARED = {path.name for path in (COMPONENTS / "shared").iterdir()}


def example_of(page: str, folder: Path) -> examples.Example:
    """The example of an id, or one written for a mutant: ``component: text of the page``.

    Raises:
        KeyError: there is no such example or component.
    """
    name, colon, text = page.partition(": ")
    if not colon:
        return {e.id: e for e in examples.all_examples()}[page]
    component = {c.name: c for c in all_components()}[name]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"mutant-{abs(hash(text))}.html"
    path.write_text(f"{{# Written for a mutant #}}\n{text}\n", "utf-8")
    return examples._read(component, path)


def path_of(file: str, root: Path = COMPONENTS) -> Path:
    """Where a source file of a component or of the shared parts is."""
    if file in SHARED:
        return root / "shared" / file
    (path,) = root.glob(f"*/{file.rpartition('.')[0]}/{file}")
    return path


def broken(
    changes: tuple[Change, ...], shown: Sequence[examples.Example], folder: Path
) -> tuple[Subject, ...]:
    """Examples rendered from broken sources.

    Args:
        changes: File, old text and new text, each. New text alone is added at the end.
        shown: Which pages to look at.
        folder: Where the copy is written.

    Raises:
        ValueError: when the text to replace is not there: the mutant would be no mutant.
    """
    root = folder / "components"
    shutil.copytree(COMPONENTS, root)
    for file, old, new in changes:
        path = path_of(file, root)
        text = path.read_text("utf-8")
        if old not in text:
            raise ValueError(f"`{old}` is not in {file}")
        path.write_text(text.replace(old, new, 1) if old else f"{text}\n{new}\n", "utf-8")
    library = Library.of(root)
    address = f"/broken-{next(_NUMBER)}"
    folder_of_assets = assets.assets_path()
    renamed: dict[str, str] = {}
    if any(not file.endswith(".html") for file, _, _ in changes):
        sound = json.loads((assets.assets_path() / assets.MANIFEST).read_text("utf-8"))
        for name, entry in assets.build(folder / "assets", root).items():
            renamed[sound[name]["file"]] = entry["file"]
            renamed[sound[name]["integrity"]] = entry["integrity"]
        folder_of_assets = folder / "assets"

    def html(example: examples.Example, setting: Setting) -> str:
        theme = setting.theme or None
        text = examples.page(
            example, locale=setting.locale, theme=theme, assets_url=address, library=library
        )
        for old, new in renamed.items():
            text = text.replace(old, new)
        return text

    return tuple(
        replace(
            subject_of(example),
            html=partial(html, example),
            assets=folder_of_assets,
            assets_url=address,
        )
        for example in shown
    )
