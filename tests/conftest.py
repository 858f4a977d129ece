"""Every test works on its own database and on a model trained from today's files, never on a clinic's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODELS = ROOT / "build" / "test-models"
SCRATCH = Path(tempfile.mkdtemp(prefix="pearl-tests-"))

# Set before anything reads the settings, which happens once a process.
os.environ["DATABASE_URL"] = f"sqlite:///{SCRATCH / 'pearl.db'}"
os.environ["PEARL_MODELS"] = str(MODELS)
for name in (
    "PEARL_ENV",
    "PEARL_NOW",
    "PEARL_PORT",
    "PEARL_LIBRARY",
    "PEARL_ACTION_TOKEN",
    "PEARL_ALLOWED_ORIGINS",
    "PEARL_SESSION_SECRET",
):
    os.environ.pop(name, None)


@pytest.fixture(scope="session")
def model() -> Path:
    """The model of today's library and code; trained only when the one from the last run no longer fits."""
    subprocess.run([sys.executable, "-m", "pearl", "train", "--if-needed"], check=True, cwd=ROOT)
    return MODELS / "pearl.tar.gz"


@pytest.fixture(scope="session", autouse=True)
def _clean_up() -> Iterator[None]:
    yield
    shutil.rmtree(SCRATCH, ignore_errors=True)
