"""A visitor does not want to, or says nothing: Pearl stops, or asks again politely, and stores nothing."""

from __future__ import annotations

from typing import Any

import pytest
from replies import QUESTIONS, asked_for, asks_for, says, texts

pytestmark = pytest.mark.in_sql


@pytest.mark.parametrize("slot", QUESTIONS)
@pytest.mark.parametrize("words", ["stop", "never mind", "forget it", "I changed my mind", "cancel"])
def test_stop_asks_back_once_at_every_question_and_a_yes_ends_the_booking_and_forgets_it(
    words: str, slot: str, talk: Any, assistant: Any
) -> None:
    asked_for(talk, slot)
    turn = talk.say(words)
    assert (turn.form, says(turn, "utter_stop_sure"), len(turn.replies)) == ("booking_form", True, 1), texts(turn)
    turn = talk.say("yes")
    assert (turn.form, says(turn, "utter_booking_stopped")) == (None, True), texts(turn)
    assert [name for name in turn.slots if name.startswith("booking_")] == []
    assert assistant.records.bookings() == ()


@pytest.mark.parametrize("slot", QUESTIONS)
@pytest.mark.parametrize("no", ["no", "/deny", "no, go on"])
def test_no_goes_on_where_the_form_was(no: str, slot: str, talk: Any) -> None:
    before = asked_for(talk, slot).slots
    talk.say("stop")
    turn = talk.say(no)
    assert asks_for(turn, slot) and turn.slots == before, texts(turn)


@pytest.mark.parametrize("again", ["stop", "/affirm", "yes, stop"])
def test_stop_said_twice_ends_it(again: str, talk: Any, assistant: Any) -> None:
    asked_for(talk, "confirmed")
    talk.say("stop")
    turn = talk.say(again)
    assert (turn.form, says(turn, "utter_booking_stopped")) == (None, True), texts(turn)
    assert assistant.records.bookings() == ()


def test_a_question_after_stop_is_answered_and_a_later_yes_sends_what_was_read_back(talk: Any, assistant: Any) -> None:
    asked_for(talk, "confirmed")
    talk.say("stop")
    assert asks_for(talk.say("are milia acne?"), "confirmed")
    talk.say("yes")
    assert len(assistant.records.bookings()) == 1


def test_an_answer_after_stop_counts_and_the_form_goes_on(talk: Any) -> None:
    asked_for(talk, "name")
    talk.say("stop")
    assert asks_for(talk.say("Dana Smith"), "phone")


@pytest.mark.parametrize("slot", QUESTIONS)
def test_cancel_twice_in_a_booking_stops_it_and_says_how_to_cancel_an_earlier_one(slot: str, talk: Any) -> None:
    asked_for(talk, slot)
    talk.say("cancel")
    turn = talk.say("cancel")
    assert (turn.form, says(turn, "utter_booking_cancelled")) == (None, True)
    assert "780 555 0199" in texts(turn)


def test_the_stop_button_sends_nothing(talk: Any, assistant: Any) -> None:
    asked_for(talk, "confirmed")
    talk.tap("Stop")
    assert says(talk.tap("Yes, stop"), "utter_booking_stopped")
    assert assistant.records.bookings() == ()


def test_after_a_stop_a_new_booking_begins_from_nothing(talk: Any) -> None:
    asked_for(talk, "phone")
    talk.say("stop")
    talk.say("yes")
    turn = talk.say("/book_appointment")
    assert says(turn, "utter_booking_begins") and asks_for(turn, "reason")


@pytest.mark.parametrize(
    ("slot", "words"),
    [
        *((slot, words) for slot in ("day", "name", "phone") for words in ("no thanks", "i'd rather not say")),
        *((slot, "no") for slot in ("reason", "day", "name", "phone")),
        *((slot, "i don't know") for slot in ("day", "name", "phone")),
        ("reason", "no thanks"),
    ],
)
def test_an_answer_that_is_none_is_asked_again_and_not_stored(slot: str, words: str, talk: Any) -> None:
    asked_for(talk, slot)
    turn = talk.say(words)
    assert turn.form is None or asks_for(turn, slot), texts(turn)
    assert f"booking_{slot}" not in turn.slots


@pytest.mark.parametrize("words", ["i'd rather not say", "i don't know"])
def test_the_reason_may_be_kept_to_oneself(words: str, talk: Any) -> None:
    asked_for(talk, "reason")
    assert asks_for(talk.say(words), "known_patient")


@pytest.mark.parametrize(("slot", "problem"), [("reason", "reason"), ("name", "name"), ("phone", "phone")])
def test_asking_again_tells_the_way_out(slot: str, problem: str, talk: Any) -> None:
    asked_for(talk, slot)
    turn = talk.say("no")
    assert says(turn, f"utter_{problem}_unclear") and "type stop" in texts(turn)


@pytest.mark.parametrize("slot", QUESTIONS)
@pytest.mark.parametrize("silence", ["", "   ", "🙂", "...", "👍👍"], ids=["empty", "blank", "emoji", "dots", "thumbs"])
def test_silence_in_a_booking_is_asked_again(silence: str, slot: str, talk: Any, assistant: Any) -> None:
    before = asked_for(talk, slot).slots
    turn = talk.say(silence)
    assert says(turn, "utter_unreadable") and asks_for(turn, slot), texts(turn)
    assert turn.slots == before and assistant.records.bookings() == ()


@pytest.mark.parametrize("words", ["no", "no thanks", "stop", "not now"])
def test_a_refusal_outside_a_booking_is_accepted_in_one_reply(words: str, talk: Any) -> None:
    talk.say("are milia acne?")
    turn = talk.say(words)
    assert (turn.outcome, len(turn.replies), turn.form) == ("chat", 1, None)


def test_declining_the_appointment_after_a_prompt_flag_is_accepted(talk: Any) -> None:
    talk.say("a pearly bump on my nose that bleeds and won't heal")
    turn = talk.say("no")
    assert (turn.label, turn.form) == ("deny", None)
