"""Every error that Pearl raises on purpose.

PearlError
├── SettingMissing      a setting has no value or one that cannot be read
├── LibraryFileError    a library file cannot be read; knows its file and line
├── ProfileError        the clinic's profile lacks a field or holds an impossible one
├── StoreUnavailable    the database cannot be reached, is locked or full
├── BookingRefused      a booking cannot be made as asked; the reason is a key, not a sentence
├── HandoverRefused     a hand-over cannot be changed as asked; the reason is a key, not a sentence
├── ModelMismatch       the trained model and the library do not fit together
├── SessionRefused      a visitor's token cannot be used; a new session is needed
├── SignInRefused       a member of staff is not let in; the reason is a key, not a sentence
└── BadInput            what was typed or handed in cannot be used; the message says what to do
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path


class PearlError(Exception):
    """The root of the tree: `str(error)` is one sentence that a person can act on."""


class SettingMissing(PearlError):
    """A setting has no value, or one that cannot be read."""


class LibraryFileError(PearlError):
    """A library file cannot be read; says the file, the line (from 1) and what is wrong."""

    def __init__(self, file: Path, line: int, reason: str) -> None:
        self.file, self.line, self.reason = file, line, reason
        super().__init__(f"{file}:{line}: {reason}")


class ProfileError(LibraryFileError):
    """The clinic's profile lacks a field, or holds an impossible one."""


class StoreUnavailable(PearlError):
    """The database cannot be reached, is locked or full."""


class BookingRefused(PearlError):
    """A booking cannot be made as asked; `reason` is a short key, never a sentence for visitors."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class HandoverRefused(PearlError):
    """A hand-over cannot be changed as asked; `reason` is a short key, never a sentence for visitors."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class ModelMismatch(PearlError):
    """The trained model and the library do not fit together."""


class SessionRefused(PearlError):
    """A visitor's token cannot be used; a new session is needed."""


class BadInput(PearlError):
    """What was handed in cannot be used; the message says what to do."""


class SignInRefused(PearlError):
    """A member of staff is not let in; `reason` is a short key, `wait` how long to wait before the next try."""

    def __init__(self, reason: str, wait: timedelta = timedelta()) -> None:
        self.reason, self.wait = reason, wait
        super().__init__(reason)
