"""Bare hours and "any time", and what only looks like them."""

from __future__ import annotations

import pytest
from booking_clinic import asked, step

from pearl.booking.loose_times import bare_hour, is_any_time

DAY = {"reason": "milia", "day": "2026-12-01", "patient_asked": True}


@pytest.mark.parametrize(
    ("text", "hour"),
    [("3", "3"), ("3.", "3"), ("at 3 please", "3"), ("Three", "Three"), ("ok, 10", "10"), ("4ish", "4"), ("15", "15")],
)
def test_a_bare_hour_is_read(text: str, hour: str) -> None:
    assert bare_hour(text) == hour


@pytest.mark.parametrize(
    "text", ["", "0", "25", "3 bumps", "3 kids", "123", "3 or 4", "the 3rd", "780", "three bumps", "3:30"]
)
def test_what_is_no_bare_hour_is_none(text: str) -> None:
    assert bare_hour(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "any time",
        "Anytime!",
        "whenever suits you",
        "I don't mind",
        "the first free slot",
        "you choose",
        "I am flexible",
    ],
)
def test_a_time_left_to_the_clinic_is_read(text: str) -> None:
    assert is_any_time(text)


@pytest.mark.parametrize(
    "text",
    ["any time but monday", "is any time free?", "not any time", "I don't care any more", "never mind, whenever",
     "it hurts whenever I touch it and it has done so for ages since the summer holidays", "Dana", "tuesday"],
)  # fmt: skip
def test_what_leaves_nothing_to_the_clinic_is_not(text: str) -> None:
    assert not is_any_time(text)


@pytest.mark.parametrize("intent", ["stop", "thank", "book_appointment", "greet", "out_of_scope"])
def test_it_is_an_answer_to_when_whatever_else_it_sounds_like(intent: str) -> None:
    taken = step(asked("name", **DAY), "any time", intent)
    assert taken.changes == {"booking_starts_at": "2026-12-01T09:30:00-07:00"} and not taken.rejected
    assert [note.key for note in taken.notes] == ["time_first"]


def test_a_red_flag_stays_one() -> None:
    assert step(asked("day", reason="milia"), "any time I breathe it hurts", "red_flag").rejected


def test_any_time_of_a_closed_day_is_told() -> None:
    assert [problem.key for problem in step(asked("day", reason="milia"), "sunday any time").problems] == ["day_closed"]
