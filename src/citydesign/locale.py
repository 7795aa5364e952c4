"""The language of built-in words, dates and numbers.

The locale is in a `ContextVar`, so that threads and async tasks never mix. A host sets it with
`use_locale`, or gives `install(env, locale=...)` a callable that is asked when none is set.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from citydesign import built, toml_file
from citydesign.errors import CityDesignError, LanguageError, nearest
from citydesign.library import LIBRARY, Library, Pack
from citydesign.tags import canonical, chain, match

# Babel and the reader of TOML are imported where they are first needed: many pages need neither,
# and the first page of a process waits for each import.
if TYPE_CHECKING:
    import babel

#: The languages every built-in word exists in.
LOCALES = ("en", "fi", "sv")
#: Right-to-left pseudo-language: English words in brackets and accents. What shows up plain on
#: such a page was never translated.
PSEUDO = "ar-XB"

#: A message is one text, or a text for each CLDR plural category.
Message = str | Mapping[str, str]
#: Messages by locale, then by key: `{"uk": {"error_summary.heading": "..."}}`.
Messages = Mapping[str, Mapping[str, Message]]

#: The table of a `messages.toml` that is no message.
_MEANINGS = "placeholders"
#: More digits after the point than anybody reads.
_MOST_DECIMALS = 10
_RANGE = re.compile(r"\{(\w+)\}–\u2060?\{(\w+)\}")
#: Marks of direction: left to right, right to left, Arabic.
_MARKS = "\u200e\u200f\u061c"
_BELOW_ZERO = re.compile(rf"[{_MARKS}]?[-−]\d")
_PLACEHOLDER = re.compile(r"(?<!\{)\{(\w+)[^{}]*\}")

_current: ContextVar[str | None] = ContextVar("citydesign_locale", default=None)


@contextmanager
def use_locale(locale: str) -> Iterator[None]:
    """Render everything inside the block in this locale (a BCP 47 tag such as `fi` or `sv-FI`).

    Raises:
        CityDesignError: It is no language tag; or, where components are called in strict mode,
            there are no words in that language.
    """
    token = _current.set(canonical(locale))
    try:
        yield
    finally:
        _current.reset(token)


class Language:
    """Built-in words and formats in the current locale.

    Args:
        choose: A BCP 47 tag, or a callable that gives one; asked where `use_locale` set none.
        messages: Words of the host's own: further languages, or other words for built-in ones.
        strict: Refuse a language that has no words, a text that the language lacks, and a text
            without a value that it needs. Else the words are English, the value is left out, and
            one line is logged: a resident never reads `{count}`.
        library: The components whose words these are.

    Raises:
        CityDesignError: `choose` is a tag of a language that has no words, and `strict` is set; or
            `messages` has a key that is no language tag.
    """

    def __init__(
        self,
        choose: str | Callable[[], str] = "en",
        messages: Messages | None = None,
        strict: bool = True,
        library: Library = LIBRARY,
    ):
        self._library = library
        self._choose = choose
        self._strict = strict
        self._own = {
            canonical(tag): {key: text for key, text in words.items() if is_written(text)}
            for tag, words in (messages or {}).items()
        }
        #: The languages that have words here.
        self.tags = tuple(dict.fromkeys([*LOCALES, *self._own]))
        self._spoken = lru_cache(maxsize=256)(self._with_words)
        self._borrowed = lru_cache(maxsize=1024)(self._in_another_language)
        if strict and not callable(choose):
            self._spoken(choose)

    @property
    def locale(self) -> str:
        """The BCP 47 tag of the words shown, in canonical form: `fi`, `sv-FI`.

        Raises:
            CityDesignError: There are no words in the language that is set, in strict mode.
        """
        chosen = _current.get()
        if chosen is None:
            chosen = self._choose() if callable(self._choose) else self._choose
        return self._spoken(chosen)

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`: the direction in which the locale is written."""
        return direction(self.locale)

    def text(self, key: str, /, **values: Any) -> str:
        """Give a built-in text, such as `text("time_slots.free", count=3)`.

        Raises:
            CityDesignError: No component has such a message, it lacks a value, or the language of
                the moment lacks the message.
        """
        tag = self.locale
        message = self._find(key, tag)
        if not isinstance(message, str):
            count = values.get("count", 0)
            try:
                category = str(_formats(tag).plural_form(count))
            except TypeError:
                raise CityDesignError(
                    f"the text {key!r} needs count as a number, not {count!r}"
                ) from None
            message = message.get(category) or message["other"]
        if values or "{" in message:
            message = self._filled(key, message, values)
        return _pseudo(message) if tag == PSEUDO else message

    def placeholders(self, key: str) -> frozenset[str]:
        """Name the values that a text needs in any of its languages, such as `count`.

        Raises:
            CityDesignError: No component has such a message.
        """
        texts = _built_in(key, self._library) or {
            tag: own[key] for tag, own in self._own.items() if key in own
        }
        if not texts:
            raise self._unknown(key)
        found: set[str] = set()
        for message in texts.values():
            forms = [message] if isinstance(message, str) else [*message.values(), "{count}"]
            found.update(name for form in forms for name in _PLACEHOLDER.findall(form))
        return frozenset(found)

    def plurals(self, key: str) -> dict[str, str]:
        """Give every plural form of a message by CLDR category, for a script to choose from."""
        tag = self.locale
        message = self._find(key, tag)
        forms = {"other": message} if isinstance(message, str) else dict(message)
        return {k: _pseudo(v) for k, v in forms.items()} if tag == PSEUDO else forms

    def date(self, value: dt.date | str, style: str = "long") -> str:
        """Write a date in one of the styles below.

        `long` 24 March 2027, `full` Wednesday, 24 March 2027, `day` Wednesday, 24 March,
        `weekday`, `month` March 2027, `short` 24/03/2027.
        """
        from babel.dates import format_date, format_skeleton

        if isinstance(value, str):
            value = _iso_date(value)
        locale = _formats(self.locale)
        if style == "month":
            text = format_skeleton("yMMMM", value, locale=locale, fuzzy=True)
        else:
            text = format_date(value, _pattern(style, locale), locale=locale)
        return _pseudo(text) if self.locale == PSEUDO else text

    def date_parts(
        self,
        value: dt.date | str | Mapping[str, str | int] | None,
        parts: Collection[str] = ("day", "month", "year"),
    ) -> dict[str, str]:
        """Take a date apart as people type it: `{"day": "24", "month": "3", "year": "2027"}`.

        Args:
            value: A date, an ISO 8601 string, or the parts themselves, which stay as they are.
            parts: Those to give; they come in the order in which the language writes them.
        """
        if isinstance(value, str):
            year, month, day = [*value[:10].split("-", 2), "", ""][:3]
            value = {"day": day.lstrip("0"), "month": month.lstrip("0"), "year": year}
        elif isinstance(value, dt.date):
            value = {"day": value.day, "month": value.month, "year": value.year}
        given = value or {}
        return {p: str(given.get(p) or "") for p in _date_order(self.locale) if p in parts}

    def calendar(self) -> Mapping[str, Any]:
        """Give what a month's table needs in the language of the moment.

        Returns:
            `first`, the first day of the week (1 is Monday, 7 Sunday); `days`, from that day on,
            each with its `short` and full `name`; `months`, each with `{year}` where the year is
            written; and `written`, how a date is typed, with `{day}`, `{month}` and `{year}`.
        """
        return _calendar(self.locale)

    def month(
        self, value: dt.date | str, days: Collection[Mapping[str, Any]] = ()
    ) -> Mapping[str, Any]:
        """Lay out a month as its table shows it, in the language of the moment.

        Args:
            value: Any day of the month; a str is an ISO date.
            days: What there is to say of its days: each a record with its own `date`.

        Returns:
            `name`, `before` and `after`: the names of the month and of its neighbours. `weeks`,
            each with its ISO 8601 `number`, that of its Thursday, and its `days` from the first of
            the language's week on: None for a day of another month, else `date`, `number`,
            `weekday` and `own`, the record, or None.

        Raises:
            CityDesignError: In strict mode, a record is of another month.
        """
        first = (_iso_date(value) if isinstance(value, str) else value).replace(day=1)
        own = {str(record["date"])[:10]: record for record in days}
        names = self.calendar()
        begin, month = names["first"] - 1, first.toordinal()
        length = monthrange(first.year, first.month)[1]
        weeks: list[Mapping[str, Any]] = []
        for start in range(month - (first.weekday() - begin) % 7, month + length, 7):
            row = range(start - month + 1, start - month + 8)
            shown = [
                {
                    "date": (date := first.replace(day=number).isoformat()),
                    "number": number,
                    "weekday": name["name"],
                    "own": own.pop(date, None),
                }
                if 1 <= number <= length
                else None
                for number, name in zip(row, names["days"], strict=True)
            ]
            thursday = dt.date.fromordinal(start + (3 - begin) % 7)
            weeks.append({"number": thursday.isocalendar().week, "days": shown})
        if own and self._strict:
            raise CityDesignError(
                f"{', '.join(own)} is not in {first:%Y-%m}, the month that is shown; leave it out"
            )
        before, name, after = (
            names["months"][(first.month + step) % 12].replace(
                "{year}", str(first.year + (first.month + step) // 12)
            )
            for step in (-2, -1, 0)
        )
        return {"name": name, "before": before, "after": after, "weeks": weeks}

    def time(self, value: dt.time | dt.datetime | str) -> str:
        """Write a time of day in hours and minutes: 9:15 in English, 9.15 in Finnish."""
        from babel.dates import format_time

        if isinstance(value, str):
            value = _iso_time(value)
        locale = _formats(self.locale)
        return format_time(value, _clock(locale), locale=locale)

    def number(self, value: float, decimals: int | None = None) -> str:
        """Write a number with the locale's separators.

        Args:
            value: The number.
            decimals: Digits after the decimal point, 0 to 10; up to three, as many as it has,
                unless given.

        Raises:
            CityDesignError: In strict mode, there are too many or too few decimals. Else the
                nearest number of them is written.
        """
        import decimal

        from babel.numbers import format_decimal

        locale = _formats(self.locale)
        pattern = None
        if decimals is not None:
            if self._strict and not 0 <= decimals <= _MOST_DECIMALS:
                raise CityDesignError(f"decimals is {decimals}; write 0 to {_MOST_DECIMALS}")
            whole = locale.decimal_formats[None].pattern.partition(".")[0]
            pattern = f"{whole}.{'0' * min(decimals, _MOST_DECIMALS)}".rstrip(".")
        # Babel rounds in the context of the moment, whose 28 digits are fewer than a number may
        # have. Python itself writes no whole number of more than 4 300.
        with decimal.localcontext(decimal.Context(prec=5000)):
            text = format_decimal(value, pattern, locale)
        return _minus(self.locale) + text[1:] if text.startswith("-") else text

    def money(self, cents: int, currency: str) -> str:
        """Write a sum of money: €12.00 in English, 12,00 € in Finnish.

        Args:
            cents: Hundredths of the currency.
            currency: Its code of ISO 4217, such as `EUR`.
        """
        import decimal

        from babel.numbers import format_currency

        value = decimal.Decimal(cents).scaleb(-2)
        return format_currency(value, currency, locale=_formats(self.locale))

    def name_of(self, tag: str) -> str:
        """Name a language in itself, with a capital: `Suomi`, `Svenska`, `English`."""
        import babel

        try:
            name = babel.Locale.parse(tag, sep="-").get_display_name() or tag
        except (babel.UnknownLocaleError, ValueError):
            return tag
        return name[:1].upper() + name[1:]

    def _with_words(self, chosen: str) -> str:
        """The tag in which a language is spoken here; its region stays, because dates follow it."""
        try:
            tag = canonical(chosen)
            found = tag if tag in (*self.tags, PSEUDO) else match([tag], self.tags)
            problem = f"there are no words in {chosen!r}"
        except CityDesignError as error:
            tag, found, problem = "", None, str(error)
        if found:
            return tag if tag.startswith(f"{found}-") else found
        if self._strict:
            raise LanguageError(
                f"locale: {problem}; known: {', '.join(self.tags)}. Choose among them by "
                "citydesign.tags.match, or add words: citydesign messages --help"
            )
        import logging

        logging.getLogger("citydesign").warning("locale: %s; the words are English", problem)
        return "en"

    def _find(self, key: str, tag: str) -> Message:
        built_in = _built_in(key, self._library)
        for candidate in _generals(tag):
            if found := self._own.get(candidate, {}).get(key) or built_in.get(candidate):
                return found
        return self._borrowed(key, tag)

    def _in_another_language(self, key: str, tag: str) -> Message:
        built_in = _built_in(key, self._library)
        texts = {t: own[key] for t, own in self._own.items() if key in own} | {**built_in}
        if not texts:
            raise self._unknown(key)
        if tag != PSEUDO:
            adding = (
                f"; add what is missing with: citydesign messages {tag}"
                if built_in
                else f"; give it by install(messages={{{tag!r}: {{{key!r}: ...}}}})"
            )
            problem = f"there is no text {key!r} in {tag!r}{adding}"
            if self._strict:
                raise LanguageError(problem)
            import logging

            logging.getLogger("citydesign").warning("%s", problem)
        return texts.get("en") or next(iter(texts.values()))

    def _unknown(self, key: str) -> CityDesignError:
        own = dict.fromkeys(known for words in self._own.values() for known in words)
        hint = nearest(key, dict.fromkeys([*own, *catalogue(self._library)]))
        if not hint:
            # The built-in ones are too many to list; their keys name a component.
            of_component = "; write it in messages.toml beside the macro"
            hint = of_component if "." in key else nearest(key, own)
        return CityDesignError(f"no text {key!r}{hint}")

    def _filled(self, key: str, message: str, values: Mapping[str, Any]) -> str:
        given = {name: self._value(value) for name, value in values.items()}
        if any(_BELOW_ZERO.match(str(value)) for value in given.values()):
            message = _RANGE.sub(partial(_as_range, given), message)
        try:
            return message.format_map(given)
        except KeyError:
            lacking = [name for name in _PLACEHOLDER.findall(message) if name not in given]
        what = f"the text {key!r} needs {', '.join(lacking)}, which is not given"
        if self._strict:
            raise CityDesignError(what)
        import logging

        logging.getLogger("citydesign").warning("%s; it is left out", what)
        return " ".join(message.format_map({**dict.fromkeys(lacking, ""), **given}).split())

    def _value(self, value: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return value
        return self.number(value)


@lru_cache(maxsize=256)
def _iso_date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError as error:
        raise CityDesignError(f"{text!r} is no ISO date: {error}") from None


def _iso_time(text: str) -> dt.time:
    try:
        return dt.time.fromisoformat(text)
    except ValueError as error:
        raise CityDesignError(f"{text!r} is no ISO time: {error}") from None


def _generals(tag: str) -> tuple[str, ...]:
    return (tag,) if tag in LOCALES else tuple(chain(tag))


def check_messages(messages: Messages, library: Library = LIBRARY) -> None:
    """Check a host's words against the built-in ones.

    A key whose first part is not nearly one of ours is the host's own, and may have any values. A
    text that is still empty counts as not given: see `lacking`.

    Raises:
        CityDesignError: A language comes twice, a key of ours is misspelt, a message is neither
            text nor a table of plural forms, its placeholders differ from the built-in ones, or a
            plural form is missing or none of the language's.
    """
    if not isinstance(messages, Mapping):
        raise CityDesignError(
            f"messages: give words by language, {{'uk': {{...}}}}, not {messages!r}"
        )
    seen: dict[str, str] = {}
    for tag, words in messages.items():
        if (first := seen.setdefault(canonical(tag), tag)) != tag:
            raise CityDesignError(f"messages: {first!r} and {tag!r} are one language; keep one")
        if not isinstance(words, Mapping):
            raise CityDesignError(
                f"messages[{tag!r}] is {words!r}; give a text for each key, such as "
                "{'shared.optional': '...'}"
            )
        for key, message in words.items():
            for _, problem in problems(key, message, canonical(tag), library):
                raise CityDesignError(f"messages[{tag!r}][{key!r}]: {problem}")


def lacking(messages: Messages, library: Library = LIBRARY) -> dict[str, list[str]]:
    """Name the texts that a host's languages still lack, by language as the host writes it.

    A language needs each built-in text, and each text of the host's own. A variant such as `sv-SE`
    lacks nothing that `sv` has.
    """
    own = {canonical(tag): words for tag, words in messages.items()}
    own_keys = (key for words in own.values() for key in words)
    keys = list(dict.fromkeys([*catalogue(library), *own_keys]))
    found = {
        tag: [
            key
            for key in keys
            if not any(
                is_written(own.get(general, {}).get(key, "")) or general in _built_in(key, library)
                for general in chain(canonical(tag))
            )
        ]
        for tag in messages
    }
    return {tag: names for tag, names in found.items() if names}


def is_written(message: object) -> bool:
    """Whether a message, and each of its plural forms, has a text."""
    forms = message.values() if isinstance(message, Mapping) else [message]
    return all(not isinstance(text, str) or text.strip() for text in forms)


def problems(
    key: str, message: object, tag: str, library: Library = LIBRARY
) -> Iterator[tuple[str, str]]:
    """Say what is wrong with a message, but for texts that are still empty.

    Returns:
        The plural form that is wrong, or an empty text for the whole message; and what is wrong.
    """
    if not isinstance(key, str):
        yield "", "a key is a text such as 'shared.optional'"
        return
    texts = _built_in(key, library)
    if not texts and is_ours(key, library):
        yield "", f"no built-in text has this key{nearest(key, catalogue(library))}"
        return
    forms = {"other": message} if isinstance(message, str) else message
    if not isinstance(forms, Mapping) or not all(isinstance(t, str) for t in forms.values()):
        yield "", f"{message!r} is neither a text nor a table of plural forms"
        return
    if not isinstance(message, str) or any(isinstance(text, Mapping) for text in texts.values()):
        needed = plural_forms(tag)
        for form in needed:
            if form not in forms:
                yield "", f"lacks the plural form {form!r}; the language has {', '.join(needed)}"
        for form in forms:
            if form not in needed:
                told = f"has no plural form {form!r}; the language has {', '.join(needed)}"
                yield str(form), told
    wanted = _placeholders(texts.values())
    for form, text in forms.items():
        freely = {"count"} if _is_of_one_number(tag, form) else set()
        if text.strip() and (problem := _unlike(text, wanted if texts else None, freely)):
            yield "" if isinstance(message, str) else str(form), problem


def _placeholders(messages: Iterable[Message]) -> set[str]:
    return {
        name
        for message in messages
        for text in ([message] if isinstance(message, str) else message.values())
        for name in _PLACEHOLDER.findall(text)
    }


@cache
def _is_of_one_number(tag: str, form: str) -> bool:
    """Whether a plural form means one number alone, which may be in words: "one day"."""
    rule = _formats(tag).plural_form
    return sum(rule(number) == form for number in range(200)) == 1


def _unlike(
    text: str,
    wanted: set[str] | None,
    freely: Collection[str] = (),
    other: str = "the built-in text",
) -> str:
    """How the placeholders of a text differ from those of another; None allows any."""
    from string import Formatter

    try:
        fields = [field for field in Formatter().parse(text) if field[1] is not None]
    except ValueError as error:
        return f"{text!r}: {error}; write a brace that is shown twice: {{{{"
    given = {str(name) for _, name, _, _ in fields}
    plain = not any(spec or way for _, _, spec, way in fields)
    if wanted is None or (plain and wanted.difference(freely) <= given <= wanted):
        return ""
    shown, needed = (
        ", ".join(f"{{{name}}}" for name in sorted(each)) or "none" for each in (given, wanted)
    )
    return f"has the placeholders {shown}; {other} has {needed}"


#: As CLDR lists them.
_CATEGORIES = ("zero", "one", "two", "few", "many", "other")


def plural_forms(tag: str) -> tuple[str, ...]:
    """The plural categories that CLDR gives a language: `one`, `few`, `many`, `other`."""
    needed = _formats(tag).plural_form.tags | {"other"}
    return tuple(form for form in _CATEGORIES if form in needed)


def is_ours(key: str, library: Library = LIBRARY) -> bool:
    """Whether a key is meant to be a built-in one: its first part is ours, or nearly so."""
    group = key.partition(".")[0]
    if _messages_of(group, library):
        return True
    from difflib import get_close_matches

    groups = {key.partition(".")[0] for key in catalogue(library)}
    return bool(get_close_matches(group, groups, 1, 0.8))


def direction(tag: str) -> str:
    """`rtl` for languages written from right to left, else `ltr`."""
    if tag == PSEUDO:
        return "rtl"
    return _formats(tag).text_direction


@cache
def catalogue(library: Library = LIBRARY) -> Mapping[str, Mapping[str, Message]]:
    """Every built-in message by key, then by locale.

    They are in the `messages.toml` of each component and of each package of logic. The keys of a
    pack's begin with its name: `rantakyla.stop_board.delayed`.

    Raises:
        CityDesignError: A file is not valid TOML, or lacks one of `LOCALES`.
    """
    found: dict[str, Mapping[str, Message]] = {}
    for prefix in _prefixes(library):
        found |= _messages_of(prefix, library)
    return found


def message_files(pack: Pack, library: Library = LIBRARY) -> Mapping[Path, str]:
    """The `messages.toml` files of a pack, each with what all its keys begin with."""
    found: dict[Path, str] = {}
    for prefix in _prefixes(library):
        found |= _files(prefix, library)
    packs = [one.name for one in library.packs]
    return {
        path: words
        for path, words in found.items()
        if (words.partition(".")[0] == pack.name if pack.name in packs else "." not in words)
    }


def _prefixes(library: Library) -> list[str]:
    """All that the keys of built-in messages begin with."""
    packages = (p.parent.name for p in sorted(Path(__file__).parent.glob("*/messages.toml")))
    folders = (name for name in library.folders if "/" not in name)
    packs = (pack.name for pack in library.packs)
    return [name.replace("-", "_") for name in ["shared", *folders, *packages, *packs]]


@cache
def _messages_of(prefix: str, library: Library) -> Mapping[str, Mapping[str, Message]]:
    """The messages whose keys begin with this word, which names the folder that holds them."""
    found: dict[str, Mapping[str, Message]] = {}
    for path, words in _files(prefix, library).items():
        pack = library.by_name.get(words.partition(".")[0], library.base)
        ours = pack == library.base
        found |= built.data(
            f"messages/{words}.json",
            built.version if pack.shipped else partial(_state, path),
            partial(read_messages, path, words),
            root=pack.build,
            shipped=pack.shipped and ours,
            keep=not pack.shipped,
        )
    return found


def _state(path: Path) -> str:
    return built.code() + built.fingerprint([path])


def meanings(key: str, library: Library = LIBRARY) -> Mapping[str, str]:
    """What the placeholders of a message mean, by name: `count`, "how many times are free"."""
    found: dict[str, str] = {}
    for path, words in _files(key.partition(".")[0], library).items():
        if key.startswith(f"{words}."):
            found |= _meanings_of(path)
    return found


@cache
def _meanings_of(path: Path) -> Mapping[str, str]:
    found: Mapping[str, str] = toml_file.parse(toml_file.text_of(path), path).get(_MEANINGS, {})
    return found


@cache
def _files(prefix: str, library: Library) -> Mapping[Path, str]:
    """The files whose keys begin with this word, each with all that its keys begin with."""
    folder = library.folders.get(prefix.replace("_", "-"), library.base.folder / prefix)
    found = {home / "messages.toml": prefix for home in (folder, Path(__file__).parent / prefix)}
    for name, home in library.folders.items():
        if name.startswith(f"{prefix}/"):
            found[home / "messages.toml"] = name.replace("/", ".").replace("-", "_")
    return {path: words for path, words in found.items() if path.exists()}


def _built_in(key: str, library: Library) -> Mapping[str, Message]:
    return _messages_of(key.partition(".")[0], library).get(key, {})


def read_messages(path: Path, prefix: str) -> dict[str, Mapping[str, Message]]:
    """Read one `messages.toml`: a table for each message, a text or plural table for each locale.

    The table `placeholders` tells translators what each `{name}` in the file means.

    Raises:
        CityDesignError: The file can't be read or is not TOML; or a message lacks one of `LOCALES`,
            is neither text nor a table of the plural forms of its language, or has other
            placeholders in one language than in another.
    """
    text = toml_file.text_of(path)
    tables = toml_file.parse(text, path)
    tables.pop(_MEANINGS, None)
    for name, texts in tables.items():
        if problem := _unfit(texts):
            line = toml_file.line_of(text, name)
            raise CityDesignError(f"{path}:{line}: {name!r} {problem}")
    return {f"{prefix}.{name}": texts for name, texts in tables.items()}


def _unfit(texts: object) -> str:
    """What is wrong with the texts of one message in its languages; empty if nothing is."""
    if not isinstance(texts, Mapping):
        return f'is {texts!r}; give a text in each language: fi = "…"'
    if missing := [tag for tag in LOCALES if tag not in texts]:
        return f"has no text in {', '.join(missing)}"
    first, wanted = "", None
    for tag, message in texts.items():
        forms = {"other": message} if isinstance(message, str) else message
        if not isinstance(forms, Mapping) or not all(isinstance(t, str) for t in forms.values()):
            return f"in {tag} is neither a text nor a table of plural forms: {message!r}"
        needed = ["other"] if isinstance(message, str) else plural_forms(tag)
        if set(forms) != set(needed):
            return f"in {tag} has {', '.join(forms)}; its plural forms are {', '.join(needed)}"
        if problem := _unlike(forms["other"], wanted, other=first):
            return f"in {tag} {problem}"
        first, wanted = tag, _placeholders([forms["other"]])
    return ""


def read_texts(path: Path) -> Messages:
    """Read a host's own texts, written as a `messages.toml` is, for `Language(messages=...)`.

    Raises:
        CityDesignError: As `read_messages`.
    """
    texts: dict[str, dict[str, Message]] = {}
    for key, by_locale in read_messages(path, "").items():
        for tag, message in by_locale.items():
            texts.setdefault(tag, {})[key.removeprefix(".")] = message
    return texts


@cache
def _minus(tag: str) -> str:
    # Babel writes a hyphen whatever the language.
    sign = str(_formats(tag).number_symbols["latn"]["minusSign"])
    # Without a mark before it, a sign is shown after its number where words run to the left. CLDR
    # has one for most such languages.
    return sign if direction(tag) == "ltr" or sign[0] in _MARKS else f"{_MARKS[0]}{sign}"


def _as_range(values: Mapping[str, Any], found: re.Match[str]) -> str:
    """A range below zero with three dots: −12…−3, because a dash there is read as a minus."""
    below = (_BELOW_ZERO.match(str(values.get(name, ""))) for name in found.group(1, 2))
    return found[0].replace("–", "…") if any(below) else found[0]


@cache
def _formats(tag: str) -> babel.Locale:
    import babel

    # A bare "en" means English as European cities write it: 24 March, 14:15. A bare "sv" means
    # Swedish as Finland writes it: 24.3.2027, 9.15.
    if tag in ("en", PSEUDO):
        return babel.Locale("en", "GB")
    if tag in ("sv", "sv-AX"):
        return babel.Locale("sv", "FI")
    try:
        return babel.Locale.parse(tag, sep="-")
    except (babel.UnknownLocaleError, ValueError):
        language = tag.split("-")[0]
        return babel.Locale("en", "GB") if language == tag else _formats(language)


#: How people of our own languages write a date; others are looked up in Babel, which takes longer.
_DATE_ORDERS = dict.fromkeys(LOCALES, ("day", "month", "year"))


def _date_order(tag: str) -> tuple[str, ...]:
    return _DATE_ORDERS.get(tag) or _babel_date_order(tag)


@cache
def _babel_date_order(tag: str) -> tuple[str, ...]:
    formats = _formats(tag).date_formats
    short, long = (
        re.sub(r"'[^']*'", "", formats[style].pattern).lower() for style in ("short", "long")
    )
    # Sweden writes 2027-03-24 in tables, but a person says and types the day first.
    pattern = long if short[0] == "y" else short
    return tuple(sorted(("day", "month", "year"), key=lambda part: pattern.index(part[0])))


@cache
def _calendar(tag: str) -> Mapping[str, Any]:
    from babel.dates import format_skeleton, get_day_names

    locale = _formats(tag)
    said = _pseudo if tag == PSEUDO else str
    full, short = (get_day_names(width, "stand-alone", locale) for width in ("wide", "short"))
    week = [(locale.first_week_day + day) % 7 for day in range(7)]
    months = (
        format_skeleton("yMMMM", dt.date(2033, month, 1), locale=locale) for month in range(1, 13)
    )
    return {
        "first": locale.first_week_day + 1,
        "days": [{"name": said(full[day]), "short": said(short[day])} for day in week],
        "months": [said(month.replace("2033", "{year}")) for month in months],
        # As `forms.read_date` reads it: the day first.
        "written": "{day}/{month}/{year}" if locale.language == "en" else "{day}.{month}.{year}",
    }


def _pattern(style: str, locale: babel.Locale) -> str:
    if style == "weekday":
        return "cccc"
    if style == "day":
        # The long form with the weekday, less the year that most languages write last.
        return re.sub(r"[\s,]+(?:'[^']*'\s*)?y.*$", "", locale.date_formats["full"].pattern)
    return style


def _clock(locale: babel.Locale) -> str:
    pattern = str(locale.time_formats["short"].pattern)
    # British CLDR writes 09:15; our texts, and timetables that people read, say 9:15.
    return pattern.replace("HH", "H") if locale.language == "en" else pattern


_ACCENTS = str.maketrans("aeiouyAEIOUYcnsz", "àéîöûýÀÉÎÖÛÝçñšž")


def _pseudo(text: str) -> str:
    # Words in braces are names of values, and stay.
    parts = text.split("{")
    marked = parts[0].translate(_ACCENTS)
    for part in parts[1:]:
        name, brace, rest = part.partition("}")
        marked += "{" + name + brace + rest.translate(_ACCENTS)
    return f"[{marked}]"
