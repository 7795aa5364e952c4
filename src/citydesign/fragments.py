"""The plain HTML between the components of pages that are ready to use."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

__all__ = ["hidden", "lead", "lines", "paragraph", "title"]


def title(text: str) -> Markup:
    """The heading of a page."""
    return Markup("<h1>{}</h1>").format(text)


def lead(text: str) -> Markup:
    """The first paragraph, which says what a page is about."""
    return Markup('<p class="city-lead">{}</p>').format(text)


def paragraph(content: str | Markup) -> Markup:
    """A paragraph."""
    return Markup("<p>{}</p>").format(content)


def hidden(**values: str | Sequence[str]) -> Markup:
    """Hidden fields, by their names: one for each value."""
    field = Markup('<input type="hidden" name="{}" value="{}">')
    named = {name: [one] if isinstance(one, str) else one for name, one in values.items()}
    return lines(*(field.format(name, value) for name in named for value in named[name]))


def lines(*parts: Markup | None) -> Markup:
    """Parts of a page below one another, without those that are None."""
    return Markup("\n").join(part for part in parts if part)
