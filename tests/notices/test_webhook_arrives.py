"""What a webhook's receiver really gets, and that its signature proves who sent it and when."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable

from notice_examples import NOW, SECRET, MovableClock, a_change, a_webhook, clinic, notice_to
from post_office import Receiver

from pearl.notices.deliverer import LEASE, Deliverer
from pearl.sql.notice_queue import SqlNoticeQueue

Put = Callable[..., None]


async def test_the_event_arrives_signed_with_its_key_and_time(
    receiver: Receiver, put: Put, deliverer: Deliverer
) -> None:
    notice = a_webhook(receiver.url)
    put(notice)
    assert await deliverer.deliver_due() == 1
    ((headers, content),) = receiver.requests
    assert headers["Content-Type"] == "application/json"
    assert headers["Idempotency-Key"] == notice.key
    assert headers["X-Pearl-Timestamp"] == str(int(NOW.timestamp()))
    expected = hmac.new(SECRET.encode(), f"{int(NOW.timestamp())}.".encode() + content, hashlib.sha256).hexdigest()
    assert headers["X-Pearl-Signature"] == f"sha256={expected}"


async def test_the_body_is_the_change_as_json(receiver: Receiver, put: Put, deliverer: Deliverer) -> None:
    change = a_change("moved", 2, "visitor", name="Ren\u00e9e \U0001f600 <b>", said="See you")
    put(notice_to(receiver.url, change, clinic(email=(), webhook=receiver.url)))
    await deliverer.deliver_due()
    event = json.loads(receiver.requests[0][1])
    booking = event.pop("booking")
    assert event.pop("key") == receiver.keys[0]
    assert event == {
        "event": "booking.moved",
        "at": "2026-11-25T18:00:00+00:00",
        "by": "visitor",
        "sequence": 2,
        "said": "See you",
    }
    assert booking["name"] == "Ren\u00e9e \U0001f600 <b>"
    assert (booking["reference"], booking["starts_at"]) == ("PRL-7K3M9Q", "2026-12-01T15:00:00-07:00")
    assert "sender" not in booking and "idempotency_key" not in booking


async def test_a_repeat_has_the_same_key_and_body_and_a_new_time(
    receiver: Receiver, put: Put, deliverer: Deliverer, queue: SqlNoticeQueue, clock: MovableClock
) -> None:
    put(a_webhook(receiver.url))
    (claim,) = queue.claim("webhook", clock.now(), 1, LEASE)
    await deliverer.senders["webhook"].send(claim.notice, clock.now())
    clock.wait(seconds=LEASE.total_seconds() + 1)
    await deliverer.deliver_due()
    (first, content), (second, repeated) = receiver.requests
    assert content == repeated
    assert first["Idempotency-Key"] == second["Idempotency-Key"]
    assert int(second["X-Pearl-Timestamp"]) - int(first["X-Pearl-Timestamp"]) == 91
