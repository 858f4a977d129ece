"""Where the keyboard's focus is on a page, shadow roots included."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

FOCUSED = "(() => { let e = document.activeElement; while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement; return e })()"


def focused(page: Page) -> dict[str, Any]:
    """The words, id, classes and outline of what has the focus."""
    return dict(
        page.evaluate(
            f"(e => ({{text: e.textContent.trim(), tag: e.tagName, id: e.id, classes: e.className, outline: getComputedStyle(e).outlineStyle}}))({FOCUSED})"
        )
    )


def press_until(page: Page, key: str, text: str = "", identity: str = "", class_name: str = "") -> None:
    """Press a key until the focus is where it is wanted, and see that it can be seen all the way."""
    for _ in range(60):
        page.keyboard.press(key)
        at = focused(page)
        assert at["tag"] == "BODY" or at["outline"] != "none", f"the focus on '{at['text']}' cannot be seen"
        if class_name and class_name in at["classes"]:
            return
        if (identity and at["id"] == identity) or (text and at["text"] == text):
            return
    raise AssertionError(f"{key} never came to '{text or identity}'")
