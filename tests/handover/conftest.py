"""The clinic that hand-overs are tested at."""

from __future__ import annotations

import pytest
from handover_clinic import Clinic


@pytest.fixture
def clinic() -> Clinic:
    return Clinic()
