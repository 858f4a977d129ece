"""The desk as an application: its addresses, the headers of every answer, and what trouble looks like."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pearl.desk import booking, bookings, conversations, oversight, signing
from pearl.desk.door import Desk, Page, Refusal, guarded
from pearl.desk.sheets import FOLDER, render
from pearl.errors import BadInput, StoreUnavailable
from pearl.staff.account import Right

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: with that, browsers name no origin when they send a form.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store",
}
_SEEN: list[tuple[str, Page, Right]] = [
    ("/", bookings.day, "see"),
    ("/requests", bookings.requests, "see"),
    ("/overdue", bookings.overdue, "see"),
    ("/find", bookings.find, "see"),
    ("/bookings/{reference}", booking.show, "see"),
    ("/conversations", conversations.conversations, "talk"),
    ("/conversations/{reference}", conversations.conversation, "talk"),
    ("/trail", oversight.trail, "oversee"),
    ("/accounts", oversight.accounts, "oversee"),
]
_FRESH: list[tuple[str, Page, Right]] = [
    ("/now/conversations", conversations.conversations_now, "talk"),
    ("/now/conversations/{reference}", conversations.conversation_now, "talk"),
]
_DONE: list[tuple[str, Page, Right]] = [
    ("/bookings/{reference}", booking.change, "close"),
    ("/conversations/{reference}/take", conversations.take, "talk"),
    ("/conversations/{reference}/reply", conversations.reply, "talk"),
    ("/conversations/{reference}/end", conversations.end, "talk"),
    ("/sign-out", signing.sign_out, "see"),
]


def build_desk(desk: Desk) -> ASGIApp:
    """The ASGI application."""
    routes: list[Any] = [Route("/sign-in", signing.sign_in_page(desk), methods=["GET", "POST"])]
    routes += [Route(path, guarded(desk, page, right), methods=["GET"]) for path, page, right in _SEEN]
    routes += [Route(path, guarded(desk, page, right, used=False), methods=["GET"]) for path, page, right in _FRESH]
    routes += [Route(path, guarded(desk, page, right), methods=["POST"]) for path, page, right in _DONE]
    routes.append(Mount("/static", StaticFiles(directory=FOLDER / "static")))
    app = Starlette(routes=routes)
    for kind in (Refusal, HTTPException, BadInput, StoreUnavailable, Exception):
        app.add_exception_handler(kind, _trouble(desk))
    return _with_headers(app)


def _trouble(desk: Desk) -> Callable[[Request, Exception], Response]:
    def page(request: Request, error: Exception) -> Response:
        status, sentence = _told(error)
        profile, now = desk.services.profile, desk.services.clock.now()
        title = HTTPStatus(status).phrase
        return HTMLResponse(render("trouble.html", profile, now, title=title, sentence=sentence), status)

    return page


def _told(error: Exception) -> tuple[int, str]:
    """The status and the sentence of an error."""
    if isinstance(error, Refusal):
        return error.status, error.sentence
    if isinstance(error, HTTPException):
        known = {404: "There is no such page; start from the desk's first page."}
        return error.status_code, known.get(error.status_code, "That can't be done at this address; go back.")
    if isinstance(error, BadInput):
        return 400, str(error)
    if isinstance(error, StoreUnavailable):
        return 503, f"{error} Nothing is lost; load the page again in a moment and see whether it was done."
    return 500, "Something went wrong in the desk itself; look at the booking or conversation before you try again."


def _with_headers(app: ASGIApp) -> ASGIApp:
    """Every answer carries the same headers, refusals and files too."""
    added = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in added}
                kept = [pair for pair in message.get("headers", []) if pair[0].lower() not in own]
                message = {**message, "headers": [*kept, *added]}
            await send(message)

        await app(scope, receive, sending)

    return wrapped
