"""Questions, refusals, red flags and other wishes while a visitor is asked about a booking they have."""

from __future__ import annotations

from typing import Any

import pytest
from own_booking import PHONE, book, statuses
from replies import says, texts

pytestmark = pytest.mark.in_sql

CANCEL, MOVE, STATUS = "cancel my appointment", "I need to move my appointment", "when is my appointment?"


def test_a_question_in_the_middle_is_answered_and_the_form_goes_on(talk: Any, assistant: Any) -> None:
    reference = book(assistant)
    talk.say(CANCEL)
    turn = talk.say("are milia acne?")
    assert turn.label == "milia_vs_acne" or turn.outcome == "answer", texts(turn)
    assert says(turn, "utter_ask_own_reference")
    talk.say(reference)
    assert says(talk.say("thanks"), "utter_ask_own_contact")
    talk.say(PHONE)
    talk.say("yes")
    assert statuses(assistant) == ["cancelled"]


@pytest.mark.parametrize("turns", [0, 1, 2])
def test_stop_leaves_everything_as_it_is(turns: int, talk: Any, assistant: Any) -> None:
    reference = book(assistant)
    for message in (CANCEL, reference, PHONE)[: turns + 1]:
        talk.say(message)
    turn = talk.say("stop")
    assert says(turn, "utter_own_kept") and (turn.form, statuses(assistant)) == (None, ["requested"])


def test_a_red_flag_ends_it_and_changes_nothing(talk: Any, assistant: Any) -> None:
    book(assistant)
    talk.say(CANCEL)
    turn = talk.say("my eye hurts badly and I suddenly can't see")
    assert (turn.outcome, turn.form) == ("red_flag", None) and says(turn, "utter_urgent_own_stopped")


@pytest.mark.parametrize("words", ["I don't have it", "no idea", "???"])
def test_who_has_no_reference_is_told_whom_to_call(words: str, talk: Any) -> None:
    talk.say(CANCEL)
    turn = talk.say(words)
    assert "780 555 0199" in texts(turn) or says(turn, "utter_unreadable"), texts(turn)
    assert says(turn, "utter_ask_own_reference")


def test_a_new_appointment_can_be_asked_for_instead(talk: Any) -> None:
    talk.say(CANCEL)
    turn = talk.say("/book_appointment")
    assert turn.form == "booking_form" and says(turn, "utter_ask_booking_reason")


def test_the_reference_said_again_is_no_mistake(talk: Any, assistant: Any) -> None:
    reference = book(assistant)
    for message in (CANCEL, reference):
        talk.say(message)
    turn = talk.say(reference)
    assert says(turn, "utter_ask_own_contact") and len(turn.replies) == 1, texts(turn)


def test_another_errand_in_plain_words_begins_that_one_and_a_guess_does_not(talk: Any, assistant: Any) -> None:
    reference = book(assistant)
    talk.say(MOVE)
    assert says(talk.say("I lost my reference"), "utter_own_reference_unclear")
    for message in (reference, PHONE):
        talk.say(message)
    assert says(talk.say("no, cancel my appointment"), "utter_ask_own_cancel")
    talk.say("yes")
    assert statuses(assistant) == ["cancelled"]


def test_cancel_it_at_the_question_whether_to_cancel_is_a_yes(talk: Any, assistant: Any) -> None:
    reference = book(assistant)
    for message in (CANCEL, f"{reference} {PHONE}", "cancel it"):
        talk.say(message)
    assert statuses(assistant) == ["cancelled"]
