"""The clock is a port: everything that asks for the time asks it, so that `--now` fixes it everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Protocol
from zoneinfo import ZoneInfo

from pearl.errors import BadInput


class Clock(Protocol):
    """Tells the present moment, always with a time zone."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's clock, in UTC."""

    def now(self) -> datetime:
        return datetime.now(timezone.utc)


@dataclass(frozen=True)
class FixedClock:
    """A clock that stands still at one moment."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


def fixed_clock(iso: str, zone: ZoneInfo) -> FixedClock:
    """Read an ISO 8601 moment; without an offset it is the wall clock of `zone`.

    Raises BadInput when the text is no ISO moment.
    """
    try:
        moment = datetime.fromisoformat(iso.replace("Z", "+00:00"))
    except ValueError as error:
        raise BadInput(f"'{iso}' is not a moment like 2026-11-25T11:00; give the date and time so.") from error
    return FixedClock(moment if moment.tzinfo else moment.replace(tzinfo=zone))
