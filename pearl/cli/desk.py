"""Commands about the accounts of the booking desk. A password is typed or read from standard input, never an argument."""

from __future__ import annotations

import getpass
import sys
from typing import Annotated

import typer

from pearl.bootstrap import services
from pearl.cli.asking import Json
from pearl.cli.output import as_json
from pearl.errors import BadInput
from pearl.staff.account import checked_role
from pearl.staff.accounts import Accounts

app = typer.Typer(help="Who may sign in at the booking desk.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="The account's name, in small letters, such as front-desk.")]


@app.command("add-user")
def add_user(
    name: Name,
    role: Annotated[str, typer.Option("--role", help="reception, clinician or admin.")],
) -> None:
    """Make an account; asks for its password, or reads it from standard input."""
    chosen = checked_role(role)
    account = _accounts().add(name, chosen, _password())
    print(f"{account.name} may sign in at the desk, with the role {account.role}.")


@app.command("set-password")
def set_password(name: Name) -> None:
    """Give an account a new password; ends its sessions, and lets it in again after a lock-out or being disabled."""
    accounts = _accounts()
    accounts.known(name)
    account = accounts.set_password(name, _password())
    print(f"{account.name} signs in with the new password from now on.")


@app.command()
def disable(name: Name) -> None:
    """Let an account in no more, and end its sessions."""
    print(f"{_accounts().disable(name).name} may not sign in any more.")


@app.command("list")
def list_accounts(json: Json = False) -> None:
    """List the accounts with their roles."""
    rows = services().staff.accounts()
    if json:
        shown = [
            {"name": row.name, "role": row.role, "created_at": row.created_at, "disabled_at": row.disabled_at}
            for row in rows
        ]
        print(as_json(shown))
    for row in () if json else rows:
        print(f"{row.name:40} {row.role:10} {'disabled' if row.disabled_at else 'may sign in'}")


def _accounts() -> Accounts:
    current = services()
    return Accounts(current.staff, current.clock, f"command line: {_user()}")


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != password:
        raise BadInput("The two passwords differ; try again.")
    return password
