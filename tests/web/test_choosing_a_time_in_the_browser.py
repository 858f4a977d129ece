"""The calendar of free times: by pointer, by keys alone from the page to the reference, and what it is for everybody."""

from __future__ import annotations

from pathlib import Path

import pytest
import vobject
from browser_focus import focused, press_until
from chat_page import Chat, fresh_chat
from playwright.sync_api import Browser, Route, expect
from real_server import RealServer


def ask_for_a_day(chat: Chat) -> None:
    chat.find(".choices button").filter(has_text="Ask for an appointment").click()
    chat.answered()
    chat.ask("milia under my eyes")
    chat.ask("no, I am new")


def open_calendar(chat: Chat) -> None:
    chat.open()
    ask_for_a_day(chat)
    chat.find(".extra").filter(has_text="Choose a day and time").click()
    expect(chat.find(".day").first).to_be_visible()


def test_a_chosen_time_is_said_as_its_button_would_say_it(open_chat: Chat) -> None:
    open_calendar(open_chat)
    open_chat.find("#after").click()
    expect(open_chat.find("#month")).to_have_text("December 2026")
    open_chat.find("[data-day='2026-12-08']").click()
    expect(open_chat.find("#times")).to_have_text("Free times on Tuesday 8 December 2026")
    open_chat.find(".times button").filter(has_text="4:00 pm").click()
    open_chat.answered()
    assert "visitor: Tuesday 8 December 2026, 4:00 pm" in open_chat.shown()
    assert "name" in open_chat.shown()[-1]
    expect(open_chat.find(".extra")).to_have_count(0)


def test_days_without_a_free_time_cannot_be_chosen_and_say_so(open_chat: Chat) -> None:
    open_calendar(open_chat)
    sunday = open_chat.find("[data-day='2026-11-29']")
    expect(sunday).to_have_attribute("aria-disabled", "true")
    expect(sunday).to_have_attribute("aria-label", "Sunday, November 29, 2026, no free time")
    sunday.click(force=True)
    expect(open_chat.find(".times")).to_have_count(0)
    expect(open_chat.find("#before")).to_have_attribute("aria-disabled", "true")


def test_the_keyboard_alone_goes_from_the_page_to_the_reference(open_chat: Chat) -> None:
    chat, keys = open_chat, open_chat.page.keyboard
    chat.find(".launcher").wait_for()
    press_until(chat.page, "Tab", "Ask Pearl", class_name="launcher")
    keys.press("Enter")
    press_until(chat.page, "Shift+Tab", "Ask for an appointment")
    keys.press("Enter")
    chat.answered()
    for words in ("milia under my eyes", "no, I am new"):
        keys.type(words)
        keys.press("Enter")
        chat.answered()
    press_until(chat.page, "Shift+Tab", "Choose a day and time")
    keys.press("Enter")
    expect(chat.find("[data-day='2026-11-26']")).to_be_focused()
    keys.press("PageDown")
    expect(chat.find("[data-day='2026-12-01']")).to_be_focused()
    for key, day in (("ArrowDown", 8), ("ArrowRight", 9), ("End", 12), ("Home", 6), ("ArrowUp", 6), ("ArrowRight", 7)):
        keys.press(key)
        expect(chat.find(f"[data-day='2026-12-{day:02}']")).to_be_focused()
    for _ in range(2):
        keys.press("ArrowRight")
    keys.press("Enter")
    expect(chat.find("[data-day='2026-12-09']")).to_have_attribute("aria-pressed", "true")
    press_until(chat.page, "Tab", "10:00 am")
    keys.press("Enter")
    chat.answered()
    expect(chat.find("textarea")).to_be_focused()
    for text in ("Ada Tester", "780 555 0134", "yes"):
        keys.type(text)
        keys.press("Enter")
        chat.answered()
    assert "Wednesday 9 December 2026, 10:00 am" in chat.shown()[-1] and "PRL-" in chat.shown()[-1]
    press_until(chat.page, "Shift+Tab", "Add to your calendar")


def test_escape_leads_back_to_where_it_was_opened(open_chat: Chat) -> None:
    open_calendar(open_chat)
    open_chat.page.keyboard.press("Escape")
    expect(open_chat.find(".sheet")).to_have_count(0)
    assert focused(open_chat.page)["text"] == "Choose a day and time"
    expect(open_chat.find("[role=log]")).to_be_visible()


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_every_day_and_time_is_a_large_target(browser: Browser, open_clinic: RealServer, width: int) -> None:
    with fresh_chat(browser, viewport={"width": width, "height": 720}) as chat:
        chat.go(open_clinic.url)
        open_calendar(chat)
        chat.find("[data-day='2026-11-27']").click()
        boxes = chat.find(".sheet button").evaluate_all(
            "all => all.map(e => [e.textContent.trim() || e.ariaLabel, e.getBoundingClientRect().width, e.getBoundingClientRect().height])"
        )
        assert [box for box in boxes if box[1] < 44 or box[2] < 44] == [] and len(boxes) > 40
        assert chat.find(".sheet").evaluate("e => e.scrollWidth <= e.clientWidth")


def test_free_times_that_cannot_be_fetched_are_tried_again(open_chat: Chat) -> None:
    open_chat.open()
    ask_for_a_day(open_chat)
    open_chat.page.route("**/webhooks/web/times*", lambda route: route.abort())
    open_chat.find(".extra").click()
    expect(open_chat.find(".sheet [role=alert]")).to_contain_text("The free times could not be fetched")
    open_chat.page.unroute("**/webhooks/web/times*")
    open_chat.find(".sheet .pill").click()
    expect(open_chat.find(".day").first).to_be_visible()


def test_a_second_file_that_cannot_be_fetched_is_told_and_words_still_do(open_chat: Chat) -> None:
    def away(route: Route) -> None:
        route.abort()

    open_chat.page.route("**/widget/sheets.js", away)
    open_chat.open()
    ask_for_a_day(open_chat)
    open_chat.find(".extra").click()
    expect(open_chat.find("[role=status] .notice")).to_contain_text("simply write what you want")
    open_chat.ask("next tuesday at 2 pm")
    assert "name" in open_chat.shown()[-1]


def test_a_booking_can_be_put_into_ones_own_calendar(open_chat: Chat, tmp_path: Path) -> None:
    open_calendar(open_chat)
    open_chat.find(".day[aria-disabled=false]").last.click()
    open_chat.find(".times button").last.click()
    open_chat.answered()
    for text in ("Ada Tester", "780 555 0134", "yes"):
        open_chat.ask(text)
    with open_chat.page.expect_download() as download:
        open_chat.find(".extra").filter(has_text="Add to your calendar").click()
    assert download.value.suggested_filename.removesuffix(".ics") in open_chat.shown()[-1]
    download.value.save_as(tmp_path / "visit.ics")
    event = vobject.readOne((tmp_path / "visit.ics").read_text(encoding="utf-8")).vevent
    assert event.status.value == "TENTATIVE" and event.dtstart.value.isoformat() == "2026-11-27T16:30:00-07:00"
    open_chat.page.reload()
    expect(open_chat.find(".extra")).to_have_text("Add to your calendar")
