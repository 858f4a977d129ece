"""What the second opinion is taught: the excerpts of each example, which the rules read once between trainings."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Mapping, Protocol, Sequence

import numpy as np

from pearl.safety.examples import Example
from pearl.safety.features import Excerpt, Features, parts_of, whole
from pearl.safety.rules import Rules
from pearl.safety.second_opinion import Flags, Numbers

# A support vector machine's training time grows with the square; examples far from the other side teach it nothing.
MOST_RED, MOST_CALM = 6000, 5000


class Kept(Protocol):
    """Where readings are kept between trainings: pearl.build_store.BuildStore, or nowhere."""

    def read(self, keys: Sequence[bytes]) -> dict[bytes, bytes]: ...

    def write(self, values: Mapping[bytes, bytes]) -> None: ...


class Nowhere:
    """Keeps nothing."""

    def read(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        return {}

    def write(self, values: Mapping[bytes, bytes]) -> None:
        return


NOWHERE = Nowhere()


class Lessons:
    """Reads examples with the rules; `form` changes with the rules and the code that reads with them."""

    def __init__(self, rules: Rules, features: Features, form: str, kept: Kept) -> None:
        self._rules, self._features, self._kept = rules, features, kept
        self._form = form + code_form()

    def of(self, examples: Sequence[Example]) -> list[tuple[Excerpt, str]]:
        """Each example whole, and the parts of calm ones: in a calm message no sentence is danger, torn out of it either.

        Of a red flag nobody has said in which sentence it lies.
        """
        lessons: dict[str, tuple[Excerpt, str]] = {}
        readings = self._readings([example.text for example in examples])
        for example in sorted(examples, key=lambda each: each.is_calm):
            for excerpt in readings[example.text][: None if example.is_calm else 1]:
                lessons.setdefault(excerpt.text, (excerpt, example.label))
        return list(lessons.values())

    def _readings(self, texts: Sequence[str]) -> dict[str, list[Excerpt]]:
        """The excerpts of each text, first the whole of it."""
        keys = {text: hashlib.sha256(f"{self._form}\0{text}".encode("utf-8", "replace")).digest() for text in texts}
        known = self._kept.read(list(keys.values()))
        new = {text: self._read(text) for text, key in keys.items() if key not in known}
        self._kept.write({keys[text]: _to_bytes(excerpts) for text, excerpts in new.items()})
        return {text: new[text] if text in new else _from_bytes(known[key]) for text, key in keys.items()}

    def _read(self, text: str) -> list[Excerpt]:
        sentences = self._rules.sentences(text)
        found = self._rules.findings(sentences)
        parts = [whole(text, sentences, found), *parts_of(text, sentences, found)]
        return [self._features.excerpt(part) for part in parts]


def first_look(features: Numbers, red: Flags) -> Numbers:
    """(texts,): how dangerous texts seem to a regression, which is quick and rough; 1 and -1 as a lesson, 0 undecided."""
    from sklearn.linear_model import RidgeClassifier

    looked: Numbers = RidgeClassifier(alpha=3.0, class_weight="balanced").fit(features, red).decision_function(features)
    return looked


def hardest(danger: Numbers, red: Flags) -> Flags:
    """Which are the red flags that seem least dangerous and the calm texts that seem most so."""
    order = np.argsort(danger, kind="stable")
    chosen = np.zeros(len(danger), dtype=bool)
    chosen[order[red[order]][:MOST_RED]] = True
    chosen[order[~red[order]][::-1][:MOST_CALM]] = True
    return chosen


def code_form() -> str:
    """The sha256 of this package's code."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def _to_bytes(excerpts: Sequence[Excerpt]) -> bytes:
    return json.dumps([[each.text, each.words, each.marks] for each in excerpts]).encode()


def _from_bytes(value: bytes) -> list[Excerpt]:
    return [Excerpt(*each) for each in json.loads(value)]
