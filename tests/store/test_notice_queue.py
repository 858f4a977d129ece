"""The queue of notices on both databases: a notice is one deliverer's at a time, and its fate is kept."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from store_examples import ODD_TEXTS

from pearl.notices.notice import Notice, Way
from pearl.notices.queue import UNDELIVERED, QueuedNotice
from pearl.sql.engine import Database
from pearl.sql.notice_queue import SqlNoticeQueue
from pearl.sql.opt_outs import SqlOptOuts
from pearl.sql.outbox import insert_notices

NOW = datetime(2026, 11, 25, 18, 0, tzinfo=timezone.utc)
LEASE, SECOND = timedelta(seconds=90), timedelta(seconds=1)


@pytest.fixture
def queue(database: Database) -> SqlNoticeQueue:
    return SqlNoticeQueue(database)


def a_notice(key: str = "PRL-7K3M9Q:requested:0:email:desk", due_at: datetime = NOW, **changes: str) -> Notice:
    values = {"way": "email", "recipient": "desk@example.org", **changes}
    return Notice(key=key, payload={"event": "booking.requested", "odd": list(ODD_TEXTS[:3])}, created_at=NOW,
                  due_at=due_at, **values)  # type: ignore[arg-type]  # fmt: skip


def put(database: Database, *notices: Notice) -> None:
    with database.writing() as connection:
        insert_notices(connection, notices)


def about(reference: str, key: str, **changes: Any) -> Notice:
    return replace(a_notice(key), **{"payload": {"booking": {"reference": reference}}, **changes})


def keys(queue: SqlNoticeQueue, now: datetime = NOW, way: Way = "email") -> list[str]:
    """The keys of what can be claimed at a moment; it is claimed."""
    return [claim.notice.key for claim in queue.claim(way, now, 9, LEASE)]


def the_one(queue: SqlNoticeQueue) -> QueuedNotice:
    (row,) = queue.notices()
    return row


def test_a_notice_is_kept_as_it_is_and_a_repeat_of_its_key_changes_nothing(
    database: Database, queue: SqlNoticeQueue
) -> None:
    put(database, a_notice())
    put(database, a_notice(recipient="other@example.org"))
    row = the_one(queue)
    assert (row.notice, row.state, row.attempts) == (a_notice(), "waiting", 0)


def test_a_notice_of_a_transaction_that_fails_is_not_there(database: Database, queue: SqlNoticeQueue) -> None:
    with pytest.raises(RuntimeError), database.writing() as connection:
        insert_notices(connection, [a_notice()])
        raise RuntimeError
    assert queue.notices() == ()


def test_what_is_due_is_claimed_oldest_first_and_by_its_way(database: Database, queue: SqlNoticeQueue) -> None:
    put(database, a_notice("b"), a_notice("a", NOW - SECOND), a_notice("late", NOW + SECOND))
    put(database, a_notice("hook", way="webhook"))
    assert [claim.notice.key for claim in queue.claim("email", NOW, 9, LEASE)] == ["a", "b"]
    assert [claim.notice.key for claim in queue.claim("webhook", NOW, 9, LEASE)] == ["hook"]
    assert [claim.notice.key for claim in queue.claim("email", NOW + SECOND, 9, LEASE)] == ["late"]


def test_a_claimed_notice_is_nobody_elses_until_the_lease_runs_out(database: Database, queue: SqlNoticeQueue) -> None:
    put(database, a_notice())
    (first,) = queue.claim("email", NOW, 9, LEASE)
    assert queue.claim("email", NOW + LEASE - SECOND, 9, LEASE) == ()
    (second,) = queue.claim("email", NOW + LEASE, 9, LEASE)
    assert second.notice == first.notice and second.lease != first.lease


def test_eight_threads_claim_each_notice_once(database: Database, queue: SqlNoticeQueue) -> None:
    put(database, *[a_notice(f"key {number}") for number in range(60)])

    def take_all(_: int) -> list[str]:
        keys = []
        while claims := queue.claim("email", NOW, 3, LEASE):
            keys += [claim.notice.key for claim in claims]
        return keys

    with ThreadPoolExecutor(8) as threads:
        taken = Counter(key for keys in threads.map(take_all, range(8)) for key in keys)
    assert set(taken.values()) == {1}
    # A thread that finds the rows of others locked ends early; whoever holds them takes the rest.
    assert len(taken) == 60


def test_a_sent_notice_is_due_no_more(database: Database, queue: SqlNoticeQueue) -> None:
    put(database, a_notice())
    (claim,) = queue.claim("email", NOW, 9, LEASE)
    queue.sent(claim, NOW + SECOND)
    assert (the_one(queue).state, the_one(queue).sent_at) == ("sent", NOW + SECOND)
    assert queue.claim("email", NOW + 2 * LEASE, 9, LEASE) == ()
    assert not queue.retry(claim.notice.key)


def test_a_notice_that_was_put_off_waits_for_its_next_try(database: Database, queue: SqlNoticeQueue) -> None:
    put(database, a_notice())
    (claim,) = queue.claim("email", NOW, 9, LEASE)
    queue.put_off(claim, "451 later", NOW + 5 * LEASE)
    row = the_one(queue)
    assert (row.state, row.attempts, row.reason, row.next_try_at) == ("retrying", 1, "451 later", NOW + 5 * LEASE)
    assert queue.claim("email", NOW + 4 * LEASE, 9, LEASE) == ()
    assert queue.claim("email", NOW + 5 * LEASE, 9, LEASE)[0].attempts == 1


def test_a_dead_notice_waits_for_a_person(database: Database, queue: SqlNoticeQueue) -> None:
    put(database, a_notice())
    (claim,) = queue.claim("email", NOW, 9, LEASE)
    queue.give_up(claim, "550 nobody")
    assert (the_one(queue).state, the_one(queue).reason) == ("dead", "550 nobody")
    assert queue.claim("email", NOW + 9 * LEASE, 9, LEASE) == ()
    assert queue.retry(claim.notice.key)
    assert queue.claim("email", NOW, 9, LEASE)[0].attempts == 0


def test_a_dropped_notice_is_neither_sent_nor_tried_again(database: Database, queue: SqlNoticeQueue) -> None:
    put(database, a_notice())
    (claim,) = queue.claim("email", NOW, 9, LEASE)
    queue.drop(claim, "the visit has begun")
    assert (the_one(queue).state, the_one(queue).reason) == ("dropped", "the visit has begun")
    assert queue.claim("email", NOW + 9 * LEASE, 9, LEASE) == ()
    assert not queue.retry(claim.notice.key)


def test_a_released_notice_is_due_at_once_and_lost_no_attempt(database: Database, queue: SqlNoticeQueue) -> None:
    put(database, a_notice())
    (claim,) = queue.claim("email", NOW, 9, LEASE)
    queue.release(claim)
    assert queue.claim("email", NOW, 9, LEASE)[0].attempts == 0


def test_who_has_lost_the_lease_settles_nothing_but_a_delivery(database: Database, queue: SqlNoticeQueue) -> None:
    put(database, a_notice())
    (late,) = queue.claim("email", NOW, 9, LEASE)
    (holder,) = queue.claim("email", NOW + LEASE, 9, LEASE)
    queue.give_up(late, "too late")
    queue.release(late)
    queue.drop(late, "too late")
    assert the_one(queue).state == "waiting"
    assert queue.claim("email", NOW + LEASE, 9, LEASE) == ()
    queue.sent(late, NOW)
    queue.put_off(holder, "451 later", NOW)
    assert the_one(queue).state == "sent"


def test_emails_about_one_booking_reach_one_recipient_in_their_order(database: Database, queue: SqlNoticeQueue) -> None:
    put(database, about("PRL-1", "confirmed"), about("PRL-1", "cancelled"), about("PRL-2", "other booking"))
    put(database, about("PRL-1", "other recipient", recipient="dana@example.org"))
    claims = {claim.notice.key: claim for claim in queue.claim("email", NOW, 9, LEASE)}
    assert sorted(claims) == ["confirmed", "other booking", "other recipient"]
    queue.put_off(claims["confirmed"], "451 later", NOW + LEASE)
    assert keys(queue) == []
    (again,) = queue.claim("email", NOW + LEASE, 1, LEASE)
    assert again.notice.key == "confirmed"
    queue.sent(again, NOW)
    assert keys(queue) == ["cancelled"]


def test_what_is_dead_or_dropped_or_due_later_holds_nothing_up(database: Database, queue: SqlNoticeQueue) -> None:
    put(database, about("PRL-0", "first 0"), about("PRL-1", "first 1"))
    dead, dropped = queue.claim("email", NOW, 2, LEASE)
    queue.give_up(dead, "550")
    queue.drop(dropped, "gone")
    put(database, about("PRL-0", "second 0"), about("PRL-1", "second 1"))
    put(database, about("PRL-3", "reminder", due_at=NOW + LEASE), about("PRL-3", "moved"))
    assert keys(queue) == ["second 0", "second 1", "moved"]


def test_events_for_a_webhook_do_not_wait_for_each_other(database: Database, queue: SqlNoticeQueue) -> None:
    put(database, about("PRL-1", "first", way="webhook"), about("PRL-1", "second", way="webhook"))
    assert keys(queue, way="webhook") == ["first", "second"]


def test_only_the_states_that_are_asked_for_are_listed(database: Database, queue: SqlNoticeQueue) -> None:
    put(database, *[a_notice(f"{number}") for number in range(5)])
    claims = queue.claim("email", NOW, 4, LEASE)
    queue.sent(claims[0], NOW)
    queue.give_up(claims[1], "550")
    queue.drop(claims[2], "gone")
    queue.put_off(claims[3], "451", NOW)
    assert [row.state for row in queue.notices()] == ["sent", "dead", "dropped", "retrying", "waiting"]
    assert [row.notice.key for row in queue.notices(UNDELIVERED)] == ["1", "3", "4"]
    assert [row.notice.key for row in queue.notices(("dead",))] == ["1"]


def test_trying_again_needs_a_key_that_is_there(queue: SqlNoticeQueue) -> None:
    assert not queue.retry("nothing")
    assert not queue.retry("nothing \ud83d")


def test_who_wants_no_reminders_is_kept_without_the_address(database: Database) -> None:
    opt_outs = SqlOptOuts(database)
    assert not opt_outs.holds("Dana@Example.org")
    opt_outs.add("dana@example.org", NOW)
    opt_outs.add(" DANA@example.org ", NOW)
    assert opt_outs.holds("Dana@Example.org")
    opt_outs.remove("dana@EXAMPLE.org")
    assert not opt_outs.holds("dana@example.org")
