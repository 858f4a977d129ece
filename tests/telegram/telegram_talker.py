"""The conversations of tests/conversations over Telegram: updates in, replies read from what the Bot API was sent."""

from __future__ import annotations

import asyncio
import itertools
import re
from dataclasses import replace
from html import unescape
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from bot_api_stand_in import BOT_ID, TOKEN, StandIn, TelegramVisitor, update_ids

from pearl.assistant.assistant import Assistant
from pearl.assistant.telegram.conversations import TelegramConversations
from pearl.assistant.telegram.reception import Reception
from pearl.assistant.turn import Turn, last_turn
from pearl.bootstrap import services
from pearl.delivery.bot_api import BotApi
from pearl.delivery.telegram_outbox import TelegramOutbox
from pearl.telegram.keyboard import data_of, rated
from pearl.telegram.words import Words
from pearl.understanding.message import BUTTON

CONVERSATIONS = Path(__file__).resolve().parents[1] / "conversations"
TAG = re.compile(r"<[^>]+>")
chat_ids = itertools.count(90_001)


def conversations_fixtures() -> Any:
    """The module tests/conversations/conftest.py, whose own name many files have."""
    spec = spec_from_file_location("conversations_fixtures", CONVERSATIONS / "conftest.py")
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


Talker: Any = conversations_fixtures().Talker


class TelegramTalker(Talker):
    """A Talker whose every message goes through Telegram's channel and back."""

    def __init__(self, model: Path, api: StandIn) -> None:
        self._loop, self._number, self._api = asyncio.new_event_loop(), itertools.count(), api
        self._chats: dict[str, TelegramVisitor] = {}
        self._agent, self._bot = Assistant(model).agent, BotApi(api.url, TOKEN)
        current = services()
        words = Words(lambda: services().facts, current.profile.consent.text, "")
        self._outbox = TelegramOutbox(self._bot, current.chats, BOT_ID, current.clock, words.thumbs)
        self._conversations = TelegramConversations(
            self._agent.handle_message, self._agent.tracker_store, current, current.chats, words,
            lambda: "Sorry.", self._outbox.wake, lambda sender: None,
        )  # fmt: skip
        self._reception = Reception(
            BOT_ID, self._bot, current, current.chats, self._conversations, words, lambda: "TestNameBot"
        )

    def answer(self, sender: str, text: str, channel: str) -> Turn:
        visitor = self._chats.setdefault(sender, TelegramVisitor(self._api, next(chat_ids)))
        return self._loop.run_until_complete(self._answer(visitor, text))

    def close(self) -> None:
        self._loop.run_until_complete(self._bot.close())
        self._loop.close()

    async def _answer(self, visitor: TelegramVisitor, text: str) -> Turn:
        sender, before = f"telegram:{visitor.chat_id}", self._api.count
        self._reception.receive(tap(visitor, text) if BUTTON.fullmatch(text) else visitor.message(text=text))
        await self._conversations.quiet(sender)
        await self._outbox.quiet(sender)
        await self._reception.close()
        shown = self._api.journal("sendMessage", chat_id=visitor.chat_id, after=before)
        tracker = await self._agent.tracker_store.get_or_create_tracker(sender)
        return replace(last_turn(tracker, text), replies=[reply(call) for call in shown])


def tap(visitor: TelegramVisitor, payload: str) -> dict[str, Any]:
    """A tap on a button with this payload."""
    shown = {"message_id": 1, "chat": visitor.chat, "date": 1}
    query = {"id": str(next(update_ids)), "from": visitor.who, "message": shown, "data": data_of(payload)}
    return {"update_id": next(update_ids), "callback_query": query}


def reply(call: dict[str, Any]) -> dict[str, Any]:
    """What a visitor sees of a call, in the form in which turns have replies."""
    rows = (call.get("reply_markup") or {}).get("inline_keyboard", [])
    buttons = [button for row in rows for button in row if not rated(button["callback_data"])]
    shown = [{"title": button["text"], "payload": button["callback_data"]} for button in buttons]
    return {"text": unescape(TAG.sub("", call["text"])), "buttons": shown}
