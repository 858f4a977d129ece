"""How long is waited before a notice is tried again."""

from __future__ import annotations

import random
from datetime import timedelta

from pearl.notices.patience import Patience


def waits(seed: int) -> list[timedelta]:
    patience, found = Patience(chance=random.Random(seed)), []
    while wait := patience.wait(len(found) + 1):
        found.append(wait)
    return found


def test_waits_double_up_to_an_hour_and_end_after_seventy_attempts() -> None:
    found = waits(1)
    assert len(found) == 69
    for number, wait in enumerate(found):
        full = min(timedelta(seconds=30) * 2 ** min(number, 20), timedelta(hours=1))
        assert full / 2 <= wait <= full


def test_all_attempts_together_last_longer_than_a_day_and_a_half() -> None:
    assert all(timedelta(days=1.5) < sum(waits(seed), timedelta()) < timedelta(days=3) for seed in range(20))


def test_two_notices_that_failed_together_are_tried_apart() -> None:
    patience = Patience(chance=random.Random(1))
    assert len({patience.wait(3) for _ in range(20)}) == 20


def test_the_same_luck_gives_the_same_waits() -> None:
    assert waits(7) == waits(7) != waits(8)
