"""Signing in at the desk and out again."""

from __future__ import annotations

import math
import re
import secrets
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from pearl.desk.door import COOKIE, FORM_COOKIE, Desk, Visit, check_form, let_in, mark_form, read_form
from pearl.desk.sheets import render
from pearl.errors import SignInRefused
from pearl.staff.sign_in import LOCKED

# Each sign can be read in one way only: a pattern that can try several takes for ever on a long path.
_OWN_PATH = re.compile(r"/(?:[A-Za-z0-9-]+(?:/[A-Za-z0-9-]+)*/?)?")
_WRONG = "The name or the password is wrong; try again."
_LOCKED = (
    "There were too many wrong tries, so nobody gets in for {minutes} minutes, right password or not. "
    "An admin can set a new password with `pearl desk set-password` to end that."
)


def sign_in_page(desk: Desk) -> Callable[[Request], Awaitable[Response]]:
    """The form, and what is sent with it."""

    async def page(request: Request) -> Response:
        form = await read_form(request)
        if request.method == "GET":
            return await run_in_threadpool(_form, desk, request, "", 200)
        check_form(request, form, request.cookies.get(FORM_COOKIE, ""))
        return await run_in_threadpool(_enter, desk, request, form)

    return page


def sign_out(visit: Visit) -> Response:
    """End the session, here and in the database."""
    visit.desk.sign_in.leave(visit.who)
    response = RedirectResponse("/sign-in", 303)
    response.delete_cookie(COOKIE)
    return response


def _enter(desk: Desk, request: Request, form: dict[str, str]) -> Response:
    address = (request.client.host if request.client else "")[:64]
    try:
        token, _ = desk.sign_in.enter(form.get("name", "")[:100], form.get("password", ""), address)
    except SignInRefused as refusal:
        is_locked = refusal.reason == LOCKED
        minutes = math.ceil(refusal.wait.total_seconds() / 60)
        sentence = _LOCKED.format(minutes=minutes) if is_locked else _WRONG
        return _form(desk, request, sentence, 429 if is_locked else 401)
    return let_in(RedirectResponse(_next(request), 303), token, desk)


def _form(desk: Desk, request: Request, trouble: str, status: int) -> Response:
    mark = secrets.token_urlsafe(32)
    current = desk.services
    page = render("sign_in.html", current.profile, current.clock.now(), csrf=mark, trouble=trouble, next=_next(request))
    return mark_form(HTMLResponse(page, status), mark, desk)


def _next(request: Request) -> str:
    """Where somebody wanted to go; only a page of the desk."""
    wanted = parse_qs(request.url.query).get("next", ["/"])[0]
    return wanted if _OWN_PATH.fullmatch(wanted) else "/"
