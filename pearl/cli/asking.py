"""Commands that put messages to the trained assistant, in process."""

from __future__ import annotations

import asyncio
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from pearl.cli.output import as_json, only_answers
from pearl.evaluation import Judged, Labelled, figures, read_labelled

if TYPE_CHECKING:
    from pearl.assistant.assistant import Assistant
    from pearl.assistant.turn import Turn

DEFAULT_NOW = "2026-11-25T11:00"
Json = Annotated[bool, typer.Option("--json", help="Answer with JSON on standard output and nothing else.")]
Now = Annotated[str, typer.Option("--now", envvar="PEARL_NOW", help="The moment it is, such as 2026-11-25T11:00.")]
ASK_KEYS = ("text", "label", "confidence", "outcome", "replies", "sources", "answer_id", "level")


def ask(
    text: Annotated[str, typer.Argument(help="The message, as a visitor would type it.")],
    json: Json = False,
    now: Now = DEFAULT_NOW,
) -> None:
    """Put one message to the trained assistant, in a fresh conversation."""
    with only_answers() as out:
        turn = asyncio.run(_assistant(now).answer("ask", text))
        shown = {key: getattr(turn, key) for key in ASK_KEYS}
        print(as_json(shown) if json else _readable(turn), file=out)


def evaluate(
    file: Annotated[Path, typer.Argument(help="A labelled set, one JSON object a line.")],
    json: Json = False,
    details: Annotated[Optional[Path], typer.Option(help="Write a line for each message into this file.")] = None,
    now: Now = DEFAULT_NOW,
) -> None:
    """Judge the assistant on a labelled set; every message runs in a fresh conversation."""
    messages = read_labelled(file)
    with only_answers() as out:
        judged, lines = asyncio.run(_judge(_assistant(now), messages))
        if details:
            details.write_text("".join(as_json(line) + "\n" for line in lines), encoding="utf-8")
        result = figures(judged)
        print(as_json(result) if json else _table(result), file=out)


def converse(
    file: Annotated[str, typer.Argument(help="Scenarios, one JSON object a line; - talks live on standard input.")],
    json: Json = False,
    now: Now = DEFAULT_NOW,
) -> None:
    """Play whole conversations; each scenario runs against its own empty database."""
    from pearl.cli import conversing

    with only_answers() as out:
        conversing.play(file, now, out)


def _assistant(now: str) -> Assistant:
    from pearl.assistant.logging import keep_quiet
    from pearl.cli.conversing import scratch_services

    keep_quiet()
    from pearl.assistant.assistant import Assistant
    from pearl.model import model_file

    scratch_services(now)
    return Assistant(model_file())


async def _judge(assistant: Assistant, messages: list[Labelled]) -> tuple[list[Judged], list[dict[str, Any]]]:
    judged, lines = [], []
    for number, message in enumerate(messages):
        began = time.perf_counter()
        turn = await assistant.answer(f"evaluate-{number}", message.text)
        ms = (time.perf_counter() - began) * 1000
        judged.append(Judged(message, turn.label, turn.outcome, turn.level or "", ms))
        shown = {key: getattr(turn, key) for key in ("label", "outcome", "confidence", "level", "replies")}
        lines.append({**asdict(message), **shown, "verdict": judged[-1].verdict})
    return judged, lines


def _readable(turn: Turn) -> str:
    replies = [reply["text"] + "".join(f"\n  [{b['title']}]" for b in reply["buttons"]) for reply in turn.replies]
    return "\n\n".join([*replies, f"({turn.label}, {turn.outcome}, {turn.confidence})"])


def _table(result: dict[str, Any]) -> str:
    rows = [
        f"{name:22}{shown(result[name])}  {i['k']} of {i['n']}, 95 % {i['low_high']}"
        for name, i in result["intervals"].items()
    ]
    kinds = [f"{kind:22}{counts}" for kind, counts in result["by_kind"].items()]
    return "\n".join(
        [f"{'messages':22}{result['n']}", *rows, *kinds, f"{'ms p50, p95':22}{result['ms_p50']}, {result['ms_p95']}"]
    )


def shown(rate: float | None) -> str:
    """A rate with four digits, or a dash where there was nothing to count."""
    return "   –  " if rate is None else f"{rate:.4f}"
