"""The commands of the menu and what each is in the conversation."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

COMMAND = re.compile(r"/([a-z_]{1,32})(?:@[A-Za-z0-9_]{1,64})?(?:\s+(.*))?", re.DOTALL)
PAYLOADS = {
    "help": "/ask_capabilities",
    "book": "/book_appointment",
    "hours": '/pick_topic{"topic": "opening_hours"}',
    "person": "/talk_to_a_person",
    "stop": "/stop",
}
# What the channel answers by itself.
OWN = ("privacy", "erase")
# What a link of the clinic's website may ask for in place of a topic: https://t.me/BOT?start=book
LINKS = {"book": PAYLOADS["book"], "person": PAYLOADS["person"], "hours": PAYLOADS["hours"], "help": PAYLOADS["help"]}


@dataclass(frozen=True)
class Meaning:
    """`payload` is what is put to the assistant, if anything; `kind` is a note for the channel, if anything."""

    payload: str | None = None
    kind: str | None = None


def meaning(text: str, topics: Container[str]) -> Meaning | None:
    """What a command means; None for a text that is none, or none of Pearl's. `topics` are those a link may name."""
    found = COMMAND.fullmatch(text.strip())
    if not found:
        return None
    name, argument = found[1], (found[2] or "").strip()
    if name == "start":
        return _start(argument, topics)
    if name in OWN:
        return Meaning(kind=name)
    return Meaning(payload=PAYLOADS[name]) if name in PAYLOADS else None


def _start(argument: str, topics: Container[str]) -> Meaning:
    if argument in LINKS:
        return Meaning(payload=LINKS[argument], kind="welcome")
    if argument in topics:
        return Meaning(payload=f'/pick_topic{{"topic": "{argument}"}}', kind="welcome")
    return Meaning(payload="/greet")
