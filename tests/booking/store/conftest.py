from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.booking.store.world import ENGINES


@pytest.fixture(autouse=True)
def _closed_engines() -> Iterator[None]:
    yield
    while ENGINES:
        ENGINES.pop().dispose()
