"""The chat in another language: its words, its direction, and Pearl's answers marked as what they are."""

from __future__ import annotations

import re

from chat_page import fresh_chat, html, tag, website
from playwright.sync_api import Browser, expect
from real_server import RealServer

MIRRORED = re.compile("^\\s*\u200f\u05d0 ")
OWN_WORDS = """chat => {
    const root = chat.shadowRoot, found = [];
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        const text = node.textContent.trim(), holder = node.parentElement;
        if (/[a-z]{3}/i.test(text) && holder?.closest('[lang]')?.lang !== 'en' && !holder.closest('time, .visitor')) found.push(text);
    }
    for (const element of root.querySelectorAll('[aria-label], [placeholder]'))
        found.push(element.getAttribute('aria-label') ?? element.getAttribute('placeholder'));
    return found;
}"""


def test_every_word_of_the_chat_is_in_the_language_of_the_page(browser: Browser, open_clinic: RealServer) -> None:
    page = html(tag(open_clinic.url), lang="ar-XB")
    with fresh_chat(browser) as chat, website(page) as address:
        chat.go(address).open().ask("can i pop milia?")
        chat.find("#more").click()
        words = chat.page.locator("pearl-chat").evaluate(OWN_WORDS)
        foreign = [word for word in words if not MIRRORED.match(word)]
        assert foreign == []
        assert len(words) > 15
        assert chat.unexpected == []


def test_what_pearl_says_is_marked_with_her_language(browser: Browser, open_clinic: RealServer) -> None:
    with fresh_chat(browser) as chat, website(html(tag(open_clinic.url, 'data-lang="ar-XB"'))) as address:
        chat.go(address).open().ask("can i pop milia?")
        expect(chat.find(".panel")).to_have_attribute("lang", "ar-XB")
        bubbles = chat.find(".pearl .bubble").evaluate_all(
            "all => all.map(e => [e.lang, getComputedStyle(e).direction])"
        )
        assert {tuple(bubble) for bubble in bubbles} == {("en", "ltr")}
        expect(chat.find(".card").last).to_have_attribute("lang", "ar-XB")


def test_it_is_laid_out_from_right_to_left(browser: Browser, open_clinic: RealServer) -> None:
    for width in (360, 1280):
        page, viewport = html(tag(open_clinic.url, 'data-lang="ar-XB"')), {"width": width, "height": 740}
        with fresh_chat(browser, viewport=viewport) as chat, website(page) as address:
            chat.go(address).open().ask("hello")
            place = {
                name: chat.find(selector).first.bounding_box() or {}
                for name, selector in {
                    "mine": ".visitor .bubble",
                    "hers": "[role=log] .pearl .bubble",
                    "close": ".head .icon:last-of-type",
                    "name": "h2",
                    "send": ".send",
                    "field": "textarea",
                }.items()
            }
            assert place["mine"]["x"] < place["hers"]["x"] + place["hers"]["width"]
            assert place["close"]["x"] < place["name"]["x"] and place["send"]["x"] < place["field"]["x"]
            assert chat.find(".scroll").evaluate("e => e.scrollWidth <= e.clientWidth")


def test_the_calendar_is_turned_too_and_its_keys_go_the_way_they_point(
    browser: Browser, open_clinic: RealServer
) -> None:
    with fresh_chat(browser) as chat, website(html(tag(open_clinic.url, 'data-lang="ar-XB"'))) as address:
        chat.go(address).open()
        chat.find(".choices button").filter(has_text="Ask for an appointment").click()
        chat.answered()
        chat.ask("milia under my eyes")
        chat.ask("no, I am new")
        chat.find(".extra").click()
        thursday, friday = (chat.find(f"[data-day='2026-11-{day}']") for day in (26, 27))
        expect(thursday).to_be_focused()
        assert (friday.bounding_box() or {})["x"] < (thursday.bounding_box() or {})["x"]
        chat.page.keyboard.press("ArrowLeft")
        expect(friday).to_be_focused()


def test_a_language_that_nobody_has_is_english(browser: Browser, open_clinic: RealServer) -> None:
    with fresh_chat(browser) as chat, website(html(tag(open_clinic.url), lang="tlh")) as address:
        chat.go(address).open()
        expect(chat.find(".panel")).to_have_attribute("lang", "en")
        expect(chat.find("textarea")).to_have_attribute("placeholder", "Write a message")
