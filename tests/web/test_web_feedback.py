"""What a visitor thinks of an answer is kept once, the last word counting."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import pytest
from real_server import RealServer
from web_visitor import WebVisitor


def kept(server: RealServer) -> list[tuple[str, int]]:
    with closing(sqlite3.connect(server.database)) as database:
        return database.execute("SELECT answer_id, helpful FROM feedback ORDER BY id").fetchall()


def test_the_last_word_on_an_answer_is_kept_and_erased_with_the_conversation(server: RealServer) -> None:
    visitor, before = WebVisitor(server), kept(server)
    for helpful in (True, False):
        rated = {"answer_id": "can_i_pop_milia@1", "helpful": helpful}
        assert visitor.call("POST", "/feedback", json=rated).status_code == 200
    assert kept(server) == [*before, ("can_i_pop_milia@1", 0)]
    assert visitor.call("DELETE", "/session").json()["erased"]["feedback"] == 1
    assert kept(server) == before


ODD: list[Any] = [
    {"answer_id": "no version", "helpful": True},
    {"answer_id": 5, "helpful": True},
    {"answer_id": "is_it_acne@1", "helpful": "yes"},
    {"answer_id": "a@1' OR 1=1", "helpful": True},
    [],
]


@pytest.mark.parametrize("odd", ODD, ids=str)
def test_malformed_feedback_is_refused_with_a_reason(server: RealServer, odd: Any) -> None:
    answer = WebVisitor(server).call("POST", "/feedback", json=odd)
    assert answer.status_code == 400 and len(answer.json()["error"]) > 20


def test_nobody_rates_without_a_session(server: RealServer) -> None:
    visitor = WebVisitor(server)
    visitor.token = ""
    rated = {"answer_id": "can_i_pop_milia@1", "helpful": True}
    assert visitor.call("POST", "/feedback", json=rated).status_code == 401


def test_who_was_not_helped_is_offered_a_person_once(server: RealServer) -> None:
    visitor = WebVisitor(server)
    for helpful in (True, False, False):
        visitor.call("POST", "/feedback", json={"answer_id": "can_i_pop_milia@1", "helpful": helpful})
    (offer,) = visitor.history()
    assert offer["from"] == "pearl" and "id" not in offer
    assert [button["payload"] for button in offer["buttons"]] == ["/talk_to_a_person"]
