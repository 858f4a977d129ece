"""The clinic's staff see bookings and change them on the command line."""

from __future__ import annotations

import json
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from real_server import run_pearl

from pearl.booking.request import BookingRequest
from pearl.sql.engine import open_database
from pearl.sql.migration import upgrade
from pearl.sql.record_store import SqlRecordStore

# Two in the afternoon at the clinic.
TWO = datetime(2026, 12, 1, 21, 0, tzinfo=timezone.utc)


class Desk:
    """One booking in a database, and the commands that change it."""

    def __init__(self, folder: Path) -> None:
        self._url = f"sqlite:///{folder / 'pearl.db'}"
        upgrade(self._url)
        database = open_database(self._url)
        request = BookingRequest(
            reason="milia", day=date(2026, 12, 1), starts_at=TWO, name="Dana", phone="+17805550134", channel="web",
            sender="web:a", idempotency_key="one", created_at=datetime(2026, 11, 25, 18, 0, tzinfo=timezone.utc),
        )  # fmt: skip
        self.reference = SqlRecordStore(database).add_booking(request).reference
        database.close()

    def run(self, command: str, *more: str, now: str = "2026-11-25T12:00") -> tuple[int, str]:
        named = [self.reference.lower()] if command != "list" else []
        ended = run_pearl("bookings", command, *named, *more, DATABASE_URL=self._url, PEARL_NOW=now)
        return ended.returncode, (ended.stdout or ended.stderr).strip()

    def in_json(self, command: str, *more: str) -> Any:
        code, printed = self.run(command, *more, "--json")
        assert code == 0, printed
        return json.loads(printed)


@pytest.fixture()
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_request_is_confirmed_moved_cancelled_and_its_life_is_shown(desk: Desk) -> None:
    assert desk.run("confirm", "--by", "ann") == (0, f"{desk.reference} is confirmed: 2026-12-01 14:00.")
    moved = desk.in_json("move", "2026-12-03T10:00", "--by", "ann", "--say", "The doctor is ill on Tuesday.")
    assert (moved["status"], moved["day"], moved["starts_at"]) == ("moved", "2026-12-03", "2026-12-03 17:00:00+00:00")
    desk.run("cancel", "--by", "bo")
    shown = desk.in_json("show", "--changes")
    steps = [(step["kind"], step["by"], step["said"]) for step in shown["changes"]]
    assert (shown["status"], steps) == (
        "cancelled",
        [
            ("requested", "visitor", ""),
            ("confirmed", "staff:ann", ""),
            ("moved", "staff:ann", "The doctor is ill on Tuesday."),
            ("cancelled", "staff:bo", ""),
        ],
    )
    lines = desk.run("show")[1].splitlines()
    assert lines[-2:] == [
        "2026-11-25 12:00  moved by staff:ann, 2026-12-03 10:00  The doctor is ill on Tuesday.",
        "2026-11-25 12:00  cancelled by staff:bo, 2026-12-03 10:00",
    ]


def test_only_the_bookings_of_a_state_are_listed(desk: Desk) -> None:
    desk.run("decline")
    assert desk.in_json("list", "--status", "requested") == []
    (declined,) = desk.in_json("list", "--status", "declined")
    assert declined["reference"] == desk.reference


def test_what_waits_too_long_is_listed(desk: Desk) -> None:
    assert desk.run("list", "--overdue", now="2026-11-26T14:59") == (0, "")
    code, printed = desk.run("list", "--overdue", now="2026-11-26T15:00")
    assert code == 0 and desk.reference in printed
    desk.run("confirm")
    assert desk.run("list", "--overdue", now="2026-11-26T15:00") == (0, "")


@pytest.mark.parametrize(
    ("commands", "said"),
    [
        ([("confirm",), ("done",)], "not over yet"),
        ([("decline",), ("confirm",)], "is declined, and after that it can't be confirmed"),
        ([("move", "2026-12-06T10:00")], "no appointment then"),
        ([("move", "next week")], "is not a moment like"),
    ],
)
def test_what_is_not_possible_is_said_in_one_line(commands: list[tuple[str, ...]], said: str, desk: Desk) -> None:
    outcomes = [desk.run(*command) for command in commands]
    code, printed = outcomes[-1]
    assert code == 2 and said in printed and len(printed.splitlines()) == 1


def test_a_visit_that_took_place_is_done(desk: Desk) -> None:
    desk.run("confirm")
    assert desk.run("done", now="2026-12-01T15:00")[1].startswith(f"{desk.reference} is done")


def test_a_reference_that_nobody_has_is_told(desk: Desk) -> None:
    desk.reference = "PRL-XXXXXX"
    code, printed = desk.run("confirm")
    assert (code, printed) == (2, "pearl: There is no booking PRL-XXXXXX; `pearl bookings list` shows all.")
