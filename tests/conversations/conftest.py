"""Conversations with the trained assistant, in process."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pearl.assistant.assistant import Assistant
from pearl.assistant.logging import keep_quiet
from pearl.assistant.turn import Turn
from pearl.bootstrap import Services, at, services, use
from pearl.cli.conversing import scratch_services
from pearl.sql.engine import open_database
from pearl.sql.migration import upgrade
from pearl.sql.record_store import SqlRecordStore

NOW = "2026-11-25T11:00"


class Conversation:
    """One visitor's conversation: `say` a text or `tap` a button of the last reply that had any."""

    def __init__(self, assistant: Talker, sender: str) -> None:
        self._assistant, self._sender = assistant, sender
        self.turns: list[Turn] = []

    def say(self, text: str, channel: str = "rest") -> Turn:
        self.turns.append(self._assistant.answer(self._sender, text, channel))
        return self.turns[-1]

    def anew(self) -> Conversation:
        """Another visitor's conversation."""
        return self._assistant.conversation()

    def tap(self, title: str) -> Turn:
        shown = next(turn for turn in reversed(self.turns) if any(reply["buttons"] for reply in turn.replies))
        buttons = {b["title"]: b["payload"] for reply in shown.replies for b in reply["buttons"]}
        return self.say(buttons[title])


class Talker:
    """The assistant, a fresh conversation at a time, at a fixed moment (a Wednesday morning)."""

    def __init__(self, model: Path) -> None:
        self._loop, self._number = asyncio.new_event_loop(), itertools.count()
        self._assistant = Assistant(model)

    def answer(self, sender: str, text: str, channel: str) -> Turn:
        return self._loop.run_until_complete(self._assistant.answer(sender, text, channel))

    def conversation(self) -> Conversation:
        return Conversation(self, f"visitor-{next(self._number)}")

    def ask(self, text: str) -> Turn:
        return self.conversation().say(text)

    @property
    def records(self) -> Any:
        return services().records

    def handovers(self) -> Any:
        return services().handovers.handovers()

    @property
    def staff(self) -> Any:
        """What somebody at the clinic does about hand-overs."""
        return services().handover_life

    def close(self) -> None:
        self._loop.close()


@pytest.fixture(scope="session")
def assistant(model: Path) -> Iterator[Talker]:
    keep_quiet()
    scratch_services(NOW)
    talker = Talker(model)
    yield talker
    talker.close()


@pytest.fixture()
def talk(assistant: Talker) -> Iterator[Conversation]:
    """A fresh conversation with an empty set of records."""
    scratch_services(NOW)
    yield assistant.conversation()


@pytest.fixture()
def at_moment(talk: Conversation) -> Iterator[Any]:
    """Moves the clock: `at_moment("2026-12-25T10:00")`."""
    before: Services = services()
    yield lambda iso: use(at(services(), iso))
    use(before)


@pytest.fixture(params=["sqlite", "postgresql"])
def in_sql(request: pytest.FixtureRequest, talk: Any, tmp_path: Path) -> Iterator[Any]:
    """The conversation, with its records in a database."""
    new = {"sqlite": lambda: f"sqlite:///{tmp_path / 'pearl.db'}"}
    url = new.get(request.param, lambda: request.getfixturevalue("new_postgresql")())()
    upgrade(url)
    database, before = open_database(url), services()
    use(replace(before, records=SqlRecordStore(database, capacity=before.profile.booking.capacity)))
    yield talk
    use(before)
    database.close()
