"""The web channel's conversations: every message that came in gets its replies, once, whatever happens meanwhile.

All that is promised lies in the store: a message is kept before it is acknowledged, and it waits there until its
replies are kept beside it. So a worker may stop at any moment, and the next one goes on from what it finds.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any
from weakref import WeakValueDictionary

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.events import BotUttered, UserUttered

from pearl.clock import Clock
from pearl.errors import StoreUnavailable
from pearl.messages import PEARL, Message, MessageStore
from pearl.understanding.message import incoming

log = logging.getLogger(__name__)
CHANNEL = "web"
# How often a waiting reader looks into the store by himself: another process may have written.
LOOK_S = 5.0

Turn = Callable[[UserMessage], Awaitable[Any]]


def name_of(message: Message) -> str:
    """The name under which a visitor's message goes through a turn, its own for ever."""
    return f"{CHANNEL}-{message.position}"


class Replies(CollectingOutputChannel):
    """Collects each reply as one message with its buttons and its note."""

    @classmethod
    def name(cls) -> str:
        return CHANNEL

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        self.messages.append({key: message[key] for key in ("text", "buttons", "custom") if message.get(key)})


class Conversations:
    """Answers what waits, one message of a conversation at a time, and wakes those who wait for news."""

    # How the replies of a channel are collected; its name is the channel's.
    collector: type[Replies] = Replies

    def __init__(
        self, turn: Turn, trackers: TrackerStore, store: MessageStore, clock: Clock, apology: Callable[[], str]
    ) -> None:
        self._turn, self._trackers, self._store, self._clock, self._apology = turn, trackers, store, clock, apology
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._bells: WeakValueDictionary[str, asyncio.Event] = WeakValueDictionary()
        self._closing = False

    def wake(self, sender: str) -> None:
        """See to it that somebody answers what waits in a conversation."""
        if self._is_worked_on(sender) or self._closing or self._store.waiting(sender) is None:
            return
        worker = asyncio.get_running_loop().create_task(self._answer_all(sender))
        self._workers[sender] = worker
        worker.add_done_callback(lambda ended: self._forget(sender, ended))

    def ring(self, sender: str) -> None:
        """Tell those who wait that there is news."""
        if bell := self._bells.pop(sender, None):
            bell.set()

    async def news(self, sender: str, after: int, patience_s: float) -> tuple[Message, ...]:
        """The messages after a position; waits up to `patience_s` for the first, in seconds."""
        loop = asyncio.get_running_loop()
        ends = loop.time() + patience_s
        while True:
            bell = self._bells.setdefault(sender, asyncio.Event())
            found = self._store.after(sender, after)
            left = ends - loop.time()
            if found or left <= 0 or self._closing:
                return found
            try:
                await asyncio.wait_for(bell.wait(), min(left, LOOK_S))
            except asyncio.TimeoutError:
                continue

    async def quiet(self, sender: str) -> None:
        """Wait until nobody works on a conversation."""
        if worker := self._workers.get(sender):
            await asyncio.wait([worker])

    async def close(self) -> None:
        """Send the waiting home, let the workers finish their turn."""
        self._closing = True
        for sender in list(self._bells):
            self.ring(sender)
        if self._workers:
            await asyncio.wait(list(self._workers.values()), timeout=10)

    def _is_worked_on(self, sender: str) -> bool:
        # One that has just ended no longer sees what comes, though it has not been put away yet.
        return sender in self._workers and not self._workers[sender].done()

    def _forget(self, sender: str, worker: asyncio.Task[None]) -> None:
        if self._workers.get(sender) is worker:
            del self._workers[sender]

    async def _answer_all(self, sender: str) -> None:
        try:
            while not self._closing and (question := self._store.waiting(sender)):
                replies = await self.replies(question)
                said = [self._message(sender, reply) for reply in replies]
                self._store.answer(question, said, self._clock.now())
                self.ring(sender)
        except StoreUnavailable as error:
            # The message stays where it waits; the next request of this visitor wakes another worker.
            log.error("A message could not be answered now: %s", error)
        except Exception as error:
            log.error("A conversation's worker ended: %s", type(error).__name__)

    async def replies(self, question: Message) -> list[dict[str, Any]]:
        """What Pearl says to a message; never asked twice, even when the first answer never got into the store."""
        message_id, channel = self.name_of(question), self.collector.name()
        if (said := await self._said_before(question.sender, message_id)) is not None:
            return said
        collected = self.collector()
        text = incoming(question.payload or question.text)
        try:
            await self._turn(
                UserMessage(
                    text,
                    collected,
                    question.sender,
                    input_channel=channel,
                    message_id=message_id,
                    metadata=question.metadata,
                )
            )
        except StoreUnavailable:
            raise
        except Exception as error:
            log.error("A turn failed: %s", type(error).__name__)
            return [{"text": self._apology()}]
        return collected.messages

    def name_of(self, question: Message) -> str:
        """The name under which a question goes through a turn in this channel, its own for ever."""
        return name_of(question)

    async def _said_before(self, sender: str, message_id: str) -> list[dict[str, Any]] | None:
        """The replies of a turn that was saved when the process ended before they were kept; None without one."""
        tracker = await self._trackers.retrieve(sender)
        said: list[dict[str, Any]] | None = None
        for event in tracker.events if tracker else ():
            if isinstance(event, UserUttered):
                if said is not None:
                    break
                said = [] if event.message_id == message_id else None
            elif isinstance(event, BotUttered) and said is not None:
                extras = {key: event.data[key] for key in ("buttons", "custom") if event.data.get(key)}
                said.append({**({"text": event.text} if event.text else {}), **extras})
        return said

    def _message(self, sender: str, reply: dict[str, Any]) -> Message:
        extras: dict[str, Any] = {key: reply[key] for key in ("buttons", "custom") if key in reply}
        text = str(reply.get("text") or "")
        return Message(sender=sender, author=PEARL, text=text, created_at=self._clock.now(), extras=extras)
