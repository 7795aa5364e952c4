"""Forgetting what is older than a service may keep, without standing in anybody's way."""

from __future__ import annotations

from collections.abc import Callable


def in_batches(forget: Callable[[], int]) -> int:
    """Forget batch by batch, so that writers get their turn between two short transactions.

    Args:
        forget: deletes some of what is too old in a transaction of its own, and returns how many.

    Returns:
        How many were deleted in all.
    """
    total = 0
    while done := forget():
        total += done
    return total
