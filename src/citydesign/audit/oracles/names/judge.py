"""Accessible names: what voice control can say and screen readers read out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citydesign.audit.oracles.oracle import Fault, Oracle, faults

if TYPE_CHECKING:
    from citydesign.audit.stage.stage import Stage

__all__ = ["ORACLE"]


def _judge(stage: Stage) -> list[Fault]:
    with stage.named():
        return faults(stage.ask("oracles/names/script.js"))


ORACLE = Oracle(
    "names", "Names",
    "nameless controls, names that don't begin with the visible text, aria-label over text, "
    "glued hidden words, landmarks that share a name",
    ("locale", "width*state"), _judge,
    live=True, decides=_judge, together=("locale", "width"),
    twins=(
        "aria-command-name", "aria-dialog-name", "aria-input-field-name",
        "aria-toggle-field-name", "button-name", "image-alt", "input-button-name",
        "input-image-alt", "label", "label-content-name-mismatch", "link-name", "select-name",
        "svg-img-alt",
    ),
)  # fmt: skip
