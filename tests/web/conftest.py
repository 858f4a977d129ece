"""The web channel over the real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from real_server import RealServer

CLINIC = "https://clinic.example"


@pytest.fixture(scope="session")
def server(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    """One server for all these tests, which one other website may use."""
    running = RealServer(tmp_path_factory.mktemp("web"), PEARL_ALLOWED_ORIGINS=CLINIC).start()
    yield running
    assert running.stop() == 0, running.printed[-2000:]
