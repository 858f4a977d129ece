"""The gate is trained beside the rest when memory allows, and never from other texts than the model's."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from pearl.assistant.gate_training import GateTraining, available_memory
from pearl.errors import LibraryFileError
from pearl.safety import SafetyGate
from pearl.understanding.encoder import sentence_encoder
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


@pytest.fixture
def plenty(tmp_path: Path) -> Path:
    """What the system says of its memory where there is enough."""
    (tmp_path / "plenty").write_text("MemAvailable: 9000000 kB\n", encoding="ascii")
    return tmp_path / "plenty"


def weights(folder: Path) -> dict[str, np.ndarray]:
    with np.load(folder / "second_opinion.npz") as stored:
        return dict(stored)


def written(training: GateTraining, rules: Path, calm: list[str], folder: Path) -> bool:
    folder.mkdir()
    return training.write(rules, calm, folder)


def same(one: Path, other: Path) -> bool:
    first, second = weights(one), weights(other)
    return first.keys() == second.keys() and all(np.array_equal(first[name], second[name]) for name in first)


def test_a_gate_begun_in_advance_is_the_one_that_would_be_trained_now(
    rules: Path, plenty: Path, tmp_path: Path
) -> None:
    assert not written(GateTraining(), rules, CALM, tmp_path / "now")
    with (training := GateTraining()).beside():
        training.offer(lambda: CALM, rules, plenty)
        assert written(training, rules, CALM, tmp_path / "begun")
    assert same(tmp_path / "now", tmp_path / "begun")
    assert SafetyGate.load(tmp_path / "begun", sentence_encoder()).inspect("my eye hurts and i cannot see")


def test_a_gate_that_learnt_from_other_texts_is_not_taken(rules: Path, plenty: Path, tmp_path: Path) -> None:
    written(GateTraining(), rules, CALM, tmp_path / "now")
    with (training := GateTraining()).beside():
        training.offer(lambda: [*CALM, "do you sell vouchers"], rules, plenty)
        assert not written(training, rules, CALM, tmp_path / "other")
    assert same(tmp_path / "now", tmp_path / "other")


def test_what_is_wrong_with_the_examples_is_said_although_another_process_found_it(
    rules: Path, plenty: Path, tmp_path: Path
) -> None:
    (rules / "examples" / "few.yml").write_text("calm: [\n", encoding="utf-8")
    with (training := GateTraining()).beside():
        training.offer(lambda: CALM, rules, plenty)
        with pytest.raises(LibraryFileError, match=r"few\.yml:\d"):
            written(training, rules, CALM, tmp_path / "broken")


def test_nothing_is_begun_when_nobody_trains(rules: Path, tmp_path: Path) -> None:
    training = GateTraining()
    training.offer(lambda: pytest.fail("nobody trains, yet the texts were asked for"), rules)
    assert not written(training, rules, CALM, tmp_path / "now")


def test_a_training_that_is_not_needed_ends_with_the_rest(rules: Path, plenty: Path) -> None:
    with (training := GateTraining()).beside():
        training.offer(lambda: CALM, rules, plenty)
        begun = training.begun
    assert begun
    assert begun.process.returncode is not None
    assert not Path(begun.folder.name).exists()


@pytest.mark.parametrize("memory", ["MemTotal: 9000000 kB\nMemAvailable: 3000000 kB\n", "", "MemAvailable: much\n"])
def test_without_memory_to_spare_it_is_trained_when_its_turn_comes(rules: Path, tmp_path: Path, memory: str) -> None:
    (tmp_path / "meminfo").write_text(memory, encoding="ascii")
    with (training := GateTraining()).beside():
        training.offer(lambda: CALM, rules, tmp_path / "meminfo")
        assert not written(training, rules, CALM, tmp_path / "now")


def test_a_system_that_does_not_say_has_no_memory_to_spare(tmp_path: Path) -> None:
    assert available_memory(tmp_path / "none") == 0


def test_a_container_has_only_what_it_may_have(tmp_path: Path, plenty: Path) -> None:
    (tmp_path / "memory.max").write_text("3000000000\n", encoding="ascii")
    (tmp_path / "memory.current").write_text("1000000000\n", encoding="ascii")
    assert available_memory(plenty, tmp_path) == 2_000_000_000
    (tmp_path / "memory.max").write_text("max\n", encoding="ascii")
    assert available_memory(plenty, tmp_path) == 9_000_000 * 1024


def test_the_process_ends_when_its_parent_is_no_more(rules: Path, plenty: Path) -> None:
    with (training := GateTraining()).beside():
        training.offer(lambda: CALM, rules, plenty)
        begun = training.begun
        assert begun and begun.process.stdin
        begun.process.stdin.close()
        assert begun.process.wait(timeout=60) == 1
        assert not Path(begun.folder.name).exists()
