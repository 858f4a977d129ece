"""Nobody takes the conversation, or the clinic is closed: the visitor leaves a number or a message, and it is kept."""

from __future__ import annotations

from typing import Any

import pytest
from replies import asks_for, says, texts, titles

pytestmark = pytest.mark.in_sql

NIGHT = "2026-11-25T20:00"


@pytest.fixture
def missed(talk: Any, assistant: Any, at_moment: Any) -> Any:
    """A conversation that nobody took in time."""
    talk.say("talk to a person")
    talk.say("my question is about my daughter")
    at_moment("2026-11-25T11:11")
    (handover,) = assistant.staff.run_out()
    assert handover.status == "missed"
    return talk


@pytest.fixture
def at_night(talk: Any, at_moment: Any) -> Any:
    """A conversation that was to be handed over when nobody is there."""
    at_moment(NIGHT)
    turn = talk.say("talk to a person")
    assert says(turn, "utter_handoff_closed") and says(turn, "utter_leave_message")
    assert "tomorrow at 9:30 am" in texts(turn)
    return talk


def the_one(assistant: Any) -> Any:
    (handover,) = assistant.handovers()
    return handover


@pytest.mark.parametrize("words", ["780 555 0134", "yes please call me on (780) 555-0134", "my number is 7805550134"])
def test_a_number_is_enough_to_be_called_back(words: str, missed: Any, assistant: Any) -> None:
    turn = missed.say(words)
    assert says(turn, "utter_call_back_taken") and "780 555 0134" in texts(turn)
    kept = the_one(assistant)
    assert (kept.status, kept.phone, turn.outcome) == ("call_back", "+17805550134", "handoff")
    assert "my question is about my daughter" in [line.text for line in assistant.staff.lines(kept.reference)]


def test_the_number_is_asked_for_on_a_tap_and_checked(missed: Any, assistant: Any) -> None:
    assert says(missed.say("/ask_call_back"), "utter_ask_call_back")
    assert says(missed.say("it is 780 555"), "utter_fallback") or the_one(assistant).status == "missed"
    missed.say("/ask_call_back")
    assert says(missed.say("123 456 789 123 456"), "utter_phone_impossible")
    assert says(missed.say("780 555 0134"), "utter_call_back_taken")


def test_who_wants_no_call_goes_on_with_pearl(missed: Any, assistant: Any) -> None:
    assert missed.say("are milia acne?").outcome == "answer"
    assert missed.say("no").outcome == "chat"
    assert the_one(assistant).status == "missed"


def test_a_number_in_a_booking_is_the_bookings(missed: Any, assistant: Any) -> None:
    for message in ("/book_appointment", "the bumps on my cheek", "next Tuesday at 2 pm", "Dana Smith"):
        turn = missed.say(message)
    assert asks_for(turn, "phone")
    assert asks_for(missed.say("780 555 0134"), "confirmed")
    assert the_one(assistant).status == "missed"


def test_who_gives_up_waiting_may_be_called_back(talk: Any, assistant: Any) -> None:
    talk.say("talk to a person")
    assert says(talk.tap("Go on with Pearl"), "utter_back_again")
    assert says(talk.tap("Ask the clinic to call me"), "utter_ask_call_back")
    assert says(talk.say("780 555 0134"), "utter_call_back_taken")
    assert the_one(assistant).status == "call_back"


def test_a_message_with_a_number_is_kept_in_one_go(at_night: Any, assistant: Any) -> None:
    words = "Do you see children too? My son has bumps. Dana, 780 555 0134"
    turn = at_night.say(words)
    assert says(turn, "utter_message_taken") and not says(turn, "utter_ask_contact")
    kept = the_one(assistant)
    assert (kept.status, kept.message, kept.phone, turn.outcome) == ("message", words, "+17805550134", "handoff")
    assert kept.reference in texts(turn)


def test_who_left_no_way_to_be_reached_is_asked_for_one(at_night: Any, assistant: Any) -> None:
    turn = at_night.say("I need to speak about the bill that I got last week")
    assert says(turn, "utter_message_taken") and says(turn, "utter_ask_contact")
    assert the_one(assistant).status == "message"
    assert says(at_night.say("dana@example.org"), "utter_contact_taken")
    kept = the_one(assistant)
    assert (kept.email, kept.message) == (
        "dana@example.org",
        "I need to speak about the bill that I got last week\ndana@example.org",
    )


def test_a_short_question_is_answered_instead(at_night: Any, assistant: Any) -> None:
    assert at_night.say("are milia acne?").outcome == "answer"
    assert the_one(assistant).status == "after_hours"
    at_night.say("talk to a person")
    at_night.say("please tell Dr. Who that I will be late, dana@example.org")
    assert (the_one(assistant).status, the_one(assistant).email) == ("message", "dana@example.org")


@pytest.mark.parametrize("words", ["/deny", "no thanks", "bye"])
def test_nobody_has_to_leave_a_message(words: str, at_night: Any, assistant: Any) -> None:
    assert at_night.say(words).outcome == "chat"
    assert the_one(assistant).status == "after_hours"


def test_an_appointment_may_be_asked_for_instead(at_night: Any) -> None:
    assert asks_for(at_night.say("I would like to book an appointment"), "reason")


def test_a_red_flag_is_no_message(at_night: Any, assistant: Any) -> None:
    assert at_night.say("my face is swelling and I can't breathe, call 780 555 0134").outcome == "red_flag"
    assert the_one(assistant).status == "after_hours"


@pytest.mark.parametrize(
    "words", ["this is terrible, i want to complain", "that was not helpful at all", "/feedback_negative"]
)
def test_complaints_and_bad_feedback_offer_a_person(words: str, talk: Any, assistant: Any) -> None:
    talk.say("are milia acne?")
    assert "Talk to a person" in titles(talk.say(words))
    assert talk.tap("Talk to a person").outcome == "handoff"
    assert the_one(assistant).status == "waiting"
