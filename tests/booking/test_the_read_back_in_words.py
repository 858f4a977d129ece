"""The values that the read-back is put together from."""

from __future__ import annotations

from datetime import date

import pytest
from booking_clinic import AT_THREE, TUESDAY, at

from pearl.booking.summary import day_in_words, time_in_words, values


def test_every_value_is_in_words() -> None:
    assert values(TUESDAY, AT_THREE, "+17805550134") == {
        "weekday": "Tuesday",
        "day": "Tuesday 1 December 2026",
        "time": "3:00 pm",
        "phone": "780 555 0134",
    }


def test_what_is_not_known_is_empty() -> None:
    assert set(values(None, None, None).values()) == {""}


@pytest.mark.parametrize(
    ("clock", "words"),
    [("00:00", "12:00 am"), ("09:05", "9:05 am"), ("12:00", "12:00 pm"), ("12:30", "12:30 pm"), ("16:30", "4:30 pm")],
)
def test_times_are_told_by_the_twelve_hour_clock(clock: str, words: str) -> None:
    assert time_in_words(at(f"2026-12-01T{clock}")) == words


def test_days_are_told_with_weekday_and_year() -> None:
    assert day_in_words(date(2027, 1, 1)) == "Friday 1 January 2027"
