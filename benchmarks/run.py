"""Runs the benchmarks and writes docs/benchmarks.md. Data that is not in the project comes by BENCH_DATA (a folder)."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import plots

ROOT = Path(__file__).resolve().parents[1]
PEARL = [sys.executable, "-m", "pearl"]
SETS = {"visitors": "judges Pearl; nothing was tuned on it", "tuning": "what thresholds and rules were chosen on"}
RATES = ("right_rate", "answered_right_rate", "clarify_rate", "oos_answered_rate", "harmful_rate")
SAFETY = ("red_flag_recall", "false_alarm_rate")
OUT_OF_SCOPE = "NO_NODES_DETECTED"
FIGURES = ("mcc", "inscope_accuracy", "oos_recall", "train_s", "ms_p50", "rss_mb")
IMAGES = ROOT / "docs" / "images"


def pearl(*arguments: str) -> dict[str, Any]:
    """The JSON that a pearl command answers."""
    done = subprocess.run([*PEARL, *arguments, "--json"], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def labelled_set(name: str, what: str) -> str:
    """The table of one labelled set."""
    file = f"tests/labelled/{name}.jsonl"
    with tempfile.TemporaryDirectory() as folder:
        details = Path(folder) / "details.jsonl"
        result = pearl("evaluate", file, "--details", str(details))
        turns = plots.read_details(details)
    plots.calibration(turns, IMAGES / f"calibration-{name}.png")
    plots.outcomes(turns, IMAGES / f"outcomes-{name}.png")
    rows = []
    for rate in (*RATES, *SAFETY):
        share = result["intervals"][rate]
        low, high = share["low_high"]
        rows.append(f"| {rate} | {result[rate]:.4f} | {share['k']} of {share['n']} | {low:.3f} to {high:.3f} |")
    head = (
        f"## {name}: {what}\n\n`pearl evaluate {file}`; a turn takes {result['ms_p50']} ms (p95 {result['ms_p95']}).\n"
    )
    pictures = f"![Calibration](images/calibration-{name}.png) ![Outcomes](images/outcomes-{name}.png)"
    return "\n".join([head, "| figure | rate | count | 95 % interval |", "|---|---|---|---|", *rows, "", pictures])


def public_data(folder: Path) -> str:
    """The table of the public data sets that lie in a folder as NAME_train.csv and NAME_test.csv, stock Rasa beside."""
    rows = []
    for train in sorted(folder.rglob("*_train.csv")):
        test = train.with_name(f"{train.name.split('_')[0]}_test.csv")
        files = ("--train", str(train), "--test", str(test), "--oos", OUT_OF_SCOPE, "--peer", "stock")
        for who, figures in pearl("bench", "intents", *files).items():
            values = " | ".join(str(figures[key]) for key in FIGURES)
            rows.append(f"| {train.stem} | {who} | {values} |")
    head = "## Public data: HINT3\n\n`pearl bench intents --train A.csv --test B.csv --oos NO_NODES_DETECTED --peer stock`\n"
    columns = "| trained on | who | MCC | in-scope accuracy | out-of-scope recall | train s | ms p50 | RSS MB |"
    return "\n".join([head, columns, "|---|---|---|---|---|---|---|---|", *rows])


def growth() -> str:
    """The table of libraries of more and more topics, and of a long conversation."""
    result = pearl("bench", "growth")
    turns = ", ".join(f"{ms} ms at turn {turn}" for turn, ms in result["turns"].items())
    keys = ("phrasings", "load_s", "first_train_s", "train_s", "ms_p50")
    rows = [f"| {count} | {' | '.join(str(f[key]) for key in keys)} |" for count, f in result["topics"].items()]
    head = f"## Growth\n\n`pearl bench growth`; one conversation over HTTP: {turns}.\n"
    columns = (
        "| topics | phrasings | load s | first training s | training with kept vectors s | a turn over HTTP, ms p50 |"
    )
    return "\n".join([head, columns, "|---|---|---|---|---|---|", *rows])


def main() -> None:
    """Measure everything and write the page."""
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    parts = ["# Benchmarks", f"Measured on {date.today()} with `make bench` on {machine}."]
    parts += [labelled_set(name, what) for name, what in SETS.items()]
    parts.append(growth())
    if data := os.environ.get("BENCH_DATA"):
        parts.append(public_data(Path(data)))
    (ROOT / "docs" / "benchmarks.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    print("Wrote docs/benchmarks.md.")


if __name__ == "__main__":
    main()
