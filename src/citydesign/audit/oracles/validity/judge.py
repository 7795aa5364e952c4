"""HTML validity: what a browser silently repairs, a screen reader may silently lose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit, urlunsplit

from citydesign.audit.oracles.oracle import Fault, Oracle
from citydesign.audit.pages.together import IDREFS
from citydesign.extras import extra

if TYPE_CHECKING:
    from citydesign.audit.stage.stage import Stage

__all__ = ["ORACLE", "judge_html"]

# Elsewhere these are words without a meaning.
OWNERS = {"for": {"label", "output"}, "list": {"input"}, "headers": {"td", "th"}}
PHRASING_ONLY = {
    "p", "span", "label", "button", "h1", "h2", "h3", "h4", "h5", "h6", "em", "strong", "small",
    "abbr", "b", "i", "time", "output", "pre", "cite", "code", "sub", "sup", "bdi", "bdo",
}  # fmt: skip
FLOW_ONLY = {
    "address", "article", "aside", "blockquote", "details", "dialog", "div", "dl", "fieldset",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr",
    "main", "menu", "nav", "ol", "p", "pre", "search", "section", "table", "ul", "li", "dt", "dd",
}  # fmt: skip
INTERACTIVE = {"a", "button", "details", "embed", "iframe", "input", "label", "select", "textarea"}
CHILDREN = {
    "ul": {"li", "script", "template"},
    "ol": {"li", "script", "template"},
    "dl": {"dt", "dd", "div", "script", "template"},
    "select": {"option", "optgroup", "hr", "button", "script", "template"},
}
FIRST_ONLY = {"legend": "fieldset", "summary": "details", "caption": "table"}
XHTML = "{http://www.w3.org/1999/xhtml}"


def judge_html(html: str, address: str = "") -> Iterator[Fault]:
    """Faults of a complete HTML document.

    Args:
        html: The document as the server sends it.
        address: Its URL, so that links to fragments of itself are known.
    """
    with extra("audit", "the validity of HTML"):
        import html5lib

    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"))
    root = parser.parse(html)
    lines = html.splitlines()
    for (line, _column), code, data in parser.errors:
        # html5lib is older than what a select may hold today.
        if code.endswith("-tag-in-select") and data.get("name") in CHILDREN["select"]:
            continue
        text = lines[line - 1].strip() if 0 < line <= len(lines) else ""
        named = f" ({', '.join(f'{k} {v}' for k, v in data.items())})" if data else ""
        yield Fault(
            "best", "html", f"parse error {code}{named} on line {line}",
            "Write HTML that needs no repair: close what is open, nest as the standard allows, "
            "give each attribute once.", text[:240],
        )  # fmt: skip
    yield from _ids(root, address)
    yield from _nesting(root)


def _ids(root: Any, address: str) -> Iterator[Fault]:
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    referenced = {
        name
        for element in elements
        for attribute in IDREFS & set(element.attrib)
        for name in element.get(attribute).split()
    }
    counted = Counter(element.get("id") for element in elements if element.get("id") is not None)
    for name, times in counted.items():
        if not name or name.split() != [name]:
            yield Fault("best", "html", f'id "{name}" is empty or holds a space',
                        "Give an id of one word.")  # fmt: skip
        elif times > 1:
            # Without a reference to it, the wrong one can't be met.
            criterion = "4.1.2" if name in referenced else "best"
            yield Fault(criterion, f"#{name}", f'id "{name}" is there {times} times',
                        "Give each element an id of its own.")  # fmt: skip
    parts = urlsplit(address)
    here = {"", address, urlunsplit(("", "", parts.path, parts.query, ""))}
    anchors = {element.get("name") for element in elements if _tag(element) == "a"}
    for element in elements:
        for attribute in IDREFS & set(element.attrib):
            if _tag(element) not in OWNERS.get(attribute, {_tag(element)}):
                continue
            value = element.get(attribute)
            # What a closed combobox or menu button opens may be made when it opens.
            if attribute in {"aria-controls", "aria-owns"} and _closed(element):
                continue
            # An output names all the fields that it comes from.
            one = attribute in {"list", "form"} or (attribute == "for" and _tag(element) == "label")
            names = [value] if one else value.split()
            missing = [name for name in names if name not in counted]
            if missing or not names:
                yield Fault(
                    "1.3.1", _where(element),
                    f'{attribute}="{value}" points to nothing: no element has that id',
                    f"Give the target the id, or leave {attribute} out when there is none.",
                    _open_tag(element),
                )  # fmt: skip
        href = element.get("href") if _tag(element) in {"a", "area"} else None
        if href is not None and "#" in href:
            page, _, fragment = href.partition("#")
            # A text to be found is no part of the fragment (URL Fragment Text Directives).
            target = unquote(fragment.partition(":~:")[0])
            # No fragment at all, and "top", lead to the top (HTML, 7.4.2.2).
            top = target.lower() in {"", "top"}
            dead = not top and target not in counted and target not in anchors
            if page in here and dead:
                yield Fault(
                    "best", _where(element), f'link to "{href}" leads nowhere on this page',
                    "Link to an id that is on the page, or to an address.", _open_tag(element),
                )  # fmt: skip


def _closed(element: Any) -> bool:
    expanded = element.get("aria-expanded")
    return expanded == "false" or (expanded is None and element.get("role") == "combobox")


def _nesting(root: Any) -> Iterator[Fault]:
    def visit(element: Any, above: tuple[Any, ...]) -> Iterator[Fault]:
        tag = _tag(element)
        parent = next((a for a in reversed(above) if "-" not in _tag(a)), None)
        chain = [_tag(a) for a in above]
        if parent is not None and tag in FLOW_ONLY and _tag(parent) in PHRASING_ONLY:
            yield _misplaced(element, f"<{tag}> inside <{_tag(parent)}>, which takes text only")
        if tag in INTERACTIVE and _interactive(element):
            outer = next((a for a in above if _tag(a) in {"a", "button"}), None)
            if outer is not None:
                yield _misplaced(
                    element, f"<{tag}> inside <{_tag(outer)}>: a control in a control", "4.1.2"
                )
            elif tag == "label" and "label" in chain:
                yield _misplaced(element, "<label> inside <label>")
        if parent is not None and _tag(parent) in CHILDREN and tag not in CHILDREN[_tag(parent)]:
            yield _misplaced(element, f"<{tag}> as a child of <{_tag(parent)}>")
        if tag in {"li"} and parent is not None and _tag(parent) not in {"ul", "ol", "menu"}:
            yield _misplaced(element, f"<li> outside a list, in <{_tag(parent)}>")
        if tag in FIRST_ONLY and parent is not None:
            first = [_tag(c) for c in parent if isinstance(c.tag, str)][:1]
            if _tag(parent) != FIRST_ONLY[tag] or first != [tag]:
                yield _misplaced(element, f"<{tag}> that is not first in a <{FIRST_ONLY[tag]}>")
        for child in element:
            if isinstance(child.tag, str):
                yield from visit(child, (*above, element))

    yield from visit(root, ())


def _interactive(element: Any) -> bool:
    tag = _tag(element)
    if tag == "a":
        return element.get("href") is not None
    return not (tag == "input" and element.get("type") == "hidden")


def _misplaced(element: Any, saw: str, criterion: str = "best") -> Fault:
    return Fault(criterion, _where(element), saw, "Nest elements as the HTML standard allows.",
                 _open_tag(element))  # fmt: skip


def _tag(element: Any) -> str:
    return str(element.tag).removeprefix(XHTML)


def _open_tag(element: Any) -> str:
    attributes = "".join(f' {name}="{value}"' for name, value in element.attrib.items())
    return f"<{_tag(element)}{attributes}>"[:240]


def _where(element: Any) -> str:
    name, classes = element.get("id"), (element.get("class") or "").split()
    if name:
        return f"#{name}"
    return ".".join([_tag(element), *classes[:1]])


def _judge(stage: Stage) -> Iterator[Fault]:
    for part in stage.subject.parts:
        assert part.html is not None
        yield from judge_html(part.html(stage.setting), part.address)
    if stage.subject.parts:
        return
    if stage.html:
        yield from judge_html(stage.html, stage.subject.address)
    if stage.setting.state != "rest" or not stage.html:
        # What scripts made of it. A doctype is not part of outerHTML.
        yield from judge_html(
            "<!doctype html>" + stage.js("() => document.documentElement.outerHTML"),
            stage.subject.address,
        )


ORACLE = Oracle(
    "validity", "HTML validity",
    "parse errors, duplicate ids and attributes, references and links to nothing, wrong nesting",
    ("locale", "state"), _judge,
    live=True, together=("locale",),
    twins=("aria-valid-attr-value", "duplicate-id-aria", "skip-link"),
)  # fmt: skip
