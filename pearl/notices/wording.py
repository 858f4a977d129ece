"""The wording of notices, from the library's `notices.yml`."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Iterator

from pearl.clinic_facts import PLACEHOLDER
from pearl.errors import LibraryFileError
from pearl.library.located_yaml import LocatedYaml, Place, read_yaml
from pearl.library.schema import Shape, shaped
from pearl.notices.facts import Event

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
        "name",
        "reason",
        "visitor_phone",
        "visitor_email",
        "by",
        "said",
    ]
)
_WHEN = frozenset(("day", "time"))


class EmailWording(Shape):
    subject: str
    text: str


class CalendarWording(Shape):
    visitor: str
    clinic: str
    description: str


class NoticeWording(Shape):
    """Texts with placeholders; who is written to about what is decided by which entries there are."""

    when: str
    by_visitor: str
    by_staff: str
    visitor: dict[Event, EmailWording]
    clinic: dict[Event, EmailWording]
    calendar: CalendarWording


def read_wording(folder: Path, otherwise: Path) -> NoticeWording:
    """Read the wording of a library's folder, or of the folder `otherwise` where a library has none of its own yet.

    Raises LibraryFileError with file, line and what is wrong, an unknown placeholder included.
    """
    file = folder / FILE
    document = read_yaml(file if file.is_file() else otherwise / FILE)
    wording = shaped(NoticeWording, document)
    for place, text in _texts(document.data, ()):
        known = _WHEN if place == ("when",) else PLACES
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
    reason = f"{{{name}}} cannot be filled in; write one of {', '.join(sorted(known))}."
    return LibraryFileError(document.file, document.line(place), reason)
