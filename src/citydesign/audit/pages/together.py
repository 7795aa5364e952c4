"""Several pages as one, for what looks at each box by itself: colours, edges, states."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

__all__ = ["IDREFS", "together"]

# Attributes that name other elements (HTML Living Standard; WAI-ARIA 1.2).
IDREFS = {
    "for", "list", "form", "headers", "popovertarget", "commandfor", "aria-labelledby",
    "aria-describedby", "aria-controls", "aria-owns", "aria-activedescendant", "aria-details",
    "aria-errormessage", "aria-flowto",
}  # fmt: skip


def together(pages: Sequence[str]) -> str:
    """One page that shows what the bodies of others contain, in their order.

    The first gives the root and the head; what others link in their heads is added to it. Ids,
    what refers to them, and the names of fields are kept apart, so that every label has its own
    field and every group its own choices. What came from a body says from which: `data-part`.

    Args:
        pages: Complete HTML documents.
    """
    import html5lib

    whole, *others = [_apart(_parse(page), number) for number, page in enumerate(pages)]
    head, body = whole
    known = {_mark(element) for element in head}
    for more, content in others:
        for element in more:
            if element.tag in {"link", "script"} and _mark(element) not in known:
                known.add(_mark(element))
                head.append(element)
        body.extend(content)
    serializer = html5lib.serializer.HTMLSerializer(
        quote_attr_values="always", omit_optional_tags=False, resolve_entities=False
    )
    walker = html5lib.getTreeWalker("etree")
    root = _parse(pages[0])
    root[:] = [head, body]
    return "<!doctype html>" + "".join(serializer.serialize(walker(root)))


def _parse(page: str) -> Any:
    import html5lib

    return html5lib.parse(page, treebuilder="etree", namespaceHTMLElements=False)


def _apart(root: Any, number: int) -> tuple[Any, Any]:
    """Head and body of a page, its ids and names marked with a number."""
    ids = {element.get("id") for element in root.iter()} - {None}

    def renamed(name: str) -> str:
        return f"{name}-{number}" if name in ids else name

    for element in root.iter():
        for attribute in IDREFS & set(element.attrib):
            element.set(attribute, " ".join(map(renamed, element.get(attribute).split())))
        if "id" in element.attrib:
            element.set("id", renamed(element.get("id")))
        if element.tag in {"input", "select", "textarea", "button"} and "name" in element.attrib:
            element.set("name", f"{element.get('name')}-{number}")
        if element.get("href", "").startswith("#"):
            element.set("href", "#" + renamed(element.get("href")[1:]))
    body = root.find("body")
    for element in body:
        if isinstance(element.tag, str):
            element.set("data-part", str(number))
    return root.find("head"), body


def _mark(element: Any) -> tuple[str, str]:
    return str(element.tag), element.get("href") or element.get("src") or ""
