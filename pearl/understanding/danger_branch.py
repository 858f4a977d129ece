"""The encoder's last layers once more, adapted to tell danger from calm.

A sentence encoder is trained to put texts about the same thing near each other, so that "my eye hurts" and "my eye does
not hurt" are neighbours. `adaptation/` trains a low-rank change of the last layers (Hu et al., LoRA, 2021) that tells
them apart. What it learns is a small file; here it is added to the packaged weights, in a copy of those layers, so that
the plain vectors stay what they are and the first layers are computed once for both.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Mapping

import numpy as np
import numpy.typing as npt

Weights = npt.NDArray[np.float32]
SUFFIX = "_danger"
# The products of a layer in the order of the graph: query, key, value, attention output, and the two of the last step.
PRODUCTS = ("q", "k", "v", "o", "u", "d")
_PART = re.compile(r"^(\d+)\.([qkvoud])\.a$")


def read_adapter(file: Path) -> dict[tuple[int, str], Weights]:
    """(layer from the top, product) → what is added to its weights; the file holds factors `0.q.a` and `0.q.b`."""
    with np.load(file, allow_pickle=False) as factors:
        found = {name: parts for name in factors.files if (parts := _PART.match(name))}
        return {
            (int(parts[1]), parts[2]): factors[name].astype(np.float32) @ factors[f"{name[:-1]}b"].astype(np.float32)
            for name, parts in found.items()
        }


def layer_ends(graph: Any) -> list[str]:
    """The tensors at the end of the embedding and of each layer, in order; not those of the branch."""
    # A layer normalises twice: after its attention and at its end.
    normalised = [node.output[0] for node in graph.node if node.op_type == "LayerNormalization"]
    return [name for name in normalised if not name.endswith(SUFFIX)][::2]


def grow_branch(model: Any, changes: Mapping[tuple[int, str], Weights]) -> str:
    """Copy the last layers, changed, in place; returns the tensor at the end of the copy."""
    from onnx import numpy_helper

    graph, layers = model.graph, 1 + max(layer for layer, _ in changes)
    start, end = layer_ends(graph)[-1 - layers], layer_ends(graph)[-1]
    copied, products = _copied(graph, start)
    names = [(layer, product) for layer in range(layers) for product in PRODUCTS]
    packaged = _values(model, [node.input[1] for node in products])
    for node, name, weights in zip(products, names, packaged, strict=True):
        changed = (weights + changes[name]).astype(np.float32)
        node.input[1] = f"{name[0]}_{name[1]}{SUFFIX}"
        graph.initializer.append(numpy_helper.from_array(changed, node.input[1]))
    graph.node.extend(copied)
    return f"{end}{SUFFIX}"


def _copied(graph: Any, start: str) -> tuple[list[Any], list[Any]]:
    """Copies of all steps that depend on a tensor, and those among them that multiply by weights."""
    import onnx

    renamed: set[str] = set()
    copies, products = [], []
    for node in graph.node:
        if not any(name == start or name in renamed for name in node.input):
            continue
        copy = onnx.NodeProto()
        copy.CopyFrom(node)
        copy.name = f"{node.name}{SUFFIX}"
        copy.input[:] = [name + SUFFIX if name in renamed else name for name in node.input]
        copy.output[:] = [name + SUFFIX for name in node.output]
        if node.op_type == "MatMul" and node.input[1] not in renamed:
            products.append(copy)
        renamed.update(node.output)
        copies.append(copy)
    return copies, products


def _values(model: Any, tensors: list[str]) -> list[Weights]:
    """What the graph computes for tensors that depend on no input."""
    import onnx
    import onnxruntime

    asked = onnx.ModelProto()
    asked.CopyFrom(model)
    del asked.graph.output[:]
    asked.graph.output.extend(
        onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None) for name in tensors
    )
    session = onnxruntime.InferenceSession(asked.SerializeToString(), providers=["CPUExecutionProvider"])
    token = np.ones((1, 1), dtype=np.int64)
    values: list[Weights] = session.run(tensors, {entry.name: token for entry in session.get_inputs()})
    return values
