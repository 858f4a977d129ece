"""How Pearl bears growth: a long conversation, and a library of a hundred times the topics."""

from __future__ import annotations

import random
import shutil
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

import yaml

from pearl.benchmark.served import ServedPearl, run_pearl
from pearl.settings import PROJECT

TURNS = (5, 50, 400)
TOPICS = (40, 400, 4_000)
PHRASINGS = 15
ASKED = 60
WARMING = 5
AROUND = 4
QUESTIONS = ("can i pop milia", "hi", "how long do they stay", "what are your opening hours", "is it acne", "thanks")
LIBRARY = PROJECT / "data" / "library"
WORDS = PROJECT / "data" / "safety" / "real_words.txt"


def measure() -> dict[str, Any]:
    """{"turns": {TURN: ms}, "topics": {COUNT: {"phrasings", "load_s", "train_s", "ms_p50"}}}; takes minutes."""
    with tempfile.TemporaryDirectory() as folder:
        run_pearl("train", "--if-needed")
        turns = long_conversation(Path(folder))
        topics = {str(count): many_topics(Path(folder) / str(count), count) for count in TOPICS}
    return {"turns": turns, "topics": topics}


def long_conversation(folder: Path) -> dict[str, float]:
    """The median milliseconds of a turn around the 5th, the 50th and the 400th of one conversation."""
    with ServedPearl(folder) as server:
        taken = [server.milliseconds("long", QUESTIONS[at % len(QUESTIONS)]) for at in range(max(TURNS) + AROUND)]
    return {str(turn): round(median(taken[turn - AROUND : turn + AROUND]), 1) for turn in TURNS}


def many_topics(folder: Path, count: int) -> dict[str, Any]:
    """What a library of so many made-up topics costs to load, to train (vectors kept or not) and to ask."""
    library, asked = made_library(folder, count)
    own = {
        "PEARL_LIBRARY": str(library),
        "PEARL_MODELS": str(folder / "models"),
        "DATABASE_URL": f"sqlite:///{folder / 'served.db'}",
    }
    load_s = run_pearl("library", "load", **own)
    first_s = run_pearl("train", **own)
    train_s = run_pearl("train", **own)
    with ServedPearl(folder, **own) as server:
        taken = [server.milliseconds(f"visitor-{at}", text) for at, text in enumerate(asked)]
    return {
        "phrasings": count * PHRASINGS,
        "load_s": round(load_s, 1),
        "first_train_s": round(first_s, 1),
        "train_s": round(train_s, 1),
        "ms_p50": round(median(taken[WARMING:]), 1),
    }


def made_library(folder: Path, count: int) -> tuple[Path, list[str]]:
    """A library of `count` topics of random words beside Pearl's own sources and red flags, and phrasings to ask."""
    drawn = random.Random(count)
    library = folder / "library"
    shutil.copytree(LIBRARY, library, ignore=shutil.ignore_patterns("topics"))
    (library / "topics").mkdir()
    model = yaml.safe_load((LIBRARY / "topics" / "laser.yml").read_text(encoding="utf-8"))
    words = [word for word in WORDS.read_text(encoding="utf-8").split() if len(word) > 3]
    phrasings = []
    for number in range(count):
        about = drawn.sample(words, 10)
        said = [" ".join(drawn.sample(about, drawn.randint(3, 7))) + f" {at}" for at in range(PHRASINGS)]
        topic = {**model, "key": f"made_{number}", "title": " ".join(about[:3]), "phrasings": said, "related": []}
        (library / "topics" / f"made_{number}.yml").write_text(yaml.safe_dump(topic), encoding="utf-8")
        phrasings += said
    return library, drawn.sample(phrasings, ASKED)
