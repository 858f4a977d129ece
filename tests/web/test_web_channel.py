"""The web channel: a token, messages that are sent once, history and replies by cursor, clear refusals."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
from real_server import RealServer, said
from web_visitor import WebVisitor


def test_a_question_is_answered(server: RealServer) -> None:
    replies = WebVisitor(server).says("can i pop milia?")
    assert "squeezing" in said(replies)
    assert replies[-1]["buttons"] and replies[-1]["custom"]["outcome"] == "answer"


def test_it_works_in_production_where_the_development_channel_is_off(model: Path, tmp_path: Path) -> None:
    production = RealServer(tmp_path, PEARL_ENV="production").start()
    try:
        assert "squeezing" in said(WebVisitor(production).says("can i pop milia?"))
        assert production.send(json={"sender": "a", "message": "hello"}).status_code == 404
        foreign = requests.post(f"{production.url}/webhooks/web/session", headers={"Origin": "http://localhost:3000"})
        assert foreign.status_code == 403
    finally:
        assert production.stop() == 0


def test_a_message_sent_again_is_answered_once(server: RealServer) -> None:
    visitor = WebVisitor(server)
    with ThreadPoolExecutor(5) as pool:
        sent = list(pool.map(lambda _: visitor.send("is it acne?", "the-same").json(), range(5)))
    visitor.read(after=1)
    visitor.send("is it acne?", "the-same")
    assert all(answer == sent[0] for answer in sent)
    history = visitor.history()
    assert [message["from"] for message in history] == ["visitor", "pearl", "pearl"]
    assert [message["cursor"] for message in history] == [1, 2, 3]


def test_history_is_the_same_for_everybody_who_holds_the_token(server: RealServer) -> None:
    visitor = WebVisitor(server)
    visitor.says("can i pop milia?")
    other_tab = WebVisitor(server)
    other_tab.token = visitor.token
    other_tab.says("is it acne?")
    assert other_tab.history() == visitor.history()
    assert len(visitor.history()) == 6


def test_messages_in_a_row_are_answered_in_their_order(server: RealServer) -> None:
    visitor = WebVisitor(server)
    for number, text in enumerate(("hello", "can i pop milia?", "thanks", "is it acne?")):
        visitor.send(text, f"row-{number}")
    while len([message for message in visitor.history() if message["from"] == "pearl"]) < 6:
        visitor.read()
    replies = [message.get("custom", {}).get("label") for message in visitor.history() if message["from"] == "pearl"]
    assert [label for label in replies if label] == ["greet", "can_i_pop_milia", "thank", "is_it_acne"]


def test_a_reader_waits_for_news_and_gets_it_at_once(server: RealServer) -> None:
    visitor = WebVisitor(server)
    with ThreadPoolExecutor(1) as pool:
        began = time.monotonic()
        reading = pool.submit(visitor.read, 0, 20)
        time.sleep(0.5)
        visitor.send("hello")
        assert reading.result()[0]["text"] == "hello"
    assert time.monotonic() - began < 5


def test_a_reader_without_news_waits_no_longer_than_he_wants(server: RealServer) -> None:
    began = time.monotonic()
    assert WebVisitor(server).read(0, 1) == []
    assert 0.9 < time.monotonic() - began < 4


def test_a_tapped_button_shows_its_words_and_does_what_it_says(server: RealServer) -> None:
    visitor = WebVisitor(server)
    visitor.says("can i pop milia?")
    replies = visitor.says("Ask for an appointment", payload="/book_appointment")
    assert "I can ask the clinic for an appointment" in said(replies)
    assert visitor.history()[-3]["text"] == "Ask for an appointment"


def test_a_command_of_rasa_does_nothing(server: RealServer) -> None:
    visitor = WebVisitor(server)
    visitor.says("book", payload="/book_appointment")
    for command in ("/restart", '/affirm{"booking_confirmed": true}'):
        assert "PRL-" not in said(visitor.says("tap", payload=command))
    assert visitor.history()


def test_more_than_2000_characters_are_politely_refused_and_still_read_for_danger(server: RealServer) -> None:
    visitor = WebVisitor(server)
    long = "I have had small white bumps for some time now. " * 60
    assert "longer than I can read" in said(visitor.says(long))
    replies = visitor.says(f"{long} My lips are swollen and I can hardly breathe.")
    assert replies[0]["custom"]["outcome"] == "red_flag"


REFUSED = {
    "no json": b"{",
    "a list": b"[]",
    "no id": b'{"text": "hi"}',
    "a strange id": b'{"id": "a b", "text": "hi"}',
    "an endless id": json.dumps({"id": "a" * 65, "text": "hi"}).encode(),
    "no text": b'{"id": "a"}',
    "blank text": b'{"id": "a", "text": " "}',
    "a number for a text": b'{"id": "a", "text": 5}',
    "a number for a payload": b'{"id": "a", "text": "hi", "payload": 5}',
    "very deep json": b"[" * 8000,
    "no utf-8": b'{"id": "a", "text": "\xff"}',
}


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED)
def test_a_malformed_message_is_refused_with_a_reason(server: RealServer, body: bytes) -> None:
    answer = WebVisitor(server).call("POST", "/messages", data=body)
    assert answer.status_code == 400 and len(answer.json()["error"]) > 20


@pytest.mark.parametrize("text", ["nul \x00 in it", "half \ud83d of a pair", "<img src=x onerror=alert(1)>", "🙂"])
def test_odd_text_is_kept_and_answered(server: RealServer, text: str) -> None:
    visitor = WebVisitor(server)
    assert said(visitor.says(text))
    assert visitor.history()[0]["text"] == text.replace("\x00", "\ufffd").replace("\ud83d", "\ufffd")


@pytest.mark.parametrize("after", ["x", "-1", "9" * 30, "1.5"])
def test_a_cursor_that_is_no_number_is_refused(server: RealServer, after: str) -> None:
    assert WebVisitor(server).call("GET", f"/messages?after={after}&wait=0").status_code == 400


def test_a_body_above_16_kib_is_too_large(server: RealServer) -> None:
    assert WebVisitor(server).send("x" * 17 * 1024).status_code == 413


def test_a_flood_is_slowed_down_and_says_how_long(server: RealServer) -> None:
    visitor, other = WebVisitor(server), WebVisitor(server)
    answers = [visitor.send("hello") for _ in range(30)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(refused) >= 5 and {answer.status_code for answer in answers} == {202, 429}
    assert 0 < int(refused[0].headers["Retry-After"]) <= 10 and "try again" in refused[0].json()["error"]
    assert said(other.says("can i pop milia?"))
