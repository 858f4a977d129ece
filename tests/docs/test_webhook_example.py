"""The receiver that docs/notices.md shows is run as it stands there, and gets what Pearl sends."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import requests
from notice_examples import SECRET, a_webhook
from post_office import free_port, until
from real_server import ROOT

from pearl.delivery.webhook import Webhook
from pearl.notices.deliverer import NotDelivered
from pearl.notices.signature import body, headers

PAGE = (ROOT / "docs" / "notices.md").read_text(encoding="utf-8")


class Example:
    """The page's receiver at work."""

    def __init__(self, folder: Path) -> None:
        (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
        file, self._printed = folder / "receiver.py", folder / "printed.txt"
        file.write_text(code, encoding="utf-8")
        port = free_port()
        self.url = f"http://127.0.0.1:{port}/pearl"
        with self._printed.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-I", str(file)], stdout=out, stderr=subprocess.DEVNULL,
                env={**os.environ, "PEARL_WEBHOOK_SECRET": SECRET, "PORT": str(port)},
            )  # fmt: skip
        until(lambda: _listens(port))

    @property
    def printed(self) -> list[str]:
        return self._printed.read_text(encoding="utf-8").splitlines()


def _listens(port: int) -> bool:
    with socket.socket() as probing:
        return probing.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def example(tmp_path: Path) -> Iterator[Example]:
    example = Example(tmp_path)
    yield example
    example.process.kill()
    example.process.wait(timeout=30)


def now() -> datetime:
    return datetime.now(timezone.utc)


async def test_the_example_takes_what_pearl_sends_and_a_repeat_once(example: Example) -> None:
    sender = Webhook(SECRET)
    for number in (1, 1, 2):
        await sender.send(a_webhook(example.url, number), now())
    assert example.printed == ["booking.confirmed PRL-000001", "booking.confirmed PRL-000002"]


async def test_the_example_refuses_another_secret_and_an_old_message(example: Example) -> None:
    with pytest.raises(NotDelivered, match="403"):
        await Webhook("another secret than that").send(a_webhook(example.url), now())
    with pytest.raises(NotDelivered, match="403"):
        await Webhook(SECRET).send(a_webhook(example.url), now() - timedelta(minutes=6))
    assert example.printed == []


def test_the_example_refuses_a_changed_body_and_one_without_signature(example: Example) -> None:
    notice = a_webhook(example.url)
    signed = headers(notice, body(notice), SECRET, now())
    changed = body(notice).replace(b"confirmed", b"cancelled")
    assert requests.post(example.url, data=changed, headers=signed, timeout=10).status_code == 403
    assert requests.post(example.url, data=body(notice), timeout=10).status_code == 403
    later = {**signed, "X-Pearl-Timestamp": str(int(signed["X-Pearl-Timestamp"]) + 1)}
    assert requests.post(example.url, data=body(notice), headers=later, timeout=10).status_code == 403
    assert example.printed == []
