"""How alike two messages are spelt: the cosine of their character n-grams, weighted by rarity."""

from __future__ import annotations

from typing import Any, Sequence

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer

# Hashed, because a dictionary of all n-grams would hold more memory than everything else of the model.
BUCKETS = 2**18


class Spelling:
    """Compares texts with n exemplars by their n-grams of 2 to 5 characters within words."""

    def __init__(self, exemplars: Sequence[str]) -> None:
        self._hashing = HashingVectorizer(
            analyzer="char_wb", ngram_range=(2, 5), n_features=BUCKETS, norm=None, alternate_sign=False, dtype=np.float32
        )
        self._rarity = TfidfTransformer(sublinear_tf=True)
        counts = self._hashing.transform(exemplars)
        self._rarity.fit(counts)
        # What no exemplar holds must not make a message less alike to all of them.
        self._rarity.idf_ = self._rarity.idf_ * (np.bincount(counts.indices, minlength=BUCKETS) > 0)
        self._ngrams: Any = self._rarity.transform(counts).astype(np.float32)

    def similarity(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """(m texts) → (m, n) cosines from 0 to 1."""
        ngrams = self._rarity.transform(self._hashing.transform(texts))
        similarity: npt.NDArray[np.float32] = (ngrams @ self._ngrams.T).toarray().astype(np.float32)
        return similarity
