"""Requests that wait for the clinic's answer, and by when it was promised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from pearl.booking.change import BookingChange
from pearl.booking.life import VISITOR
from pearl.booking.request import BookingRequest
from pearl.booking.store import BookingStore
from pearl.hours import OpeningHours

# The clinic is alarmed while there is still time to answer.
ALARM_BEFORE = timedelta(hours=2)
ASKED = ("requested", "moved")


@dataclass(frozen=True)
class Waiting:
    """A request without an answer; `answer_by` is when the promise runs out, None while the clinic is closed for long."""

    booking: BookingRequest
    asked_at: datetime
    answer_by: datetime | None

    def is_urgent(self, now: datetime) -> bool:
        """Whether the promise has run out, or soon will."""
        return self.answer_by is not None and now >= self.answer_by - ALARM_BEFORE


def waits(last: BookingChange) -> bool:
    """Whether a booking waits for the clinic after its last change: its visitor has asked for it, or moved it."""
    return last.booking.status in ASKED and last.by == VISITOR


def waiting(store: BookingStore, hours: OpeningHours, reply_days: int) -> list[Waiting]:
    """Every request that waits for the clinic, the one that was asked first in front; `reply_days` are working days.

    A booking that its visitor has moved waits anew.
    """
    asked = [
        Waiting(last.booking, last.at, hours.end_of_open_day(last.at, reply_days))
        for last in store.last_changes(ASKED)
        if waits(last)
    ]
    return sorted(asked, key=lambda one: one.asked_at)
