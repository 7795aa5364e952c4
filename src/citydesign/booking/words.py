"""The sentence that a resident reads for a refusal."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from citydesign.booking.outcome import Code
from citydesign.tags import match


def sentence(code: Code, locale: str) -> str:
    """Say in Finnish, Swedish or English why not and what next.

    ``locale`` is a BCP 47 tag ("fi", "sv-FI"); a language that is not there gives English.
    """
    words = _messages()[code]
    return words[match([locale], tuple(words)) or "en"]


@cache
def _messages() -> dict[str, dict[str, str]]:
    return tomllib.loads(files(__package__).joinpath("messages.toml").read_text(encoding="utf-8"))
