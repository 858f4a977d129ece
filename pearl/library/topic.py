"""The entries of the curated library, as plain values."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import Enum


class Risk(str, Enum):
    """How much certainty an answer needs: a wrong one about parking costs less than one about a medicine."""

    LOW = "low"
    MEDICINE = "medicine"
    PREGNANCY = "pregnancy"
    CHILD = "child"
    EYE = "eye"


class Level(str, Enum):
    """How soon a red flag must be seen to: emergency now, urgent today, a prompt appointment."""

    EMERGENCY = "E"
    URGENT = "U"
    PROMPT = "P"


class SourceKind(str, Enum):
    """What a source is. Only the first five may stand before a visitor."""

    SEED = "seed"
    REFERENCE = "ref"
    PAPER = "paper"
    GOVERNMENT = "gov/hosp"
    PUBLISHER = "pub"
    CLINIC = "clinic"
    COPY = "copy"


@dataclass(frozen=True)
class Source:
    """A document that facts were taken from. `url` is empty for a seed; `visible` says a visitor may see it."""

    key: str
    title: str
    publisher: str
    kind: SourceKind
    url: str = ""
    published: str = ""
    visible: bool = True


@dataclass(frozen=True)
class Citation:
    """One source of one topic: where in it (`locator`) and what it is cited for (`supports`)."""

    source: str
    locator: str = ""
    supports: str = ""


@dataclass(frozen=True)
class Review:
    """Who vouches for an entry. `reviewer` is None until a clinician of the clinic has read it."""

    reviewer: str | None
    reviewed_on: date
    review_by: date


@dataclass(frozen=True)
class Topic:
    """One curated answer with its phrasings.

    `variants` maps a circumstance (baby, near_eyes, pregnant) to the paragraph that is added for it.
    `label` is what the classifier predicts and the reports show.
    """

    key: str
    title: str
    risk: Risk
    short_answer: str
    next_steps: str
    review: Review
    citations: tuple[Citation, ...] = ()
    details: tuple[str, ...] = ()
    variants: dict[str, str] = field(default_factory=dict)
    sources_differ: str = ""
    related: tuple[str, ...] = ()
    phrasings: tuple[str, ...] = ()
    about_clinic: bool = False

    @property
    def label(self) -> str:
        return self.key

    def content_hash(self) -> str:
        """sha256 over everything that is in the entry, so that a change is seen and nothing else is."""
        text = json.dumps(asdict(self), sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Advice:
    """What to say for one level of a red flag; `case` tells apart advice of one level (a splash from a skin burn)."""

    level: Level
    text: str
    case: str = ""
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class RedFlag:
    """A kind of sign that must not wait, with its advice, strictest first."""

    kind: str
    title: str
    review: Review
    advice: tuple[Advice, ...]

    def advice_for(self, level: Level, case: str = "") -> Advice:
        """The advice for the case, else for the level, else the strictest there is."""
        for wanted in (lambda a: a.level is level and a.case == case, lambda a: a.level is level):
            for advice in self.advice:
                if wanted(advice):
                    return advice
        return self.advice[0]


@dataclass(frozen=True)
class Library:
    """Everything curated, as read from files or from the store."""

    topics: tuple[Topic, ...]
    sources: tuple[Source, ...]
    red_flags: tuple[RedFlag, ...]

    def topic(self, key: str) -> Topic | None:
        return next((topic for topic in self.topics if topic.key == key), None)

    def source(self, key: str) -> Source | None:
        return next((source for source in self.sources if source.key == key), None)

    def red_flag(self, kind: str) -> RedFlag | None:
        return next((flag for flag in self.red_flags if flag.kind == kind), None)
