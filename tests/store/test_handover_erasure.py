"""Who erases his conversation leaves no words in hand-overs, but what the clinic promised to answer stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from store_examples import WEDNESDAY, a_handover

from pearl.clock import FixedClock
from pearl.errors import HandoverRefused
from pearl.handover.handover import Handover, Status, Step, StepKind
from pearl.notices.notice import Notice
from pearl.sql.engine import Database
from pearl.sql.erasure import Erasures
from pearl.sql.handover_store import SqlHandoverStore
from pearl.sql.notice_queue import SqlNoticeQueue

SENDER, WORDS = "web:abc", "my very own words"


def told(step: Step) -> tuple[Notice, ...]:
    facts = {"handover": {"reference": step.handover.reference, "reason": WORDS}}
    key = f"{step.handover.reference}:{step.sequence}"
    at = {"created_at": WEDNESDAY, "due_at": WEDNESDAY}
    return (Notice(key=key, way="email", recipient="desk@example.org", payload=facts, **at),)  # type: ignore[arg-type]


@pytest.fixture
def store(conversing: Database) -> SqlHandoverStore:
    return SqlHandoverStore(conversing, notices_for=told)


def that_became(store: SqlHandoverStore, status: Status, *kinds: StepKind, sender: str = SENDER) -> Handover:
    """A hand-over in which words were said, and which is now as told."""
    key = f"{sender}/{status}"
    kept = store.add(a_handover(key, reason=WORDS, sender=sender, channel="web"))
    for number, kind in enumerate(("visitor", "staff", *kinds), 1):
        after = replace(kept, status=status, message=WORDS, phone="+17805550134")
        by = "staff:Anna" if kind == "staff" else "visitor"
        at = WEDNESDAY + timedelta(minutes=number)
        kept = store.add_step(
            Step(handover=after, kind=kind, at=at, by=by, sequence=number, text=WORDS, flag="E eye")  # type: ignore[arg-type]
        )
    return kept


@pytest.mark.parametrize("status", ["waiting", "taken", "missed", "after_hours", "ended"])
def test_of_what_nobody_has_to_answer_only_the_steps_are_left(
    store: SqlHandoverStore, conversing: Database, status: Status
) -> None:
    kept, other = that_became(store, status), that_became(store, status, sender="web:other")
    receipt = Erasures(conversing, FixedClock(WEDNESDAY)).erase(SENDER)
    assert (receipt.erased["handovers"], receipt.kept) == (1, ())
    left = store.handover(kept.reference)
    assert left is not None and left.status == "ended"
    assert WORDS not in repr(left) and SENDER not in repr(left) and left.phone == "" and left.transcript == ()
    assert [(step.kind, step.text, step.flag) for step in store.steps(kept.reference)] == [
        ("requested", "", ""),
        ("visitor", "", ""),
        ("staff", "", ""),
    ]
    assert store.handover(other.reference) == other
    about = {row.notice.key.partition(":")[0] for row in SqlNoticeQueue(conversing).notices()}
    assert about == {other.reference}


@pytest.mark.parametrize("status", ["message", "call_back"])
def test_a_message_and_a_wish_to_be_called_stay_without_what_else_was_said(
    store: SqlHandoverStore, conversing: Database, status: StepKind
) -> None:
    kept = that_became(store, status, status)
    receipt = Erasures(conversing, FixedClock(WEDNESDAY)).erase(SENDER)
    assert (receipt.erased["handovers"], receipt.kept) == (0, (kept.reference,))
    left = store.handover(kept.reference)
    assert left == replace(kept, transcript=())
    assert [step.text for step in store.steps(kept.reference)] == ["", "", "", WORDS]


def test_erased_hand_overs_of_two_visitors_do_not_get_into_each_others_way(
    store: SqlHandoverStore, conversing: Database
) -> None:
    for sender in (SENDER, "web:other"):
        that_became(store, "ended", sender=sender)
        Erasures(conversing, FixedClock(WEDNESDAY)).erase(sender)
    assert len(store.handovers()) == 2
    assert store.latest(SENDER) is None


def test_what_somebody_read_before_the_erasure_is_not_written_again(
    store: SqlHandoverStore, conversing: Database
) -> None:
    read = that_became(store, "ended")
    Erasures(conversing, FixedClock(WEDNESDAY)).erase(SENDER)
    late = Step(handover=read, kind="staff", at=WEDNESDAY, by="staff:Anna", sequence=3, text="too late")
    with pytest.raises(HandoverRefused):
        store.add_step(late)
    assert WORDS not in repr(store.handovers())
