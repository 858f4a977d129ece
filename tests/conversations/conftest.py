"""Conversations with the trained assistant, in process.

A test marked `in_sql` runs twice, on SQLite and on PostgreSQL; the others keep their records in memory.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from clinic_database import ClinicDatabase
from rasa.core.tracker_store import InMemoryTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain

from pearl.assistant.assistant import Assistant
from pearl.assistant.logging import keep_quiet
from pearl.assistant.turn import Turn
from pearl.bootstrap import Services, at, services, use
from pearl.cli.conversing import scratch_services

NOW = "2026-11-25T11:00"
DATABASES = ("sqlite", "postgresql")


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

    def keep_in(self, store: TrackerStore) -> None:
        """Keep conversations in this store from now on."""
        store.domain = self._assistant.agent.domain
        self._assistant.agent.tracker_store = self._assistant.agent.processor.tracker_store = store

    def conversation(self) -> Conversation:
        return Conversation(self, f"visitor-{next(self._number)}")

    def ask(self, text: str) -> Turn:
        return self.conversation().say(text)

    @property
    def records(self) -> Any:
        return services().records

    def handovers(self) -> Any:
        return services().handovers.handovers()

    def steps(self, reference: str) -> Any:
        return services().handovers.steps(reference)

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


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Runs what is marked `in_sql` on each database, all tests on the one before the first on the other."""
    if "kept_in" in metafunc.fixturenames and metafunc.definition.get_closest_marker("in_sql"):
        metafunc.parametrize("kept_in", DATABASES, scope="session")


@pytest.fixture(scope="session")
def kept_in() -> str:
    return "memory"


@pytest.fixture(scope="session")
def clinic_database(
    request: pytest.FixtureRequest, kept_in: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ClinicDatabase]:
    """The clinic on SQLite or PostgreSQL, with its library loaded."""
    if kept_in == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('conversations') / 'pearl.db'}"
    else:
        url = request.getfixturevalue("new_postgresql")()
    opened = ClinicDatabase.at(url)
    yield opened
    opened.close()


@pytest.fixture()
def talk(request: pytest.FixtureRequest, assistant: Talker, kept_in: str) -> Iterator[Conversation]:
    """A fresh conversation with an empty set of records."""
    scratch = scratch_services(NOW)
    if kept_in != "memory":
        clinic: ClinicDatabase = request.getfixturevalue("clinic_database")
        clinic.empty()
        assistant.keep_in(clinic.conversations)
        use(at(clinic.services, NOW))
    yield assistant.conversation()
    assistant.keep_in(InMemoryTrackerStore(Domain.empty()))
    use(scratch)


@pytest.fixture()
def at_moment(talk: Conversation) -> Iterator[Any]:
    """Moves the clock: `at_moment("2026-12-25T10:00")`."""
    before: Services = services()
    yield lambda iso: use(at(services(), iso))
    use(before)
