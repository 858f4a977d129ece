"""A trained gate is kept as plain files and comes back the same, quickly and without training."""

from __future__ import annotations

from pathlib import Path

import pytest

from pearl.errors import LibraryFileError, ModelMismatch
from pearl.safety import SafetyGate
from pearl.safety.rulebook import Rulebook
from pearl.understanding.encoder import sentence_encoder
from tests.safety.conftest import CountingEncoder

TEXTS = ["there is pus", "my eye hurts", "what are milia?", "I don't see the point of going on", "can milia bleed?"]


def test_a_saved_gate_answers_as_before(gate: SafetyGate, saved: Path) -> None:
    again = SafetyGate.load(saved, sentence_encoder())
    assert [again.inspect(text) for text in TEXTS] == [gate.inspect(text) for text in TEXTS]


def test_loading_encodes_nothing(saved: Path) -> None:
    encoder = CountingEncoder()
    SafetyGate.load(saved, encoder)
    assert encoder.texts == 0


def test_nothing_is_pickled(saved: Path) -> None:
    assert {file.suffix for file in saved.iterdir()} == {".json", ".npz"}


def test_an_empty_folder_holds_no_gate(tmp_path: Path) -> None:
    with pytest.raises(ModelMismatch):
        SafetyGate.load(tmp_path, CountingEncoder())


def test_a_broken_rule_file_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "concepts.yml").write_text("concepts:\n  eye: [a\nsets: {}\n", encoding="utf-8")
    with pytest.raises(LibraryFileError, match=r"concepts\.yml:\d"):
        Rulebook.from_folder(tmp_path)
