"""axe-core with every rule on; what it can't decide, an oracle of ours must have measured."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from citydesign.audit.oracles.catalogue import all_oracles
from citydesign.audit.oracles.oracle import Fault, Oracle
from citydesign.audit.stage.script import script

if TYPE_CHECKING:
    from citydesign.audit.stage.stage import Stage

__all__ = ["ORACLE", "criterion", "raw"]

# Decided when another state or width of the same page shows the content.
HIDDEN = "hidden-content"

# Rules whose threshold is beyond AA. Ours measures text against AA and the house's own bar, so
# these are decided by the same measurement instead of failing a page for AAA.
BEYOND = {"color-contrast-enhanced"}
# Rules that look at the attribute alone; ours look at the text that it comes to.
MEASURED = {"avoid-inline-spacing"}
# Experimental, and misled by punctuation: best practice where the names oracle finds no fault.
MISLED = {"label-content-name-mismatch"}


# What they ask of a page, each example answers by itself.
WHOLE_PAGE = [
    "bypass", "heading-order", "identical-links-same-purpose", "landmark-banner-is-top-level",
    "landmark-no-duplicate-banner", "landmark-no-duplicate-contentinfo",
    "landmark-no-duplicate-main", "landmark-one-main", "landmark-unique", "page-has-heading-one",
    "region", "skip-link", HIDDEN,
]  # fmt: skip

# Tags of rules that are off unless asked for.
OPTIONAL = {"experimental", "review-item", "wcag2aaa"}


def raw(stage: Stage, *, again: bool = False) -> dict[str, Any]:
    """What axe alone says about the page on the stage.

    Args:
        stage: The page.
        again: Take what it said last, with what has been decided since.
    """
    stage.need_axe()
    asked = {"again": again, "without": WHOLE_PAGE if stage.subject.parts else []}
    result: dict[str, Any] = stage.js(script("oracles/axe/script.js"), asked)
    return result


def _judge(stage: Stage) -> Iterator[Fault]:
    result = raw(stage)
    # Let our own oracles measure what axe left open, then ask again.
    open_to = {row["decider"] for row in result["rows"] if not row["decided"]}
    wanted = [oracle for oracle in all_oracles() if oracle.id in open_to and oracle.decides]
    if wanted:
        for oracle in wanted:
            assert oracle.decides
            yield from (replace(fault, by=oracle) for fault in oracle.decides(stage))
        result = raw(stage, again=True)
    for row in result["rows"]:
        if row["decided"] and (row["verdict"] == "undecided" or row["rule"] in BEYOND | MEASURED):
            usual = row["verdict"] == "undecided" and not OPTIONAL & {*row["tags"]}
            if usual and not stage.subject.foreign:
                yield Fault(
                    "house", row["selector"],
                    f"axe alone can't decide {row['rule']}, and whoever runs it must look by hand",
                    f"Let nothing lie over it, and give its box a ground of its own: {row['mend']}",
                    row["html"], rule=row["rule"],
                )  # fmt: skip
            continue
        undecided = "" if row["verdict"] == "fails" else "undecided by axe and by us: "
        misled = row["decided"] and row["rule"] in MISLED
        yield Fault(
            "best" if misled else criterion(row["tags"]), row["selector"],
            f"{undecided}axe {row['rule']}: {row['saw']}", row["mend"], row["html"],
            elsewhere=row["rule"] == HIDDEN, impact="" if misled else row["impact"] or "",
            rule=row["rule"], person=row["verdict"] != "fails",
        )  # fmt: skip


def criterion(tags: list[str]) -> str:
    """The criterion that a rule of axe belongs to by its tags; ``best`` where there is none."""
    for tag in tags:
        match = re.fullmatch(r"wcag(\d)(\d)(\d+)", tag)
        if match:
            return ".".join(match.groups())
    return "best"


ORACLE = Oracle(
    "axe", "axe-core, every rule",
    "the classic list",
    ("locale-ar-XB", "width*state"), _judge,
    asks=True, live=True, together=("locale-ar-XB", "width-320"),
)  # fmt: skip
