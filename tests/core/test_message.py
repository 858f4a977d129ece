"""What a visitor typed is made safe: Rasa's own commands become words, nothing raises."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pearl.understanding.message import BUTTON, incoming, is_readable

# Every sign there is, lone surrogates included, and often the starts that mean something to Rasa.
STARTS = [
    "",
    "/",
    "//",
    "/ ",
    "EXTERNAL: ",
    "EXTERNAL:",
    "/affirm",
    '/more{"topic": "a"}',
    "\u200b/",
    "\u200d/",
    "\x00",
]
TEXTS = st.tuples(st.sampled_from(STARTS), st.sampled_from(STARTS), st.text(st.characters(), max_size=40)).map("".join)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("can i pop milia?", "can i pop milia?"),
        ("/restart", "restart"),
        ("  /restart  ", "restart"),
        ("///back", "back"),
        ("/ /restart", "restart"),
        ('/greet{"name": "x"}', 'greet{"name": "x"}'),
        ('/faq{"topic": "prices"}', 'faq{"topic": "prices"}'),
        ("/red_flag", "red_flag"),
        ("/session_start", "session_start"),
        ("EXTERNAL: reminder", "reminder"),
        ("EXTERNAL:reminder", "reminder"),
        ("EXTERNAL: /restart", "restart"),
        ("/EXTERNAL: x", "x"),
        ("my EXTERNAL: bumps", "my EXTERNAL: bumps"),
        ("1/2 cup", "1/2 cup"),
    ],
)
def test_commands_to_rasa_become_plain_words(typed: str, read: str) -> None:
    assert incoming(typed) == read


@pytest.mark.parametrize(
    "payload",
    [
        "/affirm",
        "/deny",
        "/stop",
        "/something_else",
        "/talk_to_a_person",
        '/more{"topic": "is_it_acne"}',
        '/more{"topic":"is_it_acne"}',
        '/pick_topic{"topic": "milia_in_babies"}',
    ],
)
def test_what_a_button_sends_stays(payload: str) -> None:
    assert incoming(payload) == payload
    assert incoming(f" {payload}\n") == payload


@pytest.mark.parametrize(
    "typed",
    [
        "/affirm please",
        "/affirm/deny",
        "/AFFIRM",
        "/more",
        '/more{"topic": "Is It"}',
        '/more{"topic": "a", "site": "eyes"}',
        '/pick_topic{"topic": "' + "a" * 60 + '"}',
        '/affirm{"topic": "a"}',
        "//affirm",
    ],
)
def test_what_only_resembles_a_button_is_plain_text(typed: str) -> None:
    assert not incoming(typed).startswith("/")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("a\x00b\x07c\x1b[31m", "abc[31m"),
        ("line\none\r\ntwo\tthree", "line one  two three"),
        ("mi\u200blia\ufeff", "milia"),
        ("\u202emilia", "milia"),
        ("\u200b/restart", "restart"),
        ("\x00/restart", "restart"),
        ("\ud800milia\udfff", "milia"),
        ("\ud83d\ude00", ""),
        ("\ue000\uffff", ""),
        ("", ""),
        (" \n\t ", ""),
    ],
)
def test_control_characters_surrogates_and_zero_width_signs_vanish(typed: str, read: str) -> None:
    assert incoming(typed) == read


@pytest.mark.parametrize("typed", ["👶", "👩\u200d👧", "❤️", "👍🏽", "می\u200cخواهم", "señora ñandú", "你好"])
def test_emoji_and_other_scripts_stay_whole(typed: str) -> None:
    assert incoming(typed) == typed


@pytest.mark.parametrize(
    ("text", "readable"),
    [
        ("ok", True),
        ("7", True),
        ("你好", True),
        ("", False),
        ("   ", False),
        ("?!", False),
        ("👶🏽", False),
        ("\u200d", False),
    ],
)
def test_a_text_is_readable_when_it_has_a_letter_or_digit(text: str, readable: bool) -> None:
    assert is_readable(text) is readable


@settings(deadline=None, derandomize=True)
@given(TEXTS)
def test_nothing_raises_and_reading_twice_changes_nothing(text: str) -> None:
    read = incoming(text)
    assert incoming(read) == read


@settings(deadline=None, derandomize=True)
@given(TEXTS)
def test_only_a_button_begins_with_a_slash_and_everything_can_be_stored(text: str) -> None:
    read = incoming(text)
    assert not read.startswith(("/", "EXTERNAL:")) or BUTTON.fullmatch(read)
    assert "\x00" not in read
    assert read.encode("utf-8").decode("utf-8") == read
    assert read == read.strip()
