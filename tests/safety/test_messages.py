"""The table of development messages: nothing with a red flag stays calm, and little else is taken for one."""

from __future__ import annotations

from pearl.library.topic import Level
from pearl.safety import Finding, SafetyGate
from tests.safety.conftest import Message, messages

STRICTNESS = {"E": 3, "U": 2, "P": 1}


def found(gate: SafetyGate, flagged: bool) -> list[tuple[Message, Finding | None]]:
    return [(message, gate.inspect(message.text)) for message in messages() if bool(message.kind) is flagged]


def is_right(message: Message, finding: Finding) -> bool:
    splash = message.kind == "burn" and finding.kind == "eye"
    return finding.kind == message.kind or splash


def test_the_table_is_large_enough() -> None:
    flagged = sum(bool(message.kind) for message in messages())
    assert flagged >= 150 and len(messages()) - flagged >= 200


def test_every_red_flag_is_found(gate: SafetyGate) -> None:
    missed = [message.text for message, finding in found(gate, True) if finding is None]
    assert not missed


def test_the_kind_is_right(gate: SafetyGate) -> None:
    results = found(gate, True)
    wrong = [(message, finding) for message, finding in results if finding and not is_right(message, finding)]
    assert len(wrong) <= 0.05 * len(results), wrong


def test_the_level_is_right_or_stricter(gate: SafetyGate) -> None:
    results = found(gate, True)
    lax = [(message, f) for message, f in results if f and f.strictness < STRICTNESS[message.level]]
    assert len(lax) <= 0.02 * len(results), lax


def test_ordinary_messages_and_near_misses_stay_calm(gate: SafetyGate) -> None:
    results = found(gate, False)
    alarms = [(message.text, finding) for message, finding in results if finding]
    assert len(alarms) <= 0.02 * len(results), alarms


def test_levels_are_those_of_the_library() -> None:
    assert {level.value for level in Level} == set(STRICTNESS)
