"""What a visitor says is for the clinic or for Pearl."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from handover_clinic import Clinic

from pearl.handover.handover import Handover
from pearl.handover.hearing import (
    ASK_CONTACT,
    ASK_NUMBER,
    LEAVE_MESSAGE,
    Heard,
    is_for_nothing_yet,
    is_for_the_clinic,
    wants_pearl_back,
)


def in_state(clinic: Clinic, status: str) -> Handover:
    return replace(clinic.ask(), status=status)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "heard", "kept"),
    [
        ("waiting", {"text": "hello"}, True),
        ("waiting", {"text": "Dana", "in_form": True}, False),
        ("waiting", {"text": "back to pearl", "in_form": True}, True),
        ("waiting", {"text": "stop", "intent": "stop", "in_form": True}, False),
        ("taken", {"text": "Dana", "in_form": True}, True),
        ("taken", {"text": "it swells", "level": "E"}, False),
        ("taken", {"text": "it grows", "level": "P"}, True),
        ("after_hours", {"text": "please write to me"}, False),
        ("after_hours", {"text": "please write to me", "asked": LEAVE_MESSAGE}, True),
        ("after_hours", {"text": "/deny", "intent": "deny", "asked": LEAVE_MESSAGE}, False),
        ("after_hours", {"text": "does it hurt?", "intent": "faq", "asked": LEAVE_MESSAGE}, False),
        (
            "after_hours",
            {"text": "does it hurt? tell me on 780 555 0134", "intent": "faq", "asked": LEAVE_MESSAGE},
            True,
        ),
        ("after_hours", {"text": "it grows", "level": "P", "asked": LEAVE_MESSAGE}, False),
        ("message", {"text": "dana@example.org", "asked": ASK_CONTACT}, True),
        ("message", {"text": "are milia acne?", "asked": ASK_CONTACT}, False),
        ("missed", {"text": "780 555 0134"}, True),
        ("missed", {"text": "780 555 0134", "in_form": True}, False),
        ("missed", {"text": "hello"}, False),
        ("call_back", {"text": "sorry, 780 555 0177"}, True),
        ("call_back", {"text": "I want to book, 780 555 0177"}, False),
        ("ended", {"text": "780 555 0134"}, False),
        ("ended", {"text": "780 555 0134", "asked": ASK_NUMBER}, True),
    ],
)
def test_it_is_kept_for_the_clinic_or_answered(status: str, heard: dict[str, Any], kept: bool, clinic: Clinic) -> None:
    assert is_for_the_clinic(in_state(clinic, status), Heard(**{"intent": "nlu_fallback", **heard})) is kept


def test_without_a_hand_over_everything_is_for_pearl() -> None:
    assert not is_for_the_clinic(None, Heard("780 555 0134", "nlu_fallback", asked=ASK_NUMBER))


@pytest.mark.parametrize(
    "text",
    [
        "back to Pearl",
        "Go back to the bot please",
        "please end the chat",
        "end this conversation.",
        "stop waiting",
        "I don't want to wait any longer",
        "ok, let me talk to Pearl again",
    ],
)
def test_whoever_has_it_the_visitor_gets_pearl_back(text: str, clinic: Clinic) -> None:
    assert wants_pearl_back(in_state(clinic, "taken"), Heard(text, "nlu_fallback"))


@pytest.mark.parametrize(
    "text", ["I will be back", "the bot said no", "I stopped the cream", "don't end it", "wait", "bye"]
)
def test_other_words_stay_with_the_person(text: str, clinic: Clinic) -> None:
    assert not wants_pearl_back(in_state(clinic, "taken"), Heard(text, "nlu_fallback"))


@pytest.mark.parametrize(
    ("heard", "asked_about"),
    [
        ({"text": "780 555 0134"}, True),
        ({"text": "Hi, my number is (780) 555-0134, thanks"}, True),
        ({"text": "dana@example.org"}, True),
        ({"text": "call me on 780 555 0134"}, False),
        ({"text": "12345"}, False),
        ({"text": "my number"}, False),
        ({"text": "780 555 0134", "in_form": True}, False),
        ({"text": "780 555 0134", "level": "P"}, False),
    ],
)
def test_a_contact_and_nothing_else_is_asked_about(heard: dict[str, Any], asked_about: bool) -> None:
    assert is_for_nothing_yet(Heard(**{"intent": "nlu_fallback", **heard})) is asked_about
