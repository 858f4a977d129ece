"""From scores to probabilities: a temperature and the score of "none of these", fitted on messages left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

Matrix = npt.NDArray[np.float32]
START = (0.15, 1.0)


@dataclass(frozen=True)
class Calibration:
    """`unknown` is the score that a message must reach to belong to a class."""

    temperature: float
    unknown: float

    def shares(self, scores: Matrix) -> npt.NDArray[np.float64]:
        """(k,) scores → (k + 1,) probabilities, the last one that of "none of these"."""
        logits = np.append(scores, self.unknown).astype(np.float64) / self.temperature
        powers = np.exp(logits - logits.max())
        shares: npt.NDArray[np.float64] = powers / powers.sum()
        return shares

    @classmethod
    def fit(cls, known: Matrix, own: Matrix, strangers: Matrix, stranger_share: float) -> Calibration:
        """By likelihood on the scores of known messages, with `own` (k,) those of their class, and of strangers.

        `stranger_share` is how many messages are expected to belong to no class.
        """

        def loss(parameters: Any) -> float:
            temperature, unknown = float(np.exp(parameters[0])), float(parameters[1])
            inside = _log_loss(known, own, temperature, unknown)
            outside = _log_loss(strangers, np.full(len(strangers), unknown), temperature, unknown)
            return (1 - stranger_share) * inside + stranger_share * outside

        best = minimize(loss, [np.log(START[0]), START[1]], method="Nelder-Mead")
        return cls(float(np.exp(best.x[0])), float(best.x[1]))


def _log_loss(scores: Matrix, right: Any, temperature: float, unknown: float) -> float:
    logits = np.column_stack([scores, np.full(len(scores), unknown)]).astype(np.float64) / temperature
    highest = logits.max(axis=1)
    total = np.log(np.exp(logits - highest[:, None]).sum(axis=1)) + highest
    return float((total - right / temperature).mean())
