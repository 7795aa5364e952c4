"""What an accessibility statement needs to know beside the result of an audit."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from citydesign import toml_file
from citydesign.audit.verdict.criteria import criteria
from citydesign.errors import CityDesignError, nearest

__all__ = ["Answers", "OutOfScope", "Told", "read"]

#: Words in one language, or in several by its tag.
Words = str | Mapping[str, str]

REQUIRED = (
    "service", "owner", "url", "made", "updated", "method", "unit", "email", "feedback_url",
    "alternative",
)  # fmt: skip
OPTIONAL = ("evaluator", "judged_by_person", "out_of_scope", "shortcoming")
METHODS = ("self", "expert")
# Part of the content may be left out for these reasons only (306/2019, sections 3 and 8).
REASONS = ("burden", "law")


@dataclass(frozen=True)
class OutOfScope:
    """Content that need not be accessible: ``burden`` is a disproportionate one, ``law`` exempt."""

    text: Words
    reason: str


@dataclass(frozen=True)
class Told:
    """A shortcoming that a person found. ``criterion`` is a number of WCAG."""

    criterion: str
    text: Words
    mended_by: dt.date


@dataclass(frozen=True)
class Answers:
    """The answers. ``judged_by_person`` is the day on which a person judged what no check can."""

    service: Words
    owner: Words
    url: str
    made: dt.date
    updated: dt.date
    method: str
    unit: Words
    email: str
    feedback_url: str
    alternative: Words
    evaluator: Words = ""
    judged_by_person: dt.date | None = None
    out_of_scope: tuple[OutOfScope, ...] = ()
    shortcoming: tuple[Told, ...] = ()
    source: Path = field(default=Path("answers.toml"), compare=False)

    def said(self, words: Words, lang: str) -> str:
        """Words in a language.

        Raises:
            CityDesignError: They are given in other languages only.
        """
        if isinstance(words, str):
            return words
        if lang not in words:
            raise CityDesignError(
                f"{self.source}: {', '.join(words.values())!r} is not said in {lang!r}"
            )
        return words[lang]


def read(path: Path) -> Answers:
    """Read the answers from a TOML file.

    Raises:
        CityDesignError: The file can't be read, or something is missing or unknown; the line names
            all of it.
    """
    data = toml_file.read(path)
    missing = [name for name in REQUIRED if not data.get(name)]
    if data.get("method") == "expert" and not data.get("evaluator"):
        missing.append("evaluator")
    if missing:
        raise CityDesignError(f"{path}: missing: {', '.join(missing)}")
    for name in data:
        if name not in (*REQUIRED, *OPTIONAL):
            known = nearest(name, (*REQUIRED, *OPTIONAL))
            raise CityDesignError(f"{path}: unknown answer {name!r}{known}")
    _check(path, data)
    tables: dict[str, Any] = {
        "out_of_scope": _tables(path, data, "out_of_scope", OutOfScope),
        "shortcoming": _tables(path, data, "shortcoming", Told),
    }
    answers = Answers(**{**data, **tables, "source": path})
    for one in answers.out_of_scope:
        if one.reason not in REASONS:
            raise CityDesignError(
                f"{path}: out_of_scope: reason = {one.reason!r}{nearest(one.reason, REASONS)}"
            )
    known_numbers = [criterion.number for criterion in criteria()]
    for told in answers.shortcoming:
        if told.criterion not in known_numbers:
            raise CityDesignError(
                f"{path}: shortcoming: {told.criterion!r} is no criterion of WCAG 2.2 A or AA"
            )
        _day(path, "shortcoming: mended_by", told.mended_by)
    return answers


def _check(path: Path, data: Mapping[str, Any]) -> None:
    for name in ("service", "owner", "unit", "alternative", "evaluator"):
        if not _is_words(data.get(name, "")):
            raise CityDesignError(f'{path}: write {name} = "..." or {{ fi = "...", sv = "..." }}')
    for name in ("made", "updated", "judged_by_person"):
        if name in data:
            _day(path, name, data[name])
    for name in ("url", "feedback_url"):
        if not re.match(r"https?://[^\s/]", str(data[name])):
            raise CityDesignError(f"{path}: {name} is an address that begins with https://")
    if not re.fullmatch(r"[^\s@<>\"?&]+@[^\s@<>\"?&]+\.\w+", str(data["email"])):
        raise CityDesignError(f"{path}: email is an address such as digi@city.example")
    if data["method"] not in METHODS:
        known = nearest(str(data["method"]), METHODS)
        raise CityDesignError(f"{path}: method = {data['method']!r}{known}")


def _is_words(value: object) -> bool:
    if isinstance(value, Mapping):
        return all(isinstance(words, str) and words.strip() for words in value.values())
    return isinstance(value, str)


def _day(path: Path, name: str, value: object) -> None:
    if type(value) is not dt.date:
        raise CityDesignError(f"{path}: {name} is a day, without quotes: {name} = 2027-03-24")


def _tables(path: Path, data: Mapping[str, Any], name: str, kind: type) -> tuple[Any, ...]:
    wanted = set(kind.__dataclass_fields__)  # type: ignore[attr-defined]
    found = []
    for number, table in enumerate(data.get(name, []), 1):
        odd = wanted ^ set(table)
        if odd:
            raise CityDesignError(
                f"{path}: {name} {number}: missing or unknown: {', '.join(sorted(odd))}"
            )
        if not _is_words(table["text"]):
            raise CityDesignError(f"{path}: {name} {number}: text is words")
        found.append(kind(**table))
    return tuple(found)
