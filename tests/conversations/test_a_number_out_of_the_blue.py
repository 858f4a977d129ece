"""A visitor writes a phone number or an address without being asked: what for is asked, and it is kept meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from replies import ALL_AT_ONCE, asks_for, says, texts, titles

pytestmark = pytest.mark.in_sql
NUMBERS = [
    "780 555 0134",
    "(780) 555-0134",
    "my number is 780 555 0134",
    "7805550134 please",
    "Hi, phone: 780-555-0134",
]


@pytest.mark.parametrize("words", NUMBERS)
def test_what_it_is_for_is_asked_and_nobody_is_called(words: str, talk: Any, assistant: Any) -> None:
    turn = talk.say(words)
    assert says(turn, "utter_number_for_what") and "780 555 0134" in texts(turn), texts(turn)
    assert titles(turn) == ["Ask for an appointment", "Ask the clinic to call me"]
    assert (assistant.handovers(), assistant.records.unanswered()) == ((), ())


@pytest.mark.parametrize("begin", ["/book_appointment", "I would like an appointment"])
def test_for_an_appointment_it_is_not_asked_for_again(begin: str, talk: Any, assistant: Any) -> None:
    for message in ("780 555 0134", begin, "my milia", "/deny", "tuesday at 2 pm"):
        talk.say(message)
    turn = talk.say("Dana Smith")
    assert asks_for(turn, "confirmed") and "Phone: 780 555 0134" in texts(turn).splitlines()
    talk.say("yes")
    (booking,) = assistant.records.bookings()
    assert booking.phone == "+17805550134"


@pytest.mark.parametrize("now", ["2026-11-25T11:00", "2026-11-25T20:00"], ids=["open", "closed"])
def test_for_a_call_it_is_passed_on_at_once(now: str, talk: Any, assistant: Any, at_moment: Any) -> None:
    at_moment(now)
    talk.say("780 555 0134")
    turn = talk.tap("Ask the clinic to call me")
    (kept,) = assistant.handovers()
    assert (kept.status, kept.phone) == ("call_back", "+17805550134")
    assert says(turn, "utter_call_back_taken") and kept.reference in texts(turn) and "780 555 0134" in texts(turn)
    assert talk.say("are milia acne?").outcome == "answer"


def test_the_wish_to_be_called_tapped_twice_is_one(talk: Any, assistant: Any) -> None:
    talk.say("780 555 0134")
    first, second = talk.tap("Ask the clinic to call me"), talk.say("/ask_call_back")
    (kept,) = assistant.handovers()
    assert texts(first) == texts(second)
    assert [step.kind for step in assistant.steps(kept.reference)] == ["requested", "call_back"]


def test_another_number_after_it_is_the_one_to_call(talk: Any, assistant: Any) -> None:
    talk.say("780 555 0134")
    talk.tap("Ask the clinic to call me")
    assert says(talk.say("sorry, 780 555 0177"), "utter_call_back_taken")
    assert [kept.phone for kept in assistant.handovers()] == ["+17805550177"]


def test_an_address_is_asked_about_and_kept_too(talk: Any) -> None:
    turn = talk.say("dana@example.org")
    assert says(turn, "utter_contact_for_what") and titles(turn) == ["Ask for an appointment", "Talk to a person"]
    for message in ("/book_appointment", "my milia", "/deny", "tuesday at 2 pm"):
        talk.say(message)
    assert "E-mail: dana@example.org" in texts(talk.say("Dana Smith")).splitlines()


def test_a_number_in_a_sentence_that_says_what_for_is_not_asked_about(talk: Any) -> None:
    assert asks_for(talk.say(ALL_AT_ONCE), "confirmed")


def test_a_red_flag_with_a_number_gets_its_advice(talk: Any) -> None:
    assert talk.say("I can't breathe, 780 555 0134").outcome == "red_flag"


def test_to_a_person_a_number_is_only_said(talk: Any, assistant: Any) -> None:
    talk.say("talk to a person")
    assert talk.say("780 555 0134").outcome == "silent"
