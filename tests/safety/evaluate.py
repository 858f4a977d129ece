"""Measures the gate: `python -m tests.safety.evaluate FILE …` trains it and puts JSON Lines files of labelled messages through it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pearl.safety import Finding, SafetyGate
from pearl.understanding.vector_store import training_encoder
from tests.safety.conftest import DATA
from tests.safety.ordinary import ordinary_texts

LEVELS = "PUE"


def counts(gate: SafetyGate, file: Path) -> dict[str, int]:
    """How many labelled messages of a file are flagged, and rightly: `flags`, `found`, `kind`, `level`, `calm`, `alarms`.

    A line is {"text", "kind", …}; a red flag has kind `red_flag`, `accept` (red_flag/kind, …) and `level`.
    """
    total = dict.fromkeys(("flags", "found", "kind", "level", "calm", "alarms"), 0)
    for line in file.read_text(encoding="utf-8").splitlines():
        message = json.loads(line)
        finding = gate.inspect(message["text"])
        if message["kind"] != "red_flag":
            total["calm"] += 1
            total["alarms"] += finding is not None
            continue
        total["flags"] += 1
        total["found"] += finding is not None
        total["kind"] += finding is not None and f"red_flag/{finding.kind}" in message["accept"]
        total["level"] += _strict_enough(finding, message["level"])
    return total


def _strict_enough(finding: Finding | None, level: str) -> bool:
    return finding is not None and LEVELS.index(finding.level.value) >= LEVELS.index(level)


def main() -> None:
    gate = SafetyGate.from_folder(DATA, training_encoder(), ordinary_texts())
    for name in sys.argv[1:]:
        print(name, counts(gate, Path(name)))


if __name__ == "__main__":
    main()
