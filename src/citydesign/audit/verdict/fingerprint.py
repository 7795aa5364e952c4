"""What a component's files were when they were looked at, so that an old result is known as old."""

from __future__ import annotations

import hashlib
from pathlib import Path

from citydesign.contracts import all_components
from citydesign.paths import COMPONENTS, TOKENS

__all__ = ["fingerprint"]


def fingerprint(name: str) -> str:
    """A mark of the files that a component is made of: its folder, the shared parts, the tokens.

    Args:
        name: The component's name.

    Returns:
        Sixteen hexadecimal digits; empty when there is no such component, as on a city's own page.
    """
    own = next((c for c in all_components() if c.name == name), None)
    if own is None:
        return ""
    digest = hashlib.sha256()
    for root in (own.folder, COMPONENTS / "shared", TOKENS):
        for file in sorted(p for p in root.rglob("*") if p.is_file() and p.suffix != ".py"):
            digest.update(_line(file, root))
    return digest.hexdigest()[:16]


def _line(file: Path, root: Path) -> bytes:
    content = hashlib.sha256(file.read_bytes()).hexdigest()
    return f"{root.name}/{file.relative_to(root).as_posix()} {content}\n".encode()
