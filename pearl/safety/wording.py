"""Danger in the words themselves: a linear machine on words and pairs of words, weighted by rarity.

Sentence vectors blur the one word on which danger hangs; this sees it. It errs on other messages than the machines on
vectors do, which is what makes their mean better than either.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Sequence

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import HashingVectorizer

from pearl.understanding.rarity import BUCKETS, rarity_of, weighted

Numbers = npt.NDArray[np.float32]
Words = Sequence[str]
PRECISION = 3.0


class WordingMachine:
    """`rarity`, `pull` (BUCKETS,) and `start` (1,) of a linear support vector machine on hashed words and pairs."""

    PARTS = ("rarity", "pull", "start")

    def __init__(self, rarity: Numbers, pull: Numbers, start: Numbers) -> None:
        self.rarity, self.pull, self.start = rarity, pull, start

    @classmethod
    def train(cls, wordings: Sequence[Words], red: npt.NDArray[np.bool_]) -> WordingMachine:
        """Fits on the words of texts and whether each text is a red flag."""
        from sklearn.svm import LinearSVC

        counts = _HASHING.transform(wordings)
        rarity, _ = rarity_of(counts)
        fitted = LinearSVC(C=PRECISION, class_weight="balanced", random_state=0).fit(weighted(counts, rarity), red)
        return cls(rarity, fitted.coef_[0].astype(np.float32), fitted.intercept_.astype(np.float32))

    def danger(self, wordings: Sequence[Words]) -> Numbers:
        """(texts,): 0 is undecided."""
        values: Numbers = weighted(_HASHING.transform(wordings), self.rarity) @ self.pull + self.start
        return values


def _terms(words: Words) -> list[str]:
    return [*words, *(f"{first} {second}" for first, second in pairwise(words))]


_HASHING = HashingVectorizer(analyzer=_terms, n_features=BUCKETS, norm=None, alternate_sign=False, dtype=np.float32)
