"""Plays scripted and live conversations against an empty database."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, Iterator, TextIO

from pearl.bootstrap import Services, at, services, use
from pearl.cli.output import as_json
from pearl.errors import BadInput
from pearl.handover.store import InMemoryHandoverStore
from pearl.records import InMemoryRecordStore

REFERENCE = re.compile(r"\b(?:PRL|ASK)-[2-9A-Z]{6}\b")
TAP = re.compile(r"\{tap:(\d+)\}")


def scratch_services(now: str) -> Services:
    """The real library at a fixed moment, with records that end with the process."""
    records = InMemoryRecordStore(capacity=services().profile.booking.capacity)
    scratch = replace(at(services(), now), records=records, handovers=InMemoryHandoverStore())
    use(scratch)
    return scratch


class Stage:
    """One assistant and one set of records that scenarios play on."""

    def __init__(self, now: str) -> None:
        from pearl.assistant.assistant import Assistant
        from pearl.model import model_file

        self._services = scratch_services(now)
        self._assistant = Assistant(model_file())
        self._buttons: dict[str, list[dict[str, str]]] = {}
        self._reference, self._round = "", 0

    def reset(self) -> None:
        """Begin again with an empty database and no conversation."""
        self._services.records.clear()
        self._services.handovers.clear()
        self._buttons, self._reference = {}, ""
        self._round += 1

    async def say(self, sender: str, user: str, channel: str) -> dict[str, Any]:
        """One turn: `{tap:N}` presses the Nth button last shown (from 1), `{ref}` is the last booking's reference."""
        typed = self._typed(sender, user)
        turn = await self._assistant.answer(f"{self._round}/{sender}", typed, channel)
        shown = [button for reply in turn.replies for button in reply["buttons"]]
        self._buttons[sender] = shown or self._buttons.get(sender, [])
        for reply in turn.replies:
            self._reference = (REFERENCE.findall(reply["text"]) or [self._reference])[-1]
        keys = ("label", "outcome", "replies", "form", "slots", "level")
        return {"user": user, **{key: getattr(turn, key) for key in keys}}

    def records(self) -> dict[str, list[dict[str, Any]]]:
        """What is in the database, as the contract writes it."""
        shown = ("reference", "status", "reason", "channel")
        return {
            "bookings": [_booking(booking) for booking in self._services.records.bookings()],
            "handoffs": [_fields(handover, shown) for handover in self._services.handovers.handovers()],
        }

    def _typed(self, sender: str, user: str) -> str:
        tap = TAP.fullmatch(user.strip())
        if not tap:
            return user.replace("{ref}", self._reference)
        buttons, number = self._buttons.get(sender, []), int(tap[1])
        if not 0 < number <= len(buttons):
            raise BadInput(f"{user}: the last reply has {len(buttons)} buttons; tap one of those, counted from 1.")
        return buttons[number - 1]["payload"]


def play(file: str, now: str, out: TextIO) -> None:
    """Play a file of scenarios, or standard input line by line when it is `-`."""
    from pearl.assistant.logging import keep_quiet

    keep_quiet()
    stage = Stage(now)
    asyncio.run(_live(stage, out) if file == "-" else _scripted(stage, Path(file), out))


async def _scripted(stage: Stage, file: Path, out: TextIO) -> None:
    try:
        # Not splitlines(): a text may hold U+2028 and other signs that end a line for Python, but not for JSON.
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{file} cannot be read ({error}); name a JSONL file.") from error
    for scenario in _objects(enumerate(lines, 1), str(file)):
        stage.reset()
        name, channel = str(scenario.get("id", "")), str(scenario.get("channel") or "rest")
        turns = [await stage.say(name or "visitor", str(turn["user"]), channel) for turn in scenario.get("turns", [])]
        print(as_json({"id": name, "turns": turns, **stage.records()}), file=out, flush=True)


async def _live(stage: Stage, out: TextIO) -> None:
    for line in _objects(enumerate(sys.stdin, 1), "standard input"):
        if line.get("reset"):
            stage.reset()
            print(as_json({"reset": True}), file=out, flush=True)
            continue
        if not isinstance(line.get("user"), str):
            raise BadInput('standard input: each line needs {"sender": …, "user": …}.')
        sender = str(line.get("sender") or "visitor")
        turn = await stage.say(sender, line["user"], str(line.get("channel") or "rest"))
        turn.pop("user")
        print(as_json({"sender": sender, **turn, **stage.records()}), file=out, flush=True)


def _objects(lines: Iterator[tuple[int, str]], name: str) -> Iterator[dict[str, Any]]:
    for number, line in lines:
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except ValueError as error:
            raise BadInput(f"{name}:{number}: is not JSON ({error}).") from error
        turns = entry.get("turns", []) if isinstance(entry, dict) else None
        if not isinstance(turns, list):
            raise BadInput(f"{name}:{number}: needs a JSON object with a list of turns.")
        if not all(isinstance(turn, dict) and "user" in turn for turn in turns):
            raise BadInput(f'{name}:{number}: each turn needs {{"user": …}}.')
        yield entry


def _booking(booking: Any) -> dict[str, Any]:
    shown = _fields(booking, ("reference", "status", "reason", "name", "phone", "email", "channel"))
    starts = booking.starts_at.astimezone(services().profile.zone).isoformat() if booking.starts_at else None
    return {**shown, "starts_at": starts or booking.day.isoformat()}


def _fields(record: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}
