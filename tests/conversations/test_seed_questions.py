"""What each seed document is about is answered with its topic, and the answer cites that seed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

ROWS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("seed_questions.yml").read_text(encoding="utf-8"))
TOPICS = Path(__file__).parents[2] / "data" / "library" / "topics"


def name(row: dict[str, Any]) -> str:
    """What a failure calls a row: its seed, and which question of that seed it is."""
    of_the_seed = [other for other in ROWS if other["seed"] == row["seed"]]
    return f"{row['seed']}-{of_the_seed.index(row) + 1}-{row['topic'][0]}"


@pytest.mark.parametrize("row", ROWS, ids=name)
def test_a_seeds_question_is_answered_with_its_topic_and_cites_the_seed(row: dict[str, Any], assistant: Any) -> None:
    turn = assistant.ask(row["question"])
    assert (turn.label.removeprefix("faq/") in row["topic"], turn.outcome) == (True, "answer"), (
        f"{row['question']!r} is about {row['topic']}, but was taken for {turn.label} with outcome {turn.outcome}"
    )
    cited = [source["id"] for source in turn.sources]
    assert row["seed"] in cited


def test_every_topic_of_a_row_cites_its_seed() -> None:
    uncited = [(name(row), topic) for row in ROWS for topic in row["topic"] if row["seed"] not in cited_by(topic)]
    assert uncited == []


def test_each_seed_has_ten_rows_with_a_question_of_their_own() -> None:
    assert Counter(row["seed"] for row in ROWS) == dict.fromkeys(("S000", "S001", "S002", "S003", "S004"), 10)
    assert len({row["question"] for row in ROWS}) == len(ROWS)


def cited_by(topic: str) -> set[str]:
    """The ids of the sources that a topic's file cites."""
    content = yaml.safe_load((TOPICS / f"{topic}.yml").read_text(encoding="utf-8"))
    return {citation["source"] for citation in content["sources"]}
