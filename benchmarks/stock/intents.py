"""Stock Rasa on one pair of files: `python intents.py TRAIN.csv TEST.csv RESULT.json` writes what it
predicts and what it costs.

Runs in the environment of this folder, with TensorFlow, and imports nothing of Pearl.
"""

from __future__ import annotations

import asyncio
import csv
import json
import os
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any, Awaitable, Callable

from ruamel.yaml import YAML

os.environ.update(RASA_TELEMETRY_ENABLED="false", TF_CPP_MIN_LOG_LEVEL="3")
CONFIG = Path(__file__).with_name("config.yml")
FALLBACK = "nlu_fallback"


def rows(file: str) -> list[tuple[str, str]]:
    """The (sentence, label) of each row."""
    with Path(file).open(encoding="utf-8", newline="") as lines:
        return [(row["sentence"].strip(), row["label"].strip()) for row in csv.DictReader(lines)]


def write_training_data(examples: list[tuple[str, str]], file: Path) -> dict[str, str]:
    """Write Rasa's NLU file; returns intent → label, because a label may hold what an intent's name must not."""
    by_label = defaultdict(list)
    for sentence, label in examples:
        if sentence:
            by_label[label].append(sentence)
    labels = {f"intent_{at}": label for at, label in enumerate(sorted(by_label))}
    nlu = [
        {"intent": intent, "examples": "".join(f"- {' '.join(text.split())}\n" for text in by_label[label])}
        for intent, label in labels.items()
    ]
    # Rasa looks for a line that begins with `nlu:`, so that JSON, though it is YAML, is not taken.
    YAML(typ="safe", pure=True).dump({"version": "3.1", "nlu": nlu}, file)
    return labels


def train(data: Path, folder: Path) -> str:
    """Train the default pipeline; returns the model's path."""
    from rasa.model_training import train_nlu

    model = train_nlu(str(CONFIG), str(data), str(folder))
    if model is None:
        raise SystemExit("Rasa trained no model.")
    return str(model)


async def predict(
    parse: Callable[[str], Awaitable[dict[str, Any]]], sentences: list[str]
) -> tuple[list[str], list[float]]:
    """The intent of each sentence, and the milliseconds that each took."""
    intents, milliseconds = [], []
    for sentence in sentences:
        began = time.perf_counter()
        parsed = await parse(sentence)
        milliseconds.append((time.perf_counter() - began) * 1000)
        intents.append((parsed.get("intent") or {}).get("name") or FALLBACK)
    return intents, milliseconds


def main() -> None:
    """Train on the first file, read the second."""
    from rasa.core.agent import Agent

    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "nlu.yml"
        labels = write_training_data(rows(sys.argv[1]), data)
        began = time.perf_counter()
        model = train(data, Path(folder))
        trained = time.perf_counter()
        agent = Agent.load(model)
        loaded = time.perf_counter()
        intents, milliseconds = asyncio.run(predict(agent.parse_message, [text for text, _ in rows(sys.argv[2])]))
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    result = {
        "predicted": [labels.get(intent) for intent in intents],
        "milliseconds": milliseconds,
        "train_s": trained - began,
        "load_s": loaded - trained,
        "rss_mb": pages * 4096 // 1_000_000,
    }
    Path(sys.argv[3]).write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    main()
