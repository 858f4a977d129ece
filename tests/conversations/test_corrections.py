"""A visitor changes what was entered, before or at the read-back."""

from __future__ import annotations

from typing import Any

import pytest
from replies import ALL_AT_ONCE, asked_for, asks_for, says, texts

pytestmark = pytest.mark.in_sql


@pytest.mark.parametrize(
    ("correction", "line"),
    [
        ("no, my name is Dana Jones", "Name: Dana Jones"),
        ("my number is 780 555 0177", "Phone: 780 555 0177"),
        ("make it Wednesday", "Day: Wednesday 2 December 2026, 2:00 pm"),
        ("actually make it 3 pm", "Day: Tuesday 1 December 2026, 3:00 pm"),
        ("no, Friday at 10", "Day: Friday 27 November 2026, 10:00 am"),
        ("no, Thursday", "Day: Thursday 26 November 2026, 2:00 pm"),
        ("actually 1 pm", "Day: Tuesday 1 December 2026, 1:00 pm"),
        ("the reason is a cyst on my cheek", "Reason: a cyst on my cheek"),
        ("yes but make it 4 pm", "Day: Tuesday 1 December 2026, 4:00 pm"),
    ],
)
def test_a_correction_at_the_read_back_is_read_back_anew(correction: str, line: str, talk: Any, assistant: Any) -> None:
    talk.say(ALL_AT_ONCE)
    turn = talk.say(correction)
    assert asks_for(turn, "confirmed") and line in texts(turn).splitlines(), texts(turn)
    assert assistant.records.bookings() == ()


@pytest.mark.parametrize(
    ("named", "slot", "then", "line"),
    [
        ("the day", "day", "friday at 11", "Day: Friday 27 November 2026, 11:00 am"),
        ("phone", "phone", "780 555 0177", "Phone: 780 555 0177"),
        ("the phone number please", "phone", "780 555 0177", "Phone: 780 555 0177"),
        ("the name", "name", "Dana Jones", "Name: Dana Jones"),
        ("change the reason", "reason", "the bumps on my nose", "Reason: the bumps on my nose"),
    ],
)
def test_naming_what_to_change_asks_for_it_again(named: str, slot: str, then: str, line: str, talk: Any) -> None:
    talk.say(ALL_AT_ONCE)
    talk.tap("No, change it")
    assert asks_for(talk.say(named), slot)
    turn = talk.say(then)
    assert asks_for(turn, "confirmed") and line in texts(turn).splitlines(), texts(turn)


def test_naming_the_time_asks_for_a_time_of_that_day(talk: Any) -> None:
    talk.say(ALL_AT_ONCE)
    turn = talk.say("the time")
    assert says(turn, "utter_which_time") and len(turn.replies) == 1
    assert "Day: Tuesday 1 December 2026, 10:30 am" in texts(talk.say("10:30")).splitlines()


def test_a_bare_no_asks_what_to_change_and_nothing_else(talk: Any) -> None:
    talk.say(ALL_AT_ONCE)
    turn = talk.say("no")
    assert says(turn, "utter_what_to_change") and len(turn.replies) == 1
    assert turn.form == "booking_form"


@pytest.mark.parametrize(
    ("slot", "correction", "filled"),
    [
        ("name", "sorry, make it Thursday at 10", {"booking_day": "2026-11-26"}),
        ("name", "actually Friday at 3 pm", {"booking_starts_at": "2026-11-27T15:00:00-07:00"}),
        ("phone", "sorry, my name is Dana Jones", {"booking_name": "Dana Jones"}),
        ("phone", "oh wait, friday at 11 is better", {"booking_starts_at": "2026-11-27T11:00:00-07:00"}),
    ],
)
def test_an_earlier_answer_is_corrected_on_the_way(
    slot: str, correction: str, filled: dict[str, str], talk: Any
) -> None:
    asked_for(talk, slot)
    turn = talk.say(correction)
    assert filled.items() <= turn.slots.items(), texts(turn)
    assert asks_for(turn, slot)


def test_what_is_sent_is_what_was_read_back_last(talk: Any, assistant: Any) -> None:
    for message in (ALL_AT_ONCE, "no, my name is Dana Jones", "make it 3 pm", "my number is 780 555 0177", "yes"):
        talk.say(message)
    (booking,) = assistant.records.bookings()
    assert (booking.name, booking.phone) == ("Dana Jones", "+17805550177")
    assert booking.starts_at.isoformat() == "2026-12-01T22:00:00+00:00"
