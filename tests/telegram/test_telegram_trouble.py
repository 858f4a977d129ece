"""Telegram down, slow, refusing; Pearl killed: the web goes on, replies are retried, nothing is done twice."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from bot_api_stand_in import TOKEN, StandIn, TelegramVisitor, eventually, is_registered, telegram_server, words
from real_server import RealServer
from web_visitor import WebVisitor

from pearl.delivery.bot_api import BotApi


@pytest.fixture()
def api(tmp_path: Path) -> Iterator[StandIn]:
    """A Bot API that a test may stop; not started yet."""
    folder = tmp_path / "api"
    folder.mkdir()
    standing_in = StandIn(folder)
    yield standing_in
    standing_in.kill()


@pytest.fixture()
def own_server(model: Path, tmp_path: Path, api: StandIn) -> Iterator[RealServer]:
    """A server that a test may kill; not started yet."""
    server = telegram_server(tmp_path, api)
    yield server
    if server.lives:
        server.kill()


def start(api: StandIn, server: RealServer) -> None:
    """Start both, and wait until Pearl has registered."""
    api.start()
    server.start()
    assert eventually(lambda: is_registered(api))


def test_pearl_starts_while_telegram_is_down_and_registers_when_it_is_back(
    api: StandIn, own_server: RealServer
) -> None:
    api.start(), api.kill()
    own_server.start()
    assert WebVisitor(own_server).says("hello")
    api.start()
    assert eventually(lambda: is_registered(api))
    assert TelegramVisitor(api, 1).says("hello")


def test_replies_wait_while_telegram_is_down_and_the_turn_is_kept(api: StandIn, own_server: RealServer) -> None:
    start(api, own_server)
    dana = TelegramVisitor(api, 1)
    dana.says("/book")
    api.control(refuse=1)
    dana.sends(dana.message(text="the bumps on my cheek"), 0)
    assert eventually(lambda: api.open["refused"] > 3)
    assert WebVisitor(own_server).says("hello")
    api.control(refuse=0)
    assert "been to the clinic before" in words(dana.hears())
    assert "What name" in words(dana.says("next Tuesday at 2 pm"))


def test_a_wait_that_telegram_asks_for_is_kept_to(api: StandIn, own_server: RealServer) -> None:
    start(api, own_server)
    dana, sam = TelegramVisitor(api, 1), TelegramVisitor(api, 2)
    api.control(retry_after=3, only=[1], refuse=1)
    began = time.monotonic()
    dana.sends(dana.message(text="hello"), 0)
    assert eventually(lambda: api.open["refused"])
    api.control(refuse=0)
    assert sam.says("hello") and time.monotonic() - began < 3
    assert dana.hears() and time.monotonic() - began >= 3


def test_a_visitor_who_blocked_the_bot_holds_up_nobody_and_can_come_back(api: StandIn, own_server: RealServer) -> None:
    start(api, own_server)
    dana, sam = TelegramVisitor(api, 1), TelegramVisitor(api, 2)
    api.control(blocked=[1])
    dana.sends(dana.message(text="hello"), 0)
    assert sam.says("hello")
    api.control(blocked=[])
    assert len(dana.says("hello")) == 1


def test_an_update_that_comes_again_after_a_restart_is_known(api: StandIn, own_server: RealServer) -> None:
    start(api, own_server)
    dana = TelegramVisitor(api, 1)
    update = dana.message(text="hello")
    assert len(dana.sends(update)) == 1
    own_server.kill()
    own_server.start()
    api.push(update)
    assert eventually(lambda: api.open["open"] == 0)
    assert len(dana.says("hello")) == 1


def test_what_was_under_way_when_pearl_was_killed_is_answered(api: StandIn, own_server: RealServer) -> None:
    start(api, own_server)
    dana = TelegramVisitor(api, 1)
    api.control(refuse=1)
    for text in ("hello", "thank you", "hello"):
        dana.sends(dana.message(text=text), 0)
    assert eventually(lambda: api.open["open"] == 0)
    own_server.kill()
    api.control(refuse=0)
    own_server.start()
    greetings = [reply["text"].startswith("Hello") for reply in dana.hears(3)]
    assert greetings == [True, False, True]


def test_the_time_of_a_call_begins_when_its_turn_comes(api: StandIn) -> None:
    api.start().control(slow=700)

    async def six_calls() -> list[Any]:
        bot = BotApi(api.url, TOKEN, patience_s=2.0, at_once=1)
        try:
            return await asyncio.gather(*(bot.call("getMe") for _ in range(6)))
        finally:
            await bot.close()

    assert len(asyncio.run(six_calls())) == 6


def test_the_log_names_neither_token_nor_visitor(api: StandIn, own_server: RealServer) -> None:
    start(api, own_server)
    dana = TelegramVisitor(api, 1)
    api.control(refuse=0.7)
    dana.says("my name is Zebulon Quux")
    api.kill()
    time.sleep(1)
    assert own_server.stop() == 0
    assert not any(secret in own_server.printed for secret in ("stand-in-token", "Zebulon", "Quux"))
    api.start()


def test_a_locked_database_makes_telegram_send_again(api: StandIn, own_server: RealServer) -> None:
    start(api, own_server)
    holder = sqlite3.connect(own_server.database, isolation_level=None)
    secret = holder.execute("SELECT value FROM secrets WHERE name = 'telegram webhook'").fetchone()[0]
    dana = TelegramVisitor(api, 1)
    update = dana.message(text="hello")
    holder.execute("BEGIN IMMEDIATE")
    answer = requests.post(
        f"{own_server.url}/webhooks/telegram/webhook",
        data=json.dumps(update),
        headers={"X-Telegram-Bot-Api-Secret-Token": secret},
        timeout=30,
    )
    holder.execute("ROLLBACK")
    assert answer.status_code == 503
    assert len(dana.sends(update)) == 1
