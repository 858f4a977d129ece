"""Cross-validates the second opinion beside the rules, threshold by threshold: `python -m tests.safety.evaluate`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from sklearn.model_selection import StratifiedKFold

from pearl.safety.examples import read_examples
from pearl.safety.features import Features
from pearl.safety.gate import DOUBT
from pearl.safety.rulebook import Rulebook
from pearl.safety.rules import Rules
from pearl.safety.second_opinion import SecondOpinion
from pearl.understanding.encoder import sentence_encoder

DATA = Path(__file__).parents[2] / "data" / "safety"


def main() -> None:
    examples = read_examples(DATA / "examples")
    book = Rulebook.from_folder(DATA)
    rules = Rules(book)
    sentences = [rules.sentences(example.text) for example in examples]
    fired = np.array([any(rules.findings(one)) for one in sentences])
    red = np.array([not example.is_calm for example in examples])
    vectors = Features(sentence_encoder(), list(book.concepts)).of(sentences)
    danger = np.zeros(len(examples))
    for seen, unseen in StratifiedKFold(5, shuffle=True, random_state=1).split(vectors, red):
        model = SecondOpinion.train(vectors[seen], [examples[at].label for at in seen], 0.0)
        danger[unseen] = [opinion.danger for opinion in model.opinions(vectors[unseen])]
    print(f"{red.sum()} red flags, {(~red).sum()} calm; rules alone {fired[red].mean():.3f} {fired[~red].mean():.3f}")
    for threshold in np.arange(-0.5, 0.6, 0.1):
        flagged = (danger >= threshold) | (fired & (danger >= DOUBT))
        alone = danger >= threshold
        print(
            f"{threshold:5.1f}  gate: recall {flagged[red].mean():.3f}, alarms {flagged[~red].mean():.3f}"
            f"   second opinion alone: {alone[red].mean():.3f}, {alone[~red].mean():.3f}"
        )


if __name__ == "__main__":
    main()
