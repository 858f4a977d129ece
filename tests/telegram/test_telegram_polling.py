"""Long polling: the same channel without a public address."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from bot_api_stand_in import TOKEN, StandIn, TelegramVisitor, eventually, telegram_server
from real_server import RealServer


@pytest.fixture()
def api(tmp_path: Path) -> Iterator[StandIn]:
    (tmp_path / "api").mkdir()
    standing_in = StandIn(tmp_path / "api").start()
    yield standing_in
    standing_in.kill()


@pytest.fixture()
def polling(model: Path, tmp_path: Path, api: StandIn) -> Iterator[RealServer]:
    server = telegram_server(tmp_path, api, TELEGRAM_MODE="polling", PEARL_PUBLIC_URL="")
    yield server
    if server.lives:
        assert server.stop() == 0


def test_updates_are_fetched_once_and_a_webhook_is_taken_away(api: StandIn, polling: RealServer) -> None:
    requests.post(f"{api.url}/bot{TOKEN}/setWebhook", json={"url": "http://127.0.0.1:9/old"}, timeout=10)
    polling.start()
    dana = TelegramVisitor(api, 1)
    assert len(dana.says("hello")) == 1
    assert len(dana.says("can I pop my milia?", 2)) == 2
    assert api.journal("deleteWebhook")
    assert eventually(lambda: api.open["open"] == 0)


def test_what_came_while_pearl_was_down_is_fetched_and_nothing_is_answered_twice(
    api: StandIn, polling: RealServer
) -> None:
    polling.start()
    dana = TelegramVisitor(api, 1)
    assert len(dana.says("hello")) == 1
    polling.kill()
    for text in ("thank you", "hello"):
        dana.sends(dana.message(text=text), 0)
    polling.start()
    assert len(dana.hears(2)) == 2


def test_a_bot_api_that_is_away_is_waited_for(api: StandIn, polling: RealServer) -> None:
    polling.start()
    api.kill()
    api.start()
    assert TelegramVisitor(api, 1).says("hello")


def test_an_update_that_is_none_does_not_stop_the_others(api: StandIn, polling: RealServer) -> None:
    polling.start()
    api.push({"update_id": -1, "message": {"text": "hello"}})
    assert TelegramVisitor(api, 1).says("hello")


def test_the_webhook_is_closed_to_everybody_but_the_secret(api: StandIn, polling: RealServer) -> None:
    polling.start()
    answer = requests.post(f"{polling.url}/webhooks/telegram/webhook", json={"update_id": 1}, timeout=10)
    assert answer.status_code == 403
