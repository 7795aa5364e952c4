"""The file in which a translator writes the built-in words of a further language.

It is TOML in the shape that `install(messages=...)` reads: one table for the language, a text for
each key, and a text for each plural form where there is a number.
"""

import os
import re
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from citydesign import toml_file
from citydesign.errors import CityDesignError, nearest
from citydesign.library import LIBRARY, Library
from citydesign.locale import (
    LOCALES,
    Message,
    catalogue,
    is_ours,
    is_written,
    meanings,
    plural_forms,
    problems,
)
from citydesign.tags import canonical, chain


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something that is wrong in a translation, or only a warning."""

    line: int
    text: str
    warning: bool = False


def language(tag: str) -> str:
    """The tag under which a further language is kept: `uk` for `UK`, `uk_UA` and `ukr`.

    A region stays only where it changes the words: `pt-PT`.

    Raises:
        CityDesignError: It is no language tag, CLDR doesn't know the language, or its words are
            built in.
    """
    from babel.localedata import locale_identifiers

    asked = canonical(tag)
    generals = list(chain(asked))
    if built_in := [general for general in generals if general in LOCALES]:
        raise CityDesignError(
            f"{tag!r}: the words are built in, in {built_in[0]!r}; to change some of them, give "
            f"install(messages={{{asked!r}: {{...}}}})"
        )
    known = {name.replace("_", "-") for name in locale_identifiers()}
    found = next((general for general in generals if general in known), None)
    if found is None:
        alike = sorted(name for name in known if "-" not in name and name[0] == asked[0])
        raise CityDesignError(
            f"{tag!r}: CLDR has no plural forms for this language"
            f"{nearest(asked.partition('-')[0], alike)}"
        )
    # What goes without saying is left out: uk-Cyrl-UA is uk, and sr-Latn-RS is sr-Latn.
    parts, kept = found.split("-"), found
    for length in range(len(parts) - 1, 0, -1):
        shorter = "-".join(parts[:length])
        if _in_full(shorter) != _in_full(found):
            break
        kept = shorter
    script = next((part for part in asked.split("-")[1:] if len(part) == 4), "")
    if script and script.isalpha() and script not in _in_full(kept).split("_"):
        raise CityDesignError(
            f"{tag!r}: CLDR has no words in the script {script}; did you mean {kept!r}?"
        )
    return kept


def _in_full(tag: str) -> str:
    """Language, script and region as CLDR takes them to be: `uk_Cyrl_UA` for `uk`."""
    from babel.core import get_global

    parts = tag.split("-")
    likely = get_global("likely_subtags")
    full = next(
        (
            str(likely["_".join(parts[:length])])
            for length in range(len(parts), 0, -1)
            if "_".join(parts[:length]) in likely
        ),
        tag.replace("-", "_"),
    ).split("_")
    for part in parts[1:]:
        full[1 if len(part) == 4 else -1] = part
    return "_".join([parts[0], *full[1:]])


def name(tag: str) -> str:
    """Name a language in English and in itself: `Ukrainian (українська)`."""
    import babel

    locale = babel.Locale.parse(tag, sep="-")
    return f"{locale.get_display_name('en')} ({locale.get_display_name()})"


def write(tag: str, path: Path, library: Library = LIBRARY) -> int:
    """Write the file of a language, or add to it what is missing. What is in it stays.

    Args:
        tag: A language, as `language` gives it.
        path: The file; its folder is made if need be.
        library: The components whose words are wanted.

    Returns:
        How many texts were added.

    Raises:
        CityDesignError: The file can't be read, or is written so that nothing can be added.
        OSError: It can't be written.
    """
    if path.exists():
        before, tables = _read(path)
        words = _words(tables, tag, path)
    else:
        before, words = _heading(tag), None
    text, added = _completed(before, words, tag, library)
    if added or words is None:
        _verify(text, words or {}, tag, path, library)
        _replace(path, text)
    return added


def check(tag: str, path: Path, library: Library = LIBRARY) -> list[Finding]:
    """Compare the file of a language with the built-in texts.

    Args:
        tag: A language, as `language` gives it.
        path: The file.
        library: The components whose words are wanted.

    Returns:
        What is wrong, by line.

    Raises:
        CityDesignError: The file isn't there or can't be read.
    """
    if not path.exists():
        raise CityDesignError(f"{path}: no such file; write it with: citydesign messages {tag}")
    text, tables = _read(path)
    lines = text.splitlines()
    words = _words(tables, tag, path)
    if words is None:
        there = nearest(tag, tables) if tables else ""
        return [Finding(1, f"has no table [{tag}]{there}")]
    found = [
        Finding(_line_of(lines, other), f"[{other}] is another language; this file is for {tag}")
        for other in tables
        if tables[other] is not words
    ]
    for key, message in words.items():
        found += _findings(key, message, tag, lines, library)
    head = _line_of(lines, tag)
    for key in catalogue(library):
        if key not in words:
            found.append(Finding(head, f"{key} is missing; add it with: citydesign messages {tag}"))
    return sorted(found)


def _findings(
    key: str, message: Any, tag: str, lines: list[str], library: Library
) -> Iterator[Finding]:
    wrong = list(problems(key, message, tag, library))
    for form, problem in wrong:
        yield Finding(_line_of(lines, key, form), f"{_shown(key, form)} {_sentence(problem)}")
    texts = catalogue(library).get(key)
    if texts is None:
        if not is_ours(key, library):
            told = f"{key} is no built-in text; is it one of your own?"
            yield Finding(_line_of(lines, key), told, warning=True)
        return
    english = texts["en"]
    for form, text in _forms(message).items():
        if isinstance(text, str) and not text.strip():
            yield Finding(_line_of(lines, key, form), f"{_shown(key, form)} is empty")
        elif text in _forms(english).values() and re.search(r"\w", re.sub(r"\{.*?\}", "", text)):
            told = f"{_shown(key, form)} is the same as in English: {text}"
            yield Finding(_line_of(lines, key, form), told, warning=True)


def _shown(key: str, form: str) -> str:
    return f"{key} ({form})" if form else key


def _sentence(problem: str) -> str:
    """A problem as it follows the key."""
    return problem if problem.startswith(("has ", "lacks ")) else f"is wrong: {problem}"


def _forms(message: Any) -> Mapping[str, Any]:
    return message if isinstance(message, Mapping) else {"": message}


def _read(path: Path) -> tuple[str, dict[str, Any]]:
    text = toml_file.text_of(path)
    return text, toml_file.parse(text, path)


def _words(tables: Mapping[str, Any], tag: str, path: Path) -> dict[str, Any] | None:
    """The words of the language, whatever way the file writes its tag; None if it has none."""
    for written, words in tables.items():
        if not isinstance(words, dict):
            raise CityDesignError(
                f"{path}:{_line_of(path.read_text('utf-8').splitlines(), written)}: {written!r} is "
                f"outside the table of a language; write [{tag}] above it"
            )
        if _same(written, tag):
            return words
    return None


def _same(written: str, tag: str) -> bool:
    try:
        return canonical(written) == tag
    except CityDesignError:
        return False


def _line_of(lines: list[str], key: str, form: str = "") -> int:
    """The line on which a key, or one plural form of it, is written; else that of the table."""
    quoted = rf"""\s*\[?["']?{re.escape(key)}["']?\s*"""
    patterns = [rf"{quoted}[\].=]"]
    if form:
        patterns.insert(0, rf"""{quoted}\.\s*["']?{re.escape(form)}["']?\s*=""")
    likely = [(number, line) for number, line in enumerate(lines, 1) if key in line]
    for pattern in patterns:
        for number, line in likely:
            if re.match(pattern, line):
                return number
    return next((number for number, line in enumerate(lines, 1) if re.match(r"\s*\[", line)), 1)


def _heading(tag: str) -> str:
    lines = [
        f"{name(tag)}: the built-in words of citydesign.",
        "",
        "Write each text between the quotes. Above it are the English, Finnish and Swedish texts.",
        "Keep what is in {braces}: a value comes in its place.",
    ]
    if len(forms := plural_forms(tag)) > 1:
        lines += ["", "A text with a number has one line for each form of the language:"]
        lines += [f"  {form}: {_numbers(tag, form)}" for form in forms]
    lines += ["", f"Then check the file: citydesign messages {tag} FILE --check"]
    return "".join(f"# {line}".rstrip() + "\n" for line in lines)


def _numbers(tag: str, form: str) -> str:
    """Numbers that take this form, such as `2, 3, 4, 22 …`."""
    import babel

    rule = babel.Locale.parse(tag, sep="-").plural_form
    found = [number for number in (*range(200), 1_000_000, 1.5) if rule(number) == form]
    if not found:
        return "no whole number up to a million"
    return ", ".join(map(str, found[:5])) + (" …" if len(found) > 5 else "")


def _completed(
    before: str, words: Mapping[str, Any] | None, tag: str, library: Library
) -> tuple[str, int]:
    """The file with what is missing, and how many texts that is."""
    lines, added = before.rstrip("\n").splitlines(), 0
    if words is None:
        lines += ["", f"[{tag}]"]
    for key, texts in catalogue(library).items():
        there = (words or {}).get(key)
        if there is None:
            lines += ["", *_entry(key, texts, tag, library)]
            added += 1
        elif isinstance(there, Mapping):
            at = [_line_of(lines, key, form) for form in there]
            missing = [form for form in plural_forms(tag) if form not in there]
            # Forms in braces, on one line, are the translator's own way: the check names them.
            if missing and not re.search(r"=\s*\{", lines[max(at) - 1]):
                lines[max(at) : max(at)] = [f'"{key}".{form} = ""' for form in missing]
                added += 1
    return "\n".join(lines) + "\n", added


def _entry(key: str, texts: Mapping[str, Message], tag: str, library: Library) -> Iterator[str]:
    names = set()
    for locale in LOCALES:
        for form, text in _forms(texts[locale]).items():
            yield f"# {f'{locale} {form}'.rstrip()}: {' '.join(text.split())}"
            names |= set(re.findall(r"\{(\w+)\}", text))
    told = meanings(key, library)
    for each in sorted(names):
        yield f"# {{{each}}}: {told.get(each, 'a value')}"
    if isinstance(texts["en"], str):
        yield f'"{key}" = ""'
    else:
        yield from (f'"{key}".{form} = ""' for form in plural_forms(tag))


def _verify(text: str, before: Mapping[str, Any], tag: str, path: Path, library: Library) -> None:
    """Make sure that what was there reads as before, and the rest is in the right table."""
    try:
        words = _words(tomllib.loads(text), tag, path)
    except tomllib.TOMLDecodeError:
        words = None
    if (
        words is None
        or any(key not in words for key in catalogue(library))
        or any(
            {**_forms(words[key]), **_forms(was)} != _forms(words[key])
            for key, was in before.items()
        )
    ):
        raise CityDesignError(
            f"{path}: nothing can be added after its last line; put the table [{tag}] last, and "
            'write plural forms as "time_slots.free".one = "…"'
        )


def _replace(path: Path, text: str) -> None:
    """Write the whole file or nothing: a translator's work is in it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    number, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(number, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(draft, path.stat().st_mode & 0o777 if path.exists() else 0o644)
        os.replace(draft, path)
    except BaseException:
        os.unlink(draft)
        raise


def written(path: Path, tag: str, library: Library = LIBRARY) -> tuple[int, int]:
    """How many of the built-in texts a file has, and how many there are."""
    words = _words(_read(path)[1], tag, path) or {}
    keys = catalogue(library)
    return sum(is_written(words.get(key, "")) for key in keys), len(keys)
