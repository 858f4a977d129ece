"""No message that judges Pearl, or nearly the same one, is among the examples that Pearl learns from."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from difflib import SequenceMatcher
from functools import cache
from math import ceil
from pathlib import Path
from typing import Iterable, Iterator

import pytest
import yaml

from pearl.evaluation import read_labelled
from pearl.library.files import read_library
from pearl.understanding.visitor_messages import read_messages

ROOT = Path(__file__).resolve().parents[2]
SETS = ("tuning", "visitors", "safety_held_out", "safety_threshold")
# From this many words on, being nearly the same counts; shorter messages ("thanks a lot") can only be equal.
WORDS, OVERLAP, LIKENESS, SHARED = 4, 0.85, 0.92, 0.25


def normal(text: str) -> str:
    """Lower-case words with single spaces; accents, apostrophes and marks do not count."""
    letters = (sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[^\W_]+", "".join(letters).replace("'", "").replace("’", "")))


def learnt() -> Iterator[tuple[str, str]]:
    """Every example that something is trained on, with where it stands."""
    for topic in read_library(ROOT / "data" / "library").topics:
        yield from ((f"topics/{topic.key}.yml", phrasing) for phrasing in topic.phrasings)
    for key, messages in read_messages().items():
        yield from ((f"nlu/messages.yml, {key}", text) for text in messages)
    for file in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for item in yaml.safe_load(file.read_text(encoding="utf-8")).get("nlu") or []:
            lines = item.get("examples", "").splitlines()
            yield from ((f"nlu/{file.name}, {item['intent']}", line.removeprefix("- ")) for line in lines)
    for file in sorted((ROOT / "data" / "safety" / "examples").glob("*.yml")):
        yield from ((f"safety/examples/{file.name}", line) for line in safety_lines(file))


def safety_lines(file: Path) -> Iterator[str]:
    for examples in yaml.safe_load(file.read_text(encoding="utf-8")).values():
        yield from examples.splitlines()


@cache
def words(text: str) -> frozenset[str]:
    """The words of a normalised text."""
    return frozenset(text.split())


def nearly_equal(one: str, other: str) -> bool:
    """Whether two normalised texts are the same message in all but a word or a letter."""
    first, second = words(one), words(other)
    if min(len(first), len(second)) < WORDS:
        return one == other
    shared = len(first & second) / len(first | second)
    if shared >= OVERLAP:
        return True
    # What follows is slow; so few letters differ in a likeness of this height that most words are left as they are.
    if shared < SHARED or 2 * min(len(one), len(other)) < LIKENESS * (len(one) + len(other)):
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= LIKENESS and matcher.ratio() >= LIKENESS


class Neighbours:
    """Finds texts that may nearly equal another: those of about as many letters, and those of about as many words."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._by_letters = sorted(texts, key=len)
        self._letters = [len(text) for text in self._by_letters]
        self._by_words: dict[int, list[str]] = defaultdict(list)
        for text in self._by_letters:
            self._by_words[len(words(text))].append(text)

    def of(self, text: str) -> set[str]:
        alike = LIKENESS / (2 - LIKENESS)
        first = bisect_left(self._letters, int(len(text) * alike))
        last = bisect_right(self._letters, ceil(len(text) / alike))
        count = len(words(text))
        counts = range(int(count * OVERLAP), ceil(count / OVERLAP) + 1)
        return {*self._by_letters[first:last], *(other for size in counts for other in self._by_words[size])}


@pytest.fixture(scope="module")
def neighbours(examples: dict[str, set[str]]) -> Neighbours:
    return Neighbours(examples)


@pytest.fixture(scope="module")
def examples() -> dict[str, set[str]]:
    """Normalised example → where it stands."""
    places: dict[str, set[str]] = defaultdict(set)
    for place, text in learnt():
        places[normal(text)].add(place)
    places.pop("", None)
    return places


@pytest.mark.parametrize("name", SETS)
def test_no_message_of_a_set_is_learnt_from(name: str, examples: dict[str, set[str]]) -> None:
    messages = read_labelled(ROOT / "tests" / "labelled" / f"{name}.jsonl")
    same = [(m.id, places) for m in messages if (places := examples.get(normal(m.text)))]
    assert same == [], "remove the example, never the labelled message"


@pytest.mark.parametrize("name", SETS)
def test_no_message_of_a_set_is_nearly_learnt_from(
    name: str, examples: dict[str, set[str]], neighbours: Neighbours
) -> None:
    messages = read_labelled(ROOT / "tests" / "labelled" / f"{name}.jsonl")
    pairs = [(message.id, normal(message.text)) for message in messages]
    near = [
        (number, examples[example])
        for number, text in pairs
        for example in neighbours.of(text)
        if example != text and nearly_equal(text, example)
    ]
    assert near == [], "remove the example, never the labelled message"


def test_the_examples_of_every_source_are_looked_at(examples: dict[str, set[str]]) -> None:
    places = {place.split("/")[0] for found in examples.values() for place in found}
    assert places == {"topics", "nlu", "safety"} and len(examples) > 2000


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("can i pop milia at home", "can i pop milia at home", True),
        ("can i pop my milia at home", "can i pop milia at home", True),
        ("can i pop milia at hone", "can i pop milia at home", True),
        ("can i freeze milia at work", "can i pop milia at home", False),
        ("thanks a lot", "thanks a bit", False),
    ],
)
def test_what_counts_as_nearly_equal(one: str, other: str, near: bool) -> None:
    assert nearly_equal(one, other) is near


def test_a_nearly_equal_text_is_among_the_neighbours() -> None:
    neighbours = Neighbours(["can i pop my milia at home", "can i pop milia at hone", "is it acne"])
    assert neighbours.of("can i pop milia at home") == {"can i pop my milia at home", "can i pop milia at hone"}
