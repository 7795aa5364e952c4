"""What the first page of a fresh process costs, beside the same page of bare Jinja.

    python -m bench startup

CPU time (user and system) is counted from the first import to the page, less that of an empty
Python. Processes run in turns. What else a machine does only ever adds time, so the least of each
is compared; the range is that of the pairs. The package is laid out as a wheel has it. The library
of 130 is made of copies of our own components, in a temporary folder.
"""

import compileall
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from citydesign.icons import icon, icon_names
from citydesign.library import component_folders

ROOT = Path(__file__).parents[1]
SIZES = (len(component_folders()), 130)
RUNS = 15
#: At most so many times bare Jinja's page, without and with a bytecode cache; and how much more
#: CPU the large library may cost than the small one.
LIMITS, GROWTH = {False: 3.0, True: 1.5}, 0.1

FRAME = """
import resource
from bench.pages import DATA, WORDS
ICONS = {icons!r}
def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime
start = cpu()
{body}
print(cpu() - start)
"""
BY_HAND = """
from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader
from markupsafe import Markup
cache = FileSystemBytecodeCache({cache!r}) if {cache!r} else None
env = Environment(
    loader=FileSystemLoader({pages!r}), autoescape=True, trim_blocks=True, lstrip_blocks=True,
    bytecode_cache=cache,
)
icons = {{name: Markup(svg) for name, svg in ICONS.items()}}
html = env.get_template("by-hand.html").render(d=DATA, w=WORDS, i=icons)
"""
OURS = """
from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader
from citydesign import install
cache = FileSystemBytecodeCache({cache!r}) if {cache!r} else None
env = Environment(loader=FileSystemLoader({pages!r}), autoescape=True, bytecode_cache=cache)
install(env, strict={strict})
html = env.get_template({page!r}).render(d=DATA)
"""


def library(folder: Path, count: int) -> Path:
    """Lay out the package as a wheel has it, with this many components more or less, and give the
    folder to import it from."""
    src = folder / f"library-{count}"
    package = src / "citydesign"
    shutil.copytree(ROOT / "src" / "citydesign", package)
    for name in ("components", "tokens"):
        shutil.copytree(ROOT / name, package / name)
    own = [
        path
        for path in sorted((package / "components").glob("*/*/"))
        if path.parent.name != "shared" and path.is_dir()
    ]
    for number in range(count - len(own)):
        _twin(own[number % len(own)], number)
    write = (
        "from citydesign.library import LIBRARY, OURS; from citydesign.pack_files import write_data;"
        "write_data(OURS.build, OURS, LIBRARY)"
    )
    subprocess.run([sys.executable, "-c", write], env=_env(src), check=True)
    # As pip does when it installs a package.
    compileall.compile_dir(src, quiet=1)
    return src


def _twin(folder: Path, number: int) -> None:
    """Copy a component under a name of its own, with records and texts of its own."""
    name = f"{folder.name}-{number}"
    twin = folder.parent / name
    shutil.copytree(folder, twin)
    (twin / f"{folder.name}.html").rename(twin / f"{name}.html")
    path = twin / f"{name}.html"
    old, new = folder.name.replace("-", "_"), name.replace("-", "_")
    text = path.read_text("utf-8").replace(f"macro {old}(", f"macro {new}(")
    text = re.sub(rf'\b(t|plurals)\("{old}\.', rf'\1("{new}.', text)
    # Its keys may be called as a record is.
    text = re.sub(r"\n\[\[keyboard\]\].*?(?=\n#\})", "", text, count=1, flags=re.DOTALL)
    for record in re.findall(r"^\[records\.(\w+)\]", text, re.MULTILINE):
        text = re.sub(rf"\b{record}\b", f"{record}{number}", text)
    path.write_text(text, "utf-8")


def pages(folder: Path) -> Path:
    """Write the page of twelve components through one import and through twelve, and one of three."""
    out = folder / "pages"
    shutil.copytree(ROOT / "bench" / "pages", out)
    head, _, body = (out / "ours.html").read_text("utf-8").partition("\n")
    names = re.search(r"import (.+) %}", head)[1].split(", ")

    def write(file: str, wanted: list[str]) -> None:
        lines = [
            f'{{% from "citydesign/{name.replace("_", "-")}.html" import {name} %}}'
            for name in wanted
        ]
        starts = tuple(f"{{{{ {name}(" for name in wanted)
        lines += [line for line in body.splitlines() if line.startswith(starts)]
        (out / file).write_text("\n".join(lines), "utf-8")

    write("twelve.html", names)
    write("three.html", ["header", "text_input", "button"])
    return out


def measure(body: str, package: Path) -> float:
    """CPU seconds of the body in a fresh process."""
    code = FRAME.format(icons={name: str(icon(name)) for name in icon_names()}, body=body)
    done = subprocess.run(
        [sys.executable, "-c", code], env=_env(package), check=True, capture_output=True, text=True
    )
    return float(done.stdout)


def _env(package: Path) -> dict[str, str]:
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(package), str(ROOT)])}
    env.pop("CITYDESIGN_MARK_SOURCE", None)
    return env


def main() -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        written = str(pages(folder))
        packages = {size: library(folder, size) for size in SIZES}
        for cached in (False, True):
            _table(folder, written, packages, cached)


def _table(folder: Path, written: str, packages: dict[int, Path], cached: bool) -> None:
    def cache(of: str) -> str:
        path = folder / "bytecode" / of
        path.mkdir(parents=True, exist_ok=True)
        return str(path) if cached else ""

    ways = [("all.html", "ours.html", False), ("twelve imports", "twelve.html", False)]
    ways += [("three imports", "three.html", False), ("all.html, strict", "ours.html", True)]
    bodies = {("bare Jinja", 0): (BY_HAND.format(cache=cache("bare"), pages=written), ROOT / "src")}
    for way, page, strict in ways:
        for size, package in packages.items():
            body = OURS.format(
                cache=cache(f"{size}-{page}-{strict}"), pages=written, strict=strict, page=page
            )
            bodies[way, size] = (body, package)
    taken: dict[tuple[str, int], list[float]] = {key: [] for key in bodies}
    for turn in range(RUNS + 1):
        for key, (body, package) in bodies.items():
            seconds = measure(body, package)
            if turn:  # The first one writes bytecode.
                taken[key].append(seconds)

    base = taken["bare Jinja", 0]
    least = {key: min(seconds) for key, seconds in taken.items()}
    ratios = {key: seconds / min(base) for key, seconds in least.items()}
    print(f"\n{'with' if cached else 'without'} a bytecode cache")
    print(f"{'':30}{'CPU ms':>8}{'ratio':>8}   quartiles of {RUNS} pairs")
    for (way, size), seconds in taken.items():
        pairs = [own / bare for own, bare in zip(seconds, base, strict=True)]
        low, _, high = statistics.quantiles(pairs, n=4)
        print(
            f"{f'{way}, {size}' if size else way:30}{least[way, size] * 1000:8.0f}"
            f"{ratios[way, size]:8.2f}   {low:.2f}, {high:.2f}"
        )
    small, large = SIZES
    for way, _, _ in ways:
        growth = least[way, large] / least[way, small] - 1
        within = "within" if growth <= GROWTH else "ABOVE"
        print(f"{way}: {large} components cost {growth:+.0%}, {within} the limit of {GROWTH:.0%}")
    worst = max(ratios[way, size] for way, _, strict in ways if not strict for size in SIZES)
    within = "within" if worst <= LIMITS[cached] else "ABOVE"
    print(f"{worst:.2f} times bare Jinja is {within} the limit of {LIMITS[cached]}")


if __name__ == "__main__":
    main()
