"""A "no", a "what if", a "last year" and a dog keep the gate calm, as far as they reach and no further."""

from __future__ import annotations

import pytest

from pearl.safety import SafetyGate


@pytest.mark.parametrize(
    "text",
    [
        "no fever, no pus and no swelling",
        "it was infected last year, healed now",
        "What if it gets infected?",
        "can it cause blindness?",
        "what are signs of infection?",
        "my dog has pus",
        "dying to get rid of them",
        "these bumps are killing me",
        "my eyes are fine",
        "I burned my dinner",
        "Dr Burns please",
        "my baby has milk spots and is otherwise well",
        "I hate my skin",
        "is it normal to bleed after extraction?",
    ],
)
def test_stays_calm(gate: SafetyGate, text: str) -> None:
    assert gate.inspect(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("no fever but there is pus", "infection"),
        ("should I worry, it's oozing", "infection"),
        ("It was fine last week. Now my eye hurts and I can't see.", "eye"),
        ("Thanks for the booking! My name is Ann Burns. By the way there is pus coming out.", "infection"),
        ("my cat scratched my eye and it hurts", "eye"),
        ("I read the leaflet. What if it scars? Anyway, I can't breathe.", "allergic_reaction"),
        ("not sure if it's infected but it's hot, red and swollen", "infection"),
    ],
)
def test_a_cue_reaches_no_further_than_its_clause(gate: SafetyGate, text: str, kind: str) -> None:
    finding = gate.inspect(text)
    assert finding is not None and finding.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "pain in my left eye and cant see",
        "crushing chest pain and my left arm is numb",
        "my eye has swelling on the left side and pus",
        "chest pain, left arm numb",
    ],
)
def test_the_left_side_is_not_taken_for_a_pain_that_left(rules_alone: SafetyGate, text: str) -> None:
    assert rules_alone.inspect(text) is not None


def test_a_pain_that_left_is_over(rules_alone: SafetyGate) -> None:
    assert rules_alone.inspect("the eye pain left after a day") is None


@pytest.mark.parametrize("text", ["i want to die for real", "she says she wants to die for real because of her skin"])
def test_for_real_is_not_a_figure_of_speech(rules_alone: SafetyGate, text: str) -> None:
    finding = rules_alone.inspect(text)
    assert finding is not None and finding.kind == "distress"


def test_skin_to_die_for_is_one(rules_alone: SafetyGate) -> None:
    assert rules_alone.inspect("that cream gave her skin to die for") is None
