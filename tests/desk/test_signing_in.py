"""Signing in at the desk: right and wrong passwords, lock-out, sessions that end, and what is written down of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from staff_clock import Clock

from pearl.errors import BadInput, SignInRefused
from pearl.staff.accounts import Accounts
from pearl.staff.passwords import hashed, is_right
from pearl.staff.session import IDLE, LONGEST
from pearl.staff.sign_in import SignIn
from pearl.staff.store import InMemoryStaffStore

PASSWORD = "seven green kettles"
HERE, THERE = "127.0.0.1", "10.0.0.9"


class Door:
    def __init__(self) -> None:
        self.clock, self.store = Clock(), InMemoryStaffStore()
        self.accounts = Accounts(self.store, self.clock, "a test")
        self.sign_in = SignIn(self.store, self.clock)
        self.accounts.add("front-desk", "reception", PASSWORD)

    def enter(self, name: str = "front-desk", password: str = PASSWORD, address: str = HERE) -> str:
        return self.sign_in.enter(name, password, address)[0]

    def refused(self, name: str = "front-desk", password: str = "wrong", address: str = HERE) -> SignInRefused:
        with pytest.raises(SignInRefused) as caught:
            self.enter(name, password, address)
        return caught.value

    def trail(self) -> list[tuple[str, str, str]]:
        return [(entry.who, entry.what, entry.about) for entry in self.store.entries()]


@pytest.fixture()
def door() -> Door:
    return Door()


def test_the_right_password_lets_in_however_the_name_is_written(door: Door) -> None:
    found = door.sign_in.find(door.enter(" Front-Desk "))
    assert found and found.account.name == "front-desk"


def test_a_name_that_nobody_has_is_refused_like_a_wrong_password(door: Door) -> None:
    assert door.refused("nobody").reason == door.refused().reason == "wrong"
    assert [door.refused("nobody").reason for _ in range(5)][-1] == "locked"


def test_after_five_wrong_tries_nobody_gets_in_for_a_quarter_of_an_hour(door: Door) -> None:
    assert [door.refused().reason for _ in range(6)] == ["wrong"] * 5 + ["locked"]
    assert door.refused(password=PASSWORD, address=THERE).wait == timedelta(minutes=15)
    door.clock.move(minutes=15, seconds=1)
    assert door.enter()


def test_a_new_password_opens_at_once(door: Door) -> None:
    for _ in range(6):
        door.refused()
    door.accounts.set_password("front-desk", "another long password")
    assert door.enter(password="another long password")


def test_a_right_password_forgets_the_wrong_ones_before(door: Door) -> None:
    for _ in range(3):
        assert [door.refused().reason for _ in range(4)] == ["wrong"] * 4
        door.enter()


def test_an_address_that_tries_many_names_is_locked_out_and_others_are_not(door: Door) -> None:
    for number in range(30):
        assert door.refused(f"name-{number}", address=THERE).reason == "wrong"
    assert door.refused(password=PASSWORD, address=THERE).reason == "locked"
    assert door.enter()


def test_a_session_ends_without_a_click_and_at_the_end_of_the_day(door: Door) -> None:
    idle = door.enter()
    door.clock.move(seconds=IDLE.total_seconds())
    assert door.sign_in.find(idle) is None
    busy, begun = door.enter(), door.clock.now()
    while door.clock.now() - begun < LONGEST:
        assert door.sign_in.find(busy)
        door.clock.move(minutes=20)
    assert door.sign_in.find(busy) is None


def test_what_a_page_asks_by_itself_keeps_no_session_alive(door: Door) -> None:
    token = door.enter()
    for _ in range(5):
        door.clock.move(minutes=5)
        assert door.sign_in.find(token, used=False)
    door.clock.move(minutes=5)
    assert door.sign_in.find(token, used=False) is None


def test_a_disabled_account_is_out_at_once_and_does_not_get_in(door: Door) -> None:
    token = door.enter()
    door.accounts.disable("front-desk")
    assert door.sign_in.find(token) is None
    assert door.refused(password=PASSWORD).reason == "wrong"


def test_a_new_password_ends_every_session(door: Door) -> None:
    token = door.enter()
    door.accounts.set_password("front-desk", "another long password")
    assert door.sign_in.find(token) is None


def test_signing_in_and_out_is_written_down_and_no_typed_name_that_nobody_has(door: Door) -> None:
    found = door.sign_in.find(door.enter())
    assert found
    door.sign_in.leave(found)
    door.refused("my secret password")
    assert door.trail() == [
        ("somebody unknown", "sign-in refused", ""),
        ("front-desk", "signed out", ""),
        ("front-desk", "signed in", ""),
        ("a test", "account made, reception", "front-desk"),
    ]


@pytest.mark.parametrize(
    "password",
    ["too short", "a" * 257, "aaaaaaaaaaaaaaaa", "the front-desk again", "nul \0 in the middle"],
    ids=["short", "long", "one sign", "the name", "NUL"],
)
def test_a_weak_password_is_refused_with_a_sentence_that_does_not_show_it(password: str, door: Door) -> None:
    with pytest.raises(BadInput) as caught:
        door.accounts.set_password("front-desk", password)
    assert str(caught.value).startswith("The password ") and password not in str(caught.value)


@pytest.mark.parametrize("name", ["", "two words", "-", "<b>", "x" * 41, "zoë"])
def test_a_name_that_is_hard_to_type_is_refused(name: str, door: Door) -> None:
    with pytest.raises(BadInput, match="cannot be a name"):
        door.accounts.add(name, "admin", PASSWORD)


def test_only_an_argon2id_hash_is_kept(door: Door) -> None:
    account = door.store.account("front-desk")
    assert account and account.password_hash.startswith("$argon2id$") and PASSWORD not in repr(account)
    assert hashed(PASSWORD) != hashed(PASSWORD)


@pytest.mark.parametrize("password", ["\0", "\ud800", "x" * 300, ""])
def test_an_odd_password_is_wrong_and_nothing_worse(password: str) -> None:
    assert not is_right(password, hashed(PASSWORD))


def test_the_demonstration_has_an_account_until_a_real_one_is_made() -> None:
    clock, store = Clock(), InMemoryStaffStore()
    accounts = Accounts(store, clock, "a test")
    first, second = accounts.for_a_demonstration(), accounts.for_a_demonstration()
    assert first and second and first[1] != second[1]
    assert SignIn(store, clock).enter("demo", second[1], HERE)
    accounts.add("front-desk", "reception", PASSWORD)
    assert accounts.for_a_demonstration() is None
