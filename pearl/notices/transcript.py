"""A conversation that its visitor wants by e-mail: asked for with facts, written down when it is sent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from pearl.booking.summary import day_in_words, time_in_words
from pearl.clinic_profile import ClinicProfile
from pearl.errors import BadInput
from pearl.messages import PEARL, STAFF, VISITOR, Message, MessageStore
from pearl.notices.letter import Letter, fill, one_line, rendered
from pearl.notices.notice import Notice
from pearl.notices.opt_out import address_hash
from pearl.notices.wording import NoticeWording, TranscriptWording
from pearl.receipt import fingerprint

TRANSCRIPT = "conversation.transcript"
SUBJECT_LIMIT, WORDS_LIMIT = 150, 2000
ABOUT_LENGTH = 32
_WORD, _AROUND = re.compile(r"\S+"), ".,;:!?\"'()[]<>“”‘’"
# Whoever types a stranger's address must not get a link of his own to the stranger.
_LINK = re.compile(r"://|www\.|\w\.[a-z]{2,}\b", re.IGNORECASE)


def about(sender: str) -> str:
    """What the outbox knows a conversation by, so that an erasure finds what waits for it."""
    return fingerprint(sender)[:ABOUT_LENGTH]


def transcript_notice(sender: str, upto: int, recipient: str, now: datetime) -> Notice:
    """The notice that sends a conversation as far as position `upto`; the same wish again is the same notice."""
    return Notice(
        key=f"{TRANSCRIPT}:{about(sender)}:{upto}:{address_hash(recipient)[:12]}",
        way="email",
        recipient=recipient,
        payload={
            "event": TRANSCRIPT,
            "audience": "visitor",
            "about": about(sender),
            "conversation": sender,
            "upto": upto,
        },
        created_at=now,
        due_at=now,
    )


def conversation(notice: Notice, messages: MessageStore) -> list[Message]:
    """The messages that a notice is to send. Raises StoreUnavailable."""
    sender, upto = notice.payload["conversation"], notice.payload["upto"]
    said: list[Message] = []
    while page := messages.after(sender, said[-1].position if said else 0):
        said += page
    return [message for message in said if message.position <= upto and message.text.strip()]


def written_down(messages: Sequence[Message], wording: NoticeWording, profile: ClinicProfile) -> Letter:
    """The letter with a conversation. Raises BadInput where the wording has no transcript or nothing was said."""
    if wording.transcript is None or not messages:
        raise BadInput("There is nothing to send, or notices.yml has no 'transcript' any more.")
    day = day_in_words(messages[0].created_at.astimezone(profile.zone).date())
    values = {"clinic": profile.name, "phone": profile.phone, "email": profile.email, "day": day}
    links = _links_of_the_visitor(messages)
    paragraphs: list[list[str]] = []
    for paragraph in re.split(r"\n\s*\n", wording.transcript.text.strip()):
        if "{conversation}" in paragraph:
            paragraphs += [_line(message, links, wording.transcript, profile) for message in messages]
        else:
            paragraphs.append(fill(paragraph, {**values, "conversation": ""}).splitlines())
    return rendered(one_line(fill(wording.transcript.subject, values), SUBJECT_LIMIT), paragraphs, profile)


def _links_of_the_visitor(messages: Sequence[Message]) -> set[str]:
    """The words with links that the visitor wrote; Pearl may have said them again."""
    words = {word for message in messages if message.author == VISITOR for word in message.text.split()}
    return {word.strip(_AROUND).casefold() for word in words if _LINK.search(word)}


def _line(message: Message, links: set[str], wording: TranscriptWording, profile: ClinicProfile) -> list[str]:
    """One message, its own lines kept."""
    who = {VISITOR: wording.visitor, PEARL: wording.assistant, STAFF: wording.staff}[message.author]
    words = _WORD.sub(lambda word: "…" if word[0].strip(_AROUND).casefold() in links else word[0], message.text)
    values = {"time": time_in_words(message.created_at.astimezone(profile.zone)), "who": who, "words": words}
    return [one_line(line, WORDS_LIMIT) for line in fill(wording.line, values).splitlines() if line.strip()]
