"""One calendar feeds what visitors are told about opening, about a person, and about appointments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from replies import asked_for, says, texts, titles

from pearl.bootstrap import services, use
from pearl.clinic_profile import Exceptional
from pearl.hours import OpeningHours
from pearl.span import Span

pytestmark = pytest.mark.in_sql


@pytest.fixture()
def staff_days(talk: Any) -> Iterator[Any]:
    """The clinic is closed this Wednesday and Thursday, and open in the afternoon only on Friday."""
    before = services()
    days = [(25, []), (26, []), (27, [Span.read("13:00-15:00")])]
    exceptions = [
        Exceptional.construct(date=date(2026, 11, day), name="Staff days", hours=hours) for day, hours in days
    ]
    profile = before.profile.copy(update={"exceptions": exceptions})
    use(replace(before, profile=profile, hours=OpeningHours(profile)))
    yield talk
    use(before)


def test_open_now_and_the_next_opening_are_told_by_it(staff_days: Any) -> None:
    said = texts(staff_days.say("are you open now?"))
    assert "closed today for Staff days" in said and "Friday, 27 November at 1 pm" in said


def test_who_wants_a_person_hears_when_somebody_is_there_again(staff_days: Any) -> None:
    assert "Friday, 27 November at 1 pm" in texts(staff_days.say("talk to a person"))


def test_no_appointment_is_given_while_it_is_closed_and_the_nearest_times_are_those_it_is_open(staff_days: Any) -> None:
    asked_for(staff_days, "reason")
    staff_days.say("my milia")
    turn = staff_days.say("thursday")
    assert says(turn, "utter_day_closed") and titles(turn)[0] == "Friday 27 November 2026"
    turn = staff_days.say("friday at 10 am")
    assert says(turn, "utter_time_outside_hours") and "1:00 pm" in texts(turn) and "2:30 pm" in texts(turn)


@pytest.fixture()
def long_days(talk: Any) -> Iterator[Any]:
    """The clinic is open from eight in the morning to ten at night."""
    before = services()
    profile = before.profile.copy(update={"hours": {day: [Span.read("08:00-22:00")] for day in before.profile.hours}})
    use(replace(before, profile=profile, hours=OpeningHours(profile)))
    yield talk
    use(before)


@pytest.mark.parametrize("words", ["tuesday at 9", "9"])
def test_where_the_hours_leave_two_meanings_it_is_asked_with_a_button_for_each(words: str, long_days: Any) -> None:
    asked_for(long_days, "day")
    if words == "9":
        long_days.say("tuesday")
    turn = long_days.say(words)
    assert says(turn, "utter_time_ambiguous"), texts(turn)
    assert titles(turn) == ["Tuesday 1 December 2026, 9:00 am", "Tuesday 1 December 2026, 9:00 pm"]
    assert long_days.tap(titles(turn)[1]).slots["booking_starts_at"] == "2026-12-01T21:00:00-07:00"


@pytest.mark.parametrize(("now", "is_open"), [("2027-03-12T09:29", False), ("2027-03-16T09:31", True)])
def test_the_clock_of_the_wall_counts_on_both_sides_of_the_change_to_summer_time(
    now: str, is_open: bool, talk: Any, at_moment: Any
) -> None:
    at_moment(now)
    assert ("We are open now" in texts(talk.say("are you open now?"))) is is_open


def test_an_appointment_on_the_other_side_of_the_change_is_at_the_time_that_was_said(
    talk: Any, assistant: Any, at_moment: Any
) -> None:
    at_moment("2027-03-11T11:00")
    talk.say("I'd like an appointment for my milia on 16 March 2027 at 2 pm, my name is Dana Smith, 780 555 0134")
    talk.say("yes")
    (booking,) = assistant.records.bookings()
    assert booking.starts_at.isoformat() == "2027-03-16T20:00:00+00:00"
