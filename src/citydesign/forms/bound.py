"""A form with what was sent, whatever library it is from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from citydesign.forms.core.fields import Field


@dataclass(frozen=True, slots=True)
class Bound:
    """A form as a page shows it.

    Attributes:
        fields: What it asks, with what was typed and, where it was judged, what is wrong.
        content: The same as components.
        errors: The items of an error summary; empty where all can be taken, or nothing was judged.
    """

    fields: tuple[Field, ...]
    content: Markup
    errors: list[dict[str, str]]

    def own(self, lists: Mapping[str, Any]) -> dict[str, list[str]]:
        """Give what of a form that was sent answers these fields, and nothing else of it."""
        names = [field.name for field in self.fields]
        return {
            name: list(values)
            for name, values in lists.items()
            if any(name == one or name.startswith(f"{one}-") for one in names)
        }
