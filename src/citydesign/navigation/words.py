"""What the way through a site says to its readers."""

from __future__ import annotations

from citydesign import host
from citydesign.locale import use_locale
from citydesign.tags import match


def spoken(languages: tuple[str, ...]) -> str | None:
    """Which of a site's languages is that of the application at work; None if none of them is."""
    return match([host.current().language.locale], languages)


def untranslated(tag: str) -> str | None:
    """Say in a language that a page does not exist in it; None if there are no words in it."""
    return _text("untranslated", tag)


def alphabet(tag: str) -> str:
    """The letters of a language, in order and in capitals; of English if there are no others."""
    return _text("alphabet", tag) or _text("alphabet", "en") or ""


def other_letters() -> str:
    """The heading of what begins with no letter, in the language of the application at work."""
    return host.current().language.text("navigation.other_letters")


def _text(code: str, tag: str) -> str | None:
    language = host.current().language
    found = match([tag], language.tags)
    if found is None:
        return None
    with use_locale(found):
        return language.text(f"navigation.{code}")
