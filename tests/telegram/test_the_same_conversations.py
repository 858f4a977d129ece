"""What tests/conversations holds of the assistant holds of it on Telegram; all of it under `make endurance`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from bot_api_stand_in import StandIn
from telegram_talker import CONVERSATIONS, TelegramTalker, conversations_fixtures

from pearl.assistant.logging import keep_quiet
from pearl.bootstrap import at, services, use
from pearl.cli.conversing import scratch_services

sys.path.append(str(CONVERSATIONS))
NOW = conversations_fixtures().NOW
ABOUT = ("booking", "clarification", "corrections", "follow_ups", "hand_over", "own_booking")
if os.environ.get("PEARL_ENDURANCE"):
    ABOUT += (
        "digressions", "fallback", "nobody_is_there", "one_clock", "own_booking_interrupted", "own_booking_page",
        "red_flags", "refusals", "repeats", "small_talk", "taken_times", "ways_to_be_reached", "with_a_person",
        "wrong_pairs",
    )  # fmt: skip
# These name the channel that they run over, or say what nobody can say on Telegram: nothing.
OTHERWISE_HERE = {
    "test_a_yes_stores_it_and_tells_the_reference",
    "test_the_question_is_kept_once_with_what_came_closest",
    "test_the_wish_is_kept_with_a_reference_that_the_visitor_is_told",
    "test_silence_in_a_booking_is_asked_again",
}


def taken_over() -> Iterator[tuple[str, Any]]:
    """Every test and fixture of those files, tests under names that tell the file."""
    for about in ABOUT:
        for name, value in vars(import_module(f"test_{about}")).items():
            if name.startswith("test_") and name not in OTHERWISE_HERE:
                yield f"test_{about}_{name.removeprefix('test_')}", value
            elif "fixture" in type(value).__name__.lower() or hasattr(value, "_pytestfixturefunction"):
                yield name, value


globals().update(taken_over())


@pytest.fixture(scope="session")
def assistant(model: Path, bot_api: StandIn) -> Iterator[TelegramTalker]:
    keep_quiet()
    scratch_services(NOW)
    talker = TelegramTalker(model, bot_api)
    yield talker
    talker.close()


@pytest.fixture()
def talk(assistant: TelegramTalker) -> Any:
    """A fresh chat with an empty set of records."""
    scratch_services(NOW)
    return assistant.conversation()


@pytest.fixture()
def at_moment(talk: Any) -> Iterator[Any]:
    before = services()
    yield lambda iso: use(at(services(), iso))
    use(before)


def test_a_booking_made_here_knows_its_channel(talk: Any, assistant: TelegramTalker) -> None:
    talk.say("I'd like an appointment for my milia next Tuesday at 2 pm, my name is Dana Smith, 780 555 0134")
    talk.tap("Yes, send it")
    (booking,) = assistant.records.bookings()
    assert booking.channel == "telegram" and booking.sender.startswith("telegram:")
