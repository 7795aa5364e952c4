"""Right to left: mirrored, without a physical side in the styles."""

from citydesign.audit.oracle import Oracle, faults

__all__ = ["ORACLE"]

ORACLE = Oracle(
    12, "direction", "Right to left",
    "margins, positions and alignments that stay on one side; arrows that don't turn",
    ("width*state",), lambda stage: faults(stage.ask("oracles/direction.js")),
)  # fmt: skip
