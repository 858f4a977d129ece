"""A message waits in the store until its replies lie beside it, whoever stops in between."""

from __future__ import annotations

import asyncio
from datetime import datetime, timezone
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered

from pearl.assistant.conversations import Conversations
from pearl.clock import FixedClock
from pearl.errors import StoreUnavailable
from pearl.messages import VISITOR, InMemoryMessageStore, Message

NOW = datetime(2026, 11, 25, 18, 0, tzinfo=timezone.utc)


class Stage:
    """Conversations over stores in memory, with a turn that echoes and can be told to fail."""

    def __init__(self) -> None:
        self.store, self.trackers = InMemoryMessageStore(), InMemoryTrackerStore(Domain.empty())
        self.turns: list[str] = []
        self.trouble: list[Exception] = []
        self.conversations = self.new_process()

    def new_process(self) -> Conversations:
        self.conversations = Conversations(
            self.turn, self.trackers, self.store, FixedClock(NOW), lambda: "Sorry, call us."
        )
        return self.conversations

    async def turn(self, message: UserMessage) -> Any:
        self.turns.append(message.text)
        if self.trouble:
            raise self.trouble.pop(0)
        tracker = await self.trackers.get_or_create_tracker(message.sender_id)
        tracker.update(UserUttered(message.text, message_id=message.message_id))
        await message.output_channel.send_response(message.sender_id, {"text": f"You said {message.text}"})
        tracker.update(BotUttered(f"You said {message.text}", {"custom": {"outcome": "chat"}}))
        await self.trackers.save(tracker)

    def ask(self, text: str) -> Message:
        return self.store.add(
            Message(sender="web:a", author=VISITOR, text=text, created_at=NOW, client_id=f"id-{text}")
        )

    async def answered(self) -> list[str]:
        self.conversations.wake("web:a")
        await self.conversations.quiet("web:a")
        return [message.text for message in self.store.after("web:a", 0) if message.author != VISITOR]


@pytest.fixture()
def stage() -> Stage:
    return Stage()


async def test_what_waits_is_answered_in_order(stage: Stage) -> None:
    stage.ask("one"), stage.ask("two")
    assert await stage.answered() == ["You said one", "You said two"]
    assert await stage.answered() == ["You said one", "You said two"]
    assert stage.turns == ["one", "two"]


async def test_a_message_that_waited_when_the_process_ended_is_answered_by_the_next(stage: Stage) -> None:
    stage.ask("one")
    stage.new_process()
    assert await stage.answered() == ["You said one"]


async def test_a_turn_that_was_saved_but_not_shown_is_shown_and_not_repeated(stage: Stage) -> None:
    question = stage.ask("one")
    tracker = await stage.trackers.get_or_create_tracker("web:a")
    tracker.update(UserUttered("one", message_id=f"web-{question.position}"))
    tracker.update(BotUttered("Booked: PRL-7K3M9Q", {"custom": {"outcome": "form"}, "buttons": None}))
    await stage.trackers.save(tracker)
    assert await stage.answered() == ["Booked: PRL-7K3M9Q"]
    assert stage.turns == []
    assert stage.store.after("web:a", 1)[0].extras == {"custom": {"outcome": "form"}}


async def test_a_turn_that_fails_ends_with_an_apology(stage: Stage) -> None:
    stage.trouble = [RuntimeError("broken")]
    stage.ask("one"), stage.ask("two")
    assert await stage.answered() == ["Sorry, call us.", "You said two"]


async def test_a_message_waits_while_the_database_is_away(stage: Stage) -> None:
    stage.trouble = [StoreUnavailable("away")]
    stage.ask("one")
    assert await stage.answered() == []
    assert await stage.answered() == ["You said one"]


async def test_everybody_who_waits_is_woken(stage: Stage) -> None:
    waiting = [asyncio.create_task(stage.conversations.news("web:a", 1, 20)) for _ in range(3)]
    await asyncio.sleep(0)
    stage.ask("one")
    stage.conversations.wake("web:a")
    found = await asyncio.wait_for(asyncio.gather(*waiting), 5)
    assert [[message.text for message in messages] for messages in found] == [["You said one"]] * 3


async def test_those_who_wait_are_sent_home_when_the_server_ends(stage: Stage) -> None:
    waiting = asyncio.create_task(stage.conversations.news("web:a", 0, 20))
    await asyncio.sleep(0)
    await stage.conversations.close()
    assert await asyncio.wait_for(waiting, 2) == ()
