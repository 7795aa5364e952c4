"""News for all of a city's sites: one feed, read by the server of each, for the site banner.

A feed is JSON in UTF-8, a list of announcements:

    [{"level": "emergency",
      "heading": {"fi": "Keitä hanavesi Hervannassa", "en": "Boil tap water in Hervanta"},
      "content": {"fi": "Vesi ei ole juotavaa.", "en": "The water is not fit to drink."},
      "link": {"url": "https://city.example/water", "text": {"fi": "Lue lisää", "en": "Read more"}},
      "begins": "2027-03-24T09:00+02:00", "ends": "2027-03-26T09:00+02:00",
      "updated": "2027-03-24T09:15+02:00"}]

Only `heading` is needed. A text is one string, or a string for each language. All of it is plain
text: whoever writes into the feed can put no HTML on a page.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from pathlib import Path
from threading import Lock, Thread
from typing import Any
from urllib.request import urlopen
from zoneinfo import ZoneInfo

from markupsafe import Markup

from citydesign import host
from citydesign.errors import CityDesignError
from citydesign.locale import Language
from citydesign.urls import scheme_of

#: The most serious first, as the site banner shows them.
LEVELS = ("emergency", "warning", "normal")
#: More than so many at once nobody reads.
MOST = 10

_log = logging.getLogger("citydesign")
_PIECE = 16_384
#: Texts by language; the key is empty where the feed doesn't say which language it is.
_Texts = Mapping[str, str]


class FeedError(CityDesignError):
    """A feed can't be reached or read: says where and why."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """One announcement of a feed.

    Attributes:
        heading: The news in one line, by language.
        level: One of `LEVELS`.
        content: What to do, by language.
        link_text: Where to read more, by language.
        link_url: Its address, `http` or `https`.
        begins: When it is shown first; None for at once.
        ends: When it is shown no more; None where nobody knows.
        updated: When it was last checked.
    """

    heading: _Texts
    level: str = "normal"
    content: _Texts | None = None
    link_text: _Texts | None = None
    link_url: str | None = None
    begins: datetime | None = None
    ends: datetime | None = None
    updated: datetime | None = None

    def is_shown(self, now: datetime) -> bool:
        """True while it lasts."""
        return (not self.begins or self.begins <= now) and (not self.ends or now < self.ends)


def over_http(url: str, *, seconds: float = 3, size: int = 100_000) -> Callable[[], bytes]:
    """Give a port that reads a feed over HTTP.

    Args:
        url: Address of the feed, `https` or `http`.
        seconds: How long all of it may take.
        size: How many bytes it may have.

    Raises:
        FeedError: The address is of another scheme.
    """
    if scheme_of(url) not in ("http", "https"):
        raise FeedError(f"{url}: the feed is read over https or http; give such an address")

    def read() -> bytes:
        # An answer that comes byte by byte keeps each single wait short.
        end = time.monotonic() + seconds
        found = b""
        try:
            with urlopen(url, timeout=seconds) as answer:
                while piece := answer.read1(_PIECE):
                    found += piece
                    if len(found) > size:
                        raise FeedError(f"{url}: the feed has more than {size} bytes")
                    if time.monotonic() > end:
                        raise FeedError(f"{url}: the feed took more than {seconds} seconds")
        except (OSError, HTTPException, ValueError) as error:
            raise FeedError(f"{url}: {error}") from error
        return found

    return read


def read_feed(data: bytes) -> list[Announcement]:
    """Read a feed.

    Raises:
        FeedError: Something in it can't be read. None of it counts then: half a warning may be
            worse than the last whole one.
    """
    try:
        given = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise FeedError(f"the feed is no JSON: {error}") from error
    if not isinstance(given, list) or len(given) > MOST:
        raise FeedError(f"the feed must be a list of at most {MOST} announcements")
    return [_announcement(f"announcement {n}", one) for n, one in enumerate(given, 1)]


def _announcement(where: str, given: Any) -> Announcement:
    if not isinstance(given, dict):
        raise FeedError(f"{where} must be an object with a heading")
    heading = _texts(f"{where}: heading", given.get("heading"))
    if heading is None:
        raise FeedError(f"{where}: heading is missing")
    level = given.get("level", "normal")
    if level not in LEVELS:
        raise FeedError(f"{where}: level is {level!r}; it must be one of {', '.join(LEVELS)}")
    link = given.get("link")
    url = text = None
    if link is not None:
        url = link.get("url") if isinstance(link, dict) else None
        if not isinstance(url, str) or scheme_of(url) not in ("http", "https"):
            raise FeedError(f"{where}: link needs a url that begins with https:// or http://")
        text = _texts(f"{where}: link.text", link.get("text"))
        if text is None:
            raise FeedError(f"{where}: link.text is missing")
    moments = {key: _moment(f"{where}: {key}", given.get(key)) for key in _MOMENTS}
    return Announcement(
        heading, level, _texts(f"{where}: content", given.get("content")), text, url, **moments
    )


_MOMENTS = ("begins", "ends", "updated")


def _texts(where: str, given: Any) -> _Texts | None:
    if given is None:
        return None
    texts = {"": given} if isinstance(given, str) else given
    if not isinstance(texts, dict) or not texts or not all(map(_is_written, texts.values())):
        raise FeedError(f"{where} must be a text, or a text for each language")
    return texts


def _is_written(text: Any) -> bool:
    return isinstance(text, str) and bool(text.strip())


def _moment(where: str, given: Any) -> datetime | None:
    if given is None:
        return None
    try:
        moment = datetime.fromisoformat(given)
    except (TypeError, ValueError):
        moment = None
    if moment is None or moment.tzinfo is None:
        raise FeedError(f"{where} must be a moment with its zone, such as 2027-03-24T09:15+02:00")
    return moment


class Announcements:
    """The announcements of a feed, for every page of a site.

    A page never waits for the feed: what is known is shown, and asked again in the background. Only
    the first page of all, where there is no last good copy either, waits as long as the port may
    take. A feed that fails or can't be read changes nothing; one line is logged.

    Args:
        read: The port: gives the feed's bytes, or raises `FeedError`. `over_http(url)` is one.
        keep: File of the last good copy, which outlives the server. Its folder must exist, and the
            servers of one machine may share it.
        every: How long the feed isn't asked again.
        trusted: How long the last good copy is shown while the feed fails.
        zone: Zone in which residents read when something was last checked.
        clock: Gives the moment.
    """

    def __init__(
        self,
        read: Callable[[], bytes],
        keep: str | os.PathLike[str],
        *,
        every: timedelta = timedelta(minutes=1),
        trusted: timedelta = timedelta(days=1),
        zone: str = "Europe/Helsinki",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ):
        self._read, self._keep = read, Path(keep)
        self._every, self._trusted = every, trusted
        self._zone, self._clock = ZoneInfo(zone), clock
        self._lock = Lock()
        self._asked: datetime | None = None
        self._found: list[Announcement] = []
        self._good: datetime | None = None
        self._recall()

    def items(self, language: Language | None = None) -> list[dict[str, Any]]:
        """Give what is announced now, as the `items` of `site_banner`; show none if it is empty.

        Args:
            language: Words and formats of the page; those of the application at work unless given.
                An announcement that lacks its language is shown in the first that it has.
        """
        now = self._clock()
        if self._asked is None or now - self._asked >= self._every:
            if self._good is None:
                self._ask()
            elif not self._lock.locked():
                Thread(target=self._ask, name="citydesign announcements", daemon=True).start()
        if self._good is None or now - self._good > self._trusted:
            return []
        words = language or host.current().language
        return [self._shown(one, words) for one in self._found if one.is_shown(now)]

    def _ask(self) -> None:
        # One at a time; who comes meanwhile shows what is known.
        if not self._lock.acquire(blocking=False):
            return
        try:
            self._asked = self._clock()
            data = self._read()
            self._found, self._good = read_feed(data), self._asked
            self._remember(data)
        # Whatever a port raises, the page is shown.
        except Exception as error:
            _log.warning("announcements: %s", error)
        finally:
            self._lock.release()

    def _remember(self, data: bytes) -> None:
        # Another process never reads half of it, and a full disk is not filled further.
        try:
            with tempfile.TemporaryDirectory(dir=self._keep.parent) as folder:
                draft = Path(folder, self._keep.name)
                draft.write_bytes(data)
                draft.replace(self._keep)
        except OSError as error:
            raise FeedError(f"{self._keep}: {error.strerror}") from error

    def _recall(self) -> None:
        try:
            data = self._keep.read_bytes()
            kept = datetime.fromtimestamp(self._keep.stat().st_mtime, UTC)
            self._found, self._good = read_feed(data), kept
        except FileNotFoundError:
            return
        except (OSError, FeedError) as error:
            _log.warning("announcements: %s can't be read: %s", self._keep, error)

    def _shown(self, one: Announcement, words: Language) -> dict[str, Any]:
        item: dict[str, Any] = {"heading": _said(one.heading, words), "level": one.level}
        parts = []
        if one.content:
            parts.append(Markup("<p>{}</p>").format(_said(one.content, words)))
        if one.link_text:
            link = Markup('<p><a href="{}">{}</a></p>')
            parts.append(link.format(one.link_url, _said(one.link_text, words)))
        if parts:
            item["content"] = Markup("\n").join(parts)
        if one.updated:
            local = one.updated.astimezone(self._zone)
            item["updated"] = words.text(
                "site_banner.updated", date=words.date(local.date()), time=words.time(local.time())
            )
        return item


def _said(texts: _Texts, words: Language) -> str | Markup:
    """A text in the language of the page, or in the first that there is, marked as such."""
    locale = words.locale
    for tag in (locale, locale.split("-")[0], ""):
        if tag in texts:
            return texts[tag]
    tag, text = next(iter(texts.items()))
    return Markup('<span lang="{}">{}</span>').format(tag, text)
