"""A store that can't be reached, as the port says it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from citydesign.booking.provider import ProviderDown
from citydesign.store.failures import Reason, StoreUnavailable


@contextmanager
def down(*, sent: bool) -> Iterator[None]:
    """Say that the provider is down where the store is; ``sent``: may it have been done?"""
    try:
        yield
    except StoreUnavailable as error:
        # Only a connection that broke may have broken after the work was done.
        sent = sent and error.reason is Reason.GONE
        raise ProviderDown(f"the store is {error.reason}", sent=sent) from None
