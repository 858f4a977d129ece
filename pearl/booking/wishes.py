"""What a wanted day and time become: slots of the form, or a problem with the nearest days that work."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from pearl.booking.calendar import FARTHEST, BookingCalendar
from pearl.booking.days import Mention, WantedTime, wanted

OFFERED = 3
# The hours of a part of the day, from one to before another.
_PARTS = {"morning": (0, 12), "afternoon": (12, 24), "evening": (17, 24), "night": (17, 24)}


@dataclass(frozen=True)
class Problem:
    """Why something can't be taken as it was said: a key, and values for the response that says so.

    Days are ISO dates ("day", "nearest"), moments ISO with offset ("starts_at", "first", "last", "choices", "times").
    What can be had instead is under "offers" (days and moments), else "times", "choices" or "nearest".
    """

    key: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Wish:
    """The outcome for the day and the time; a day may be fine while its time is not."""

    day: date | None = None
    starts_at: datetime | None = None
    problem: Problem | None = None


def wish(
    mention: Mention, known: date | None, before: datetime | None, calendar: BookingCalendar, now: datetime
) -> Wish:
    """Judge what was said; `known` is the form's day, `before` the moment it had."""
    day = mention.day or (known if mention.clock or mention.bad_clock or mention.any_time else None)
    if day is None and mention.any_time:
        return Wish(problem=_next_free(mention, calendar, now))
    if day is None:
        return Wish(problem=_unclear(mention, calendar, now))
    if key := _wrong_day(day, calendar, now):
        return Wish(problem=_with_days(key, day, mention, calendar, now))
    if mention.clock is None and not calendar.free_starts([day], now):
        return Wish(problem=_with_days("day_full", day, mention, calendar, now))
    if mention.bad_clock:
        return Wish(day, None, Problem("time_unclear", {"day": day.isoformat(), **_day_edges(day, calendar)}))
    kept = before.timetz().replace(tzinfo=None) if before and not mention.clock and not mention.part else None
    if mention.clock is None:
        fine = _moment_if_fine(day, kept, calendar, now)
        return Wish(day, fine or (_first_free(day, mention.part, calendar, now) if mention.any_time else None))
    return _timed(wanted(mention, day, now, calendar), calendar, now)


def taken(wanted: datetime, calendar: BookingCalendar, now: datetime) -> Problem:
    """The problem of a time that somebody else has taken meanwhile; `wanted` is aware."""
    local = wanted.astimezone(calendar.zone)
    values = {"day": local.date().isoformat(), "starts_at": local.isoformat()}
    return Problem("time_taken", {**values, **_times(local, calendar, now)})


def overtaken(day: date, starts_at: datetime | None, calendar: BookingCalendar, now: datetime) -> Problem | None:
    """The problem of a day and time that were fine when they were said, if time has passed over them since."""
    if key := _wrong_day(day, calendar, now):
        return _with_days(key, day, Mention(), calendar, now)
    if starts_at and not calendar.in_time(starts_at, now):
        local = starts_at.astimezone(calendar.zone)
        values = {"day": day.isoformat(), **_day_edges(day, calendar), "starts_at": local.isoformat()}
        return Problem("time_too_soon", {**values, **_times(local, calendar, now)})
    return None


