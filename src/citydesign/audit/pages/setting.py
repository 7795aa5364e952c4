"""The circumstances under which a page is looked at."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

__all__ = ["Setting"]


@dataclass(frozen=True, order=True)
class Setting:
    """The circumstances under which one page is looked at.

    Width is in CSS pixels. ``contrast`` is ``normal``, ``more`` or ``forced``. ``theme`` is
    empty for the default look. ``state`` is ``rest`` or the name of a declared state.
    """

    locale: str = "en"
    theme: str = ""
    state: str = "rest"
    width: int = 1280
    scheme: str = "light"
    contrast: str = "normal"

    def __str__(self) -> str:
        """Only what differs from the plain setting, so that a line stays readable."""
        parts = [
            str(value)
            for key, value in asdict(self).items()
            if value and (value != getattr(Setting, key) or key == "width")
        ]
        return " ".join(parts)

    def as_dict(self) -> dict[str, Any]:
        """Only what differs from the plain setting."""
        return {k: value for k, value in asdict(self).items() if value != getattr(Setting, k)}

    def but(self, **changes: Any) -> Setting:
        """The same setting with some of its parts changed."""
        return replace(self, **changes)
