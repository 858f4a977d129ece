"""The clinic's staff take conversations, reply and end them on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from real_server import run_pearl

from pearl.bootstrap import open_services
from pearl.settings import read_settings

NOW = "2026-11-25T11:00"


class Desk:
    """One visitor who waits, and the commands of the staff."""

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder / 'pearl.db'}"
        self.services = open_services(read_settings({"DATABASE_URL": self.url, "PEARL_NOW": NOW}))
        self.reference = self.services.handover_life.ask("web:a", "web", "is somebody there?", (), "one").reference

    def run(self, *arguments: str) -> tuple[int, str]:
        ended = run_pearl("handover", *arguments, DATABASE_URL=self.url, PEARL_NOW=NOW)
        return ended.returncode, (ended.stdout or ended.stderr).strip()

    def in_json(self, *arguments: str) -> Any:
        code, printed = self.run(*arguments, "--json")
        assert code == 0, printed
        return json.loads(printed)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_conversation_is_taken_answered_and_ended(desk: Desk) -> None:
    ((listed),) = desk.in_json("list")
    assert (listed["reference"], listed["status"]) == (desk.reference, "waiting")
    assert desk.run("take", desk.reference.lower(), "--by", "Anna") == (0, f"{desk.reference} is taken by Anna.")
    assert desk.in_json("reply", desk.reference, "Hello!", "--by", "Anna")["status"] == "taken"
    desk.services.handover_life.note(desk.reference, "visitor", "my eye burns", "m1", "E burn")
    code, shown = desk.run("show", desk.reference)
    assert code == 0 and "Anna (staff): Hello!" in shown and "visitor: ! E burn: my eye burns" in shown
    assert desk.in_json("show", desk.reference)["lines"][-1]["flag"] == "E burn"
    assert desk.run("end", desk.reference) == (0, f"{desk.reference} is ended.")
    assert desk.run("list") == (0, "")
    assert desk.reference in desk.run("list", "--all")[1]
    told = [message.text for message in desk.services.messages.after("web:a", 0)]
    assert told[1] == "Hello!" and len(told) == 3


def test_what_cannot_be_done_is_said_in_one_sentence(desk: Desk) -> None:
    reference = desk.reference
    assert desk.run("reply", reference, "Hello!") == (
        2,
        f"pearl: Nobody has taken {reference} yet; do so with `pearl handover take {reference}`.",
    )
    desk.run("take", reference, "--by", "Anna")
    taken = f"pearl: Anna has taken {reference} already; `pearl handover take {reference} --over` takes it over."
    assert desk.run("take", reference, "--by", "Ben") == (2, taken)
    assert desk.run("reply", reference, "Hello", "--by", "Ben") == (2, taken)
    assert desk.run("reply", reference, " ")[0] == 2
    assert desk.run("take", reference, "--by", "") == (2, "pearl: --by needs a name; it is what the visitor sees.")
    unknown = "pearl: There is no hand-over ASK-ZZZZZZ; `pearl handover list --all` shows all."
    assert desk.run("show", "ASK-ZZZZZZ") == desk.run("end", "ask-zzzzzz") == (2, unknown)
