"""What a resident reads: the sentence for a refusal, and the words of the pages."""

from __future__ import annotations

from typing import Any

from citydesign import host
from citydesign.booking.core.outcome import Code
from citydesign.locale import use_locale
from citydesign.tags import match


def sentence(code: Code, locale: str | None = None) -> str:
    """Say why not and what next, in the words of the application at work.

    Args:
        code: The refusal's code.
        locale: A BCP 47 tag that a visitor asked for, such as ``sv-FI``; one without words gives
            English. None for the language of the request.
    """
    return _text(code, locale)


def heading(code: Code, locale: str | None = None) -> str:
    """Say in a few words what is the matter, above the `sentence`: the heading of an error.

    Args:
        code: The refusal's code.
        locale: As for `sentence`.
    """
    return _text(f"heading-{code}", locale)


def spoken(name: str, **values: Any) -> str:
    """Give a text of the pages of the journey, in the words of the application at work.

    Args:
        name: Its key without ``page-``.
        values: For its placeholders.
    """
    return host.current().language.text(f"booking.page-{name}", **values)


def _text(key: str, locale: str | None) -> str:
    language = host.current().language
    if locale is None:
        return language.text(f"booking.{key}")
    with use_locale(match([locale], language.tags) or "en"):
        return language.text(f"booking.{key}")
