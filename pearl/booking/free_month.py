"""The free times of one month, for a visitor who would rather choose than write."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from pearl.booking.calendar import FARTHEST, BookingCalendar
from pearl.booking.summary import day_in_words, time_in_words


@dataclass(frozen=True)
class FreeMonth:
    """A month by its first day, its free times in order, and whether an earlier or later month may have some."""

    first: date
    times: tuple[datetime, ...]
    has_before: bool
    has_after: bool


def free_month(calendar: BookingCalendar, now: datetime, month: date | None = None) -> FreeMonth:
    """The month that a day lies in, else that of the first free time; never outside what can be asked for."""
    today = calendar.today(now)
    soonest = next(iter(calendar.days_from(today, now, 1)), today)
    last = today + FARTHEST
    first = min(max(month or soonest, today), last).replace(day=1)
    days = [first.replace(day=n + 1) for n in range(monthrange(first.year, first.month)[1])]
    return FreeMonth(
        first,
        tuple(calendar.free_starts([day for day in days if day <= last], now)),
        has_before=first > today,
        has_after=days[-1] < last,
    )


def offer(iso: str) -> dict[str, str]:
    """A button that picks a day or a moment, by the clinic's wall clock."""
    moment = datetime.fromisoformat(iso)
    day = day_in_words(moment.date())
    if "T" not in iso:
        return {"title": day, "payload": f'/pick_time{{"time": "{iso}"}}'}
    return {"title": f"{day}, {time_in_words(moment)}", "payload": f'/pick_time{{"time": "{moment:%Y-%m-%dT%H:%M}"}}'}


def as_json(month: FreeMonth) -> dict[str, object]:
    """The month as the widget gets it: each day with its times, each time with the button that picks it."""
    return {
        "month": month.first.isoformat(),
        "before": month.has_before,
        "after": month.has_after,
        "days": [
            {
                "date": day.isoformat(),
                "title": day_in_words(day),
                "times": [{"words": time_in_words(at), **offer(at.isoformat())} for at in times],
            }
            for day, times in groupby(month.times, key=datetime.date)
        ],
    }
