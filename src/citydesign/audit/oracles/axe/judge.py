"""axe-core with every rule on; what it can't decide, an oracle of ours must have measured."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from citydesign.audit.verdict.finding import CRITERIA
from citydesign.audit.oracles.oracle import Fault, Oracle
from citydesign.audit.oracles import contrast, names, reflow, roles, targets
from citydesign.audit.stage.script import script

if TYPE_CHECKING:
    from citydesign.audit.stage.stage import Stage

__all__ = ["ORACLE", "TWINS", "axe_source", "raw"]

# Decided when another state or width of the same page shows the content.
HIDDEN = "hidden-content"

# Who measures what axe leaves open, and how: of contrast only the part about text.
DECIDERS = {o.ORACLE.id: (o.ORACLE, o.ORACLE.judge) for o in (names, reflow, roles, targets)}
DECIDERS["contrast"] = (contrast.ORACLE, contrast.of_text)

# Rules whose threshold is beyond AA. Ours measures text against AA and the house's own bar, so
# these are decided by the same measurement instead of failing a page for AAA.
BEYOND = {"color-contrast-enhanced"}
# Experimental, and misled by punctuation: best practice where the names oracle finds no fault.
MISLED = {"label-content-name-mismatch"}


# Rules that ask what an oracle of ours asks too: where both see the same fault, ours tells it.
TWINS = {
    rule: oracle
    for oracle, rules in {
        "contrast": "color-contrast color-contrast-enhanced link-in-text-block",
        "language": "html-has-lang html-lang-valid valid-lang",
        "names": "aria-command-name aria-dialog-name aria-input-field-name aria-toggle-field-name "
        "button-name image-alt input-button-name input-image-alt label label-content-name-mismatch "
        "link-name select-name svg-img-alt",
        "roles": "list",
        "targets": "target-size",
        "validity": "aria-valid-attr-value duplicate-id-aria skip-link",
    }.items()
    for rule in rules.split()
}


@cache
def axe_source(path: str | None = None) -> str:
    """The text of axe-core.

    Args:
        path: A copy to use; else ``CITYDESIGN_AXE``, else the one in axe-playwright-python.

    Raises:
        OSError: when the named file can't be read.
    """
    named = path or os.environ.get("CITYDESIGN_AXE")
    if named:
        return Path(named).read_text("utf-8")
    return (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")


def raw(stage: Stage, *, again: bool = False) -> dict[str, Any]:
    """What axe alone says about the page on the stage.

    Args:
        stage: The page.
        again: Take what it said last, with what has been decided since.
    """
    stage.need_axe()
    result: dict[str, Any] = stage.js(script("oracles/axe/script.js"), again)
    return result


def _judge(stage: Stage) -> Iterator[Fault]:
    result = raw(stage)
    # Let our own oracles measure what axe left open, then ask again.
    wanted = {
        row["decider"]
        for row in result["rows"]
        if row["decider"] in DECIDERS and not row["decided"]
    }
    if wanted:
        for decider in sorted(wanted):
            oracle, look = DECIDERS[decider]
            yield from (replace(fault, by=oracle) for fault in look(stage))
        result = raw(stage, again=True)
    for row in result["rows"]:
        if row["decided"] and (row["verdict"] == "undecided" or row["rule"] in BEYOND):
            continue
        undecided = "" if row["verdict"] == "fails" else "undecided by axe and by us: "
        misled = row["decided"] and row["rule"] in MISLED
        yield Fault(
            "best" if misled else _criterion(row["tags"]), row["selector"],
            f"{undecided}axe {row['rule']}: {row['saw']}", row["mend"], row["html"],
            elsewhere=row["rule"] == HIDDEN, impact="" if misled else row["impact"] or "",
            rule=row["rule"],
        )  # fmt: skip


def _criterion(tags: list[str]) -> str:
    for tag in tags:
        match = re.fullmatch(r"wcag(\d)(\d)(\d+)", tag)
        # What WCAG 2.2 has taken out (4.1.1) is asked for by no criterion.
        if match and (number := ".".join(match.groups())) in CRITERIA:
            return number
    return "best"


ORACLE = Oracle(
    1, "axe", "axe-core, every rule",
    "the classic list",
    ("locale-ar-XB", "width*state"), _judge,
)  # fmt: skip
