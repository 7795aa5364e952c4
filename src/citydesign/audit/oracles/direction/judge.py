"""Right to left: mirrored, without a physical side in the styles."""

from citydesign.audit.oracles.oracle import Oracle, faults

__all__ = ["ORACLE"]

ORACLE = Oracle(
    "direction", "Right to left",
    "margins, positions and alignments that stay on one side; arrows that don't turn",
    ("width*state",), lambda stage: faults(stage.ask("oracles/direction/script.js")),
    ours=True, together=("width",),
)  # fmt: skip
