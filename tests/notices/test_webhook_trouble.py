"""The webhook answers 500, redirects, hangs or is gone: it is tried again, nothing is lost, e-mails go on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from notice_examples import MovableClock, a_webhook, an_email
from post_office import MailServerAtWork, Receiver, free_port, until

from pearl.delivery.background import Background
from pearl.notices.deliverer import Deliverer
from pearl.sql.notice_queue import SqlNoticeQueue

Put, NewDeliverer = Callable[..., None], Callable[..., Deliverer]


@pytest.mark.parametrize("status", [500, 503, 400, 404, 410])
async def test_an_answer_that_is_no_success_is_tried_again(
    receiver: Receiver, put: Put, deliverer: Deliverer, queue: SqlNoticeQueue, clock: MovableClock, status: int
) -> None:
    receiver.status = status
    put(a_webhook(receiver.url))
    await deliverer.deliver_due()
    assert (queue.notices()[0].state, queue.notices()[0].reason) == ("retrying", f"the webhook answered {status}")
    receiver.status = 200
    assert await deliverer.deliver_due() == 0, "not before it has waited"
    clock.wait(minutes=1)
    await deliverer.deliver_due()
    assert queue.notices()[0].state == "sent"
    assert len(set(receiver.keys)) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_redirect_is_not_followed(
    receiver: Receiver, put: Put, deliverer: Deliverer, queue: SqlNoticeQueue, status: int
) -> None:
    elsewhere = Receiver()
    receiver.status, receiver.headers = status, {"Location": elsewhere.url}
    put(a_webhook(receiver.url))
    await deliverer.deliver_due()
    elsewhere.stop()
    assert elsewhere.requests == []
    assert "redirects are not followed" in queue.notices()[0].reason


async def test_a_hanging_webhook_is_left_in_time(
    receiver: Receiver, put: Put, deliverer: Deliverer, queue: SqlNoticeQueue
) -> None:
    receiver.slow_s = 5
    put(a_webhook(receiver.url))
    await asyncio.wait_for(deliverer.deliver_due(), 4)
    assert queue.notices()[0].reason == "the webhook gave no answer within 1 s"


async def test_a_webhook_that_sends_its_answer_drop_by_drop_is_left_in_time(
    put: Put, deliverer: Deliverer, queue: SqlNoticeQueue
) -> None:
    async def drip(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for sign in b"HTTP/1.1 200 OK\r\n" + b"X-Slow: " + b"x" * 1000:
            writer.write(bytes([sign]))
            await asyncio.sleep(0.1)

    server = await asyncio.start_server(drip, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    put(a_webhook(f"http://127.0.0.1:{port}/"))
    await asyncio.wait_for(deliverer.deliver_due(), 4)
    server.close()
    assert queue.notices()[0].state == "retrying"


async def test_a_webhook_with_an_endless_answer_is_not_read_to_its_end(
    put: Put, deliverer: Deliverer, queue: SqlNoticeQueue
) -> None:
    async def flood(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        try:
            while True:
                writer.write(b"1000\r\n" + b"x" * 4096 + b"\r\n")
                await writer.drain()
        except OSError:
            pass

    server = await asyncio.start_server(flood, "127.0.0.1", 0)
    put(a_webhook(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"))
    await asyncio.wait_for(deliverer.deliver_due(), 4)
    server.close()
    assert queue.notices()[0].state == "sent"


async def test_a_webhook_where_nobody_listens_is_tried_again(
    put: Put, deliverer: Deliverer, queue: SqlNoticeQueue
) -> None:
    put(a_webhook(f"http://127.0.0.1:{free_port()}/"))
    await deliverer.deliver_due()
    assert "cannot be reached" in queue.notices()[0].reason


def test_hanging_webhooks_hold_up_no_email(
    receiver: Receiver, mail: MailServerAtWork, put: Put, deliverer: Deliverer
) -> None:
    receiver.slow_s = 3
    put(*[a_webhook(receiver.url, number) for number in range(8)])
    background = Background(deliverer)
    background.start()
    until(lambda: len(receiver.requests) == 4)
    put(an_email(1), an_email(2))
    until(lambda: len(mail.mailbox.messages) == 2, 0.9)
    background.stop()
