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
