"""Many chats at once while the Bot API refuses a tenth of all calls and restarts, and Pearl is killed.

Each message is processed once, each reply is delivered, in order, and repeated only where a kill fell between
Telegram's taking a reply and Pearl's noting it.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from real_server import RealServer

sys.path.append(str(Path(__file__).resolve().parents[1] / "telegram"))
from bot_api_stand_in import StandIn, TelegramVisitor, eventually, is_registered, telegram_server

pytestmark = pytest.mark.fault
FULL = bool(os.environ.get("PEARL_ENDURANCE"))
CHATS, MESSAGES, PATIENCE_S = (500, 20, 1800.0) if FULL else (20, 6, 180.0)
SAID = ("hello", "thank you", "what can you do?", "goodbye")


class Records:
    """What Pearl's database says, read beside it."""

    def __init__(self, server: RealServer) -> None:
        self._file = server.database

    def rows(self, query: str) -> list[Any]:
        connection = sqlite3.connect(f"file:{self._file}?mode=ro", uri=True, timeout=30)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()

    def answered(self) -> int:
        return int(self.rows("SELECT count(*) FROM messages WHERE answered_at IS NOT NULL")[0][0])

    def wait_for(self, messages: float) -> None:
        assert eventually(lambda: self.answered() >= messages, PATIENCE_S)

    def unfinished(self) -> int:
        """How many chats have something that waits to be brought."""
        return int(
            self.rows(
                "SELECT count(*) FROM telegram_chats c WHERE EXISTS (SELECT 1 FROM messages m "
                "WHERE m.sender = c.sender AND m.position > c.delivered AND m.author <> 'visitor')"
            )[0][0]
        )


def test_nothing_is_lost_doubled_or_out_of_order(model: Path, tmp_path: Path) -> None:
    (tmp_path / "api").mkdir()
    api = StandIn(tmp_path / "api").start()
    server = telegram_server(tmp_path, api).start()
    records, kills = Records(server), []
    assert eventually(lambda: is_registered(api)), server.printed[-2000:]
    api.control(refuse=0.1)
    try:
        total = CHATS * MESSAGES
        everybody_talks(api)
        for share in (0.2, 0.5):
            records.wait_for(total * share)
            server.kill()
            kills.append(time.time() * 1000)
            server.start()
            records.wait_for(total * (share + 0.15))
            api.stop()
            time.sleep(1)
            api.start().control(refuse=0.1)
        assert eventually(lambda: records.answered() == total and not records.unfinished(), PATIENCE_S)
        assert_once_and_in_order(api, records, kills)
    finally:
        api.kill()
        assert server.stop() == 0


def everybody_talks(api: StandIn) -> None:
    """Every visitor says everything, one after the other and all at once."""
    visitors = [TelegramVisitor(api, 10_000 + number) for number in range(CHATS)]
    said = [visitor.message(text=SAID[number % len(SAID)]) for number in range(MESSAGES) for visitor in visitors]
    with ThreadPoolExecutor(8) as pool:
        for begin in range(0, len(said), CHATS):
            list(pool.map(api.push, said[begin : begin + CHATS]))


def assert_once_and_in_order(api: StandIn, records: Records, kills: list[float]) -> None:
    asked = Counter(sender for (sender,) in records.rows("SELECT sender FROM messages WHERE author = 'visitor'"))
    turns = Counter(sender for (sender,) in records.rows("SELECT sender_id FROM events WHERE type_name = 'user'"))
    assert set(asked.values()) == set(turns.values()) == {MESSAGES} and len(asked) == len(turns) == CHATS
    replies: dict[str, list[str]] = {sender: [] for sender in asked}
    for sender, text in records.rows(
        "SELECT sender, text FROM messages WHERE author = 'pearl' ORDER BY sender, position"
    ):
        replies[sender].append(text)
    calls: dict[str, list[Any]] = {sender: [] for sender in asked}
    for call in api.journal("sendMessage"):
        calls[f"telegram:{call['chat_id']}"].append(call)
    repeats = sum(repeated(calls[sender], replies[sender], kills) for sender in asked)
    print(f"{CHATS} chats, {sum(map(len, replies.values()))} replies, {repeats} brought twice after {len(kills)} kills")


def repeated(calls: list[Any], replies: list[str], kills: list[float]) -> int:
    """How many replies came twice, each around a kill; the rest is what was said, in order."""
    once = [call for number, call in enumerate(calls) if not number or call["text"] != calls[number - 1]["text"]]
    assert [call["text"][:40] for call in once] == [reply[:40] for reply in replies]
    twice = [
        (calls[n - 1]["at"], call["at"]) for n, call in enumerate(calls) if n and call["text"] == calls[n - 1]["text"]
    ]
    assert all(any(first - 1000 <= kill <= second for kill in kills) for first, second in twice)
    return len(twice)
