"""Pearl as visitors meet it: the real server on a port of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from real_server import RealServer


@pytest.fixture(scope="session")
def server(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    """One server for all these tests; it has to end in order when it is asked to."""
    running = RealServer(tmp_path_factory.mktemp("server")).start()
    yield running
    assert running.stop() == 0, running.printed[-2000:]
