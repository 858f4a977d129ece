"""Passwords of the staff: what they must be like, kept as argon2id hashes only."""

from __future__ import annotations

import secrets
import threading
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from pearl.errors import BadInput
from pearl.keeping import keepable

SHORTEST, LONGEST, DIFFERENT = 12, 256, 5
# OWASP's parameters for argon2id: 19 MiB and two passes. A small server must survive several at once.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_AT_ONCE = threading.BoundedSemaphore(2)


def checked_password(password: str, name: str) -> str:
    """The password of an account, if it is fit to be one. Raises BadInput with what is wrong, never with the password."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise BadInput(f"The password needs {SHORTEST} to {LONGEST} characters; a few words in a row are fine.")
    if not keepable(password):
        raise BadInput("The password holds a character that cannot be typed everywhere; choose another.")
    if len(set(password)) < DIFFERENT or (len(name) > 2 and name.lower() in password.lower()):
        raise BadInput("The password is easy to guess; use more different characters, and not the name.")
    return password


def hashed(password: str) -> str:
    """What is kept of a password."""
    with _AT_ONCE:
        return _HASHER.hash(password)


def is_right(password: str, kept: str | None) -> bool:
    """Whether a password is the one that was kept; without a kept one it takes as long and is False."""
    if len(password) > LONGEST or not keepable(password):
        return False
    try:
        with _AT_ONCE:
            return _HASHER.verify(kept or _nobodys(), password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def drawn_password() -> str:
    """A password for one time."""
    return "-".join(secrets.token_hex(3) for _ in range(3))


@lru_cache(maxsize=1)
def _nobodys() -> str:
    return _HASHER.hash(secrets.token_hex(32))
