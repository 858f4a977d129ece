"""Messages that are not for the form: it rejects them and stays as it is."""

from __future__ import annotations

import pytest
from booking_clinic import COMPLETE, asked, step

from pearl.booking.form import FormMessage, FormState, FormStep

STATES = [*(asked(slot) for slot in ("reason", "day", "name", "phone")), COMPLETE]
OTHERS = {
    "red_flag": "my eye is bleeding",
    "stop": "never mind",
    "goodbye": "bye",
    "greet": "hello",
    "thank": "thanks",
    "talk_to_a_person": "human please",
    "bot_challenge": "are you a bot",
    "ask_capabilities": "what can you do",
    "complaint": "your nurse was rude",
    "cancel_appointment": "cancel my booking on tuesday",
    "clarify": "what about lasers?",
    "booking_status": "did my booking go through",
}
REJECTED = FormStep(rejected=True)


@pytest.mark.parametrize("state", STATES, ids=lambda state: str(state.requested))
@pytest.mark.parametrize(("intent", "text"), OTHERS.items())
def test_other_wishes_are_rejected(state: FormState, intent: str, text: str) -> None:
    assert step(state, text, intent) == REJECTED


@pytest.mark.parametrize("state", STATES, ids=lambda state: str(state.requested))
@pytest.mark.parametrize(
    "text", ["are they dangerous?", "is it acne", "how much is it on tuesday", "tell me about laser"]
)
def test_a_question_with_a_sure_topic_is_rejected(state: FormState, text: str) -> None:
    assert step(state, text, "faq", topic_label="faq/laser", certain=True) == REJECTED


def test_a_stated_name_is_taken_when_it_was_read_as_a_question_for_the_name_of_pearl() -> None:
    result = step(asked("name"), "my name is Ada Tester", "bot_challenge")
    assert result.changes == {"booking_name": "Ada Tester"}
    assert step(asked("phone"), "my name is Ada Tester", "bot_challenge") == REJECTED


def test_a_sure_topic_is_no_name_and_no_day() -> None:
    for slot in ("name", "day", "phone"):
        for text in ("laser treatment", "freezing them off"):
            assert step(asked(slot), text, "faq", topic_label="faq/laser", certain=True) == REJECTED


def test_a_statement_with_a_sure_topic_is_a_reason() -> None:
    result = step(asked("reason"), "bumps near my eye", "faq", topic_label="faq/milia_around_eyes", certain=True)
    assert result.changes == {"booking_reason": "bumps near my eye"}


@pytest.mark.parametrize(
    ("slot", "text", "intent", "filled"),
    [
        ("name", "hi im dana", "greet", "booking_name"),
        ("phone", "call me at 780 555 0134 please", "talk_to_a_person", "booking_phone"),
        ("day", "tuesday, thanks", "thank", "booking_day"),
        ("day", "is thursday ok?", "faq", "booking_day"),
    ],
)
def test_small_talk_that_gives_what_was_asked_is_taken(slot: str, text: str, intent: str, filled: str) -> None:
    assert list(step(asked(slot), text, intent).changes) == [filled]


@pytest.mark.parametrize(
    ("text", "is_question"),
    [
        ("are they dangerous", True),
        ("Dana?", True),
        ("ok how long does it take", True),
        ("tell me about laser", True),
        ("I want to know the price", True),
        ("the bumps under my eyes", False),
        ("Will Smith", False),
        ("An Nguyen", False),
        ("whatever", False),
    ],
)
def test_a_question_is_known_as_one(text: str, is_question: bool) -> None:
    assert FormMessage(text, "out_of_scope").is_question is is_question


def test_the_day_that_was_asked_for_is_no_question_about_a_booking() -> None:
    assert "booking_day" in step(asked("day"), "tuesday at 3", "booking_status").changes


@pytest.mark.parametrize("text", ["cancel my appointment on tuesday", "what is the status of my booking for tuesday"])
def test_a_question_about_a_booking_is_left_to_other_rules(text: str) -> None:
    assert step(asked("day"), text, "cancel_appointment").rejected
