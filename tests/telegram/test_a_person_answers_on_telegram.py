"""What staff do in another process reaches the chat, and what the visitor says reaches them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bot_api_stand_in import StandIn, TelegramVisitor, eventually, is_registered, telegram_server, words
from real_server import RealServer

from pearl.bootstrap import Services, open_services
from pearl.handover.handover import Handover
from pearl.settings import settings


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandIn]:
    standing_in = StandIn(tmp_path_factory.mktemp("person-api")).start()
    yield standing_in
    standing_in.kill()


@pytest.fixture(scope="module")
def open_server(model: Path, api: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    running = telegram_server(tmp_path_factory.mktemp("person"), api).start()
    assert eventually(lambda: is_registered(api))
    yield running
    assert running.stop() == 0, running.printed[-2000:]


def handed_over(server: RealServer, api: StandIn, chat_id: int) -> tuple[TelegramVisitor, Services, Handover]:
    visitor = TelegramVisitor(api, chat_id)
    desk = open_services(replace(settings(), database_url=server.database_url, now="2026-11-25T11:00"), migrate=False)
    visitor.says("/person")
    return visitor, desk, desk.handovers.handovers()[-1]


def test_a_persons_words_come_into_the_chat_and_pearl_is_silent(open_server: RealServer, api: StandIn) -> None:
    visitor, desk, handover = handed_over(open_server, api, 1)
    assert (handover.channel, handover.sender) == ("telegram", "telegram:1")
    desk.handover_life.take(handover.reference, "Anna")
    assert words(visitor.hears()).startswith("Anna from")
    visitor.sends(visitor.message(text="are milia acne?"), 0)
    assert eventually(lambda: said(desk, handover)[-1] == ("visitor", "are milia acne?"))
    desk.handover_life.answer(handover.reference, "Anna", "Hello, <b>Dana</b>.")
    assert words(visitor.hears()) == "Hello, &lt;b&gt;Dana&lt;/b&gt;."
    desk.handover_life.end(handover.reference, "Anna")
    assert "I am back" in words(visitor.hears())
    assert "milia" in words(visitor.says("are milia acne?", 2))


def test_the_visitor_ends_it_by_the_button(open_server: RealServer, api: StandIn) -> None:
    visitor, desk, handover = handed_over(open_server, api, 2)
    assert "I am back" in words(visitor.taps("Go on with Pearl"))
    ended = desk.handovers.handover(handover.reference)
    assert ended is not None and ended.status == "ended"


def test_staff_read_the_titles_of_buttons_that_were_tapped(open_server: RealServer, api: StandIn) -> None:
    visitor = TelegramVisitor(api, 5)
    visitor.says("this is terrible, i want to complain")
    visitor.taps("Talk to a person")
    desk = open_services(replace(settings(), database_url=open_server.database_url), migrate=False)
    handover = desk.handovers.handovers()[-1]
    assert (handover.sender, handover.reason) == ("telegram:5", "Talk to a person")
    assert said(desk, handover)[-1] == ("visitor", "Talk to a person")


def test_a_red_flag_gets_its_advice_while_a_person_has_the_conversation(open_server: RealServer, api: StandIn) -> None:
    visitor, desk, handover = handed_over(open_server, api, 3)
    desk.handover_life.take(handover.reference, "Anna")
    visitor.hears()
    assert "911" in words(visitor.says("my face is swelling and I can't breathe"))
    assert said(desk, handover)[-2][0] == "visitor"


def test_a_photo_is_kindly_refused_while_a_person_has_the_conversation(open_server: RealServer, api: StandIn) -> None:
    visitor, desk, handover = handed_over(open_server, api, 4)
    desk.handover_life.take(handover.reference, "Anna")
    visitor.hears()
    assert "can't look at pictures" in words(visitor.sends(visitor.message(photo=[{"file_id": "A"}])))


def said(desk: Services, handover: Handover) -> list[Any]:
    return [(line.author, line.text) for line in desk.handover_life.lines(handover.reference)]
