"""Node with the locked packages of a folder, for the tests that need some."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from two_workers import one_at_a_time


def install_packages(folder: Path, without: str) -> None:
    """Install a folder's locked packages unless they are there; skips the test, saying what is not tried without them."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip(f"no Node here (apt-get install nodejs npm): {without}")
    with one_at_a_time(f"npm-{folder.name}"):
        _install(folder)


def _install(folder: Path) -> None:
    mark, lock = folder / "node_modules" / ".installed", folder / "package-lock.json"
    if not mark.exists() or mark.read_bytes() != lock.read_bytes():
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        installed = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        if installed.returncode:
            pytest.skip(f"npm could not install the packages of {folder.name}: {installed.stderr[-200:]}")
        mark.write_bytes(lock.read_bytes())
