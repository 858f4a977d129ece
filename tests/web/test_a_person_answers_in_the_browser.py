"""A person of the clinic in the conversation: named, counted while the chat is closed, and let go with one button."""

from __future__ import annotations

import re

import pytest
from chat_page import Chat
from clinic_staff import desk_of
from playwright.sync_api import expect
from real_server import RealServer

from pearl.handover.life import HandoverLife

WHO = "Robin"


@pytest.fixture()
def desk(open_clinic: RealServer) -> HandoverLife:
    return desk_of(open_clinic)


def ask_for_a_person(chat: Chat) -> str:
    chat.open()
    chat.find("#more").click()
    chat.find(".menu button").filter(has_text="Talk to a person").click()
    chat.answered()
    return re.findall(r"ASK-\w{6}", chat.shown()[-1])[0]


def test_who_asks_for_a_person_reads_that_one_is_waited_for_and_then_who_is_there(
    open_chat: Chat, desk: HandoverLife
) -> None:
    reference = ask_for_a_person(open_chat)
    banner = open_chat.find(".person")
    expect(banner.locator("[role=status]")).to_contain_text("You asked for a person")
    desk.take(reference, WHO)
    expect(banner).to_contain_text(f"{WHO} of the clinic is in this conversation", timeout=30_000)
    expect(banner).to_contain_text("The automatic assistant is silent")


def test_a_persons_replies_have_the_persons_name_and_are_told_apart_from_pearls(
    open_chat: Chat, desk: HandoverLife
) -> None:
    reference = ask_for_a_person(open_chat)
    desk.take(reference, WHO)
    desk.answer(reference, WHO, "Hello, <b>how</b> can I help?")
    desk.answer(reference, WHO, "I am listening.")
    replies = open_chat.find(".entry.staff")
    expect(replies).to_have_count(2, timeout=30_000)
    expect(open_chat.find(".speaker")).to_have_text([f"{WHO}, of the clinic"])
    expect(replies.first.locator(".bubble")).to_have_text("Hello, <b>how</b> can I help?")
    open_chat.page.reload()
    expect(open_chat.find(".speaker")).to_have_text([f"{WHO}, of the clinic"])


def test_replies_while_the_chat_was_closed_are_counted_and_there_when_it_opens(
    open_chat: Chat, desk: HandoverLife
) -> None:
    reference = ask_for_a_person(open_chat)
    desk.take(reference, WHO)
    expect(open_chat.find(".person")).to_contain_text(WHO, timeout=30_000)
    open_chat.find("[aria-label='Close the chat']").click()
    desk.answer(reference, WHO, "Are you still there?")
    expect(open_chat.find(".badge")).to_contain_text("New messages: 1", timeout=30_000)
    open_chat.open()
    expect(open_chat.find(".entry.staff .bubble").last).to_have_text("Are you still there?")
    open_chat.find("[aria-label='Close the chat']").click()
    expect(open_chat.find(".badge")).to_have_count(0)


def test_the_talk_is_ended_by_the_clinic(open_chat: Chat, desk: HandoverLife) -> None:
    reference = ask_for_a_person(open_chat)
    desk.take(reference, WHO)
    expect(open_chat.find(".person")).to_contain_text(WHO, timeout=30_000)
    desk.end(reference, WHO)
    expect(open_chat.find(".person")).to_have_count(0, timeout=30_000)


def test_the_talk_is_ended_by_the_visitor(open_chat: Chat) -> None:
    ask_for_a_person(open_chat)
    with open_chat.page.expect_request(lambda request: request.method == "POST") as sent:
        open_chat.find(".person button").click()
    assert sent.value.post_data_json["payload"] == "/back_to_pearl"
    open_chat.answered()
    expect(open_chat.find(".person")).to_have_count(0, timeout=30_000)
    open_chat.ask("can i pop milia?")
    expect(open_chat.find(".entry.pearl .card")).to_have_count(1)


def test_pearl_is_silent_while_a_person_is_there_and_the_newest_reply_is_in_view(
    open_chat: Chat, desk: HandoverLife
) -> None:
    reference = ask_for_a_person(open_chat)
    desk.take(reference, WHO)
    expect(open_chat.find(".person")).to_contain_text(WHO, timeout=30_000)
    told = open_chat.find(".entry.pearl").count()
    open_chat.ask("can i pop milia?")
    expect(open_chat.find(".entry.pearl")).to_have_count(told)
    for n in range(8):
        desk.answer(reference, WHO, f"This is a rather long reply, number {n}. " * 4)
    expect(open_chat.find(".entry.staff")).to_have_count(8, timeout=30_000)
    expect(open_chat.find(".entry.staff").last).to_be_in_viewport(ratio=0.9)
