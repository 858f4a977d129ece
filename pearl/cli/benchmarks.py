"""Commands that measure."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated, Optional

import typer

from pearl.cli.asking import Json
from pearl.cli.output import as_json, only_answers


class Peer(str, Enum):
    """What Pearl can be measured beside."""

    STOCK = "stock"


app = typer.Typer(help="The benchmarks.", no_args_is_help=True)


@app.callback()
def bench() -> None:
    """The benchmarks."""


@app.command()
def intents(
    train: Annotated[Path, typer.Option(help="A CSV with the columns sentence and label to train on.")],
    test: Annotated[Path, typer.Option(help="A CSV of the same kind to judge on; it is not looked at before.")],
    oos: Annotated[Optional[str], typer.Option(help="The label that means none of these in the test.")] = None,
    peer: Annotated[Optional[Peer], typer.Option(help="Measure this one beside Pearl, in the same run.")] = None,
    json: Json = False,
) -> None:
    """Train the shipped classifier on one file and judge it on another; it chooses its own threshold."""
    from pearl.benchmark.intents import measure, measure_beside_stock

    with only_answers() as out:
        result = measure_beside_stock(train, test, oos) if peer else measure(train, test, oos)
        print(as_json(result) if json else "\n".join(f"{name:18}{value}" for name, value in result.items()), file=out)


@app.command()
def growth(json: Json = False) -> None:
    """Measure a long conversation, and libraries of 40, 400 and 4,000 topics; takes minutes."""
    from pearl.benchmark.growth import measure

    with only_answers() as out:
        result = measure()
        print(as_json(result) if json else "\n".join(f"{name:8}{value}" for name, value in result.items()), file=out)
