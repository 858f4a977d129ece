"""A message that only makes sense after what was just answered: "what about near my eyes?", "why not?", "how long?"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Collection, Mapping, Sequence

from pearl.errors import LibraryFileError
from pearl.library.answering import VARIANT_OF_VALUE
from pearl.library.located_yaml import read_yaml
from pearl.library.topic import Topic
from pearl.settings import PROJECT

FILE = PROJECT / "data" / "nlu" / "follow_ups.yml"
MOST_WORDS = 10
# Where a circumstance is answered when the last topic has nothing to say about it.
OWN_TOPIC = {"baby": "milia_in_babies", "near_eyes": "milia_around_eyes", "pregnant": "pregnancy"}


@dataclass(frozen=True)
class Said:
    """A message, what its vocabulary names ((value, start, end) of each entity), and the topics it may be about."""

    text: str
    named: Sequence[tuple[str, int, int]]
    topics: Sequence[str]
    certain: bool


@dataclass(frozen=True)
class FollowUp:
    """The topic that is meant, and whether its details are asked for."""

    topic: str
    more: bool = False


class FollowUps:
    """Reads short messages against the topic that was answered last."""

    def __init__(self, openers: Collection[str], fillers: Collection[str], whys: Collection[str], short: Any) -> None:
        self._openers = sorted(openers, key=len, reverse=True)
        self._fillers, self._whys = frozenset(fillers), frozenset(whys)
        self._short: dict[str, Mapping[str, str]] = {
            phrase: entry["topics"] for entry in short for phrase in entry["phrases"]
        }

    @classmethod
    def from_file(cls, file: Path) -> FollowUps:
        """Raises LibraryFileError when a part is missing."""
        data = read_yaml(file).data
        parts = data.get("follow_ups") if isinstance(data, dict) else None
        if not isinstance(parts, dict) or not {"opener", "filler", "why", "short"} <= set(parts):
            raise LibraryFileError(file, 1, "'follow_ups' needs opener, filler, why and short.")
        openers, fillers, whys = ([str(item) for item in parts[name]] for name in ("opener", "filler", "why"))
        return cls(openers, fillers, whys, parts["short"])

    def read(self, said: Said, last: Topic) -> FollowUp | None:
        """What a message means after `last` was answered; None when it is to be read as it stands."""
        words = _plain(said.text)
        if not words or len(words.split()) > MOST_WORDS:
            return None
        if words in self._whys:
            return FollowUp(last.key, more=True)
        opener = next((o for o in self._openers if words == o or words.startswith(o + " ")), "")
        rest = words[len(opener) :].strip()
        if key := self._short.get(rest, {}).get(last.key):
            return FollowUp(key)
        return self._circumstance(said, last) or self._uncertain(said, last, opener)

    def _circumstance(self, said: Said, last: Topic) -> FollowUp | None:
        """Nothing but a circumstance: "what about near my eyes?", "and for a baby"."""
        wanted = [variant for value, _, _ in said.named if (variant := VARIANT_OF_VALUE.get(value))]
        if not wanted or not self._names_nothing_else(said):
            return None
        answered = [variant for variant in wanted if variant in last.variants]
        return FollowUp(last.key if answered or last.key in OWN_TOPIC.values() else OWN_TOPIC[wanted[0]])

    def _names_nothing_else(self, said: Said) -> bool:
        text = said.text
        for value, start, end in sorted(said.named, key=lambda name: -name[1]):
            if value in VARIANT_OF_VALUE:
                text = f"{text[:start]} {text[end:]}"
        words = _plain(text)
        opener = next((o for o in self._openers if words == o or words.startswith(o + " ")), "")
        return all(word in self._fillers for word in words[len(opener) :].split())

    def _uncertain(self, said: Said, last: Topic, opener: str) -> FollowUp | None:
        """It begins as a follow-up, and the last topic is among the ones it may be about."""
        if opener and not said.certain and last.key in said.topics:
            return FollowUp(last.key)
        return None


@lru_cache(maxsize=1)
def follow_ups() -> FollowUps:
    """Those of this process, read at first use."""
    return FollowUps.from_file(FILE)


def _plain(text: str) -> str:
    """Lower-case words with single spaces."""
    return " ".join(re.findall(r"[a-z0-9']+", text.lower().replace("’", "'")))
