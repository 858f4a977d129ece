"""The gate is trained beside the topic classifier when memory allows, and never from other texts than the model's."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pearl.assistant import gate_training
from pearl.safety import SafetyGate
from tests.safety.conftest import DATA

EXAMPLES = """eye/E: |
  my eye hurts and i cannot see
  sudden loss of sight
infection/U: |
  pus and spreading redness
  the wound stinks
calm: |
  what are milia
  can i come on tuesday
"""
CALM = ["is it acne", "where can i park"]


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """Pearl's rules with a handful of examples."""
    folder = tmp_path / "safety"
    shutil.copytree(DATA, folder, ignore=shutil.ignore_patterns("examples"))
    (folder / "examples").mkdir()
    (folder / "examples" / "few.yml").write_text(EXAMPLES, encoding="utf-8")
    return folder


def weights(gate: SafetyGate, folder: Path) -> bytes:
    folder.mkdir()
    gate.save(folder)
    return (folder / "second_opinion.npz").read_bytes()


def test_a_gate_begun_in_advance_is_the_one_trained_at_once(rules: Path, tmp_path: Path) -> None:
    at_once = gate_training.trained_gate(rules, CALM)
    gate_training.begin(CALM, rules)
    in_advance = gate_training.trained_gate(rules, CALM)
    assert weights(in_advance, tmp_path / "one") == weights(at_once, tmp_path / "two")


def test_a_gate_begun_in_advance_is_taken(rules: Path) -> None:
    begun = gate_training.begin(CALM, rules)
    assert begun
    assert gate_training.trained_gate(rules, CALM) is begun.result()


def test_it_is_taken_once(rules: Path) -> None:
    begun = gate_training.begin(CALM, rules)
    assert begun
    gate_training.trained_gate(rules, CALM)
    assert gate_training.trained_gate(rules, CALM) is not begun.result()


def test_a_gate_that_learnt_from_other_texts_is_not_taken(rules: Path, tmp_path: Path) -> None:
    wanted = weights(gate_training.trained_gate(rules, CALM), tmp_path / "one")
    gate_training.begin([*CALM, "do you sell vouchers"], rules)
    assert weights(gate_training.trained_gate(rules, CALM), tmp_path / "two") == wanted


@pytest.mark.parametrize("memory", ["MemTotal: 9000000 kB\nMemAvailable: 3000000 kB\n", "", "MemAvailable: much\n"])
def test_without_memory_to_spare_it_is_trained_when_its_turn_comes(rules: Path, tmp_path: Path, memory: str) -> None:
    (tmp_path / "meminfo").write_text(memory, encoding="ascii")
    assert gate_training.begin(CALM, rules, tmp_path / "meminfo") is None
    assert gate_training.trained_gate(rules, CALM).inspect("my eye hurts and i cannot see")


def test_a_system_that_does_not_say_has_no_memory_to_spare(tmp_path: Path) -> None:
    assert gate_training.available_memory(tmp_path / "none") == 0
