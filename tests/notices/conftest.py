"""A database with an outbox, a mail server and a webhook's receiver, each real and each of its own test."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from notice_examples import SECRET, SHIPPED, WORDING, MovableClock
from post_office import MailServerAtWork, Receiver

from pearl.delivery.mail_server import MailServer
from pearl.delivery.webhook import Webhook
from pearl.notices.deliverer import Deliverer
from pearl.notices.notice import Notice
from pearl.notices.patience import Patience
from pearl.settings import MailSettings
from pearl.sql.engine import Database, open_database
from pearl.sql.migration import upgrade
from pearl.sql.notice_queue import SqlNoticeQueue
from pearl.sql.outbox import insert_notices


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("notices") / "pearl.db"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture
def database(migrated: Path, tmp_path: Path) -> Iterator[Database]:
    shutil.copy(migrated, tmp_path / "pearl.db")
    database = open_database(f"sqlite:///{tmp_path}/pearl.db")
    yield database
    database.close()


@pytest.fixture
def queue(database: Database) -> SqlNoticeQueue:
    return SqlNoticeQueue(database)


@pytest.fixture
def put(database: Database) -> Callable[..., None]:
    """Puts notices into the outbox."""

    def put(*notices: Notice) -> None:
        with database.writing() as connection:
            insert_notices(connection, notices)

    return put


@pytest.fixture
def mail() -> Iterator[MailServerAtWork]:
    server = MailServerAtWork().start()
    yield server
    server.stop()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.stop()


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def mail_settings(mail: MailServerAtWork) -> MailSettings:
    return MailSettings("127.0.0.1", mail.port, "", "", "none", "Pearl Clinic <desk@example.org>")


@pytest.fixture
def new_deliverer(queue: SqlNoticeQueue, mail_settings: MailSettings, clock: MovableClock) -> Callable[..., Deliverer]:
    """Makes a deliverer over the test's outbox, mail server and clock, with the same luck every time."""

    def make(**changes: Any) -> Deliverer:
        senders = {"email": MailServer(mail_settings, WORDING, SHIPPED), "webhook": Webhook(SECRET, patience_s=1)}
        parts = {
            "queue": queue,
            "senders": senders,
            "clock": clock,
            "why_not": lambda notice, now: "",
            "patience": Patience(chance=random.Random(1)),
            "longest_s": 3.0,
            "pause_s": 0.05,
        }
        return Deliverer(**{**parts, **changes})

    return make


@pytest.fixture
def deliverer(new_deliverer: Callable[..., Deliverer]) -> Deliverer:
    return new_deliverer()
