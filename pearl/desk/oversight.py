"""What admins see of the desk: the audit trail, and who has an account."""

from __future__ import annotations

from starlette.responses import Response

from pearl.desk.door import Visit
from pearl.desk.sheets import sheet
from pearl.staff.audit import PAGE


def trail(visit: Visit) -> Response:
    """Who did what and when, newest first."""
    before = visit.said("before")
    entries = visit.desk.services.staff.entries(int(before) if before.isdecimal() and len(before) < 10 else None)
    return sheet(visit, "trail.html", entries=entries, older=entries[-1].id if len(entries) == PAGE else None)


def accounts(visit: Visit) -> Response:
    """Everybody who has an account."""
    return sheet(visit, "accounts.html", accounts=visit.desk.services.staff.accounts())
