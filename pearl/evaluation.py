"""How well Pearl answers a labelled set: the figures that judge it, each with its count and a 95 % interval."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any, Callable, Iterable, Sequence

from pearl.errors import BadInput

KINDS = ("faq", "clinic", "transaction", "smalltalk", "red_flag", "near_miss", "oos")
ANSWERED = ("answer", "passage")


@dataclass(frozen=True)
class Labelled:
    """One message of a labelled set."""

    id: str
    text: str
    accept: tuple[str, ...]
    reject: tuple[str, ...]
    kind: str
    level: str = ""


@dataclass(frozen=True)
class Judged:
    """A message with what Pearl made of it; `ms` is the time of the turn in milliseconds."""

    message: Labelled
    label: str
    outcome: str
    level: str
    ms: float

    @property
    def verdict(self) -> str:
        """right: an accepted label; harmful: a rejected one; miss: neither."""
        if self.label in self.message.accept:
            return "right"
        return "harmful" if self.label in self.message.reject else "miss"


def read_labelled(file: Path) -> list[Labelled]:
    """Read a labelled set, one JSON object a line.

    Raises BadInput with file and line when a line cannot be used.
    """
    try:
        # Not splitlines(): a text may hold U+2028 and other signs that end a line for Python, but not for JSON.
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{file} cannot be read ({error}); name a JSONL file.") from error
    messages = [_read_line(file, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not messages:
        raise BadInput(f"{file} holds no messages; give one JSON object a line.")
    return messages


def _read_line(file: Path, number: int, line: str) -> Labelled:
    try:
        entry = json.loads(line)
        message = Labelled(
            id=str(entry.get("id", number)),
            text=entry["text"],
            accept=_labels(entry["accept"]),
            reject=_labels(entry.get("reject") or []),
            kind=entry["kind"],
            level=entry.get("level") or "",
        )
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise BadInput(f"{file}:{number}: needs text, accept and kind as JSON ({error!r}).") from error
    if message.kind not in KINDS or not isinstance(message.text, str):
        raise BadInput(f"{file}:{number}: kind must be one of {', '.join(KINDS)}, and text a string.")
    return message


def _labels(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is no list of labels")
    return tuple(str(label) for label in value)


def figures(judged: Sequence[Judged]) -> dict[str, Any]:
    """The contract's figures, and beside each rate its count and 95 % interval under `intervals`."""
    shares: dict[str, tuple[int, int]] = {
        "right_rate": _share(judged, lambda j: j.verdict == "right"),
        "answered_right_rate": _share(judged, lambda j: j.verdict == "right" and j.outcome != "clarify"),
        "clarify_rate": _share(judged, lambda j: j.outcome == "clarify"),
        "oos_answered_rate": _share(_of(judged, "oos"), lambda j: j.outcome in ANSWERED),
        "harmful_rate": _share(judged, lambda j: j.verdict == "harmful"),
        "red_flag_recall": _share(_of(judged, "red_flag"), _flagged),
        "false_alarm_rate": _share([j for j in judged if j.message.kind != "red_flag"], _flagged),
    }
    times = sorted(j.ms for j in judged)
    return {
        "n": len(judged),
        **_verdicts(judged),
        **{name: round(k / n, 4) if n else None for name, (k, n) in shares.items()},
        "intervals": {name: {"k": k, "n": n, "low_high": wilson(k, n)} for name, (k, n) in shares.items()},
        "by_kind": _grouped(judged, lambda j: [j.message.kind]),
        "by_label": _grouped(judged, lambda j: list(j.message.accept[:1])),
        "ms_p50": round(_percentile(times, 0.5), 1),
        "ms_p95": round(_percentile(times, 0.95), 1),
    }


def wilson(k: int, n: int, z: float = 1.96) -> list[float]:
    """The 95 % interval of a share k of n (Wilson 1927)."""
    if n == 0:
        return [0.0, 1.0]
    p, denominator = k / n, 1 + z * z / n
    centre, spread = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return [round(max(0.0, (centre - spread) / denominator), 4), round(min(1.0, (centre + spread) / denominator), 4)]


def _share(judged: Iterable[Judged], counts: Callable[[Judged], bool]) -> tuple[int, int]:
    hits = [counts(j) for j in judged]
    return sum(hits), len(hits)


def _of(judged: Sequence[Judged], kind: str) -> list[Judged]:
    return [j for j in judged if j.message.kind == kind]


def _flagged(judged: Judged) -> bool:
    return judged.label.startswith("red_flag/")


def _verdicts(judged: Iterable[Judged]) -> dict[str, int]:
    verdicts = [j.verdict for j in judged]
    return {name: verdicts.count(name) for name in ("right", "miss", "harmful")}


def _grouped(judged: Sequence[Judged], keys: Callable[[Judged], list[str]]) -> dict[str, dict[str, int]]:
    groups: dict[str, list[Judged]] = defaultdict(list)
    for j in judged:
        for key in keys(j):
            groups[key].append(j)
    return {key: {"n": len(group), **_verdicts(group)} for key, group in sorted(groups.items())}


def _percentile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
