"""Commands that show what visitors left: bookings and unanswered questions."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from pearl.bootstrap import services
from pearl.cli.asking import Json
from pearl.cli.output import as_json
from pearl.errors import BadInput

bookings = typer.Typer(help="The appointment requests.", no_args_is_help=True)
unanswered = typer.Typer(help="The questions that the library had no answer to.", no_args_is_help=True)


@bookings.command("list")
def list_bookings(json: Json = False) -> None:
    """List the appointment requests, oldest first."""
    rows = services().records.bookings()
    if json:
        print(as_json([asdict(row) for row in rows]))
    for row in () if json else rows:
        print(f"{row.reference}  {row.status:10} {row.day}  {row.name}, {row.phone}  {row.reason}")


@bookings.command("show")
def show_booking(
    reference: Annotated[str, typer.Argument(help="The booking's reference, such as PRL-7K3M9Q.")], json: Json = False
) -> None:
    """Show one appointment request."""
    booking = services().records.booking(reference.strip().upper())
    if booking is None:
        raise BadInput(f"There is no booking {reference}; `pearl bookings list` shows all.")
    fields = asdict(booking)
    print(as_json(fields) if json else "\n".join(f"{name:16}{value}" for name, value in fields.items()))


@unanswered.command("list")
def list_unanswered(json: Json = False) -> None:
    """List the unanswered questions, oldest first."""
    rows = services().records.unanswered()
    if json:
        print(as_json([asdict(row) for row in rows]))
    for row in () if json else rows:
        print(
            f"{row.created_at:%Y-%m-%d %H:%M}  {row.text}  (closest: {row.best_label or 'none'}, {row.confidence:.2f})"
        )
