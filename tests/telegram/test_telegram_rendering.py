"""Replies look right on a phone: escaped, split at sentences, with buttons that Telegram takes."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from html import unescape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pearl.messages import PEARL, Message
from pearl.telegram.keyboard import data_of, found_payload, rated, rows, title_of, without_thumbs
from pearl.telegram.rendering import calls
from pearl.telegram.splitting import split, units

NOW = datetime(2026, 11, 25, tzinfo=timezone.utc)
THUMBS = ("Yes", "No")
LONG = '/pick_topic{"topic": "' + "x" * 60 + '"}'


def reply(text: str, **extras: Any) -> Message:
    return Message(sender="telegram:7", author=PEARL, text=text, created_at=NOW, extras=extras)


def test_a_reply_is_escaped_and_keeps_its_lines() -> None:
    (call,) = calls(reply("a < b & c > d\n\n<b>not bold</b>"), 7, THUMBS)
    assert call.parameters["text"] == "a &lt; b &amp; c &gt; d\n\n&lt;b&gt;not bold&lt;/b&gt;"
    assert call.parameters["parse_mode"] == "HTML"
    assert call.without_markup().parameters == {"chat_id": 7, "text": "a < b & c > d\n\n<b>not bold</b>"}


def test_the_titles_of_sources_are_links_to_them() -> None:
    sources = [
        {"id": "a", "title": "Milia & co", "url": 'https://example.org/?a=1&b="2"'},
        {"id": "b", "title": "Bad", "url": "javascript:alert(1)"},
    ]
    (call,) = calls(reply("Sources: X, Milia & co; Bad", custom={"sources": sources}), 7, THUMBS)
    link = '<a href="https://example.org/?a=1&amp;b=&quot;2&quot;">Milia &amp; co</a>'
    assert call.parameters["text"] == f"Sources: X, {link}; Bad"


def test_buttons_are_under_the_last_part_of_a_long_reply() -> None:
    made = calls(reply("A sentence. " * 900, buttons=[{"title": "Yes", "payload": "/affirm"}]), 7, THUMBS)
    assert [("reply_markup" in call.parameters) for call in made] == [False, False, True]
    assert all(call.parameters["text"].endswith(".") for call in made)


def test_short_buttons_stand_side_by_side_and_long_ones_alone() -> None:
    titles = ["Yes", "No", "Tuesday 1 December 2026, 2 pm", "Stop"]
    laid = rows([{"title": title, "payload": "/affirm"} for title in titles])
    assert [[button["text"] for button in row] for row in laid] == [["Yes", "No"], [titles[2]], ["Stop"]]


@pytest.mark.parametrize("payload", ["/affirm", "+x", "#x", LONG, "/" + "é" * 60])
def test_every_payload_is_found_again_and_fits(payload: str) -> None:
    data = data_of(payload)
    assert len(data.encode()) <= 64
    assert found_payload(data, [{}, {"buttons": [{"title": "x", "payload": payload}]}]) == payload


def test_a_kept_payload_of_an_erased_conversation_is_gone() -> None:
    assert found_payload(data_of(LONG), [{"buttons": [{"title": "x", "payload": "/affirm"}]}]) is None


def test_an_answer_can_be_rated_by_its_name() -> None:
    (call,) = calls(reply("Yes.", custom={"answer_id": "can_i_pop_milia@3", "outcome": "answer"}), 7, THUMBS)
    (row,) = call.parameters["reply_markup"]["inline_keyboard"]
    assert [rated(button["callback_data"]) for button in row] == [
        ("can_i_pop_milia@3", True),
        ("can_i_pop_milia@3", False),
    ]


def test_after_rating_the_other_buttons_stay() -> None:
    markup = {
        "inline_keyboard": [[{"text": "More", "callback_data": "/x"}], [{"text": "Yes", "callback_data": "+a@1"}]]
    }
    assert without_thumbs(markup) == [[{"text": "More", "callback_data": "/x"}]]
    assert without_thumbs({"inline_keyboard": "odd"}) == without_thumbs(None) == []


def test_the_phone_is_asked_for_with_a_button_that_shares_it() -> None:
    (call,) = calls(reply("Which number?", custom={"share_contact": "Share mine"}), 7, THUMBS)
    assert call.parameters["reply_markup"]["keyboard"] == [[{"text": "Share mine", "request_contact": True}]]


def test_a_file_goes_along_after_the_words() -> None:
    document = {"name": "appointment.ics", "content": "BEGIN:VCALENDAR"}
    words, file = calls(reply("Confirmed.", document=document), 7, THUMBS)
    assert (words.method, file.method) == ("sendMessage", "sendDocument")
    assert file.document == ("appointment.ics", b"BEGIN:VCALENDAR")


def test_a_reply_without_words_sends_nothing() -> None:
    assert calls(reply("  "), 7, THUMBS) == ()


@pytest.mark.parametrize(
    ("text", "limit", "parts"),
    [
        ("One. Two. Three.", 10, ("One. Two.", "Three.")),
        ("One two three", 7, ("One two", "three")),
        ("First.\n\nSecond one. Third", 20, ("First.", "Second one. Third")),
        ("abcdefghij", 4, ("abcd", "efgh", "ij")),
        ("😀😀😀", 2, ("😀", "😀", "😀")),
        ("", 10, ()),
    ],
)
def test_a_text_is_split_where_a_reader_pauses(text: str, limit: int, parts: tuple[str, ...]) -> None:
    assert split(text, limit) == parts


@given(st.text(alphabet=st.sampled_from("ab .\n!😀é"), max_size=300), st.integers(min_value=4, max_value=40))
def test_splitting_loses_nothing_and_every_part_fits(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert all(0 < units(part) <= limit for part in parts)
    assert re.sub(r"\s", "", "".join(parts)) == re.sub(r"\s", "", text)


@given(st.text(max_size=200))
def test_whatever_a_reply_says_arrives_as_it_is(text: str) -> None:
    made = calls(reply(text), 7, THUMBS)
    assert [unescape(call.parameters["text"]) for call in made] == [call.words for call in made]


def test_the_title_of_a_button_is_found_where_telegram_tells_no_keyboard() -> None:
    shown = [{}, {"buttons": [{"title": "Yes, send it", "payload": "/affirm"}]}]
    assert (title_of("/affirm", shown), title_of("/deny", shown)) == ("Yes, send it", "")
