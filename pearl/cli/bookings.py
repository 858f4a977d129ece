"""Commands for the clinic's staff: see the appointment requests, and confirm, decline, move, cancel or close them."""

from __future__ import annotations

import getpass
from dataclasses import asdict
from typing import Annotated, Any, Optional

import typer

from pearl.booking import life, store
from pearl.booking.change import BookingChange, ChangeKind
from pearl.booking.request import BookingRequest
from pearl.bootstrap import services
from pearl.cli.asking import Json
from pearl.cli.output import as_json, local_time
from pearl.clock import fixed_clock
from pearl.errors import BadInput, BookingRefused

app = typer.Typer(help="The appointment requests.", no_args_is_help=True)
Reference = Annotated[str, typer.Argument(help="The booking's reference, such as PRL-7K3M9Q.")]
By = Annotated[Optional[str], typer.Option("--by", help="Who does it; your user name unless told otherwise.")]
Say = Annotated[str, typer.Option("--say", help="Words of your own for the visitor.")]

_REFUSALS = {
    store.UNKNOWN: "There is no booking {reference}; `pearl bookings list` shows all.",
    store.SLOT_TAKEN: "Every place at that time is taken; choose another time.",
    store.CHANGED_MEANWHILE: "Somebody else is changing {reference} just now; try again.",
    life.NOT_POSSIBLE: "{reference} is {status}, and after that it can't be {kind}.",
    life.NO_TIME: "{reference} has no time yet; give it one with `pearl bookings move {reference} TIME`.",
    life.NOT_YET: "{reference} is not over yet; cancel it if it does not take place.",
    life.NO_SLOT: "The clinic has no appointment then; give a coming time at which a slot begins, within its hours.",
}


@app.command("list")
def list_bookings(
    json: Json = False,
    status: Annotated[Optional[str], typer.Option("--status", help="Only those in this state.")] = None,
    overdue: Annotated[
        bool, typer.Option("--overdue", help="Only those whose promised answer is (nearly) due.")
    ] = False,
) -> None:
    """List the appointment requests, oldest first."""
    bookings = _overdue() if overdue else services().records.bookings()
    rows = [row for row in bookings if status in (None, row.status)]
    if json:
        print(as_json([asdict(row) for row in rows]))
    for row in () if json else rows:
        print(f"{row.reference}  {row.status:10} {_when(row)}  {row.name}, {row.phone or row.email}  {row.reason}")


@app.command("show")
def show_booking(
    reference: Reference,
    json: Json = False,
    changes: Annotated[bool, typer.Option("--changes", help="With --json: its changes too.")] = False,
) -> None:
    """Show one appointment request and its life so far."""
    booking = services().records.booking(_tidy(reference))
    if booking is None:
        raise BadInput(_REFUSALS[store.UNKNOWN].format(reference=reference))
    steps, fields = services().records.changes(booking.reference), asdict(booking)
    if json:
        print(as_json({**fields, "changes": [_fields(step) for step in steps]} if changes else fields))
        return
    print("\n".join(f"{name:16}{value}" for name, value in fields.items()))
    for step in steps:
        print(f"{local_time(step.at):16}  {step.kind} by {step.by}, {_when(step.booking)}  {step.said}".rstrip())


@app.command()
def confirm(reference: Reference, by: By = None, say: Say = "", json: Json = False) -> None:
    """Confirm a request, at the time it asks for."""
    _change(reference, "confirmed", by, say, json)


@app.command()
def decline(reference: Reference, by: By = None, say: Say = "", json: Json = False) -> None:
    """Decline a request; its place is free again."""
    _change(reference, "declined", by, say, json)


@app.command()
def move(
    reference: Reference,
    time: Annotated[str, typer.Argument(help="The new time by the clinic's clock, such as 2026-12-01T14:00.")],
    by: By = None,
    say: Say = "",
    json: Json = False,
) -> None:
    """Move a booking to another time; the old place is free again."""
    _change(reference, "moved", by, say, json, time)


@app.command()
def cancel(reference: Reference, by: By = None, say: Say = "", json: Json = False) -> None:
    """Cancel a booking; its place is free again."""
    _change(reference, "cancelled", by, say, json)


@app.command()
def done(reference: Reference, by: By = None, say: Say = "", json: Json = False) -> None:
    """Note that a visit has taken place."""
    _change(reference, "done", by, say, json)


def _change(reference: str, kind: ChangeKind, by: str | None, say: str, json: bool, time: str = "") -> None:
    reference = _tidy(reference)
    to = fixed_clock(time, services().profile.zone).now() if time else None
    try:
        booking = services().life.change(reference, kind, life.by_staff(by or getpass.getuser()), say, to)
    except BookingRefused as refusal:
        now = services().records.booking(reference)
        words = {"reference": reference, "status": now.status if now else "", "kind": kind}
        raise BadInput(_REFUSALS[refusal.reason].format(**words)) from refusal
    print(as_json(asdict(booking)) if json else f"{booking.reference} is {booking.status}: {_when(booking)}.")


def _overdue() -> list[BookingRequest]:
    now = services().clock.now()
    return [one.booking for one in services().waiting() if one.is_urgent(now)]


def _tidy(reference: str) -> str:
    return reference.strip().upper()


def _fields(step: BookingChange) -> dict[str, Any]:
    shown = {name: getattr(step, name) for name in ("kind", "at", "by", "said")}
    return {**shown, "day": step.booking.day, "starts_at": step.booking.starts_at}


def _when(booking: BookingRequest) -> str:
    return local_time(booking.starts_at) if booking.starts_at else f"{booking.day}      "
