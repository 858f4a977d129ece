"""Commands for the clinic's staff: see who wants to talk to a person, take the conversation, reply and end it."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, Any, Optional

import typer

from pearl.bootstrap import services
from pearl.cli.asking import Json
from pearl.cli.output import as_json, local_time
from pearl.errors import BadInput, HandoverRefused
from pearl.handover import life, store
from pearl.handover.handover import OPEN, Handover, Line

app = typer.Typer(help="Conversations with visitors who want to talk to a person.", no_args_is_help=True)
Reference = Annotated[str, typer.Argument(help="The hand-over's reference, such as ASK-7K3M9Q.")]
By = Annotated[Optional[str], typer.Option("--by", help="The name that the visitor sees; your user name unless told.")]

_REFUSALS = {
    store.UNKNOWN: "There is no hand-over {reference}; `pearl handover list --all` shows all.",
    store.CHANGED_MEANWHILE: "Much is happening in {reference} just now; try again.",
    life.NOT_TAKEN: "Nobody has taken {reference} yet; do so with `pearl handover take {reference}`.",
    life.TAKEN: "{taken_by} has taken {reference} already; `pearl handover take {reference} --over` takes it over.",
    life.ENDED: "{reference} has ended; the visitor may ask for a person again.",
}


@app.command("list")
def list_handovers(
    json: Json = False,
    everything: Annotated[bool, typer.Option("--all", help="Also those that nobody has to do anything about.")] = False,
) -> None:
    """List who waits for a person, left a message or wants to be called; oldest first."""
    rows = services().handovers.handovers(None if everything else OPEN)
    if json:
        print(as_json([_fields(row) for row in rows]))
    for row in () if json else rows:
        reached = row.phone or row.email or row.channel
        print(f"{row.reference}  {row.status:11} {local_time(row.changed_at)}  {reached}  {_one_line(row)}")


@app.command("show")
def show_handover(reference: Reference, json: Json = False) -> None:
    """Show one with all that was said; what begins with ! made the safety gate look up."""
    handover = _do(reference, services().handovers.handover)
    lines = services().handover_life.lines(handover.reference)
    if json:
        print(as_json({**_fields(handover), "lines": [asdict(line) for line in lines]}))
        return
    print("\n".join(f"{name:12}{value}" for name, value in _fields(handover).items() if value != ""))
    print("\n".join(["", *map(_said, lines)]))


@app.command()
def take(
    reference: Reference,
    by: By = None,
    over: Annotated[bool, typer.Option("--over", help="From a colleague too.")] = False,
    json: Json = False,
) -> None:
    """Take the conversation; the visitor is told who is there."""
    _tell(_do(reference, lambda known: services().handover_life.take(known, _name(by), over)), json)


@app.command()
def reply(
    reference: Reference,
    text: Annotated[str, typer.Argument(help="What the visitor reads.")],
    by: By = None,
    json: Json = False,
) -> None:
    """Say something to the visitor."""
    _tell(_do(reference, lambda known: services().handover_life.answer(known, _name(by), text)), json)


@app.command()
def end(reference: Reference, by: By = None, json: Json = False) -> None:
    """End the conversation, or note that a message or a call back is done; Pearl answers again."""
    _tell(_do(reference, lambda known: services().handover_life.end(known, _name(by))), json)


def _do(reference: str, act: Callable[[str], Handover | None]) -> Handover:
    """What a change makes of a hand-over. Raises BadInput saying why it can't be done."""
    known = reference.strip().upper()
    try:
        if handover := act(known):
            return handover
        raise HandoverRefused(store.UNKNOWN)
    except HandoverRefused as refusal:
        now = services().handovers.handover(known)
        words = {"reference": known, "taken_by": now.taken_by if now else ""}
        raise BadInput(_REFUSALS[refusal.reason].format(**words)) from refusal


def _tell(handover: Handover, json: bool) -> None:
    taken = f" by {handover.taken_by}" if handover.status == "taken" else ""
    print(as_json(_fields(handover)) if json else f"{handover.reference} is {handover.status}{taken}.")


def _name(by: str | None) -> str:
    name = (getpass.getuser() if by is None else by).strip()
    if not name:
        raise BadInput("--by needs a name; it is what the visitor sees.")
    return name


def _fields(handover: Handover) -> dict[str, Any]:
    hidden = ("transcript", "idempotency_key")
    return {name: value for name, value in asdict(handover).items() if name not in hidden}


def _one_line(handover: Handover) -> str:
    return " ".join((handover.message or handover.reason).split())


def _said(line: Line) -> str:
    mark = f"! {line.flag}: " if line.flag else ""
    author = f"{line.by} ({line.author})" if line.by else line.author
    return f"{local_time(line.at) if line.at else '':16}  {author}: {mark}{line.text}"
