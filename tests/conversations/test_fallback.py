"""The library has no answer: Pearl says so, keeps the question, and never guesses."""

from __future__ import annotations

from typing import Any

from replies import says, texts, titles

FIRST, SECOND = "what's the weather in Paris?", "who won the world cup?"


def test_the_visitor_hears_that_there_is_no_checked_answer_and_where_to_ask(talk: Any) -> None:
    turn = talk.say(FIRST)
    assert (turn.label, turn.outcome, says(turn, "utter_fallback")) == ("out_of_scope", "fallback", True)
    assert "780 555 0199" in texts(turn)
    assert titles(turn) == ["Talk to a person", "What can you do?"]


def test_nothing_medical_is_said_and_nothing_is_cited(talk: Any) -> None:
    for question in ("what cream is best for eczema on my hands", "is psoriasis hereditary"):
        turn = talk.say(question)
        assert (turn.outcome, turn.sources, len(turn.replies)) == ("fallback", [], 1)
        assert "eczema" not in texts(turn) and "psoriasis" not in texts(turn)


def test_the_question_is_kept_once_with_what_came_closest(talk: Any, assistant: Any) -> None:
    talk.say(FIRST)
    talk.say(FIRST)
    (kept,) = assistant.records.unanswered()
    assert (kept.text, kept.channel) == (FIRST, "rest")
    assert kept.best_label and 0 <= kept.confidence < 0.5


def test_the_second_time_in_a_row_it_is_said_in_other_words(talk: Any) -> None:
    talk.say(FIRST)
    assert says(talk.say(SECOND), "utter_fallback_again")


def test_after_an_answer_it_is_the_first_time_again(talk: Any) -> None:
    talk.say(FIRST)
    talk.say("are milia acne?")
    assert says(talk.say(SECOND), "utter_fallback")


def test_the_second_time_is_noticed_in_the_middle_of_a_booking_too(talk: Any) -> None:
    talk.say("/book_appointment")
    assert says(talk.say(FIRST), "utter_fallback")
    assert says(talk.say(SECOND), "utter_fallback_again")


def test_two_visitors_with_one_question_are_both_kept(talk: Any, assistant: Any) -> None:
    talk.say(FIRST)
    assistant.conversation().say(FIRST)
    assert [kept.text for kept in assistant.records.unanswered()] == [FIRST, FIRST]


def test_from_a_fallback_one_tap_leads_to_a_person(talk: Any, assistant: Any) -> None:
    talk.say(FIRST)
    assert talk.tap("Talk to a person").outcome == "handoff"
    (handoff,) = assistant.handovers()
    assert FIRST in [line.text for line in handoff.transcript]
