"""The port that keeps bookings, the places they take and the changes of their lives; in memory for tests and scenarios."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Protocol

from pearl.booking.change import BookingChange
from pearl.booking.request import BookingRequest
from pearl.errors import BookingRefused, StoreUnavailable
from pearl.keeping import check_key, check_texts, in_utc
from pearl.reference import ATTEMPTS, BOOKING, Draw, draw_reference

# A booking gives its place back when it is declined or cancelled.
FREED = ("declined", "cancelled")
# How long wrong pairs count.
REMEMBERED = timedelta(days=1)
SLOT_TAKEN, CHANGED_MEANWHILE, UNKNOWN = "slot_taken", "changed_meanwhile", "unknown"


class BookingStore(Protocol):
    """Keeps bookings, each exactly once, never more at one time than there are places.

    Every method raises StoreUnavailable when the store cannot be used.
    """

    def add_booking(self, request: BookingRequest) -> BookingRequest:
        """Keep a booking and give it a reference; a repeat of its key gets the stored one with its first reference.

        It takes one of the places at its time. Raises BookingRefused("slot_taken") when none is left.
        """

    def bookings(self) -> tuple[BookingRequest, ...]:
        """All bookings as they are now, oldest first."""

    def booking(self, reference: str) -> BookingRequest | None:
        """The booking of a reference as it is now."""

    def changes(self, reference: str) -> tuple[BookingChange, ...]:
        """The life of a booking so far, first its request."""

    def last_changes(self, kinds: Collection[str]) -> tuple[BookingChange, ...]:
        """The newest change of each booking whose newest change is of one of these kinds, oldest booking first."""

    def on_days(self, first: date, last: date) -> tuple[BookingRequest, ...]:
        """The bookings of some days, each as it is now, by day and time; those without a time come first."""

    def add_change(self, change: BookingChange) -> BookingRequest:
        """Keep a change with what it makes of the booking, and its notices, all or nothing.

        Raises BookingRefused: "slot_taken" when the new time has no place left, "changed_meanwhile" when somebody
        else's change has this number already, "unknown" when there is no such booking.
        """

    def taken(self, first: datetime, last: datetime) -> Mapping[datetime, int]:
        """How many places are taken at each time from one aware moment to another, in UTC; free times are left out."""

    def add_wrong_pair(self, reference: str, sender: str, at: datetime) -> None:
        """Keep that somebody named a reference with a phone number or e-mail address that does not belong to it.

        Those of more than `REMEMBERED` before are forgotten.
        """

    def wrong_pairs(self, reference: str, sender: str, since: datetime) -> tuple[datetime, ...]:
        """When wrong pairs were named with this reference or by this sender since a moment, oldest first."""


def checked_change(change: BookingChange) -> BookingChange:
    """The change as a store keeps it, its moments in UTC. Raises BadInput as `BookingRequest.checked` does."""
    check_texts(change, "The change of a booking")
    check_key(change.by, "The name of who changes a booking")
    return replace(change, booking=change.booking.checked(), at=in_utc(change.at))


def first_change(booking: BookingRequest) -> BookingChange:
    """The change that every life begins with: the visitor's request."""
    return BookingChange(booking=booking, kind="requested", at=booking.created_at, by="visitor", sequence=0)


class InMemoryBookingStore:
    """A BookingStore that lives as long as the process and tells nobody; safe among threads."""

    def __init__(self, draw: Draw = draw_reference, capacity: int = 1) -> None:
        self._draw, self._capacity = draw, capacity
        self._lock = threading.RLock()
        self.clear()

    def add_booking(self, request: BookingRequest) -> BookingRequest:
        request = request.checked()
        with self._lock:
            if request.idempotency_key not in self._bookings:
                self._check_place(request)
                taken = {booking.reference for booking in self._bookings.values()}
                stored = replace(request, reference=self._free(BOOKING, taken))
                self._bookings[request.idempotency_key] = stored
                self._changes[stored.reference] = [first_change(stored)]
            return self._bookings[request.idempotency_key]

    def bookings(self) -> tuple[BookingRequest, ...]:
        with self._lock:
            return tuple(self._bookings.values())

    def booking(self, reference: str) -> BookingRequest | None:
        return next((booking for booking in self.bookings() if booking.reference == reference), None)

    def changes(self, reference: str) -> tuple[BookingChange, ...]:
        with self._lock:
            return tuple(self._changes.get(reference, ()))

    def last_changes(self, kinds: Collection[str]) -> tuple[BookingChange, ...]:
        with self._lock:
            newest = [self._changes[booking.reference][-1] for booking in self._bookings.values()]
        return tuple(change for change in newest if change.kind in kinds)

    def on_days(self, first: date, last: date) -> tuple[BookingRequest, ...]:
        found = [booking for booking in self.bookings() if first <= booking.day <= last]
        return tuple(sorted(found, key=lambda one: (one.day, one.starts_at.isoformat() if one.starts_at else "")))

    def add_change(self, change: BookingChange) -> BookingRequest:
        change = checked_change(change)
        with self._lock:
            before, changes = self.booking(change.booking.reference), self._changes.get(change.booking.reference, [])
            if before is None:
                raise BookingRefused(UNKNOWN)
            if change.sequence != len(changes):
                raise BookingRefused(CHANGED_MEANWHILE)
            if change.kind not in FREED and change.booking.starts_at != before.starts_at:
                self._check_place(change.booking)
            self._bookings[before.idempotency_key] = change.booking
            changes.append(change)
            return change.booking

    def taken(self, first: datetime, last: datetime) -> Mapping[datetime, int]:
        held = (booking.starts_at for booking in self.bookings() if booking.status not in FREED)
        return Counter(moment for moment in held if moment and first <= moment <= last)

    def add_wrong_pair(self, reference: str, sender: str, at: datetime) -> None:
        with self._lock:
            self._wrong_pairs[:] = [pair for pair in self._wrong_pairs if pair[2] >= at - REMEMBERED]
            self._wrong_pairs.append((reference, sender, in_utc(at)))

    def wrong_pairs(self, reference: str, sender: str, since: datetime) -> tuple[datetime, ...]:
        with self._lock:
            about = [at for named, by, at in self._wrong_pairs if named == reference or by == sender]
        return tuple(sorted(at for at in about if at >= since))

    def clear(self) -> None:
        with self._lock:
            self._bookings: dict[str, BookingRequest] = {}
            self._changes: dict[str, list[BookingChange]] = {}
            self._wrong_pairs: list[tuple[str, str, datetime]] = []

    def _check_place(self, booking: BookingRequest) -> None:
        at = booking.starts_at
        if at and self.taken(at, at).get(at, 0) >= self._capacity:
            raise BookingRefused(SLOT_TAKEN)

    def _free(self, prefix: str, taken: set[str]) -> str:
        for _ in range(ATTEMPTS):
            if (reference := self._draw(prefix)) not in taken:
                return reference
        raise StoreUnavailable("No free reference was found for a new record; try again.")
