"""Keeps the bot registered: its name, its menu, and the address that Telegram sends updates to."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from pearl.delivery.bot_api import BotApi, CallFailed
from pearl.telegram.registration import UPDATES, webhook_trouble
from pearl.telegram.words import Words

log = logging.getLogger(__name__)
HOUR_S = 3600.0
FIRST_WAIT_S, LONGEST_WAIT_S = 1.0, 300.0


class Registration:
    """`address` is where updates are to be sent, empty for long polling; `secret` comes along with each."""

    def __init__(self, api: BotApi, words: Words, address: str, secret: str) -> None:
        self._api, self._words, self._address, self._secret = api, words, address, secret
        self.bot_name = ""

    async def run(self) -> None:
        """Put everything right at once and then every hour, for ever; while that fails, sooner."""
        wait_s, at_start = FIRST_WAIT_S, True
        while True:
            try:
                await self.put_right(at_start)
                wait_s, at_start = FIRST_WAIT_S, False
                await asyncio.sleep(HOUR_S)
            except CallFailed as error:
                log.warning("Telegram is not set up yet: %s", error)
                await asyncio.sleep(max(wait_s, error.retry_after))
                wait_s = min(wait_s * 2, LONGEST_WAIT_S)

    async def put_right(self, at_start: bool) -> None:
        """Look once at what is registered and change what is wrong. Raises CallFailed."""
        me = await self._api.call("getMe")
        self.bot_name = str(me.get("username") or "") if isinstance(me, dict) else ""
        if not self._address:
            await self._api.call("deleteWebhook", {"drop_pending_updates": False})
        elif at_start or await self._is_wrong():
            # The secret cannot be read back, so that a start always sets it.
            await self._api.call("setWebhook", self._webhook())
            log.info("Telegram sends updates to %s", self._address)
        await self._set_menu()

    async def _is_wrong(self) -> bool:
        info = await self._api.call("getWebhookInfo")
        return webhook_trouble(info, self._address) != ""

    def _webhook(self) -> dict[str, Any]:
        return {"url": self._address, "secret_token": self._secret, "allowed_updates": UPDATES}

    async def _set_menu(self) -> None:
        try:
            await self._api.call("setMyCommands", {"commands": self._words.menu()})
        except CallFailed as error:
            # A chat works without a menu.
            log.warning("The menu of commands could not be set: %s", error)
