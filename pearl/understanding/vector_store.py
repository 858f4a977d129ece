"""Vectors kept on disk between trainings, so that a text is encoded once: exact copies, in one SQLite file."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Sequence

import numpy as np

from pearl.settings import PROJECT
from pearl.understanding.compact_model import FORM
from pearl.understanding.encoder import (
    DIMENSIONS,
    SentenceEncoder,
    Vectors,
    form_of_vectors,
    sentence_encoder,
)

FILE = PROJECT / "build" / "vectors.sqlite"
MOST = 100_000
_TABLE = "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID"
_SET_UP = ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=OFF", _TABLE)


class StoredVectors:
    """An encoder that remembers. A file that cannot be read or written only costs the time to encode again."""

    def __init__(self, encoder: SentenceEncoder, file: Path) -> None:
        self._encoder, self._file = encoder, file

    def encode(self, texts: Sequence[str]) -> Vectors:
        """(n texts) → (n, 1152), the same numbers as the encoder's own; unknown texts on two cores."""
        keys = {_key(text): text for text in texts}
        try:
            known = self._read(list(keys))
        except (sqlite3.Error, OSError):
            known = {}
        missing = [key for key in keys if key not in known]
        new = dict(zip(missing, self._encoder.encode_all([keys[key] for key in missing])))
        self._write(new)
        vectors = {**known, **new}
        return np.stack([vectors[_key(text)] for text in texts]) if texts else self._encoder.encode([])

    def encode_all(self, texts: Sequence[str]) -> Vectors:
        return self.encode(texts)

    def _read(self, keys: Sequence[bytes]) -> dict[bytes, Vectors]:
        with closing(self._connection()) as connection:
            rows = [
                (key, connection.execute("SELECT vector FROM vectors WHERE key = ?", (key,)).fetchone()) for key in keys
            ]
        found = {key: np.frombuffer(row[0], dtype=np.float32) for key, row in rows if row}
        return {key: vector for key, vector in found.items() if len(vector) == DIMENSIONS}

    def _write(self, vectors: dict[bytes, Vectors]) -> None:
        try:
            with closing(self._connection()) as connection, connection:
                if connection.execute("SELECT count(*) FROM vectors").fetchone()[0] + len(vectors) > MOST:
                    connection.execute("DELETE FROM vectors")
                rows = [(key, vector.tobytes()) for key, vector in list(vectors.items())[:MOST]]
                connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
        except (sqlite3.Error, OSError):
            return

    def _connection(self) -> sqlite3.Connection:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._file, timeout=5)
        for command in _SET_UP:
            connection.execute(command)
        return connection


def training_encoder() -> StoredVectors:
    """What the components are trained with: the encoder of this process and the vectors it gave before."""
    return StoredVectors(sentence_encoder(), FILE)


def _key(text: str) -> bytes:
    return hashlib.sha256(f"{form_of_vectors()}\0{FORM}\0{text}".encode("utf-8", "replace")).digest()
