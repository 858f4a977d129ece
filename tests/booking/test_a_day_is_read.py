"""Which day and time a sentence wants."""

from __future__ import annotations

import time
from datetime import date

import pytest
from booking_clinic import CALENDAR, NOW, at, open_from_eight_to_ten_at_night
from hypothesis import given, settings
from hypothesis import strategies as st

from pearl.booking.date_words import ALLOWED
from pearl.booking.days import mentioned, read_day

# Today is Wednesday 25 November 2026, 11:00.
DAYS = {
    "tuesday": "2026-12-01",
    "next tuesday": "2026-12-01",
    "Tuesday 1 December 2026": "2026-12-01",
    "thurs": "2026-11-26",
    "no, Thursday": "2026-11-26",
    "tmrw": "2026-11-26",
    "the day after tomorrow": "2026-11-27",
    "wensday morning": "2026-12-02",
    "wednesday": "2026-12-02",
    "this friday afternoon": "2026-11-27",
    "tuesday morning": "2026-12-01",
    "after 4pm on friday": "2026-11-27",
    "between 2 and 4 on thursday": "2026-11-26",
    "got anything after work on tuesday": "2026-12-01",
    "the 3rd of december in the morning": "2026-12-03",
    "on the thirty first of december": "2026-12-31",
    "december 3": "2026-12-03",
    "12/3": "2026-12-03",
    "13/12": "2026-12-13",
    "3/12/2026": "2026-12-03",
    "2026-12-03": "2026-12-03",
    "in 2 weeks": "2026-12-09",
    "yesterday": "2026-11-24",
    "the weekend": "2026-11-28",
    "a week on monday": "2026-12-07",
    "monday week": "2026-12-07",
    "a week from friday": "2026-12-04",
    "two weeks on tuesday": "2026-12-15",
    "a fortnight on tuesday": "2026-12-15",
    "a week tomorrow": "2026-12-03",
    "tuesday or wednesday": "2026-12-01",
    "not tuesday, thursday": "2026-11-26",
    "i can't do tuesday, how about thursday": "2026-11-26",
    "thursday instead of tuesday": "2026-11-26",
    "call me at 780 555 0134 tomorrow": "2026-11-26",
    "Tuesday, 780 555 0134": "2026-12-01",
    "I was hoping to come by next wednesday to be seen": "2026-12-02",
    "may 5th": "2027-05-05",
}
TIMES = {
    "tuesday at 3pm": "2026-12-01T15:00",
    "tuesday at 3": "2026-12-01T15:00",
    "tuesday at 10": "2026-12-01T10:00",
    "thurs at half three": "2026-11-26T15:30",
    "is 9:30 on friday free": "2026-11-27T09:30",
    "friday 14h, my name is Oksana": "2026-11-27T14:00",
    "tuesday 1030": "2026-12-01T10:30",
    "tuesday 3p": "2026-12-01T15:00",
    "tuesday afternoon at 3": "2026-12-01T15:00",
    "tuesday at noon": "2026-12-01T12:00",
    "Dec 1 2026 3:30 pm": "2026-12-01T15:30",
    "tuesday at 3 780 555 0134": "2026-12-01T15:00",
    "wednesday at 3": "2026-12-02T15:00",
}
NO_DAYS = [
    "780 555 0134",
    "my number is 7805550134",
    "my 3 week old baby",
    "3-month-old",
    "I am 34 years old",
    "may i come",
    "I may have milia",
    "a second opinion",
    "the second one",
    "for the first time",
    "my first visit",
    "sun damage",
    "out in the sun",
    "she sat down",
    "$50",
    "is it 50 dollars",
    "for two years",
    "since last tuesday",
    "3 weeks ago",
    "24/7",
    "now and then",
    "they march on",
    "",
    "李雷",
]
VAGUE = ["next week", "sometime next week", "next month", "31 February", "feb 30", "2027-02-30", "before christmas"]


@pytest.mark.parametrize(("text", "day"), DAYS.items())
def test_the_day_is_the_one_that_was_meant(text: str, day: str) -> None:
    found = read_day(text, NOW, CALENDAR)
    assert found is not None
    assert found.day == date.fromisoformat(day)
    assert found.starts_at is None


