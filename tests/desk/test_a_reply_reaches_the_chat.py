"""The whole of Pearl: what staff type at the desk appears in a visitor's browser, while Pearl stays silent."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from chat_page import Chat
from playwright.sync_api import Page, expect
from real_server import RealServer

OPEN = "2026-11-25T11:00"
DESK = re.compile(r"The desk for staff: (http://\S+) \(sign in as demo with (\S+), good until the next start\)")


@pytest.fixture()
def server(model: Path, tmp_path: Path) -> Iterator[RealServer]:
    running = RealServer(tmp_path, PEARL_NOW=OPEN, PEARL_DESK_PORT="0").start()
    yield running
    assert running.stop() == 0, running.printed[-2000:]


def test_a_reply_typed_at_the_desk_is_in_the_chat_within_two_seconds(
    server: RealServer, open_page: Callable[..., Page]
) -> None:
    way_in = DESK.search(server.printed)
    assert way_in, server.printed
    chat, desk = Chat(open_page()).go(server.url).open(), open_page()
    chat.ask("can I talk to a person?")
    desk.goto(f"{way_in[1]}/conversations")
    desk.get_by_label("Name").fill("demo")
    desk.get_by_label("Password").fill(way_in[2])
    desk.get_by_role("button", name="Sign in").click()
    desk.get_by_role("link", name=re.compile("^ASK-")).first.click()
    desk.get_by_role("button", name="Take this conversation").click()
    expect(chat.find("[role=log]")).to_contain_text("demo from", timeout=2500)
    before = len(chat.shown())
    chat.say("can I pop milia?")
    expect(desk.locator(".said .visitor").last).to_contain_text("can I pop milia?", timeout=3000)
    desk.get_by_label("Your reply").fill("Better not; <b>shall</b> I book a visit for you?")
    pressed = time.monotonic()
    desk.get_by_role("button", name="Send to the visitor").click()
    expect(chat.find("[role=log]")).to_contain_text("Better not; <b>shall</b> I book a visit for you?", timeout=2500)
    assert time.monotonic() - pressed <= 2
    # Pearl has an answer to that question, and keeps it to herself.
    assert [line.partition(":")[0] for line in chat.shown()[before:]] == ["visitor", "staff"]
    desk.get_by_role("button", name="End this conversation").click()
    expect(desk.locator("h1 .badge")).to_have_text("ended")
    chat.ask("can I pop milia?")
    assert chat.shown()[-1].startswith("pearl:")
