"""The settings: defaults, what is read, and a wrong one named."""

from __future__ import annotations

from pathlib import Path

import pytest

from pearl.errors import SettingMissing
from pearl.settings import PROJECT, MailSettings, read_settings


def test_without_any_variable_every_setting_has_its_default() -> None:
    settings = read_settings({})
    assert settings.environment == "development"
    assert not settings.production
    assert (settings.host, settings.port) == ("127.0.0.1", 8080)
    assert (settings.desk_host, settings.desk_port, settings.desk_port_is_chosen) == ("127.0.0.1", 8090, False)
    assert settings.database_url == f"sqlite:///{PROJECT}/var/pearl.db"
    assert settings.library == PROJECT / "data" / "library"
    assert settings.models == PROJECT / "models"
    assert (settings.now, settings.action_token, settings.webhook_secret) == ("", "", "")
    assert settings.mail == MailSettings("", 587, "", "", "starttls", "")


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
            "PEARL_SMTP_HOST": "mail.example.org",
            "PEARL_SMTP_PORT": "2525",
            "PEARL_SMTP_USER": "desk",
            "PEARL_SMTP_PASSWORD": "pass word",
            "PEARL_SMTP_SECURITY": "tls",
            "PEARL_MAIL_FROM": "The Clinic <desk@example.org>",
            "PEARL_WEBHOOK_SECRET": "sixteen letters!",
        }
    )
    assert settings.production
    assert (settings.host, settings.port) == ("0.0.0.0", 0)
    assert settings.database_url == "postgresql://db/pearl"
    assert (settings.library, settings.models) == (tmp_path, Path("elsewhere"))
    assert (settings.now, settings.action_token) == ("2026-11-25T11:00", "secret")
    sender = "The Clinic <desk@example.org>"
    assert settings.mail == MailSettings("mail.example.org", 2525, "desk", "pass word", "tls", sender)
    assert settings.webhook_secret == "sixteen letters!"


def test_secrets_are_not_shown_with_the_other_settings() -> None:
    secrets = {
        "PEARL_SMTP_PASSWORD": "hush one",
        "PEARL_WEBHOOK_SECRET": "hush two, longer",
        "PEARL_ACTION_TOKEN": "hush",
    }
    assert "hush" not in repr(read_settings(secrets))


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_each_way_to_a_mail_server_has_its_usual_port(security: str, port: int) -> None:
    assert read_settings({"PEARL_SMTP_SECURITY": security}).mail.port == port


def test_a_password_is_never_sent_readably_over_a_network() -> None:
    open_way = {"PEARL_SMTP_SECURITY": "none", "PEARL_SMTP_PASSWORD": "hush"}
    assert read_settings({**open_way, "PEARL_SMTP_HOST": "127.0.0.1"}).mail.password == "hush"
    with pytest.raises(SettingMissing, match="which would send PEARL_SMTP_PASSWORD readably"):
        read_settings({**open_way, "PEARL_SMTP_HOST": "mail.example.org"})


def test_a_short_secret_is_refused_without_being_repeated() -> None:
    with pytest.raises(SettingMissing, match="PEARL_WEBHOOK_SECRET is too short") as caught:
        read_settings({"PEARL_WEBHOOK_SECRET": "hush"})
    assert "hush" not in str(caught.value)


def test_a_bot_needs_a_public_address_or_polling() -> None:
    token = {"TELEGRAM_TOKEN": "12345678:abcdefgh"}
    assert read_settings({}).telegram.token == ""
    assert read_settings({**token, "TELEGRAM_MODE": "polling"}).telegram.mode == "polling"
    found = read_settings({**token, "PEARL_PUBLIC_URL": "https://pearl.example.com/"})
    assert (found.telegram.mode, found.public_url) == ("webhook", "https://pearl.example.com")
    assert "abcdefgh" not in repr(found)
    with pytest.raises(SettingMissing, match="PEARL_PUBLIC_URL is not; set it"):
        read_settings(token)


@pytest.mark.parametrize("name", ["TELEGRAM_TOKEN", "TELEGRAM_SECRET"])
def test_a_wrong_secret_of_telegram_is_named_and_not_repeated(name: str) -> None:
    with pytest.raises(SettingMissing, match=name) as caught:
        read_settings({name: "hush hush, with spaces"})
    assert "hush" not in str(caught.value)


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
        ("PEARL_SMTP_PORT", "smtp"),
        ("PEARL_SMTP_SECURITY", "ssl"),
        ("PEARL_MAIL_FROM", "The Clinic"),
        ("PEARL_MAIL_FROM", "The Clinic <desk>"),
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
