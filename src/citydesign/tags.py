"""Language tags (BCP 47): which of the languages offered is the one asked for."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from citydesign.errors import CityDesignError

# RFC 5646, section 2.1, with a language of two or three letters.
_TAG = re.compile(
    r"[a-z]{2,3}(-[a-z]{3}){0,3}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?"
    r"(-([a-z\d]{5,8}|\d[a-z\d]{3}))*(-[a-wyz\d](-[a-z\d]{2,8})+)*(-x(-[a-z\d]{1,8})+)?"
)
_QUALITY = re.compile(r"q\s*=\s*(0(\.\d{0,3})?|1(\.0{0,3})?)")


def match(asked: str | Iterable[str], offered: Sequence[str]) -> str | None:
    """Choose the language that answers best what was asked for.

    Each language asked for is looked up as RFC 4647 says: `sv-FI` gets `sv` where `sv-FI` is not
    offered. Then it is filtered: `sv` gets `sv-FI`. Case does not matter. What CLDR knows of a
    language counts: `nn` gets `nb`, `zh-TW` gets `zh-Hant`, `iw` gets `he`.

    Args:
        asked: Tags, the dearest first; or the value of an `Accept-Language` header. What is no
            language tag is passed over, because anyone may have sent it.
        offered: Tags, the most usual first.

    Returns:
        One of `offered`, as it is written there; None if none of them answers.

    Raises:
        CityDesignError: One of `offered` is no language tag.
    """
    known = {canonical(tag): tag for tag in offered}
    if isinstance(asked, str):
        wanted, refused = _ranges(asked)
    else:
        wanted, refused = [tag for one in asked if (tag := _read(one))], []
    allowed = {tag: given for tag, given in known.items() if not _refused(tag, wanted, refused)}
    for one in wanted:
        if one == "*":
            found = next(iter(allowed), None)
        elif one in allowed:
            found = one
        else:
            found = _looked_up(one, [*allowed]) or _filtered(one, [*allowed])
        if found:
            return allowed[found]
    return None


def choose(header: str, offered: Sequence[str]) -> str:
    """Choose the language of a page whose address names none.

    Args:
        header: The value of `Accept-Language`, or an empty text.
        offered: Tags, the most usual first; at least one.

    Returns:
        The best of those the browser asks for, else the first that it does not refuse (`fi;q=0`),
        else the first.

    Raises:
        CityDesignError: One of `offered` is no language tag.
    """
    if found := match(header, offered):
        return found
    _, refused = _ranges(header)
    welcome = (tag for tag in offered if not _refused(canonical(tag), (), refused))
    return next(welcome, offered[0])


def pick(given: str | Mapping[str, str], tag: str) -> str:
    """Give what a table by language has for a tag, as `match` does; a text alone is for all.

    Args:
        given: A text, or texts by the tags of their languages, the most usual first.
        tag: Of the language that is read.

    Raises:
        CityDesignError: A key of the table is no language tag, or it has none.
    """
    if isinstance(given, str):
        return given
    if not given:
        raise CityDesignError("a table of texts by language is empty")
    return given[match([tag], list(given)) or next(iter(given))]


def distinct(tags: Sequence[str]) -> tuple[str, ...]:
    """Check the languages that a host offers.

    Raises:
        CityDesignError: There is none, one is no language tag, or two are one language.
    """
    if isinstance(tags, str) or not tags:
        raise CityDesignError(f"give a list of language tags such as ['fi', 'sv'], not {tags!r}")
    seen: dict[str, str] = {}
    for tag in tags:
        if canonical(tag) in seen:
            raise CityDesignError(
                f"{seen[canonical(tag)]!r} and {tag!r} are one language tag; offer each once"
            )
        seen[canonical(tag)] = tag
    return tuple(tags)


def canonical(tag: str) -> str:
    """Write a tag as RFC 5646 recommends: `fi_FI.UTF-8` is `fi-FI`, `ZH-hant` is `zh-Hant`.

    Raises:
        CityDesignError: It is no language tag.
    """
    found = _read(tag) if isinstance(tag, str) else ""
    if not found or found == "*":
        raise CityDesignError(
            f"{tag!r} is no language tag; write one such as 'fi' or 'sv-FI' (BCP 47)"
        )
    return found


def chain(tag: str) -> Iterator[str]:
    """A canonical tag, and then what is ever more general: `sv-FI`, `sv`.

    With the script where the region tells it (`zh-TW`, `zh-Hant-TW`, `zh-Hant`, `zh`), and with
    the language that holds this one (`nn`, `no`).
    """
    from babel.core import get_global

    yield tag
    tag = _modern(tag)
    language, *rest = tag.split("-")
    script = _script(tag)
    if script != _script(language) and script not in rest:
        tag = "-".join([language, script, *rest])
    while tag:
        yield tag
        tag = tag.rpartition("-")[0]
        # A single letter begins an extension, and means nothing alone.
        while len(tag) > 1 and tag[-2] == "-":
            tag = tag[:-2]
    holder = get_global("parent_exceptions").get(language, "")
    if holder not in ("", "root", "und"):
        yield holder.replace("_", "-")


@lru_cache(maxsize=512)
def _read(text: str) -> str:
    """The tag in canonical form, `*`, or an empty text for what is neither."""
    tag = re.split(r"[.@]", text.strip(), maxsplit=1)[0].replace("_", "-").lower()
    if tag == "*":
        return tag
    if not _TAG.fullmatch(tag):
        return ""
    language, *rest = tag.split("-")
    shown, extension = [language], False
    for part in rest:
        extension = extension or len(part) == 1
        if not extension and part.isalpha() and len(part) in (2, 4):
            part = part.upper() if len(part) == 2 else part.title()
        shown.append(part)
    return "-".join(shown)


def _ranges(header: str) -> tuple[list[str], list[str]]:
    """What an Accept-Language header (RFC 9110, section 12.5.4) wants, and what it refuses."""
    weights: dict[str, float] = {}
    for item in header.split(","):
        name, *parameters = (part.strip().lower() for part in item.split(";"))
        qualities = [_QUALITY.fullmatch(part) for part in parameters] or [None]
        tag, quality = _read(name), qualities[0]
        if tag and tag not in weights and (quality or not parameters):
            weights[tag] = float(quality[1]) if quality else 1.0
    wanted = sorted((tag for tag, q in weights.items() if q), key=lambda tag: -weights[tag])
    return wanted, [tag for tag, q in weights.items() if not q and tag != "*"]


def _refused(tag: str, wanted: Sequence[str], refused: Sequence[str]) -> bool:
    def closest(ranges: Sequence[str]) -> int:
        return max((len(one) for one in ranges if f"{tag}-".startswith(f"{one}-")), default=0)

    return closest(refused) > closest(wanted)


def _looked_up(asked: str, known: Sequence[str]) -> str | None:
    by_modern = {_modern(tag): tag for tag in reversed(known)}
    for general in chain(asked):
        if general in known or general in by_modern:
            return general if general in known else by_modern[general]
    return None


def _filtered(asked: str, known: Sequence[str]) -> str | None:
    generals, script = set(chain(asked)), _script(_modern(asked))
    for tag in known:
        if _script(_modern(tag)) == script and generals.intersection(chain(tag)):
            return tag
    return None


@lru_cache(maxsize=512)
def _modern(tag: str) -> str:
    """The tag with today's code for its language: `he` for `iw`."""
    from babel.core import get_global

    language, hyphen, rest = tag.partition("-")
    now = str(get_global("language_aliases").get(language, language)).replace("_", "-")
    return now + hyphen + rest


@lru_cache(maxsize=512)
def _script(tag: str) -> str:
    """The script that a tag names, or that its speakers most likely read."""
    from babel.core import get_global

    language, *rest = tag.split("-")
    for part in rest:
        if len(part) == 4 and part.isalpha():
            return part
    likely = get_global("likely_subtags")
    region = next((part for part in rest if len(part) == 2 and part.isupper()), "")
    full = likely.get(f"{language}_{region}") or likely.get(language) or ""
    return next((part for part in str(full).split("_") if len(part) == 4), "")
