"""The two pictures of docs/benchmarks.md, drawn from what `pearl evaluate --details` wrote."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np

matplotlib.use("Agg")
from matplotlib import pyplot

BINS = 8
THRESHOLDS = np.linspace(0, 1, 51)
READ = ("answer", "clarify", "fallback", "chat")


def read_details(file: Path) -> list[dict[str, Any]]:
    """The turns that the classifier decided: no red flags, no forms."""
    turns = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return [turn for turn in turns if turn["outcome"] in READ and turn["confidence"] is not None]


def calibration(turns: list[dict[str, Any]], file: Path) -> None:
    """How often the first guess was right against how sure it was, in bins of equal size."""
    answered = sorted((t for t in turns if t["outcome"] != "fallback"), key=lambda turn: float(turn["confidence"]))
    bins = [part for part in np.array_split(np.array(answered, dtype=object), BINS) if len(part)]
    sure = [np.mean([turn["confidence"] for turn in part]) for part in bins]
    right = [np.mean([turn["verdict"] == "right" for turn in part]) for part in bins]
    figure, axes = pyplot.subplots(figsize=(5, 4))
    axes.plot([0, 1], [0, 1], color="0.7", linewidth=1)
    axes.plot(sure, right, marker="o", color="#1f6f8b")
    axes.set(xlabel="confidence", ylabel="share that is right", xlim=(0, 1), ylim=(0, 1.02))
    axes.set_title(f"Confidence of {len(answered)} answers and choices", fontsize=10)
    _save(figure, file)


def outcomes(turns: list[dict[str, Any]], file: Path) -> None:
    """Right, not answered and wrong, if only guesses above a threshold were answered."""
    confidence = np.array([turn["confidence"] if turn["outcome"] != "fallback" else 0.0 for turn in turns])
    right = np.array([turn["verdict"] == "right" for turn in turns])
    above = confidence[None, :] >= THRESHOLDS[:, None]
    shares = [(above & right).mean(1), (~above).mean(1), (above & ~right).mean(1)]
    figure, axes = pyplot.subplots(figsize=(5, 4))
    labels = ("answered, right", "not answered or asked back", "answered, wrong")
    axes.stackplot(THRESHOLDS, shares, labels=labels, colors=("#1f6f8b", "#d9d9d9", "#b3392f"))
    axes.set(xlabel="least confidence to answer", ylabel="share of messages", xlim=(0, 1), ylim=(0, 1))
    axes.legend(loc="lower left", fontsize=8)
    _save(figure, file)


def _save(figure: Any, file: Path) -> None:
    figure.tight_layout()
    figure.savefig(file, dpi=110, metadata={"Software": None})
    pyplot.close(figure)
