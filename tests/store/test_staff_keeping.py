"""Accounts, sessions, tries and the audit trail are kept alike in memory, on SQLite and on PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from store_examples import MONDAY, TUESDAY, WEDNESDAY

from pearl.errors import BadInput
from pearl.staff.account import Account
from pearl.staff.audit import PAGE, Entry
from pearl.staff.session import StaffSession
from pearl.staff.store import StaffStore

ANN = Account(name="ann", role="reception", password_hash="$argon2id$…", created_at=MONDAY)
SESSION = StaffSession(key="k" * 64, name="ann", csrf="c", begun_at=TUESDAY, seen_at=TUESDAY)


def test_an_account_is_kept_once_and_found(staff_store: StaffStore) -> None:
    staff_store.add_account(ANN)
    staff_store.add_account(replace(ANN, name="abe", role="admin", one_time=True, disabled_at=TUESDAY))
    assert staff_store.account("ann") == ANN
    assert staff_store.account("nobody") is None
    assert [account.name for account in staff_store.accounts()] == ["abe", "ann"]
    with pytest.raises(BadInput, match="already"):
        staff_store.add_account(replace(ANN, role="admin"))
    assert staff_store.account("ann") == ANN


def test_a_changed_account_loses_its_sessions(staff_store: StaffStore) -> None:
    staff_store.add_account(ANN)
    staff_store.add_session(SESSION)
    changed = replace(ANN, disabled_at=WEDNESDAY)
    staff_store.change_account(changed)
    assert staff_store.account("ann") == changed
    assert staff_store.session(SESSION.key) is None


def test_a_session_is_used_and_ends(staff_store: StaffStore) -> None:
    staff_store.add_account(ANN)
    staff_store.add_session(SESSION)
    staff_store.touch(SESSION.key, WEDNESDAY)
    assert staff_store.session(SESSION.key) == replace(SESSION, seen_at=WEDNESDAY)
    staff_store.forget_sessions(TUESDAY)
    assert staff_store.session(SESSION.key)
    staff_store.end_session(SESSION.key)
    assert staff_store.session(SESSION.key) is None


def test_tries_count_by_name_and_by_address(staff_store: StaffStore) -> None:
    for name, address, at in (("a", "1", MONDAY), ("a", "2", TUESDAY), ("b", "1", TUESDAY)):
        staff_store.add_try(name, address, at)
    assert staff_store.tries(MONDAY + timedelta(hours=1), name="a") == (TUESDAY,)
    assert staff_store.tries(TUESDAY, address="1") == (TUESDAY,)
    staff_store.forget_tries("a")
    assert staff_store.tries(MONDAY, name="a") == ()
    assert staff_store.tries(TUESDAY, name="b") == (TUESDAY,)


def test_the_trail_is_read_from_the_newest_page_by_page(staff_store: StaffStore) -> None:
    for number in range(PAGE + 5):
        staff_store.note(Entry(at=MONDAY, who="ann", what=f"did {number}", about="PRL-7K3M9Q"))
    page = staff_store.entries()
    assert (len(page), page[0].what, page[-1].what) == (PAGE, f"did {PAGE + 4}", "did 5")
    assert [entry.what for entry in staff_store.entries(page[-1].id)] == [f"did {n}" for n in range(4, -1, -1)]
