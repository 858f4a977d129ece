"""Telegram's conversations: those of the web channel, with what only Telegram has said by the channel itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any, Iterator

from rasa.core.tracker_store import TrackerStore

from pearl.assistant.conversations import Conversations, Replies, Turn
from pearl.bootstrap import Services
from pearl.messages import PEARL, Message
from pearl.telegram.chats import CHANNEL, ChatStore
from pearl.telegram.words import Words

# A turn is work for this process alone; more at once would only make each of them slower.
TURNS_AT_ONCE = 4


class TelegramReplies(Replies):
    """Collects replies; the domain's wording for Telegram is taken where there is one."""

    @classmethod
    def name(cls) -> str:
        return CHANNEL


class TelegramConversations(Conversations):
    """`bring` is told when there is something to bring to a chat, `typing` when somebody is about to be answered."""

    collector = TelegramReplies

    def __init__(
        self,
        turn: Turn,
        trackers: TrackerStore,
        services: Services,
        chats: ChatStore,
        words: Words,
        apology: Callable[[], str],
        bring: Callable[[str], None],
        typing: Callable[[str], None],
    ) -> None:
        super().__init__(turn, trackers, services.messages, services.clock, apology)
        self._services, self._chats, self._words = services, chats, words
        self._bring, self._typing = bring, typing
        self._room = asyncio.Semaphore(TURNS_AT_ONCE)
        self._at_work: dict[str, int] = {}

    def ring(self, sender: str) -> None:
        super().ring(sender)
        self._bring(sender)

    def position_at_work(self, sender: str) -> int:
        """The position of the message that is being answered in a conversation; 0 when none is."""
        return self._at_work.get(sender, 0)

    async def replies(self, question: Message) -> list[dict[str, Any]]:
        kind = str(question.extras.get("kind") or "")
        if kind == "erased":
            return self._erase(question)
        said = self._words.reply(kind)
        if not (question.payload or question.text):
            return said
        # From here on an edit of the message comes too late to change it.
        with self._working_on(question):
            self._typing(question.sender)
            async with self._room:
                return said + await super().replies(question)

    def name_of(self, question: Message) -> str:
        # A position would come again after an erasure.
        return f"{CHANNEL}-{question.client_id or question.position}"

    def _erase(self, question: Message) -> list[dict[str, Any]]:
        """Erase everything, the request to do so too, and begin the conversation anew with the receipt."""
        found = self._chats.chat(question.sender)
        receipt = self._services.erasures.erase(question.sender)
        if found:
            words = self._words.erased(receipt)
            message = Message(sender=question.sender, author=PEARL, text=words, created_at=self._services.clock.now())
            self._chats.tell(found.bot_id, found.chat_id, message)
        return []

    @contextmanager
    def _working_on(self, question: Message) -> Iterator[None]:
        self._at_work[question.sender] = question.position
        try:
            yield
        finally:
            del self._at_work[question.sender]
