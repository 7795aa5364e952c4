"""The board: every component and state in every look, on one page and on PNG sheets.

`python -m citydesign.gallery.board OUT [COMPONENT ...]` writes `OUT/index.html`, and a sheet for
each component and look in `OUT/<look>/`: the wide window beside the phone, one row for each
example, and rows for hover, focus and pressed, which the browser is asked to show.

Where no component is named, each look also gets `one-sheet.png`: the parts that every design
system has, one below the other on one page, to be laid beside the boards of other systems.
"""

from __future__ import annotations

import argparse
import html
import io
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from citydesign import tokens
from citydesign.contracts import Component, all_components, component
from citydesign.errors import BuildError, CityDesignError
from citydesign.examples import Example, State, all_examples, examples_of, page
from citydesign.extras import extra
from citydesign.gallery import browser as chromium
from citydesign.locale import PSEUDO

if TYPE_CHECKING:
    from PIL.Image import Image
    from playwright.sync_api import Page

#: Widths of the window in CSS pixels: a laptop and a phone.
WIDTHS = (1280, 360)
#: States that no example can hold, because a person makes them.
PSEUDO_STATES = {
    "under the pointer": ["hover"],
    "in focus": ["focus", "focus-visible", "focus-within"],
    "while pressed": ["hover", "active"],
}
#: The page of the parts that every design system has; its texts are English only.
ONE_SHEET = "one-sheet"
_CONTROLS = "main a, main button, main input, main select, main textarea, main summary"


@dataclass(frozen=True, slots=True)
class Look:
    """One way in which everything is drawn."""

    name: str
    scheme: str = "light"
    theme: str | None = None
    locale: str = "en"
    forced_colors: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """One row of a sheet: a caption, and a picture for each width, None where there is none."""

    caption: str
    images: tuple[Image | None, ...]

    @property
    def height(self) -> int:
        """Height of the tallest picture, in pixels."""
        return max(image.height for image in self.images if image)


def looks() -> list[Look]:
    """Every look of the board: schemes, city themes, forced colours, right to left."""
    return [
        Look("light"),
        Look("dark", scheme="dark"),
        *(Look(theme, theme=theme) for theme in tokens.themes()),
        *(Look(f"{theme}-dark", scheme="dark", theme=theme) for theme in tokens.themes()),
        Look("forced-colors", forced_colors=True),
        Look("right-to-left", locale=PSEUDO),
        Look("finnish", locale="fi"),
    ]


def write(
    out: Path,
    names: Sequence[str] = (),
    wanted: Sequence[str] = (),
    progress: Callable[[str], None] = lambda text: None,
) -> Path:
    """Draw the board.

    Args:
        out: Folder to write. An earlier board in it is drawn over.
        names: Components; all of them unless given.
        wanted: Names of looks; all of them unless given.
        progress: Called with one line for each sheet.

    Returns:
        The page that shows all sheets.

    Raises:
        CityDesignError: A component is unknown or broken, `out` holds something else, or there is
            no browser.
    """
    components = [component(name) for name in names] or list(all_components())
    chosen = [look for look in looks() if not wanted or look.name in wanted]
    index = out / "index.html"
    if out.exists() and any(out.iterdir()) and not index.exists():
        raise BuildError(f"{out}: holds something else than a board; name an empty folder")
    out.mkdir(parents=True, exist_ok=True)
    index.write_text(_index(chosen, components, whole=not names), "utf-8")
    with chromium.browser() as running:
        for look in chosen:
            folder = out / look.name
            folder.mkdir(exist_ok=True)
            context = running.new_context(
                color_scheme="dark" if look.scheme == "dark" else "light",
                forced_colors="active" if look.forced_colors else "none",
                reduced_motion="reduce",
            )
            window = chromium.window(context, _pages(look))
            for one in components:
                _sheet(look, one.title, list(_pictures(window, look, one))).save(
                    folder / f"{one.name}.png"
                )
                progress(f"{look.name}/{one.name}.png")
            if not names and look.locale != "fi":
                shown = _one_sheet()
                picture = _picture(window, shown, shown.caption)
                _sheet(look, "One sheet", [picture]).save(folder / f"{ONE_SHEET}.png")
                progress(f"{look.name}/{ONE_SHEET}.png")
            context.close()
    return index


def _one_sheet() -> Example:
    source = Path(__file__).with_name(f"{ONE_SHEET}.html")
    caption = "The parts that every design system has"
    return Example(component("page"), ONE_SHEET, caption, (), source)


def _pages(look: Look) -> chromium.Pages:
    known = {f"/{example.id}": example for example in (*all_examples(), _one_sheet())}

    def give(path: str) -> str | None:
        example = known.get(path)
        if example is None:
            return None
        return page(example, locale=look.locale, theme=look.theme, face=chromium.FACE)

    return give


