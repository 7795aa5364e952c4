"""Language: no built-in word in the wrong one, and parts in another language say so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING, Any

from citydesign.audit.oracles.oracle import Fault, Oracle, faults
from citydesign.locale import PSEUDO

if TYPE_CHECKING:
    from citydesign.audit.pages.setting import Setting
    from citydesign.audit.pages.subject import Subject
    from citydesign.audit.stage.stage import Stage

__all__ = ["ORACLE"]

WORD = re.compile(r"[^\W\d_]{2,}")
# A message of the pseudo-locale is in brackets.
BRACKETED = re.compile(r"\[[^\]]*\]")
LANG = re.compile(r'<html[^>]*\slang="([^"]*)"')
TITLE = re.compile(r"<title>([^<]*)</title>")
# Words that a pseudo-locale leaves alone: units, addresses, names of formats.
SPARED = {"http", "https", "www", "pdf", "html", "json", "kb", "mb"}


def _words(text: str) -> set[str]:
    return {word.casefold() for word in WORD.findall(text)}


def _judge(stage: Stage) -> Iterator[Fault]:
    subject, setting = stage.subject, stage.setting
    result = stage.ask("oracles/language/script.js", {"locale": setting.locale})
    yield from faults(result["faults"])
    if not subject.parts:
        yield from _words_of(subject, setting, result["texts"])
    for number, part in enumerate(subject.parts):
        texts = [text for text in result["texts"] if text["part"] == str(number)]
        yield from _head(part, setting, texts)
        yield from _words_of(part, setting, texts)


def _head(part: Subject, setting: Setting, texts: list[dict[str, Any]]) -> Iterator[Fault]:
    """What pages that are together have lost: the language of each, and its title."""
    assert part.html is not None
    html = part.html(setting)
    lang = LANG.search(html)
    said = lang[1] if lang else ""
    if said.partition("-")[0] != setting.locale.partition("-")[0]:
        yield Fault(
            "3.1.1", "html", f'lang="{said}" on a page in {setting.locale}',
            "Set lang from the locale of the page.",
        )  # fmt: skip
    if title := TITLE.search(html):
        text = unescape(title[1])
        about = {"selector": "title", "html": title[0], "code": False, "marked": False}
        texts.append({"text": " ".join(text.split()), **about})


def _words_of(subject: Subject, setting: Setting, texts: list[dict[str, Any]]) -> Iterator[Fault]:
    if subject.source is None or subject.html is None or setting.locale == "en":
        return
    own = _words(subject.source(setting.locale)) | SPARED
    # The page around an example names it.
    name = f"{subject.component}/{subject.example}"
    if setting.locale == PSEUDO:
        for text in texts:
            rest = BRACKETED.sub(" ", text["text"]).replace(name, " ")
            plain = {w for w in _words(rest) if w.isascii()} - own
            if plain and not text["code"] and not text["marked"]:
                yield _untranslated(text, ", ".join(sorted(plain)[:5]))
        return
    english = subject.html(setting.but(locale="en"))
    for text in texts:
        words = _words(text["text"].replace(name, " ")) - own
        if words and not text["marked"] and _stands_in(text["text"], english):
            yield _untranslated(text, text["text"][:60])


def _stands_in(text: str, html: str) -> bool:
    """Whether the very text is a text or an attribute of the English page."""
    plain = re.sub(r"\s+", " ", unescape(html))
    return any(f"{a}{text}{b}" in plain for a in ('"', ">", "> ") for b in ('"', "<", " <"))


def _untranslated(text: dict[str, str], words: str) -> Fault:
    return Fault(
        "3.1.2", text["selector"], f"built-in words that no catalogue translates: {words}",
        "Write them into messages.toml and read them with t().", text["html"],
    )  # fmt: skip


ORACLE = Oracle(
    "language", "Language",
    "built-in words in the wrong language, parts in another language without lang",
    ("locale", "locale*state"), _judge,
    live=True, together=("locale",), twins=("html-has-lang", "html-lang-valid", "valid-lang"),
)  # fmt: skip
