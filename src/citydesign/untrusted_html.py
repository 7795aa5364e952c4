"""Untrusted HTML: what an editor, Markdown or another service wrote, made safe and set for a page.

nh3 parses it as a browser does and leaves what `PASSES` says. What it leaves is well-formed, so
that headings, tables and pictures are then set by their tags.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from functools import lru_cache

from markupsafe import Markup, escape

from citydesign.attributes import plain
from citydesign.extras import extra
from citydesign.urls import ANOTHER_SITE, SCHEMES, refused

#: What the value of an attribute must be: an address of one of these schemes or a relative one, or
#: a text that the pattern matches as a whole.
Value = frozenset[str] | re.Pattern[str]

_TEXT = re.compile(r".*", re.DOTALL)
_MOMENT = re.compile(r"[\d :.+TWPYMDHSZ-]+")
_FLAG = re.compile("")
_NUMBER = re.compile(r"\d{1,5}")
_SPAN = re.compile(r"[1-9]\d?")
_ANY: dict[str, Value] = {
    "dir": re.compile("ltr|rtl|auto"),
    "id": re.compile(r"[^\s]+"),
    "lang": re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*"),
}
_SPANS: dict[str, Value] = {"colspan": _SPAN, "rowspan": _SPAN}
#: Numbers and sums of money are at the end side; `style` is how most tools say so.
_ALIGNED: dict[str, Value] = {
    "align": re.compile("right|end"),
    "style": re.compile(r"\s*text-align\s*:\s*(?:right|end)\s*;?\s*"),
}
_NONE: dict[str, Value] = {}

#: Every element that passes, with its attributes beside `dir`, `id` and `lang`.
_OWN: Mapping[str, Mapping[str, Value]] = {
    "a": {"href": SCHEMES, "hreflang": _ANY["lang"]},
    "abbr": {"title": _TEXT},
    "b": _NONE,
    "bdi": _NONE,
    "bdo": _NONE,
    "blockquote": _NONE,
    "br": _NONE,
    "caption": _NONE,
    "cite": _NONE,
    "code": _NONE,
    "dd": _NONE,
    "del": {"datetime": _MOMENT},
    "details": {"open": _FLAG},
    "dfn": {"title": _TEXT},
    "div": _NONE,
    "dl": _NONE,
    "dt": _NONE,
    "em": _NONE,
    "figcaption": _NONE,
    "figure": _NONE,
    "h1": _NONE,
    "h2": _NONE,
    "h3": _NONE,
    "h4": _NONE,
    "h5": _NONE,
    "h6": _NONE,
    "hr": _NONE,
    "i": _NONE,
    "img": {
        "alt": _TEXT,
        "height": _NUMBER,
        "src": frozenset({"http", "https"}),
        "width": _NUMBER,
    },
    "ins": {"datetime": _MOMENT},
    "kbd": _NONE,
    "li": {"value": re.compile(r"-?\d{1,5}")},
    "mark": _NONE,
    "ol": {
        "reversed": _FLAG,
        "start": re.compile(r"-?\d{1,5}"),
        "type": re.compile("[1aAiI]"),
    },
    "p": _NONE,
    "pre": _NONE,
    "q": _NONE,
    "rp": _NONE,
    "rt": _NONE,
    "ruby": _NONE,
    "s": _NONE,
    "samp": _NONE,
    "small": _NONE,
    "span": _NONE,
    "strong": _NONE,
    "sub": _NONE,
    "summary": _NONE,
    "sup": _NONE,
    "table": _NONE,
    "tbody": _NONE,
    "td": {**_SPANS, **_ALIGNED},
    "tfoot": _NONE,
    "th": {**_SPANS, **_ALIGNED, "scope": re.compile("(?:row|col)(?:group)?")},
    "thead": _NONE,
    "time": {"datetime": _MOMENT},
    "tr": _NONE,
    "u": _NONE,
    "ul": _NONE,
    "var": _NONE,
    "wbr": _NONE,
}
#: Every element that passes, each with its attributes and what their values may be. Whatever is
#: not here is left out: an element's content stays, unless the element is in `DROPPED`.
PASSES: Mapping[str, Mapping[str, Value]] = {name: {**_ANY, **own} for name, own in _OWN.items()}
#: Elements that go with all they contain: it is code, or words that mean nothing without them.
DROPPED = frozenset(
    {
        "applet", "audio", "button", "canvas", "datalist", "embed", "iframe",
        "math", "meter", "noembed", "noframes", "noscript", "object", "output", "plaintext",
        "progress", "script", "select", "style", "svg", "template", "textarea", "title", "video",
        "xmp",
    }
)  # fmt: skip

_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')
_CAPTION = re.compile(r"<caption[^>]*>(.*?)</caption>", re.DOTALL)
_HEADING = re.compile("h[1-6]")
#: What shows nothing by itself.
_SILENT = frozenset(
    {
        "a", "abbr", "b", "bdi", "br", "em", "i", "mark", "s", "small", "span", "strong", "sub",
        "sup", "u", "wbr",
    }
)  # fmt: skip


def clean_html(
    html: str,
    heading_level: int,
    id_prefix: str,
    table: str,
    schemes: frozenset[str] = SCHEMES,
) -> Markup:
    """Make untrusted HTML safe, and set it for a page.

    Args:
        html: A fragment of HTML, of any quality.
        heading_level: Level of the text's first heading, 2 to 6. The others follow by how deep
            they are below it, at most to 6.
        id_prefix: What each id of the text begins with, before a hyphen; its own links follow.
        table: Name of a table that has no caption, in the language of the page.
        schemes: Schemes of addresses that its links may have.

    Returns:
        Well-formed HTML of what `PASSES` allows, with a frame around each table in which it can be
        scrolled by keyboard.

    Raises:
        MissingExtra: nh3 is missing.
    """
    return Markup(_Setting(heading_level, table).set(_cleaner(id_prefix, schemes)(plain(html))))


@lru_cache(maxsize=32)
def _cleaner(id_prefix: str, schemes: frozenset[str]) -> Callable[[str], str]:
    with extra("prose", "HTML from an editor"):
        import nh3

    def judge(element: str, name: str, value: str) -> str | None:
        allowed = PASSES.get(element, _NONE).get(name)
        if allowed is None:
            return None
        if isinstance(allowed, frozenset):
            begin = refused(value, schemes if element == "a" else allowed)
            # Editors paste what begins with //, and it may lead where https:// may.
            if begin not in (None, ANOTHER_SITE):
                return None
            # A link to a place in the text.
            return f"#{id_prefix}-{value[1:]}" if value[:1] == "#" and value[1:] else value
        if not allowed.fullmatch(value):
            return None
        return f"{id_prefix}-{value}" if name == "id" else value

    cleaner = nh3.Cleaner(
        tags=set(PASSES),
        clean_content_tags=set(DROPPED),
        attributes={element: set(names) for element, names in PASSES.items()},
        attribute_filter=judge,
        link_rel=None,
        url_schemes=set(schemes | SCHEMES),
    )
    return cleaner.clean


def _without_empty_headings(html: str) -> str:
    """Leave out headings without words: a reader would stop there and hear nothing.

    Editors leave them behind. Tags are read one by one, because an attribute may hold what looks
    like one.
    """
    kept, end, last = "", 0, 0
    begin: int | None = None
    for match in _TAG.finditer(html):
        closing, element = match[1], match[2]
        is_heading = _HEADING.fullmatch(element)
        said = html[last : match.start()].replace("&nbsp;", " ").strip()
        if said or not (is_heading or element in _SILENT):
            begin = None
        if is_heading and not closing:
            begin = match.start()
        elif is_heading and begin is not None:
            kept += html[end:begin]
            end, begin = match.end(), None
        last = match.end()
    return kept + html[end:]


class _Setting:
    """Sets clean HTML: level of headings, frames of tables, ids of which each is there once."""

    def __init__(self, heading_level: int, table: str):
        self._top = heading_level
        self._table = table
        #: The levels, as they were written, of the heading before and of those above it.
        self._above: list[int] = []
        #: The headings that are not yet closed, as they are set.
        self._open: list[str] = []
        self._ids: set[str] = set()
        self._names = Counter[str]()

    def set(self, html: str) -> str:
        return _TAG.sub(self._tag, _without_empty_headings(html))

    def _tag(self, match: re.Match[str]) -> str:
        closing, element, attributes = match.groups()
        if _HEADING.fullmatch(element):
            if not closing:
                self._open.append(self._rank(int(element[1])))
            element = self._open[-1] if not closing else self._open.pop()
        if closing:
            return f"</{element}>{'</div>' if element == 'table' else ''}"
        given = dict(_ATTRIBUTE.findall(attributes))
        if element == "img":
            if not given.get("src"):
                return ""
            given.setdefault("alt", "")
        if given.get("id") in self._ids:
            del given["id"]
        self._ids |= {given["id"]} if "id" in given else set()
        if given.keys() & _ALIGNED.keys():
            given = {name: one for name, one in given.items() if name not in _ALIGNED}
            given["class"] = "city-prose__end"
        written = "".join(f' {name}="{one}"' for name, one in given.items())
        tag = f"<{element}{written}>"
        return f"{self._frame(match)}{tag}" if element == "table" else tag

    def _rank(self, level: int) -> str:
        while self._above and self._above[-1] >= level:
            self._above.pop()
        self._above.append(level)
        return f"h{min(self._top + len(self._above) - 1, 6)}"

    def _frame(self, match: re.Match[str]) -> Markup:
        end = match.string.find("</table>", match.end())
        caption = _CAPTION.match(match.string, match.end(), end)
        name = (caption and Markup(caption[1]).striptags()) or self._table
        self._names[name] += 1
        # Readers tell regions of a page apart by their names.
        if self._names[name] > 1:
            name = f"{name} {self._names[name]}"
        return Markup(
            '<div class="city-prose__scroll" role="region" aria-label="{}" tabindex="0">'
        ).format(escape(name))
