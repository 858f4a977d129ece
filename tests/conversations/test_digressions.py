"""Something else comes up in the middle of a booking; it is dealt with, and the form asks its question again."""

from __future__ import annotations

from typing import Any

import pytest
from replies import QUESTIONS, asked_for, asks_for, says

pytestmark = pytest.mark.in_sql

DIGRESSIONS = {
    "are milia contagious?": ("are_milia_contagious", "answer"),
    "what are your opening hours?": ("opening_hours", "answer"),
    "how much does it cost?": ("prices", "answer"),
    "thanks": ("thank", "chat"),
    "who are you?": ("bot_challenge", "chat"),
    "what can you do?": ("ask_capabilities", "chat"),
    "what's the weather in Paris?": ("out_of_scope", "fallback"),
    "can I talk to a person?": ("talk_to_a_person", "handoff"),
    "hello": ("greet", "chat"),
    "what do you know about me?": ("what_do_you_know", "chat"),
}


@pytest.mark.parametrize("slot", QUESTIONS)
def test_the_form_comes_back_to_its_question_with_everything_kept(slot: str, talk: Any) -> None:
    entered = {k: v for k, v in asked_for(talk, slot).slots.items() if k.startswith("booking_")}
    for message, expected in DIGRESSIONS.items():
        turn = talk.say(message)
        assert (turn.label, turn.outcome) == expected, message
        assert asks_for(turn, slot), message
        assert {k: v for k, v in turn.slots.items() if k.startswith("booking_")} == entered, message


@pytest.mark.parametrize("slot", QUESTIONS)
def test_more_about_the_answer_can_be_tapped(slot: str, talk: Any) -> None:
    asked_for(talk, slot)
    talk.say("are milia contagious?")
    turn = talk.tap("Tell me more")
    assert turn.label == "are_milia_contagious" and asks_for(turn, slot)


def test_the_booking_is_completed_after_many_digressions(talk: Any, assistant: Any) -> None:
    for message in (
        *("I want an appointment", "does removal hurt?", "my milia", "are you open on Friday?", "friday at 11"),
        *("are you a robot?", "Dana Smith", "how much is it?", "780 555 0134", "can i pop them meanwhile?", "yes"),
    ):
        turn = talk.say(message)
    assert says(turn, "utter_booked")
    (booking,) = assistant.records.bookings()
    assert (booking.reason, booking.name, booking.day.isoformat()) == ("my milia", "Dana Smith", "2026-11-27")


def test_the_introduction_is_said_once(talk: Any) -> None:
    assert says(talk.say("/book_appointment"), "utter_booking_begins")
    assert not says(talk.say("are milia contagious?"), "utter_booking_begins")
    assert not says(talk.tap("Ask for an appointment"), "utter_booking_begins")


@pytest.mark.parametrize("question", ["is my name needed?", "why do you need my phone number?"])
def test_a_question_about_the_question_is_not_taken_for_its_answer(question: str, talk: Any) -> None:
    asked_for(talk, "name")
    turn = talk.say(question)
    assert "booking_name" not in turn.slots and asks_for(turn, "name")


def test_a_question_at_the_read_back_sends_nothing(talk: Any, assistant: Any) -> None:
    asked_for(talk, "confirmed")
    turn = talk.say("ok but does it hurt?")
    assert turn.label == "does_removal_hurt" and asks_for(turn, "confirmed")
    assert assistant.records.bookings() == ()
