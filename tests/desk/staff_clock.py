"""A clock that the tests of the desk move, by the clinic's zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/Edmonton")


@dataclass
class Clock:
    """It begins on a Wednesday morning, while the clinic is open."""

    moment: datetime = datetime(2026, 11, 25, 11, 0, tzinfo=ZONE)

    def now(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        self.moment += timedelta(**by)
