"""The `pearl` command. Heavy parts are imported by the command that needs them."""

from __future__ import annotations

import sys

import typer

from pearl.cli import (
    asking,
    benchmarks,
    bookings,
    desk,
    handover,
    library,
    notices,
    privacy,
    running,
    telegram,
    unanswered,
)
from pearl.errors import PearlError

app = typer.Typer(
    name="pearl",
    help="Pearl answers what visitors of a skin clinic ask about milia, from a curated library.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(asking.ask)
app.command()(asking.evaluate)
app.command()(asking.converse)
app.command()(running.train)
app.command()(running.serve)
app.command()(privacy.erase)
app.add_typer(privacy.app, name="retention")
app.add_typer(library.app, name="library")
app.add_typer(benchmarks.app, name="bench")
app.add_typer(bookings.app, name="bookings")
app.add_typer(desk.app, name="desk")
app.add_typer(handover.app, name="handover")
app.add_typer(unanswered.app, name="unanswered")
app.add_typer(notices.app, name="notices")
app.add_typer(telegram.app, name="telegram")


def main() -> None:
    """Run a command; a PearlError becomes one line on standard error and exit code 2."""
    try:
        app()
    except PearlError as error:
        print(f"pearl: {error}", file=sys.stderr)
        sys.exit(2)
