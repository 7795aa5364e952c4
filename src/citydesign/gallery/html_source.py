"""HTML laid out for reading. White space that a browser would show is never added or taken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_WIDTH = 88
#: What HTML runs together. A space that doesn't break is none of these.
_SPACE = " \t\n\f\r"
_SPACES = re.compile(f"[{_SPACE}]+")
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"}
    | {"track", "wbr"}
)
#: Elements on whose edges white space is never shown.
_BLOCK = frozenset(
    {"html", "head", "body", "title", "meta", "link", "script", "style", "base", "template"}
    | {"header", "footer", "main", "nav", "section", "article", "aside", "search", "address"}
    | {"div", "p", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre", "blockquote", "figure"}
    | {"figcaption", "ul", "ol", "li", "dl", "dt", "dd", "details", "summary", "dialog"}
    | {"table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "td", "th"}
    | {"form", "fieldset", "legend", "option", "optgroup"}
)
_VERBATIM = frozenset({"pre", "textarea", "script", "style"})


@dataclass
class _Node:
    name: str
    head: str
    children: list[_Node | str] = field(default_factory=list)

    @property
    def tail(self) -> str:
        return "" if self.name in _VOID or not self.name else f"</{self.name}>"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.top = _Node("", "")
        self.open = [self.top]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = _Node(tag, self.get_starttag_text() or "")
        self.open[-1].children.append(node)
        # SVG closes its own empty elements.
        if tag not in _VOID and not node.head.endswith("/>"):
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = _Node(tag, self.get_starttag_text() or "")
        self.open[-1].children.append(_Node("", node.head))

    def handle_endtag(self, tag: str) -> None:
        while len(self.open) > 1 and self.open.pop().name != tag:
            pass

    def _text(self, text: str) -> None:
        siblings = self.open[-1].children
        if siblings and isinstance(siblings[-1], str):
            siblings[-1] += text
        else:
            siblings.append(text)

    def handle_data(self, data: str) -> None:
        self._text(data)

    def handle_entityref(self, name: str) -> None:
        self._text(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._text(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self._text(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.open[-1].children.append(_Node("hr", f"<!{decl}>"))


def html_source(html: str) -> str:
    """Lay HTML out: one block on a line, its content indented, text left together.

    Args:
        html: A fragment or a whole page.
    """
    reader = _Reader()
    # A `Markup` would escape whatever is joined to it.
    reader.feed(str(html))
    reader.close()
    return "\n".join(_lines(reader.top.children, 0)) + "\n"


def _lines(children: list[_Node | str], depth: int) -> Iterator[str]:
    pad = "  " * depth
    for run in _runs(children):
        flat = _SPACES.sub(" ", "".join(map(_flat, run))) if not _verbatim(run) else _joined(run)
        if not flat.strip(_SPACE):
            continue
        only = run[0] if len(run) == 1 else None
        if (
            isinstance(only, _Node)
            and only.name not in _VERBATIM | _VOID
            and _breakable(only)
            and (len(pad) + len(flat) > _WIDTH or _has_block(only))
        ):
            yield from _head(only.head, pad)
            yield from _lines(only.children, depth + 1)
            yield pad + only.tail
        elif isinstance(only, _Node) and only.name in _VOID:
            yield from _head(only.head, pad)
        else:
            yield pad + flat.strip(_SPACE)


def _head(head: str, pad: str) -> Iterator[str]:
    if len(pad) + len(head) <= _WIDTH:
        yield pad + head
        return
    name, *attributes = re.findall(r'[^\s"]+="[^"]*"|[^\s"]+', head.removesuffix(">"))
    yield pad + name
    yield from (f"{pad}  {attribute}" for attribute in attributes)
    yield f"{pad}>"


def _runs(children: list[_Node | str]) -> Iterator[list[_Node | str]]:
    """Split where a browser shows no white space, or where there is some already."""
    run: list[_Node | str] = []
    for child in children:
        if isinstance(child, _Node) and child.name in _BLOCK:
            if run:
                yield run
            yield [child]
            run = []
        elif isinstance(child, str) and not child.strip():
            if run:
                yield run
            run = []
        else:
            run.append(child)
    if run:
        yield run


def _breakable(node: _Node) -> bool:
    if node.name in _BLOCK:
        return True
    # White space at the edges inside an inline element may be shown; keep it as it was.
    first, last = (node.children[0], node.children[-1]) if node.children else ("", "")
    return all(isinstance(edge, _Node) and edge.name in _BLOCK for edge in (first, last)) or (
        isinstance(first, str)
        and isinstance(last, str)
        and first[:1].isspace()
        and last[-1:].isspace()
    )


def _has_block(node: _Node) -> bool:
    return any(isinstance(c, _Node) and (c.name in _BLOCK or _has_block(c)) for c in node.children)


def _verbatim(run: list[_Node | str]) -> bool:
    return any(isinstance(c, _Node) and (c.name in _VERBATIM or _verbatim(c.children)) for c in run)


def _joined(run: list[_Node | str]) -> str:
    return "".join(map(_flat, run))


def _flat(node: _Node | str) -> str:
    if isinstance(node, str):
        return node
    return node.head + "".join(map(_flat, node.children)) + node.tail
