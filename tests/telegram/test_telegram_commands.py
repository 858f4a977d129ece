"""The menu's commands and the links of the clinic's website."""

from __future__ import annotations

import pytest

from pearl.telegram.commands import OWN, PAYLOADS, Meaning, meaning
from pearl.telegram.words import Words
from pearl.understanding.message import incoming

TOPICS = ("can_i_pop_milia",)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("/start", Meaning("/greet")),
        ("/start book", Meaning("/book_appointment", "welcome")),
        ("/start can_i_pop_milia", Meaning('/pick_topic{"topic": "can_i_pop_milia"}', "welcome")),
        ('/start x"}; drop', Meaning("/greet")),
        ("/book@PearlClinicBot", Meaning("/book_appointment")),
        ("/privacy", Meaning(kind="privacy")),
        ("/stop now please", Meaning("/stop")),
    ],
)
def test_a_command_is_understood(text: str, meant: Meaning) -> None:
    assert meaning(text, TOPICS) == meant


@pytest.mark.parametrize("text", ["/restart", "hello", "/", "/affirm{}", "book", "a /book"])
def test_everything_else_is_only_text(text: str) -> None:
    assert meaning(text, TOPICS) is None


@pytest.mark.parametrize("payload", PAYLOADS.values())
def test_what_commands_put_to_the_assistant_is_let_through(payload: str) -> None:
    assert incoming(payload) == payload


def test_the_menu_names_every_command_as_telegram_takes_it() -> None:
    menu = Words(lambda: None, "", "").menu()  # type: ignore[arg-type, return-value]
    assert {entry["command"] for entry in menu} == {*PAYLOADS, *OWN}
    assert all(3 <= len(entry["description"]) <= 256 for entry in menu)
