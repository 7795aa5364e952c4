"""The page on which a resident chooses how the site looks, and what it means for other pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from urllib.parse import urlencode

from citydesign import host, ui
from citydesign.calls import given
from citydesign.choices.core.back import back
from citydesign.choices.core.display import OFFERED, chosen, read, written
from citydesign.errors import CityDesignError, nearest
from citydesign.exchange import Answer, Cookie, Page, Redirect, Request
from citydesign.fragments import lines, title

__all__ = ["COOKIE", "DisplayChoice"]

#: The cookie that keeps the choice. It is a necessary one: the resident asks for it.
COOKIE = "citydesign-display"


class DisplayChoice:
    """Keeps how a resident wants the site to look, and answers the page of settings.

    Pages that are ready to use: `citydesign.flask.choice_pages`, and those of Django and Starlette,
    connect them.

    Args:
        settings: What can be chosen: `scheme`, `contrast`, `size`, `spacing`, `motion`. Leave
            out `scheme` where your own styles have no dark colours.
        keep: How long a choice counts.

    Raises:
        CityDesignError: There is no such setting, or there is none at all.
    """

    def __init__(
        self, settings: Sequence[str] = tuple(OFFERED), *, keep: timedelta = timedelta(days=365)
    ) -> None:
        for name in settings:
            if name not in OFFERED:
                raise CityDesignError(f"DisplayChoice: no setting {name!r}{nearest(name, OFFERED)}")
        if not settings:
            raise CityDesignError(f"DisplayChoice: no settings; give some of {', '.join(OFFERED)}")
        self._settings, self._keep = tuple(settings), keep

    def chosen(self, cookies: Mapping[str, str]) -> dict[str, str]:
        """Give what `page(display=...)` takes; empty for whoever chose nothing.

        Args:
            cookies: Of the request, by name.
        """
        return self._offered(read(cookies.get(COOKIE, "")))

    def answer(self, asked: Request) -> Answer:
        """Answer a request with the page of settings, or keep what was chosen."""
        if asked.path:
            heading = host.current().language.text("error_page.404_heading")
            return Page(heading, ui.error_page(404), 404)
        if asked.form is None:
            return self._page(asked)
        press = asked.form.get("display")
        if press not in ("save", "reset") or not asked.genuine:
            return Redirect(asked.root)
        choice = self._offered(chosen(asked.form)) if press == "save" else {}
        lasting = int(self._keep.total_seconds()) if choice else 0
        query = {"saved": "1"}
        if before := back(asked.form.get("back"), ""):
            query["back"] = before
        kept = Cookie(COOKIE, written(choice), "/", lasting)
        return Redirect(f"{asked.root}?{urlencode(query)}", [kept])

    def _offered(self, choice: Mapping[str, str]) -> dict[str, str]:
        return {name: value for name, value in choice.items() if name in self._settings}

    def _page(self, asked: Request) -> Page:
        saved = "saved" in asked.query
        heading = host.current().language.text("choices.display")
        content = ui.display_settings(
            asked.root,
            value=given(self.chosen(asked.cookies)),
            settings=given(list(self._settings)),
            saved=saved,
            back=back(asked.query.get("back"), "") or None,
        )
        said = host.current().language.text("display_settings.saved")
        return Page(f"{said} – {heading}" if saved else heading, lines(title(heading), content))
