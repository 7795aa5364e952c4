"""Attributes of the main element: what a caller adds, and what ties a control to its texts."""

import re
from collections.abc import Mapping

from markupsafe import Markup, escape

from citydesign.urls import SCHEMES, refused

Attrs = Mapping[str, str | bool | None]

#: Joined to the macro's own by `classes` and `described_by`.
_JOINED = frozenset({"class", "aria-describedby"})
#: They tie a control to its label, hint and error, or the macro always writes them.
_STRUCTURAL = frozenset({"id", "for", "aria-labelledby", "aria-invalid", "aria-errormessage"})
#: Attributes that hold code or style, which a strict Content-Security-Policy blocks (CSP level 3,
#: `default-src 'self'`). The names of event handlers are letters only: `on-brand` is none.
_INLINE = re.compile(r"on[a-z0-9]*|style|srcdoc")
#: Attributes whose value a browser may fetch or go to.
_ADDRESSES = frozenset(
    {
        "action", "archive", "background", "cite", "classid", "codebase", "data", "dynsrc",
        "formaction", "href", "imagesrcset", "longdesc", "lowsrc", "manifest", "ping", "poster",
        "profile", "src", "srcset", "usemap", "xlink:href", "xml:base",
    }
)  # fmt: skip
_NAME = re.compile(r"[^\x00-\x20\x7f-\x9f\"'<>/=]+")


def fault_of(name: object, value: object = None, schemes: frozenset[str] = SCHEMES) -> str | None:
    """Say why a caller may not add an attribute; None if it may.

    HTML knows no case in names of attributes, so neither does this table.
    """
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        return "is no attribute name"
    low = name.lower()
    if low in _STRUCTURAL:
        return "would break the component's own links"
    if _INLINE.fullmatch(low):
        return "is inline code, which a strict CSP blocks"
    if low in _JOINED and low != name:
        return f"is written {low!r}"
    if low in _ADDRESSES and value is not None and (begin := refused(str(value), schemes)):
        return f"leads to {begin}, which is not allowed"
    return None


def attributes(attrs: Attrs | None, schemes: frozenset[str] = SCHEMES) -> Markup:
    """Write a caller's attributes, each with a space before it.

    True writes the bare name; False and None write nothing. What the macro writes itself and what
    `fault_of` refuses is left out (`strict=True` raises an error for it).
    """
    if not isinstance(attrs, Mapping):
        return Markup()
    parts, seen = [], set(_JOINED)
    for key, value in attrs.items():
        if value is None or value is False or fault_of(key, value, schemes):
            continue
        if key.lower() not in seen:
            seen.add(key.lower())
            parts.append(f" {key}" if value is True else f' {key}="{escape(plain(value))}"')
    return Markup("".join(parts))


def classes(attrs: Attrs | None) -> str:
    """Give the caller's classes with a space before them, to be joined to the component's own."""
    found = attrs.get("class") if isinstance(attrs, Mapping) else None
    return f" {found}" if found else ""


def described_by(attrs: Attrs | None, *ids: str | bool | None) -> Markup:
    """Write `aria-describedby` for the ids that exist, the caller's own last; or nothing."""
    found = [str(i) for i in ids if i]
    if isinstance(attrs, Mapping) and attrs.get("aria-describedby"):
        found.append(str(attrs["aria-describedby"]))
    text = plain(" ".join(found))
    return Markup(f' aria-describedby="{escape(text)}"') if found else Markup()


def html_id(name: str) -> str:
    """Make an id out of a field name: white space, which no id may hold, becomes a hyphen."""
    return "-".join(str(name).split())


def plain(value: object) -> str:
    """Give a value as plain text, which is escaped where it is written, even if it is `Markup`."""
    # `str.__str__` takes the text out of a subclass, whose own `__str__` may give itself.
    return str.__str__(value if isinstance(value, str) else str(value))


def text_of(value: object) -> str:
    """Give the words of what is shown elsewhere: `Markup` without its tags, other text as it is.

    Jinja's `striptags` also takes "<7 years>" out of a text, which is shown as it was written.
    """
    return Markup(value).striptags() if hasattr(value, "__html__") else plain(value)
