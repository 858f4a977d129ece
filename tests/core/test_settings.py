"""The settings: defaults, what is read, and a wrong one named."""

from __future__ import annotations

from pathlib import Path

import pytest

from pearl.errors import SettingMissing
from pearl.settings import PROJECT, read_settings


def test_without_any_variable_every_setting_has_its_default() -> None:
    settings = read_settings({})
    assert settings.environment == "development"
    assert not settings.production
    assert (settings.host, settings.port) == ("127.0.0.1", 8080)
    assert settings.database_url == f"sqlite:///{PROJECT}/var/pearl.db"
    assert settings.library == PROJECT / "data" / "library"
    assert settings.models == PROJECT / "models"
    assert (settings.now, settings.action_token) == ("", "")


def test_every_variable_is_read(tmp_path: Path) -> None:
    settings = read_settings(
        {
            "PEARL_ENV": "production",
            "PEARL_PORT": "0",
            "PEARL_HOST": "0.0.0.0",
            "DATABASE_URL": "postgresql://db/pearl",
            "PEARL_LIBRARY": str(tmp_path),
            "PEARL_MODELS": "elsewhere",
            "PEARL_NOW": "2026-11-25T11:00",
            "PEARL_ACTION_TOKEN": "secret",
        }
    )
    assert settings.production
    assert (settings.host, settings.port) == ("0.0.0.0", 0)
    assert settings.database_url == "postgresql://db/pearl"
    assert (settings.library, settings.models) == (tmp_path, Path("elsewhere"))
    assert (settings.now, settings.action_token) == ("2026-11-25T11:00", "secret")


def test_an_empty_variable_counts_as_none() -> None:
    empty = dict.fromkeys(["PEARL_ENV", "PEARL_PORT", "PEARL_HOST", "DATABASE_URL", "PEARL_LIBRARY", "PEARL_NOW"], "")
    assert read_settings(empty) == read_settings({})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PEARL_ENV", "staging"),
        ("PEARL_ENV", "Production"),
        ("PEARL_PORT", "http"),
        ("PEARL_PORT", "65536"),
        ("PEARL_PORT", "-1"),
        ("PEARL_PORT", "80.80"),
        ("PEARL_PORT", "²"),
        ("PEARL_PORT", "9" * 5000),
        ("PEARL_NOW", "noon"),
    ],
)
def test_a_wrong_setting_is_named_with_its_value(name: str, value: str) -> None:
    with pytest.raises(SettingMissing) as caught:
        read_settings({name: value})
    assert str(caught.value).startswith(name)
    assert value in str(caught.value)


def test_a_library_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingMissing, match=r"^PEARL_LIBRARY names .*/gone, which is no folder"):
        read_settings({"PEARL_LIBRARY": str(tmp_path / "gone")})


def test_a_library_that_is_a_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "library"
    file.touch()
    with pytest.raises(SettingMissing, match=r"^PEARL_LIBRARY names .*/library, which is no folder"):
        read_settings({"PEARL_LIBRARY": str(file)})
