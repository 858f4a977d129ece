"""The desk's real server over a real database, with a clock that the tests move, and a browser in front of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from chat_page import new_context, opened_browser
from clinic_desk import ClinicDesk
from playwright.sync_api import Browser, Page
from staff_clock import Clock

from pearl.bootstrap import open_services
from pearl.settings import read_settings


@pytest.fixture()
def clinic(tmp_path: Path) -> Iterator[ClinicDesk]:
    """A desk with an account for each role."""
    current = open_services(read_settings({"DATABASE_URL": f"sqlite:///{tmp_path}/pearl.db"}))
    clock = Clock()
    desk = ClinicDesk(replace(current, clock=clock), clock)
    desk.file = f"{tmp_path}/pearl.db"
    yield desk
    desk.close()


browser = pytest.fixture(scope="module", name="browser")(opened_browser)


@pytest.fixture()
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page in a browser of its own; whatever a page's console complains about fails the test."""
    complaints: list[str] = []
    contexts = []

    def make(**options: object) -> Page:
        contexts.append(new_context(browser, **options))
        page = contexts[-1].new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda line: complaints.append(line.text) if line.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
    # The browser itself names every answer that is no 200.
    assert [line for line in complaints if "Failed to load resource" not in line] == []
