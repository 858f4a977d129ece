"""Two tabs talk while the network is cut at random: every message and every reply once, in order, in both."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from chat_page import CHROMIUM, FLAGS, Chat, new_context
from playwright.sync_api import BrowserContext, Route, expect, sync_playwright
from real_server import RealServer

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt-get install chromium"),
]
MESSAGES, CUTS = (200, 30) if os.environ.get("PEARL_ENDURANCE") else (16, 5)
SEEDS = [7, 8] if os.environ.get("PEARL_ENDURANCE") else [7]


class Weather:
    """Cuts the network at moments drawn beforehand: requests fail before they arrive, or their answers get lost."""

    def __init__(self, context: BrowserContext, seed: int) -> None:
        self._chance = random.Random(seed)
        self._left = 0
        self.cuts = self.lost = 0
        context.route("**/webhooks/web/**", self._pass)

    def cut(self) -> None:
        """Lose the next few requests."""
        self.cuts += 1
        self._left = self._chance.randint(1, 3)

    def _pass(self, route: Route) -> None:
        if self._left <= 0:
            return route.continue_()
        self._left -= 1
        self.lost += 1
        if route.request.method == "POST" and self._chance.random() < 0.5:
            route.fetch()
        return route.abort()


def said(chat: Chat) -> list[str]:
    return [line.removeprefix("visitor: ") for line in chat.shown() if line.startswith("visitor")]


@pytest.mark.parametrize("seed", SEEDS)
def test_two_tabs_show_everything_once_and_in_order(model: Path, tmp_path: Path, seed: int) -> None:
    server, chance = RealServer(tmp_path).start(), random.Random(seed)
    messages = [f"hello {number}" for number in range(MESSAGES)]
    moments = set(chance.sample(range(MESSAGES), CUTS))
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[f"--{flag}" for flag in FLAGS])
            context = new_context(browser)
            weather = Weather(context, seed)
            tabs = [Chat(context.new_page()).go(server.url).open() for _ in range(2)]
            tabs[0].ask("good morning")
            expect(tabs[1].find("[role=log] .entry")).to_have_count(2)
            for number, message in enumerate(messages):
                if number in moments:
                    weather.cut()
                tabs[chance.randrange(2)].say(message)
                expect(tabs[0].find(".pending")).to_have_count(0, timeout=90_000)
                expect(tabs[1].find(".pending")).to_have_count(0, timeout=90_000)
            for tab in tabs:
                expect(tab.find("[role=log] .entry")).to_have_count(2 * (MESSAGES + 1), timeout=90_000)
            assert tabs[0].shown() == tabs[1].shown()
            assert said(tabs[0]) == ["good morning", *messages]
            assert [line.startswith("visitor") for line in tabs[0].shown()] == [True, False] * (MESSAGES + 1)
            assert weather.cuts == CUTS and weather.lost >= CUTS
            browser.close()
    finally:
        assert server.stop() == 0
