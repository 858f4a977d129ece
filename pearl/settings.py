"""Pearl's settings: read once from the environment and `.env`, typed, a wrong one named."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from email.utils import parseaddr
from functools import lru_cache
from pathlib import Path
from typing import Mapping
from zoneinfo import ZoneInfo

from dotenv import dotenv_values

from pearl.clock import fixed_clock
from pearl.errors import BadInput, SettingMissing

PROJECT = Path(__file__).resolve().parent.parent
# How the mail server is spoken to, the usual way first, each with its usual port.
MAIL_PORTS = {"starttls": 587, "tls": 465, "none": 25}
LOCAL = ("127.0.0.1", "localhost", "::1")
SECRET_LENGTH = 16
ORIGIN = re.compile(r"https?://[a-z0-9.-]+(?::[0-9]{1,5})?")
SHORTEST_SECRET = 32
TOKEN = re.compile(r"[A-Za-z0-9_:-]{8,100}")
TELEGRAM_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")


@dataclass(frozen=True)
class MailSettings:
    """The mail server that notices leave by; without a `host` no e-mail is written."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    security: str
    sender: str


@dataclass(frozen=True)
class TelegramSettings:
    """The bot that Pearl talks through on Telegram; without a `token` there is none.

    `secret` shows that an update comes from Telegram; empty: Pearl makes one. `api` is the Bot API's address.
    """

    token: str = field(repr=False)
    mode: str
    secret: str = field(repr=False)
    api: str


