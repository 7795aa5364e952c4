"""Attributes of the main element: what a caller adds, and what ties a control to its texts."""

from collections.abc import Mapping

from markupsafe import Markup, escape

Attrs = Mapping[str, str | bool | None]

#: Written by the macros themselves, so never by `attributes`: joined, or tying labels to controls.
_OWN = frozenset(
    {
        "class",
        "aria-describedby",
        "id",
        "for",
        "aria-labelledby",
        "aria-invalid",
        "aria-errormessage",
        "style",
    }
)


def attributes(attrs: Attrs | None) -> Markup:
    """Write a caller's attributes, each with a space before it.

    True writes the bare name; False and None write nothing. What the macro writes itself, inline
    code and names that are no attribute names are left out (`strict=True` refuses them).
    """
    if not attrs:
        return Markup()
    parts = []
    for key, value in attrs.items():
        if value is None or value is False or key in _OWN or not _is_name(key):
            continue
        parts.append(f" {key}" if value is True else f' {key}="{escape(value)}"')
    return Markup("".join(parts))


def classes(attrs: Attrs | None) -> str:
    """Give the caller's classes with a space before them, to be joined to the component's own."""
    return f" {attrs['class']}" if attrs and attrs.get("class") else ""


def described_by(attrs: Attrs | None, *ids: str | bool | None) -> Markup:
    """Write `aria-describedby` for the ids that exist, the caller's own last; or nothing."""
    found = [str(i) for i in ids if i]
    if attrs and attrs.get("aria-describedby"):
        found.append(str(attrs["aria-describedby"]))
    return Markup(f' aria-describedby="{escape(" ".join(found))}"') if found else Markup()


def html_id(name: str) -> str:
    """Make an id out of a field name: white space, which no id may hold, becomes a hyphen."""
    return "-".join(str(name).split())


def _is_name(key: str) -> bool:
    return bool(key) and not key.startswith("on") and not any(c in key for c in " \t\n\f\r/>='\"")
