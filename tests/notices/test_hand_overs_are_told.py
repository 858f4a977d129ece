"""The clinic hears of everybody who waits for a person, leaves a message or wants to be called; by e-mail and webhook."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from notice_examples import DESK, LIBRARY, NOW, SECOND_DESK, SHIPPED, WORDING, MovableClock, clinic
from post_office import MailServerAtWork, Receiver

from pearl.errors import LibraryFileError
from pearl.handover.handover import Handover, Line
from pearl.handover.life import HandoverLife
from pearl.hours import OpeningHours
from pearl.notices.deliverer import Deliverer
from pearl.notices.handover_calling import HandoverCalling
from pearl.notices.wording import read_wording
from pearl.sql.engine import Database
from pearl.sql.handover_store import SqlHandoverStore
from pearl.sql.notice_queue import SqlNoticeQueue

SAID = "My name is <b>Dana</b>.\nPlease call."


@pytest.fixture
def life_for(database: Database, clock: MovableClock) -> Callable[..., HandoverLife]:
    """What changes hand-overs in a clinic with receivers."""

    def make(**receivers: Any) -> HandoverLife:
        profile = clinic(**receivers)
        store = SqlHandoverStore(database, notices_for=HandoverCalling(profile, WORDING))
        return HandoverLife(store, profile, OpeningHours(profile), clock)

    return make


def ask(life: HandoverLife, key: str = "1") -> Handover:
    said = (Line("visitor", "something private", NOW),)
    return life.ask(f"web:{key}", "web", "can I talk to a person?", said, key)


async def test_the_desk_reads_that_somebody_waits(
    life_for: Callable[..., HandoverLife], deliverer: Deliverer, mail: MailServerAtWork
) -> None:
    asked = ask(life_for(email=(DESK, SECOND_DESK)))
    await deliverer.deliver_due()
    first, second = mail.mailbox.messages
    assert {first["To"], second["To"]} == {DESK, SECOND_DESK}
    assert first["Subject"] == f"Somebody waits in the chat: {asked.reference}"
    text = first.get_body(("plain",)).get_content()
    assert "can I talk to a person?" in text and "10 minutes" in text and "something private" not in text


async def test_a_message_and_a_number_arrive_with_how_to_reach_the_visitor(
    life_for: Callable[..., HandoverLife], deliverer: Deliverer, mail: MailServerAtWork, clock: MovableClock
) -> None:
    clock.wait(hours=9)
    life = life_for()
    asked = ask(life)
    life.keep_message(asked.reference, SAID, "", "", "m1")
    life.keep_message(asked.reference, "dana@example.com", "", "dana@example.com", "m2")
    life.keep_number(ask(life, "2").reference, "780 555 0134", "+17805550134", "m1")
    await deliverer.deliver_due()
    subjects = [message["Subject"].partition(":")[0] for message in mail.mailbox.messages]
    assert sorted(subjects) == ["A message for the clinic", "A message for the clinic", "Please call back"]
    texts = [message.get_body(("plain",)).get_content() for message in mail.mailbox.messages]
    assert any("<b>Dana</b>" in text and "Please call." in text for text in texts)
    assert any("E-mail: dana@example.com" in text for text in texts)
    assert any("780 555 0134" in text for text in texts)
    assert all("<b>" not in message.get_body(("html",)).get_content() for message in mail.mailbox.messages)


async def test_the_webhook_gets_the_facts(
    life_for: Callable[..., HandoverLife], deliverer: Deliverer, receiver: Receiver
) -> None:
    asked = ask(life_for(email=(), webhook=receiver.url))
    await deliverer.deliver_due()
    ((_, content),) = receiver.requests
    event = json.loads(content)
    assert (event["event"], event["by"], event["sequence"]) == ("handover.requested", "visitor", 0)
    assert event["handover"]["reference"] == asked.reference and "audience" not in event
    assert "something private" not in str(event)


def test_nobody_is_told_of_what_staff_do_or_of_a_mere_wish_at_night(
    life_for: Callable[..., HandoverLife], queue: SqlNoticeQueue, clock: MovableClock
) -> None:
    life = life_for()
    asked = ask(life)
    life.take(asked.reference, "Anna")
    life.answer(asked.reference, "Anna", "Hello.")
    life.end(asked.reference, "Anna")
    clock.wait(hours=9)
    ask(life, "2")
    assert len(queue.notices()) == 1


def test_a_wish_sent_twice_is_told_once(life_for: Callable[..., HandoverLife], queue: SqlNoticeQueue) -> None:
    life = life_for()
    for _ in range(2):
        ask(life)
    assert len(queue.notices()) == 1


def test_without_receivers_nothing_waits_in_the_outbox(
    life_for: Callable[..., HandoverLife], queue: SqlNoticeQueue
) -> None:
    ask(life_for(email=()))
    assert queue.notices() == ()


def test_where_no_mail_server_is_set_no_email_piles_up(database: Database, queue: SqlNoticeQueue) -> None:
    store = SqlHandoverStore(database, notices_for=HandoverCalling(clinic(), WORDING, by_email=False))
    ask(HandoverLife(store, SHIPPED, OpeningHours(SHIPPED), MovableClock()))
    assert queue.notices() == ()


def test_a_library_from_before_there_were_hand_overs_tells_of_them_in_the_shipped_words(tmp_path: Path) -> None:
    text = (LIBRARY / "notices.yml").read_text(encoding="utf-8")
    before, _, rest = text.partition("\nhandover:\n")
    (tmp_path / "notices.yml").write_text(before + rest[rest.index("\n# The conversation,") :], encoding="utf-8")
    assert read_wording(tmp_path, LIBRARY) == WORDING


def test_a_clinic_may_take_an_entry_out(tmp_path: Path) -> None:
    text = (LIBRARY / "notices.yml").read_text(encoding="utf-8")
    before, _, rest = text.partition("\nhandover:\n")
    silent = before + "\nhandover: {}\n" + rest[rest.index("\n# The conversation,") :]
    (tmp_path / "notices.yml").write_text(silent, encoding="utf-8")
    wording = read_wording(tmp_path, LIBRARY)
    step = replace(_requested(), sequence=0)
    assert list(HandoverCalling(clinic(), wording)(step)) == []


def test_an_unknown_placeholder_is_named_with_its_line(tmp_path: Path) -> None:
    text = (LIBRARY / "notices.yml").read_text(encoding="utf-8")
    (tmp_path / "notices.yml").write_text(text.replace("{minutes} minutes", "{hours} hours", 1), encoding="utf-8")
    with pytest.raises(LibraryFileError, match=r"\{hours\} cannot be filled in"):
        read_wording(tmp_path, LIBRARY)


def _requested() -> Any:
    from pearl.handover.store import InMemoryHandoverStore

    store = InMemoryHandoverStore()
    life = HandoverLife(store, SHIPPED, OpeningHours(SHIPPED), MovableClock())
    return store.steps(ask(life).reference)[0]
