"""The texts that a visitor may read, each with its place, so that a finding names the very line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pearl.clinic_profile import ClinicProfile
from pearl.library.check.finding import Finding
from pearl.library.check.shelf import Sheet, Shelf
from pearl.library.located_yaml import LocatedYaml, Place
from pearl.library.topic import Citation, RedFlag, Topic

EXAMPLE = re.compile(r"\b(?:such as|for example)\b[^.?!]*", re.IGNORECASE)

# What stands around a word in a YAML file and is no part of it.
MARKS = "\"'{}[],-:"


@dataclass(frozen=True)
class VisitorText:
    """One text as it stands in a file."""

    document: LocatedYaml
    place: Place
    text: str

    def finding(self, rule: str, offset: int, message: str) -> Finding:
        """A finding about what begins at a character of the text."""
        return Finding(self.document.file, self._line(offset), rule, message)

    def _line(self, offset: int) -> int:
        """The line of a character: a folded text has the words of its lines in order, so the word is sought there."""
        start = self.document.line(self.place)
        lines = self.document.file.read_text(encoding="utf-8").splitlines()[start - 1 :]
        words = [(word.strip(MARKS), number) for number, line in enumerate(lines, start) for word in line.split()]
        opening = [word.strip(MARKS) for word in self.text.split()[:3]]
        index = len(re.findall(r"\s\S", " " + self.text[: offset + 1])) - 1
        for first in range(len(words) - index):
            if [word for word, _ in words[first : first + len(opening)]] == opening:
                return words[first + index][1]
        return start


def topic_texts(sheet: Sheet[Topic]) -> Iterator[VisitorText]:
    """All that a visitor reads of a topic, in the order of the file; its phrasings are not among them."""
    topic = sheet.content
    fields: list[tuple[Place, str]] = [(("title",), topic.title), (("short_answer",), topic.short_answer)]
    fields += [(("details", index), text) for index, text in enumerate(topic.details)]
    fields += [(("variants", name), text) for name, text in topic.variants.items()]
    fields += [(("sources_differ",), topic.sources_differ), (("next_steps",), topic.next_steps)]
    fields += _citation_fields(("sources",), topic.citations)
    return (VisitorText(sheet.document, place, text) for place, text in fields)


def phrasing_texts(sheet: Sheet[Topic]) -> Iterator[VisitorText]:
    """What visitors type to ask for a topic."""
    for index, phrasing in enumerate(sheet.content.phrasings):
        yield VisitorText(sheet.document, ("phrasings", index), phrasing)


def red_flag_texts(sheet: Sheet[RedFlag]) -> Iterator[VisitorText]:
    """The title and the advice of a red flag."""
    fields: list[tuple[Place, str]] = [(("title",), sheet.content.title)]
    for index, advice in enumerate(sheet.content.advice):
        fields.append((("advice", index, "text"), advice.text))
        fields += _citation_fields(("advice", index, "sources"), advice.citations)
    return (VisitorText(sheet.document, place, text) for place, text in fields)


def profile_texts(sheet: Sheet[ClinicProfile]) -> Iterator[VisitorText]:
    """The sentences of the clinic's profile; its address, hours and numbers are facts, not texts."""
    profile = sheet.content
    fields: list[tuple[Place, str]] = [(("directions",), profile.directions), (("payment",), profile.payment)]
    for index, service in enumerate(profile.services):
        fields += [
            (("services", index, "name"), service.name),
            (("services", index, "performed_by"), service.performed_by),
        ]
    fields += [
        (("booking", "reply_promise"), profile.booking.reply_promise),
        (("consent", "text"), profile.consent.text),
    ]
    fields += [(("wording", name), text) for name, text in profile.wording.dict().items()]
    return (VisitorText(sheet.document, place, text) for place, text in fields)


def domain_texts(document: LocatedYaml) -> Iterator[VisitorText]:
    """The texts and the button titles of the responses of a Rasa domain."""
    responses = document.data.get("responses") if isinstance(document.data, dict) else None
    for name, variations in (responses or {}).items():
        for index, variation in enumerate(variations or ()):
            place = ("responses", name, index)
            yield VisitorText(document, (*place, "text"), variation.get("text") or "")
            for number, button in enumerate(variation.get("buttons") or ()):
                yield VisitorText(document, (*place, "buttons", number, "title"), button.get("title", ""))


def library_texts(shelf: Shelf) -> Iterator[VisitorText]:
    """What visitors read of the topics and the red flags."""
    for topic in shelf.topics:
        yield from topic_texts(topic)
    for flag in shelf.red_flags:
        yield from red_flag_texts(flag)


def all_texts(shelf: Shelf) -> Iterator[VisitorText]:
    """What visitors read at all: the library, the profile, and the domain's responses."""
    yield from library_texts(shelf)
    if shelf.profile:
        yield from profile_texts(shelf.profile)
    if shelf.domain:
        yield from domain_texts(shelf.domain)


def clinic_claims(shelf: Shelf) -> Iterator[VisitorText]:
    """All texts that may say something about the clinic.

    A domain's "write it such as 780 555 0134" shows a shape and claims nothing: its digits are hidden.
    """
    for text in all_texts(shelf):
        yield replace(text, text=EXAMPLE.sub(_without_digits, text.text)) if text.document is shelf.domain else text


def _without_digits(example: re.Match[str]) -> str:
    return re.sub(r"\d", "#", example.group())


def _citation_fields(place: Place, citations: tuple[Citation, ...]) -> list[tuple[Place, str]]:
    fields: list[tuple[Place, str]] = []
    for index, citation in enumerate(citations):
        fields += [((*place, index, "locator"), citation.locator), ((*place, index, "supports"), citation.supports)]
    return fields
