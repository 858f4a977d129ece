"""The page in Chromium: answers with sources, red flags in red, and nothing that a visitor types becomes HTML."""

from __future__ import annotations

import io
import os
import re
import shutil
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright
from real_server import ROOT, RealServer

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ("no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking",
         "disable-component-update", "disable-sync")  # fmt: skip
OFFLINE = "net::ERR_INTERNET_DISCONNECTED"
PICTURE = ROOT / "docs" / "images" / "pearl.png"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt-get install chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=[f"--{flag}" for flag in FLAGS])
        yield opened
        opened.close()


@pytest.fixture()
def page(browser: Browser, server: RealServer) -> Iterator[Page]:
    """The page in a fresh tab; whatever the console complains about fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    opened, complaints = context.new_page(), []
    opened.set_default_timeout(15_000)
    opened.on("console", lambda line: complaints.append(line.text) if line.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto(server.url)
    yield opened
    context.close()
    assert [complaint for complaint in complaints if OFFLINE not in complaint] == []


def ask(page: Page, question: str) -> None:
    """Type a question and wait until Pearl has answered it."""
    page.locator("#message").fill(question)
    page.locator("#message").press("Enter")
    answered(page)


def answered(page: Page) -> None:
    expect(page.locator(".from-visitor ~ .from-pearl").last).to_be_visible()
    expect(page.locator(".typing")).to_have_count(0)


@pytest.mark.parametrize("question", ["can I pop milia?", "is it acne?"])
def test_a_question_is_answered_with_its_sources(page: Page, question: str) -> None:
    ask(page, question)
    page.locator(".from-visitor ~ .from-pearl summary").click()
    links = page.locator(".from-pearl details li a")
    expect(links.first).to_be_visible()
    assert all(link.get_attribute("href").startswith("https://") for link in links.all())
    assert all("noopener" in link.get_attribute("rel") for link in links.all())


def test_a_suggestion_is_answered_on_a_click(page: Page) -> None:
    page.get_by_role("button", name="Can I pop them?").click()
    answered(page)
    expect(page.locator(".from-visitor")).to_contain_text("Can I pop them?")


def test_a_red_flag_is_shown_as_urgent(page: Page) -> None:
    ask(page, "my lips are swollen and I can't breathe")
    urgent = page.locator(".urgent")
    expect(urgent).to_contain_text("911")
    expect(urgent.locator(".urgent-label")).to_contain_text("Urgent")
    red, green, blue = map(int, re.findall(r"\d+", urgent.evaluate("e => getComputedStyle(e).borderTopColor")))
    assert red > 4 * max(green, blue)


def test_an_ordinary_answer_is_not_shown_as_urgent(page: Page) -> None:
    ask(page, "is it acne?")
    expect(page.locator(".urgent")).to_have_count(0)


def test_html_that_a_visitor_types_stays_text(page: Page) -> None:
    typed = "<img src=x onerror=\"document.title='taken'\"><b>hello</b>"
    ask(page, typed)
    expect(page.locator(".from-visitor")).to_contain_text(typed)
    assert page.locator(".from-visitor img, .from-visitor b").count() == 0
    assert page.title() != "taken"


def test_html_in_a_name_stays_text_when_it_is_read_back(page: Page) -> None:
    page.get_by_role("button", name="Ask for an appointment").first.click()
    answered(page)
    for answer in ("milia <i>here</i>", "next tuesday at 2 pm", "my name is Ada <b>Test</b>", "780 555 0134"):
        ask(page, answer)
    assert page.locator(".message b, .message i").count() == 0


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("#message").wait_for()
    expect(page.locator("#message")).to_be_focused()
    page.keyboard.type("is it acne?")
    page.keyboard.press("Enter")
    answered(page)
    expect(page.locator("#message")).to_be_focused()
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.textContent") == "Tell me more":
            break
    page.keyboard.press("Enter")
    expect(page.locator(".from-visitor").last).to_contain_text("Tell me more")
    answered(page)


def test_a_phone_of_320_pixels_scrolls_in_one_direction_only(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    ask(page, "is it acne?")
    ask(page, "x" * 300)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.locator("#log").evaluate("e => e.scrollWidth - e.clientWidth") <= 0


def test_too_long_a_message_is_not_sent(page: Page) -> None:
    page.locator("#message").fill("x" * 2001)
    page.locator("#message").press("Enter")
    expect(page.locator("#counter")).to_have_text("2001 of 2000 characters")
    expect(page.locator(".from-visitor")).to_have_count(0)


def test_no_answer_says_so_and_can_be_tried_again(page: Page) -> None:
    page.context.set_offline(True)
    page.locator("#message").fill("is it acne?")
    page.locator("#message").press("Enter")
    expect(page.locator(".notice")).to_contain_text("can't be reached")
    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    answered(page)
    expect(page.locator(".notice")).to_have_count(0)


@pytest.mark.skipif(not os.environ.get("PEARL_SCREENSHOT"), reason="PEARL_SCREENSHOT is not set")
def test_the_picture_in_the_readme_is_taken(page: Page) -> None:
    ask(page, "can I pop milia?")
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(io.BytesIO(page.screenshot())) as taken:
        taken.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(PICTURE, optimize=True)
    assert PICTURE.stat().st_size < 300_000
