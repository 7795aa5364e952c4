"""Every oracle there is: each folder beside this file that holds a ``judge.py``."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.resources import files

from citydesign.audit.oracles.oracle import Oracle

__all__ = ["all_oracles", "by_name"]


@cache
def all_oracles() -> tuple[Oracle, ...]:
    """The oracles in the order of their names."""
    package = "citydesign.audit.oracles"
    names = sorted(e.name for e in files(package).iterdir() if e.joinpath("judge.py").is_file())
    return tuple(import_module(f"{package}.{name}.judge").ORACLE for name in names)


def by_name(name: str) -> Oracle:
    """The oracle of a name, such as ``forced-colours``.

    Raises:
        KeyError: when there is none.
    """
    return {oracle.id: oracle for oracle in all_oracles()}[name]
