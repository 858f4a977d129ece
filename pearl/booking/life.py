"""The life of a booking: requested, then confirmed, declined or moved, in the end cancelled or done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timezone

from pearl.booking.calendar import BookingCalendar
from pearl.booking.change import BookingChange, ChangeKind
from pearl.booking.request import BookingRequest
from pearl.booking.store import CHANGED_MEANWHILE, UNKNOWN, BookingStore
from pearl.clock import Clock
from pearl.errors import BookingRefused
from pearl.reference import ATTEMPTS

VISITOR = "visitor"
# After which states a change is possible; declined, cancelled and done bookings have ended.
POSSIBLE: Mapping[ChangeKind, tuple[str, ...]] = {
    "confirmed": ("requested", "moved"),
    "declined": ("requested", "moved"),
    "moved": ("requested", "confirmed", "moved"),
    "cancelled": ("requested", "confirmed", "moved"),
    "done": ("confirmed", "moved"),
}
OPEN = POSSIBLE["cancelled"]
NOT_POSSIBLE, NO_TIME, NOT_YET, PAST, NO_SLOT = "not_possible", "no_time", "not_yet", "past", "no_slot"


def by_staff(name: str) -> str:
    """Who did it, when it was somebody at the clinic."""
    return f"staff:{name}"


@dataclass(frozen=True)
class BookingLife:
    """Every change of a booking goes through here, whoever asks for it."""

    store: BookingStore
    calendar: BookingCalendar
    clock: Clock

    def change(
        self,
        reference: str,
        kind: ChangeKind,
        by: str,
        said: str = "",
        to: datetime | None = None,
        seen: int | None = None,
    ) -> BookingRequest:
        """Make a change and give the booking as it is afterwards; `to` is the aware new moment of a move.

        What is so already is not done again and tells nobody, unless `seen` is given: then exactly so many changes must
        have been made before. Raises BookingRefused: "unknown", "not_possible" after what happened before, "no_time" to
        confirm, "not_yet" over, "past" for visitors, "no_slot" of the clinic's at the new time, "slot_taken" by others,
        "changed_meanwhile".
        """
        for _ in range(ATTEMPTS):
            # The number is read before the booking: a change that comes in between makes this one fail, not go astray.
            sequence = len(self.store.changes(reference))
            if seen is not None and seen != sequence:
                raise BookingRefused(CHANGED_MEANWHILE if sequence else UNKNOWN)
            booking = self.store.booking(reference)
            if booking is None:
                raise BookingRefused(UNKNOWN)
            if seen is None and _is_so(booking, kind, to):
                return booking
            try:
                return self.store.add_change(self.draft(booking, kind, by, said, to, sequence))
            except BookingRefused as refusal:
                if refusal.reason != CHANGED_MEANWHILE:
                    raise
        raise BookingRefused(CHANGED_MEANWHILE)

    def draft(
        self, booking: BookingRequest, kind: ChangeKind, by: str, said: str, to: datetime | None, sequence: int
    ) -> BookingChange:
        """The change as it would be made, to be looked at first. Raises BookingRefused as `change` does."""
        after = self._after(booking, kind, by, to)
        return BookingChange(booking=after, kind=kind, at=self.clock.now(), by=by, sequence=sequence, said=said)

    def is_past(self, booking: BookingRequest) -> bool:
        """Whether its time has come, or its day is over."""
        now = self.clock.now()
        return booking.starts_at <= now if booking.starts_at else booking.day < self.calendar.today(now)

    def _after(self, booking: BookingRequest, kind: ChangeKind, by: str, to: datetime | None) -> BookingRequest:
        """The booking after a change; raises BookingRefused when it can't be made."""
        if booking.status not in POSSIBLE.get(kind, ()):
            raise BookingRefused(NOT_POSSIBLE)
        if by == VISITOR and self.is_past(booking):
            raise BookingRefused(PAST)
        if kind == "confirmed" and booking.starts_at is None:
            raise BookingRefused(NO_TIME)
        if kind == "done" and not self.is_past(booking):
            raise BookingRefused(NOT_YET)
        return self._moved(booking, to) if kind == "moved" else replace(booking, status=kind)

    def _moved(self, booking: BookingRequest, to: datetime | None) -> BookingRequest:
        local = to.astimezone(self.calendar.zone) if to else None
        if local is None or local <= self.clock.now() or local not in self.calendar.starts(local.date()):
            raise BookingRefused(NO_SLOT)
        return replace(booking, status="moved", day=local.date(), starts_at=local.astimezone(timezone.utc))


def _is_so(booking: BookingRequest, kind: ChangeKind, to: datetime | None) -> bool:
    if kind == "moved":
        return booking.status in OPEN and to is not None and booking.starts_at == to
    return booking.status == kind
