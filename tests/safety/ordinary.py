"""What visitors ordinarily say, as the training data of the assistant: calm examples for the gate."""

from __future__ import annotations

from pathlib import Path

import yaml

from pearl.understanding.visitor_messages import read_messages

DATA = Path(__file__).parents[2] / "data"
NLU = ("conversation.yml", "out_of_scope.yml")


def ordinary_texts() -> list[str]:
    """The library's phrasings, visitors' messages, the examples of the conversation and out-of-scope intents."""
    texts: list[str] = []
    for file in sorted((DATA / "library" / "topics").glob("*.yml")):
        texts += _read(file)["phrasings"]
    texts += [text for messages in read_messages().values() for text in messages]
    for name in NLU:
        for entry in _read(DATA / "nlu" / name)["nlu"]:
            texts += [line[2:].strip() for line in entry["examples"].splitlines() if line.startswith("- ")]
    return texts


def _read(file: Path) -> dict:
    return yaml.load(file.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
