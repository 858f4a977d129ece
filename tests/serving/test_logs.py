"""The server's output holds nothing that a visitor wrote, not even when something fails."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from real_server import RealServer, said

NAME, PHONE, QUESTION = "Zebediah Quillfeather", "780 555 0187", "my zorblax hums at night, signed Zebediah"
PLANTED = ("Zebediah", "Quillfeather", "zorblax", "555 0187", "5550187")


@pytest.fixture()
def own_server(model: Path, tmp_path: Path) -> Iterator[RealServer]:
    running = RealServer(tmp_path).start()
    yield running
    assert running.stop() == 0


def found(server: RealServer) -> list[str]:
    return [planted for planted in PLANTED if planted.lower() in server.printed.lower()]


def test_an_ordinary_booking_leaves_no_words_in_the_log(server: RealServer) -> None:
    for text in (QUESTION, "/book_appointment", "zorblax under my eyes", "next tuesday at 2 pm", NAME, PHONE):
        assert said(server.post(f"{NAME}-1", text))
    assert found(server) == []


def test_a_failing_action_is_apologised_for_and_leaves_no_words_in_the_log(own_server: RealServer) -> None:
    with sqlite3.connect(own_server.database) as database:
        database.execute("DROP TABLE unanswered")
    reply = said(own_server.post("visitor", QUESTION))
    assert "something went wrong on our side" in reply and "780 555 0199" in reply
    assert found(own_server) == []
    assert "milium" in said(own_server.post("visitor", "can i pop milia?"))


def test_a_failing_tracker_store_is_apologised_for_and_leaves_no_words_in_the_log(own_server: RealServer) -> None:
    with sqlite3.connect(own_server.database) as database:
        database.execute("DROP TABLE events")
    assert "something went wrong on our side" in said(own_server.post("visitor", QUESTION))
    assert found(own_server) == []


def test_a_refused_request_leaves_no_words_in_the_log(server: RealServer) -> None:
    for body in (b'{"sender": "Zebediah", "message": ', b'{"sender": "Zebediah\\ud800", "message": "zorblax"}'):
        server.send(data=body)
    assert found(server) == []
