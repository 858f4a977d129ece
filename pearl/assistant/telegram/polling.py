"""Long polling: updates are fetched, for development and clinics without a public address."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from pearl.assistant.telegram.reception import Reception
from pearl.delivery.bot_api import BotApi, CallFailed
from pearl.errors import BadInput, StoreUnavailable
from pearl.telegram.registration import UPDATES

log = logging.getLogger(__name__)
# How long Telegram keeps an empty answer back, and how long one is waited for.
HOLD_S, PATIENCE_S = 25, 40.0
# Between two answers, so that a Bot API that holds nothing back is not flooded.
PAUSE_S = 0.2
FIRST_WAIT_S, LONGEST_WAIT_S = 1.0, 60.0


class Polling:
    """Fetches updates for ever. An update is asked for again until it is kept."""

    def __init__(self, api: BotApi, reception: Reception) -> None:
        self._api, self._reception = api, reception
        self._next = 0

    async def run(self) -> None:
        wait_s = FIRST_WAIT_S
        while True:
            try:
                self._take(await self._fetch())
                wait_s = FIRST_WAIT_S
                await asyncio.sleep(PAUSE_S)
            except (CallFailed, StoreUnavailable) as error:
                log.warning("No updates from Telegram now: %s", error)
                await asyncio.sleep(max(wait_s, getattr(error, "retry_after", 0)))
                wait_s = min(wait_s * 2, LONGEST_WAIT_S)

    async def _fetch(self) -> Any:
        asked: dict[str, Any] = {"timeout": HOLD_S, "allowed_updates": UPDATES}
        if self._next:
            asked["offset"] = self._next
        return await self._api.call("getUpdates", asked, patience_s=PATIENCE_S)

    def _take(self, updates: Any) -> None:
        for update in updates if isinstance(updates, list) else ():
            try:
                self._reception.receive(update)
            except BadInput as error:
                log.warning("An update that is none: %s", error)
            number = update.get("update_id") if isinstance(update, dict) else None
            if type(number) is int:
                self._next = number + 1
