"""What is kept between trainings comes back, does not grow for ever, and costs nothing but time when it is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from pearl.build_store import BuildStore


def test_what_was_written_is_read_by_the_next_training(tmp_path: Path) -> None:
    BuildStore(tmp_path / "kept.sqlite").write({b"one": b"1", b"two": b"2"})
    assert BuildStore(tmp_path / "kept.sqlite").read([b"two", b"three"]) == {b"two": b"2"}


def test_a_value_written_again_replaces_the_old_one(tmp_path: Path) -> None:
    store = BuildStore(tmp_path / "kept.sqlite")
    store.write({b"one": b"1"})
    store.write({b"one": b"uno"})
    assert store.read([b"one"]) == {b"one": b"uno"}


def test_more_than_it_may_hold_drives_out_what_this_training_does_not_ask_for(tmp_path: Path) -> None:
    BuildStore(tmp_path / "kept.sqlite").write({b"one": b"1", b"two": b"2"})
    store = BuildStore(tmp_path / "kept.sqlite", most=2)
    store.read([b"two", b"three"])
    store.write({b"three": b"3"})
    assert store.read([b"one", b"two", b"three"]) == {b"two": b"2", b"three": b"3"}


@pytest.mark.parametrize("name", ["broken", "missing/folder"])
def test_an_unusable_file_holds_nothing_and_raises_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / "broken").write_bytes(b"not a database" * 100)
    (tmp_path / "missing").write_text("a file where a folder should be")
    store = BuildStore(tmp_path / name)
    store.write({b"one": b"1"})
    assert store.read([b"one"]) == {}
