"""Sets of buckets as whole numbers, a bit for each; see `Board`."""

from __future__ import annotations

from functools import lru_cache

_DIGITS = b"01" + bytes(254)


def bits(mask: int) -> list[int]:
    """The numbers of the bits that are set, from the lowest."""
    text = bin(mask)[:1:-1]
    found = []
    at = text.find("1")
    while at >= 0:
        found.append(at)
        at = text.find("1", at + 1)
    return found


@lru_cache(maxsize=4096)
def ones(count: int) -> bytes:
    """So many bytes 1."""
    return b"\1" * count


def read(row: bytearray) -> int:
    """A row of bytes 0 and 1, the first bucket first, as bits."""
    return int(row.translate(_DIGITS)[::-1], 2)


def runs(mask: int, length: int) -> int:
    """The bits from which on ``length`` bits in a row are set."""
    done = 1
    while done < length:
        step = min(done, length - done)
        mask &= mask >> step
        done += step
    return mask


def widened(mask: int, by: int) -> int:
    """The bits at most ``by`` away from one that is set."""
    done = 0
    while done < by:
        step = min(done + 1, by - done)
        mask |= mask << step | mask >> step
        done += step
    return mask


@lru_cache(maxsize=4096)
def comb(step: int, count: int) -> int:
    """``count`` bits, ``step`` apart."""
    return ((1 << step * count) - 1) // ((1 << step) - 1)


def stack(levels: list[int], mask: int) -> None:
    """Take one more seat in each bit of a mask."""
    for number, level in enumerate(levels):
        levels[number], mask = level | mask, level & mask
        if not mask:
            return
    levels.append(mask)


def full(levels: list[int], capacity: int, mask: int) -> bool:
    """Are all seats taken in some bit of a mask?"""
    if capacity == 0:
        return True
    return len(levels) >= capacity and bool(levels[capacity - 1] & mask)
