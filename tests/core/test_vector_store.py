"""Vectors kept on disk are the encoder's own, and a bad file costs nothing but time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pearl.build_store import BuildStore
from pearl.understanding.encoder import DIMENSIONS, SentenceEncoder
from pearl.understanding.vector_store import StoredVectors

TEXTS = ["what are milia", "where can i park", "what are milia"]


class Refusing:
    """An encoder that must not be asked."""

    def encode_all(self, texts: list[str]) -> np.ndarray:
        assert not texts
        return np.zeros((0, DIMENSIONS), dtype=np.float32)


def test_stored_vectors_are_the_same_numbers(encoder: SentenceEncoder, tmp_path: Path) -> None:
    store = StoredVectors(encoder, BuildStore(tmp_path / "vectors.sqlite"))
    np.testing.assert_array_equal(store.encode(TEXTS), encoder.encode(TEXTS))
    np.testing.assert_array_equal(store.encode(TEXTS), encoder.encode(TEXTS))


def test_a_known_text_is_not_encoded_again(encoder: SentenceEncoder, tmp_path: Path) -> None:
    vectors = StoredVectors(encoder, BuildStore(tmp_path / "vectors.sqlite")).encode(TEXTS)
    again = StoredVectors(Refusing(), BuildStore(tmp_path / "vectors.sqlite")).encode(TEXTS)  # type: ignore[arg-type]
    np.testing.assert_array_equal(again, vectors)


def test_no_text_gives_no_rows(encoder: SentenceEncoder, tmp_path: Path) -> None:
    assert StoredVectors(encoder, BuildStore(tmp_path / "vectors.sqlite")).encode([]).shape == (0, DIMENSIONS)


@pytest.mark.parametrize("name", ["broken", "missing/folder"])
def test_an_unusable_file_only_costs_time(encoder: SentenceEncoder, tmp_path: Path, name: str) -> None:
    (tmp_path / "broken").write_bytes(b"not a database" * 100)
    (tmp_path / "missing").write_text("a file where a folder should be")
    vectors = StoredVectors(encoder, BuildStore(tmp_path / name)).encode(TEXTS)
    np.testing.assert_array_equal(vectors, encoder.encode(TEXTS))


def test_many_texts_on_two_cores_are_the_same_numbers(encoder: SentenceEncoder) -> None:
    np.testing.assert_array_equal(encoder.encode_all(TEXTS), encoder.encode(TEXTS))
