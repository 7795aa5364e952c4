"""The start page's picture of a real page, taken when the gallery is built."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from markupsafe import Markup

from citydesign import tokens
from citydesign.contracts import component
from citydesign.errors import CityDesignError
from citydesign.examples import Example, examples_of, page
from citydesign.gallery import browser as chromium
from citydesign.gallery.markup import frame

#: Line of `docs/index.md` that the pictures replace.
PLACE = "<!-- pictures -->"
_WIDE, _PHONE = (1280, 860), (390, 860)


def pictures(docs: Path, progress: Callable[[str], None]) -> None:
    """Put pictures of a whole page into the start page, or its live frame without a browser.

    Args:
        docs: Folder of the gallery's Markdown, written to.
        progress: Called with one line.
    """
    index = docs / "index.md"
    example = _richest()
    try:
        html = _take(example, docs / "assets" / "pictures")
        progress("pictures: taken")
    except CityDesignError as error:
        progress(f"pictures: the live page instead: {error}")
        html = frame(f"previews/{example.id}.en.html", example.caption)
    index.write_text(index.read_text("utf-8").replace(PLACE, str(html)), "utf-8")


def _richest() -> Example:
    return max(examples_of(component("page")), key=lambda e: e.path.stat().st_size)


def _take(example: Example, folder: Path) -> Markup:
    themes = tokens.themes()
    shots: list[tuple[str | None, str, tuple[int, int], str]] = [
        (None, "light", _WIDE, "en"),
        (None, "dark", _PHONE, "en"),
        *((theme, "light", _WIDE, "fi") for theme in themes),
    ]
    names = {}
    with chromium.browser() as running:
        folder.mkdir(parents=True)
        for theme, scheme, (width, height), locale in shots:
            context = running.new_context(
                viewport={"width": width, "height": height}, device_scale_factor=1.5
            )
            html = page(example, theme=theme, face=chromium.FACE, scheme=scheme, locale=locale)
            window = chromium.window(context, {"/page": html}.get)
            window.goto(f"{chromium.ORIGIN}/page")
            names[theme, scheme] = f"{theme or 'default'}-{scheme}.png"
            window.screenshot(path=folder / names[theme, scheme])
            context.close()
    items = [
        (names[None, "light"], "A page for early childhood education on a wide screen"),
        (names[None, "dark"], "The same page on a phone, in the dark scheme"),
    ]
    items += [(names[t, "light"], f"The same page in the theme of {t.title()}") for t in themes]
    figures = Markup("\n").join(
        Markup('<img src="assets/pictures/{}" alt="{}" width="{}" height="{}">').format(
            name, text, *(_PHONE if "dark" in name else _WIDE)
        )
        for name, text in items
    )
    return Markup('<div class="gallery-pictures">\n{}\n</div>').format(figures)
