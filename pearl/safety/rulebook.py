"""The rules of the safety gate as data: read from data/safety/*.yml, kept with a trained model as one JSON file."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Mapping

import yaml

from pearl.errors import LibraryFileError, ModelMismatch

FILES = ("concepts.yml", "cues.yml", "signs.yml", "spelling.yml")
Row = dict[str, Any]


@dataclass(frozen=True)
class Rulebook:
    """Everything the rules are made of, as plain values.

    `concepts` maps a concept or cue to its phrases, `sets` a word class to its words, `neutral` names the concepts
    that need not be asserted, `signs` are kind/level/case/any, `order` ranks equally strict kinds, `shorthand` maps
    phone spelling to words, `keywords` are spelt out for the speller, `real_words` it never touches.
    """

    concepts: Mapping[str, list[str]]
    sets: Mapping[str, str]
    neutral: list[str]
    signs: list[Row]
    order: list[str]
    shorthand: Mapping[str, str]
    keywords: list[str]
    real_words: list[str]

    @classmethod
    def from_folder(cls, folder: Path) -> Rulebook:
        """Reads the rule files; raises LibraryFileError with file and line when one cannot be read."""
        concepts, cues, signs, spelling = (_read(folder / name) for name in FILES)
        try:
            return cls(
                concepts={name: _phrases(text) for name, text in {**concepts["concepts"], **cues["concepts"]}.items()},
                sets=concepts["sets"],
                neutral=concepts["neutral"],
                signs=signs["signs"],
                order=signs["order"],
                shorthand=spelling["shorthand"],
                keywords=spelling["keywords"].split(),
                real_words=(folder / "real_words.txt").read_text(encoding="utf-8").split(),
            )
        except (KeyError, AttributeError, OSError) as error:
            raise LibraryFileError(folder, 1, f"the safety rules lack {error}") from error

    def form(self) -> str:
        """Changes with every rule."""
        return hashlib.sha256(json.dumps(asdict(self)).encode()).hexdigest()

    def save(self, file: Path) -> None:
        file.write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def load(cls, file: Path) -> Rulebook:
        """The rules as saved; raises ModelMismatch when the file is not one of ours."""
        try:
            return cls(**json.loads(file.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise ModelMismatch(f"{file} holds no safety rules; train again.") from error


def _phrases(text: str) -> list[str]:
    """A folded block of phrases with commas between them."""
    return [phrase.strip() for phrase in text.split(",") if phrase.strip()]


def _read(file: Path) -> Row:
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise LibraryFileError(file, line, f"not readable as YAML: {error.problem}") from error
    except OSError as error:
        raise LibraryFileError(file, 1, "missing") from error
    if not isinstance(content, dict):
        raise LibraryFileError(file, 1, "holds no rules")
    return content
