"""The topic classifier: nearest exemplar plus kernel ridge regression, calibrated on itself.

One kernel joins the meaning of two messages (sentence vectors) with their spelling (character n-grams). A class scores
with its nearest exemplar plus the output of a ridge regression in that kernel. Both have exact leave-one-out and
leave-one-class-out values in closed form (Rasmussen & Williams 2006, section 5.4.2), so that the temperature and the
score of "none of these" are fitted on messages that the model has not seen, without training a second time.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from pearl.errors import BadInput
from pearl.understanding.encoder import Vectors
from pearl.understanding.spelling import Spelling

Matrix = npt.NDArray[np.float32]
SPELLING_WEIGHT = 0.35
MEANING_POWER = 3
RIDGE = 1.0
OUT_OF_SCOPE = "out_of_scope"
# The share of messages expected to belong to no class, guessed before any test set was scored; small where a class of
# its own says what lies outside.
UNKNOWN_SHARE, UNKNOWN_SHARE_WITH_CLASS = 0.2, 0.05
LARGEST_BALANCE = 4.0
EXCLUDED = np.float32(-9.0)


class TextEncoder(Protocol):
    """What turns many texts into vectors: the sentence encoder, or the vectors kept from the last training."""

    def encode_all(self, texts: Sequence[str]) -> Vectors: ...


@dataclass(frozen=True)
class Guess:
    """A label and the probability that it is the right one, from 0 to 1."""

    label: str
    confidence: float


@dataclass(frozen=True)
class Reading:
    """What the classifier makes of one message: guesses, best first, and the probability that none is right."""

    guesses: tuple[Guess, ...]
    unknown: float

    @property
    def best(self) -> Guess:
        return self.guesses[0]


@dataclass(frozen=True)
class Likeness:
    """How alike m messages and n exemplars are in meaning and in spelling, both (m, n) cosines.

    `nearness` finds the nearest exemplar. `kernel` serves the regression: its power lets the close ones decide, which
    answered fewer strangers wrongly at the same share of right answers than the plain cosine did.
    """

    meaning: Matrix
    spelling: Matrix

    @property
    def nearness(self) -> Matrix:
        return self.meaning + SPELLING_WEIGHT * self.spelling

    @property
    def kernel(self) -> Matrix:
        kernel: Matrix = ((1 + self.meaning) / 2) ** MEANING_POWER + SPELLING_WEIGHT * self.spelling
        return kernel


def normalise(text: str) -> str:
    """Lower case, single spaces: what the encoder and the n-grams see."""
    return " ".join(text.lower().split())


class TopicClassifier:
    """Reads a message as one of the labels it was trained on, or as none of them."""

    def __init__(self, labels: Sequence[str], vectors: Vectors, spelling: Spelling) -> None:
        self.vectors, self._spelling = vectors, spelling
        self.classes = sorted(set(labels))
        self._targets = np.array([self.classes.index(label) for label in labels])
        self._weights: Matrix = np.zeros((len(labels), len(self.classes)), dtype=np.float32)
        self._temperature, self._unknown_score = 0.15, 1.0

    @classmethod
    def train(cls, texts: Sequence[str], labels: Sequence[str], encoder: TextEncoder) -> TopicClassifier:
        """Train on n texts with n labels; about 4 ms a text, most of it the encoder.

        Raises BadInput when there is nothing to tell apart.
        """
        if len(texts) != len(labels) or len(set(labels)) < 2:
            raise BadInput("A classifier needs at least two labels with examples; add phrasings to the training data.")
        normal = [normalise(text) for text in texts]
        model = cls(labels, encoder.encode_all(normal), Spelling.of(normal))
        model._fit()
        return model

    @property
    def unknown_score(self) -> float:
        """The score that a message must reach to belong to a class: fitted on the training data alone."""
        return self._unknown_score

    def read(self, text: str, vector: Vectors) -> Reading:
        """Read one message; `vector` has shape (384,) and comes from the same encoder."""
        likeness = Likeness(vector[None] @ self.vectors.T, self._spelling.similarity([normalise(text)]))
        scores = self._scores(likeness)[0]
        logits = np.append(scores, self._unknown_score) / self._temperature
        shares = np.exp(logits - logits.max())
        shares /= shares.sum()
        order = np.argsort(-shares[:-1])
        return Reading(tuple(Guess(self.classes[i], float(shares[i])) for i in order), float(shares[-1]))

    def save(self, folder: Path) -> None:
        """Write the model into a folder: arrays as npz, the rest as JSON, nothing that can run."""
        self._spelling.save(folder)
        np.savez(folder / "classifier.npz", vectors=self.vectors, weights=self._weights)
        state = {
            "labels": [self.classes[i] for i in self._targets],
            "temperature": self._temperature,
            "unknown_score": self._unknown_score,
        }
        (folder / "classifier.json").write_text(json.dumps(state), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> TopicClassifier:
        """Read what `save` wrote."""
        state: dict[str, Any] = json.loads((folder / "classifier.json").read_text(encoding="utf-8"))
        with np.load(folder / "classifier.npz") as arrays:
            model = cls(state["labels"], arrays["vectors"], Spelling.load(folder))
            model._weights = arrays["weights"]
        model._temperature, model._unknown_score = state["temperature"], state["unknown_score"]
        return model

    def _scores(self, likeness: Likeness) -> Matrix:
        """Of m messages with the n exemplars → (m, classes): nearest exemplar plus ridge output."""
        return self._nearest(likeness.nearness) + likeness.kernel @ self._weights

    def _nearest(self, nearness: Matrix) -> Matrix:
        return np.stack([nearness[:, self._targets == c].max(axis=1) for c in range(len(self.classes))], axis=1)

    def _fit(self) -> None:
        likeness = Likeness(self.vectors @ self.vectors.T, self._spelling.among_exemplars())
        kernel = likeness.kernel
        wanted = np.eye(len(self.classes), dtype=np.float32)[self._targets]
        # A class with few examples counts as much as one with many, within bounds: a class that is large because what
        # lies outside is large must keep its weight.
        size = wanted.sum(axis=0)[self._targets] * len(self.classes) / len(self._targets)
        balance = np.minimum(size, LARGEST_BALANCE)
        inverse = np.linalg.inv(kernel.astype(np.float64) + RIDGE * np.diag(balance))
        weights = inverse @ wanted
        self._weights = weights.astype(np.float32)
        self._calibrate(
            self._left_out(likeness.nearness, wanted, inverse, weights),
            self._class_left_out(likeness.nearness, inverse, weights),
        )

    def _left_out(self, nearness: Matrix, wanted: Matrix, inverse: Any, weights: Any) -> Any:
        """The scores of each example from a model that lacks it."""
        alone = nearness.copy()
        np.fill_diagonal(alone, EXCLUDED)
        return self._nearest(alone) + wanted - weights / np.diag(inverse)[:, None]

    def _class_left_out(self, nearness: Matrix, inverse: Any, weights: Any) -> Any:
        """The scores of each example from a model that lacks its whole class: how strangers score."""
        nearest, rows = self._nearest(nearness), []
        for c in range(len(self.classes)):
            members = np.flatnonzero(self._targets == c)
            scores = nearest[members] - np.linalg.solve(inverse[np.ix_(members, members)], weights[members])
            scores[:, c] = EXCLUDED
            rows.append(scores)
        return np.concatenate(rows)

    def _calibrate(self, known: Any, strangers: Any) -> None:
        """Fit the temperature and the score of "none of these" by likelihood."""
        nobody = np.full(len(strangers), len(self.classes))

        share = UNKNOWN_SHARE_WITH_CLASS if OUT_OF_SCOPE in self.classes else UNKNOWN_SHARE

        def loss(parameters: Any) -> float:
            temperature, unknown = float(np.exp(parameters[0])), float(parameters[1])
            known_loss = _log_loss(known, self._targets, temperature, unknown)
            return (1 - share) * known_loss + share * _log_loss(strangers, nobody, temperature, unknown)

        best = minimize(loss, [np.log(0.15), 1.0], method="Nelder-Mead")
        self._temperature, self._unknown_score = float(np.exp(best.x[0])), float(best.x[1])


def _log_loss(scores: Any, targets: Any, temperature: float, unknown: float) -> float:
    logits = np.column_stack([scores, np.full(len(scores), unknown)]) / temperature
    logits -= logits.max(axis=1, keepdims=True)
    chosen = logits[np.arange(len(logits)), targets]
    return float((np.log(np.exp(logits).sum(axis=1)) - chosen).mean())
