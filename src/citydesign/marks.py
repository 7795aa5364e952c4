"""Marks that tell which call made an element, for the audit and for nobody else.

A marked macro writes the template's file and line into its root elements:
`<div data-city-source="templates/form.html:12" class="city-text-input">`. Which macros are marked
is decided when a host installs the components, so a host without marks pays nothing for them.
"""

import re
from collections.abc import Awaitable, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from citydesign.checks import where
from citydesign.macros import StrictMacro

#: The attribute; its value is `file:line`, the file below the working folder where it is there.
MARK = "data-city-source"

_NAME = re.compile(r"<[A-Za-z][A-Za-z0-9-]*")
_MARK = re.compile(rf' {MARK}="[^"]*"')
_VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class MarkedMacro(StrictMacro):
    """A macro whose root element says where it was called."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the macro, and mark what it gives."""
        place = _relative(where())
        html = super().__call__(*args, **kwargs)
        return _marked_later(html, place) if isinstance(html, Awaitable) else _marked(html, place)


async def _marked_later(html: Awaitable[Any], place: str) -> Any:
    return _marked(await html, place)


def _marked(html: Any, place: str) -> Any:
    if not isinstance(html, Markup):
        return html
    text, mark, at = str(html), f' {MARK}="{escape(place)}"', 0
    parts = []
    for start in _Roots(text).starts:
        if name := _NAME.match(text, start):
            parts += [text[at : name.end()], mark]
            # A macro whose root is another's: what the host wrote is the call of the outer one.
            inner = _MARK.match(text, name.end())
            at = inner.end() if inner else name.end()
    return Markup("".join([*parts, text[at:]]))


class _Roots(HTMLParser):
    """Where the elements begin that are in no other element."""

    def __init__(self, text: str):
        super().__init__()
        # The parser counts "\n" alone as the end of a line.
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self._depth = 0
        self.starts: list[int] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: Sequence[object]) -> None:
        if not self._depth:
            line, column = self.getpos()
            self.starts.append(self._lines[line - 1] + column)
        self._depth += tag not in _VOID

    def handle_startendtag(self, tag: str, attrs: Sequence[object]) -> None:
        # HTML knows no self-closing tags; only foreign content such as SVG does.
        pass

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag not in _VOID


def _relative(place: str) -> str:
    file, _, line = place.rpartition(":")
    path = Path(file)
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        path = path.relative_to(Path.cwd())
    return f"{path.as_posix()}:{line}" if file else place
