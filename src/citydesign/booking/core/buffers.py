"""What becomes of the buffers of two neighbours: they add up, or they overlap.

Where they overlap, the gap between one and the next on a resource is the longer of what is kept
free after the one and before the next. That is the same as two rules about stretches that must not
meet: [start, end + after) of both, and [start - before, end) of both. So each resource has two
lines, and a booking takes the one stretch on the first and the other on the second. A booking whose
buffers add up takes all of its time on both, so its buffers are kept beside any other.
"""

from __future__ import annotations

from enum import StrEnum


class Buffers(StrEnum):
    """What becomes of buffers that meet."""

    STACK = "stack"
    """After one and before the next, both are kept, one behind the other."""
    OVERLAP = "overlap"
    """Beside another whose buffers overlap too, the longer of the two is kept."""
