"""Commands that show the questions that the library had no answer to."""

from __future__ import annotations

from dataclasses import asdict

import typer

from pearl.bootstrap import services
from pearl.cli.asking import Json
from pearl.cli.output import as_json

app = typer.Typer(help="The questions that the library had no answer to.", no_args_is_help=True)


@app.command("list")
def list_unanswered(json: Json = False) -> None:
    """List the unanswered questions, oldest first."""
    rows = services().records.unanswered()
    if json:
        print(as_json([asdict(row) for row in rows]))
    for row in () if json else rows:
        print(
            f"{row.created_at:%Y-%m-%d %H:%M}  {row.text}  (closest: {row.best_label or 'none'}, {row.confidence:.2f})"
        )
