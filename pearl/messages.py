"""A conversation as its visitor sees it: messages in order, each kept once, and the port that keeps them."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from pearl.errors import BadInput
from pearl.keeping import check_key, check_texts, in_utc

VISITOR, PEARL, STAFF = "visitor", "pearl", "staff"
CLIENT_ID_LIMIT = 64
PAGE = 100
TAPPED = "tapped"
"""Under this name a turn is told the title of the button that a visitor tapped, since its text is what the button sends."""


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message of a conversation.

    `position` counts from 1 within the conversation and serves as the cursor; 0 until a store has given one.
    `client_id` is the visitor's own name for the message: two with one name are one message, sent twice. `payload` is
    what a tapped button sends instead of `text`. `extras` holds a reply's `buttons` and `custom` note.
    """

    sender: str
    author: str
    text: str
    created_at: datetime
    position: int = 0
    client_id: str | None = None
    payload: str | None = None
    extras: Mapping[str, Any] = field(default_factory=dict)
    answered_at: datetime | None = None

    @property
    def metadata(self) -> dict[str, str]:
        """What a turn is told of the message beside its text, for the people who read it later."""
        return {TAPPED: self.text} if self.payload and self.text else {}

    def checked(self) -> Message:
        """The message as a store keeps it. Raises BadInput when it cannot be kept byte for byte."""
        check_key(self.sender, "The sender of a message")
        check_texts((self.text, self.payload or "", self.client_id or "", dict(self.extras)), "The message")
        if self.client_id is not None and not 0 < len(self.client_id) <= CLIENT_ID_LIMIT:
            raise BadInput(f"The id of a message needs 1 to {CLIENT_ID_LIMIT} characters.")
        return replace(self, created_at=in_utc(self.created_at))


class MessageStore(Protocol):
    """Keeps conversations in order. Every method raises StoreUnavailable when the store cannot be used."""

    def add(self, message: Message) -> Message:
        """Keep a message at the end of its conversation; a repeat of its `client_id` gets the stored one."""

    def after(self, sender: str, position: int) -> tuple[Message, ...]:
        """The next messages of a conversation after a position, at most `PAGE` of them, in order."""

    def waiting(self, sender: str) -> Message | None:
        """The visitor's oldest message that has not been answered."""

    def answer(self, question: Message, replies: Sequence[Message], at: datetime) -> bool:
        """Keep the replies and mark the question answered, both or neither; False when it was answered before."""

    def forget(self, sender: str) -> int:
        """Erase a conversation; returns how many messages it had."""


class InMemoryMessageStore:
    """A MessageStore that lives as long as the process; safe among threads."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._kept: dict[str, list[Message]] = {}

    def add(self, message: Message) -> Message:
        message = message.checked()
        with self._lock:
            kept = self._kept.setdefault(message.sender, [])
            same = (other for other in kept if message.client_id and other.client_id == message.client_id)
            if (stored := next(same, None)) is None:
                stored = replace(message, position=len(kept) + 1)
                kept.append(stored)
            return stored

    def after(self, sender: str, position: int) -> tuple[Message, ...]:
        with self._lock:
            return tuple(self._kept.get(sender, [])[max(position, 0) :][:PAGE])

    def waiting(self, sender: str) -> Message | None:
        with self._lock:
            open_ones = (m for m in self._kept.get(sender, []) if m.author == VISITOR and m.answered_at is None)
            return next(open_ones, None)

    def answer(self, question: Message, replies: Sequence[Message], at: datetime) -> bool:
        replies = [reply.checked() for reply in replies]
        with self._lock:
            kept = self._kept.get(question.sender, [])
            index = question.position - 1
            if index >= len(kept) or kept[index].answered_at is not None:
                return False
            kept[index] = replace(kept[index], answered_at=in_utc(at))
            for reply in replies:
                self.add(reply)
            return True

    def forget(self, sender: str) -> int:
        with self._lock:
            return len(self._kept.pop(sender, []))
