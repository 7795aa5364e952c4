"""The flow of a real form on the page that tells how to declare one: drawn, and in words."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup

from citydesign import toml_file
from citydesign.errors import BuildError
from citydesign.forms.core.journey import drawing, read
from citydesign.forms.words import spoken

#: Page of the guide, and the line on it that the drawing replaces.
GUIDE, PLACE = Path("forms", "a-form-of-several-pages.md"), "<!-- journey -->"
_DECLARED = Path("examples", "daycare-application", "journey.toml")


def show(docs: Path, root: Path) -> None:
    """Draw the form of the example, as `citydesign journey draw` does, and list it below.

    Args:
        docs: Folder of the gallery's Markdown, written to.
        root: Of the checkout that has the example.

    Raises:
        BuildError: The guide lacks the line for the drawing.
        CityDesignError: The declaration is wrong.
    """
    guide = docs / GUIDE
    before, place, after = guide.read_text("utf-8").partition(PLACE)
    if not place:
        raise BuildError(f"{guide.name}: the line {PLACE} is missing")
    declared = root / _DECLARED
    journey = read(toml_file.text_of(declared), declared)
    title = journey.text(journey.title, "en").replace("\u00ad", "")
    steps = drawing.steps(journey, "en", spoken("check"), spoken("sent"))
    figure = Markup(
        '<figure class="gallery-flow">\n{}<figcaption>{}</figcaption>\n</figure>\n'
        "<details><summary>The same in words</summary>\n<pre>{}</pre>\n</details>"
    ).format(Markup(drawing.svg(title, steps)), title, drawing.words(steps))
    guide.write_text(f"{before}{figure}{after}", "utf-8")
