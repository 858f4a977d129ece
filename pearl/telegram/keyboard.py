"""Buttons under a message: laid out for a phone, each with data that Telegram takes."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

DATA_LIMIT = 64
# Two buttons stand side by side where both can be read on a narrow phone.
SIDE_BY_SIDE = 16
KEPT = "#"
HELPFUL, NOT_HELPFUL = "+", "-"

Button = Mapping[str, str]
Row = list[dict[str, str]]


def rows(buttons: Sequence[Button]) -> list[Row]:
    """The buttons in rows of one or two."""
    made = [{"text": button["title"], "callback_data": data_of(button["payload"])} for button in buttons]
    laid: list[Row] = []
    for button in made:
        short = laid and len(laid[-1]) == 1 and max(len(button["text"]), len(laid[-1][0]["text"])) <= SIDE_BY_SIDE
        laid[-1].append(button) if short else laid.append([button])
    return laid


def data_of(payload: str) -> str:
    """What a button carries: its payload, or where that is too long for Telegram a name that finds it again."""
    if len(payload.encode()) <= DATA_LIMIT and not payload.startswith((KEPT, HELPFUL, NOT_HELPFUL)):
        return payload
    return KEPT + urlsafe_b64encode(hashlib.sha256(payload.encode()).digest()[:24]).decode()


def found_payload(data: str, shown: Iterable[Mapping[str, Any]]) -> str | None:
    """The payload that a button carries by name, among the extras of replies that were shown; None when it is gone."""
    if not data.startswith(KEPT):
        return data
    payloads = (button["payload"] for extras in shown for button in extras.get("buttons") or ())
    return next((payload for payload in payloads if data_of(payload) == data), None)


def title_of(payload: str, shown: Iterable[Mapping[str, Any]]) -> str:
    """What is written on the button that sends a payload, among the extras of replies that were shown; else nothing."""
    buttons = (button for extras in shown for button in extras.get("buttons") or ())
    return next((button["title"] for button in buttons if button["payload"] == payload), "")


def thumbs(answer_id: str, titles: Sequence[str]) -> Row:
    """The two buttons that rate an answer, empty where its name is too long."""
    if len(answer_id.encode()) >= DATA_LIMIT:
        return []
    return [{"text": title, "callback_data": sign + answer_id} for sign, title in zip((HELPFUL, NOT_HELPFUL), titles)]


def rated(data: str) -> tuple[str, bool] | None:
    """The answer that a button rates and whether it was helpful; None for any other button."""
    return (data[1:], data[0] == HELPFUL) if data[:1] in (HELPFUL, NOT_HELPFUL) else None


def without_thumbs(markup: object) -> list[Row]:
    """A message's keyboard without the buttons that rate; whatever is not a keyboard has none."""
    laid = markup.get("inline_keyboard") if isinstance(markup, dict) else None
    kept = [[b for b in row if _stays(b)] for row in laid if isinstance(row, list)] if isinstance(laid, list) else []
    return [row for row in kept if row]


def _stays(button: object) -> bool:
    data = button.get("callback_data") if isinstance(button, dict) else None
    return isinstance(data, str) and rated(data) is None
