"""Processes that end themselves with SIGKILL at their k-th statement."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, event
from tests.booking.racing import context


def die_at(engine: Engine, moment: int) -> None:
    """Count the beginning of each statement and of each commit; die at that count.

    After a statement is before the next one: the database can't tell one from the other.
    """
    count = 0

    def tick(*_: Any) -> None:
        nonlocal count
        if count == moment:
            os.kill(os.getpid(), signal.SIGKILL)
        count += 1

    for name in ("before_cursor_execute", "commit"):
        event.listen(engine, name, tick)


def killed_at_every_moment(
    work: Callable[[Any, int], None],
    prepare: Callable[[], Any],
    check: Callable[[Any, bool], None],
    limit: int = 300,
) -> int:
    """Let a process do the work once for each moment and die there; return how many died.

    `prepare()` gives the case that `work(case, moment)` works on; `check(case, finished)` judges
    what was left of it.
    """
    for moment in range(limit):
        case = prepare()
        child = context.Process(target=work, args=(case, moment))
        child.start()
        child.join(60)
        assert child.exitcode in (0, -signal.SIGKILL), f"moment {moment}: {child.exitcode}"
        check(case, child.exitcode == 0)
        if child.exitcode == 0:
            return moment
    raise AssertionError(f"not done after {limit} moments")
