"""What strangers type as names, reasons and messages stays text on every page, however it is meant."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from clinic_desk import ClinicDesk
from playwright.sync_api import Page

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    '"><svg/onload=alert(1)>',
    "' autofocus onfocus=alert(1) x='",
    "{{ 7*7 }} {% raw %} ${7*7}",
    "javascript:alert(1)",
    '=HYPERLINK("http://evil.example","click")',
    "\u202egnp.exe \u2066hidden\u2069 \u0000".replace("\u0000", ""),
    "line\nbreak\r\nSet-Cookie: a=b",
    "Z̸͝a̶l̵g̷o̴ 👩🏽‍⚕️ حبوب",
    "W" * 500,
    "&lt;b&gt;&amp;",
]


@pytest.fixture()
def pages(clinic: ClinicDesk) -> list[str]:
    """The addresses of every page that shows something hostile."""
    found = ["/requests", "/overdue", "/?day=2026-12-01", "/conversations"]
    for number, text in enumerate(HOSTILE):
        booking = clinic.booked(name=text, reason=text, site=text, email=f"{number}@example.com", starts_at=None)
        handover = clinic.waits(text, sender=f"web:{number}")
        clinic.services.handover_life.take(handover.reference, "front-desk")
        clinic.services.handover_life.note(handover.reference, "visitor", text, "k", flag=text)
        clinic.services.life.change(booking.reference, "cancelled", "visitor", said=text) if number % 2 else None
        found += [f"/bookings/{booking.reference}?do=declined", f"/conversations/{handover.reference}"]
    return found


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_hostile_runs_breaks_out_or_makes_a_page_wide(
    width: int, pages: list[str], clinic: ClinicDesk, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport={"width": width, "height": 800})
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    clinic.sign_in(page)
    for address in pages:
        page.goto(clinic.url + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert page.locator("main :is(img, svg, script, b[onfocus], [onerror], [autofocus])").count() == 0, address
        assert page.locator("a[href^='javascript']").count() == 0, address
        assert "\u202e" not in page.locator("main").inner_text(), address
    assert dialogs == []


def test_a_hostile_name_is_read_as_it_was_typed(clinic: ClinicDesk, open_page: Callable[..., Page]) -> None:
    page = open_page()
    clinic.sign_in(page)
    for text in HOSTILE[:7]:
        booking = clinic.booked(name=text)
        page.goto(f"{clinic.url}/bookings/{booking.reference}")
        assert page.locator("dd bdi").first.inner_text() == text
        clinic.services.life.change(booking.reference, "declined", "staff:front-desk")


def test_what_staff_write_stays_text_in_the_letter(clinic: ClinicDesk, open_page: Callable[..., Page]) -> None:
    booking, page = clinic.booked(), open_page()
    clinic.sign_in(page, path=f"/bookings/{booking.reference}")
    page.get_by_label("Words of your own").fill("<b>bold</b> </textarea><script>alert(1)</script>")
    page.get_by_role("button", name="Show the letter").click()
    assert "<b>bold</b> </textarea><script>alert(1)</script>" in page.locator(".letter").inner_text()
    assert page.get_by_label("Words of your own").input_value().startswith("<b>bold</b> </textarea>")
