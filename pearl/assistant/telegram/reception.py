"""What is done with an update, whichever way it came: it is kept once, and somebody is woken to answer it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from pearl.assistant.telegram.conversations import TelegramConversations
from pearl.bootstrap import Services
from pearl.delivery.bot_api import BotApi, CallFailed
from pearl.feedback import Feedback
from pearl.handover.offer import offer_of_a_person
from pearl.messages import PEARL, VISITOR, Message
from pearl.telegram.chats import CHANNEL, ChatStore, sender_of
from pearl.telegram.commands import meaning
from pearl.telegram.keyboard import found_payload, rated, title_of, without_thumbs
from pearl.telegram.update import Update, read_update
from pearl.telegram.words import ERASE, UNREAD, Words

log = logging.getLogger(__name__)
# A tap that cannot be answered at once is tried again; after this the visitor no longer waits for it.
TAP_TRIES = 4


class Reception:
    """Takes updates in. `bot_name` gives the bot's user name once it is known."""

    def __init__(
        self,
        bot_id: int,
        api: BotApi,
        services: Services,
        chats: ChatStore,
        conversations: TelegramConversations,
        words: Words,
        bot_name: Callable[[], str],
    ) -> None:
        self._bot_id, self._api, self._services, self._chats = bot_id, api, services, chats
        self._conversations, self._words, self._bot_name = conversations, words, bot_name
        self._under_way: set[asyncio.Task[None]] = set()

    def receive(self, data: Any) -> None:
        """Keep an update and see to it that it is answered. Raises BadInput, StoreUnavailable."""
        update = read_update(data)
        if update.kind == "nothing":
            self._answer_tap(update)
        elif update.kind == "group":
            self._point_to_private(update)
        elif update.kind in ("blocked", "unblocked"):
            self._note_blocking(update)
        elif update.kind == "tap" and (rating := rated(update.data)):
            self._rate(update, *rating, data["callback_query"]["message"])
        else:
            self._take(update)

    async def close(self) -> None:
        """Let the answers to taps arrive for a moment."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=2)

    def _take(self, update: Update) -> None:
        """A message for the assistant."""
        sender = sender_of(update.chat_id)
        message = self._message(update, sender)
        if update.kind == "edited" and self._corrected(update, message):
            return
        new = self._chats.receive(self._bot_id, update.update_id, update.chat_id, message)
        if new and update.kind == "tap":
            self._answer_tap(update)
            self._clear_keyboard(update, [])
        self._conversations.wake(sender)

    def _corrected(self, update: Update, message: Message) -> bool:
        """Whether the message was still waiting, so that only its new words will be read."""
        at_work = self._conversations.position_at_work(message.sender)
        return self._chats.correct(self._bot_id, update.update_id, update.message_id, message, but=at_work)

    def _message(self, update: Update, sender: str) -> Message:
        kind, payload, text = self._meaning(update, sender)
        return Message(
            sender=sender,
            author=VISITOR,
            text=text,
            payload=payload,
            created_at=self._now,
            client_id=f"{self._bot_id}-{update.update_id}",
            extras={"message_id": update.message_id, **({"kind": kind} if kind else {})},
        )

    def _meaning(self, update: Update, sender: str) -> tuple[str | None, str | None, str]:
        """The kind of a message for the channel, what is put to the assistant in place of its words, its words."""
        if update.kind == "tap":
            return self._tapped(update, sender)
        if update.kind in UNREAD or update.kind == "edited":
            return update.kind, None, update.text
        topics = {topic.key for topic in self._services.library.library().topics} if update.text[:1] == "/" else set()
        if command := meaning(update.text, topics):
            # A command without a payload is the channel's own, and there are no words for the assistant to read.
            return command.kind, command.payload, update.text if command.payload else ""
        return None, None, update.text

    def _tapped(self, update: Update, sender: str) -> tuple[str | None, str | None, str]:
        if update.data == ERASE:
            return "erased", None, ""
        shown = [message.extras for message in self._chats.shown(sender)]
        if (payload := found_payload(update.data, shown)) is None:
            return "stale", None, ""
        # Of a message that is two days old, Telegram tells no keyboard any more.
        return None, payload, update.text or title_of(payload, shown)

    def _rate(self, update: Update, answer_id: str, helpful: bool, shown: Any) -> None:
        sender = sender_of(update.chat_id)
        # Rating twice is rating once; noted as known first, a rating would be lost when the store is away in between.
        self._services.feedback.rate(
            Feedback(answer_id=answer_id, helpful=helpful, sender=sender, channel=CHANNEL, created_at=self._now)
        )
        if not self._chats.is_new(self._bot_id, update.update_id, self._now):
            return
        if not helpful and self._services.handover_life.with_person(sender) is None:
            offer = offer_of_a_person(sender, answer_id, self._services.facts, self._now)
            self._chats.tell(self._bot_id, update.chat_id, offer)
            self._conversations.ring(sender)
        self._answer_tap(update, self._words.thanks(helpful))
        self._clear_keyboard(update, without_thumbs(shown.get("reply_markup")))

    def _point_to_private(self, update: Update) -> None:
        """Tell a group once where to write; until the bot's name is known, nothing."""
        if not (name := self._bot_name()) or not self._chats.is_new(self._bot_id, update.update_id, self._now):
            return
        sender, words = sender_of(update.chat_id), self._words.group(name)
        message = Message(sender=sender, author=PEARL, text=words, created_at=self._now)
        if self._chats.tell(self._bot_id, update.chat_id, message, once=True):
            self._conversations.ring(sender)

    def _note_blocking(self, update: Update) -> None:
        sender, is_blocked = sender_of(update.chat_id), update.kind == "blocked"
        self._chats.note_blocking(self._bot_id, update.update_id, self._now, sender, is_blocked)

    def _answer_tap(self, update: Update, words: str = "") -> None:
        if update.tap_id:
            # Telegram takes 200 characters here.
            self._soon("answerCallbackQuery", {"callback_query_id": update.tap_id, "text": words[:200]})

    def _clear_keyboard(self, update: Update, rows: list[Any]) -> None:
        if update.message_id:
            where = {"chat_id": update.chat_id, "message_id": update.message_id}
            self._soon("editMessageReplyMarkup", {**where, "reply_markup": {"inline_keyboard": rows}})

    def _soon(self, method: str, parameters: dict[str, Any]) -> None:
        task = asyncio.get_running_loop().create_task(self._try(method, parameters))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _try(self, method: str, parameters: dict[str, Any]) -> None:
        for number in range(TAP_TRIES):
            try:
                await self._api.call(method, parameters)
                return
            except CallFailed as error:
                if error.for_good:
                    log.info("Left undone: %s", error)
                    return
                await asyncio.sleep(error.retry_after or 0.5 * 2**number)

    @property
    def _now(self) -> datetime:
        return self._services.clock.now()
