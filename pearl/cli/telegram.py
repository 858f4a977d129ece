"""The state of the Telegram channel on the command line."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Annotated, Any

import typer

from pearl.bootstrap import services
from pearl.cli.output import as_json
from pearl.delivery.bot_api import BotApi, CallFailed
from pearl.errors import SettingMissing
from pearl.settings import Settings, settings
from pearl.telegram.chats import bot_id_of
from pearl.telegram.registration import webhook_address, webhook_trouble

app = typer.Typer(help="The Telegram channel.", no_args_is_help=True)


@app.command("status")
def status(
    json: Annotated[bool, typer.Option("--json", help="Answer with JSON on standard output and nothing else.")] = False,
) -> None:
    """Ask Telegram about the bot and its webhook, and count the chats; exit code 1 when something is wrong."""
    chosen = settings()
    if not chosen.telegram.token:
        raise SettingMissing("TELEGRAM_TOKEN is not set; set it to the token that BotFather gave you.")
    found = asyncio.run(_ask(chosen))
    found |= asdict(services().chats.counts(bot_id_of(chosen.telegram.token)))
    print(as_json(found) if json else "\n".join(f"{name:16} {value}" for name, value in found.items()))
    if found["trouble"]:
        raise typer.Exit(1)


async def _ask(chosen: Settings) -> dict[str, Any]:
    api, mode = BotApi(chosen.telegram.api, chosen.telegram.token), chosen.telegram.mode
    address = webhook_address(chosen.public_url) if mode == "webhook" else ""
    found: dict[str, Any] = {"bot": "", "mode": mode, "webhook": "", "waiting_updates": None}
    try:
        found["bot"] = "@" + str((await api.call("getMe"))["username"])
        info = await api.call("getWebhookInfo")
        found |= {"webhook": info.get("url") or "", "waiting_updates": info.get("pending_update_count")}
        return {**found, "trouble": webhook_trouble(info, address)}
    except CallFailed as error:
        return {**found, "trouble": str(error)}
    finally:
        await api.close()
