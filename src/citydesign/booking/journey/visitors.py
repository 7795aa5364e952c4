"""Which browser is which, while a booking is made: one cookie, and no name."""

from __future__ import annotations

import re
import secrets
from dataclasses import replace

from citydesign.booking.abilities import Visitor
from citydesign.exchange import Answer, Cookie, Request

__all__ = ["COOKIE", "known", "remembered", "visitor"]

#: The cookie that tells one browser from another while it is open.
COOKIE = "citydesign-booking"
_KEY = re.compile(r"[0-9a-f]{32}")


def known(asked: Request) -> Request:
    """The same request, with a new key where the browser has none."""
    if _KEY.fullmatch(asked.cookies.get(COOKIE, "")):
        return asked
    return replace(asked, cookies={**asked.cookies, COOKIE: secrets.token_hex(16)})


def remembered(asked: Request, answer: Answer) -> Answer:
    """The same answer, with the cookie for the next request.

    Args:
        asked: What `known` gave.
        answer: What the browser gets.
    """
    cookie = Cookie(COOKIE, asked.cookies[COOKIE], "/")
    return replace(answer, cookies=(*answer.cookies, cookie))


def visitor(asked: Request) -> Visitor:
    """Who sends a request that is `known`."""
    return Visitor(asked.cookies[COOKIE], asked.address)
