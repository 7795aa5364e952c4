"""What is derived from the one secret of a service, kept outside its database.

Who reads the database alone can neither make what is derived here nor find out whom it is about.
"""

from __future__ import annotations

import hmac


class Secret:
    """A secret of the service.

    Args:
        value: at least 32 random bytes.

    Raises:
        ValueError: the secret is too short, or no bytes.
    """

    def __init__(self, value: bytes) -> None:
        if not isinstance(value, bytes):
            raise ValueError(f"the secret is {type(value).__name__}; give bytes")
        if len(value) < 32:
            raise ValueError("the secret has fewer than 32 bytes; use secrets.token_bytes(32)")
        self._value = value

    def digest(self, purpose: str, *about: str) -> bytes:
        """Return 32 bytes for a purpose (one word) and what it is about: always the same."""
        return hmac.digest(self._value, " ".join((purpose, *about)).encode(), "sha256")

    def pseudonym(self, person: str) -> str:
        """Return an opaque key for a person: what caps and cool-downs count by.

        Give something that stays the same for one person (a personal identity code, a phone number
        in its international form). Only the key is stored; without the secret nobody can find the
        person by trying.
        """
        return self.digest("person", person).hex()

    def name(self, kind: str, person: str, key: str) -> str:
        """Return the id of what a request of a person makes: 32 hexadecimal digits.

        The same request gives the same id, whichever process it reaches; nobody can guess it.

        Args:
            kind: What is made, in one word: `booking`.
            person: The person's pseudonym.
            key: The same for each try of one request.
        """
        return self.digest(kind, person, key).hex()[:32]
