"""Text from somewhere else, made safe to print: the one door into every report."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["inert"]

# What an address says before its host: a name and a password, for servers that ask for them.
_LOGIN = re.compile(r"(?<=://)[^/?#@\s]*@")


def inert(text: str) -> str:
    """One line that no terminal, build log or viewer obeys.

    Line ends become spaces, so that no text of a page begins a line of its own and is taken for a
    command of the build service. A password in an address is left out, and so are signs that
    only steer (direction, joining); other control characters become U+FFFD. What a format itself
    gives a meaning to, such as ``<`` or ``|``, is left to that format.
    """
    text = _LOGIN.sub("", text)
    if text.isprintable():
        return text
    return "".join(map(_sign, re.sub(r"\s+", " ", text)))


def _sign(sign: str) -> str:
    if sign.isprintable():
        return sign
    return "" if unicodedata.category(sign) == "Cf" else "\ufffd"
