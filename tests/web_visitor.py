"""A visitor of the web channel as a script would be one: over HTTP, with a token."""

from __future__ import annotations

import itertools
from typing import Any

import requests
from real_server import RealServer

ids = itertools.count()


class WebVisitor:
    """One session; `says` gives Pearl's replies."""

    def __init__(self, server: RealServer, origin: str = "") -> None:
        self._server, self.cursor = server, 0
        self._origin = {"Origin": origin} if origin else {}
        self.token = ""
        self.token = self.call("POST", "/session").json()["token"]

    def call(self, method: str, path: str, **what: Any) -> requests.Response:
        headers = {**self._origin, **what.pop("headers", {})}
        if self.token:
            headers.setdefault("Authorization", f"Bearer {self.token}")
        address = f"{self._server.url}/webhooks/web{path}"
        return requests.request(method, address, headers=headers, timeout=40, **what)

    def send(self, text: Any, message_id: Any = None, **more: Any) -> requests.Response:
        body = {"id": message_id or f"m{next(ids)}", "text": text, **more}
        return self.call("POST", "/messages", json=body)

    def read(self, after: int | None = None, wait: int = 20) -> list[dict[str, Any]]:
        """The messages after the cursor, which moves on."""
        answer = self.call("GET", f"/messages?after={self.cursor if after is None else after}&wait={wait}")
        assert answer.status_code == 200, answer.text
        self.cursor = max(self.cursor, answer.json()["cursor"])
        return list(answer.json()["messages"])

    def says(self, text: str, **more: Any) -> list[dict[str, Any]]:
        """Say something and wait for what Pearl says to it."""
        sent = self.send(text, **more)
        assert sent.status_code == 202, sent.text
        self.cursor = max(self.cursor, sent.json()["message"]["cursor"])
        return [message for message in self.read() if message["from"] == "pearl"]

    def history(self) -> list[dict[str, Any]]:
        return self.read(after=0, wait=0)
