"""HTML as a tree of elements: that of html5lib, ten times as fast."""

from typing import Any
from xml.etree import ElementTree as ET

import turbohtml


def document(html: object) -> Any:
    """The element `html` of a page."""
    return _read(turbohtml.parse(str(html)).inner_xml)


def piece(html: object, inside: str = "div") -> Any:
    """An element of that name, with what is made of a piece of HTML in it."""
    made = turbohtml.parse_fragment(str(html), inside)
    return _read(f"<{inside}>{made.inner_xml}</{inside}>")


def _read(xml: str) -> Any:
    return ET.XML(xml, ET.XMLParser(target=ET.TreeBuilder(insert_comments=True)))
