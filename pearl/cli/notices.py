"""Commands about the notices on their way: what waits, what was given up, trying again, who wants no reminders."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Annotated, Any, Optional

import typer

from pearl.bootstrap import alarms, deliverer, notice_wording, services
from pearl.cli.asking import Json
from pearl.cli.output import as_json
from pearl.errors import BadInput
from pearl.notices.email import words
from pearl.notices.facts import read_facts
from pearl.notices.letter import chat_text
from pearl.notices.queue import STATES, UNDELIVERED, QueuedNotice, State
from pearl.notices.signature import body
from pearl.settings import settings

app = typer.Typer(help="The e-mails and webhooks about bookings.", no_args_is_help=True)


@app.command("list")
def list_notices(
    dead: Annotated[bool, typer.Option("--dead", help="Only those that were given up.")] = False,
    all_: Annotated[bool, typer.Option("--all", help="Those that were delivered or dropped too.")] = False,
    json: Json = False,
) -> None:
    """List the notices that are not delivered, oldest first, each with how far it is."""
    states: tuple[State, ...] = ("dead",) if dead else STATES if all_ else UNDELIVERED
    rows = services().notices.notices(states)
    if json:
        print(as_json([_fields(row) for row in rows]))
    for row in () if json else rows:
        print(_line(row))


@app.command("show")
def show_notice(
    key: Annotated[str, typer.Argument(help="The key of a notice, as `pearl notices list` shows it.")],
) -> None:
    """Show one notice as its recipient reads it, and how far it is."""
    row = next((row for row in services().notices.notices() if row.notice.key == key), None)
    if row is None:
        raise BadInput(f"There is no notice {key}; `pearl notices list --all` shows all.")
    print(f"{_line(row)}\n")
    if row.notice.way == "webhook":
        print(body(row.notice).decode())
        return
    if row.notice.way == "telegram":
        print(chat_text(read_facts(row.notice.payload), notice_wording(settings()), services().profile))
        return
    letter = words(row.notice, notice_wording(settings()), services().profile)
    print(f"{letter.subject}\n\n{letter.text}", end="")


@app.command("retry")
def retry_notices(
    key: Annotated[
        Optional[str], typer.Argument(help="The key of one notice, as `pearl notices list` shows it.")
    ] = None,
    dead: Annotated[bool, typer.Option("--dead", help="All that were given up.")] = False,
) -> None:
    """Let a notice that was not sent be tried again at once, with all its attempts."""
    queue = services().notices
    if dead == (key is not None):
        raise BadInput("Name one notice by its key, or all that were given up with --dead.")
    keys = [key] if key else [row.notice.key for row in queue.notices(["dead"])]
    again = [one for one in keys if queue.retry(one)]
    if key and not again:
        raise BadInput(f"There is no unsent notice {key}; `pearl notices list` shows all.")
    print(f"{len(again)} to be tried again. The server does it by itself; `pearl notices deliver-now` does it here.")


@app.command("deliver-now")
def deliver_now(json: Json = False) -> None:
    """Deliver what is due now, then end; harmless beside a running server."""
    alarms(settings(), services()).raise_due()
    tried = asyncio.run(deliverer(settings(), services()).deliver_due())
    states = [row.state for row in services().notices.notices(UNDELIVERED)]
    counts: dict[str, int] = {"tried": tried, **{state: states.count(state) for state in UNDELIVERED}}
    print(as_json(counts) if json else ", ".join(f"{name} {count}" for name, count in counts.items()))


@app.command("try-mail")
def try_mail(
    address: Annotated[str, typer.Argument(help="Where the test message goes: an address of yours.")],
) -> None:
    """Send a test message through the mail server, or say what is wrong with its settings."""
    from pearl.delivery.mail_server import try_out

    current = services()
    asyncio.run(try_out(settings().mail, current.profile, address, current.clock.now()))
    print(f"The mail server has taken a test message for {address}; look into that mailbox.")


@app.command("opt-out")
def opt_out(
    address: Annotated[str, typer.Argument(help="The visitor's e-mail address.")],
    undo: Annotated[bool, typer.Option("--undo", help="Send reminders to this address again.")] = False,
) -> None:
    """Send no more reminders to an address; notices of what happens to a booking still go there."""
    if "@" not in address:
        raise BadInput(f"'{address}' is no e-mail address.")
    current = services()
    if undo:
        current.opt_outs.remove(address)
    else:
        current.opt_outs.add(address, current.clock.now())
    print(f"{address} gets {'reminders again' if undo else 'no more reminders'}.")


def _fields(row: QueuedNotice) -> dict[str, Any]:
    fields = asdict(row)
    return {**fields.pop("notice"), **fields}


def _line(row: QueuedNotice) -> str:
    notice = row.notice
    tried = f"  ({row.attempts} failed: {row.reason})" if row.attempts else f"  ({row.reason})" if row.reason else ""
    return f"{row.state:9} {notice.due_at:%Y-%m-%d %H:%M}Z  {notice.key}  {notice.way} to {notice.recipient}{tried}"
