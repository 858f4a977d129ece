"""Yes, no and corrections at the read-back."""

from __future__ import annotations

from typing import Any

import pytest
from booking_clinic import AT_THREE, COMPLETE, TUESDAY, step

AGAIN = {"booking_confirmed": None}
CORRECTIONS: dict[str, dict[str, Any]] = {
    "no, Thursday": {"booking_day": "2026-11-26", "booking_starts_at": "2026-11-26T15:00:00-07:00"},
    "thursday morning instead": {"booking_day": "2026-11-26", "booking_starts_at": None},
    "actually 1 pm": {"booking_starts_at": "2026-12-01T13:00:00-07:00"},
    "yes but at 4": {"booking_starts_at": "2026-12-01T16:00:00-07:00"},
    "no, Thursday at 10:30": {"booking_day": "2026-11-26", "booking_starts_at": None},
    "is friday at 10 ok?": {"booking_day": "2026-11-27", "booking_starts_at": "2026-11-27T10:00:00-07:00"},
    "780 555 0177": {"booking_phone": "+17805550177"},
    "my number is 780 555 0177 not 0134": {"booking_phone": "+17805550177"},
    "my name is Oksana": {"booking_name": "Oksana"},
    "it's Mary-Jane O'Neil": {"booking_name": "Mary-Jane O'Neil"},
    "no, Dana Smith": {"booking_name": "Dana Smith"},
    "the reason is laser": {"booking_reason": "laser"},
    "wrong day": {"booking_day": None, "booking_starts_at": None},
    "no that is the wrong phone number": {"booking_phone": None},
    "no my name is spelled differently": {"booking_name": None},
    "the time": {"booking_starts_at": None},
}
YES = [
    "yes",
    "Yes please",
    "yep",
    "ok",
    "ok thanks",
    "that's right",
    "all correct",
    "perfect, thanks",
    "yes tuesday is fine",
    "yes, tuesday at 3 works",
]
NO = ["no", "nope", "wrong", "that's not right", "not quite", "I want to change something"]
NEITHER = [
    "not sure",
    "good morning",
    "hmm purple",
    "right then we will see",
    "ok my eye hurts",
    "yes but",
    "maybe",
    "sure?",
    "yes I have a question",
    "yes my eye hurts",
]


@pytest.mark.parametrize("text", YES)
def test_yes_confirms(text: str) -> None:
    assert step(COMPLETE, text).changes == {"booking_confirmed": True}


@pytest.mark.parametrize("text", ["/affirm", "si"])
def test_a_button_or_an_understood_yes_confirms(text: str) -> None:
    assert step(COMPLETE, text, "affirm").changes == {"booking_confirmed": True}


@pytest.mark.parametrize("text", NO)
def test_no_asks_what_to_change(text: str) -> None:
    result = step(COMPLETE, text)
    assert result.changes == AGAIN
    assert [problem.key for problem in result.problems] == ["what_to_change"]


@pytest.mark.parametrize("text", NEITHER)
def test_what_is_neither_never_confirms(text: str) -> None:
    assert not step(COMPLETE, text).changes.get("booking_confirmed")


@pytest.mark.parametrize("text", ["yes", "ok thanks"])
def test_a_sure_red_flag_or_stop_wins_over_a_yes(text: str) -> None:
    assert step(COMPLETE, text, "red_flag").rejected
    assert step(COMPLETE, text, "stop").rejected


@pytest.mark.parametrize(("text", "changes"), CORRECTIONS.items())
def test_a_correction_changes_and_reads_back_again(text: str, changes: dict[str, Any]) -> None:
    assert step(COMPLETE, text).changes == {**changes, **AGAIN}


@pytest.mark.parametrize("intent", ["reschedule_appointment", "book_appointment", "deny", "out_of_scope"])
def test_a_correction_counts_however_it_was_understood(intent: str) -> None:
    assert step(COMPLETE, "can we do friday at 10", intent).changes["booking_day"] == "2026-11-27"


def test_a_day_that_cannot_be_had_leaves_the_booking_as_it_was() -> None:
    result = step(COMPLETE, "no, sunday")
    assert result.changes == AGAIN
    assert [problem.key for problem in result.problems] == ["day_closed"]


def test_a_time_outside_hours_takes_the_old_time_away() -> None:
    result = step(COMPLETE, "no, at 8 pm")
    assert result.changes == {"booking_starts_at": None, **AGAIN}
    assert result.problems[0].values["starts_at"] == "2026-12-01T20:00:00-07:00"


def test_the_same_day_and_time_said_again_change_nothing() -> None:
    assert (COMPLETE.day, COMPLETE.starts_at) == (TUESDAY, AT_THREE)
    assert step(COMPLETE, "yes, tuesday at 3").changes == {"booking_confirmed": True}
