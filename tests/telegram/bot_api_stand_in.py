"""The Bot API of the tests as a process of its own, and visitors who talk to the bot through it."""

from __future__ import annotations

import itertools
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests
from node_packages import install_packages
from real_server import RealServer

FOLDER = Path(__file__).with_name("stand_in")
TOKEN = "12345678:stand-in-token-of-the-tests"
BOT_ID = 12345678
PATIENCE_S = 60.0
update_ids, message_ids = itertools.count(1000), itertools.count(1)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def node() -> str:
    """Node's program, with the stand-in's locked packages installed; the test is skipped where there is none."""
    install_packages(FOLDER, "Telegram is not tried against a Bot API")
    return str(shutil.which("node"))


def eventually(what: Callable[[], Any], patience_s: float = PATIENCE_S) -> Any:
    """The first true value of `what`, or its last one when patience is over."""
    ends = time.monotonic() + patience_s
    while not (value := what()) and time.monotonic() < ends:
        time.sleep(0.05)
    return value


class StandIn:
    """One Bot API; `start` it again after `kill` and it goes on with what it had."""

    def __init__(self, folder: Path) -> None:
        self._file, self._log, self.port = folder / "telegram.jsonl", folder / "telegram.log", free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes]

    def start(self) -> StandIn:
        command = [node(), str(FOLDER / "stand_in.js"), str(self.port), str(self._file)]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        assert eventually(self._answers, 30), self._log.read_text(encoding="utf-8")
        return self

    def kill(self) -> None:
        self._process.kill()
        self._process.wait(timeout=10)

    def stop(self) -> None:
        """Let it finish the calls that it has begun."""
        self._process.terminate()
        self._process.wait(timeout=30)

    def control(self, **what: Any) -> None:
        requests.post(f"{self.url}/control", json=what, timeout=10).raise_for_status()

    @property
    def count(self) -> int:
        """How many calls were accepted so far."""
        return int(requests.get(f"{self.url}/open", timeout=10).json()["calls"])

    def journal(self, *methods: str, chat_id: int | None = None, after: int = 0) -> list[dict[str, Any]]:
        """The parameters of accepted calls, in order; `after` leaves out the first ones."""
        calls = requests.get(f"{self.url}/journal?after={after}", timeout=30).json()
        wanted = [call for call in calls if not methods or call["method"] in methods]
        found = [{"method": call["method"], "at": call["at"], **(call["parameters"] or {})} for call in wanted]
        return [call for call in found if chat_id is None or str(call.get("chat_id")) == str(chat_id)]

    @property
    def open(self) -> dict[str, int]:
        """How many updates are not taken yet, and how many calls were refused."""
        return dict(requests.get(f"{self.url}/open", timeout=10).json())

    def push(self, update: Any, token: str = TOKEN) -> None:
        """An update as Telegram would make it, or not."""
        requests.post(f"{self.url}/update", json={"token": token, "update": update}, timeout=10).raise_for_status()

    def _answers(self) -> bool:
        try:
            return requests.get(f"{self.url}/open", timeout=1).ok
        except requests.RequestException:
            return False


def telegram_server(folder: Path, api: StandIn, **variables: str) -> RealServer:
    """A server with a port of its own, so that its public address is known before it starts."""
    port = str(free_port())
    telegram = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_URL": api.url, "PEARL_PUBLIC_URL": f"http://127.0.0.1:{port}"}
    return RealServer(folder, **{"PEARL_PORT": port, "PEARL_NOW": "2026-11-25T11:00", **telegram, **variables})


def is_registered(api: StandIn) -> bool:
    return bool(api.journal("setMyCommands"))


class TelegramVisitor:
    """One person in a private chat; `says` gives what the bot says to it."""

    def __init__(self, standing_in: StandIn, chat_id: int) -> None:
        self._api, self.chat_id, self._seen = standing_in, chat_id, 0

    def message(self, **what: Any) -> dict[str, Any]:
        """An update with a message of this person."""
        message = {"message_id": next(message_ids), "date": 1795600000, "from": self.who, "chat": self.chat, **what}
        return {"update_id": next(update_ids), "message": message}

    @property
    def who(self) -> dict[str, Any]:
        return {"id": self.chat_id, "is_bot": False, "first_name": "Dana", "language_code": "en"}

    @property
    def chat(self) -> dict[str, Any]:
        return {"id": self.chat_id, "type": "private", "first_name": "Dana"}

    def says(self, text: str, replies: int = 1, **more: Any) -> list[dict[str, Any]]:
        return self.sends(self.message(text=text, **more), replies)

    def sends(self, update: Any, replies: int = 1) -> list[dict[str, Any]]:
        """Send an update and wait for at least so many new replies, then for quiet."""
        self._api.push(update)
        return self.hears(replies)

    def hears(self, replies: int = 1) -> list[dict[str, Any]]:
        """What is new, once there is as much as expected."""
        eventually(lambda: len(self.heard()) >= self._seen + replies, 20)
        if replies:
            self.settle()
        new = self.heard()[self._seen :]
        self._seen += len(new)
        return new

    def settle(self) -> None:
        """Wait until nothing more comes."""
        before = -1
        while before != (before := len(self.heard())):
            time.sleep(0.4)

    def heard(self) -> list[dict[str, Any]]:
        return self._api.journal("sendMessage", "sendDocument", chat_id=self.chat_id)

    def taps(self, title: str, replies: int = 1) -> list[dict[str, Any]]:
        """Tap a button of the last keyboard that has it."""
        return self.sends(self.tap(title), replies)

    def tap(self, title: str) -> dict[str, Any]:
        for message in reversed(self.heard()):
            markup = message.get("reply_markup") or {}
            for button in [button for row in markup.get("inline_keyboard", []) for button in row]:
                if button["text"] == title:
                    shown = {
                        "message_id": next(message_ids),
                        "chat": self.chat,
                        "date": 1795600000,
                        "reply_markup": markup,
                    }
                    query = {
                        "id": str(next(update_ids)),
                        "from": self.who,
                        "message": shown,
                        "data": button["callback_data"],
                    }
                    return {"update_id": next(update_ids), "callback_query": {**query, "chat_instance": "1"}}
        raise AssertionError(f"no button '{title}' in {[titles(m) for m in self.heard()]}")


def titles(message: dict[str, Any]) -> list[str]:
    """What is written on a message's buttons."""
    return [button["text"] for row in (message.get("reply_markup") or {}).get("inline_keyboard", []) for button in row]


def words(messages: list[dict[str, Any]]) -> str:
    """All texts together."""
    return "\n".join(str(message.get("text", "")) for message in messages)
