"""The clinic's webhook: one signed HTTP POST a notice."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

import aiohttp

from pearl.notices.deliverer import NotDelivered
from pearl.notices.notice import Notice
from pearl.notices.signature import body, headers

PATIENCE_S = 15.0
AGENT = {"User-Agent": "Pearl"}


@dataclass(frozen=True)
class Webhook:
    """The receiver of events, as a Sender; `secret` signs and `patience_s` is the longest that an answer may take."""

    secret: str
    patience_s: float = PATIENCE_S

    async def send(self, notice: Notice, now: datetime) -> None:
        content = body(notice)
        signed = {**AGENT, **headers(notice, content, self.secret, now)}
        try:
            status = await self._post(notice.recipient, content, signed)
        except asyncio.TimeoutError as error:
            raise NotDelivered(f"the webhook gave no answer within {self.patience_s:g} s") from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise NotDelivered(f"the webhook cannot be reached ({type(error).__name__}: {error})") from error
        if 300 <= status < 400:
            raise NotDelivered(f"the webhook answered {status}; redirects are not followed, so name the final address")
        if not 200 <= status < 300:
            raise NotDelivered(f"the webhook answered {status}")

    async def _post(self, address: str, content: bytes, signed: dict[str, str]) -> int:
        """The status of the answer; its body is not read, so that it cannot be endless."""
        limit = aiohttp.ClientTimeout(total=self.patience_s)
        async with (
            aiohttp.ClientSession(timeout=limit) as session,
            session.post(address, data=content, headers=signed, allow_redirects=False) as answer,
        ):
            return answer.status
