"""A visitor wants a time that somebody else has: told so, with the nearest free times to tap."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from replies import ALL_AT_ONCE, asked_for, asks_for, says, texts, titles

from pearl.booking.request import BookingRequest

pytestmark = pytest.mark.in_sql

EDMONTON = ZoneInfo("America/Edmonton")
TWO = datetime(2026, 12, 1, 14, tzinfo=EDMONTON)


def take(assistant: Any, starts_at: datetime = TWO, places: int = 2) -> None:
    """Other visitors book every place at a time."""
    for number in range(places):
        assistant.records.add_booking(
            BookingRequest(
                reason="milia",
                day=starts_at.date(),
                name="Kim",
                phone="+17805550155",
                channel="rest",
                sender="other",
                idempotency_key=f"{starts_at}/{number}",
                created_at=datetime(2026, 11, 24, 9, tzinfo=EDMONTON),
                starts_at=starts_at,
            )
        )


def test_a_taken_time_is_told_with_buttons_and_a_tap_takes_the_other_time(talk: Any, assistant: Any) -> None:
    take(assistant)
    turn = talk.say(ALL_AT_ONCE)
    assert says(turn, "utter_time_taken") and asks_for(turn, "day"), texts(turn)
    assert titles(turn) == [
        "Tuesday 1 December 2026, 1:00 pm",
        "Tuesday 1 December 2026, 1:30 pm",
        "Tuesday 1 December 2026, 2:30 pm",
    ]
    turn = talk.tap("Tuesday 1 December 2026, 2:30 pm")
    assert "Day: Tuesday 1 December 2026, 2:30 pm" in texts(turn).splitlines()


def test_one_place_left_is_enough(talk: Any, assistant: Any) -> None:
    take(assistant, places=1)
    assert asks_for(talk.say(ALL_AT_ONCE), "confirmed")


def test_a_time_that_goes_between_the_read_back_and_the_yes_is_told_and_the_rest_is_kept(
    talk: Any, assistant: Any
) -> None:
    talk.say(ALL_AT_ONCE)
    take(assistant)
    turn = talk.say("yes")
    assert says(turn, "utter_time_taken") and "PRL-" not in texts(turn)
    assert (turn.form, turn.slots["booking_name"]) == ("booking_form", "Dana Smith")
    assert len(assistant.records.bookings()) == 2
    assert asks_for(talk.tap("Tuesday 1 December 2026, 1:30 pm"), "confirmed")
    assert "PRL-" in texts(talk.say("yes"))
    assert len(assistant.records.bookings()) == 3


def test_after_a_lost_race_another_time_can_be_typed_too(talk: Any, assistant: Any) -> None:
    talk.say(ALL_AT_ONCE)
    take(assistant)
    talk.say("yes")
    assert "Day: Wednesday 2 December 2026, 10:00 am" in texts(talk.say("wednesday 2 december at 10")).splitlines()


def test_two_visitors_who_say_yes_to_the_last_place_get_one_booking(talk: Any, assistant: Any) -> None:
    take(assistant, places=1)
    other = assistant.conversation()
    for visitor in (talk, other):
        visitor.say(ALL_AT_ONCE)
    first, second = talk.say("yes"), other.say("yes")
    assert "PRL-" in texts(first) and says(second, "utter_time_taken")


def test_a_time_that_was_cancelled_can_be_had_again(talk: Any, assistant: Any) -> None:
    take(assistant)
    assert says(talk.say(ALL_AT_ONCE), "utter_time_taken")
    assistant.records.clear()
    assert asks_for(talk.say("tuesday at 2 pm"), "confirmed")


@pytest.mark.parametrize(
    ("wish", "problem", "button"),
    [
        ("sunday", "utter_day_closed", "Friday 27 November 2026"),
        ("sunday at 2 pm", "utter_day_closed", "Friday 27 November 2026, 2:00 pm"),
        ("1 november 2026", "utter_day_in_past", "Thursday 26 November 2026"),
        ("sometime next week", "utter_day_unclear", "Tuesday 1 December 2026"),
        ("tuesday at 2:10 pm", "utter_time_between", "Tuesday 1 December 2026, 2:00 pm"),
        ("tuesday at 8 pm", "utter_time_outside_hours", "Tuesday 1 December 2026, 4:30 pm"),
    ],
)
def test_what_can_not_be_had_comes_with_buttons_for_what_can(wish: str, problem: str, button: str, talk: Any) -> None:
    asked_for(talk, "day")
    turn = talk.say(wish)
    assert says(turn, problem) and button in titles(turn), (texts(turn), titles(turn))
    assert asks_for(talk.tap(button), "name")


def test_a_time_button_from_before_begins_a_booking_with_that_time(talk: Any) -> None:
    turn = talk.say('/pick_time{"time": "2026-12-01T14:00"}')
    assert asks_for(turn, "reason") and turn.slots["booking_starts_at"] == "2026-12-01T14:00:00-07:00"


@pytest.mark.parametrize(
    ("wish", "later", "problem"),
    [
        (ALL_AT_ONCE, "2026-12-02T09:00", "utter_day_in_past"),
        (ALL_AT_ONCE, "2026-11-30T15:00", "utter_time_too_soon"),
        (ALL_AT_ONCE.replace(" at 2 pm", ""), "2026-12-01T09:00", "utter_day_too_soon"),
    ],
)
def test_a_yes_that_comes_too_late_for_the_time_is_told_and_the_rest_is_kept(
    wish: str, later: str, problem: str, talk: Any, assistant: Any, at_moment: Any
) -> None:
    assert asks_for(talk.say(wish), "confirmed")
    at_moment(later)
    turn = talk.say("yes")
    assert says(turn, problem) and titles(turn), texts(turn)
    assert (turn.form, assistant.records.bookings()) == ("booking_form", ())
    assert asks_for(talk.tap(titles(turn)[0]), "confirmed")
    assert "PRL-" in texts(talk.say("yes"))
