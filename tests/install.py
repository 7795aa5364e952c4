"""Install a built wheel by each line that the pages print, with old pips and the newest.

Run it with `make test-install`: it makes virtual environments and needs a package index.
"""

import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
PIPS = ("pip==23.0.1", "pip==24.0", "pip")
PATH = re.compile(r"/path/to/citydesign|\./vendor/citydesign")
IMPORTS = {
    "": "citydesign",
    "sass": "sass, coloraide",
    "prose": "nh3",
    "forms": "citydesign.forms.wtforms",
    "booking": "citydesign.booking, icalendar, holidays",
    "postgresql": "psycopg",
    "audit": "citydesign.audit.faces.command, playwright.sync_api",
    "flask": "citydesign.flask",
    "django": "citydesign.django",
    "starlette": "citydesign.starlette",
    "pydantic": "citydesign.forms.pydantic",
}


def lines() -> list[str]:
    """Give each different line that README, a guide or a component's page prints to install us."""
    pages = [
        ROOT / "README.md",
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "components").rglob("*.md"),
    ]
    found = re.compile(r"""pip install (?:"[^"\n]*citydesign[^"\n]*"|'[^'\n]*citydesign[^'\n]*')""")
    return sorted({line for page in pages for line in found.findall(page.read_text("utf-8"))})


def extras(line: str) -> list[str]:
    """Give the extras that a line names."""
    named = re.search(r"\[([a-z,]+)\]", line)
    return named[1].split(",") if named else [""]


def run(*command: str | Path) -> str:
    """Run a command in an empty folder; give what it printed, or raise with it."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{shlex.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


def install(line: str, source: Path, pip: str, folder: Path) -> None:
    """Install by one line with one pip in an environment of its own, and import what it names.

    A line without a path adds an extra to an installed package, so the wheel is there first.

    Raises:
        RuntimeError: The line fails, or what it names can't be imported, or pip put another
            package in the place of ours.
    """
    venv.create(folder, with_pip=True, clear=True)
    python = folder / "bin" / "python"
    quiet = ("--quiet", "--disable-pip-version-check")
    run(python, "-m", "pip", "install", *quiet, "--upgrade", pip)
    words = shlex.split(PATH.sub(str(source), line))[2:]
    if not PATH.search(line):
        run(python, "-m", "pip", "install", *quiet, str(source))
    run(python, "-m", "pip", "install", *quiet, *words)
    for extra in extras(line):
        run(python, "-c", f"import {IMPORTS[extra]}")
    ours = "from importlib.metadata import distribution as d; print(d('citydesign').read_text('direct_url.json'))"
    if "file://" not in run(python, "-c", ours):
        raise RuntimeError(f"{line}: pip took citydesign from an index")
    run(folder / "bin" / "citydesign", "--version")


def main() -> int:
    """Install by every line; give the number of lines that fail, 1 at most."""
    failed = 0
    with tempfile.TemporaryDirectory(prefix="city design ") as temporary:
        folder = Path(temporary)
        build = (sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT)
        run(*build)
        (wheel,) = folder.glob("*.whl")
        copy = folder / "citydesign"
        shutil.copytree(
            ROOT, copy, ignore=shutil.ignore_patterns(".*", "build", "dist", "node_modules")
        )
        for pip in PIPS:
            # The folder itself is built again each time, so one line is enough for it.
            for line, source in [
                ('pip install "/path/to/citydesign[sass]"', copy),
                *((x, wheel) for x in lines()),
            ]:
                try:
                    install(line, source, pip, folder / "venv")
                except RuntimeError as error:
                    failed = 1
                    print(f"FAILED  {pip}  {source.name}  {line}\n{error}", flush=True)
                else:
                    print(f"ok  {pip}  {source.name}  {line}", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
