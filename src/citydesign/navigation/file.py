"""Trees that are declared in a file."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from citydesign import toml_file
from citydesign.errors import CityDesignError
from citydesign.navigation.core.declaration import Declaration, read
from citydesign.navigation.core.faults import Fault, faults
from citydesign.navigation.core.tree import Tree
from citydesign.tags import distinct


def read_tree(path: str | os.PathLike[str]) -> Tree:
    """Read a tree from a TOML file.

    Raises:
        CityDesignError: The file can't be read or is no declaration of a tree, or the tree is
            wrong; says in which line.
    """
    declaration = _read(path)
    with _in_file(path):
        return Tree(*declaration)


def check_file(path: str | os.PathLike[str]) -> tuple[int, list[Fault]]:
    """Look for what is wrong with a tree that a TOML file declares.

    Returns:
        How many pages there are, and the faults in the order of the tree.

    Raises:
        CityDesignError: The file can't be read or is no declaration of a tree, or the tree is
            wrong in a way that leaves nothing else to look for.
    """
    declaration = _read(path)
    with _in_file(path):
        found = list(faults(declaration.front, distinct(declaration.languages)))
        if not found:
            Tree(*declaration)
    return len(list(declaration.front.walk())), found


def _read(path: str | os.PathLike[str]) -> Declaration:
    return read(toml_file.text_of(Path(path)), Path(path))


@contextmanager
def _in_file(path: str | os.PathLike[str]) -> Iterator[None]:
    """Let each error begin with the file."""
    try:
        yield
    except CityDesignError as error:
        text = str(error)
        raise CityDesignError(text if text.startswith(f"{path}:") else f"{path}: {text}") from None
