"""How much one visitor may ask, who counts as one, and which websites may knock."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from pearl.errors import SettingMissing
from pearl.settings import Settings, read_settings
from pearl.web.limits import Limits
from pearl.web.origins import address, may_embed

DEVELOPMENT = read_settings({})
PRODUCTION = read_settings(
    {"PEARL_ENV": "production", "PEARL_ALLOWED_ORIGINS": "https://clinic.example, https://b.example/"}
)


def test_within_the_limit_nobody_waits_and_above_it_one_is_told_for_how_long() -> None:
    limits = Limits()
    waits = [limits.wait_for("messages of a session", "a") for _ in range(25)]
    assert waits[:20] == [0] * 20 and all(0 < wait <= 10 for wait in waits[20:])
    assert limits.wait_for("messages of a session", "b") == 0


def request(ip: str, forwarded: str | None = None) -> Any:
    return SimpleNamespace(ip=ip, headers={"x-forwarded-for": forwarded} if forwarded else {})


@pytest.mark.parametrize(
    ("ip", "forwarded", "who"),
    [
        ("127.0.0.1", None, "127.0.0.1"),
        ("127.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "1.2.3.4, 203.0.113.7", "203.0.113.7"),
        ("203.0.113.9", "1.2.3.4", "203.0.113.9"),
        ("::1", "2001:db8::7", "2001:db8::7"),
        ("127.0.0.1", "x" * 500, "x" * 45),
    ],
)
def test_a_web_server_on_this_machine_says_who_it_was_and_nobody_else(ip: str, forwarded: str | None, who: str) -> None:
    assert address(request(ip, forwarded)) == who


@pytest.mark.parametrize(
    ("origin", "chosen", "may"),
    [
        ("https://clinic.example", PRODUCTION, True),
        ("https://b.example", PRODUCTION, True),
        ("https://pearl.example", PRODUCTION, True),
        ("http://clinic.example", PRODUCTION, False),
        ("https://clinic.example.evil.example", PRODUCTION, False),
        ("http://localhost:3000", PRODUCTION, False),
        ("null", PRODUCTION, False),
        ("http://localhost:3000", DEVELOPMENT, True),
        ("http://127.0.0.1:9999", DEVELOPMENT, True),
        ("http://localhost.evil.example", DEVELOPMENT, False),
        ("https://clinic.example", DEVELOPMENT, False),
    ],
)
def test_only_allowed_websites_may_embed_the_chat(origin: str, chosen: Settings, may: bool) -> None:
    assert may_embed(origin, "pearl.example", chosen) is may


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PEARL_ALLOWED_ORIGINS", "clinic.example"),
        ("PEARL_ALLOWED_ORIGINS", "https://clinic.example/page"),
        ("PEARL_ALLOWED_ORIGINS", "*"),
        ("PEARL_SESSION_SECRET", "too short"),
        ("PEARL_SESSION_SECRET", f"{'k' * 40},short"),
    ],
)
def test_a_setting_that_would_not_be_safe_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingMissing, match=name):
        read_settings({name: value})
