"""What the bot is to be registered with, and what is wrong with what is registered."""

from __future__ import annotations

from typing import Any

UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
PATH = "/webhooks/telegram/webhook"


def webhook_address(public_url: str) -> str:
    """Where Telegram is to send updates."""
    return f"{public_url}{PATH}"


def webhook_trouble(info: Any, address: str) -> str:
    """What is wrong with the registered webhook, empty when it is as it should be; `address` is empty for polling."""
    if not isinstance(info, dict):
        return "Telegram gave no information about the webhook"
    if (info.get("url") or "") != address:
        return f"the registered address is '{info.get('url') or ''}'"
    if address and set(info.get("allowed_updates") or UPDATES) != set(UPDATES):
        return "it is registered for other kinds of updates"
    if address and "403" in str(info.get("last_error_message") or ""):
        return "Pearl refuses the updates: the registered secret is another one"
    return ""
