"""Kind, level and case follow design.md, "Red flags"; the strictest sign of a message counts."""

from __future__ import annotations

import pytest

from pearl.library.topic import Level
from pearl.safety import Finding, SafetyGate


@pytest.mark.parametrize(
    ("text", "kind", "level", "case"),
    [
        ("my throat is closing up after the cream", "allergic_reaction", "E", ""),
        ("itchy rash after the serum", "allergic_reaction", "U", ""),
        ("acid splashed into my eye", "burn", "E", "chemical_in_eye"),
        ("the peel burned my cheek, it is blistering", "burn", "E", "face_or_severe"),
        ("the acid left a blister on my arm", "burn", "U", ""),
        ("my eye hurts", "eye", "E", ""),
        ("the bump on my eyelid made my lashes fall out", "eye", "P", "lid_lump"),
        ("pus is coming out of the wound", "infection", "U", ""),
        ("pus is coming out and I have a fever", "infection", "E", ""),
        ("the pain gets worse every day since the removal", "severe_pain", "U", ""),
        ("it won't stop bleeding", "severe_pain", "U", "bleeding"),
        ("bleeding heavily, towels are soaked, it won't stop", "severe_pain", "E", "bleeding"),
        ("the bump keeps growing and has changed colour", "changing_lesion", "P", ""),
        ("my 2 week old has a fever", "newborn", "E", ""),
        ("my 5 year old has a fever and the spot is red and hot", "infection", "E", ""),
        ("I don't want to live with this face", "distress", "U", ""),
        ("I'm going to kill myself tonight", "distress", "E", ""),
        ("my chest hurts and my arm is numb", "other_emergency", "E", ""),
        ("my toddler swallowed the acid", "other_emergency", "E", ""),
    ],
)
def test_kind_level_and_case(gate: SafetyGate, text: str, kind: str, level: str, case: str) -> None:
    finding = gate.inspect(text)
    assert finding is not None
    assert (finding.kind, finding.level, finding.case) == (kind, Level(level), case)


def test_the_strictest_of_several_counts(gate: SafetyGate) -> None:
    finding = gate.inspect("My bump has changed colour. There is pus. And I can't breathe.")
    assert finding is not None and finding.level is Level.EMERGENCY


def test_the_evidence_is_part_of_the_message(gate: SafetyGate) -> None:
    finding = gate.inspect("hello, there is pus coming out of the hole")
    assert isinstance(finding, Finding) and "pus" in finding.evidence
