"""The labelled sets and the figures that the trained assistant reaches on them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from pearl.assistant.assistant import Assistant
from pearl.assistant.logging import keep_quiet
from pearl.cli.conversing import scratch_services
from pearl.evaluation import Judged, Labelled, read_labelled

LABELLED = Path(__file__).parents[1] / "labelled"
NOW = "2026-11-25T11:00"


class Unread(tuple[Any, ...]):
    """Messages that a failing test must not print: who reads the judge's lines has used it up."""

    def __repr__(self) -> str:
        return f"<{len(self)} messages>"


@pytest.fixture(scope="session")
def visitors() -> tuple[Labelled, ...]:
    """The held-out set that judges Pearl."""
    return Unread(read_labelled(LABELLED / "visitors.jsonl"))


@pytest.fixture(scope="session")
def judged(model: Path, visitors: tuple[Labelled, ...]) -> tuple[Judged, ...]:
    """Every message of the held-out set in a fresh conversation, as `pearl evaluate` runs it."""
    keep_quiet()
    scratch_services(NOW)
    assistant = Assistant(model)

    async def run() -> list[Any]:
        return [await assistant.answer(f"evaluate-{number}", m.text) for number, m in enumerate(visitors)]

    turns = asyncio.run(run())
    return Unread(Judged(m, turn.label, turn.outcome, turn.level or "", 0.0) for m, turn in zip(visitors, turns))