def _pictures(window: Page, look: Look, one: Component) -> Iterator[Picture]:
    for example in examples_of(one):
        yield _picture(window, example, example.caption)
        for state in example.states:
            yield _picture(window, example, f"{example.caption} ({state.name})", state)
    first = examples_of(one)[0]
    if look.locale == "en":
        for caption, states in PSEUDO_STATES.items():
            _open(window, first, WIDTHS[0])
            if _force(window, states):
                yield Picture(f"{first.caption}, {caption}", (_shot(window),))


def _picture(window: Page, example: Example, caption: str, state: State | None = None) -> Picture:
    """A row; a state that is there only on a phone leaves the place of the wide window empty."""
    images: list[Image | None] = []
    for width in WIDTHS:
        if state and state.width and (state.width > 640) != (width > 640):
            images.append(None)
            continue
        _open(window, example, width)
        for action, argument in state.steps if state else ():
            _act(window, action, argument)
        images.append(_shot(window))
    return Picture(caption, tuple(images))


def _open(window: Page, example: Example, width: int) -> None:
    # Little height: the picture ends where the content does.
    window.set_viewport_size({"width": width, "height": 120})
    window.goto(f"{chromium.ORIGIN}/{example.id}")


def _act(window: Page, action: str, argument: str) -> None:
    match action:
        case "click":
            window.click(argument)
        case "focus":
            window.focus(argument)
        case "press":
            window.keyboard.press(argument)
        case "type":
            window.keyboard.type(argument)


def _shot(window: Page) -> Image:
    with extra("audit", "the board"):
        from PIL import Image

    return Image.open(io.BytesIO(window.screenshot(full_page=True))).convert("RGB")


def _force(window: Page, states: list[str]) -> bool:
    """Show pseudo-classes on every control; False if there is none."""
    tools = window.context.new_cdp_session(window)
    tools.send("DOM.enable")
    tools.send("CSS.enable")
    root: dict[str, Any] = tools.send("DOM.getDocument")["root"]
    found: list[int] = tools.send(
        "DOM.querySelectorAll", {"nodeId": root["nodeId"], "selector": _CONTROLS}
    )["nodeIds"]
    for node in found:
        tools.send("CSS.forcePseudoState", {"nodeId": node, "forcedPseudoClasses": states})
    return bool(found)


_GAP = 24
_LINE = 40


def _sheet(look: Look, title: str, pictures: list[Picture]) -> Image:
    with extra("audit", "the board"):
        from PIL import Image, ImageDraw, ImageFont

    height = _LINE + sum(_LINE + picture.height + _GAP for picture in pictures)
    sheet = Image.new("RGB", (sum(WIDTHS) + 3 * _GAP, height), "#d8d8d8")
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(size=20)
    draw.text((_GAP, 10), f"{title}: {look.name}", fill="#000000", font=font)
    y = _LINE
    for picture in pictures:
        draw.text((_GAP, y + 10), picture.caption, fill="#333333", font=font)
        y += _LINE
        x = _GAP
        for image, width in zip(picture.images, WIDTHS, strict=False):
            if image:
                sheet.paste(image, (x, y))
            x += width + _GAP
        y += picture.height + _GAP
    return sheet


def _index(chosen: Sequence[Look], components: Sequence[Component], *, whole: bool) -> str:
    shown = [(one.name, one.title, chosen) for one in components]
    if whole:
        spoken = [look for look in chosen if look.locale != "fi"]
        shown.insert(0, (ONE_SHEET, "One sheet", spoken))
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "<title>The board</title>",
        "<style>body{font:1rem/1.5 system-ui,sans-serif;margin:2rem}img{max-width:100%}"
        "nav a{margin-inline-end:1rem}</style></head><body><h1>The board</h1><nav>",
        *(f'<a href="#{name}">{html.escape(title)}</a>' for name, title, _ in shown),
        "</nav>",
    ]
    for name, title, looks_shown in shown:
        parts.append(f'<h2 id="{name}">{html.escape(title)}</h2>')
        for look in looks_shown:
            parts.append(
                f"<h3>{look.name}</h3>"
                f'<img loading="lazy" src="{look.name}/{name}.png" '
                f'alt="{html.escape(title)}, {look.name}">'
            )
    return "\n".join([*parts, "</body></html>", ""])


def main(argv: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m citydesign.gallery.board")
    parser.add_argument("out", type=Path)
    parser.add_argument("component", nargs="*", help="all unless named")
    parser.add_argument("--look", action="append", default=[], choices=[x.name for x in looks()])
    given = parser.parse_args(argv)
    try:
        index = write(given.out, given.component, given.look, lambda text: print(text, flush=True))
    except CityDesignError as error:
        print(f"citydesign: {error}", file=sys.stderr)
        return 1
    print(f"written to {index}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
