"""An account at the desk, its role, and what each role may do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, get_args

from pearl.errors import BadInput

Role = Literal["reception", "clinician", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)
Right = Literal["see", "answer", "close", "talk", "oversee"]
# see: bookings and their histories · answer: confirm, propose another time, decline, cancel · close: note that a visit
# took place · talk: take conversations, read them, reply, end them · oversee: the audit trail and the accounts.
RIGHTS: Mapping[Role, frozenset[Right]] = {
    "reception": frozenset(("see", "answer", "close", "talk")),
    "clinician": frozenset(("see", "close", "talk")),
    "admin": frozenset(("see", "answer", "close", "talk", "oversee")),
}
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,38}[a-z0-9])?")


@dataclass(frozen=True, kw_only=True)
class Account:
    """Somebody who may sign in at the desk, unless `disabled_at` is set.

    `one_time` accounts were made for a demonstration and are given a new password at each start.
    """

    name: str
    role: Role
    password_hash: str = field(repr=False)
    created_at: datetime
    one_time: bool = False
    disabled_at: datetime | None = None

    def may(self, right: Right) -> bool:
        return right in RIGHTS[self.role]


def checked_name(text: str) -> str:
    """The name of an account as it is kept. Raises BadInput."""
    name = tidy_name(text)
    if not _NAME.fullmatch(name):
        raise BadInput(
            f"{text!r} cannot be a name; use 1 to 40 small letters, digits, '.', '-' or '_', such as front-desk."
        )
    return name


def tidy_name(text: str) -> str:
    """A typed name, in small letters."""
    return text.strip().lower()


def checked_role(text: str) -> Role:
    """One of the roles. Raises BadInput."""
    for role in ROLES:
        if role == text:
            return role
    raise BadInput(f"{text!r} is no role; use {', '.join(ROLES[:-1])} or {ROLES[-1]}.")
