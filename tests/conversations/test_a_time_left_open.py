"""An answer to "when?" that names no time, or only the bare hour: taken, said back, and open to a correction."""

from __future__ import annotations

from typing import Any

import pytest
from own_booking import PHONE, book
from replies import asked_for, asks_for, says, texts, titles

pytestmark = pytest.mark.in_sql
TUESDAY = "2026-12-01"


@pytest.mark.parametrize(
    ("words", "starts_at", "said"),
    [
        ("3", "2026-12-01T15:00:00-07:00", "3:00 pm"),
        ("10", "2026-12-01T10:00:00-07:00", "10:00 am"),
        ("maybe 4ish", "2026-12-01T16:00:00-07:00", "4:00 pm"),
        ("three please", "2026-12-01T15:00:00-07:00", "3:00 pm"),
    ],
)
def test_a_bare_hour_after_a_day_is_the_one_at_which_the_clinic_is_open(
    words: str, starts_at: str, said: str, talk: Any
) -> None:
    asked_for(talk, "day")
    assert asks_for(talk.say("tuesday"), "name")
    turn = talk.say(words)
    assert says(turn, "utter_time_assumed") and said in texts(turn), texts(turn)
    assert turn.slots["booking_starts_at"] == starts_at and asks_for(turn, "name")
    assert "booking_name" not in turn.slots


def test_a_bare_hour_outside_the_opening_hours_is_told_and_the_day_kept(talk: Any) -> None:
    asked_for(talk, "day")
    talk.say("tuesday")
    turn = talk.say("7")
    assert says(turn, "utter_time_outside_hours") and "9:30 am" in texts(turn), texts(turn)
    assert turn.slots["booking_day"] == TUESDAY and asks_for(turn, "name")


def test_a_bare_hour_corrects_the_time_at_the_read_back(talk: Any) -> None:
    asked_for(talk, "confirmed")
    talk.say("the time")
    assert "Day: Tuesday 1 December 2026, 3:00 pm" in texts(talk.say("3")).splitlines()


def test_a_bare_number_without_a_day_is_no_time(talk: Any) -> None:
    asked_for(talk, "day")
    turn = talk.say("3")
    assert asks_for(turn, "day") and "booking_starts_at" not in turn.slots


@pytest.mark.parametrize("words", ["any time", "whenever", "I don't mind", "asap", "whenever you are free", "any day"])
def test_any_time_is_answered_with_the_next_free_times_to_tap(words: str, talk: Any) -> None:
    asked_for(talk, "day")
    turn = talk.say(words)
    assert says(turn, "utter_any_time") and asks_for(turn, "day"), texts(turn)
    assert titles(turn)[0] == "Thursday 26 November 2026, 11:00 am" and len(titles(turn)) == 3
    assert asks_for(talk.tap(titles(turn)[1]), "name")
    assert talk.turns[-1].slots["booking_starts_at"] == "2026-11-27T09:30:00-07:00"


def test_any_time_next_week_offers_times_of_that_week(talk: Any) -> None:
    asked_for(talk, "day")
    assert titles(talk.say("any time next week"))[0] == "Tuesday 1 December 2026, 9:30 am"


@pytest.mark.parametrize("words", ["tuesday any time", "whenever on tuesday", "any time on tuesday is fine"])
def test_any_time_of_a_day_takes_its_first_free_time_and_says_which(words: str, talk: Any) -> None:
    asked_for(talk, "day")
    turn = talk.say(words)
    assert says(turn, "utter_time_first") and "9:30 am" in texts(turn), texts(turn)
    assert turn.slots["booking_starts_at"] == "2026-12-01T09:30:00-07:00" and asks_for(turn, "name")


@pytest.mark.parametrize("words", ["any time", "any time is fine", "whenever", "I don't mind", "the first free one"])
def test_any_time_after_the_day_is_no_name_but_the_first_free_time(words: str, talk: Any) -> None:
    asked_for(talk, "day")
    talk.say("tuesday")
    turn = talk.say(words)
    assert says(turn, "utter_time_first") and asks_for(turn, "name"), texts(turn)
    assert "booking_name" not in turn.slots


def test_any_time_in_the_afternoon_takes_the_first_of_the_afternoon(talk: Any) -> None:
    asked_for(talk, "day")
    turn = talk.say("tuesday afternoon, any time")
    assert turn.slots["booking_starts_at"] == "2026-12-01T12:00:00-07:00", texts(turn)


def test_any_time_at_the_read_back_takes_the_first_of_the_day(talk: Any) -> None:
    asked_for(talk, "confirmed")
    talk.say("the time")
    turn = talk.say("any time")
    assert "Day: Tuesday 1 December 2026, 9:30 am" in texts(turn).splitlines() and asks_for(turn, "confirmed")


def test_who_really_wants_to_stop_is_still_asked_whether_to(talk: Any) -> None:
    asked_for(talk, "day")
    assert says(talk.say("I don't care any more, forget it"), "utter_stop_sure")


def test_an_appointment_is_moved_to_any_time_of_a_day_and_it_is_read_back_which(talk: Any, assistant: Any) -> None:
    for message in ("I need to move my appointment", book(assistant), PHONE):
        talk.say(message)
    turn = talk.say("whenever")
    assert says(turn, "utter_any_time") and len(titles(turn)) == 3, texts(turn)
    assert says(talk.say("thursday 3 december"), "utter_own_time_missing")
    assert "to Thursday 3 December 2026, 9:30 am" in texts(talk.say("any time"))
    assert "to Thursday 3 December 2026, 2:00 pm" in texts(talk.say("no, thursday 3 december at 2"))


def test_a_bare_hour_is_enough_to_move_an_appointment(talk: Any, assistant: Any) -> None:
    for message in ("I need to move my appointment", book(assistant), PHONE, "thursday 3 december"):
        talk.say(message)
    assert "to Thursday 3 December 2026, 3:00 pm" in texts(talk.say("3"))
