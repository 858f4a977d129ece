"""The desk's pages about bookings: a day, what waits for an answer, what is overdue, and finding one."""

from __future__ import annotations

import re
from datetime import date, timedelta

from starlette.responses import RedirectResponse, Response

from pearl.booking.waiting import Waiting
from pearl.desk.door import Refusal, Visit
from pearl.desk.sheets import sheet
from pearl.reference import BOOKING, read_reference

_SHOWN_DAYS = 14


def day(visit: Visit) -> Response:
    """Everything of one day, today's unless told otherwise, and how full the next days are."""
    today = visit.desk.services.calendar.today(visit.desk.services.clock.now())
    chosen = read_day(visit.said("day")) if visit.said("day") else today
    records = visit.desk.services.records
    ahead = records.on_days(today, today + timedelta(days=_SHOWN_DAYS))
    coming = {one.day: sum(1 for other in ahead if other.day == one.day and stands(other)) for one in ahead}
    found = records.on_days(chosen, chosen)
    return sheet(
        visit,
        "day.html",
        day=chosen,
        before=chosen - timedelta(days=1),
        after=chosen + timedelta(days=1),
        standing=[one for one in found if stands(one)],
        gone=[one for one in found if not stands(one)],
        coming={when: count for when, count in coming.items() if count},
        closed=visit.desk.services.hours.holiday(chosen) or not visit.desk.services.hours.spans(chosen),
    )


def requests(visit: Visit) -> Response:
    """What waits for the clinic's answer, the one that was asked first in front."""
    return _waiting(visit, "requests", visit.desk.services.waiting())


def overdue(visit: Visit) -> Response:
    """What has waited for too long, or soon will have."""
    now = visit.desk.services.clock.now()
    return _waiting(visit, "overdue", [one for one in visit.desk.services.waiting() if one.is_urgent(now)])


def find(visit: Visit) -> Response:
    """To the booking of a reference, however it was typed."""
    found = read_reference(visit.said("reference"), asked=True)
    if found is None:
        raise Refusal(404, f"That is no reference; it looks like {BOOKING}-7K3M9Q.")
    return RedirectResponse(f"/bookings/{found[0]}", 303)


def read_day(text: str) -> date:
    """A day from the address, such as 2026-12-01. Raises Refusal."""
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text) and 2000 <= int(text[:4]) <= 2100:
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise Refusal(400, "That is no day; choose one such as 2026-12-01.")


def stands(booking: object) -> bool:
    """Whether somebody may still come, or came."""
    return getattr(booking, "status", "") not in ("declined", "cancelled")


def _waiting(visit: Visit, kind: str, rows: list[Waiting]) -> Response:
    now = visit.desk.services.clock.now()
    return sheet(
        visit, "requests.html", kind=kind, rows=rows, urgent={one.booking.reference: one.is_urgent(now) for one in rows}
    )