def free_times(day: date, calendar: BookingCalendar, now: datetime) -> Problem:
    """The problem of a day without a time, where one is needed: some of its free times, spread over the day."""
    free = calendar.free_starts([day], now)
    times = free[:: max(1, -(-len(free) // OFFERED))][:OFFERED]
    return Problem("own_time_missing", {"day": day.isoformat(), "times": [moment.isoformat() for moment in times]})


def _timed(asked: WantedTime, calendar: BookingCalendar, now: datetime) -> Wish:
    edges = {"day": asked.day.isoformat(), **_day_edges(asked.day, calendar)}
    if asked.ambiguous and any(calendar.fits(asked.day, choice.time()) for choice in asked.choices):
        choices = [choice.isoformat() for choice in asked.choices]
        return Wish(asked.day, None, Problem("time_ambiguous", {**edges, "choices": choices}))
    moment = asked.starts_at or next((one for one in asked.choices if 7 <= one.hour < 19), None)
    if moment is None:
        return Wish(asked.day, None, Problem("time_outside_hours", edges))
    values = {**edges, "starts_at": moment.isoformat()}
    if not calendar.fits(asked.day, moment.time()):
        return Wish(asked.day, None, Problem("time_outside_hours", {**values, **_times(moment, calendar, now)}))
    if not calendar.in_time(moment, now):
        return Wish(asked.day, None, Problem("time_too_soon", {**values, **_times(moment, calendar, now)}))
    if key := _not_to_be_had(moment, calendar):
        return Wish(problem=Problem(key, {**values, **_times(moment, calendar, now)}))
    return Wish(asked.day, moment)


def _not_to_be_had(moment: datetime, calendar: BookingCalendar) -> str:
    if moment not in calendar.starts(moment.date()):
        return "time_between"
    return "" if calendar.is_free(moment) else "time_taken"


def _times(wanted: datetime, calendar: BookingCalendar, now: datetime) -> dict[str, list[str]]:
    """The nearest free times."""
    return {"times": [moment.isoformat() for moment in calendar.nearest_free(wanted, now, OFFERED)]}


def _wrong_day(day: date, calendar: BookingCalendar, now: datetime) -> str:
    if day < calendar.today(now):
        return "day_in_past"
    if day > calendar.today(now) + FARTHEST:
        return "day_too_far"
    if not calendar.takes_bookings(day):
        return "day_closed"
    return "" if calendar.can_be_asked_for(day, now) else "day_too_soon"


def _with_days(key: str, day: date, mention: Mention, calendar: BookingCalendar, now: datetime) -> Problem:
    nearest = calendar.nearest_days(now, OFFERED, day)
    offers = [_offer(mention, one, calendar, now) for one in nearest]
    values = {"day": day.isoformat(), "nearest": [one.isoformat() for one in nearest], "offers": offers}
    return Problem(key, {**values, "holiday": calendar.holiday(day)} if key == "day_closed" else values)


def _offer(mention: Mention, day: date, calendar: BookingCalendar, now: datetime) -> str:
    """A day that can be had, with the wanted time where that is free."""
    moment = wanted(mention, day, now, calendar).starts_at
    return (moment if moment and moment in calendar.free_starts([day], now) else day).isoformat()


def _unclear(mention: Mention, calendar: BookingCalendar, now: datetime) -> Problem:
    days = calendar.days_from(mention.near or calendar.today(now), now, OFFERED)
    return Problem("day_unclear", {"nearest": [day.isoformat() for day in days]})


def _next_free(mention: Mention, calendar: BookingCalendar, now: datetime) -> Problem:
    """The first free time of each of the nearest days, for somebody who leaves it to the clinic."""
    days = calendar.days_from(mention.near or calendar.today(now), now, OFFERED)
    times = [_first_free(day, mention.part, calendar, now) for day in days]
    return Problem("any_time", {"times": [moment.isoformat() for moment in times if moment]})


def _first_free(day: date, part: str, calendar: BookingCalendar, now: datetime) -> datetime | None:
    """The first free time of a day, in that part of it where it has one."""
    free = calendar.free_starts([day], now)
    begins, ends = _PARTS.get(part, (0, 24))
    return next((moment for moment in free if begins <= moment.hour < ends), next(iter(free), None))


def _day_edges(day: date, calendar: BookingCalendar) -> dict[str, str]:
    """The first and last moment of a day at which a visit can begin."""
    spans, last = calendar.spans(day), calendar.last_start(day)
    if not spans or last is None:
        return {}
    return {"first": datetime.combine(day, spans[0].opens, calendar.zone).isoformat(), "last": last.isoformat()}


def _moment_if_fine(day: date, clock: time | None, calendar: BookingCalendar, now: datetime) -> datetime | None:
    moment = datetime.combine(day, clock, calendar.zone) if clock else None
    return moment if moment in calendar.free_starts([day], now) else None
