"""Bytes kept on disk between trainings, by key, in one SQLite file; losing them costs only the time to work them out again."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Mapping, Sequence

from pearl.settings import PROJECT

FOLDER = PROJECT / "build"
MOST = 200_000
_TABLE = "CREATE TABLE IF NOT EXISTS {} (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"
_SET_UP = ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=OFF")


class BuildStore:
    """Reads and writes; a file that cannot be read or written is as good as an empty one.

    The file's name without its suffix is the table's, so it must be an identifier.
    """

    def __init__(self, file: Path, most: int = MOST) -> None:
        self._file, self._table, self._most = file, file.stem, most
        self._asked_for: set[bytes] = set()

    def read(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """The values that are known."""
        self._asked_for.update(keys)
        try:
            with closing(self._connection()) as connection:
                one = f"SELECT * FROM {self._table} WHERE key = ?"
                found = (connection.execute(one, (key,)).fetchone() for key in keys)
                return dict(row for row in found if row)
        except (sqlite3.Error, OSError):
            return {}

    def write(self, values: Mapping[bytes, bytes]) -> None:
        """Keep values; when there would be more than `most`, those go that nobody asked this store for."""
        try:
            with closing(self._connection()) as connection, connection:
                count = connection.execute(f"SELECT count(*) FROM {self._table}").fetchone()[0]
                if count + len(values) > self._most:
                    self._drop_others(connection)
                connection.executemany(f"INSERT OR REPLACE INTO {self._table} VALUES (?, ?)", values.items())
        except (sqlite3.Error, OSError):
            return

    def _drop_others(self, connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TEMP TABLE wanted (key BLOB PRIMARY KEY)")
        connection.executemany("INSERT INTO wanted VALUES (?)", ((key,) for key in self._asked_for))
        connection.execute(f"DELETE FROM {self._table} WHERE key NOT IN (SELECT key FROM wanted)")

    def _connection(self) -> sqlite3.Connection:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._file, timeout=5)
        for command in (*_SET_UP, _TABLE.format(self._table)):
            connection.execute(command)
        return connection
