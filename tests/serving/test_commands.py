"""The `pearl` command as scripts use it: JSON and nothing else, or one line and exit code 2."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from real_server import ROOT, RealServer, run_pearl, said


@pytest.fixture()
def library(tmp_path: Path) -> Path:
    """A copy of the library that a test may break."""
    return Path(shutil.copytree(ROOT / "data" / "library", tmp_path / "library"))


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('commands') / 'pearl.db'}"


def in_json(*arguments: str, **variables: str) -> Any:
    ended = run_pearl(*arguments, "--json", **variables)
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


@pytest.fixture(scope="module")
def listed(database: str) -> Any:
    """The topics of an untouched library."""
    return in_json("library", "list", DATABASE_URL=database)


@pytest.fixture(scope="module")
def left_behind(server: RealServer) -> Iterator[str]:
    """The database of the running server after a booking and a question that has no answer."""
    for text in ("/book_appointment", "milia", "next tuesday at 2 pm", "Ada Example", "780 555 0134", "yes"):
        replies = server.post("commands", text)
    assert "PRL-" in said(replies)
    server.post("commands", "how do I fix my bicycle?")
    yield f"sqlite:///{server.database}"


def test_ask_answers_with_one_line_of_json(model: Path, database: str) -> None:
    answer = in_json("ask", "can i pop milia?", DATABASE_URL=database)
    assert (answer["label"], answer["outcome"]) == ("can_i_pop_milia", "answer")
    assert answer["replies"] and all(source["id"] and source["title"] for source in answer["sources"])


def test_ask_survives_a_text_that_is_no_utf8(model: Path, database: str) -> None:
    assert in_json("ask", "can i pop \udcff milia?", DATABASE_URL=database)["outcome"] == "answer"


def test_the_shipped_library_can_be_checked() -> None:
    findings = in_json("library", "check")["findings"]
    assert [finding for finding in findings if not finding["warning"]] == []


def test_loading_twice_changes_nothing_the_second_time(database: str) -> None:
    in_json("library", "load", DATABASE_URL=database)
    second = in_json("library", "load", DATABASE_URL=database)
    assert {name for name, keys in second.items() if keys} == {"unchanged"}


def test_the_topics_can_be_listed_and_shown(database: str) -> None:
    keys = [row["key"] for row in in_json("library", "list", DATABASE_URL=database)]
    assert len(keys) == 45 and "is_it_acne" in keys
    assert in_json("library", "show", "is_it_acne", DATABASE_URL=database)["short_answer"]


def test_an_unknown_topic_is_named(database: str) -> None:
    ended = run_pearl("library", "show", "no_such_topic", DATABASE_URL=database)
    assert ended.returncode == 2 and "no_such_topic" in ended.stderr and "Traceback" not in ended.stderr


TOPIC = (ROOT / "data" / "library" / "topics" / "is_it_acne.yml").read_text(encoding="utf-8")
BROKEN = {
    "no yaml": ("key: [\n", 2),
    "an unknown field": (f"{TOPIC}colour: blue\n", TOPIC.count("\n") + 1),
    "a missing field": ("key: is_it_acne\n", 1),
}


@pytest.mark.parametrize(("text", "line"), BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("command", ["load", "check"])
def test_a_malformed_file_is_named_with_its_line_and_nothing_is_loaded(
    command: str, text: str, line: int, library: Path, database: str, listed: Any
) -> None:
    (library / "topics" / "is_it_acne.yml").write_text(text)
    ended = run_pearl("library", command, PEARL_LIBRARY=str(library), DATABASE_URL=database)
    assert ended.returncode == 2 and "Traceback" not in ended.stderr
    assert f"is_it_acne.yml:{line}:" in ended.stderr + ended.stdout
    assert in_json("library", "list", DATABASE_URL=database) == listed


def test_a_running_server_stays_as_it_was_when_a_malformed_file_is_loaded(server: RealServer, library: Path) -> None:
    before = server.post("before", "is it acne?")
    (library / "topics" / "is_it_acne.yml").write_text("key: [\n")
    ended = run_pearl("library", "load", PEARL_LIBRARY=str(library), DATABASE_URL=f"sqlite:///{server.database}")
    assert ended.returncode == 2
    assert said(server.post("after", "is it acne?")) == said(before)


def test_bookings_and_unanswered_questions_can_be_listed(left_behind: str) -> None:
    (booking,) = in_json("bookings", "list", DATABASE_URL=left_behind)
    assert (booking["name"], booking["status"]) == ("Ada Example", "requested")
    assert in_json("bookings", "show", booking["reference"], DATABASE_URL=left_behind) == booking
    assert "bicycle" in json.dumps(in_json("unanswered", "list", DATABASE_URL=left_behind))


def test_an_unknown_booking_is_named(left_behind: str) -> None:
    ended = run_pearl("bookings", "show", "PRL-XXXXXX", DATABASE_URL=left_behind)
    assert ended.returncode == 2 and "PRL-XXXXXX" in ended.stderr


@pytest.mark.parametrize(
    "command", ["ask", "evaluate", "converse", "serve", "train", "library", "bookings", "unanswered"]
)
def test_every_command_has_help(command: str) -> None:
    ended = run_pearl(command, "--help")
    assert ended.returncode == 0 and ended.stdout.strip()
