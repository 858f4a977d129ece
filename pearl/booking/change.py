"""A change in the life of a booking: what happened, when and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pearl.booking.request import BookingRequest

ChangeKind = Literal["requested", "confirmed", "declined", "moved", "cancelled", "done"]


@dataclass(frozen=True, kw_only=True)
class BookingChange:
    """One step of a booking's life; `booking` is the booking as it is afterwards.

    `by` says who did it: "visitor", or "staff:" and a name. `sequence` counts the changes of one booking from 0, so
    that a reader can tell the newer of two. `said` is what the staff added for the visitor in their own words.
    """

    booking: BookingRequest
    kind: ChangeKind
    at: datetime
    by: str
    sequence: int
    said: str = ""