@pytest.mark.parametrize(("text", "moment"), TIMES.items())
def test_a_clock_time_is_read_with_its_day(text: str, moment: str) -> None:
    found = read_day(text, NOW, CALENDAR)
    assert found is not None
    assert found.starts_at == at(moment)


@pytest.mark.parametrize("text", NO_DAYS)
def test_what_is_no_day_is_not_taken_for_one(text: str) -> None:
    assert read_day(text, NOW, CALENDAR) is None
    assert not mentioned(text, NOW).vague


@pytest.mark.parametrize("text", VAGUE)
def test_a_stretch_or_an_impossible_date_is_no_day_but_is_noticed(text: str) -> None:
    assert read_day(text, NOW, CALENDAR) is None
    assert mentioned(text, NOW).vague


def test_a_bare_time_belongs_to_the_day_that_is_known() -> None:
    found = read_day("actually 1 pm", NOW, CALENDAR, on=date(2026, 12, 1))
    assert found is not None
    assert found.starts_at == at("2026-12-01T13:00")


def test_a_time_with_two_readings_in_opening_hours_is_ambiguous() -> None:
    found = read_day("tuesday at 9", NOW, open_from_eight_to_ten_at_night())
    assert found is not None
    assert (found.starts_at, found.ambiguous) == (None, True)
    assert found.choices == (at("2026-12-01T09:00"), at("2026-12-01T21:00"))


def test_a_time_with_one_reading_in_opening_hours_is_that_one() -> None:
    found = read_day("tuesday at 7", NOW, open_from_eight_to_ten_at_night())
    assert found is not None
    assert found.starts_at == at("2026-12-01T19:00")


@pytest.mark.parametrize(
    "text", ["tuesday at 9 am", "tuesday morning at 9", "tuesday 09:00", "9 in the morning, tuesday"]
)
def test_a_time_with_its_half_of_the_day_is_never_ambiguous(text: str) -> None:
    found = read_day(text, NOW, open_from_eight_to_ten_at_night())
    assert found is not None
    assert found.starts_at == at("2026-12-01T09:00")


@pytest.mark.parametrize(
    ("now", "text", "moment"),
    [
        ("2026-10-30T11:00", "tuesday at 3 pm", "2026-11-03T15:00:00-07:00"),
        ("2027-03-12T11:00", "tuesday at 3 pm", "2027-03-16T15:00:00-06:00"),
        ("2026-10-31T23:30", "tomorrow at 10 am", "2026-11-01T10:00:00-07:00"),
        ("2027-03-13T23:30", "tomorrow at 10 am", "2027-03-14T10:00:00-06:00"),
        ("2026-12-31T23:59", "tomorrow", None),
    ],
)
def test_the_wall_clock_holds_across_a_change_of_the_clocks(now: str, text: str, moment: str | None) -> None:
    found = read_day(text, at(now), CALENDAR)
    assert found is not None
    if moment:
        assert found.starts_at is not None
        assert found.starts_at.isoformat() == moment
    else:
        assert found.day == date(2027, 1, 1)


def test_late_in_the_evening_today_is_the_clinics_day_and_not_that_of_greenwich() -> None:
    found = read_day("today", at("2026-11-25T23:30"), CALENDAR)
    assert found is not None
    assert found.day == date(2026, 11, 25)


@pytest.mark.parametrize("text", ["tuesday at 3pm " * 200, "monday " * 300, "3 " * 700, "the first of the first " * 60])
def test_a_long_repetitive_text_is_read_in_a_moment(text: str) -> None:
    read_day("tuesday", NOW, CALENDAR)
    start = time.perf_counter()
    read_day(text, NOW, CALENDAR)
    assert time.perf_counter() - start < 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*sorted(ALLOWED), "3", "12", "3pm", "10:30", "12/3", "780", "2026", ","]), max_size=8))
def test_any_words_of_dates_are_read_without_an_error(words: list[str]) -> None:
    read_day(" ".join(words), NOW, CALENDAR)
