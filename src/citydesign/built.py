"""What is read out of sources once: a wheel brings it, a checkout keeps it below `build/`."""

import hashlib
import json
import os
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from citydesign.paths import BUILD, COMPONENTS, IN_CHECKOUT


def data(
    path: str,
    state: Callable[[], str],
    make: Callable[[], Any],
    *,
    root: Path = BUILD,
    shipped: bool = not IN_CHECKOUT,
    keep: bool = True,
) -> Any:
    """Give what `make` reads out of sources, from the file that has it, if there is one.

    Args:
        path: The file below `root`, such as `contracts/button.json`.
        state: Tells one state of the sources and of the code that reads them from another, as
            `fingerprint` and `code` do. Asked only where the file may be stale.
        make: Reads the sources again; gives what JSON can hold.
        root: Folder of what is built.
        shipped: True where the file was built together with the sources and can't be stale.
        keep: Write what was made, for the next time.
    """
    file = root / path
    now = "" if shipped else state()
    try:
        held = json.loads(file.read_text("utf-8"))
        if shipped or held["state"] == now:
            return held["data"]
    except (OSError, ValueError, LookupError, TypeError):
        pass  # There is none yet, or something else wrote it: it is made again.
    made = make()
    if keep and not shipped:
        # A folder that can't be written costs time, not the page.
        with suppress(OSError):
            write(file, made, now)
    return made


def write(file: Path, made: Any, state: str = "") -> None:
    """Write a file whole or not at all, whoever else writes it.

    Raises:
        OSError: The folder can't be written.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}-{os.getpid()}-{threading.get_ident()}")
    try:
        draft.write_text(json.dumps({"state": state, "data": made}, ensure_ascii=False), "utf-8")
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def fingerprint(sources: Iterable[Path]) -> str:
    """Tell one state of these files from another."""
    digest = hashlib.sha256()
    for path in sources:
        digest.update(f"{path}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


@cache
def code() -> str:
    """Tell one state of the code that reads sources from another: of the code at work here.

    A process that outlives a change of its files, as a server or a test run does, must not keep
    what its old code read as what the new code would read.
    """
    return fingerprint(sorted(Path(__file__).parent.glob("*.py")))


if IN_CHECKOUT:
    code()


@cache
def version() -> str:
    """The version of citydesign that is at work here."""
    if IN_CHECKOUT:
        # What an editable install wrote down is as old as the installing.
        import tomllib

        project = tomllib.loads((COMPONENTS.parent / "pyproject.toml").read_text("utf-8"))
        return str(project["project"]["version"])
    from importlib.metadata import version

    return version("citydesign")
