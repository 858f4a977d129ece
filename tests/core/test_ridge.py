"""What a model would say without an example, or without a class, equals training it without."""

from __future__ import annotations

from typing import Any, Callable

import numpy as np
import pytest

from pearl.understanding.ridge import RIDGE, KernelRidge, LinearRidge, balance_of

TARGETS = np.array([0, 0, 0, 1, 1, 2, 2, 2])
WANTED = np.eye(3)[TARGETS]
FEATURES = np.random.default_rng(7).normal(size=(8, 5)).astype(np.float32)
KERNEL = FEATURES @ FEATURES.T
NOISE = RIDGE * balance_of(TARGETS, 3)
Fitted = Callable[[Any], Any]


def by_hand(left_out: Any) -> Any:
    """(8, 3): what a regression on all but the ones left out says of every example."""
    kept = np.setdiff1d(np.arange(8), left_out)
    solved = np.linalg.solve(KERNEL[np.ix_(kept, kept)] + np.diag(NOISE[kept]), WANTED[kept])
    return KERNEL[:, kept] @ solved


def kernel() -> tuple[KernelRidge, Any]:
    ridge = KernelRidge(KERNEL.copy(), TARGETS, 3)
    return ridge, KERNEL @ ridge.weights


def linear() -> tuple[LinearRidge, Any]:
    ridge = LinearRidge(FEATURES, TARGETS, 3)
    return ridge, FEATURES @ ridge.weights


@pytest.mark.parametrize("fit", [kernel, linear])
def test_both_regressions_fit_alike_on_the_plain_kernel(fit: Callable[[], Any]) -> None:
    np.testing.assert_allclose(fit()[1], by_hand([]), atol=1e-4)


@pytest.mark.parametrize("fit", [kernel, linear])
def test_an_example_left_out_is_as_if_never_seen(fit: Callable[[], Any]) -> None:
    rows = np.array([0, 3, 6])
    expected = [by_hand([row])[row] for row in rows]
    np.testing.assert_allclose(fit()[0].left_out(rows), expected, atol=1e-4)


@pytest.mark.parametrize("fit", [kernel, linear])
@pytest.mark.parametrize("target", [0, 1, 2])
def test_a_class_left_out_is_as_if_never_seen(fit: Callable[[], Any], target: int) -> None:
    members = np.flatnonzero(target == TARGETS)
    others = [column for column in range(3) if column != target]
    expected = by_hand(members)[members][:, others]
    np.testing.assert_allclose(fit()[0].class_left_out(members)[:, others], expected, atol=1e-4)


def test_a_large_class_weighs_no_less_than_a_quarter() -> None:
    balance = balance_of(np.array([0] * 100 + [1]), 2)
    assert (balance[0], balance[-1]) == (pytest.approx(1.98, abs=0.01), pytest.approx(0.02, abs=0.01))
    assert balance_of(np.array([0] * 500 + list(range(1, 30))), 30).max() == 4
