"""The encoder's model in the form that answers fastest and stays smallest, computed once.

The packaged model keeps its weights as small integers but computes with floats. Here the matrix products are computed
with small integers too (onnxruntime's dynamic quantisation, a scale for each channel), a word's vector is taken from
the table of small integers before it becomes floats, and the weights lie beside the graph, where a process maps them.
Against the packaged model: 1.3 ms instead of 3.9 ms a message, 0.02 s instead of 0.9 s to load (docs/decisions/0011).
For the safety gate the last layers come a second time, adapted to tell danger from calm (danger_branch.py).
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, Sequence

import numpy as np
import numpy.typing as npt

from pearl.errors import PearlError
from pearl.settings import PROJECT
from pearl.understanding.danger_branch import grow_branch, layer_ends, read_adapter

# Changes with what this module does to a model, because vectors of another form are other vectors.
FORM = 6
# The last layer, the one before it, and the last one of the branch that is adapted to danger.
LAYERS, BRANCHES = 2, 1
OUTPUT = "layers"
CENTRE = "centre.npy"
# The commonest words among the tokens of BERT's vocabulary, read in rows of eight between its two marks.
COMMON_WORDS, IN_A_ROW = range(1996, 2996), 8
FIRST, LAST = 101, 102
FOLDER = PROJECT / "build" / "encoder"


Layers = npt.NDArray[np.float32]


class CompactModelError(PearlError):
    """The compact model could not be written."""


def compact(model: Path, name: str, adapter: Path, folder: Path = FOLDER) -> Path:
    """The model's compact form, made at the first call; `name` must change with the model and the adapter.

    Raises CompactModelError when it is not there yet and cannot be written: the packaged form would read messages a
    little differently from what the classifier was trained on.
    """
    import onnxruntime

    done = folder / f"{name}-{onnxruntime.__version__}-{FORM}"
    if not (done / "model.onnx").is_file():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=folder) as scratch:
                _write(model, adapter, Path(scratch))
                (Path(scratch) / "model").rename(done)
        except OSError as error:
            # Another process may have been faster.
            if not (done / "model.onnx").is_file():
                reason = f"{folder} cannot be written ({error.strerror}); free some space or make it writable."
                raise CompactModelError(f"The sentence encoder's compact form is missing and {reason}") from error
    return done / "model.onnx"


def _write(model: Path, adapter: Path, scratch: Path) -> None:
    """Into scratch/model: the graph without detours, its products in small integers, its steps joined."""
    import onnx
    import onnxruntime
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.quant_utils import add_pre_process_metadata

    (scratch / "model").mkdir()
    graph = onnx.load(str(model))
    _look_up_before_scaling(graph.graph)
    _pool_layers(graph.graph, grow_branch(graph, read_adapter(adapter)))
    # What quantisation advises to do first, the basic optimisation does.
    add_pre_process_metadata(graph)
    onnx.save(graph, str(scratch / "looked_up.onnx"))
    levels = onnxruntime.GraphOptimizationLevel
    _optimise(scratch / "looked_up.onnx", scratch / "plain.onnx", levels.ORT_ENABLE_BASIC)
    quantize_dynamic(
        scratch / "plain.onnx",
        scratch / "small.onnx",
        op_types_to_quantize=["MatMul"],
        per_channel=True,
        # Unsigned, because signed weights overflow on processors without VNNI and would read messages differently there.
        weight_type=QuantType.QUInt8,
        extra_options={"WeightSymmetric": True},
    )
    _optimise(scratch / "small.onnx", scratch / "model" / "model.onnx", levels.ORT_ENABLE_EXTENDED)
    np.save(scratch / "model" / CENTRE, _centre(scratch / "model" / "model.onnx"))


def _optimise(before: Path, after: Path, level: Any) -> None:
    """Lets onnxruntime write the graph that it would run, the weights in a file beside it."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = level
    options.optimized_model_filepath = str(after)
    options.add_session_config_entry("session.optimized_model_external_initializers_file_name", f"{after.stem}.bin")
    options.add_session_config_entry("session.optimized_model_external_initializers_min_size_in_bytes", "1024")
    onnxruntime.InferenceSession(str(before), sess_options=options, providers=["CPUExecutionProvider"])


def _look_up_before_scaling(graph: Any) -> None:
    """Turn Gather(Cast(table) x scales, ids) into Cast(Gather(table, ids)) x Gather(scales, ids), in place."""
    from onnx import helper

    by_output = {node.output[0]: node for node in graph.node}
    for at, gather in enumerate(list(graph.node)):
        scaled = by_output.get(gather.input[0]) if gather.op_type == "Gather" else None
        cast = by_output.get(scaled.input[0]) if scaled is not None and scaled.op_type == "Mul" else None
        if scaled is None or cast is None or cast.op_type != "Cast":
            continue
        ids, name = gather.input[1], gather.output[0]
        looked_up = [
            helper.make_node("Gather", [cast.input[0], ids], [f"{name}_row"], axis=0),
            helper.make_node("Cast", [f"{name}_row"], [f"{name}_float"], to=cast.attribute[0].i),
            helper.make_node("Gather", [scaled.input[1], ids], [f"{name}_scale"], axis=0),
            helper.make_node("Mul", [f"{name}_float", f"{name}_scale"], [name]),
        ]
        graph.node.remove(gather)
        for node in reversed(looked_up):
            graph.node.insert(at, node)


def _pool_layers(graph: Any, branch: str) -> None:
    """Make the only output (1, LAYERS + BRANCHES, 384): the mean over the tokens after each layer, the last one first."""
    from onnx import TensorProto, helper

    ends = [*reversed(layer_ends(graph)[-LAYERS:]), branch]
    pooled = [f"{end}_mean" for end in ends]
    graph.node.extend(
        helper.make_node("ReduceMean", [end], [mean], axes=[1], keepdims=1) for end, mean in zip(ends, pooled)
    )
    graph.node.append(helper.make_node("Concat", pooled, [OUTPUT], axis=1))
    del graph.output[:]
    graph.output.append(helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, [1, len(ends), None]))


def _centre(model: Path) -> Layers:
    """(LAYERS + BRANCHES, 384): what every text has in common, save in the last layer, which is trained to have nothing."""
    import onnxruntime

    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    rows = [COMMON_WORDS[at : at + IN_A_ROW] for at in range(0, len(COMMON_WORDS), IN_A_ROW)]
    centre: Layers = np.mean([run_layers(session, [FIRST, *row, LAST]) for row in rows], axis=0, dtype=np.float32)
    centre[0] = 0
    return centre


def run_layers(session: Any, ids: Sequence[int]) -> Layers:
    """(LAYERS + BRANCHES, 384): the mean over the tokens of one text after the last layer, the one before, the branch."""
    tokens = np.array([ids], dtype=np.int64)
    feed = {"input_ids": tokens, "attention_mask": np.ones_like(tokens), "token_type_ids": np.zeros_like(tokens)}
    layers: Layers = session.run([OUTPUT], feed)[0][0]
    return layers
