"""Typos, phone typing, second-language English and wording that names no sign are understood."""

from __future__ import annotations

import pytest

from pearl.safety import SafetyGate


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("cant c out of my eye", "eye"),
        ("cnt breathe", "allergic_reaction"),
        ("its swolen and hott with pusss", "infection"),
        ("i have temprature and the spot is oozzing", "infection"),
        ("trouble brething after the cream", "allergic_reaction"),
        ("suiside thoughts", "distress"),
        ("my eye is pain and not see good", "eye"),
        ("he have fever", "infection"),
        ("C\u200ban't bre\u00adathe", "allergic_reaction"),
        ("MY EYE HURTS!!!", "eye"),
        ("everything on that side has gone blurry since the peel", "eye"),
        ("the whole cheek is hot and getting bigger by the hour", "infection"),
        ("I don't see the point of going on", "distress"),
        ("she hasn't woken up for her bottles today", "newborn"),
    ],
)
def test_is_understood(gate: SafetyGate, text: str, kind: str) -> None:
    finding = gate.inspect(text)
    assert finding is not None and finding.kind == kind
