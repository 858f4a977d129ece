"""The port that keeps accounts, sessions, tries to sign in and the audit trail; in memory for tests."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from pearl.errors import BadInput
from pearl.staff.account import Account
from pearl.staff.audit import PAGE, Entry
from pearl.staff.session import StaffSession


class StaffStore(Protocol):
    """Every method raises StoreUnavailable when the store cannot be used."""

    def accounts(self) -> tuple[Account, ...]:
        """All accounts by name."""

    def account(self, name: str) -> Account | None: ...

    def add_account(self, account: Account) -> None:
        """Keep a new account. Raises BadInput when its name is taken."""

    def change_account(self, account: Account) -> None:
        """Keep an account as it is now; all its sessions end, and its tries are forgotten with `forget_tries`."""

    def add_session(self, session: StaffSession) -> None: ...

    def session(self, key: str) -> StaffSession | None: ...

    def touch(self, key: str, at: datetime) -> None:
        """The session was used."""

    def end_session(self, key: str) -> None: ...

    def forget_sessions(self, begun_before: datetime) -> None:
        """Forget old sessions."""

    def add_try(self, name: str, address: str, at: datetime) -> None:
        """Keep a try to sign in; `name` is a fingerprint. Tries of more than a day before are forgotten."""

    def tries(self, since: datetime, name: str = "", address: str = "") -> tuple[datetime, ...]:
        """When signing in was tried with a name, or else from an address, oldest first."""

    def forget_tries(self, name: str) -> None: ...

    def note(self, entry: Entry) -> None:
        """Keep an entry of the audit trail."""

    def entries(self, before: int | None = None) -> tuple[Entry, ...]:
        """The newest entries, newest first, at most `PAGE`; or those before the one with an id."""


class InMemoryStaffStore:
    """A StaffStore that lives as long as the process; safe among threads."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._accounts: dict[str, Account] = {}
        self._sessions: dict[str, StaffSession] = {}
        self._tries: list[tuple[str, str, datetime]] = []
        self._entries: list[Entry] = []

    def accounts(self) -> tuple[Account, ...]:
        with self._lock:
            return tuple(sorted(self._accounts.values(), key=lambda account: account.name))

    def account(self, name: str) -> Account | None:
        with self._lock:
            return self._accounts.get(name)

    def add_account(self, account: Account) -> None:
        with self._lock:
            if account.name in self._accounts:
                raise name_taken(account.name)
            self._accounts[account.name] = account

    def change_account(self, account: Account) -> None:
        with self._lock:
            self._accounts[account.name] = account
            self._sessions = {key: one for key, one in self._sessions.items() if one.name != account.name}

    def add_session(self, session: StaffSession) -> None:
        with self._lock:
            self._sessions[session.key] = session

    def session(self, key: str) -> StaffSession | None:
        with self._lock:
            return self._sessions.get(key)

    def touch(self, key: str, at: datetime) -> None:
        with self._lock:
            if key in self._sessions:
                self._sessions[key] = replace(self._sessions[key], seen_at=at)

    def end_session(self, key: str) -> None:
        with self._lock:
            self._sessions.pop(key, None)

    def forget_sessions(self, begun_before: datetime) -> None:
        with self._lock:
            self._sessions = {key: one for key, one in self._sessions.items() if one.begun_at >= begun_before}

    def add_try(self, name: str, address: str, at: datetime) -> None:
        with self._lock:
            self._tries.append((name, address, at))

    def tries(self, since: datetime, name: str = "", address: str = "") -> tuple[datetime, ...]:
        with self._lock:
            found = [at for of, by, at in self._tries if at >= since and (of == name if name else by == address)]
        return tuple(sorted(found))

    def forget_tries(self, name: str) -> None:
        with self._lock:
            self._tries = [one for one in self._tries if one[0] != name]

    def note(self, entry: Entry) -> None:
        with self._lock:
            self._entries.append(replace(entry, id=len(self._entries) + 1))

    def entries(self, before: int | None = None) -> tuple[Entry, ...]:
        with self._lock:
            return tuple(one for one in reversed(self._entries) if before is None or one.id < before)[:PAGE]


def name_taken(name: str) -> BadInput:
    return BadInput(f"There is an account {name} already; choose another name, or set its password anew.")
