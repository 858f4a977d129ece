"""The records that conversations leave: bookings and unanswered questions, and the port that keeps them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from pearl.booking.store import BookingStore, InMemoryBookingStore
from pearl.keeping import check_key, check_texts, in_utc


@dataclass(frozen=True, kw_only=True)
class Unanswered:
    """A question that the library had no answer to, with the label that came closest (None when there was none)."""

    text: str
    best_label: str | None
    confidence: float
    sender: str
    channel: str
    created_at: datetime

    def checked(self) -> Unanswered:
        """The question as a store keeps it. Raises BadInput as `BookingRequest.checked` does."""
        check_texts(self, "The question")
        check_key(self.sender, "The sender of a question")
        return replace(self, created_at=in_utc(self.created_at))


class RecordStore(BookingStore, Protocol):
    """Keeps records, each exactly once. Every method raises StoreUnavailable when the store cannot be used."""

    def add_unanswered(self, entry: Unanswered) -> None:
        """Keep a question; the same text from the same sender is kept once, as it first came."""

    def unanswered(self) -> tuple[Unanswered, ...]:
        """All unanswered questions, oldest first."""

    def clear(self) -> None:
        """Forget every record. For scenarios that each begin with nothing."""


class InMemoryRecordStore(InMemoryBookingStore):
    """A RecordStore that lives as long as the process; safe among threads."""

    def add_unanswered(self, entry: Unanswered) -> None:
        entry = entry.checked()
        with self._lock:
            self._unanswered.setdefault((entry.sender, entry.text), entry)

    def unanswered(self) -> tuple[Unanswered, ...]:
        with self._lock:
            return tuple(self._unanswered.values())

    def clear(self) -> None:
        with self._lock:
            super().clear()
            self._unanswered: dict[tuple[str, str], Unanswered] = {}
