"""Stock Rasa beside Pearl: a project of its own under benchmarks/stock with TensorFlow, run in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from pearl.errors import BadInput
from pearl.settings import PROJECT

FOLDER = PROJECT / "benchmarks" / "stock"
PYTHON = FOLDER / ".venv" / "bin" / "python"
INSTALLED = FOLDER / ".venv" / ".installed"
UV = PROJECT / ".uv" / "bin" / "uv"


def stock_predictions(train: Path, test: Path) -> dict[str, Any]:
    """Train Rasa's default pipeline on one CSV and let it read another.

    Returns `predicted` (labels, None for its fallback), `milliseconds`, `train_s`, `load_s`, `rss_mb`. Raises BadInput
    when its environment cannot be installed or it fails.
    """
    _install()
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "result.json"
        command = [PYTHON, FOLDER / "intents.py", train.resolve(), test.resolve(), result]
        _run([str(part) for part in command], "Stock Rasa could not be measured", folder)
        figures: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
        return figures


def _install() -> None:
    """Install the locked environment unless it is there and as new as its lock."""
    lock = FOLDER / "requirements.txt"
    if INSTALLED.is_file() and INSTALLED.stat().st_mtime >= lock.stat().st_mtime:
        return
    print("Installing stock Rasa with TensorFlow (2.7 GB) ...", file=sys.stderr)
    trouble = "Stock Rasa could not be installed; check the network and the free space"
    if not PYTHON.is_file():
        _run([str(UV), "venv", "-q", "--clear", "--python", sys.executable, str(PYTHON.parents[1])], trouble)
    _run([str(UV), "pip", "sync", "-q", "--python", str(PYTHON), "--compile-bytecode", str(lock)], trouble)
    INSTALLED.touch()


def _run(command: list[str], trouble: str, folder: str | None = None) -> None:
    try:
        done = subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    except OSError as error:
        raise BadInput(f"{trouble} ({error}); `make setup` installs what is missing.") from error
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise BadInput(f"{trouble} ({last}).")
