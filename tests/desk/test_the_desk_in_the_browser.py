"""The desk in Chromium: axe-core on every page, phones, the keyboard, without JavaScript, and what stays fresh by itself."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from clinic_desk import PASSWORD, ClinicDesk
from playwright.sync_api import Page, expect

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
LOOKS = [("light", 1280), ("dark", 1280), ("light", 360), ("dark", 360)]
OpenPage = Callable[..., Page]


def found(page: Page) -> list[str]:
    """What axe-core has against the page as it is now."""
    results = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in results for node in one["nodes"]]


@pytest.mark.parametrize(("scheme", "width"), LOOKS, ids=[f"{scheme}-{width}" for scheme, width in LOOKS])
def test_axe_finds_nothing_on_any_page(scheme: str, width: int, clinic: ClinicDesk, open_page: OpenPage) -> None:
    booking, late, handover = clinic.booked(), clinic.booked(email="", starts_at=None), clinic.waits()
    clinic.services.life.change(late.reference, "declined", "staff:office", "We are sorry.")
    clinic.services.handover_life.take(handover.reference, "office")
    clinic.services.handover_life.note(handover.reference, "visitor", "my eye hurts", "k", "E eye")
    clinic.waits(sender="web:b")
    page = open_page(color_scheme=scheme, viewport={"width": width, "height": 800})
    page.goto(f"{clinic.url}/sign-in")
    faults = {"sign-in": found(page)}
    page.get_by_label("Name").fill("office")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    faults["refused"] = found(page)
    clinic.sign_in(page, "office")
    shown = [f"/bookings/{booking.reference}{query}" for query in ("", "?do=moved", "?do=declined", "?done=confirmed")]
    shown += ["/", "/?day=2026-12-01", "/requests", "/overdue", f"/bookings/{late.reference}", "/conversations"]
    for address in (*shown, f"/conversations/{handover.reference}", "/trail", "/accounts", "/nothing"):
        page.goto(clinic.url + address)
        faults[address] = found(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    assert {address: faults for address, faults in faults.items() if faults} == {}


@pytest.mark.parametrize("width", [320, 360])
def test_every_target_is_large_enough_for_a_finger(width: int, clinic: ClinicDesk, open_page: OpenPage) -> None:
    booking, handover = clinic.booked(), clinic.waits()
    page = open_page(viewport={"width": width, "height": 800})
    clinic.sign_in(page, "office")
    for address in ("/", f"/bookings/{booking.reference}?do=moved", f"/conversations/{handover.reference}"):
        page.goto(clinic.url + address)
        sizes = page.locator(
            ":is(button, nav a, .chips a, .choice, textarea, summary, input:not([type=hidden], [type=radio]))"
        ).evaluate_all("all => all.map(e => [e.textContent.trim() || e.name, e.offsetWidth, e.offsetHeight])")
        assert [size for size in sizes if size[1] < 24 or size[2] < 24] == []


def test_a_request_is_confirmed_with_the_keyboard_alone(clinic: ClinicDesk, open_page: OpenPage) -> None:
    booking, page = clinic.booked(), open_page()
    page.goto(f"{clinic.url}/bookings/{booking.reference}")
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type("front-desk")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".letter")).to_be_visible()
    for _ in range(40):
        page.keyboard.press("Tab")
        at = page.evaluate(
            "[document.activeElement.textContent.trim(), getComputedStyle(document.activeElement).outlineStyle]"
        )
        assert at[1] != "none", f"the focus on '{at[0]}' cannot be seen"
        if at[0] == "Confirm and send":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Done: this booking is confirmed.")


def test_everything_works_without_javascript(clinic: ClinicDesk, open_page: OpenPage) -> None:
    booking, handover, page = clinic.booked(), clinic.waits("hello there"), open_page(java_script_enabled=False)
    clinic.sign_in(page)
    page.get_by_role("link", name="Requests").click()
    page.get_by_role("link", name="Dana Tester").click()
    page.get_by_role("link", name="Propose another time").click()
    page.get_by_role("link", name="Wed 2 Dec").click()
    page.get_by_label("10:00 am").check()
    page.get_by_label("Words of your own").fill("The doctor is away on Tuesday.")
    page.get_by_role("button", name="Show the letter").click()
    expect(page.locator(".letter")).to_contain_text("The doctor is away on Tuesday.")
    page.get_by_role("button", name="Move to this time and send").click()
    expect(page.get_by_role("status")).to_contain_text("Done: this booking is moved.")
    page.get_by_role("link", name="Conversations").click()
    page.get_by_role("link", name=handover.reference).click()
    page.get_by_role("button", name="Take this conversation").click()
    page.get_by_label("Your reply").fill("Hello, how can I help?")
    page.get_by_role("button", name="Send to the visitor").click()
    expect(page.locator(".said .staff")).to_contain_text("Hello, how can I help?")
    page.get_by_role("button", name="End this conversation").click()
    expect(page.locator(".badge")).to_have_text("ended")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert clinic.services.records.changes(booking.reference)[-1].kind == "moved"


def test_who_comes_to_wait_appears_by_itself_and_so_does_what_is_said(clinic: ClinicDesk, open_page: OpenPage) -> None:
    page = open_page()
    clinic.sign_in(page, path="/conversations")
    expect(page.get_by_text("Nobody waits.")).to_be_visible()
    handover = clinic.waits("is anybody there?")
    began = time.monotonic()
    page.get_by_role("link", name=handover.reference).click(timeout=3000)
    assert time.monotonic() - began < 3
    page.get_by_role("button", name="Take this conversation").click()
    page.get_by_label("Your reply").click()
    page.keyboard.type("half a rep")
    clinic.services.handover_life.note(handover.reference, "visitor", "<b>it hurts</b>", "k1", "E eye")
    expect(page.locator(".said .flagged")).to_contain_text("<b>it hurts</b>", timeout=3000)
    expect(page.get_by_label("Your reply")).to_have_value("half a rep")
    expect(page.get_by_label("Your reply")).to_be_focused()


def test_a_session_that_ends_leads_to_the_sign_in_by_itself(clinic: ClinicDesk, open_page: OpenPage) -> None:
    page = open_page()
    clinic.sign_in(page, path="/conversations")
    clinic.clock.move(minutes=31)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible(timeout=5000)
