"""The scripts of components, made small."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from citydesign import toml_file
from citydesign.errors import BuildError
from citydesign.extras import extra

#: Its Go runtime does not survive a fork: a worker of a server that loads it after its parent did
#: waits for ever. So it runs in a process of its own.
_MINIFY = """
import json, sys, minify
texts = json.load(sys.stdin)
for number, text in enumerate(texts):
    try:
        texts[number] = minify.string("application/javascript", text)
    except minify.MinifyError as error:
        sys.exit(f"{number} {error}")
json.dump(texts, sys.stdout)
"""
_PLACE = re.compile(r"(?P<what>.*) on line (?P<line>\d+) and column \d+", re.S)


def scripts(components: Path) -> dict[str, str]:
    """Read the scripts of a folder of components, by the names of their files.

    Each is one block, so that its names are its own where several are joined to one file.

    Raises:
        BuildError: A script imports, exports, or can't be read; names file and line.
        MissingExtra: tdewolff-minify is missing.
    """
    files = sorted(components.glob("*/*/*.js"))
    texts = [toml_file.text_of(file, BuildError).strip() for file in files]
    for file, text in zip(files, texts, strict=True):
        for number, line in enumerate(text.splitlines(), 1):
            if re.match(r"\s*(?:import|export)\b(?!\s*\()", line):
                raise BuildError(
                    f"{file}:{number}: take import and export away: scripts are joined"
                )
    return dict(zip((file.name for file in files), _minified(files, texts), strict=True))


def _minified(files: list[Path], texts: list[str]) -> list[str]:
    if not files:
        return []
    with extra("sass", "scripts of your own"):
        if find_spec("minify") is None:
            raise ModuleNotFoundError("No module named 'minify'", name="minify")
    blocks = [f"{{{text}\n}}" for text in texts]
    done = subprocess.run(
        [sys.executable, "-P", "-c", _MINIFY],
        input=json.dumps(blocks),
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    if done.returncode:
        number, _, told = done.stderr.partition(" ")
        if not number.isdigit():
            raise BuildError(f"scripts can't be made small: {done.stderr.strip()}")
        place = _PLACE.match(told)
        where, what = (f":{place['line']}", place["what"]) if place else ("", told)
        raise BuildError(f"{files[int(number)]}{where}: {what.strip()}")
    small: list[str] = json.loads(done.stdout)
    return [f"{text}\n" for text in small]
