"""What the booking form knows, what it asks for next, and what a message does to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pearl.booking.wishes import Problem

REASON, DAY, STARTS_AT = "booking_reason", "booking_day", "booking_starts_at"
NAME, PHONE, CONFIRMED = "booking_name", "booking_phone", "booking_confirmed"
EMAIL, SITE, KNOWN_PATIENT = "booking_email", "booking_site", "booking_known_patient"
STOPPING, BRANCH, PATIENT_ASKED = "booking_stopping", "booking_branch", "booking_patient_asked"


@dataclass(frozen=True)
class FormState:
    """What the form knows; `requested` is the slot that the visitor was just asked for.

    Either of `phone` and `email` is enough; `site` is taken when told and never asked for. `branches` are those that the
    clinic lets choose from. Whether the visitor is known is asked once, among other questions, and not insisted on.
    `stopping`: the visitor was just asked whether to stop.
    """

    requested: str | None = None
    reason: str | None = None
    day: str | None = None
    starts_at: str | None = None
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    site: str | None = None
    known_patient: bool | None = None
    confirmed: bool | None = None
    stopping: bool | None = None
    branch: str | None = None
    patient_asked: bool | None = None
    branches: tuple[str, ...] = ()

    def next_slot(self, emptied: Iterable[str] = ()) -> str | None:
        """The slot to ask for, None when all is known; first what the visitor has just wanted to change."""
        again = [slot for slot in (REASON, BRANCH, DAY, NAME, PHONE) if slot in emptied]
        needed = {
            DAY: self.day is None,
            NAME: self.name is None,
            PHONE: self.phone is None and self.email is None,
        }
        missing = {
            REASON: self.reason is None,
            BRANCH: bool(self.branches) and self.branch not in self.branches,
            # Whoever has told who they are in one sentence is not held up for this.
            KNOWN_PATIENT: self.known_patient is None and not self.patient_asked and (needed[NAME] or needed[PHONE]),
            **needed,
            CONFIRMED: self.confirmed is None,
        }
        return next(iter([*again, *(slot for slot, is_missing in missing.items() if is_missing)]), None)

    def changed(self, changes: Mapping[str, Any]) -> FormState:
        """The state after changes of its slots."""
        return replace(self, **{slot.removeprefix("booking_"): value for slot, value in changes.items()})

    @property
    def lacks_its_time(self) -> bool:
        """Whether a day was taken without a time."""
        return self.day is not None and self.starts_at is None

    def asks(self, slot: str) -> bool:
        return self.requested is not None and slot == "booking_" + self.requested.removeprefix("booking_")


@dataclass(frozen=True)
class FormStep:
    """What a message does: slots to set (None empties one), problems to tell, or nothing because it is `rejected`.

    `notes` are told like problems and say what was assumed; `stops` ends the form.
    """

    changes: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    rejected: bool = False
    notes: list[Problem] = field(default_factory=list)
    stops: bool = False
