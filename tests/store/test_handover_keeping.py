"""A hand-over is kept once, with each step of its way, and a word to the visitor lies in the conversation with its step."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from store_examples import MONDAY, ODD_TEXTS, UNKEEPABLE, WEDNESDAY, a_handover

from pearl.errors import BadInput, HandoverRefused, StoreUnavailable
from pearl.handover.handover import Handover, Line, Step
from pearl.handover.store import HandoverStore
from pearl.messages import Message, MessageStore
from pearl.reference import ALPHABET

New = Callable[..., tuple[HandoverStore, MessageStore]]
LATER = WEDNESDAY + timedelta(minutes=1)


@pytest.fixture
def store(new_handover_store: New) -> HandoverStore:
    return new_handover_store()[0]


def a_step(handover: Handover, sequence: int = 1, **changes: Any) -> Step:
    said = Step(
        handover=replace(handover, said_at=LATER),
        kind="staff",
        at=LATER,
        by="staff:Anna",
        sequence=sequence,
        text="Hello.",
        tells=True,
    )
    return replace(said, **changes)


def a_message(step: Step) -> Message:
    return Message(sender=step.handover.sender, author="staff", text=step.text, created_at=step.at)


def test_it_is_kept_once_with_its_conversation_and_a_reference(store: HandoverStore) -> None:
    kept = store.add(a_handover())
    assert re.fullmatch(rf"ASK-[{ALPHABET}]{{6}}", kept.reference)
    assert kept == replace(a_handover(), reference=kept.reference)
    assert store.add(a_handover(transcript=())) == kept
    assert (store.handovers(), store.handover(kept.reference)) == ((kept,), kept)
    (first,) = store.steps(kept.reference)
    assert (first.kind, first.by, first.at, first.sequence) == ("requested", "visitor", WEDNESDAY, 0)


def test_ten_threads_with_one_hand_over_make_one(store: HandoverStore) -> None:
    with ThreadPoolExecutor(10) as threads:
        kept = list(threads.map(lambda _: store.add(a_handover()), range(10)))
    assert len(set(kept)) == len(store.handovers()) == len(store.steps(kept[0].reference)) == 1


def test_a_reference_that_is_taken_is_drawn_again(new_handover_store: New) -> None:
    drawn = iter(["ASK-AAAAAA", "ASK-AAAAAA", "ASK-BBBBBB"])
    store, _ = new_handover_store(lambda _prefix: next(drawn))
    assert [store.add(a_handover(key)).reference for key in "ab"] == ["ASK-AAAAAA", "ASK-BBBBBB"]


def test_a_store_that_draws_only_taken_references_gives_up_in_words(new_handover_store: New) -> None:
    store, _ = new_handover_store(lambda _prefix: "ASK-AAAAAA")
    store.add(a_handover("one"))
    with pytest.raises(StoreUnavailable, match="try again"):
        store.add(a_handover("two"))


@pytest.mark.parametrize("text", UNKEEPABLE)
def test_what_cannot_be_kept_is_refused(store: HandoverStore, text: str) -> None:
    with pytest.raises(BadInput):
        store.add(a_handover(transcript=(Line("visitor", text),)))
    kept = store.add(a_handover())
    with pytest.raises(BadInput):
        store.add_step(a_step(kept, text=text))
    assert len(store.steps(kept.reference)) == 1


@pytest.mark.parametrize("reference", ["", "ASK-", "' OR ''='", *UNKEEPABLE])
def test_a_reference_that_nobody_has_finds_nothing(store: HandoverStore, reference: str) -> None:
    store.add(a_handover())
    assert (store.handover(reference), store.steps(reference)) == (None, ())


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_every_text_comes_back_byte_for_byte(store: HandoverStore, text: str) -> None:
    kept = store.add(a_handover(reason=text, message=text, transcript=(Line("visitor", text, MONDAY, text, text),)))
    assert store.handover(kept.reference) == kept
    store.add_step(a_step(kept, text=text, by=f"staff:{text}", flag=text))
    assert store.steps(kept.reference)[1].line == Line("staff", text, LATER, text, text)


def test_a_step_changes_the_hand_over_and_tells_the_visitor(new_handover_store: New) -> None:
    store, messages = new_handover_store()
    kept = store.add(a_handover(sender="web:abc", channel="web"))
    step = a_step(replace(kept, status="taken", taken_by="Anna"), kind="taken")
    assert store.add_step(step, a_message(step)) == store.handover(kept.reference) == step.handover
    (told,) = messages.after("web:abc", 0)
    assert (told.author, told.text, told.position) == ("staff", "Hello.", 1)
    assert [one.kind for one in store.steps(kept.reference)] == ["requested", "taken"]


def test_of_two_steps_at_once_one_is_told_to_look_again(new_handover_store: New) -> None:
    store, messages = new_handover_store()
    kept = store.add(a_handover())
    store.add_step(a_step(kept))
    late = a_step(kept, text="Me too.")
    with pytest.raises(HandoverRefused, match="changed_meanwhile"):
        store.add_step(late, a_message(late))
    assert messages.after(kept.sender, 0) == ()
    assert [step.text for step in store.steps(kept.reference)] == ["", "Hello."]


def test_a_step_made_twice_is_kept_once(new_handover_store: New) -> None:
    store, messages = new_handover_store()
    kept = store.add(a_handover())
    for sequence in (1, 2):
        step = a_step(kept, sequence, key="m1")
        store.add_step(step, a_message(step))
    assert len(store.steps(kept.reference)) == 2
    assert len(messages.after(kept.sender, 0)) == 1
    other = store.add(a_handover("another"))
    store.add_step(a_step(other, key="m1"))
    assert len(store.steps(other.reference)) == 2


def test_ten_visitors_words_and_ten_of_staff_at_once_are_all_kept(new_handover_store: New) -> None:
    store, messages = new_handover_store()
    kept = store.add(a_handover())

    def say(number: int) -> None:
        if number % 2:
            messages.add(Message(sender=kept.sender, author="visitor", text=str(number), created_at=LATER))
            return
        while True:
            step = a_step(kept, len(store.steps(kept.reference)), text=str(number))
            try:
                store.add_step(step, a_message(step))
                return
            except HandoverRefused:
                continue

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(say, range(20)))
    said = messages.after(kept.sender, 0)
    assert sorted(int(message.text) for message in said) == list(range(20))
    assert [message.position for message in said] == list(range(1, 21))


def test_a_step_of_no_hand_over_is_refused(store: HandoverStore) -> None:
    with pytest.raises(HandoverRefused, match="unknown"):
        store.add_step(a_step(a_handover(reference="ASK-ZZZZZZ")))


def test_they_are_found_by_what_became_of_them_and_by_whose_they_are(store: HandoverStore) -> None:
    first, second = store.add(a_handover("a")), store.add(a_handover("b", status="after_hours"))
    other = store.add(a_handover("c", sender="web:other"))
    assert store.handovers(["waiting"]) == (first, other)
    assert store.handovers([]) == ()
    assert store.latest("telegram:77") == second
    assert store.latest("web:nobody") is None


def test_what_happened_since_is_seen_in_order_from_anywhere(store: HandoverStore) -> None:
    assert (store.newest_step(), store.stirred_after(0)) == (0, ())
    kept = store.add(a_handover())
    first = store.newest_step()
    store.add_step(a_step(kept))
    ((second, sender),) = store.stirred_after(first)
    assert (sender, store.newest_step(), [step.id for step in store.steps(kept.reference)]) == (
        kept.sender,
        second,
        [first, second],
    )
    assert store.stirred_after(second) == ()


def test_a_cleared_store_has_none_and_takes_the_same_again(store: HandoverStore) -> None:
    for _ in range(2):
        store.add(a_handover())
        store.clear()
        assert store.handovers() == ()
