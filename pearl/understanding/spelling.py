"""How alike two messages are spelt: the cosine of their character n-grams, weighted by rarity."""

from __future__ import annotations

from pathlib import Path
from typing import Sequence, Union

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, load_npz, save_npz
from sklearn.feature_extraction.text import HashingVectorizer

from pearl.understanding.rarity import BUCKETS, rarity_of, weighted

FILE = "spelling.npz"
Rows = Union[slice, npt.NDArray[np.intp]]
EVERY = slice(None)
# An n-gram is common that more exemplars hold than both.
COMMON, COMMON_SHARE = 500, 0.2


class Spelling:
    """Compares texts with n exemplars by their n-grams of 2 to 5 characters within words."""

    def __init__(self, exemplars: csr_matrix, rarity: npt.NDArray[np.float32]) -> None:
        self._exemplars, self._rarity = exemplars, rarity
        self._hashing = HashingVectorizer(
            analyzer="char_wb",
            ngram_range=(2, 5),
            n_features=BUCKETS,
            norm=None,
            alternate_sign=False,
            dtype=np.float32,
        )

    @classmethod
    def of(cls, texts: Sequence[str]) -> Spelling:
        """Take n texts as exemplars; rarity is the smoothed inverse document frequency of scikit-learn."""
        spelling = cls(csr_matrix((0, BUCKETS), dtype=np.float32), np.zeros(BUCKETS, dtype=np.float32))
        counts = spelling._hashing.transform(texts)
        rarity, holders = rarity_of(counts)
        # What no exemplar holds must not make a message less alike to all of them; what a fifth of them hold says little
        # and costs most of the time of comparing them.
        telling = (holders > 0) & (holders <= max(COMMON, COMMON_SHARE * len(texts)))
        spelling._rarity = np.where(telling, rarity, np.float32(0))
        spelling._exemplars = weighted(counts, spelling._rarity)
        spelling._exemplars.eliminate_zeros()
        return spelling

    def similarity(self, text: str, exemplars: Rows = EVERY) -> npt.NDArray[np.float32]:
        """(n,) cosines from 0 to 1 of one text with the exemplars of these rows."""
        ngrams = weighted(self._hashing.transform([text]), self._rarity)
        spread = np.zeros(BUCKETS, dtype=np.float32)
        spread[ngrams.indices] = ngrams.data
        cosines: npt.NDArray[np.float32] = self._exemplars[exemplars] @ spread
        return cosines

    def among_exemplars(self, rows: Rows, known: Rows) -> npt.NDArray[np.float32]:
        """(rows, known) cosines of some exemplars with others."""
        cosines: npt.NDArray[np.float32] = (self._exemplars[rows] @ self._exemplars[known].T).toarray()
        return cosines

    def save(self, folder: Path) -> None:
        """Write the exemplars' n-grams; `load` reads them without computing them again."""
        save_npz(folder / FILE, self._exemplars)
        np.save(folder / "rarity.npy", self._rarity)

    @classmethod
    def load(cls, folder: Path) -> Spelling:
        """Read what `save` wrote."""
        return cls(load_npz(folder / FILE), np.load(folder / "rarity.npy"))
