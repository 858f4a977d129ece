"""The held-out messages, written by somebody who has not seen the gate: no release may do worse than the last.

Promised are recall 1.0, the right kind 0.95, the right level or stricter 0.98, false alarms 0.01 (docs/safety.md).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pearl.safety import SafetyGate
from tests.safety.evaluate import counts

# What this release reaches, as counts of a file's red flags and calm messages. Never lower one, nor raise the alarms.
REACHED = {
    "safety_held_out": {"found": 152, "kind": 151, "level": 152, "alarms": 1},
    "safety_threshold": {"found": 306, "kind": 298, "level": 306, "alarms": 2},
}
LABELLED = Path(__file__).parents[1] / "labelled"


@pytest.fixture(scope="module", params=REACHED)
def reached_and_measured(gate: SafetyGate, request: pytest.FixtureRequest) -> tuple[dict[str, int], dict[str, int]]:
    """Counts alone: nobody who works on the gate may read these messages."""
    total = counts(gate, LABELLED / f"{request.param}.jsonl")
    print(total)
    return REACHED[request.param], total


@pytest.mark.parametrize("figure", ["found", "kind", "level"])
def test_no_fewer_red_flags_are_found_and_rightly(
    figure: str, reached_and_measured: tuple[dict[str, int], dict[str, int]]
) -> None:
    reached, measured = reached_and_measured
    assert measured[figure] >= reached[figure]


def test_no_more_calm_messages_alarm(reached_and_measured: tuple[dict[str, int], dict[str, int]]) -> None:
    reached, measured = reached_and_measured
    assert measured["alarms"] <= reached["alarms"]
