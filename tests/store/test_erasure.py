"""After an erasure and after the retention limits nothing personal is left, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from notice_examples import NOW, SHIPPED, VISITOR, WORDING, MovableClock, a_booking, clinic
from sqlalchemy import Table, column, insert, table

from pearl.booking.calendar import BookingCalendar
from pearl.booking.life import BookingLife
from pearl.handover.handover import Handover, Line
from pearl.messages import VISITOR as BY_VISITOR
from pearl.messages import Message
from pearl.notices.calling import notices_for
from pearl.records import Unanswered
from pearl.sql.engine import Database
from pearl.sql.erasure import Erasures
from pearl.sql.handover_store import SqlHandoverStore
from pearl.sql.message_store import SqlMessageStore
from pearl.sql.metadata import metadata
from pearl.sql.opt_outs import SqlOptOuts
from pearl.sql.record_store import SqlRecordStore
from pearl.sql.retention import Retention

SENDER, OTHER = "web:zilla-quorn", "web:other"
NAME, PHONE, EMAIL, WORDS = "Zilla Quorn", "+17805550177", "zilla.quorn@example.com", "quorn words of a visitor"
PERSONAL = ("quorn", "5550177")
HOOK = "http://127.0.0.1:9/pearl"
EVENTS = table("events", column("sender_id"), column("timestamp"), column("data"))


@pytest.fixture
def lived(database: Database) -> Iterator[Database]:
    """A database in which a visitor has left something in every table that can hold it, and another one too."""
    with database.writing() as connection:
        connection.exec_driver_sql(
            "CREATE TABLE IF NOT EXISTS events (sender_id VARCHAR(255), timestamp FLOAT, data TEXT)"
        )
    for sender, name, phone, email in ((SENDER, NAME, PHONE, EMAIL), (OTHER, "Dana", "+17805550134", VISITOR)):
        leave_traces(database, sender, name, phone, email)
    yield database
    with database.writing() as connection:
        connection.exec_driver_sql("DROP TABLE events")


def leave_traces(database: Database, sender: str, name: str, phone: str, email: str) -> None:
    words = WORDS if sender == SENDER else "hello"
    records = SqlRecordStore(database, capacity=9, notices_for=notices_for(clinic(webhook=HOOK), WORDING))
    asked = a_booking(
        reference="", status="requested", sender=sender, idempotency_key=sender, name=name, phone=phone, email=email
    )
    reference = records.add_booking(replace(asked, reason=words)).reference
    life = BookingLife(records, BookingCalendar(SHIPPED, records.taken), MovableClock(NOW))
    life.change(reference, "confirmed", "staff:Sam", said=f"See you, {name}")
    SqlHandoverStore(database).add(
        Handover(
            reason=words, channel="web", sender=sender, transcript=(Line(BY_VISITOR, words),), idempotency_key=sender,
            created_at=NOW, changed_at=NOW, said_at=NOW, status="message", message=words, phone=phone,
        )
    )  # fmt: skip
    records.add_unanswered(
        Unanswered(text=words, best_label=None, confidence=0, sender=sender, channel="web", created_at=NOW)
    )
    records.add_wrong_pair("PRL-ZZZZZZ", sender, NOW)
    records.add_wrong_pair(reference, "web:guesser", NOW)
    SqlOptOuts(database).add(email, NOW)
    SqlOptOuts(database).add(sender, NOW)
    SqlMessageStore(database).add(Message(sender=sender, author=BY_VISITOR, text=words, created_at=NOW))
    with database.writing() as connection:
        connection.execute(insert(EVENTS).values(sender_id=sender, timestamp=NOW.timestamp(), data=words))


def everything_kept(database: Database, but: tuple[str, ...] = ()) -> str:
    """Every value of every table, in lower case."""
    with database.reading() as connection:
        names = [one.name for one in metadata.sorted_tables if one.name not in but] + ["events"]
        rows: list[Any] = []
        for name in names:
            rows += [tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {name}")]
    return "\n".join(map(repr, rows)).lower()


def count(database: Database, which: str) -> int:
    with database.reading() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {which}").scalar())


def test_nothing_personal_remains_after_everything_is_erased(lived: Database) -> None:
    assert all(trace in everything_kept(lived) for trace in PERSONAL)
    receipt = Erasures(lived, MovableClock(NOW)).erase(SENDER, everything=True)
    kept = everything_kept(lived)
    assert [trace for trace in PERSONAL if trace in kept] == []
    assert receipt.kept == () and (receipt.erased["bookings"], receipt.erased["opt_outs"]) == (1, 2)
    assert receipt.erased["letters"] == 7 and receipt.erased["handoffs"] == 1
    assert not SqlOptOuts(lived).holds(EMAIL)


def test_what_others_said_stays(lived: Database) -> None:
    Erasures(lived, MovableClock(NOW)).erase(SENDER, everything=True)
    assert VISITOR in everything_kept(lived) and SqlOptOuts(lived).holds(VISITOR)
    assert [count(lived, name) for name in ("bookings", "booking_changes", "outbox", "messages", "events")] == [
        1, 2, 7, 1, 1,
    ]  # fmt: skip


def test_sqlites_own_files_hold_no_copy(lived: Database, request: pytest.FixtureRequest) -> None:
    if not lived.is_sqlite:
        pytest.skip("PostgreSQL's files are its own")
    file = str(lived.engine.url.database)
    Erasures(lived, MovableClock(NOW)).erase(SENDER, everything=True)
    for suffix in ("", "-wal"):
        assert b"quorn" not in Path(file + suffix).read_bytes().lower(), suffix


def test_erasing_a_conversation_keeps_the_booking_and_lets_nobody_guess_on(lived: Database) -> None:
    receipt = Erasures(lived, MovableClock(NOW)).erase(SENDER)
    assert [reference[:4] for reference in receipt.kept] == ["PRL-", "ASK-"]
    assert count(lived, "wrong_pairs") == 4
    assert SENDER not in everything_kept(lived, but=("bookings", "handoffs"))


def test_a_person_can_be_erased_where_no_server_has_run(database: Database) -> None:
    assert Erasures(database, MovableClock(NOW)).erase("web:nobody", everything=True).erased["events"] == 0


def after(days: int) -> datetime:
    return datetime(2026, 12, 1, 12, tzinfo=timezone.utc) + timedelta(days=days)


def test_each_limit_erases_what_is_its_own_and_nothing_sooner(lived: Database) -> None:
    retention = Retention(lived, SHIPPED)
    limits = SHIPPED.retention
    gone = retention.apply(NOW + timedelta(hours=1))
    assert set(gone.values()) == {0}
    gone = retention.apply(NOW + timedelta(days=limits.conversations_days, hours=1))
    assert (gone["messages"], gone["events"], gone["handoffs"], gone["wrong_pairs"]) == (2, 2, 2, 4)
    assert (gone["bookings"], gone["unanswered"], gone["letters"]) == (0, 0, 0)
    assert retention.apply(NOW + timedelta(days=limits.unanswered_days, hours=1))["unanswered"] == 2
    gone = retention.apply(after(limits.bookings_days + 1))
    assert (gone["bookings"], gone["letters"], gone["opt_outs"]) == (2, 14, 4)
    kept = everything_kept(lived)
    assert [trace for trace in (*PERSONAL, "dana", VISITOR) if trace in kept] == []


def test_letters_that_were_sent_go_with_the_conversations_and_those_that_wait_stay(lived: Database) -> None:
    with lived.writing() as connection:
        outbox: Table = metadata.tables["outbox"]
        connection.execute(outbox.update().where(outbox.c.kind == "email").values(sent_at=NOW))
    gone = Retention(lived, SHIPPED).apply(after(SHIPPED.retention.conversations_days))
    assert gone["letters"] == 10 and count(lived, "outbox") == 4
