"""On which days one can ask for an appointment."""

from __future__ import annotations

from datetime import date

import pytest
from booking_clinic import CALENDAR, NOW, asked, at, closed_on, step

from pearl.booking.days import nearest_days
from pearl.booking.form import FormMessage, fill

# Wednesday 25 November 2026, 11:00; appointments Tuesday to Friday with a day's notice.
REFUSED = {
    "yesterday": "day_in_past",
    "last tuesday": "day_in_past",
    "today": "day_too_soon",
    "monday": "day_closed",
    "saturday": "day_closed",
    "sunday": "day_closed",
    "25 december": "day_closed",
    "1 june 2028": "day_too_far",
    "next week": "day_unclear",
    "31 February": "day_unclear",
    "yes": "day_unclear",
}


@pytest.mark.parametrize(("text", "key"), REFUSED.items())
def test_a_day_that_cannot_be_had_is_told_with_the_nearest_ones(text: str, key: str) -> None:
    result = step(asked("day"), text)
    assert [problem.key for problem in result.problems] == [key]
    nearest = result.problems[0].values["nearest"]
    assert len(nearest) == 3
    assert all(date.fromisoformat(day).weekday() in (1, 2, 3, 4) for day in nearest)
    assert result.changes == {}


def test_a_holiday_is_named() -> None:
    problem = step(asked("day"), "friday 25 december").problems[0]
    assert problem.values["day"] == "2026-12-25"
    assert problem.values["holiday"] == "Christmas Day"
    assert "2026-12-25" not in problem.values["nearest"]


def test_a_clinics_own_holiday_is_closed_too() -> None:
    calendar = closed_on(date(2026, 12, 1), "Staff day")
    result = fill(asked("day"), FormMessage("tuesday", "out_of_scope"), calendar, NOW)
    assert result.problems[0].key == "day_closed"
    assert result.problems[0].values["nearest"] == ["2026-12-02", "2026-12-03", "2026-12-04"]


def test_next_week_offers_days_of_next_week() -> None:
    problem = step(asked("day"), "sometime next week").problems[0]
    assert problem.values["nearest"] == ["2026-12-01", "2026-12-02", "2026-12-03"]


def test_tomorrow_is_offered_only_while_its_last_visit_is_a_day_away() -> None:
    assert nearest_days(CALENDAR, at("2026-11-25T16:30"), 1) == [date(2026, 11, 26)]
    assert nearest_days(CALENDAR, at("2026-11-25T16:31"), 1) == [date(2026, 11, 27)]


def test_a_time_tomorrow_that_is_too_soon_keeps_the_day() -> None:
    result = step(asked("day"), "tomorrow at 10")
    assert result.changes == {"booking_day": "2026-11-26"}
    assert result.problems[0].key == "time_too_soon"


def test_notice_is_counted_in_hours_that_pass_across_a_change_of_the_clocks() -> None:
    # On Sunday 14 March 2027 an hour is missing: Saturday 16:30 to Sunday 16:30 is 23 hours.
    assert not CALENDAR.in_time(at("2027-03-14T16:30"), at("2027-03-13T16:30"))
    assert CALENDAR.in_time(at("2027-03-14T17:30"), at("2027-03-13T16:30"))


def test_a_server_in_another_zone_books_the_same_day() -> None:
    here = step(asked("day"), "tuesday at 3", now=NOW)
    assert step(asked("day"), "tuesday at 3", now=NOW.astimezone(tz=None)) == here


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("tuesday at 8 pm", "time_outside_hours"),
        ("tuesday at 5", "time_outside_hours"),
        ("tuesday at 25:00", "time_unclear"),
    ],
)
def test_a_time_that_cannot_be_had_is_told_and_the_day_stays(text: str, key: str) -> None:
    result = step(asked("day"), text)
    assert result.changes == {"booking_day": "2026-12-01"}
    assert [problem.key for problem in result.problems] == [key]
    assert result.problems[0].values["last"] == "2026-12-01T16:30:00-07:00"


@pytest.mark.parametrize(
    ("text", "day"), [("the 3rd", "2026-12-03"), ("3rd please", "2026-12-03"), ("is thursday ok?", "2026-11-26")]
)
def test_short_answers_are_days_when_a_day_was_asked_for(text: str, day: str) -> None:
    assert step(asked("day"), text).changes == {"booking_day": day}
