"""A conversation that goes to the clinic's staff, and each dated, attributed step of its way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from pearl.keeping import check_key, check_texts, in_utc
from pearl.messages import PEARL, STAFF

Status = Literal["waiting", "taken", "missed", "after_hours", "call_back", "message", "ended"]
# waiting: asked while the clinic is open, nobody has taken it yet · taken: a person has the conversation · missed: nobody
# took it in time · after_hours: asked while the clinic is closed · call_back: the visitor left a number to be called ·
# message: the visitor left a message · ended: over, whoever ended it.
SILENT: tuple[Status, ...] = ("waiting", "taken")
"""While it is in one of these, Pearl is silent."""
OPEN: tuple[Status, ...] = ("waiting", "taken", "call_back", "message")
"""In these the clinic has something to do."""
CALLABLE: tuple[Status, ...] = ("missed", "ended", "call_back")
"""In these a number is one to call back."""

StepKind = Literal["requested", "taken", "visitor", "staff", "pearl", "missed", "call_back", "message", "ended"]
# visitor, staff and pearl are words said meanwhile, and leave the status as it is.


def by_staff(name: str) -> str:
    """Who did it, when it was somebody at the clinic."""
    return f"staff:{name}"


@dataclass(frozen=True)
class Line:
    """Something that was said: `author` is visitor, pearl or staff; `by` names who at the clinic.

    `flag` is the red flag that the gate saw in it, such as "E burn"; `at` is None where it was not kept.
    """

    author: str
    text: str
    at: datetime | None = None
    by: str = ""
    flag: str = ""


@dataclass(frozen=True, kw_only=True)
class Handover:
    """A visitor's wish to talk to a person and what became of it; `transcript` is what was said before.

    `reference` is empty until a store has given one. Two with one `idempotency_key` are one wish, sent twice.
    `changed_at` is when its status came to be, `said_at` when somebody last said something.
    """

    reason: str
    channel: str
    sender: str
    transcript: tuple[Line, ...]
    idempotency_key: str
    created_at: datetime
    changed_at: datetime
    said_at: datetime
    status: Status = "waiting"
    taken_by: str = ""
    message: str = ""
    phone: str = ""
    email: str = ""
    reference: str = ""

    @property
    def is_silent(self) -> bool:
        """Whether Pearl leaves the conversation to the clinic."""
        return self.status in SILENT

    def checked(self) -> Handover:
        """The hand-over as a store keeps it. Raises BadInput as `BookingRequest.checked` does."""
        check_texts(self, "The hand-over")
        check_key(self.idempotency_key, "The key of a hand-over")
        check_key(self.sender, "The sender of a hand-over")
        moments = {name: in_utc(getattr(self, name)) for name in ("created_at", "changed_at", "said_at")}
        lines = tuple(replace(line, at=in_utc(line.at) if line.at else None) for line in self.transcript)
        return replace(self, transcript=lines, **moments)  # type: ignore[arg-type]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a hand-over; `handover` is the hand-over as it is afterwards, and as it is now when a store gives it.

    `by` is "visitor", "pearl" or "staff:" and a name. `sequence` counts the steps of one hand-over from 0. Two with one
    `key` (not empty) are one step, made twice. `tells` says that `text` is to be delivered to the visitor, outside of
    a turn; `id` is given by the store and rises.
    """

    handover: Handover
    kind: StepKind
    at: datetime
    by: str
    sequence: int
    text: str = ""
    flag: str = ""
    key: str = ""
    tells: bool = False
    id: int = 0

    def checked(self) -> Step:
        """The step as a store keeps it. Raises BadInput when it cannot be kept."""
        check_texts((self.text, self.by, self.flag, self.key), "The step of a hand-over")
        check_key(self.by, "The name of who changes a hand-over")
        return replace(self, handover=self.handover.checked(), at=in_utc(self.at))

    @property
    def line(self) -> Line | None:
        """What was said with it, and by whom: of what staff did, Pearl tells; None for a step without words."""
        author, _, name = self.by.partition(":")
        if author == STAFF and self.kind != STAFF:
            author, name = PEARL, ""
        return Line(author, self.text, self.at, name, self.flag) if self.text else None
