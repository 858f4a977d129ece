"""Another program holds the database for four seconds: an honest apology soon, nothing forgotten, then on as before."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from real_server import RealServer, said

pytestmark = pytest.mark.fault
HOLD_S = 4
HOLDER = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
time.sleep(float(sys.argv[2]))
connection.execute("COMMIT")
"""


@pytest.fixture(scope="module")
def server(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    """One server, for a visitor a test."""
    running = RealServer(tmp_path_factory.mktemp("locked")).start()
    yield running
    assert running.stop() == 0


def hold(server: RealServer) -> subprocess.Popen[str]:
    """A program of its own that has the database to itself from now on."""
    command = [sys.executable, "-S", "-c", HOLDER, str(server.database), str(HOLD_S)]
    holder = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert holder.stdout and holder.stdout.readline() == "held\n"
    return holder


def test_a_visitor_in_the_form_gets_an_apology_and_goes_on_afterwards(server: RealServer) -> None:
    server.post("visitor", "/book_appointment")
    server.post("visitor", "milia under my eyes")
    assert "Which day" in said(server.post("visitor", "no, I am new"))
    with hold(server) as holder:
        began = time.monotonic()
        reply = said(server.post("visitor", "next tuesday at 2 pm"))
        assert time.monotonic() - began < 3.5
        assert "something went wrong on our side" in reply and "780 555 0199" in reply
        holder.wait(timeout=30)
    assert "What name" in said(server.post("visitor", "next tuesday at 2 pm"))


def test_a_confirmation_that_could_not_be_stored_is_not_promised_and_works_the_second_time(server: RealServer) -> None:
    for text in ("/book_appointment", "milia under my eyes", "next tuesday at 2 pm", "Ada Tester", "780 555 0134"):
        replies = server.post("another", text)
    assert "Shall I send this" in said(replies)
    with hold(server) as holder:
        reply = said(server.post("another", "yes"))
        assert "PRL-" not in reply and "780 555 0199" in reply
        holder.wait(timeout=30)
    assert "PRL-" in said(server.post("another", "yes"))


def test_health_is_answered_meanwhile_and_is_good_afterwards(server: RealServer) -> None:
    with hold(server) as holder:
        began = time.monotonic()
        assert server.get("/health").status_code in (200, 503)
        assert time.monotonic() - began < 2
        holder.wait(timeout=30)
    assert server.get("/health").status_code == 200
    assert "milium" in said(server.post("a third", "can i pop milia?"))
