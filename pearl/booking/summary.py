"""The values that the read-back of a booking is put together from: words for days and times, no sentences."""

from __future__ import annotations

from datetime import date, datetime

from pearl.booking.phone import display_phone

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def weekday_in_words(day: date) -> str:
    """'Tuesday'."""
    return _WEEKDAYS[day.weekday()]


def day_in_words(day: date) -> str:
    """'Tuesday 1 December 2026'."""
    return f"{weekday_in_words(day)} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def time_in_words(moment: datetime | None) -> str:
    """'3:00 pm' by the moment's own zone, or an empty string."""
    if moment is None:
        return ""
    return f"{(moment.hour - 1) % 12 + 1}:{moment.minute:02} {'am' if moment.hour < 12 else 'pm'}"


def values(day: str | None, starts_at: str | None, phone: str | None) -> dict[str, str]:
    """The slots of the form as template values: weekday, day, time and phone; empty where nothing is known."""
    wanted = date.fromisoformat(day) if day else None
    return {
        "weekday": weekday_in_words(wanted) if wanted else "",
        "day": day_in_words(wanted) if wanted else "",
        "time": time_in_words(datetime.fromisoformat(starts_at)) if starts_at else "",
        "phone": display_phone(phone) if phone else "",
    }
