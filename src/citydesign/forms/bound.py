"""A form with what was sent, whatever library it is from."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from citydesign.forms.core.dates import PARTS
from citydesign.forms.core.fields import Field, Kind, first_control
from citydesign.forms.shown import show


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

    @property
    def takes_files(self) -> bool:
        """Whether it asks for files."""
        return any(_takes_files(field) for field in self.fields)

    def question(self, title: str) -> Markup | None:
        """Give all fields with the label of the one that is seen as the heading of the page.

        None where that asks something else than the page by its title, or the form asks more.
        """
        seen = [one for one in self.fields if first_control(one)]
        # A single checkbox has no label above it.
        if [one.label for one in seen] != [title] or seen[0].kind is Kind.CHECKBOX:
            return None
        shown = (show(one, heading=True) if one is seen[0] else show(one) for one in self.fields)
        return Markup("\n").join(shown)

    def own(self, lists: Mapping[str, Any]) -> dict[str, list[str]]:
        """Give what of a form that was sent answers these fields, and nothing else of it."""
        return {
            name: list(values)
            for name, values in lists.items()
            if any(_sends(field, name) for field in self.fields)
        }


def _takes_files(field: Field) -> bool:
    return field.keeper is not None or any(map(_takes_files, field.fields))


def _sends(field: Field, name: str) -> bool:
    """Say whether a browser sends something under this name for a field."""
    match field.kind:
        case Kind.DATE_PARTS:
            return name in {f"{field.name}-{part}" for part in PARTS}
        case Kind.GROUP:
            return any(_sends(one, name) for one in field.fields)
        case Kind.LIST:
            # It may have more entries than were shown.
            return re.match(rf"{re.escape(field.name)}-\d{{1,4}}(-|$)", name) is not None
    return name == field.name
