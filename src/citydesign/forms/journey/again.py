"""What could not be done, and the same request once more by one press."""

from __future__ import annotations

from citydesign.exchange import Page, Request, Sent
from citydesign.forms.core.answers import is_answered
from citydesign.forms.journey import pages
from citydesign.forms.words import spoken


def try_again(asked: Request, title: str, text: str) -> Page:
    """Say what could not be done. Whatever was typed is sent again with one press.

    Args:
        asked: The request.
        title: The heading of the page.
        text: What it says.
    """
    here = f"{asked.root}{asked.path}"
    if asked.form is None:
        return pages.message(title, text, here, spoken("try_again"), 503)
    form = Sent.of(asked.form)
    lost = any(is_answered(one) for given in form.files.values() for one in given)
    text = f"{text} {spoken('files_again')}" if lost else text
    frame = pages.Frame(here, hidden=form.lists | ({pages.LOST: ["1"]} if lost else {}))
    return pages.asking(frame, title, text, None, spoken("try_again"), status=503)
