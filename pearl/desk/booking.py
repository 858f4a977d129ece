"""One booking at the desk: its history, and each change with the words that the visitor will read, shown before."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timezone

from starlette.responses import RedirectResponse, Response

from pearl.booking import life, store
from pearl.booking.change import BookingChange, ChangeKind
from pearl.booking.request import BookingRequest
from pearl.booking.waiting import waits
from pearl.desk.bookings import read_day
from pearl.desk.door import Refusal, Visit
from pearl.desk.sheets import person, sheet
from pearl.desk.telling import Telling, telling
from pearl.errors import BookingRefused

KINDS: tuple[ChangeKind, ...] = ("confirmed", "moved", "declined", "cancelled", "done")
SAID_LIMIT = 2000
_REFUSALS = {
    life.NOT_POSSIBLE: "This booking has ended or was changed, so that can't be done any more.",
    life.NO_TIME: "This request has no time yet; propose one instead.",
    life.NOT_YET: "The visit is not over yet; cancel it if it does not take place.",
    life.NO_SLOT: "The clinic has no appointment then; choose one of the times shown.",
    store.SLOT_TAKEN: "Every place at that time is taken by now; choose another time.",
}


@dataclass(frozen=True)
class Draft:
    """A change that is looked at: what the visitor will get, the words added, what stands in its way."""

    kind: ChangeKind
    said: str
    to: datetime | None
    telling: Telling = field(default_factory=Telling)
    trouble: str = ""

    @property
    def mark(self) -> str:
        """Names what was shown, so that nothing else is sent."""
        return hashlib.sha256(f"{self.kind} {self.to} {self.telling.words}".encode("utf-8", "replace")).hexdigest()[:32]


def show(visit: Visit) -> Response:
    """The booking; what can be done about it, when somebody has asked for it or an answer waits."""
    booking, changes = _found(visit)
    done = visit.said("done")
    return _page(visit, booking, changes, told=done if done in KINDS and booking.status == done else "")


def change(visit: Visit) -> Response:
    """Make a change, if what the visitor will get has been read as it is; else show that."""
    booking, changes = _found(visit)
    kind = _kind(visit)
    if kind is None:
        raise Refusal(400, "The form does not say what is to be done; go back and choose it again.")
    if kind != "done" and not visit.who.account.may("answer"):
        visit.desk.note(visit.who, f"refused: {kind}", booking.reference)
        raise Refusal(403, f"Your role, {visit.who.account.role}, may not answer requests; ask the reception.")
    if visit.said("seen") != str(len(changes)):
        return _page(visit, booking, changes, 409, trouble=_faster(visit, changes))
    draft = _draft(visit, booking, changes, kind)
    if draft.trouble:
        return _refused(visit, draft, len(changes))
    if visit.said("step") != "do" or visit.said("mark") != draft.mark:
        return _page(visit, booking, changes, draft=draft)
    return _do(visit, booking, draft, len(changes))


def _do(visit: Visit, booking: BookingRequest, draft: Draft, seen: int) -> Response:
    by = life.by_staff(visit.name)
    try:
        visit.desk.services.life.change(booking.reference, draft.kind, by, draft.said, draft.to, seen)
    except BookingRefused as refusal:
        return _refused(visit, replace(draft, trouble=_REFUSALS.get(refusal.reason, "")), seen)
    visit.desk.note(visit.who, f"booking {draft.kind}", booking.reference)
    return RedirectResponse(f"/bookings/{booking.reference}?done={draft.kind}", 303)


def _refused(visit: Visit, draft: Draft, seen: int) -> Response:
    """The booking as it is now; why, in truth, is that somebody was faster when it has changed since it was `seen`."""
    booking, changes = _found(visit)
    if len(changes) != seen or not draft.trouble:
        return _page(visit, booking, changes, 409, trouble=_faster(visit, changes))
    return _page(visit, booking, changes, 409, draft=draft)


def _page(
    visit: Visit,
    booking: BookingRequest,
    changes: tuple[BookingChange, ...],
    status: int = 200,
    draft: Draft | None = None,
    trouble: str = "",
    told: str = "",
) -> Response:
    kind = draft.kind if draft else _chosen(visit, booking, changes)
    if draft is None and kind:
        draft = _draft(visit, booking, changes, kind)
    return sheet(
        visit,
        "booking.html",
        status,
        booking=booking,
        changes=changes,
        draft=draft,
        kinds=_possible(visit, booking),
        times=_times(visit, booking) if kind == "moved" else None,
        waits=waits(changes[-1]),
        trouble=trouble or (draft.trouble if draft else ""),
        told=told,
        went_out=_went_out(visit, changes, told),
        limit=SAID_LIMIT,
    )


def _went_out(visit: Visit, changes: tuple[BookingChange, ...], told: str) -> Telling:
    """What the visitor gets of the change that was just made; nothing when none was."""
    return telling(visit.desk, changes[-1]) if told and changes[-1].kind == told else Telling()


def _found(visit: Visit) -> tuple[BookingRequest, tuple[BookingChange, ...]]:
    # The history first: a change that comes in between is then noticed when the form comes back.
    reference, records = visit.part("reference").upper(), visit.desk.services.records
    changes = records.changes(reference)
    booking = records.booking(reference)
    if booking is None or not changes:
        raise Refusal(404, "There is no booking with this reference; look at how it is written.")
    return booking, changes


def _kind(visit: Visit) -> ChangeKind | None:
    return next((kind for kind in KINDS if kind == visit.said("do")), None)


def _chosen(visit: Visit, booking: BookingRequest, changes: tuple[BookingChange, ...]) -> ChangeKind | None:
    """What somebody has asked for; the answer to a request when nobody has asked for anything."""
    possible, asked = _possible(visit, booking), _kind(visit)
    if asked:
        return asked if asked in possible else None
    first: ChangeKind = "confirmed" if booking.starts_at else "moved"
    return first if waits(changes[-1]) and not visit.said("done") and first in possible else None


def _possible(visit: Visit, booking: BookingRequest) -> list[ChangeKind]:
    """What can be done by this person about a booking as it is, most likely first."""
    past = visit.desk.services.life.is_past(booking)
    left_out = {"confirmed" if booking.starts_at is None else "", "" if past else "done"}
    # What was never agreed to is declined, what was is cancelled.
    left_out.add("declined" if booking.status == "confirmed" else "cancelled" if booking.status == "requested" else "")
    may = KINDS if visit.who.account.may("answer") else ("done",)
    return [kind for kind in KINDS if kind in may and booking.status in life.POSSIBLE[kind] and kind not in left_out]


def _draft(visit: Visit, booking: BookingRequest, changes: tuple[BookingChange, ...], kind: ChangeKind) -> Draft:
    said, to = visit.said("said")[:SAID_LIMIT], _time(visit.said("to")) if kind == "moved" else None
    if kind == "moved" and to is None:
        return Draft(kind, said, None)
    current, by = visit.desk.services, life.by_staff(visit.name)
    try:
        made = current.life.draft(booking, kind, by, said, to, len(changes))
        if to and not current.calendar.is_free(to):
            raise BookingRefused(store.SLOT_TAKEN)
    except BookingRefused as refusal:
        return Draft(
            kind, said, to, trouble=_REFUSALS.get(refusal.reason, "That can't be done now; load the page again.")
        )
    return Draft(kind, said, to, telling(visit.desk, made))


def _time(text: str) -> datetime | None:
    """A moment from a form, such as 2026-12-01T14:00:00-07:00; None when none was chosen. Raises Refusal."""
    try:
        moment = datetime.fromisoformat(text) if text else None
    except ValueError:
        moment = datetime.min
    if moment is not None and (moment.tzinfo is None or not 2000 < moment.year < 2100):
        raise Refusal(400, "That is no time; choose one of the times shown.")
    return moment.astimezone(timezone.utc) if moment else None


def _times(visit: Visit, booking: BookingRequest) -> Mapping[str, object]:
    """The day that times are shown for, its free times, and the next days that have some."""
    current, now = visit.desk.services, visit.desk.services.clock.now()
    calendar, to = current.calendar, _time(visit.said("to"))
    wanted = read_day(visit.said("day")) if visit.said("day") else to.astimezone(calendar.zone).date() if to else None
    first: date = wanted or max(booking.day, calendar.today(now))
    free = [start for start in calendar.coming_starts(first, now) if start != booking.starts_at]
    return {"day": first, "free": free, "chosen": to, "days": calendar.days_from(first, now, 6)}


def _faster(visit: Visit, changes: tuple[BookingChange, ...]) -> str:
    last = changes[-1]
    who = person(last.by)
    at = last.at.astimezone(visit.desk.services.profile.zone)
    return f"Somebody was faster: {who} changed this booking to “{last.kind}” at {at:%H:%M}. You changed nothing; look at it as it is now."
