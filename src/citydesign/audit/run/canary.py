"""Two pages that tell whether the checks themselves are alive: one clean, one full of faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citydesign.audit.oracles import ORACLES
from citydesign.audit.pages.setting import Setting
from citydesign.audit.pages.subject import Subject
from citydesign.audit.run.inspection import inspect

if TYPE_CHECKING:
    from citydesign.audit.stage.stage import Stage

__all__ = ["CanaryError", "prove"]

GOOD = """<!doctype html>
<html lang="en" dir="ltr"><head><meta charset="utf-8"><title>Library card</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>Library card</h1><p>You get a library card with one form.</p></main></body></html>
"""
BAD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Library card</title></head>
<body><main><h1>Library card</h1><p style="color: #ccc">Pale text</p><p id="a">One</p>
<p id="a">Two</p><div onclick="go()" tabindex="2">Go</div><input><a href="#none">More</a>
<p>Suomi</p><button type="button" aria-label="Send">Order</button></main></body></html>
"""
# What the bad page must set off.
CAUGHT = {
    "axe", "validity", "names", "keyboard", "targets", "language", "scriptless", "policy",
}  # fmt: skip


class CanaryError(RuntimeError):
    """The checks do not tell a good page from a bad one; no result of them counts."""


def prove(stage: Stage) -> None:
    """Look at both pages.

    Raises:
        CanaryError: when the good page fails or a fault of the bad one is not seen.
    """

    def plain(*_: object) -> tuple[Setting, ...]:
        return (Setting(),)

    good = inspect(stage, Subject("canary", "good", html=lambda _: GOOD), ORACLES, plain)
    if good.findings:
        raise CanaryError(f"The good canary is accused: {good.findings[0]}")
    bad = inspect(
        stage,
        Subject("canary", "bad", html=lambda _: BAD),
        [oracle for oracle in ORACLES if oracle.id in CAUGHT],
        plain,
    )
    missing = CAUGHT - bad.oracles
    if missing:
        raise CanaryError(f"The bad canary is not noticed by {', '.join(sorted(missing))}.")
