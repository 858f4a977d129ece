"""What a command prints: answers alone on standard output, JSON that every reader takes."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pearl.cli.output import as_json

NOISY = """
import os, sys
from pearl.cli.output import only_answers
print("before")
with only_answers() as out:
    print("noise of a library")
    os.write(1, b"noise from below\\n")
    os.system("echo noise of a child")
    print("answer \\u00e9 \\ud800", file=out)
print("after")
"""


@pytest.fixture(scope="module")
def finished() -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", NOISY], capture_output=True, text=True, encoding="utf-8", check=True)


def test_only_answers_reach_standard_output(finished: subprocess.CompletedProcess[str]) -> None:
    assert finished.stdout == "before\nanswer é \\ud800\nafter\n"


def test_everything_else_goes_to_standard_error(finished: subprocess.CompletedProcess[str]) -> None:
    assert {"noise of a library", "noise from below", "noise of a child"} <= set(finished.stderr.splitlines())


def test_standard_output_is_back_after_an_error() -> None:
    code = (
        "from pearl.cli.output import only_answers\n"
        "try:\n    with only_answers() as out:\n        print('half', file=out)\n        raise ValueError\n"
        "except ValueError:\n    print('back')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "half\nback\n"


@pytest.mark.parametrize(
    "value",
    [
        "é 你好 👶",
        "lone \ud800 surrogate",
        "pair \ud83d\ude00",
        "one\u2028two\u2029three\x85four",
        "a\nb\rc\x0bd\x1ee",
        "\\ud800",
    ],
)
def test_a_text_is_one_line_that_can_be_written_and_read_again(value: str) -> None:
    line = as_json({"text": value})
    assert len(line.splitlines()) == 1
    # Two halves of an emoji come back as the emoji.
    assert json.loads(line.encode("utf-8"))["text"] == json.loads(json.dumps(value))


def test_letters_beyond_ascii_stay_readable() -> None:
    assert as_json("é 你好 👶") == '"é 你好 👶"'


@pytest.mark.parametrize(
    ("value", "line"), [(date(2026, 11, 25), '"2026-11-25"'), ([Path("a/b")], '["a/b"]'), (None, "null")]
)
def test_anything_odd_becomes_its_text(value: Any, line: str) -> None:
    assert as_json(value) == line
