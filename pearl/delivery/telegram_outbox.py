"""Brings what is said in Telegram's conversations to its chats: in order, each message at least once.

What is to be brought lies in the store. A message is noted as brought only after Telegram has taken it, so that a crash
in between, and nothing else, makes it come twice.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Sequence

from pearl.clock import Clock
from pearl.delivery.bot_api import BotApi, CallFailed
from pearl.errors import StoreUnavailable
from pearl.messages import Message
from pearl.telegram.chats import ChatStore
from pearl.telegram.rendering import Call, calls

log = logging.getLogger(__name__)
# How often the store is looked into unasked: staff, notices and other processes write too.
LOOK_S = 2.0
# Nobody waits for long once Telegram is back.
FIRST_WAIT_S, LONGEST_WAIT_S = 0.5, 60.0
GRACE_S = 5.0
NOTING_TRIES = 8
FILE_TRIES = 6
BLOCKED = 403


class TelegramOutbox:
    """Works while it is open; one task a chat, so that a chat that has to wait holds up no other."""

    def __init__(
        self, api: BotApi, chats: ChatStore, bot_id: int, clock: Clock, thumb_titles: Callable[[], Sequence[str]]
    ) -> None:
        self._api, self._chats, self._bot_id, self._clock, self._thumbs = api, chats, bot_id, clock, thumb_titles
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._closing = asyncio.Event()

    def wake(self, sender: str) -> None:
        """There may be something to bring to a chat."""
        if self._closing.is_set():
            return
        if sender in self._tasks and not self._tasks[sender].done():
            return
        task = asyncio.get_running_loop().create_task(self._bring_all(sender))
        self._tasks[sender] = task
        task.add_done_callback(lambda ended: self._forget(sender, ended))

    async def run(self) -> None:
        """Look into the store from time to time until it is closed."""
        while not self._closing.is_set():
            try:
                for sender in self._chats.pending(self._bot_id):
                    self.wake(sender)
            except StoreUnavailable as error:
                log.warning("Telegram's replies wait: %s", error)
            await self._pause(LOOK_S)

    async def quiet(self, sender: str) -> None:
        """Wait until nothing more is being brought to a chat."""
        if task := self._tasks.get(sender):
            await asyncio.wait([task])

    async def close(self) -> None:
        """Take nothing new; let what is on its way arrive for some seconds."""
        self._closing.set()
        if self._tasks:
            _, late = await asyncio.wait(list(self._tasks.values()), timeout=GRACE_S)
            for task in late:
                task.cancel()

    def _forget(self, sender: str, task: asyncio.Task[None]) -> None:
        if self._tasks.get(sender) is task:
            del self._tasks[sender]

    async def _bring_all(self, sender: str) -> None:
        try:
            while not self._closing.is_set():
                if (due := self._chats.due(sender)) is None:
                    return
                chat, message = due
                await self._bring(sender, message, calls(message, chat.chat_id, self._thumbs()), chat.parts)
        except StoreUnavailable as error:
            # It stays where it is and is looked for again.
            log.warning("A reply on Telegram waits: %s", error)
        except Exception as error:
            log.error("A chat's delivery ended: %s", type(error).__name__)

    async def _bring(self, sender: str, message: Message, to_send: Sequence[Call], brought: int) -> None:
        for number, call in enumerate(to_send[brought:], brought + 1):
            outcome = await self._send(call)
            if outcome is None:
                return
            if outcome == BLOCKED:
                await self._kept(partial(self._chats.block, sender, self._clock.now()))
                return
            if number < len(to_send):
                await self._note(sender, message.position, number)
        await self._note(sender, message.position)

    async def _send(self, call: Call) -> int | None:
        """Send until Telegram has taken it or never will; None when Pearl ends before, else a status, 0 for good."""
        wait_s, plainly, tried = FIRST_WAIT_S, False, 0
        while not self._closing.is_set():
            tried += 1
            try:
                await self._api.call(call.method, call.parameters, call.document)
                return 0
            except CallFailed as error:
                if error.status == BLOCKED:
                    return BLOCKED
                if error.for_good and call.method == "sendMessage" and not plainly:
                    call, plainly = call.without_markup(), True
                    continue
                # The words wait as long as they must; a file must not hold up the words after it.
                if error.for_good or (call.document and tried == FILE_TRIES):
                    log.error("A reply was not taken by Telegram and is left out: %s", error)
                    return 0
                log.warning("A reply waits %.1f s: %s", error.retry_after or wait_s, error)
                await self._pause(error.retry_after or wait_s)
                wait_s = min(wait_s * 2, LONGEST_WAIT_S)
        return None

    async def _note(self, sender: str, position: int, parts: int = 0) -> None:
        await self._kept(partial(self._chats.brought, sender, position, parts))

    async def _kept(self, keep: Callable[[], None]) -> None:
        """A database that is locked for a moment is asked again before the message would be sent twice."""
        for left in reversed(range(NOTING_TRIES)):
            try:
                return keep()
            except StoreUnavailable:
                if not left:
                    raise
                await asyncio.sleep(FIRST_WAIT_S)
        return None

    async def _pause(self, seconds: float) -> None:
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._closing.wait(), seconds)
