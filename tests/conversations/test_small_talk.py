"""What visitors say beside their questions: Pearl says plainly what it is and what it can and can't do."""

from __future__ import annotations

from typing import Any

import pytest
from replies import says, texts, titles


@pytest.mark.parametrize("words", ["hello", "hi there", "good morning", "/greet"])
def test_the_welcome_says_automatic_milia_only_and_not_for_emergencies(words: str, talk: Any) -> None:
    turn = talk.say(words)
    assert (turn.label, turn.outcome) == ("greet", "chat")
    for part in ("automatic assistant", "I only answer questions about milia", "not for emergencies", "call 911"):
        assert part in texts(turn)


@pytest.mark.parametrize("words", ["are you a robot?", "who are you?", "are you human or a bot?"])
def test_it_never_pretends_to_be_a_person(words: str, talk: Any) -> None:
    turn = talk.say(words)
    assert turn.label == "bot_challenge"
    assert "a computer program, not a person" in texts(turn) and "can't examine skin" in texts(turn)
    assert titles(turn) == ["Talk to a person"]


@pytest.mark.parametrize("words", ["what can you do?", "help", "/ask_capabilities"])
def test_help_says_what_can_be_asked(words: str, talk: Any) -> None:
    turn = talk.say(words)
    assert turn.label == "ask_capabilities"
    assert "what milia are" in texts(turn) and "appointment" in texts(turn)


def test_what_is_stored_is_told_with_how_long_and_whom_to_ask(talk: Any) -> None:
    turn = talk.say("what do you know about me?")
    assert turn.label == "what_do_you_know"
    assert "30 days" in texts(turn) and "hello@pearl-clinic.example.com" in texts(turn)


@pytest.mark.parametrize("words", ["forget me please", "delete my data"])
def test_forget_me_does_not_pretend_to_have_erased_anything(words: str, talk: Any) -> None:
    turn = talk.say(words)
    assert (turn.label, says(turn, "utter_forget_me")) == ("forget_me", True)
    assert "End and erase" in texts(turn) and "Telegram" in texts(turn)


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("thanks a lot", "thank"),
        ("bye", "goodbye"),
        ("that was helpful", "feedback_positive"),
        ("that was not helpful", "feedback_negative"),
    ],
)
def test_each_is_answered_in_one_reply(words: str, label: str, talk: Any) -> None:
    turn = talk.say(words)
    assert (turn.label, turn.outcome, len(turn.replies)) == (label, "chat", 1)
    assert says(turn, f"utter_{label}")


def test_small_talk_cites_nothing_and_leaves_nothing_behind(talk: Any, assistant: Any) -> None:
    turns = [talk.say(words) for words in ("hello", "thanks", "are you a robot?", "bye")]
    assert [turn.sources for turn in turns] == [[], [], [], []]
    records = assistant.records
    assert (records.bookings(), assistant.handovers(), records.unanswered()) == ((), (), ())


def test_thanks_after_a_booking_is_only_thanks(talk: Any) -> None:
    for message in ("/book_appointment", "my milia", "friday", "Dana", "780 555 0134", "yes"):
        talk.say(message)
    assert talk.say("thank you").label == "thank"
