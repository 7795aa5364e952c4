"""Which page numbers a row of pages shows."""


def page_window(current: int, total: int, around: int = 1) -> list[int | None]:
    """Choose the page numbers to show, in order; None marks the numbers left out between.

    The first, the last and the current page are always there. From page to page the row keeps its
    length, so that "next" stays under the pointer; and a gap never replaces a single number.

    Args:
        current: The page shown, from 1. Beyond either end it counts as the page at that end.
        total: How many pages there are; none or one gives no row, an empty list.
        around: How many numbers to show on each side of the current one, at least 0.
    """
    if total <= 1:
        return []
    around = max(around, 0)
    current = min(max(current, 1), total)
    # First and last, the current with its neighbours, and one place beside each end for the gap
    # or the single number it would replace.
    length = 2 * around + 5
    if total <= length:
        return list(range(1, total + 1))
    start = min(max(current - around, 3), total - length + 3)
    middle = list(range(start, start + length - 4))
    before = 2 if start == 3 else None
    after = total - 1 if middle[-1] == total - 2 else None
    return [1, before, *middle, after, total]
