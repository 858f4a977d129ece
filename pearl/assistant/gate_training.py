"""Trains the safety gate, beside the topic classifier when there is memory for both."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import List, Optional

from pearl.build_store import FOLDER, BuildStore
from pearl.safety.gate import SafetyGate
from pearl.settings import PROJECT
from pearl.understanding.vector_store import training_encoder

RULES = PROJECT / "data" / "safety"
READINGS = FOLDER / "readings.sqlite"
# Both at once need 4 GB.
MOST_NEEDED = 5 * 2**30
MEMORY = Path("/proc/meminfo")


@dataclass(frozen=True)
class _Begun:
    """A gate in training, and what it learns from."""

    rules: Path
    calm: List[str]
    gate: Future[SafetyGate]


_begun: Optional[_Begun] = None


def begin(calm: List[str], rules: Path = RULES, memory: Path = MEMORY) -> Optional[Future[SafetyGate]]:
    """Start training the gate on the examples beside its rules and these calm texts, unless memory is short.

    Called when the classifier's training begins: both learn from the same texts, and each leaves a core idle at times.
    """
    global _begun
    _begun = None
    if available_memory(memory) < MOST_NEEDED:
        return None
    thread = ThreadPoolExecutor(1)
    gate = thread.submit(_train, rules, calm)
    thread.shutdown(wait=False)
    _begun = _Begun(rules, calm, gate)
    return gate


def trained_gate(rules: Path, calm: List[str]) -> SafetyGate:
    """The gate that `begin` started when it learns from the same, else one trained now. Raises LibraryFileError."""
    global _begun
    begun, _begun = _begun, None
    if begun and (rules, calm) == (begun.rules, begun.calm):
        return begun.gate.result()
    return _train(rules, calm)


def available_memory(memory: Path) -> int:
    """Bytes that can be had without swapping; 0 where the system does not say."""
    try:
        lines = memory.read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, ValueError, StopIteration):
        return 0


def _train(rules: Path, calm: List[str]) -> SafetyGate:
    return SafetyGate.from_folder(rules, training_encoder(), calm, BuildStore(READINGS))
