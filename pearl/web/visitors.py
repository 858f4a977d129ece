"""The door of the web channel: which websites may knock, whose token is whose, how often, and what a refusal says."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import cached_property
from typing import Any

from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse

from pearl.bootstrap import services
from pearl.errors import BadInput, SessionRefused, StoreUnavailable
from pearl.settings import Settings
from pearl.web.limits import Limits
from pearl.web.origins import address, may_embed
from pearl.web.session_tokens import TOKEN_LIFE, Session, SessionTokens

Handler = Callable[[Request], Coroutine[Any, Any, HTTPResponse]]
PREFLIGHT_S = 600


class Refusal(Exception):
    """A request that is not served: an HTTP status, a sentence, headers."""

    def __init__(self, status: int, reason: str, **headers: str) -> None:
        self.status, self.reason, self.headers = status, reason, headers
        super().__init__(reason)


class Visitors:
    """Lets visitors in, each to his own conversation."""

    def __init__(self, chosen: Settings) -> None:
        self._chosen, self._limits = chosen, Limits()

    @cached_property
    def _tokens(self) -> SessionTokens:
        return SessionTokens(services().session_keys(), services().clock)

    def guarded(self, handler: Handler) -> Handler:
        """The handler behind the door: foreign websites stay out, and every trouble becomes a clear answer."""

        async def guarded(request: Request) -> HTTPResponse:
            try:
                self._let_in(request)
                answer = await handler(request)
            except (Refusal, BadInput, SessionRefused, StoreUnavailable) as error:
                answer = _refused(error)
            return self._finished(request, answer)

        return guarded

    async def preflight(self, request: Request) -> HTTPResponse:
        """What a browser asks before it lets a page of another website call."""
        headers = {
            "Access-Control-Allow-Methods": "GET, POST, DELETE",
            "Access-Control-Allow-Headers": "Authorization, Content-Type",
            "Access-Control-Max-Age": str(PREFLIGHT_S),
        }
        return response.empty(headers=headers)

    def begin_or_renew(self, request: Request) -> tuple[str, int]:
        """A token for a new session, or a new one for the session of the token that came along; its life in seconds."""
        if request.headers.get("authorization"):
            session = self.session(request)
        else:
            self._count("sessions of an address", address(request))
            session = self._tokens.begin(_origin(request))
        return self._tokens.token(session), int(TOKEN_LIFE.total_seconds())

    def session(self, request: Request) -> Session:
        """Whose request it is. Raises SessionRefused."""
        scheme, _, token = str(request.headers.get("authorization") or "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise SessionRefused("A token is needed: send the header 'Authorization: Bearer TOKEN'.")
        session = self._tokens.read(token.strip(), _origin(request))
        if services().erasures.has(session.sender):
            raise SessionRefused("This conversation was ended and erased; begin a new one.")
        return session

    def count_message(self, request: Request, session: Session) -> None:
        """Raises Refusal 429 when there were too many."""
        self._count("messages of a session", session.sender)
        self._count("messages of an address", address(request))

    def count_read(self, session: Session) -> None:
        """Raises Refusal 429 when there were too many."""
        self._count("reads of a session", session.sender)

    def count_transcript(self, request: Request, session: Session, mailbox: str) -> None:
        """Raises Refusal 429 when there were too many."""
        self._count("transcripts of a session", session.sender)
        self._count("transcripts of an address", address(request))
        self._count("transcripts to a mailbox", mailbox.casefold())

    def _count(self, what: str, who: str) -> None:
        if seconds := self._limits.wait_for(what, who):
            reason = f"Too many requests; try again in {seconds} seconds."
            raise Refusal(429, reason, **{"Retry-After": str(seconds)})

    def _let_in(self, request: Request) -> None:
        origin = _origin(request)
        if origin and not may_embed(origin, request.host, self._chosen):
            reason = "This website may not use the chat; the clinic can allow it with PEARL_ALLOWED_ORIGINS."
            raise Refusal(403, reason)

    def _finished(self, request: Request, answer: HTTPResponse) -> HTTPResponse:
        answer.headers["Vary"] = "Origin"
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["X-Content-Type-Options"] = "nosniff"
        origin = _origin(request)
        if origin and may_embed(origin, request.host, self._chosen):
            answer.headers["Access-Control-Allow-Origin"] = origin
            answer.headers["Access-Control-Expose-Headers"] = "Retry-After"
        return answer


def _origin(request: Request) -> str:
    return str(request.headers.get("origin") or "").lower()


def _refused(error: Exception) -> HTTPResponse:
    status, headers = _STATUS.get(type(error), 0), {}
    if isinstance(error, Refusal):
        status, headers = error.status, error.headers
    body: dict[str, Any] = {"error": str(error)}
    return response.json(body, status=status, headers=headers)


_STATUS: dict[type[Exception], int] = {BadInput: 400, SessionRefused: 401, StoreUnavailable: 503}
