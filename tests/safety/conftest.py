"""The gate of this repository, trained once for all safety tests, and stand-ins for its encoder."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Sequence

import numpy as np
import numpy.typing as npt
import pytest

from pearl.safety import SafetyGate
from pearl.safety.rulebook import Rulebook
from pearl.understanding.encoder import DIMENSIONS, sentence_encoder
from pearl.understanding.vector_store import training_encoder
from tests.safety.ordinary import ordinary_texts

DATA = Path(__file__).parents[2] / "data" / "safety"


@dataclass
class CountingEncoder:
    """Vectors that depend on the text alone; counts its texts."""

    texts: int = 0

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        self.texts += len(texts)
        seeds = [int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") for text in texts]
        vectors = np.stack([np.random.default_rng(seed).normal(size=DIMENSIONS) for seed in seeds])
        return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


@dataclass(frozen=True)
class Message:
    text: str
    kind: str
    level: str


def messages() -> list[Message]:
    """Development messages, each once written to test the gate and then taught to it; not the held-out set."""
    lines = (Path(__file__).parent / "messages.jsonl").read_text(encoding="utf-8").splitlines()
    return [Message(**json.loads(line)) for line in lines]


@pytest.fixture(scope="session")
def gate(tmp_path_factory: pytest.TempPathFactory) -> SafetyGate:
    """As the assistant has it: trained once, on the kept vectors, and answering with the encoder alone."""
    folder = tmp_path_factory.mktemp("trained")
    SafetyGate.from_folder(DATA, training_encoder(), ordinary_texts()).save(folder)
    return SafetyGate.load(folder, sentence_encoder())


@pytest.fixture(scope="session")
def rules_alone() -> SafetyGate:
    """The gate before it is trained: rules and scopes, no second opinion."""
    return SafetyGate(Rulebook.from_folder(DATA), CountingEncoder())


@pytest.fixture(scope="session")
def saved(gate: SafetyGate, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("safety")
    gate.save(folder)
    return folder


@pytest.fixture
def counting(saved: Path) -> tuple[SafetyGate, CountingEncoder]:
    encoder = CountingEncoder()
    return SafetyGate.load(saved, encoder), encoder
