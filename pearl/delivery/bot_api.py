"""Telegram's Bot API over HTTP: one call, its result or what is wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import aiohttp

PATIENCE_S = 15.0
# Further calls wait for their turn, and their time begins when it comes: were they all begun, an answer that has long
# arrived would be read too late, and what was sent would be sent again.
AT_ONCE = 20


class CallFailed(Exception):
    """A call did not succeed. `status` is what the Bot API answered, 0 when it did not; the token is never in the text.

    `retry_after` is how many seconds it asks to wait.
    """

    def __init__(self, reason: str, status: int = 0, retry_after: float = 0.0) -> None:
        self.status, self.retry_after = status, retry_after
        super().__init__(reason)

    @property
    def for_good(self) -> bool:
        """Whether the same call would fail just so the next time."""
        return 400 <= self.status < 500 and self.status not in (401, 404, 409, 429)


class BotApi:
    """The methods of one bot; `address` is the Bot API's, without a path. At most `at_once` calls are under way."""

    def __init__(self, address: str, token: str, patience_s: float = PATIENCE_S, at_once: int = AT_ONCE) -> None:
        self._base, self._patience_s = f"{address.rstrip('/')}/bot{token}/", patience_s
        self._session: aiohttp.ClientSession | None = None
        self._room = asyncio.Semaphore(at_once)

    async def call(
        self,
        method: str,
        parameters: Mapping[str, Any] | None = None,
        document: tuple[str, bytes] | None = None,
        patience_s: float | None = None,
    ) -> Any:
        """The `result` of a method. Raises CallFailed."""
        limit = aiohttp.ClientTimeout(total=patience_s or self._patience_s)
        content: dict[str, Any] = {"json": dict(parameters or {})}
        if document:
            content = {"data": _form(parameters or {}, *document)}
        try:
            async with (
                self._room,
                self._open().post(self._base + method, timeout=limit, allow_redirects=False, **content) as answer,
            ):
                return _result(method, answer.status, await answer.json(content_type=None))
        # Nothing of the error but its kind: its text may hold the address, and that holds the token.
        except asyncio.TimeoutError:
            raise CallFailed(f"{method}: no answer in time") from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise CallFailed(f"{method}: Telegram cannot be reached ({type(error).__name__})") from None

    async def close(self) -> None:
        if self._session:
            await self._session.close()
            self._session = None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        return self._session


def _form(parameters: Mapping[str, Any], name: str, content: bytes) -> aiohttp.FormData:
    form = aiohttp.FormData()
    for key, value in parameters.items():
        form.add_field(key, str(value))
    form.add_field("document", content, filename=name, content_type="application/octet-stream")
    return form


def _result(method: str, status: int, answer: object) -> Any:
    if not isinstance(answer, dict):
        raise CallFailed(f"{method}: {status}, and no answer of the Bot API", status if status >= 400 else 0)
    if answer.get("ok") is True:
        return answer.get("result")
    code = answer.get("error_code")
    parameters = answer.get("parameters")
    wait = parameters.get("retry_after") if isinstance(parameters, dict) else 0
    seconds = float(wait) if isinstance(wait, (int, float)) else 0.0
    shown = " ".join(str(answer.get("description") or "no reason given").split())[:200]
    raise CallFailed(f"{method}: {code or status} {shown}", code if isinstance(code, int) else status, seconds)
