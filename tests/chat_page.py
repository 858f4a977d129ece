"""A page with the widget on it, as somebody in front of a browser would use it; and pages of other websites."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ("no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking",
         "disable-component-update", "disable-sync")  # fmt: skip
# What a browser says by itself when the network is away or the server refuses; not a fault of the page.
EXPECTED = ("net::ERR_", "Failed to load resource")

DROPPED_PICTURE = """panel => { const files = new DataTransfer(); files.items.add(new File(['x'], 'skin.png', {type: 'image/png'}));
    panel.dispatchEvent(new DragEvent('drop', {dataTransfer: files, bubbles: true, cancelable: true})); }"""


class Chat:
    """The chat on one page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.set_default_timeout(15_000)
        page.on(
            "console", lambda line: self.complaints.append(line.text) if line.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    @property
    def unexpected(self) -> list[str]:
        return [line for line in self.complaints if not any(known in line for known in EXPECTED)]

    def find(self, selector: str) -> Locator:
        return self.page.locator(f"pearl-chat {selector}")

    def go(self, address: str) -> Chat:
        self.page.goto(address)
        return self

    def open(self) -> Chat:
        self.find(".launcher").click()
        expect(self.find(".panel")).to_be_visible()
        return self

    def say(self, text: str) -> None:
        self.find("textarea").fill(text)
        self.find("textarea").press("Enter")

    def ask(self, text: str) -> None:
        """Say something and wait until nothing is on its way any more."""
        self.say(text)
        self.answered()

    def answered(self) -> None:
        expect(self.find(".entry.visitor").last).to_be_visible()
        expect(self.find(".pending")).to_have_count(0, timeout=30_000)
        expect(self.find(".typing")).to_have_count(0, timeout=30_000)

    def shown(self) -> list[str]:
        """Who said what, in the order shown: 'visitor: hello'."""
        return list(
            self.find("[role=log]").evaluate(
                """log => [...log.querySelectorAll('.entry')].map(entry => {
                    const words = [...entry.querySelectorAll('.bubble > p')].map(p => p.textContent).join(' ');
                    return (entry.classList[1] + ': ' + words.replace('You: ', '')).trim();
                })"""
            )
        )


@contextmanager
def fresh_chat(browser: Browser, **options: object) -> Iterator[Chat]:
    """A chat in a browser of its own (storage, cookies, tabs)."""
    context = new_context(browser, **options)
    yield Chat(context.new_page())
    context.close()


def new_context(browser: Browser, **options: object) -> BrowserContext:
    settings = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce", **options}
    return browser.new_context(**settings)  # type: ignore[arg-type]


@contextmanager
def website(body: str, **headers: str) -> Iterator[str]:
    """Another website on this machine, whose only page holds this HTML; gives its address."""

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path == "/"
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(body.encode() if found else b"")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def tag(server: str, options: str = "") -> str:
    """The one tag that puts the widget on a page."""
    return f'<script src="{server}/widget/pearl.js" data-server="{server}" {options} async></script>'


def html(inside: str, lang: str = "en") -> str:
    return (
        f'<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>A website</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">'
        f"<body><main><h1>A website</h1></main>{inside}</body></html>"
    )


def opened_browser() -> Iterator[Browser]:
    """Chromium for a fixture, open no longer than a file's tests: Playwright's event loop runs meanwhile, and other files
    need one of their own. The tests are skipped where there is none.
    """
    if CHROMIUM is None:
        pytest.skip("no Chromium here: apt-get install chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=[f"--{flag}" for flag in FLAGS])
        yield opened
        opened.close()
