"""The keyboard table of a component's page."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from citydesign.contracts import Component
from citydesign.gallery.markup import table

__all__ = ["keyboard_table"]


def keyboard_table(component: Component) -> Markup:
    """What each key does, as it is written in the header and pressed by a test."""
    if not component.keyboard:
        return Markup("<p>Nothing in it takes the focus, so no key does anything.</p>")
    rows = (
        (_keys(row.names, row.names_rtl), _text(row.text, row.scripts))
        for row in component.keyboard
    )
    return Markup("{}\n{}").format(
        Markup("<p>A test presses each of these keys in Chromium, with scripts and without.</p>"),
        table(f"Keyboard of {component.title}", ("Keys", "What happens"), rows, "keyboard"),
    )


def _text(text: str, scripts: bool) -> Markup:
    aside = Markup(' <span class="gallery-aside">(Needs its script.)</span>') if scripts else ""
    return Markup("{}{}").format(text, aside)


def _keys(names: Sequence[str], mirrored: Sequence[str]) -> Markup:
    keys = _joined(names)
    if mirrored and set(mirrored) != set(names):
        keys += Markup('<br><span class="gallery-aside">from right to left: {}</span>').format(
            _joined(mirrored)
        )
    return keys


def _joined(names: Sequence[str]) -> Markup:
    return Markup(" or ").join(Markup("<kbd>{}</kbd>").format(name) for name in names)
