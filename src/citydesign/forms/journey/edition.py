"""One version of a journey, with all that its pages need to be shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from citydesign.forms.core.journey import Journey
from citydesign.forms.journey.binding import checked
from citydesign.forms.journey.files import Files
from citydesign.forms.journey.port import Store
from citydesign.forms.words import language
from citydesign.store import Secret
from citydesign.tags import match


class Edition:
    """A version of a declaration that is at work.

    Attributes:
        journey: The declaration.
        files: The files that its pages ask for.

    Args:
        journey: The declaration.
        store: Where journeys are kept.
        secret: Of the service.

    Raises:
        CityDesignError: Something is wrong with the journey or its forms; says where.
    """

    def __init__(self, journey: Journey, store: Store, secret: Secret) -> None:
        self.journey = checked(journey)
        self.files = Files(journey, store, secret)

    @property
    def tag(self) -> str:
        """The language of the journey that fits the page best."""
        return match([language().locale], self.journey.languages) or self.journey.languages[0]

    def text(self, given: Any) -> str:
        """Give a text of the declaration in the language of the page."""
        return self.journey.text(given, self.tag)


def editions(
    newest: Journey, earlier: Sequence[Journey], store: Store, secret: Secret
) -> dict[str, Edition]:
    """Give the editions by their version.

    Raises:
        CityDesignError: Two have one version, one is another journey, or something is wrong with
            one of them.
    """
    found: dict[str, Edition] = {}
    for journey in (newest, *earlier):
        if journey.name != newest.name:
            raise journey.error(f"no version of {newest.name!r}; give both the same name")
        if journey.version in found:
            raise journey.error(
                f"another declaration has version {journey.version!r} too; give each its own"
            )
        found[journey.version] = Edition(journey, store, secret)
    return found
