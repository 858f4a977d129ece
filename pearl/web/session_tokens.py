"""Session tokens of the web channel: signed, expiring, renewed, and good for the website they were made for only."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

import jwt

from pearl.clock import Clock
from pearl.errors import SessionRefused

ALGORITHM = "HS256"
TOKEN_LIFE = timedelta(hours=24)
# However often it is renewed, a conversation is somebody else's business after this.
SESSION_LIFE = timedelta(days=7)


@dataclass(frozen=True)
class Session:
    """Who may speak in a conversation: `sender` is its name, `origin` the website it was begun on ("" for none)."""

    sender: str
    origin: str
    begun: datetime


class SessionTokens:
    """Makes and reads tokens. The first key signs; the others are former ones that still count."""

    def __init__(self, keys: Sequence[str], clock: Clock) -> None:
        self._keys, self._clock = keys, clock

    def begin(self, origin: str) -> Session:
        """A new conversation on a website."""
        return Session(f"web:{uuid.uuid4().hex}", origin, self._clock.now())

    def token(self, session: Session) -> str:
        """A token for the session, good for `TOKEN_LIFE` from now."""
        expires = min(self._clock.now() + TOKEN_LIFE, session.begun + SESSION_LIFE)
        claims = {
            "sub": session.sender,
            "origin": session.origin,
            "begun": int(session.begun.timestamp()),
            "exp": int(expires.timestamp()),
        }
        return jwt.encode(claims, self._keys[0], ALGORITHM)

    def read(self, token: str, origin: str) -> Session:
        """The session of a token that comes from a website ("" where the browser names none).

        Raises SessionRefused when it was not signed here, has expired, or was made for another website.
        """
        claims = self._claims(token)
        if claims["exp"] <= self._clock.now().timestamp():
            raise SessionRefused("The session has expired; begin a new one with POST /webhooks/web/session.")
        if origin and origin != claims["origin"]:
            raise SessionRefused("The session was begun on another website; begin a new one.")
        return Session(claims["sub"], claims["origin"], datetime.fromtimestamp(claims["begun"], timezone.utc))

    def _claims(self, token: str) -> dict[str, Any]:
        # Times are checked against Pearl's own clock, which `PEARL_NOW` may fix.
        options: Any = {"verify_exp": False, "verify_iat": False, "require": ["sub", "origin", "begun", "exp"]}
        for key in self._keys:
            try:
                return dict(jwt.decode(token, key, [ALGORITHM], options))
            except (jwt.InvalidTokenError, ValueError):
                continue
        raise SessionRefused("The token is not one of this server; begin a session with POST /webhooks/web/session.")
