"""Telegram's chats: each update once, messages brought in order, from the same rows on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from notice_examples import SHIPPED

from pearl.clock import FixedClock
from pearl.delivery.bot_api import CallFailed
from pearl.delivery.telegram_outbox import TelegramOutbox
from pearl.errors import StoreUnavailable
from pearl.messages import PEARL, STAFF, VISITOR, Message
from pearl.sql.engine import Database
from pearl.sql.message_store import SqlMessageStore
from pearl.sql.retention import Retention
from pearl.sql.telegram_store import SqlChatStore
from pearl.telegram.chats import Chat, bot_id_of

NOW = datetime(2026, 11, 25, 18, 0, tzinfo=timezone.utc)
BOT, OTHER, DANA = 1, 2, "telegram:7"


def asked(text: str, update: int = 1, bot: int = BOT, **more: object) -> Message:
    extras = {"message_id": update}
    return Message(
        sender=DANA, author=VISITOR, text=text, created_at=NOW, client_id=f"{bot}-{update}", extras=extras, **more
    )  # type: ignore[arg-type]


def reply(text: str, author: str = PEARL, **more: object) -> Message:
    return Message(sender=DANA, author=author, text=text, created_at=NOW, **more)  # type: ignore[arg-type]


@pytest.fixture
def chats(database: Database) -> SqlChatStore:
    return SqlChatStore(database)


@pytest.fixture
def messages(database: Database) -> SqlMessageStore:
    return SqlMessageStore(database)


def due(chats: SqlChatStore) -> tuple[str, int] | None:
    found = chats.due(DANA)
    return (found[1].text, found[0].parts) if found else None


def test_an_update_is_taken_once_by_each_bot(chats: SqlChatStore, messages: SqlMessageStore) -> None:
    assert chats.receive(BOT, 1, 7, asked("one"))
    assert not chats.receive(BOT, 1, 7, asked("one"))
    assert chats.receive(OTHER, 1, 7, asked("two", bot=OTHER))
    assert [message.text for message in messages.after(DANA, 0)] == ["one", "two"]
    assert chats.chat(DANA) == Chat(sender=DANA, bot_id=OTHER, chat_id=7)


def test_a_chat_whose_words_went_with_the_retention_limits_is_answered_again(
    database: Database, chats: SqlChatStore, messages: SqlMessageStore
) -> None:
    chats.receive(BOT, 1, 7, asked("one"))
    chats.tell(BOT, 7, reply("old"))
    chats.brought(DANA, 2)
    late = NOW + timedelta(days=SHIPPED.retention.conversations_days, hours=1)
    Retention(database, SHIPPED).apply(late)
    assert messages.after(DANA, 0) == ()
    chats.tell(BOT, 7, reply("new"))
    assert due(chats) == ("new", 0)


def test_updates_out_of_order_are_all_taken(chats: SqlChatStore, messages: SqlMessageStore) -> None:
    assert all(chats.receive(BOT, number, 7, asked(str(number), number)) for number in (3, 1, 2))
    assert [message.text for message in messages.after(DANA, 0)] == ["3", "1", "2"]


def test_an_update_without_a_message_is_noted_too(chats: SqlChatStore) -> None:
    assert [chats.is_new(BOT, 9, NOW), chats.is_new(BOT, 9, NOW), chats.is_new(OTHER, 9, NOW)] == [True, False, True]


def test_old_updates_are_forgotten(chats: SqlChatStore) -> None:
    chats.is_new(BOT, 9, NOW)
    assert (chats.forget_updates(NOW), chats.forget_updates(NOW + timedelta(seconds=1))) == (0, 1)


def test_replies_and_staff_are_brought_in_order_and_noted(chats: SqlChatStore, messages: SqlMessageStore) -> None:
    chats.receive(BOT, 1, 7, asked("question"))
    assert (due(chats), chats.pending(BOT), chats.waiting(BOT)) == (None, (), (DANA,))
    messages.answer(messages.after(DANA, 0)[0], [reply("first"), reply("second")], NOW)
    messages.add(reply("third", STAFF))
    assert (chats.pending(BOT), chats.pending(OTHER), chats.waiting(BOT)) == ((DANA,), (), ())
    assert due(chats) == ("first", 0)
    chats.brought(DANA, 2, parts=1)
    assert due(chats) == ("first", 1)
    chats.brought(DANA, 2)
    chats.brought(DANA, 3)
    assert due(chats) == ("third", 0)
    chats.brought(DANA, 4)
    assert (due(chats), chats.pending(BOT)) == (None, ())


def test_a_late_note_takes_nothing_back(chats: SqlChatStore, messages: SqlMessageStore) -> None:
    chats.receive(BOT, 1, 7, asked("question"))
    messages.add(reply("first")), messages.add(reply("second"))
    chats.brought(DANA, 3)
    chats.brought(DANA, 2, parts=1)
    assert due(chats) is None


def test_nothing_is_brought_to_a_visitor_who_blocked_the_bot(chats: SqlChatStore, messages: SqlMessageStore) -> None:
    chats.receive(BOT, 1, 7, asked("question"))
    messages.add(reply("lost"))
    chats.block(DANA, NOW)
    assert (due(chats), chats.pending(BOT), chats.counts(BOT).blocked) == (None, (), 1)
    chats.receive(BOT, 2, 7, asked("again", 2))
    messages.add(reply("new"))
    assert due(chats) == ("new", 0)
    counts = chats.counts(BOT)
    assert (counts.chats, counts.blocked, counts.pending) == (1, 0, 1)


def test_telling_a_blocked_chat_does_not_unblock_it(chats: SqlChatStore) -> None:
    chats.receive(BOT, 1, 7, asked("question"))
    chats.block(DANA, NOW)
    assert chats.tell(BOT, 7, reply("reminder"))
    assert due(chats) is None


def test_a_notice_is_told_once_and_a_group_only_the_first_time(chats: SqlChatStore, messages: SqlMessageStore) -> None:
    notice = reply("confirmed", client_id="notice-1")
    assert chats.tell(BOT, 7, notice) and chats.tell(BOT, 7, notice)
    group = replace(reply("write to me alone"), sender="telegram:-100")
    assert (chats.tell(BOT, -100, group, once=True), chats.tell(BOT, -100, group, once=True)) == (True, False)
    assert [len(messages.after(sender, 0)) for sender in (DANA, "telegram:-100")] == [1, 1]


def test_a_message_that_waits_gets_its_new_words(chats: SqlChatStore, messages: SqlMessageStore) -> None:
    chats.receive(BOT, 1, 7, asked("milai", 1))
    assert chats.correct(BOT, 2, 1, asked("milia"), but=0)
    assert [message.text for message in messages.after(DANA, 0)] == ["milia"]
    assert chats.correct(BOT, 2, 1, asked("a repeat"), but=0)
    assert [message.text for message in messages.after(DANA, 0)] == ["milia"]


def test_a_message_that_is_answered_or_being_answered_keeps_its_words(
    chats: SqlChatStore, messages: SqlMessageStore
) -> None:
    chats.receive(BOT, 1, 7, asked("one", 1))
    assert not chats.correct(BOT, 2, 1, asked("two"), but=1)
    messages.answer(messages.after(DANA, 0)[0], [], NOW)
    assert not chats.correct(BOT, 2, 1, asked("two"), but=0)
    assert [message.text for message in messages.after(DANA, 0)] == ["one"]


def test_the_latest_replies_are_shown_first(chats: SqlChatStore, messages: SqlMessageStore) -> None:
    for number in range(3):
        messages.add(reply(str(number)))
    assert [message.text for message in chats.shown(DANA)] == ["2", "1", "0"]


def test_a_bot_is_known_by_its_token() -> None:
    assert bot_id_of("12345678:secret") == 12345678
    assert bot_id_of("sampleToken") == bot_id_of("sampleToken") != bot_id_of("otherToken")


def test_an_update_that_blocks_counts_once(chats: SqlChatStore) -> None:
    chats.receive(BOT, 1, 7, asked("one"))
    assert chats.note_blocking(BOT, 2, NOW, DANA, True)
    assert chats.note_blocking(BOT, 3, NOW, DANA, False)
    assert not chats.note_blocking(BOT, 2, NOW, DANA, True)
    found = chats.chat(DANA)
    assert found is not None and found.blocked_at is None


def test_an_update_that_blocks_is_not_lost_when_the_store_fails_in_the_middle(sqlite: Database) -> None:
    chats = SqlChatStore(sqlite)
    chats.receive(BOT, 1, 7, asked("one"))
    with sqlite.writing() as connection:
        failing = "CREATE TRIGGER failing BEFORE UPDATE ON telegram_chats BEGIN SELECT RAISE(ABORT, 'away'); END"
        connection.exec_driver_sql(failing)
    with pytest.raises(StoreUnavailable):
        chats.note_blocking(BOT, 2, NOW, DANA, True)
    with sqlite.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER failing")
    assert chats.note_blocking(BOT, 2, NOW, DANA, True)
    found = chats.chat(DANA)
    assert found is not None and found.blocked_at == NOW


class RefusingApi:
    """Telegram, for a bot that its visitor has blocked."""

    def __init__(self) -> None:
        self.calls = 0

    async def call(self, *_: object) -> None:
        self.calls += 1
        raise CallFailed("sendMessage: 403 Forbidden: bot was blocked by the user", 403)


class AwayAtFirst(SqlChatStore):
    """A store that cannot be written to the first time."""

    away = True

    def block(self, sender: str, at: datetime | None) -> None:
        if self.away:
            self.away = False
            raise StoreUnavailable("The database is held by another program; try again soon.")
        super().block(sender, at)


async def test_that_a_chat_is_blocked_is_noted_once_the_store_is_back_without_another_call(database: Database) -> None:
    api, chats = RefusingApi(), AwayAtFirst(database)
    chats.receive(BOT, 1, 7, asked("one"))
    chats.tell(BOT, 7, reply("Hello!"))
    outbox = TelegramOutbox(api, chats, BOT, FixedClock(NOW), lambda: ())  # type: ignore[arg-type]
    outbox.wake(DANA)
    await outbox.quiet(DANA)
    found = chats.chat(DANA)
    assert found is not None and (found.blocked_at, api.calls) == (NOW, 1)
