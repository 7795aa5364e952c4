"""Journeys that are declared in a file."""

from __future__ import annotations

import os
from pathlib import Path

from citydesign import toml_file
from citydesign.forms.core.journey import Journey
from citydesign.forms.core.journey.declaration import read


def read_journey(path: str | os.PathLike[str]) -> Journey:
    """Read a journey from a TOML file.

    Raises:
        CityDesignError: The file can't be read or declares no journey; says in which line.
    """
    return read(toml_file.text_of(Path(path)), Path(path))
