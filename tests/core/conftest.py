"""What the tests of the core share."""

from __future__ import annotations

from pathlib import Path

import pytest
import sample_clinic

from pearl.clinic_profile import ClinicProfile
from pearl.understanding.encoder import SentenceEncoder, sentence_encoder


@pytest.fixture(scope="session")
def profile(tmp_path_factory: pytest.TempPathFactory) -> ClinicProfile:
    return sample_clinic.clinic(tmp_path_factory.mktemp("clinic"))


@pytest.fixture(scope="session")
def encoder() -> SentenceEncoder:
    return sentence_encoder()


@pytest.fixture
def clinic_file(tmp_path: Path) -> Path:
    """A file with the sample clinic's profile."""
    file = tmp_path / "clinic.yml"
    file.write_text(sample_clinic.PROFILE, encoding="utf-8")
    return file
