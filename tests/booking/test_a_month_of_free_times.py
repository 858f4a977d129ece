"""The free times of a month, as a visitor chooses one: only what can be booked, and never out of reach."""

from __future__ import annotations

from datetime import date, datetime, timezone

from booking_clinic import CALENDAR, NOW, PROFILE

from pearl.booking.calendar import BookingCalendar
from pearl.booking.free_month import as_json, free_month, offer


def test_without_a_wish_it_is_the_month_of_the_first_free_time() -> None:
    month = free_month(CALENDAR, NOW)
    assert month.first == CALENDAR.days_from(CALENDAR.today(NOW), NOW, 1)[0].replace(day=1)
    assert month.times and not month.has_before and month.has_after


def test_its_times_are_those_that_can_be_booked() -> None:
    month = free_month(CALENDAR, NOW, date(2026, 12, 15))
    days = [date(2026, 12, day) for day in range(1, 32)]
    assert month.times == tuple(CALENDAR.free_starts(days, NOW))
    assert month.has_before and month.has_after


def test_what_is_taken_is_not_offered() -> None:
    first = free_month(CALENDAR, NOW, date(2026, 12, 15)).times[0]
    full = BookingCalendar(PROFILE, lambda *_: {first.astimezone(timezone.utc): CALENDAR.capacity})
    assert first not in free_month(full, NOW, date(2026, 12, 15)).times


def test_a_month_out_of_reach_becomes_the_nearest_one() -> None:
    assert free_month(CALENDAR, NOW, date(1999, 1, 1)).first == CALENDAR.today(NOW).replace(day=1)
    latest = free_month(CALENDAR, NOW, date(2999, 1, 1))
    assert not latest.has_after and latest.first.year == NOW.year + 1


def test_a_time_is_what_its_button_would_be() -> None:
    told = as_json(free_month(CALENDAR, NOW, date(2026, 12, 15)))
    days = told["days"]
    assert isinstance(days, list)
    time = days[0]["times"][0]
    at = datetime.fromisoformat(f"{days[0]['date']}T00:00")
    assert {"title": time["title"], "payload": time["payload"]} == offer(time["payload"][-18:-2])
    assert time["title"].startswith(days[0]["title"]) and str(at.day) in days[0]["title"]
