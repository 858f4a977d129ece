"""The privacy notice says what is really kept and for how long, by the clinic's profile, and leads back."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from real_server import ROOT, RealServer

from pearl.sql.metadata import metadata
from pearl.sql.tables import outbox
from pearl.sql.telegram_tables import telegram_chats

# What each table holds of a visitor, in the notice's words; the others hold nothing of one.
TOLD = {
    "messages": "Your conversation, here or on Telegram",
    "telegram_chats": "the number of your chat",
    "feedback": "Ratings",
    "handoffs": "When you ask for a person",
    "handover_steps": "what you and the staff then write",
    "bookings": "Appointments",
    "booking_changes": "each later change with who made it",
    "outbox": "E-mails and other notices",
    "unanswered": "Questions that Pearl had no answer to",
    "reminder_opt_outs": "Your wish for no reminders",
    "wrong_pairs": "tries references of appointments that do not fit",
    "erasures": "receipts of erasures",
    "audit_entries": "which member of staff did what",
}
NOTHING_OF_A_VISITOR = {"staff", "staff_sessions", "sign_in_tries", "secrets", "telegram_updates"}
OF_THE_LIBRARY = re.compile("(topic|red_flag|source)(s|_versions)|citations|phrasings|passages|library_revision")


def notice(server: RealServer) -> str:
    return " ".join(server.get("/privacy").text.split())


def test_everything_that_is_kept_of_a_visitor_is_named(server: RealServer) -> None:
    words = notice(server)
    assert {table: told for table, told in TOLD.items() if told not in words} == {}


def test_a_new_table_must_be_named_in_the_notice_or_hold_nothing_of_a_visitor() -> None:
    known = TOLD.keys() | NOTHING_OF_A_VISITOR
    assert outbox.metadata is telegram_chats.metadata is metadata
    assert [table for table in metadata.tables if table not in known and not OF_THE_LIBRARY.fullmatch(table)] == []


def test_the_limits_are_those_of_the_profile(model: Path, tmp_path: Path) -> None:
    library = Path(shutil.copytree(ROOT / "data" / "library", tmp_path / "library"))
    profile = library / "clinic.yml"
    text = profile.read_text(encoding="utf-8")
    for limit, days in (("conversations_days: 30", 17), ("bookings_days: 365", 423), ("unanswered_days: 180", 91)):
        text = text.replace(limit, f"{limit.partition(':')[0]}: {days}")
    profile.write_text(text, encoding="utf-8")
    variables = {"PEARL_ENV": "production", "PEARL_ALLOWED_ORIGINS": "https://clinic.example,https://b.example"}
    server = RealServer(tmp_path, PEARL_LIBRARY=str(library), **variables).start()
    words = notice(server)
    for told in (
        "here or on Telegram: <strong>17 days<",
        "<strong>423 days after the day of the visit",
        "<strong>91 days<",
    ):
        assert told in words
    assert not re.search(r"\b(30|365|180) days", words)
    assert '<a href="https://clinic.example">Back to Pearl Demonstration Skin Clinic</a>' in words
    assert server.stop() == 0


def test_a_visitor_reads_who_deletes_when_and_how_to_ask_for_it(server: RealServer) -> None:
    words = notice(server)
    for told in (
        "Once a day the clinic's server deletes",
        "End and erase",
        "/erase",
        "mailto:",
        "780 555 0199",
        "PRL-",
    ):
        assert told in words
    assert "not yet" not in words


def test_in_development_it_leads_back_to_the_page(server: RealServer) -> None:
    assert '<a href="/">Back to ' in notice(server)
