"""What the second opinion is taught: red flags whole, calm messages sentence by sentence, each text read once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pearl.build_store import BuildStore
from pearl.safety.examples import Example
from pearl.safety.features import Excerpt, Features
from pearl.safety.lessons import MOST_CALM, MOST_RED, NOWHERE, Kept, Lessons, hardest
from pearl.safety.rulebook import Rulebook
from pearl.safety.rules import Rules
from tests.safety.conftest import DATA, CountingEncoder

BOOK = Rulebook.from_folder(DATA)
FEATURES = Features(CountingEncoder(), list(BOOK.concepts), BOOK.order)
RED = Example("My eye hurts. Can I come on Tuesday?", "eye/E")
CALM = Example("No fever at all. Are these milia?", "calm")


class Unreadable(Rules):
    """Rules that must not be asked."""

    def sentences(self, text: str) -> Any:
        raise AssertionError(f"{text} was read again")


def lessons(kept: Kept = NOWHERE, rules: type[Rules] = Rules, form: str = "") -> list[tuple[Excerpt, str]]:
    return Lessons(rules(BOOK), FEATURES, form, kept).of([CALM, RED])


def test_a_red_flag_is_taught_whole_and_a_calm_message_in_its_sentences_too() -> None:
    assert {(excerpt.text, label) for excerpt, label in lessons()} == {
        ("my eye hurts. can i come on tuesday?", "eye/E"),
        ("no fever at all. are these milia?", "calm"),
        ("no fever at all .", "calm"),
        ("are these milia ?", "calm"),
    }


def test_a_text_is_read_once_between_trainings(tmp_path: Path) -> None:
    kept = BuildStore(tmp_path / "readings.sqlite")
    first = lessons(kept)
    assert lessons(kept, Unreadable) == first


def test_changed_rules_read_every_text_again(tmp_path: Path) -> None:
    kept = BuildStore(tmp_path / "readings.sqlite")
    lessons(kept)
    with pytest.raises(AssertionError, match="read again"):
        lessons(kept, Unreadable, form="other rules")


def test_a_changed_rule_has_another_form() -> None:
    changed = Rulebook(**{**vars(BOOK), "neutral": []})
    assert changed.form() != BOOK.form() == Rulebook.from_folder(DATA).form()


def test_only_the_hardest_texts_reach_the_slow_machines() -> None:
    count = MOST_RED + MOST_CALM
    danger = np.linspace(-1, 1, 2 * count).astype(np.float32)
    red = np.arange(2 * count) % 2 == 0
    chosen = hardest(danger, red)
    assert (chosen & red).sum() == MOST_RED
    assert (chosen & ~red).sum() == MOST_CALM
    assert danger[chosen & red].max() <= danger[~chosen & red].min()
    assert danger[chosen & ~red].min() >= danger[~chosen & ~red].max()
