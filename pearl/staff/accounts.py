"""Making accounts and changing them; for the command line, since nobody may give themselves rights at the desk."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pearl.clock import Clock
from pearl.errors import BadInput
from pearl.staff.account import Account, Role, checked_name, tidy_name
from pearl.staff.audit import Entry
from pearl.staff.passwords import checked_password, drawn_password, hashed
from pearl.staff.session import fingerprint
from pearl.staff.store import StaffStore

DEMO = "demo"


@dataclass(frozen=True)
class Accounts:
    """Every change of an account goes through here and into the audit trail, in the name of `who`."""

    store: StaffStore
    clock: Clock
    who: str

    def add(self, name: str, role: Role, password: str) -> Account:
        """A new account. Raises BadInput when the name is taken, or name or password are unfit."""
        name = checked_name(name)
        account = Account(
            name=name,
            role=role,
            password_hash=hashed(checked_password(password, name)),
            created_at=self.clock.now(),
        )
        self.store.add_account(account)
        self._note(f"account made, {role}", name)
        return account

    def set_password(self, name: str, password: str) -> Account:
        """Give an account a new password and let it in again; its sessions end. Raises BadInput."""
        known = self.known(name)
        kept = hashed(checked_password(password, known.name))
        account = replace(known, password_hash=kept, disabled_at=None, one_time=False)
        self.store.change_account(account)
        self.store.forget_tries(fingerprint(account.name))
        self._note("password set", account.name)
        return account

    def disable(self, name: str) -> Account:
        """Let an account in no more, and end its sessions. Raises BadInput."""
        account = replace(self.known(name), disabled_at=self.clock.now())
        self.store.change_account(account)
        self._note("account disabled", account.name)
        return account

    def for_a_demonstration(self) -> tuple[Account, str] | None:
        """An admin with a password for one time, as long as nobody else has an account; None when somebody has."""
        if any(not account.one_time for account in self.store.accounts()):
            return None
        password = drawn_password()
        account = Account(
            name=DEMO, role="admin", password_hash=hashed(password), created_at=self.clock.now(), one_time=True
        )
        if self.store.account(DEMO):
            self.store.change_account(account)
        else:
            self.store.add_account(account)
        self.store.forget_tries(fingerprint(DEMO))
        self._note("demonstration account given a password for one time", DEMO)
        return account, password

    def end_demonstration(self) -> None:
        """Let nobody in any more by a password for one time."""
        for account in self.store.accounts():
            if account.one_time and not account.disabled_at:
                self.disable(account.name)

    def known(self, name: str) -> Account:
        """The account of a name. Raises BadInput."""
        if (account := self.store.account(tidy_name(name))) is None:
            raise BadInput(f"There is no account {tidy_name(name)!r}; `pearl desk list` shows all.")
        return account

    def _note(self, what: str, about: str) -> None:
        self.store.note(Entry(at=self.clock.now(), who=self.who, what=what, about=about))
