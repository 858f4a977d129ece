"""Two topics are close: Pearl asks back with buttons and never guesses."""

from __future__ import annotations

from typing import Any

import pytest
from replies import asked_for, asks_for, says, titles

from pearl.bootstrap import services

# Between two topics each; which of them are asked back about depends on the phrasings of the day.
BETWEEN = ("do they come back or scar", "is it safe", "do they spread or scar", "are they safe or do they hurt")


@pytest.fixture(scope="module")
def unclear(assistant: Any) -> str:
    """A message that is asked back about."""
    return next(message for message in BETWEEN if assistant.ask(message).outcome == "clarify")


def first(turn: Any) -> tuple[str, str]:
    """The title and the topic of the first button."""
    button = turn.replies[0]["buttons"][0]
    return button["title"], button["payload"].split('"')[3]


def test_close_topics_are_offered_by_title_with_something_else_last(unclear: str, talk: Any) -> None:
    turn = talk.say(unclear)
    assert (turn.outcome, says(turn, "utter_clarify")) == ("clarify", True)
    assert first(turn)[0] == services().library.topic(turn.label).title and 3 <= len(titles(turn)) <= 4
    assert titles(turn)[-1] == "Something else"


def test_the_label_of_a_clarification_is_its_first_candidate(unclear: str, talk: Any) -> None:
    turn = talk.say(unclear)
    assert first(turn)[1] == turn.label


def test_tapping_a_topic_answers_it(unclear: str, talk: Any) -> None:
    title, key = first(talk.say(unclear))
    turn = talk.tap(title)
    assert (turn.label, turn.outcome) == (key, "answer")
    assert turn.sources


def test_something_else_asks_for_other_words_and_shows_ways_on(unclear: str, talk: Any) -> None:
    talk.say(unclear)
    turn = talk.tap("Something else")
    assert says(turn, "utter_something_else")
    assert titles(turn) == ["What can you do?", "Ask for an appointment", "Talk to a person"]


def test_typing_on_instead_of_tapping_is_understood(unclear: str, talk: Any) -> None:
    talk.say(unclear)
    assert talk.say("do milia come back after removal?").label == "do_milia_return"


def test_an_old_choice_can_be_tapped_later(unclear: str, talk: Any) -> None:
    title, key = first(talk.say(unclear))
    talk.say("thanks")
    assert talk.tap(title).label == key


def test_nothing_is_kept_as_unanswered(unclear: str, talk: Any, assistant: Any) -> None:
    talk.tap(first(talk.say(unclear))[0])
    assert assistant.records.unanswered() == ()


@pytest.mark.parametrize("slot", ["day", "name", "phone"])
def test_asking_back_in_the_middle_of_a_booking_leaves_the_question_open(slot: str, unclear: str, talk: Any) -> None:
    asked_for(talk, slot)
    turn = talk.say(unclear)
    assert turn.outcome == "clarify" and asks_for(turn, slot)
    title, key = first(turn)
    answered = talk.tap(title)
    assert answered.label == key and asks_for(answered, slot)


def test_a_button_for_a_topic_that_is_gone_is_an_honest_fallback(talk: Any) -> None:
    turn = talk.say('/pick_topic{"topic": "no_such_topic"}')
    assert (turn.outcome, says(turn, "utter_fallback")) == ("fallback", True)
