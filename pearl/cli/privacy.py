"""Commands that erase: one person's data out of every store, and everything that is older than the clinic's limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import typer

from pearl.bootstrap import services
from pearl.cli.asking import Json
from pearl.cli.output import as_json

app = typer.Typer(help="The limits on how long things are kept.", no_args_is_help=True)


def erase(
    sender: Annotated[str, typer.Option("--sender", help="Whose data, such as web:… as `pearl bookings show` tells.")],
    json: Json = False,
) -> None:
    """Erase everything of one sender, bookings and letters included, and print a receipt that names nobody."""
    receipt = services().erasures.erase(sender, everything=True)
    if json:
        print(as_json({"receipt": receipt.reference, "erased": receipt.erased, "erased_at": receipt.erased_at}))
        return
    print(f"Erased. The receipt is {receipt.reference}: {_counted(receipt.erased)}.")


@app.command("run")
def run_retention(json: Json = False) -> None:
    """Erase what is older than `retention` in clinic.yml allows, as a running server does by itself once a day."""
    current = services()
    gone = current.retention.apply(current.clock.now())
    print(as_json(gone) if json else f"Erased: {_counted(gone)}.")


def _counted(rows: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in rows.items())
