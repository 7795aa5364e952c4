"""How long a page of twelve components takes, beside the same page written by hand.

    python -m bench rendering

All texts come from data, as in a city with three languages. Peers are measured if they are
installed: `pip install govuk-frontend-jinja jinjax`. All take turns, and CPU time is counted. What
else a machine does only ever adds time, so the least of each is compared, and is what to quote; the
range is that of the pairs.
"""

import re
import statistics
import tempfile
import time
from pathlib import Path

import html5lib
from jinja2 import Environment, FileSystemLoader, PackageLoader, PrefixLoader

from bench.pages import DATA, WORDS
from citydesign import install
from citydesign.icons import icon, icon_names

PAGES = Path(__file__).parent / "pages"
ROUNDS, RUNS = 500, 10
#: At most so many times the page written by hand.
LIMITS = {"citydesign": 1.85, "citydesign, strict": 3.6}


def contenders():
    """Give a function for each way of writing the page."""
    loader = FileSystemLoader(PAGES)
    by_hand = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    names = {"d": DATA, "w": WORDS, "i": {name: icon(name) for name in icon_names()}}
    hand = by_hand.get_template("by-hand.html")
    yield "written by hand", lambda: hand.render(names)
    for strict in (False, True):
        env = Environment(loader=loader, autoescape=True)
        install(env, strict=strict)
        page = env.get_template("ours.html")
        yield f"citydesign{', strict' if strict else ''}", lambda page=page: page.render(d=DATA)
    yield from _govuk(names)
    yield from _jinjax(names)


def _govuk(names):
    try:
        import govuk_frontend_jinja  # noqa: F401
    except ImportError:
        print("govuk-frontend-jinja is not installed: left out")
        return
    env = Environment(
        loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = env.from_string((PAGES / "govuk.html").read_text("utf-8"))
    yield "govuk-frontend-jinja", lambda: page.render(names)


def _jinjax(names):
    try:
        from jinjax import Catalog
    except ImportError:
        print("jinjax is not installed: left out")
        return
    # The page written by hand, cut into one JinjaX component for each of ours.
    text = (PAGES / "by-hand.html").read_text("utf-8")
    starts = r"(?m)^(?=<(?:header|nav class=\"city-bre|section|city-error|div class=\"city-field|fieldset|button|footer))"
    parts = [part for part in re.split(starts, text) if part.strip()]
    folder = Path(tempfile.mkdtemp())
    for number, part in enumerate(parts):
        (folder / f"Part{number}.jinja").write_text(f"{{#def d, w, i #}}\n{part}", "utf-8")
    calls = "".join(f"<Part{n} :d='d' :w='w' :i='i' />\n" for n in range(len(parts)))
    (folder / "Page.jinja").write_text(f"{{#def d, w, i #}}\n{calls}", "utf-8")
    catalog = Catalog(auto_reload=False)
    catalog.add_folder(folder)
    yield f"jinjax ({len(parts)} components)", lambda: catalog.render("Page", **names)


def same(one: str, other: str) -> bool:
    """Say whether two texts are the same page for a browser."""

    def tree(text):
        found = html5lib.parse(text, namespaceHTMLElements=False)
        return [
            (e.tag, sorted(e.attrib.items()), " ".join((e.text or "").split()))
            for e in found.iter()
        ]

    return tree(one) == tree(other)


def main() -> None:
    """Print the table."""
    found = dict(contenders())
    pages = {name: render() for name, render in found.items()}
    assert same(pages["written by hand"], pages["citydesign"]), "the two pages differ"
    times = {name: [] for name in found}
    for _ in range(ROUNDS):
        for name, render in found.items():
            start = time.process_time()
            for _ in range(RUNS):
                render()
            times[name].append((time.process_time() - start) / RUNS)
    base = times["written by hand"]
    ratios = {name: min(taken) / min(base) for name, taken in times.items()}
    print(f"{'':32}{'CPU ms':>8}{'ratio':>8}   quartiles of {ROUNDS} pairs")
    for name, taken in times.items():
        low, _, high = statistics.quantiles(
            [own / hand for own, hand in zip(taken, base, strict=True)], n=4
        )
        print(f"{name:32}{min(taken) * 1000:8.3f}{ratios[name]:8.2f}   {low:.2f}, {high:.2f}")
    for name, limit in LIMITS.items():
        within = "within" if ratios[name] <= limit else "ABOVE"
        print(f"{name} is {within} the limit of {limit} times the page written by hand")


if __name__ == "__main__":
    main()
