"""The topic classifier: nearest exemplar plus ridge regression, calibrated on itself.

A class scores with its nearest exemplar plus the output of a ridge regression. What both would say of a message, or of
a whole class, that they have not seen follows in closed form (ridge.py), so that the temperature and the score of "none
of these" are fitted on the training data alone, without training a second time.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator, Protocol, Sequence, Union

import numpy as np

from pearl.errors import BadInput
from pearl.understanding.calibration import Calibration
from pearl.understanding.encoder import MEANING, Vectors
from pearl.understanding.exemplars import EXCLUDED, Exemplars, Indices, Matrix
from pearl.understanding.ridge import KernelRidge, LinearRidge
from pearl.understanding.spelling import Spelling

OUT_OF_SCOPE = "out_of_scope"
# The share of messages expected to belong to no class, guessed before any test set was scored; small where a class of
# its own says what lies outside.
UNKNOWN_SHARE, UNKNOWN_SHARE_WITH_CLASS = 0.2, 0.05
# Up to so many examples the regression uses the kernel; more are regressed on their vectors, and a message is compared
# with the exemplars of the CANDIDATES that this finds likeliest, so that a hundred times the topics cost little more.
MOST_IN_KERNEL = 12_000
CANDIDATES = 50
CALIBRATED_ON = 2_000
AT_ONCE = 500
RANKED = 10


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
    """What the classifier makes of one message: the first RANKED guesses, and the probability that none is right."""

    guesses: tuple[Guess, ...]
    unknown: float

    @property
    def best(self) -> Guess:
        return self.guesses[0]


def normalise(text: str) -> str:
    """Lower case, single spaces: what the encoder and the n-grams see."""
    return " ".join(text.lower().split())


class TopicClassifier:
    """Reads a message as one of the labels it was trained on, or as none of them."""

    def __init__(self, classes: Sequence[str], exemplars: Exemplars, weights: Matrix, calibration: Calibration) -> None:
        self.classes, self.calibration = list(classes), calibration
        self._exemplars, self._weights = exemplars, weights
        self._in_kernel = len(weights) == len(exemplars.vectors)

    @classmethod
    def train(
        cls, texts: Sequence[str], labels: Sequence[str], encoder: TextEncoder, most_in_kernel: int = MOST_IN_KERNEL
    ) -> TopicClassifier:
        """Train on n texts with n labels; about 2 ms a text, most of it the encoder.

        Raises BadInput when there is nothing to tell apart.
        """
        classes = sorted(set(labels))
        if len(texts) != len(labels) or len(classes) < 2:
            raise BadInput("A classifier needs at least two labels with examples; add phrasings to the training data.")
        place = {label: at for at, label in enumerate(classes)}
        targets = np.array([place[label] for label in labels])
        normal = [normalise(texts[at]) for at in np.argsort(targets, kind="stable")]
        starts = np.searchsorted(np.sort(targets), np.arange(len(classes)))
        # Rounded to what `save` keeps, so that the loaded model is the trained one.
        vectors = encoder.encode_all(normal)[:, MEANING].astype(np.float16).astype(np.float32)
        exemplars = Exemplars(vectors, Spelling.of(normal), starts.tolist())
        ridge = _regression(exemplars, len(classes), len(texts) <= most_in_kernel)
        share = UNKNOWN_SHARE_WITH_CLASS if OUT_OF_SCOPE in place else UNKNOWN_SHARE
        return cls(classes, exemplars, ridge.weights, Calibration.fit(*_left_out(exemplars, ridge), share))

    def read(self, text: str, vector: Vectors) -> Reading:
        """Read one message; `vector` has shape (1152,) and comes from the same encoder."""
        classes, scores = self._scores(normalise(text), vector[MEANING])
        shares = self.calibration.shares(scores)
        order = np.argsort(-shares[:-1], kind="stable")[:RANKED]
        guesses = tuple(Guess(self.classes[classes[at]], float(shares[at])) for at in order)
        return Reading(guesses, float(shares[-1]))

    def save(self, folder: Path) -> None:
        """Write the model into a folder: arrays as npz, the rest as JSON, nothing that can run."""
        self._exemplars.spelling.save(folder)
        np.savez(folder / "classifier.npz", vectors=self._exemplars.vectors.astype(np.float16), weights=self._weights)
        state = {
            "classes": self.classes,
            "starts": self._exemplars.starts.tolist(),
            "temperature": self.calibration.temperature,
            "unknown": self.calibration.unknown,
        }
        (folder / "classifier.json").write_text(json.dumps(state), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> TopicClassifier:
        """Read what `save` wrote."""
        state: dict[str, Any] = json.loads((folder / "classifier.json").read_text(encoding="utf-8"))
        with np.load(folder / "classifier.npz") as arrays:
            exemplars = Exemplars(arrays["vectors"].astype(np.float32), Spelling.load(folder), state["starts"])
            calibration = Calibration(state["temperature"], state["unknown"])
            return cls(state["classes"], exemplars, arrays["weights"], calibration)

    def _scores(self, text: str, vector: Vectors) -> tuple[Indices, Matrix]:
        """The classes looked at and their scores."""
        if self._in_kernel:
            likeness = self._exemplars.likeness(text, vector)
            nearest = self._exemplars.nearest(likeness.nearness)
            return np.arange(len(self.classes)), nearest + likeness.kernel @ self._weights
        values = vector @ self._weights
        likeliest = np.sort(np.argsort(-values, kind="stable")[:CANDIDATES])
        return likeliest, values[likeliest] + self._exemplars.nearest_of(likeliest, text, vector)


def _regression(exemplars: Exemplars, classes: int, in_kernel: bool) -> Union[KernelRidge, LinearRidge]:
    if in_kernel:
        return KernelRidge(exemplars.kernel_among_all(), exemplars.targets, classes)
    return LinearRidge(exemplars.vectors, exemplars.targets, classes)


def _left_out(exemplars: Exemplars, ridge: Union[KernelRidge, LinearRidge]) -> tuple[Matrix, Matrix, Matrix]:
    """For Calibration.fit: the highest scores of examples left out, that of their own class, and those of strangers.

    A stranger is an example left out with its whole class.
    """
    known, own, strangers = [], [], []
    for rows in _some_rows(exemplars):
        targets, at = exemplars.targets[rows], np.arange(len(rows))
        nearness = exemplars.among(rows).nearness
        nearness[at, rows] = EXCLUDED
        nearest = exemplars.nearest(nearness)
        scores = nearest + ridge.left_out(rows)
        known.append(_highest(scores))
        own.append(scores[at, targets])
        foreign = nearest + _class_left_out(exemplars, ridge, rows)
        foreign[at, targets] = EXCLUDED
        strangers.append(_highest(foreign))
    return np.concatenate(known), np.concatenate(own), np.concatenate(strangers)


def _some_rows(exemplars: Exemplars) -> Iterator[Indices]:
    """At most CALIBRATED_ON examples, evenly chosen, AT_ONCE at a time."""
    step = -(-len(exemplars.vectors) // CALIBRATED_ON)
    rows = np.arange(0, len(exemplars.vectors), step)
    return (rows[at : at + AT_ONCE] for at in range(0, len(rows), AT_ONCE))


def _class_left_out(exemplars: Exemplars, ridge: Union[KernelRidge, LinearRidge], rows: Indices) -> Matrix:
    parts = []
    for target in np.unique(exemplars.targets[rows]):
        members = exemplars.members(target)
        parts.append(ridge.class_left_out(members)[np.isin(members, rows)])
    return np.concatenate(parts)


def _highest(scores: Matrix) -> Matrix:
    """(rows, classes) → (rows, at most CANDIDATES): what the rest adds to a probability is nothing."""
    return scores if scores.shape[1] <= CANDIDATES else -np.partition(-scores, CANDIDATES - 1, axis=1)[:, :CANDIDATES]
