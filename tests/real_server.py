"""`pearl serve` as a process of its own, with a database of its own, on a port of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import requests

ROOT = Path(__file__).resolve().parents[1]
PEARL = Path(sys.executable).with_name("pearl")
READY = re.compile(r"^Pearl is ready: (http://\S+)$", re.MULTILINE)
PATIENCE_S = 120


def run_pearl(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """One `pearl` command, ended."""
    environment = {**os.environ, **variables}
    command = [str(PEARL), *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=PATIENCE_S)


class RealServer:
    """One server; `start` it again after `kill` and it goes on with the same database."""

    def __init__(self, folder: Path, **variables: str) -> None:
        self.database = folder / "pearl.db"
        self._out, self._log = folder / "stdout.txt", folder / "stderr.txt"
        self.url = ""
        self.database_url = variables.get("DATABASE_URL", f"sqlite:///{self.database}")
        self._variables = {
            **os.environ, "DATABASE_URL": f"sqlite:///{self.database}", "PEARL_PORT": "0", "PEARL_HOST": "127.0.0.1",
            "PEARL_DESK_PORT": "off",
            **variables,
        }  # fmt: skip

    def start(self) -> RealServer:
        with self._out.open("wb") as out, self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [str(PEARL), "serve"], cwd=ROOT, env=self._variables, stdout=out, stderr=log
            )
        for _ in range(PATIENCE_S * 20):
            if ready := READY.search(self._out.read_text(encoding="utf-8")):
                self.url = ready[1]
                return self
            assert self._process.poll() is None, self.printed
            time.sleep(0.05)
        self.kill()
        raise AssertionError(f"The server was not ready in {PATIENCE_S} s.\n{self.printed}")

    @property
    def printed(self) -> str:
        """Standard output of the last start, and standard error of all."""
        return self._out.read_text(encoding="utf-8") + self._log.read_text(encoding="utf-8")

    @property
    def lives(self) -> bool:
        return self._process.poll() is None

    def stop(self) -> int:
        """Ask it to end; returns its exit code."""
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(timeout=PATIENCE_S)

    def keep_port(self) -> None:
        """Start again on the port of the last start, as a server with an address does."""
        self._variables["PEARL_PORT"] = self.url.rpartition(":")[2]

    def kill(self) -> None:
        self._process.kill()
        self._process.wait(timeout=30)

    def post(self, sender: Any, message: Any, **more: Any) -> list[dict[str, Any]]:
        """The replies to a message."""
        answer = self.send(json={"sender": sender, "message": message, **more})
        assert answer.status_code == 200, answer.text
        return list(answer.json())

    def send(self, **what: Any) -> requests.Response:
        """A request to the REST channel as it is: `json` or `data`."""
        return requests.post(f"{self.url}/webhooks/rest/webhook", timeout=PATIENCE_S, **what)

    def get(self, path: str, **headers: str) -> requests.Response:
        return requests.get(f"{self.url}{path}", headers=headers, timeout=30)


def said(replies: list[dict[str, Any]]) -> str:
    """All words of the replies."""
    return "\n".join(reply.get("text", "") for reply in replies)
