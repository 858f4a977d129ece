"""The figures that judge Pearl, on a set small enough to count by hand; and how a labelled set is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from pearl.errors import BadInput
from pearl.evaluation import Judged, Labelled, figures, read_labelled, wilson


def judged(kind: str, label: str, outcome: str, accept: str = "a", ms: float = 1.0) -> Judged:
    """A message for which `accept` is right and label h would harm."""
    return Judged(Labelled("1", "text", (accept,), ("h",), kind), label, outcome, "", ms)


HAND_MADE = [
    judged("faq", "a", "answer", ms=10),  # right
    judged("faq", "a", "clarify", ms=20),  # right, but asked back
    judged("faq", "b", "answer", ms=30),  # miss
    judged("clinic", "h", "answer", accept="b", ms=40),  # harmful
    judged("oos", "out_of_scope", "fallback", accept="out_of_scope", ms=50),  # right
    judged("oos", "b", "passage", accept="out_of_scope", ms=60),  # miss, and answered
    judged("oos", "h", "answer", accept="out_of_scope", ms=70),  # harmful, and answered
    judged("oos", "a", "clarify", accept="out_of_scope", ms=80),  # miss
    judged("red_flag", "red_flag/eye", "red_flag", accept="red_flag/eye", ms=90),  # right
    judged("red_flag", "red_flag/burn", "red_flag", accept="red_flag/eye", ms=100),  # miss, yet a flag
    judged("red_flag", "a", "answer", accept="red_flag/eye", ms=110),  # miss
    judged("near_miss", "red_flag/eye", "red_flag", ms=1000),  # a false alarm
]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("n", 12),
        ("right", 4),
        ("miss", 6),
        ("harmful", 2),
        ("right_rate", 0.3333),
        ("answered_right_rate", 0.25),
        ("clarify_rate", 0.1667),
        ("oos_answered_rate", 0.5),
        ("harmful_rate", 0.1667),
        ("red_flag_recall", 0.6667),
        ("false_alarm_rate", 0.1111),
        ("ms_p50", 70),
        ("ms_p95", 1000),
    ],
)
def test_every_figure_is_what_one_counts_by_hand(name: str, value: float) -> None:
    assert figures(HAND_MADE)[name] == value


@pytest.mark.parametrize(
    ("name", "k", "n"),
    [
        ("right_rate", 4, 12),
        ("answered_right_rate", 3, 12),
        ("clarify_rate", 2, 12),
        ("oos_answered_rate", 2, 4),
        ("harmful_rate", 2, 12),
        ("red_flag_recall", 2, 3),
        ("false_alarm_rate", 1, 9),
    ],
)
def test_beside_each_rate_stand_its_count_and_interval(name: str, k: int, n: int) -> None:
    assert figures(HAND_MADE)["intervals"][name] == {"k": k, "n": n, "low_high": wilson(k, n)}


def test_verdicts_are_counted_by_kind_and_by_label() -> None:
    result = figures(HAND_MADE)
    assert result["by_kind"] == {
        "clinic": {"n": 1, "right": 0, "miss": 0, "harmful": 1},
        "faq": {"n": 3, "right": 2, "miss": 1, "harmful": 0},
        "near_miss": {"n": 1, "right": 0, "miss": 1, "harmful": 0},
        "oos": {"n": 4, "right": 1, "miss": 2, "harmful": 1},
        "red_flag": {"n": 3, "right": 1, "miss": 2, "harmful": 0},
    }
    assert result["by_label"] == {
        "a": {"n": 4, "right": 2, "miss": 2, "harmful": 0},
        "b": {"n": 1, "right": 0, "miss": 0, "harmful": 1},
        "out_of_scope": {"n": 4, "right": 1, "miss": 2, "harmful": 1},
        "red_flag/eye": {"n": 3, "right": 1, "miss": 2, "harmful": 0},
    }


def test_a_rate_of_nothing_is_unknown_and_not_zero() -> None:
    result = figures(HAND_MADE[:2])
    assert (result["oos_answered_rate"], result["red_flag_recall"]) == (None, None)
    assert result["intervals"]["red_flag_recall"] == {"k": 0, "n": 0, "low_high": [0.0, 1.0]}


def test_an_accepted_label_is_right_even_where_it_is_rejected_too() -> None:
    message = Labelled("1", "text", ("a", "b"), ("b",), "faq")
    assert Judged(message, "b", "answer", "", 1).verdict == "right"


@pytest.mark.parametrize(
    ("k", "n", "interval"),
    [  # R: binom::binom.confint(k, n, methods = "wilson"), at z = 1.96
        (5, 10, [0.2366, 0.7634]),
        (1, 10, [0.0179, 0.4042]),
        (0, 10, [0.0, 0.2775]),
        (10, 10, [0.7225, 1.0]),
        (81, 263, [0.2553, 0.3662]),  # Newcombe 1998, table I
        (15, 148, [0.0624, 0.1605]),
        (0, 20, [0.0, 0.1611]),
        (1, 29, [0.0061, 0.1718]),
        (0, 0, [0.0, 1.0]),
    ],
)
def test_wilsons_interval_has_its_published_values(k: int, n: int, interval: list[float]) -> None:
    assert wilson(k, n) == pytest.approx(interval, abs=1e-4)


def test_a_labelled_set_is_read(tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text(
        '{"id": 7, "text": "hi", "accept": ["greet"], "reject": ["prices"], "kind": "smalltalk"}\n\n'
        '{"text": "my eye hurts \\ud800", "accept": ["red_flag/eye"], "kind": "red_flag", "level": "E"}\n'
        '{"text": "one\u2028two\x85three", "accept": [], "reject": null, "kind": "oos", "level": null}\n',
        encoding="utf-8",
    )
    assert read_labelled(file) == [
        Labelled("7", "hi", ("greet",), ("prices",), "smalltalk"),
        Labelled("3", "my eye hurts \ud800", ("red_flag/eye",), (), "red_flag", "E"),
        Labelled("4", "one\u2028two\x85three", (), (), "oos"),
    ]


GOOD = '{"text": "a", "accept": ["b"], "kind": "faq"}'


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        "[]",
        '"text"',
        "7",
        "{}",
        '{"accept": ["b"], "kind": "faq"}',
        '{"text": "a", "kind": "faq"}',
        '{"text": "a", "accept": ["b"]}',
        '{"text": "a", "accept": "faq", "kind": "faq"}',
        '{"text": "a", "accept": null, "kind": "faq"}',
        '{"text": "a", "accept": ["b"], "reject": "c", "kind": "faq"}',
        '{"text": "a", "accept": ["b"], "kind": "chat"}',
        '{"text": 7, "accept": ["b"], "kind": "faq"}',
    ],
)
def test_a_malformed_line_names_file_and_line(tmp_path: Path, line: str) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text(f"{GOOD}\n\n{line}\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"set\.jsonl:3: "):
        read_labelled(file)


@pytest.mark.parametrize("content", [b"", b"\n \n"])
def test_a_set_without_messages_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "set.jsonl"
    file.write_bytes(content)
    with pytest.raises(BadInput, match=r"set\.jsonl holds no messages"):
        read_labelled(file)


def test_a_set_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"gone\.jsonl cannot be read .*; name a JSONL file"):
        read_labelled(tmp_path / "gone.jsonl")
    (tmp_path / "latin.jsonl").write_bytes(b"\xff")
    with pytest.raises(BadInput, match=r"latin\.jsonl cannot be read"):
        read_labelled(tmp_path / "latin.jsonl")
