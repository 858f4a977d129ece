"""A second opinion on wording that no rule knows: kernel machine on sentence vectors and what the rules saw.

Two small models trained on data/safety/examples/*.yml: a support vector machine says how dangerous a text is, a
logistic regression which red flag it would be. Both are kept as numbers (npz) and names (json); nothing is pickled.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Sequence

import numpy as np
import numpy.typing as npt

from pearl.errors import ModelMismatch

CALM = "calm"
GAMMA = 0.5
Numbers = npt.NDArray[np.float64]


class Encoder(Protocol):
    """What turns texts into vectors: pearl.understanding.encoder.SentenceEncoder, or a stand-in."""

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]: ...


@dataclass(frozen=True)
class Opinion:
    """`danger` is the distance from calm (0 is undecided, 1 as sure as an example); `label` is kind/level/case."""

    danger: float
    label: str


class SecondOpinion:
    """`known` (vectors, features) with `pull` (vectors,) and `start` judge danger; `weights`, `bias` the label."""

    ARRAYS = ("known", "pull", "start", "weights", "bias")

    def __init__(self, labels: Sequence[str], threshold: float, **arrays: Numbers) -> None:
        self.labels, self.threshold = list(labels), threshold
        self._arrays = {name: arrays[name] for name in self.ARRAYS}

    @classmethod
    def train(cls, features: Numbers, labels: Sequence[str], threshold: float) -> SecondOpinion:
        """Fits on (texts, features) and a label a text; needs calm examples and at least two red flags."""
        from sklearn.linear_model import LogisticRegression
        from sklearn.svm import SVC

        red = np.array([label != CALM for label in labels])
        danger = SVC(C=5.0, gamma=GAMMA, class_weight="balanced").fit(features, red)
        kinds = LogisticRegression(C=10.0, max_iter=500, class_weight="balanced")
        kinds.fit(features[red], np.array(labels)[red])
        return cls(
            [str(name) for name in kinds.classes_],
            threshold,
            known=danger.support_vectors_,
            pull=danger.dual_coef_[0],
            start=danger.intercept_,
            weights=kinds.coef_.T,
            bias=kinds.intercept_,
        )

    def opinions(self, features: Numbers) -> list[Opinion]:
        """One opinion for each row of features."""
        known, pull, start, weights, bias = (self._arrays[name] for name in self.ARRAYS)
        apart = (features**2).sum(1)[:, None] + (known**2).sum(1)[None, :] - 2 * features @ known.T
        danger = np.exp(-GAMMA * apart) @ pull + start[0]
        likeliest = (features @ weights + bias).argmax(axis=1)
        return [Opinion(float(value), self.labels[at]) for value, at in zip(danger, likeliest)]

    def save(self, folder: Path) -> None:
        np.savez(folder / "second_opinion.npz", **{name: a.astype(np.float32) for name, a in self._arrays.items()})
        facts = {"labels": self.labels, "threshold": self.threshold}
        (folder / "second_opinion.json").write_text(json.dumps(facts), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> SecondOpinion:
        """As saved; raises ModelMismatch when the folder holds no such model."""
        try:
            facts = json.loads((folder / "second_opinion.json").read_text(encoding="utf-8"))
            with np.load(folder / "second_opinion.npz", allow_pickle=False) as stored:
                arrays = {name: stored[name] for name in cls.ARRAYS}
            return cls(facts["labels"], float(facts["threshold"]), **arrays)
        except (OSError, ValueError, KeyError) as error:
            raise ModelMismatch(f"{folder} holds no trained second opinion; train again.") from error
