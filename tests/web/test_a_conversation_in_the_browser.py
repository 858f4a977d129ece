"""The widget in Chromium: ask, read, tap, rate, end; and nothing that anybody types becomes HTML."""

from __future__ import annotations

import io
import os
import re
import sqlite3
from contextlib import closing

import pytest
from chat_page import DROPPED_PICTURE, Chat
from history import sender_of
from PIL import Image
from playwright.sync_api import expect
from post_office import MailServerAtWork, until
from real_server import ROOT, RealServer

PICTURE = ROOT / "docs" / "images" / "pearl.png"


def test_a_question_is_answered_with_its_sources_and_its_state_of_review(chat: Chat) -> None:
    chat.open().ask("can i pop milia?")
    expect(chat.find(".review")).to_contain_text("Not yet reviewed by a clinician")
    chat.find(".card summary").click()
    links = chat.find(".card li a")
    expect(links.first).to_be_visible()
    assert all((link.get_attribute("href") or "").startswith("https://") for link in links.all())
    assert all("noopener" in (link.get_attribute("rel") or "") for link in links.all())


def test_the_header_names_the_clinic_and_whether_it_is_open(chat: Chat) -> None:
    chat.open()
    expect(chat.find("h2")).to_have_text("Pearl Demonstration Skin Clinic")
    expect(chat.find(".state")).to_contain_text(re.compile("open now|open again"))
    expect(chat.find(".caution")).to_contain_text("Automatic answers, not a doctor. Not for emergencies")
    expect(chat.find(".caution a")).to_have_attribute("href", "tel:911")


def test_a_suggestion_is_asked_on_a_tap_and_gone_afterwards(chat: Chat) -> None:
    chat.open()
    expect(chat.find(".choices button")).to_have_count(4)
    chat.find(
        ".choices button",
    ).filter(has_text="Can I pop them?").click()
    chat.answered()
    assert chat.shown()[0] == "visitor: Can I pop them?"
    expect(chat.find(".choices button").filter(has_text="What are milia?")).to_have_count(0)


def test_a_tapped_button_is_grey_and_stays_so_after_a_reload(chat: Chat) -> None:
    chat.open().ask("can i pop milia?")
    more = chat.find(".choices button").filter(has_text="Tell me more").first
    more.click()
    chat.answered()
    expect(more).to_have_attribute("aria-disabled", "true")
    chat.page.reload()
    expect(more).to_have_attribute("aria-disabled", "true")
    booking = chat.find(".choices button").filter(has_text="Ask for an appointment").first
    expect(booking).to_have_attribute("aria-disabled", "false")
    said = chat.shown()
    more.click(force=True)
    assert chat.shown() == said


def test_the_clinics_numbers_can_be_tapped_and_lists_are_lists(chat: Chat) -> None:
    chat.open().ask("what is your phone number?")
    expect(chat.find("[role=log] a[href='tel:7805550199']").first).to_be_visible()


def test_a_red_flag_is_shown_as_urgent(chat: Chat) -> None:
    chat.open().ask("my lips are swollen and I can't breathe")
    expect(chat.find(".urgent")).to_contain_text("911")
    expect(chat.find(".urgent-label")).to_contain_text("Urgent")
    red, green, blue = map(
        int, re.findall(r"\d+", chat.find(".urgent").evaluate("e => getComputedStyle(e).borderTopColor"))
    )
    assert red > 4 * max(green, blue)


def test_an_answer_can_be_rated_once(chat: Chat) -> None:
    chat.open().ask("can i pop milia?")
    chat.find(".rate button").first.click()
    expect(chat.find(".rate")).to_have_text("Thank you for telling us.")


def test_html_that_a_visitor_types_stays_text(chat: Chat) -> None:
    typed = "<img src=x onerror=\"document.title='taken'\"><b>hello</b> [x](javascript:alert(1))"
    chat.open().ask(typed)
    assert chat.shown()[0] == f"visitor: {typed}"
    assert chat.find("[role=log] img, [role=log] b, .visitor a").count() == 0
    assert chat.page.title() != "taken"


def test_html_in_a_name_stays_text_when_it_is_read_back(chat: Chat) -> None:
    chat.open()
    chat.find(".choices button").filter(has_text="Ask for an appointment").click()
    chat.answered()
    for answer in ("milia <i>here</i>", "next tuesday at 2 pm", "my name is Ada <b>Test</b>", "780 555 0134"):
        chat.ask(answer)
    assert chat.find("[role=log] b, [role=log] i").count() == 0


def test_too_long_a_message_is_not_sent_and_says_so(chat: Chat) -> None:
    chat.open().say("x" * 2001)
    expect(chat.find("#count")).to_contain_text("2001 of 2000 characters")
    assert chat.shown() == []


def test_a_picture_gets_a_kind_sentence(chat: Chat) -> None:
    chat.open()
    chat.find(".panel").evaluate(DROPPED_PICTURE)
    expect(chat.find("[role=status] .notice")).to_contain_text("I can't look at pictures, and nothing of it was kept")
    assert chat.shown() == []


def test_a_pasted_picture_gets_the_same_sentence_and_pasted_words_are_words(chat: Chat) -> None:
    chat.open()
    pasted = """(field, [name, text]) => { const data = new DataTransfer();
        if (name) data.items.add(new File(['x'], name, {type: 'image/png'})); else data.setData('text/plain', text);
        return field.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})) }"""
    assert chat.find("textarea").evaluate(pasted, ["skin.png", ""]) is False
    expect(chat.find("[role=status] .notice")).to_contain_text("I can't look at pictures, and nothing of it was kept")
    expect(chat.find("textarea")).to_have_value("")
    assert chat.find("textarea").evaluate(pasted, ["", "hello"]) is True
    assert chat.shown() == [] and chat.page.evaluate("JSON.stringify(sessionStorage).includes('skin')") is False


