"""The database is locked when a notice has just been sent: it is marked as soon as that is possible, not sent again."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from notice_examples import SHIPPED, WORDING, an_email
from post_office import MailServerAtWork, until

from pearl.delivery.background import Background
from pearl.delivery.mail_server import MailServer
from pearl.notices.deliverer import Deliverer
from pearl.settings import MailSettings
from pearl.sql.engine import open_database
from pearl.sql.notice_queue import SqlNoticeQueue

Put, NewDeliverer = Callable[..., None], Callable[..., Deliverer]


def test_a_notice_that_could_not_be_marked_at_once_is_marked_later_and_sent_once(
    mail: MailServerAtWork, put: Put, new_deliverer: NewDeliverer, queue: SqlNoticeQueue, tmp_path: Path
) -> None:
    impatient = open_database(f"sqlite:///{tmp_path}/pearl.db", wait_s=0.1)
    background = Background(new_deliverer(queue=SqlNoticeQueue(impatient), pause_s=0.2))
    mail.mailbox.slow_s = 0.3
    put(an_email())
    background.start()
    until(lambda: mail.mailbox.under_way == 1)
    with closing(sqlite3.connect(tmp_path / "pearl.db", isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        until(lambda: len(mail.mailbox.messages) == 1)
        asyncio.run(asyncio.sleep(0.5))
        holder.execute("ROLLBACK")
    until(lambda: queue.notices()[0].state == "sent")
    background.stop()
    impatient.close()
    assert len(mail.mailbox.messages) == 1


def test_a_database_that_is_locked_for_a_while_stops_no_delivery_for_good(
    mail: MailServerAtWork, put: Put, new_deliverer: NewDeliverer, mail_settings: MailSettings, tmp_path: Path
) -> None:
    impatient = open_database(f"sqlite:///{tmp_path}/pearl.db", wait_s=0.1)
    sender = MailServer(mail_settings, WORDING, SHIPPED)
    background = Background(new_deliverer(queue=SqlNoticeQueue(impatient), senders={"email": sender}))
    put(an_email())
    with closing(sqlite3.connect(tmp_path / "pearl.db", isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        background.start()
        asyncio.run(asyncio.sleep(0.5))
        assert mail.mailbox.messages == []
        holder.execute("ROLLBACK")
    until(lambda: len(mail.mailbox.messages) == 1)
    background.stop()
    impatient.close()
