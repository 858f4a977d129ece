"""The trained model's file, and whether it fits the library and the code; knows nothing of Rasa."""

from __future__ import annotations

import hashlib
import json
import tarfile
from pathlib import Path
from typing import Any

from pearl.bootstrap import services
from pearl.settings import PROJECT, settings

MODEL = "pearl.tar.gz"
FINGERPRINT = "fingerprint.json"
INGREDIENTS = (
    "config.yml",
    "domain.yml",
    "data/nlu",
    "data/rules",
    "data/stories",
    "data/safety",
    "pearl/understanding",
    "pearl/safety",
    "pearl/assistant",
)


def model_file() -> Path:
    """Where the trained model lies."""
    return settings().models / MODEL


def up_to_date() -> bool:
    """Whether the model was trained from exactly today's files and published phrasings."""
    file = settings().models / FINGERPRINT
    if not file.is_file() or not model_file().is_file():
        return False
    return bool(json.loads(file.read_text(encoding="utf-8")).get("fingerprint") == fingerprint())


def write_fingerprint() -> None:
    """Note what the model was trained from."""
    content = json.dumps({"fingerprint": fingerprint()})
    (settings().models / FINGERPRINT).write_text(content, encoding="utf-8")


def fingerprint() -> str:
    """sha256 over everything the model is made of."""
    return hash_of(*INGREDIENTS, beside=services().library.fingerprint())


def hash_of(*places: str, beside: str = "") -> str:
    """sha256 over the names and contents of files and folders of the project (code, YAML, texts, numbers)."""
    digest = hashlib.sha256(beside.encode())
    for place in (PROJECT / name for name in places):
        for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if file.suffix in (".yml", ".py", ".txt", ".npz"):
                digest.update(str(file.relative_to(PROJECT)).encode() + file.read_bytes())
    return digest.hexdigest()


def trained_topics(model: Path) -> set[str]:
    """The topics that a model can predict."""
    with tarfile.open(model) as archive:
        member = next((m for m in archive.getmembers() if m.name.endswith("/risks.json")), None)
        stored: Any = archive.extractfile(member) if member else None
        return set(json.loads(stored.read())) if stored else set()
