"""What only the pages of one journey hold: its token, its cookie, and what a resident quotes."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from posixpath import commonpath

from citydesign.exchange import Cookie, Request
from citydesign.store import Secret


class Keys:
    """What only the pages of one journey hold.

    Args:
        name: Of the declaration.
        secret: Kept outside the database.
        roots: The addresses below which the journey is, where it has one for each language.
    """

    def __init__(self, name: str, secret: Secret, roots: Sequence[str]) -> None:
        self._name, self._secret, self._roots = name, secret, roots

    def cookie(self, asked: Request, id: str, value: str) -> Cookie:
        """Give the cookie that opens a journey."""
        # The browser sends it to the pages of every language.
        path = commonpath([asked.root, *self._roots])
        return Cookie(cookie_name(id), value, path)

    def token(self, id: str) -> str:
        """Give what only a page of this journey holds: another site can't send a form with it."""
        return self._secret.digest("journey-form", self._name, id).hex()[:32]

    def reference(self, id: str) -> str:
        """Give what a resident quotes: always the same for one journey."""
        text = base64.b32encode(self._secret.digest("journey-reference", id)).decode()
        # No letter that is mistaken for a digit, read aloud or on paper.
        text = text.translate(str.maketrans("IO", "89"))
        return f"{text[:5]}-{text[5:10]}"


def cookie_name(id: str) -> str:
    """Give the name of the cookie that opens a journey."""
    return f"city-journey-{id}"
