"""Over real HTTP: what staff do in another process reaches the visitor's long poll within two seconds."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from post_office import until
from real_server import RealServer
from web_visitor import WebVisitor

from pearl.bootstrap import Services, open_services
from pearl.clock import fixed_clock
from pearl.handover.handover import Handover
from pearl.settings import Settings, settings

OPEN = "2026-11-25T11:00"


def elsewhere(server: RealServer) -> Services:
    """The services of another process on the server's database, such as the desk's."""
    chosen: Settings = replace(settings(), database_url=server.database_url, now=OPEN)
    return open_services(chosen, migrate=False)


@pytest.fixture(scope="module")
def open_server(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    running = RealServer(tmp_path_factory.mktemp("person"), PEARL_NOW=OPEN).start()
    yield running
    assert running.stop() == 0, running.printed[-2000:]


def handed_over(server: RealServer) -> tuple[WebVisitor, Services, Handover]:
    visitor, desk = WebVisitor(server), elsewhere(server)
    visitor.says("can I talk to a person?")
    return visitor, desk, desk.handovers.handovers()[-1]


def timed(visitor: WebVisitor, act: Any) -> tuple[list[dict[str, Any]], float]:
    """What a reader who waits already gets when something is done, and how many seconds after it."""
    with ThreadPoolExecutor(1) as threads:
        reading = threads.submit(visitor.read, wait=20)
        time.sleep(1)
        act()
        done = time.monotonic()
        return reading.result(), time.monotonic() - done


def test_a_staff_reply_reaches_a_waiting_chat_in_two_seconds(open_server: RealServer) -> None:
    visitor, desk, handover = handed_over(open_server)
    (told,), first_s = timed(visitor, lambda: desk.handover_life.take(handover.reference, "Anna"))
    assert told["from"] == "pearl" and told["text"].startswith("Anna from")
    (reply,), second_s = timed(
        visitor, lambda: desk.handover_life.answer(handover.reference, "Anna", "Hello, <b>Dana</b>.")
    )
    assert (reply["from"], reply["text"], reply["by"]) == ("staff", "Hello, <b>Dana</b>.", "Anna")
    (ended,), third_s = timed(visitor, lambda: desk.handover_life.end(handover.reference, "Anna"))
    assert ended["from"] == "pearl" and "I am back" in ended["text"]
    assert max(first_s, second_s, third_s) <= 2


def test_what_the_visitor_says_is_kept_for_staff_and_pearl_is_silent(open_server: RealServer) -> None:
    visitor, desk, handover = handed_over(open_server)
    sent = visitor.send("are milia acne?").json()["message"]
    for _ in range(40):
        time.sleep(0.1)
        lines = desk.handover_life.lines(handover.reference)
        if lines[-1].text == "are milia acne?":
            break
    assert (lines[-1].author, lines[-1].text) == ("visitor", "are milia acne?")
    visitor.cursor = sent["cursor"]
    assert visitor.read(wait=1) == []
    assert visitor.history()[-1]["text"] == "are milia acne?"


def test_staff_read_the_titles_of_buttons_that_were_tapped(open_server: RealServer) -> None:
    visitor, desk = WebVisitor(open_server), elsewhere(open_server)
    visitor.says("Ask for an appointment", payload="/book_appointment")
    visitor.says("Stop", payload="/stop")
    visitor.says("Yes, forget it", payload="/affirm")
    visitor.says("Talk to a person", payload="/talk_to_a_person")
    handover = desk.handovers.handovers()[-1]
    before = [line.text for line in handover.transcript if line.author == "visitor"]
    assert before == ["Ask for an appointment", "Stop", "Yes, forget it", "Talk to a person"]
    assert handover.reason == "Talk to a person"
    desk.handover_life.take(handover.reference, "Anna")
    visitor.read()
    visitor.send("Opening hours", payload='/pick_topic{"topic": "opening_hours"}')
    until(lambda: desk.handover_life.lines(handover.reference)[-1].text == "Opening hours", 10)


def test_the_visitor_ends_it_by_the_button(open_server: RealServer) -> None:
    visitor, desk, handover = handed_over(open_server)
    (back,) = visitor.says("Go on with Pearl", payload="/back_to_pearl")
    assert "I am back" in back["text"]
    ended = desk.handovers.handover(handover.reference)
    assert ended is not None and ended.status == "ended"
    assert desk.handovers.steps(handover.reference)[-1].by == "visitor"
    assert any("outcome" in said.get("custom", {}) for said in visitor.says("are milia acne?"))


def test_a_red_flag_gets_its_advice_while_a_person_has_the_conversation(open_server: RealServer) -> None:
    visitor, desk, handover = handed_over(open_server)
    desk.handover_life.take(handover.reference, "Anna")
    visitor.read()
    advice = visitor.says("my face is swelling and I can't breathe")
    assert advice[0]["custom"]["level"] == "E"
    assert [line.flag for line in desk.handover_life.lines(handover.reference)][-2:] == ["E allergic_reaction", ""]


def test_who_waited_in_vain_is_told_by_the_server(model: Path, tmp_path: Path) -> None:
    server = RealServer(tmp_path, PEARL_NOW=OPEN).start()
    visitor, desk, handover = handed_over(server)
    server.stop()
    later = fixed_clock(OPEN, desk.profile.zone).now() + timedelta(minutes=11)
    server = RealServer(tmp_path, PEARL_NOW=later.isoformat(), DATABASE_URL=server.database_url)
    server.start()
    visitor._server = server
    told = visitor.read()
    assert told[-1]["from"] == "pearl" and told[-1]["text"].startswith("I am sorry, nobody")
    assert [button["payload"] for button in told[-1]["buttons"]] == ["/ask_call_back"]
    (thanks,) = visitor.says("780 555 0134")
    kept = desk.handovers.handover(handover.reference)
    assert kept is not None and (kept.status, kept.phone) == ("call_back", "+17805550134")
    assert kept.reference in thanks["text"]
    assert server.stop() == 0, server.printed[-2000:]
