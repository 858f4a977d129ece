"""The webhook is registered, watched and repaired; `pearl telegram status` tells how it stands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from bot_api_stand_in import TOKEN, StandIn, eventually, is_registered, telegram_server
from real_server import RealServer, run_pearl

from pearl.assistant.telegram.registration import Registration
from pearl.delivery.bot_api import BotApi
from pearl.telegram.registration import PATH, UPDATES, webhook_trouble
from pearl.telegram.words import Words

ADDRESS = "https://pearl.example.com" + PATH
WORDS = Words(lambda: None, "", "")  # type: ignore[arg-type, return-value]


def webhooks(api: StandIn) -> list[dict[str, Any]]:
    return api.journal("setWebhook")


@pytest.fixture()
def api(tmp_path: Path) -> Iterator[StandIn]:
    standing_in = StandIn(tmp_path).start()
    yield standing_in
    standing_in.kill()


async def looked_after(api: StandIn, *, at_start: bool, address: str = ADDRESS) -> str:
    """One look at what is registered; gives the bot's name."""
    bot = BotApi(api.url, TOKEN)
    registration = Registration(bot, WORDS, address, "a-secret-of-sixteen")
    await registration.put_right(at_start)
    await bot.close()
    return registration.bot_name


async def test_a_start_registers_address_secret_and_kinds_of_updates(api: StandIn) -> None:
    assert await looked_after(api, at_start=True) == "TestNameBot"
    (set_,) = webhooks(api)
    assert (set_["url"], set_["secret_token"], set_["allowed_updates"]) == (ADDRESS, "a-secret-of-sixteen", UPDATES)


async def test_what_is_right_is_left_alone(api: StandIn) -> None:
    await looked_after(api, at_start=True)
    await looked_after(api, at_start=False)
    assert len(webhooks(api)) == 1


@pytest.mark.parametrize("wrong", [{"url": "https://elsewhere.example"}, None, {"allowed_updates": ["message"]}])
async def test_what_somebody_changed_is_repaired(api: StandIn, wrong: dict[str, Any] | None) -> None:
    await looked_after(api, at_start=True)
    registered = {"url": ADDRESS, "allowed_updates": UPDATES, **(wrong or {})}
    method = "setWebhook" if wrong else "deleteWebhook"
    requests.post(f"{api.url}/bot{TOKEN}/{method}", json=registered, timeout=10)
    await looked_after(api, at_start=False)
    assert webhooks(api)[-1]["url"] == ADDRESS and webhooks(api)[-1]["allowed_updates"] == UPDATES


async def test_for_polling_a_webhook_is_taken_away(api: StandIn) -> None:
    await looked_after(api, at_start=True)
    await looked_after(api, at_start=True, address="")
    (taken_away,) = api.journal("deleteWebhook")
    assert taken_away["drop_pending_updates"] is False


@pytest.mark.parametrize(
    ("info", "address", "trouble"),
    [
        ({"url": ADDRESS, "allowed_updates": UPDATES}, ADDRESS, ""),
        ({"url": ADDRESS}, ADDRESS, ""),
        ({"url": ""}, ADDRESS, "the registered address is ''"),
        ({"url": ADDRESS, "allowed_updates": ["message"]}, ADDRESS, "it is registered for other kinds of updates"),
        (
            {"url": ADDRESS, "last_error_message": "Wrong response from the webhook: 403 Forbidden"},
            ADDRESS,
            "Pearl refuses the updates: the registered secret is another one",
        ),
        ({"url": ""}, "", ""),
        ({"url": ADDRESS}, "", f"the registered address is '{ADDRESS}'"),
        (None, ADDRESS, "Telegram gave no information about the webhook"),
    ],
)
def test_what_is_wrong_with_a_webhook_is_said(info: Any, address: str, trouble: str) -> None:
    assert webhook_trouble(info, address) == trouble


def status(server: RealServer, api: StandIn, *more: str) -> Any:
    return run_pearl(
        "telegram", "status", *more,
        DATABASE_URL=server.database_url, TELEGRAM_TOKEN=TOKEN, TELEGRAM_API_URL=api.url, PEARL_PUBLIC_URL=server.url,
    )  # fmt: skip


def test_the_status_is_told_and_a_wrong_one_has_its_own_exit_code(model: Path, tmp_path: Path) -> None:
    (tmp_path / "api").mkdir()
    api = StandIn(tmp_path / "api").start()
    server = telegram_server(tmp_path, api).start()
    try:
        assert eventually(lambda: is_registered(api))
        told = status(server, api, "--json")
        found = json.loads(told.stdout)
        assert (told.returncode, found["trouble"]) == (0, "")
        assert (found["bot"], found["webhook"], found["chats"]) == ("@TestNameBot", server.url + PATH, 0)
        requests.post(f"{api.url}/bot{TOKEN}/deleteWebhook", timeout=10)
        told = status(server, api)
        assert (told.returncode, "the registered address is ''" in told.stdout) == (1, True)
        api.kill()
        told = status(server, api)
        assert (told.returncode, "cannot be reached" in told.stdout, TOKEN in told.stdout) == (1, True, False)
    finally:
        api.kill()
        assert server.stop() == 0


def test_without_a_token_the_status_says_what_to_set(tmp_path: Path) -> None:
    told = run_pearl("telegram", "status", DATABASE_URL=f"sqlite:///{tmp_path}/pearl.db")
    assert (told.returncode, told.stderr.count("\n")) == (2, 1)
    assert "TELEGRAM_TOKEN is not set" in told.stderr
