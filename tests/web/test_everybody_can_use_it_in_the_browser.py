"""WCAG 2.2 AA in Chromium: axe-core in every state, the keyboard alone, the live region, target sizes, zoom, calm."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser_focus import press_until
from chat_page import DROPPED_PICTURE, Chat, fresh_chat, html, tag, website
from clinic_staff import desk_of
from playwright.sync_api import Browser, expect
from real_server import RealServer

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
LOOKS = [("light", 1280), ("dark", 1280), ("light", 360), ("dark", 360)]


def found(chat: Chat) -> list[str]:
    """What axe-core has against the page as it is now."""
    results = Axe().run(chat.page, options=RULES).response["violations"]
    return [f"{found['id']}: {node['target']} {node['failureSummary']}" for found in results for node in found["nodes"]]


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
def looked_at(request: pytest.FixtureRequest, browser: Browser, open_clinic: RealServer) -> Iterator[Chat]:
    scheme, width = request.param
    with fresh_chat(browser, color_scheme=scheme, viewport={"width": width, "height": 800}) as chat:
        yield chat.go(open_clinic.url)


@pytest.fixture()
def states(looked_at: Chat) -> Iterator[Callable[[str], None]]:
    """Looks at one state after the other; at the end there must be nothing against any of them."""
    seen: dict[str, list[str]] = {}
    yield lambda name: seen.update({name: found(looked_at)})
    assert {state: faults for state, faults in seen.items() if faults} == {}
    assert seen


def test_axe_finds_nothing_in_any_state_of_a_conversation(looked_at: Chat, states: Callable[[str], None]) -> None:
    chat = looked_at
    chat.find(".launcher").wait_for()
    states("closed")
    chat.open()
    states("welcome")
    chat.ask("can i pop milia?")
    chat.find(".card summary").click()
    states("answer")
    chat.find(".rate button").first.click()
    chat.find(".choices button").filter(has_text="Tell me more").click()
    chat.answered()
    states("used button, rated")
    chat.ask("my lips are swollen and I can't breathe")
    states("urgent")
    chat.find("#more").click()
    states("menu")
    chat.find(".menu .ends").click()
    states("ending")
    chat.find("#keep").click()
    chat.say("x" * 2001)
    states("too long")
    chat.find("textarea").fill("")
    chat.page.context.set_offline(True)
    chat.say("is it acne?")
    expect(chat.find(".lost")).to_be_visible()
    chat.find(".lost summary").first.click()
    states("lost")


def test_axe_finds_nothing_in_what_lies_over_a_conversation(looked_at: Chat, states: Callable[[str], None]) -> None:
    chat = looked_at
    chat.open().find(".choices button").filter(has_text="Ask for an appointment").click()
    chat.answered()
    chat.ask("milia under my eyes")
    chat.ask("no, I am new")
    states("asked for a day")
    chat.find(".extra").click()
    expect(chat.find(".day").first).to_be_visible()
    states("calendar")
    chat.find(".day[aria-disabled=false]").first.click()
    states("times")
    chat.page.keyboard.press("Escape")
    chat.find("#more").click()
    chat.find(".menu button").filter(has_text="Send it by e-mail").click()
    chat.find("#address").fill("ada")
    chat.page.keyboard.press("Enter")
    states("wrong address")
    chat.find("#address").fill("ada@example.org")
    chat.page.keyboard.press("Enter")
    expect(chat.find("#send")).to_be_focused()
    states("asked back")
    chat.page.route("**/transcript", lambda route: route.abort())
    chat.find("#send").click()
    expect(chat.find(".sheet [role=alert]")).to_contain_text("It could not be sent")
    states("not sent")


def test_axe_finds_nothing_with_a_person_there_and_after_the_end(
    looked_at: Chat, states: Callable[[str], None], open_clinic: RealServer
) -> None:
    chat = looked_at
    chat.open().find("#more").click()
    chat.find(".menu button").filter(has_text="Talk to a person").click()
    chat.answered()
    expect(chat.find(".person")).to_be_visible(timeout=30_000)
    states("waits for a person")
    desk = desk_of(open_clinic)
    reference = re.findall(r"ASK-\w{6}", chat.shown()[-1])[0]
    desk.take(reference, "Robin")
    desk.answer(reference, "Robin", "Hello! How can I help?")
    expect(chat.find(".entry.staff")).to_be_visible(timeout=30_000)
    states("a person's reply")
    chat.find("[aria-label='Close the chat']").click()
    desk.answer(reference, "Robin", "Are you there?")
    expect(chat.find(".badge")).to_be_visible(timeout=30_000)
    states("unread")
    chat.open().find("#more").click()
    chat.find(".menu .ends").click()
    chat.page.get_by_role("button", name="Erase it").click()
    expect(chat.find("[role=status] .notice")).to_contain_text("ERA-")
    states("erased")
    chat.find(".panel").evaluate(DROPPED_PICTURE)
    states("a picture was dropped")


def test_the_keyboard_alone_goes_from_the_page_through_a_conversation_and_back(chat: Chat) -> None:
    keys = chat.page.keyboard
    chat.find(".launcher").wait_for()
    press_until(chat.page, "Tab", class_name="launcher")
    keys.press("Enter")
    expect(chat.find("textarea")).to_be_focused()
    keys.type("can i pop milia?")
    keys.press("Enter")
    chat.answered()
    expect(chat.find("textarea")).to_be_focused()
    press_until(chat.page, "Shift+Tab", "Sources (11)")
    keys.press("Enter")
    expect(chat.find(".card li").first).to_be_visible()
    press_until(chat.page, "Tab", "Tell me more")
    keys.press("Enter")
    chat.answered()
    press_until(chat.page, "Shift+Tab", identity="more")
    keys.press("Enter")
    expect(chat.find(".menu")).to_be_visible()
    keys.press("Escape")
    expect(chat.find(".menu")).to_have_count(0)
    expect(chat.find("#more")).to_be_focused()
    keys.press("Escape")
    expect(chat.find(".launcher")).to_be_focused()


def test_an_appointment_can_be_asked_for_with_the_keyboard_alone(chat: Chat) -> None:
    keys = chat.page.keyboard
    chat.open()
    for text in ("I would like an appointment", "milia", "next tuesday at 2 pm", "Ada Tester", "780 555 0134"):
        keys.type(text)
        keys.press("Enter")
        chat.answered()
    press_until(chat.page, "Shift+Tab", "Yes, send it")
    keys.press("Enter")
    chat.answered()
    assert "PRL-" in chat.shown()[-1]


def test_the_live_region_reads_each_reply_once_and_no_history(chat: Chat) -> None:
    chat.open()
    log = chat.find("[role=log]")
    expect(log).to_have_attribute("aria-live", "polite")
    log.evaluate(
        """log => { window.added = []; new MutationObserver(changes => changes.forEach(change =>
        change.addedNodes.forEach(node => node.nodeType === 1 && added.push(node.textContent.trim().slice(0, 30)))))
        .observe(log, {childList: true, subtree: true}) }"""
    )
    chat.ask("can i pop milia?")
    chat.ask("hello")
    added = [text for text in chat.page.evaluate("added") if text]
    assert len(added) == len(set(added)) == 5
    chat.page.reload()
    regions = chat.page.evaluate(
        """new Promise(done => { const seen = []; const look = () => {
            const log = document.querySelector('pearl-chat')?.shadowRoot?.querySelector('[role=log]');
            if (log) seen.push([log.children.length > 0, log.getAttribute('aria-live')]);
            if (seen.some(([full]) => full)) done(seen); else requestAnimationFrame(look);
        }; look() })"""
    )
    assert all(live == "off" for full, live in regions if not full), regions


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_every_target_is_large_enough(browser: Browser, server: RealServer, width: int) -> None:
    with fresh_chat(browser, viewport={"width": width, "height": 800}) as chat:
        chat.go(server.url).open().ask("can i pop milia?")
        chat.find("#more").click()
        sizes = chat.find(":is(button, summary, textarea, .menu a, .small a)").evaluate_all(
            "all => all.map(e => [e.textContent.trim() || e.ariaLabel, e.offsetWidth, e.offsetHeight])"
        )
        assert [size for size in sizes if size[1] < 24 or size[2] < 24] == []


@pytest.mark.parametrize("viewport", [(320, 640), (640, 450), (320, 256)], ids=["phone", "zoom 200 %", "zoom 400 %"])
def test_zoomed_in_nothing_is_cut_off_and_scrolls_one_way_only(
    browser: Browser, server: RealServer, viewport: tuple[int, int]
) -> None:
    width, height = viewport
    with fresh_chat(browser, viewport={"width": width, "height": height}) as chat:
        chat.go(server.url).open().ask("can i pop milia?")
        chat.ask("x" * 300)
        panel = chat.find(".panel").bounding_box()
        assert panel and panel["x"] >= 0 and panel["x"] + panel["width"] <= width and panel["height"] <= height
        assert chat.find(".scroll").evaluate("e => e.scrollWidth - e.clientWidth") <= 0
        assert chat.page.evaluate("document.documentElement.scrollWidth") <= width
        expect(chat.find("textarea")).to_be_in_viewport()
        expect(chat.find("[aria-label='Close the chat']")).to_be_in_viewport()


def test_nothing_moves_where_calm_is_wanted(chat: Chat) -> None:
    chat.open().say("hello")
    running = "e => e.getRootNode().getAnimations().length"
    assert chat.find(".panel").evaluate(running) == 0
    chat.answered()


def test_the_page_does_not_shift_and_the_launcher_is_soon_there_on_a_slow_phone(
    browser: Browser, server: RealServer
) -> None:
    body = html("<p>Some words of the page.</p>" * 30 + tag(server.url))
    with fresh_chat(browser, viewport={"width": 360, "height": 740}) as chat, website(body) as address:
        chat.page.add_init_script(
            """window.shifts = 0; new PerformanceObserver(list => list.getEntries().forEach(entry => {
            if (!entry.hadRecentInput) shifts += entry.value })).observe({type: 'layout-shift', buffered: true})"""
        )
        slow = chat.page.context.new_cdp_session(chat.page)
        slow.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        slow.send("Performance.enable")
        chat.go(address).find(".launcher").wait_for()
        metrics = {m["name"]: m["value"] for m in slow.send("Performance.getMetrics")["metrics"]}
        assert metrics["ScriptDuration"] < 0.3
        assert chat.page.evaluate("shifts") == 0
        slow.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        places = "[...document.querySelectorAll('h1, p')].map(e => e.getBoundingClientRect().top)"
        before = chat.page.evaluate(places)
        chat.open().ask("hello")
        assert chat.page.evaluate(places) == before
