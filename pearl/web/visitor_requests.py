"""What a visitor may ask of the web channel beside talking: free times, a booking's calendar entry, the conversation.

GET  /webhooks/web/times?month=2026-12-01   → the free times of a month, without one of the first that has some
GET  /webhooks/web/calendar?booking=REF     → an .ics file, for the conversation that booked
POST /webhooks/web/transcript {"email"}     → 202; the conversation leaves by the outbox
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse

from pearl.booking.email import read_email
from pearl.booking.free_month import as_json, free_month
from pearl.bootstrap import notice_wording, services
from pearl.errors import BadInput
from pearl.notices.facts import facts, read_facts
from pearl.notices.invitation import published
from pearl.notices.transcript import transcript_notice
from pearl.notices.wording import NoticeWording
from pearl.settings import settings
from pearl.web.body import read_object
from pearl.web.visitors import Handler, Refusal, Visitors

EMAIL_LIMIT = 254


def visitor_requests(visitors: Visitors) -> list[tuple[str, str, Handler]]:
    """The routes, each with its method."""
    asked = _Requests(visitors)
    return [
        ("GET", "/times", asked.times),
        ("GET", "/calendar", asked.calendar),
        ("POST", "/transcript", asked.transcript),
    ]


def can_mail() -> bool:
    """Whether a conversation can be sent by e-mail."""
    return bool(settings().mail.host) and _wording().transcript is not None


class _Requests:
    def __init__(self, visitors: Visitors) -> None:
        self._visitors = visitors

    async def times(self, request: Request) -> HTTPResponse:
        self._visitors.count_read(self._visitors.session(request))
        current = services()
        return response.json(as_json(free_month(current.calendar, current.clock.now(), _month(request))))

    async def calendar(self, request: Request) -> HTTPResponse:
        session = self._visitors.session(request)
        self._visitors.count_read(session)
        records = services().records
        booking = records.booking(str(request.args.get("booking") or "")[:32])
        if booking is None or booking.sender != session.sender:
            raise Refusal(404, "This conversation has no such booking.")
        change = records.changes(booking.reference)[-1]
        entry = published(read_facts(facts(change, change.kind)), _wording(), services().profile)
        headers = {"Content-Disposition": f'attachment; filename="{booking.reference}.ics"'}
        return response.raw(entry, content_type="text/calendar; charset=utf-8", headers=headers)

    async def transcript(self, request: Request) -> HTTPResponse:
        session = self._visitors.session(request)
        typed = read_object(request.body, '{"email": "ada@example.org"}').get("email")
        address = read_email(typed) if isinstance(typed, str) and len(typed) <= EMAIL_LIMIT else None
        if address is None or address.casefold() != str(typed).strip().casefold():
            raise BadInput("'email' must be one address that mail can reach.")
        current = services()
        if not can_mail():
            raise Refusal(404, "This clinic sends no conversations by e-mail.")
        if not (upto := _length(session.sender)):
            raise BadInput("Nothing has been said yet.")
        self._visitors.count_transcript(request, session, address)
        current.notices.put([transcript_notice(session.sender, upto, address, current.clock.now())])
        return response.json({"sent_to": address}, status=202)


@lru_cache(maxsize=1)
def _wording() -> NoticeWording:
    return notice_wording(settings())


def _length(sender: str) -> int:
    """How many messages a conversation has."""
    last = 0
    while page := services().messages.after(sender, last):
        last = page[-1].position
    return last


def _month(request: Request) -> date | None:
    text = request.args.get("month")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadInput("'month' must be a day of it, such as 2026-12-01.") from error
