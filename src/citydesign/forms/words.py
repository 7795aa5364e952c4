"""What went wrong and how to fix it, in the reader's language."""

from typing import Any

from citydesign import host
from citydesign.locale import Language


def language() -> Language:
    """The language of the application at work."""
    return host.current().language


def explain(code: str, **values: Any) -> str:
    """Give the text of an error by its code, such as `explain("email")`.

    Raises:
        CityDesignError: There is no such code.
    """
    return language().text(f"forms.{code}", **values)
