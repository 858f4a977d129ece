"""The held-out messages, written by somebody who has not seen the gate: what a release must reach (issue 3)."""

from __future__ import annotations

from pathlib import Path

import pytest

from pearl.safety import SafetyGate
from tests.safety.evaluate import counts

HELD_OUT = Path(__file__).parents[1] / "labelled" / "safety_held_out.jsonl"


@pytest.fixture(scope="module")
def measured(gate: SafetyGate) -> dict[str, int]:
    """Counts alone: nobody who works on the gate may read these messages."""
    total = counts(gate, HELD_OUT)
    print(total)
    return total


def test_every_red_flag_is_found(measured: dict[str, int]) -> None:
    assert measured["found"] == measured["flags"]


def test_the_kind_is_right(measured: dict[str, int]) -> None:
    assert measured["kind"] >= 0.95 * measured["flags"]


def test_the_level_is_right_or_stricter(measured: dict[str, int]) -> None:
    assert measured["level"] >= 0.98 * measured["flags"]


def test_calm_messages_stay_calm(measured: dict[str, int]) -> None:
    assert measured["alarms"] <= 0.01 * measured["calm"]
