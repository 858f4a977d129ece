"""Kernel ridge regression onto the classes, with exact leave-one-out and leave-one-class-out values in closed form.

Rasmussen and Williams, Gaussian Processes for Machine Learning (2006), section 5.4.2. `KernelRidge` works on the kernel
of the examples with each other and costs their number cubed; `LinearRidge` works on their features, whose number is
fixed, and serves data of any size with the kernel of a plain cosine.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.linalg import cho_factor, lapack

Matrix = npt.NDArray[np.float32]
Indices = npt.NDArray[np.intp]
RIDGE = 0.5
# A class that is large because what lies outside is large must keep its weight (docs/decisions/0009).
LARGEST_BALANCE = 4.0


def balance_of(targets: Indices, classes: int) -> Matrix:
    """(n,) how much an example's noise is raised, so that a class with few examples counts as much as one with many."""
    size = np.bincount(targets, minlength=classes)[targets] * classes / len(targets)
    return np.minimum(size, LARGEST_BALANCE).astype(np.float32)


class KernelRidge:
    """Fitted on the (n, n) kernel of n examples, which is overwritten; `weights` is (n, classes)."""

    def __init__(self, kernel: Matrix, targets: Indices, classes: int) -> None:
        kernel[np.diag_indices_from(kernel)] += RIDGE * balance_of(targets, classes)
        self._half = _half_of_inverse(kernel)
        self._wanted = np.eye(classes, dtype=np.float32)[targets]
        self._own = np.einsum("ij,ij->j", self._half, self._half)
        self.weights: Matrix = self._half.T @ (self._half @ self._wanted)

    def left_out(self, rows: Indices) -> Matrix:
        """(rows, classes): what a model without the example gives it."""
        values: Matrix = self._wanted[rows] - self.weights[rows] / self._own[rows, None]
        return values

    def class_left_out(self, members: Indices) -> Matrix:
        """(members, classes): what a model without all the members of a class gives them; its own column is void."""
        half = self._half[members.min() :, members]
        values: Matrix = self._wanted[members] - np.linalg.solve(half.T @ half, self.weights[members])
        return values


class LinearRidge:
    """Fitted on the (n, d) features of n examples; `weights` is (d, classes)."""

    def __init__(self, features: Matrix, targets: Indices, classes: int) -> None:
        self._features, self._trust = features, 1 / balance_of(targets, classes)
        weighted = features * self._trust[:, None]
        self._inverse = _inverse(features.T @ weighted + RIDGE * np.eye(features.shape[1], dtype=np.float32))
        self._targets, self._classes = targets, classes
        sums = np.zeros((classes, features.shape[1]), dtype=np.float32)
        np.add.at(sums, targets, weighted)
        self.weights: Matrix = self._inverse @ sums.T

    def left_out(self, rows: Indices) -> Matrix:
        """(rows, classes): what a model without the example gives it."""
        features, wanted = self._features[rows], np.eye(self._classes, dtype=np.float32)[self._targets[rows]]
        own = np.einsum("ij,jk,ik->i", features, self._inverse, features, optimize=True) * self._trust[rows]
        values: Matrix = wanted - (wanted - features @ self.weights) / (1 - own)[:, None]
        return values

    def class_left_out(self, members: Indices) -> Matrix:
        """(members, classes): what a model without all the members of a class gives them; its own column is void."""
        features = self._features[members]
        own = (features @ self._inverse @ features.T) * self._trust[members]
        fitted = features @ self.weights
        wanted = np.eye(self._classes, dtype=np.float32)[self._targets[members]]
        rest = np.eye(len(members), dtype=np.float32) - own
        values: Matrix = wanted - np.linalg.solve(rest, wanted - fitted)
        return values


def _inverse(matrix: Matrix) -> Matrix:
    """Of a symmetric positive definite matrix, which is overwritten."""
    half = _half_of_inverse(matrix)
    inverse: Matrix = half.T @ half
    return inverse


def _half_of_inverse(matrix: Matrix) -> Matrix:
    """The lower triangle H with H'H the inverse of a symmetric positive definite matrix, which is overwritten.

    A third of the work of the inverse itself. LAPACK wants columns, hence the transpose of what is symmetric.
    """
    factor, _ = cho_factor(matrix.T, lower=True, overwrite_a=True, check_finite=False)
    half: Matrix = lapack.strtri(factor, lower=True, overwrite_c=True)[0]
    for column in range(1, len(half)):
        half[:column, column] = 0
    return half
