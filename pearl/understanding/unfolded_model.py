"""The encoder's model in the form that loads fastest: weights computed once, beside the graph."""

from __future__ import annotations

import tempfile
from pathlib import Path

from pearl.settings import PROJECT

FOLDER = PROJECT / "build" / "encoder"


def unfolded(model: Path, name: str, folder: Path = FOLDER) -> Path:
    """The same model with its weights in a file of their own, written once, which a process maps instead of computes.

    Loading takes 0.1 s instead of 0.9 s and 37 MB less. `name` must change with the model. Where the folder cannot be
    written, the model is given back as it is.
    """
    import onnxruntime

    done = folder / f"{name[:16]}-{onnxruntime.__version__}"
    if not (done / "model.onnx").is_file():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=folder) as scratch:
                _write(model, Path(scratch) / "model")
                (Path(scratch) / "model").rename(done)
        except OSError:
            # Another process may have been faster; a full disk only costs the head start.
            return done / "model.onnx" if (done / "model.onnx").is_file() else model
    return done / "model.onnx"


def _write(model: Path, folder: Path) -> None:
    import onnxruntime

    folder.mkdir()
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.optimized_model_filepath = str(folder / "model.onnx")
    options.add_session_config_entry("session.optimized_model_external_initializers_file_name", "weights.bin")
    options.add_session_config_entry("session.optimized_model_external_initializers_min_size_in_bytes", "1024")
    onnxruntime.InferenceSession(str(model), sess_options=options, providers=["CPUExecutionProvider"])
