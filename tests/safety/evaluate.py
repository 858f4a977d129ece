"""Measures the gate: `python -m tests.safety.evaluate` cross-validates the second opinion beside the rules, threshold by
threshold; with JSON Lines files of labelled messages behind it, those are put through the gate.

The rules were written on these examples, so that the cross-validation flatters them; new messages say more.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from sklearn.model_selection import StratifiedKFold

from pearl.safety import Finding, SafetyGate
from pearl.safety.examples import read_examples, with_calm
from pearl.safety.features import Features, whole
from pearl.safety.gate import THRESHOLD
from pearl.safety.rulebook import Rulebook
from pearl.safety.rules import Rules
from pearl.safety.second_opinion import SecondOpinion
from pearl.safety.wording import WordingMachine
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


def cross_validate() -> None:
    examples = with_calm(read_examples(DATA / "examples"), ordinary_texts())
    own = len(read_examples(DATA / "examples"))
    book = Rulebook.from_folder(DATA)
    rules = Rules(book)
    sentences = [rules.sentences(example.text) for example in examples]
    found = [rules.findings(one) for one in sentences]
    parts = [whole(example.text, *both) for example, *both in zip(examples, sentences, found)]
    fired = np.array([bool(part.findings) for part in parts])
    red = np.array([not example.is_calm for example in examples])
    ordinary = np.arange(len(examples)) >= own
    vectors = Features(training_encoder(), list(book.concepts), book.order).of(parts)
    danger = np.zeros(len(examples))
    for seen, unseen in StratifiedKFold(5, shuffle=True, random_state=1).split(vectors, red):
        wording = WordingMachine.train([parts[at].words for at in seen], red[seen])
        model = SecondOpinion.train(vectors[seen], [examples[at].label for at in seen], wording, 0.0)
        opinions = model.opinions(vectors[unseen], [parts[at].words for at in unseen])
        danger[unseen] = [opinion.danger for opinion in opinions]
    print(f"{red.sum()} red flags, {(~red & ~ordinary).sum()} near misses, {ordinary.sum()} ordinary messages")
    for threshold in np.arange(-0.5, 0.6, 0.1):
        flagged = (danger >= threshold) | (fired & (danger >= THRESHOLD))
        alone = danger >= threshold
        rates = [f"{who[of].mean():.3f}" for who in (flagged, alone) for of in (red, ~red & ~ordinary, ordinary)]
        print(f"{threshold:5.1f}  recall, alarms on near misses and ordinary: gate {rates[:3]}, alone {rates[3:]}")


def main() -> None:
    files = [Path(name) for name in sys.argv[1:]]
    if not files:
        cross_validate()
        return
    gate = SafetyGate.from_folder(DATA, training_encoder(), ordinary_texts())
    for file in files:
        print(file, counts(gate, file))


if __name__ == "__main__":
    main()
