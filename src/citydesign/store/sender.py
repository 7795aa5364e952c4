"""Sending what is due: one message at a time, each reported as soon as it went out."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Protocol, TypeVar


class _Numbered(Protocol):
    @property
    def id(self) -> int: ...


_Message = TypeVar("_Message", bound=_Numbered)
_log = logging.getLogger("citydesign")


def send_due(
    due: Callable[[], Iterable[_Message]],
    send: Callable[[_Message], None],
    sent: Callable[[_Message], object],
    failed: Callable[[_Message], datetime | None] | None = None,
) -> int:
    """Send what is due; call it every minute or so, from any number of processes.

    A message that can't be sent stays in the outbox and comes again after its lease, or when
    `failed` says; one line is logged, without what the resident told. The others go out all the
    same.

    Args:
        due: takes messages into hand, such as `store.due`.
        send: hands one to the mail server; raises when it was not taken.
        sent: notes that one went out, such as `store.sent`.
        failed: notes that one did not, such as `store.failed`, and says when it is due again.

    Returns:
        How many went out.
    """
    done = 0
    while messages := list(due()):
        failures = 0
        for message in messages:
            try:
                send(message)
            except Exception as error:
                failures += 1
                again = failed(message) if failed else None
                until = f"; again at {again:%Y-%m-%d %H:%M:%S} UTC" if again else ""
                # The error may hold an address: only its type is logged.
                kind = type(error).__name__
                _log.warning("message %s was not sent: %s%s", message.id, kind, until)
            else:
                sent(message)
                done += 1
        if failures:
            break
    return done
