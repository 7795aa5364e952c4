"""An invented city on the page that tells how to change the look: its crest and its own face."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path

from jinja2 import Environment

import citydesign
from citydesign import assets
from citydesign.derivation import derive
from citydesign.errors import BuildError
from citydesign.gallery.markup import frame

#: Page of the guide, and the line on it that the frame replaces.
GUIDE, PLACE = "change-the-look.md", "<!-- rantakyla -->"
#: What the city serves, and the pages that it serves beside them.
_FOLDER = Path("assets", "rantakyla")


def show(docs: Path) -> None:
    """Show what the section "Your crest and your own face" says, as it says it.

    Args:
        docs: Folder of the gallery's Markdown, written to.

    Raises:
        BuildError: The guide lacks one of the snippets, or the line for the frame.
        CityDesignError: A snippet is wrong.
    """
    guide = docs / GUIDE
    text = guide.read_text("utf-8")
    before, place, after = text.partition(PLACE)
    if not place:
        raise BuildError(f"{guide.name}: the line {PLACE} is missing")
    section = before.rpartition("\n### ")[2]
    template, family, face = (_snippet(section, kind) for kind in ("jinja", "json", "css"))
    folder = docs / _FOLDER
    own = json.loads(derive("rantakyla", "#7a2e8e", edge="arch", corners="round").text())
    own["font"]["family"] = json.loads(family)["font"]["family"]
    with tempfile.TemporaryDirectory() as made:
        theme = Path(made, "rantakyla.tokens.json")
        theme.write_text(json.dumps(own), "utf-8")
        css = assets.theme_css(str(theme), "../../citydesign")
    (folder / "rantakyla.css").write_text(css + face.replace("/static/", ""), "utf-8")
    env = Environment(autoescape=True)
    citydesign.install(env, assets_url="../../citydesign")
    html = env.from_string(template).render().replace("/static/", "")
    (folder / "index.html").write_text(html, "utf-8")
    # The guide is a folder of its own on the site.
    shown = frame(f"../{_FOLDER.as_posix()}/index.html", "The front page of Rantakylä")
    guide.write_text(f"{before}{shown}{after}", "utf-8")


def _snippet(section: str, kind: str) -> str:
    found = re.search(rf"```{kind}\n(.*?)```", section, re.DOTALL)
    if not found:
        raise BuildError(f"{GUIDE}: the section of {PLACE} has no snippet in {kind}")
    return found[1]
