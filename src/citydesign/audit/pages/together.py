"""Several pages as one, for what looks at each box by itself: colours, edges, states."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from citydesign.extras import extra

__all__ = ["IDREFS", "together"]

# Attributes that name other elements (HTML Living Standard; WAI-ARIA 1.2).
IDREFS = {
    "for", "list", "form", "headers", "popovertarget", "commandfor", "aria-labelledby",
    "aria-describedby", "aria-controls", "aria-owns", "aria-activedescendant", "aria-details",
    "aria-errormessage", "aria-flowto",
}  # fmt: skip
#: What is one of a group by its name.
NAMED = {"input", "select", "textarea", "button", "details"}


def together(pages: Sequence[str]) -> str:
    """One page that shows what the bodies of others contain, in their order.

    The first gives the root and the head; what others link in their heads is added to it. Ids,
    what refers to them, and the names of fields are kept apart, so that every label has its own
    field and every group its own choices. What came from a body says from which: `data-part`.

    Args:
        pages: Complete HTML documents.
    """
    with extra("audit", "examples together on a page"):
        import turbohtml

    parsed: list[Any] = [turbohtml.parse(page) for page in pages]
    for number, document in enumerate(parsed):
        _keep_apart(document, number)
    whole, *others = parsed
    head, body = whole.select_one("head"), whole.select_one("body")
    known = {_mark(element) for element in head.select("*")}
    for other in others:
        for element in other.select("head > link, head > script"):
            if _mark(element) not in known:
                known.add(_mark(element))
                head.append(element)
        body.extend(other.select_one("body").children)
    return str(whole.html)


def _keep_apart(document: Any, number: int) -> None:
    """Mark the ids and names of a page with a number, and what is on it as well."""
    elements = [*document.iter_elements()]
    ids = {element.attr("id") for element in elements} - {None}

    def renamed(name: str) -> str:
        return f"{name}-{number}" if name in ids else name

    # `attr` gives any attribute as text; `attrs` gives some as lists of words.
    for element in elements:
        given = element.attrs
        for attribute in IDREFS & set(given):
            given[attribute] = " ".join(map(renamed, element.attr(attribute).split()))
        if "id" in given:
            given["id"] = renamed(element.attr("id"))
        if element.tag in NAMED and "name" in given:
            given["name"] = f"{element.attr('name')}-{number}"
        if element.attr("href", "").startswith("#"):
            given["href"] = "#" + renamed(element.attr("href")[1:])
    for element in document.select("body > *"):
        element.attrs["data-part"] = str(number)


def _mark(element: Any) -> tuple[str, str]:
    return element.tag, element.attr("href") or element.attr("src") or ""
