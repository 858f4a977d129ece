"""`pearl serve` as a process of its own, on a free port, with a library, a database and models of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any

import requests

from pearl.errors import BadInput
from pearl.settings import PROJECT

READY = re.compile(r"^Pearl is ready: (http://\S+)$", re.MULTILINE)
PATIENCE_S = 300


def run_pearl(*arguments: str, **variables: str) -> float:
    """Run one `pearl` command; returns its seconds. Raises BadInput with what it said when it fails."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "pearl", *arguments]
    done = subprocess.run(command, cwd=PROJECT, env={**os.environ, **variables}, capture_output=True, text=True)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise BadInput(f"`pearl {' '.join(arguments)}` ended with {done.returncode}: {last}")
    return time.perf_counter() - began


class ServedPearl:
    """A server for the length of a `with` block."""

    def __init__(self, folder: Path, **variables: str) -> None:
        self._out, self._log = folder / "served.out", folder / "served.log"
        own = {"DATABASE_URL": f"sqlite:///{folder / 'served.db'}", "PEARL_PORT": "0", "PEARL_HOST": "127.0.0.1"}
        own["PEARL_DESK_PORT"] = "off"
        self._variables = {**os.environ, "PEARL_ENV": "development", **own, **variables}
        self._url = ""

    def __enter__(self) -> ServedPearl:
        command = [sys.executable, "-m", "pearl", "serve"]
        with self._out.open("wb") as out, self._log.open("wb") as log:
            self._process = subprocess.Popen(command, cwd=PROJECT, env=self._variables, stdout=out, stderr=log)
        for _ in range(PATIENCE_S * 20):
            if ready := READY.search(self._out.read_text(encoding="utf-8")):
                self._url = ready[1]
                return self
            if self._process.poll() is not None:
                break
            time.sleep(0.05)
        self.__exit__()
        raise BadInput(f"The server did not start: {self._log.read_text(encoding='utf-8')[-500:]}")

    def __exit__(
        self,
        kind: type[BaseException] | None = None,
        error: BaseException | None = None,
        trace: TracebackType | None = None,
    ) -> None:
        self._process.kill()
        self._process.wait(timeout=30)

    def milliseconds(self, sender: str, message: str) -> float:
        """How long one turn took over HTTP. Raises BadInput when it was not answered."""
        began = time.perf_counter()
        said: dict[str, Any] = {"sender": sender, "message": message}
        answer = requests.post(f"{self._url}/webhooks/rest/webhook", json=said, timeout=60)
        taken = (time.perf_counter() - began) * 1000
        if answer.status_code != 200 or not answer.json():
            raise BadInput(f"The server answered {answer.status_code} to {message!r}.")
        return taken
