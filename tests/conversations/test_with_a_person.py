"""While a person has the conversation, Pearl is silent, keeps what is said, and still watches for red flags."""

from __future__ import annotations

from typing import Any

import pytest
from replies import says, texts, titles

from pearl.handover.handover import Handover

pytestmark = pytest.mark.in_sql


def handed_over(talk: Any, assistant: Any) -> Handover:
    """Ask for a person in opening hours; gives the hand-over."""
    assert says(talk.say("talk to a person please"), "utter_handoff")
    (kept,) = assistant.handovers()
    return kept  # type: ignore[no-any-return]


def taken(talk: Any, assistant: Any) -> Handover:
    return assistant.staff.take(handed_over(talk, assistant).reference, "Anna")  # type: ignore[no-any-return]


def since(assistant: Any, handover: Handover) -> list[tuple[str, str, str]]:
    """What staff see since the hand-over: author, text, flag."""
    lines = assistant.staff.lines(handover.reference)[len(handover.transcript) :]
    return [(line.author, line.text, line.flag) for line in lines]


SAID = [
    "are milia acne?",
    "what are your opening hours?",
    "/book_appointment",
    "yes",
    "hello",
    "asdf qwer",
    "bye",
    "👍",
]


@pytest.mark.parametrize("words", [*SAID, "x" * 2500])
def test_whatever_is_said_to_a_person_pearl_is_silent_and_staff_see_it(words: str, talk: Any, assistant: Any) -> None:
    handover = taken(talk, assistant)
    turn = talk.say(words)
    assert (turn.outcome, turn.label, turn.replies) == ("silent", "silent", [])
    assert since(assistant, handover)[-1] == ("visitor", words.lstrip("/") if words == "/x" else words, "")


def test_pearl_says_before_that_she_will_be_silent(talk: Any, assistant: Any) -> None:
    turn = talk.say("talk to a person please")
    assert "I stay silent" in texts(turn) and titles(turn) == ["Go on with Pearl"]
    assert talk.say("hello?").outcome == "silent"


def test_who_waits_and_asks_again_is_told_again(talk: Any, assistant: Any) -> None:
    handed_over(talk, assistant)
    assert says(talk.say("is anybody there, can i talk to a person?"), "utter_handoff")
    assert len(assistant.handovers()) == 1


@pytest.mark.parametrize(
    ("words", "flag"),
    [
        ("my face is swelling and I can't breathe", "E allergic_reaction"),
        ("the skin around it is red, hot and getting bigger and there is pus", "U infection"),
    ],
)
def test_a_red_flag_gets_its_advice_and_staff_see_it_marked(words: str, flag: str, talk: Any, assistant: Any) -> None:
    handover = taken(talk, assistant)
    turn = talk.say(words)
    assert turn.outcome == "red_flag"
    assert since(assistant, handover)[-2:] == [("visitor", words, flag), ("pearl", turn.replies[0]["text"], "")]
    assert talk.say("ok").outcome == "silent"


def test_what_only_needs_an_appointment_is_left_to_the_person_but_marked(talk: Any, assistant: Any) -> None:
    handover = taken(talk, assistant)
    words = "one of the bumps has been growing and bleeds now and then"
    turn = talk.say(words)
    (author, text, flag) = since(assistant, handover)[-1]
    assert (turn.outcome, author, text, flag) == ("silent", "visitor", words, "P changing_lesion")


@pytest.mark.parametrize("words", ["back to Pearl", "please end the chat", "I don't want to wait any longer", "stop"])
def test_who_waits_may_go_back_to_pearl(words: str, talk: Any, assistant: Any) -> None:
    handed_over(talk, assistant)
    assert says(talk.say(words), "utter_back_again")
    assert talk.say("are milia acne?").outcome == "answer"
    assert assistant.handovers()[0].status == "ended"


def test_to_a_person_one_may_say_stop(talk: Any, assistant: Any) -> None:
    taken(talk, assistant)
    assert talk.say("stop").outcome == "silent"
    assert says(talk.tap("Go on with Pearl"), "utter_back_again")


def test_when_staff_end_it_pearl_answers_again(talk: Any, assistant: Any) -> None:
    handover = taken(talk, assistant)
    assert talk.say("are milia acne?").outcome == "silent"
    assistant.staff.end(handover.reference, "Anna")
    assert talk.say("are milia acne?").outcome == "answer"
    assert [text for _, text, _ in since(assistant, handover)].count("are milia acne?") == 1


def test_no_other_visitor_falls_silent(talk: Any, assistant: Any) -> None:
    taken(talk, assistant)
    assert assistant.ask("are milia acne?").outcome == "answer"


def test_an_old_button_does_no_harm(talk: Any, assistant: Any) -> None:
    handed_over(talk, assistant)
    talk.tap("Go on with Pearl")
    assert says(talk.say("/back_to_pearl"), "utter_back_to_pearl")
    assert says(assistant.ask("/back_to_pearl"), "utter_back_to_pearl")
