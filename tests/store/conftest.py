"""The stores under test: in memory, on SQLite and on a real PostgreSQL, each empty at the start of a test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pearl.handover.store import HandoverStore, InMemoryHandoverStore
from pearl.library.store import InMemoryLibraryStore, LibraryStore
from pearl.messages import InMemoryMessageStore, MessageStore
from pearl.records import InMemoryRecordStore, RecordStore
from pearl.reference import Draw, draw_reference
from pearl.sql.engine import Database, open_database
from pearl.sql.handover_store import SqlHandoverStore
from pearl.sql.library_store import SqlLibraryStore
from pearl.sql.message_store import SqlMessageStore
from pearl.sql.migration import upgrade
from pearl.sql.record_store import SqlRecordStore
from pearl.sql.staff_store import SqlStaffStore
from pearl.sql.tables import metadata
from pearl.staff.store import InMemoryStaffStore, StaffStore

SQL = ("sqlite", "postgresql")
EVERYWHERE = ("memory", *SQL)
PATIENCE_S = 30.0
NewStore = Callable[..., RecordStore]
NewHandoverStore = Callable[..., tuple[HandoverStore, MessageStore]]


@pytest.fixture(params=SQL)
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database without tables, of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/new.db"
    make: Callable[[], str] = request.getfixturevalue("new_postgresql")
    return make()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("migrated") / "pearl.db"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def migrated_postgresql(new_postgresql: Callable[[], str]) -> str:
    url = new_postgresql()
    upgrade(url)
    return url


@pytest.fixture
def sqlite(migrated_file: Path, tmp_path: Path) -> Iterator[Database]:
    shutil.copy(migrated_file, tmp_path / "pearl.db")
    database = open_database(f"sqlite:///{tmp_path}/pearl.db")
    yield database
    database.close()


@pytest.fixture
def postgresql(migrated_postgresql: str) -> Iterator[Database]:
    database = open_database(migrated_postgresql)
    with database.writing() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    yield database
    database.close()


@pytest.fixture(params=SQL)
def database(request: pytest.FixtureRequest) -> Database:
    found: Database = request.getfixturevalue(request.param)
    return found


@pytest.fixture(params=EVERYWHERE)
def library_store(request: pytest.FixtureRequest) -> Iterator[LibraryStore]:
    """A store that waits for another's lock as long as a busy machine may need."""
    if request.param == "memory":
        yield InMemoryLibraryStore()
        return
    address = request.getfixturevalue(request.param).engine.url
    patient = open_database(address.render_as_string(hide_password=False), wait_s=PATIENCE_S)
    yield SqlLibraryStore(patient)
    patient.close()


@pytest.fixture(params=EVERYWHERE)
def new_record_store(request: pytest.FixtureRequest) -> NewStore:
    """Makes a store of records that draws its references, and has places at each time, as told."""
    if request.param == "memory":
        return InMemoryRecordStore
    database = request.getfixturevalue(request.param)
    return lambda draw=draw_reference, capacity=1: SqlRecordStore(database, draw, capacity)


@pytest.fixture
def record_store(new_record_store: NewStore) -> RecordStore:
    """A store with places for every booking of a test."""
    return new_record_store(capacity=100)


@pytest.fixture(params=EVERYWHERE)
def message_store(request: pytest.FixtureRequest) -> MessageStore:
    if request.param == "memory":
        return InMemoryMessageStore()
    return SqlMessageStore(request.getfixturevalue(request.param))


@pytest.fixture(params=EVERYWHERE)
def new_handover_store(request: pytest.FixtureRequest) -> NewHandoverStore:
    """Makes a store of hand-overs that draws its references as told, and the store of messages that it writes to."""
    if request.param == "memory":
        return _handovers_in_memory
    database = request.getfixturevalue(request.param)
    return lambda draw=draw_reference: (SqlHandoverStore(database, draw), SqlMessageStore(database))


def _handovers_in_memory(draw: Draw = draw_reference) -> tuple[HandoverStore, MessageStore]:
    messages = InMemoryMessageStore()
    return InMemoryHandoverStore(messages, draw), messages


@pytest.fixture(params=EVERYWHERE)
def staff_store(request: pytest.FixtureRequest) -> StaffStore:
    if request.param == "memory":
        return InMemoryStaffStore()
    return SqlStaffStore(request.getfixturevalue(request.param))


@pytest.fixture
def conversing(database: Database) -> Iterator[Database]:
    """A database with Rasa's own table of events, which its tracker store makes."""
    with database.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS events (sender_id VARCHAR(255))")
    yield database
    with database.writing() as connection:
        connection.exec_driver_sql("DROP TABLE events")
