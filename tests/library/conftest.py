"""What the tests of the library share."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_library import SmallLibrary


@pytest.fixture
def library(tmp_path: Path) -> SmallLibrary:
    return SmallLibrary(tmp_path)
