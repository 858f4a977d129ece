"""The desk is served beside Pearl: at a port of its own, never in the way of visitors, with a way in for whoever starts it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import requests
from clinic_desk import PASSWORD, ClinicDesk, Staff
from staff_clock import Clock

from pearl.bootstrap import Services, open_services
from pearl.desk.server import DeskServer, desk_server, how_to_get_in
from pearl.errors import SettingMissing
from pearl.settings import Settings, read_settings
from pearl.staff.accounts import Accounts


@pytest.fixture()
def current(tmp_path: Path) -> Services:
    return open_services(read_settings({"DATABASE_URL": f"sqlite:///{tmp_path}/pearl.db"}))


@pytest.fixture()
def taken() -> Iterator[int]:
    """A port that something else has."""
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def chosen(**variables: str) -> Settings:
    return read_settings({"PEARL_DESK_PORT": "0", **variables})


def test_a_port_that_somebody_chose_must_be_free(current: Services, taken: int) -> None:
    with pytest.raises(SettingMissing, match=f"Port {taken} on 127.0.0.1, for the desk, cannot be used"):
        desk_server(chosen(PEARL_DESK_PORT=str(taken)), current)


def test_the_usual_port_taken_costs_the_desk_and_not_pearl(
    current: Services, taken: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert desk_server(replace(chosen(), desk_port=taken, desk_port_is_chosen=False), current) is None
    assert capsys.readouterr().err.startswith("No desk is served: Port ")


def test_no_desk_is_served_where_it_is_off(current: Services) -> None:
    assert desk_server(chosen(PEARL_DESK_PORT="off"), current) is None


def test_it_serves_until_it_is_stopped(current: Services) -> None:
    desk = desk_server(chosen(), current)
    assert isinstance(desk, DeskServer)
    desk.start()
    assert requests.get(f"{desk.url}/sign-in", timeout=10).status_code == 200
    desk.stop()
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{desk.url}/sign-in", timeout=10)


def test_in_development_whoever_starts_it_gets_a_password_for_one_time(current: Services) -> None:
    way_in = how_to_get_in(chosen(), current)
    desk = ClinicDesk(current, Clock(), with_staff=False)
    password = way_in.split("with ")[1].split(",")[0]
    assert Staff(desk.url).sign_in("demo", password).status_code == 303
    assert how_to_get_in(chosen(), current) != way_in
    assert Staff(desk.url).sign_in("demo", password).status_code == 401
    desk.close()


def test_in_production_nobody_gets_an_account_by_starting_it(current: Services) -> None:
    assert "pearl desk add-user" in how_to_get_in(chosen(PEARL_ENV="production"), current)
    assert current.staff.accounts() == ()


@pytest.mark.parametrize("environment", ["development", "production"])
def test_the_demonstrations_account_ends_with_the_demonstration(environment: str, current: Services) -> None:
    how_to_get_in(chosen(), current)
    if environment == "development":
        Accounts(current.staff, current.clock, "a test").add("front-desk", "reception", PASSWORD)
    how_to_get_in(chosen(PEARL_ENV=environment), current)
    demo = current.staff.account("demo")
    assert demo and demo.disabled_at


def test_with_a_real_account_no_other_is_made(current: Services) -> None:
    Accounts(current.staff, current.clock, "a test").add("front-desk", "reception", PASSWORD)
    assert how_to_get_in(chosen(), current) == "sign in with your account"
    assert [account.name for account in current.staff.accounts()] == ["front-desk"]
