"""Whether a notice is still wanted when it is due: a reminder of a visit that was moved or cancelled is not.

Nor is the alarm about a request that was answered meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from pearl.booking.request import BookingRequest
from pearl.messages import MessageStore
from pearl.notices.facts import BookingFacts, read_facts
from pearl.notices.notice import Notice
from pearl.notices.opt_out import OptOuts
from pearl.notices.transcript import TRANSCRIPT

ANSWERED = "the request was answered or moved meanwhile"
ENDED = ("declined", "cancelled", "done")


@dataclass(frozen=True)
class Wanted:
    """Looks at the booking or conversation as it is now; `booking` finds one by its reference."""

    booking: Callable[[str], BookingRequest | None]
    opt_outs: OptOuts
    messages: MessageStore

    def why_not(self, notice: Notice, now: datetime) -> str:
        """Why a notice is not to be sent any more, else an empty text.

        Everything is but reminders, alarms and transcripts.
        """
        if notice.payload.get("event") == TRANSCRIPT:
            return "" if self.messages.after(notice.payload["conversation"], 0) else "the conversation was erased"
        if notice.payload.get("event") == "booking.overdue":
            return self._why_no_alarm(read_facts(notice.payload))
        if notice.payload.get("event") != "booking.reminder":
            return ""
        told = read_facts(notice.payload)
        booking = self.booking(told.reference)
        if booking is None or booking.status in ENDED or booking.starts_at != told.starts_at:
            return "the booking was moved, cancelled or erased"
        if told.starts_at is None or told.starts_at <= now:
            return "the visit has begun"
        return "the visitor wants no reminders" if self.opt_outs.holds(notice.recipient) else ""

    def _why_no_alarm(self, told: BookingFacts) -> str:
        booking = self.booking(told.reference)
        if booking is None or (booking.status, booking.starts_at) != (told.status, told.starts_at):
            return ANSWERED
        return ""
