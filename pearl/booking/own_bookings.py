"""A visitor's way to a booking of their own: its reference with the phone number or e-mail address that belongs to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from pearl.booking.request import BookingRequest
from pearl.booking.store import REMEMBERED, BookingStore
from pearl.clock import Clock
from pearl.errors import BookingRefused

WRONG_PAIR, SLOWED_DOWN = "wrong_pair", "slowed_down"
# Three slips of the finger cost nothing; each further wrong pair doubles the wait, up to an hour.
FREE_TRIES, FIRST_WAIT, LONGEST_WAIT = 3, timedelta(seconds=30), timedelta(hours=1)


@dataclass(frozen=True)
class OwnBookings:
    """Finds bookings for visitors, and lets nobody guess."""

    store: BookingStore
    clock: Clock

    def find(self, reference: str, contact: str, sender: str) -> BookingRequest:
        """The booking of a reference (as kept) and a contact (E.164 or an e-mail address) that belongs to it.

        Raises BookingRefused: "wrong_pair", the same for a reference that nobody has and for somebody else's, and
        "slowed_down", right pair or not, as long as `wait` lasts.
        """
        if self.wait(reference, sender):
            raise BookingRefused(SLOWED_DOWN)
        booking = self.store.booking(reference)
        if booking is None or not _belongs(contact, booking):
            self.store.add_wrong_pair(reference, sender, self.clock.now())
            raise BookingRefused(WRONG_PAIR)
        return booking

    def wait(self, reference: str, sender: str) -> timedelta:
        """How long this sender, and everybody for this reference, has to wait before the next try."""
        now = self.clock.now()
        tries = self.store.wrong_pairs(reference, sender, now - REMEMBERED)
        if len(tries) < FREE_TRIES:
            return timedelta()
        doubled: int = 2 ** min(len(tries) - FREE_TRIES, 16)
        return max(tries[-1] + min(FIRST_WAIT * doubled, LONGEST_WAIT) - now, timedelta())


def _belongs(contact: str, booking: BookingRequest) -> bool:
    return bool(contact) and contact.casefold() in (booking.phone.casefold(), booking.email.casefold())
