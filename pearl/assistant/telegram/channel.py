"""The Telegram channel as Rasa mounts it.

POST /webhooks/telegram/webhook   an update; 403 unless X-Telegram-Bot-Api-Secret-Token is right
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Dict, Optional

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from pearl.assistant.handover_watch import HandoverWatch
from pearl.assistant.rest_channel import apology
from pearl.assistant.telegram.conversations import TelegramConversations
from pearl.assistant.telegram.polling import Polling
from pearl.assistant.telegram.reception import Reception
from pearl.assistant.telegram.registration import Registration
from pearl.bootstrap import Services, services
from pearl.delivery.bot_api import BotApi, CallFailed
from pearl.delivery.telegram_outbox import TelegramOutbox
from pearl.errors import BadInput, SettingMissing, StoreUnavailable
from pearl.settings import Settings
from pearl.telegram.chats import CHANNEL, bot_id_of
from pearl.telegram.registration import webhook_address
from pearl.telegram.words import Words

log = logging.getLogger(__name__)
SECRET_HEADER = "x-telegram-bot-api-secret-token"
# An update holds up to 4,096 characters, each up to 12 bytes long in JSON, and their formatting.
BODY_LIMIT = 512 * 1024
# How often conversations are looked for whose message could not be answered when it came.
LOOK_S = 10.0
# Telegram keeps updates for a day.
REMEMBERED = timedelta(days=7)


class TelegramChannel(InputChannel):
    """Conversations are kept under `telegram:…`, which no other channel gives out."""

    def __init__(self, chosen: Settings) -> None:
        self._chosen, self._bot_id = chosen, bot_id_of(chosen.telegram.token)
        self._tasks: list[asyncio.Task[None]] = []
        self._secret = b""
        self._reception: Reception
        self._conversations: TelegramConversations
        self._outbox: TelegramOutbox

    @classmethod
    def name(cls) -> str:
        return CHANNEL

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[str, Any]]) -> TelegramChannel:
        from pearl.settings import settings

        if not settings().telegram.token:
            raise SettingMissing("TELEGRAM_TOKEN is not set; set it to the token that BotFather gave you.")
        return cls(settings())

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        blueprint = Blueprint("telegram_channel")

        async def receive(request: Request) -> HTTPResponse:
            return await self._receive(request)

        # As a stream, since the server's own limit for a body is too small for a long message.
        blueprint.add_route(receive, "/webhook", methods=["POST"], stream=True)

        async def begin(app: Sanic, loop: Any) -> None:
            self._open(app, on_new_message)

        async def end(app: Sanic, loop: Any) -> None:
            await self._close()

        blueprint.listener("after_server_start")(begin)
        blueprint.listener("before_server_stop")(end)
        return blueprint

    async def _receive(self, request: Request) -> HTTPResponse:
        given = str(request.headers.get(SECRET_HEADER) or "").encode("utf-8", "replace")
        if not self._secret or not hmac.compare_digest(given, self._secret):
            return response.json({"error": "This is not Telegram's secret."}, status=403)
        try:
            body = await read_body(request)
            if body is None:
                return response.json({"error": f"An update has at most {BODY_LIMIT // 1024} KiB."}, status=413)
            self._reception.receive(json.loads(body))
        except (BadInput, ValueError, RecursionError) as error:
            return response.json({"error": str(error) or "This is no update."}, status=400)
        except StoreUnavailable as error:
            # Telegram sends it again.
            return response.json({"error": str(error)}, status=503)
        return response.json({"ok": True})

    def _open(self, app: Sanic, turn: Callable[[UserMessage], Awaitable[Any]]) -> None:
        current, chosen = services(), self._chosen
        chats, telegram = current.chats, chosen.telegram
        self._secret = current.telegram_secret().encode()
        words = Words(lambda: services().facts, current.profile.consent.text, chosen.public_url)
        self._api = BotApi(telegram.api, telegram.token)
        self._outbox = TelegramOutbox(self._api, chats, self._bot_id, current.clock, words.thumbs)
        trackers = app.ctx.agent.tracker_store
        self._conversations = TelegramConversations(
            turn, trackers, current, chats, words, lambda: apology(app), self._outbox.wake, self._type
        )
        address = webhook_address(chosen.public_url) if telegram.mode == "webhook" else ""
        registration = Registration(self._api, words, address, self._secret.decode())
        self._reception = Reception(
            self._bot_id, self._api, current, chats, self._conversations, words, lambda: registration.bot_name
        )
        watch = HandoverWatch(current, self._conversations, CHANNEL, self._conversations.name_of)
        begun = [registration.run(), self._outbox.run(), watch.run(), self._look_after(current)]
        if telegram.mode == "polling":
            begun.append(Polling(self._api, self._reception).run())
        self._tasks = [asyncio.get_running_loop().create_task(work) for work in begun]

    async def _close(self) -> None:
        await self._conversations.close()
        await self._outbox.close()
        await self._reception.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._api.close()

    async def _look_after(self, current: Services) -> None:
        """See to messages that nobody works on: of before the start, or when the database was away."""
        while True:
            try:
                current.chats.forget_updates(current.clock.now() - REMEMBERED)
                for sender in current.chats.waiting(self._bot_id):
                    self._conversations.wake(sender)
            except StoreUnavailable as error:
                log.warning("Telegram's messages wait: %s", error)
            await asyncio.sleep(LOOK_S)

    def _type(self, sender: str) -> None:
        """Show that somebody is about to answer; nothing depends on it."""
        chat_id = int(sender.rpartition(":")[2])
        asyncio.get_running_loop().create_task(self._show_typing(chat_id))

    async def _show_typing(self, chat_id: int) -> None:
        try:
            await self._api.call("sendChatAction", {"chat_id": chat_id, "action": "typing"}, patience_s=5)
        except CallFailed as error:
            log.debug("%s", error)


async def read_body(request: Request) -> bytes | None:
    """The body of a streamed request; None when it is too large."""
    body, stream = b"", request.stream
    while stream is not None and (part := await stream.read()) is not None:
        body += part
        if len(body) > BODY_LIMIT:
            return None
    return body
