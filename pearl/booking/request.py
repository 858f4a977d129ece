"""What a visitor asks for when booking."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from pearl.keeping import check_key, check_texts, in_utc


@dataclass(frozen=True, kw_only=True)
class BookingRequest:
    """A visit that a visitor asks the clinic for.

    `reference` is empty until a store has given one. `starts_at` is an aware moment, or None when only the `day` was
    given. `phone` (E.164) or `email` may be empty, not both. `site` is where on the body, `known_patient` whether the
    visitor has been here before (None when not said), `branch` which of the clinic's places, `consented_at` when they agreed that this is kept. Two requests
    with one `idempotency_key` are one request, sent twice.
    """

    reason: str
    day: date
    name: str
    phone: str
    channel: str
    sender: str
    idempotency_key: str
    created_at: datetime
    starts_at: datetime | None = None
    email: str = ""
    status: str = "requested"
    reference: str = ""
    site: str = ""
    known_patient: bool | None = None
    consented_at: datetime | None = None
    branch: str = ""

    def checked(self) -> BookingRequest:
        """The request as a store keeps it, its moments in UTC.

        Raises BadInput for texts that cannot be kept, a naive moment, an empty or overlong key or sender.
        """
        check_texts(self, "The booking")
        check_key(self.idempotency_key, "The key of a booking")
        check_key(self.sender, "The sender of a booking")
        starts_at = in_utc(self.starts_at) if self.starts_at else None
        consented_at = in_utc(self.consented_at) if self.consented_at else None
        return replace(self, starts_at=starts_at, consented_at=consented_at, created_at=in_utc(self.created_at))
