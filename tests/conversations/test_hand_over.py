"""A visitor wants a person: the wish is kept with the conversation, and Pearl says when somebody can answer."""

from __future__ import annotations

import re
from typing import Any

import pytest
from replies import asked_for, asks_for, says, texts

pytestmark = pytest.mark.in_sql


@pytest.mark.parametrize(
    "words",
    ["talk to a person please", "can i speak to a human", "I want to talk to someone real", "/talk_to_a_person"],
)
def test_the_wish_is_kept_with_a_reference_that_the_visitor_is_told(words: str, talk: Any, assistant: Any) -> None:
    turn = talk.say(words)
    (kept,) = assistant.handovers()
    assert (turn.label, turn.outcome) == ("talk_to_a_person", "handoff")
    assert re.findall(r"ASK-[2-9A-Z]{6}", texts(turn)) == [kept.reference]
    assert (kept.reason, kept.channel, kept.status) == (words, "rest", "waiting")


def test_the_conversation_goes_with_it(talk: Any, assistant: Any) -> None:
    answered = talk.say("are milia acne?")
    talk.say("talk to a person")
    (kept,) = assistant.handovers()
    said = [(line.author, line.text) for line in kept.transcript]
    assert said[:2] == [("visitor", "are milia acne?"), ("pearl", answered.replies[0]["text"])]
    assert said[-1] == ("visitor", "talk to a person")
    assert all(line.at is not None for line in kept.transcript)


def test_no_other_visitors_words_go_with_it(talk: Any, assistant: Any) -> None:
    assistant.conversation().say("my name is Somebody Else and I have milia")
    talk.say("talk to a person")
    (kept,) = assistant.handovers()
    assert [line.text for line in kept.transcript] == ["talk to a person"]


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-11-25T11:00", "We are open now, until 5 pm today."),
        ("2026-11-25T20:00", "We open again tomorrow at 9:30 am."),
        ("2026-11-28T18:00", "We open again on Monday, 30 November at 10 am."),
        ("2026-12-25T10:00", "We are closed today for Christmas Day."),
    ],
)
def test_it_says_when_somebody_can_answer(now: str, words: str, talk: Any, at_moment: Any) -> None:
    at_moment(now)
    turn = talk.say("talk to a person")
    assert words in texts(turn) and "780 555 0199" in texts(turn)


def test_a_complaint_offers_a_person_and_ways_to_write(talk: Any, assistant: Any) -> None:
    turn = talk.say("this is terrible, i want to complain")
    assert says(turn, "utter_complaint") and "hello@pearl-clinic.example.com" in texts(turn)
    assert assistant.handovers() == ()
    assert talk.tap("Talk to a person").outcome == "handoff"


def test_in_the_middle_of_a_booking_the_form_goes_on_until_somebody_comes(talk: Any, assistant: Any) -> None:
    asked_for(talk, "name")
    turn = talk.say("can I talk to a person?")
    assert turn.outcome == "handoff" and says(turn, "utter_handoff_in_form") and asks_for(turn, "name")
    assert asks_for(talk.say("Dana Smith"), "phone")
    (kept,) = assistant.handovers()
    assistant.staff.take(kept.reference, "Anna")
    assert talk.say("780 555 0134").outcome == "silent"
    assistant.staff.end(kept.reference, "Anna")
    assert asks_for(talk.say("780 555 0134"), "confirmed")


def test_when_the_form_is_done_pearl_is_silent_until_somebody_comes(talk: Any, assistant: Any) -> None:
    asked_for(talk, "phone")
    for message in ("can I talk to a person?", "780 555 0134", "yes"):
        talk.say(message)
    assert (len(assistant.handovers()), len(assistant.records.bookings())) == (1, 1)
    assert talk.say("hello?").outcome == "silent"


def test_in_the_middle_of_a_booking_the_visitor_may_give_up_waiting(talk: Any, assistant: Any) -> None:
    asked_for(talk, "name")
    talk.say("can I talk to a person?")
    turn = talk.say("back to pearl")
    assert says(turn, "utter_back_again") and asks_for(turn, "name")
    assert assistant.handovers()[0].status == "ended"


def test_out_of_hours_a_form_goes_on_at_once(talk: Any, assistant: Any, at_moment: Any) -> None:
    asked_for(talk, "name")
    at_moment("2026-11-25T20:00")
    turn = talk.say("can I talk to a person?")
    assert turn.outcome == "handoff" and asks_for(turn, "name")
    assert asks_for(talk.say("Dana Smith"), "phone")
