"""A reference with a contact that does not belong to it opens nothing, and tells nothing."""

from __future__ import annotations

from typing import Any

import pytest
from own_booking import PHONE, WHEN, book
from replies import says, texts

pytestmark = pytest.mark.in_sql

CANCEL, MOVE, STATUS = "cancel my appointment", "I need to move my appointment", "when is my appointment?"


@pytest.mark.parametrize("wrong", ["780 555 0177", "somebody@example.org"])
def test_wrong_pairs_are_refused_in_the_same_words(wrong: str, talk: Any, assistant: Any) -> None:
    reference = book(assistant)
    talk.say(STATUS)
    replies = []
    for named in (reference, "PRL-ZZZZZZ"):
        talk.say(named)
        replies.append(talk.say(wrong).replies)
    assert replies[0] == replies[1] and says(talk.turns[-1], "utter_own_wrong_pair")
    assert WHEN not in texts(talk.turns[-1])


def test_after_too_many_wrong_pairs_the_right_one_waits_too(talk: Any, assistant: Any, at_moment: Any) -> None:
    reference = book(assistant)
    talk.say(STATUS)
    for _ in range(3):
        assert says(talk.say(f"{reference} 780 555 0177"), "utter_own_wrong_pair")
    turn = talk.say(f"{reference} {PHONE}")
    assert says(turn, "utter_own_slowed_down") and "1 min" in texts(turn) and turn.form is None
    at_moment("2026-11-25T11:01")
    talk.say(STATUS)
    assert WHEN in texts(talk.say(f"{reference} {PHONE}"))


def test_a_reference_with_signs_that_none_has_is_a_wrong_one(talk: Any) -> None:
    talk.say("cancel PRL-ABCDEF")
    assert says(talk.say(PHONE), "utter_own_wrong_pair")
