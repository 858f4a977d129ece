"""Telegram's chats: which updates have come, how far the replies have been brought, and the port that keeps this.

A conversation lies in the messages that the web channel's lie in; a chat remembers up to which position it has been
delivered. So the messages are the outbox, and nothing is kept twice.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pearl.messages import Message

CHANNEL = "telegram"


@dataclass(frozen=True, kw_only=True)
class Chat:
    """A private chat, or a group that was told where to write.

    All up to the position `delivered` has been brought, and `parts` of the message after it. Nothing is sent to a
    visitor who has blocked the bot.
    """

    sender: str
    bot_id: int
    chat_id: int
    delivered: int = 0
    parts: int = 0
    blocked_at: datetime | None = None


@dataclass(frozen=True)
class ChatCounts:
    """How many chats there are, how many have blocked the bot, in how many something waits to be brought."""

    chats: int
    blocked: int
    pending: int


class ChatStore(Protocol):
    """Every method raises StoreUnavailable when the store cannot be used."""

    def receive(self, bot_id: int, update_id: int, chat_id: int, message: Message) -> bool:
        """Keep an update's message and that it came, both or neither; False for one that has come before."""

    def is_new(self, bot_id: int, update_id: int, at: datetime) -> bool:
        """Keep that an update without a message came; False for one that has come before."""

    def tell(self, bot_id: int, chat_id: int, message: Message, once: bool = False) -> bool:
        """Keep a message of Pearl's for a chat; with `once` only in a chat that was never told anything."""

    def correct(self, bot_id: int, update_id: int, message_id: int, new: Message, but: int) -> bool:
        """Give a message that still waits its new words, unless it is the one at position `but`; whether it waits."""

    def chat(self, sender: str) -> Chat | None:
        """A chat, or None where there is none."""

    def shown(self, sender: str) -> tuple[Message, ...]:
        """Pearl's latest messages of a chat."""

    def block(self, sender: str, at: datetime | None) -> None:
        """The visitor has blocked the bot, or with None has let it in again; what was to be brought is let go."""

    def note_blocking(self, bot_id: int, update_id: int, at: datetime, sender: str, is_blocked: bool) -> bool:
        """Keep what an update says of blocking and that it came, both or neither; False for one that has come before."""

    def due(self, sender: str) -> tuple[Chat, Message] | None:
        """What is to be brought next to a chat."""

    def brought(self, sender: str, position: int, parts: int = 0) -> None:
        """A message has been brought, or with `parts` some of it."""

    def pending(self, bot_id: int) -> tuple[str, ...]:
        """The chats in which something waits to be brought."""

    def waiting(self, bot_id: int) -> tuple[str, ...]:
        """The chats in which something waits for an answer."""

    def counts(self, bot_id: int) -> ChatCounts:
        """Figures for the clinic."""

    def forget_updates(self, before: datetime) -> int:
        """Forget the ids of updates that Telegram no longer repeats; how many."""


def sender_of(chat_id: int) -> str:
    """The name that a chat's conversation is kept under."""
    return f"{CHANNEL}:{chat_id}"


def bot_id_of(token: str) -> int:
    """Which bot a token is for: the number it begins with, or for a stand-in's token a number made of it."""
    number = token.partition(":")[0]
    if number.isascii() and number.isdigit() and len(number) < 16:
        return int(number)
    return int.from_bytes(hashlib.sha256(token.encode()).digest()[:6], "big")
