"""Reload, two tabs, a lost answer, a restart, no network: the visitor sees every message once, in order."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from chat_page import Chat, fresh_chat, html, new_context, tag, website
from history import KEPT, fill, sender_of
from playwright.sync_api import Browser, Route, expect
from real_server import RealServer
from web_visitor import WebVisitor

from pearl.bootstrap import open_services
from pearl.clock import fixed_clock
from pearl.settings import read_settings
from pearl.web.session_tokens import SessionTokens

MESSAGES = "**/webhooks/web/messages*"
ANSWERED = ["visitor: can i pop milia?", "pearl", "pearl"]


def who(shown: list[str]) -> list[str]:
    """What visitors said, and only that somebody else spoke."""
    return [line if line.startswith("visitor") else line.partition(":")[0] for line in shown]


@pytest.fixture()
def own_server(model: Path, tmp_path: Path) -> Iterator[RealServer]:
    """A server that a test may stop and start again on the same port."""
    running = RealServer(tmp_path).start()
    running.keep_port()
    yield running
    assert running.stop() == 0


def test_a_reload_shows_each_message_once_and_the_panel_as_it_was(chat: Chat) -> None:
    chat.open().ask("can i pop milia?")
    before = chat.shown()
    for _ in range(2):
        chat.page.reload()
        expect(chat.find("[role=log] .entry")).to_have_count(3)
        assert chat.shown() == before and who(before) == ANSWERED
    chat.find("[aria-label='Close the chat']").click()
    chat.page.reload()
    expect(chat.find(".launcher")).to_be_visible()


def test_what_is_being_typed_survives_a_reload(chat: Chat) -> None:
    chat.open().find("textarea").fill("half a sen")
    chat.page.reload()
    expect(chat.find("textarea")).to_have_value("half a sen")


def test_two_tabs_are_one_conversation(browser: Browser, server: RealServer) -> None:
    context = new_context(browser)
    first = Chat(context.new_page()).go(server.url).open()
    first.ask("can i pop milia?")
    second = Chat(context.new_page()).go(server.url).open()
    expect(second.find("[role=log] .entry")).to_have_count(3)
    second.ask("is it acne?")
    first.ask("hello")
    expect(first.find("[role=log] .entry")).to_have_count(8)
    expect(second.find("[role=log] .entry")).to_have_count(8)
    assert first.shown() == second.shown()
    assert first.page.evaluate(f"{KEPT}.token.token") == second.page.evaluate(f"{KEPT}.token.token")
    assert first.page.evaluate("localStorage.length") == 0
    context.close()


def test_an_ended_conversation_is_gone_from_the_other_tab_too(browser: Browser, server: RealServer) -> None:
    context = new_context(browser)
    first, second = (Chat(context.new_page()).go(server.url).open() for _ in range(2))
    first.ask("hello")
    expect(second.find("[role=log] .entry")).to_have_count(2)
    first.find("#more").click()
    first.find(".menu .ends").click()
    first.page.get_by_role("button", name="Erase it").click()
    expect(second.find("[role=log] .entry")).to_have_count(0)
    expect(second.find(".notice")).to_contain_text("The earlier conversation has ended")
    context.close()


def test_a_message_whose_acknowledgement_was_lost_is_sent_again_and_shown_once(chat: Chat) -> None:
    lost = []

    def lose_the_first_answer(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    chat.page.route(MESSAGES, lose_the_first_answer)
    chat.open().ask("can i pop milia?")
    assert lost == [202] and who(chat.shown()) == ANSWERED


def test_without_a_server_the_chat_says_so_helps_and_sends_later_once(chat: Chat) -> None:
    chat.open()
    chat.page.context.set_offline(True)
    chat.say("can i pop milia?")
    lost = chat.find(".lost")
    expect(lost).to_contain_text("I can't be reached just now")
    expect(lost.get_by_role("link", name="Call 780 555 0199")).to_have_attribute("href", "tel:7805550199")
    expect(lost).to_contain_text("Tuesday to Friday: 9:30 am to 5 pm")
    expect(lost).to_contain_text("call 911")
    answer = lost.locator("details").filter(has_text="pop or squeeze")
    answer.locator("summary").first.click()
    expect(answer).to_contain_text("A milium has no hole on top")
    expect(answer).to_contain_text("Not yet reviewed by a clinician")
    chat.say("is it acne?")
    expect(chat.find(".pending")).to_have_count(2)
    chat.page.context.set_offline(False)
    chat.answered()
    expect(lost).to_have_count(0)
    said = [line for line in chat.shown() if line.startswith("visitor")]
    assert said == ["visitor: can i pop milia?", "visitor: is it acne?"]


def test_trying_again_sends_at_once(chat: Chat) -> None:
    chat.open().ask("hello")
    chat.page.route(MESSAGES, lambda route: route.abort())
    chat.say("can i pop milia?")
    expect(chat.find(".lost")).to_be_visible()
    chat.page.wait_for_timeout(4000)
    chat.page.unroute(MESSAGES)
    chat.find(".lost").get_by_role("button", name="Try again").click()
    expect(chat.find("[role=log] .entry")).to_have_count(5, timeout=2500)


def test_a_server_that_ends_and_comes_back_loses_nothing(browser: Browser, own_server: RealServer) -> None:
    with fresh_chat(browser) as chat:
        chat.go(own_server.url).open().ask("can i pop milia?")
        own_server.kill()
        chat.say("is it acne?")
        expect(chat.find(".lost")).to_be_visible()
        own_server.start()
        chat.answered()
        assert who(chat.shown()) == [*ANSWERED, "visitor: is it acne?", "pearl", "pearl"]
        assert chat.unexpected == []


def test_a_message_that_was_acknowledged_before_the_server_ended_is_answered_after(
    browser: Browser, own_server: RealServer
) -> None:
    with fresh_chat(browser) as chat:
        chat.go(own_server.url).open().ask("hello")

        def end_right_after(route: Route) -> None:
            if route.request.method == "POST":
                answer = route.fetch()
                own_server.kill()
                route.fulfill(response=answer)
            else:
                route.continue_()

        chat.page.route(MESSAGES, end_right_after)
        chat.say("can i pop milia?")
        expect(chat.find(".lost")).to_be_visible(timeout=30_000)
        chat.page.unroute(MESSAGES)
        own_server.start()
        expect(chat.find("[role=log] .entry")).to_have_count(5, timeout=30_000)
        assert who(chat.shown())[2:] == ANSWERED


def test_an_answer_that_comes_while_the_chat_is_closed_is_counted(chat: Chat, server: RealServer) -> None:
    chat.open().ask("hello")
    chat.find("[aria-label='Close the chat']").click()
    elsewhere = WebVisitor(server)
    elsewhere.token = chat.page.evaluate(f"{KEPT}.token.token")
    elsewhere.says("can i pop milia?")
    expect(chat.find(".badge")).to_contain_text(re.compile("^[23]"), timeout=30_000)
    chat.find(".launcher").click()
    chat.find("[aria-label='Close the chat']").click()
    expect(chat.find(".badge")).to_have_count(0)


@pytest.mark.parametrize("token", ["nonsense", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ3ZWI6YSJ9.c2lnbmF0dXJl"])
def test_a_token_of_another_server_ends_in_a_new_conversation_and_not_in_a_loss(chat: Chat, token: str) -> None:
    chat.open().ask("hello")
    put_token(chat, token)
    chat.ask("can i pop milia?")
    assert who(chat.shown()) == ANSWERED


def test_what_was_said_while_the_tab_slept_is_there_when_it_wakes(chat: Chat, server: RealServer) -> None:
    chat.open().ask("hello")
    elsewhere = WebVisitor(server)
    elsewhere.token = chat.page.evaluate(f"{KEPT}.token.token")
    sleep = chat.page.context.new_cdp_session(chat.page)
    sleep.send("Page.setWebLifecycleState", {"state": "frozen"})
    elsewhere.says("can i pop milia?")
    sleep.send("Page.setWebLifecycleState", {"state": "active"})
    expect(chat.find("[role=log] .entry")).to_have_count(5, timeout=30_000)
    assert who(chat.shown())[2:] == ANSWERED


def test_an_expired_token_begins_a_new_conversation_and_loses_no_word(chat: Chat, server: RealServer) -> None:
    chat.open().ask("hello")
    current = open_services(read_settings({"DATABASE_URL": server.database_url}), migrate=False)
    tokens = SessionTokens(current.session_keys(), fixed_clock("2026-01-01T10:00", current.profile.zone))
    put_token(chat, tokens.token(tokens.begin(server.url)))
    chat.ask("can i pop milia?")
    assert who(chat.shown()) == ANSWERED


def test_a_token_stolen_by_another_website_opens_nothing_there(
    chat: Chat, server: RealServer, browser: Browser
) -> None:
    chat.open().ask("can i pop milia?")
    stolen = chat.page.evaluate(f"{KEPT}.token.token")
    with website(html(tag(server.url))) as address, fresh_chat(browser) as thief:
        thief.go(address).open().ask("hello")
        put_token(thief, stolen)
        thief.ask("hello")
        assert who(thief.shown()) == ["visitor: hello", "pearl"]


def put_token(chat: Chat, token: str) -> None:
    """Let the page have a token from elsewhere."""
    put = {"token": token, "renewAt": 9e15}
    chat.page.evaluate(
        f"t => sessionStorage.setItem(Object.keys(sessionStorage)[0], JSON.stringify({{...{KEPT}, token: t}}))", put
    )
    chat.page.reload()


def test_five_hundred_messages_are_shown_and_do_not_slow_down_the_typing(chat: Chat, server: RealServer) -> None:
    chat.open().ask("hello")
    fill(server, sender_of(chat.page), 500)
    chat.page.reload()
    expect(chat.find("[role=log] .entry")).to_have_count(502, timeout=20_000)
    chat.find("textarea").focus()
    began = time.monotonic()
    chat.page.keyboard.type("abcdefghij")
    assert time.monotonic() - began < 2
    chat.find("textarea").fill("")
    chat.ask("can i pop milia?")
    expect(chat.find("[role=log] .entry")).to_have_count(505)
    question = chat.find(".entry.visitor").last.bounding_box()
    panel = chat.find(".scroll").bounding_box()
    assert question and panel and panel["y"] <= question["y"] < panel["y"] + panel["height"]
