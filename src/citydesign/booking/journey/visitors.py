"""Which browser is which, while a booking is made: one cookie, and no name."""

from __future__ import annotations

import re
import secrets
from dataclasses import replace

from citydesign.booking.abilities import Visitor
from citydesign.exchange import Answer, Cookie, Request

__all__ = ["COOKIE", "remembered", "visitor"]

#: The cookie that tells one browser from another while it is open.
COOKIE = "citydesign-booking"
_KEY = re.compile(r"[0-9a-f]{32}")


def remembered(asked: Request, answer: Answer) -> Answer:
    """The same answer, with a cookie where the browser has none.

    Args:
        asked: the request.
        answer: what the browser gets.
    """
    if visitor(asked) is not None:
        return answer
    cookie = Cookie(COOKIE, secrets.token_hex(16), "/")
    return replace(answer, cookies=(*answer.cookies, cookie))


def visitor(asked: Request) -> Visitor | None:
    """Who sends a request; None where the browser is new, or refuses the cookie."""
    key = asked.cookies.get(COOKIE, "")
    return Visitor(key, asked.address) if _KEY.fullmatch(key) else None
