"""The messages that a classifier knows, class by class, and how alike another message is to each of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Sequence

import numpy as np
import numpy.typing as npt

from pearl.understanding.encoder import Vectors
from pearl.understanding.spelling import EVERY, Rows, Spelling

Matrix = npt.NDArray[np.float32]
Indices = npt.NDArray[np.intp]
SPELLING_WEIGHT = 0.35
EXCLUDED = np.float32(-9.0)
AT_ONCE = 600


@dataclass(frozen=True)
class Likeness:
    """How alike messages and exemplars are in meaning and in spelling, both cosines of one shape.

    `nearness` finds the nearest exemplar. `kernel` serves the regression: its third power lets the close ones decide, which
    answered fewer strangers wrongly at the same share of right answers than the plain cosine did.
    """

    meaning: Matrix
    spelling: Matrix

    @property
    def nearness(self) -> Matrix:
        return self.meaning + SPELLING_WEIGHT * self.spelling

    @property
    def kernel(self) -> Matrix:
        alike = self.meaning * np.float32(0.5)
        alike += np.float32(0.5)
        kernel: Matrix = alike * alike
        kernel *= alike
        np.multiply(self.spelling, np.float32(SPELLING_WEIGHT), out=alike)
        kernel += alike
        return kernel


class Exemplars:
    """n messages in the order of their classes: (n, d) vectors, their spelling, `starts` of each class's rows."""

    def __init__(self, vectors: Vectors, spelling: Spelling, starts: Sequence[int]) -> None:
        self.vectors, self.spelling = vectors, spelling
        self.starts = np.array(starts, dtype=np.intp)
        self._ends = np.append(self.starts[1:], len(vectors))
        self.targets: Indices = np.repeat(np.arange(len(starts)), self._ends - self.starts)

    def members(self, target: int) -> Indices:
        """The rows of a class."""
        return np.arange(self.starts[target], self._ends[target])

    def likeness(self, text: str, vector: Vectors, rows: Rows = EVERY) -> Likeness:
        """Of one message with the exemplars of these rows, both (rows,)."""
        return Likeness(self.vectors[rows] @ vector, self.spelling.similarity(text, rows))

    def among(self, rows: Rows, known: Rows = EVERY) -> Likeness:
        """Of some exemplars with others, both (rows, known)."""
        return Likeness(self.vectors[rows] @ self.vectors[known].T, self.spelling.among_exemplars(rows, known))

    def kernel_among_all(self) -> Matrix:
        """(n, n) kernel of all exemplars with each other; each pair is worked out once, on all cores."""
        count = len(self.vectors)
        kernel = np.empty((count, count), dtype=np.float32)

        def fill(start: int) -> None:
            end = min(start + AT_ONCE, count)
            rows, known = slice(start, end), slice(end)
            kernel[rows, known] = self.among(rows, known).kernel
            kernel[:start, rows] = kernel[rows, :start].T

        with ThreadPoolExecutor() as threads:
            list(threads.map(fill, range(0, count, AT_ONCE)))
        return kernel

    def nearest(self, nearness: Matrix) -> Matrix:
        """(…, n) → (…, classes): the nearest exemplar of each class."""
        nearest: Matrix = np.maximum.reduceat(nearness, self.starts, axis=-1)
        return nearest

    def nearest_of(self, classes: Indices, text: str, vector: Vectors) -> Matrix:
        """The nearest exemplar of some classes alone, without a look at the others."""
        rows = [self.members(target) for target in classes]
        starts = np.cumsum([0, *(len(members) for members in rows[:-1])])
        nearness = self.likeness(text, vector, np.concatenate(rows)).nearness
        nearest: Matrix = np.maximum.reduceat(nearness, starts)
        return nearest
