"""What a component's files were when they were looked at, so that an old result is known as old."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from citydesign.library import OURS
from citydesign.paths import TOKENS

__all__ = ["fingerprint"]


def fingerprint(component: Path | None, tokens: Path = TOKENS) -> str:
    """A mark of the files that a component is made of: its folder, the shared parts, the tokens.

    Args:
        component: The component's folder; None where there is none, as on a city's own page.
        tokens: The tokens' folder.

    Returns:
        Sixteen hexadecimal digits; empty when there is no component.
    """
    if component is None:
        return ""
    digest = hashlib.sha256()
    for root in (component, OURS.folder / "shared", tokens):
        for file in sorted(p for p in root.rglob("*") if p.is_file() and p.suffix != ".py"):
            digest.update(_line(file, root))
    return digest.hexdigest()[:16]


def _line(file: Path, root: Path) -> bytes:
    stat = file.stat()
    content = _content(file, stat.st_mtime_ns, stat.st_size)
    return f"{root.name}/{file.relative_to(root).as_posix()} {content}\n".encode()


@cache
def _content(file: Path, changed: int, size: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
