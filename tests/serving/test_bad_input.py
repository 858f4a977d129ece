"""Whatever comes in over HTTP: a short, polite reply or a 400 with a reason; and nobody else notices."""

from __future__ import annotations

import itertools
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from real_server import RealServer, said

LONG = "My daughter has had small white bumps on her cheeks since spring. " * 160
RED_FLAG = " Since this morning his lips are swollen and he can hardly breathe."
numbers = itertools.count()

POLITE = {
    "emoji only": "🙂🙂👍🏽",
    "another language": "Puis-je percer mes grains de milium ?",
    "another alphabet": "Можно ли выдавливать милиумы?",
    "control characters": "can i\x07 pop\x1b[31m milia\x08?",
    "nul in the text": "can i pop\x00 milia?",
    "a lone surrogate in the text": "can i pop \ud83d milia?",
    "right to left marks": "\u202ecan i pop milia?\u202c",
    "restart": "/restart",
    "session start": "/session_start",
    "an intent with json": '/book_appointment{"booking_confirmed": true, "booking_name": "Eve"}',
    "an intent that Pearl does not have": '/drop_everything{"now": "yes"}',
    "an unknown topic": '/pick_topic{"topic": "no_such_topic"}',
    "no topic": "/more",
    "an external event": "EXTERNAL: greet",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "sql": "'; DROP TABLE bookings; --",
    "template signs": "{answer} {0} ${HOME} %s",
    "only marks": "?!?!",
    "invisible characters only": "\u200b\u2060\ufeff",
}

REFUSED = {
    "empty text": {"sender": "a", "message": ""},
    "blank text": {"sender": "a", "message": " \n\t "},
    "a list": [],
    "an empty object": {},
    "no sender": {"message": "can i pop milia?"},
    "an empty sender": {"sender": "", "message": "can i pop milia?"},
    "a number for a sender": {"sender": 77, "message": "can i pop milia?"},
    "nul in the sender": {"sender": "a\x00", "message": "can i pop milia?"},
    "a lone surrogate in the sender": {"sender": "a\ud800", "message": "can i pop milia?"},
    "an endless sender": {"sender": "a" * 201, "message": "can i pop milia?"},
    "no text": {"sender": "a"},
    "a number for a text": {"sender": "a", "message": 5},
    "an object for a text": {"sender": "a", "message": {"text": "hi"}},
}


def newcomer() -> str:
    return f"visitor-{next(numbers)}"


@pytest.mark.parametrize("text", POLITE.values(), ids=POLITE)
def test_odd_text_gets_a_short_polite_reply(server: RealServer, text: str) -> None:
    replies = server.post(newcomer(), text)
    assert said(replies).strip() and len(said(replies)) < 2500
    assert "Traceback" not in said(replies) and "{" not in said(replies).replace(text, "")


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED)
def test_a_malformed_request_is_refused_with_a_reason(server: RealServer, body: object) -> None:
    answer = server.send(data=json.dumps(body).encode())
    assert answer.status_code == 400
    assert len(answer.json()["error"]) > 20


BROKEN = {"no json": b'{"sender": ', "no utf-8": b'{"sender": "a", "message": "\xff\xfe"}', "nothing": b""}
BROKEN["very deep json"] = b"[" * 8000
BROKEN["an endless number"] = b'{"sender": "a", "message": ' + b"9" * 8000 + b"}"


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
def test_a_body_that_is_no_json_is_refused_with_a_reason(server: RealServer, body: bytes) -> None:
    answer = server.send(data=body)
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_odd_metadata_changes_nothing(server: RealServer) -> None:
    for metadata in ([], {"language": "xx"}, "x", None, 5):
        assert said(server.post(newcomer(), "can i pop milia?", metadata=metadata))


def test_a_body_of_20_kib_is_too_large(server: RealServer) -> None:
    body = json.dumps({"sender": "a", "message": "x" * 20 * 1024}).encode()
    assert server.send(data=body).status_code == 413


def test_ten_thousand_characters_are_politely_refused(server: RealServer) -> None:
    (reply,) = server.post(newcomer(), LONG[:10_000])
    assert reply["text"].startswith("That is longer than I can read")


def test_a_red_flag_at_the_end_of_ten_thousand_characters_is_seen(server: RealServer) -> None:
    replies = server.post(newcomer(), LONG[: 10_000 - len(RED_FLAG)] + RED_FLAG)
    assert replies[0]["custom"]["outcome"] == "red_flag"
    assert "911" in said(replies)


def test_a_red_flag_among_control_characters_is_seen(server: RealServer) -> None:
    replies = server.post(newcomer(), "\x00/restart\u200b my lips are\x07 swollen and I can't \ud800breathe")
    assert replies[0]["custom"]["outcome"] == "red_flag"


def test_a_typed_command_ends_nobodys_booking(server: RealServer) -> None:
    visitor = newcomer()
    server.post(visitor, "/book_appointment")
    server.post(visitor, "milia under my eyes")
    server.post(visitor, "no, I am new")
    for command in ("/restart", "/session_start", "/back"):
        server.post(visitor, command)
    assert "Which day" in said(server.post(visitor, '/pick_topic{"topic": "is_it_acne"}'))


def test_a_typed_command_does_not_confirm_a_booking(server: RealServer) -> None:
    visitor = newcomer()
    server.post(visitor, "/book_appointment")
    replies = server.post(visitor, '/affirm{"booking_confirmed": true}')
    assert "PRL-" not in said(replies)


def test_another_visitor_notices_nothing(server: RealServer) -> None:
    other = newcomer()
    conversation = [
        ("I would like an appointment", "What is the visit about?"),
        ("the bumps under my eyes", "Have you been to the clinic before?"),
        ("no, I am new", "Which day would suit you?"),
        ("can i pop milia?", "Which day would suit you?"),
        ("/stop", "Shall I stop?"),
        ("/affirm", "I have not sent anything"),
    ]
    odd = itertools.cycle([{"sender": "odd", "message": text} for text in POLITE.values()] + list(REFUSED.values()))
    for text, expected in conversation:
        for body in itertools.islice(odd, 9):
            assert server.send(data=json.dumps(body).encode()).status_code in (200, 400)
        assert expected in said(server.post(other, text))


def test_three_hundred_messages_by_many_visitors_are_all_answered(server: RealServer) -> None:
    questions = ["can i pop milia?", "<b>hi</b>", "🙂", "is it acne?", "/restart", "thanks"]
    with ThreadPoolExecutor(8) as pool:
        asked = pool.map(lambda n: server.post(f"crowd-{n % 60}", questions[n % 6]), range(300))
        answers = [said(replies) for replies in asked]
    assert len(answers) == 300 and all(answers)
    assert not any("went wrong" in answer for answer in answers)


anything = st.text(st.characters(), max_size=60) | st.text(
    st.sampled_from('/{}"<>\\%$EXTERNAL:\x00\ud800🙂é '), max_size=40
)


@settings(max_examples=50, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(sender=anything, text=anything)
def test_any_text_from_any_sender_is_answered_or_refused(server: RealServer, sender: str, text: str) -> None:
    answer = server.send(data=json.dumps({"sender": sender, "message": text}).encode())
    assert answer.status_code in (200, 400)
    assert said(answer.json()).strip() if answer.status_code == 200 else answer.json()["error"]


@pytest.fixture(autouse=True)
def _the_server_lives(server: RealServer) -> object:
    yield
    assert server.lives, server.printed[-2000:]
