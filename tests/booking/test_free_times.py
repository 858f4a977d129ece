"""Which times can be had: on the clinic's own beat, with a place left, and near the one that was wanted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timezone

import pytest
from booking_clinic import COMPLETE, NOW, PROFILE, TUESDAY, asked, at

from pearl.booking.calendar import BookingCalendar, Taken
from pearl.booking.form import FormMessage, FormState, FormStep, fill
from pearl.booking.wishes import taken


def full(*times: str) -> Taken:
    """Every place at these times is taken."""
    moments = {at(time).astimezone(timezone.utc): PROFILE.booking.capacity for time in times}

    def taken_between(first: datetime, last: datetime) -> Mapping[datetime, int]:
        return {moment: count for moment, count in moments.items() if first <= moment <= last}

    return taken_between


def day_of(day: str) -> list[str]:
    return [f"{day}T{hour:02}:{minute:02}" for hour in range(9, 17) for minute in (0, 30)]


def said(text: str, *times: str, state: FormState | None = None, picked: str = "") -> FormStep:
    calendar = BookingCalendar(PROFILE, full(*times))
    message = FormMessage(text, "pick_time" if picked else "out_of_scope", picked=picked)
    return fill(state or asked("day"), message, calendar, NOW)


def hours_and_minutes(moments: list[datetime]) -> list[str]:
    return [f"{moment:%H:%M}" for moment in moments]


def test_visits_begin_by_slots_from_the_opening_and_end_before_the_closing() -> None:
    starts = BookingCalendar(PROFILE).starts(date(2026, 12, 1))
    assert hours_and_minutes(starts[:3] + starts[-1:]) == ["09:30", "10:00", "10:30", "16:30"]
    assert BookingCalendar(PROFILE).starts(date(2026, 12, 25)) == []


def test_a_time_with_a_place_left_is_free_and_a_full_one_is_not() -> None:
    calendar = BookingCalendar(PROFILE, full("2026-12-01T14:00"))
    assert not calendar.is_free(at("2026-12-01T14:00"))
    assert calendar.is_free(at("2026-12-01T14:30"))
    half_taken = BookingCalendar(PROFILE, lambda first, last: {at("2026-12-01T14:00").astimezone(timezone.utc): 1})
    assert half_taken.is_free(at("2026-12-01T14:00"))


def test_the_nearest_free_times_come_in_order_and_reach_over_a_full_day() -> None:
    calendar = BookingCalendar(PROFILE, full("2026-12-01T14:00", "2026-12-01T13:30"))
    near = calendar.nearest_free(at("2026-12-01T14:00"), NOW, 3)
    assert hours_and_minutes(near) == ["13:00", "14:30", "15:00"]
    calendar = BookingCalendar(PROFILE, full(*day_of("2026-12-01")))
    near = calendar.nearest_free(at("2026-12-01T14:00"), NOW, 2)
    assert [moment.date().isoformat() for moment in near] == ["2026-12-02", "2026-12-02"]


def test_a_taken_time_is_told_with_the_nearest_free_ones_and_nothing_is_filled() -> None:
    step = said("tuesday at 2 pm", "2026-12-01T14:00")
    assert (step.changes, [problem.key for problem in step.problems]) == ({}, ["time_taken"])
    times = step.problems[0].values["times"]
    assert times == ["2026-12-01T13:00:00-07:00", "2026-12-01T13:30:00-07:00", "2026-12-01T14:30:00-07:00"]


def test_a_taken_time_at_the_read_back_leaves_the_booking_as_it_was() -> None:
    step = said("actually 1 pm", "2026-12-01T13:00", state=COMPLETE)
    assert (step.changes, [problem.key for problem in step.problems]) == ({"booking_confirmed": None}, ["time_taken"])


def test_a_time_between_two_slots_is_told_with_its_neighbours() -> None:
    step = said("tuesday at 2:10 pm")
    assert (step.changes, [problem.key for problem in step.problems]) == ({}, ["time_between"])
    assert step.problems[0].values["times"][:2] == ["2026-12-01T13:30:00-07:00", "2026-12-01T14:00:00-07:00"]


def test_a_day_without_a_free_time_is_told_and_not_offered() -> None:
    step = said("tuesday", *day_of("2026-12-01"))
    assert (step.changes, [problem.key for problem in step.problems]) == ({}, ["day_full"])
    assert TUESDAY not in step.problems[0].values["nearest"]


def test_a_full_day_is_not_among_the_nearest_of_a_closed_one() -> None:
    nearest = said("sunday", *day_of("2026-12-01")).problems[0].values["nearest"]
    assert nearest == ["2026-11-26", "2026-11-27", "2026-12-02"]


def test_the_wanted_time_is_offered_on_the_nearest_days_where_it_is_free() -> None:
    offers = said("sunday at 2 pm", "2026-11-27T14:00").problems[0].values["offers"]
    assert offers == ["2026-11-26T14:00:00-07:00", "2026-11-27", "2026-12-01T14:00:00-07:00"]


@pytest.mark.parametrize(
    ("picked", "changes"),
    [
        ("2026-12-01", {"booking_day": TUESDAY}),
        ("2026-12-01T15:00", {"booking_day": TUESDAY, "booking_starts_at": "2026-12-01T15:00:00-07:00"}),
    ],
)
@pytest.mark.parametrize("slot", ["reason", "day", "name", "phone"])
def test_a_button_fills_the_day_and_the_time_whatever_was_asked(
    slot: str, picked: str, changes: dict[str, str]
) -> None:
    assert said("/pick_time", state=asked(slot), picked=picked).changes == changes


@pytest.mark.parametrize("picked", ["2026-99-99", "2020-01-01", "2026-12-25T10:00"])
def test_a_button_with_what_cannot_be_had_fills_nothing(picked: str) -> None:
    step = said("/pick_time", picked=picked)
    assert (step.changes, step.rejected) == ({}, False)


def test_what_somebody_else_was_faster_at_is_told_by_the_clinics_clock() -> None:
    calendar = BookingCalendar(PROFILE, full("2026-12-01T14:00"))
    problem = taken(at("2026-12-01T14:00").astimezone(timezone.utc), calendar, NOW)
    assert (problem.key, problem.values["day"]) == ("time_taken", TUESDAY)
    assert problem.values["starts_at"] == "2026-12-01T14:00:00-07:00"


def test_the_day_the_clocks_change_has_as_many_slots_as_any_other() -> None:
    hours = dict.fromkeys(PROFILE.hours, PROFILE.hours["tue"])
    calendar = BookingCalendar(PROFILE.copy(update={"hours": hours}))
    assert len(calendar.starts(date(2027, 3, 14))) == len(calendar.starts(date(2026, 12, 1))) == 15
