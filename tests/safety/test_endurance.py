"""Odd text never raises, and a long message costs a bounded number of encoder calls."""

from __future__ import annotations

from typing import TypeAlias

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pearl.safety import SafetyGate
from tests.safety.conftest import CountingEncoder

Counting: TypeAlias = tuple[SafetyGate, CountingEncoder]
ODD = [
    "",
    "\x00",
    "\ud800",
    "\u200b\u200d",
    "🤒" * 300,
    "\n\n\n",
    "...",
    "ﷺ" * 2000,
    "no " * 3000,
    "a" * 16_384,
    "1,2,3 40.0c",
]
PIECES = st.sampled_from(
    ["no", "not", "if", "my eye", "pus", ",", ".", "?", "baby", "3 weeks old", "\ud83d", "'", "38.5", "…"]
)


def calls(counting: Counting, text: str) -> int:
    gate, encoder = counting
    before = encoder.texts
    gate.inspect(text)
    return encoder.texts - before


def test_odd_texts_do_not_raise(counting: Counting) -> None:
    for text in ODD:
        counting[0].inspect(text)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(), max_size=300) | st.lists(PIECES, max_size=60).map(" ".join))
def test_inspect_never_raises(counting: Counting, text: str) -> None:
    counting[0].inspect(text)


def test_an_ordinary_message_costs_one_encoder_call(counting: Counting) -> None:
    assert calls(counting, "does retinol help against milia") == 1


def test_a_long_message_costs_no_more_than_eight_calls(counting: Counting) -> None:
    sentence = "I have had these white bumps on my cheek for years. "
    assert calls(counting, sentence * 40) <= 8
    assert calls(counting, sentence * 300) <= 8
    assert calls(counting, "word " * 3200) <= 8


def test_a_red_flag_deep_in_a_long_message_is_found(gate: SafetyGate) -> None:
    chatter = "I have had these white bumps on my cheek for years. "
    finding = gate.inspect(chatter * 250 + "There is pus coming out of the wound. " + chatter * 50)
    assert finding is not None and finding.kind == "infection"


def test_a_long_ordinary_message_stays_calm(gate: SafetyGate) -> None:
    assert gate.inspect("I have had these white bumps on my cheek for years. They do not hurt. " * 30) is None
