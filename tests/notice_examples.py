"""A booking and its changes, a clinic with receivers, and what a notice of them looks like."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from pearl.booking.change import BookingChange, ChangeKind
from pearl.booking.request import BookingRequest
from pearl.clinic_profile import ClinicProfile, read_profile
from pearl.notices.calling import notices_for
from pearl.notices.notice import Notice
from pearl.notices.wording import NoticeWording, read_wording

LIBRARY = Path(__file__).parents[1] / "data" / "library"
SHIPPED = read_profile(LIBRARY / "clinic.yml")
WORDING: NoticeWording = read_wording(LIBRARY, LIBRARY)
ZONE = SHIPPED.zone
NOW = datetime(2026, 11, 25, 18, 0, tzinfo=timezone.utc)  # a Wednesday, 11:00 in Edmonton
STARTS_AT = datetime(2026, 12, 1, 15, 0, tzinfo=ZONE)
DESK, SECOND_DESK, VISITOR = "desk@example.org", "nurse@example.org", "dana@example.com"
SECRET = "a secret for tests only"


def clinic(*, email: tuple[str, ...] = (DESK,), webhook: str | None = None, **booking: Any) -> ClinicProfile:
    """The shipped clinic with receivers; `booking` changes how it books."""
    notices = SHIPPED.notices.copy(update={"email": list(email), "webhook": webhook})
    return SHIPPED.copy(update={"notices": notices, "booking": SHIPPED.booking.copy(update=booking)})


def a_booking(**changes: Any) -> BookingRequest:
    booking = BookingRequest(
        reason="milia under the eyes",
        day=date(2026, 12, 1),
        name="Dana O'Neil",
        phone="+17805550134",
        channel="web",
        sender="web:abc",
        idempotency_key="web:abc:1",
        created_at=NOW,
        starts_at=STARTS_AT,
        email=VISITOR,
        reference="PRL-7K3M9Q",
    )
    return replace(booking, **changes)


def a_change(kind: ChangeKind = "confirmed", sequence: int = 1, by: str = "staff:Sam", **changes: Any) -> BookingChange:
    """The booking after a change; `said` and `at` are of the change, all else of the booking."""
    said, at = changes.pop("said", ""), changes.pop("at", NOW)
    booking = a_booking(**{"status": kind, **changes})
    return BookingChange(booking=booking, kind=kind, at=at, by=by, sequence=sequence, said=said)


def notices_of(change: BookingChange, profile: ClinicProfile | None = None) -> tuple[Notice, ...]:
    """What a change calls for in a clinic, the one with a desk's address unless told otherwise."""
    return tuple(notices_for(profile or clinic(), WORDING)(change))


def notice_to(recipient: str, change: BookingChange, profile: ClinicProfile | None = None) -> Notice:
    """The notice of a change that is due at once and goes to a recipient."""
    found = [n for n in notices_of(change, profile) if n.recipient == recipient and n.due_at == change.at]
    assert len(found) == 1, found
    return found[0]


def an_email(number: int = 1, recipient: str = VISITOR, **changes: Any) -> Notice:
    """One of many e-mails, each of a booking of its own."""
    notice = notice_to(recipient, a_change(reference=f"PRL-{number:06}", email=recipient), clinic(email=()))
    return replace(notice, **changes)


def a_webhook(address: str, number: int = 1, **changes: Any) -> Notice:
    """One of many events for a webhook."""
    profile = clinic(email=(), webhook=address)
    return replace(notice_to(address, a_change(reference=f"PRL-{number:06}"), profile), **changes)


class MovableClock:
    """A clock that a test moves on."""

    def __init__(self, moment: datetime = NOW) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def wait(self, **span: float) -> None:
        self.moment += timedelta(**span)
