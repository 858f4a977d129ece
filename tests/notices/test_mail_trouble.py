"""The mail server is down for an hour, slow, silent, or refuses: nothing is lost, and nobody waits for another."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from notice_examples import DESK, SHIPPED, VISITOR, WORDING, MovableClock, a_change, an_email, notices_of
from post_office import MailServerAtWork, free_port, until

from pearl.delivery.background import Background
from pearl.delivery.mail_server import MailServer
from pearl.notices.deliverer import Deliverer
from pearl.notices.patience import Patience
from pearl.settings import MailSettings
from pearl.sql.notice_queue import SqlNoticeQueue

Put, NewDeliverer = Callable[..., None], Callable[..., Deliverer]


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


async def test_a_server_that_is_down_for_an_hour_gets_everything_afterwards(
    mail: MailServerAtWork, put: Put, deliverer: Deliverer, queue: SqlNoticeQueue, clock: MovableClock
) -> None:
    put(*[an_email(number) for number in range(5)])
    mail.stop()
    tries = 0
    for _ in range(60):
        tries += await deliverer.deliver_due()
        clock.wait(minutes=1)
    assert {row.state for row in queue.notices()} == {"retrying"}
    assert "cannot be reached" in queue.notices()[0].reason
    assert 5 * 6 <= tries <= 5 * 12, "the waits grow"
    mail.start()
    for _ in range(60):
        await deliverer.deliver_due()
        clock.wait(minutes=1)
    assert {row.state for row in queue.notices()} == {"sent"}
    assert len(mail.mailbox.ids) == len(set(mail.mailbox.ids)) == 5


async def test_one_refused_address_is_given_up_and_the_others_arrive(
    mail: MailServerAtWork, put: Put, deliverer: Deliverer, queue: SqlNoticeQueue
) -> None:
    mail.mailbox.refused["gone@example.com"] = "550 5.1.1 no such mailbox"
    put(an_email(1), an_email(2, "gone@example.com"), an_email(3))
    await deliverer.deliver_due()
    assert mail.mailbox.recipients == [VISITOR, VISITOR]
    states = {row.notice.recipient: (row.state, row.attempts, row.reason) for row in queue.notices()}
    assert states["gone@example.com"] == ("dead", 1, "the address was refused: 550 5.1.1 no such mailbox")


@pytest.mark.parametrize("answer", ["450 4.2.1 try later", "550 5.7.1 relaying denied", "554 relay access denied"])
async def test_a_refusal_that_may_pass_is_tried_again(
    mail: MailServerAtWork, put: Put, deliverer: Deliverer, queue: SqlNoticeQueue, clock: MovableClock, answer: str
) -> None:
    mail.mailbox.refused[VISITOR] = answer
    put(an_email())
    await deliverer.deliver_due()
    assert queue.notices()[0].state == "retrying"
    mail.mailbox.refused.clear()
    clock.wait(minutes=1)
    await deliverer.deliver_due()
    assert queue.notices()[0].state == "sent"


async def test_the_desk_is_told_although_the_visitors_address_is_refused(
    mail: MailServerAtWork, put: Put, deliverer: Deliverer
) -> None:
    mail.mailbox.refused[VISITOR] = "550 no such mailbox"
    put(*notices_of(a_change("requested", 0)))
    await deliverer.deliver_due()
    assert mail.mailbox.recipients == [DESK]


async def test_after_its_attempts_a_notice_is_on_the_dead_list_with_its_last_error_and_a_person_can_send_it(
    mail: MailServerAtWork, put: Put, new_deliverer: NewDeliverer, queue: SqlNoticeQueue, clock: MovableClock
) -> None:
    mail.mailbox.answer_to_data = "451 not now"
    deliverer = new_deliverer(patience=Patience(attempts=3))
    put(an_email())
    for _ in range(10):
        await deliverer.deliver_due()
        clock.wait(hours=6)
    (row,) = queue.notices()
    assert (row.state, row.attempts) == ("dead", 3)
    assert "451 not now" in row.reason
    mail.mailbox.answer_to_data = "250 kept"
    assert await deliverer.deliver_due() == 0
    assert queue.retry(row.notice.key)
    assert await deliverer.deliver_due() == 1
    assert queue.notices()[0].state == "sent"


async def test_a_slow_server_takes_several_at_once_and_each_once(
    mail: MailServerAtWork, put: Put, deliverer: Deliverer
) -> None:
    mail.mailbox.slow_s = 0.3
    put(*[an_email(number) for number in range(6)])
    await deliverer.deliver_due()
    assert len(mail.mailbox.ids) == len(set(mail.mailbox.ids)) == 6
    assert 2 <= mail.mailbox.most_under_way <= 4


async def test_a_silent_server_is_left_in_time(
    silent: int, put: Put, new_deliverer: NewDeliverer, queue: SqlNoticeQueue, mail_settings: MailSettings
) -> None:
    sender = MailServer(replace(mail_settings, port=silent), WORDING, SHIPPED)
    put(an_email())
    await asyncio.wait_for(new_deliverer(senders={"email": sender}, longest_s=0.3).deliver_due(), 5)
    assert (queue.notices()[0].state, queue.notices()[0].reason) == ("retrying", "no answer within 0.3 s")


async def test_a_port_where_nobody_listens_is_named(
    put: Put, new_deliverer: NewDeliverer, queue: SqlNoticeQueue, mail_settings: MailSettings
) -> None:
    port = free_port()
    sender = MailServer(replace(mail_settings, port=port), WORDING, SHIPPED)
    put(an_email())
    await new_deliverer(senders={"email": sender}).deliver_due()
    assert f"127.0.0.1:{port}" in queue.notices()[0].reason


def test_a_silent_server_does_not_hold_up_the_end_and_its_notice_stays_for_the_next_start(
    silent: int, put: Put, new_deliverer: NewDeliverer, queue: SqlNoticeQueue, mail_settings: MailSettings,
    mail: MailServerAtWork,
) -> None:  # fmt: skip
    sender = MailServer(replace(mail_settings, port=silent), WORDING, SHIPPED)
    put(an_email())
    background = Background(new_deliverer(senders={"email": sender}, longest_s=30))
    background.start()
    until(lambda: queue.notices()[0].next_try_at is not None)
    background.stop()
    asyncio.run(new_deliverer().deliver_due())
    assert len(mail.mailbox.messages) == 1


def test_the_background_delivers_what_comes_later(mail: MailServerAtWork, put: Put, deliverer: Deliverer) -> None:
    background = Background(deliverer)
    background.start()
    put(an_email(1))
    until(lambda: len(mail.mailbox.messages) == 1)
    put(an_email(2))
    until(lambda: len(mail.mailbox.messages) == 2)
    background.stop()
    put(an_email(3))
    assert len(mail.mailbox.messages) == 2
