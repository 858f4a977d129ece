"""Telegram over the real server and a Bot API on this machine."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bot_api_stand_in import StandIn, TelegramVisitor, eventually, is_registered, telegram_server
from real_server import RealServer

chat_ids = itertools.count(5001)


@pytest.fixture(scope="session")
def bot_api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandIn]:
    api = StandIn(tmp_path_factory.mktemp("telegram-api")).start()
    yield api
    api.kill()


@pytest.fixture(scope="session")
def server(model: Path, bot_api: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    """One server for all these tests."""
    running = telegram_server(tmp_path_factory.mktemp("telegram"), bot_api).start()
    assert eventually(lambda: is_registered(bot_api)), running.printed[-2000:]
    yield running
    assert running.stop() == 0, running.printed[-2000:]


@pytest.fixture()
def new_visitor(server: RealServer, bot_api: StandIn) -> Callable[[], TelegramVisitor]:
    return lambda: TelegramVisitor(bot_api, next(chat_ids))


@pytest.fixture()
def visitor(new_visitor: Callable[[], TelegramVisitor]) -> TelegramVisitor:
    return new_visitor()
