"""Answers that were misread when visitors were played: each now goes where it was meant to go."""

from __future__ import annotations

import pytest
from booking_clinic import asked, step

KNOWN = {"reason": "milia", "day": "2026-12-01", "patient_asked": True}


@pytest.mark.parametrize("text", ["780 555 0134", "(780) 555-0134.", "dana@example.org"])
def test_a_contact_before_it_is_asked_for_is_taken_and_calls_nobody(text: str) -> None:
    taken = step(asked("name", **KNOWN), text, "talk_to_a_person")
    assert not taken.rejected and set(taken.changes) <= {"booking_phone", "booking_email"} and taken.changes


def test_a_wish_to_be_called_is_still_one_for_a_person() -> None:
    assert step(asked("name", **KNOWN), "please call me on 780 555 0134", "talk_to_a_person").rejected


def test_an_impossible_clock_time_is_no_year() -> None:
    taken = step(asked("day", reason="milia"), "thursday 25:00")
    assert [problem.key for problem in taken.problems] == ["time_unclear"]
    assert taken.changes["booking_day"] == "2026-11-26"


def test_a_question_for_a_free_time_is_answered() -> None:
    taken = step(asked("day", reason="milia"), "is thursday at 2 pm free?")
    assert [note.key for note in taken.notes] == ["time_free"]


def test_markup_for_a_name_is_no_greeting_either() -> None:
    taken = step(asked("name", **KNOWN), "<b>Dana</b>", "greet")
    assert [problem.key for problem in taken.problems] == ["name_unclear"]
    assert step(asked("name", **KNOWN), "hello", "greet").rejected


def test_an_emoji_behind_a_name_is_no_greeting() -> None:
    assert step(asked("name", **KNOWN), "Dana 🙂", "greet").changes["booking_name"] == "Dana"
