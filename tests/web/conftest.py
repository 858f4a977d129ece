"""The web channel over the real server."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from chat_page import Chat, fresh_chat, opened_browser
from playwright.sync_api import Browser
from post_office import MailServerAtWork
from real_server import ROOT, RealServer

CLINIC = "https://clinic.example"


@pytest.fixture(scope="session")
def server(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    """One server for all these tests, which one other website may use."""
    running = RealServer(tmp_path_factory.mktemp("web"), PEARL_ALLOWED_ORIGINS=CLINIC).start()
    yield running
    assert running.stop() == 0, running.printed[-2000:]


@pytest.fixture(scope="session")
def mail() -> Iterator[MailServerAtWork]:
    at_work = MailServerAtWork().start()
    yield at_work
    at_work.stop()


@pytest.fixture(scope="session")
def open_clinic(model: Path, mail: MailServerAtWork, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    """A server on a Wednesday morning while the clinic is open, with a mail server and words for another language."""
    folder = tmp_path_factory.mktemp("open_clinic")
    library = Path(shutil.copytree(ROOT / "data" / "library", folder / "library"))
    add_mirrored_words(library / "widget")
    variables = {"PEARL_SMTP_HOST": "127.0.0.1", "PEARL_SMTP_PORT": str(mail.port), "PEARL_SMTP_SECURITY": "none"}
    running = RealServer(folder, PEARL_NOW="2026-11-25T11:00", PEARL_LIBRARY=str(library), **variables).start()
    yield running
    assert running.stop() == 0, running.printed[-2000:]


def add_mirrored_words(folder: Path) -> None:
    """The English words as a language that is written from right to left would have them: ar-XB."""
    english = yaml.safe_load((folder / "en.yml").read_text(encoding="utf-8"))
    words = {key: f"\u200f\u05d0 {text}" for key, text in english["words"].items()}
    mirrored = {"language": "ar-XB", "direction": "rtl", "words": words}
    (folder / "ar-XB.yml").write_text(yaml.safe_dump(mirrored, allow_unicode=True), encoding="utf-8")


browser = pytest.fixture(scope="module", name="browser")(opened_browser)


@pytest.fixture()
def open_chat(browser: Browser, open_clinic: RealServer) -> Iterator[Chat]:
    """The demonstration page while the clinic is open."""
    with fresh_chat(browser) as fresh:
        yield fresh.go(open_clinic.url)
        assert fresh.unexpected == []


@pytest.fixture()
def chat(browser: Browser, server: RealServer) -> Iterator[Chat]:
    """The demonstration page; whatever its console complains about fails the test."""
    with fresh_chat(browser) as fresh:
        yield fresh.go(server.url)
        assert fresh.unexpected == []
