"""The door of the desk: who a request is from, whether its form is ours, and what a refusal looks like."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from pearl.bootstrap import Services
from pearl.staff.account import Right
from pearl.staff.audit import Entry
from pearl.staff.session import LONGEST, SignedIn
from pearl.staff.sign_in import SignIn

COOKIE, FORM_COOKIE, CSRF = "pearl_desk", "pearl_desk_form", "csrf"
BODY_LIMIT, FIELDS = 32 * 1024, 40
OWN_PAGES = ("same-origin", "none", "")


class Refusal(Exception):
    """A request that is not served: an HTTP status and a sentence for the page."""

    def __init__(self, status: int, sentence: str) -> None:
        self.status, self.sentence = status, sentence
        super().__init__(sentence)


@dataclass(frozen=True)
class Desk:
    """What the desk's pages work with; `secure` cookies travel over TLS only.

    `by_email` says that letters leave, `by_telegram` that there is a bot.
    """

    services: Services
    secure: bool
    by_email: bool
    by_telegram: bool = False

    @property
    def sign_in(self) -> SignIn:
        return SignIn(self.services.staff, self.services.clock)

    def note(self, who: SignedIn, what: str, about: str = "") -> None:
        """Write into the audit trail."""
        now = self.services.clock.now()
        self.services.staff.note(Entry(at=now, who=who.account.name, what=what, about=about))


@dataclass(frozen=True)
class Visit:
    """One request of somebody who is signed in."""

    desk: Desk
    request: Request
    who: SignedIn
    form: dict[str, str]

    @property
    def name(self) -> str:
        return self.who.account.name

    def part(self, name: str) -> str:
        """A part of the path, or an empty text."""
        return str(self.request.path_params.get(name, ""))

    def said(self, name: str) -> str:
        """A field of the form or of the address, or an empty text."""
        return (self.form.get(name) or self.request.query_params.get(name) or "").replace("\r\n", "\n").strip()


Page = Callable[[Visit], Response]


def guarded(desk: Desk, page: Page, right: Right, used: bool = True) -> Callable[[Request], object]:
    """The page for those who are signed in and may; others are sent to sign in, or refused and written down."""

    async def endpoint(request: Request) -> Response:
        form = await read_form(request)
        return await run_in_threadpool(_answer, desk, page, right, used, request, form)

    return endpoint


def _answer(desk: Desk, page: Page, right: Right, used: bool, request: Request, form: dict[str, str]) -> Response:
    who = desk.sign_in.find(request.cookies.get(COOKIE, ""), used)
    if who is None:
        back = f"?next={quote(request.url.path)}" if request.method == "GET" and request.url.path != "/" else ""
        return RedirectResponse(f"/sign-in{back}", 303)
    if request.method == "POST":
        check_form(request, form, who.session.csrf)
    if not who.account.may(right):
        desk.note(who, f"refused: {request.method} {request.url.path[:200]}")
        raise Refusal(403, f"Your role, {who.account.role}, may not do this; ask somebody whose role may.")
    return page(Visit(desk, request, who, form))


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a posted form, the last of each name. Raises Refusal when it is no form, or too long."""
    if request.method != "POST":
        return {}
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_LIMIT:
            raise Refusal(413, "The form holds too much text; shorten it and send it again.")
    try:
        return dict(parse_qsl(body.decode("ascii"), True, True, errors="strict", max_num_fields=FIELDS))
    except ValueError as error:
        raise Refusal(400, "The form could not be read; go back and send it again.") from error


def check_form(request: Request, form: dict[str, str], csrf: str) -> None:
    """Raises Refusal for a form that another website sent, or that does not carry its mark."""
    is_own = request.headers.get("sec-fetch-site", "") in OWN_PAGES
    if not is_own or not csrf or not secrets.compare_digest(form.get(CSRF, "").encode(), csrf.encode()):
        raise Refusal(
            403, "This form is not from this session, so nothing was done; go back, load the page again, and retry."
        )


def let_in(response: Response, token: str, desk: Desk) -> Response:
    """Give the browser the token of its session; no script can read it."""
    _set(response, COOKIE, token, desk)
    response.delete_cookie(FORM_COOKIE, path="/sign-in")
    return response


def mark_form(response: Response, mark: str, desk: Desk) -> Response:
    """Give the browser the mark that the sign-in form must carry, since there is no session to hold it yet."""
    _set(response, FORM_COOKIE, mark, desk, path="/sign-in")
    return response


def _set(response: Response, name: str, value: str, desk: Desk, path: str = "/") -> None:
    age = int(LONGEST.total_seconds())
    response.set_cookie(name, value, max_age=age, path=path, secure=desk.secure, httponly=True, samesite="strict")
