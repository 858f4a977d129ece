"""A second opinion on wording that no rule knows: kernel machines on sentence vectors and what the rules saw.

Small models trained on data/safety/examples/*.yml: three support vector machines, on the vector of danger, on the vector
of meaning and on the words, say how dangerous a text is, a logistic regression which red flag it would be. The machines
err on different messages, so that together they raise fewer false alarms than each at the same recall. All are kept as
numbers (npz) and names (json); nothing is pickled.
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, Sequence

import numpy as np
import numpy.typing as npt

from pearl.errors import ModelMismatch
from pearl.safety.wording import WordingMachine, Words

CALM = "calm"
GAMMA = 0.5
# The features begin with the vectors of danger and of meaning, each of so many numbers; what follows are marks.
VIEWS, WIDTH = 2, 384
AT_ONCE = 500
# Of the words, beside the mean of the vectors (docs/safety.md).
WORDING_WEIGHT = 0.7
Numbers = npt.NDArray[np.float32]
Halves = npt.NDArray[np.float16]
Flags = npt.NDArray[np.bool_]


class Encoder(Protocol):
    """What turns texts into vectors: pearl.understanding.encoder.SentenceEncoder, or a stand-in."""

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]: ...


@dataclass(frozen=True)
class Opinion:
    """`danger` is the distance from calm (0 is undecided, 1 as sure as an example); `label` is kind/level/case."""

    danger: float
    label: str


class Machine:
    """A support vector machine: of n known texts the vectors (n, WIDTH) and which marks they have (n, marks).

    `lengths` (n,) are the squared ones of vectors and marks together, `pull` (n,) and `start` (1,) what was learnt.
    """

    PARTS = ("vectors", "marks", "lengths", "pull", "start")

    def __init__(self, vectors: Halves, marks: Flags, lengths: Numbers, pull: Numbers, start: Numbers) -> None:
        self.vectors, self.lengths, self.pull, self.start = vectors.astype(np.float32), lengths, pull, start
        # By columns, because a message has few marks.
        self.marks = np.asfortranarray(marks)

    @classmethod
    def train(cls, features: Numbers, red: Flags) -> Machine:
        """Fits on (texts, WIDTH + marks) and whether each is a red flag."""
        from sklearn.svm import SVC

        # The kernel worked out beforehand, as one product of matrices, uses every core.
        fitted = SVC(C=5.0, kernel="precomputed", class_weight="balanced").fit(_alike_all(features), red)
        known = features[fitted.support_]
        pull, start = (part.astype(np.float32) for part in (fitted.dual_coef_[0], fitted.intercept_))
        return cls(known[:, :WIDTH].astype(np.float16), known[:, WIDTH:] > 0, _lengths(known), pull, start)

    def danger(self, features: Numbers) -> Numbers:
        """(texts, WIDTH + marks) → (texts,): 0 is undecided."""
        common = features[:, :WIDTH] @ self.vectors.T
        for row, marks in zip(common, features[:, WIDTH:]):
            seen = np.flatnonzero(marks)
            # A mark has the same value wherever it stands.
            row += self.marks[:, seen] @ marks[seen] ** 2
        values: Numbers = _alike(common, _lengths(features), self.lengths) @ self.pull + self.start
        return values

    def saved(self) -> dict[str, npt.NDArray[Any]]:
        """PARTS as they are kept on disk."""
        return {**{name: getattr(self, name) for name in self.PARTS}, "vectors": self.vectors.astype(np.float16)}


class SecondOpinion:
    """The machines, one a view of the features and one of the words; `weights` and `bias` of the regression of labels."""

    def __init__(
        self,
        labels: Sequence[str],
        machines: Sequence[Machine],
        wording: WordingMachine,
        weights: Numbers,
        bias: Numbers,
    ) -> None:
        self.labels = list(labels)
        self._machines, self._wording, self._weights, self._bias = machines, wording, weights, bias

    @classmethod
    def train(cls, features: Numbers, labels: Sequence[str], hardest: Flags, wording: WordingMachine) -> SecondOpinion:
        """Fits beside `wording` on (texts, features) and a label a text, the slow machines on the `hardest` texts.

        Needs calm ones and at least two red flags.
        """
        from sklearn.linear_model import LogisticRegression

        red, names = np.array([label != CALM for label in labels]), np.array(labels)
        with ThreadPoolExecutor(1) as beside:
            # The tolerance ends it early: hundreds of rounds more say the same.
            regression = LogisticRegression(C=10.0, max_iter=500, tol=1.0, class_weight="balanced")
            fitting = beside.submit(regression.fit, _view(features, 0)[red], names[red])
            # One after the other: the kernel of each takes a gigabyte.
            machines = [Machine.train(_view(features[hardest], which), red[hardest]) for which in range(VIEWS)]
            kinds = fitting.result()
        weights, bias = kinds.coef_.T.astype(np.float32), kinds.intercept_.astype(np.float32)
        return cls([str(name) for name in kinds.classes_], machines, wording, weights, bias)

    def opinions(self, features: Numbers, wordings: Sequence[Words]) -> list[Opinion]:
        """One opinion for each row of features and its words."""
        views = [_view(features, which) for which in range(VIEWS)]
        seen = np.mean([machine.danger(view) for machine, view in zip(self._machines, views)], axis=0)
        danger = (seen + WORDING_WEIGHT * self._wording.danger(wordings)) / (1 + WORDING_WEIGHT)
        likeliest = (views[0] @ self._weights + self._bias).argmax(axis=1)
        return [Opinion(float(value), self.labels[at]) for value, at in zip(danger, likeliest)]

    def save(self, folder: Path) -> None:
        """Write numbers and names into a folder."""
        parts = {f"{name}{which}": part for which, m in enumerate(self._machines) for name, part in m.saved().items()}
        parts |= {name: getattr(self._wording, name) for name in WordingMachine.PARTS}
        # Packed here, quickly: Rasa packs the whole model again, thoroughly and slowly.
        np.savez_compressed(folder / "second_opinion.npz", weights=self._weights, bias=self._bias, **parts)
        (folder / "second_opinion.json").write_text(json.dumps({"labels": self.labels}), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> SecondOpinion:
        """As saved; raises ModelMismatch when the folder holds no such model."""
        try:
            facts = json.loads((folder / "second_opinion.json").read_text(encoding="utf-8"))
            with np.load(folder / "second_opinion.npz", allow_pickle=False) as stored:
                machines = [Machine(*(stored[f"{name}{which}"] for name in Machine.PARTS)) for which in range(VIEWS)]
                wording = WordingMachine(*(stored[name] for name in WordingMachine.PARTS))
                return cls(facts["labels"], machines, wording, stored["weights"], stored["bias"])
        except (OSError, ValueError, KeyError) as error:
            raise ModelMismatch(f"{folder} holds no trained second opinion; train again.") from error


def _lengths(features: Numbers) -> Numbers:
    lengths: Numbers = (features**2).sum(1)
    return lengths


def _alike_all(features: Numbers) -> npt.NDArray[np.float64]:
    """(texts, texts): the kernel of texts with each other, in the numbers that scikit-learn works with."""
    lengths = _lengths(features)
    alike = np.empty((len(features), len(features)))
    for at in range(0, len(features), AT_ONCE):
        some = slice(at, at + AT_ONCE)
        alike[some] = _alike(features[some] @ features.T, lengths[some], lengths)
    return alike


def _alike(common: Numbers, lengths: Numbers, known: Numbers) -> Numbers:
    """(texts, known): the kernel of radial basis functions, 1 where both are the same, in place of the products.

    `lengths` (texts,) and `known` (known,) are the squared lengths of both.
    """
    common *= -2
    common += lengths[:, None]
    common += known
    common *= -GAMMA
    alike: Numbers = np.exp(common, out=common)
    return alike


def _view(features: Numbers, which: int) -> Numbers:
    """One of the vectors, and the marks."""
    return np.hstack([features[:, which * WIDTH : (which + 1) * WIDTH], features[:, VIEWS * WIDTH :]])
