"""The address of a receipt: it opens the booking, so nobody can guess it from the reference."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode

from citydesign.store.secret import Secret


class Seal:
    """Writes references into addresses, and reads them back.

    Args:
        secret: of the service; the addresses are good as long as it stays.
        purpose: one word; a token of one purpose opens nothing of another.
    """

    def __init__(self, secret: Secret, purpose: str = "receipt") -> None:
        self._secret, self._purpose = secret, purpose

    def token(self, reference: str) -> str:
        """Return the token of a reference, for an address."""
        return f"{_text(reference.encode())}.{_text(self._mac(reference))}"

    def opened(self, token: str) -> str | None:
        """Return the reference of a token; None for one that is wrong or altered."""
        name, _, _mac = token.partition(".")
        try:
            reference = urlsafe_b64decode(name + "=" * (-len(name) % 4)).decode()
        except ValueError:
            return None
        right = hmac.compare_digest(self.token(reference).encode(), token.encode())
        return reference if right else None

    def _mac(self, reference: str) -> bytes:
        return self._secret.digest(self._purpose, reference)


def _text(value: bytes) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=")