@dataclass(frozen=True)
class Settings:
    """Every setting, with its default. `.env.example` explains each."""

    environment: str
    port: int
    host: str
    desk_host: str
    desk_port: int | None
    desk_port_is_chosen: bool
    database_url: str
    library: Path
    models: Path
    now: str
    action_token: str = field(repr=False)
    mail: MailSettings
    webhook_secret: str = field(repr=False)
    session_secrets: tuple[str, ...]
    allowed_origins: tuple[str, ...]
    public_url: str
    telegram: TelegramSettings

    # `desk_port` is None where no desk is served here; only a port that somebody chose must be free.
    @property
    def production(self) -> bool:
        return self.environment == "production"


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process."""
    return read_settings({**_dotenv(), **os.environ})


def read_settings(variables: Mapping[str, str]) -> Settings:
    """Read the settings from variables.

    Raises SettingMissing naming the variable that has no usable value.
    """
    return Settings(
        environment=_one_of(variables, "PEARL_ENV", ("development", "production")),
        port=_port(variables, "PEARL_PORT", 8080),
        host=variables.get("PEARL_HOST") or "127.0.0.1",
        desk_host=variables.get("PEARL_DESK_HOST") or "127.0.0.1",
        desk_port=_desk_port(variables, "PEARL_DESK_PORT"),
        desk_port_is_chosen=bool(variables.get("PEARL_DESK_PORT")),
        database_url=variables.get("DATABASE_URL") or f"sqlite:///{PROJECT / 'var' / 'pearl.db'}",
        library=_folder(variables, "PEARL_LIBRARY", PROJECT / "data" / "library"),
        models=Path(variables.get("PEARL_MODELS") or PROJECT / "models"),
        now=_moment(variables, "PEARL_NOW"),
        action_token=variables.get("PEARL_ACTION_TOKEN") or "",
        mail=_mail(variables),
        webhook_secret=_long_enough(variables, "PEARL_WEBHOOK_SECRET"),
        session_secrets=_secrets(variables, "PEARL_SESSION_SECRET"),
        allowed_origins=_origins(variables, "PEARL_ALLOWED_ORIGINS"),
        public_url=_address(variables, "PEARL_PUBLIC_URL", ""),
        telegram=_telegram(variables),
    )


def _telegram(variables: Mapping[str, str]) -> TelegramSettings:
    telegram = TelegramSettings(
        token=_signs(variables, "TELEGRAM_TOKEN", TOKEN, "copy it whole, as BotFather gave it"),
        mode=_one_of(variables, "TELEGRAM_MODE", ("webhook", "polling")),
        secret=_signs(variables, "TELEGRAM_SECRET", TELEGRAM_SECRET, "use 16 to 256 letters, digits, '_' or '-'"),
        api=_address(variables, "TELEGRAM_API_URL", "https://api.telegram.org"),
    )
    if telegram.token and telegram.mode == "webhook" and not variables.get("PEARL_PUBLIC_URL"):
        raise SettingMissing(
            "TELEGRAM_TOKEN is set, and PEARL_PUBLIC_URL is not; set it to Pearl's public address, "
            "or set TELEGRAM_MODE=polling."
        )
    return telegram


def _signs(variables: Mapping[str, str], name: str, pattern: re.Pattern[str], what_to_do: str) -> str:
    """A secret, which is never repeated when it is wrong."""
    value = variables.get(name) or ""
    if value and not pattern.fullmatch(value):
        raise SettingMissing(f"{name} cannot be used; {what_to_do}.")
    return value


def _address(variables: Mapping[str, str], name: str, default: str) -> str:
    value = (variables.get(name) or default).rstrip("/")
    if value and not ORIGIN.fullmatch(value.lower()):
        raise SettingMissing(f"{name} is '{value}'; write it like https://pearl.example.com, without a path.")
    return value


def _mail(variables: Mapping[str, str]) -> MailSettings:
    security = _one_of(variables, "PEARL_SMTP_SECURITY", tuple(MAIL_PORTS))
    mail = MailSettings(
        host=variables.get("PEARL_SMTP_HOST") or "",
        port=_port(variables, "PEARL_SMTP_PORT", MAIL_PORTS[security]),
        user=variables.get("PEARL_SMTP_USER") or "",
        password=variables.get("PEARL_SMTP_PASSWORD") or "",
        security=security,
        sender=_sender(variables, "PEARL_MAIL_FROM"),
    )
    if security == "none" and mail.password and mail.host not in LOCAL:
        raise SettingMissing(
            "PEARL_SMTP_SECURITY is 'none', which would send PEARL_SMTP_PASSWORD readably; set it to starttls or tls."
        )
    return mail


def _sender(variables: Mapping[str, str], name: str) -> str:
    value = variables.get(name) or ""
    if value and not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", parseaddr(value)[1]):
        raise SettingMissing(f"{name} is '{value}'; write it like: The Clinic <desk@example.org>.")
    return value


def _long_enough(variables: Mapping[str, str], name: str) -> str:
    value = variables.get(name) or ""
    if value and len(value) < SECRET_LENGTH:
        raise SettingMissing(f"{name} is too short to be a secret; give it at least {SECRET_LENGTH} characters.")
    return value


def _dotenv() -> dict[str, str]:
    return {name: value for name, value in dotenv_values(PROJECT / ".env").items() if value is not None}


def _one_of(variables: Mapping[str, str], name: str, values: tuple[str, ...]) -> str:
    value = variables.get(name) or values[0]
    if value not in values:
        raise SettingMissing(f"{name} is '{value}'; set it to {' or '.join(values)}.")
    return value


def _port(variables: Mapping[str, str], name: str, default: int) -> int:
    value = variables.get(name) or str(default)
    if not re.fullmatch("[0-9]{1,5}", value) or int(value) > 65535:
        raise SettingMissing(f"{name} is '{value}'; set it to a port number between 0 and 65535.")
    return int(value)


def _desk_port(variables: Mapping[str, str], name: str) -> int | None:
    return None if variables.get(name) == "off" else _port(variables, name, 8090)


def _moment(variables: Mapping[str, str], name: str) -> str:
    value = variables.get(name) or ""
    try:
        if value:
            fixed_clock(value, ZoneInfo("UTC"))
    except BadInput as error:
        raise SettingMissing(f"{name}: {error}") from error
    return value


def _secrets(variables: Mapping[str, str], name: str) -> tuple[str, ...]:
    found = _listed(variables.get(name))
    if any(len(secret) < SHORTEST_SECRET for secret in found):
        raise SettingMissing(f"{name} is too short to be safe; give each secret at least {SHORTEST_SECRET} characters.")
    return found


def _origins(variables: Mapping[str, str], name: str) -> tuple[str, ...]:
    found = tuple(origin.rstrip("/").lower() for origin in _listed(variables.get(name)))
    for origin in found:
        if not ORIGIN.fullmatch(origin):
            raise SettingMissing(
                f"{name} holds '{origin}'; write websites like https://www.example.com, without a path."
            )
    return found


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())


def _folder(variables: Mapping[str, str], name: str, default: Path) -> Path:
    folder = Path(variables.get(name) or default)
    if not folder.is_dir():
        raise SettingMissing(f"{name} names {folder}, which is no folder; set it to a folder with the library's files.")
    return folder.resolve()
