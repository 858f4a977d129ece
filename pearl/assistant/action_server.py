"""What guards `rasa run actions`: a secret shared with Rasa, so that nobody else can post a booking to it."""

from __future__ import annotations

import hmac
import sys
from typing import Optional

import pluggy
from sanic import Sanic, response
from sanic.request import Request
from sanic.response import BaseHTTPResponse, HTTPResponse

from pearl.errors import PearlError, SettingMissing
from pearl.settings import settings

HEADER = "X-Pearl-Action-Token"
OPEN_PATHS = ("/health",)
hook = pluggy.HookimplMarker("rasa_sdk")


@hook
def attach_sanic_app_extensions(app: Sanic) -> None:
    """Called by rasa-sdk before it listens; without a secret the action server ends here, exit code 2."""
    try:
        guard(app, _secret())
    except PearlError as error:
        print(f"pearl: {error}", file=sys.stderr)
        sys.exit(2)


def guard(app: Sanic, secret: str) -> None:
    """Let only requests with the secret in; /health stays open. A failure is answered without the conversation."""

    async def check(request: Request) -> Optional[HTTPResponse]:
        given = request.headers.get(HEADER, "").encode(errors="replace")
        if request.path in OPEN_PATHS or hmac.compare_digest(given, secret.encode()):
            return None
        return response.json({"error": f"{HEADER} is missing or wrong."}, status=401)

    async def say_less(request: Request, answer: BaseHTTPResponse) -> Optional[HTTPResponse]:
        # rasa-sdk sends the whole tracker back, and Rasa would write it to its log.
        return response.json({"error": "The action failed."}, status=500) if answer.status == 500 else None

    app.register_middleware(check, "request")
    app.register_middleware(say_less, "response")


def _secret() -> str:
    secret = settings().action_token
    if not secret:
        raise SettingMissing(
            "PEARL_ACTION_TOKEN is empty, so anybody could post bookings to the action server; "
            "set it to a long random text, the same one for `rasa run` and `rasa run actions`."
        )
    return secret
