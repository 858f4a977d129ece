"""What a visitor sees is kept in order, each message once, a question and its replies together."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timezone

import pytest
from store_examples import ODD_TEXTS

from pearl.clock import FixedClock
from pearl.errors import BadInput
from pearl.messages import PAGE, PEARL, VISITOR, Message, MessageStore
from pearl.sql.engine import Database
from pearl.sql.erasure import Erasures
from pearl.sql.secret_store import kept_secret

NOW = datetime(2026, 11, 25, 18, 0, tzinfo=timezone.utc)
CLOCK = FixedClock(NOW)


def question(client_id: str = "q1", text: str = "can i pop milia?", sender: str = "web:a") -> Message:
    return Message(sender=sender, author=VISITOR, text=text, created_at=NOW, client_id=client_id)


def reply(text: str, sender: str = "web:a") -> Message:
    extras = {"buttons": [{"title": "More", "payload": "/more"}], "custom": {"outcome": "answer"}}
    return Message(sender=sender, author=PEARL, text=text, created_at=NOW, extras=extras)


def test_messages_come_back_as_they_were_in_order(message_store: MessageStore) -> None:
    kept = [message_store.add(question(f"q{n}", text)) for n, text in enumerate(ODD_TEXTS)]
    assert [message.position for message in kept] == list(range(1, len(ODD_TEXTS) + 1))
    assert message_store.after("web:a", 0) == tuple(kept)
    assert message_store.after("web:a", 2) == tuple(kept[2:])


def test_a_message_sent_twice_is_one_message(message_store: MessageStore) -> None:
    first = message_store.add(question())
    assert message_store.add(question(text="other words")) == first
    assert message_store.after("web:a", 0) == (first,)


def test_the_same_id_of_another_visitor_is_another_message(message_store: MessageStore) -> None:
    message_store.add(question())
    assert message_store.add(question(sender="web:b")).position == 1
    assert len(message_store.after("web:a", 0)) == 1


def test_a_question_waits_until_it_is_answered_and_is_answered_once(message_store: MessageStore) -> None:
    first, second = message_store.add(question("q1")), message_store.add(question("q2"))
    assert message_store.waiting("web:a") == first
    assert message_store.answer(first, [reply("no"), reply("next")], NOW)
    assert not message_store.answer(first, [reply("no"), reply("next")], NOW)
    assert message_store.waiting("web:a") == second
    assert message_store.answer(second, [], NOW)
    assert message_store.waiting("web:a") is None
    seen = message_store.after("web:a", 0)
    assert [(message.position, message.text) for message in seen[2:]] == [(3, "no"), (4, "next")]
    assert seen[2] == replace(reply("no"), position=3)


def test_a_long_history_comes_in_pages(message_store: MessageStore) -> None:
    for n in range(PAGE + 5):
        message_store.add(question(f"q{n}"))
    assert [len(message_store.after("web:a", after)) for after in (0, PAGE, PAGE + 5)] == [PAGE, 5, 0]


def test_ten_threads_add_ten_messages_without_a_gap(message_store: MessageStore) -> None:
    with ThreadPoolExecutor(10) as threads:
        list(threads.map(lambda n: message_store.add(question(f"q{n}")), range(10)))
    assert [message.position for message in message_store.after("web:a", 0)] == list(range(1, 11))


def test_ten_threads_with_one_message_keep_one(message_store: MessageStore) -> None:
    with ThreadPoolExecutor(10) as threads:
        kept = list(threads.map(lambda _: message_store.add(question()), range(10)))
    assert {message.position for message in kept} == {1}
    assert len(message_store.after("web:a", 0)) == 1


def test_a_forgotten_conversation_is_gone_and_no_other(message_store: MessageStore) -> None:
    for sender in ("web:a", "web:a", "web:b"):
        message_store.add(Message(sender=sender, author=PEARL, text="hello", created_at=NOW))
    assert message_store.forget("web:a") == 2
    assert message_store.after("web:a", 0) == () and len(message_store.after("web:b", 0)) == 1


@pytest.mark.parametrize("broken", [question(""), question("x" * 65), question(text="\x00"), question(sender="")])
def test_what_cannot_be_kept_is_refused(message_store: MessageStore, broken: Message) -> None:
    with pytest.raises(BadInput):
        message_store.add(broken)


def test_a_secret_is_made_once_and_is_the_same_for_everybody(database: Database) -> None:
    with ThreadPoolExecutor(4) as threads:
        found = set(threads.map(lambda _: kept_secret(database, "tokens", CLOCK), range(4)))
    assert len(found) == 1 and len(found.pop()) >= 32
    assert kept_secret(database, "tokens", CLOCK) != kept_secret(database, "others", CLOCK)


def test_an_erased_sender_is_remembered_without_a_name(conversing: Database) -> None:
    erasures = Erasures(conversing, CLOCK)
    assert not erasures.has("web:a")
    receipt = erasures.erase("web:a")
    assert receipt.reference.startswith("ERA-") and receipt.kept == ()
    assert erasures.has("web:a") and not erasures.has("web:b")
