"""What a page says to somebody who hears it, line by line: words, links, fields, buttons."""

from __future__ import annotations

import re
from difflib import unified_diff
from pathlib import Path
from typing import Any

from tests.forms.browser import Browser, Reply
from tests.test_appointments import parse

#: What is another each time: ids, what is quoted, the secret parts of links.
_OTHERS = (
    (re.compile(r"[0-9a-f]{32}"), "ID"),
    (re.compile(r"\b[A-Z2-9]{5}-[A-Z2-9]{5}\b"), "REFERENCE"),
    (re.compile(r"resume/[\w-]{20,}"), "resume/TOKEN"),
)
_SILENT = {"script", "style", "template", "svg", "title"}
_BLOCKS = {
    "h1", "h2", "h3", "h4", "p", "li", "dt", "dd", "caption", "th", "td", "legend", "label",
    "summary", "blockquote", "figcaption", "time",
}  # fmt: skip


def read(reply: Reply) -> list[str]:
    """Give the status and the title of a page, and what it says in its order."""
    page = parse(reply.html)
    (title,) = page.iter("title")
    lines = [f"{reply.status} {title.text}"]
    _read(page, lines, [])
    return [_same(line) for line in lines if line.strip()]


def text(given: str) -> list[str]:
    """Give a text without what is another each time, line by line."""
    return [_same(line.rstrip()) for line in given.replace("\r\n", "\n").splitlines()]


def _same(line: str) -> str:
    for found, name in _OTHERS:
        line = found.sub(name, line)
    return " ".join(line.replace("\u2060", "").replace("\u00ad", "").split())


def _read(element: Any, lines: list[str], words: list[str]) -> None:
    for child in [element.text, *element]:
        if child is None:
            continue
        if isinstance(child, str):
            words.append(child)
            continue
        if isinstance(child.tag, str) and child.tag not in _SILENT:
            _element(child, lines, words)
        words.append(child.tail or "")
    if element.tag in (*_BLOCKS, "div", "form", "section", "body", "html"):
        _flush(lines, words)


def _flush(lines: list[str], words: list[str], begin: str = "") -> None:
    said = " ".join("".join(words).split())
    words.clear()
    if said:
        lines.append(f"{begin}{said}")


def _element(one: Any, lines: list[str], words: list[str]) -> None:
    tag, name = one.tag, one.get("name")
    if one.get("hidden") is not None or one.get("aria-hidden") == "true":
        return
    if tag == "br":
        words.append(" / ")
        return
    if tag in ("input", "select", "textarea"):
        if one.get("type") == "hidden":
            return
        state = {"value": one.get("value"), "now": "".join(one.itertext()).strip()}
        if tag == "select":
            chosen = [item for item in one.iter("option") if item.get("selected") is not None]
            state["now"] = " / ".join("".join(item.itertext()) for item in chosen)
            state["value"] = " / ".join("".join(item.itertext()) for item in one.iter("option"))
        more = [one.get(key) for key in ("type", "autocomplete", "inputmode") if one.get(key)]
        more += [key for key in ("checked", "required", "disabled") if one.get(key) is not None]
        more += ["invalid"] if one.get("aria-invalid") == "true" else []
        shown = [f"{key}={value}" for key, value in state.items() if value]
        lines.append(f"[{tag} {name}: {' '.join([*more, *shown])}]")
        return
    kinds = (one.get("class") or "").split()
    if tag not in (*_BLOCKS, "div", "form", "section", "a", "button", "ul", "ol", "table"):
        # How a state looks says whether it is good news.
        words += [f"{one.rpartition('--')[2]}: " for one in kinds if one.startswith("city-tag--")]
        _read(one, lines, words)
        if one.get("data-loading-text"):
            words.append(f"(then {one.get('data-loading-text')})")
        return
    if tag not in ("a", "button"):
        _flush(lines, words)
    if tag == "form":
        lines.append(f"form to {one.get('action') or 'here'} by {one.get('method') or 'get'}")
    inner: list[str] = []
    below: list[str] = []
    _read(one, below, inner)
    if tag in ("a", "button"):
        kind = " ".join(part.rpartition("--")[2] for part in kinds if "button--" in part)
        said = " ".join([*below, "".join(inner)]).strip()
        where = f" -> {one.get('href')}" if tag == "a" else ""
        current = " (current)" if one.get("aria-current") else ""
        words.append(f" <{f'{kind} ' if kind else ''}{said}{where}{current}> ")
        return
    if one.get("aria-sort"):
        inner.append(f"({one.get('aria-sort')})")
    begin = f"{'#' * int(tag[1])} " if re.fullmatch("h[1-6]", tag) else "- " if tag == "li" else ""
    lines += [f"{begin}{line}" if number == 0 else line for number, line in enumerate(below)]
    _flush(lines, inner, begin)


class Reading:
    """What was read of several pages, to be compared with a file that somebody has proofread.

    Args:
        file: The file, beside this one in `read_aloud`.
    """

    def __init__(self, file: str) -> None:
        self._path = Path(__file__).with_name("read_aloud") / file
        self._lines: list[str] = []

    def page(self, what: str, browser: Browser) -> None:
        """Read a page."""
        self.lines(what, read(browser.reply))

    def lines(self, what: str, lines: list[str]) -> None:
        """Read lines."""
        self._lines += [f"=== {what}", *lines, ""]

    def ends(self) -> None:
        """Compare all of it."""
        said = self._lines[:-1]
        wanted = self._path.read_text("utf-8").splitlines() if self._path.exists() else []
        if said != wanted:
            new = Path(__file__).parents[2] / "build" / "read-aloud" / self._path.name
            new.parent.mkdir(parents=True, exist_ok=True)
            new.write_text("\n".join(said) + "\n", "utf-8")
            diff = "\n".join(unified_diff(wanted, said, "proofread", "said now", lineterm="", n=2))
            raise AssertionError(
                f"proofread {new}, and put it into tests/forms/read_aloud where it is right:\n{diff}"
            )
