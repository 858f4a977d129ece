"""Signing in at the desk, staying signed in, and being locked out after too many wrong tries."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from pearl.clock import Clock
from pearl.errors import SignInRefused
from pearl.staff.account import Account, tidy_name
from pearl.staff.audit import Entry
from pearl.staff.passwords import is_right
from pearl.staff.session import LONGEST, NOTED_EVERY, SignedIn, StaffSession, fingerprint
from pearl.staff.store import StaffStore

# So many wrong tries with one name, or from one address, within the window; then nobody gets in until it has passed.
TRIES, TRIES_OF_AN_ADDRESS, WINDOW = 5, 30, timedelta(minutes=15)
WRONG, LOCKED = "wrong", "locked"
UNKNOWN = "somebody unknown"


@dataclass(frozen=True)
class SignIn:
    """The desk's door."""

    store: StaffStore
    clock: Clock

    def enter(self, name: str, password: str, address: str) -> tuple[str, StaffSession]:
        """Begin a session and give the token for the browser.

        A name that nobody has is treated like a wrong password. Raises SignInRefused: "wrong", or "locked" for as long
        as it says, right password or not.
        """
        name, now = tidy_name(name), self.clock.now()
        account = self.store.account(name) if name.isascii() and "\0" not in name else None
        self._count(name, address, account)
        right = is_right(password, account.password_hash if account else None)
        if account is None or not right or account.disabled_at:
            self._note(account, "sign-in refused")
            raise SignInRefused(WRONG)
        self.store.forget_tries(fingerprint(name))
        self.store.forget_sessions(now - LONGEST)
        token = secrets.token_urlsafe(32)
        session = StaffSession(
            key=fingerprint(token), name=name, csrf=secrets.token_urlsafe(32), begun_at=now, seen_at=now
        )
        self.store.add_session(session)
        self._note(account, "signed in")
        return token, session

    def find(self, token: str, used: bool = True) -> SignedIn | None:
        """Who holds a token; None when the session is over. `used` is False for what a page asks by itself."""
        session = self.store.session(fingerprint(token)) if token else None
        if session is None:
            return None
        now, account = self.clock.now(), self.store.account(session.name)
        if account is None or account.disabled_at or session.is_over(now):
            self.store.end_session(session.key)
            return None
        if used and now - session.seen_at >= NOTED_EVERY:
            self.store.touch(session.key, now)
        return SignedIn(session, account)

    def leave(self, who: SignedIn) -> None:
        """Sign out."""
        self.store.end_session(who.session.key)
        self._note(who.account, "signed out")

    def _count(self, name: str, address: str, account: Account | None) -> None:
        """Count a try before the password is looked at, so that tries at the same time count too."""
        known = fingerprint(name)
        for counted in (False, True):
            wait = max(
                self._wait(TRIES + counted, name=known), self._wait(TRIES_OF_AN_ADDRESS + counted, address=address)
            )
            if wait > timedelta():
                self._note(account, "sign-in refused, locked out")
                raise SignInRefused(LOCKED, wait)
            if not counted:
                self.store.add_try(known, address, self.clock.now())

    def _wait(self, limit: int, name: str = "", address: str = "") -> timedelta:
        now = self.clock.now()
        tries = self.store.tries(now - WINDOW, name, address)
        return max(tries[-limit] + WINDOW - now, timedelta()) if len(tries) >= limit else timedelta()

    def _note(self, account: Account | None, what: str) -> None:
        # What was typed as a name may be a password in the wrong field, so only names of accounts are written down.
        self.store.note(Entry(at=self.clock.now(), who=account.name if account else UNKNOWN, what=what))
