"""The seeds' runs of 8 words as hashes: what no text of the library may share, without keeping the seeds here."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from pearl.errors import BadInput, LibraryFileError
from pearl.library.check.words import words

RUN = 8
DIGITS = 12
FILE_NAME = "seed_runs.sha256.txt"

SeedRuns = Mapping[str, str]
"""The hash of each run, and where it comes from in words for a message."""


def hashed_runs(text: str) -> Iterator[tuple[str, int]]:
    """For every run of 8 words the first 12 hex digits of its sha256, and the character at which it begins."""
    found = words(text)
    for first in range(len(found) - RUN + 1):
        run = " ".join(word for word, _ in found[first : first + RUN])
        yield hashlib.sha256(run.encode()).hexdigest()[:DIGITS], found[first][1]


def runs_of_seeds(seeds: Path) -> SeedRuns:
    """The runs of the `.txt` files of a folder. Raises BadInput when there are none, or one cannot be read."""
    files = sorted(seeds.glob("*.txt"))
    if not files:
        raise BadInput(f"{seeds} holds no .txt files; name the folder of the seed documents.")
    runs: dict[str, str] = {}
    for file in files:
        runs.update((run, file.name) for run, _ in hashed_runs(_text(file)))
    return runs


def committed_runs(file: Path) -> SeedRuns:
    """The runs that were written to a file. Raises LibraryFileError when it is missing or a line is no hash."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LibraryFileError(file, 1, "cannot be read; write it with write_seed_runs, or give --seeds.") from error
    for number, line in enumerate(lines, 1):
        if not re.fullmatch(rf"[0-9a-f]{{{DIGITS}}}", line):
            raise LibraryFileError(file, number, f"is no hash of {DIGITS} hex digits.")
    return dict.fromkeys(lines, "a seed document")


def write_seed_runs(seeds: Path, file: Path) -> None:
    """Write the hashes of the seeds' runs, sorted and each once. Raises BadInput when there are no seeds."""
    file.write_text("".join(f"{run}\n" for run in sorted(runs_of_seeds(seeds))), encoding="utf-8")


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{file} cannot be read as UTF-8 text.") from error
