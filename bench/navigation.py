"""What a tree of pages costs to build, and what the menus of one request cost, at two sizes.

    python -m bench navigation

Both sites are in three languages. Around the page that is asked for they have the same shape (6
sections of 9 pages), so that its menus show as much; the large site has its other pages below
those, a third of them for staff. Times are processor time; runs of the two sizes are made in turns,
and the ratio is the median of the ratios of pairs.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from citydesign.identity import Person
from citydesign.navigation import Menus, Page, Tree

SIZES = 60, 10_000
LANGUAGES = ("fi", "sv", "en")
ROUNDS, REPEATS = 15, 200
#: At most so many times as dear: a page to build, and the menus of a request, in the large site.
#: What the processor keeps near is less of a large tree; the number of pages is 167 times.
LIMIT = 2.0
STAFF = Person("1", "Aino Virtanen", {"staff"})
WHERE = "/fi/3/4"


def page(name: str, url: str, pages: list[Page], *menus: str, staff: bool = False) -> Page:
    """A page in each language."""
    texts = {tag: f"{name} {tag}" for tag in LANGUAGES}
    urls = {tag: f"/{tag}{url}" for tag in LANGUAGES}
    return Page(texts, urls, pages, ("main", *menus), roles={"staff"} if staff else set())


def site(size: int) -> Page:
    """The front page of a site of so many pages."""
    share, more = divmod(size - SIZES[0], 52)
    sections = []
    for one in range(6):
        inner = []
        for two in range(9 if one < 5 else 8):
            url = f"/{one}/{two}"
            rest = range(0 if url == "/3/4" else share + (one * 9 + two < more))
            below = [page(f"Page {n}", f"{url}/{n}", [], staff=n % 3 == 0) for n in rest]
            inner.append(page(f"Page {one}.{two}", url, below))
        sections.append(page(f"Section {one}", f"/{one}", inner, "footer"))
    return page("Front", "/", sections)


def hidden(size: int) -> Page:
    """The front page of a site whose pages are all beside each other, and all but nine for staff."""
    below = [page(f"Page {n}", f"/3/{n}", [], staff=n > 8) for n in range(size - 2)]
    return page("Front", "/", [page("Section", "/3", below, "footer")])


#: All that a page may show, but for the two that show every page.
MENUS = (
    "main", "service", "service_url", "service_links", "breadcrumbs", "previous", "next", "languages", "untranslated",
    "canonical", "alternates", "footer_groups", "legal", "feedback_url", "account", "mega_menu",
    "side_navigation", "contents", "suggestions",
)  # fmt: skip


def menus(tree: Tree, person: Person | None) -> list[object]:
    """Everything that one request may show."""
    found = Menus(tree, WHERE, person=person)
    return [getattr(found, name) for name in MENUS]


def timed(work: Callable[[], object], repeats: int) -> float:
    """Seconds of the processor for one run."""
    begun = time.process_time()
    for _ in range(repeats):
        work()
    return (time.process_time() - begun) / repeats


def compare(what: str, works: list[Callable[[], object]], per: list[int], repeats: int) -> float:
    """Time both in turns, print, and give the ratio of the large to the small."""
    runs = [
        [timed(work, repeats) / n for work, n in zip(works, per, strict=True)]
        for _ in range(ROUNDS)
    ]
    small, large = (min(run[n] for run in runs) * 1e6 for n in (0, 1))
    ratio = statistics.median(run[1] / run[0] for run in runs)
    print(f"{what:<44} {small:>9.1f} µs {large:>9.1f} µs {ratio:>6.2f} x")
    return ratio


def main() -> None:
    """Print a table; fail where the large site costs too much more."""
    fronts = [site(size) for size in SIZES]
    trees = [Tree(front, LANGUAGES, "https://www.rantakyla.fi") for front in fronts]
    counts = [len(tree) for tree in trees]
    print(f"{'':<44} {counts[0]:>6} pages {counts[1]:>6} pages  ratio")
    ratios = [
        compare(
            "a page, declared and put into the tree",
            [lambda size=size: Tree(site(size), LANGUAGES) for size in SIZES],
            counts,
            1,
        )
    ]
    for label, person in (("nobody signed in", None), ("staff", STAFF)):
        shown = [menus(tree, person) for tree in trees]
        assert str(shown[0]) == str(shown[1]), "both show the same"
        ratios.append(
            compare(
                f"all menus of a request, {label}",
                [lambda tree=tree, person=person: menus(tree, person) for tree in trees],
                [1, 1],
                REPEATS,
            )
        )
    flat = [Tree(hidden(size), LANGUAGES, "https://www.rantakyla.fi") for size in SIZES]
    assert str(menus(flat[0], None)) == str(menus(flat[1], None)), "both show the same"
    ratios.append(
        compare(
            "the same, all others beside it and for staff",
            [lambda tree=tree: menus(tree, None) for tree in flat],
            [1, 1],
            REPEATS,
        )
    )
    unknown = "/fi/3/4" + "/x" * 4000
    ratios.append(
        compare(
            "an address of 4 000 parts that isn't there",
            [lambda tree=tree: Menus(tree, unknown).breadcrumbs for tree in trees],
            [1, 1],
            20,
        )
    )
    if max(ratios) > LIMIT:
        raise SystemExit(
            f"the large site costs {max(ratios):.2f} times the small; the limit is {LIMIT}"
        )


if __name__ == "__main__":
    main()
