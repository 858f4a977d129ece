"""A real SMTP server and a real HTTP receiver on this machine, which misbehave as a test tells them to."""

from __future__ import annotations

import asyncio
import email.policy
import socket
import threading
import time
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Mailbox:
    """What a mail server does with a message: keeps it, refuses an address, takes its time, or fails."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.refused: dict[str, str] = {}
        self.slow_s = 0.0
        self.answer_to_data = "250 kept"
        self.under_way = self.most_under_way = 0

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        await asyncio.sleep(self.slow_s)
        self.under_way -= 1
        if self.answer_to_data.startswith("250"):
            assert isinstance(envelope.content, bytes)
            message = message_from_bytes(envelope.content, policy=email.policy.default)
            assert isinstance(message, EmailMessage)
            self.messages.append(message)
            self.recipients += envelope.rcpt_tos
        return self.answer_to_data

    @property
    def ids(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.messages]


class MailServerAtWork:
    """A mailbox behind a port of its own; `stop` it and `start` it again on the same port."""

    def __init__(self, **options: Any) -> None:
        self.mailbox, self._options, self.port = Mailbox(), options, 0

    def start(self) -> MailServerAtWork:
        self._controller = Controller(
            self.mailbox, hostname="127.0.0.1", port=self.port or free_port(), **self._options
        )
        self._controller.start()
        self.port = self._controller.port
        return self

    def stop(self) -> None:
        self._controller.stop()


class Receiver:
    """A webhook's receiver; `answer` says what comes back: a status, with headers, after a while."""

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.status, self.headers, self.slow_s = 204, dict[str, str](), 0.0
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                receiver.take(self)

            def do_GET(self) -> None:
                receiver.take(self)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/pearl"

    def take(self, request: BaseHTTPRequestHandler) -> None:
        content = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        self.requests.append((dict(request.headers), content))
        time.sleep(self.slow_s)
        try:
            request.send_response(self.status)
            for name, value in {**self.headers, "Content-Length": "0"}.items():
                request.send_header(name, value)
            request.end_headers()
        except OSError:  # whoever asked has gone
            pass

    @property
    def keys(self) -> list[str]:
        return [headers["Idempotency-Key"] for headers, _ in self.requests]

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def until(holds: Callable[[], bool], patience_s: float = 20) -> None:
    """Wait for something to hold."""
    end = time.monotonic() + patience_s
    while not holds():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)
