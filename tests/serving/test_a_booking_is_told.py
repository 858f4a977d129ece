"""A visitor books in the chat; the desk, the visitor and the webhook hear of it, and of what the desk does with it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from notice_examples import DESK, SECRET, VISITOR
from post_office import MailServerAtWork, Receiver, until
from real_server import ROOT, RealServer, run_pearl, said


def test_a_booking_and_its_confirmation_are_told_to_everybody(model: Path, tmp_path: Path) -> None:
    mail, receiver = MailServerAtWork().start(), Receiver()
    library = Path(shutil.copytree(ROOT / "data" / "library", tmp_path / "library"))
    profile = library / "clinic.yml"
    text = profile.read_text(encoding="utf-8").replace("  email: []", f"  email: [{DESK}]")
    profile.write_text(text.replace("  webhook: null", f"  webhook: {receiver.url}"), encoding="utf-8")
    variables = {
        "PEARL_LIBRARY": str(library), "PEARL_SMTP_HOST": "127.0.0.1", "PEARL_SMTP_PORT": str(mail.port),
        "PEARL_SMTP_SECURITY": "none", "PEARL_WEBHOOK_SECRET": SECRET,
    }  # fmt: skip
    server = RealServer(tmp_path, **variables).start()
    for words in ("/book_appointment", "milia under my eyes", "next tuesday at 2 pm", "Dana Tester", VISITOR, "yes"):
        replies = server.post("dana", words)
    assert "PRL-" in said(replies), said(replies)
    reference = "PRL-" + said(replies).split("PRL-")[1][:6]
    until(lambda: len(mail.mailbox.messages) == 2 and len(receiver.requests) == 1, 10)
    assert set(mail.mailbox.recipients) == {DESK, VISITOR}
    database = {"DATABASE_URL": f"sqlite:///{server.database}"}
    ended = run_pearl("bookings", "confirm", reference, **database, **variables)
    assert ended.returncode == 0, ended.stderr
    until(lambda: len(mail.mailbox.messages) == 4 and len(receiver.requests) == 2, 10)
    assert [json.loads(body)["event"] for _, body in receiver.requests] == ["booking.requested", "booking.confirmed"]
    assert server.stop() == 0
    mail.stop()
    receiver.stop()