def test_while_pearl_writes_three_dots_are_shown_and_every_message_has_its_time(chat: Chat) -> None:
    chat.open()
    chat.page.route("**/webhooks/web/messages?*", lambda route: None)
    chat.say("hello")
    expect(chat.find(".typing i")).to_have_count(3)
    chat.page.unroute("**/webhooks/web/messages?*")
    chat.page.reload()
    expect(chat.find("[role=log] .entry")).to_have_count(2, timeout=30_000)
    stamps = chat.find("[role=log] time").all()
    assert len(stamps) == 2
    assert all(re.fullmatch(r"\d{1,2}:\d\d\s[AP]M", stamp.inner_text()) for stamp in stamps)


def test_line_breaks_and_lists_are_shown_as_such(chat: Chat) -> None:
    reply = {
        "cursor": 2,
        "from": "pearl",
        "at": "2026-11-25T18:00:00+00:00",
        "text": "one\ntwo\n\n- a\n- b\n\n1. c\n2. d",
    }
    chat.page.route(
        "**/webhooks/web/messages?*",
        lambda route: route.fulfill(
            json={"messages": [reply] if "after=0" in route.request.url else [], "cursor": 2, "busy": False}
        ),
    )
    chat.open().say("hello")
    bubble = chat.find("[role=log] .pearl .bubble")
    expect(bubble.locator("ul li")).to_have_text(["a", "b"])
    expect(bubble.locator("ol li")).to_have_text(["c", "d"])
    assert bubble.locator("p").first.inner_text() == "one\ntwo"
    chat.page.unroute("**/webhooks/web/messages?*")


def test_the_conversation_is_sent_by_e_mail_after_asking_back(open_chat: Chat, mail: MailServerAtWork) -> None:
    chat = open_chat
    chat.open().ask("can i pop milia?")
    chat.find("#more").click()
    chat.find(".menu button").filter(has_text="Send it by e-mail").click()
    expect(chat.find("#address")).to_be_focused()
    chat.find("#address").fill("no address")
    chat.page.keyboard.press("Enter")
    expect(chat.find("#trouble")).to_contain_text("no e-mail address that mail could reach")
    chat.find("#address").fill("pat@example.org")
    chat.page.keyboard.press("Enter")
    expect(chat.find("#ask")).to_have_text("Send the whole conversation to pat@example.org?")
    assert "pat@example.org" not in mail.mailbox.recipients
    chat.page.keyboard.press("Enter")
    expect(chat.find("[role=status] .notice")).to_have_text("It is on its way to pat@example.org.")
    until(lambda: "pat@example.org" in mail.mailbox.recipients, 10)


def test_an_ended_conversation_is_erased_with_a_receipt(chat: Chat, server: RealServer) -> None:
    chat.open().ask("can i pop milia?")
    sender = sender_of(chat.page)
    chat.find("#more").click()
    chat.find(".menu .ends").click()
    chat.page.get_by_role("button", name="Erase it").click()
    expect(chat.find("[role=status] .notice")).to_contain_text(re.compile("Your receipt: ERA-[2-9A-Z]{6}"))
    assert chat.shown() == []
    chat.page.reload()
    expect(chat.find(".choices button").first).to_be_visible()
    assert chat.shown() == []
    chat.ask("hello")
    assert len(chat.shown()) == 2
    with closing(sqlite3.connect(server.database)) as database:
        for table, name in (("messages", "sender"), ("events", "sender_id")):
            assert database.execute(f"SELECT count(*) FROM {table} WHERE {name} = ?", (sender,)).fetchone() == (0,)


def test_a_person_can_be_asked_for_from_the_menu(chat: Chat) -> None:
    chat.open()
    chat.find("#more").click()
    chat.page.get_by_role("button", name="Talk to a person").click()
    chat.answered()
    assert re.search("ASK-[2-9A-Z]{6}", chat.shown()[1])


def test_the_conversation_can_be_copied_and_sent_by_e_mail(chat: Chat) -> None:
    chat.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    chat.open().ask("hello")
    chat.find("#more").click()
    mail = chat.find(".menu a").get_attribute("href") or ""
    assert mail.startswith("mailto:?subject=Pearl%20Demonstration") and "You%3A%20hello" in mail
    chat.page.get_by_role("button", name="Copy the conversation").click()
    expect(chat.find("[role=status] .notice")).to_contain_text("copied")
    copied = chat.page.evaluate("navigator.clipboard.readText()")
    assert "You: hello" in copied and "Pearl: " in copied


def test_the_pages_own_buttons_open_the_chat_and_ask(chat: Chat) -> None:
    chat.page.get_by_role("button", name="Is it acne?").click()
    chat.answered()
    assert chat.shown()[0] == "visitor: Is it acne?"


@pytest.mark.skipif(not os.environ.get("PEARL_SCREENSHOT"), reason="PEARL_SCREENSHOT is not set")
def test_the_picture_in_the_readme_is_taken(chat: Chat) -> None:
    chat.open().ask("can I pop milia?")
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(io.BytesIO(chat.page.screenshot())) as taken:
        taken.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(PICTURE, optimize=True)
    assert PICTURE.stat().st_size < 300_000
