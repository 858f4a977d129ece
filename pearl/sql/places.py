"""The places at a time: how many there are is the clinic's capacity, and constraints hold that each is given once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from pearl.booking.store import SLOT_TAKEN
from pearl.errors import BookingRefused
from pearl.sql.booking_tables import bookings
from pearl.sql.engine import take_turn


def queue_for(connection: Connection, starts_at: datetime | None) -> None:
    """Wait for everybody who wants the same time before, so that nobody chooses the same place in vain."""
    if starts_at is not None:
        take_turn(connection, int(starts_at.timestamp()))


def take_place(connection: Connection, starts_at: datetime | None, capacity: int) -> dict[str, Any]:
    """A free place at a time queued for, as values of a booking's row; all empty for a booking without a time.

    Raises BookingRefused when no place is left.
    """
    if starts_at is None:
        return {"place": None, "places": None}
    held = set(connection.execute(_held(starts_at)).scalars())
    free = next((place for place in range(capacity) if place not in held), None)
    # After a capacity was lowered, a low place may be free although as many visits are held as there may be.
    if free is None or len(held) >= capacity:
        raise BookingRefused(SLOT_TAKEN)
    return {"place": free, "places": capacity}


def is_full(connection: Connection, starts_at: datetime | None, capacity: int) -> bool:
    """Whether no place is left at a time, by a look that waits for nobody."""
    held = len(connection.execute(_held(starts_at)).all()) if starts_at else 0
    return held >= capacity


def count_taken(connection: Connection, first: datetime, last: datetime) -> dict[datetime, int]:
    """How many places are taken at each time between two moments."""
    counted = (
        select(bookings.c.starts_at, func.count())
        .where(bookings.c.place.is_not(None), bookings.c.starts_at.between(first, last))
        .group_by(bookings.c.starts_at)
    )
    return {moment: int(count) for moment, count in connection.execute(counted)}


def _held(starts_at: datetime) -> Any:
    return select(bookings.c.place).where(bookings.c.starts_at == starts_at, bookings.c.place.is_not(None))
