"""The wording of notices, from the library's `notices.yml`."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Iterator, Optional

from pearl.clinic_facts import PLACEHOLDER
from pearl.errors import LibraryFileError
from pearl.library.located_yaml import LocatedYaml, Place, read_yaml
from pearl.library.schema import Shape, shaped
from pearl.notices.facts import Event
from pearl.notices.handover_facts import HandoverEvent

FILE = "notices.yml"
PLACES = frozenset(
    [
        "clinic",
        "phone",
        "email",
        "address",
        "directions",
        "reply_promise",
        "reference",
        "when",
        "answer_by",
        "branch",
        "patient",
        "name",
        "reason",
        "visitor_phone",
        "visitor_email",
        "by",
        "said",
        "to_be_confirmed",
    ]
)
# Words that fill a place themselves hold only these.
_INSIDE = {
    "when": frozenset(("day", "time")),
    "by_visitor": frozenset(),
    "by_staff": frozenset(),
    "to_be_confirmed": frozenset(),
    "transcript": frozenset(("clinic", "phone", "email", "day", "conversation", "time", "who", "words")),
    "handover": frozenset(
        ("clinic", "phone", "email", "minutes", "reference", "reason", "message", "visitor_phone", "visitor_email")
    ),
    "new_patient": frozenset(),
    "known_patient": frozenset(),
}


class EmailWording(Shape):
    subject: str
    text: str


class CalendarWording(Shape):
    visitor: str
    clinic: str
    description: str


class TranscriptWording(Shape):
    """How a conversation is written down; `line` once for each message."""

    subject: str
    text: str
    line: str
    visitor: str
    assistant: str
    staff: str


class NoticeWording(Shape):
    """Texts with placeholders; who is written to about what is decided by which entries there are."""

    when: str
    by_visitor: str
    by_staff: str
    to_be_confirmed: str
    new_patient: str = ""
    known_patient: str = ""
    visitor: dict[Event, EmailWording]
    clinic: dict[Event, EmailWording]
    calendar: CalendarWording
    transcript: Optional[TranscriptWording] = None
    # A library from before there was Telegram has none of these.
    telegram: dict[Event, str] = {}
    handover: dict[HandoverEvent, EmailWording] = {}


def read_wording(folder: Path, otherwise: Path) -> NoticeWording:
    """Read the wording of a library's folder, or of the folder `otherwise` where a library has none of its own yet.

    Raises LibraryFileError with file, line and what is wrong, an unknown placeholder included.
    """
    file = folder / FILE
    document = read_yaml(file if file.is_file() else otherwise / FILE)
    wording = shaped(NoticeWording, document)
    if "handover" not in document.data and file.is_file():
        # Written before there were hand-overs: the clinic's staff must hear of them all the same.
        wording = wording.copy(update={"handover": read_wording(otherwise, otherwise).handover})
    for place, text in _texts(document.data, ()):
        known = _INSIDE.get(str(place[0]), PLACES)
        for name in PLACEHOLDER.findall(text):
            if name not in known:
                raise _unknown(document, place, name, known)
    return wording


def _texts(data: Any, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _texts(value, (*place, str(key)))
    elif isinstance(data, str):
        yield place, data


def _unknown(document: LocatedYaml, place: Place, name: str, known: frozenset[str]) -> LibraryFileError:
    reason = (
        f"{{{name}}} cannot be filled in; write one of {', '.join(sorted(known))}."
        if known
        else f"{{{name}}} cannot be filled in here."
    )
    return LibraryFileError(document.file, document.line(place), reason)
