"""Accounts are made and changed on the command line; a password is read, never an argument."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from real_server import PEARL, ROOT

from pearl.errors import SettingMissing
from pearl.settings import read_settings

PASSWORD = "seven green kettles"


class Commands:
    def __init__(self, folder: Path) -> None:
        self._variables = {**os.environ, "DATABASE_URL": f"sqlite:///{folder}/pearl.db"}

    def run(self, *arguments: str, typed: str = "") -> tuple[int, str]:
        """The exit code, and what was printed."""
        ended = subprocess.run(
            [str(PEARL), "desk", *arguments], cwd=ROOT, env=self._variables, input=typed, capture_output=True,
            text=True, timeout=60,
        )  # fmt: skip
        assert typed.strip() == "" or typed.strip() not in ended.stdout + ended.stderr
        return ended.returncode, (ended.stdout or ended.stderr).strip()


@pytest.fixture()
def desk(tmp_path: Path) -> Commands:
    return Commands(tmp_path)


def test_an_account_is_made_listed_given_a_new_password_and_disabled(desk: Commands) -> None:
    made = desk.run("add-user", "Front-Desk", "--role", "reception", typed=PASSWORD + "\n")
    assert made == (0, "front-desk may sign in at the desk, with the role reception.")
    assert desk.run("set-password", "front-desk", typed="another long password\r\n")[0] == 0
    assert desk.run("disable", "front-desk") == (0, "front-desk may not sign in any more.")
    code, printed = desk.run("list", "--json")
    (row,) = json.loads(printed)
    assert (code, row["name"], row["role"], row["disabled_at"] is not None) == (0, "front-desk", "reception", True)
    assert "password" not in printed and "argon" not in printed
    assert desk.run("list")[1].split() == ["front-desk", "reception", "disabled"]


@pytest.mark.parametrize(
    ("arguments", "typed", "said"),
    [
        (("add-user", "ann", "--role", "boss"), PASSWORD, "is no role; use reception, clinician or admin."),
        (("add-user", "<b>", "--role", "admin"), PASSWORD, "cannot be a name"),
        (("add-user", "ann", "--role", "admin"), "short", "needs 12 to 256 characters"),
        (("add-user", "ann", "--role", "admin"), "", "needs 12 to 256 characters"),
        (("set-password", "nobody"), PASSWORD, "There is no account 'nobody'"),
        (("disable", "nobody"), "", "There is no account 'nobody'"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    arguments: tuple[str, ...], typed: str, said: str, desk: Commands
) -> None:
    code, printed = desk.run(*arguments, typed=typed)
    assert (code, said in printed, len(printed.splitlines())) == (2, True, 1)


def test_a_name_is_given_once(desk: Commands) -> None:
    for expected in (0, 2):
        assert desk.run("add-user", "ann", "--role", "admin", typed=PASSWORD)[0] == expected


def test_no_command_takes_a_password_as_an_argument(desk: Commands) -> None:
    assert desk.run("add-user", "ann", "--role", "admin", "--password", PASSWORD)[0] != 0
    assert desk.run("set-password", "ann", PASSWORD)[0] != 0


def test_the_desks_port_is_read_and_a_wrong_one_named() -> None:
    assert read_settings({"PEARL_DESK_PORT": "off"}).desk_port is None
    assert read_settings({"PEARL_DESK_PORT": "8091", "PEARL_DESK_HOST": "10.0.0.5"}).desk_port == 8091
    with pytest.raises(SettingMissing, match="PEARL_DESK_PORT"):
        read_settings({"PEARL_DESK_PORT": "none"})
