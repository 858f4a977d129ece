"""The examples that the second opinion learns from: data/safety/examples/*.yml."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Sequence

import yaml

from pearl.errors import LibraryFileError
from pearl.safety.second_opinion import CALM

# More would make training slow without teaching anything new: a library may have 60,000 phrasings.
MOST_ORDINARY = 12_000


@dataclass(frozen=True)
class Example:
    """A message with its label: `calm`, or kind/level/case of the red flag in it."""

    text: str
    label: str

    @property
    def is_calm(self) -> bool:
        return self.label == CALM


def read_examples(folder: Path) -> list[Example]:
    """Every example of a folder's YAML files (label → block of lines, one message a line), without repeats."""
    examples: dict[str, Example] = {}
    for file in sorted(folder.glob("*.yml")):
        for label, text in _blocks(file).items():
            for line in filter(None, map(str.strip, text.splitlines())):
                examples.setdefault(line.lower(), Example(line, label.split(" ")[0]))
    return list(examples.values())


def with_calm(examples: Sequence[Example], texts: Sequence[str]) -> list[Example]:
    """The examples and, as calm ones, at most MOST_ORDINARY of the texts, evenly chosen; a label given by hand stays."""
    known = {example.text.lower() for example in examples}
    new = [text for text in texts if text.strip() and text.lower() not in known]
    count = min(len(new), MOST_ORDINARY)
    return [*examples, *(Example(new[at * len(new) // count], CALM) for at in range(count))]


def _blocks(file: Path) -> dict[str, str]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise LibraryFileError(file, line, f"cannot be read as YAML ({error.problem})") from error
    if not isinstance(content, dict) or not all(isinstance(text, str) for text in content.values()):
        raise LibraryFileError(file, 1, "must map each label to a block of messages, one a line")
    return content
