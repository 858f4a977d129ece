"""Somebody else's data: what can be measured is measured, what cannot gets a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from pearl.benchmark.intents import MOST_ROWS, measure
from pearl.errors import BadInput

TRAIN = "sentence,label\nwhere is my order,order\ntrack my parcel,order\ni want my money back,refund\nrefund please,refund\n"
TEST = "sentence,label\nwhere is the parcel,order\ngive me a refund,refund\nwho won the match,none\n"
FIGURES = {
    "mcc", "inscope_accuracy", "oos_recall", "threshold", "train_s", "load_s", "ms_p50", "ms_p95", "rss_mb",
}  # fmt: skip


def csv(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def measured(folder: Path, train: str, test: str = TEST, oos: str | None = "none") -> dict[str, float]:
    return measure(csv(folder, "train.csv", train), csv(folder, "test.csv", test), oos)


def test_every_figure_of_the_contract_is_given(tmp_path: Path) -> None:
    result = measured(tmp_path, TRAIN)
    assert set(result) == FIGURES and result["inscope_accuracy"] == 1.0


def test_without_a_label_for_out_of_scope_there_is_no_recall_of_it(tmp_path: Path) -> None:
    assert measured(tmp_path, TRAIN, oos=None)["oos_recall"] is None


@pytest.mark.parametrize(
    ("train", "reason"),
    [
        ("text,intent\na,b\n", "needs the columns sentence and label"),
        ("sentence,label\n", "holds no rows"),
        ("sentence,label\na,x\nb,x\n", "fewer than two labels"),
        ("sentence,label\na,x\n,y\n", "fewer than two labels"),
        ("sentence,label\na,x\nb,\n", "train.csv:3: has no label"),
        ("sentence,label\n" + "a,x\n" * (MOST_ROWS + 1), "takes at most"),
    ],
)
def test_what_cannot_be_trained_on_gets_a_sentence(train: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=reason):
        measured(tmp_path, train)


@pytest.mark.parametrize(
    ("train", "test"),
    [
        (TRAIN + "hello,greet\n", TEST),
        (TRAIN + ",empty\n", TEST),
        (TRAIN, TEST + "good morning,only_in_the_test\n"),
        (TRAIN + '"' + "x" * 5000 + '",refund\n', TEST),
    ],
    ids=["a class of one example", "an empty class", "a label only in the test", "a long sentence"],
)
def test_odd_but_usable_data_gives_a_result(train: str, test: str, tmp_path: Path) -> None:
    assert -1 <= measured(tmp_path, train, test)["mcc"] <= 1


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"gone\.csv cannot be read"):
        measure(tmp_path / "gone.csv", tmp_path / "gone.csv")
