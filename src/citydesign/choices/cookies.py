"""The page on which a resident allows and refuses cookies, and what it means for other pages."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from typing import Any

from citydesign import host, ui
from citydesign.calls import given
from citydesign.choices.core.back import back
from citydesign.choices.core.consent import Consent, check_word, read
from citydesign.exchange import Answer, Cookie, Page, Redirect, Request, Sent
from citydesign.fragments import lines, title
from citydesign.store.instants import utc_now

__all__ = ["COOKIE", "Cookies"]

#: The cookie that keeps the choice. It is a necessary one.
COOKIE = "citydesign-cookies"


class Cookies:
    """Asks for consent, keeps it in the browser, and answers the page of settings.

    Pages that are ready to use: `citydesign.flask.choice_pages`, and those of Django and Starlette,
    connect them.

    Args:
        purposes: Gives what `cookie_settings(purposes=...)` takes, in the language of the request.
        version: Of these texts and purposes: `2027-1`. Another version asks everybody again.
        proof: Keeps each consent, and each time one is taken back: `FileProofs(path)`.
        keep: How long a choice counts before the resident is asked again.
        clock: Returns the present instant, aware; days are shown in its zone.

    Raises:
        CityDesignError: The version holds more than letters of English, digits, - and _.
    """

    def __init__(
        self,
        purposes: Callable[[], Sequence[Mapping[str, Any]]],
        version: str,
        proof: Callable[[Consent], None],
        *,
        keep: timedelta = timedelta(days=180),
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        check_word(version)
        self._purposes, self._version, self._proof = purposes, version, proof
        self._keep, self._clock = keep, clock

    def consent(self, cookies: Mapping[str, str]) -> Consent | None:
        """Give what was chosen; None for whoever must be asked.

        Args:
            cookies: Of the request, by name.

        Raises:
            CityDesignError: A purpose can't be written into a cookie.
        """
        return read(
            cookies.get(COOKIE, ""),
            version=self._version,
            offered=self._offered(),
            now=self._clock(),
            keep=self._keep,
        )

    def allows(self, purpose: str, cookies: Mapping[str, str]) -> bool:
        """Say whether a purpose is allowed: until there is a choice, nothing is.

        Args:
            purpose: The `value` of one that is asked for.
            cookies: Of the request, by name.

        Raises:
            CityDesignError: A purpose can't be written into a cookie.
        """
        consent = self.consent(cookies)
        return consent is not None and purpose in consent.allowed

    def answer(self, asked: Request) -> Answer:
        """Answer a request with the page of settings, or keep what was chosen.

        Raises:
            CityDesignError: A purpose can't be written into a cookie.
            OSError: What `proof` raises; nothing is kept in the browser then.
        """
        if asked.path:
            heading = host.current().language.text("error_page.404_heading")
            return Page(heading, ui.error_page(404), 404)
        if asked.form is None:
            return self._page(asked)
        allowed = self._allowed(asked.form)
        if allowed is None or not asked.genuine:
            return Redirect(asked.root)
        to = back(asked.form.get("back"), f"{asked.root}?saved=1")
        return Redirect(to, self._kept(allowed, asked.cookies))

    def _offered(self) -> frozenset[str]:
        found = frozenset(p["value"] for p in self._purposes() if not p.get("necessary"))
        for value in found:
            check_word(value)
        return found

    def _allowed(self, form: Mapping[str, str]) -> frozenset[str] | None:
        """What a form allows; None if it is none of ours."""
        offered = self._offered()
        chosen = form.getlist("purpose") if isinstance(form, Sent) else []
        return {
            "all": offered,
            "necessary": frozenset[str](),
            "chosen": offered & frozenset(chosen),
        }.get(form.get("cookies", ""))

    def _kept(self, allowed: frozenset[str], cookies: Mapping[str, str]) -> list[Cookie]:
        before = self.consent(cookies)
        reference = before.reference if before else ""
        if allowed:
            reference = reference or secrets.token_hex(8)
        now = self._clock().replace(microsecond=0)
        if reference:
            self._proof(Consent(allowed, self._version, now, reference))
        # Who allows nothing is not told from others by a number.
        kept = Consent(allowed, self._version, now, reference if allowed else "")
        lasting = int(self._keep.total_seconds())
        return [
            Cookie(COOKIE, kept.written(), "/", lasting),
            *(Cookie(name, "", "/", 0) for name in self._refused(allowed, cookies)),
        ]

    def _refused(self, allowed: frozenset[str], cookies: Mapping[str, str]) -> list[str]:
        """Names of cookies that are there, and serve only what is refused."""
        stay, go = [COOKIE], list[str]()
        for purpose in self._purposes():
            needed = purpose.get("necessary") or purpose["value"] in allowed
            (stay if needed else go).extend(one["name"] for one in purpose.get("cookies", ()))
        return [name for name in cookies if _is_of(go, name) and not _is_of(stay, name)]

    def _page(self, asked: Request) -> Page:
        consent = self.consent(asked.cookies)
        saved = consent is not None and "saved" in asked.query
        heading = host.current().language.text("choices.cookies")
        content = ui.cookie_settings(
            asked.root,
            given(list(self._purposes())),
            value=sorted(consent.allowed) if consent else [],
            chosen=consent.made.astimezone(self._clock().tzinfo).date() if consent else None,
            reference=(consent.reference or None) if consent else None,
            saved=saved,
        )
        said = host.current().language.text("cookie_settings.saved")
        return Page(f"{said} – {heading}" if saved else heading, lines(title(heading), content))


def _is_of(patterns: Sequence[str], name: str) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)
