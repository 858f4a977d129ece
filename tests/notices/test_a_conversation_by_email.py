"""A conversation that its visitor wants by e-mail: everything said, nobody else's links, and nothing after an erasure."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from notice_examples import NOW, SHIPPED, VISITOR, WORDING
from post_office import MailServerAtWork
from sqlalchemy import text

from pearl.delivery.mail_server import MailServer
from pearl.errors import BadInput
from pearl.messages import PEARL, STAFF, InMemoryMessageStore, Message
from pearl.messages import VISITOR as SAID_BY_VISITOR
from pearl.notices.deliverer import Deliverer
from pearl.notices.transcript import conversation, transcript_notice, written_down
from pearl.notices.wanted import Wanted
from pearl.settings import MailSettings
from pearl.sql.engine import Database
from pearl.sql.erasure import Erasures
from pearl.sql.message_store import SqlMessageStore
from pearl.sql.notice_queue import SqlNoticeQueue
from pearl.sql.opt_outs import SqlOptOuts

SENDER = "web:0123456789abcdef0123456789abcdef"


def said(words: str, author: str = SAID_BY_VISITOR) -> Message:
    return Message(sender=SENDER, author=author, text=words, created_at=NOW)


def test_everything_said_is_in_it_in_order_with_times_and_speakers() -> None:
    letter = written_down([said("hello"), said("Hello!", PEARL), said("I am here.", STAFF)], WORDING, SHIPPED)
    assert letter.subject == "Your conversation with Pearl Demonstration Skin Clinic"
    lines = ["[11:00 am] You: hello", "[11:00 am] Pearl, automatic: Hello!", "[11:00 am] The clinic: I am here."]
    assert "\n\n".join(lines) in letter.text
    assert "on Wednesday 25 November 2026" in letter.text and SHIPPED.phone in letter.text


def test_a_tapped_button_is_written_down_by_its_title() -> None:
    tapped = Message(sender=SENDER, author=SAID_BY_VISITOR, text="Yes, send it", payload="/affirm", created_at=NOW)
    text = written_down([tapped], WORDING, SHIPPED).text
    assert "You: Yes, send it" in text and "/affirm" not in text


@pytest.mark.parametrize("typed", ["see https://bad.example/x now", "see bad.example now", "see www.bad now"])
def test_a_link_that_a_visitor_wrote_is_left_out_and_pearls_stay(typed: str) -> None:
    letter = written_down([said(typed), said("https://good.example/", PEARL)], WORDING, SHIPPED)
    assert "You: see … now" in letter.text and "bad" not in letter.text and "https://good.example/" in letter.text


def test_a_link_that_pearl_says_after_the_visitor_is_left_out_too() -> None:
    heard = [said("pay at www.bad.example/pay"), said("Reason: pay at (www.bad.example/pay).", PEARL)]
    letter = written_down(heard, WORDING, SHIPPED)
    assert "bad" not in letter.text and "Reason: pay at …" in letter.text


def test_a_message_without_blanks_is_read_once() -> None:
    assert "You: aaa" in written_down([said("a" * 16_000)], WORDING, SHIPPED).text


def test_words_are_never_html_nor_headers() -> None:
    letter = written_down([said("<b>hi</b>\nSubject: taken {phone}")], WORDING, SHIPPED)
    assert "&lt;b&gt;hi&lt;/b&gt;" in letter.html and "<b>" not in letter.html
    assert "Subject: taken {phone}" in letter.text and "\n" not in letter.subject


def test_a_clinic_without_words_for_it_sends_none() -> None:
    with pytest.raises(BadInput, match="transcript"):
        written_down([said("hello")], WORDING.copy(update={"transcript": None}), SHIPPED)


def test_it_reaches_as_far_as_it_was_asked_for() -> None:
    store = InMemoryMessageStore()
    for n in range(230):
        store.add(said(f"message {n}"))
    notice = transcript_notice(SENDER, 225, VISITOR, NOW)
    assert [message.text for message in conversation(notice, store)] == [f"message {n}" for n in range(225)]


def test_the_outbox_holds_none_of_its_words_and_the_same_wish_is_one_notice(queue: SqlNoticeQueue) -> None:
    for _ in range(2):
        queue.put([transcript_notice(SENDER, 3, VISITOR, NOW)])
    queue.put([transcript_notice(SENDER, 4, VISITOR, NOW)])
    assert len(queue.notices()) == 2
    assert set(queue.notices()[0].notice.payload) == {"event", "audience", "about", "conversation", "upto"}


def deliver(new_deliverer: Callable[..., Deliverer], database: Database, chosen: MailSettings) -> None:
    messages = SqlMessageStore(database)
    wanted = Wanted(lambda reference: None, SqlOptOuts(database), messages)
    senders = {"email": MailServer(chosen, WORDING, SHIPPED, messages)}
    asyncio.run(new_deliverer(senders=senders, why_not=wanted.why_not).deliver_due())


def test_it_arrives(
    new_deliverer: Callable[..., Deliverer],
    database: Database,
    queue: SqlNoticeQueue,
    mail: MailServerAtWork,
    mail_settings: MailSettings,
) -> None:
    SqlMessageStore(database).add(said("hello"))
    queue.put([transcript_notice(SENDER, 1, VISITOR, NOW)])
    deliver(new_deliverer, database, mail_settings)
    assert mail.mailbox.recipients == [VISITOR]
    assert "You: hello" in str(mail.mailbox.messages[0].get_body(("plain",)).get_content())  # type: ignore[union-attr]


def test_an_erasure_takes_what_waits_out_of_the_outbox(database: Database, queue: SqlNoticeQueue, clock: Any) -> None:
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE events (sender_id TEXT)"))  # Rasa's own, made by the tracker store
    queue.put([transcript_notice(SENDER, 1, VISITOR, NOW)])
    queue.put([transcript_notice("web:somebody-else", 1, VISITOR, NOW)])
    receipt = Erasures(database, clock).erase(SENDER)
    assert receipt.erased["transcripts"] == 1 and len(queue.notices()) == 1


def test_a_conversation_that_is_gone_is_not_sent(
    new_deliverer: Callable[..., Deliverer],
    database: Database,
    queue: SqlNoticeQueue,
    mail: MailServerAtWork,
    mail_settings: MailSettings,
) -> None:
    queue.put([transcript_notice(SENDER, 1, VISITOR, NOW)])
    deliver(new_deliverer, database, mail_settings)
    assert mail.mailbox.messages == [] and queue.notices()[0].reason == "the conversation was erased"
