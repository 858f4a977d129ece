"""The widget on pages that nobody tested it on, with replies that nobody wishes for."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from chat_page import Chat, fresh_chat, html, tag, website
from playwright.sync_api import Browser, Route, expect
from real_server import RealServer

HOSTILE_CSS = """<style>
* { all: unset !important; color: red !important; font: 40px serif !important; transform: rotate(9deg) !important;
    opacity: .1 !important; visibility: hidden !important; }
pearl-chat { display: none !important; filter: blur(9px) !important; }
html { font-size: 5px; } button, textarea, .panel, .launcher { display: none !important; }
</style>"""


@pytest.fixture()
def fresh(browser: Browser) -> Iterator[Chat]:
    with fresh_chat(browser) as opened:
        yield opened
        assert opened.unexpected == []


def test_it_works_on_another_website_under_a_strict_policy(fresh: Chat, server: RealServer) -> None:
    policy = f"default-src 'none'; script-src {server.url}; connect-src {server.url}; img-src data:"
    with website(html(tag(server.url)), Content_Security_Policy=policy) as address:
        fresh.go(address).open().ask("can i pop milia?")
        assert len(fresh.shown()) == 3
        fresh.page.reload()
        expect(fresh.find("[role=log] .entry")).to_have_count(3)


def test_a_website_that_the_clinic_has_not_allowed_gets_no_conversation(browser: Browser, server: RealServer) -> None:
    with fresh_chat(browser) as chat, website(html(tag(server.url))) as address:
        chat.page.route("**/webhooks/web/session", lambda route: route.fulfill(status=403, json={"error": "no"}))
        chat.go(address).open().say("hello")
        expect(chat.find(".lost")).to_be_visible()
        expect(chat.find("[role=log] .entry")).to_have_count(0)


def test_a_page_with_hostile_css_changes_nothing(fresh: Chat, server: RealServer) -> None:
    with website(html(HOSTILE_CSS + tag(server.url))) as address:
        fresh.go(address)
        fresh.find(".launcher").wait_for(state="attached")
        looks = "e => { const s = getComputedStyle(e); return [s.color, s.fontSize, s.visibility, s.display] }"
        assert fresh.find(".launcher").evaluate(looks) == ["rgb(255, 255, 255)", "16px", "visible", "flex"]
        box = fresh.find(".launcher").bounding_box()
        assert box and box["x"] + box["width"] <= 1280 and box["y"] + box["height"] <= 900 and box["height"] < 80
        assert fresh.page.locator("pearl-chat").evaluate("e => getComputedStyle(e).opacity") == "1"
        fresh.open().ask("hello")


@pytest.mark.parametrize("inside", ["{tag}{tag}", "<pearl-chat></pearl-chat><pearl-chat></pearl-chat>{tag}"])
def test_a_page_that_embeds_it_twice_has_one(fresh: Chat, server: RealServer, inside: str) -> None:
    with website(html(inside.replace("{tag}", tag(server.url)))) as address:
        fresh.go(address).open().ask("hello")
        expect(fresh.page.locator("pearl-chat")).to_have_count(1)
        assert len(fresh.shown()) == 2


def test_a_page_that_takes_it_away_is_left_in_peace_and_may_put_it_back(fresh: Chat, server: RealServer) -> None:
    with website(html(tag(server.url))) as address:
        fresh.go(address).open().ask("hello")
        fresh.page.evaluate("window.taken = document.querySelector('pearl-chat'); taken.remove()")
        fresh.page.wait_for_timeout(300)
        asked: list[str] = []
        fresh.page.on("request", lambda request: asked.append(request.url))
        fresh.page.wait_for_timeout(1500)
        assert asked == []
        fresh.page.evaluate("document.body.append(taken)")
        expect(fresh.find("[role=log] .entry")).to_have_count(2)
        fresh.ask("thanks")


def test_it_works_where_storage_is_blocked(browser: Browser, server: RealServer) -> None:
    with fresh_chat(browser) as chat:
        chat.page.add_init_script(
            "Object.defineProperty(window, 'sessionStorage', {get() { throw new DOMException('no', 'SecurityError') }})"
        )
        chat.go(server.url).open().ask("can i pop milia?")
        chat.ask("hello")
        assert len(chat.shown()) == 5 and chat.unexpected == []


def test_a_shared_computer_keeps_nothing(fresh: Chat, server: RealServer) -> None:
    with website(html(tag(server.url, "data-shared"))) as address:
        fresh.page.clock.install()
        fresh.go(address).open().ask("hello")
        assert fresh.page.evaluate("[sessionStorage.length, localStorage.length, document.cookie]") == [0, 0, ""]
        fresh.page.clock.fast_forward("05:01")
        expect(fresh.find("[role=status] .notice")).to_contain_text("nobody has written for a while")
        expect(fresh.find("[role=status] .notice")).to_contain_text("ERA-")
        assert fresh.shown() == []


def test_the_options_of_the_tag_are_used(fresh: Chat, server: RealServer) -> None:
    options = 'data-heading="Our chat" data-label="Questions?" data-greeting="Welcome in." data-accent="#6a1b4d" '
    options += 'data-position="left" data-privacy="/our-privacy" data-theme="light" data-lang="en-CA"'
    with website(html(tag(server.url, options))) as address:
        fresh.go(address)
        expect(fresh.find(".launcher")).to_have_text("Questions?")
        assert fresh.find(".launcher").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(106, 27, 77)"
        assert (fresh.find(".launcher").bounding_box() or {"x": 999})["x"] < 40
        fresh.open()
        expect(fresh.find("h2")).to_have_text("Our chat")
        expect(fresh.find(".bubble").first).to_have_text("Welcome in.")
        expect(fresh.find(".small a")).to_have_attribute("href", f"{address}our-privacy")
        expect(fresh.find(".panel")).to_have_attribute("lang", "en-CA")


def test_the_speakers_change_sides_where_one_writes_from_right_to_left(fresh: Chat, server: RealServer) -> None:
    page = html(f'<pearl-chat dir="rtl"></pearl-chat>{tag(server.url)}', lang="ar")
    with website(page) as address:
        fresh.go(address).open().ask("hello")
        visitor, pearl = (fresh.find(f"[role=log] .{who} .bubble").first.bounding_box() for who in ("visitor", "pearl"))
        assert visitor and pearl and visitor["x"] < pearl["x"] + pearl["width"] and visitor["x"] <= pearl["x"]


HOSTILE = {
    "cursor": 2,
    "from": "pearl",
    "at": "not a date",
    "text": "<img src=x onerror=\"document.title='taken'\"> **bold** [press](javascript:alert(1)) data:text/html,x\n\n"
    "- <b>item</b>\n- https://example.org/ok\n\n" + "long " * 20_000,
    "buttons": [{"title": "<i>tap</i>", "payload": "/greet"}, {"title": 5}, None],
    "custom": {
        "outcome": "answer",
        "answer_id": "x@1",
        "review": "<u>reviewed</u>",
        "sources": [
            {"title": "<b>bad</b>", "url": "javascript:alert(1)"},
            {"title": "data", "url": "data:text/html,<script>alert(1)</script>"},
            {"title": "good", "url": "https://example.org/source"},
        ],
    },
}


def test_hostile_replies_are_shown_as_text_and_their_links_lead_nowhere(fresh: Chat, server: RealServer) -> None:
    def answer(route: Route) -> None:
        if route.request.method != "GET":
            return route.continue_()
        odd = [HOSTILE] if "after=0" in route.request.url else []
        return route.fulfill(json={"messages": [*odd, None, {"cursor": "x"}], "cursor": 2, "busy": False})

    fresh.go(server.url).open()
    fresh.page.route("**/webhooks/web/messages?*", answer)
    fresh.say("hello")
    bubble = fresh.find(".pearl .card")
    bubble.locator("summary").click()
    expect(bubble).to_contain_text("<b>bad</b>")
    assert fresh.find("[role=log] :is(img, b, i, u, script)").count() == 0
    links = fresh.find("[role=log] a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert links == ["https://example.org/ok", "https://example.org/source"]
    assert fresh.page.title() != "taken"
    assert fresh.find(".scroll").evaluate("e => e.scrollWidth <= e.clientWidth")
    assert json.dumps(fresh.shown()).count("long") < 5000
    fresh.page.unroute("**/webhooks/web/messages?*")
