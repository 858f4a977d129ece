"""The facts of a change as JSON: what the outbox keeps, what a webhook gets and what an e-mail is written from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, Mapping

from pearl.booking.change import BookingChange

Event = Literal["requested", "confirmed", "declined", "moved", "cancelled", "done", "reminder", "overdue"]
Audience = Literal["visitor", "clinic", "webhook"]


@dataclass(frozen=True, kw_only=True)
class BookingFacts:
    """What a notice tells; moments are aware, `starts_at` is None when only the day is known.

    `answer_by` is when the promised answer is due, for the event overdue alone.
    """

    event: Event
    at: datetime
    by: str
    sequence: int
    said: str
    reference: str
    status: str
    reason: str
    day: date
    starts_at: datetime | None
    name: str
    phone: str
    email: str
    channel: str
    requested_at: datetime
    branch: str = ""
    known_patient: bool | None = None
    answer_by: datetime | None = None

    @property
    def to_be_confirmed(self) -> bool:
        """Whether the clinic has yet to agree to where the visitor moved the visit."""
        return self.event == "moved" and self.by == "visitor"


def facts(change: BookingChange, event: Event, answer_by: datetime | None = None) -> dict[str, Any]:
    """The change as JSON, under an event's name."""
    booking = change.booking
    due = {"answer_by": answer_by.isoformat()} if answer_by else {}
    return {
        **due,
        "event": f"booking.{event}",
        "at": change.at.isoformat(),
        "by": change.by,
        "sequence": change.sequence,
        "said": change.said,
        "booking": {
            "reference": booking.reference,
            "status": booking.status,
            "reason": booking.reason,
            "day": booking.day.isoformat(),
            "starts_at": booking.starts_at.isoformat() if booking.starts_at else None,
            "name": booking.name,
            "phone": booking.phone,
            "email": booking.email,
            "channel": booking.channel,
            "requested_at": booking.created_at.isoformat(),
            "branch": booking.branch,
            "known_patient": booking.known_patient,
        },
    }


def read_facts(payload: Mapping[str, Any]) -> BookingFacts:
    """What `facts` wrote. Raises KeyError or ValueError for anything else."""
    booking = dict(payload["booking"])
    starts_at, answer_by = booking.pop("starts_at"), payload.get("answer_by")
    return BookingFacts(
        event=payload["event"].removeprefix("booking."),
        at=datetime.fromisoformat(payload["at"]),
        by=payload["by"],
        sequence=payload["sequence"],
        said=payload["said"],
        day=date.fromisoformat(booking.pop("day")),
        starts_at=datetime.fromisoformat(starts_at) if starts_at else None,
        requested_at=datetime.fromisoformat(booking.pop("requested_at")),
        answer_by=datetime.fromisoformat(answer_by) if answer_by else None,
        branch=booking.get("branch", ""),
        known_patient=booking.get("known_patient"),
        **{name: booking[name] for name in ("reference", "status", "reason", "name", "phone", "email", "channel")},
    )
