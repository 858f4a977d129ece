"""A red flag wins over everything: the advice of its kind and level, with the profile's numbers."""

from __future__ import annotations

from typing import Any

import pytest
from replies import ALL_AT_ONCE, QUESTIONS, asked_for, asks_for, says, texts

from actions.turn import clinic_facts
from pearl.bootstrap import services

# kind, level, message, a number of the profile that the advice must give
FLAGS = [
    ("allergic_reaction", "E", "my lips and tongue are swelling after the cream and I can't breathe", "911"),
    ("allergic_reaction", "U", "I got an itchy rash all over after using the new cream", "811"),
    ("burn", "E", "I splashed chemical peel in my eye", "911"),
    ("burn", "U", "the acid peel gave me a chemical burn on my arm", "811"),
    ("eye", "E", "my eye hurts badly and I suddenly can't see", "911"),
    ("eye", "P", "lump on my eyelid and the lashes are falling out", "780 555 0199"),
    ("infection", "E", "the spot is full of pus and I have a fever and I'm shivering", "911"),
    ("infection", "U", "after the extraction it's red, hot, swollen and leaking pus", "811"),
    ("severe_pain", "U", "the pain after my milia removal keeps getting worse", "811"),
    ("severe_pain", "E", "it's bleeding heavily since the extraction and won't stop", "911"),
    ("changing_lesion", "P", "a pearly bump on my nose that bleeds and won't heal", "780 555 0199"),
    ("newborn", "E", "my newborn has a fever and white bumps", "911"),
    ("distress", "E", "I want to kill myself because of my skin", "911"),
    ("distress", "U", "I hate my face so much I don't see a point in living anymore", "988"),
    ("other_emergency", "E", "I have crushing chest pain", "911"),
]
EYE = "my eye hurts badly and I suddenly can't see"
CHANGING = "a pearly bump on my nose that bleeds and won't heal"
CALM = [
    "these bumps are killing me",
    "I'm dying to get rid of them",
    "what are the signs of infection after milia removal?",
    "no fever, no pus, just a little scab after the extraction",
    "my eyes are fine, I just have milia under them",
    "I hate these bumps",
    "can milia get infected?",
]


@pytest.mark.parametrize(("kind", "level", "message", "number"), FLAGS, ids=lambda value: str(value)[:40])
def test_each_kind_and_level_gets_its_own_advice_with_the_number_to_call(
    kind: str, level: str, message: str, number: str, talk: Any
) -> None:
    turn = talk.say(message)
    assert (turn.label, turn.outcome, turn.level) == (f"red_flag/{kind}", "red_flag", level)
    assert number in turn.replies[0]["text"] and "{" not in texts(turn)
    assert turn.replies[0]["text"] in advices(kind, level)


def advices(kind: str, level: str) -> list[str]:
    """The library's advice for a kind and level, one text a case, with the clinic's numbers filled in."""
    flag = next(flag for flag in services().library.library().red_flags if flag.kind == kind)
    return [clinic_facts().fill(advice.text) for advice in flag.advice if advice.level.value == level]


def test_every_kind_of_the_library_is_tried() -> None:
    assert {flag.kind for flag in services().library.library().red_flags} == {kind for kind, *_ in FLAGS}


@pytest.mark.parametrize("message", CALM)
def test_near_misses_stay_calm(message: str, talk: Any) -> None:
    turn = talk.say(message)
    assert turn.outcome != "red_flag", turn.label


def test_a_flag_in_a_question_wins_over_its_answer(talk: Any) -> None:
    turn = talk.say("can i pop milia? by the way my eye hurts badly and I suddenly can't see")
    assert (turn.label, len(turn.replies)) == ("red_flag/eye", 1)


@pytest.mark.in_sql
@pytest.mark.parametrize("slot", QUESTIONS)
@pytest.mark.parametrize(
    "message", [EYE, "after the extraction it's red, hot, swollen and leaking pus"], ids=["E", "U"]
)
def test_it_ends_a_booking_and_what_was_entered_is_not_asked_again(
    slot: str, message: str, talk: Any, assistant: Any
) -> None:
    entered = {k: v for k, v in asked_for(talk, slot).slots.items() if k.startswith("booking_")}
    turn = talk.say(message)
    assert (turn.outcome, turn.form, says(turn, "utter_urgent_form_kept")) == ("red_flag", None, True)
    assert assistant.records.bookings() == ()
    again = talk.say("I would like to book an appointment")
    assert says(again, "utter_booking_goes_on") and asks_for(again, slot)
    assert entered.items() <= again.slots.items()


@pytest.mark.in_sql
def test_a_yes_right_after_it_sends_nothing(talk: Any, assistant: Any) -> None:
    talk.say(ALL_AT_ONCE)
    talk.say(EYE)
    talk.say("yes")
    assert says(talk.tap("Yes, send it"), "utter_nothing_to_send")
    assert assistant.records.bookings() == ()


@pytest.mark.in_sql
@pytest.mark.parametrize("slot", QUESTIONS)
def test_a_prompt_flag_in_a_booking_advises_and_the_booking_goes_on(slot: str, talk: Any) -> None:
    before = asked_for(talk, slot).slots
    turn = talk.say(CHANGING)
    assert (turn.outcome, turn.level, turn.form) == ("red_flag", "P", "booking_form")
    assert asks_for(turn, slot)
    assert {k: v for k, v in before.items() if k.startswith("booking_")}.items() <= turn.slots.items()


def test_a_prompt_flag_offers_an_appointment_and_does_not_reassure(talk: Any) -> None:
    turn = talk.say(CHANGING)
    assert says(turn, "utter_urgent_appointment") and "harmless" not in texts(turn)
    assert talk.tap("Ask for an appointment").form == "booking_form"


def test_an_emergency_offers_no_appointment_and_no_way_to_linger(talk: Any) -> None:
    turn = talk.say(EYE)
    assert [reply["buttons"] for reply in turn.replies] == [[]]
    assert "not an emergency service" in texts(turn)


def test_the_gate_looks_at_messages_that_are_too_long_to_read(talk: Any) -> None:
    turn = talk.say("these bumps are on my cheek. " * 100 + EYE)
    assert turn.label == "red_flag/eye"
