"""What each example page makes a browser fetch, compressed by brotli.

    python -m bench weight

1 kB is 1 000 bytes. A page is its HTML and the style sheets and scripts that it links; what a
browser has from the page before costs nothing again.
"""

import re
from dataclasses import dataclass
from functools import cache

import brotli

from citydesign import assets
from citydesign.examples import all_examples, page
from citydesign.paths import COMPONENTS

#: Most that each may weigh, in bytes.
LIMITS = {"shared.css": 4_500, "citydesign.css": 25_000, "citydesign.js": 16_000}


@dataclass(frozen=True)
class Weight:
    """Bytes of a page, compressed."""

    page: str
    html: int
    styles: int
    scripts: int

    @property
    def total(self) -> int:
        """All that a first visit fetches."""
        return self.html + self.styles + self.scripts


def sheets() -> dict[str, int]:
    """Weigh the style sheet of each folder of components, of all, and all scripts."""
    folders = sorted({file.parents[1].name for file in COMPONENTS.glob("*/*/*.scss")})
    names = ["shared.css", *(f"{name}.css" for name in folders), "citydesign.css", "citydesign.js"]
    return {name: _weight(assets.file_name(name)) for name in names}


def pages() -> list[Weight]:
    """Weigh every example page, the heaviest first."""
    found = [_page(example.id, page(example)) for example in all_examples()]
    return sorted(found, key=lambda weight: weight.total, reverse=True)


def _page(name: str, html: str) -> Weight:
    linked = re.findall(r'(?:stylesheet" href|module" src)="/citydesign/([^"]+)"', html)
    styles = sum(_weight(file) for file in linked if file.endswith(".css"))
    scripts = sum(_weight(file) for file in linked if file.endswith(".js"))
    return Weight(name, len(brotli.compress(html.encode())), styles, scripts)


@cache
def _weight(file: str) -> int:
    return len(brotli.compress((assets.assets_path() / file).read_bytes()))


def main() -> None:
    """Print the tables as docs/start/what-a-page-weighs.md shows them."""
    print("| File | kB |\n| --- | --- |")
    for name, weight in sheets().items():
        print(f"| `{name}` | {weight / 1000:.1f} |")
        if weight > LIMITS.get(name, weight):
            raise SystemExit(f"{name} weighs {weight} bytes; at most {LIMITS[name]}")
    found = pages()
    print("\n| Example page | HTML | Styles | Scripts | Together, kB |\n" + "| --- " * 5 + "|")
    for which, weight in (
        ("Heaviest", found[0]),
        ("Median", found[len(found) // 2]),
        ("Lightest", found[-1]),
    ):
        parts = (weight.html, weight.styles, weight.scripts, weight.total)
        print(f"| {which}: {weight.page} | {' | '.join(f'{p / 1000:.1f}' for p in parts)} |")


if __name__ == "__main__":
    main()
