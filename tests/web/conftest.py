"""The web channel over the real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from chat_page import CHROMIUM, FLAGS, Chat, fresh_chat
from playwright.sync_api import Browser, sync_playwright
from real_server import RealServer

CLINIC = "https://clinic.example"


@pytest.fixture(scope="session")
def server(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    """One server for all these tests, which one other website may use."""
    running = RealServer(tmp_path_factory.mktemp("web"), PEARL_ALLOWED_ORIGINS=CLINIC).start()
    yield running
    assert running.stop() == 0, running.printed[-2000:]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Open no longer than a file's tests: Playwright's event loop runs meanwhile, and other files need one of their own."""
    if CHROMIUM is None:
        pytest.skip("no Chromium here: apt-get install chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=[f"--{flag}" for flag in FLAGS])
        yield opened
        opened.close()


@pytest.fixture()
def chat(browser: Browser, server: RealServer) -> Iterator[Chat]:
    """The demonstration page; whatever its console complains about fails the test."""
    with fresh_chat(browser) as fresh:
        yield fresh.go(server.url)
        assert fresh.unexpected == []
