"""Bookings that visitors have, for conversations about them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pearl.booking.request import BookingRequest

EDMONTON = ZoneInfo("America/Edmonton")
TWO = datetime(2026, 12, 1, 14, tzinfo=EDMONTON)
PHONE = "780 555 0134"
WHEN = "Tuesday 1 December 2026, 2:00 pm"


def book(assistant: Any, key: str = "own", starts_at: datetime = TWO, **changes: Any) -> str:
    """A booking made elsewhere, such as on Telegram; gives its reference."""
    values = {"phone": "+17805550134", "email": "dana@example.org", **changes}
    request = BookingRequest(
        reason="milia", day=starts_at.date(), starts_at=starts_at, name="Dana", channel="telegram", sender="telegram:7",
        idempotency_key=key, created_at=datetime(2026, 11, 24, 9, tzinfo=EDMONTON), **values,
    )  # fmt: skip
    return str(assistant.records.add_booking(request).reference)


def fill_up(assistant: Any, starts_at: datetime) -> None:
    """Other visitors take every place at a time."""
    for number in range(2):
        book(assistant, f"{starts_at}/{number}", starts_at, phone="+17805550155", email="")


def statuses(assistant: Any) -> list[str]:
    return [booking.status for booking in assistant.records.bookings()]
