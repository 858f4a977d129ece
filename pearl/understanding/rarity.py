"""Terms weighted by rarity, as scikit-learn's TfidfTransformer does it, over hashed counts kept as plain numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

# Hashed, because a dictionary of all terms would hold more memory than everything else of a model.
BUCKETS = 2**18
Rarity = npt.NDArray[np.float32]


def rarity_of(counts: csr_matrix) -> tuple[Rarity, npt.NDArray[np.intp]]:
    """(texts, BUCKETS) counts → the smoothed inverse document frequency and the number of holders of each term."""
    holders = np.bincount(counts.indices, minlength=BUCKETS)
    return (np.log((1 + counts.shape[0]) / (1 + holders)) + 1).astype(np.float32), holders


def weighted(counts: csr_matrix, rarity: Rarity) -> csr_matrix:
    """Logarithm of each count times rarity, each row of length 1 (a row of nothing stays so)."""
    rows = counts.copy()
    rows.data = (np.log(rows.data) + 1) * rarity[rows.indices]
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    rows.data /= np.repeat(np.where(lengths > 0, lengths, 1.0), np.diff(rows.indptr))
    return rows.astype(np.float32)
