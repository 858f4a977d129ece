"""Bookings and unanswered questions are kept exactly once."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from store_examples import MONDAY, ODD_TEXTS, TUESDAY, UNKEEPABLE, a_booking, a_question, keepable_texts

from pearl.errors import BadInput, StoreUnavailable
from pearl.records import RecordStore
from pearl.reference import ALPHABET, draw_reference

NewStore = Callable[..., RecordStore]
once_for_all = settings(
    max_examples=40, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def test_a_booking_gets_a_reference_and_can_be_found_by_it(record_store: RecordStore) -> None:
    stored = record_store.add_booking(a_booking())
    assert re.fullmatch(rf"PRL-[{ALPHABET}]{{6}}", stored.reference)
    assert stored == replace(a_booking(), reference=stored.reference)
    assert record_store.booking(stored.reference) == stored
    assert record_store.bookings() == (stored,)


def test_a_repeated_booking_gets_the_stored_one_with_its_first_reference(record_store: RecordStore) -> None:
    first = record_store.add_booking(a_booking())
    assert record_store.add_booking(a_booking(name="Somebody else", created_at=TUESDAY)) == first
    assert record_store.bookings() == (first,)


def test_two_keys_are_two_bookings_oldest_first(record_store: RecordStore) -> None:
    first, second = record_store.add_booking(a_booking("z")), record_store.add_booking(a_booking("a"))
    assert first.reference != second.reference
    assert record_store.bookings() == (first, second)


def test_ten_threads_with_one_booking_make_one_row(record_store: RecordStore) -> None:
    with ThreadPoolExecutor(10) as threads:
        stored = list(threads.map(lambda _: record_store.add_booking(a_booking()), range(10)))
    assert len(set(stored)) == 1
    assert record_store.bookings() == (stored[0],)


def test_ten_threads_with_ten_bookings_make_ten_rows(record_store: RecordStore) -> None:
    with ThreadPoolExecutor(10) as threads:
        stored = list(threads.map(lambda number: record_store.add_booking(a_booking(f"key {number}")), range(10)))
    assert len({booking.reference for booking in stored}) == 10
    assert set(record_store.bookings()) == set(stored)


def test_a_reference_that_is_taken_is_drawn_again(new_record_store: NewStore) -> None:
    drawn = iter(["PRL-AAAAAA", "PRL-AAAAAA", "PRL-AAAAAA", "PRL-BBBBBB"])
    store = new_record_store(lambda _prefix: next(drawn), capacity=2)
    assert store.add_booking(a_booking("one")).reference == "PRL-AAAAAA"
    assert store.add_booking(a_booking("two")).reference == "PRL-BBBBBB"


def test_a_store_that_draws_only_taken_references_gives_up_in_words(new_record_store: NewStore) -> None:
    store = new_record_store(lambda prefix: f"{prefix}-AAAAAA", capacity=2)
    store.add_booking(a_booking("one"))
    with pytest.raises(StoreUnavailable, match="try again"):
        store.add_booking(a_booking("two"))
    assert len(store.bookings()) == 1


def test_a_thousand_references_are_unlike_and_have_no_sign_to_confuse() -> None:
    drawn = {draw_reference("PRL") for _ in range(1000)}
    assert len(drawn) > 990
    assert not set("0O1IL") & set(ALPHABET)
    assert all(re.fullmatch(rf"PRL-[{ALPHABET}]{{6}}", reference) for reference in drawn)


def test_a_booking_without_a_time_or_an_address_is_kept_so(record_store: RecordStore) -> None:
    stored = record_store.add_booking(a_booking(starts_at=None, email=""))
    assert (stored.starts_at, stored.email) == (None, "")
    assert record_store.booking(stored.reference) == stored


def test_what_else_a_visitor_told_is_kept(record_store: RecordStore) -> None:
    stored = record_store.add_booking(a_booking(site="eyelid", known_patient=False, consented_at=MONDAY))
    assert (stored.site, stored.known_patient, stored.consented_at) == ("eyelid", False, MONDAY)
    assert record_store.booking(stored.reference) == stored


@pytest.mark.parametrize("fold", [0, 1])
def test_a_moment_in_the_doubled_hour_of_autumn_comes_back_as_the_same_moment(
    record_store: RecordStore, fold: int
) -> None:
    local = datetime(2026, 11, 1, 1, 30, tzinfo=ZoneInfo("America/Edmonton"), fold=fold)
    record_store.add_booking(a_booking(starts_at=local))
    (stored,) = record_store.bookings()
    assert stored.starts_at == datetime(2026, 11, 1, 7 + fold, 30, tzinfo=timezone.utc)
    assert stored.starts_at is not None and stored.starts_at.utcoffset() is not None


@pytest.mark.parametrize(
    "changes",
    [
        *({"name": text} for text in UNKEEPABLE),
        *({"sender": text} for text in UNKEEPABLE),
        {"idempotency_key": ""},
        {"idempotency_key": "k" * 256},
        {"sender": "web:" + "s" * 252},
        {"starts_at": datetime(2026, 11, 27, 15, 0)},
        {"created_at": datetime(2026, 11, 27, 15, 0)},
    ],
)
def test_a_booking_that_cannot_be_kept_is_refused(record_store: RecordStore, changes: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        record_store.add_booking(replace(a_booking(), **changes))
    assert record_store.bookings() == ()


def test_a_reference_that_nobody_has_finds_nothing(record_store: RecordStore) -> None:
    record_store.add_booking(a_booking())
    for reference in ("", "PRL-", "' OR ''='", "x" * 10_000, *UNKEEPABLE):
        assert record_store.booking(reference) is None


def test_a_question_is_kept_once_for_each_sender(record_store: RecordStore) -> None:
    first, again = a_question(), a_question(created_at=MONDAY, confidence=0.9)
    other, silent = a_question(sender="web:other"), a_question("another?", best_label=None)
    for question in (first, again, other, silent):
        record_store.add_unanswered(question)
    assert record_store.unanswered() == (first, other, silent)


def test_ten_threads_with_one_question_make_one_row(record_store: RecordStore) -> None:
    with ThreadPoolExecutor(10) as threads:
        list(threads.map(lambda _: record_store.add_unanswered(a_question()), range(10)))
    assert record_store.unanswered() == (a_question(),)


def test_a_question_that_cannot_be_kept_is_refused(record_store: RecordStore) -> None:
    for text in UNKEEPABLE:
        with pytest.raises(BadInput):
            record_store.add_unanswered(a_question(text))
    assert record_store.unanswered() == ()


def test_a_question_of_ten_thousand_signs_is_kept(record_store: RecordStore) -> None:
    record_store.add_unanswered(a_question("é" * 10_000))
    assert record_store.unanswered() == (a_question("é" * 10_000),)


def test_a_cleared_store_has_no_records_and_takes_the_same_ones_again(record_store: RecordStore) -> None:
    for _ in range(2):
        record_store.add_booking(a_booking())
        record_store.add_unanswered(a_question())
        record_store.clear()
        assert (record_store.bookings(), record_store.unanswered()) == ((), ())


@once_for_all
@given(text=keepable_texts)
@example(text=ODD_TEXTS[0])
@example(text=ODD_TEXTS[1])
@example(text=ODD_TEXTS[2])
@example(text=ODD_TEXTS[3])
@example(text=ODD_TEXTS[4])
@example(text=ODD_TEXTS[5])
def test_every_text_of_a_record_comes_back_byte_for_byte(record_store: RecordStore, text: str) -> None:
    record_store.clear()
    texts = {"reason": text, "name": text, "phone": text, "email": text, "channel": text, "site": text}
    stored = record_store.add_booking(a_booking("key" + text, sender="web:" + text, **texts))
    assert record_store.bookings() == (stored,)
    assert (stored.name, stored.reason, stored.idempotency_key) == (text, text, "key" + text)
    record_store.add_unanswered(a_question(text, best_label=text))
    assert record_store.unanswered() == (a_question(text, best_label=text),)
