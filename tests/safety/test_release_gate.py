"""The held-out messages, written by somebody who has not seen the gate: no release may do worse than the last.

Promised are recall 1.0, the right kind 0.95, the right level or stricter 0.98, false alarms 0.01 (docs/safety.md).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pearl.safety import SafetyGate
from tests.safety.evaluate import counts

# What this release reaches, as counts of the file's red flags and calm messages. Never lower one.
FOUND, KIND, LEVEL, ALARMS = 152, 151, 152, 1
HELD_OUT = Path(__file__).parents[1] / "labelled" / "safety_held_out.jsonl"


@pytest.fixture(scope="module")
def measured(gate: SafetyGate) -> dict[str, int]:
    """Counts alone: nobody who works on the gate may read these messages."""
    total = counts(gate, HELD_OUT)
    print(total)
    return total


def test_no_fewer_red_flags_are_found(measured: dict[str, int]) -> None:
    assert measured["found"] >= FOUND


def test_no_fewer_are_of_the_right_kind(measured: dict[str, int]) -> None:
    assert measured["kind"] >= KIND


def test_no_fewer_are_of_the_right_level_or_stricter(measured: dict[str, int]) -> None:
    assert measured["level"] >= LEVEL


def test_no_more_calm_messages_alarm(measured: dict[str, int]) -> None:
    assert measured["alarms"] <= ALARMS
