"""Only Telegram gets in: 1,000 generated updates with and without the secret; no 5xx, none twice, none forged answered."""

from __future__ import annotations

import itertools
import json
import os
import sqlite3
import time
from typing import Any

import pytest
import requests
from bot_api_stand_in import StandIn, eventually, update_ids
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from real_server import RealServer

EXAMPLES = 1000 if os.environ.get("PEARL_ENDURANCE") else 60
HEADER = "X-Telegram-Bot-Api-Secret-Token"
HTTP = requests.Session()
chat_ids = itertools.count(700_000)

ID = st.integers(-(2**70), 2**70) | st.integers(1, 10**9) | st.text(max_size=3) | st.none() | st.booleans()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
TEXT = st.sampled_from(["hello", "/start", "/book", "/erase", "😀", "\ud800", "a\x00b", "can I pop them?"]) | st.text(
    max_size=40
)
# Each part as it should be, or as anything.
CHAT = (
    st.fixed_dictionaries({"id": ID, "type": st.sampled_from(["private", "group", "supergroup", "channel", 5])}) | JSON
)
PARTS = {
    "text": TEXT | JSON, "caption": TEXT, "photo": JSON, "voice": JSON, "sticker": JSON, "location": JSON, "contact": JSON,
    "document": JSON, "from": st.fixed_dictionaries({"id": ID}) | JSON, "message_id": ID, "entities": JSON,
}  # fmt: skip
MESSAGE = st.fixed_dictionaries({"chat": CHAT}, optional=PARTS) | JSON
QUERY = st.fixed_dictionaries({}, optional={"id": TEXT, "data": TEXT, "message": MESSAGE, "from": JSON}) | JSON
MEMBER = st.fixed_dictionaries({"chat": CHAT, "new_chat_member": st.fixed_dictionaries({"status": TEXT}) | JSON}) | JSON
KINDS = {
    "message": MESSAGE, "edited_message": MESSAGE, "channel_post": MESSAGE, "callback_query": QUERY,
    "my_chat_member": MEMBER, "inline_query": JSON, "poll": JSON, "pre_checkout_query": JSON, "business_message": MESSAGE,
}  # fmt: skip
ANY_UPDATE = st.fixed_dictionaries({}, optional=KINDS)


def send(server: RealServer, body: bytes, secret: str | None) -> int:
    headers = {} if secret is None else {HEADER: secret}
    return HTTP.post(f"{server.url}/webhooks/telegram/webhook", data=body, headers=headers, timeout=30).status_code


def secret_of(server: RealServer) -> str:
    """The secret that Pearl made for itself."""
    found = sqlite3.connect(server.database).execute("SELECT value FROM secrets WHERE name = 'telegram webhook'")
    return str(found.fetchone()[0])


def hello(chat_id: int, update_id: int | None = None) -> dict[str, Any]:
    chat = {"id": chat_id, "type": "private"}
    message = {"message_id": 1, "date": 1, "chat": chat, "from": {"id": chat_id, "is_bot": False}, "text": "hello"}
    return {"update_id": next(update_ids) if update_id is None else update_id, "message": message}


@settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)
@given(update=ANY_UPDATE, with_id=st.booleans(), twice=st.booleans())
def test_no_update_gets_a_5xx_whatever_it_holds(
    server: RealServer, bot_api: StandIn, update: dict[str, Any], with_id: bool, twice: bool
) -> None:
    if with_id:
        update = {"update_id": next(update_ids), **update}
    for secret, expected in ((None, {403}), ("guessed", {403}), (secret_of(server), {200, 400})):
        for _ in range(1 + twice):
            assert send(server, json.dumps(update).encode(), secret) in expected


def test_a_genuine_update_is_answered_once_and_a_forged_one_never(server: RealServer, bot_api: StandIn) -> None:
    secret, rounds = secret_of(server), EXAMPLES // 20
    genuine, forged = [next(chat_ids) for _ in range(rounds)], [next(chat_ids) for _ in range(rounds)]
    wrong = [None, "", secret[:-1], secret + "x", secret.upper(), "\u00e9"]
    for number, (chat_id, other) in enumerate(zip(genuine, forged)):
        update = json.dumps(hello(chat_id)).encode()
        assert [send(server, update, secret) for _ in range(3)] == [200] * 3
        assert send(server, json.dumps(hello(other)).encode(), wrong[number % len(wrong)]) == 403
    assert eventually(lambda: all(bot_api.journal("sendMessage", chat_id=chat_id) for chat_id in genuine))
    time.sleep(1)
    calls = [str(call["chat_id"]) for call in bot_api.journal("sendMessage")]
    assert [calls.count(str(chat_id)) for chat_id in genuine] == [1] * rounds
    assert not any(str(chat_id) in calls for chat_id in forged)
    kept = " ".join(sqlite3.connect(server.database).iterdump())
    assert not any(f"telegram:{chat_id}" in kept for chat_id in forged)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"update"', b"{}", b"[" * 100_000, b"\xff\xfe"])
def test_what_is_no_update_is_refused_with_400(server: RealServer, body: bytes) -> None:
    assert send(server, body, secret_of(server)) == 400


def test_the_longest_update_is_taken_and_a_larger_body_is_not(server: RealServer) -> None:
    update = hello(next(chat_ids))
    update["message"]["text"] = "😀" * 2048
    update["message"]["entities"] = [{"type": "bold", "offset": n, "length": 1} for n in range(100)]
    assert send(server, json.dumps(update).encode(), secret_of(server)) == 200
    assert send(server, b" " * 600_000, secret_of(server)) == 413


def test_200_updates_at_once_are_all_answered_in_order(server: RealServer, bot_api: StandIn) -> None:
    chats = [next(chat_ids) for _ in range(20)]
    for number in range(10):
        for chat_id in chats:
            update = hello(chat_id)
            update["message"]["text"] = "hello" if number % 2 else "thank you"
            bot_api.push(update)
    assert eventually(lambda: all(len(bot_api.journal("sendMessage", chat_id=chat_id)) == 10 for chat_id in chats), 120)
    for chat_id in chats:
        said = [call["text"].startswith("Hello") for call in bot_api.journal("sendMessage", chat_id=chat_id)]
        assert said == [False, True] * 5


def test_an_update_id_far_back_or_far_ahead_is_taken(server: RealServer, bot_api: StandIn) -> None:
    chat_id = next(chat_ids)
    for update_id in (2**61, 1, 2**53):
        assert send(server, json.dumps(hello(chat_id, update_id)).encode(), secret_of(server)) == 200
    assert eventually(lambda: len(bot_api.journal("sendMessage", chat_id=chat_id)) == 3)


def test_without_a_token_there_is_no_channel(model: Any, tmp_path: Any) -> None:
    server = RealServer(tmp_path).start()
    try:
        assert send(server, json.dumps(hello(1)).encode(), "guessed") == 404
    finally:
        assert server.stop() == 0
