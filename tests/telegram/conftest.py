"""Telegram over the real server and a Bot API on this machine."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bot_api_stand_in import TOKEN, StandIn, TelegramVisitor, eventually, free_port
from real_server import RealServer

chat_ids = itertools.count(5001)


def telegram_server(folder: Path, api: StandIn, **variables: str) -> RealServer:
    """A server with a port of its own, so that its public address is known before it starts."""
    port = str(free_port())
    telegram = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_URL": api.url, "PEARL_PUBLIC_URL": f"http://127.0.0.1:{port}"}
    return RealServer(folder, **{"PEARL_PORT": port, "PEARL_NOW": "2026-11-25T11:00", **telegram, **variables})


def is_registered(api: StandIn) -> bool:
    return bool(api.journal("setMyCommands"))


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
