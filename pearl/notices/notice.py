"""A notice: one message by one way to one recipient, recognisable when it arrives twice."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pearl.booking.change import BookingChange

Way = Literal["email", "webhook", "telegram"]


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What is to be delivered.

    `key` is stable: the same change tells the same recipient by the same way under the same key, and it becomes the
    Message-ID of an e-mail and the idempotency key of a webhook. `payload` is JSON. It is not sent before `due_at`.
    """

    key: str
    way: Way
    recipient: str
    payload: Mapping[str, Any]
    created_at: datetime
    due_at: datetime


NoticesFor = Callable[[BookingChange], Sequence[Notice]]
"""Which notices a change calls for; a record store keeps them in the transaction that keeps the change."""


def no_notices(change: BookingChange) -> Sequence[Notice]:
    """For stores that tell nobody."""
    return ()


def notice_to(
    recipient: str, way: Way, what: str, payload: Mapping[str, Any], at: datetime, due_at: datetime | None = None
) -> Notice:
    """The notice of `what` to one recipient, whom its key tells apart without naming: others see the key."""
    known_as = hashlib.sha256(recipient.casefold().encode("utf-8", "replace")).hexdigest()[:12]
    key = f"{what}:{way}:{known_as}"
    return Notice(key=key, way=way, recipient=recipient, payload=payload, created_at=at, due_at=due_at or at)
