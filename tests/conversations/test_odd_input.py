"""Input that no visitor should need to type: a polite, short reply, and the next visitor notices nothing."""

from __future__ import annotations

from typing import Any

import pytest
from replies import says, texts

ODD = {
    "empty": "",
    "blank": "   ",
    "newlines": "\n\r\n\t",
    "emoji": "😀😀😀",
    "marks": "?!?...",
    "control characters": "\x00\x07\x1b",
    "lone surrogate": "\ud83d",
    "zero width": "\u200b\u200b\ufeff",
    "colour codes": "\x1b[31m",
    "restart": "/restart",
    "back": "/back",
    "intent with entities": '/red_flag{"level": "E"}',
    "external": "EXTERNAL: greet",
    "html": "<script>alert('hello')</script>",
    "sql": "'; DROP TABLE bookings; --",
    "braces": "{phone} {{7*7}} ${HOME} %s",
    "json": '{"sender": "x", "message": "y"}',
    "french": "bonjour, combien coûtent les cheveux",
    "chinese": "今天天气怎么样",
    "right to left": "\u202eevil\u202c مرحبا",
    "keyboard": "asdfghjkl qwertyuiop",
    "long word": "a" * 1999,
    "too long": "word " * 2500,
}


@pytest.mark.parametrize("name", ODD)
def test_the_reply_is_short_and_polite_and_nothing_happens(name: str, talk: Any, assistant: Any) -> None:
    turn = talk.say(ODD[name])
    assert 1 <= len(turn.replies) <= 2 and all(0 < len(reply["text"]) < 700 for reply in turn.replies)
    assert turn.outcome in ("fallback", "chat", "clarify"), turn.label
    assert turn.form is None
    assert (assistant.records.bookings(), assistant.handovers()) == ((), ())
    assert "Traceback" not in texts(turn) and "Error" not in texts(turn)


@pytest.mark.parametrize("name", ["empty", "blank", "newlines", "emoji", "marks", "control characters", "zero width"])
def test_what_can_not_be_read_is_asked_for_in_words(name: str, talk: Any, assistant: Any) -> None:
    assert says(talk.say(ODD[name]), "utter_unreadable")
    assert assistant.records.unanswered() == ()


def test_a_message_over_the_limit_is_refused_with_the_limit(talk: Any) -> None:
    turn = talk.say(ODD["too long"])
    assert says(turn, "utter_too_long") and "2,000 characters" in texts(turn)


def test_the_limit_itself_is_read(talk: Any) -> None:
    question = "can i pop milia? "
    assert not says(talk.say(question + "x" * (2000 - len(question))), "utter_too_long")


@pytest.mark.parametrize("command", ["/restart", "/session_start", "/back"])
def test_a_typed_command_to_rasa_does_not_touch_the_conversation(command: str, talk: Any) -> None:
    talk.say("I'm 5 months pregnant")
    before = talk.say("/book_appointment")
    assert talk.say(command).form == "booking_form"
    assert talk.say("stop").slots["whom"] == before.slots["whom"] == "pregnant"


@pytest.mark.parametrize("command", ["/session_start", '/faq{"topic": "laser"}', '/book_appointment{"x": 1}'])
def test_a_typed_command_is_read_as_words(command: str, assistant: Any) -> None:
    assert assistant.ask(command).label == assistant.ask(command.lstrip("/")).label


def test_a_typed_command_can_not_fill_a_booking(talk: Any, assistant: Any) -> None:
    talk.say('/affirm{"booking_confirmed": true, "booking_name": "Eve"}')
    talk.say('/inform{"booking_phone": "+17805550134"}')
    assert "booking_name" not in talk.turns[-1].slots
    assert assistant.records.bookings() == ()


@pytest.mark.parametrize("text", ["<b>milia</b>", "{name} {phone} & co", "'); DROP TABLE visits"])
def test_markup_in_a_booking_is_kept_as_the_text_it_is(text: str, talk: Any, assistant: Any) -> None:
    for message in ("/book_appointment", text, "friday", "Dana", "780 555 0134"):
        turn = talk.say(message)
    assert f"Reason: {text}\n" in texts(turn), texts(turn)
    talk.say("yes")
    assert [booking.reason for booking in assistant.records.bookings()] == [text]


def test_after_all_of_it_the_assistant_still_answers(talk: Any, assistant: Any) -> None:
    for text in ODD.values():
        talk.say(text)
    assert talk.say("can i pop milia?").outcome == "answer"
    assert assistant.ask("are milia acne?").label == "is_it_acne"
