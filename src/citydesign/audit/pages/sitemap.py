"""The pages that a sitemap lists (sitemaps.org 0.9): plain, zipped, or an index of others."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urljoin, urlsplit
from urllib.request import urlopen
from xml.etree import ElementTree

__all__ = ["SitemapError", "is_sitemap", "locations"]

# The protocol allows 50 MB unzipped, and an index no indexes below it.
LARGEST = 50 * 1024 * 1024
PATIENCE = 20  # seconds


class SitemapError(ValueError):
    """A sitemap that can't be read or lists nothing."""


def is_sitemap(target: str) -> bool:
    """Whether a URL or path looks like one."""
    return urlsplit(target).path.endswith((".xml", ".xml.gz"))


def locations(target: str) -> Iterator[str]:
    """Every page that a sitemap lists, each once, in its order.

    Args:
        target: URL or path of a sitemap or of an index of sitemaps.

    Raises:
        SitemapError: when it, or one that it names, can't be read or lists nothing.
    """
    seen: set[str] = set()
    for address in _of(target, True):
        if address not in seen:
            seen.add(address)
            yield address


def _of(target: str, top: bool) -> Iterator[str]:
    remote = target.startswith(("http://", "https://"))
    data = _unzipped(target, _fetch(target) if remote else _read(target))
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        raise SitemapError(f"{target}: no sitemap: {error}") from error
    kind = root.tag.rpartition("}")[2]
    written = [
        (location.text or "").strip()
        for entry in root
        for location in entry
        if location.tag.rpartition("}")[2] == "loc"
    ]
    found = [urljoin(target, text) if remote else text for text in written if text]
    if kind not in {"urlset", "sitemapindex"} or not found:
        raise SitemapError(f"{target}: the sitemap lists no page")
    if kind == "urlset":
        yield from found
    elif not top:
        raise SitemapError(f"{target}: an index of sitemaps inside another index")
    else:
        for address in found:
            yield from _of(address, False)


def _read(target: str) -> bytes:
    try:
        return Path(target).read_bytes()
    except OSError as error:
        raise SitemapError(f"{target}: {error.strerror}") from error


def _fetch(address: str) -> bytes:
    if not address.startswith(("http://", "https://")):
        raise SitemapError(f"{address}: neither http nor https")
    try:
        with urlopen(address, timeout=PATIENCE) as answer:
            data: bytes = answer.read(LARGEST + 1)
            return data
    except HTTPError as error:
        error.close()
        raise SitemapError(f"{address} answered {error.code}") from error
    except (OSError, HTTPException, ValueError) as error:
        raise SitemapError(f"{address}: {error}") from error


def _unzipped(target: str, data: bytes) -> bytes:
    if data[:2] == b"\x1f\x8b":
        try:
            data = zlib.decompressobj(31).decompress(data, LARGEST + 1)
        except zlib.error as error:
            raise SitemapError(f"{target}: not zipped as it should be: {error}") from error
    if len(data) > LARGEST:
        raise SitemapError(f"{target}: larger than the 50 MB that a sitemap may have")
    return data
