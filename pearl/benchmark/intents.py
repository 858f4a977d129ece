"""The shipped classifier on somebody else's data: trained on one file, judged on another, nothing tuned to either."""

from __future__ import annotations

import csv
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sklearn.metrics import matthews_corrcoef

from pearl.benchmark.stock import stock_predictions
from pearl.errors import BadInput
from pearl.understanding.classifier import TopicClassifier
from pearl.understanding.encoder import sentence_encoder
from pearl.understanding.reader import MessageReader

NONE = "(none of these)"
# Of Rasa's FallbackClassifier, as it comes.
STOCK_THRESHOLD = 0.3
# The kernel of so many rows takes 8 GB; more belong into a benchmark of another kind.
MOST_ROWS = 30_000


@dataclass(frozen=True)
class Row:
    """One sentence with its label."""

    sentence: str
    label: str


def measure(train: Path, test: Path, oos: str | None = None) -> dict[str, Any]:
    """The contract's figures for one pair of files; `oos` is the label that means "none of these" in the test.

    Raises BadInput for files that cannot be used.
    """
    rows, judged = read_rows(train), read_rows(test)
    if len(rows) > MOST_ROWS:
        raise BadInput(f"{train} holds {len(rows)} rows; the classifier takes at most {MOST_ROWS}, use a part of them.")
    classifier, train_s = _timed(lambda: _train(rows, train))
    reader, load_s = _timed(lambda: _reloaded(classifier))
    predicted, milliseconds = [], []
    for row in judged:
        label, seconds = _timed(lambda row=row: _read(reader, row.sentence, oos))
        predicted.append(label)
        milliseconds.append(seconds * 1000)
    return {
        **scores([row.label for row in judged], predicted, oos),
        "threshold": round(classifier.calibration.unknown, 4),
        "train_s": round(train_s, 3),
        "load_s": round(load_s, 3),
        "ms_p50": _percentile(milliseconds, 0.5),
        "ms_p95": _percentile(milliseconds, 0.95),
        "rss_mb": _resident_mb(),
    }


def measure_beside_stock(train: Path, test: Path, oos: str | None = None) -> dict[str, Any]:
    """Both on the same files in the same run: {"pearl": …, "stock": …}. Raises BadInput."""
    pearl = measure(train, test, oos)
    stock = stock_predictions(train, test)
    predicted = [label if label is not None else oos or NONE for label in stock["predicted"]]
    figures = {
        **scores([row.label for row in read_rows(test)], predicted, oos),
        "threshold": STOCK_THRESHOLD,
        "train_s": round(stock["train_s"], 3),
        "load_s": round(stock["load_s"], 3),
        "ms_p50": _percentile(stock["milliseconds"], 0.5),
        "ms_p95": _percentile(stock["milliseconds"], 0.95),
        "rss_mb": stock["rss_mb"],
    }
    return {"pearl": pearl, "stock": figures}


def scores(wanted: list[str], predicted: list[str], oos: str | None) -> dict[str, Any]:
    """Matthews' correlation over all rows, accuracy in scope and recall out of scope (None without such rows)."""
    pairs = list(zip(wanted, predicted))
    inside = [w == p for w, p in pairs if w != oos]
    outside = [w == p for w, p in pairs if w == oos]
    return {
        "mcc": round(float(matthews_corrcoef(wanted, predicted)), 4),
        "inscope_accuracy": round(sum(inside) / len(inside), 4) if inside else None,
        "oos_recall": round(sum(outside) / len(outside), 4) if outside else None,
    }


def read_rows(file: Path) -> list[Row]:
    """Read a CSV with the columns sentence and label. Raises BadInput with the line of what is wrong."""
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            if not {"sentence", "label"} <= set(reader.fieldnames or ()):
                raise BadInput(f"{file} needs the columns sentence and label in its first line.")
            rows = [_row(file, reader.line_num, entry) for entry in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{file} cannot be read ({error}); name a CSV file in UTF-8.") from error
    if not rows:
        raise BadInput(f"{file} holds no rows; give it sentences with their labels.")
    return rows


def _row(file: Path, line: int, entry: dict[str, Any]) -> Row:
    sentence, label = (entry.get("sentence") or "").strip(), (entry.get("label") or "").strip()
    if not label:
        raise BadInput(f"{file}:{line}: has no label; each row needs a sentence and its label.")
    return Row(sentence, label)


def _train(rows: list[Row], file: Path) -> TopicClassifier:
    usable = [row for row in rows if row.sentence]
    if len({row.label for row in usable}) < 2:
        raise BadInput(f"{file} has fewer than two labels with sentences, so there is nothing to tell apart.")
    return TopicClassifier.train([r.sentence for r in usable], [r.label for r in usable], sentence_encoder())


def _reloaded(classifier: TopicClassifier) -> MessageReader:
    with tempfile.TemporaryDirectory() as folder:
        classifier.save(Path(folder))
        return MessageReader(TopicClassifier.load(Path(folder)), sentence_encoder())


def _read(reader: MessageReader, sentence: str, oos: str | None) -> str:
    reading = reader.read(sentence)
    return (oos or NONE) if oos and reading.unknown > reading.best.confidence else reading.best.label


def _timed(work: Any) -> tuple[Any, float]:
    began = time.perf_counter()
    result = work()
    return result, time.perf_counter() - began


def _percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 3)


def _resident_mb() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 // 1_000_000
