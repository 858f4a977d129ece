"""Two topics are close: Pearl asks back with buttons and never guesses."""

from __future__ import annotations

from typing import Any

import pytest
from replies import asked_for, asks_for, says, titles

UNCLEAR = "do they come back or scar"


def test_close_topics_are_offered_by_title_with_something_else_last(talk: Any) -> None:
    turn = talk.say(UNCLEAR)
    assert (turn.outcome, says(turn, "utter_clarify")) == ("clarify", True)
    assert "Do milia spread or come back?" in titles(turn) and 3 <= len(titles(turn)) <= 4
    assert titles(turn)[-1] == "Something else"


def test_the_label_of_a_clarification_is_its_first_candidate(talk: Any) -> None:
    turn = talk.say(UNCLEAR)
    assert turn.replies[0]["buttons"][0]["payload"] == f'/pick_topic{{"topic": "{turn.label}"}}'


def test_tapping_a_topic_answers_it(talk: Any) -> None:
    talk.say(UNCLEAR)
    turn = talk.tap("Do milia spread or come back?")
    assert (turn.label, turn.outcome) == ("do_milia_return", "answer")
    assert turn.sources


def test_something_else_asks_for_other_words_and_shows_ways_on(talk: Any) -> None:
    talk.say(UNCLEAR)
    turn = talk.tap("Something else")
    assert says(turn, "utter_something_else")
    assert titles(turn) == ["What can you do?", "Ask for an appointment", "Talk to a person"]


def test_typing_on_instead_of_tapping_is_understood(talk: Any) -> None:
    talk.say(UNCLEAR)
    assert talk.say("do milia come back after removal?").label == "do_milia_return"


def test_an_old_choice_can_be_tapped_later(talk: Any) -> None:
    talk.say(UNCLEAR)
    talk.say("thanks")
    assert talk.tap("Do milia spread or come back?").label == "do_milia_return"


def test_nothing_is_kept_as_unanswered(talk: Any, assistant: Any) -> None:
    talk.say(UNCLEAR)
    talk.tap("Do milia spread or come back?")
    assert assistant.records.unanswered() == ()


@pytest.mark.parametrize("slot", ["day", "name", "phone"])
def test_asking_back_in_the_middle_of_a_booking_leaves_the_question_open(slot: str, talk: Any) -> None:
    asked_for(talk, slot)
    turn = talk.say("do they come back or scar?")
    assert turn.outcome == "clarify" and asks_for(turn, slot)
    answered = talk.tap("Do milia spread or come back?")
    assert answered.label == "do_milia_return" and asks_for(answered, slot)


def test_a_button_for_a_topic_that_is_gone_is_an_honest_fallback(talk: Any) -> None:
    turn = talk.say('/pick_topic{"topic": "no_such_topic"}')
    assert (turn.outcome, says(turn, "utter_fallback")) == ("fallback", True)
