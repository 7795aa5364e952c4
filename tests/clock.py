"""Time that a test moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass
class Clock:
    """A clock that stops until it is moved."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def forward(self, length: timedelta) -> None:
        self.now += length
