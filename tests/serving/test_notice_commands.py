"""`pearl notices …` and the server that delivers, as a clinic meets them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from notice_examples import VISITOR, a_webhook, an_email
from post_office import MailServerAtWork, until
from real_server import ROOT, RealServer, run_pearl

from pearl.notices.notice import Notice
from pearl.sql.engine import open_database
from pearl.sql.migration import upgrade
from pearl.sql.outbox import insert_notices

NOW = datetime.now(timezone.utc) - timedelta(minutes=1)


@dataclass
class Clinic:
    """A database and a mail server."""

    database: str
    mail: MailServerAtWork

    def put(self, *notices: Notice) -> None:
        database = open_database(self.database)
        with database.writing() as connection:
            insert_notices(connection, notices)
        database.close()

    @property
    def mail_variables(self) -> dict[str, str]:
        port = str(self.mail.port)
        return {"PEARL_SMTP_HOST": "127.0.0.1", "PEARL_SMTP_PORT": port, "PEARL_SMTP_SECURITY": "none"}

    def run(self, *arguments: str, **variables: str) -> tuple[int, str]:
        ended = run_pearl("notices", *arguments, **{"DATABASE_URL": self.database, **self.mail_variables, **variables})
        return ended.returncode, ended.stdout if ended.returncode == 0 else ended.stderr

    def listed(self, *arguments: str) -> list[dict[str, Any]]:
        code, said = self.run("list", "--json", *arguments)
        assert code == 0, said
        return list(json.loads(said))


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    database = f"sqlite:///{tmp_path}/pearl.db"
    upgrade(database)
    clinic = Clinic(database, MailServerAtWork().start())
    yield clinic
    clinic.mail.stop()


def due(number: int, recipient: str = VISITOR) -> Notice:
    return an_email(number, recipient, created_at=NOW, due_at=NOW)


def test_what_was_given_up_is_listed_with_its_error_and_can_be_tried_again(clinic: Clinic) -> None:
    clinic.mail.mailbox.refused["gone@example.com"] = "550 no such mailbox"
    clinic.put(due(1), due(2, "gone@example.com"))
    assert clinic.run("deliver-now") == (0, "tried 2, waiting 0, retrying 0, dead 1\n")
    (dead,) = clinic.listed("--dead")
    assert (dead["recipient"], dead["state"], dead["attempts"]) == ("gone@example.com", "dead", 1)
    assert dead["reason"] == "the address was refused: 550 no such mailbox"
    assert [row["state"] for row in clinic.listed("--all")] == ["sent", "dead"]
    assert [row["state"] for row in clinic.listed()] == ["dead"]
    clinic.mail.mailbox.refused.clear()
    code, said = clinic.run("retry", "--dead")
    assert code == 0 and said.startswith("1 to be tried again.")
    clinic.run("deliver-now")
    assert [row["state"] for row in clinic.listed("--all")] == ["sent", "sent"]


def test_a_list_for_people_has_a_line_a_notice(clinic: Clinic) -> None:
    clinic.put(due(1))
    key = due(1).key
    code, said = clinic.run("list")
    assert code == 0 and said == f"waiting   {NOW:%Y-%m-%d %H:%M}Z  {key}  email to {VISITOR}\n"


def test_a_notice_is_shown_as_its_recipient_reads_it(clinic: Clinic) -> None:
    clinic.put(due(1), a_webhook("http://127.0.0.1:9/pearl", created_at=NOW, due_at=NOW))
    code, said = clinic.run("show", due(1).key)
    assert code == 0 and said.startswith(f"waiting   {NOW:%Y-%m-%d %H:%M}Z  {due(1).key}")
    assert "\n\nYour appointment is confirmed: Tuesday 1 December 2026 at 3:00 pm\n\nHello Dana O'Neil,\n" in said
    hook = next(row["key"] for row in clinic.listed() if row["way"] == "webhook")
    code, said = clinic.run("show", hook)
    assert json.loads(said.splitlines()[-1])["event"] == "booking.confirmed"
    assert clinic.run("show", "nothing")[0] == 2


def test_retry_says_what_it_needs(clinic: Clinic) -> None:
    assert clinic.run("retry") == (2, "pearl: Name one notice by its key, or all that were given up with --dead.\n")
    code, said = clinic.run("retry", "nothing")
    assert (code, said) == (2, "pearl: There is no unsent notice nothing; `pearl notices list` shows all.\n")


def test_an_address_can_be_taken_off_the_reminders_and_put_back(clinic: Clinic) -> None:
    assert clinic.run("opt-out", VISITOR) == (0, f"{VISITOR} gets no more reminders.\n")
    assert clinic.run("opt-out", VISITOR, "--undo") == (0, f"{VISITOR} gets reminders again.\n")
    assert clinic.run("opt-out", "dana") == (2, "pearl: 'dana' is no e-mail address.\n")


def test_a_test_message_shows_that_the_mail_server_is_set_right(clinic: Clinic) -> None:
    code, said = clinic.run("try-mail", "me@example.org")
    assert code == 0 and "has taken a test message for me@example.org" in said
    assert clinic.mail.mailbox.recipients == ["me@example.org"]
    assert clinic.mail.mailbox.messages[0]["Subject"] == "Pearl: a test message"


@pytest.mark.parametrize(
    ("address", "variables", "said"),
    [
        ("me@example.org", {"PEARL_SMTP_HOST": ""}, "PEARL_SMTP_HOST is not set"),
        ("me@example.org", {"PEARL_SMTP_PORT": "1"}, "cannot be reached"),
        ("me@example.org", {"PEARL_SMTP_SECURITY": "starttls"}, "STARTTLS"),
        (
            "me@example.org",
            {"PEARL_SMTP_USER": "me", "PEARL_SMTP_PASSWORD": "secret"},
            "The test message was not taken",
        ),
        ("me", {}, "'me' is no e-mail address."),
        ("me@example.org\nBcc: x@example.org", {}, "is no e-mail address."),
    ],
    ids=str,
)
def test_what_is_wrong_with_the_mail_server_is_one_sentence(
    clinic: Clinic, address: str, variables: dict[str, str], said: str
) -> None:
    code, answer = clinic.run("try-mail", address, **variables)
    assert code == 2 and answer.startswith("pearl: ") and said in answer, answer
    assert "secret" not in answer


def test_the_running_server_delivers_by_itself_and_ends_in_order(model: Path, clinic: Clinic, tmp_path: Path) -> None:
    server = RealServer(tmp_path, **clinic.mail_variables).start()
    clinic.put(due(1))
    until(lambda: len(clinic.mail.mailbox.messages) == 1, 10)
    clinic.put(due(2))
    until(lambda: len(clinic.mail.mailbox.messages) == 2, 10)
    assert server.stop() == 0, server.printed
    assert [row["state"] for row in clinic.listed("--all")] == ["sent", "sent"]


@pytest.mark.parametrize(
    ("old", "new", "missing"),
    [
        ("  email: []", "  email: [desk@example.org]", "PEARL_SMTP_HOST"),
        ("  webhook: null", "  webhook: https://example.org/hook", "PEARL_WEBHOOK_SECRET"),
    ],
)
def test_a_clinic_whose_notices_have_no_way_out_is_told_at_the_start(
    model: Path, tmp_path: Path, old: str, new: str, missing: str
) -> None:
    library = Path(shutil.copytree(ROOT / "data" / "library", tmp_path / "library"))
    profile = library / "clinic.yml"
    profile.write_text(profile.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    variables = {"DATABASE_URL": f"sqlite:///{tmp_path}/new.db", "PEARL_LIBRARY": str(library), "PEARL_PORT": "0"}
    ended = run_pearl("serve", **variables)
    assert ended.returncode == 2
    assert f"and {missing} is not set" in ended.stderr.splitlines()[-1]
