"""Vectors kept between trainings, so that a text is encoded once: exact copies."""

from __future__ import annotations

import hashlib
from typing import Sequence

import numpy as np

from pearl.build_store import FOLDER, BuildStore
from pearl.understanding.compact_model import FORM
from pearl.understanding.encoder import (
    DIMENSIONS,
    SentenceEncoder,
    Vectors,
    form_of_vectors,
    sentence_encoder,
)

FILE = FOLDER / "vectors.sqlite"


class StoredVectors:
    """An encoder that remembers."""

    def __init__(self, encoder: SentenceEncoder, store: BuildStore) -> None:
        self._encoder, self._store = encoder, store

    def encode(self, texts: Sequence[str]) -> Vectors:
        """(n texts) → (n, 1152), the same numbers as the encoder's own; unknown texts on two cores."""
        keys = {text: _key(text) for text in texts}
        vectors = self._read(list(keys.values()))
        missing = [text for text, key in keys.items() if key not in vectors]
        new = {keys[text]: vector for text, vector in zip(missing, self._encoder.encode_all(missing))}
        self._store.write({key: vector.tobytes() for key, vector in new.items()})
        vectors.update(new)
        return np.stack([vectors[keys[text]] for text in texts]) if texts else self._encoder.encode([])

    def encode_all(self, texts: Sequence[str]) -> Vectors:
        return self.encode(texts)

    def _read(self, keys: Sequence[bytes]) -> dict[bytes, Vectors]:
        found = {key: np.frombuffer(value, dtype=np.float32) for key, value in self._store.read(keys).items()}
        return {key: vector for key, vector in found.items() if len(vector) == DIMENSIONS}


def training_encoder() -> StoredVectors:
    """What the components are trained with: the encoder of this process and the vectors it gave before."""
    return StoredVectors(sentence_encoder(), BuildStore(FILE))


def _key(text: str) -> bytes:
    return hashlib.sha256(f"{form_of_vectors()}\0{FORM}\0{text}".encode("utf-8", "replace")).digest()
