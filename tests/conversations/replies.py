"""Reads what a turn said: its words, its buttons, and which of the domain's responses it was made from."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
ALL_AT_ONCE = "I'd like an appointment for my milia next Tuesday at 2 pm, my name is Dana Smith, 780 555 0134"
# One message for each question of the booking form, in the order asked.
ONE_BY_ONE = (
    "/book_appointment",
    "the bumps on my cheek",
    "/deny",
    "next Tuesday at 2 pm",
    "Dana Smith",
    "780 555 0134",
)
QUESTIONS = ("reason", "known_patient", "day", "name", "phone", "confirmed")


def texts(turn: Any) -> str:
    """All words of a turn's replies."""
    return "\n".join(reply["text"] for reply in turn.replies)


def titles(turn: Any) -> list[str]:
    """The titles of a turn's buttons, in order."""
    return [button["title"] for reply in turn.replies for button in reply["buttons"]]


@cache
def responses() -> dict[str, str]:
    """The text of each of the domain's responses, placeholders and all."""
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    return {name: variants[0]["text"] for name, variants in domain["responses"].items()}


def is_made_from(text: str, response: str) -> bool:
    """Whether a reply is this response with something in place of each placeholder."""
    parts = re.split(r"\{\w+\}", responses()[response])
    return bool(re.fullmatch(".+?".join(map(re.escape, parts)), text, re.DOTALL))


def says(turn: Any, response: str) -> bool:
    """Whether one of a turn's replies is made from this response."""
    return any(is_made_from(reply["text"], response) for reply in turn.replies)


def asks_for(turn: Any, slot: str) -> bool:
    """Whether the turn ends with the form's question for a slot, such as "day"."""
    return is_made_from(turn.replies[-1]["text"], f"utter_ask_booking_{slot}")


def asked_for(talk: Any, slot: str) -> Any:
    """Lead a conversation to the form's question for a slot; gives the turn that asks it."""
    for message in ONE_BY_ONE[: QUESTIONS.index(slot) + 1]:
        turn = talk.say(message)
    assert asks_for(turn, slot), texts(turn)
    return turn
